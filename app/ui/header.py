"""The right end of the top line: the telephone, what happened lately, and what can be made new."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.commands import Command, CommandTable
from app.ui.context import Context
from app.ui.icons import icon, pixmap
from app.ui.keys import engraved
from app.ui.kit.labels import Text

ICON = 18
MOST_NOTICES = 30
_KINDS = {"refusal": ("warning", "warn"), "mistake": ("warning", "bad"), "info": ("info", "info")}


class Notices(QToolButton):
    """The bell: refusals and what ended in the background, newest first, shown in their place."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.kept: deque[tuple[datetime, str, str]] = deque(maxlen=MOST_NOTICES)
        self.unread = 0
        self._popup = NoticeList(self)
        self.setIconSize(QSize(ICON, ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self.open)
        context.reporter.said.connect(self.take)

    def take(self, words: str, kind: str) -> None:
        """What was said; what went well is no news after six seconds."""
        if kind in _KINDS:
            self.kept.appendleft((datetime.now(self.context.say.zone), words, kind))
            self.unread += 1
            self.translate()

    def open(self) -> None:
        """Show them under the bell; then they are read."""
        self._popup.fill(list(self.kept))
        self._popup.open_under(self)
        self.unread = 0
        self.translate()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        words = say.plural("{count} new message", "{count} new messages", self.unread)
        self.setText(str(self.unread) if self.unread else "")
        self.setToolTip(words if self.unread else say.text(N_("Messages")))
        self.setAccessibleName(self.toolTip())

    def paint_theme(self) -> None:
        """Icon anew."""
        self.setIcon(icon("bell", self.context.tokens.text2, ICON))


class NoticeList(QFrame):
    """The messages, with the time of each."""

    WIDE = 380

    def __init__(self, bell: Notices) -> None:
        super().__init__(bell, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self._bell = bell
        self._rows: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 12, 14, 12)
        self._box.setSpacing(8)
        self.setFixedWidth(self.WIDE)

    @property
    def words(self) -> list[str]:
        """What is shown, from top to bottom."""
        return [label.text() for row in self._rows for label in row.findChildren(Text)]

    def fill(self, notices: Sequence[tuple[datetime, str, str]]) -> None:
        """These messages, newest first."""
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        say = self._bell.context.say
        if notices:
            self._rows = [self._row(f"{at:%H:%M}", words, kind) for at, words, kind in list(notices)[:10]]
        else:
            self._rows = [self._row("", say.text(N_("There are no messages.")), "info")]
        for row in self._rows:
            self._box.addWidget(row)

    def _row(self, time: str, words: str, kind: str) -> QWidget:
        made = QWidget(self)
        meaning, tone = _KINDS[kind]
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        sign, text, when = QLabel(), Text(words), Text(time, "caption")
        sign.setPixmap(pixmap(meaning, getattr(self._bell.context.tokens, tone), 16, self.devicePixelRatioF()))
        text.setWordWrap(True)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def open_under(self, button: QWidget) -> None:
        """Right-aligned under the bell."""
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4)))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes; the keyboard goes back to the bell."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._bell.setFocus()
        else:
            super().keyPressEvent(event)


class NewButton(QPushButton):
    """“+ New” and its menu: every command whose name begins with ``new.``, with its key."""

    def __init__(self, context: Context, commands: CommandTable) -> None:
        super().__init__()
        self.context, self._commands = context, commands
        self.setProperty("kind", "primary")
        self.setIconSize(QSize(16, 16))
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """After the last command was declared."""
        self._menu.clear()
        say = self.context.say
        for command in self.offered():
            key = engraved(command.key)
            action = self._menu.addAction(f"{say.text(command.title)}\t{key}".rstrip())
            action.setIcon(icon(command.icon, self.context.tokens.text2, 16))
            action.triggered.connect(command.run)
        self.setVisible(not self._menu.isEmpty())
        self.setText(say.text(N_("New")))
        self.setAccessibleName(say.text(N_("Make something new")))
        self.setToolTip(engraved("Ctrl+Shift+N"))
        self.setIcon(icon("add", self.context.tokens.on_accent, 16))

    def offered(self) -> list[Command]:
        """What can be made."""
        return [command for command in self._commands if command.name.startswith("new.")]

    def open(self) -> None:
        """The menu, by key."""
        if self.isVisible():
            self.showMenu()


class PhoneState(QToolButton):
    """Whether the telephone system reaches this desk; a click leads to its settings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.listening: bool | None = None
        self.setIconSize(QSize(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self._open)
        self.hide()

    def show_state(self, listening: bool) -> None:
        """Calls arrive here, or at another window of this person."""
        self.listening = listening
        self.show()
        self.translate()
        self.paint_theme()

    def _open(self) -> None:
        self.context.go("settings", "telephony")

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        words = say.text(N_("Telephone ready") if self.listening else N_("Calls arrive in another window"))
        # words do not touch their icon
        self.setText(f" {words}")
        self.setAccessibleName(words)

    def paint_theme(self) -> None:
        """Icon anew."""
        self.setIcon(icon("caller", self.context.tokens.ok if self.listening else self.context.tokens.text3, 16))
