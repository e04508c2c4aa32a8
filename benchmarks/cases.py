"""The queue of complaints with ten thousand open cases: asked for, opened, sorted by the clock, ticking, swept."""

# ruff: noqa: ANN401 - Qt is loaded when it is measured, not before

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from sqlalchemy.engine import URL

from app.domain.ids import new_uid
from app.models import Complaint
from app.queries import complaints_queue, listing
from app.services import complaints
from app.store.bulk import insert_many, new_ids
from app.store.session import Store
from benchmarks.company import SIZES, STAFF
from benchmarks.measure import Line, bare, compared, p99, race
from benchmarks.places import Places, open_store
from benchmarks.window import Watched, opened

CASES = 10_000
MINUTES = 60
_STATES = ("new", "assigned", "in_work", "waiting", "proposed")
_COLUMNS = (
    "id", "uid", "number", "customer_id", "subject", "status", "severity", "opened_at", "owner_id", "next_at",
    "next_clock", "due_at",
)  # fmt: skip
_RAW = (
    "SELECT p.id, p.number, p.subject, p.status, p.severity, p.next_at, c.name, s.name FROM complaint p "
    "JOIN customer c ON c.id = p.customer_id LEFT JOIN staff s ON s.id = p.owner_id WHERE NOT p.void "
    "AND p.status IN ('new', 'assigned', 'in_work', 'waiting', 'proposed', 'approved', 'rejected', 'executed') "
    "ORDER BY coalesce(p.next_at, {far}), p.id LIMIT 100"
)
_FAR = {"sqlite": "'9999-12-31 00:00:00.000000'", "postgresql": "TIMESTAMPTZ '9999-12-31 00:00:00+00'"}


def lines(places: Places, kind: str) -> Iterator[Line]:
    """The question of a page against the raw driver, then the screen, then what time alone does."""
    with places.copy(kind) as url:
        store = open_store(url)
        try:
            open_cases(store, SIZES[places.size])
            yield _page(store, url, kind)
            yield from _screen(url, kind)
            yield from _sweeps(store, kind)
        finally:
            store.close()


def open_cases(store: Store, customers: int) -> None:
    """Cases of many customers whose clocks end between now and in ten days; one of fifty has none."""
    dice = Random(11)
    with store.write() as tx:
        rows = []
        for at, one in enumerate(new_ids(tx, Complaint, CASES)):
            ends = None if at % 50 == 0 else tx.now + timedelta(minutes=dice.randint(1, 14_400))
            rows.append(
                (one, new_uid(), f"Q-{at:05d}", dice.randint(1, customers), f"Torn at the seam {at}",
                 dice.choice(_STATES), "normal", tx.now - timedelta(hours=dice.randint(1, 200)), at % STAFF + 1, ends,
                 "solution", ends)
            )  # fmt: skip
        insert_many(tx, Complaint, _COLUMNS, rows)
    # as any server does by itself a minute later
    with store.read() as tx:
        tx.connection.exec_driver_sql("ANALYZE complaint")


def _page(store: Store, url: URL, kind: str) -> Line:
    filters = listing.filters_of(store, complaints_queue.LIST, "open:yes")

    def ours(_: int = 0) -> listing.Page[complaints_queue.CaseRow]:
        return listing.page(store, complaints_queue.LIST, filters=filters)

    text = _RAW.format(far=_FAR[kind])
    with bare(url) as driver:
        assert [row.id for row in ours().rows] == [row[0] for row in driver.execute(text).fetchall()]
        times = race(kind, {"raw": lambda _: driver.execute(text).fetchall(), "ours": ours}, rounds=30)
    return compared(f"queue of {CASES:,} cases: a page", kind, times)


def _screen(url: URL, kind: str) -> Iterator[Line]:
    # what is loaded once when the screen is opened for the first time says nothing about ten thousand cases
    import app.ui.complaints.panel  # noqa: F401

    with opened(url) as (application, window):
        yield from _Queue(application, kind, window).measured()


class _Queue(Watched):
    """The screen of complaints."""

    def measured(self) -> Iterator[Line]:
        """Opened by the next clock, its last row, another order and back, and an hour of minutes."""
        begin = perf_counter()
        panel = self._window.open_panel("complaints")
        model, table = panel.list.model, panel.list.table
        panel.list.show_view("open")
        self.until(lambda: model.rowCount() >= CASES and model.record_at(0) is not None and not model.waiting)
        yield self.line("queue: open, by the next clock", perf_counter() - begin, f"{model.rowCount():,} cases")
        begin = perf_counter()
        self.until(lambda: _at_the_end(model, table))
        yield self.line("queue: its last row", perf_counter() - begin, "a jump")
        for key in ("case", "next"):
            begin = perf_counter()
            table.sort_wanted.emit(key)
            self.until(lambda: not model.waiting and model.rowCount() >= CASES and model.record_at(0) is not None)
            yield self.line(f"queue: sorted by {key}", perf_counter() - begin, f"{model.rowCount():,} cases")
        times = sorted(self._minutes(panel.list))
        yield self.line("queue: a minute passes", times[len(times) // 2], "CPU of the window's thread", p99(times))

    def _minutes(self, listed: Any) -> Iterator[float]:
        start, changed = listed.model.clock.now(), 0
        for at in range(1, MINUTES + 1):
            listed.model.clock.set_server(start + timedelta(minutes=at))
            begin = process_time()
            changed += listed.tick()
            self.turn()
            yield process_time() - begin
        assert changed, "no chip changed in an hour"


def _at_the_end(model: Any, table: Any) -> bool:
    """Go there, wherever the end is by now; whether the last row has arrived."""
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    return model.record_at(model.rowCount() - 1) is not None


def _sweeps(store: Store, kind: str) -> Iterator[Line]:
    """The look that every desk takes each minute, when nothing new has run out."""
    while complaints.sweep(store).changes.touches("complaint"):
        pass
    times = race(kind, {"ours": lambda _: complaints.sweep(store)}, rounds=20)
    yield compared("queue: a sweep with nothing to record", kind, times)
