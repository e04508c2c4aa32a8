"""Who calls, said by the system while this program is not in front; a click on it brings the window forth."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.ui.mark import mark_icon

SHOWN_MS = 10_000


class Notification(QObject):
    """One at a time; ``wanted`` says that somebody clicked on it. Without a place for it the task bar blinks."""

    wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, words: str) -> None:
        """Say it, unless the person looks at the window already."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            # the system shows words only beside a sign of the program
            self._tray = QSystemTrayIcon(mark_icon(), self)
            self._tray.messageClicked.connect(self.wanted)
            self._tray.activated.connect(self.wanted)
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, words, mark_icon(), SHOWN_MS)

    def hide(self) -> None:
        """Nobody rings any more."""
        if self._tray is not None:
            self._tray.hide()
