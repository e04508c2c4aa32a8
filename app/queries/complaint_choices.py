"""What can be chosen while a complaint is worked on, and what a new one begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from app.domain import rights
from app.models import Complaint, Customer, OrderLine, SalesOrder, Staff
from app.models.declared import aliased
from app.queries.business_hours import causes as own_causes
from app.queries.complaint import Person, person
from app.store.session import Read, Store

MOST_ORDERS = 20
_told = Complaint


@dataclass(frozen=True, slots=True)
class Choices:
    """What a case can be given: people who work here, causes met so far, the customer's latest orders."""

    staff: Sequence[tuple[int, str]]
    causes: Sequence[str]
    orders: Sequence[tuple[int, str, str]]
    """Id, number, and what was ordered first."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known before a new complaint is written: whose it is and the latest order."""

    customer: Person
    orders: Sequence[tuple[int, str, str]]
    today: date


def choices(store: Store, customer_id: int | None = None) -> Choices:
    """What can be chosen; the orders are those of a customer, where one is named."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        staff = tx.all(select(Staff.id, Staff.name).where(Staff.active.is_(True)).order_by(Staff.name, Staff.id))
        causes = tx.all(
            select(_told.cause)
            .where(_told.cause != "", _told.void.is_(False))
            .group_by(_told.cause)
            .order_by(func.count().desc(), _told.cause)
            .limit(30)
        )
        orders = _orders(tx, customer_id) if customer_id is not None else []
        known = dict.fromkeys([*own_causes(tx), *[row.cause for row in causes]])
        return Choices([(row.id, row.name) for row in staff], list(known), orders)


def beginning(store: Store, customer_id: int) -> Beginning:
    """What a new complaint of a customer begins with. Raises ``NotFound``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        who = person(tx, customer_id)
        return Beginning(who, _orders(tx, who.id), tx.today)


def _orders(tx: Read, customer_id: int) -> list[tuple[int, str, str]]:
    """The latest orders, the newest first; drafts and quotes are nothing to complain about."""
    one, member = SalesOrder, aliased(Customer)
    members = select(member.id).where(or_(member.id == customer_id, member.merged_into_id == customer_id))
    rows = tx.all(
        select(one.id, one.number, one.on)
        .where(
            one.customer_id.in_(members), one.number.is_not(None), one.void.is_(False),
            one.status.notin_(("draft", "quoted")),
        )
        .order_by(one.on.desc(), one.id.desc())
        .limit(MOST_ORDERS)
    )  # fmt: skip
    goods = _first_goods(tx, [row.id for row in rows])
    return [(row.id, row.number, goods.get(row.id, "")) for row in rows]


def _first_goods(tx: Read, ids: Sequence[int]) -> dict[int, str]:
    """What stands first in orders."""
    line = OrderLine
    query = select(line.order_id, line.description).where(line.order_id.in_(ids)).order_by(line.position.desc())
    return {row.order_id: row.description for row in tx.all(query)} if ids else {}
