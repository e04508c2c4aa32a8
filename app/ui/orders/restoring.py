"""Drafts that are offered again: after a restart, or when another order came in between."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.domain.refusal import N_
from app.queries import products
from app.queries.ordering import StoredOrder
from app.queries.products import Offer
from app.ui.caller.words import clock_or_day
from app.ui.orders.cells import Column
from app.ui.orders.drafts import Kept
from app.ui.orders.line import Line, from_plain
from app.ui.orders.money_input import Field
from app.ui.orders.pages import WAITING
from app.ui.orders.sharing import shares_of_text, shares_text

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor


WRONG = "!"
"""Behind the name of a field: what was typed into it and was not read."""


class OpenDrafts(QObject):
    """The button with the drafts of this company that are not the one on the screen."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self.offered: list[tuple[Kept, int]] = []
        self._draft: Kept
        self._copying: StoredOrder
        editor.frame.drafts_menu.triggered.connect(self._chosen)

    def offer(self, found: list[tuple[Kept, int]]) -> None:
        """Show how many there are; none hides the button."""
        own = self.editor.entry.key if self.editor.entry is not None else ""
        self.offered = [pair for pair in found if pair[0].key != own]
        self.translate()

    def translate(self) -> None:
        """Words anew."""
        say, frame = self.editor.context.say, self.editor.frame
        words = say.plural("{count} draft", "{count} drafts", len(self.offered))
        frame.drafts.setText(words)
        frame.drafts.setAccessibleName(words)
        frame.drafts.setVisible(bool(self.offered))
        frame.drafts_menu.clear()
        for at, (draft, _) in enumerate(self.offered):
            lines = say.plural("{count} line", "{count} lines", len(draft.lines))
            when = clock_or_day(datetime.fromisoformat(draft.saved_at), say)
            # an ampersand would be taken for a key
            parts = [draft.customer, lines, when, *([say.text(WAITING)] if draft.sent else [])]
            action = frame.drafts_menu.addAction(" · ".join(parts).replace("&", "&&"))
            action.setData(at)

    def _chosen(self, action: QAction) -> None:
        self.editor.open_record(self.offered[int(action.data())])

    def fields(self) -> dict[str, str]:
        """The texts around the lines, as they are kept; what was typed wrongly stays as it was typed."""
        frame = self.editor.frame
        found = {"reference": frame.head.reference.text()}
        promised = frame.head.promised
        found["promised"] = promised.value.isoformat() if promised.value and not promised.unread else ""
        for name, field in (("discount", frame.totals.discount), ("freight", frame.totals.freight)):
            found[name] = str(field.value) if field.value and not field.unread else ""
        for name, typed in self._typed().items():
            if typed.unread:
                found[name + WRONG] = typed.text()
        found["delivery"], found["slot"] = frame.delivery.value
        found["paid"] = frame.paid.text()
        found["shares"] = shares_text(self.editor.earning.shares)
        return found

    def _typed(self) -> dict[str, Field]:
        """The fields in which something can stand that was not read."""
        frame = self.editor.frame
        return {
            "promised": frame.head.promised, "discount": frame.totals.discount, "freight": frame.totals.freight,
        }  # fmt: skip

    def fill(self, fields: Mapping[str, str]) -> None:
        """The fields of a draft into theirs; what cannot be read any more is left out."""
        frame = self.editor.frame
        frame.head.reference.show_text(fields.get("reference", ""))
        if fields.get("promised"):
            frame.head.promised.show_value(datetime.fromisoformat(fields["promised"]).date())
        for name, field in (("discount", frame.totals.discount), ("freight", frame.totals.freight)):
            if fields.get(name):
                field.show_value(Decimal(fields[name]))
        for name, typed in self._typed().items():
            if fields.get(name + WRONG):
                typed.edit.setText(fields[name + WRONG])
                typed.settle()
        frame.delivery.show_value(fields.get("delivery", ""), fields.get("slot", ""))
        frame.paid.show_text(fields.get("paid", ""))
        self.editor.earning.set_shares(shares_of_text(fields.get("shares", "")))

    def ask_offers(self, draft: Kept) -> None:
        """The products of a draft that is taken up again."""
        ids = [line["product"] for line in draft.lines if line.get("product") is not None]
        assert self.editor.head is not None
        self._draft = draft
        work = partial(products.offers, ids=ids, customer_id=self.editor.head.customer_id)
        self.editor.context.runner.read(self, work, self._restored, self.editor.outcome.failed_to_read)

    def _restored(self, offers: dict[int, Offer]) -> None:
        draft, say, frame = self._draft, self.editor.context.say, self.editor.frame
        lines = [from_plain(plain, offers, say.decimal_mark, say.places) for plain in draft.lines]
        frame.lines.show(lines, editable=True)
        self.fill(draft.fields)
        self.editor.figuring.work_out()
        frame.view.begin()
        self.editor.keeping.look()

    def ask_copy(self, order: StoredOrder) -> None:
        """The products of an order that is copied."""
        self._copying = order
        customer_id = self.editor.head.customer_id if self.editor.head is not None else None
        ids = [line.product_id for line in order.lines]
        work = partial(products.offers, ids=ids, customer_id=customer_id)
        self.editor.context.runner.read(self, work, self._copied, self.editor.outcome.failed_to_read)

    def _copied(self, offers: dict[int, Offer]) -> None:
        lines = []
        for stored in self._copying.lines:
            if stored.product_id in offers and self.editor.head is not None:
                line = Line()
                line.take(offers[stored.product_id], self.editor.head.today)
                line.quantity = stored.quantity
                if self._copying.status == "quoted":
                    line.price, line.discount = stored.unit_price, stored.discount_percent
                    line.wrong.clear()
                lines.append(line)
        typed = [line for line in self.editor.frame.lines.lines if not line.blank]
        self.editor.frame.lines.show([*typed, *lines], editable=True)
        self.editor.edited()
        self.editor.frame.view.begin()

    def ask_told(self, code: str) -> None:
        """An order that begins with a product at the price this customer was told."""
        customer_id = self.editor.head.customer_id if self.editor.head is not None else None
        work = partial(products.by_codes, codes=[code], customer_id=customer_id)
        self.editor.context.runner.read(self, work, self._told, self.editor.outcome.failed_to_read)

    def _told(self, offers: dict[str, Offer]) -> None:
        head, frame = self.editor.head, self.editor.frame
        offer = next(iter(offers.values()), None)
        if head is None or offer is None:
            words = N_("This product is not sold any more; choose another.")
            frame.strip.tell(self.editor.context.say.text(words), "info")
            return
        line = Line()
        line.take(offer, head.today)
        line.take_told()
        frame.view.close_field(keep=True)
        frame.lines.insert(0, line)
        self.editor.edited()
        frame.view.open(0, Column.QUANTITY)
