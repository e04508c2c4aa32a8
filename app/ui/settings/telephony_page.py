"""The telephone: what to write into 3CX or MicroSIP, whether addresses reach us, and what happens when it rings."""

from decimal import Decimal
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from app.domain.calling import LINE, OPEN, POP, CallRules
from app.domain.changes import ChangeSet
from app.domain.refusal import N_
from app.queries import calls as asked
from app.services import calls
from app.ui.context import Context
from app.ui.kit.form import Form
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Card, Text
from app.ui.settings.page import PagePanel, named

_POP, _OPEN = N_("Announce it at the edge of the window"), N_("Open the card, unless somebody is writing")
FIELDS = (
    FormField("one", N_("One customer has the number"), "choice", choices=((POP, _POP), (OPEN, _OPEN)),
              section=N_("When it rings")),
    FormField("several", N_("Several customers share it"), "choice",
              choices=((POP, _POP), (OPEN, N_("Open the choice, unless somebody is writing")))),
    FormField("none", N_("Nobody has it"), "choice", choices=((POP, _POP), (LINE, N_("Only a line of words")))),
    FormField("internal_digits", N_("Numbers of the house have at most so many digits"), "number", required=True,
              least=0, places=0, section=N_("Numbers of the house")),
    FormField("internal", N_("And these"), hint=N_("For example 2000-2099, 8001"), most=400),
)  # fmt: skip
STATES = {
    "registered": (N_("mostrador:// addresses open this program."), "ok"),
    "other": (N_("mostrador:// addresses open another copy of the program."), "warn"),
    "missing": (N_("mostrador:// addresses open nothing yet."), "warn"),
    "none": (N_("mostrador:// addresses are a matter of Windows; this computer uses the command."), "quiet"),
}
TEST_NUMBER = "600000000"


class TelephonyPage(PagePanel):
    """The command can be copied, a call can be tried, rules are saved."""

    kinds = frozenset({"telephone"})
    heading = N_("Telephone")
    explained = N_("The telephone system starts this command for every call; nothing else has to be installed.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.command, self.copy = QLineEdit(), QPushButton()
        self.command.setReadOnly(True)
        self.state, self.register = Text(""), QPushButton()
        self.number, self.test = QLineEdit(TEST_NUMBER), QPushButton()
        self.number.setMaximumWidth(220)
        self._command_title, self._test_title = Text("", "section"), Text("", "section")
        self.hints = Text("", "quiet")
        self.hints.setWordWrap(True)
        self.form = Form(context, FIELDS, 2)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.head.addWidget(self.save_button)
        self._scheme = "none"
        self._lay_out()
        self.copy.clicked.connect(self.copy_command)
        self.register.clicked.connect(self.register_scheme)
        self.test.clicked.connect(self.try_call)
        self.save_button.clicked.connect(self.save)

    def _lay_out(self) -> None:
        line, state, trial = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.command, 1)
        line.addWidget(self.copy)
        state.addWidget(self.state)
        state.addWidget(self.register)
        state.addStretch(1)
        trial.addWidget(self.number)
        trial.addWidget(self.test)
        trial.addStretch(1)
        card = Card()
        card.body.setSpacing(8)
        card.body.addWidget(self._command_title)
        card.body.addLayout(line)
        card.body.addWidget(self.hints)
        card.body.addLayout(state)
        card.body.addWidget(self._test_title)
        card.body.addLayout(trial)
        self.body.addWidget(card)
        self.body.addWidget(self.form)
        self.body.addStretch(1)

    def ask(self) -> None:
        """Rules, and how addresses reach the program."""
        if not self.form.is_changed:
            self.read(asked.rules, self._arrived)
        self.context.runner.aside(self, self.context.doors.scheme, self._scheme_known, self.refused)

    def _arrived(self, rules: CallRules) -> None:
        digits = Decimal(rules.internal_digits)
        self.form.fill(rules.as_values() | {"internal": ", ".join(rules.internal), "internal_digits": digits})

    def _scheme_known(self, state: str) -> None:
        self._scheme = state
        words, tone = STATES.get(state, STATES["none"])
        self.state.setText(self.context.say.text(words))
        self.state.set_tone(tone)
        self.register.setVisible(state in ("missing", "other"))

    def copy_command(self) -> None:
        """The command into the clipboard."""
        QGuiApplication.clipboard().setText(self.command.text())
        self.told(self.context.say.text(N_("Copied.")))

    def register_scheme(self) -> None:
        """Let addresses open this program."""
        self.context.runner.aside(self, self.context.doors.register_scheme, self._registered, self.refused)

    def _registered(self, _nothing: object) -> None:
        self.context.runner.aside(self, self.context.doors.scheme, self._scheme_known, self.refused)

    def try_call(self) -> None:
        """A call as the telephone system would report it."""
        work = partial(self.context.doors.test_call, self.number.text())
        self.context.runner.aside(self, work, self._tried, self.refused)

    def _tried(self, _nothing: object) -> None:
        self.told(self.context.say.text(N_("The call was handed over; it shows at the edge of the window.")))

    def save(self) -> None:
        """The rules hold from now on, on every desk."""
        if not self.form.check():
            return
        values = self.form.values()
        parts = tuple(part.strip() for part in str(values["internal"]).replace(";", ",").split(",") if part.strip())
        rules = CallRules(
            int(str(values["internal_digits"])), parts, str(values["one"]), str(values["several"]), str(values["none"])
        )  # fmt: skip
        self.context.runner.write(self, partial(calls.set_rules, rules=rules), self._saved, self._not_saved)

    def _saved(self, _changes: ChangeSet) -> None:
        self.told(self.context.say.text(N_("Saved.")))
        self.context.runner.read(self, asked.rules, self._arrived, self.refused)

    def _not_saved(self, error: BaseException) -> None:
        self.form.refuse(error)

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        self.command.setText(self.context.doors.call_command)
        self.command.setAccessibleName(say.text(N_("Command for the telephone system")))
        self._command_title.setText(say.text(N_("Command for the telephone system")))
        self.hints.setText(
            say.text(
                N_(
                    "3CX: Settings, Integration, run an external application, with this line. MicroSIP: "
                    "cmdIncomingCall in its ini file, with %1 in place of %CallerNumber%."
                )
            )
        )
        self._test_title.setText(say.text(N_("Try it")))
        self.number.setAccessibleName(say.text(N_("Number that calls")))
        named(self.copy, say.text(N_("Copy")))
        named(self.register, say.text(N_("Register it for this user")))
        named(self.test, say.text(N_("Test call")))
        named(self.save_button, say.text(N_("Save")))
        self._scheme_known(self._scheme)
        self.form.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
