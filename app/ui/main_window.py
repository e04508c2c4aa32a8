"""The frame: navigation, search, the screens, a line for words, a panel at the side, the status bar."""

from collections.abc import Callable
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.refusal import N_
from app.ui import placed, theme
from app.ui.clock_bar import ClockBar
from app.ui.commands import Command, CommandTable
from app.ui.context import Context
from app.ui.header import NewButton, Notices, PhoneState
from app.ui.icons import icon
from app.ui.kit.panel import Panel
from app.ui.lost_bar import LostBar
from app.ui.navigation import WORK, Navigation
from app.ui.panes import Panes
from app.ui.side_panel import SidePanel
from app.ui.status_bar import StatusBar
from app.ui.words_line import PASSING, WordsLine, tone_of

if TYPE_CHECKING:
    from app.ui.first_opening import FirstOpening, Then

FOLDED_BELOW = 1360
ICON = 18
FOLDED = "window.folded"
_NEW = (Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_N).toCombined()


class Stack(QStackedWidget):
    """The screens; only the open one asks for room, and never for more than a small window has.

    ``measured`` says that it may need another width now.
    """

    MOST = QSize(1200, 600)
    measured = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the open screen needs."""
        shown = self.currentWidget()
        return shown.minimumSizeHint().boundedTo(self.MOST) if shown is not None else QSize(0, 0)

    def event(self, event: QEvent) -> bool:
        """A part of the screen has another size: told before the window makes room for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.measured.emit()
        return super().event(event)


