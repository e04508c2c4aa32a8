"""Months of commission are really closed, paid, adjusted and disputed while people go on working; nothing is lost."""

import os
import random
from contextlib import suppress
from functools import partial

import pytest
from sqlalchemy import select

from app.domain import frozen
from app.domain.commission import PAYABLE
from app.domain.commission_plan import Band, Base, Negative, Rates, Steps, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict
from app.models import CommissionEntry, CommissionMonth, CommissionStatement
from app.queries import commissions as query
from app.services import commission_months, commissions
from tests.support import commission_reference as reference
from tests.support import commissions as held
from tests.support.commissions import D, agree, rates
from tests.support.histories import RECOGNITIONS, History

STEPS = 24
SEEDS = int(os.environ.get("MOSTRADOR_COMMISSIONS", "5"))
BANDS = (Band(D("0.5"), D(100)), Band(D(1), D(400)), Band(D(2)))
PASSED = ("nobody", "no_cost", "disputes")


def plans(dice) -> tuple[Terms, Terms]:
    """Everybody's plan, and one person's own."""
    common = Terms(
        rates("7.25", 5, "3.5", 1), base=dice.choice(list(Base)), trigger=dice.choice(list(Trigger)),
        negative=dice.choice(list(Negative)), bands=dice.choice([(), BANDS]), steps=dice.choice(list(Steps)),
        cap=dice.choice([None, D(5), D(40)]),
    )  # fmt: skip
    return common, Terms(Rates.flat(D(10)), trigger=dice.choice(list(Trigger)))


def manage(store, clock, dice, staff) -> None:
    """What a manager does: a month is closed as soon as it is over, somebody is paid, adjusted, in dispute."""
    states = [one for one in query.months(store) if one.state == "open" and one.month < Month.of(clock.day)]
    for one in sorted(states, key=lambda each: each.month):
        commission_months.close(store, one.month, request=new_uid(), accept=PASSED)
    amount = D(dice.randint(-500, 500)).scaleb(-2)
    if amount:
        commission_months.adjust(store, dice.choice(staff), amount, reason="as agreed", request=new_uid())
    last = Month.of(clock.day).plus(-1)
    pay = partial(commission_months.pay, store, last, dice.choice(staff), request=new_uid())
    for deed in (pay, dispute(store, dice)):
        with suppress(Conflict):
            deed()


def dispute(store, dice):
    """Somebody disagrees with a line."""
    entries = held.entries(store, "id", kind="released")
    if not entries:
        return lambda: None
    return lambda: commission_months.dispute(store, dice.choice(entries)[0], "No.", request=new_uid())


def documents(store) -> list[tuple]:
    """All that stands of closed months."""
    kept, entry = CommissionStatement, CommissionEntry
    with store.read() as tx:
        closed = select(CommissionMonth.month).where(CommissionMonth.state == "closed")
        rows = tx.all(select(kept.month, kept.staff_id, kept.document).order_by(kept.month, kept.staff_id))
        booked = tx.all(select(entry.id, entry.amount).where(entry.month.in_(closed)).order_by(entry.id))
        return [tuple(row) for row in (*rows, *booked)]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_months_are_closed_while_people_go_on(store, clock, seed):
    dice = random.Random(seed)
    history = History(store, clock, 7000 + seed, dice.choice(RECOGNITIONS))
    common, own = plans(dice)
    agree(store, common)
    agree(store, own, staff=history.staff[0], name="Own")
    told, before = [], []
    for at in range(STEPS):
        told.append(history.step())
        if at % 6 == 5:
            commissions.run(store)
            now = documents(store)
            assert set(before) <= set(now), f"a closed month moved after {told}"
            manage(store, clock, dice, history.staff)
            before = documents(store)
    commissions.run(store)
    assert commissions.run(store, complete=True).entries == 0, f"the run overlooked something of {told}"
    reference.check(store, {None: common, history.staff[0]: own})
    _carried_on(store)


def _carried_on(store) -> None:
    """Frozen or live: opening + earned − clawed back ± adjustments − paid = closing = the next opening."""
    balances: dict[int, D] = {}
    waits: dict[int, D] = {}
    with store.snapshot() as tx:
        for month in sorted(one.month for one in query.months(store)):
            for one in query.statements(tx, month):
                box = one.box
                assert box.opening == balances.get(one.staff_id, 0)
                assert box.closing == box.opening + box.earned - box.clawed_back + box.adjustments - box.paid
                assert sum((line.amount for line in one.lines), D(0)) == box.closing - box.opening
                assert one.year.closing == box.closing
                assert one.state == "open" or frozen.is_intact(one)
                balances[one.staff_id] = box.closing
                # bands and cap of the open month are not booked yet
                waits[one.staff_id] = sum((line.amount for line in one.lines if not line.entry_id), D(0))
    for staff_id, balance in balances.items():
        assert balance == held.total(store, *PAYABLE, staff_id=staff_id) + waits[staff_id]
