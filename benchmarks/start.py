"""Starting the program: fresh interpreters with compiled modules, as an installed program has them.

All of it is CPU time of the started process, which other programs disturb little, and the best of several runs. The
command line is compared with an interpreter that does nothing; the desk, from the start of its process to the first
painted rows of the customers' list, with a bare window of the same Qt whose table shows as many rows of the same file.
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

from app.store.engine import sqlite_path
from benchmarks.company import phone_of
from benchmarks.measure import Line

ROUNDS = 7
_BARE = """
import sys
from time import process_time
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from benchmarks.memory import largest

application = QApplication([])
application.setStyle("Fusion")
rows = driver.connect(sys.argv[1]).execute("SELECT name, code FROM customer ORDER BY search_name LIMIT 100").fetchall()

class Model(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()):
        return len(rows)

    def columnCount(self, parent=QModelIndex()):
        return len(rows[0])

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

window, table, model = QMainWindow(), QTableView(), Model()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1440, 900)
window.show()
application.processEvents()
table.viewport().repaint()
painted = process_time()
print(painted, painted, largest(), 0.0)
"""
_DESK = """
import sys
from app import garbage
garbage.starting()
from app import cli
from app.commands.desk import Sitting

begun = Sitting.__init__

def beginning(self, context):
    begun(self, context)
    from benchmarks.desk_watch import DeskWatch
    self.watch = DeskWatch(float(sys.argv[2]))

Sitting.__init__ = beginning
cli.run([])
"""


def lines(url: URL) -> Iterator[Line]:
    """``--version``, a look-up of a phone number, a call without a desk, and the desk."""
    address, kind = url.render_as_string(hide_password=False), url.get_backend_name()
    cases = {
        "start: --version": ["-m", "app", "--version"],
        "start: call": ["-m", "app", "call", phone_of(7)],
        "start: lookup by phone": ["-m", "app", "lookup", phone_of(7), "--database", address],
    }
    with tempfile.TemporaryDirectory(prefix="mostrador-start-") as folder:
        surroundings = _surroundings(Path(folder))
        bare = _seconds(["-c", "pass"], surroundings)
        for name, arguments in cases.items():
            yield Line(name, kind, bare, _seconds(arguments, surroundings))
        runs = [
            (_window(_BARE, str(sqlite_path(url)), surroundings), _window(_DESK, address, surroundings))
            for _ in range(ROUNDS)
        ]
    raw, ours = (min(seen) for seen in zip(*runs, strict=True))
    yield Line("start: desk to its first list", kind, raw[0], ours[0],
               note=f"{ours[2]:.0f} MiB (bare {raw[2]:.0f}), quiet after {ours[1] * 1000:.0f} ms; "
                    f"by the clock {min(seen[3] for _, seen in runs) * 1000:.0f} ms")  # fmt: skip


def _surroundings(folder: Path) -> dict[str, str]:
    """Modules are compiled once, into a folder of their own; settings are nobody's."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "MOSTRADOR_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen", "DISPLAY": kept.get("DISPLAY", ":0"),
    }  # fmt: skip


def _seconds(arguments: Sequence[str], surroundings: dict[str, str]) -> float:
    """The least CPU seconds of a fresh interpreter; the first run compiles its modules. It may refuse."""
    times = []
    for _ in range(ROUNDS + 1):
        before = _used()
        subprocess.run([sys.executable, *arguments], check=False, capture_output=True, env=surroundings)
        times.append(_used() - before)
    return min(times)


def _used() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def _window(code: str, address: str, surroundings: dict[str, str]) -> tuple[float, float, float, float]:
    """CPU seconds to the first painted list and to quiet, MiB, seconds by the clock to the list."""
    command = [sys.executable, "-c", code, address, str(time())]
    surroundings = surroundings | {"MOSTRADOR_DATABASE": address, "MOSTRADOR_LANGUAGE": "en"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings)
    painted, quiet, memory, clock = map(float, done.stdout.split())
    return painted, quiet, memory, clock
