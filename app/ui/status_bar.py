"""The line at the bottom: where the data is, who is signed in, what the selection adds up to."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say
from app.ui import theme
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text

ROLES = {
    "front_desk": N_("Front desk"),
    "sales": N_("Sales"),
    "manager": N_("Manager"),
    "admin": N_("Administrator"),
    "none": N_("Guest"),
}
# a language is named in itself, whatever is spoken now
OWN_NAMES = {"en": "English", "es": "Español", "zh": "中文"}


class StatusBar(QFrame):
    """Parts from left to right; language and theme are buttons."""

    def __init__(self, context: Context, database: str) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.context = context
        self._database = database
        self._where, self._who, self._selection = Text("", "quiet"), Text("", "quiet"), Text("", "quiet")
        self._language, self._theme = QToolButton(), QToolButton()
        self._language.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        for language in LANGUAGES:
            action = self._menu.addAction(OWN_NAMES[language])
            action.setData(language)
        self._menu.triggered.connect(self._choose)
        self._language.setMenu(self._menu)
        self._theme.clicked.connect(self.switch_theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(18)
        for widget in (self._where, self._who):
            row.addWidget(widget)
        row.addStretch(1)
        for right in (self._selection, self._theme, self._language):
            row.addWidget(right)
        context.spoke.connect(self.translate)
        context.painted.connect(self.paint_theme)
        self.translate()
        self.paint_theme()

    def show_selection(self, words: str) -> None:
        """What the selected rows add up to."""
        self._selection.setText(words)

    def switch_theme(self) -> None:
        """Light to dark and back."""
        dark = self.context.tokens.name == "dark"
        self.context.paint(theme.TOKENS["light" if dark else "dark"])

    def _choose(self, action: object) -> None:
        say = self.context.say
        language = action.data()  # type: ignore[attr-defined]
        self.context.speak(
            Say(language, country=say.country, currency=say.currency, places=say.places, zone=str(say.zone))
        )

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self._where.setText(self._database)
        role = say.text(ROLES.get(self.context.access, ""))
        self._who.setText(f"{self.context.user} · {role}" if self.context.user else role)
        self._language.setText(say.language.upper())
        self._language.setToolTip(say.text(N_("Language")))
        self._language.setAccessibleName(say.text(N_("Language")))
        self._theme.setToolTip(say.text(N_("Light or dark")))
        self._theme.setAccessibleName(say.text(N_("Light or dark")))

    def paint_theme(self) -> None:
        """Icons anew."""
        for button, meaning in ((self._language, "language"), (self._theme, "theme")):
            button.setIcon(icon(meaning, self.context.tokens.text2))
            button.setIconSize(QSize(15, 15))
