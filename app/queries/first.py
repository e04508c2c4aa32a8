"""What a desk asks of a company's file before its first list, from statements whose text is kept.

Everything a desk needs for that, and no SQLAlchemy: who works here, what the person arranged, and the beginning of the
list of customers; where one must sign in, who may. Where anything is not as usual, there is no answer, and the usual
way is gone: a server, a file of another form, a damaged one, a list with a filter.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver

from app.domain import rights
from app.domain.arranged import arranged
from app.domain.refusal import Refusal
from app.domain.signed_in import SignedIn, unasked
from app.i18n import Say
from app.queries.customer_line import CustomerRow, asked, lines
from app.queries.kept_text import FORM, TEXTS
from app.queries.lists import Page
from app.store.kept import KeptFile
from app.store.late import LateStore
from app.store.location import is_filled

VIEW = "active:yes"
"""The text of the view with which the list of customers begins."""
ROWS = 100
"""Of its first page."""
SORTS = ("name", "-name", "code", "-code", "new", "-new")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a desk needs to know of a company before it has a window; ``can_leave``: somebody else could sign in."""

    name: str
    country: str
    currency: str
    currency_places: int
    language: str
    time_zone: str
    demo: bool
    arranged: Mapping[str, Any]
    can_leave: bool = False

    def say(self, language: str | None = None) -> Say:
        """A speaker in the company's language, or another."""
        return Say(
            language or self.language, country=self.country, currency=self.currency, places=self.currency_places,
            zone=self.time_zone,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begun:
    """A company's file that is open: who works there without being asked, else the (login, name) of who may sign in."""

    file: KeptFile
    who: SignedIn | None
    beginning: Beginning
    people: Sequence[tuple[str, str]] = ()

    def of(self, who: SignedIn) -> Beginning:
        """What the desk of somebody begins with."""
        kept = self.file.rows(TEXTS["arranged"], {"login": who.login})
        return replace(self.beginning, arranged=arranged(kept), can_leave=bool(self.people))


def begin(path: Path, login: str) -> Begun | None:
    """The company's file, opened.

    ``login`` is the computer's user. ``None`` where it is not as simple: whoever then goes the usual way is told why.
    """
    if not is_filled(path):
        return None
    with suppress(Refusal, sqlite_driver.Error):
        file = KeptFile(path)
        found = None
        try:
            found = _begun(file, login)
        finally:
            if found is None:
                file.close()
        return found
    return None


def _begun(file: KeptFile, login: str) -> Begun | None:
    if file.rows(TEXTS["form"]) != [(FORM,)]:
        return None
    companies = file.rows(TEXTS["company"])
    if len(companies) != 1:
        return None
    name, country, currency, places, language, zone, demo = companies[0]
    beginning = Beginning(name, country, currency, places, language, zone, demo, {})
    file.settle(beginning.currency_places)
    if people := file.rows(TEXTS["who can sign in"]):
        return Begun(file, None, beginning, [(own, called) for own, called in people])
    return Begun(file, unasked(file.rows(TEXTS["administrators"]), login), beginning)


def customers(store: Any, view: str, text: str, sort: str, limit: int) -> Page[CustomerRow] | None:  # noqa: ANN401
    """The beginning of the list of customers, while the store was asked nothing else."""
    if (
        not isinstance(store, LateStore)
        or store.file is None
        or text.strip()
        or (view, limit) != (VIEW, ROWS)
        or sort not in SORTS
    ):
        return None
    if not rights.may(store.access, "see_profit"):
        return None
    file, today = store.file, store.today()
    places = file.rows(TEXTS[f"customers by {sort}"])
    shown = [place[-1] for place in places[:limit]]
    given = asked(json.dumps(shown), today)
    parts = [file.rows(TEXTS["customer lines"], given)]
    if file.rows(TEXTS["any merged"], given):
        parts.append(file.rows(TEXTS["customer lines merged"], given))
    found = lines(shown, parts, file.rows(TEXTS["customer tiers"], given), today)
    return Page(found, tuple(places[limit - 1]) if len(places) > limit else None)
