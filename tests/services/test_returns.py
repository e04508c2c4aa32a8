"""Goods and money go back, whole orders are called off; credit follows what was billed."""

from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.services import deliveries, invoices, orders, returns
from tests.support import books
from tests.support.ledger import account, balance, booked, entries, lines_of, order_row, set_recognition

D = Decimal


@pytest.fixture
def customer(make):
    return make.customer()


@pytest.fixture
def example(make, customer):
    """The worked example of the rules."""
    p1, p2 = make.product(price="120", cost="70"), make.product(price="40", cost="38")
    return make.order(
        customer, (p1, "10", "120", "10"), (p2, "5", "40"), discount="50", freight="30", freight_paid="45"
    ).order_id


def back(store, order, quantities, **values):
    return returns.take_back(store, order, quantities, request=new_uid(), reason="broken", **values)


def give(store, order, amounts):
    return returns.give_back(store, order, amounts, request=new_uid(), reason="scratched")


def bill(store, order, quantities=None):
    return invoices.invoice(store, order, quantities, request=new_uid())


def test_the_worked_return(store, example):
    [line, _] = lines_of(store, example)
    done = back(store, example, {line: D(2)})
    assert done.net == D("207.56")
    assert done.credit_note == ""
    assert entries(store, "quantity", "revenue", "cost", "level", kind="return") == [
        (D(-2), D("-207.56"), D("-140.00"), "A")
    ]


def test_everything_back_in_any_pieces_leaves_nothing_for_anybody(store, make, customer):
    people = [(make.staff(), "33.34"), (make.staff(), "33.33"), (make.staff(), "33.33")]
    order = make.order(customer, (make.product(cost="3.3333"), "7", "14.2857"), shares=people).order_id
    [line] = lines_of(store, order)
    bill(store, order)
    for quantity in ("0.333", "3", "1.667", "2"):
        back(store, order, {line: D(quantity)})
        books.check(store)
    assert booked(store) == (0, 0, 0)
    assert balance(store, customer) == 0
    with pytest.raises(Conflict, match="Only 0"):
        back(store, order, {line: D("0.001")})


def test_goods_that_were_not_billed_yet_come_back_first(store, make, customer):
    order = make.order(customer, (make.product(), "10", "10", "0", "21")).order_id
    [line] = lines_of(store, order)
    bill(store, order, {line: D(4)})
    assert back(store, order, {line: D(5)}).credit_note == ""
    done = back(store, order, {line: D(2)})
    assert done.credit_note.startswith("CN-")
    # one of the two was billed
    assert account(store, customer) == [("invoice", D("48.40")), ("credit_note", D("-12.10"))]
    with pytest.raises(Conflict, match="Nothing is left"):
        bill(store, order)
    books.check(store)


def test_bills_and_credits_of_a_line_that_does_not_divide_end_at_zero(store, make, customer):
    order = make.order(customer, (make.product(), "10", "0.005")).order_id
    [line] = lines_of(store, order)
    back(store, order, {line: D(3)})
    bill(store, order)
    back(store, order, {line: D(7)})
    assert balance(store, customer) == 0
    assert booked(store) == (0, 0, 0)


