"""What an order brings to whom, as each role sees it, and orders that several people sold."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.domain.commission_plan import Terms, Trigger
from app.models import OrderShare
from app.store.session import Actor
from app.ui.orders.editor import OrderEditor
from app.ui.orders.sale_panel import SalePanel
from tests.support.commissions import agree, rates
from tests.ui.orders.hands import CTRL, SHIFT, Hands


@pytest.fixture
def people(store, make):
    """Two salespeople with the plan of four levels."""
    agree(store, Terms(rates(12, 8, 4, 1), trigger=Trigger.PAYMENT))
    return make.staff(name="Ana"), make.staff(name="Wei")


@pytest.fixture
def opened(context, qtbot, store, goods, people, make):
    def open_(access: str, staff_id=None) -> Hands:
        store.actor = Actor("somebody", access=access, staff_id=staff_id)
        context.access, context.staff_id = access, staff_id
        editor = OrderEditor(context)
        qtbot.addWidget(editor)
        editor.resize(1200, 760)
        with qtbot.waitActive(editor):
            editor.show()
            editor.activateWindow()
        editor.open_record(("new", customer))
        return Hands(editor)

    customer = make.customer("Marta", salesperson_id=people[0])
    return open_


def everything_shown(editor) -> str:
    """Every text, tooltip and sentence for screen readers of the lines and the totals."""
    model, roles = editor.frame.lines, Qt.ItemDataRole
    cells = [
        str(model.data(model.index(row, column), role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole, int(roles.UserRole) + 1)
    ]
    totals = editor.frame.totals
    return " ".join([*cells, totals.commission.text(), totals.commission_parts.text()])


def test_each_role_sees_its_own(opened, people):
    hands = opened("sales", people[0])
    hands.enter("TX-0610", "10")
    totals = hands.editor.frame.totals
    assert totals.commission.text() == "Your commission ≈ 5.23\xa0€ when paid"
    assert "≈ 5.23" in everything_shown(hands.editor)
    assert totals.commission_parts.text() == ""
    hands.press(Qt.Key.Key_H, CTRL | SHIFT)
    assert "5.23" not in everything_shown(hands.editor)
    hands = opened("manager")
    hands.enter("TX-0610", "10")
    assert hands.editor.frame.totals.commission.text() == "Commission 5.23\xa0€ · 12.0% of the contribution"
    assert "12% · 5.23" in everything_shown(hands.editor)
    hands = opened("front_desk", people[0])
    hands.enter("TX-0610", "10")
    assert hands.editor.frame.totals.expected is None
    assert all(line.commission is None for line in hands.lines)
    assert "5.23" not in everything_shown(hands.editor)
    assert hands.editor.frame.head.split.isHidden()
    hands = opened("sales", people[1])
    hands.enter("TX-0610", "10")
    assert hands.editor.frame.totals.expected is None


def test_an_order_is_split_and_its_parts_total_100_percent(store, opened, people):
    hands = opened("sales", people[0])
    hands.enter("TX-0610", "10")
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)
    strip = hands.editor.frame.shares
    strip.rows[0].percent.setFocus()
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("60")
    hands.press(Qt.Key.Key_Insert)
    assert strip.rows[1].percent.text() == "40"
    strip.rows[1].person.setCurrentIndex(strip.rows[1].person.findData(people[1]))
    strip.rows[1].percent.setFocus()
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("50")
    assert (strip.total.text(), strip.total.property("tone")) == ("Total 110 %", "bad")
    hands.confirm()
    assert strip.wrong.text() == "The salespeople's shares total 110 %; they must total 100 %."
    with store.read() as tx:
        assert tx.all(select(OrderShare.order_id)) == []
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("40")
    hands.press(Qt.Key.Key_Return)
    assert hands.editor.frame.totals.commission.text() == "Your commission ≈ 3.14\xa0€ when paid"
    assert hands.editor.drafts.fields()["shares"] == f"{people[0]}:60;{people[1]}:40"
    hands.confirm()
    with store.read() as tx:
        rows = tx.all(select(OrderShare.staff_id, OrderShare.percent).order_by(OrderShare.position))
    assert [tuple(row) for row in rows] == [(people[0], 60), (people[1], 40)]


def test_what_is_booked_gets_other_people_with_a_reason(store, context, qtbot, make, goods, people):
    order = make.order(make.customer(), (goods["TX-0610"], "10", "10.90"), shares=[(people[0], 100)])
    panel = SalePanel(context)
    qtbot.addWidget(panel)
    panel.translate()
    panel.show()
    panel.open_record(order.order_id)
    panel.frame.head.split.click()
    strip = panel.frame.shares
    strip.rows[0].person.setCurrentIndex(strip.rows[0].person.findData(people[1]))
    strip.accept()
    assert strip.wrong.text().startswith("Say why")
    strip.reason.setText("Wei sold it")
    strip.accept()
    with store.read() as tx:
        assert tx.scalar(select(OrderShare.staff_id)) == people[1]
    assert "shares are changed" in panel.frame.strip.words.text()
