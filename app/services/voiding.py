"""Taking whole imports back: counter-entries for everything that is kept, never a deleted entry."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.models import AccountEntry, ContributionEntry, Payment, SalesOrder
from app.services.bulk_booking import book_accounts, book_entries
from app.store.session import Write

CHUNK = 5000


def void_orders(tx: Write, order_ids: Sequence[int], *, reason: str) -> None:
    """Counter what orders booked, in its months or the first open ones after; their numbers are free again."""
    for start in range(0, len(order_ids), CHUNK):
        ids = order_ids[start : start + CHUNK]
        book_entries(tx, list(_counter_entries(tx, ids, reason)), orders=True, sign=-1)
        book_accounts(tx, _counter_accounts(tx, AccountEntry.order_id.in_(ids)))
        tx.execute(
            update(SalesOrder)
            .where(SalesOrder.id.in_(ids))
            .values(void=True, status="cancelled", cancelled_reason=reason, version=SalesOrder.version + 1)
        )
    tx.touched("order")


def void_payments(tx: Write, payment_ids: Sequence[int]) -> None:
    """Counter payments; their references are free again."""
    for start in range(0, len(payment_ids), CHUNK):
        ids = payment_ids[start : start + CHUNK]
        book_accounts(tx, _counter_accounts(tx, AccountEntry.payment_id.in_(ids)))
        tx.execute(update(Payment).where(Payment.id.in_(ids)).values(void=True))


def _counter_entries(tx: Write, order_ids: Sequence[int], reason: str) -> Iterator[dict[str, Any]]:
    entry = ContributionEntry
    keys = (
        entry.on, entry.customer_id, entry.order_id, entry.line_id, entry.product_id, entry.staff_id, entry.level,
        entry.unit_cost,
    )  # fmt: skip
    rows = tx.all(
        select(*keys, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost))
        .where(entry.order_id.in_(order_ids))
        .group_by(*keys)
        .order_by(entry.order_id, entry.on, entry.line_id, entry.staff_id)
    )
    names = ("on", "customer_id", "order_id", "line_id", "product_id", "staff_id", "level", "unit_cost")
    for row in rows:
        if row[-3] or row[-2] or row[-1]:
            yield dict(zip(names, row[:8], strict=True)) | {
                "kind": "reversal", "quantity": -row[-3], "revenue": -row[-2], "cost": -row[-1], "reason": reason,
            }  # fmt: skip


def _counter_accounts(tx: Write, where: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - SQLAlchemy's own type
    entry = AccountEntry
    rows = tx.all(
        select(
            entry.id, entry.customer_id, entry.on, entry.number, entry.due_on, entry.amount, entry.order_id,
        )
        .where(where, entry.kind != "reversal")
        .order_by(entry.id)
    )  # fmt: skip
    countered = {row[0] for row in tx.all(select(entry.counter_of_id).where(where, entry.counter_of_id.is_not(None)))}
    return [
        {
            "customer_id": row.customer_id, "on": row.on, "kind": "reversal", "number": row.number,
            "due_on": row.due_on, "amount": -row.amount, "order_id": row.order_id, "payment_id": None,
            "counter_of_id": row.id,
        }
        for row in rows
        if row.id not in countered
    ]  # fmt: skip
