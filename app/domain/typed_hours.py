"""Hours of a day, closed days and spans of time as people type them, and written back the same way."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from app.domain.business_time import Interval, Week, check_day, check_week, clock_text
from app.domain.opening_hours import ClosedDays, OpenDay
from app.domain.refusal import N_, Mistake
from app.domain.typed_days import read_day

_TIME = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*h?"
_SPAN = re.compile(rf"{_TIME}\s*(?:[-–—~]|to|a|至|到)\s*{_TIME}")
_BETWEEN = re.compile(r"[\s,;+/&]*(?:and|y|和)?[\s,;+/&]*")
_CLOSED = frozenset({"", "-", "–", "closed", "cerrado", "休", "休息"})
_ALL_DAY = frozenset({"24h", "24 h", "24"})
_DASH = re.compile(r"[-–—]\s*")


def read_hours(text: str, field: str = "hours") -> tuple[Interval, ...]:
    """``9-13, 14-18`` as intervals; nothing or ‘closed’ is no hours. Raises ``Mistake`` and says what is right."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _CLOSED:
        return ()
    if plain in _ALL_DAY:
        return ((0, 1440),)
    found, end = [], 0
    for span in _SPAN.finditer(plain):
        if not _BETWEEN.fullmatch(plain[end : span.start()]):
            break
        found.append((_minute(span[1], span[2], text, field), _minute(span[3], span[4], text, field)))
        end = span.end()
    if not found or not _BETWEEN.fullmatch(plain[end:]):
        raise _no_hours(text, field)
    return check_day(found, field)


def _minute(hours: str, minutes: str | None, text: str, field: str) -> int:
    if int(minutes or 0) > 59:
        raise _no_hours(text, field)
    return int(hours) * 60 + int(minutes or 0)


def _no_hours(text: str, field: str) -> Mistake:
    return Mistake(
        N_("‘{text}’ are no hours. Write them like 9:00–13:00, 14:00–18:00, or leave it empty for closed."),
        text=text.strip()[:60], field=field,
    )  # fmt: skip


def written_hours(intervals: Sequence[Interval]) -> str:
    """09:00–13:00, 14:00–18:00; nothing for a closed day."""
    return ", ".join(f"{clock_text(first)}–{clock_text(last)}" for first, last in intervals)


def check_hours(text: str) -> None:
    """Raises ``Mistake`` for what are no hours."""
    read_hours(text)


WORKDAYS, SATURDAY, SUNDAY = "workdays", "saturday", "sunday"


def read_work_week(texts: Mapping[str, str]) -> Week:
    """A week of three texts: Monday to Friday, Saturday, Sunday. Raises ``Mistake`` naming which of them is wrong."""
    days = {key: read_hours(texts.get(key, ""), key) for key in (WORKDAYS, SATURDAY, SUNDAY)}
    try:
        return check_week((days[WORKDAYS],) * 5 + (days[SATURDAY], days[SUNDAY]))
    except Mistake as mistake:
        mistake.field = WORKDAYS
        raise


def written_work_week(week: Week) -> dict[str, str]:
    """The same three texts of a week whose first five days are alike."""
    return {WORKDAYS: written_hours(week[0]), SATURDAY: written_hours(week[5]), SUNDAY: written_hours(week[6])}


def read_closed(text: str, today: date, *, order: str = "dmy") -> tuple[ClosedDays, ...]:
    """A day or ‘first – last’ in each line, and a name behind it. Raises ``Mistake`` naming the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        first, rest = _day_first(line, today, order, "closed")
        last, dash = first, _DASH.match(rest)
        if dash is not None:
            last, rest = _day_first(rest[dash.end() :], first, order, "closed")
        if last < first:
            raise Mistake(N_("‘{line}’ ends before it begins."), line=line[:60], field="closed")
        found.append(ClosedDays(first, last, rest.strip(" ,:;")))
    return tuple(found)


def read_opened(text: str, today: date, *, order: str = "dmy") -> tuple[OpenDay, ...]:
    """A day and its hours in each line. Raises ``Mistake`` naming the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        day, rest = _day_first(line, today, order, "opened")
        found.append(OpenDay(day, read_hours(rest.strip(" ,:;"), "opened")))
    return tuple(found)


def _day_first(line: str, today: date, order: str, field: str) -> tuple[date, str]:
    """The day at the beginning of a line, written with as many words as it takes, and the rest."""
    parts = re.split(r"(\s+)", line)
    best: tuple[date, str] | None = None
    for count in range(1, min(len(parts), 7) + 1, 2):
        try:
            best = read_day("".join(parts[:count]), today, order=order), "".join(parts[count:]).strip()
        except Mistake:
            continue
    if best is None:
        raise Mistake(
            N_("‘{line}’ does not begin with a day; write a line such as 24/12/2026 Christmas Eve."), line=line[:60],
            field=field,
        )  # fmt: skip
    return best


def written_closed(days: Sequence[ClosedDays], say_date: Callable[[date], str]) -> str:
    """One line for each closed time."""
    lines = []
    for one in days:
        span = say_date(one.first) if one.first == one.last else f"{say_date(one.first)} – {say_date(one.last)}"
        lines.append(f"{span} {one.name}".strip())
    return "\n".join(lines)


def written_opened(days: Sequence[OpenDay], say_date: Callable[[date], str]) -> str:
    """One line for each day with hours of its own."""
    return "\n".join(f"{say_date(one.day)} {written_hours(one.hours)}" for one in days)
