"""The list of products: what is sold at which price, how good that price is, what is promoted."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.queries import product_list
from app.queries.product_list import ProductRow
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.columns import Column
from app.ui.kit.list_panel import ListPanel, View
from app.ui.products.columns import NAMES, columns

NEW = "new"
"""What the form is opened with for a product that is not there yet."""


class ProductsPanel(ListPanel):
    """Enter or a double click opens a product's form."""

    kinds = frozenset({"product"})
    listed = product_list.LIST
    heading = N_("Products")
    meaning = "products"
    nothing_yet = N_("Your products will be here, with their prices.")
    nothing_matches = N_("No products match ‘{filter}’.")
    nothing_in_view = N_("No products belong in this view now.")
    names = NAMES
    type_ahead = "name"
    list_name = "products"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        commands = []
        if context.may("import"):
            commands.append(Command("products.import", N_("Import"), "import", "", self.import_file))
        if context.may("change_prices"):
            commands.append(Command("products.new", N_("New product"), "add", "Ctrl+N", self.new))
        super().__init__(context, commands, parent)
        if context.may("change_prices"):
            bind_keys(self, ("Ctrl+N", self.new))

    def make_views(self) -> Sequence[View]:
        """What is sold, what to promote, what to hold back, what lacks a price or a cost, what is not sold any more."""
        return [
            View("active", N_("On sale"), "active:yes"),
            View("promote", N_("Promote"), "mark:promote active:yes"),
            View("restrict", N_("Restrict"), "mark:restrict active:yes"),
            View("no_level", N_("Without price or cost"), "level:none active:yes"),
            View("ended", N_("Not sold any more"), "active:no"),
        ]

    def make_columns(self) -> Sequence[Column[ProductRow]]:
        """Cost and margin for who may see them."""
        return columns(self.context.sees_profit)

    def enter(self, record_id: int) -> None:
        """The form."""
        self.context.go("product", record_id)

    def new(self) -> None:
        """A product that is not there yet."""
        self.context.go("product", NEW)

    def import_file(self) -> None:
        """Products from a file."""
        self.context.go("import", "products")
