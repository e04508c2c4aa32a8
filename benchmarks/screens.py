"""Every screen opened for the first and for the second time: how long the window's thread answered to nothing.

"Right after the start" is the first opening before any other screen's code was loaded.

Each screen is opened in a process of its own, as it is after the program was started and its customers' list is there:
what screens share is paid for by whichever is opened first. A stretch is the CPU time of the window's thread between
two chances to answer to a key; opening and what Qt does right after it are one stretch.
"""

# ruff: noqa: ANN401 - Qt is loaded when it is measured, not before

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep, thread_time
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import URL

from app import garbage
from app.models import Complaint, Customer, Product, SalesOrder
from app.store.engine import parse_url
from benchmarks.cases import open_cases
from benchmarks.company import SIZES
from benchmarks.measure import Line
from benchmarks.places import Places, open_store
from benchmarks.window import PATIENCE, opened

ROUNDS = 3
QUIET = 0.15
"""Seconds without anything to do after which a screen is there."""
_RUN = "import sys; from benchmarks.screens import told; told(*sys.argv[1:])"


def lines(places: Places, kind: str) -> Iterator[Line]:
    """A line per screen: the first opening, the second, and the first right after the start."""
    from app.ui.screens import ENTRIES

    with places.copy(kind) as url, tempfile.TemporaryDirectory(prefix="mostrador-screens-") as folder:
        _prepare(url, SIZES[places.size])
        surroundings = _surroundings(Path(folder))
        for entry in ENTRIES:
            yield _line(entry.name, url, surroundings)


def _line(name: str, url: URL, surroundings: dict[str, str]) -> Line:
    address = url.render_as_string(hide_password=False)
    # the first run compiles the modules
    runs = [_ran(name, address, "loaded", surroundings) for _ in range(ROUNDS + 1)][1:]
    first, second = (min(run[at] for run in runs) for at in ("first", "second"))
    cold = min(_ran(name, address, "", surroundings)["first"] for _ in range(ROUNDS))
    return Line(f"screen: {name}", url.get_backend_name(), None, first,
                note=f"second {second * 1000:.0f} ms, right after the start {cold * 1000:.0f} ms; "
                     f"{runs[-1]['widgets']} widgets")  # fmt: skip


def _prepare(url: URL, customers: int) -> None:
    store = open_store(url)
    try:
        open_cases(store, customers)
    finally:
        store.close()


def _surroundings(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "MOSTRADOR_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def _ran(name: str, address: str, mode: str, surroundings: dict[str, str]) -> Any:
    command = [sys.executable, "-c", _RUN, name, address, mode]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings)
    return json.loads(done.stdout.splitlines()[-1])


def told(name: str, address: str, mode: str = "") -> None:
    """Inside the started process: print what opening a screen twice took."""
    from PySide6.QtWidgets import QWidget

    garbage.starting()
    url = parse_url(address)
    with opened(url, access="admin") as (application, window):
        desk = _Desk(application, window)
        desk.open("customers")
        desk.begin()
        if mode:
            desk.load()
        other = "customers" if name != "customers" else "today"
        record = _record(url, name)
        first = desk.open(name, record) if name != "customers" else desk.first
        widgets = len(window.panel(name).findChildren(QWidget))
        desk.open(other)
        second = desk.open(name, record)
        print(json.dumps({"first": first, "second": second, "widgets": widgets}))


def _record(url: URL, name: str) -> object:
    """What a screen of one record is opened with."""
    tables = {"caller": Customer, "customer": Customer, "account": Customer, "sale": SalesOrder, "product": Product,
              "complaint": Complaint}  # fmt: skip
    if name == "order":
        return "new", 1
    if name not in tables:
        return None
    store = open_store(url)
    with store.read() as tx:
        found = tx.scalar(select(tables[name].id).order_by(tables[name].id).limit(1))
    store.close()
    return found


class _Desk:
    """The window, and the longest stretch of its thread while a screen is opened."""

    def __init__(self, application: Any, window: Any) -> None:
        self._application = application
        self._window = window
        self.first = 0.0

    def open(self, name: str, record: object = None) -> float:
        """Open a screen until nothing happens any more; the longest stretch in seconds."""
        begin = thread_time()
        self._window._go(name, record)
        self._application.processEvents()
        stretches = [thread_time() - begin]
        end, quiet = perf_counter() + PATIENCE, perf_counter() + QUIET
        while perf_counter() < min(end, quiet):
            begin = thread_time()
            self._application.processEvents()
            stretches.append(thread_time() - begin)
            if stretches[-1] > 0.0005 or self._under_way():
                quiet = perf_counter() + QUIET
            else:
                sleep(0.002)
        self.first = self.first or max(stretches)
        return max(stretches)

    def _under_way(self) -> bool:
        waits = self._window.first_opening is not None and self._window.first_opening.waits
        return waits or not self._window.context.runner._database._work_queue.empty()

    def begin(self) -> None:
        """From now on screens are opened as the program does it."""
        from app.ui.code import Code
        from app.ui.first_opening import FirstOpening

        self._window.first_opening = FirstOpening(self._window, Code(self._window.context, self._window))

    def load(self) -> None:
        """What the program loads by itself while nobody does anything."""
        from app.ui.afterwards import AHEAD
        from app.ui.code import OF_SCREENS, load

        garbage.working()
        for module in OF_SCREENS.values():
            load(module, self._window.context.say)
        for name in AHEAD:
            while not self._window.make_ahead(name):
                self._application.processEvents()
        gc.freeze()
