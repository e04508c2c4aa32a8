"""What the account screen asks before a deed: a note about an invoice, why a payment is cancelled, a period."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake
from app.queries.account_screen import NOTE_MARK
from app.services import contacts, payments
from app.services.contacts import InteractionDraft
from app.ui.context import Context
from app.ui.kit.ask import AskStrip, AskStrips
from app.ui.kit.form import FormField
from app.ui.preview import open_preview, papers

NOTE = (
    FormField("text", N_("What was said"), required=True, most=2000),
    FormField("day", N_("Ask again on"), "day"),
)
REASON = (FormField("reason", N_("Why it is cancelled"), required=True, most=400),)
PART = (FormField("part", N_("How much of the payment goes to it"), "money", required=True, least=0),)
PERIOD = (
    FormField("first", N_("From"), "day", required=True),
    FormField("last", N_("To"), "day", required=True),
)


class Asks(AskStrips):
    """Four strips; ``parted``: so much of a payment for an item."""

    parted = Signal(int, object)

    def __init__(self, context: Context) -> None:
        self.note = AskStrip(context, NOTE, N_("Keep the note"), N_("Not now"))
        self.reason = AskStrip(context, REASON, N_("Cancel payment"), N_("Keep the payment"))
        self.period = AskStrip(context, PERIOD, N_("Show statement"), N_("Not now"))
        self.part = AskStrip(context, PART, N_("Choose this amount"), N_("Not now"))
        super().__init__(context, self.note, self.reason, self.part, self.period)
        self._customer_id, self._number, self._payment_id = 0, "", 0
        self._entry_id, self._most = 0, ZERO
        self.note.done.connect(self._log)
        self.reason.done.connect(self._cancel)
        self.part.done.connect(self._part)
        self.period.done.connect(self._show)

    def ask_note(self, customer_id: int, number: str) -> None:
        """A note about a document of this customer."""
        self._customer_id, self._number = customer_id, number
        words = self.context.say.text(N_("Note about {number}"), number=number)
        self.show_strip(self.note, f"{customer_id}/{number}", words, {})

    def ask_reason(self, payment_id: int, number: str) -> None:
        """Why this payment is cancelled."""
        self._payment_id, self._number = payment_id, number
        words = self.context.say.text(N_("Cancel payment {number}"), number=number)
        self.show_strip(self.reason, str(payment_id), words, {})

    def ask_part(self, entry_id: int, number: str, most: Decimal) -> None:
        """How much of the payment goes to an open item of which ``most`` is open."""
        self._entry_id, self._most = entry_id, most
        words = self.context.say.text(N_("A part for {number}; nothing leaves it out"), number=number)
        self.show_strip(self.part, f"part/{entry_id}", words, {"part": most})

    def ask_period(self, customer_id: int, last: date) -> None:
        """The days of a statement of account."""
        self._customer_id = customer_id
        words = self.context.say.text(N_("Statement of account"))
        self.show_strip(self.period, f"{customer_id}/{last}", words, {"first": date(last.year, 1, 1), "last": last})

    def _log(self) -> None:
        values: dict[str, Any] = self.note.form.values()
        day, staff = values["day"], self.context.staff_id
        draft = InteractionDraft(
            self._customer_id, "note", f"{self._number}{NOTE_MARK}{values['text']}", staff_id=staff,
            follow_up_on=day, follow_up_staff_id=staff if day else None,
        )  # fmt: skip
        self.context.runner.write(self, partial(contacts.log, draft=draft, request=new_uid()), self._logged)

    def _logged(self, _answer: object) -> None:
        self.note.finish()
        self.context.reporter.tell(self.context.say.text(N_("The note is kept.")))

    def _cancel(self) -> None:
        reason = str(self.reason.form.values()["reason"])
        work = partial(payments.cancel, payment_id=self._payment_id, reason=reason, request=new_uid())
        self.context.runner.write(self, work, self._cancelled)

    def _cancelled(self, _answer: object) -> None:
        self.reason.finish()
        self.context.reporter.tell(self.context.say.text(N_("Payment {number} is cancelled."), number=self._number))

    def _part(self) -> None:
        amount: Decimal = self.part.form.values()["part"]
        if amount > self._most:
            text = N_("Only {open} of this invoice is open; {amount} cannot be put against it.")
            self.part.form.show_refusal(Mistake(text, field="part", open=self._most, amount=amount))
            return
        self.part.finish()
        self.parted.emit(self._entry_id, amount)

    def _show(self) -> None:
        values: dict[str, Any] = self.period.form.values()
        if values["last"] < values["first"]:
            self.period.form.show_refusal(Mistake(N_("The period ends before it begins."), field="last"))
            return
        self.period.leave()
        open_preview(self.context, papers.statement(self._customer_id, values["first"], values["last"]))
