"""The panel at the right side of the window: docked where the screen leaves room, else a sheet over it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.ui.kit.panel import Panel

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

OPENS_ABOVE = 1680
SHEET_BELOW = 1360
WIDE = 300
SHOWN = "window.side"


class SidePanel(QObject):
    """Holds one panel. Wider than 1680 it opens by itself, unless the person has closed it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._make: Callable[[], Panel] | None = None
        self._panel: Panel | None = None
        self._screen: Panel | None = None
        self._sheet_open = False
        self._opened_now = False
        self.docked = QWidget()
        place = QVBoxLayout(self.docked)
        place.setContentsMargins(0, 0, 0, 0)
        self.docked.hide()
        self.box = QFrame()
        self.box.setProperty("kind", "side")
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.box)
        self.box.setFixedWidth(WIDE)
        self.box.installEventFilter(self)
        window.stack.measured.connect(self._measured)

    def hold(self, make: Callable[[], Panel]) -> None:
        """The panel that is shown here, made when it is first seen."""
        self._make = make
        self.take_width(self._window.width())

    @property
    def panel(self) -> Panel | None:
        """The panel, once it was shown."""
        return self._panel

    @property
    def visible(self) -> bool:
        """Whether it is open now."""
        return not self.box.isHidden() and (self._sheet_open or not self.docked.isHidden())

    def toggle(self) -> None:
        """Ctrl+T: open or close it; what was chosen is remembered for wide windows."""
        opens, width = not self.visible, self._window.width()
        if not self._must_cover(width):
            self._opened_now = opens
            self._window.context.personal.put(SHOWN, opens)
        focus = QApplication.focusWidget()
        held = focus is not None and self.box.isAncestorOf(focus)
        self._show(opens, width)
        if opens and self._panel is not None:
            self._panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif held and self._screen is not None:
            # the keyboard goes back to the screen, not to the first button of the window
            (self._screen.focusWidget() or self._screen).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def make_room(self, screen: Panel) -> None:
        """Another screen is about to be shown, which may need the room of the panel; afterwards ``take_width``."""
        self._screen = screen
        if self._must_cover(self._window.width()):
            self.take_width(self._window.width())

    def take_width(self, width: int) -> None:
        """The window is so wide now."""
        wanted = self._window.context.personal.get(SHOWN)
        if self._must_cover(width):
            opens = self._sheet_open
        else:
            opens = bool(wanted) if wanted is not None else self._opened_now or width >= OPENS_ABOVE
        self._show(opens and self._make is not None, width)

    def _measured(self) -> None:
        """What the screen shows now is wider or narrower than before."""
        width = self._window.width()
        if self.visible and not self._sheet_open and self._must_cover(width):
            self.take_width(width)

    def _must_cover(self, width: int) -> bool:
        """Whether there is no room beside the screen: it never makes the window grow."""
        needs = self._screen.minimumSizeHint().width() if self._screen is not None else 0
        return width < SHEET_BELOW or width - self._window.navigation.minimumWidth() - WIDE < needs

    def _show(self, opens: bool, width: int) -> None:
        if opens and self._panel is None and self._make is not None:
            self._panel = self._make()
            layout = self.box.layout()
            assert layout is not None
            layout.addWidget(self._panel)
            self._panel.translate()
            self._panel.paint_theme()
        as_sheet = self._must_cover(width)
        self._sheet_open = opens and as_sheet
        if as_sheet:
            self.docked.hide()
            self.box.setParent(self._window.centralWidget())
            self.box.setVisible(opens)
            if opens:
                self._place_sheet()
        else:
            place = self.docked.layout()
            assert place is not None
            place.addWidget(self.box)
            self.box.setVisible(opens)
            self.docked.setVisible(opens)

    def _place_sheet(self) -> None:
        stack, shell = self._window.stack, self._window.centralWidget()
        assert shell is not None
        top = stack.mapTo(shell, stack.rect().topLeft()).y()
        self.box.setGeometry(shell.width() - WIDE, top, WIDE, stack.height())
        self.box.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc closes the sheet."""
        escape = (
            watched is self.box
            and self._sheet_open
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        )
        if escape:
            self.toggle()
        return escape

    def translate(self) -> None:
        """The panel translates itself."""

    def paint_theme(self) -> None:
        """The panel paints itself."""
