"""What happened with a customer, newest first: contacts, orders, complaints, prices told, changes of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.models import Audit, Complaint, Interaction, PriceTold, Product, SalesOrder, Staff
from app.models.declared import aliased
from app.queries.accounts import members
from app.store.session import Read, Store

MOST = 100
"""Lines of each kind."""
FILTERS: Mapping[str, tuple[str, ...]] = {
    "all": ("talk", "order", "case", "price"),
    "calls": ("talk",),
    "orders": ("order", "price"),
    "cases": ("case",),
    "changes": ("change",),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line. ``kind`` is talk, order, case, price or change; ``code`` says which (call, confirmed, merged …).

    ``text`` is what was written or is called, ``number`` of an order or complaint, ``by`` who it was.
    """

    kind: str
    id: int
    at: datetime
    code: str
    text: str = ""
    by: str = ""
    direction: str = ""
    outcome: str = ""
    number: str = ""
    amount: Decimal | None = None
    until: date | None = None
    """Of a contact the day of its next step, of a price the last day it holds."""
    done: bool = True
    with_whom: str = ""
    """Who has the next step."""


def timeline(store: Store, customer_id: int, *, kinds: str = "all") -> list[Happened]:
    """The newest lines of a filter, merged records included."""
    readers: Mapping[str, Any] = {
        "talk": _talks, "order": _orders, "case": _cases, "price": _prices, "change": _changes,
    }  # fmt: skip
    with store.read() as tx:
        ids = members(tx, customer_id)
        found = [line for kind in FILTERS[kinds] for line in readers[kind](tx, ids)]
    return sorted(found, key=lambda line: (line.at, line.id), reverse=True)[:MOST]


def next_steps(store: Store, customer_id: int) -> list[Happened]:
    """What was agreed to be done: open ones by their day, then the newest that are done."""
    with store.read() as tx:
        found = _talks(tx, members(tx, customer_id), steps=True)
    return sorted(found, key=lambda line: (line.done, line.until if not line.done else date.max, -line.id))


def _talks(tx: Read, ids: Sequence[int], *, steps: bool = False) -> list[Happened]:
    talk, after = Interaction, aliased(Staff)
    query = (
        select(talk.id, talk.at, talk.kind, talk.note, func.coalesce(Staff.name, ""), talk.direction, talk.outcome,
               talk.follow_up_on, talk.done, func.coalesce(after.name, ""))
        .outerjoin(Staff, Staff.id == talk.staff_id).outerjoin(after, after.id == talk.follow_up_staff_id)
        .where(talk.customer_id.in_(ids)).order_by(talk.at.desc(), talk.id.desc()).limit(MOST)
    )  # fmt: skip
    if steps:
        query = query.where(talk.follow_up_on.is_not(None))
    return [
        Happened("talk", row[0], row[1], row[2], row[3], row[4], row[5], row[6], until=row[7], done=row[8],
                 with_whom=row[9])
        for row in tx.all(query)
    ]  # fmt: skip


def _noon(tx: Read, day: date) -> datetime:
    return datetime.combine(day, time(12), tx.store.zone)


def _orders(tx: Read, ids: Sequence[int]) -> list[Happened]:
    order = SalesOrder
    rows = tx.all(
        select(order.id, order.on, order.status, order.reference, order.created_by,
               func.coalesce(order.number, order.quote_number, ""), order.gross)
        .where(order.customer_id.in_(ids), order.void.is_(False)).order_by(order.on.desc(), order.id.desc()).limit(MOST)
    )  # fmt: skip
    return [
        Happened("order", row[0], _noon(tx, row[1]), row[2], row[3], row[4], number=row[5], amount=row[6])
        for row in rows
    ]  # fmt: skip


def _cases(tx: Read, ids: Sequence[int]) -> list[Happened]:
    one = Complaint
    rows = tx.all(
        select(one.id, one.opened_at, one.status, one.subject, func.coalesce(Staff.name, ""), one.number)
        .outerjoin(Staff, Staff.id == one.owner_id).where(one.customer_id.in_(ids), one.void.is_(False))
        .order_by(one.opened_at.desc(), one.id.desc()).limit(MOST)
    )  # fmt: skip
    return [Happened("case", row[0], row[1], row[2], row[3], row[4], number=row[5]) for row in rows]


def _prices(tx: Read, ids: Sequence[int]) -> list[Happened]:
    told = PriceTold
    rows = tx.all(
        select(told.id, told.on, Product.name, func.coalesce(Staff.name, ""), Product.code, told.price,
               told.valid_until)
        .join(Product, Product.id == told.product_id).outerjoin(Staff, Staff.id == told.staff_id)
        .where(told.customer_id.in_(ids)).order_by(told.on.desc(), told.id.desc()).limit(MOST)
    )  # fmt: skip
    return [
        Happened("price", row[0], _noon(tx, row[1]), "told", row[2], row[3], number=row[4], amount=row[5], until=row[6])
        for row in rows
    ]  # fmt: skip


def _changes(tx: Read, ids: Sequence[int]) -> list[Happened]:
    one = Audit
    by = func.coalesce(func.nullif(Staff.name, ""), one.created_by)
    rows = tx.all(
        select(one.id, one.created_at, one.action, one.detail, by)
        .outerjoin(Staff, (Staff.login == one.created_by) & (one.created_by != ""))
        .where(one.kind == "customer", one.record_id.in_(ids)).order_by(one.id.desc()).limit(MOST)
    )  # fmt: skip
    return [Happened("change", row[0], row[1], row[2], row[3], row[4]) for row in rows]


@dataclass(frozen=True, slots=True)
class OrderLineOf:
    """One order of the customer. ``gross`` in the company's currency, tax included."""

    id: int
    number: str
    status: str
    on: date
    promised_on: date | None
    delivered_on: date | None
    gross: Decimal


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One complaint of the customer."""

    id: int
    number: str
    subject: str
    status: str
    opened_at: datetime
    due_at: datetime | None


def orders(store: Store, customer_id: int) -> list[OrderLineOf]:
    """The newest orders and quotes."""
    order = SalesOrder
    with store.read() as tx:
        rows = tx.all(
            select(order.id, func.coalesce(order.number, order.quote_number, ""), order.status, order.on,
                   order.promised_on, order.delivered_on, order.gross)
            .where(order.customer_id.in_(members(tx, customer_id)), order.void.is_(False))
            .order_by(order.on.desc(), order.id.desc()).limit(MOST)
        )  # fmt: skip
    return [OrderLineOf(*row) for row in rows]


def cases(store: Store, customer_id: int) -> list[CaseLine]:
    """The newest complaints."""
    one = Complaint
    with store.read() as tx:
        rows = tx.all(
            select(one.id, one.number, one.subject, one.status, one.opened_at, one.due_at)
            .where(one.customer_id.in_(members(tx, customer_id)), one.void.is_(False))
            .order_by(one.opened_at.desc(), one.id.desc()).limit(MOST)
        )  # fmt: skip
    return [CaseLine(*row) for row in rows]
