"""The desk's screens, in the order of the navigation, and what belongs to the whole window."""

from functools import partial
from typing import TYPE_CHECKING

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.commission.badge import DisputeBadge
from app.ui.commission.booking import AutoBooking
from app.ui.creating import creating
from app.ui.customers.start import NewCustomer
from app.ui.deadlines import Deadlines
from app.ui.desk import Entry, Opener
from app.ui.key_sheet import key_commands
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow
from app.ui.palette import Palette
from app.ui.settings.auto_backup import AutoBackup
from app.ui.today.side import beside
from app.ui.who_calls import WhoCalls

if TYPE_CHECKING:
    import app.ui.calls

FIRST = "customers"


def _caller(window: MainWindow) -> Panel:
    from app.ui.calls import caller_panel

    return caller_panel(window, partial(window.context.go, "customer"))


def _customers(window: MainWindow) -> Panel:
    from app.ui.customers.list_panel import CustomersPanel

    return CustomersPanel(window.context)


def _customer(window: MainWindow) -> Panel:
    from app.ui.customers.form_panel import CustomerPanel

    return CustomerPanel(window.context, leave=window.back)


def _duplicates(window: MainWindow) -> Panel:
    from app.ui.customers.duplicates_panel import DuplicatesPanel

    return DuplicatesPanel(window.context)


def _orders(window: MainWindow) -> Panel:
    from app.ui.orders.list_panel import OrdersPanel

    return OrdersPanel(window.context)


def _order(window: MainWindow) -> Panel:
    from app.ui.orders.editor import OrderEditor

    return OrderEditor(window.context)


def _sale(window: MainWindow) -> Panel:
    from app.ui.orders.sale_panel import SalePanel

    return SalePanel(window.context)


def _board(window: MainWindow) -> Panel:
    from app.ui.orders.board_panel import BoardPanel

    return BoardPanel(window.context)


def _import(window: MainWindow) -> Panel:
    from app.ui.importing.panel import ImportPanel

    return ImportPanel(window.context)


def _users(window: MainWindow) -> Panel:
    from app.ui.setup.users import UsersPanel

    return UsersPanel(window.context)


def _products(window: MainWindow) -> Panel:
    from app.ui.products.list_panel import ProductsPanel

    return ProductsPanel(window.context)


def _product(window: MainWindow) -> Panel:
    from app.ui.products.form_panel import ProductPanel

    return ProductPanel(window.context)


def _receivables(window: MainWindow) -> Panel:
    from app.ui.receivables.list_panel import ReceivablesPanel

    return ReceivablesPanel(window.context)


def _account(window: MainWindow) -> Panel:
    from app.ui.account.panel import AccountPanel

    return AccountPanel(window.context)


def _commission(window: MainWindow) -> Panel:
    from app.ui.commission.panel import CommissionPanel

    return CommissionPanel(window.context)


def _profit(window: MainWindow) -> Panel:
    from app.ui.profit.panel import ProfitPanel

    return ProfitPanel(window.context)


def _book_months(window: MainWindow) -> Panel:
    from app.ui.months.panel import MonthsPanel

    return MonthsPanel(window.context)


def _reports(window: MainWindow) -> Panel:
    from app.ui.reports.panel import ReportsPanel

    return ReportsPanel(window.context)


def _plans(window: MainWindow) -> Panel:
    from app.ui.commission.plan_panel import PlansPanel

    return PlansPanel(window.context)


def _quality(window: MainWindow) -> Panel:
    from app.ui.complaints.quality_panel import QualityPanel

    return QualityPanel(window.context)


def _complaints(window: MainWindow) -> Panel:
    from app.ui.complaints.panel import ComplaintsPanel

    return ComplaintsPanel(window.context)


def _complaint(window: MainWindow) -> Panel:
    from app.ui.complaints.case_panel import CasePanel

    return CasePanel(window.context)


def _settings(window: MainWindow) -> Panel:
    from app.ui.settings.panel import SettingsPanel

    return SettingsPanel(window.context)


def _today(window: MainWindow) -> Panel:
    from app.ui.today.panel import TodayPanel

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
    Entry("complaints", N_("Complaints"), "complaints", "Alt+5", _complaints),
    Entry("complaint", N_("Complaint"), "complaints", "", _complaint, listed=False),
    Entry("import", N_("Import a file"), "import", "", _import, right="import", listed=False),
    Entry("users", N_("Users and roles"), "person", "", _users, right="manage_users", listed=False),
    Entry("products", N_("Products"), "products", "Alt+6", _products),
    Entry("product", N_("Product"), "products", "", _product, listed=False),
    Entry("receivables", N_("Receivables"), "money", "Alt+7", _receivables),
    Entry("account", N_("Account"), "money", "", _account, listed=False),
    Entry("commission", N_("Commission"), "commission", "Alt+8", _commission, right="own_commission"),
    Entry("profit", N_("Profit"), "profit", "Alt+9", _profit, right="see_profit"),
    Entry("months", N_("Book months"), "lock", "", _book_months, right="close_months"),
    Entry("reports", N_("Reports"), "reports", "", _reports),
    Entry("plans", N_("Commission plans"), "commission", "", _plans, right="all_commission", listed=False),
    Entry("quality", N_("Quality of complaints"), "complaints", "", _quality, listed=False),
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


def join(window: MainWindow) -> None:
    """What belongs to the whole window: search, today at the side, what can be made new, planned backups."""
    Palette(window, creates=NewCustomer(window.context) if window.knows("customer") else None)
    beside(window)
    window.commands.add(creating(window))
    AutoBackup(window.context, window)
    AutoBooking(window.context, window)
    DisputeBadge(window)
    Deadlines(window.context, window)
    window.commands.add(_imports(window))
    window.commands.add(key_commands(window))
    WhoCalls(window)


def telephone(window: MainWindow, address: str = "") -> "app.ui.calls.Calls":
    """Calls of a window; with an address it listens for the telephone system."""
    from app.ui.calls import Calls

    made = Calls(window)
    window.bind_keys()
    if address:
        window.phone.show_state(made.server.listen(address))
    return made
