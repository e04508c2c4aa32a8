"""What helps while an order is typed: quotes to copy, what sells with it, a look at a product, money paid at once."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.models import Customer, Payment, PersonalSetting, Product
from app.services import contacts, customers, orders, payments
from app.store.session import Actor
from app.ui.caller.words import brief
from app.ui.orders.cells import Column
from app.ui.orders.editor import EVERY_CELL
from app.ui.orders.pages import PLACED
from tests.ui.orders.booked import stored, tell
from tests.ui.orders.hands import ALT, CTRL, SHIFT

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing)"),
]
Key = Qt.Key
D = Decimal


def codes(hands):
    return [(line.offer.code, str(line.quantity.normalize())) for line in hands.lines if line.offer]


def test_lines_of_a_quote_are_copied_with_f7(store, make, hands, goods, marta):
    draft = make.draft(marta, (goods["FU-1120"], "2", "200"), (goods["TX-0610"], "9", "10"))
    orders.quote(store, draft, request=new_uid())
    hands.editor.open_record(("new", marta))
    hands.enter("rope", "3")
    hands.press(Key.Key_F7)
    menu = hands.editor.quotes.menu
    day = brief(date(2026, 3, 16), hands.editor.context.say)
    assert [action.text() for action in menu.actions()] == [f"Q-2026-00001 · {day} · 490.00\u00a0€"]
    menu.hide()
    menu.actions()[0].trigger()
    assert codes(hands) == [("RO-0001", "3"), ("FU-1120", "2"), ("TX-0610", "9")]
    assert hands.lines[1].price == D(200)
    assert len(stored(store)) == 1


def test_a_customer_without_quotes_hears_it(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.press(Key.Key_F7)
    assert hands.editor.frame.remark.text() == "This customer has no open quotes."


def test_what_is_bought_together_is_offered_with_keys_and_asked_once(store, make, hands, goods, marta, statements):
    for _ in range(2):
        make.order(marta, (goods["TX-0610"], "1"), (goods["TX-0742"], "1", "27"), (goods["RO-0001"], "1", "3"))
    make.order(marta, (goods["TX-0610"], "1"), (goods["TX-0742"], "1", "27"), (goods["GL-0305"], "1"))
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "4")
    row = hands.editor.frame.offers
    assert row.words.text() == "Worth offering with line 1:"
    assert [offer.code for offer in hands.editor.offering.offers] == ["TX-0742", "RO-0001"]
    assert row.buttons[0].text() == "Bathrobe, waffle, L  27.00  Ctrl+1"
    statements.clear()
    hands.press(Key.Key_2, CTRL)
    hands.enter("5")
    assert codes(hands) == [("TX-0610", "4"), ("RO-0001", "5")]
    hands.press(Key.Key_Up)
    hands.enter("6")
    asked = [text for text in statements if "GROUP BY order_line_1.product_id" in text]
    assert len(asked) == 1, "once per product"


def test_a_product_is_looked_at_without_leaving_the_cell(store, make, hands, goods, marta, qtbot):
    with store.write() as tx:
        where = update(Product).where(Product.id == goods["TX-0742"])
        tx.execute(where.values(availability="8 left, 40 on 25 Nov", supplier_code="SUP-77"))
    make.order(marta, (goods["TX-0742"], "3", "25"))
    hands.editor.open_record(("new", marta))
    hands.type("sup-77")
    popup, look = hands.editor.frame.popup, hands.editor.frame.look
    qtbot.waitUntil(popup.isVisible)
    assert [offer.code for offer in popup.model.offers] == ["TX-0742"]
    hands.press(Key.Key_Return, ALT)
    assert look.isVisible()
    assert "8 left, 40 on 25 Nov" in look.accessibleName()
    assert "16 Mar 2026 · 3 · 25.00 · SO-2026-00001" in look.note.text()
    assert "20.25" not in look.accessibleName() + look.note.text(), "a cost is never shown"
    hands.press(Key.Key_Escape)
    assert (look.isVisible(), popup.isVisible()) == (False, True)
    hands.press(Key.Key_Return)
    assert hands.editor.frame.lines.cells.second(hands.lines[0], Column.PRODUCT) == "TX-0742 · 8 left, 40 on 25 Nov"


def test_money_paid_at_once_is_taken_with_the_order_and_only_once(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("chair", "1")
    paid = hands.editor.frame.paid
    paid.rows[0].amount.edit.setFocus()
    hands.type("50")
    paid.add.click()
    hands.type("=10*3")
    hands.press(Key.Key_Tab)
    paid.rows[1].method.setCurrentIndex(paid.rows[1].method.findData("card"))
    draft = hands.editor._kept()
    assert draft.fields["paid"] == "cash:50;card:30.00"
    entry = hands.editor.entry
    hands.confirm()
    assert hands.strip == (
        "Order SO-2026-00001 confirmed. 50.00\u00a0€ taken, receipt RC-2026-00001. "
        "30.00\u00a0€ taken, receipt RC-2026-00002."
    )
    [order] = stored(store)
    again = SimpleNamespace(order_id=order.id, number=order.number)
    hands.editor.paying.take(again, marta, entry.request, key=entry.key, paid=[("cash", D(50)), ("card", D(30))])
    with store.read() as tx:
        found = [tuple(row) for row in tx.all(select(Payment.amount, Payment.method, Payment.order_id))]
    assert found == [(D(50), "cash", order.id), (D(30), "card", order.id)]


def test_a_payment_that_is_refused_leaves_the_order_and_says_so(store, hands, goods, marta, monkeypatch):
    def no(*_args, **_values):
        from app.domain.refusal import Conflict

        raise Conflict("The month is being closed.")

    monkeypatch.setattr(payments, "take", no)
    hands.editor.open_record(("new", marta))
    hands.enter("chair", "1")
    hands.editor.frame.paid.rows[0].amount.edit.setFocus()
    hands.type("50")
    hands.confirm()
    words = "SO-2026-00001 is confirmed, the payment was not taken: The month is being closed."
    assert hands.strip == words
    assert stored(store)[0].status == "confirmed"


def test_careful_people_visit_every_cell_and_it_is_remembered(store, context, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.editor.frame.every.click()
    hands.editor.frame.view.begin()
    hands.enter("towel", "2", "11", "5")
    line = hands.lines[0]
    assert (line.quantity, line.price, line.discount) == (2, 11, 5)
    hands.enter("chair", "1")
    assert hands.editor.frame.view.field.column is Column.PRICE
    context.personal.flush()
    with store.read() as tx:
        assert tx.scalar(select(PersonalSetting.value).where(PersonalSetting.name == EVERY_CELL)) == "true"


def test_who_has_typed_twenty_orders_knows_the_keys(context, hands, goods, marta):
    context.personal.put(PLACED, 19)
    hands.editor.open_record(("new", marta))
    assert "F9 last told price" in hands.editor.frame.foot.text()
    hands.enter("towel", "1")
    hands.confirm()
    hands.editor.open_record(("new", marta))
    assert (hands.editor.frame.foot.text(), hands.editor.frame.every.isVisible()) == ("", True)


def test_every_price_says_where_it_comes_from(store, make, hands, goods, marta):
    tell(store, marta, goods["TX-0610"], "9.80", until=date(2026, 4, 16), staff_id=make.staff(name="Diego"))
    until = store.today() + timedelta(days=30)
    orders.quote(store, make.draft(marta, (goods["FU-1120"], "1", "207"), valid_until=until), request=new_uid())
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "1", "chair", "1", "robe", "1", "rope")
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("2,40")
    model = hands.editor.frame.lines
    tips = [model.data(model.index(row, Column.PRICE), Qt.ItemDataRole.ToolTipRole) for row in range(4)]
    assert tips == [
        "Told 9.80 until 16 Apr 2026 by Diego.", "Quoted 207.00 until 15 Apr 2026 by –.", "The list price.",
        "Written by hand; the list says 2.50.",
    ]  # fmt: skip
    hands.press(Key.Key_H, CTRL | SHIFT)
    assert "Told" not in model.data(model.index(0, Column.PRICE), Qt.ItemDataRole.ToolTipRole)


def test_who_blocked_a_customer_is_said_with_the_reason(store, make, hands, goods, marta):
    store.actor = Actor("lucia", make.staff(name="Lucía Ferrer", login="lucia", access="manager"), "manager")
    with store.read() as tx:
        version = tx.scalar(select(Customer.version).where(Customer.id == marta))
    customers.change(store, marta, {"blocked_reason": "Bills of last year"}, version=version)
    hands.editor.open_record(("new", marta))
    assert hands.strip.startswith("Lucía Ferrer blocked this customer: Bills of last year.")
    hands.press(Key.Key_H, CTRL | SHIFT)
    assert hands.strip == "", "the customer looks at the screen"
    hands.press(Key.Key_H, CTRL | SHIFT)
    assert "Bills of last year" in hands.strip


def test_the_look_up_shows_the_customer_nothing_that_is_ours(store, make, hands, goods, marta, qtbot):
    with store.write() as tx:
        tx.execute(update(Product).where(Product.id == goods["TX-0610"]).values(mark="promote"))
    hands.editor.open_record(("new", marta))
    hands.type("bath")
    popup = hands.editor.frame.popup
    qtbot.waitUntil(popup.isVisible)
    shown = lambda: [at for at in range(7) if not popup.table.isColumnHidden(at)]  # noqa: E731
    assert set(shown()) >= {0, 1, 3, 4, 5, 6}
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_H, CTRL | SHIFT)
    hands.type("x")
    hands.press(Key.Key_Backspace)
    hands.type("e")
    qtbot.waitUntil(popup.isVisible)
    assert set(shown()) <= {0, 1, 2, 3}


def test_thirty_rows_of_a_spreadsheet_become_thirty_lines(hands, goods, marta):
    rows = [f"{code}\t{number}" for number, code in enumerate([*goods] * 6, 1)]
    QGuiApplication.clipboard().setText("\r\n".join(rows))
    hands.editor.open_record(("new", marta))
    hands.press(Key.Key_V, CTRL)
    QGuiApplication.clipboard().clear()
    assert [(line.offer.code, int(line.quantity)) for line in hands.lines if line.offer] == [
        (code, number) for number, code in enumerate([*goods] * 6, 1)
    ]
    hands.confirm()
    assert hands.strip == "Order SO-2026-00001 confirmed."


def test_an_order_begins_at_the_price_that_was_told_on_the_caller_card(hands, store, goods, marta):
    said, ended = store.today() - timedelta(days=40), store.today() - timedelta(days=1)
    contacts.tell_price(store, marta, goods["TX-0610"], D("9.80"), request=new_uid(), on=said, valid_until=ended)
    hands.editor.open_record(("told", marta, "TX-0610"))
    # expired or not: who presses F9 on it means this price
    assert [(line.offer.code, line.price) for line in hands.lines if line.offer] == [("TX-0610", D("9.80"))]
    hands.enter("24")
    assert hands.lines[0].quantity == 24
