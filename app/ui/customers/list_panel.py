"""The list of customers: who, where, tier, what they owe, when somebody last spoke with them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.queries.customer_line import CustomerRow
from app.queries.customer_list import CUSTOMERS
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.customers.bulk import BulkEdit
from app.ui.customers.columns import NAMES, columns
from app.ui.customers.start import CustomerStart
from app.ui.keys import bind_keys
from app.ui.kit.columns import Column
from app.ui.kit.list_panel import ListPanel, View


class CustomersPanel(ListPanel):
    """Enter or a double click opens the caller card of a customer."""

    kinds = frozenset({"customer", "account", "tier", "order", "interaction"})
    contents = frozenset({"account"})
    listed = CUSTOMERS
    heading = N_("Customers")
    meaning = "customers"
    nothing_yet = N_("Your customers will be here.")
    nothing_matches = N_("No customers match ‘{filter}’.")
    nothing_in_view = N_("No customers belong in this view now.")
    names = NAMES
    type_ahead = "name"
    list_name = "customers"

    def __init__(self, context: Context, commands: Sequence[Command] = (), parent: QWidget | None = None) -> None:
        own = [Command("customers.new", N_("New customer"), "add", "Ctrl+N", self.new)]
        if context.may("import"):
            own.insert(0, Command("customers.import", N_("Import"), "import", "", self.import_file))
        super().__init__(context, commands or own, parent)
        bind_keys(self, ("Ctrl+N", self.new))

    def new(self) -> None:
        """An empty form."""
        self.context.go("customer", CustomerStart())

    def import_file(self) -> None:
        """Customers from a file."""
        self.context.go("import", "customers")

    def make_views(self) -> Sequence[View]:
        """All, mine (for who sells), the best, the neglected."""
        mine = self.context.user.replace('"', "")
        return [
            View("active", N_("All active"), "active:yes"),
            *([View("mine", N_("My customers"), f'salesperson:"{mine}" active:yes')] if self._sells(mine) else []),
            View("tier_a", N_("Tier A"), "tier:A active:yes"),
            View("silent", N_("No contact for 60 days"), "last:<-60d active:yes"),
            View("birthdays", N_("Birthdays this month"), "birthday:month active:yes"),
        ]

    def _sells(self, name: str) -> bool:
        return bool(name) and self.context.staff_id is not None

    def make_columns(self) -> Sequence[Column[CustomerRow]]:
        """Contribution for managers only."""
        return columns(self.context.sees_profit)

    def make_bulk(self) -> Sequence[Command]:
        """Salesperson, tags, days to pay, active or not, for all selected customers."""
        self.bulk = BulkEdit(self)
        return self.bulk.commands()

    def enter(self, record_id: int) -> None:
        """The caller card."""
        self.context.go("caller", record_id)
