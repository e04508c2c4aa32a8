"""The blocks of the caller card: open orders, prices, complaint, contacts, people."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.caller_card import CallerCard, Contacted, LastPrice, OpenOrder
from app.queries.desk import Desk, Goods
from app.ui.caller.parts import Block, Chip, IconLabel, OpenBlock
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.caller.words import (
    CHANNELS,
    CONTACT_ICONS,
    LATE,
    ORDER_STATES,
    OUTCOMES,
    PURPOSES,
    RELATIONS,
    brief,
    clock_or_day,
    named,
)
from app.ui.context import Context
from app.ui.kit.labels import Fading, Text
from app.ui.kit.showing import put_there

ORDERS = (
    Heading(N_("Order")), Heading(N_("Items"), stretch=True), Heading(N_("Status")), Heading(N_("Ordered")),
    Heading(N_("Promised")), Heading(N_("Amount"), right=True),
)  # fmt: skip
PRICES = (
    Heading(N_("Product"), stretch=True), Heading(N_("Price"), right=True), Heading(N_("When")), Heading(N_("By")),
    Heading(N_("Valid until")),
)  # fmt: skip
MOST_CONTACTS, MOST_PEOPLE, MOST_PRICES = 4, 3, 5
MOST_ORDERS = 3


class OrdersBlock(Block):
    """Open orders; Enter opens one. How the current one stands is a sentence that can be read to the caller."""

    def __init__(self, context: Context) -> None:
        super().__init__("orders", "Ctrl+1")
        self.context = context
        self.table = RowsView(context, ORDERS, MOST_ORDERS)
        self.spoken = Fading("", "quiet")
        self._orders: Sequence[OpenOrder] = ()
        self.head.insertWidget(self.head.indexOf(self.count) + 1, self.spoken, 100)
        self.body.addWidget(self.table, 1)
        self.table.selectionModel().currentChanged.connect(self._speak)
        self.table.rows.modelReset.connect(self._speak)

    def set_compact(self, *, compact: bool) -> None:
        """Lower rows."""
        self.table.set_compact(compact=compact, rows=MOST_ORDERS)

    def show_desk(self, desk: Desk | None) -> None:
        """The orders, or a line on the last one."""
        say = self.context.say
        self.heading.setText(say.text(N_("Open orders")))
        self.table.setAccessibleName(say.text(N_("Open orders")))
        self.table.rows.name_unit(5, say.currency_symbol)
        orders = self._orders = desk.card.open_orders if desk is not None else ()
        self.count.setText(str(len(orders)) if orders else "")
        self.table.say_nothing("" if desk is None or orders else self._last(desk.card, say))
        goods = desk.goods if desk is not None else {}
        self.table.rows.show_rows([self._row(order, goods.get(order.order), say) for order in orders])

    def _speak(self, *_places: object) -> None:
        """The sentence about the current order, else about the first."""
        at = max(0, self.table.currentIndex().row())
        self.spoken.setText(status_sentence(self._orders[at], self.context.say) if at < len(self._orders) else "")

    def _last(self, card: CallerCard, say: Say) -> str:
        last = card.last_order
        if last is None:
            return say.text(N_("No order yet."))
        amount = say.money_with_currency(last.gross)
        return say.text(
            N_("No open order. The last one was {order} of {day}, {amount}."),
            order=last.order, day=brief(last.on, say), amount=amount,
        )  # fmt: skip

    def _row(self, order: OpenOrder, goods: Goods | None, say: Say) -> tuple[object, Sequence[Cell]]:
        title, tone, meaning = LATE if order.late else ORDER_STATES.get(order.status, ORDER_STATES["draft"])
        lines = goods.lines if goods is not None else ()
        items = ", ".join(f"{say.number(quantity.normalize(), _places(quantity))} × {what}" for quantity, what in lines)
        promised = brief(order.promised_on, say) if order.promised_on else "–"
        full = say.date(order.promised_on) if order.promised_on else ""
        return goods.order_id if goods is not None else None, (
            Cell(order.order, "accent", strong=True, more=status_sentence(order, say)),
            Cell(items),
            Cell(say.text(title), tone, chip=True, icon=meaning),
            Cell(brief(order.on, say), "text2", more=say.date(order.on)),
            Cell(promised, "bad" if order.late else "", strong=order.late, more=full),
            Cell(say.money(order.gross), strong=True),
        )


def status_sentence(order: OpenOrder, say: Say) -> str:
    """How an order stands, in words for the telephone."""
    title = ORDER_STATES.get(order.status, ORDER_STATES["draft"])[0]
    values = {"order": order.order, "state": say.text(title)}
    if order.promised_on is None:
        return say.text(N_("{order}: {state}; no day is promised."), **values)
    day, slot = brief(order.promised_on, say), order.slot
    if order.late:
        return say.text(N_("{order}: late. It was promised for {day}."), order=order.order, day=day)
    if order.promised_on == datetime.now(say.zone).date():
        words = N_("{order}: {state}; it comes today, {slot}.") if slot else N_("{order}: {state}; it comes today.")
        if order.pick_up:
            words = N_("{order}: {state}; it can be picked up today.")
        return say.text(words, slot=slot, **values)
    if order.pick_up:
        return say.text(N_("{order}: {state}; it can be picked up from {day}."), day=day, **values)
    words = N_("{order}: {state}; promised for {day}, {slot}.") if slot else N_("{order}: {state}; promised for {day}.")
    return say.text(words, day=day, slot=slot, **values)


class PricesBlock(Block):
    """The last prices told; F9 or Enter begins an order with one: ``wanted`` carries the product's code."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("price", "Ctrl+2")
        self.context = context
        self.table = RowsView(context, PRICES, MOST_PRICES)
        self.table.opened.connect(self._begin)
        self.body.addWidget(self.table)
        self._prices: Sequence[LastPrice] = ()
        self._most = MOST_PRICES
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_compact(self, *, compact: bool, spare: bool = False) -> None:
        """One row less, and lower ones; ``spare`` gives one more away."""
        self._most = MOST_PRICES - compact - spare
        self.table.set_compact(compact=compact, rows=self._most)
        self._fill()

    def show_desk(self, desk: Desk | None) -> None:
        """The prices."""
        say = self.context.say
        self.heading.setText(say.text(N_("Last prices told")))
        self.table.setAccessibleName(say.text(N_("Last prices told")))
        self.table.rows.name_unit(1, say.currency_symbol)
        self._prices = desk.card.last_prices if desk is not None else ()
        none = desk is not None and not self._prices
        self.table.say_nothing(say.text(N_("No price was told yet.")) if none else "")
        self._fill()

    def _fill(self) -> None:
        shown = self._prices[: self._most]
        self.table.rows.show_rows([(told.product, self._row(told, self.context.say)) for told in shown])

    def begin_order(self) -> None:
        """F9: an order with the price of the current row."""
        record = self.table.current_record() or self.table.rows.record(0)
        if record is not None:
            self._begin(record)

    def _begin(self, product: object) -> None:
        self.wanted.emit(str(product))

    def _row(self, told: LastPrice, say: Say) -> Sequence[Cell]:
        full = say.date(told.valid_until) if told.valid_until else ""
        until = Cell(brief(told.valid_until, say) if told.valid_until else "–", more=full)
        if told.expired and told.valid_until:
            ended = say.text(N_("expired on {day}"), day=say.date(told.valid_until))
            until = Cell(say.text(N_("expired")), "warn", more=ended)
        places = max(say.places, _places(told.price))
        return (
            Cell(told.product_name, more=f"{told.product} · {told.product_name}"),
            Cell(say.number(told.price, places), strong=True),
            Cell(brief(told.told_on, say), more=say.date(told.told_on)),
            Cell(told.by or "–"),
            until,
        )


