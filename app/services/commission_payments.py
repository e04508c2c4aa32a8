"""Paying commission of a closed month: everybody to whom something is due, as one operation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.commission import PAID
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_, Conflict
from app.models import CommissionEntry
from app.queries.commission_team import due
from app.queries.commissions import state_of, statements
from app.services.commissions import OpenMonths, check_open, hold
from app.store.session import Store, Write


@dataclass(frozen=True, slots=True)
class PaidAll:
    """How many people were paid, and how much in all (positive)."""

    people: int
    total: Decimal
    changes: ChangeSet


def pay_all(store: Store, month: Month, *, request: UUID, on: date | None = None) -> PaidAll:
    """Pay everybody what a closed month's statements say, without what is disputed and what was paid since.

    It is booked on ``on`` (today), in that day's month. Raises ``NotAllowed``, and ``Conflict`` when the month is open,
    when the month of ``on`` is closed or when nothing is due.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission paid to all") is None:
            hold(tx)
            if state_of(tx, month) != "closed":
                raise Conflict(N_("The commission of {month} is not closed yet."), month=str(month))
            owed = {who: amount for who, amount in due(tx, month, statements(tx, month)).items() if amount > ZERO}
            if not owed:
                raise Conflict(N_("There is nothing to pay for {month}."), month=str(month))
            _book(tx, month, owed, on or tx.today)
            tx.done(request, "commission paid to all", month.code)
            tx.audit("paid to all", "commission", month.code, f"{sum(owed.values(), ZERO)} {len(owed)}")
        tx.touched("commission")
        return _paid(tx, month)


def _book(tx: Write, month: Month, owed: dict[int, Decimal], day: date) -> None:
    check_open(tx, Month.of(day))
    booked, into, _ = OpenMonths(tx)(day)
    tx.execute(
        insert(CommissionEntry),
        [
            {
                "on": booked, "fact_on": day, "month": into, "belongs_to": month, "kind": PAID, "staff_id": staff_id,
                "amount": -amount, "reason": str(month), "approved_by": tx.actor.login, "created_by": tx.actor.login,
            }
            for staff_id, amount in owed.items()
        ],
    )  # fmt: skip


def _paid(tx: Write, month: Month) -> PaidAll:
    """All that was paid for a month so far."""
    entry = CommissionEntry
    row = tx.first(
        select(func.count(entry.staff_id.distinct()), func.sum(entry.amount)).where(
            entry.kind == PAID, entry.belongs_to == month
        )
    )
    return PaidAll(row[0] if row else 0, -row[1] if row and row[1] else ZERO, tx.changes)
