"""Payments from a file; what names an order is put against it, the rest settles first-in first-out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from app.domain.ids import new_uid
from app.domain.importing_rows import PaymentRow
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.models import AccountEntry, Allocation, Customer, Payment, SalesOrder
from app.services.bulk_booking import book_accounts
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
    replaced: list[int] = []
    for row in rows:
        customer_id = customers.get(row.customer)
        order_id = orders.get((row.order or "", customer_id or 0))
        if customer_id is None:
            run.refuse(row.row, "customer", row.customer, UNKNOWN_CUSTOMER)
        elif row.order and order_id is None:
            run.refuse(row.row, "order", row.order, N_("This customer has no order with this number."))
        elif not row.amount:
            run.refuse(row.row, "amount", "0", N_("A payment needs an amount other than zero."))
        else:
            known = there.get((customer_id, row.reference))
            if known is not None and (run.policy != "overwrite" or known[1:] == (row.date, row.amount)):
                run.skipped += 1
                continue
            if known is not None:
                replaced.append(known[0])
            there[customer_id, row.reference] = (0, row.date, row.amount)
            good.append((row, customer_id, order_id))
    void_payments(tx, [payment for payment in replaced if payment])
    _write(tx, run, good)


def _present(tx: Read) -> dict[tuple[int, str], tuple[Any, ...]]:
    query = select(Payment.customer_id, Payment.reference, Payment.id, Payment.on, Payment.amount).where(
        Payment.void.is_(False)
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in tx.execute(query)}


def _orders(tx: Read) -> dict[tuple[str, int], int]:
    query = select(SalesOrder.number, SalesOrder.customer_id, SalesOrder.id).where(SalesOrder.void.is_(False))
    return {(row[0], row[1]): row[2] for row in tx.execute(query) if row[0]}


def _write(tx: Write, run: Run, good: Sequence[tuple[PaymentRow, int, int | None]]) -> None:
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
    entries = book_accounts(
        tx,
        (
            {
                "customer_id": customer_id, "on": row.date, "kind": "payment", "number": row.reference, "due_on": None,
                "amount": -row.amount, "order_id": order_id, "payment_id": payment_id, "counter_of_id": None,
            }
            for payment_id, (row, customer_id, order_id) in zip(ids, good, strict=True)
        ),
    )  # fmt: skip
    chosen = [
        (entries[payment_id], order_id, row)
        for payment_id, (row, _, order_id) in zip(ids, good, strict=True)
        if order_id is not None and row.amount > 0
    ]
    _allocate(tx, chosen)
    for payment_id in ids:
        run.made("payment", payment_id)


def _allocate(tx: Write, chosen: Sequence[tuple[int, int, PaymentRow]]) -> None:
    """Put payments against the debits of the orders they name, as far as those are still open by choice."""
    if not chosen:
        return
    entry = AccountEntry
    debits = {
        row[0]: (row[1], row[2])
        for row in tx.execute(
            select(entry.order_id, entry.id, entry.amount).where(
                entry.kind.in_(("order", "invoice")), entry.order_id.is_not(None), entry.amount > ZERO
            )
        )
    }
    left: dict[int, Decimal] = {}
    rows = []
    for credit_id, order_id, row in chosen:
        debit_id, amount = debits.get(order_id, (0, ZERO))
        part = min(row.amount, left.setdefault(debit_id, amount))
        if debit_id and part > 0:
            left[debit_id] -= part
            rows.append({"credit_id": credit_id, "debit_id": debit_id, "on": row.date, "amount": part})
    if rows:
        tx.execute(insert(Allocation), rows)