def _places(value: Decimal) -> int:
    """Decimals that say something."""
    return max(0, -int(value.normalize().as_tuple().exponent))


class ComplaintBlock(OpenBlock):
    """The complaint that is due first; a line when there is none. Enter or a click opens it: ``opened``."""

    opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "complaints", "Ctrl+4")
        self._first = 0
        self.entered.connect(self._open)
        self.due, self.subject, self.owner = Chip("", "warn"), Fading("", "strong"), Fading("", "quiet")
        self.marks.addWidget(self.due)
        kept = self.due.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.due.setSizePolicy(kept)
        self.body.setContentsMargins(14, 0, 14, 10)
        self.body.addWidget(self.subject)
        self.body.addWidget(self.owner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_desk(self, desk: Desk | None) -> None:
        """The first, and how many more."""
        say = self.context.say
        cases = desk.card.open_complaints if desk is not None else ()
        self.heading.setText(say.text(N_("Open complaint")))
        self.count.setText(str(len(cases)) if len(cases) > 1 else "")
        first = cases[0] if cases else None
        self._first = first.id if first is not None else 0
        self.can_open(opens=first is not None)
        self.due.setVisible(first is not None and first.due_at is not None)
        self.subject.setText(f"{first.number} · {first.subject}" if first is not None else " ")
        if desk is not None and first is None:
            self.subject.setText(say.text(N_("No open complaint.")))
        owner = first.owner if first is not None else ""
        self.owner.setText(say.text(N_("Handled by {name}"), name=owner) if owner else " ")
        if first is not None and first.due_at is not None:
            words = N_("Due since {moment}") if first.breached else N_("Due {moment}")
            self.due.setText(say.text(words, moment=clock_or_day(first.due_at, say)))
            self.due.set_tone("bad" if first.breached else "warn")
        parts = (self.heading.text(), self.subject.text(), self.due.text() if first is not None else "")
        self.setAccessibleName(", ".join(part for part in parts if part.strip()))

    def _open(self) -> None:
        self.opened.emit(self._first)


class ContactsBlock(OpenBlock):
    """The last contacts, newest first; Enter or a click opens the form with all of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "history", "Ctrl+5")
        self._most = MOST_CONTACTS
        self._talks: Sequence[Contacted] = ()
        self._none = False
        grid = QGridLayout()
        grid.setContentsMargins(14, 0, 14, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self.lines = [
            (Text("", "strong"), Fading("", "caption"), IconLabel("phone"), Text("", "")) for _ in range(MOST_CONTACTS)
        ]
        for row, (when, who, picture, note) in enumerate(self.lines):
            side = QVBoxLayout()
            side.setSpacing(0)
            side.addWidget(when)
            side.addWidget(who)
            note.setWordWrap(True)
            note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            note.setFixedHeight(2 * note.fontMetrics().lineSpacing() + 2)
            grid.addLayout(side, row, 0)
            grid.addWidget(picture, row, 1)
            grid.addWidget(note, row, 2)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def show_desk(self, desk: Desk | None) -> None:
        """The contacts."""
        say = self.context.say
        self.heading.setText(say.text(N_("Last contacts")))
        self._talks = desk.card.last_contacts if desk is not None else ()
        self._none = desk is not None and not self._talks
        self.can_open(opens=desk is not None)
        self._fill()

    def set_compact(self, *, compact: bool) -> None:
        """Three instead of four."""
        self._most = MOST_CONTACTS - 1 if compact else MOST_CONTACTS
        self._fill()

    def _fill(self) -> None:
        say = self.context.say
        for at, (when, who, picture, note) in enumerate(self.lines):
            for part in (when, who, picture, note):
                # a line keeps its place while its words are on their way
                put_there(part, there=at < self._most)
            there = at < len(self._talks)
            talk = self._talks[at] if there else None
            when.setText(clock_or_day(talk.at, say) if talk else "")
            who.setText(talk.by if talk else " ")
            words = ""
            if talk:
                words = " ".join(talk.note.split()) or named(OUTCOMES, talk.outcome, say)
                picture.show_meaning(CONTACT_ICONS.get(talk.kind, "note"))
                picture.paint(self.context)
                note.setToolTip(f"{say.moment(talk.at)}\n{talk.note}\n{named(OUTCOMES, talk.outcome, say)}")
            else:
                picture.clear()
                note.setToolTip("")
            if at == 0 and self._none:
                words = say.text(N_("No contact is noted yet."))
            note.setText(words)
        told = [" ".join(part.text() for part in (when, who, note)) for when, who, _, note in self.lines[: self._most]]
        self.setAccessibleName(
            ", ".join([self.heading.text(), *[" ".join(one.split()) for one in told if one.strip()]])
        )

    def paint(self, context: Context) -> None:
        """Colours anew."""
        super().paint(context)
        self._fill()


class PeopleBlock(OpenBlock):
    """Family and contacts, e-mail addresses, and what nobody may do; Enter or a click opens the form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "customers", "Ctrl+6")
        self._compact = False
        self.people, self.mail, self.consent = Fading("", ""), Fading("", "quiet"), Fading("", "caption")
        self.body.setContentsMargins(14, 0, 14, 10)
        for widget in (self.people, self.mail, self.consent):
            self.body.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_compact(self, *, compact: bool) -> None:
        """One line."""
        self._compact = compact
        self.mail.setVisible(not compact)
        self.consent.setVisible(not compact)
        self.body.setContentsMargins(14, 0, 14, 6 if compact else 10)

    def show_desk(self, desk: Desk | None) -> None:
        """Who belongs to them, and consent."""
        say = self.context.say
        self.heading.setText(say.text(N_("Family and contacts")))
        card = desk.card if desk is not None else None
        people = [f"{name} ({named(RELATIONS, kind, say)})" for kind, name in card.relations] if card else []
        if len(people) > MOST_PEOPLE:
            people[MOST_PEOPLE:] = [f"+{len(people) - MOST_PEOPLE}"]
        none = say.text(N_("Nobody is noted.")) if card else " "
        self.people.setText(" · ".join(people) or none)
        self.mail.setText(" · ".join(card.emails) if card and card.emails else " ")
        self._consent(card, say)
        self.can_open(opens=card is not None)
        told = (self.heading, self.people, self.mail, self.consent)
        self.setAccessibleName(", ".join(part.text() for part in told if part.text().strip()))

    def _consent(self, card: CallerCard | None, say: Say) -> None:
        if card is None:
            self.consent.setText(" ")
            return
        refused = [f"{named(PURPOSES, what, say)} {named(CHANNELS, how, say)}" for what, how in card.withdrawn]
        words = say.text(N_("Consent was withdrawn for: {list}"), list="; ".join(refused)) if refused else ""
        self.consent.setText(words or say.text(N_("No consent was withdrawn.")))
        self.consent.set_tone("warn" if refused else "")
