"""Imported payments are put against the orders they name; the rest settles first-in first-out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from app.domain.money import ZERO
from app.models import AccountEntry, Allocation, Complaint, Payment
from app.services.voiding import chunks
from app.store.session import Read, Write


@dataclass(slots=True)
class _Standing:
    """An account entry that no other one counters, and how much of it is not yet chosen (positive)."""

    id: int
    order_id: int | None
    payment_id: int | None
    on: date
    left: Decimal


def allocate(tx: Write, payment_ids: Sequence[int]) -> None:
    """Put payments against the debits of the orders they name, as far as nobody chose otherwise."""
    for ids in chunks(payment_ids):
        query = select(Payment.id, Payment.order_id).where(Payment.id.in_(ids), Payment.order_id.is_not(None))
        named: dict[int | None, int] = {row[0]: row[1] for row in tx.all(query)}
        if not named:
            continue
        entry = AccountEntry
        given = _standing(tx, entry.payment_id.in_(list(named)) & (entry.kind == "payment") & (entry.amount < ZERO))
        debits: defaultdict[int | None, list[_Standing]] = defaultdict(list)
        owed = entry.order_id.in_(set(named.values())) & entry.kind.in_(("order", "invoice")) & (entry.amount > ZERO)
        for debit in _standing(tx, owed):
            debits[debit.order_id].append(debit)
        rows = [row for credit in given for row in _put(credit, debits[named[credit.payment_id]])]
        if rows:
            tx.execute(insert(Allocation), [row | {"created_by": tx.actor.login} for row in rows])


def _put(credit: _Standing, debits: Sequence[_Standing]) -> list[dict[str, Any]]:
    rows = []
    for debit in debits:
        part = min(credit.left, debit.left)
        if part > 0:
            credit.left -= part
            debit.left -= part
            rows.append({"credit_id": credit.id, "debit_id": debit.id, "on": credit.on, "amount": part})
    return rows


def _standing(tx: Read, where: Any) -> list[_Standing]:  # noqa: ANN401 - SQLAlchemy's own type
    entry = AccountEntry
    taken = (
        select(func.coalesce(func.sum(Allocation.amount), ZERO))
        .where(or_(Allocation.debit_id == entry.id, Allocation.credit_id == entry.id))
        .correlate(entry)
        .scalar_subquery()
    )
    found = [
        _Standing(row[0], row[1], row[2], row[3], abs(row[4]) - row[5])
        for row in tx.all(
            select(entry.id, entry.order_id, entry.payment_id, entry.on, entry.amount, taken)
            .where(where)
            .order_by(entry.on, entry.id)
        )
    ]
    orders = {item.order_id for item in found if item.order_id is not None}
    payments = {item.payment_id for item in found if item.payment_id is not None}
    near = or_(entry.order_id.in_(orders), entry.payment_id.in_(payments))
    countered = {row[0] for row in tx.all(select(entry.counter_of_id).where(near, entry.counter_of_id.is_not(None)))}
    return [item for item in found if item.id not in countered]


def follow(tx: Write, successors: Mapping[int, int]) -> None:
    """Payments and complaints that name an order name its successor; payments are put against that one's debit."""
    moved: list[int] = []
    for ids in chunks(successors):
        _rename(tx, Complaint, ids, successors)
        moved += _rename(tx, Payment, ids, successors)
    allocate(tx, moved)


def _rename(tx: Write, model: Any, order_ids: Sequence[int], successors: Mapping[int, int]) -> list[int]:  # noqa: ANN401
    rows = tx.all(select(model.id, model.order_id).where(model.order_id.in_(order_ids), model.void.is_(False)))
    if rows:
        table = model.__table__
        tx.execute(
            update(table).where(table.c.id == bindparam("which")).values({table.c.order_id: bindparam("successor")}),
            [{"which": row.id, "successor": successors[row.order_id]} for row in rows],
        )
    return [row.id for row in rows]
