"""Months of commission are closed, paid, adjusted, disputed and agreed anew while people go on; nothing is lost."""

import os
import random
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.domain import frozen
from app.domain.commission import CLAWBACK, PAYABLE, RELEASED
from app.domain.commission_plan import Band, Base, Negative, Steps, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict
from app.models import CommissionEntry, CommissionMonth, CommissionStatement
from app.queries import commissions as query
from app.services import commission_months, commissions
from tests.support import commission_reference as reference
from tests.support import commissions as held
from tests.support.commission_agreed import Agreed
from tests.support.commissions import D, rates
from tests.support.histories import RECOGNITIONS, History

ORDERS = int(os.environ.get("MOSTRADOR_ORDERS", "40"))
"""So many orders live on each database; ``dev.py lives`` lets 5,000."""
BEGUN, EACH, STEPS = 4, 8, 24
BANDS = (Band(D("0.5"), D(100)), Band(D(1), D(400)), Band(D(2)))
PASSED = ("nobody", "no_cost", "disputes")


def any_terms(dice) -> Terms:
    """A plan as people may agree on one."""
    return Terms(
        rates(*dice.choice([("7.25", 5, "3.5", 1), (10,), (0,), (33, "0.01", 12, 100)])), base=dice.choice(list(Base)),
        trigger=dice.choice(list(Trigger)), negative=dice.choice(list(Negative)), bands=dice.choice([(), BANDS]),
        steps=dice.choice(list(Steps)), cap=dice.choice([None, D(5), D(40)]),
    )  # fmt: skip


def manage(store, clock, dice, agreed, staff) -> None:
    """What a manager does: a month is closed as soon as it is over; somebody is paid, adjusted, in dispute; plans."""
    states = [one for one in query.months(store) if one.state == "open" and one.month < Month.of(clock.day)]
    for one in sorted(states, key=lambda each: each.month):
        closed = commission_months.close(store, one.month, request=new_uid(), accept=PASSED)
        for each in closed.statements:
            check_month(each, agreed.of_month(each.staff_id, one.month))
    amount = D(dice.randint(-500, 500)).scaleb(-2)
    if amount:
        commission_months.adjust(store, dice.choice(staff), amount, reason="as agreed", request=new_uid())
    last = Month.of(clock.day).plus(-1)
    pay = partial(commission_months.pay, store, last, dice.choice(staff), request=new_uid())
    since = clock.day + timedelta(dice.randint(-20, 10))
    renew = partial(agreed.renew, any_terms(dice), since, dice.choice([None, staff[0]]))
    anew = partial(commissions.recalculate, store, Month.of(clock.day), request=new_uid())
    for deed in (pay, dispute(store, dice), dice.choice([renew, anew])):
        with suppress(Conflict):
            deed()


def check_month(one, terms) -> None:
    """Bands and cap of a closed month, by another way."""
    total = sum((line.base for line in one.lines if line.kind in (RELEASED, CLAWBACK)), D(0))
    assert one.terms == terms
    assert one.box.bands == reference.bands(total, terms)
    assert terms.cap is None or one.box.earned <= terms.cap


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


@pytest.mark.parametrize("seed", range(-(-ORDERS // EACH)))
def test_months_are_closed_while_people_go_on(store, clock, seed):
    dice = random.Random(seed)
    history = History(store, clock, 7000 + seed, dice.choice(RECOGNITIONS))
    agreed = Agreed(store)
    agreed.give(any_terms(dice))
    agreed.give(any_terms(dice), history.staff[0])
    told, before = [], []
    while len(history.orders) < BEGUN:
        told.append(history.attempt(history.place))
    while len(told) < STEPS or len(history.orders) < EACH:
        told.append(history.step())
        if len(told) % 6 == 0:
            agreed.look()
            commissions.run(store)
            now = documents(store)
            assert set(before) <= set(now), f"a closed month moved after {told}"
            manage(store, clock, dice, agreed, history.staff)
            before = documents(store)
    agreed.look()
    commissions.run(store)
    assert commissions.run(store, complete=True).entries == 0, f"the run overlooked something of {told}"
    _check_orders(store, agreed)
    _carried_on(store)


def _check_orders(store, agreed) -> None:
    """Of every line and person exactly the commission of what was kept and paid is released, as it was agreed."""
    booked = agreed.booked()

    def terms(line, staff, day):
        return agreed.terms[booked.get((line, staff)) or agreed.version(staff, day)]

    assert reference.check(store, terms)


def _carried_on(store) -> None:
    """Frozen or live: opening + earned − clawed back ± adjustments − paid = closing = the next opening."""
    balances: dict[int, D] = {}
    waits: defaultdict[int, D] = defaultdict(D)
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
                # bands and cap of open months are not booked yet
                waits[one.staff_id] += sum((line.amount for line in one.lines if not line.entry_id), D(0))
    for staff_id, balance in balances.items():
        assert balance == held.total(store, *PAYABLE, staff_id=staff_id) + waits[staff_id]
