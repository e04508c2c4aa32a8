"""Who sits at the desk: the person's button and menu, the bars of a demo and of another's view, what is remembered."""

import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout

from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say
from app.ui import theme
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.main_window import MainWindow
from app.ui.status_bar import ROLES

if TYPE_CHECKING:
    from app.domain.changes import ChangeSet

DEMO = N_("Demo company. Nothing here is real.")
SHOWN_AS = N_("You see the program as {name} ({role}). What you change is recorded under your own name.")


class PersonButton(QToolButton):
    """Initials at the end of the top line; its menu says who it is and what this person can do about it."""

    def __init__(self, context: Context, commands: Sequence[Command], menus: Sequence[QMenu] = ()) -> None:
        super().__init__()
        self._context, self._commands = context, commands
        self._menu = QMenu(self)
        self._who = self._menu.addAction("")
        self._who.setEnabled(False)
        self._menu.addSeparator()
        for menu in menus:
            self._menu.addMenu(menu)
        self._menu.addSeparator()
        self._actions = [self._menu.addAction("") for _ in commands]
        for action, command in zip(self._actions, commands, strict=True):
            action.triggered.connect(command.run)
        self.setProperty("kind", "person")
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        context.spoke.connect(self.translate)
        self.translate()

    def translate(self) -> None:
        """Words anew."""
        say = self._context.say
        words = who(self._context)
        self.setText("".join(part[0] for part in self._context.user.split()[:2]).upper() or "·")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._who.setText(words)
        for action, command in zip(self._actions, self._commands, strict=True):
            action.setText(say.text(command.title))


def who(context: Context) -> str:
    """Name and role in words."""
    role = context.say.text(ROLES.get(context.access, ""))
    return f"{context.user} · {role}" if context.user else role


class Bar(QFrame):
    """A line above everything else that stays, with one deed."""

    def __init__(self, context: Context, words: Callable[[Say], str], title: str, run: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self.setProperty("tone", "warn")
        self._context, self._make, self._title = context, words, title
        self._words, self.button = Text("", "strong"), QPushButton()
        self.button.clicked.connect(run)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self.button)
        context.spoke.connect(self.translate)
        self.translate()

    @property
    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def translate(self) -> None:
        """Words anew."""
        say = self._context.say
        self._words.setText(self._make(say))
        self.button.setText(say.text(self._title))
        self.button.setAccessibleName(self.button.text())


class Leave:
    """Leaves the desk for something else."""

    def __init__(self, context: Context, where: str, about: object = None) -> None:
        self._context, self._where, self._about = context, where, about

    def __call__(self) -> None:
        self._context.leaving.emit(self._where, self._about)


class Open:
    """Opens a screen."""

    def __init__(self, context: Context, name: str) -> None:
        self._context, self._name = context, name

    def __call__(self) -> None:
        self._context.go(self._name)


class ShowSecrets:
    """Opens the person's own password and PIN beside the work."""

    def __init__(self, window: MainWindow, own_password: bool) -> None:
        self._window, self._own_password = weakref.ref(window), own_password

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            from app.ui.setup.own_secrets import OwnSecrets  # noqa: PLC0415 - seldom asked for

            OwnSecrets(window.context, own_password=self._own_password, parent=window).open()


def sit(window: MainWindow, *, demo: bool, can_leave: bool, shown_as: bool, own_password: bool = True) -> None:
    """What the person at the desk needs around the screens; before ``window.finish``.

    ``can_leave``: there is somebody else to sign in. ``shown_as``: an administrator looks with another's rights.
    ``own_password``: it is one of ours, not the database server's.
    """
    context = window.context
    commands = []
    if can_leave and not shown_as:
        commands.append(Command("person.out", N_("Sign out or switch user"), "lock", "", Leave(context, "out"),
                                words=N_("log off, change user")))  # fmt: skip
    if can_leave and not shown_as and context.staff_id is not None:
        commands.append(Command("person.secrets", N_("My password and PIN"), "lock", "",
                                ShowSecrets(window, own_password), words=N_("change password")))  # fmt: skip
    if window.knows("users") and not shown_as:
        commands.append(Command("person.show_as", N_("See the program as somebody else…"), "person", "",
                                Open(context, "users"), words=N_("rights, role, preview")))  # fmt: skip
    if window.knows("users"):
        commands.append(Command("person.users", N_("Users and roles"), "person", "", Open(context, "users"),
                                words=N_("password, PIN, rights, login")))  # fmt: skip
    if shown_as:
        commands.append(Command("person.own", N_("Back to my own view"), "back", "", Leave(context, "own")))
    window.commands.add(commands)
    status = window.status
    window.top.addWidget(PersonButton(context, commands, (status.language_menu, status.theme_menu)))
    shell = window.centralWidget().layout()  # type: ignore[union-attr]
    assert isinstance(shell, QVBoxLayout)
    if shown_as:
        words = partial(_shown_as, name=context.user, access=context.access)
        shell.insertWidget(0, Bar(context, words, N_("Back to my own view"), Leave(context, "own")))
    if demo:
        bar = Bar(context, _demo, N_("Start my own"), Leave(context, "start"))
        shell.insertWidget(0, bar)


def _demo(say: Say) -> str:
    return say.text(DEMO)


def _shown_as(say: Say, *, name: str, access: str) -> str:
    return say.text(SHOWN_AS, name=name, role=say.text(ROLES.get(access, "")))


def _set_language(store: Any, *, language: str) -> "ChangeSet":  # noqa: ANN401 - the store
    # not needed before somebody chooses another: a desk opens sooner without it
    from app.services import users  # noqa: PLC0415

    return users.set_language(store, language=language)


class Remembered(QObject):
    """Language and theme follow the person: taken from what was arranged, kept when they change."""

    def __init__(self, context: Context, language: str) -> None:
        super().__init__(context)
        self._context = context
        self._language = context.say.language
        # who is no person of the company has no language there
        language = language or str(context.personal.get("language", ""))
        chosen = str(context.personal.get("theme", ""))
        if chosen in theme.TOKENS:
            context.follows_system = False
            context.paint(theme.named(chosen))
        if language in LANGUAGES and language != self._language:
            say = context.say
            self._language = language
            context.speak(
                Say(language, country=say.country, currency=say.currency, places=say.places, zone=str(say.zone))
            )
        context.painted.connect(self._painted)
        context.spoke.connect(self._spoke)

    def _painted(self) -> None:
        if self._context.follows_system:
            return
        self._context.personal.put("theme", self._context.tokens.name)

    def _spoke(self) -> None:
        language = self._context.say.language
        if language != self._language:
            self._language = language
            self._context.personal.put("language", language)
            self._context.runner.write(self, partial(_set_language, language=language))
