"""Book months: which there are, and what stands in the way of closing one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from app.domain.money import HUNDRED, ZERO
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, NeedsConsent
from app.models import BookMonth, ContributionEntry, CustomerMonth, LevelMonth, OrderShare, SalesOrder
from app.queries.profit_month_goods import uncosted
from app.store.session import Read, Store

AnySelect = Select[*tuple[Any, ...]]


class Weight(StrEnum):
    """What a point of the checklist does to closing."""

    BLOCKS = "blocks"
    """The books are not in order; nothing but putting them in order helps."""
    ASKS = "asks"
    """The month can be closed all the same when a person has seen it."""
    TELLS = "tells"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist: an English template with its values."""

    key: str
    weight: Weight
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


def require_passed(found: Sequence[Point], accept: Collection[str]) -> None:
    """Nothing stands against the closing. Raises ``Conflict``, and ``NeedsConsent`` for a point not in ``accept``."""
    for point in found:
        if point.weight is Weight.BLOCKS:
            raise Conflict(point.message, **point.values)
    for point in found:
        if point.weight is Weight.ASKS and point.key not in accept:
            raise NeedsConsent(point.message, field=point.key, **point.values)


@dataclass(frozen=True, slots=True)
class MonthState:
    """A book month as the list of months shows it."""

    month: Month
    state: str
    revision: int
    """How often it was closed."""
    closed_at: datetime | None
    closed_by: str


def months(store: Store) -> list[MonthState]:
    """All months in which something was booked or that were closed, newest first."""
    known = BookMonth
    with store.read() as tx:
        rows = tx.all(
            select(known.month, known.state, known.revision, known.closed_at, known.closed_by).order_by(
                known.month.desc()
            )
        )
    return [MonthState(*row) for row in rows]


def points(tx: Read, month: Month) -> list[Point]:
    """The checklist of a month inside a transaction: what blocks first, then what asks, then what tells."""
    order = list(Weight)
    return sorted(_points(tx, month), key=lambda point: order.index(point.weight))


def _points(tx: Read, month: Month) -> Iterator[Point]:
    if tx.today <= month.last:
        text = N_("{month} is not over yet: it ends on {last}.")
        yield Point("not_over", Weight.ASKS, text, {"month": str(month), "last": month.last.isoformat()})
    for key, weight, text, query in _counted(month):
        count = tx.scalar(query)
        if count:
            yield Point(key, weight, text, {"count": int(count), "month": str(month)})
    earlier = tx.all(
        select(BookMonth.month).where(BookMonth.month < month, BookMonth.state == "open").order_by(BookMonth.month)
    )
    if earlier:
        text = N_("Earlier months are still open ({count}), the first is {first}. Close them first.")
        yield Point("earlier_open", Weight.ASKS, text, {"count": len(earlier), "first": str(earlier[0][0])})


def _counted(month: Month) -> Sequence[tuple[str, Weight, str, AnySelect]]:
    entry = ContributionEntry
    own = SalesOrder.on.between(month.first, month.last) & SalesOrder.void.is_(False)
    orders = select(func.count(SalesOrder.id))
    return (
        (
            "shares", Weight.BLOCKS,
            N_("Orders of {month} whose salespeople's shares do not total 100 %: {count}. Correct them first."),
            _count(wrong_shares().where(OrderShare.order_id.in_(select(entry.order_id).where(entry.month == month)))),
        ),
        (
            "sums", Weight.BLOCKS,
            N_("The monthly sums of {month} differ from its entries in {count} places. Run ‘mostrador check’."),
            select(_scalar(differing_customers(month)) + _scalar(differing_levels(month))),
        ),
        (
            "no_cost", Weight.ASKS,
            N_("Sold lines of {month} without a cost: {count}. Their profit is shown too high."),
            _count(uncosted(month)),
        ),
        (
            "drafts", Weight.ASKS,
            N_("Drafts dated in {month} that are neither confirmed nor cancelled: {count}."),
            orders.where(own, SalesOrder.status == "draft"),
        ),
        (
            "quotes", Weight.TELLS,
            N_("Quotes that ran out by the end of {month} without an answer: {count}."),
            orders.where(
                SalesOrder.status == "quoted", SalesOrder.valid_until <= month.last, SalesOrder.void.is_(False)
            ),
        ),
    )  # fmt: skip


def _count(query: AnySelect) -> AnySelect:
    return select(func.count()).select_from(query.subquery())


def _scalar(query: AnySelect) -> ColumnElement[int]:
    return _count(query).scalar_subquery()


def wrong_shares() -> AnySelect:
    """Orders whose shares do not total 100 %."""
    return select(OrderShare.order_id).group_by(OrderShare.order_id).having(func.sum(OrderShare.percent) != HUNDRED)


def differing_customers(month: Month | None = None) -> AnySelect:
    """(month, customer) whose kept sums are not the sums of the entries; one month, or all of them."""
    return _differing(CustomerMonth, ("month", "customer_id"), month)


def differing_levels(month: Month | None = None) -> AnySelect:
    """(month, level, salesperson, kind) whose kept sums are not the sums of the entries."""
    return _differing(LevelMonth, ("month", "level", "staff_id", "kind"), month)


def _differing(sums: Any, keys: Sequence[str], month: Month | None) -> AnySelect:  # noqa: ANN401 - a table of sums
    """Entries minus sums: whatever is not zero differs. Entries are added up first, along their index."""
    figures = ("quantity", "revenue", "cost")
    entry = ContributionEntry
    of = [getattr(entry, key) for key in keys]
    left: AnySelect = select(*of, *[func.sum(getattr(entry, name)).label(name) for name in figures]).group_by(*of)
    right: AnySelect = select(*[getattr(sums, key) for key in keys], *[-getattr(sums, name) for name in figures])
    if month is not None:
        left, right = left.where(entry.month == month), right.where(sums.month == month)
    both = union_all(left, right).subquery()
    # the columns of the second part have no names of their own; those of the first count
    columns = list(both.c)
    kept = columns[: len(keys)]
    wrong = or_(*[func.sum(column) != ZERO for column in columns[len(keys) :]])
    return select(*kept).group_by(*kept).having(wrong)
