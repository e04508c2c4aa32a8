"""Inside a desk that was started to be measured: it is asked for nothing and loads nothing that the desk does not."""

from time import process_time, time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.memory import largest


class DeskWatch(QObject):
    """Tells what was used when the first rows are painted, and when everything asked meanwhile is answered."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self._seen: list[float] = []
        self._window: Any = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

    def _look(self) -> None:
        """For the window, which is there when Qt begins; then for the end of what waits for the first list."""
        for window in QApplication.topLevelWidgets():
            if self._window is None and hasattr(window, "stack"):
                self._window = window
                self._timer.stop()
                window.stack.currentWidget().table.viewport().installEventFilter(self)
        if self._seen and not hasattr(self._window.context.runner, "release"):
            self._timer.stop()
            # asked in order: whoever is answered now is the last
            self._window.context.runner.read(self, _nothing, self._quiet)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Rows are painted here; what that took is read off as soon as it is done."""
        if event.type() != QEvent.Type.Paint or not self._window.stack.currentWidget().model.rowCount():
            return False
        watched.removeEventFilter(self)
        QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._seen = [process_time(), largest(), time() - self._began]
        self._timer.start(1)

    def _quiet(self, _answer: object) -> None:
        print(self._seen[0], process_time(), *self._seen[1:])
        self._window.close()


def _nothing(_store: object) -> None:
    return None
