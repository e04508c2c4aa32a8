"""Who owes what, by age: the database's arithmetic is the account's own, on any day, whatever was chosen."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from app.domain.account import Ageing
from app.domain.ids import new_uid
from app.domain.refusal import NotAllowed
from app.queries import account_screen, accounts, listing, receivables
from app.services import allocations, customers, payments
from app.store.session import Actor
from tests.services.test_allocations import credit_of
from tests.services.test_payments import owe, pay

D = Decimal
TODAY = date(2026, 3, 16)


def shown(store, as_of=TODAY, text="", sort=""):
    listed = receivables.listed(as_of)
    filters = listing.filters_of(store, listed, text)
    return list(listing.page(store, listed, filters=filters, sort=sort).rows)


def totals(store, as_of=TODAY, text=""):
    listed = receivables.listed(as_of)
    keys = ("balance", "unallocated", "not_due", "d1_30", "d31_60", "d61_90", "over_90")
    return Ageing(**listing.totals(store, listed, listing.filters_of(store, listed, text), keys))


@pytest.fixture
def books(store, make, clock):
    """Four customers with debits of every age, payments, choices, one taken back, one record merged into another."""
    rng = Random(7)
    people = [make.customer(code=f"R{at}") for at in range(4)]
    for day in range(0, 150, 10):
        clock.day = TODAY - timedelta(days=150 - day)
        who = people[rng.randrange(4)]
        debit = owe(store, make, who, str(rng.randint(20, 300)), due_on=clock.day + timedelta(days=rng.choice((0, 30))))
        amount = D(rng.randint(10, 200))
        chosen = {debit: min(amount, D(15))} if rng.random() < 0.5 else None
        paid = pay(store, who, amount, allocations=chosen)
        if chosen and rng.random() < 0.4:
            clock.day += timedelta(days=3)
            allocations.take_back(store, credit_of(store, paid), debit, request=new_uid())
    clock.day = TODAY
    customers.merge(store, people[0], people[1], request=new_uid())
    pay(store, people[3], "5000")
    return people


def test_the_list_is_the_accounts_on_any_day(store, books, statements):
    for days in (0, 20, 75, 140, 400):
        as_of = TODAY - timedelta(days=days)
        with store.snapshot() as tx:
            found = accounts.receivables_in(tx, as_of)
        expected = {one.code: one.ageing for one in found if one.ageing.balance}
        statements.clear()
        rows = shown(store, as_of)
        assert len(statements) <= 2
        assert {row.code: row.ageing for row in rows} == expected
        assert [row.ageing.balance for row in rows] == sorted((one.balance for one in expected.values()), reverse=True)
        whole = totals(store, as_of)
        assert whole == sum(expected.values(), Ageing())
        assert sum(whole.columns) == whole.balance


def test_days_overdue_are_a_filter(store, books):
    for days in (0, 10, 30, 61, 119):
        late = {row.code for row in shown(store, text=f"overdue:>{days}")}
        expected = set()
        for row in shown(store):
            items = account_screen.account(store, row.id).items
            if any(one.item.days_overdue > days for one in items):
                expected.add(row.code)
        assert late == expected
        assert {row.code for row in shown(store, text=f"overdue:<={days}")} == {r.code for r in shown(store)} - expected
    assert totals(store, text="overdue:>30").balance == sum(r.ageing.balance for r in shown(store, text="overdue:>30"))
    assert [row.code for row in shown(store, text="balance:<0")] == ["R3"]
    assert len(shown(store, text="customer", sort="name")) == len(shown(store))


def test_an_account_of_the_screen_adds_up(store, books):
    for row in shown(store):
        found = account_screen.account(store, row.id)
        assert found.ageing == row.ageing
        assert sum((one.item.open for one in found.items), D(0)) + found.ageing.unallocated == found.ageing.balance
        assert found.movements[-1].balance == found.ageing.balance
        assert found.brought_forward + sum(m.debit - m.credit for m in found.movements) == found.ageing.balance
        earlier = account_screen.account(store, row.id, TODAY - timedelta(days=60))
        assert all(move.on <= earlier.as_of for move in earlier.movements)
        assert earlier.puts == ()


def test_a_preview_is_what_the_payment_then_does(store, make, clock):
    customer = make.customer()
    clock.day = date(2026, 2, 1)
    old, new = owe(store, make, customer, "100"), owe(store, make, customer, "80")
    clock.day = TODAY
    plan = account_screen.preview(store, customer, D(210), chosen={new: D(50)})
    assert [(use.debit_id, use.amount, use.left, use.chosen) for use in plan.uses] == [
        (new, D(50), D("0.00"), True), (old, D("100.00"), D("0.00"), False), (new, D("30.00"), D("0.00"), False),
    ]  # fmt: skip
    assert (plan.unallocated, plan.balance, plan.booked_on) == (D("30.00"), D("-30.00"), TODAY)
    payments.take(store, customer, D(210), request=new_uid(), allocations={new: D(50)})
    found = account_screen.account(store, customer)
    assert (found.ageing.unallocated, found.items) == (D("-30.00"), ())
    assert [(line.free, line.left) for line in found.credits] == [(D("160.00"), D("30.00"))]
    assert [(line.debit_id, line.amount) for line in found.puts] == [(new, D("50.00"))]


def test_accounts_are_for_users(store, books):
    store.actor = Actor("nobody", access="none")
    for question in (lambda: account_screen.account(store, books[0]), lambda: shown(store)):
        with pytest.raises(NotAllowed):
            question()
