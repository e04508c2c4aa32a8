"""The desk's screens, in the order of the navigation, and what belongs to the whole window."""

from functools import partial

from app.domain.refusal import N_
from app.ui.account.panel import AccountPanel
from app.ui.calls import Calls, caller_panel
from app.ui.commands import Command
from app.ui.creating import creating
from app.ui.customers.duplicates_panel import DuplicatesPanel
from app.ui.customers.form_panel import CustomerPanel
from app.ui.customers.list_panel import CustomersPanel
from app.ui.desk import Entry, Opener
from app.ui.importing.panel import ImportPanel
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow
from app.ui.months.panel import MonthsPanel
from app.ui.orders.board_panel import BoardPanel
from app.ui.orders.editor import OrderEditor
from app.ui.orders.list_panel import OrdersPanel
from app.ui.orders.sale_panel import SalePanel
from app.ui.palette import Palette
from app.ui.products.form_panel import ProductPanel
from app.ui.products.list_panel import ProductsPanel
from app.ui.profit.panel import ProfitPanel
from app.ui.receivables.list_panel import ReceivablesPanel
from app.ui.settings.auto_backup import AutoBackup
from app.ui.settings.panel import SettingsPanel
from app.ui.setup.users import UsersPanel
from app.ui.today.panel import TodayPanel
from app.ui.today.side import beside

FIRST = "customers"


def _caller(window: MainWindow) -> Panel:
    return caller_panel(window, partial(window.context.go, "customer"))


def _customers(window: MainWindow) -> Panel:
    return CustomersPanel(window.context)


def _customer(window: MainWindow) -> Panel:
    return CustomerPanel(window.context, leave=window.back)


def _duplicates(window: MainWindow) -> Panel:
    return DuplicatesPanel(window.context)


def _orders(window: MainWindow) -> Panel:
    return OrdersPanel(window.context)


def _order(window: MainWindow) -> Panel:
    return OrderEditor(window.context)


def _sale(window: MainWindow) -> Panel:
    return SalePanel(window.context)


def _board(window: MainWindow) -> Panel:
    return BoardPanel(window.context)


def _import(window: MainWindow) -> Panel:
    return ImportPanel(window.context)


def _users(window: MainWindow) -> Panel:
    return UsersPanel(window.context)


def _products(window: MainWindow) -> Panel:
    return ProductsPanel(window.context)


def _product(window: MainWindow) -> Panel:
    return ProductPanel(window.context)


def _receivables(window: MainWindow) -> Panel:
    return ReceivablesPanel(window.context)


def _account(window: MainWindow) -> Panel:
    return AccountPanel(window.context)


def _profit(window: MainWindow) -> Panel:
    return ProfitPanel(window.context)


def _book_months(window: MainWindow) -> Panel:
    return MonthsPanel(window.context)


def _settings(window: MainWindow) -> Panel:
    return SettingsPanel(window.context)


def _today(window: MainWindow) -> Panel:
    return TodayPanel(window.context, wide=True)


ENTRIES = (
    Entry("today", N_("Today"), "today", "Alt+1", _today),
    Entry("caller", N_("Caller desk"), "caller", "Alt+2", _caller),
    Entry("customers", N_("Customers"), "customers", "Alt+3", _customers),
    Entry("customer", N_("Customer"), "person", "", _customer, listed=False),
    Entry("duplicates", N_("Duplicates"), "customers", "", _duplicates, listed=False),
    Entry("orders", N_("Orders and quotes"), "orders", "Alt+4", _orders),
    Entry("order", N_("Order"), "orders", "", _order, listed=False),
    Entry("sale", N_("Order"), "orders", "", _sale, listed=False),
    Entry("board", N_("Board"), "board", "", _board),
    Entry("import", N_("Import a file"), "import", "", _import, right="import", listed=False),
    Entry("users", N_("Users and roles"), "person", "", _users, right="manage_users", listed=False),
    Entry("products", N_("Products"), "products", "Alt+6", _products),
    Entry("product", N_("Product"), "products", "", _product, listed=False),
    Entry("receivables", N_("Receivables"), "money", "Alt+7", _receivables),
    Entry("account", N_("Account"), "money", "", _account, listed=False),
    Entry("profit", N_("Profit"), "profit", "Alt+9", _profit, right="see_profit"),
    Entry("months", N_("Book months"), "lock", "", _book_months, right="close_months"),
    Entry("settings", N_("Settings"), "settings", "", _settings),
)


def _imports(window: MainWindow) -> list[Command]:
    """A file comes in from anywhere, for who may."""
    if not window.context.may("import"):
        return []
    return [
        Command(
            "import.open", N_("Import a file"), "import", "", Opener(window, "import"),
            words="import csv excel vcard contacts",
        )
    ]  # fmt: skip


def join(window: MainWindow, calls_address: str = "") -> Calls:
    """Search and calls of a window; with an address it listens for the telephone system."""
    Palette(window)
    beside(window)
    window.commands.add(creating(window))
    AutoBackup(window.context, window)
    window.commands.add(_imports(window))
    calls = Calls(window)
    if calls_address:
        window.phone.show_state(calls.server.listen(calls_address))
    return calls
