"""The timeline of a customer, its filters, and the box below in which the next line is written."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from app.domain.complaint_words import STATES
from app.domain.refusal import N_
from app.i18n import Say
from app.queries import customer_timeline
from app.queries.customer import CustomerRecord, Surroundings
from app.queries.customer_timeline import FILTERS, Happened
from app.services import contacts
from app.ui.caller.words import CONTACT_ICONS, ORDER_STATES, OUTCOMES, brief, clock_or_day, named
from app.ui.context import Context
from app.ui.customers.form_tab import Tab, bare_card
from app.ui.customers.form_talk import TalkBox
from app.ui.customers.timeline_view import TimeLine, TimelineView
from app.ui.customers.words import FILTERS as FILTER_WORDS
from app.ui.customers.words import TALK_KINDS, change_words
from app.ui.kit.labels import Text, Toggle

_ICONS = {"order": "orders", "case": "complaints", "price": "price", "change": "history"}
_OPENS = {"order": "order", "case": "complaint"}


def line_of(one: Happened, say: Say) -> TimeLine:
    """What happened, in words."""
    # orders and prices have a day and no hour
    dated = one.kind in ("order", "price")
    when = brief(one.at.astimezone(say.zone).date(), say) if dated else clock_or_day(one.at, say)
    if one.kind == "talk":
        return _talk(one, when, say)
    if one.kind == "order":
        status, tone, _ = ORDER_STATES.get(one.code, ORDER_STATES["draft"])
        what = " · ".join(part for part in (one.number, one.text) if part)
        money = say.money_with_currency(one.amount) if one.amount is not None else ""
        below = " · ".join(part for part in (say.text(status), money) if part)
        return TimeLine(when, "orders", what or say.text(status), below, "text2" if tone == "neutral" else tone, one)
    if one.kind == "case":
        what = f"{one.number} {one.text}".strip()
        return TimeLine(when, "complaints", what, say.text(STATES.get(one.code, one.code)), record=one)
    if one.kind == "price":
        return _price(one, when, say)
    return TimeLine(when, "history", change_words(one.code, one.text, say), one.by)


def _talk(one: Happened, when: str, say: Say) -> TimeLine:
    what = one.text or (named(OUTCOMES, one.outcome, say) if one.outcome else say.text(TALK_KINDS[one.code]))
    parts = [one.by, named(OUTCOMES, one.outcome, say) if one.outcome and one.text else ""]
    tone = "text2"
    if one.until is not None:
        day = say.date(one.until)
        step = N_("next step {day} done") if one.done else N_("next step {day}")
        parts.append(say.text(step, day=day) + (f" ({one.with_whom})" if one.with_whom else ""))
        tone = "text2" if one.done else "info"
    icon = CONTACT_ICONS.get(one.code, "note")
    return TimeLine(when, icon, what, " · ".join(part for part in parts if part), tone, one, one.text)


def _price(one: Happened, when: str, say: Say) -> TimeLine:
    price = say.money_with_currency(one.amount) if one.amount is not None else ""
    what = say.text(N_("Price told: {product} {price}"), product=one.text, price=price)
    until = say.text(N_("holds until {day}"), day=say.date(one.until)) if one.until is not None else ""
    return TimeLine(when, "price", what, " · ".join(part for part in (one.by, until) if part), record=one)


class TimelineTab(Tab):
    """All, contacts, orders, complaints or changes; Space marks a next step as done."""

    title = N_("Timeline")

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self._filter = "all"
        self._found: Sequence[Happened] = ()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(2)
        for name in FILTERS:
            button = Toggle()
            button.setChecked(name == "all")
            self._group.addButton(button)
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.list, self.empty = TimelineView(context), Text("", "quiet")
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.talk = TalkBox(context, around)
        card = bare_card()
        card.body.addLayout(row)
        card.body.addWidget(self.empty)
        card.body.addWidget(self.list, 1)
        self.page.addWidget(card, 1)
        self.page.addWidget(self.talk)
        self._group.buttonClicked.connect(self._chosen)
        self.list.opened.connect(self._open)
        self.list.spaced.connect(self._done)

    def show_record(self, record: CustomerRecord | None) -> None:
        self.talk.setEnabled(record is not None)
        self.talk.begin(record.id if record is not None else None, self.around.today)
        super().show_record(record)
        if record is None:
            self._show([])

    def ask(self) -> None:
        work = partial(customer_timeline.timeline, customer_id=self.whose, kinds=self._filter)
        self.context.runner.read(self, work, self._show, self.failed)

    def _show(self, found: Sequence[Happened]) -> None:
        self._found = found
        self.list.lines.show([line_of(one, self.context.say) for one in found])
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))

    def _chosen(self, clicked: QPushButton) -> None:
        self._filter = next(name for name, button in self._buttons.items() if button is clicked)
        self.translate()
        self.refresh()

    def _open(self, one: Happened) -> None:
        if one.kind in _OPENS:
            self.context.go(_OPENS[one.kind], one.id)

    def _done(self, one: Happened) -> None:
        if one.kind == "talk" and one.until is not None:
            finish(self.context, self, one)

    def translate(self) -> None:
        say = self.context.say
        for name, button in self._buttons.items():
            button.setText(say.text(FILTER_WORDS[name]))
        nothing = N_("Nothing happened yet. Write the first note below.")
        self.empty.setText(say.text(nothing if self._filter == "all" else N_("Nothing of this kind happened yet.")))
        self.list.setAccessibleName(say.text(N_("Timeline")))
        self.talk.translate()
        self._show(self._found)

    def paint_theme(self) -> None:
        super().paint_theme()
        self.talk.paint_theme()
        self.list.viewport().update()

    def leave(self) -> None:
        self.talk.leave()


def finish(context: Context, owner: Any, one: Happened) -> None:  # noqa: ANN401 - a widget
    """A next step is done, or is not done after all."""
    context.runner.write(owner, partial(contacts.finish_step, interaction_id=one.id, done=not one.done))
    words = N_("The next step is done.") if not one.done else N_("The next step is open again.")
    context.undo.offer(context.say.text(words), partial(contacts.finish_step, interaction_id=one.id, done=one.done))
