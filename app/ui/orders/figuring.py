"""The figures of an order on every edit: sums at once, levels and margin as soon as the database has them."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.refusal import N_, Mistake
from app.queries import products
from app.queries.products import Margin, Sold
from app.ui.orders import entry as typed_orders
from app.ui.orders.cells import Column, quantity_text

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor


class Figuring(QObject):
    """Works on the editor it belongs to; late answers are dropped by their number."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self._epoch = 0

    def forget(self) -> None:
        """What is under way is about another order."""
        self._epoch += 1
        self.editor.margin = None
        self.editor.earning.forget()

    def work_out(self) -> None:
        """Sums by the arithmetic that is booked, on every edit; the margin follows from the database."""
        entry, frame, say = self.editor.entry, self.editor.frame, self.editor.context.say
        if entry is None:
            return
        lines = frame.lines
        complete = lines.first_wrong() is None
        draft = typed_orders.draft_of(entry.head, lines.draft_lines(), self.editor.typed())
        try:
            sums, nets = typed_orders.sums_of(draft, entry.head.places, complete=complete)
        except Mistake as mistake:
            if mistake.field == "discount":
                frame.totals.discount.refuse(mistake)
            else:
                self.remark(say.refusal(mistake))
            return
        discount = frame.totals.discount
        if discount.refusal is not None and discount.refusal.field == "discount":
            discount.show_value(discount.value)
        frame.totals.show_sums(sums)
        frame.payment.show_payment(entry.head, sums.gross)
        pieces = quantity_text(say, lines.pieces())
        frame.count.setText(
            say.plural(
                "{count} line · quantity {pieces}", "{count} lines · quantity {pieces}", sums.lines, pieces=pieces
            )
        )
        self._promises()
        self._ask_margin(nets)

    def _ask_margin(self, nets: tuple[Decimal, ...]) -> None:
        self._epoch += 1
        sold = tuple(
            Sold(line.product_id, line.quantity, net)
            for line, net in zip(self.editor.frame.lines.draft_lines(), nets, strict=True)
        )
        self.editor.earning.ask(sold)
        if not sold:
            self.editor.frame.totals.show_margin(None)
            return
        work = partial(_margin, lines=sold, reveal=self.editor.context.sees_profit, epoch=self._epoch)
        self.editor.context.runner.read(self, work, self._graded, self.editor.outcome.failed_to_read)

    def _graded(self, answer: tuple[int, Margin]) -> None:
        epoch, margin = answer
        if epoch != self._epoch or self.editor.entry is None:
            return
        self.editor.margin = margin
        self.editor.frame.lines.graded(list(zip(margin.levels, margin.below, strict=True)))
        self.editor.frame.totals.show_margin(margin)

    def _promises(self) -> None:
        """The first price that is not the promised one, in words."""
        lines, head = self.editor.frame.lines, self.editor.head
        if head is None:
            return
        broken = next(typed_orders.broken_promises(lines.lines, head.today), None)
        if broken is not None:
            number, line = broken
            words = lines.cells.reason(line, Column.PRICE)
            say = self.editor.context.say
            self.remark(say.text(N_("Line {line}: {words} F9 keeps the promise."), line=number, words=words), "warn")
        elif self.editor.frame.remark.property("tone") == "warn":
            self.remark("")

    def remark(self, words: str, tone: str = "info") -> None:
        """A sentence below the lines."""
        self.editor.frame.remark.setText(words)
        self.editor.frame.remark.set_tone(tone)
        hidden = self.editor.frame.view.hidden_for_customer and tone == "warn"
        self.editor.frame.remark.setVisible(bool(words) and not hidden)


def _margin(store: Any, *, lines: tuple[Sold, ...], reveal: bool, epoch: int) -> tuple[int, Margin]:  # noqa: ANN401
    """The answer with the number of its question."""
    return epoch, products.margin(store, lines, reveal=reveal)
