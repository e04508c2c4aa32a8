"""The list of orders and quotes: what was agreed with whom, when it is promised, what it comes to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.queries import lookup, orders
from app.queries.lookup import Match
from app.queries.orders import OrderRow
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.kit.columns import Column
from app.ui.kit.list_panel import ListPanel, View
from app.ui.orders.columns import COLUMNS, NAMES


class OrdersPanel(ListPanel):
    """Enter opens the screen named ``opens`` with the order; ``caller`` opens its customer's card instead."""

    kinds = frozenset({"order", "customer"})
    listed = orders.LIST
    heading = N_("Orders and quotes")
    meaning = "orders"
    nothing_yet = N_("Your orders and quotes will be here.")
    nothing_matches = N_("No orders match ‘{filter}’.")
    nothing_in_view = N_("No orders belong in this view now.")
    names = NAMES

    def __init__(
        self,
        context: Context,
        commands: Sequence[Command] = (),
        parent: QWidget | None = None,
        *,
        opens: str = "order",
    ) -> None:
        self.opens = opens
        super().__init__(context, commands, parent)

    def make_views(self) -> Sequence[View]:
        """All, what is to be delivered, what was offered, what is overdue."""
        return [
            View("all", N_("All")),
            View("open", N_("Open orders"), "open:yes", "promised"),
            View("quotes", N_("Quotes"), "status:quoted"),
            View("late", N_("Late"), "late:yes", "promised"),
        ]

    def make_columns(self) -> Sequence[Column[OrderRow]]:
        """The same for everybody: cost and margin are no part of this list."""
        return COLUMNS

    def enter(self, record_id: int) -> None:
        """The order, or the card of who ordered."""
        if self.opens != "caller":
            self.context.go(self.opens, record_id)
            return
        row = self.model.row_of(record_id)
        record = self.model.record_at(row) if row is not None else None
        if record is not None and record.row is not None:
            self.context.runner.read(self, partial(lookup.find, text=record.row.customer), self._found)

    def _found(self, match: Match) -> None:
        if match.ids:
            self.context.go("caller", match.ids[0])
