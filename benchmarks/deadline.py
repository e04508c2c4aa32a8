"""A deadline of a complaint: near, with pauses, far away, and the first one of a year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from app.domain.business_time import WORKING_WEEK, Calendar
from benchmarks.measure import Line

TARGET = 50e-6
_TIMES = 5_000
_START = datetime(2026, 3, 6, 16, 12, 7, tzinfo=UTC)


def lines() -> Iterator[Line]:
    """The domain alone: no database is asked."""
    zone = ZoneInfo("Europe/Madrid")
    pauses = [(_START + timedelta(days=at, hours=15), _START + timedelta(days=at + 1, hours=3)) for at in range(3)]
    known = _calendar(zone)
    for name, minutes, spans in (
        ("deadline: 8 h", 480, []), ("deadline: 40 h, three pauses", 2400, pauses),
        ("deadline: 20,000 h", 1_200_000, []),
    ):  # fmt: skip
        known.due(_START, minutes, spans)
        began = perf_counter()
        for _ in range(_TIMES):
            known.due(_START, minutes, spans)
        yield _line(name, (perf_counter() - began) / _TIMES)
    fresh = [_calendar(zone) for _ in range(20)]
    began = perf_counter()
    for one in fresh:
        one.due(_START, 480)
    yield _line("deadline: first of a year", (perf_counter() - began) / len(fresh))


def _calendar(zone: ZoneInfo) -> Calendar:
    return Calendar(WORKING_WEEK, lambda year: {date(year, 1, 1), date(year, 5, 1)}, zone)


def _line(operation: str, took: float) -> Line:
    note = f"{took * 1e6:.1f} µs" + (
        "" if took <= TARGET or "first" in operation else f", target {TARGET * 1e6:.0f} µs"
    )
    return Line(operation, "", None, took, note=note)
