"""The orders' list says what an order brings in commission: to managers all of it, to salespeople their own part."""

from decimal import Decimal

import pytest

from app.queries.orders import LIST
from app.services import commissions
from app.store.session import Actor
from tests.support.commission_desk import People


@pytest.mark.parametrize(
    ("access", "own", "seen"),
    [("manager", "", Decimal(60)), ("sales", "diego", Decimal(36)), ("sales", "wei", Decimal(24)),
     ("front_desk", "", None)],
)  # fmt: skip
def test_each_sees_what_the_own_rights_allow(store, make, access, own, seen):
    people = People(store, make)
    commissions.run(store)
    store.actor = Actor(own or access, getattr(people, own) if own else None, access)
    with store.read() as tx:
        [row] = LIST.rows(tx, [people.order])
    assert row.commission == seen
