"""The blocks of the caller card: open orders, prices, complaint, contacts, people."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.caller_card import CallerCard, Contacted, LastPrice, OpenOrder
from app.queries.desk import Desk, Goods
from app.ui.caller.parts import Block, Chip, IconLabel
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
from app.ui.kit.focus import ring_card
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
    """Open orders; Enter opens one."""

    def __init__(self, context: Context) -> None:
        super().__init__("orders", "Ctrl+1")
        self.context = context
        self.table = RowsView(context, ORDERS, MOST_ORDERS)
        self.body.addWidget(self.table, 1)

    def set_compact(self, *, compact: bool) -> None:
        """Lower rows."""
        self.table.set_compact(compact=compact, rows=MOST_ORDERS)

    def show_desk(self, desk: Desk | None) -> None:
        """The orders, or a line on the last one."""
        say = self.context.say
        self.heading.setText(say.text(N_("Open orders")))
        self.table.setAccessibleName(say.text(N_("Open orders")))
        self.table.rows.name_unit(5, say.currency_symbol)
        orders = desk.card.open_orders if desk is not None else ()
        self.count.setText(str(len(orders)) if orders else "")
        self.table.say_nothing("" if desk is None or orders else self._last(desk.card, say))
        goods = desk.goods if desk is not None else {}
        self.table.rows.show_rows([self._row(order, goods.get(order.order), say) for order in orders])

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
            Cell(order.order, "accent", strong=True),
            Cell(items),
            Cell(say.text(title), tone, chip=True, icon=meaning),
            Cell(brief(order.on, say), "text2", more=say.date(order.on)),
            Cell(promised, "bad" if order.late else "", strong=order.late, more=full),
            Cell(say.money(order.gross), strong=True),
        )


class PricesBlock(Block):
    """The last prices told."""

    def __init__(self, context: Context) -> None:
        super().__init__("price", "Ctrl+2")
        self.context = context
        self.table = RowsView(context, PRICES, MOST_PRICES)
        self.body.addWidget(self.table)
        self._prices: Sequence[LastPrice] = ()
        self._most = MOST_PRICES
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_compact(self, *, compact: bool) -> None:
        """One row less, and lower ones."""
        self._most = MOST_PRICES - 1 if compact else MOST_PRICES
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
        self.table.rows.show_rows([(None, self._row(told, self.context.say)) for told in shown])

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


class ComplaintBlock(Block):
    """The complaint that is due first; a line when there is none. Enter or a click opens it: ``opened``."""

    opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__("complaints")
        self.context = context
        self._first = 0
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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first is not None else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if first is not None else Qt.CursorShape.ArrowCursor)
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click opens the case."""
        if self._first and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self._first)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """So does Enter."""
        if self._first and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self._first)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The card, and the ring of the focus."""
        super().paintEvent(event)
        ring_card(self, self.context.tokens)


class ContactsBlock(Block):
    """The last contacts, newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__("history")
        self.context = context
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

    def paint(self, context: Context) -> None:
        """Colours anew."""
        super().paint(context)
        self._fill()


class PeopleBlock(Block):
    """Family and contacts, e-mail addresses, and what nobody may do."""

    def __init__(self, context: Context) -> None:
        super().__init__("customers")
        self.context = context
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

    def _consent(self, card: CallerCard | None, say: Say) -> None:
        if card is None:
            self.consent.setText(" ")
            return
        refused = [f"{named(PURPOSES, what, say)} {named(CHANNELS, how, say)}" for what, how in card.withdrawn]
        words = say.text(N_("Consent was withdrawn for: {list}"), list="; ".join(refused)) if refused else ""
        self.consent.setText(words or say.text(N_("No consent was withdrawn.")))
        self.consent.set_tone("warn" if refused else "")
