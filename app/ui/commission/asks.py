"""What the commission screen asks before a deed: an adjustment, an objection, an answer to one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.services import commission_months
from app.ui.context import Context
from app.ui.kit.ask import AskStrip, AskStrips
from app.ui.kit.form import FormField

LONGEST = commission_months.LONGEST_WORDS
ADJUST = (
    FormField("amount", N_("Amount, below zero takes off"), "money", required=True),
    FormField("reason", N_("Why"), required=True, most=LONGEST),
)
DISPUTE = (FormField("words", N_("What is wrong with this line?"), required=True, most=LONGEST),)
ANSWER = (FormField("answer", N_("Answer to the salesperson"), required=True, most=LONGEST),)


def _disputed(store: Any, *, entry_id: int, words: str, request: UUID) -> ChangeSet:  # noqa: ANN401 - the store
    commission_months.dispute(store, entry_id, words, request=request)
    return ChangeSet(whole=frozenset({"commission"}))


class Asks(AskStrips):
    """Three strips. A deed keeps its identity until it succeeded: sent again after a failure it is booked once."""

    def __init__(self, context: Context) -> None:
        self.adjust = AskStrip(context, ADJUST, N_("Book the adjustment"), N_("Not now"))
        self.dispute = AskStrip(context, DISPUTE, N_("I disagree"), N_("Not now"))
        self.answer = AskStrip(context, ANSWER, N_("Send the answer"), N_("Not now"))
        super().__init__(context, self.adjust, self.dispute, self.answer)
        self._staff_id, self._name = 0, ""
        self._on: date | None = None
        self._entry_id = self._dispute_id = 0
        self._requests: dict[str, UUID] = {}
        for strip in self.strips:
            strip.words.setWordWrap(True)
        self.adjust.done.connect(self._adjust)
        self.dispute.done.connect(self._dispute)
        self.answer.done.connect(self._answer)

    def accept(self) -> bool:
        """Carry out what the open strip asks for, wherever the cursor is; false where none is open."""
        strip = self.current
        if strip is not None:
            strip.accept()
        return strip is not None

    # what is asked

    def ask_adjustment(self, staff_id: int, name: str, month: Month, into: Month, today: date) -> None:
        """An adjustment of somebody's month; ``into`` is another month where this one is closed."""
        self._staff_id, self._name = staff_id, name
        self._on = today if Month.of(today) == into else into.last if into == month else into.first
        say = self.context.say
        values = {"month": say.month(month), "next": say.month(into), "name": name}
        if into == month:
            words = say.text(N_("Adjust the commission of {name}, {month}"), **values)
        else:
            words = say.text(N_("Adjust the commission of {name}: {month} is closed; put it into {next}?"), **values)
        self.show_strip(self.adjust, f"{staff_id}/{month}", words, {})

    def ask_dispute(self, entry_id: int, line: str) -> None:
        """What is wrong with a line."""
        self._entry_id = entry_id
        words = self.context.say.text(N_("{line}: it waits until it is answered, the rest is paid"), line=line)
        self.show_strip(self.dispute, f"entry {entry_id}", words, {})

    def ask_answer(self, dispute_id: int, name: str, said: str) -> None:
        """The answer to an objection."""
        self._dispute_id = dispute_id
        words = self.context.say.text(N_("{name} says: “{words}”"), name=name, words=said)
        self.show_strip(self.answer, f"dispute {dispute_id}", words, {})

    # what is done

    def _request(self, key: str) -> UUID:
        return self._requests.setdefault(key, new_uid())

    def _adjust(self) -> None:
        values: Mapping[str, object] = self.adjust.form.values()
        amount, reason = values["amount"], str(values["reason"])
        if not isinstance(amount, Decimal) or not amount:
            text = N_("Write the amount of the adjustment.")
            self.adjust.form.show_refusal(Mistake(text, field="amount"))
            return
        work = partial(
            commission_months.adjust, staff_id=self._staff_id, amount=amount, reason=reason, on=self._on,
            request=self._request(f"adjust {self._staff_id} {self._on} {amount} {reason}"),
        )  # fmt: skip
        self.context.runner.write(self, work, self._adjusted, self._refused)

    def _adjusted(self, booked: commission_months.Booked) -> None:
        self._requests.clear()
        self.adjust.finish()
        words = N_("The adjustment of {name} is booked in {month}.")
        month = self.context.say.month(booked.month)
        self.context.reporter.tell(self.context.say.text(words, name=self._name, month=month))

    def _dispute(self) -> None:
        words = str(self.dispute.form.values()["words"])
        work = partial(_disputed, entry_id=self._entry_id, words=words, request=self._request(f"say {self._entry_id}"))
        self.context.runner.write(self, work, self._said, self._refused)

    def _said(self, _changes: object) -> None:
        self._requests.clear()
        self.dispute.finish()
        self.context.reporter.tell(self.context.say.text(N_("The line waits until it is answered; the rest is paid.")))

    def _answer(self) -> None:
        answer = str(self.answer.form.values()["answer"])
        work = partial(
            commission_months.settle, dispute_id=self._dispute_id, answer=answer,
            request=self._request(f"settle {self._dispute_id}"),
        )  # fmt: skip
        self.context.runner.write(self, work, self._settled, self._refused)

    def _settled(self, _changes: object) -> None:
        self._requests.clear()
        self.answer.finish()
        words = N_("The dispute is answered; the line is paid as it stands. Adjust it if it was wrong.")
        self.context.reporter.tell(self.context.say.text(words))

    def _refused(self, error: BaseException) -> None:
        strip = self.current
        if strip is not None:
            strip.form.refuse(error)
        else:
            self.context.reporter.show(error, near=self)
