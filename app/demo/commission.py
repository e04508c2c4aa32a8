"""The demo company's commission: a plan for everybody since the beginning, months closed and paid with the books."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from app.domain.commission import RELEASED
from app.domain.commission_plan import Rates, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict
from app.models import CommissionEntry, CommissionMark
from app.services import commission_months, commission_payments, commission_plans, commissions
from app.store.session import Store

PLAN = "Sales team"
TERMS = Terms(Rates(Decimal(12), Decimal(8), Decimal(4), Decimal(1)), trigger=Trigger.PAYMENT)
PAY_DAY = timedelta(days=9)
PASSED = ("nobody", "no_cost", "disputes")
OBJECTION = "We sold this together; half of it is mine."


def agree_and_book(store: Store, first: Month) -> None:
    """Everybody has the plan from ``first`` on, and what it brought is booked."""
    plan = commission_plans.add(store, PLAN, first.first, TERMS, request=new_uid())
    commission_plans.assign(store, None, plan.plan_id, first.first, request=new_uid())
    commissions.run(store, complete=True)
    _caught_up(store)


def close_and_pay(store: Store, first: Month, last_closed: Month) -> None:
    """Commission of the months up to ``last_closed`` is closed, and paid in the month after.

    The last of them is closed and still to be paid; of the month after it one line is disputed.
    """
    for month in first.until(last_closed):
        commission_months.close(store, month, request=new_uid(), accept=PASSED)
        if month != last_closed:
            _pay(store, month, month.plus(1).first + PAY_DAY)
    _disagree(store, last_closed.plus(1))


def _caught_up(store: Store) -> None:
    """Nobody else writes here: nothing that was not committed yet has to be looked for by another run."""
    mark = CommissionMark
    with store.write() as tx:
        tx.execute(update(mark).where(mark.name != "run").values(done=mark.seen))


def _pay(store: Store, month: Month, day: date) -> None:
    try:
        commission_payments.pay_all(store, month, request=new_uid(), on=day)
    except Conflict:
        # in the first month nothing was paid by customers yet
        return


def _disagree(store: Store, month: Month) -> None:
    """One line of somebody's statement is disputed."""
    entry = CommissionEntry
    query = select(entry.id).where(entry.month == month, entry.kind == RELEASED, entry.amount > Decimal(0))
    with store.read() as tx:
        found = tx.scalar(query.order_by(entry.amount.desc(), entry.id).limit(1))
    if found is not None:
        commission_months.dispute(store, found, OBJECTION, request=new_uid())
