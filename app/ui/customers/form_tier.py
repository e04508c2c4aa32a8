"""Giving a customer another tier by hand, with a reason and an end, and ending it early: a strip of the form."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QPushButton

from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Refusal
from app.domain.undoing import Undoable
from app.queries import tiers_given
from app.queries.customer import CustomerRecord
from app.queries.tiers_given import Asked, GivenTier
from app.services import tiers
from app.ui.caller.words import TIERS
from app.ui.context import Context
from app.ui.customers import tier_words
from app.ui.kit.ask import AskStrip
from app.ui.kit.form import FormField

TIER = "tier"
"""Opens the strip with the form: ``context.go("customer", (TIER, id))``."""


FIELDS = (
    FormField("tier", N_("Tier"), "choice", required=True, choices=(("", "–"), *TIERS.items())),
    FormField("until", N_("Last day"), "day", required=True),
    FormField("reason", N_("Why"), required=True, most=tiers.LONGEST_REASON),
)


class TierStrip(AskStrip):
    """For the customer of the form; ``wants`` is whose strip shall open as soon as the form shows the record."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, FIELDS, N_("Give this tier"), N_("Not now"))
        self.words.setWordWrap(True)
        self.asked: Asked | None = None
        self.wants = 0
        self._customer_id = 0
        self._request: UUID = new_uid()
        self.end = QPushButton()
        self.verbs.insertWidget(1, self.end)
        self.done.connect(self._give)
        self.end.clicked.connect(self.end_now)

    def wanted(self, record: object) -> object:
        """The record to open; of a pair with ``TIER`` the customer, whose strip is opened too."""
        self.wants = 0
        if isinstance(record, tuple) and record[:1] == (TIER,):
            self.wants = record[1]
            return record[1]
        return record

    def show_record(self, record: CustomerRecord | None) -> None:
        """The form shows somebody: the strip of another one goes."""
        customer_id = record.id if record is not None else 0
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self.leave()
        if self.wants and self.wants == customer_id:
            self.wants = 0
            self.open()

    def open(self) -> None:
        """What holds now, then the fields; for managers."""
        if self._customer_id and self.context.may("give_tiers"):
            self.context.runner.read(self, partial(tiers_given.asked, customer_id=self._customer_id), self._show)

    def _show(self, asked: Asked) -> None:
        if asked.customer_id != self._customer_id:
            return  # another one was opened meanwhile
        self.asked = asked
        given = asked.standing.given
        self.form.set_today(asked.today)
        self.end.setVisible(given is not None)
        self.ask(f"{asked.customer_id}/{given.id if given else 0}", "", _values(given, asked.today))
        self._say()

    def _say(self) -> None:
        if self.asked is not None:
            say = self.context.say
            holds = tier_words.told(self.asked.standing, say)
            about = say.text(N_("Another tier for {name}, from today."), name=self.asked.name)
            self.words.setText(f"{about}\n{holds}")

    def _give(self) -> None:
        if self.asked is None:
            return
        work = partial(
            tiers.override, customer_id=self.asked.customer_id, seen=self.asked.standing, request=self._request,
            **self.form.values(),
        )  # fmt: skip
        self.context.runner.write(self, work, self._given, self._refused)

    def _given(self, done: Undoable) -> None:
        say, values = self.context.say, self.form.values()
        words = say.text(N_("{name} has tier {tier} by hand until {day}."), name=self._name(), tier=values["tier"],
                         day=say.date(values["until"]))  # fmt: skip
        self._offer(words, done)

    def end_now(self) -> None:
        """The rule's tier from today on."""
        given = self.asked.standing.given if self.asked is not None else None
        if given is not None:
            work = partial(tiers.end, override_id=given.id, until=given.until)
            self.context.runner.write(self, work, self._ended, self._refused)

    def _ended(self, done: Undoable) -> None:
        words = self.context.say.text(N_("The tier of {name} is the one of the rule again."), name=self._name())
        self._offer(words, done)

    def _offer(self, words: str, done: Undoable) -> None:
        self._request = new_uid()
        self.finish()
        self.context.undo.offer(words, done.back)

    def _name(self) -> str:
        return self.asked.name if self.asked is not None else ""

    def _refused(self, error: BaseException) -> None:
        self.form.refuse(error)
        if isinstance(error, Refusal) and not error.values.get("again"):
            # it was not done, so that what is sent next is another deed
            self._request = new_uid()
        if isinstance(error, Conflict) and self._customer_id:
            # what was typed stays; what holds now stands above it
            self.context.runner.read(
                self, partial(tiers_given.asked, customer_id=self._customer_id), self._look_again
            )  # fmt: skip

    def _look_again(self, asked: Asked) -> None:
        self.asked = asked
        self.end.setVisible(asked.standing.given is not None)
        self._say()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        self.end.setText(self.context.say.text(N_("End it now")))
        self.end.setAccessibleName(self.end.text())
        self._say()


def _values(given: GivenTier | None, today: date) -> dict[str, Any]:
    """As it was given, to be changed; else until the end of the year, for which tiers are frozen."""
    if given is None:
        return {"tier": "", "until": date(today.year, 12, 31), "reason": ""}
    return {"tier": given.tier, "until": given.until, "reason": given.reason}
