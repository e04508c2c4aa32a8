"""The customers' list as a person meets it: opened, scrolled, filtered; and how long the window's thread was busy."""

# ruff: noqa: ANN401 - Qt is loaded when it is measured, not before

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time
from typing import Any

from sqlalchemy.engine import URL

from app.store.session import Actor
from benchmarks.measure import Line, p99
from benchmarks.places import open_store

FRAMES = 300
FIRST_ROWS = 100
PATIENCE = 30.0


def lines(url: URL) -> Iterator[Line]:
    """Opening to the first rows, one page down per frame, a jump to the end, a filter."""
    with opened(url) as (application, window):
        yield from _List(application, url.get_backend_name(), window).measured()


@contextmanager
def opened(url: URL, access: str = "manager") -> Iterator[tuple[Any, Any]]:
    """The program's window on a database, without a screen, for somebody with these rights: (application, window)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.commands.doors import doors_of
    from app.i18n import Say
    from app.ui import desk, screens
    from app.ui.context import Context
    from app.ui.tasks import TaskRunner

    application = desk.application()
    store = open_store(url)
    store.actor = Actor("bench", None, access)
    context = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access=access)
    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    context.doors = doors_of(store, url)
    desk.dress(context)
    window = desk.window(context, "Benchmark", "benchmark", screens.ENTRIES)
    screens.join(window)
    window.finish()
    window.show()
    try:
        yield application, window
    finally:
        window.close()
        window.deleteLater()
        application.processEvents()
        store.close()


class Watched:
    """A list in its window, and the longest time for which nothing could be typed."""

    def __init__(self, application: Any, kind: str, window: Any) -> None:
        self._application = application
        self._kind = kind
        self._window = window
        self._busiest: list[float] = []

    def until(self, reached: Callable[[], object]) -> None:
        """Let the program work until something is so."""
        end = perf_counter() + PATIENCE
        while not reached():
            self.turn()
            if perf_counter() > end:
                raise TimeoutError("the list does not answer")

    def turn(self) -> None:
        """What the program has to do now."""
        begin = thread_time()
        self._application.processEvents()
        self._busiest.append(thread_time() - begin)

    def line(self, operation: str, seconds: float, note: str, worst: float | None = None) -> Line:
        """A line of the table; what comes later is watched anew."""
        busy = max(self._busiest, default=0.0)
        self._busiest.clear()
        return Line(
            operation, self._kind, None, seconds, worst, note=f"{note}; thread busy {busy * 1000:.0f} ms at most"
        )


class _List(Watched):
    """The list of customers."""

    def measured(self) -> Iterator[Line]:
        """The lines of the table."""
        before = _memory()
        begin = perf_counter()
        panel = self._window.open_panel("customers")
        self.until(lambda: panel.model.rowCount() and panel.model.index(0, 0).data())
        yield self.line("list: open to first rows", perf_counter() - begin, f"+{_memory() - before:.0f} MiB")
        # the whole list is to be scrolled, not the rows that are known before anybody has counted
        self.until(lambda: panel.model.rowCount() > FIRST_ROWS)
        self._busiest.clear()
        frames = sorted(self._scroll(panel.table))
        note = f"worst {frames[-1] * 1000:.0f} ms, +{_memory() - before:.0f} MiB, {panel.model.rowCount()} rows"
        yield self.line("list: a frame of scrolling", frames[len(frames) // 2], note, p99(frames))
        begin = perf_counter()
        panel.bar.line.setText("ma")
        panel.bar.line.returnPressed.emit()
        self.until(lambda: not panel.model.waiting)
        yield self.line("list: filtered", perf_counter() - begin, f"{panel.model.rowCount()} rows")

    def _scroll(self, table: Any) -> Iterator[float]:
        bar = table.verticalScrollBar()
        for at in range(FRAMES):
            # every tenth frame is a jump across the whole list, as of somebody who drags the bar
            value = bar.maximum() * (at % 20) // 20 if at % 10 == 0 else bar.value() + bar.pageStep()
            begin = thread_time()
            bar.setValue(min(value, bar.maximum()))
            table.viewport().repaint()
            yield thread_time() - begin
            self.turn()


def _memory() -> float:
    """MiB of this process at its largest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
