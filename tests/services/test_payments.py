"""Money comes in: against what is open, against what was chosen, and never twice."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import Allocation, BookMonth, Customer, Payment
from app.queries import accounts
from app.services import customers, invoices, payments
from tests.support import books
from tests.support.ledger import account, balance

D = Decimal
DAY = date(2026, 3, 16)


@pytest.fixture
def customer(make):
    return make.customer()


def owe(store, make, customer, amount, **values) -> int:
    """An invoice of a customer; the debit's id."""
    order = make.order(customer, (make.product(), "1", amount))
    bill = invoices.invoice(store, order.order_id, request=new_uid(), **values)
    return payments.debit_of_invoice(store, bill.invoice_id)


def pay(store, customer, amount, **values):
    return payments.take(store, customer, D(amount), request=new_uid(), **values)


def opened(store, customer) -> dict[int, Decimal]:
    with store.read() as tx:
        return dict(accounts.open_amounts(tx, customer, DAY))


def test_the_oldest_due_is_paid_first(store, make, customer):
    second = owe(store, make, customer, "80", due_on=date(2026, 4, 1))
    first = owe(store, make, customer, "100", due_on=date(2026, 3, 20))
    paid = pay(store, customer, "130")
    assert (paid.amount, paid.balance, paid.reference) == (D(130), D("50.00"), "RC-2026-00001")
    assert opened(store, customer) == {second: D("50.00")}
    assert first not in opened(store, customer)


def test_a_choice_beats_the_order_of_age_even_for_the_oldest(store, make, customer):
    old, new = owe(store, make, customer, "100"), owe(store, make, customer, "80")
    # without a choice this money lies on the oldest
    pay(store, customer, "40")
    pay(store, customer, "180", allocations={old: D(100), new: D(80)})
    assert opened(store, customer) == {}
    with pytest.raises(Conflict, match=r"Only 0\.00 of this invoice is open"):
        pay(store, customer, "1", allocations={old: D(1)})
    with store.read() as tx:
        assert accounts.settlement(tx, customer, DAY).ageing.unallocated == -40


def test_choices_that_cannot_be(store, make, customer):
    debit, foreign = owe(store, make, customer, "100"), owe(store, make, make.customer(), "100")
    for amount, chosen, says in (
        ("50", {debit: D("50.01")}, "More is put against"),
        ("200", {debit: D("100.01")}, "Only 100"),
        ("50", {debit: D(0)}, "cannot be put"),
        ("50", {debit: D(-5)}, "cannot be put"),
        ("50", {foreign: D(5)}, "Only 0"),
        ("50", {9999: D(5)}, "Only 0"),
        ("50", {debit: D("0.001")}, "2 can be kept"),
        ("-50", {debit: D(5)}, "More is put against"),
    ):
        with pytest.raises((Conflict, Mistake), match=says):
            pay(store, customer, amount, allocations=chosen)
    assert balance(store, customer) == D("100.00")
    with store.read() as tx:
        assert tx.all(select(Payment.id)) == tx.all(select(Allocation.id)) == []


@pytest.mark.parametrize(
    ("amount", "says"),
    [("0", "cannot be a payment"), ("NaN", "not a number"), ("1e12", "large"), ("0.001", "2 can be")],
)
def test_amounts_that_cannot_be(store, customer, amount, says):
    with pytest.raises(Mistake, match=says) as refused:
        pay(store, customer, amount)
    assert refused.value.field == "amount"


def test_money_paid_back_is_a_debit(store, customer):
    pay(store, customer, "50")
    assert pay(store, customer, "-20").balance == -30
    books.check(store)


def test_whom_and_what_a_payment_is_for(store, make, customer):
    order = make.order(make.customer(), (make.product(), "1")).order_id
    with pytest.raises(NotFound, match="no such customer"):
        pay(store, 9999, "1")
    with pytest.raises(NotFound, match="no such order"):
        pay(store, customer, "1", order_id=9999)
    with pytest.raises(Mistake, match="another customer"):
        pay(store, customer, "1", order_id=order)
    pay(store, customer, "1", reference="TR-1")
    with pytest.raises(Conflict, match="TR-1 of this customer is booked already"):
        pay(store, customer, "2", reference="TR-1")
    assert pay(store, make.customer(), "2", reference="TR-1").reference == "TR-1"


def test_a_blocked_customer_may_pay(store, customer):
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == customer).values(blocked_reason="bad debts"))
    assert pay(store, customer, "5").balance == -5


def test_who_was_merged_pays_for_the_one_that_goes_on(store, make, customer):
    goes_on = make.customer()
    debit = owe(store, make, customer, "100")
    customers.merge(store, goes_on, customer, request=new_uid())
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == goes_on).values(blocked_reason="bad debts"))
    assert pay(store, customer, "60", allocations={debit: D(60)}).balance == D("40.00")
    assert account(store, goes_on) == [("payment", D("-60.00"))]


def test_a_repeated_payment_is_one(store, customer):
    request = new_uid()
    first, again = (payments.take(store, customer, D(5), request=request) for _ in range(2))
    assert (first.payment_id, first.reference, first.balance) == (again.payment_id, again.reference, again.balance)
    assert account(store, customer) == [("payment", D("-5.00"))]


def test_a_payment_of_a_closed_month_is_booked_in_the_next(store, customer):
    pay(store, customer, "1", on=date(2026, 2, 3))
    with store.write() as tx:
        tx.execute(update(BookMonth).values(state="closed"))
    pay(store, customer, "2", on=date(2026, 2, 3))
    with store.read() as tx:
        assert accounts.settlement(tx, customer, date(2026, 2, 28)).balance == -1
        assert accounts.settlement(tx, customer, date(2026, 3, 1)).balance == -3
        assert {row[0] for row in tx.all(select(Payment.on))} == {date(2026, 2, 3)}
