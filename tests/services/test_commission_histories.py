"""Whatever people do in whatever order, commission is that of what was kept and paid, and closed months never move."""

import os
import random

import pytest
from sqlalchemy import insert

from app.domain.commission import PAYABLE
from app.domain.commission_plan import Base, Negative, Rates, Terms, Trigger
from app.domain.month import Month
from app.models import CommissionMonth
from app.queries import commissions as commissions_seen
from app.services import commissions
from tests.support import commissions as held
from tests.support.commissions import D, agree, rates
from tests.support.histories import RECOGNITIONS, History

STEPS = 30
SEEDS = int(os.environ.get("MOSTRADOR_COMMISSIONS", "4"))


@pytest.mark.parametrize("trigger", Trigger)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_kept_and_paid_is_released(store, clock, trigger, seed):
    dice = random.Random(seed)
    history = History(store, clock, 1000 + seed * 3 + len(trigger), dice.choice(RECOGNITIONS))
    base = dice.choice(list(Base))
    agree(store, Terms(rates("7.25", 5, "3.5", 1), base=base, trigger=trigger, negative=Negative.ZERO))
    if dice.random() < 0.5:
        own = Terms(Rates.flat(D(10)), trigger=trigger)
        agree(store, own, staff=history.staff[0], since=clock.day, name="Own")
    told, frozen, closed = [], [], set()
    for at in range(STEPS):
        told.append(history.step())
        if at % 3 == 2:
            commissions.run(store)
            try:
                held.check(store)
            except AssertionError as error:
                raise AssertionError(f"after {told}: {error}") from error
            assert held.standing(store, closed) == frozen, "something was booked into a closed month"
        if at % 10 == 9:
            month = Month.of(clock.day).plus(-len(told) % 3 - 1)
            closed = _closed(store, closed, month)
            frozen = held.standing(store, closed)
    commissions.run(store, complete=True)
    commissions.run(store)
    assert commissions.run(store, complete=True).entries == 0
    held.check(store)
    _statements_carry_on(store)


def _statements_carry_on(store) -> None:
    """Opening + earned − clawed back ± adjustments − paid = closing = the next opening, to the sum of the ledger."""
    balances: dict[int, D] = {}
    with store.snapshot() as tx:
        for month in sorted(one.month for one in commissions_seen.months(store)):
            for one in commissions_seen.live(tx, month):
                assert one.box.opening == balances.get(one.staff_id, 0)
                assert sum((line.amount for line in one.lines), D(0)) == one.box.closing - one.box.opening
                balances[one.staff_id] = one.box.closing
    for staff_id, balance in balances.items():
        assert balance == held.total(store, *PAYABLE, staff_id=staff_id)


def _closed(store, closed, month) -> set[Month]:
    """This month and two before are closed."""
    new = {month.plus(-at) for at in range(3)} - closed
    with store.write() as tx:
        if new:
            tx.execute(insert(CommissionMonth), [{"month": one, "state": "closed"} for one in sorted(new)])
    return closed | new
