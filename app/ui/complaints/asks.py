"""What is asked before a deed on a case: why the clock stops, who is asked for help, what is promised until when."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusal import N_, Mistake
from app.domain.typed_times import read_time
from app.ui.context import Context
from app.ui.kit.ask import AskStrip
from app.ui.kit.form import FormField
from app.ui.kit.form_fields import LineBox

LONGEST_REASON, LONGEST_WORDS = 200, 400


class TimeBox(LineBox):
    """An hour of the day."""

    def read(self, text: str) -> tuple[Any, str]:
        """The hour."""
        return (read_time(text) if text else None), ""

    def written(self, value: Any) -> str:  # noqa: ANN401 - a time
        """As it stands on a clock."""
        return f"{value:%H:%M}" if isinstance(value, time) else str(value)


_WORDS = FormField("words", N_("Why"), most=LONGEST_WORDS, wide=True)
ASKED: Mapping[str, tuple[FormField, ...]] = {
    "pause": (
        FormField("words", N_("Reason for the pause"), required=True, most=LONGEST_REASON, wide=True,
                  hint=N_("Such as: the customer sends a photo")),
    ),
    "escalate": (
        FormField("person", N_("Who is to help"), "choice", required=True, choices=((None, "–"),)),
        FormField("words", N_("What is needed"), most=LONGEST_WORDS, wide=True),
    ),
    "promise": (
        FormField("words", N_("What is promised"), required=True, most=LONGEST_WORDS, wide=True,
                  hint=N_("Such as: a call with a time")),
        FormField("day", N_("Until the day"), "day", required=True, hint=N_("5, 5/12, +3, mon")),
        FormField("time", N_("At"), required=True, hint="12:00", make=TimeBox),
    ),
    "withdraw": (FormField("words", N_("Why it is withdrawn"), required=True, most=LONGEST_WORDS, wide=True),),
    "reopen": (FormField("words", N_("Why it is opened again"), required=True, most=LONGEST_WORDS, wide=True),),
}  # fmt: skip
VERBS = {
    "pause": N_("Pause the clock"), "escalate": N_("Escalate"), "promise": N_("Note the promise"),
    "withdraw": N_("Withdraw the promise"), "reopen": N_("Open again"),
}  # fmt: skip
LEAVES = {
    "pause": N_("Let it run"), "escalate": N_("Not now"), "promise": N_("Not now"), "withdraw": N_("Keep the promise"),
    "reopen": N_("Leave it closed"),
}  # fmt: skip
QUESTIONS = {
    "pause": N_("Pause the clock of {number}"), "escalate": N_("Escalate {number}"),
    "promise": N_("A promise to the customer"), "withdraw": N_("Withdraw: {words}"),
    "reopen": N_("Open {number} again"),
}  # fmt: skip


class CaseAsks(QWidget):
    """One strip per deed, at most one of them open. ``done`` names the deed whose answers are complete."""

    done = Signal(str)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.promise_id = 0
        self.strips = {
            deed: AskStrip(context, fields, VERBS[deed], LEAVES[deed], columns=2) for deed, fields in ASKED.items()
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in self.strips.values():
            column.addWidget(strip)
            strip.done.connect(self._done)
            strip.closed.connect(self.closed)
        self.hide()

    @property
    def deed(self) -> str:
        """What is asked now; empty for nothing."""
        return next((deed for deed, strip in self.strips.items() if not strip.isHidden()), "")

    def ask(
        self, deed: str, case_id: int, *, number: str = "", words: str = "", values: dict[str, object] | None = None
    ) -> None:
        """Ask for a deed on a case."""
        self.leave()
        question = self.context.say.text(QUESTIONS[deed], number=number, words=words)
        self.show()
        self.strips[deed].ask(f"{deed}/{case_id}/{self.promise_id}", question, values or {})

    def values(self, deed: str) -> dict[str, Any]:
        """What was answered."""
        return self.strips[deed].form.values()

    def moment(self, zone: Any) -> datetime:  # noqa: ANN401 - the company's time zone
        """The moment until which something is promised."""
        values = self.values("promise")
        return datetime.combine(values["day"], values["time"], zone)

    def refuse(self, deed: str, refusal: Any) -> bool:  # noqa: ANN401 - a refusal
        """Under the field it names; promises are refused at their hour, reasons at their words."""
        form = self.strips[deed].form
        if refusal.field not in form.boxes and isinstance(refusal, Mistake):
            known = {"due_at": "day", "reason": "words", "staff_id": "person"}
            refusal.field = known.get(refusal.field or "", refusal.field)
        return form.show_refusal(refusal)

    def finish(self, deed: str) -> None:
        """It was done."""
        self.strips[deed].finish()
        self.hide()

    def leave(self) -> bool:
        """Hide what is open; whether something was."""
        deed = self.deed
        if deed:
            self.strips[deed].leave()
        self.hide()
        return bool(deed)

    def accept(self) -> bool:
        """The main key belongs to what is asked, if something is."""
        deed = self.deed
        if deed:
            self.strips[deed].accept()
        return bool(deed)

    def _done(self) -> None:
        self.done.emit(self.deed)

    def translate(self) -> None:
        """Words anew."""
        for strip in self.strips.values():
            strip.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        for strip in self.strips.values():
            strip.paint_theme()
