"""Which parts of the order screen there are: nothing yet, an order being typed, or a stored one."""

from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.refusal import N_
from app.queries.ordering import StoredOrder
from app.ui.orders import entry as typed_orders
from app.ui.orders.cells import quantity_text
from app.ui.orders.columns import STATUSES
from app.ui.orders.deeds import allowed
from app.ui.orders.frame import MAIN

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor


WAITING = N_("Waiting to send")
PLACED, LEARNING = "orders.placed", 20
"""Under which name is kept how many orders a person has typed, and after how many the keys are known."""


class Pages:
    """Works on the editor it belongs to."""

    def __init__(self, editor: "OrderEditor") -> None:
        self.editor = editor

    def show_sums(self, order: StoredOrder) -> None:
        """What a stored order came to."""
        say, frame = self.editor.context.say, self.editor.frame
        frame.totals.show_sums(typed_orders.sums_of_stored(order, say.places))
        pieces = quantity_text(say, sum((line.quantity for line in order.lines), Decimal(0)))
        frame.count.setText(
            say.plural(
                "{count} line · quantity {pieces}", "{count} lines · quantity {pieces}", len(order.lines), pieces=pieces
            )
        )

    def show(self) -> None:
        """Which widgets there are: nothing yet, an order being typed, or a stored one."""
        frame, say, order = self.editor.frame, self.editor.context.say, self.editor.order
        new = self.editor.entry is not None
        deeds = allowed(order, answers=self.editor.context.may("see_profit")) if order is not None else ()
        frame.pages.setCurrentIndex(1 if new or order is not None else 0)
        frame.title.setText(say.text(N_("Order")) if order is not None else say.text(N_("New order")))
        frame.number.setText((order.number or order.quote_number) if order is not None else "")
        self.show_status()
        main = "confirm" if new else deeds[0] if deeds and deeds[0] in MAIN else ""
        shown = {
            "discard": new, "quote": new, "print": order is not None, "copy": order is not None or new,
            "main": bool(main),
            "invoice": "invoice" in deeds and main != "invoice", "cancel": "cancel" in deeds,
        }  # fmt: skip
        for name, visible in shown.items():
            frame.buttons[name].setVisible(visible)
        copy = N_("Copy as new") if order is not None else N_("Copy from quote")
        frame.buttons["copy"].show_words(say.text(copy))
        frame.paid.setVisible(new)
        if main:
            title, frame.buttons["main"].meaning = MAIN[main]
            frame.buttons["main"].show_words(say.text(title))
            frame.paint_theme()
        frame.head.set_editable(new)
        frame.totals.set_editable(new)
        frame.delivery.set_editable(new)
        frame.pin.hide()
        placed = self.editor.context.personal.get(PLACED, 0)
        frame.show_hints(new, learning=not isinstance(placed, int) or placed < LEARNING)
        frame.view.show_told(new)

    def show_status(self) -> None:
        """How far it is, as a chip; what was sent and not answered waits to be sent again."""
        frame, say, order, entry = self.editor.frame, self.editor.context.say, self.editor.order, self.editor.entry
        status = STATUSES[order.status if order is not None else "draft"]
        waits = entry is not None and bool(entry.sent) and not self.editor.deeds.busy
        frame.status.setText(say.text(WAITING if waits else status.title))
        frame.status.set_tone("warn" if waits else status.tone)
        frame.status.setVisible(entry is not None or order is not None)

    def count_placed(self) -> None:
        """One more order of this person: after some the keys need not stand below the lines any more."""
        personal = self.editor.context.personal
        placed = personal.get(PLACED, 0)
        personal.put(PLACED, min(LEARNING, (placed if isinstance(placed, int) else 0) + 1))

    def show_block(self) -> None:
        """Why this customer cannot order, and who said so; nothing of it while the customer looks."""
        head, strip, say = self.editor.head, self.editor.frame.strip, self.editor.context.say
        if self.editor.frame.view.hidden_for_customer:
            strip.clear("blocked")
        elif head is not None and head.blocked_reason and self.editor.entry is not None and strip.isHidden():
            words = N_("This customer is blocked: {reason}. The order can be typed, not confirmed.")
            if head.blocked_by:
                words = N_("{who} blocked this customer: {reason}. The order can be typed, not confirmed.")
            strip.tell(say.text(words, reason=head.blocked_reason, who=head.blocked_by), "bad", name="blocked")

    def turn(self) -> None:
        """Hide level, last prices and credit while the customer looks, or show them again."""
        frame = self.editor.frame
        hidden = not frame.view.hidden_for_customer
        for part in (frame.view, frame.head, frame.totals, frame.payment, frame.look):
            part.hidden_for_customer = hidden
        frame.look.hide()
        frame.lines.cells.hidden_for_customer = hidden
        frame.remark.setVisible(bool(frame.remark.text()) and not hidden)
        frame.popup.told_hidden = hidden
        frame.view.fit()
        self.show_block()
        frame.totals.show_margin(self.editor.margin)
        frame.totals.show_commission(frame.totals.expected)
        if self.editor.head is not None:
            frame.head.show_head(self.editor.head)
            self.editor.figuring.work_out()
        words = N_("The screen is turned to the customer: levels, last prices and credit are hidden.")
        self.editor.context.selected.emit(self.editor.context.say.text(words) if hidden else "")
