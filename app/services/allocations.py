"""Credits that are there are put against chosen invoices, and choices are taken back: which credit settles which debit.

The balance never moves by it. A choice that is taken back stays known, so that questions of earlier days have the same
answer as on those days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.money import ZERO
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import AccountEntry, Allocation, AllocationEnded, Balance
from app.queries import accounts
from app.services import payments
from app.services.orderlines import going_on
from app.store.session import AnyRow, Store, Write


@dataclass(frozen=True, slots=True)
class Put:
    """A credit that was put against debits: how much of it nobody has chosen for yet."""

    credit_id: int
    free: Decimal
    changes: ChangeSet


def put(store: Store, credit_id: int, amounts: Mapping[int, Decimal], *, request: UUID) -> Put:
    """Put parts of a booked credit against debit entries (ids) of the same customer, from today on.

    Raises ``Mistake`` without amounts, ``Conflict`` when more is put than is left of the credit or of a debit.
    """
    if not amounts:
        raise Mistake(N_("Choose at least one invoice."), field="allocations")
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "allocation") is None:
            credit = _credit(tx, credit_id)
            customer = going_on(tx, credit.customer_id)
            _hold(tx, customer)
            free = _free(tx, credit)
            given = sum(amounts.values(), ZERO)
            if given > free:
                raise Conflict(
                    N_("Only {free} of {number} is left; {amount} cannot be put against invoices."),
                    free=free, number=credit.number, amount=given,
                )  # fmt: skip
            before = _end(tx, Allocation.credit_id == credit_id, Allocation.debit_id.in_(list(amounts)))
            together = {debit: part + before.get(debit, ZERO) for debit, part in amounts.items()}
            payments.allocate(tx, customer, credit_id, free + sum(before.values(), ZERO), together, tx.today)
            tx.done(request, "allocation", credit_id)
            tx.audit("put against invoices", "customer", credit.customer_id, credit.number)
        credit = _credit(tx, credit_id)
        tx.touched("account", credit.customer_id)
        return Put(credit_id, _free(tx, credit), tx.changes)


def take_back(store: Store, credit_id: int, debit_id: int, *, request: UUID) -> Put:
    """What a credit was put against a debit by choice is free again, from today on.

    First-in first-out decides about it until somebody chooses anew. Raises ``NotFound`` where nobody chose.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        credit = _credit(tx, credit_id)
        if tx.claim(request, "allocation back") is None:
            _hold(tx, going_on(tx, credit.customer_id))
            ended = _end(tx, Allocation.credit_id == credit_id, Allocation.debit_id == debit_id)
            if not ended:
                raise NotFound(N_("Nobody put this payment against this invoice; the oldest is paid first by itself."))
            tx.done(request, "allocation back", credit_id)
            tx.audit("taken back from invoice", "customer", credit.customer_id, credit.number)
        tx.touched("account", credit.customer_id)
        return Put(credit_id, _free(tx, credit), tx.changes)


def _credit(tx: Write, credit_id: int) -> AnyRow:
    entry = AccountEntry
    row = tx.first(
        select(entry.id, entry.number, entry.customer_id, entry.amount)
        .where(entry.id == credit_id, entry.amount < ZERO)
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such payment or credit."))
    return row


def _hold(tx: Write, customer_id: int) -> None:
    """One choice about a customer's account at a time; what is chosen is then counted by all who come after."""
    query = select(Balance.amount).where(Balance.customer_id.in_(accounts.members(tx, customer_id)))
    tx.all(query if tx.sqlite else query.order_by(Balance.customer_id).with_for_update())


def _free(tx: Write, credit: AnyRow) -> Decimal:
    """What of a credit nobody has chosen for."""
    taken = tx.scalar(select(func.sum(Allocation.amount)).where(Allocation.credit_id == credit.id)) or ZERO
    return Decimal(-credit.amount - taken)


def _end(tx: Write, *where: object) -> dict[int, Decimal]:
    """End choices that stand; what they were, per debit. One of today never held on any day before."""
    chosen = Allocation
    rows = tx.all(
        select(chosen.id, chosen.credit_id, chosen.debit_id, chosen.on, chosen.amount).where(*where)  # type: ignore[arg-type]
    )
    if rows:
        tx.execute(delete(chosen).where(chosen.id.in_([row.id for row in rows])))
        kept = [_ended(row, tx.today, tx.actor.login) for row in rows if row.on < tx.today]
        if kept:
            tx.execute(insert(AllocationEnded), kept)
    return {row.debit_id: row.amount for row in rows}


def _ended(row: AnyRow, until: date, login: str) -> dict[str, object]:
    return {
        "credit_id": row.credit_id, "debit_id": row.debit_id, "on": row.on, "until": until, "amount": row.amount,
        "created_by": login,
    }  # fmt: skip
