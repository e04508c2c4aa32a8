"""Goods leave, whole or in parts, and what comes back need not leave again or does."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.services import deliveries, invoices, orders, returns
from tests.support import books
from tests.support.ledger import booked, lines_of, order_row, set_recognition

D = Decimal


@pytest.fixture
def two_lines(make):
    """An order of 10 and 5."""
    return make.order(make.customer(), (make.product(), "10"), (make.product(), "5", "20")).order_id


def deliver(store, order, quantities=None, **values):
    return deliveries.deliver(store, order, quantities, request=new_uid(), **values)


def back(store, order, quantities):
    return returns.take_back(store, order, quantities, request=new_uid(), reason="broken")


def test_line_by_line_until_all_has_left(store, two_lines):
    first, second = lines_of(store, two_lines)
    assert deliver(store, two_lines, {first: D(10)}).order_status == "in_progress"
    assert order_row(store, two_lines).delivered_on is None
    # the line that left before does not keep the order open
    assert deliver(store, two_lines, {second: D(5)}, on=date(2026, 3, 20)).order_status == "delivered"
    assert order_row(store, two_lines).delivered_on == date(2026, 3, 20)
    with pytest.raises(Conflict, match="Nothing is left"):
        deliver(store, two_lines)


@pytest.mark.parametrize(
    ("quantity", "says"),
    [("11", "Only 10"), ("-1", "positive"), ("NaN", "not a number"), ("0.0001", "3 can be kept")],
)
def test_quantities_that_cannot_leave(store, two_lines, quantity, says):
    [line, _] = lines_of(store, two_lines)
    with pytest.raises((Conflict, Mistake), match=says):
        deliver(store, two_lines, {line: D(quantity)})
    assert order_row(store, two_lines).status == "confirmed"


def test_lines_of_another_order_and_unknown_orders(store, make, two_lines):
    other = make.order(make.customer(), (make.product(), "1")).order_id
    with pytest.raises(Mistake, match="not on the order"):
        deliver(store, two_lines, {lines_of(store, other)[0]: D(1)})
    with pytest.raises(NotFound, match="no such order"):
        deliver(store, 9999)
    quote = orders.quote(store, make.draft(make.customer(), (make.product(), "1")), request=new_uid())
    with pytest.raises(Conflict, match="cannot become delivered"):
        deliver(store, quote.order_id)


def test_what_came_back_before_it_left_need_not_leave(store, two_lines):
    first, second = lines_of(store, two_lines)
    back(store, two_lines, {first: D(4)})
    with pytest.raises(Conflict, match="Only 6"):
        deliver(store, two_lines, {first: D(7)})
    assert deliver(store, two_lines, {first: D(6), second: D(5)}).order_status == "delivered"


def test_what_came_back_after_it_left_does_not_lessen_the_rest(store, two_lines):
    first, second = lines_of(store, two_lines)
    deliver(store, two_lines, {first: D(4), second: D(5)})
    back(store, two_lines, {first: D(3)})
    assert deliver(store, two_lines, {first: D(6)}).order_status == "delivered"
    # the customer has 1 + 6; taking them all back leaves nothing
    back(store, two_lines, {first: D(7), second: D(5)})
    assert booked(store, order_id=two_lines) == (0, 0, 0)
    books.check(store)


def test_a_repeated_delivery_is_one(store, two_lines):
    request = new_uid()
    first = deliveries.deliver(store, two_lines, request=request)
    again = deliveries.deliver(store, two_lines, request=request)
    assert (again.delivery_id, again.number) == (first.delivery_id, first.number)


def test_sold_when_it_leaves(store, make):
    set_recognition(store, "delivery")
    order = make.order(
        make.customer(), (make.product(cost="6"), "3", "33.3333"), freight="9", freight_paid="4"
    ).order_id
    [line] = lines_of(store, order)
    assert booked(store) == (0, 0, 0)
    deliver(store, order, {line: D(1)})
    # freight goes with the first goods
    assert booked(store) == (1, D("42.33"), D("10.00"))
    deliver(store, order, {line: D(1)})
    assert booked(store) == (2, D("75.67"), D("16.00"))
    deliver(store, order)
    assert booked(store) == (3, D("109.00"), D("22.00"))
    books.check(store)


def test_returned_before_it_was_sold_is_never_sold(store, make):
    set_recognition(store, "delivery")
    order = make.order(make.customer(), (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    back(store, order, {line: D(4)})
    assert booked(store) == (0, 0, 0)
    deliver(store, order)
    assert booked(store) == (6, D("60.00"), D("36.00"))
    books.check(store)


def test_an_order_counts_once_in_each_month_in_which_it_sells(store, make, clock):
    from sqlalchemy import func, select

    from app.models import CustomerMonth

    set_recognition(store, "delivery")
    order = make.order(make.customer(), (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    for day in (date(2026, 3, 17), date(2026, 3, 18), date(2026, 4, 2)):
        clock.day = day
        deliver(store, order, {line: D(2)})
    with store.read() as tx:
        counts = tx.all(
            select(CustomerMonth.month, func.sum(CustomerMonth.orders))
            .group_by(CustomerMonth.month).order_by(CustomerMonth.month)
        )  # fmt: skip
    assert [(str(row[0]), row[1]) for row in counts] == [("2026-03", 1), ("2026-04", 1)]


def test_a_change_of_the_rule_leaves_confirmed_orders_alone(store, make):
    order = make.order(make.customer(), (make.product(), "1")).order_id
    set_recognition(store, "invoice")
    deliver(store, order)
    invoices.invoice(store, order, request=new_uid())
    assert booked(store) == (1, D("10.00"), D("6.00"))
