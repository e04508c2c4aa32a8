"""Orders: the worked example, repeated requests, quotes, parts, returns and cancellations."""

from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake
from app.queries import contribution
from app.services import deliveries, invoices, orders, payments, returns

D = Decimal


def total(store):
    """Revenue, cost and contribution of everything."""
    rows = contribution.by(store, "customer", period="year")
    return (
        sum((row.revenue for row in rows), D(0)),
        sum((row.cost for row in rows), D(0)),
        sum((row.contribution for row in rows), D(0)),
    )


@pytest.fixture
def example(make):
    """The worked example of the rules: two products, an order discount, freight."""
    p1, p2 = make.product("P1", price="120", cost="70"), make.product("P2", price="40", cost="38")
    customer = make.customer("Example")
    return make.order(
        customer, (p1, "10", "120", "10"), (p2, "5", "40"), discount="50", freight="30", freight_paid="45"
    )


def test_the_worked_example_books_325(store, example):
    assert example.net == D("1260.00")
    assert total(store) == (D("1260.00"), D("935.00"), D("325.00"))


def test_a_return_reverses_revenue_and_snapshot_cost(store, example, make):
    line = first_line(store, example.order_id)
    returns.take_back(store, example.order_id, {line: D(2)}, request=new_uid(), reason="broken")
    assert total(store)[2] == D("325.00") - D("67.56")


def first_line(store, order_id):
    from app.services.orderlines import stored_lines

    with store.read() as tx:
        return stored_lines(tx, order_id)[0].id


def test_a_repeated_request_books_once(store, make):
    product, customer, request = make.product(), make.customer(), new_uid()
    draft = make.draft(customer, (product, "3"))
    first = orders.place(store, draft, request=request)
    again = orders.place(store, draft, request=request)
    assert (again.order_id, again.number) == (first.order_id, first.number)
    assert total(store)[0] == D("30.00")


def test_more_cannot_come_back_than_was_sold(store, example):
    line = first_line(store, example.order_id)
    returns.take_back(store, example.order_id, {line: D(8)}, request=new_uid(), reason="wrong size")
    with pytest.raises(Conflict, match="Only 2"):
        returns.take_back(store, example.order_id, {line: D(3)}, request=new_uid(), reason="again")


def test_a_cancelled_order_leaves_nothing(store, example):
    returns.cancel(store, example.order_id, request=new_uid(), reason="mistake")
    assert total(store) == (D(0), D(0), D(0))


def test_a_quote_books_nothing_until_it_is_confirmed(store, make):
    quote = orders.quote(store, make.draft(make.customer(), (make.product(), "2")), request=new_uid())
    assert total(store)[0] == 0
    assert quote.number.startswith("Q-")
    order = orders.confirm(store, quote.order_id, request=new_uid())
    assert order.number.startswith("SO-")
    assert total(store)[0] == D("20.00")


def test_deliver_invoice_pay(store, make):
    order = make.order(make.customer(), (make.product(), "10", "10", "0", "21"))
    line = first_line(store, order.order_id)
    part = deliveries.deliver(store, order.order_id, {line: D(4)}, request=new_uid())
    assert part.order_status == "in_progress"
    assert deliveries.deliver(store, order.order_id, request=new_uid()).order_status == "delivered"
    bill = invoices.invoice(store, order.order_id, request=new_uid())
    assert (bill.net, bill.tax, bill.gross) == (D("100.00"), D("21.00"), D("121.00"))
    with store.read() as tx:
        customer = orders.SalesOrder
        from sqlalchemy import select

        customer_id = tx.scalar(select(customer.customer_id).where(customer.id == order.order_id))
    paid = payments.take(store, customer_id, D("21.00"), request=new_uid())
    assert paid.balance == D("100.00")


def test_an_empty_order_is_a_mistake(store, make):
    with pytest.raises(Mistake, match="no lines"):
        orders.place(store, make.draft(make.customer()), request=new_uid())
