"""What a desk begins with: who acts, what is known of the company, and its store where that is loaded later."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.commands.place import is_server
from app.domain.rights import NONE
from app.domain.signed_in import SignedIn
from app.settings import login_name

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.queries.first import Beginning
    from app.queries.staff import User
    from app.store.kept import KeptFile
    from app.store.session import Actor, Store


def actor(person: SignedIn, seen_as: "User | None" = None) -> "Actor":
    """Who acts: always the person, with no more than the rights that are shown."""
    from app.store.session import Actor

    return Actor(person.login, person.staff_id, seen_as.access if seen_as else person.access)


def nobody() -> "Actor":
    """Who acts while it is not known who sits there."""
    from app.store.session import Actor

    return Actor(login_name(), access=NONE)


def user(store: "Store", staff_id: int) -> "User":
    """As whom the program is to be seen."""
    from app.queries import staff

    return staff.user(store, staff_id)


def asked(store: "Store", place: "URL | Path", acting: "Actor") -> "Beginning":
    """What the desk of whoever acts from now on begins with, asked in the usual way."""
    from app.queries import company, personal, staff
    from app.queries.first import Beginning

    store.actor = acting
    settings = company.settings(store)
    return Beginning(
        settings.name, settings.country, settings.currency, settings.currency_places, settings.language,
        settings.time_zone, settings.demo, personal.of_actor(store),
        can_leave=is_server(place) or bool(staff.can_sign_in(store)),
    )  # fmt: skip


def late_store(path: Path, file: "KeptFile", who: SignedIn, beginning: "Beginning") -> "Store":
    """The store of a company's file, which is loaded by whoever asks for more than is kept as text."""
    from app.store.late import LateStore

    make = partial(_loaded, path, who, beginning)
    return cast("Store", LateStore(make, file, zone=beginning.time_zone, access=who.access))


def _loaded(path: Path, who: SignedIn, beginning: "Beginning") -> "Store":
    return loaded_store(path, actor(who), beginning)


def loaded_store(path: Path, acting: "Actor", beginning: "Beginning") -> "Store":
    """The store of a company's file, loaded now."""
    from app.bootstrap import loaded

    return loaded(
        path, zone=beginning.time_zone, country=beginning.country, currency_places=beginning.currency_places,
        actor=acting,
    )  # fmt: skip
