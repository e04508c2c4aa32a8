"""Taking a payment: what is typed, what it would settle, and a request that books once however often it is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.payment import METHODS
from app.domain.refusal import N_, Mistake, Refusal
from app.queries import account_screen
from app.queries.account_screen import Account, CreditLine, OpenLine, Preview
from app.services import allocations, payments
from app.services.allocations import Put
from app.services.payments import Paid
from app.ui.account import words
from app.ui.account.choice import Choice
from app.ui.caller.parts import Block
from app.ui.caller.tables import RowsView
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormDraft, drafts_of
from app.ui.kit.labels import Text
from app.ui.kit.timers import once

NEW = ""
"""The source of a payment that comes in now; other sources are credits, by their entry's id."""
DELAY = 150
METHOD = "payment.method"

FIELDS = (
    FormField("source", N_("From"), "choice", choices=((NEW, N_("New payment")),)),
    FormField("amount", N_("Amount"), "money", required=True),
    FormField("on", N_("Received on"), "day", required=True),
    FormField("method", N_("Way of payment"), "choice", choices=tuple(METHODS.items())),
    FormField("reference", N_("Reference"), "text", most=60, hint=N_("Empty: a receipt number is given"), wide=True),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is on its way: of which customer, and the amount that was asked for."""

    customer_id: int
    amount: Decimal
    number: str = ""


class PaymentBox(Block):
    """Shows one customer at a time. ``taken`` says what was booked, ``unchosen`` that no invoice is chosen any more."""

    taken = Signal(object)
    unchosen = Signal()
    receipt_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__("payment", "Ctrl+2")
        self.context = context
        self.account: Account | None = None
        self.chosen = Choice()
        self.request = new_uid()
        self._suggested: Decimal | None = None
        self._sent: Sent | None = None
        self._asked = 0
        self._paid_id = 0
        self.form = Form(context, FIELDS, columns=2)
        self.table = RowsView(context, words.USES, 1)
        self.about, self.rest = Text("", "caption"), Text("", "strong")
        self.deed, self.receipt = QPushButton(), QPushButton()
        self._lay_out()
        self._later = once(self, DELAY, self.plan)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self._left)
        self.deed.clicked.connect(self.accept)
        self.receipt.clicked.connect(self._show_receipt)

    def _lay_out(self) -> None:
        self.deed.setProperty("kind", "primary")
        self.receipt.setProperty("kind", "flat")
        self.receipt.hide()
        self.about.setWordWrap(True)
        self.rest.setWordWrap(True)
        self.body.setContentsMargins(14, 0, 14, 12)
        self.body.setSpacing(8)
        self.body.addWidget(self.form)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.rest)
        self.body.addWidget(self.about)
        row = QHBoxLayout()
        row.addWidget(self.receipt)
        row.addStretch(1)
        row.addWidget(self.deed)
        self.body.addLayout(row)

    # what it is about

    def show_account(self, account: Account) -> None:
        """The account as it is now; what was typed for this customer stays or comes back."""
        fresh = self.account is None or self.account.customer_id != account.customer_id
        if fresh and self.account is not None:
            self.keep()
        self.account = account
        self.form.set_today(account.today)
        self._name_sources()
        if fresh:
            self.receipt.hide()
            self._begin()
        editable = account.as_of >= account.today
        self.form.set_editable(editable)
        self.deed.setEnabled(editable)
        self._set_fields()
        self.choose(self.chosen.among(line.id for line in account.items))

    def _name_sources(self) -> None:
        assert self.account is not None
        say = self.context.say
        credits_ = [
            (str(line.id), say.text(N_("{number}: {amount} free"), number=line.number, amount=say.money(line.free)))
            for line in self.account.credits
        ]
        self.form.set_choices("source", ((NEW, say.text(N_("New payment"))), *credits_))
        if self.form.boxes["source"].raw() == "":
            self.form.boxes["source"].show_value(NEW)

    def _begin(self) -> None:
        """Nothing typed yet, or what was typed before the program ended."""
        assert self.account is not None
        self.chosen, self.request, self._suggested = Choice(), new_uid(), None
        method = self.context.personal.get(METHOD, "transfer")
        self.form.fill({"source": NEW, "on": self.account.today, "method": method if method in METHODS else "transfer"})
        self._clear()
        draft = drafts_of(self.context).of(self._key).texts
        if draft:
            self.form.take_texts({key: text for key, text in draft.items() if key in self.form.boxes})
            self.request = UUID(draft["request"]) if draft.get("request") else self.request
            self.chosen = Choice.of_text(draft.get("chosen", ""))

    @property
    def _key(self) -> str:
        return f"payment:{self.account.customer_id}" if self.account is not None else "payment"

    def keep(self) -> None:
        """Remember what is typed, under the request that it would be sent with."""
        if self.account is None:
            return
        texts = self.form.texts()
        if texts or self.chosen:
            texts |= {"request": str(self.request), "chosen": self.chosen.text()}
        title = self.account.name
        drafts_of(self.context).put(self._key, FormDraft(title, texts, {}, datetime.now(UTC).isoformat()))

    def leave(self) -> None:
        """The screen is being left: what stands here is on the disk when this returns."""
        self.keep()
        drafts_of(self.context).write_now()

    def start(self) -> None:
        """The cursor to the amount."""
        self.form.boxes["amount"].setFocus()

    # what is chosen

    def choose(self, chosen: Choice) -> None:
        """The invoices that are to be paid; a field without an amount gets what they come to."""
        self.chosen = chosen
        amount = self.form.boxes["amount"]
        wanted = chosen.wanted(self._lines(), self._source())
        if amount.raw() == "" or (self._suggested is not None and amount.value == self._suggested):
            self._suggested = wanted or None
            amount.show_value(self._suggested)
        self.keep()
        self._later.start()

    def _lines(self) -> tuple[OpenLine, ...]:
        return self.account.items if self.account is not None else ()

    def _source(self) -> CreditLine | None:
        """The credit that is to be put against invoices; none for money that comes in now."""
        value = self.form.boxes["source"].value
        found = self.account.credits if self.account is not None else ()
        return next((line for line in found if str(line.id) == value), None)

    def parts(self, amount: Decimal) -> dict[int, Decimal]:
        """What of the amount goes to which chosen debit."""
        return self.chosen.parts(amount, self._lines(), self._source())

    def _edited(self) -> None:
        self._set_fields()
        self.keep()
        self._later.start()

    def _set_fields(self) -> None:
        """A credit that is there has its day and number already."""
        fresh = self._source() is None
        for key in ("on", "method", "reference"):
            self.form.boxes[key].set_editable(fresh and self.deed.isEnabled())
        say = self.context.say
        self.deed.setText(say.text(N_("Take payment")) if fresh else say.text(N_("Put against invoices")))
        self.deed.setAccessibleName(self.deed.text())

    def _left(self) -> None:
        drafts_of(self.context).write()
        self._later.start()

    # what it would do

    def plan(self) -> None:
        """Ask what the payment would settle."""
        amount, day = self._amount(), self.form.boxes["on"]
        if self.account is None or not amount or day.refusal is not None:
            self._clear()
            return
        if self._source() is not None:
            self._show_put(amount)
            return
        self._asked += 1
        work = partial(
            _planned, number=self._asked, customer_id=self.account.customer_id, amount=amount, on=day.value,
            chosen=self.parts(amount),
        )  # fmt: skip
        self.context.runner.read(self, work, self._planned, self._not_planned)

    def _amount(self) -> Decimal | None:
        """The amount as far as it can be read, also while it is typed."""
        box = self.form.boxes["amount"]
        try:
            found: Decimal | None = box.read(box.raw().strip())[0]
        except Mistake:
            return None
        return found

    def _planned(self, answer: tuple[int, Preview]) -> None:
        if answer[0] == self._asked and self._source() is None:
            self.show_plan(answer[1])

    def show_plan(self, plan: Preview) -> None:
        """What it would settle, what is left over, and the balance after it."""
        say = self.context.say
        self.table.rows.show_rows(words.uses(plan, say))
        balance = say.money_with_currency(plan.balance)
        if plan.unallocated:
            left = say.money_with_currency(plan.unallocated)
            self.rest.setText(
                say.text(N_("{left} stays as credit. Balance after it: {balance}"), left=left, balance=balance)
            )
        else:
            self.rest.setText(say.text(N_("Balance after it: {balance}"), balance=balance))
        if plan.booked_on != plan.on:
            text = N_("{month} is closed: the payment keeps its day and is booked on {day}.")
            month = say.month(Month.of(plan.on))
            self._tell(say.text(text, month=month, day=say.date(plan.booked_on)), "warn")
        else:
            self._tell("", "")

    def _show_put(self, amount: Decimal) -> None:
        say, parts = self.context.say, self.parts(amount)
        uses = tuple(
            account_screen.Use(line.id, line.item.entry.number, line.item.entry.due, parts[line.id],
                               line.free - parts[line.id], chosen=True)
            for line in self._lines()
            if line.id in parts
        )  # fmt: skip
        day = self.form.boxes["on"].value or date.min
        self.table.rows.show_rows(words.uses(Preview(amount, uses, ZERO, ZERO, day, day), say))
        self.rest.setText("" if parts else say.text(N_("Choose invoices with Space.")))
        self._tell("", "")

    def _not_planned(self, error: BaseException) -> None:
        self._clear()
        if isinstance(error, Refusal):
            self._tell(self.context.say.refusal(error), "bad")
        else:
            self.context.reporter.show(error, near=self)

    def _clear(self) -> None:
        self._asked += 1
        self.table.rows.show_rows([])
        self.rest.setText("")
        self._tell("", "")

    def _tell(self, text: str, tone: str) -> None:
        self.about.setText(text)
        self.about.set_tone(tone)
        self.about.setVisible(bool(text))

    # doing it

    def accept(self) -> None:
        """Take the payment, or put the credit against what is chosen; sent again it is booked once."""
        if self.account is None or self._sent is not None or not self.deed.isEnabled() or not self.form.check():
            return
        amount = self.form.boxes["amount"].value
        source = self._source()
        self.leave()
        if source is not None:
            self._sent = Sent(self.account.customer_id, amount, source.number)
            put = partial(allocations.put, credit_id=source.id, amounts=self.parts(amount), request=self.request)
            self.context.runner.write(self, put, self._was_put, self._refused)
            return
        values: dict[str, Any] = self.form.values()
        self.context.personal.put(METHOD, values["method"])
        self._sent = Sent(self.account.customer_id, amount)
        take = partial(
            payments.take, customer_id=self.account.customer_id, amount=amount, request=self.request,
            on=values["on"], method=values["method"], reference=values["reference"], allocations=self.parts(amount),
        )  # fmt: skip
        self.context.runner.write(self, take, self._was_taken, self._refused)

    def _was_taken(self, paid: Paid) -> None:
        sent = self._finish()
        say = self.context.say
        text = N_("Payment {number} of {amount} is booked.")
        told = say.text(text, number=paid.reference, amount=say.money_with_currency(paid.amount))
        back = partial(payments.cancel, payment_id=paid.payment_id, reason="undo", request=new_uid())
        self.context.undo.offer(told, back)
        if sent is not None and sent.amount != paid.amount:
            # it had been booked before the connection was lost; what was changed since is not in it
            self._tell(
                say.text(N_("It was booked before the connection was lost; later changes are not in it.")), "warn"
            )
        self._paid_id = paid.payment_id
        self.receipt.setText(say.text(N_("Receipt {number}"), number=paid.reference))
        self.receipt.setAccessibleName(self.receipt.text())
        self.receipt.show()
        self.receipt.setFocus()
        self.taken.emit(paid)

    def _was_put(self, put: Put) -> None:
        sent = self._finish()
        say = self.context.say
        number = sent.number if sent is not None else ""
        told = say.text(N_("{number} is put against the chosen invoices."), number=number)
        self.context.reporter.tell(told)
        self.taken.emit(put)

    def _finish(self) -> Sent | None:
        """It is booked: the draft goes, the next one is another request."""
        sent, self._sent = self._sent, None
        if sent is not None:
            drafts_of(self.context).drop(f"payment:{sent.customer_id}")
        if self.account is not None and sent is not None and sent.customer_id == self.account.customer_id:
            self._begin()
            self.unchosen.emit()
        return sent

    def _refused(self, error: BaseException) -> None:
        """It stays as typed, under the same request: sent again it is booked once."""
        self._sent = None
        self.form.refuse(error)

    def _show_receipt(self) -> None:
        self.receipt_wanted.emit(self._paid_id)

    # words and colours

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Payment")))
        self.form.translate()
        self.table.setAccessibleName(say.text(N_("What the payment settles")))
        if self.account is not None:
            self._name_sources()
        self._set_fields()
        self._later.start()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.paint(self.context)
        self.form.paint_theme()


def _planned(store: Any, *, number: int, customer_id: int, **values: Any) -> tuple[int, Preview]:  # noqa: ANN401
    return number, account_screen.preview(store, customer_id, values.pop("amount"), **values)
