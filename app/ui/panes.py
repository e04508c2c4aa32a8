"""F6 and Shift+F6 go through the parts of the window: navigation, search, screen, side panel, status bar."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Panes(QObject):
    """The next part that is visible gets the keyboard, at the place where it was last."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._last: dict[QWidget, QWidget] = {}

    def parts(self) -> list[QWidget]:
        """The visible parts, in the order of reading."""
        window = self._window
        parts = [window.navigation, window.search, window.stack, window.side.box, window.status]
        return [part for part in parts if part is not None and part.isVisible()]

    def next(self) -> None:
        """One part further."""
        self._step(1)

    def previous(self) -> None:
        """One part back."""
        self._step(-1)

    def _step(self, step: int) -> None:
        parts, now = self.parts(), QApplication.focusWidget()
        at = next((at for at, part in enumerate(parts) if now is not None and _within(now, part)), -1)
        if now is not None and at >= 0:
            self._last[parts[at]] = now
        for further in range(1, len(parts) + 1):
            part = parts[(at + step * further) % len(parts)] if at >= 0 or step > 0 else parts[-further]
            if self._enter(part):
                return

    def _enter(self, part: QWidget) -> bool:
        if part is self._window.navigation:
            self._window.navigation.focus_current()
            return True
        last = self._last.get(part)
        if last is not None and _alive(last) and last.isVisible() and last.isEnabled() and _within(last, part):
            last.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if _takes_keys(part):
            part.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        for child in part.findChildren(QWidget):
            if child.isVisibleTo(part) and child.isEnabled() and _takes_keys(child):
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()


def _within(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _alive(widget: QWidget) -> bool:
    import shiboken6  # noqa: PLC0415 - only asked for widgets that may be gone

    return shiboken6.isValid(widget)
