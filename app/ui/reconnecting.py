"""A database that does not answer: it is asked again and again beside all work, and screens that failed read anew."""

from functools import partial

from PySide6.QtCore import QObject

from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.timers import once
from app.ui.status_bar import last_backup

EVERY_MS = 2000


class Reconnecting(QObject):
    """Lives with the window; ``broadcast.returned`` is sent when the database answers again, whoever asked."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.lost = False
        self._again = once(self, EVERY_MS, self._ask)
        context.broadcast.reached.connect(self._reached)

    def _reached(self, reached: bool) -> None:
        if self.lost == reached:
            self.lost = not reached
            if reached:
                self._again.stop()
                self.context.broadcast.returned.emit()
            else:
                self._again.start()

    def try_now(self) -> None:
        """Somebody does not want to wait for the next try."""
        if self.lost:
            self._again.stop()
            self._ask()

    def _ask(self) -> None:
        # any question would do: its answer does not matter
        work = partial(self.context.doors.beside, last_backup)
        self.context.runner.aside(self, work, self._back, self._away, watch=Watch(quiet=True, only_looks=True))

    def _back(self, _answer: object) -> None:
        self.context.broadcast.reached.emit(True)

    def _away(self, _error: BaseException) -> None:
        """The bar and the status bar say it already."""
        if self.lost:
            self._again.start()
