"""Starting the program: fresh interpreters with compiled modules, as an installed program has them.

The command line is measured by its CPU time against an interpreter that does nothing, the desk by the clock, from the
start of its process to the first painted rows of the customers' list, and until nothing is under way any more.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time

from sqlalchemy.engine import URL

from benchmarks.company import phone_of
from benchmarks.measure import Line

ROUNDS = 7
_DESK = """
import gc
import sys
from app.__main__ import LOOKED_THROUGH_EVERY
from app.commands.context import Context
from app.commands.desk import Sitting
from app.i18n import Say
from app.settings import LocalSettings
from app.store.engine import parse_url
from benchmarks.start import watched

gc.set_threshold(LOOKED_THROUGH_EVERY)
sitting = Sitting(Context(LocalSettings(language="en"), Say("en")))
watch = watched(float(sys.argv[2]))
sitting.run(lambda: sitting.open(parse_url(sys.argv[1])))
"""


def lines(url: URL) -> Iterator[Line]:
    """``--version``, a look-up of a phone number, and the desk."""
    address = url.render_as_string(hide_password=False)
    cases = {
        "start: --version": ["-m", "app", "--version"],
        "start: lookup by phone": ["-m", "app", "lookup", phone_of(7), "--database", address],
    }
    with tempfile.TemporaryDirectory(prefix="mostrador-start-") as folder:
        surroundings = _surroundings(Path(folder))
        bare = _seconds(["-c", "pass"], surroundings)
        for name, arguments in cases.items():
            yield Line(name, url.get_backend_name(), bare, _seconds(arguments, surroundings))
        runs = sorted(_desk(address, surroundings) for _ in range(ROUNDS))
    painted, quiet, memory, used = runs[len(runs) // 2]
    yield Line("start: desk to its first list", url.get_backend_name(), None, painted,
               note=f"quiet after {quiet * 1000:.0f} ms, {memory:.0f} MiB, {used:.2f} s of CPU")  # fmt: skip


def _surroundings(folder: Path) -> dict[str, str]:
    """Modules are compiled once, into a folder of their own; settings are nobody's."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "MOSTRADOR_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def _seconds(arguments: Sequence[str], surroundings: dict[str, str]) -> float:
    """Median of the CPU seconds of a fresh interpreter."""
    times = []
    for _ in range(ROUNDS + 1):
        before = _used()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=surroundings)
        times.append(_used() - before)
    # the first run compiled its modules
    return sorted(times[1:])[ROUNDS // 2]


def _used() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def _desk(address: str, surroundings: dict[str, str]) -> tuple[float, float, float, float]:
    """(seconds to the first painted list, to quiet, MiB, seconds of CPU) of one start."""
    before = _used()
    command = [sys.executable, "-c", _DESK, address, str(time())]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings)
    painted, quiet, memory = done.stdout.split()
    return float(painted), float(quiet), float(memory), _used() - before


def watched(began: float) -> object:
    """Inside the started process: looks whenever Qt has nothing to do, tells what it saw, and closes the window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    seen: list[float] = []
    timer = QTimer()

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            panel = window.stack.currentWidget() if hasattr(window, "stack") else None
            model = getattr(panel, "model", None)
            if model is None or not model.rowCount() or not model.index(0, 0).data():
                continue
            if not seen:
                panel.table.viewport().repaint()
                seen.append(time() - began)
            elif not model.waiting and window.context.runner._database._work_queue.empty():
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(seen[0], time() - began, memory)
                timer.stop()
                window.close()

    timer.timeout.connect(look)
    timer.start(0)
    return timer
