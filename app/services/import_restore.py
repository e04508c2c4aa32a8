"""Booking again what an import had replaced, when that import is undone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.domain.contribution import parts
from app.domain.order import BOOKED_STATES, Share
from app.models import AccountEntry, OrderLine, OrderLineCost, OrderShare, Payment, SalesOrder
from app.queries import company
from app.services.bulk_booking import book_accounts, book_entries
from app.services.import_allocate import allocate
from app.services.voiding import chunks
from app.store.session import Read, Write


def restore_orders(tx: Write, states: Mapping[int, str]) -> None:
    """Book voided imported orders again as their lines say; ``states`` is what each order's status was."""
    for ids in chunks(states):
        booked = [order_id for order_id in ids if states[order_id] in BOOKED_STATES]
        book_entries(tx, list(_lines_again(tx, booked)), orders=True)
        book_accounts(tx, _debits_again(tx, booked))
        for state in sorted({states[order_id] for order_id in ids}):
            own = [order_id for order_id in ids if states[order_id] == state]
            tx.execute(
                update(SalesOrder)
                .where(SalesOrder.id.in_(own))
                .values(void=False, status=state, cancelled_reason="", version=SalesOrder.version + 1)
            )
    tx.touched("order")


def _lines_again(tx: Read, order_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    places = company.of(tx).currency_places
    shares: dict[int, list[Share]] = {}
    named = select(OrderShare.order_id, OrderShare.staff_id, OrderShare.percent).where(
        OrderShare.order_id.in_(order_ids)
    )
    for row in tx.all(named.order_by(OrderShare.order_id, OrderShare.position)):
        shares.setdefault(row[0], []).append(Share(row[1], row[2]))
    line, order = OrderLine, SalesOrder
    query = (
        select(
            order.id, order.on, order.customer_id, line.id, line.product_id, line.level, line.quantity, line.net,
            OrderLineCost.unit_cost, OrderLineCost.cost,
        )
        .join(line, line.order_id == order.id)
        .join(OrderLineCost, OrderLineCost.line_id == line.id)
        .where(order.id.in_(order_ids))
        .order_by(order.id, line.position)
    )  # fmt: skip
    for order_id, on, customer_id, line_id, product_id, level, quantity, net, unit_cost, cost in tx.all(query):
        for part in parts(quantity, net, cost, tuple(shares.get(order_id, ())), places):
            yield {
                "on": on, "kind": "sale", "customer_id": customer_id, "order_id": order_id, "line_id": line_id,
                "product_id": product_id, "staff_id": part.staff_id, "level": level, "quantity": part.quantity,
                "revenue": part.revenue, "unit_cost": unit_cost, "cost": part.cost, "reason": "",
            }  # fmt: skip


def _debits_again(tx: Read, order_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The debit that each order had, once more."""
    entry, order = AccountEntry, SalesOrder
    rows = tx.all(
        select(order.id, order.customer_id, order.on, order.number, order.gross, func.max(entry.due_on))
        .join(entry, entry.order_id == order.id)
        .where(order.id.in_(order_ids), entry.kind == "order")
        .group_by(order.id, order.customer_id, order.on, order.number, order.gross)
    )
    return [
        {
            "customer_id": row[1], "on": row[2], "kind": "order", "number": row[3], "due_on": row[5],
            "amount": row[4], "order_id": row[0], "payment_id": None, "counter_of_id": None,
        }
        for row in rows
        if row[4]
    ]  # fmt: skip


def restore_payments(tx: Write, payment_ids: Sequence[int]) -> None:
    """Book voided payments again and put them against the orders they name."""
    for ids in chunks(payment_ids):
        pay = Payment
        rows = tx.all(
            select(pay.id, pay.reference, pay.customer_id, pay.on, pay.amount, pay.order_id).where(pay.id.in_(ids))
        )
        book_accounts(
            tx,
            [
                {
                    "customer_id": row.customer_id, "on": row.on, "kind": "payment", "number": row.reference,
                    "due_on": None, "amount": -row.amount, "order_id": row.order_id, "payment_id": row.id,
                    "counter_of_id": None,
                }
                for row in rows
            ],
        )  # fmt: skip
        tx.execute(update(pay).where(pay.id.in_(ids)).values(void=False))
        allocate(tx, [row.id for row in rows])
