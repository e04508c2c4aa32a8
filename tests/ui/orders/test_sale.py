"""A confirmed order in somebody's hands: parts, bills, payments, returns; refusals say why, and who was faster."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.models import Audit, Customer, Delivery, GoodsReturn, Invoice, Payment, SalesOrder
from app.queries.sale import sale
from app.services import deliveries
from app.store.session import Actor
from app.ui.orders.sale_lines import Column
from app.ui.orders.sale_panel import SalePanel
from tests.support.widgets import lets_go

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
D = Decimal


class Hands:
    """Types into whatever has the focus."""

    def __init__(self, panel):
        self.panel = panel
        self.frame = panel.frame

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        # a field takes its Enter a moment later
        QApplication.processEvents()

    def main(self):
        self.press(Key.Key_Return, CTRL)

    @property
    def strip(self):
        return "" if self.frame.strip.isHidden() else self.frame.strip.words.text()

    def column(self, column):
        model = self.frame.lines
        return [model.data(model.index(row, column)) for row in range(model.rowCount())]


@pytest.fixture
def order(make, marta, goods):
    """Ten towels, two chairs."""
    return make.order(marta, (goods["TX-0610"], "10", "10", "0", "21"), (goods["FU-1120"], "2", "200", "0", "21"))


@pytest.fixture
def hands(context, qtbot):
    panel = SalePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1200, 760)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return Hands(panel)


def rows(store, *columns):
    with store.read() as tx:
        return [tuple(row) for row in tx.all(select(*columns).order_by(columns[0]))]


def test_the_natural_next_step_is_one_key_from_delivery_to_payment(store, hands, order):
    hands.panel.open_record(order.order_id)
    assert "Deliver all" in hands.frame.main.text()
    hands.main()
    assert hands.strip == "Delivery D-2026-00001 made."
    hands.main()
    assert hands.strip == "Invoice F-2026-00001 written."
    hands.main()
    amount = hands.frame.asks["pay"].form.boxes["amount"]
    assert (amount.value, hands.panel.deed) == (D("605.00"), "pay")
    assert amount.editor.hasSelectedText(), "what is typed takes the place of what is proposed"
    hands.main()
    assert hands.strip == "Payment RC-2026-00001 taken."
    assert hands.frame.main.isHidden()
    assert rows(store, Payment.amount, Payment.method) == [(D("605.00"), "transfer")]
    found = sale(store, order.order_id)
    assert (found.open, found.invoiced) == (0, D("605.00"))
    assert [paper.kind for paper in found.papers] == ["delivery", "invoice", "payment"]


def test_a_part_leaves_by_keyboard_and_what_is_too_much_stays_with_its_reason(store, hands, order):
    hands.panel.open_record(order.order_id)
    hands.press(Key.Key_1, CTRL)
    assert hands.column(Column.NOW) == ["10", "2"]
    field = QApplication.focusWidget()
    assert field.alignment() & Qt.AlignmentFlag.AlignRight, "it is written where the figure stood"
    assert "Deliver now" in field.accessibleName()
    hands.type("11")
    hands.press(Key.Key_Return)
    hands.main()
    assert hands.strip == "At most 10 are left of this line."
    assert rows(store, Delivery.number) == []
    hands.type("4")
    hands.press(Key.Key_Return)
    hands.type("0")
    hands.main()
    assert hands.strip == "Delivery D-2026-00001 made."
    assert hands.column(Column.DELIVERED) == ["4", "0"]
    model = hands.frame.lines
    assert model.second_of(model.lines[0], Column.DELIVERED) == "6 to go"
    assert rows(store, SalesOrder.status) == [("in_progress",)]


def test_goods_come_back_and_money_is_given_with_a_reason(store, hands, order):
    hands.panel.open_record(order.order_id)
    hands.main()
    hands.main()
    hands.press(Key.Key_4, CTRL)
    assert hands.frame.asks["return"].form.boxes["reason"].refusal is None, "nobody was asked for it yet"
    hands.type("2")
    hands.main()
    assert hands.frame.asks["return"].form.errors() == ["reason"]
    hands.type("Colour faded")
    hands.main()
    assert hands.strip.startswith("Return R")
    assert "Credit note" in hands.strip
    hands.press(Key.Key_5, CTRL)
    hands.press(Key.Key_Down)
    hands.frame.view.write_in(1)
    hands.type("50,5")
    hands.press(Key.Key_Return)
    hands.type("A scratch")
    hands.main()
    assert rows(store, GoodsReturn.id, GoodsReturn.kind, GoodsReturn.reason) == [
        (1, "goods", "Colour faded"), (2, "money", "A scratch"),
    ]  # fmt: skip
    credited = rows(store, Invoice.id, Invoice.kind, Invoice.net)
    assert [row[1:] for row in credited] == [
        ("invoice", D("500.00")), ("credit_note", D("20.00")), ("credit_note", D("50.50")),
    ]  # fmt: skip
    assert hands.column(Column.RETURNED) == ["2", "0"]


def test_a_cancellation_says_why_and_escape_keeps_the_order(store, hands, order):
    hands.panel.open_record(order.order_id)
    hands.press(Key.Key_6, CTRL)
    hands.press(Key.Key_Escape)
    assert hands.panel.deed == ""
    hands.press(Key.Key_6, CTRL)
    hands.main()
    assert rows(store, SalesOrder.status) == [("confirmed",)]
    hands.type("Bought elsewhere")
    hands.main()
    assert rows(store, SalesOrder.status, SalesOrder.cancelled_reason) == [("cancelled", "Bought elsewhere")]
    assert hands.strip == "The order was cancelled."
    assert [name for name, button in hands.frame.buttons.items() if not button.isHidden()] == []


def test_who_was_faster_is_said_with_name_and_time(store, make, clock, hands, order):
    clock.day = datetime.now(UTC).astimezone(store.zone).date()
    make.staff(name="Nuria Vidal", login="nuria", access="front_desk")
    hands.panel.open_record(order.order_id)
    hands.press(Key.Key_1, CTRL)
    hands.press(Key.Key_Return)
    line = hands.panel.sale.lines[0].id
    mine, store.actor = store.actor, Actor("nuria")
    deliveries.deliver(store, order.order_id, {line: D(6)}, request=new_uid())
    store.actor = mine
    hands.main()
    assert hands.strip.startswith("4 left: Nuria Vidal delivered 6 at ")
    assert "(D-" in hands.strip
    assert hands.column(Column.NOW)[0] == "4"
    hands.main()
    assert "made" in hands.strip


def test_who_pays_in_advance_pays_before_it_leaves(store, hands, marta, order):
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == marta).values(payment_days=0))
    hands.panel.open_record(order.order_id)
    assert "Take payment" in hands.frame.main.text()
    hands.press(Key.Key_1, CTRL)
    hands.main()
    assert hands.strip.startswith("Not paid, and this customer pays in advance")
    hands.frame.strip.buttons[0].click()
    assert hands.panel.deed == "pay"
    hands.main()
    hands.main()
    assert rows(store, Delivery.number) == [("D-2026-00001",)]


def test_every_deed_is_on_the_trail_with_time_and_person(store, hands, order):
    hands.panel.open_record(order.order_id)
    hands.main()
    hands.main()
    assert [row[1:] for row in rows(store, Audit.id, Audit.action, Audit.created_by) if row[1] != "paid"][-3:] == [
        ("confirmed", "tester"), ("delivered", "tester"), ("invoiced", "tester"),
    ]  # fmt: skip
    words = hands.frame.trail._words.text()
    assert "tester · Invoiced · F-2026-00001" in words


def test_the_model_keeps_the_rules_and_the_screen_lets_go(context, hands, order):
    tester = QAbstractItemModelTester(hands.frame.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    hands.panel.open_record(order.order_id)
    hands.press(Key.Key_1, CTRL)
    model = hands.frame.lines
    sentence = model.data(model.index(0, Column.NOW), Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == "Line 1, Deliver now: 10"
    assert tester is not None
    assert lets_go(lambda: SalePanel(context))
