"""A whole order by keyboard: what is typed, what is asked, what stands in the database afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.models import Audit, OrderLine
from app.store.session import Actor
from app.ui.orders.cells import Column
from tests.ui.orders.booked import stored, tell
from tests.ui.orders.hands import ALT, CTRL, SHIFT

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Key = Qt.Key


def test_five_lines_with_key_events_only_are_an_order_with_the_right_figures(store, hands, goods, marta):
    tell(store, marta, goods["TX-0610"], "9.80", until=date(2026, 4, 16))
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48")
    hands.enter("robe waffle", "12")
    hands.enter("GL-0305", "40")
    hands.enter("chair", "4")
    hands.type("rope")
    hands.press(Key.Key_Return)
    hands.type("12,5")
    hands.press(Key.Key_Tab)  # as Enter: on to the next line
    # line 3: from its quantity to the price and the discount
    for _ in range(3):
        hands.press(Key.Key_Up)
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Return, SHIFT)
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("5")
    hands.press(Key.Key_Escape)
    for _ in range(3):  # discount, delivery, the promised day
        hands.press(Key.Key_Tab)
    hands.type("+3")
    hands.press(Key.Key_Tab)
    hands.type("OC-2217")
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Down)  # pick-up, own van
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Tab)
    hands.type("9-11 h")
    hands.confirm()
    [order] = stored(store)
    assert (order.delivery_kind, order.delivery_slot) == ("van", "9-11 h")
    assert (order.status, order.number, order.customer_id) == ("confirmed", "SO-2026-00001", marta)
    assert (order.promised_on, order.reference) == (date(2026, 3, 19), "OC-2217")
    with store.read() as tx:
        line = OrderLine
        rows = tx.all(
            select(line.product_id, line.quantity, line.unit_price, line.discount_percent, line.net, line.level)
            .where(line.order_id == order.id).order_by(line.position)
        )  # fmt: skip
    amount = Decimal
    assert [tuple(row) for row in rows] == [
        (goods["TX-0610"], amount(48), amount("9.80"), amount(0), amount("470.40"), "A"),
        (goods["TX-0742"], amount(12), amount(27), amount(0), amount("324.00"), "B"),
        (goods["GL-0305"], amount(40), amount("4.20"), amount(5), amount("159.60"), "C"),
        (goods["FU-1120"], amount(4), amount(230), amount(0), amount("920.00"), "A"),
        (goods["RO-0001"], amount("12.5"), amount("2.50"), amount(0), amount("31.25"), "D"),
    ]
    assert (order.net, order.tax, order.gross) == (amount("1905.25"), amount("400.10"), amount("2305.35"))
    assert hands.strip == "Order SO-2026-00001 confirmed."
    assert hands.editor.order.number == "SO-2026-00001"
    assert hands.editor.title() == "SO-2026-00001"


def test_the_totals_follow_every_edit(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "10")
    totals = hands.editor.frame.totals
    assert totals._total.text() == "131.89\u00a0€"  # 109.00 and 22.89 of tax
    totals.discount.edit.setFocus()
    hands.enter("=4,5*2")
    assert (totals.discount.value, totals._total.text()) == (Decimal(9), "121.00\u00a0€")
    totals.freight.edit.setFocus()
    hands.enter("10")
    assert totals._total.text() == "133.10\u00a0€"
    assert [row.text() for row in totals._values[:5]] == ["109.00", "−9.00", "10.00", "110.00", "23.10"]


def test_the_price_told_last_is_taken_and_a_broken_promise_is_said(store, make, hands, goods, marta):
    diego = make.staff(name="Diego")
    tell(store, marta, goods["TX-0610"], "9.80", until=date(2026, 4, 16), staff_id=diego)
    hands.editor.open_record(("new", marta))
    hands.enter("towel")
    assert hands.cell(0, Column.PRICE) == "9.80"
    assert hands.editor.frame.lines.cells.tone(hands.lines[0], Column.PRICE) == "promised"
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("10,90")
    assert hands.editor.frame.lines.cells.tone(hands.lines[0], Column.PRICE) == "warn"
    words = "Line 1: Told 9.80 until 16 Apr 2026 by Diego. F9 keeps the promise."
    assert hands.editor.frame.remark.text() == words
    hands.press(Key.Key_Up)
    hands.press(Key.Key_F9)
    assert hands.lines[0].price == Decimal("9.80")
    assert hands.editor.frame.remark.isHidden()


def test_a_promise_that_ended_is_not_taken_by_itself(store, hands, goods, marta):
    tell(store, marta, goods["TX-0610"], "9.80", until=date(2026, 3, 15))
    hands.editor.open_record(("new", marta))
    hands.enter("towel")
    assert hands.lines[0].price == Decimal("10.90")
    hands.press(Key.Key_F9)
    assert hands.lines[0].price == Decimal("9.80")


def test_a_fast_typist_is_not_overtaken_by_the_answer(hands, goods, marta):
    """Enter comes before the 20 milliseconds are over, and before any answer."""
    asked = []
    hands.editor.open_record(("new", marta))
    hands.type("chair")
    popup = hands.editor.frame.popup
    late = popup._show
    popup._show = asked.append
    hands.press(Key.Key_Return)
    assert hands.lines[0].offer is None
    popup._show = late
    [answer] = asked
    late(answer)
    assert hands.lines[0].offer.code == "FU-1120"


def test_arrows_choose_and_f4_shows_the_catalogue(hands, goods, marta, qtbot):
    hands.editor.open_record(("new", marta))
    hands.type("bath")
    popup = hands.editor.frame.popup
    qtbot.waitUntil(popup.isVisible)
    assert [offer.code for offer in popup.model.offers] == ["TX-0610", "TX-0742"]
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert hands.lines[0].offer.code == "TX-0742"
    hands.enter("1")
    hands.press(Key.Key_F4)
    assert popup.model.rowCount() == 5
    hands.press(Key.Key_Escape)
    assert popup.isHidden()
    assert hands.editor.frame.view.field is not None


def test_lines_are_inserted_copied_moved_removed_and_put_back(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "2", "chair", "3")
    hands.press(Key.Key_Up)
    hands.press(Key.Key_D, CTRL)
    hands.enter("4")
    codes = lambda: [(line.offer.code, int(line.quantity)) for line in hands.lines if line.offer]  # noqa: E731
    assert codes() == [("TX-0610", 2), ("FU-1120", 3), ("FU-1120", 4)]
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Up, ALT)
    hands.press(Key.Key_Up, ALT)
    assert codes() == [("FU-1120", 4), ("TX-0610", 2), ("FU-1120", 3)]
    hands.press(Key.Key_Insert)
    hands.enter("rope", "1")
    assert codes()[0] == ("RO-0001", 1)
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Delete)
    assert len(codes()) == 3
    assert hands.strip == "Line 2 removed."
    hands.press(Key.Key_Z, CTRL)
    assert codes() == [("RO-0001", 1), ("FU-1120", 4), ("TX-0610", 2), ("FU-1120", 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "above zero"), ("-3", "above zero"), ("1e9", "is not a number"), ("1000000000", "less than a million"),
        ("12,5", "write 12 or 13"), ("abc", "is not a number"), ("", "is not a number"), ("=5/0", "divides by zero"),
    ],
)  # fmt: skip
def test_a_wrong_quantity_stays_and_says_why(store, hands, goods, marta, text, words):
    hands.editor.open_record(("new", marta))
    hands.enter("towel")
    hands.press(Key.Key_Delete)
    hands.enter(text)
    field = hands.editor.frame.view.field
    assert (field.text(), field.property("wrong")) == (text, True)
    assert words in hands.bubble
    hands.confirm()
    assert stored(store) == []
    assert hands.strip == "1 thing to correct."
    assert hands.lines[0].wrong["quantity"][0] == text
    hands.enter("2")
    assert (hands.lines[0].quantity, hands.bubble) == (Decimal(2), "")


def test_a_discount_is_at_most_all_and_a_price_is_never_below_zero(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel")
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("-1")
    assert "below zero" in hands.bubble
    hands.type("5")
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("120")
    assert "at most 100 %" in hands.bubble
    assert hands.editor.frame.view.field.text() == "120"


def test_an_unknown_product_stays_with_a_way_on(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("XX")
    assert hands.bubble == "No product ‘XX’. Search again, or press F4 for the catalogue."
    hands.confirm()
    assert hands.strip == "1 thing to correct."
    assert hands.cell(0, Column.PRODUCT) == "XX"
    assert stored(store) == []


def test_a_doubtful_number_shows_how_it_was_read(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("chair")
    hands.press(Key.Key_Return, SHIFT)
    hands.type("1.234")
    assert hands.bubble == "= 1,234.00"
    hands.press(Key.Key_Return)
    assert hands.lines[0].price == Decimal(1234)
    assert hands.editor.frame.remark.text() == "Line 1: ‘1.234’ was read as 1,234.00."


def test_a_past_promise_day_is_refused_at_its_field(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "1")
    promised = hands.editor.frame.head.promised
    promised.edit.setFocus()
    hands.enter("-3")
    assert promised.about.text() == "13 Mar 2026 is past; write today or a later day."
    hands.confirm()
    assert (stored(store), hands.strip) == ([], "1 thing to correct.")


def test_beyond_the_usual_discount_a_reason_is_asked_and_kept(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("chair")
    hands.press(Key.Key_Return, SHIFT)
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("20")
    hands.confirm()
    assert hands.strip == "Line 1 is 20.0% below the list; up to 15.0% is usual."
    assert stored(store) == []
    hands.enter("")
    assert stored(store) == []
    hands.enter("Opening of their new house")
    [order] = stored(store)
    assert order.status == "confirmed"
    with store.read() as tx:
        reason = tx.scalar(select(Audit.detail).where(Audit.action == "price approved", Audit.record_id == order.id))
    assert reason == "Opening of their new house"


def test_a_lower_price_is_a_discount_too_but_a_kept_promise_is_not(store, hands, goods, marta):
    tell(store, marta, goods["TX-0610"], "5.00", until=date(2026, 4, 16))
    hands.editor.open_record(("new", marta))
    hands.enter("chair")
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("180", "towel", "1")
    hands.confirm()
    assert hands.strip.startswith("Line 1 is 21.7% below the list")
    assert len(hands.editor.frame.strip._names) == 2


@pytest.fixture
def front_desk(context, store, make):
    """Somebody of the front desk."""
    context.access = "front_desk"
    store.actor = Actor("nuria", make.staff(name="Nuria Vidal", login="nuria", access="front_desk"), "front_desk")


def test_the_front_desk_saves_it_as_a_quote(store, goods, marta, front_desk, hands):
    hands.editor.open_record(("new", marta))
    hands.enter("chair")
    hands.press(Key.Key_Return, SHIFT)
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("20")
    hands.confirm()
    assert "Somebody of sales or a manager confirms that." in hands.strip
    hands.choose(0)
    [order] = stored(store)
    assert (order.status, order.quote_number, order.valid_until) == ("quoted", "Q-2026-00001", date(2026, 4, 15))
    # and the quote is no way around it
    hands.confirm()
    assert hands.strip == "Line 1 is 20.0 % below the list; you may give up to 15 %. A manager can approve it."
    assert stored(store)[0].status == "quoted"


def test_a_price_below_cost_is_refused_without_naming_it(store, goods, marta, front_desk, hands):
    hands.editor.open_record(("new", marta))
    hands.enter("RO-0001")
    hands.press(Key.Key_Return, SHIFT)
    hands.enter("2,30")
    hands.confirm()
    assert hands.strip == "Line 1: this price needs a manager. Save the order as a quote."
    assert stored(store) == []
    texts = [label.text() for label in hands.editor.findChildren(type(hands.editor.frame.title))]
    assert not [text for text in texts if "2.375" in text or "2.38" in text or "For managers" in text]


def test_managers_see_percent_and_amount(hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("chair", "1")
    totals = hands.editor.frame.totals
    assert totals._managers.text() == "For managers only: 40.0% · 92.00\u00a0€"
    assert totals._level.level == "A"
    hands.press(Key.Key_H, CTRL | SHIFT)
    assert totals._managers.isHidden()
    assert hands.editor.frame.view.isColumnHidden(Column.LEVEL)
    hands.press(Key.Key_H, CTRL | SHIFT)
    assert not totals._managers.isHidden()
