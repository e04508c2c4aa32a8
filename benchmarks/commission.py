"""A month's commission of fifty salespeople with 100,000 lines: booked, looked at, closed, printed."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from app.domain.commission_plan import Band, Rates, Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.papers import Printed
from app.i18n import Say
from app.queries import commissions as query
from app.queries import papers_commission
from app.reports import commission_statement
from app.services import commission_months, commission_plans, commissions
from app.store.session import Store
from benchmarks.company import LAST
from benchmarks.measure import Line
from benchmarks.places import Places, open_store

MONTH = Month.of(LAST)
CLOSING_TARGET = 5.0
_BANDS = (Band(Decimal("0.1"), Decimal(100_000)), Band(Decimal("0.2")))
TERMS = Terms(Rates(Decimal(12), Decimal(8), Decimal(4), Decimal(1)), bands=_BANDS, cap=Decimal(1_000_000))


@dataclass(slots=True)
class _Timed:
    """Seconds by the wall and of this process, and what was done."""

    wall: float
    cpu: float
    found: Any


def lines(places: Places, kind: str) -> Iterator[Line]:
    """The whole month once: it cannot be booked or closed twice."""
    with places.copy(kind, busy=True) as url:
        store = open_store(url)
        try:
            yield from _month(store, kind)
        finally:
            store.close()


def _month(store: Store, kind: str) -> Iterator[Line]:
    plan = commission_plans.add(store, "Everybody", date(2023, 1, 1), TERMS, request=new_uid())
    commission_plans.assign(store, None, plan.plan_id, date(2023, 1, 1), request=new_uid())
    ran = _timed(lambda: commissions.run(store))
    yield _line("commission: first booking of a month", kind, ran, f"{ran.found.entries:,} entries")
    yield _line("commission: run with nothing new", kind, _timed(lambda: commissions.run(store)))
    shown = _timed(lambda: query.overview(store, MONTH))
    count = sum(len(one.lines) for one in shown.found)
    yield _line("commission: everybody's open month", kind, shown, f"{len(shown.found)} people, {count:,} lines")
    closed = _timed(lambda: commission_months.close(store, MONTH, request=new_uid(), accept=["nobody", "no_cost"]))
    verdict = "in time" if closed.wall <= CLOSING_TARGET else f"MISSES {CLOSING_TARGET:.0f} s"
    yield _line("commission: month close", kind, closed, f"{len(closed.found.statements)} statements, {verdict}")
    yield _line("commission: everybody's closed month", kind, _timed(lambda: query.overview(store, MONTH)))
    first = shown.found[0].staff_id
    printed = _timed(lambda: _printed(store, first))
    yield _line("commission: one statement as PDF", kind, printed, f"{printed.found} pages")


def _printed(store: Store, staff_id: int) -> int:
    say = Say("en", country="ES", zone="Europe/Madrid")
    by = Printed(datetime(2026, 4, 15, 9, tzinfo=UTC), "bench")
    with tempfile.TemporaryDirectory() as folder:
        value = papers_commission.commission_statement(store, MONTH, staff_id)
        return commission_statement.render(value, Path(folder) / "statement.pdf", say, printed=by)


def _timed(work: Callable[[], Any]) -> _Timed:
    wall, cpu = perf_counter(), process_time()
    found = work()
    return _Timed(perf_counter() - wall, process_time() - cpu, found)


def _line(operation: str, kind: str, took: _Timed, note: str = "") -> Line:
    said = f"CPU of this process {took.cpu:.2f} s"
    return Line(operation, kind, None, took.wall, note=", ".join(part for part in (note, said) if part))
