"""The desk: the application, its window and its screens, joined for one company."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.domain import rights
from app.domain.refusal import N_
from app.ui import theme
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.kit.busy import Busy
from app.ui.kit.panel import Panel
from app.ui.mark import mark_icon
from app.ui.navigation import END, MANAGEMENT, WORK
from app.ui.qt_words import QtWords
from app.ui.reconnecting import Reconnecting

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

USUAL_SIZE = QSize(1440, 900)
_GROUPS = dict.fromkeys(("receivables", "commission", "profit", "months", "reports"), MANAGEMENT) | {"settings": END}


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen in the navigation: its name, title, icon, key, and who may see it."""

    name: str
    title: str
    icon: str
    key: str
    make: "Callable[[MainWindow], Panel]"
    right: str = ""
    """A right of ``app.domain.rights``, or access roles in one text; empty for everybody."""
    listed: bool = True
    """In the navigation; others are opened from where they are needed."""

    @property
    def group(self) -> str:
        """Where it stands in the navigation: with the daily work, with what managers look at, or at the end."""
        return _GROUPS.get(self.name, WORK)


def application(arguments: Sequence[str] = ("mostrador",)) -> QApplication:
    """The one Qt application, dressed."""
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(list(arguments))
    made.setApplicationName("Mostrador")
    # once: set again with a theme it would dress every widget twice
    made.setStyle("Fusion")
    made.setFont(theme.interface_font())
    made.setWindowIcon(mark_icon())
    return made


def window(context: Context, company: str, database: str, entries: Sequence[Entry]) -> "MainWindow":
    """The window with its screens; the first entry is open."""
    # who signs in sees a window before
    from app.ui.main_window import MainWindow  # noqa: PLC0415

    made = MainWindow(context, company, database)
    seen = [entry for entry in entries if sees(context, entry.right)]
    for entry in seen:
        made.add_panel(entry.name, entry.title, entry.icon, _Maker(entry, made), listed=entry.listed, group=entry.group)
    made.commands.add(
        [Command(f"open.{e.name}", e.title, e.icon, e.key, Opener(made, e.name)) for e in seen if e.listed]
    )
    made.commands.add(
        [
            Command("window.back", N_("Back"), "back", "Alt+Left", made.back),
            Command("window.forward", N_("Forward"), "forward", "Alt+Right", made.forward),
            Command("window.close", N_("Leave this screen"), "close", "Ctrl+W", made.back),
            Command("window.navigation", N_("Navigation"), "menu", "Ctrl+B", made.toggle_navigation),
            Command("window.undo", N_("Undo"), "back", "Ctrl+Z", context.undo.undo),
            Command("window.redo", N_("Do again"), "forward", "Ctrl+Y", context.undo.redo),
            Command("window.new", N_("Make something new"), "add", "Ctrl+Shift+N", made.new.open),
            Command("window.next", N_("Next part of the window"), "right", "F6", made.panes.next),
            Command("window.previous", N_("Part of the window before"), "left", "Shift+F6", made.panes.previous),
            Command("window.messages", N_("Messages"), "bell", "", made.notices.open),
            Command("window.theme", N_("Light or dark"), "theme", "", made.status.switch_theme, words="theme colours"),
        ]
    )
    made.lost_bar.wanted.connect(Reconnecting(context, made).try_now)
    made.resize(USUAL_SIZE)
    return made


def sees(context: Context, right: str) -> bool:
    """Whether what asks for a right (or for one of some access roles) is there for this person."""
    return not right or (context.may(right) if right in rights.RIGHTS else context.access in right.split())


class _Maker:
    def __init__(self, entry: Entry, made: "MainWindow") -> None:
        self._entry = entry
        self._window = made

    def __call__(self) -> Panel:
        return self._entry.make(self._window)


class Opener:
    """Opens a screen, for a command."""

    def __init__(self, made: "MainWindow", name: str) -> None:
        self._window = made
        self._name = name

    def __call__(self) -> None:
        self._window.bring(self._name)


def dress(context: Context) -> None:
    """Let the theme, Qt's own words and the telling of long work follow the context from now on."""
    if context.follows_system:
        context.tokens = theme.of_system()
    following = _Following(context)
    Busy(context)
    QtWords(context)
    following.paint()


class _Following(QObject):
    """The application wears a context's theme; the system turns dark, or gets a contrast theme, while it runs."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        context.painted.connect(self.paint)
        # kept here: asked in one breath with its signals it is gone too soon
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._changed)

    def paint(self) -> None:
        """Dress the application."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self._context.tokens)

    def _changed(self, _scheme: object) -> None:
        if self._context.follows_system:
            self._context.paint(theme.of_system())
