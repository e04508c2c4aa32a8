"""Many customers changed in one operation, taken back in one, and never over somebody else's change."""

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import Customer
from app.services import customers, customers_bulk
from app.services.customers_bulk import ManyChanges

FIELDS = ("salesperson_id", "tags", "active", "payment_days", "version")


@pytest.fixture
def people(make):
    return [make.customer(f"C{at}", tags=tags) for at, tags in enumerate(("", "hotel;vip", "VIP", "hotel"))]


def rows(store, ids):
    with store.read() as tx:
        found = {row[0]: tuple(row[1:]) for row in tx.all(
            select(Customer.id, *[getattr(Customer, name) for name in FIELDS]))}  # fmt: skip
    return [found[one] for one in ids]


def versions(store, ids):
    return {one: row[-1] for one, row in zip(ids, rows(store, ids), strict=True)}


def test_values_and_tags_of_many_are_changed_and_taken_back(store, make, people, statements):
    seller, before = make.staff("S1"), rows(store, people)
    statements.clear()
    changes = ManyChanges({"salesperson_id": seller, "payment_days": 30}, add_tags=[" Vip ", "new"])
    done = customers_bulk.change(store, versions(store, people), changes, request=new_uid())
    assert len(statements) < 20
    assert [row[:4] for row in rows(store, people)] == [
        (seller, "Vip;new", True, 30), (seller, "hotel;vip;new", True, 30), (seller, "VIP;new", True, 30),
        (seller, "hotel;Vip;new", True, 30),
    ]  # fmt: skip
    assert done.changes.ids["customer"] == frozenset(people)
    after = rows(store, people)
    redo = done.back(store)
    assert [row[:4] for row in rows(store, people)] == [row[:4] for row in before]
    again = redo.back(store)
    assert [row[:4] for row in rows(store, people)] == [row[:4] for row in after]
    again.back(store)
    assert [row[:4] for row in rows(store, people)] == [row[:4] for row in before]


def test_a_repeated_call_changes_once(store, people):
    request, read = new_uid(), versions(store, people)
    for _ in range(2):
        customers_bulk.change(store, read, ManyChanges({"active": False}), request=request)
    assert [row[2:] for row in rows(store, people)] == [(False, None, 2)] * 4


def test_what_somebody_else_changed_is_never_overwritten(store, people):
    read = versions(store, people)
    customers.change(store, people[2], {"note": "x"}, version=1)
    with pytest.raises(Conflict, match="1 of these customers"):
        customers_bulk.change(store, read, ManyChanges({"active": False}), request=new_uid())
    assert all(row[2] for row in rows(store, people)), "all or none"
    done = customers_bulk.change(store, versions(store, people), ManyChanges({"active": False}), request=new_uid())
    customers.change(store, people[0], {"note": "y"}, version=2)
    with pytest.raises(Conflict):
        done.back(store)
    assert not any(row[2] for row in rows(store, people))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (ManyChanges({"name": "x"}), Mistake), (ManyChanges({"payment_days": -1}), Mistake),
        (ManyChanges({"salesperson_id": 999}), NotFound), (ManyChanges({}, add_tags=["x" * 401]), Mistake),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused(store, people, changes, error):
    with pytest.raises(error):
        customers_bulk.change(store, versions(store, people), changes, request=new_uid())
    assert [row[-1] for row in rows(store, people)] == [1] * 4
