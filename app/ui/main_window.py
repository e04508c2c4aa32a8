"""The frame: navigation, search, the screens, a line for words, the status bar."""

import weakref
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.refusal import N_
from app.ui.commands import Command, CommandTable
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text
from app.ui.kit.panel import Panel
from app.ui.status_bar import StatusBar

FOLDED_BELOW = 1360
ICON = 18
WORDS_SECONDS = 6


class MainWindow(QMainWindow):
    """Panels are made when they are first opened; each entry of the navigation is one."""

    def __init__(self, context: Context, company: str, database: str) -> None:
        super().__init__()
        self.context = context
        self.company = company
        self.database = database
        context.company_key = f"{company}\n{database}"
        self.commands = CommandTable()
        self._makers: dict[str, Callable[[], Panel]] = {}
        self._entries: dict[str, tuple[QPushButton, str, str]] = {}
        self._panels: dict[str, Panel] = {}
        self._history: list[str] = []
        self._folded: bool | None = None
        self._actions: list[QAction] = []
        self._build(database)
        context.spoke.connect(self._translate)
        context.painted.connect(self._paint)
        context.reporter.said.connect(self.tell)
        context.wanted.connect(self._go)
        context.selected.connect(self.status.show_selection)

    def _build(self, database: str) -> None:
        shell = QWidget()
        shell.setObjectName("shell")
        self.setCentralWidget(shell)
        self._navigation = QVBoxLayout()
        self._navigation.setSpacing(2)
        self._navigation.setContentsMargins(8, 10, 8, 10)
        self._side = QFrame()
        self._side.setLayout(self._navigation)
        self._group = QButtonGroup(self)
        self.stack = QStackedWidget()
        self._words = Text("", "strong")
        self._words.setWordWrap(True)
        self._words.hide()
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.timeout.connect(self._words.hide)
        self._menu = QToolButton()
        self._menu.clicked.connect(self.toggle_navigation)
        self._back = QToolButton()
        self._back.clicked.connect(self.back)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(12, 8, 12, 8)
        for button in (self._menu, self._back):
            button.setIconSize(QSize(ICON, ICON))
            self.top.addWidget(button)
        self.top.addStretch(1)
        self.status = StatusBar(self.context, database)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self._words)
        middle.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._side)
        across.addLayout(middle, 1)
        outer = QVBoxLayout(shell)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setLayout(self.top)
        outer.addWidget(bar)
        outer.addLayout(across, 1)
        outer.addWidget(self.status)

    def add_panel(self, name: str, title: str, meaning: str, make: Callable[[], Panel], *, listed: bool = True) -> None:
        """A screen, usually with its entry in the navigation; it is made when it is first opened."""
        self._makers[name] = make
        if not listed:
            return
        button = QPushButton()
        button.setProperty("kind", "nav")
        button.setCheckable(True)
        button.setIconSize(QSize(ICON, ICON))
        button.clicked.connect(_Open(self, name))
        self._group.addButton(button)
        self._navigation.addWidget(button)
        self._entries[name] = (button, title, meaning)

    def add_search(self, field: QWidget) -> None:
        """The search field, in the middle of the top line."""
        self.top.addWidget(field)
        self.top.addStretch(1)

    def finish(self) -> None:
        """After the last panel: keys, texts, colours."""
        self._navigation.addStretch(1)
        for command in self.commands:
            self._bind(command)
        self._fold(self.width() < FOLDED_BELOW)
        self._translate()
        self._paint()

    def _bind(self, command: Command) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(command.key))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(command.run)
        self.addAction(action)
        self._actions.append(action)

    def knows(self, name: str) -> bool:
        """Whether there is a screen of this name for this person."""
        return name in self._makers

    def panel(self, name: str) -> Panel:
        """The panel of a name, made now if it was never opened."""
        if name not in self._panels:
            made = self._makers[name]()
            self._panels[name] = made
            self.stack.addWidget(made)
            made.translate()
            made.paint_theme()
        return self._panels[name]

    def open_panel(self, name: str) -> Panel:
        """Show a screen."""
        found = self.panel(name)
        # the first panel is current as soon as it is made
        if self._history[-1:] != [name]:
            self._history.append(name)
        self.stack.setCurrentWidget(found)
        if name in self._entries:
            self._entries[name][0].setChecked(True)
        self._title()
        return found

    def _go(self, name: str, record: object) -> None:
        panel = self.open_panel(name)
        if record is not None:
            panel.open_record(record)

    def back(self) -> None:
        """The screen before."""
        if len(self._history) > 1:
            self._history.pop()
            self.open_panel(self._history[-1])

    def tell(self, words: str, kind: str = "done") -> None:
        """A sentence above the screen; what went well goes by itself, what did not stays until the next one."""
        self._words.setText(words)
        self._words.set_tone({"done": "ok", "refusal": "warn", "mistake": "bad"}.get(kind, "info"))
        self._words.setMargin(10)
        self._words.show()
        self._clear.stop()
        if kind == "done":
            self._clear.start(WORDS_SECONDS * 1000)

    def toggle_navigation(self) -> None:
        """Icons only, or icons and words."""
        self._fold(not self._folded)

    def _fold(self, folded: bool) -> None:
        self._folded = folded
        for button, title, _ in self._entries.values():
            words = self.context.say.text(title)
            button.setText("" if folded else words)
            button.setToolTip(words)
            button.setAccessibleName(words)

    def _title(self) -> None:
        current = self.stack.currentWidget()
        name = current.title() if isinstance(current, Panel) else ""
        self.setWindowTitle(f"{name} — {self.company}" if name else self.company)

    def _translate(self) -> None:
        say = self.context.say
        self._fold(bool(self._folded))
        for button, words in ((self._menu, say.text(N_("Navigation"))), (self._back, say.text(N_("Back")))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        for command, action in zip(self.commands, self._actions, strict=True):
            action.setText(say.text(command.title))
        self._title()

    def _paint(self) -> None:
        color = self.context.tokens.text2
        self._menu.setIcon(icon("menu", color))
        self._back.setIcon(icon("back", color))
        for button, _, meaning in self._entries.values():
            button.setIcon(icon(meaning, color))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow windows show icons only."""
        super().resizeEvent(event)
        narrow = event.size().width() < FOLDED_BELOW
        if event.oldSize().width() < 0 or narrow != (event.oldSize().width() < FOLDED_BELOW):
            self._fold(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What was arranged is written, and running work ends first."""
        self.context.personal.flush()
        self.context.runner.close()
        super().closeEvent(event)


class _Open:
    """Opens one panel; holds the window weakly, as a lambda would not."""

    def __init__(self, window: MainWindow, name: str) -> None:
        self._window = weakref.ref(window)
        self._name = name

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            window.open_panel(self._name)
