"""Payments put against invoices later, taken back again, and payments that were a mistake."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.models import AccountEntry
from app.queries import accounts
from app.services import allocations, customers, payments
from app.store.session import Actor
from tests.services.test_payments import owe, pay
from tests.support import books
from tests.support.ledger import account, balance

D = Decimal


@pytest.fixture
def customer(make):
    return make.customer()


def credit_of(store, paid) -> int:
    with store.read() as tx:
        return tx.scalar(select(AccountEntry.id).where(AccountEntry.payment_id == paid.payment_id))


def opened(store, customer, day=None) -> dict[int, Decimal]:
    with store.read() as tx:
        return dict(accounts.open_amounts(tx, customer, day or store.today()))


def put(store, credit, **amounts):
    return allocations.put(store, credit, {int(key[1:]): D(value) for key, value in amounts.items()}, request=new_uid())


def test_a_payment_is_put_against_the_invoice_it_was_meant_for(store, make, customer):
    old, new = owe(store, make, customer, "100"), owe(store, make, customer, "80")
    credit = credit_of(store, pay(store, customer, "60"))
    assert opened(store, customer) == {old: D("40.00"), new: D("80.00")}
    assert put(store, credit, **{f"_{new}": "50"}).free == D("10.00")
    assert opened(store, customer) == {old: D("90.00"), new: D("30.00")}
    # more of the same credit on the same invoice
    assert put(store, credit, **{f"_{new}": "10"}).free == 0
    assert opened(store, customer) == {old: D("100.00"), new: D("20.00")}
    with pytest.raises(Conflict, match=r"Only 0\.00 of RC-2026-00001 is left"):
        put(store, credit, **{f"_{old}": "1"})
    assert balance(store, customer) == D("120.00")
    books.check(store)


def test_taking_back_leaves_earlier_days_as_they_were(store, make, customer, clock):
    old, new = owe(store, make, customer, "100"), owe(store, make, customer, "80")
    paid = pay(store, customer, "80", allocations={new: D(80)})
    first = store.today()
    clock.day = first + timedelta(days=3)
    credit = credit_of(store, paid)
    assert allocations.take_back(store, credit, new, request=new_uid()).free == D("80.00")
    assert opened(store, customer) == {old: D("20.00"), new: D("80.00")}
    assert opened(store, customer, first + timedelta(days=2)) == {old: D("100.00")}
    with store.snapshot() as tx:
        [line] = accounts.receivables_in(tx, first)
    assert sum(line.ageing.columns) == line.ageing.balance == D("100.00")
    with pytest.raises(NotFound, match="Nobody put this payment"):
        allocations.take_back(store, credit, new, request=new_uid())
    # chosen anew it holds again, from that day on
    put(store, credit, **{f"_{new}": "30"})
    assert opened(store, customer) == {old: D("50.00"), new: D("50.00")}
    books.check(store)


def test_a_choice_taken_back_the_same_day_never_was(store, make, customer):
    old, new = owe(store, make, customer, "100"), owe(store, make, customer, "80")
    credit = credit_of(store, pay(store, customer, "80", allocations={new: D(80)}))
    request = new_uid()
    for _ in range(2):
        allocations.take_back(store, credit, new, request=request)
    assert opened(store, customer) == {old: D("20.00"), new: D("80.00")}


def test_what_cannot_be_put(store, make, customer):
    debit, foreign = owe(store, make, customer, "100"), owe(store, make, make.customer(), "100")
    credit = credit_of(store, pay(store, customer, "200"))
    for amounts, says in (
        ({}, "Choose at least one"),
        ({f"_{debit}": "100.01"}, r"Only 100\.00 of this invoice"),
        ({f"_{foreign}": "5"}, "Only 0 of this invoice"),
        ({f"_{debit}": "-5"}, "cannot be put"),
        ({f"_{debit}": "0.001"}, "2 can be kept"),
    ):
        with pytest.raises((Conflict, Mistake), match=says):
            put(store, credit, **amounts)
    with pytest.raises(NotFound, match="no such payment"):
        put(store, debit, **{f"_{debit}": "5"})
    store.actor = Actor("nobody", access="none")
    for deed in (lambda: put(store, credit, **{f"_{debit}": "5"}), lambda: pay(store, customer, "1")):
        with pytest.raises(NotAllowed):
            deed()


def test_a_merged_record_keeps_its_payments(store, make, customer):
    goes_on = make.customer()
    debit = owe(store, make, goes_on, "100")
    credit = credit_of(store, pay(store, customer, "30"))
    customers.merge(store, goes_on, customer, request=new_uid())
    put(store, credit, **{f"_{debit}": "30"})
    assert opened(store, goes_on) == {debit: D("70.00")}


def test_a_payment_that_was_a_mistake_is_countered(store, make, customer):
    debit = owe(store, make, customer, "100")
    paid = payments.take(store, customer, D(100), request=new_uid(), reference="TR-1", allocations={debit: D(100)})
    with pytest.raises(Mistake, match="Say why"):
        payments.cancel(store, paid.payment_id, reason=" ", request=new_uid())
    request = new_uid()
    for _ in range(2):
        assert payments.cancel(store, paid.payment_id, reason="typed twice", request=request).balance == D("100.00")
    assert opened(store, customer) == {debit: D("100.00")}
    assert [kind for kind, _ in account(store, customer)] == ["invoice", "payment", "reversal"]
    with pytest.raises(Conflict, match="TR-1 is cancelled already"):
        payments.cancel(store, paid.payment_id, reason="again", request=new_uid())
    # the reference is free again
    payments.take(store, customer, D(100), request=new_uid(), reference="TR-1")
    books.check(store)


def test_money_that_is_still_to_come_is_not_booked(store, customer):
    with pytest.raises(Mistake, match="still to come") as refused:
        pay(store, customer, "5", on=date(2026, 3, 17))
    assert refused.value.field == "on"
