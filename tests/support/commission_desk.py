"""Two salespeople and a shared order, and what a test asks of the commission screen."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from app.domain.commission_plan import Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import SalesOrder
from app.services import commission_plans, invoices, payments
from tests.support.commissions import EVER, rates

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key


class People:
    """Two salespeople of one plan, paid by the customer: Diego with 36 of a shared order, Wei with 24 of it."""

    def __init__(self, store, make) -> None:
        self.diego = make.staff("S1", "Diego Ruiz", access="sales", login="diego")
        self.wei = make.staff("S2", "Wei Li", access="sales", login="wei")
        terms = Terms(rates(12, 8, 4, 1), trigger=Trigger.PAYMENT)
        self.plan = commission_plans.add(store, "Sales team", EVER, terms, request=new_uid()).plan_id
        commission_plans.assign(store, None, self.plan, EVER, request=new_uid())
        self.order = sold(store, make, [(self.diego, 60), (self.wei, 40)])


def sold(store, make, shares, *, cost="70", on=date(2026, 2, 10), price="120"):
    """Ten pieces with a contribution of 50 each, billed and paid in February."""
    order = make.order(
        make.customer("Feria Mediterránea"), (make.product("Bathrobe", price=price, cost=cost), "10", price),
        on=on, shares=shares,
    ).order_id  # fmt: skip
    with store.read() as tx:
        customer = tx.scalar(select(SalesOrder.customer_id).where(SalesOrder.id == order))
    invoices.invoice(store, order, request=new_uid(), on=on)
    payments.take(store, customer, Decimal(price) * 10, method="bank", request=new_uid(), on=date(2026, 2, 20))
    return order


def team(panel):
    return panel.frame.team.listed


def lines(panel):
    return panel.frame.sheet.listed


def texts(listed, key):
    """What a column says, row by row."""
    at = next(at for at, column in enumerate(listed.model.columns) if column.key == key)
    return [listed.model.cell(row, at).text for row in range(listed.model.rowCount())]


def buttons(panel):
    """The buttons that are offered, with the coloured one last."""
    head = panel.frame.head
    shown = [name for name, button in head.buttons.items() if not button.isHidden()]
    return [*shown, *([] if head.main.isHidden() else [head.main.accessibleName()])]


def dialog(panel, kind):
    return [one for one in panel.findChildren(kind) if one.isVisible()][-1]


def ctrl_enter(widget):
    widget.window().activateWindow()
    QTest.qWait(1)
    QTest.keyClick(widget, KEY.Key_Return, CONTROL)


def enter(listed):
    QTest.keyClick(listed.table, KEY.Key_Return)