@pytest.mark.parametrize("recognition", ["order", "delivery", "invoice"])
def test_a_part_billed_a_part_returned_and_the_rest_billed(store, make, customer, recognition):
    set_recognition(store, recognition)
    order = make.order(customer, (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    bill(store, order, {line: D(4)})
    deliveries.deliver(store, order, {line: D(4)}, request=new_uid())
    back(store, order, {line: D(3)})
    bill(store, order)
    deliveries.deliver(store, order, request=new_uid())
    assert booked(store) == (7, D("70.00"), D("42.00"))
    assert balance(store, customer) == D("70.00")
    books.check(store)


def test_money_back_is_revenue_alone(store, make, customer, example):
    [line, _] = lines_of(store, example)
    bill(store, example)
    before = booked(store)
    give(store, example, {line: D("37.81")})
    assert booked(store) == (before[0], before[1] - D("37.81"), before[2])
    assert balance(store, customer) == D("1222.19")
    back(store, example, {line: D(10)})
    # what came back afterwards brings only what was still paid for it
    assert balance(store, customer) == D("222.19")
    books.check(store)


def test_no_more_money_goes_back_than_was_billed(store, make, customer):
    order = make.order(customer, (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    with pytest.raises(Conflict, match="not invoiced yet"):
        give(store, order, {line: D(1)})
    bill(store, order, {line: D(2)})
    with pytest.raises(Conflict, match=r"still brings 20\.00"):
        give(store, order, {line: D("20.01")})
    give(store, order, {line: D("20.00")})
    with pytest.raises(Conflict, match=r"still brings 0\.00"):
        give(store, order, {line: D("0.01")})
    assert balance(store, customer) == 0
    bill(store, order)
    assert balance(store, customer) == D("80.00")
    books.check(store)


@pytest.mark.parametrize(
    ("amount", "says"),
    [("-1", "positive"), ("0", "Write the amount"), ("NaN", "not a number"), ("0.001", "2 can be kept")],
)
def test_amounts_that_cannot_go_back(store, example, amount, says):
    bill(store, example)
    [line, _] = lines_of(store, example)
    with pytest.raises(Mistake, match=says):
        give(store, example, {line: D(amount)})


def test_returns_that_cannot_be(store, make, customer, example):
    other = make.order(customer, (make.product(), "1")).order_id
    [foreign], [line, _] = lines_of(store, other), lines_of(store, example)
    with pytest.raises(Mistake, match="not on the order"):
        back(store, example, {foreign: D(1)})
    bill(store, example)
    with pytest.raises(Mistake, match="not on the order"):
        give(store, example, {foreign: D(1)})
    with pytest.raises(NotFound, match="no such order"):
        back(store, 9999, {line: D(1)})
    with pytest.raises(Mistake, match="needs a reason"):
        returns.take_back(store, example, {line: D(1)}, request=new_uid(), reason=" ")
    quote = orders.quote(store, make.draft(customer, (make.product(), "1")), request=new_uid())
    with pytest.raises(Conflict, match="is quoted; nothing of it can come back"):
        back(store, quote.order_id, {lines_of(store, quote.order_id)[0]: D(1)})


def test_a_repeated_return_is_one(store, example):
    [line, _], request = lines_of(store, example), new_uid()
    first, again = (returns.take_back(store, example, {line: D(2)}, request=request, reason="broken") for _ in range(2))
    assert (first.return_id, first.number, first.net) == (again.return_id, again.number, again.net)
    assert booked(store, kind="return")[0] == -2


def test_calling_an_order_off_credits_its_bill_with_freight(store, customer, example):
    [line, _] = lines_of(store, example)
    bill(store, example)
    back(store, example, {line: D(3)})
    done = returns.cancel(store, example, request=new_uid(), reason="called off")
    assert done.credit_note.startswith("CN-")
    assert booked(store) == (0, 0, 0)
    assert balance(store, customer) == 0
    row = order_row(store, example)
    assert (row.status, row.cancelled_reason) == ("cancelled", "called off")
    with pytest.raises(Conflict, match="cannot become cancelled"):
        returns.cancel(store, example, request=new_uid(), reason="again")
    books.check(store)


def test_goods_that_left_are_not_called_off(store, make, customer):
    order = make.order(customer, (make.product(), "2")).order_id
    bill(store, order)
    deliveries.deliver(store, order, request=new_uid())
    with pytest.raises(Conflict, match="Goods of this order have left"):
        returns.cancel(store, order, request=new_uid(), reason="called off")


def test_a_quote_is_called_off_without_a_trace_in_the_books(store, make, customer):
    quote, request = orders.quote(store, make.draft(customer, (make.product(), "1")), request=new_uid()), new_uid()
    assert returns.cancel(store, quote.order_id, request=request, reason="too late") is None
    assert returns.cancel(store, quote.order_id, request=request, reason="too late") is None
    with pytest.raises(Mistake, match="needs a reason"):
        returns.cancel(store, quote.order_id, request=new_uid(), reason="")
    assert booked(store) == (0, 0, 0)
