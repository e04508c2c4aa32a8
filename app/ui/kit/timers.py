"""Timers: once after a while, and again and again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance


def once(owner: QObject, milliseconds: int, deed: Callable[[], object] | SignalInstance) -> QTimer:
    """A timer that does its deed, or sends its signal, once, so long after its last ``start``; not started yet."""
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(deed)
    return made


class Recurring(QObject):
    """Does a deed some time after ``start``, and then again and again; both times in milliseconds."""

    def __init__(self, owner: QObject, deed: Callable[[], object], *, first: int, every: int) -> None:
        super().__init__(owner)
        self._first = once(self, first, deed)
        self._every = QTimer(self)
        self._every.setInterval(every)
        self._every.timeout.connect(deed)

    @property
    def runs(self) -> bool:
        """Whether it was started."""
        return self._every.isActive()

    def start(self) -> None:
        """From now on."""
        self._first.start()
        self._every.start()
