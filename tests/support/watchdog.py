"""Fails a test in which the event loop stood still: the person would have seen a frozen window."""

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep, thread_time

from PySide6.QtCore import QObject, QTimer

MOST_MS = 100
"""The interface's own computing between two turns of its event loop, at most."""
MOST_WAITED_MS = 1500
"""Waiting counts too, but a busy machine may starve the test: only waits far beyond that are a fault."""


class Watchdog(QObject):
    """Looks at the clock in every turn of the loop; a thread notes where the interface is when it stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[str] = []
        self._gui = threading.get_ident()
        self._wall, self._busy = monotonic(), thread_time()
        self._where = ""
        self._ended = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._turn)
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Watch from now on."""
        self._wall, self._busy = monotonic(), thread_time()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """No longer."""
        self._turn()
        self._timer.stop()
        self._ended.set()
        self._thread.join()

    def _turn(self) -> None:
        wall, busy = monotonic(), thread_time()
        stood, computed = (wall - self._wall) * 1000, (busy - self._busy) * 1000
        if computed > MOST_MS or stood > MOST_WAITED_MS:
            self.stalls.append(f"{computed:.0f} ms computing, {stood:.0f} ms in all:\n{self._where}")
        self._wall, self._busy, self._where = wall, busy, ""

    def _look(self) -> None:
        while not self._ended.is_set():
            sleep(0.02)
            if (monotonic() - self._wall) * 1000 > MOST_MS / 2 and not self._where:
                frame = sys._current_frames().get(self._gui)
                self._where = "".join(traceback.format_stack(frame)[-6:]) if frame is not None else ""


@contextmanager
def watched() -> Iterator[Watchdog]:
    """Everything inside must leave the event loop alone for no longer than a tenth of a second of computing."""
    dog = Watchdog()
    dog.start()
    try:
        yield dog
    finally:
        dog.stop()
    assert not dog.stalls, "\n".join(dog.stalls)
