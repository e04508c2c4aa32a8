"""Languages and looks: of the company's papers, and of this person's screen."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout

from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say
from app.ui import theme
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Card, Text
from app.ui.settings.form_page import CompanyForm
from app.ui.status_bar import OWN_NAMES

SYSTEM = "system"
THEMES = {
    SYSTEM: N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}


class LooksPage(CompanyForm):
    """A person's own choices hold at once and follow to any computer; the papers' language is the company's."""

    heading = N_("Languages and appearance")
    explained = N_("Your own choices hold at once and follow you to any computer.")

    def __init__(self, context: Context) -> None:
        choices = tuple((language, OWN_NAMES[language]) for language in LANGUAGES)
        field = FormField("language", N_("Language of papers, unless chosen otherwise"), "choice", choices=choices,
                          section=N_("The company"))  # fmt: skip
        super().__init__(context, (field,), 2)
        self.languages = {language: QRadioButton(OWN_NAMES[language]) for language in LANGUAGES}
        self.themes = {name: QRadioButton() for name in THEMES}
        self._titles = (Text("", "section"), Text("", "section"))
        self._groups = (QButtonGroup(self), QButtonGroup(self))
        across = QHBoxLayout()
        across.setSpacing(12)
        for at, buttons in enumerate((self.languages, self.themes)):
            card = Card()
            column = QVBoxLayout()
            column.addWidget(self._titles[at])
            for number, button in enumerate(buttons.values()):
                column.addWidget(button)
                self._groups[at].addButton(button, number)
            column.addStretch(1)
            card.body.addLayout(column)
            across.addWidget(card, 1)
        self._groups[0].idClicked.connect(self._language_chosen)
        self._groups[1].idClicked.connect(self._theme_chosen)
        self.body.addLayout(across)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.form.setVisible(context.may("settings"))
        self.save_button.setVisible(context.may("settings"))

    def _language_chosen(self, at: int) -> None:
        language = LANGUAGES[at]
        speak(self.context, language)

    def _theme_chosen(self, at: int) -> None:
        name = list(THEMES)[at]
        self.context.follows_system = name == SYSTEM
        self.context.paint(theme.of_system() if name == SYSTEM else theme.named(name))

    def translate(self) -> None:
        """Words anew, and what holds now."""
        super().translate()
        say = self.context.say
        self._titles[0].setText(say.text(N_("Language")))
        self._titles[1].setText(say.text(N_("Appearance")))
        self.languages[say.language].setChecked(True)
        for name, words in THEMES.items():
            self.themes[name].setText(say.text(words))
        self._check_theme()

    def paint_theme(self) -> None:
        """Colours anew."""
        super().paint_theme()
        self._check_theme()

    def _check_theme(self) -> None:
        name = SYSTEM if self.context.follows_system else self.context.tokens.name
        if name in self.themes:
            self.themes[name].setChecked(True)


def speak(context: Context, language: str) -> None:
    """Another language on the screen; figures stay those of the company."""
    say = context.say
    context.speak(Say(language, country=say.country, currency=say.currency, places=say.places, zone=str(say.zone)))
