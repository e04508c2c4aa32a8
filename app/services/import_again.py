"""Orders that come a second time: are they the same, and may they still be replaced?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from app.models import (
    Complaint,
    Delivery,
    GoodsReturn,
    ImportChange,
    Invoice,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Payment,
    PriceTold,
    SalesOrder,
)
from app.services.voiding import chunks
from app.store.session import Read

Facts = tuple[object, ...]

_USERS: tuple[tuple[Any, ...], ...] = (
    (Delivery.order_id,),
    (Invoice.order_id,),
    (GoodsReturn.order_id,),
    (PriceTold.order_id,),
)
_NAMERS: tuple[tuple[Any, ...], ...] = (
    (Complaint.order_id, Complaint.void.is_(False)),
    (Payment.order_id, Payment.void.is_(False)),
)


def facts_of(tx: Read, order_ids: Iterable[int]) -> dict[int, Facts]:
    """What an import says about orders, as it stands in the database: head, shares and lines."""
    found: dict[int, Facts] = {}
    for ids in chunks(order_ids):
        shares, lines = _shares(tx, ids), _lines(tx, ids)
        o = SalesOrder
        query = select(o.id, o.customer_id, o.on, o.status, o.promised_on, o.delivered_on, o.reference, o.note)
        for row in tx.execute(query.where(o.id.in_(ids))):
            found[row[0]] = (*row[1:], tuple(shares[row[0]]), tuple(lines[row[0]]))
    return found


def _shares(tx: Read, ids: Sequence[int]) -> Mapping[int, list[Facts]]:
    found: defaultdict[int, list[Facts]] = defaultdict(list)
    share = OrderShare
    query = select(share.order_id, share.staff_id, share.percent).where(share.order_id.in_(ids))
    for row in tx.execute(query.order_by(share.order_id, share.position)):
        found[row[0]].append(tuple(row[1:]))
    return found


def _lines(tx: Read, ids: Sequence[int]) -> Mapping[int, list[Facts]]:
    found: defaultdict[int, list[Facts]] = defaultdict(list)
    line, cost = OrderLine, OrderLineCost
    query = (
        select(
            line.order_id, line.product_id, line.quantity, line.unit_price, line.discount_percent, line.net,
            line.tax_rate, cost.unit_cost, cost.cost,
        )
        .outerjoin(cost, cost.line_id == line.id)
        .where(line.order_id.in_(ids))
        .order_by(line.order_id, line.position)
    )  # fmt: skip
    for row in tx.execute(query):
        found[row[0]].append(tuple(row[1:]))
    return found


def used(tx: Read, order_ids: Iterable[int], *, named: bool) -> set[int]:
    """Orders that were delivered, billed, returned or changed since they were imported, or were made here.

    With ``named``, those that a payment or a complaint names count too; both may follow an order to its successor.
    """
    found: set[int] = set()
    for ids in chunks(order_ids):
        users = [*_USERS, *_NAMERS] if named else list(_USERS)
        for column, *conditions in users:
            found |= {row[0] for row in tx.execute(select(column).where(column.in_(ids), *conditions).distinct())}
        change = ImportChange
        imported = (
            select(change.record_id, func.max(change.version).label("version"))
            .where(change.kind == "order", change.record_id.in_(ids))
            .group_by(change.record_id)
            .subquery()
        )
        query = select(SalesOrder.id, SalesOrder.version, imported.c.version).outerjoin(
            imported, imported.c.record_id == SalesOrder.id
        )
        found |= {row[0] for row in tx.execute(query.where(SalesOrder.id.in_(ids))) if row[1] != row[2]}
    return found
