"""What is worth offering with the line that was taken last: products that customers bought together with it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.refusal import N_
from app.queries import together
from app.queries.products import Offer
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import bind_keys
from app.ui.kit.labels import Text
from app.ui.orders.cells import Column, price_text
from app.ui.orders.line import Line

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

SHOWN, SHOWN_NARROW, NARROW = 4, 3, 900
REMEMBERED = 200
GAP = 8


class OfferRow(QWidget):
    """A sentence and a few buttons; each names its key."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._icon, self.words = Text(), Text("", "strong")
        self._offered = 0
        self.buttons = [QPushButton() for _ in range(SHOWN)]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(GAP)
        row.addWidget(self._icon)
        row.addWidget(self.words)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def show_offers(self, line: int, offers: tuple[Offer, ...]) -> None:
        """Other products; none hides the row."""
        say = self.context.say
        self.words.setText(say.text(N_("Worth offering with line {line}:"), line=line))
        for at, button in enumerate(self.buttons):
            if at < len(offers):
                offer = offers[at]
                price = "" if offer.list_price is None else price_text(say, offer.list_price)
                name = button.fontMetrics().elidedText(offer.name, Qt.TextElideMode.ElideRight, 150)
                button.setText("  ".join(part for part in (name, price, f"Ctrl+{at + 1}") if part).replace("&", "&&"))
                button.setAccessibleName(f"{offer.name} {price}".strip())
                button.setToolTip(offer.name)
        self._icon.setPixmap(icon("promote", self.context.tokens.ok, 16).pixmap(16, 16))
        self._offered = len(offers)
        self.setVisible(bool(offers))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many as can be read whole; at least one."""
        room = self.width() - 24 - self._icon.sizeHint().width() - self.words.sizeHint().width() - GAP
        for at, button in enumerate(self.buttons):
            room -= button.sizeHint().width() + GAP
            button.setVisible(at < self._offered and (at == 0 or room >= 0))


class Offering(QObject):
    """Works on the editor it belongs to; answers are remembered per product and customer."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self.offers: tuple[Offer, ...] = ()
        self._known: dict[int, tuple[Offer, ...]] = {}
        self._customer_id: int | None = None
        self._asked = 0
        self._line = 0
        for at, button in enumerate(editor.frame.offers.buttons):
            bind_keys(editor, (f"Ctrl+{at + 1}", button.click))
            button.clicked.connect(self._clicked)

    def follow(self) -> None:
        """The last line with a product is what something is offered with."""
        editor = self.editor
        lines = editor.frame.lines.lines
        taken = [(row, line.offer.id) for row, line in enumerate(lines) if line.offer is not None]
        if editor.entry is None or editor.head is None or not taken:
            self.forget()
            return
        if editor.head.customer_id != self._customer_id:
            self._customer_id, self._known = editor.head.customer_id, {}
        self._line, product = taken[-1][0] + 1, taken[-1][1]
        if product in self._known:
            self._show(product)
        elif product != self._asked:
            self._asked = product
            work = partial(_with, product_id=product, customer_id=self._customer_id)
            editor.context.runner.read(self, work, self._arrived, self._silent)

    def forget(self) -> None:
        """Nothing to offer."""
        self.offers, self._asked = (), 0
        self.editor.frame.offers.hide()

    def _arrived(self, answer: tuple[int, tuple[Offer, ...]]) -> None:
        product, offers = answer
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[product] = offers
        if product == self._asked:
            self._asked = 0
            self.follow()

    def _silent(self, _error: BaseException) -> None:
        # a hint that does not come is no reason to disturb anybody
        self._asked = 0

    def _show(self, product: int) -> None:
        there = {line.offer.id for line in self.editor.frame.lines.lines if line.offer is not None}
        most = SHOWN_NARROW if self.editor.width() < NARROW else SHOWN
        self.offers = tuple(offer for offer in self._known[product] if offer.id not in there)[:most]
        self.editor.frame.offers.show_offers(self._line, self.offers)

    def _clicked(self) -> None:
        """A line with the product; the cursor is in its quantity."""
        sender, frame = self.sender(), self.editor.frame
        for button, offer in zip(frame.offers.buttons, self.offers, strict=False):
            if button is sender and frame.lines.cells.editable:
                frame.view.close_field(keep=True)
                line = Line()
                line.take(offer, frame.lines.cells.today)
                row = frame.lines.ensure_blank()
                frame.lines.insert(row, line)
                frame.view.open(row, Column.QUANTITY)
                return


def _with(store: Any, *, product_id: int, customer_id: int | None) -> tuple[int, tuple[Offer, ...]]:  # noqa: ANN401
    """The answer with its question."""
    return product_id, together.bought_with(store, product_id, customer_id=customer_id)
