"""What the database itself refuses: changes of what was booked, and entries in closed months."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from app.domain.month import Month
from app.domain.refusal import Conflict, Refusal
from app.models import (
    AccountEntry,
    Audit,
    BookMonth,
    BookMonthEvent,
    CommissionEntry,
    CommissionMonth,
    ContributionEntry,
)

MARCH = Month(2026, 3)
LEDGERS = [ContributionEntry, AccountEntry, Audit, BookMonthEvent, CommissionEntry]


@pytest.fixture
def booked(store, make):
    """A row in every ledger."""
    order, person = make.order(customer := make.customer(), (make.product(), "1")), make.staff()
    with store.write() as tx:
        tx.execute(insert(AccountEntry), account(customer, MARCH))
        tx.execute(insert(BookMonthEvent), {"month": MARCH, "event": "closed", "revision": 1})
        tx.execute(insert(CommissionEntry), commission(person, MARCH))
    return customer, order.order_id


def account(customer: int, month: Month) -> dict:
    """An account entry."""
    return {
        "customer_id": customer, "on": month.first, "month": month, "kind": "invoice", "number": "X",
        "amount": Decimal(1),
    }  # fmt: skip


def contribution(customer: int, month: Month) -> dict:
    """A contribution entry."""
    return {
        "customer_id": customer, "on": date(2026, 3, 1), "month": month, "belongs_to": month, "kind": "adjustment",
        "revenue": Decimal(0), "cost": Decimal(1),
    }  # fmt: skip


def commission(person: int, month: Month) -> dict:
    """A commission entry."""
    return {
        "staff_id": person, "on": month.first, "fact_on": month.first, "month": month, "belongs_to": month,
        "kind": "adjustment", "amount": Decimal(1),
    }  # fmt: skip


def tried(store, statement, values=None) -> None:
    with store.write() as tx:
        tx.execute(statement, values)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda table: table.__tablename__)
def test_what_was_booked_is_never_changed_or_deleted(store, booked, ledger):
    with store.read() as tx:
        before = [tuple(row) for row in tx.all(select(ledger.__table__))]
    assert before
    attempts = [update(ledger).values(created_by="somebody"), delete(ledger)]
    if store.engine.dialect.name != "sqlite":
        attempts.append(text(f"TRUNCATE {ledger.__tablename__} CASCADE"))
    for attempt in attempts:
        with pytest.raises((DBAPIError, Refusal)):
            tried(store, attempt)
    with store.read() as tx:
        assert [tuple(row) for row in tx.all(select(ledger.__table__))] == before


@pytest.mark.parametrize(("ledger", "row"), [(AccountEntry, account), (ContributionEntry, contribution)])
def test_nothing_enters_a_closed_month_by_any_path(store, booked, ledger, row):
    customer, _ = booked
    with store.write() as tx:
        tx.execute(update(BookMonth).where(BookMonth.month == MARCH).values(state="closed"))
    with pytest.raises(Conflict, match="closed meanwhile"):
        tried(store, insert(ledger), row(customer, MARCH))
    # one of many rows is enough, and takes the others with it
    with pytest.raises(Conflict, match="closed meanwhile"):
        tried(store, insert(ledger), [row(customer, MARCH.plus(1)), row(customer, MARCH)])
    tried(store, insert(ledger), row(customer, MARCH.plus(1)))
    with store.read() as tx:
        query = select(ledger.id).where(ledger.customer_id == customer, ledger.month == MARCH.plus(1))
        assert len(tx.all(query)) == 1


def test_nothing_enters_a_month_whose_commission_is_closed(store, make):
    person = make.staff()
    with store.write() as tx:
        tx.execute(insert(CommissionMonth), {"month": MARCH, "state": "closed"})
    with pytest.raises(Conflict, match="closed meanwhile"):
        tried(store, insert(CommissionEntry), [commission(person, MARCH.plus(1)), commission(person, MARCH)])
    tried(store, insert(CommissionEntry), commission(person, MARCH.plus(1)))
    with store.read() as tx:
        assert len(tx.all(select(CommissionEntry.id))) == 1


def test_a_late_fact_is_booked_in_the_first_open_month(store, make, booked):
    with store.write() as tx:
        tx.execute(update(BookMonth).where(BookMonth.month == MARCH).values(state="closed"))
        tx.execute(insert(BookMonth), {"month": MARCH.plus(1), "state": "closed"})
    order = make.order(make.customer(), (make.product(), "2"), on=date(2026, 3, 16))
    with store.read() as tx:
        entry = ContributionEntry
        row = tx.first(select(entry.on, entry.month, entry.belongs_to).where(entry.order_id == order.order_id))
    assert tuple(row) == (date(2026, 5, 1), Month(2026, 5), MARCH)
