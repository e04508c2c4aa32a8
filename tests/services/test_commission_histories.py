"""Whatever people do in whatever order, commission is that of what was kept and paid, and closed months never move."""

import os
import random

import pytest
from sqlalchemy import insert

from app.domain.commission_plan import Base, Negative, Rates, Terms, Trigger
from app.domain.month import Month
from app.models import CommissionMonth
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


def _closed(store, closed, month) -> set[Month]:
    """This month and two before are closed."""
    new = {month.plus(-at) for at in range(3)} - closed
    with store.write() as tx:
        if new:
            tx.execute(insert(CommissionMonth), [{"month": one, "state": "closed"} for one in sorted(new)])
    return closed | new
