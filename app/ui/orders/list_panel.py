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
from app.ui.orders.columns import COLUMNS, COMMISSION, NAMES
from app.ui.orders.editor import TYPED

ENDING_DAYS = 7
"""A quote that ends within so many days is asked about now."""


class OrdersPanel(ListPanel):
    """Enter opens a draft or quote in the screen named ``opens`` and a confirmed order in its own; ``caller`` opens the
    customer's card instead.
    """

    kinds = frozenset({"order", "customer"})
    listed = orders.LIST
    heading = N_("Orders and quotes")
    meaning = "orders"
    nothing_yet = N_("Your orders and quotes will be here.")
    nothing_matches = N_("No orders match ‘{filter}’.")
    nothing_in_view = N_("No orders belong in this view now.")
    names = NAMES
    list_name = "orders"

    def __init__(
        self,
        context: Context,
        commands: Sequence[Command] = (),
        parent: QWidget | None = None,
        *,
        opens: str = "order",
    ) -> None:
        self.opens = opens
        super().__init__(
            context, commands or [Command("orders.new", N_("New order"), "add", "Ctrl+N", self.new)], parent
        )

    def new(self) -> None:
        """An order, which begins with its customer."""
        self.context.go("order", "new")

    def make_views(self) -> Sequence[View]:
        """All, what is to be delivered, what is overdue, what waits for a manager, what runs out, what is one's own."""
        return [
            View("all", N_("All")),
            View("open", N_("All open"), "open:yes", "promised"),
            View("late", N_("Late"), "late:yes", "promised"),
            View("approve", N_("To approve"), "approval:asked"),
            View("quotes", N_("Quotes ending"), f"status:quoted ends:<={ENDING_DAYS}d", "ends"),
            View("mine", N_("Mine"), "mine:yes"),
        ]

    def make_columns(self) -> Sequence[Column[OrderRow]]:
        """Cost and margin are no part of this list; commission is for who sees it, everybody's or the own."""
        return (*COLUMNS, COMMISSION) if self.context.may("own_commission") else COLUMNS

    def enter(self, record_id: int) -> None:
        """The order, or the card of who ordered."""
        row = self.model.row_of(record_id)
        record = self.model.record_at(row) if row is not None else None
        if self.opens != "caller":
            typed = record is not None and record.row is not None and record.row.status in TYPED
            self.context.go(self.opens if typed else "sale", record_id)
            return
        if record is not None and record.row is not None:
            self.context.runner.read(self, partial(lookup.find, text=record.row.customer), self._found)

    def _found(self, match: Match) -> None:
        if match.ids:
            self.context.go("caller", match.ids[0])