class MainWindow(QMainWindow):
    """Panels are made when they are first opened; each entry of the navigation is one. ``opened`` names the screen."""

    opened = Signal(str)
    resized = Signal(int)
    new_wanted = Signal()
    """Ctrl+N where the screen itself has no use for it."""
    help_wanted = Signal()
    """F1 where the screen itself has nothing to explain."""

    def __init__(self, context: Context, company: str, database: str) -> None:
        super().__init__()
        self.context = context
        self.company = company
        self.database = database
        context.company_key = "\n".join(part for part in (company, database, context.drafts_owner) if part)
        self.commands = CommandTable()
        self._makers: dict[str, Callable[[], Panel]] = {}
        self._panels: dict[str, Panel] = {}
        self._ahead: dict[str, Panel] = {}
        self.first_opening: FirstOpening | None = None
        self._history: list[str] = []
        self._left: list[str] = []
        self._actions: list[QAction] = []
        self._build(database)
        context.spoke.connect(self._translate)
        context.painted.connect(self._paint)
        context.reporter.said.connect(self.tell)
        context.undo.offered.connect(self._offer_undo)
        context.wanted.connect(self._go)
        context.selected.connect(self.status.show_selection)
        context.personal.arrived.connect(self._take_place)

    def _build(self, database: str) -> None:
        shell = QWidget()
        shell.setObjectName("shell")
        self.setCentralWidget(shell)
        self.navigation = Navigation(self.context)
        self.navigation.chosen.connect(self.bring)
        self.stack = Stack()
        self.words = WordsLine(self.context)
        self.clock_bar = ClockBar(self.context)
        self.lost_bar = LostBar(self.context, database)
        self.side = SidePanel(self)
        self.status = StatusBar(self.context, database)
        self._build_top()
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.lost_bar)
        middle.addWidget(self.clock_bar)
        middle.addWidget(self.words)
        middle.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addLayout(middle, 1)
        across.addWidget(self.side.docked)
        outer = QVBoxLayout(shell)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setLayout(self.top)
        outer.addWidget(bar)
        outer.addLayout(across, 1)
        outer.addWidget(self.status)
        self.panes = Panes(self)

    def _build_top(self) -> None:
        """Menu and back, the search in the middle, telephone, messages and New; whoever sits here comes last."""
        self._menu, self._back = QToolButton(), QToolButton()
        self._menu.clicked.connect(self.toggle_navigation)
        self._back.clicked.connect(self.back)
        self.phone, self.notices = PhoneState(self.context), Notices(self.context)
        self.new = NewButton(self.context, self.commands)
        self._search = QHBoxLayout()
        self.search: QWidget | None = None
        self.top = QHBoxLayout()
        self.top.setContentsMargins(12, 8, 12, 8)
        self.top.setSpacing(8)
        for button in (self._menu, self._back):
            button.setIconSize(QSize(ICON, ICON))
            self.top.addWidget(button)
        self.top.addStretch(1)
        self.top.addLayout(self._search)
        self.top.addStretch(1)
        for widget in (self.phone, self.notices, self.new):
            self.top.addWidget(widget)

    def add_panel(
        self,
        name: str,
        title: str,
        meaning: str,
        make: Callable[[], Panel],
        *,
        listed: bool = True,
        group: str = WORK,
    ) -> None:
        """A screen, usually with its entry in the navigation; it is made when it is first opened."""
        self._makers[name] = make
        if listed:
            self.navigation.add(name, title, meaning, group)

    def add_search(self, field: QWidget) -> None:
        """The search field, in the middle of the top line."""
        self.search = field
        self._search.addWidget(field)

    def finish(self) -> None:
        """After the last panel: look, keys, texts, colours, and where the window stood."""
        theme.wear(self)
        self.bind_keys()
        self._fold_as_wide(self.width())
        self._translate()
        self._paint()
        self._take_place()
        self.status.ask()

    def bind_keys(self) -> None:
        """The keys of the commands that were declared since the last time."""
        for command in list(self.commands)[len(self._actions) :]:
            self._bind(command)

    def _bind(self, command: Command) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(command.key))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(command.run)
        self.addAction(action)
        self._actions.append(action)

    @property
    def current(self) -> str:
        """The name of the screen that is open."""
        return self._history[-1] if self._history else ""

    def knows(self, name: str) -> bool:
        """Whether there is a screen of this name for this person."""
        return name in self._makers

    def panel(self, name: str) -> Panel:
        """The panel of a name, made now if it was never opened."""
        if name not in self._panels:
            made = self._ahead.pop(name, None) or self._makers[name]()
            self._panels[name] = made
            self.stack.addWidget(made)
            made.translate()
            made.paint_theme()
        return self._panels[name]

    def made(self, name: str) -> Panel | None:
        """The panel of a name, if it was opened already."""
        return self._panels.get(name)

    def make_ahead(self, name: str) -> bool:
        """Go one step towards a screen that nobody has opened yet, its parts first, then its look; whether it is there.

        Nobody waits for both at once.
        """
        if name in self._panels or name in self._ahead:
            self.panel(name)
        else:
            self._ahead[name] = self._makers[name]()
        return name in self._panels

    def bring(self, name: str, then: "Then | None" = None) -> None:
        """Show a screen and do something with it: now where it was made before, else as soon as it is there."""
        if self.first_opening is not None and name not in self._panels:
            self.first_opening.begin(name, then)
            return
        panel = self.open_panel(name)
        if then is not None:
            then(panel)

    def open_panel(self, name: str) -> Panel:
        """Show a screen."""
        found = self.panel(name)
        if self.first_opening is not None:
            self.first_opening.end()
        # the first panel is current as soon as it is made
        if self._history[-1:] != [name]:
            self._history.append(name)
            self._left.clear()
        # before it is shown: Qt gives it the room it needs at once
        self.side.make_room(found)
        fresh = found.focusWidget() is None and found.focusProxy() is not None
        self.stack.setCurrentWidget(found)
        now = self.focusWidget()
        if now in (None, self._menu, self._back) or (fresh and now is not None and found.isAncestorOf(now)):
            # the keyboard fell out of the screen that went: it belongs where this one begins, not on its first button
            found.setFocus()
        self.side.take_width(self.width())
        self.navigation.tick(name)
        self._title()
        self.opened.emit(name)
        return found

    def _go(self, name: str, record: object) -> None:
        if not self.knows(name):
            # what a person may not see is not even there
            return
        self.bring(name, methodcaller("open_record", record) if record is not None else None)

    def back(self) -> None:
        """The screen before; while another one is under way that is the one that is still shown."""
        if self.first_opening is not None and self.first_opening.waits:
            self.open_panel(self.current)
        elif len(self._history) > 1:
            self._left.append(self._history.pop())
            self.open_panel(self._history[-1])

    def forward(self) -> None:
        """The screen that was left by going back."""
        if self._left:
            left = self._left[:-1]
            self.open_panel(self._left[-1])
            self._left = left

    def tell(self, words: str, kind: str = "done", *, undo: bool = False) -> None:
        """What went well stands in the status bar and goes by itself; what did not, and what is too long for it, stands
        above the screen.
        """
        if tone_of(kind) in PASSING and self.status.tell(words, kind, undo=undo):
            self.words.hide()
        else:
            self.status.line.hide()
            self.words.tell(words, kind, undo=undo)

    def _offer_undo(self, words: str) -> None:
        self.tell(words, undo=True)

    def toggle_navigation(self) -> None:
        """Icons only, or icons and words; remembered for wide windows."""
        self.navigation.fold(not self.navigation.folded)
        self.side.take_width(self.width())
        if self.width() >= FOLDED_BELOW:
            self.context.personal.put(FOLDED, self.navigation.folded)

    def _fold_as_wide(self, width: int) -> None:
        narrow = width < FOLDED_BELOW
        self.navigation.fold(narrow or bool(self.context.personal.get(FOLDED, False)))

    def to_front(self) -> None:
        """In front of everything else: the program was started again."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # where it stood

    def _take_place(self) -> None:
        placed.put_back(self, self.context.personal.get(placed.NAME))
        self._fold_as_wide(self.width())
        self.side.take_width(self.width())

    def _keep_place(self) -> None:
        if self.isVisible() and not self.isMinimized():
            self.context.personal.put(placed.NAME, placed.place_of(self))

    def _title(self) -> None:
        current = self.stack.currentWidget()
        name = current.title() if isinstance(current, Panel) else ""
        self.setWindowTitle(f"{name} — {self.company}" if name else self.company)

    def _translate(self) -> None:
        say = self.context.say
        for button, words in ((self._menu, say.text(N_("Navigation"))), (self._back, say.text(N_("Back")))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        # a command may be declared after the keys were bound: it has no key then
        for command, action in zip(self.commands, self._actions, strict=False):
            action.setText(say.text(command.title))
        parts: tuple[Any, ...] = (self.navigation, self.words, self.notices, self.phone, self.side)
        for part in (*parts, self.clock_bar, self.lost_bar):
            part.translate()
        self.new.fill()
        self._title()

    def _paint(self) -> None:
        color = self.context.tokens.text2
        self._menu.setIcon(icon("menu", color))
        self._back.setIcon(icon("back", color))
        parts: tuple[Any, ...] = (self.navigation, self.words, self.notices, self.phone, self.side)
        for part in parts:
            part.paint_theme()
        self.new.fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+N, wherever the keyboard is; no shortcut, so that a screen may have its own."""
        if event.keyCombination().toCombined() == _NEW:
            self.new_wanted.emit()
        elif event.key() == Qt.Key.Key_F1 and not event.modifiers():
            self.help_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow windows show icons only; wide ones the panel at the side too."""
        super().resizeEvent(event)
        before, width = event.oldSize().width(), event.size().width()
        if before < 0 or (width < FOLDED_BELOW) != (before < FOLDED_BELOW):
            self._fold_as_wide(width)
        self.side.take_width(width)
        self.resized.emit(width)
        self._keep_place()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802 - Qt's name
        """It stands somewhere else."""
        super().moveEvent(event)
        self._keep_place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What was arranged is written, and running work ends first."""
        for panel in self._ahead.values():
            # in the window it goes with it
            panel.setParent(self)
        self.context.personal.flush()
        self.context.runner.close()
        super().closeEvent(event)
