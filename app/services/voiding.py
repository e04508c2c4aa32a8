"""Taking bookings back: counter-entries for everything that is kept, never a deleted entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, or_, select, update

from app.models import AccountEntry, Allocation, AllocationEnded, ContributionEntry, Payment, SalesOrder
from app.services.bulk_booking import book_accounts, book_entries
from app.store.session import Write

CHUNK = 5000
Item = TypeVar("Item")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at a time as one statement may name."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def void_orders(tx: Write, order_ids: Sequence[int], *, reason: str) -> None:
    """Counter what orders booked, in its months or the first open ones after; their numbers are free again."""
    for ids in chunks(order_ids):
        book_entries(tx, list(_counter_entries(tx, ids, reason)), orders=True, sign=-1)
        _counter_accounts(tx, AccountEntry.order_id.in_(ids) & AccountEntry.payment_id.is_(None))
        tx.execute(
            update(SalesOrder)
            .where(SalesOrder.id.in_(ids))
            .values(void=True, status="cancelled", cancelled_reason=reason, version=SalesOrder.version + 1)
        )
    tx.touched("order")


def void_payments(tx: Write, payment_ids: Sequence[int]) -> None:
    """Counter payments; their references are free again."""
    for ids in chunks(payment_ids):
        _counter_accounts(tx, AccountEntry.payment_id.in_(ids))
        tx.execute(update(Payment).where(Payment.id.in_(ids)).values(void=True))


def _counter_entries(tx: Write, order_ids: Sequence[int], reason: str) -> Iterator[dict[str, Any]]:
    entry = ContributionEntry
    keys = (
        entry.on, entry.customer_id, entry.order_id, entry.line_id, entry.product_id, entry.staff_id, entry.level,
        entry.unit_cost,
    )  # fmt: skip
    rows = tx.all(
        select(*keys, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost))
        .where(entry.order_id.in_(order_ids), entry.complaint_id.is_(None))
        .group_by(*keys)
        .order_by(entry.order_id, entry.on, entry.line_id, entry.staff_id)
    )
    names = ("on", "customer_id", "order_id", "line_id", "product_id", "staff_id", "level", "unit_cost")
    for row in rows:
        if row[-3] or row[-2] or row[-1]:
            yield dict(zip(names, row[:8], strict=True)) | {
                "kind": "reversal", "quantity": -row[-3], "revenue": -row[-2], "cost": -row[-1], "reason": reason,
            }  # fmt: skip


def _counter_accounts(tx: Write, where: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own type
    """Counter account entries, each against its own: else first-in first-out lets it pay something else."""
    entry = AccountEntry
    countered = {row[0] for row in tx.all(select(entry.counter_of_id).where(where, entry.counter_of_id.is_not(None)))}
    rows = [
        row
        for row in tx.all(
            select(
                entry.id, entry.customer_id, entry.on, entry.number, entry.due_on, entry.amount, entry.order_id,
                entry.payment_id,
            )
            .where(where, entry.kind != "reversal")
            .order_by(entry.id)
        )
        if row.id not in countered
    ]  # fmt: skip
    book_accounts(
        tx,
        [
            {
                "customer_id": row.customer_id, "on": row.on, "kind": "reversal", "number": row.number,
                "due_on": row.due_on, "amount": -row.amount, "order_id": row.order_id, "payment_id": row.payment_id,
                "counter_of_id": row.id,
            }
            for row in rows
        ],
    )  # fmt: skip
    _choose_each_other(tx, where, {row.id: row.amount for row in rows})


def _choose_each_other(tx: Write, where: Any, amounts: Mapping[int, Any]) -> None:  # noqa: ANN401
    entry, chosen = AccountEntry, Allocation
    if not amounts:
        return
    for ids in chunks(amounts):
        for model in (chosen, AllocationEnded):
            tx.execute(delete(model).where(or_(model.debit_id.in_(ids), model.credit_id.in_(ids))))
    pairs = [
        row
        for row in tx.all(select(entry.id, entry.counter_of_id, entry.on).where(where, entry.kind == "reversal"))
        if row.counter_of_id in amounts
    ]
    tx.execute(
        insert(chosen),
        [
            {
                "credit_id": row.id if amounts[row.counter_of_id] > 0 else row.counter_of_id,
                "debit_id": row.counter_of_id if amounts[row.counter_of_id] > 0 else row.id,
                "on": row.on, "amount": abs(amounts[row.counter_of_id]), "created_by": tx.actor.login,
            }
            for row in pairs
        ],
    )  # fmt: skip
