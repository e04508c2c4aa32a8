"""Where the window stood: remembered per person, and brought back onto a screen that is there."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

NAME = "window.place"
LEAST_SEEN = 120
"""So much of the title must lie on a screen, in logical pixels; else the window is moved there."""


def place_of(window: QWidget) -> dict[str, Any]:
    """The window's usual place, and whether it fills the screen."""
    usual = window.normalGeometry() if window.isMaximized() else window.geometry()
    return {"at": [usual.x(), usual.y(), usual.width(), usual.height()], "full": window.isMaximized()}


def restored(value: Any, screens: list[QRect]) -> QRect | None:  # noqa: ANN401 - JSON from anywhere
    """The rectangle for a stored place on the screens that are there now; none for nonsense."""
    at = value.get("at") if isinstance(value, dict) else None
    if not isinstance(at, list) or len(at) != 4 or not all(isinstance(one, int) for one in at) or not screens:
        return None
    wanted = QRect(*at)
    if wanted.width() < 400 or wanted.height() < 300:
        return None
    title = QRect(wanted.x(), wanted.y(), wanted.width(), 40)
    for screen in screens:
        seen = screen.intersected(title)
        if seen.width() >= LEAST_SEEN and seen.height() >= 20:
            return wanted
    # its monitor is gone
    screen = screens[0]
    size = wanted.size().boundedTo(screen.size())
    return QRect(screen.center() - QRect(0, 0, size.width(), size.height()).center(), size)


def put_back(window: QWidget, value: Any) -> None:  # noqa: ANN401 - JSON from anywhere
    """Bring a window to its stored place."""
    where = restored(value, [screen.availableGeometry() for screen in QGuiApplication.screens()])
    if where is not None:
        window.setGeometry(where)
        if value.get("full") is True:
            window.showMaximized()
