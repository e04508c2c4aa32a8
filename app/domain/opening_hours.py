"""When the company works, as it is kept: hours of a week, whose public holidays count, days that differ."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.domain.business_time import WORKING_WEEK, Calendar, Interval, Week, check_day, check_week
from app.domain.public_holidays import check_region, holiday_days
from app.domain.refusal import N_, Mistake

MOST_DAYS = 400
LONGEST_NAME = 80
LONGEST_CLOSED = 366
"""Days of one closed time."""


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """From ``first`` to ``last`` (both closed), and why."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with hours of its own, whatever the week and the holidays say."""

    day: date
    hours: tuple[Interval, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """``region`` is a country or a part of one, such as ES or ES-VC; empty: no public holidays count.

    A day that is both closed and open is open: the single day was written later and means more.
    """

    week: Week
    region: str = ""
    closed: tuple[ClosedDays, ...] = ()
    opened: tuple[OpenDay, ...] = ()

    def checked(self) -> "Hours":
        """The same in order. Raises ``Mistake`` naming the field: ``day0`` … ``day6``, ``region``, ``closed/0`` …"""
        check_region(self.region)
        if len(self.closed) + len(self.opened) > MOST_DAYS:
            raise Mistake(N_("At most {most} days of your own are kept; take past ones away."), most=MOST_DAYS,
                          field="closed")  # fmt: skip
        for at, days in enumerate(self.closed):
            _check_closed(days, f"closed/{at}")
        opened = []
        for at, one in enumerate(self.opened):
            if not one.hours:
                raise Mistake(N_("Write the hours of this day."), field=f"opened/{at}")
            opened.append(OpenDay(one.day, check_day(one.hours, f"opened/{at}"), one.name.strip()[:LONGEST_NAME]))
        if len({one.day for one in opened}) != len(opened):
            raise Mistake(N_("A day stands there twice."), field="opened/0")
        closed = sorted((days.first, days.last, days.name.strip()[:LONGEST_NAME]) for days in self.closed)
        return Hours(
            check_week(self.week), self.region, tuple(ClosedDays(*days) for days in closed),
            tuple(sorted(opened, key=_day_of)),
        )  # fmt: skip


def _day_of(one: OpenDay) -> date:
    return one.day


def _check_closed(days: ClosedDays, field: str) -> None:
    if days.last < days.first:
        raise Mistake(N_("The last closed day is before the first one."), field=field)
    if (days.last - days.first).days >= LONGEST_CLOSED:
        raise Mistake(N_("At most a year is closed at once."), field=field)


@functools.lru_cache(64)
def calendar_of(hours: Hours, zone: str, region: str = "") -> Calendar:
    """The calendar of the hours; ``region`` counts instead of the company's own when it is given."""
    days: dict[date, tuple[Interval, ...]] = {}
    for span in hours.closed:
        for number in range((span.last - span.first).days + 1):
            days[span.first + timedelta(days=number)] = ()
    days |= {one.day: one.hours for one in hours.opened}
    return Calendar(hours.week, _Holidays(region or hours.region), ZoneInfo(zone), days)


class _Holidays:
    """The days of a region per year; years differ, and most calendars need two of them."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._known: dict[int, Collection[date]] = {}

    def __call__(self, year: int) -> Collection[date]:
        if year not in self._known:
            self._known[year] = frozenset(holiday_days(self._region, year))
        return self._known[year]


def usual_hours(country: str, region: str = "") -> Hours:
    """What is proposed for a company of a country: its usual week and its public holidays."""
    return Hours(_WEEKS.get(country, _NINE_TO_FIVE), region or country)


_NINE_TO_FIVE: Week = (((540, 1020),),) * 5 + ((),) * 2
_WEEKS: Mapping[str, Week] = {
    "ES": WORKING_WEEK,
    "CN": (((540, 720), (810, 1080)),) * 5 + ((),) * 2,
    "MX": (((540, 840), (960, 1140)),) * 5 + ((),) * 2,
    "AR": (((540, 1080),),) * 5 + ((),) * 2,
}
