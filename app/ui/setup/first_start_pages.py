"""Pages of the first start that only choose or tell: language, what is wanted, the data, the telephone."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.frame import Languages
from app.ui.setup.start_doors import StartAnswers

INDENT = 24


class StartPage(QWidget):
    """One page: ``show_answers`` fills it, ``take`` gives the answers with its own; ``question`` is its heading."""

    key = ""
    question = ""
    ready = Signal()
    """Whether it can be left has changed."""
    passed = Signal()
    """What ``check`` had to ask is answered: on to the next page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def show_answers(self, answers: StartAnswers) -> None:
        """What was answered before."""

    def take(self, answers: StartAnswers) -> StartAnswers:
        """The answers with this page's."""
        return answers

    def check(self) -> bool:
        """Whether it can be left; what is wrong is said beside it."""
        return True

    def begin(self) -> None:
        """It is shown: the cursor where it belongs."""

    def main_words(self) -> str:
        """The main button's words; empty for the usual ones."""
        return ""

    def translate(self) -> None:
        """Words anew."""

    def paint_theme(self) -> None:
        """Colours anew."""


class Choices(QWidget):
    """One of a few, each with a sentence about it; the arrow keys move."""

    chosen = Signal()

    def __init__(self, context: Context, choices: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._context, self._choices = context, choices
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._about: dict[str, Text] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, _, _ in choices:
            button, about = QRadioButton(), Text("", "quiet")
            about.setWordWrap(True)
            about.setIndent(INDENT)
            about.setContentsMargins(INDENT, 0, 0, 8)
            about.setIndent(0)
            self._group.addButton(button)
            self.buttons[key], self._about[key] = button, about
            column.addWidget(button)
            column.addWidget(about)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def value(self) -> str:
        """The key of what is chosen."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), self._choices[0][0])

    def choose(self, key: str) -> None:
        """Choose by key; an unknown one is the first."""
        self.buttons.get(key, self.buttons[self._choices[0][0]]).setChecked(True)

    def focus(self) -> None:
        """The cursor on what is chosen."""
        self.buttons[self.value].setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self.chosen.emit()

    def translate(self) -> None:
        """Words anew."""
        say = self._context.say
        for key, title, about in self._choices:
            self.buttons[key].setText(say.text(title))
            self.buttons[key].setAccessibleName(say.text(title))
            self.buttons[key].setAccessibleDescription(say.text(about))
            self._about[key].setText(say.text(about))


class LanguagePage(StartPage):
    """The language, changeable at once."""

    key, question = "language", N_("Welcome. Which language do you read?")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.languages = Languages(context)
        self.about = Text("", "quiet")
        self.about.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.languages)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.about)

    def translate(self) -> None:
        self.about.setText(
            self.context.say.text(
                N_("It can be changed at any time, for each person. Enter takes you to the next page.")
            )
        )


class WantPage(StartPage):
    """A demo, a company of one's own, or one that is on a server already."""

    key, question = "want", N_("What do you want to do?")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.choices = Choices(
            context,
            (
                ("demo", N_("Try with the demo company"), N_("Ready in ten seconds. Nothing in it is real.")),
                ("own", N_("Start my company"), N_("Ten minutes to the first order. You can bring your data.")),
                ("join", N_("Join a server"), N_("The company is on a server of this office already.")),
            ),
        )
        self.choices.chosen.connect(self.ready)
        self.column.addWidget(self.choices)

    def show_answers(self, answers: StartAnswers) -> None:
        self.choices.choose(answers.want)

    def take(self, answers: StartAnswers) -> StartAnswers:
        return replace(answers, want=self.choices.value)

    def begin(self) -> None:
        self.choices.focus()

    def main_words(self) -> str:
        return N_("Make the demo company") if self.choices.value == "demo" else ""

    def translate(self) -> None:
        self.choices.translate()


class DataPage(StartPage):
    """Bring data now or later."""

    key, question = "data", N_("Do you have customers, products or orders in files?")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.choices = Choices(
            context,
            (
                ("now", N_("Yes, bring them"),
                 N_("CSV, Excel or address cards (vCard). It is looked at first, and every import can be taken back.")),
                ("later", N_("Later"), N_("The import stays in the menu, and on the Today screen.")),
            ),
        )  # fmt: skip
        self.column.addWidget(self.choices)

    def show_answers(self, answers: StartAnswers) -> None:
        self.choices.choose(answers.data)

    def take(self, answers: StartAnswers) -> StartAnswers:
        return replace(answers, data=self.choices.value)

    def begin(self) -> None:
        self.choices.focus()

    def translate(self) -> None:
        self.choices.translate()


class PhonePage(StartPage):
    """The line that a telephone program starts for each call."""

    key, question = "phone", N_("Who is calling?")

    def __init__(self, context: Context, command: str) -> None:
        super().__init__(context)
        self.about, self.later = Text("", ""), Text("", "quiet")
        self.line, self.copy = QLineEdit(command), QPushButton()
        self.line.setReadOnly(True)
        self.line.setCursorPosition(0)
        self.copy.setAutoDefault(True)
        self.copy.clicked.connect(self._copied)
        for words in (self.about, self.later):
            words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.copy)
        self.column.addWidget(self.about)
        self.column.addLayout(row)
        self.column.addWidget(self.later)

    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())
        self.copy.setText(self.context.say.text(N_("Copied")))

    def main_words(self) -> str:
        return N_("Open the company")

    def translate(self) -> None:
        say = self.context.say
        self.about.setText(
            say.text(
                N_("Let 3CX or MicroSIP start this line for every incoming call; the caller then appears by name.")
            )
        )
        self.later.setText(say.text(N_("Or later: it stands in the settings under Telephony.")))
        self.line.setAccessibleName(say.text(N_("Command line for the telephone program")))
        self.copy.setText(say.text(N_("Copy")))
        self.copy.setAccessibleName(self.copy.text())
