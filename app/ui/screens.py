"""The desk's screens, in the order of the navigation."""

from app.domain.refusal import N_
from app.ui.customers.list_panel import CustomersPanel
from app.ui.desk import Entry
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow
from app.ui.orders.list_panel import OrdersPanel

FIRST = "customers"


def _customers(window: MainWindow) -> Panel:
    return CustomersPanel(window.context)


def _orders(window: MainWindow) -> Panel:
    return OrdersPanel(window.context, opens="caller")


ENTRIES = (
    Entry("customers", N_("Customers"), "customers", "Alt+3", _customers),
    Entry("orders", N_("Orders and quotes"), "orders", "Alt+4", _orders),
)


def join(window: MainWindow, database: str) -> None:
    """What belongs to the whole window and not to one screen."""
