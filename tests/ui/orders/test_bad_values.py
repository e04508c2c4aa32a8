"""Wrong input in every field of the order screens: it stays, says beside it what is right, and nothing is stored."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.orders.sale_panel import SalePanel
from tests.ui.orders.booked import stored
from tests.ui.orders.hands import CTRL, SHIFT

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]
Key = Qt.Key

# field of a line: what is typed, what is said under the cell
CELLS = {
    "product": [("XX", "No product ‘XX’. Search again"), ("�<b>", "No product")],
    "quantity": [
        ("0", "above zero"), ("-3", "above zero"), ("1e9", "is not a number"), ("1000000", "less than a million"),
        ("12,5", "write 12 or 13"), ("twelve", "is not a number"), ("=1/0", "divides by zero"), ("", "not a number"),
    ],
    "price": [("-1", "below zero"), ("abc", "not a number"), ("1.2.3,4", "not a number"), ("1.23456", "decimals")],
    "discount": [("120", "at most 100 %"), ("-5", "at most 100 %"), ("1.2345", "decimals"), ("ten", "not a number")],
}  # fmt: skip
# field around the lines: what is typed, what is said below it
FIELDS = {
    "discount": [("-1", "zero or a positive amount"), ("abc", "is not a number"), ("99999", "larger than the order")],
    "freight": [("-0,01", "zero or a positive amount"), ("1e5", "is not a number"), ("1.234567", "decimals")],
    "promised": [("-1", "is past"), ("30/2", ""), ("32", ""), ("soon", ""), ("0", "")],
    "reference": [("x" * 121, "At most 120 characters")],
    "slot": [("x" * 61, "At most 60 characters")],
    "paid": [("-5", "zero or a positive amount"), ("=5/0", "divides by zero"), ("a lot", "is not a number")],
}  # fmt: skip


def go_to(hands, name):
    """Into a field of the first line, by keys."""
    hands.enter("towel")
    if name in ("price", "discount"):
        hands.press(Key.Key_Return, SHIFT)
    if name == "discount":
        hands.press(Key.Key_Return, SHIFT)


def test_no_cell_takes_what_cannot_be(store, hands, goods, marta):
    for name, values in CELLS.items():
        for text, words in values:
            hands.editor.open_record(("new", marta))
            if name != "product":
                go_to(hands, name)
                hands.press(Key.Key_Delete)
            hands.editor.frame.view.field.setText(text)
            hands.editor.frame.view.field.setModified(True)
            hands.press(Key.Key_Return)
            assert words in hands.bubble, (name, text, hands.bubble)
            assert hands.editor.frame.view.field.text() == text
            hands.confirm()
            assert hands.strip == "1 thing to correct.", (name, text)
    assert stored(store) == []


def test_no_field_takes_what_cannot_be(store, hands, goods, marta):
    frame = hands.editor.frame
    fields = {
        "discount": frame.totals.discount, "freight": frame.totals.freight, "promised": frame.head.promised,
        "reference": frame.head.reference, "slot": frame.delivery.slot_field, "paid": frame.paid.rows[0].amount,
    }  # fmt: skip
    for name, values in FIELDS.items():
        for text, words in values:
            hands.editor.open_record(("new", marta))
            hands.enter("towel", "1")
            frame.delivery.kind.setCurrentIndex(2)
            fields[name].edit.setFocus()
            fields[name].edit.setText(text)
            hands.press(Key.Key_Return)
            said = fields[name].about.text()
            assert said, (name, text)
            assert words in said, (name, text, said)
            assert fields[name].text().replace(",", "").removesuffix(".00") == text.replace(",", ""), (name, text)
            assert fields[name].edit.property("wrong"), (name, text)
            assert fields[name].edit.accessibleDescription() == said
            hands.confirm()
            assert stored(store) == [], (name, text)


SALE = {
    "deliver": [("11", "At most 10 are left"), ("2.5", "write 2 or 3"), ("x", "is not a number")],
    "return": [("10.5", "write 10 or 11"), ("12", "At most 10 are left"), ("1e1", "is not a number")],
    "credit": [("100,01", "At most 100.00 can be given back"), ("-3", "zero or more")],
}  # fmt: skip


def test_no_quantity_of_a_deed_takes_what_cannot_be(context, store, make, marta, goods, qtbot):
    order = make.order(marta, (goods["TX-0610"], "10", "10"))
    panel = SalePanel(context)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.open_record(order.order_id)
    for deed, values in SALE.items():
        for text, words in values:
            panel.begin(deed)
            if "reason" in panel.frame.asks[deed].form.boxes:
                panel.frame.asks[deed].form.boxes["reason"].take_raw("Broken")
            QApplication.focusWidget().setText(text)
            QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)
            assert words in panel.frame.strip.words.text(), (deed, text)
            panel.frame.asks[deed].finish()
        if deed == "deliver":
            panel.next_step()
            panel.next_step()
    assert [paper.kind for paper in panel.sale.papers] == ["delivery", "invoice"]


def test_nothing_is_sold_to_nobody(store, make, hands, goods):
    hands.editor.open_record(("new", 999))
    assert hands.strip == "There is no such customer."
    assert stored(store) == []
