"""Bills: what was ordered, once, and never for more than the order."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake
from app.models import InvoiceTax, SalesOrder
from app.services import invoices, orders, returns
from tests.support import books
from tests.support.ledger import account, balance, booked, lines_of, order_row, set_recognition

D = Decimal


@pytest.fixture
def customer(make):
    return make.customer()


def bill(store, order, quantities=None, **values):
    return invoices.invoice(store, order, quantities, request=new_uid(), **values)


def test_invoices_of_an_order_add_up_to_it(store, make, customer):
    order = make.order(
        customer, (make.product(), "3", "33.3333", "0", "21"), freight="7.50", freight_tax_rate=D(21)
    ).order_id
    [line] = lines_of(store, order)
    found = [bill(store, order, {line: D(1)}) for _ in range(3)]
    assert [invoice.net for invoice in found] == [D("40.83"), D("33.34"), D("33.33")]
    assert sum(invoice.net for invoice in found) == order_row(store, order).net
    assert [invoice.number for invoice in found] == ["F-2026-00001", "F-2026-00002", "F-2026-00003"]
    assert order_row(store, order).status == "invoiced"
    with pytest.raises(Conflict):
        bill(store, order)
    books.check(store)


def test_tax_is_rounded_once_per_rate(store, make, customer):
    order = make.order(customer, *[(make.product(), "1", "0.05", "0", "10")] * 3, (make.product(), "1", "9", "0", "21"))
    found = bill(store, order.order_id)
    assert (found.net, found.tax, found.gross) == (D("9.15"), D("1.91"), D("11.06"))
    with store.read() as tx:
        rows = tx.all(select(InvoiceTax.rate, InvoiceTax.net, InvoiceTax.tax).order_by(InvoiceTax.rate))
    assert [tuple(row) for row in rows] == [(D(10), D("0.15"), D("0.02")), (D(21), D("9.00"), D("1.89"))]


@pytest.mark.parametrize(("days", "due"), [(None, date(2026, 4, 15)), (0, date(2026, 3, 16)), (60, date(2026, 5, 15))])
def test_due_after_the_customers_days(store, make, days, due):
    order = make.order(make.customer(payment_days=days), (make.product(), "1"))
    assert bill(store, order.order_id).due_on == due


def test_a_bill_is_not_due_before_it_is_written(store, make, customer):
    order = make.order(customer, (make.product(), "1"))
    with pytest.raises(Mistake, match="cannot be due on 2026-03-15"):
        bill(store, order.order_id, due_on=date(2026, 3, 15))


def test_what_cannot_be_invoiced(store, make, customer):
    quote = orders.quote(store, make.draft(customer, (make.product(), "1")), request=new_uid())
    with pytest.raises(Conflict, match="is quoted"):
        bill(store, quote.order_id)
    order = make.order(customer, (make.product(), "1")).order_id
    [line] = lines_of(store, order)
    for quantity, says in (("2", "Only 1"), ("-1", "positive"), ("0", "Nothing is left")):
        with pytest.raises((Conflict, Mistake), match=says):
            bill(store, order, {line: D(quantity)})
    with pytest.raises(Mistake, match="not on the order"):
        bill(store, order, {9999: D(1)})
    returns.cancel(store, order, request=new_uid(), reason="called off")
    with pytest.raises(Conflict, match="is cancelled"):
        bill(store, order)
    assert account(store, customer) == []


def test_an_imported_order_has_its_bill_already(store, make, customer):
    order = make.order(customer, (make.product(), "1")).order_id
    with store.write() as tx:
        tx.execute(update(SalesOrder).where(SalesOrder.id == order).values(imported=True))
    with pytest.raises(Conflict, match="imported with its bill"):
        bill(store, order)


def test_sold_when_it_is_invoiced(store, make, customer):
    set_recognition(store, "invoice")
    order = make.order(customer, (make.product(cost="3.3333"), "3", "33.3333"), freight="5", freight_paid="9").order_id
    [line] = lines_of(store, order)
    bill(store, order, {line: D(2)})
    assert booked(store) == (2, D("71.67"), D("15.67"))
    bill(store, order)
    assert booked(store) == (3, D("105.00"), D("19.00"))
    books.check(store)


def test_a_repeated_invoice_is_one(store, make, customer):
    order, request = make.order(customer, (make.product(), "1")).order_id, new_uid()
    first, again = (invoices.invoice(store, order, request=request) for _ in range(2))
    assert (first.invoice_id, first.number) == (again.invoice_id, again.number)
    assert balance(store, customer) == D("10.00")


def test_goods_given_away_are_billed_too(store, make, customer):
    order = make.order(customer, (make.product(), "2", "0"), (make.product(), "1")).order_id
    assert bill(store, order).net == D("10.00")
    assert order_row(store, order).status == "invoiced"
    [line, _] = lines_of(store, order)
    assert returns.take_back(store, order, {line: D(1)}, request=new_uid(), reason="x").credit_note
    books.check(store)
