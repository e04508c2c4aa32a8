"""The caller card: everything about one customer on one page that never scrolls."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.desk import Desk
from app.ui.caller.blocks import ComplaintBlock, ContactsBlock, OrdersBlock, PeopleBlock, PricesBlock
from app.ui.caller.facts import Band, Facts
from app.ui.caller.header import Header
from app.ui.caller.kept import Drafts
from app.ui.caller.note import NoteBlock
from app.ui.context import Context
from app.ui.kit.labels import Text

LEAST = QSize(1000, 560)
COMPACT_BELOW = 740
"""Logical pixels of height below which lines give way to each other."""


class CardPage(QWidget):
    """Blocks stand in their places from the start; what comes later fills them."""

    def __init__(self, context: Context, drafts: Drafts) -> None:
        super().__init__()
        self.context = context
        self.desk: Desk | None = None
        self._compact: bool | None = None
        self._spare = False
        self.header, self.facts, self.band = Header(context), Facts(context), Band(context)
        self.orders, self.prices = OrdersBlock(context), PricesBlock(context)
        self.complaint, self.contacts, self.people = (
            ComplaintBlock(context),
            ContactsBlock(context),
            PeopleBlock(context),
        )
        self.note = NoteBlock(context, drafts)
        self.failure, self.unread, self.again = QFrame(), Text("", "strong", "bad"), QPushButton()
        self.failure.setProperty("kind", "card")
        self.failure.hide()
        context.broadcast.returned.connect(self._try_again)
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._left = left
        left.addWidget(self.orders, 1)
        left.addWidget(self.prices)
        left.addWidget(self.note)
        right.addWidget(self.complaint)
        right.addWidget(self.contacts, 1)
        right.addWidget(self.people)
        both = QHBoxLayout()
        both.addLayout(left, 2)
        both.addLayout(right, 1)
        line = QHBoxLayout(self.failure)
        line.addWidget(self.unread, 1)
        line.addWidget(self.again)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.failure)
        self._outer.addWidget(self.header)
        self._outer.addLayout(self.facts)
        self._outer.addWidget(self.band)
        self._outer.addLayout(both, 1)
        self._spaced = (self._outer, both, left, right)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """The small screen's form, or the usual one."""
        if compact == self._compact:
            return
        self._compact = compact
        space = 7 if compact else 10
        for layout in self._spaced:
            layout.setSpacing(space)
        side = 12 if compact else 16
        self._outer.setContentsMargins(side, space, side, space)
        for part in (self.facts, self.band, self.header, self.contacts, self.people, self.note):
            part.set_compact(compact=compact)
        self.orders.set_compact(compact=compact)
        self.prices.set_compact(compact=compact, spare=self._spare)
        # one row beside its buttons needs the whole width
        there, other = (self._outer, self._left) if compact else (self._left, self._outer)
        if there.indexOf(self.note) < 0:
            other.removeWidget(self.note)
            there.addWidget(self.note)
        self.paint()

    def set_spare(self, *, spare: bool) -> None:
        """Something above the card needs a line: the prices give theirs."""
        if spare != self._spare:
            self._spare = spare
            self.prices.set_compact(compact=bool(self._compact), spare=spare)

    def show_desk(self, desk: Desk | None) -> None:
        """A customer, or the places for one."""
        self.desk = desk
        self.failure.hide()
        card = desk.card if desk is not None else None
        self.header.show_card(card)
        self.facts.show_desk(desk)
        self.band.show_card(card)
        for block in (self.orders, self.prices, self.complaint, self.contacts, self.people):
            block.show_desk(desk)

    def put_form(self, form: QWidget) -> None:
        """A form that stands in place of orders and prices while it is open: the note stays where it is."""
        self._left.insertWidget(0, form, 1)

    def make_room(self, *, form: bool) -> None:
        """Orders and prices give way to the form, or come back."""
        self.orders.setVisible(not form)
        self.prices.setVisible(not form)

    def _try_again(self) -> None:
        """The database answers again."""
        if self.failure.isVisible():
            self.again.click()

    def show_failure(self) -> None:
        """The card could not be read; the note can be written all the same."""
        self.failure.show()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.unread.setText(say.text(N_("This card could not be read. Your note is kept.")))
        self.again.setText(say.text(N_("Try again")))
        self.show_desk(self.desk)
        self.note.translate()

    def paint(self) -> None:
        """Colours anew."""
        self.header.paint()
        self.band.paint()
        for block in (self.orders, self.prices, self.complaint, self.contacts, self.people, self.note):
            block.paint(self.context)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """That of the small form: the usual one would keep the window from becoming low."""
        return LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Low windows get the small form."""
        super().resizeEvent(event)
        self.set_compact(compact=event.size().height() < COMPACT_BELOW)
