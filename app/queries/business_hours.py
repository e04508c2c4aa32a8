"""When the company works, what it allows itself for complaints, and the causes it knows: settings of the company."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from app.domain import frozen
from app.domain.business_time import Calendar
from app.domain.complaint import USUAL, Targets
from app.domain.opening_hours import Hours, calendar_of, usual_hours
from app.domain.public_holidays import holidays_of, regions
from app.models import Company, Setting
from app.store.session import Read, Store

HOURS, TARGETS, CAUSES = "business_hours", "complaint.targets", "complaint.causes"
"""Names of the settings."""


@dataclass(frozen=True, slots=True)
class HoursPage:
    """Everything the settings page shows. ``kept`` is what a change is compared with."""

    hours: Hours
    targets: Targets
    causes: tuple[str, ...]
    country: str
    zone: str
    kept: str


def calendar(tx: Read, region: str = "") -> Calendar:
    """The calendar by which deadlines are worked out; ``region`` where other holidays count than the company's."""
    return calendars(tx)(region)


def calendars(tx: Read) -> Callable[[str], Calendar]:
    """The calendar of any region, for who works through many cases: the settings are read once."""
    return partial(calendar_of, _hours(tx, kept(tx, HOURS)), tx.store.zone.key)


def hours(store: Store) -> Hours:
    """The hours; until somebody wrote them, what is usual in the company's country."""
    with store.read() as tx:
        return _hours(tx, kept(tx, HOURS))


def _hours(tx: Read, text: str) -> Hours:
    if text:
        try:
            return frozen.loads(Hours, text)
        except ValueError:
            pass
    return usual_hours(str(tx.scalar(select(Company.country)) or ""))


def targets(tx: Read) -> Targets:
    """What is allowed for first answers and solutions."""
    return _targets(kept(tx, TARGETS))


def _targets(text: str) -> Targets:
    try:
        return frozen.loads(Targets, text) if text else USUAL
    except ValueError:
        return USUAL


def causes(tx: Read) -> tuple[str, ...]:
    """The company's list of causes; empty while nobody wrote one."""
    return _causes(kept(tx, CAUSES))


def _causes(text: str) -> tuple[str, ...]:
    try:
        found: Any = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(str(cause) for cause in found) if isinstance(found, list) else ()


def kept(tx: Read, name: str) -> str:
    """A setting as it is written; empty while nobody wrote it."""
    return str(tx.scalar(select(Setting.value).where(Setting.name == name)) or "")


def page(store: Store) -> HoursPage:
    """What the settings page shows; one statement for the settings, one for the company."""
    with store.snapshot() as tx:
        written = kept_all(tx)
        found = json.loads(written)
        return HoursPage(
            _hours(tx, found.get(HOURS, "")), _targets(found.get(TARGETS, "")), _causes(found.get(CAUSES, "")),
            str(tx.scalar(select(Company.country)) or ""), tx.store.zone.key, written,
        )  # fmt: skip


def kept_all(tx: Read) -> str:
    """All three settings as they are written, for who compares them with what was read before."""
    rows = tx.all(select(Setting.name, Setting.value).where(Setting.name.in_((HOURS, TARGETS, CAUSES))))
    return json.dumps({row.name: row.value for row in rows}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class HolidayList:
    """The public holidays of this and the next year, and the regions of the country that have their own."""

    region: str
    days: Sequence[tuple[date, str]]
    regions: Sequence[str]


def holidays(store: Store, region: str, country: str, language: str) -> HolidayList:
    """What the settings page lists; loading the library takes a second, so never on the window's own thread."""
    year = store.today().year
    days = [(day, name) for one in (year, year + 1) for day, name in holidays_of(region, one, language).items()]
    parts = [f"{country}-{part}" for part in regions().get(country, ())]
    return HolidayList(region, days, [country, *parts] if country in regions() else [])


def try_out(store: Store, hours: Hours, opened: datetime, minutes: int) -> datetime:
    """When so many business minutes after a moment end by hours that may not be saved yet. Raises ``Mistake``."""
    return calendar_of(hours.checked(), store.zone.key).due(opened, minutes)
