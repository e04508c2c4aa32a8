"""Builds and joins everything: from an address to a store that knows its company."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL

from app.domain.refusal import N_, NotFound
from app.queries import company
from app.settings import LocalSettings, embedded_database
from app.store import migrate
from app.store.engine import make_engine, parse_url, sqlite_path
from app.store.session import Actor, Store


def database_url(settings: LocalSettings, chosen: str = "") -> URL:
    """The database that was named, configured, or the embedded one."""
    return parse_url(chosen or settings.database or str(embedded_database()))


def must_exist(url: URL) -> None:
    """Raises ``NotFound`` for a SQLite file that is not there: opening it would make an empty one."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        raise NotFound(
            N_("There is no database at ‘{path}’."),
            hint=N_("Create one with ‘mostrador init’, or name it with --database."),
            path=str(path),
        )


@contextmanager
def opened(url: URL, *, actor: Actor | None = None) -> Iterator[Store]:
    """A store on an existing company, in its currency and time zone; closed afterwards.

    Raises ``NotFound``, ``Conflict`` for a database of another form, ``Unavailable``.
    """
    must_exist(url)
    engine = make_engine(url)
    who = actor or Actor(login_name())
    try:
        migrate.check_form(engine)
        first = Store(engine, actor=who)
        found = company.settings(first)
        # column conversions are remembered per engine: the currency's decimals must be known before the first one
        engine.dispose()
        engine = make_engine(url, currency_places=found.currency_places)
        store = Store(engine, zone=found.time_zone, actor=who)
        store.measure_clock()
        yield store
    finally:
        engine.dispose()


def login_name() -> str:
    """The computer's user, as the trail names who used the command line."""
    try:
        return getpass.getuser()[:60]
    except (KeyError, OSError, ImportError):
        return ""
