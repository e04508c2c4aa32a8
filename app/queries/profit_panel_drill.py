"""What is behind a number of the profit screen: orders, then the entries of an order; each adds up to its parent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, false, func, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain import rights
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_figures import MonthPoint
from app.models import (
    Complaint,
    ContributionEntry,
    Customer,
    Delivery,
    DeliveryLine,
    GoodsReturn,
    LevelMonth,
    OrderLine,
    Product,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.queries.profit_month_customers import root
from app.queries.profit_month_goods import uncosted
from app.queries.profit_month_periods import brought
from app.queries.profit_panel_groups import WITHOUT_ORDER, order_key
from app.store.session import AnyRow, Read, Store


@dataclass(frozen=True, slots=True)
class Scope:
    """Part of a month: everything (no view), one row of a view by its key, and in it perhaps one order by its key."""

    month: Month
    view: str = ""
    key: str = ""
    order: str | None = None

    def within(self, order: str) -> "Scope":
        """One order of it."""
        return replace(self, order=order)


@dataclass(frozen=True, slots=True)
class OrderSum:
    """What one order (or a complaint without one) brought in a scope."""

    key: str
    order_id: int | None
    number: str
    customer_id: int
    customer: str
    on: date
    status: str
    revenue: Decimal
    cost: Decimal
    entries: int

    @property
    def contribution(self) -> Decimal:
        """By the one rule."""
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the ledger with what explains it; ``unit_cost`` is the snapshot, ``None`` where none was known."""

    id: int
    kind: str
    on: date
    belongs_to: Month
    product_id: int | None
    product: str
    quantity: Decimal
    unit_price: Decimal | None
    discount: Decimal | None
    revenue: Decimal
    unit_cost: Decimal | None
    cost: Decimal
    level: str
    staff: str
    delivered: str
    """Numbers of the deliveries it left with."""
    document: str
    """Number of the return or complaint that made it."""
    reason: str
    costs_known: bool

    @property
    def contribution(self) -> Decimal:
        """By the one rule."""
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class KindSum:
    """How much of a number comes from one kind of entry."""

    kind: str
    late: bool
    """Facts of other months, booked in this one."""
    entries: int
    revenue: Decimal
    cost: Decimal

    @property
    def contribution(self) -> Decimal:
        """By the one rule."""
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class Uncosted:
    """A sold line without a cost."""

    order_id: int
    number: str
    customer: str
    product_id: int
    product: str
    quantity: Decimal
    revenue: Decimal


def _conditions(scope: Scope) -> list[ColumnElement[bool]]:
    entry = ContributionEntry
    found: list[ColumnElement[bool]] = [entry.month == scope.month]
    if scope.view == "customers" and not scope.key:
        # the row of all who had no movement in these months
        found.append(false())
    elif scope.view == "customers":
        source = Customer
        number = int(scope.key)
        members = select(source.id).where((source.id == number) | (source.merged_into_id == number))
        found.append(entry.customer_id.in_(members))
    elif scope.view in ("products", "salespeople"):
        column: Any = entry.product_id if scope.view == "products" else entry.staff_id
        found.append(column == int(scope.key) if scope.key else column.is_(None))
    elif scope.view == "levels":
        found.append(entry.level == scope.key if scope.key else entry.level.is_(None))
    order = scope.key if scope.view == "orders" else scope.order
    if order is not None:
        found += _order_conditions(order)
    return found


def _order_conditions(key: str) -> list[ColumnElement[bool]]:
    entry = ContributionEntry
    if not key.startswith(WITHOUT_ORDER):
        return [entry.order_id == int(key)]
    complaint = key.removeprefix(WITHOUT_ORDER)
    return [
        entry.order_id.is_(None),
        entry.complaint_id == int(complaint) if complaint else entry.complaint_id.is_(None),
    ]  # fmt: skip


def orders(store: Store, scope: Scope) -> tuple[OrderSum, ...]:
    """The orders behind a number, largest contribution first; raises ``NotAllowed``."""
    entry, source, kept = ContributionEntry, aliased(Customer), aliased(Customer)
    apart: Any = case((entry.order_id.is_(None), entry.complaint_id))
    query = (
        select(
            entry.order_id, apart.label("complaint_id"), SalesOrder.number.label("order_number"),
            Complaint.number.label("complaint"), SalesOrder.status, kept.id, kept.name, func.min(entry.on).label("day"),
            func.sum(entry.revenue).label("revenue"), func.sum(entry.cost).label("cost"),
            func.count(entry.id).label("entries"),
        )
        .join(source, source.id == entry.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Complaint, Complaint.id == apart)
        .where(*_conditions(scope))
        .group_by(entry.order_id, apart, SalesOrder.number, Complaint.number, SalesOrder.status, kept.id, kept.name)
    )  # fmt: skip
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        found = [
            OrderSum(
                order_key(row.order_id, row.complaint_id), row.order_id, row.order_number or row.complaint or "",
                row.id, row.name, row.day, row.status or "", row.revenue, row.cost, row.entries,
            )
            for row in tx.all(query)
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.contribution, one.number, one.key)))


