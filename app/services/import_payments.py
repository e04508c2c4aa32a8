"""Payments from a file; what names an order is put against it, the rest settles first-in first-out."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.importing_rows import PaymentRow
from app.domain.refusal import N_
from app.models import Customer, Payment, SalesOrder
from app.services.bulk_booking import book_accounts
from app.services.import_allocate import allocate
from app.services.import_run import UNKNOWN_CUSTOMER, Run, codes
from app.services.voiding import void_payments
from app.store.bulk import insert_many, new_ids
from app.store.session import Read, Write

_COLUMNS = (
    "id", "uid", "reference", "customer_id", "on", "amount", "method", "order_id", "import_run_id", "created_by"
)  # fmt: skip


def payments(tx: Write, run: Run, rows: Sequence[PaymentRow]) -> None:
    """Book new payments. One with a reference that this customer has already is the same payment."""
    customers = codes(tx, Customer)
    orders = _orders(tx) if any(row.order for row in rows) else {}
    there = _present(tx)
    good: list[tuple[PaymentRow, int, int | None]] = []
    replaced: dict[tuple[int, str], int] = {}
    first: dict[tuple[int, str], PaymentRow] = {}
    for row in rows:
        customer_id = customers.get(row.customer)
        order_id = orders.get((row.order or "", customer_id or 0))
        if customer_id is None:
            run.refuse(row.row, "customer", row.customer, UNKNOWN_CUSTOMER)
        elif not _sound(run, row, order_id):
            continue
        elif (before := first.get((customer_id, row.reference))) is not None:
            _again(run, row, before)
        else:
            key = (customer_id, row.reference)
            first[key] = row
            known = there.get(key)
            if known is None or (run.policy == "overwrite" and known[1:] != _facts(row, order_id)):
                good.append((row, customer_id, order_id))
                if known is not None:
                    replaced[key] = known[0]
            else:
                run.skipped += 1
    void_payments(tx, list(replaced.values()))
    _write(tx, run, good, replaced)


def _sound(run: Run, row: PaymentRow, order_id: int | None) -> bool:
    if row.order and order_id is None:
        run.refuse(row.row, "order", row.order, N_("This customer has no order with this number."))
    elif not row.amount:
        run.refuse(row.row, "amount", "0", N_("A payment needs an amount other than zero."))
    else:
        return True
    return False


def _again(run: Run, row: PaymentRow, before: PaymentRow) -> None:
    """A second row with the same reference: the same payment twice, or two that cannot be told apart."""
    if (row.date, row.amount) == (before.date, before.amount):
        run.skipped += 1
    else:
        run.refuse(
            row.row, "reference", row.reference,
            N_("Row {other} is another payment of this customer with the same reference; give each its own."),
            other=before.row,
        )  # fmt: skip


def _facts(row: PaymentRow, order_id: int | None) -> tuple[object, ...]:
    return (row.date, row.amount, row.method or "", order_id)


def _present(tx: Read) -> dict[tuple[int, str], tuple[Any, ...]]:
    pay = Payment
    query = select(pay.customer_id, pay.reference, pay.id, pay.on, pay.amount, pay.method, pay.order_id)
    return {(row[0], row[1]): tuple(row[2:]) for row in tx.execute(query.where(pay.void.is_(False)))}


def _orders(tx: Read) -> dict[tuple[str, int], int]:
    query = select(SalesOrder.number, SalesOrder.customer_id, SalesOrder.id).where(SalesOrder.void.is_(False))
    return {(row[0], row[1]): row[2] for row in tx.execute(query) if row[0]}


def _write(
    tx: Write, run: Run, good: Sequence[tuple[PaymentRow, int, int | None]], replaced: Mapping[tuple[int, str], int]
) -> None:
    ids = new_ids(tx, Payment, len(good))
    login = tx.actor.login
    insert_many(
        tx, Payment, _COLUMNS,
        (
            (
                payment_id, new_uid(), row.reference, customer_id, row.date, row.amount, row.method or "", order_id,
                run.id, login,
            )
            for payment_id, (row, customer_id, order_id) in zip(ids, good, strict=True)
        ),
    )  # fmt: skip
    book_accounts(
        tx,
        (
            {
                "customer_id": customer_id, "on": row.date, "kind": "payment", "number": row.reference, "due_on": None,
                "amount": -row.amount, "order_id": order_id, "payment_id": payment_id, "counter_of_id": None,
            }
            for payment_id, (row, customer_id, order_id) in zip(ids, good, strict=True)
        ),
    )  # fmt: skip
    allocate(tx, ids)
    for payment_id, (row, customer_id, _) in zip(ids, good, strict=True):
        if (old := replaced.get((customer_id, row.reference))) is not None:
            run.changed("payment", payment_id, 1, {"replaces": old})
        else:
            run.made("payment", payment_id)
