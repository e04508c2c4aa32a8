"""Business time: how many open minutes lie between two moments, and when so many have passed.

Moments are UTC; the hours of a week are wall-clock times of the company's zone. An hour of the wall clock begins at the
first moment at which the clock shows it or has passed it, so that days of 23 and 25 hours need no rule of their own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.refusal import N_, Conflict, Mistake

Interval = tuple[int, int]
"""Minutes after midnight: from (inclusive) to (exclusive); 1440 is the end of the day."""
Week = tuple[tuple[Interval, ...], ...]
"""The intervals of each weekday, Monday first."""
Pause = tuple[datetime, datetime | None]
"""From when until when the clock stood still; without an end it still does."""

DAY = 24 * 60
MOST_INTERVALS = 6
"""Intervals of one day."""
FARTHEST = 60
"""Years after which a target that was not reached is never reached."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_MINUTE = 60_000_000
_UTC = ZoneInfo("UTC")
WORKING_WEEK: Week = (((540, 780), (840, 1080)),) * 5 + ((),) * 2
"""Monday to Friday, 09–13 and 14–18."""


def clock_text(minute: int) -> str:
    """540 as 09:00; 1440 as 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def check_day(intervals: Sequence[Interval], field_name: str = "week") -> tuple[Interval, ...]:
    """The intervals of one day in their order; those that touch are one. Raises ``Mistake`` naming what is wrong."""
    for first, last in intervals:
        if not (0 <= first < DAY and 0 < last <= DAY):
            raise Mistake(N_("A time of day lies between 00:00 and 24:00."), field=field_name)
        if last <= first:
            raise Mistake(
                N_("{first}–{last} ends before it begins. Hours past midnight are written on both days: "
                   "{first}–24:00, and 00:00–{last} on the next one."),
                field=field_name, first=clock_text(first), last=clock_text(last),
            )  # fmt: skip
    joined: list[Interval] = []
    for first, last in sorted(intervals):
        if joined and first < joined[-1][1]:
            raise Mistake(
                N_("{first}–{last} begins before {before} has ended."), field=field_name, first=clock_text(first),
                last=clock_text(last), before=f"{clock_text(joined[-1][0])}–{clock_text(joined[-1][1])}",
            )  # fmt: skip
        if joined and first == joined[-1][1]:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    if len(joined) > MOST_INTERVALS:
        raise Mistake(N_("At most {most} intervals a day are kept."), field=field_name, most=MOST_INTERVALS)
    return tuple(joined)


def check_week(week: Sequence[Sequence[Interval]]) -> Week:
    """The seven days in order. Raises ``Mistake`` for a week without any open minute and for days that cannot be."""
    if len(week) != 7:
        raise Mistake(N_("A week has seven days."), field="week")
    checked = tuple(check_day(day, f"day{at}") for at, day in enumerate(week))
    if not any(checked):
        raise Mistake(N_("At least one day of the week has to have hours; else no deadline would ever end."),
                      field="week")  # fmt: skip
    return checked


def no_holidays(_year: int) -> Collection[date]:
    """A calendar without holidays."""
    return ()


@dataclass(frozen=True, slots=True)
class _Year:
    """The open intervals of one year, in microseconds since 1970, and what was open before each of them."""

    starts: list[int]
    ends: list[int]
    before: list[int]
    total: int

    def until(self, moment: int) -> int:
        """Open time of this year before a moment."""
        at = bisect_right(self.starts, moment) - 1
        if at < 0:
            return 0
        return self.before[at] + min(moment, self.ends[at]) - self.starts[at]

    def reach(self, amount: int) -> int:
        """The first moment before which so much was open; ``amount`` is above 0 and at most the total."""
        at = bisect_left(self.before, amount) - 1
        return self.starts[at] + amount - self.before[at]


@dataclass(frozen=True)
class Calendar:
    """When the company works: hours per weekday, public holidays per year, days that differ, in its zone.

    ``holidays`` gives the days of a year on which nobody works; ``days`` says what holds on single days instead of the
    week and the holidays (nothing: closed). Refuses a week without any open minute with ``Mistake``. Years are worked
    out once and kept, so keep the calendar.
    """

    week: Week
    holidays: Callable[[int], Collection[date]] = no_holidays
    zone: ZoneInfo = _UTC
    days: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_week(self.week)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The hours that count on a day."""
        own = self.days.get(day)
        if own is not None:
            return own
        return () if day in self.holidays(day.year) else self.week[day.weekday()]

    def due(self, start: datetime, minutes: int, pauses: Iterable[Pause] = ()) -> datetime:
        """The moment at which so many open minutes have passed since ``start``, without those in pauses.

        Of a pause that still lasts only the beginning is known: the answer is what holds if work went on at once.
        Raises ``Conflict`` when the calendar never reaches it.
        """
        moment, left = _units(start), minutes * _MINUTE
        if left <= 0:
            return start
        for since, until in _merged(pause for pause in pauses if pause[1] is not None):
            if until is None or until <= moment:
                continue
            if since > moment:
                passed = self._between(moment, since)
                if passed >= left:
                    break
                left -= passed
            moment = until
        return self._after(moment, left)

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Open time from ``start`` to ``end`` without what lies in pauses; nothing when ``end`` is not later."""
        first, last = _units(start), _units(end)
        if last <= first:
            return timedelta(0)
        total = self._between(first, last)
        for since, until in _merged(pauses):
            begins, ends = max(since, first), last if until is None else min(until, last)
            if ends > begins:
                total -= self._between(begins, ends)
        return timedelta(microseconds=total)

    def _between(self, first: int, last: int) -> int:
        begins, ends = self._year_of(first), self._year_of(last)
        if begins == ends:
            year = self._year(begins)
            return year.until(last) - year.until(first)
        year = self._year(begins)
        total = year.total - year.until(first) + self._year(ends).until(last)
        for number in range(begins + 1, ends):
            total += self._year(number).total
        return total

    def _after(self, moment: int, left: int) -> datetime:
        number = self._year_of(moment)
        left += self._year(number).until(moment)
        for one in range(number, min(number + FARTHEST, 9998)):
            year = self._year(one)
            if left <= year.total:
                return _EPOCH + timedelta(microseconds=year.reach(left))
            left -= year.total
        raise Conflict(N_("With these hours and closed days the deadline would never end."), field="week")

    def _year_of(self, moment: int) -> int:
        return (_EPOCH + timedelta(microseconds=moment)).astimezone(self.zone).year

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._worked_out(number)
        return year

    def _worked_out(self, number: int) -> _Year:
        """Two threads may both work it out; the answers are the same."""
        starts, ends, before, total = [], [], [], 0
        closed, clock = frozenset(self.holidays(number)), _WallClock(self.zone)
        for ordinal in range(date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            own = self.days.get(day)
            hours = own if own is not None else () if day in closed else self.week[day.weekday()]
            if not hours:
                continue
            midnight = clock.steady_from(day)
            for first, last in hours:
                if midnight is None:
                    start, end = clock.moment(day, first), clock.moment(day, last)
                else:
                    start, end = midnight + first * _MINUTE, midnight + last * _MINUTE
                if end > start:
                    starts.append(start)
                    ends.append(end)
                    before.append(total)
                    total += end - start
        return _Year(starts, ends, before, total)


class _WallClock:
    """From wall-clock times to moments in microseconds since 1970."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def steady_from(self, day: date) -> int | None:
        """The moment of midnight when the clock is not changed on this day: then arithmetic does the rest."""
        local = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        offset = local.utcoffset()
        assert offset is not None
        if (local + timedelta(days=1)).utcoffset() != offset:
            return None
        return (local.replace(tzinfo=UTC) - offset - _EPOCH) // _MICRO

    def moment(self, day: date, minute: int) -> int:
        """The first moment at which the clock shows this minute of the day or has passed it."""
        if minute == DAY:
            day, minute = day + timedelta(days=1), 0
        local = datetime.combine(day, time(minute // 60, minute % 60), self._zone)
        before = local.utcoffset()
        if before == local.replace(fold=1).utcoffset():
            return _units(local)
        found = local.astimezone(UTC)
        if found.astimezone(self._zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return _units(found)
        # the clock was put forward over this minute: it has passed it when it changes
        low, high = _units(found - timedelta(hours=3)), _units(found)
        while high - low > 1:
            middle = (low + high) // 2
            if (_EPOCH + middle * _MICRO).astimezone(self._zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high


def _units(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICRO


def _merged(pauses: Iterable[Pause]) -> list[tuple[int, int | None]]:
    """In their order, those that overlap or touch as one."""
    found = sorted(
        ((_units(since), None if until is None else _units(until)) for since, until in pauses),
        key=lambda pause: pause[0],
    )
    if len(found) < 2:
        return found
    merged = found[:1]
    for since, until in found[1:]:
        before = merged[-1][1]
        if before is None:
            break
        if since > before:
            merged.append((since, until))
        elif until is None or until > before:
            merged[-1] = (merged[-1][0], until)
    return merged
