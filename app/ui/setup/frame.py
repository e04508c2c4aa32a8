"""Windows before the desk: a card in the middle, the languages above it, a strip for what went wrong."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import LANGUAGES, Say
from app.ui import theme
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Card, Text, Toggle
from app.ui.status_bar import OWN_NAMES

MARK = 16
ICONS = {"bad": "warning", "warn": "warning", "ok": "check", "info": "info"}


class Notice(QFrame):
    """A sentence with an icon on a coloured ground; hidden while there is nothing to say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self._context = context
        self._tone = "bad"
        self._mark, self._words = QLabel(), Text("")
        self._words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said; empty while nothing is."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, tone: str = "bad") -> None:
        """Another sentence, none for no words; tone bad, warn, ok or info."""
        self._tone = tone
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setVisible(bool(words))
        self.paint_theme()

    def paint_theme(self) -> None:
        """The icon in the theme's colour."""
        color = getattr(self._context.tokens, self._tone)
        self._mark.setPixmap(pixmap(ICONS[self._tone], color, MARK, self.devicePixelRatioF()))


class Languages(QWidget):
    """Each language named in itself; choosing one speaks it at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for language in LANGUAGES:
            button = Toggle("choice")
            button.setText(OWN_NAMES[language])
            button.setAccessibleName(OWN_NAMES[language])
            button.clicked.connect(partial(_speak, context, language))
            self._group.addButton(button)
            self._buttons[language] = button
            row.addWidget(button)
        context.spoke.connect(self.translate)
        self.translate()

    def translate(self) -> None:
        """The language that is spoken now is the pressed one."""
        self._buttons[self._context.say.language].setChecked(True)


def _speak(context: Context, language: str, _checked: bool = False) -> None:
    say = context.say
    context.speak(Say(language, country=say.country, currency=say.currency, places=say.places, zone=str(say.zone)))


class SetupWindow(QWidget):
    """A window with one card; a subclass fills ``card.body`` and writes its words in ``translate``."""

    def __init__(self, context: Context, size: QSize, *, card_width: int) -> None:
        super().__init__()
        theme.wear(self)
        self.setObjectName("shell")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.languages = Languages(context)
        self.card = Card()
        self.card.setFixedWidth(card_width)
        self.notice = Notice(context)
        self._logo, self._name = QLabel(), Text("Mostrador", "section")
        top = QHBoxLayout()
        top.addWidget(self._logo)
        top.addWidget(self._name)
        top.addStretch(1)
        top.addWidget(self.languages)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 20)
        outer.addLayout(top)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        context.spoke.connect(self.translate)
        context.painted.connect(self.paint_theme)
        context.reporter.said.connect(self._said)
        self.resize(size)

    def _said(self, words: str, _kind: str) -> None:
        self.notice.tell(words)

    def translate(self) -> None:
        """Write every text anew."""

    def paint_theme(self) -> None:
        """Icons anew."""
        drawn: QPixmap = pixmap("caller", self.context.tokens.accent, 22, self.devicePixelRatioF())
        self._logo.setPixmap(drawn)
        self.notice.paint_theme()
