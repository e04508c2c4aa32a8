"""The status board: where orders stand, what takes them on, and why they cannot go back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.domain.refusal import Conflict
from app.domain.stages import STAGES
from app.models import Audit, Customer, SalesOrder
from app.queries.board import RECENT_DAYS, board
from app.services import deliveries, orders, payments, stages
from app.services.orderlines import stored_lines

D = Decimal


def where(store, order_id):
    return next(name for name, cards in board(store).columns.items() for card in cards if card.id == order_id)


def go(store, order_id, to, **values):
    return stages.move(store, order_id, to, request=new_uid(), **values)


def test_an_order_goes_from_column_to_column_and_the_trail_knows(store, make):
    customer = make.customer()
    draft = orders.quote(store, make.draft(customer, (make.product(), "2", "50")), request=new_uid(), draft_only=True)
    order_id = draft.order_id
    seen = [where(store, order_id)]
    for to in STAGES[1:-1]:
        go(store, order_id, to)
        seen.append(where(store, order_id))
    payments.take(store, customer, D(100), request=new_uid(), order_id=order_id)
    assert [*seen, where(store, order_id)] == list(STAGES)
    with store.read() as tx:
        actions = [row[0] for row in tx.all(select(Audit.action).where(Audit.kind == "order").order_by(Audit.id))]
    assert actions == ["drafted", "quoted", "confirmed", "moved", "moved", "delivered", "invoiced"]


def test_steps_back_are_free_before_it_leaves_and_say_why_afterwards(store, make):
    placed = make.order(make.customer(), (make.product(), "2", "50"))
    for to in ("out", "confirmed", "preparing", "confirmed"):
        go(store, placed.order_id, to)
        assert where(store, placed.order_id) == to
    for to, words in (("quoted", "does not become a quote again"), ("draft", "copy it as a new order"),
                      ("invoiced", "Deliver it first"), ("paid", "not invoiced yet")):  # fmt: skip
        with pytest.raises(Conflict, match=words):
            go(store, placed.order_id, to)
    go(store, placed.order_id, "delivered")
    with pytest.raises(Conflict, match="is a return"):
        go(store, placed.order_id, "out")
    go(store, placed.order_id, "invoiced")
    with pytest.raises(Conflict, match="credit note"):
        go(store, placed.order_id, "delivered")
    with pytest.raises(Conflict, match="Take the payment"):
        go(store, placed.order_id, "paid")


def test_a_part_that_left_keeps_the_rest_in_preparation(store, make):
    placed = make.order(make.customer(), (make.product(), "5"))
    with store.read() as tx:
        line = stored_lines(tx, placed.order_id)[0].id
    deliveries.deliver(store, placed.order_id, {line: D(2)}, request=new_uid())
    assert where(store, placed.order_id) == "preparing"
    with pytest.raises(Conflict, match="is a return"):
        go(store, placed.order_id, "confirmed")
    go(store, placed.order_id, "out")
    go(store, placed.order_id, "delivered")
    assert where(store, placed.order_id) == "delivered"


def test_who_pays_in_advance_pays_first(store, make):
    customer = make.customer()
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == customer).values(payment_days=0))
    placed = make.order(customer, (make.product(), "2", "50"))
    go(store, placed.order_id, "preparing")
    for to in ("out", "delivered"):
        with pytest.raises(Conflict, match="Not paid, and this customer pays in advance: 100") as refused:
            go(store, placed.order_id, to)
        assert refused.value.field == "payment"
    payments.take(store, customer, D(100), request=new_uid(), order_id=placed.order_id)
    go(store, placed.order_id, "out")


def test_two_people_move_one_card_and_the_second_hears_who_did(store, make):
    placed = make.order(make.customer(), (make.product(), "1"))
    go(store, placed.order_id, "out", version=1)
    with pytest.raises(Conflict, match="tester changed this order meanwhile, at "):
        go(store, placed.order_id, "preparing", version=1)


def test_the_board_has_what_is_open_and_what_is_recent_late_first(store, make):
    today, customer, product = store.today(), make.customer("Marta"), make.product()

    def order(age, promised=None):
        on = today - timedelta(days=age)
        return make.order(customer, (product, "1"), on=on, promised_on=promised and today + timedelta(days=promised))

    in_time, late, later = order(2, 3), order(40, -2), order(40, -20)
    old, recent = order(RECENT_DAYS + 5), order(RECENT_DAYS - 5)
    for one in (old, recent):
        go(store, one.order_id, "delivered")
    gone = order(1)
    with store.write() as tx:
        tx.execute(update(SalesOrder).where(SalesOrder.id == gone.order_id).values(status="cancelled"))
    found = board(store).columns
    assert [(card.id, card.late) for card in found["confirmed"]] == [
        (later.order_id, 20), (late.order_id, 2), (in_time.order_id, 0),
    ]  # fmt: skip
    assert [card.id for card in found["delivered"]] == [recent.order_id]
    assert sum(len(cards) for cards in found.values()) == 4


def test_paid_means_that_its_own_bill_is_settled(store, make, statements):
    customer, product = make.customer(), make.product()
    first, second = (make.order(customer, (product, "1", "100")) for _ in range(2))
    for one in (first, second):
        go(store, one.order_id, "delivered")
        go(store, one.order_id, "invoiced")
    payments.take(store, customer, D(120), request=new_uid())
    assert (where(store, first.order_id), where(store, second.order_id)) == ("paid", "invoiced")
    statements.clear()
    board(store)
    assert len(statements) <= 5