def entries(store: Store, scope: Scope) -> tuple[EntryLine, ...]:
    """The entries of an order in a scope, as they were booked; raises ``NotAllowed``. Two statements."""
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        rows = tx.all(_entries(scope))
        left = _deliveries(tx, [row.line_id for row in rows if row.line_id is not None])
    return tuple(_line(row, left) for row in rows)


def _entries(scope: Scope) -> Select[*tuple[Any, ...]]:
    entry = ContributionEntry
    return (
        select(
            entry.id, entry.kind, entry.on, entry.belongs_to, entry.product_id, entry.line_id, entry.quantity,
            entry.revenue, entry.unit_cost, entry.cost, entry.level, entry.reason,
            func.coalesce(OrderLine.description, Product.name, "").label("product"),
            OrderLine.unit_price, OrderLine.discount_percent, Staff.name.label("staff"),
            func.coalesce(GoodsReturn.number, Complaint.number, "").label("document"),
        )
        .outerjoin(OrderLine, OrderLine.id == entry.line_id)
        .outerjoin(Product, Product.id == entry.product_id)
        .outerjoin(Staff, Staff.id == entry.staff_id)
        .outerjoin(GoodsReturn, GoodsReturn.id == entry.return_id)
        .outerjoin(Complaint, Complaint.id == entry.complaint_id)
        .where(*_conditions(scope))
        .order_by(entry.on, entry.id)
    )  # fmt: skip


def _deliveries(tx: Read, lines: Sequence[int]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    if not lines:
        return found
    query = (
        select(DeliveryLine.line_id, Delivery.number)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.line_id.in_(sorted(set(lines))))
        .order_by(Delivery.id)
    )
    for line_id, number in tx.all(query):
        found[line_id].append(number)
    return found


def _line(row: AnyRow, left: dict[int, list[str]]) -> EntryLine:
    return EntryLine(
        row.id, row.kind, row.on, row.belongs_to, row.product_id, row.product, row.quantity, row.unit_price,
        row.discount_percent, row.revenue, row.unit_cost, row.cost, row.level or "", row.staff or "",
        ", ".join(left.get(row.line_id, ())), row.document, row.reason,
        row.line_id is None or row.unit_cost is not None,
    )  # fmt: skip


def made_of(store: Store, scope: Scope) -> tuple[KindSum, ...]:
    """A number by the kinds of entries it came from; raises ``NotAllowed``."""
    entry = ContributionEntry
    late = entry.belongs_to != entry.month
    query = (
        select(entry.kind, late, func.count(entry.id), func.sum(entry.revenue), func.sum(entry.cost))
        .where(*_conditions(scope))
        .group_by(entry.kind, late)
        .order_by(late, entry.kind)
    )
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        return tuple(KindSum(row[0], bool(row[1]), row[2], row[3] or ZERO, row[4] or ZERO) for row in tx.all(query))


def history(store: Store, scope: Scope, months: int = 24) -> tuple[MonthPoint, ...]:
    """The contribution of a row in the last months up to the scope's, with the year before; oldest first.

    Months before anything was booked are unknown. Raises ``NotAllowed``.
    """
    first = scope.month.plus(1 - months)
    entry = ContributionEntry
    conditions = _conditions(scope)[1:]
    query = (
        select(entry.month, func.sum(brought(entry)))
        .where(entry.month.between(first.plus(-12), scope.month), *conditions)
        .group_by(entry.month)
    )
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        since: Month = tx.scalar(select(func.min(LevelMonth.month))) or scope.month
        found: dict[Month, Decimal] = {row[0]: row[1] for row in tx.all(query)}

    def value(month: Month) -> Decimal | None:
        return None if month < since else found.get(month, ZERO)

    return tuple(MonthPoint(month, value(month), value(month.plus(-12))) for month in first.until(scope.month))


def uncosted_lines(store: Store, month: Month) -> tuple[Uncosted, ...]:
    """The sold lines of a month whose cost is not known; raises ``NotAllowed``."""
    without, source, kept = uncosted(month).subquery(), aliased(Customer), aliased(Customer)
    query = (
        select(
            SalesOrder.id, SalesOrder.number, kept.name, OrderLine.product_id, OrderLine.description,
            OrderLine.quantity, OrderLine.net,
        )
        .select_from(without)
        .join(OrderLine, OrderLine.id == without.c.line_id)
        .join(SalesOrder, SalesOrder.id == without.c.order_id)
        .join(source, source.id == SalesOrder.customer_id)
        .join(kept, kept.id == root(source))
        .order_by(SalesOrder.on, SalesOrder.id, OrderLine.position)
    )  # fmt: skip
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        return tuple(Uncosted(row[0], row[1] or "", *row[2:]) for row in tx.all(query))
