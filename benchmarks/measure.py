"""Timing in turn, counting of statements and round trips, and the table that is printed.

SQLite works inside our process: its cost is the process's CPU time, which other programs do not disturb, and lines show
medians. A server's cost is seen from outside only: there the fastest run counts.
"""

# ruff: noqa: ANN401 - the two drivers' connections have no type in common

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

from sqlalchemy.engine import URL

from app.store.engine import make_engine

Contender = Callable[[int], object]


@dataclass(slots=True)
class Line:
    """One line of the table; times in seconds, ``note`` says rates and what is missing for a target."""

    operation: str
    database: str
    raw: float | None
    ours: float
    p99: float | None = None
    statements: int | None = None
    round_trips: int | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to raw."""
        return self.ours / self.raw if self.raw else None


HEAD = ("operation", "size", "database", "raw", "ours", "ratio", "p99", "statements", "round trips", "note")


def shown(line: Line, size: str) -> tuple[str, ...]:
    """A line as text."""
    return (
        line.operation, size, line.database, _time(line.raw), _time(line.ours),
        "" if line.ratio is None else f"{line.ratio:.2f}x", _time(line.p99),
        "" if line.statements is None else str(line.statements),
        "" if line.round_trips is None else str(line.round_trips), line.note,
    )  # fmt: skip


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def race(kind: str, contenders: Mapping[str, Contender], *, rounds: int, warm: int = 2) -> dict[str, list[float]]:
    """Seconds per call, sorted: every round runs each contender once with the round's number, in changing order."""
    clock = process_time if kind == "sqlite" else perf_counter
    names = list(contenders)
    for at in range(warm):
        for name in names:
            contenders[name](at)
    times: dict[str, list[float]] = {name: [] for name in names}
    for at in range(rounds):
        turn = at % len(names)
        for name in names[turn:] + names[:turn]:
            gc.disable()
            start = clock()
            contenders[name](at)
            times[name].append(clock() - start)
            gc.enable()
    return {name: sorted(found) for name, found in times.items()}


def typical(kind: str, times: list[float]) -> float:
    """The number that stands for many runs: the median of CPU time, the fastest of a server's."""
    return statistics.median(times) if kind == "sqlite" else times[0]


def p99(times: list[float]) -> float:
    """The time that one of a hundred runs exceeds."""
    return times[min(len(times) - 1, int(len(times) * 0.99))]


def compared(operation: str, kind: str, times: Mapping[str, list[float]], **more: Any) -> Line:
    """A line from a race between ``raw`` and ``ours``."""
    raw = typical(kind, times["raw"]) if "raw" in times else None
    return Line(operation, kind, raw, typical(kind, times["ours"]), p99(times["ours"]), **more)


@contextmanager
def bare(url: URL) -> Iterator[Any]:
    """The driver's own connection, prepared as the program prepares its connections, outside any transaction."""
    engine = make_engine(url)
    pooled = engine.raw_connection()
    driver: Any = pooled.driver_connection
    if url.get_backend_name() != "sqlite":
        driver.rollback()
        driver.autocommit = True
    try:
        yield driver
    finally:
        if url.get_backend_name() != "sqlite":
            driver.autocommit = False
        pooled.close()
        engine.dispose()
