"""A product at a glance, beside what is being typed; it takes no keys of its own and goes with the next one."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.queries import together
from app.queries.together import ProductCard
from app.ui.context import Context
from app.ui.kit.quick_look import Look, LookFrame
from app.ui.orders.cells import price_text, quantity_text

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor


class QuickLook(LookFrame):
    """Name, what is known about it, and when this customer bought it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.hidden_for_customer = False

    def show_card(self, card: ProductCard, beside: QRect) -> None:
        """Another product; ``beside`` is the cell it is about, in the parent's coordinates."""
        note = "" if self.hidden_for_customer else self._times(card)
        self.show_beside(Look(card.offer.name, "", self._facts(card), note), beside)

    def _facts(self, card: ProductCard) -> list[tuple[str, str]]:
        say, offer = self.context.say, card.offer
        hidden = self.hidden_for_customer
        told = offer.told if not hidden else None
        price = say.text(N_("{price} per {unit}"), price=price_text(say, told.price), unit=offer.unit) if told else ""
        facts = [
            (say.text(N_("Code")), offer.code), (say.text(N_("Category")), card.category),
            (say.text(N_("Available")), offer.availability),
            (say.text(N_("List price")), "" if offer.list_price is None else price_text(say, offer.list_price)),
            (say.text(N_("Told last")), f"{price} · {say.date(told.on)}" if told else ""),
            (say.text(N_("Level")), "" if hidden else offer.level or ""),
            (say.text(N_("Unit")), offer.unit), (say.text(N_("Barcode")), card.barcode),
            (say.text(N_("Supplier’s code")), "" if hidden else card.supplier_code),
        ]  # fmt: skip
        return [(name, value) for name, value in facts if value]

    def _times(self, card: ProductCard) -> str:
        say = self.context.say
        if not card.bought:
            return say.text(N_("Not bought by this customer yet."))
        lines = [
            " · ".join((say.date(one.on), quantity_text(say, one.quantity), price_text(say, one.price), one.order))
            for one in card.bought
        ]
        return "\n".join([say.text(N_("Bought before:")), *lines])


class Looking(QObject):
    """Works on the editor it belongs to."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self._cell = QRect()

    def look(self) -> None:
        """The product that is chosen in the look-up, else that of the line; once more hides it."""
        frame = self.editor.frame
        if frame.look.isVisible():
            frame.look.hide()
            return
        offer = frame.popup.chosen if frame.popup.isVisible() else None
        row = frame.view.currentIndex().row()
        if offer is None and 0 <= row < len(frame.lines.lines):
            offer = frame.lines.lines[row].offer
        if offer is None:
            return
        self._cell = frame.popup.row_place() if frame.popup.isVisible() else frame.view.cell_of_line()
        customer = self.editor.head.customer_id if self.editor.head is not None else None
        work = partial(_card, product_id=offer.id, customer_id=customer)
        self.editor.context.runner.read(self, work, self._show, self.editor.outcome.failed_to_read)

    def _show(self, card: ProductCard) -> None:
        self.editor.frame.look.show_card(card, self._cell)


def _card(store: Any, *, product_id: int, customer_id: int | None) -> ProductCard:  # noqa: ANN401 - the store
    return together.card(store, product_id, customer_id=customer_id)
