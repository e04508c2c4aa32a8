"""What becomes of an order on the screen: quotes, deliveries, bills, cancellations, paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from sqlalchemy import select, update

from app.models import Customer, Invoice
from app.services import orders as services
from app.ui.orders.cells import Column
from app.ui.orders.editor import OrderEditor
from app.ui.orders.entry import draft_of
from tests.support.widgets import lets_go
from tests.ui.orders.booked import stored
from tests.ui.orders.hands import ALT, CTRL

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Key = Qt.Key


def test_a_quote_is_saved_with_a_key_and_becomes_an_order(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "3")
    hands.press(Key.Key_Q, ALT)
    assert hands.strip == "Quote Q-2026-00001 saved."
    assert hands.editor.frame.status.text() == "Quoted"
    hands.editor.setFocus()
    hands.confirm()
    assert [(order.status, order.number) for order in stored(store)] == [("confirmed", "SO-2026-00001")]


def test_a_stored_order_is_delivered_invoiced_and_copied(store, hands, goods, marta, make):
    placed = make.order(marta, (goods["TX-0610"], "2", "10.90"))
    hands.editor.show_stored(placed.order_id)
    buttons = hands.editor.frame.buttons
    assert [name for name, button in buttons.items() if not button.isHidden()] == [
        "copy", "cancel", "invoice", "print", "main",
    ]  # fmt: skip
    hands.editor.setFocus()
    hands.confirm()
    assert hands.strip == "Delivery D-2026-00001 made."
    hands.confirm()
    assert hands.strip == "Invoice F-2026-00001 written."
    assert stored(store)[0].status == "invoiced"
    with store.read() as tx:
        assert tx.scalar(select(Invoice.gross)) == Decimal("21.80")
    hands.press(Key.Key_F7)
    assert hands.editor.order is None
    assert [(line.offer.code, line.quantity) for line in hands.lines if line.offer] == [("TX-0610", Decimal(2))]


def test_a_cancellation_says_why(store, hands, goods, marta, make):
    placed = make.order(marta, (goods["TX-0610"], "2", "10.90"))
    hands.editor.show_stored(placed.order_id)
    hands.editor.frame.buttons["cancel"].click()
    assert hands.strip == "Cancel SO-2026-00001?"
    hands.enter("")
    assert "needs a reason" in hands.strip
    hands.editor.frame.buttons["cancel"].click()
    hands.enter("Bought elsewhere")
    assert stored(store)[0].status == "cancelled"
    assert hands.strip == "The order was cancelled."
    assert hands.editor.frame.remark.text() == "Bought elsewhere"


def test_a_blocked_customer_is_said_at_once_and_refused(store, hands, goods, marta):
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == marta).values(blocked_reason="Bills of last year, says Lucía"))
    hands.editor.open_record(("new", marta))
    assert "Bills of last year, says Lucía" in hands.strip
    hands.enter("towel", "1")
    hands.confirm()
    assert "blocked" in hands.strip
    assert stored(store) == []
    assert hands.lines[0].offer.code == "TX-0610"


def test_rows_of_a_spreadsheet_become_lines_and_unknown_ones_stand_at_the_end(hands, goods, marta):
    rows = ["TX-0610\t48\t9,80", "NOPE-1\t3", "gl-0305\t1.000", "FU-1120\t2,5"]
    QGuiApplication.clipboard().setText("\r\n".join(rows))
    hands.editor.open_record(("new", marta))
    hands.press(Key.Key_V, CTRL)
    found = [(hands.cell(row, Column.PRODUCT), hands.cell(row, Column.QUANTITY)) for row in range(4)]
    assert found == [
        ("Bath towel 600 g, white", "48"), ("Wine glass “Turia” 45 cl", "1,000"), ("Lounge chair “Albufera”", "2,5"),
        ("NOPE-1", "3"),
    ]  # fmt: skip
    assert hands.lines[0].price == Decimal("9.8")
    assert set(hands.lines[2].wrong) == {"quantity"}
    assert set(hands.lines[3].wrong) == {"product"}
    QGuiApplication.clipboard().clear()


def test_a_repeated_confirmation_is_one_order(store, hands, goods, marta):
    """The answer was lost on its way: the same keys find the order that is there."""
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "1")
    editor = hands.editor
    draft = draft_of(editor.entry.head, editor.frame.lines.draft_lines(), editor.typed())
    services.place(store, draft, request=editor.entry.request)
    hands.confirm()
    assert len(stored(store)) == 1
    assert hands.strip == "Order SO-2026-00001 confirmed."


def test_the_confirmation_is_shown_as_it_is_printed(store, hands, goods, marta, make, monkeypatch):
    shown = []
    monkeypatch.setattr("app.ui.orders.editor.open_preview", lambda _context, request: shown.append(request))
    placed = make.order(marta, (goods["TX-0610"], "2", "10.90"))
    hands.editor.show_stored(placed.order_id)
    hands.editor.setFocus()
    hands.press(Key.Key_P, CTRL)
    assert [request.read(store).number for request in shown] == ["SO-2026-00001"]


def test_a_confirmed_order_opens_on_its_own_screen(context, hands, goods, marta, make):
    went = []
    context.wanted.connect(lambda *where: went.append(where))
    placed = make.order(marta, (goods["TX-0610"], "2", "10.90"))
    hands.editor.open_record(placed.order_id)
    assert went == [("sale", placed.order_id)]


def test_the_models_keep_the_rules_of_qt(hands, goods, marta):
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (hands.editor.frame.lines, hands.editor.frame.popup.model)
    ]
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "2", "chair", "3")
    hands.press(Key.Key_Up, ALT)
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Delete)
    hands.press(Key.Key_Z, CTRL)
    assert len(testers) == 2


def test_every_field_and_button_has_a_name_and_every_cell_a_sentence(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "2")
    frame = hands.editor.frame
    for widget in (*frame.buttons.values(), frame.view, frame.totals.discount.edit, frame.head.promised.edit):
        assert widget.accessibleName(), widget
    model = frame.lines
    sentences = [
        model.data(model.index(0, column), Qt.ItemDataRole.AccessibleTextRole) for column in range(len(Column))
    ]
    assert sentences[Column.QUANTITY] == "Line 1, Qty: 2"
    assert all(sentences)


def test_it_opens_empty_and_lets_go(context, qtbot):
    def look(editor):
        assert editor.frame.pages.currentIndex() == 0
        assert editor.frame.empty_words.text() == "An order begins with a customer."

    assert lets_go(lambda: OrderEditor(context), look)


def test_the_promised_day_steps_by_keys_and_never_into_the_past(hands, store, goods, marta):
    hands.editor.open_record(("new", marta))
    promised = hands.editor.frame.head.promised
    promised.edit.setFocus()
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_W)
    hands.press(Qt.Key.Key_D)
    assert promised.value == store.today() + timedelta(days=8)
    for _ in range(2):
        hands.press(Qt.Key.Key_PageDown)
    assert promised.value == store.today()
