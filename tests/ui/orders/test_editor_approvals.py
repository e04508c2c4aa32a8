"""Prices beyond the usual on the order screen: a PIN at this desk, a question that waits, the manager's answer."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.models import Audit, SalesOrder
from app.services import users
from app.store.session import Actor
from tests.ui.orders.booked import stored
from tests.ui.orders.hands import CTRL, SHIFT

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Key = Qt.Key


@pytest.fixture
def people(context, store, make, goods, marta):
    """A manager with a PIN, somebody of the front desk, and who of them works."""
    make.staff(name="Boss", login="boss", access="admin")
    ids = {
        "front_desk": make.staff(name="Nuria Vidal", login="nuria", access="front_desk"),
        "manager": make.staff(name="Diego Ruiz", login="diego", access="manager"),
    }
    users.set_pin(store, ids["manager"], "4179")

    def work(access):
        context.access = access
        store.actor = Actor({"front_desk": "nuria", "manager": "diego"}[access], ids[access], access)

    work("front_desk")
    return work


def type_chair_at(hands, percent, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("chair")
    hands.press(Key.Key_Return, SHIFT)
    hands.press(Key.Key_Return, SHIFT)
    hands.enter(percent)
    hands.confirm()


def trail(store, action):
    with store.read() as tx:
        return [tuple(row) for row in tx.all(select(Audit.created_by, Audit.detail).where(Audit.action == action))]


def choose(hands, words):
    strip = hands.editor.frame.strip
    next(button for button in strip.buttons if button.text() == words and not button.isHidden()).click()


def test_a_manager_s_pin_confirms_at_this_desk(store, people, hands, marta):
    type_chair_at(hands, "20", marta)
    choose(hands, "Manager’s PIN…")
    pin = hands.editor.frame.pin
    assert (pin.isHidden(), pin.form.boxes["manager"].editor.currentText()) == (False, "Diego Ruiz")
    hands.type("5555")
    hands.press(Key.Key_Tab)
    hands.type("Their anniversary")
    hands.press(Key.Key_Return)
    assert (stored(store), pin.form.errors()) == ([], ["pin"])
    assert pin.form.boxes["pin"].raw() == ""
    hands.type("4179")
    hands.press(Key.Key_Return)
    assert hands.strip == "Order SO-2026-00001 confirmed."
    assert pin.isHidden()
    assert trail(store, "price approved") == [("diego", "Their anniversary")]
    assert stored(store)[0].created_by == "nuria"


def test_a_question_waits_and_the_manager_confirms_it(store, people, hands, marta, context):
    type_chair_at(hands, "60", marta)
    assert hands.strip.startswith("Line 1: this price needs a manager.")
    choose(hands, "Send for approval…")
    hands.press(Key.Key_Return)
    assert stored(store) == []
    hands.enter("Fair next week")
    [order] = stored(store)
    assert (order.status, order.approval, order.approval_note) == ("draft", "asked", "Fair next week")
    assert hands.strip == "This waits for a manager: Fair next week"
    assert hands.editor.frame.buttons["main"].isHidden()
    people("manager")
    hands.editor.open_record(order.id)
    assert hands.strip == "Nuria Vidal asks for approval: Fair next week"
    hands.editor.frame.view.setFocus()
    hands.confirm()
    assert hands.strip == "Order SO-2026-00001 approved and confirmed."
    assert stored(store)[0].status == "confirmed"
    assert trail(store, "price approved") == [("diego", "Fair next week")]


def test_a_refusal_comes_back_and_is_changed(store, people, hands, marta):
    type_chair_at(hands, "60", marta)
    choose(hands, "Send for approval…")
    hands.enter("Fair next week")
    people("manager")
    order_id = stored(store)[0].id
    hands.editor.open_record(order_id)
    choose(hands, "Refuse…")
    hands.enter("At most 15 %")
    assert trail(store, "approval refused") == [("diego", "At most 15 %")]
    people("front_desk")
    hands.editor.open_record(order_id)
    assert hands.strip == "Not approved: At most 15 %"
    choose(hands, "Change it")
    assert (hands.editor.order, hands.lines[0].offer.code) == (None, "FU-1120")
    assert stored(store)[0].status == "cancelled"


def test_way_of_delivery_and_slot_are_typed_kept_and_stored(store, hands, goods, marta):
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "2")
    card = hands.editor.frame.delivery
    hands.editor.frame.head.reference.edit.setFocus()
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Tab)
    hands.type("9-11 h")
    assert card.value == ("van", "9-11 h")
    hands.editor.keep()
    draft = hands.editor._kept()
    assert (draft.fields["delivery"], draft.fields["slot"]) == ("van", "9-11 h")
    hands.confirm()
    [order] = stored(store)
    assert (order.delivery_kind, order.delivery_slot) == ("van", "9-11 h")
    assert card._shown.text() == "Own van · 9-11 h"


def test_sales_go_further_with_a_reason_and_not_beyond_their_limit(store, make, context, hands, goods, marta):
    context.access = "sales"
    store.actor = Actor("sara", make.staff(name="Sara", login="sara", access="sales"), "sales")
    type_chair_at(hands, "25", marta)
    hands.enter("Old friends")
    assert stored(store)[0].status == "confirmed"
    type_chair_at(hands, "35", marta)
    hands.enter("Old friends")
    assert hands.strip == "Line 1 is 35.0 % below the list; you may give up to 30 %. A manager can approve it."
    with store.read() as tx:
        assert tx.scalar(select(SalesOrder.net).where(SalesOrder.status == "confirmed")) == Decimal("172.50")
    hands.press(Key.Key_Return, CTRL)
