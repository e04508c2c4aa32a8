"""What ends a case: the solution, what it cost to solve, how good our answer was, what the customer says."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.complaint_words import CHANNELS
from app.domain.refusal import N_, Mistake, Refusal
from app.queries.complaint import Case
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Text, Toggle
from app.ui.kit.offers import Offers

BEST = 5
SOLUTIONS = (
    N_("Explained"), N_("Delivered"), N_("Replaced"), N_("Credit given"), N_("Goods taken back"), N_("Repaired"),
    N_("Discount on the next order"), N_("Apology"), N_("Not justified"),
)  # fmt: skip


def _one_to_five(value: Decimal | None) -> None:
    if value is not None and not 1 <= value <= BEST:
        raise Mistake(N_("The customer's satisfaction is a whole number from 1 to 5."))


CLOSING = (
    FormField("solution", N_("Solution"), required=True, most=2000),
    FormField("cost", N_("Cost of solving"), "money", required=True, least=0),
    FormField("same_as", N_("Same cause as"), hint="CS-2026-0401", most=40),
    FormField("first_contact", N_("Solved at the first contact"), "check"),
)
SAID = (
    FormField("satisfaction", N_("Customer says, 1–5"), "number", places=0, check=_one_to_five, kept=False),
    FormField("channel", N_("Asked by"), "choice", choices=tuple(CHANNELS.items()), kept=False),
    FormField("on", N_("On"), "day", kept=False),
)


class Rating(QWidget):
    """One of five; ``rated`` brings the number."""

    rated = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._group = QButtonGroup(self)
        self.label = Text("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addStretch(1)
        for number in range(1, BEST + 1):
            button = Toggle("choice")
            button.setText(str(number))
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.idClicked.connect(self.rated)

    def show_value(self, value: int | None) -> None:
        """What was given, or nothing yet."""
        self._group.setExclusive(False)
        for number in range(1, BEST + 1):
            self._group.button(number).setChecked(number == value)
        self._group.setExclusive(True)

    def translate(self, words: str) -> None:
        """Its name."""
        self.label.setText(words)
        for number in range(1, BEST + 1):
            self._group.button(number).setAccessibleName(f"{words}: {number}")


class ClosingBox(QWidget):
    """``rated`` is the supervisor's judgement, ``said`` that the customer's was noted, ``other`` another case."""

    rated = Signal(int)
    said = Signal()
    other = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: Case | None = None
        self.heading = Text("", "strong")
        self.form, self.answer = Form(context, CLOSING, 2), Form(context, SAID, 3)
        self.keeper = FormKeeper(self.form)
        self.quality, self.note = Rating(context), QPushButton()
        self.same = QPushButton()
        self.same.setProperty("kind", "flat")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.form, self.same, self.quality, self.answer):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.note)
        row.addStretch(1)
        column.addLayout(row)
        editor = self.form.boxes["solution"].editor
        assert isinstance(editor, QLineEdit)
        self._known = QStringListModel(self)
        Offers(self._known, editor)
        self.quality.rated.connect(self.rated)
        self.note.clicked.connect(self.said)
        self.same.clicked.connect(self._same)

    def show_case(self, case: Case) -> None:
        """A case; what somebody typed stays while it is the same one and open."""
        fresh = self.case is None or self.case.id != case.id or self.case.closed != case.closed
        if fresh and self.case is not None and not self.case.closed and self.case.id != case.id:
            self.keeper.leave()
        self.case = case
        if fresh:
            self.form.fill(self._values(case))
            self.keeper.begin("" if case.closed else f"case-close:{case.id}", case.number)
        self.form.set_editable(not case.closed)
        self.form.boxes["cost"].setVisible(not case.closed or case.cost is not None)
        self.same.setVisible(case.same_as is not None)
        self.quality.setVisible(self.context.may("judge_answers"))
        self.quality.setEnabled(case.closed)
        self.quality.show_value(case.quality)
        # satisfaction is asked when the case is over
        for widget in (self.answer, self.note):
            widget.setVisible(case.closed)
        self.answer.set_today(case.now.astimezone(self.context.say.zone).date())
        if not self.answer.is_changed or fresh:
            self.answer.fill(self._said(case))
        self._name()

    @staticmethod
    def _values(case: Case) -> dict[str, Any]:
        return {
            "solution": case.solution, "cost": case.cost, "first_contact": bool(case.first_contact),
            "same_as": case.same_as.number if case.same_as is not None else "",
        }  # fmt: skip

    def _said(self, case: Case) -> dict[str, Any]:
        rated = Decimal(case.satisfaction) if case.satisfaction is not None else None
        today = case.now.astimezone(self.context.say.zone).date()
        channel = case.satisfaction_channel or (case.channel if case.channel in CHANNELS else "phone")
        return {"satisfaction": rated, "channel": channel, "on": case.satisfaction_on or today}

    def refuse(self, error: BaseException) -> bool:
        """Under the field it names."""
        if not isinstance(error, Refusal):
            return False
        field = {"same_as_id": "same_as"}.get(error.field or "", error.field)
        error.field = field
        return self.form.show_refusal(error)

    def refuse_said(self, error: BaseException) -> bool:
        """The same for what the customer says."""
        if not isinstance(error, Refusal):
            return False
        error.field = {"value": "satisfaction"}.get(error.field or "", error.field)
        return self.answer.show_refusal(error)

    def _same(self) -> None:
        if self.case is not None and self.case.same_as is not None:
            self.other.emit(self.case.same_as.id)

    def leave(self) -> None:
        """What is typed goes to the disk."""
        if self.case is not None and not self.case.closed:
            self.keeper.leave()

    def _name(self) -> None:
        say, case = self.context.say, self.case
        closed = case is not None and case.closed
        self.heading.setText(say.text(N_("How it was closed") if closed else N_("Closing this case")))
        if case is not None and case.same_as is not None:
            words = say.text(N_("Same cause as {number}"), number=case.same_as.number)
            self.same.setText(words)
            self.same.setAccessibleName(words)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.form.translate()
        self.answer.translate()
        label = self.form.boxes["cost"].label
        label.setText(f"{say.text(N_('Cost of solving'))}, {say.currency_symbol}")
        self._known.setStringList([say.text(words) for words in SOLUTIONS])
        self.quality.translate(say.text(N_("Quality of our answer")))
        words = say.text(N_("Note the customer's answer"))
        self.note.setText(words)
        self.note.setAccessibleName(words)
        self._name()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.answer.paint_theme()
