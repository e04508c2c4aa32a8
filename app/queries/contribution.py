"""Contribution by customer, product, salesperson, level or region, per month or year, compared and shared out."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, literal_column, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from app.domain import rights
from app.domain.account import natural_key
from app.domain.comparison import change_percent, shares
from app.domain.contribution import contribution
from app.domain.money import ZERO, percent_of
from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.models import (
    Address,
    ContributionEntry,
    Customer,
    CustomerMonth,
    LevelMonth,
    Product,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.models.types import BookedMonth
from app.store.prepared import Question, together
from app.store.session import Read, Store

GROUPS = ("customer", "product", "salesperson", "level", "region")
PERIODS = ("month", "year")


class Sum(NamedTuple):
    """What one customer, product, … brought in one period. Amounts in the company's currency, without tax."""

    period: str
    code: str
    name: str
    quantity: Decimal
    revenue: Decimal
    cost: Decimal
    orders: int = 0

    @property
    def contribution(self) -> Decimal:
        """By the one rule."""
        return contribution(self.revenue, self.cost)

    @property
    def margin_percent(self) -> Decimal | None:
        """Contribution in percent of revenue, 2 decimals; none without revenue."""
        return percent_of(self.contribution, self.revenue)


@dataclass(frozen=True, slots=True)
class Compared:
    """A sum beside the period before and the same period a year before; percentages are none where they say nothing."""

    sum: Sum
    previous: Decimal = ZERO
    last_year: Decimal = ZERO
    share_percent: Decimal | None = None
    cumulative_percent: Decimal | None = None

    @property
    def change(self) -> Decimal:
        """Against the period before."""
        return self.sum.contribution - self.previous

    @property
    def change_percent(self) -> Decimal | None:
        """Against the period before, in percent of its size."""
        return change_percent(self.sum.contribution, self.previous)

    @property
    def change_last_year(self) -> Decimal:
        """Against the same period a year before."""
        return self.sum.contribution - self.last_year

    @property
    def change_last_year_percent(self) -> Decimal | None:
        """Against the same period a year before, in percent of its size."""
        return change_percent(self.sum.contribution, self.last_year)


def by(
    store: Store, group: str, *, period: str = "month", first: Month | None = None, last: Month | None = None
) -> list[Sum]:
    """Sums per period and group, in the order of (period, code). Closed months never change: they have no new entries.

    Raises ``Mistake`` for an unknown group or period.
    """
    check_group(group, period)
    with store.snapshot() as tx:
        return sums(tx, group, period=period, first=first, last=last)


def check_group(group: str, period: str) -> None:
    """Raises ``Mistake`` for an unknown group or period."""
    if group not in GROUPS:
        raise Mistake(N_("‘{value}’ is not known here; use {choices}."), value=group, choices=", ".join(GROUPS))
    if period not in PERIODS:
        raise Mistake(N_("‘{value}’ is not known here; use {choices}."), value=period, choices=", ".join(PERIODS))


def sums(tx: Read, group: str, *, period: str, first: Month | None, last: Month | None) -> list[Sum]:
    """The same inside a transaction; raises ``NotAllowed`` for who may not see profit."""
    rights.require(tx.actor.access, "see_profit")
    question = _question(group, period, first is not None, last is not None)
    [rows] = together(tx, (question, {"first": first, "last": last}))
    if not rows:
        return []
    # column by column: there are as many sums as months times products
    codes, names, periods, *figures, orders = map(list, zip(*rows, strict=True))
    places = {at: str(Month.from_code(at)) if period == "month" else f"{at:04d}" for at in set(periods)}
    texts = {text: text or "" for text in {*codes, *names}}
    columns = (
        map(places.__getitem__, periods), map(texts.__getitem__, codes), map(texts.__getitem__, names), *figures,
        [count or 0 for count in orders],
    )  # fmt: skip
    return _in_order(map(Sum._make, zip(*columns, strict=True)))


def _in_order(found: Iterable[Sum]) -> list[Sum]:
    """One sum per period and code, by these; what left nothing at all is not listed."""
    listed = list(found)
    places = {code: at for at, code in enumerate(sorted({item.code for item in listed}, key=natural_key))}
    listed.sort(key=lambda item: (item.period, places[item.code]))
    if any(left.code == right.code and left.period == right.period for left, right in pairwise(listed)):
        listed = [_added(list(same)) for _, same in groupby(listed, key=lambda item: (item.period, item.code))]
    return [item for item in listed if item.quantity or item.revenue or item.cost or item.orders]


def _added(same: Sequence[Sum]) -> Sum:
    first = same[0]
    return first if len(same) == 1 else Sum(
        first.period, first.code, first.name, sum((item.quantity for item in same), ZERO),
        sum((item.revenue for item in same), ZERO), sum((item.cost for item in same), ZERO),
        sum(item.orders for item in same),
    )  # fmt: skip


@functools.cache
def _question(group: str, period: str, since: bool, until: bool) -> Question:
    """The statement for this grouping, made once and without values of its own.

    ``since`` and ``until`` are whether there is a first and a last month.
    """
    return Question(_named(group, _grouped(group, period, since, until).subquery()))


def _grouped(group: str, period: str, since: bool, until: bool) -> Select[Any]:
    """Sums by period and number, before anything is named: joining names to every entry costs more than adding them."""
    table, key, orders = _SOURCES[group]
    at: ColumnElement[int] = type_coerce(table.month, Integer)
    if period == "year":
        at = at // literal_column("100", Integer)
    query = select(
        at.label("at"), key.label("key"), func.sum(table.quantity).label("quantity"),
        func.sum(table.revenue).label("revenue"), func.sum(table.cost).label("cost"), orders.label("orders"),
    )  # fmt: skip
    if group == "region":
        query = query.outerjoin(SalesOrder, SalesOrder.id == table.order_id).outerjoin(
            Address, (Address.customer_id == table.customer_id) & (Address.kind == literal_column("'main'"))
        )
    if since:
        query = query.where(table.month >= bindparam("first", type_=BookedMonth()))
    if until:
        query = query.where(table.month <= bindparam("last", type_=BookedMonth()))
    return query.group_by(at, key)


# What is added up, by which number, and how orders are counted. The region is the one an order was made for; entries
# without an order count where the customer lives now.
_ORDERS = func.count(ContributionEntry.order_id.distinct())
_SOURCES: dict[str, tuple[Any, ColumnElement[Any], ColumnElement[Any]]] = {
    "customer": (CustomerMonth, CustomerMonth.customer_id, func.sum(CustomerMonth.orders)),
    "product": (ContributionEntry, ContributionEntry.product_id, _ORDERS),
    "salesperson": (LevelMonth, LevelMonth.staff_id, func.count()),
    "level": (LevelMonth, LevelMonth.level, func.count()),
    "region": (ContributionEntry, func.coalesce(SalesOrder.region, Address.region, literal_column("''")), _ORDERS),
}


def _named(group: str, sums_: Any) -> Select[Any]:  # noqa: ANN401 - a subquery
    """Code and name beside each sum; what belongs to a merged record has the name of the one that goes on."""
    figures = (sums_.c.at, sums_.c.quantity, sums_.c.revenue, sums_.c.cost, sums_.c.orders)
    if group == "customer":
        source, kept = aliased(Customer), aliased(Customer)
        root = func.coalesce(source.merged_into_id, source.id)
        return (
            select(kept.code, kept.name, *figures)
            .join(source, source.id == sums_.c.key).join(kept, kept.id == root)
        )  # fmt: skip
    if group in ("product", "salesperson"):
        table: Any = Product if group == "product" else Staff
        return select(table.code, table.name, *figures).select_from(sums_).outerjoin(table, table.id == sums_.c.key)
    return select(sums_.c.key, sums_.c.key, *figures)


def compared(
    store: Store,
    group: str,
    *,
    period: str = "month",
    first: Month | None = None,
    last: Month | None = None,
    share: bool = False,
) -> list[Compared]:
    """Sums beside the period before and the year before; with ``share`` the largest contribution comes first.

    Who had something in a period compared with and nothing now is listed with zero.
    """
    check_group(group, period)
    back = first.plus(-12) if first is not None else None
    with store.snapshot() as tx:
        everything = sums(tx, group, period=period, first=back, last=last)
    return with_comparison(everything, period=period, first=first, share=share)


def with_comparison(
    everything: Sequence[Sum], *, period: str, first: Month | None = None, share: bool = False
) -> list[Compared]:
    """Put sums of periods side by side."""
    at: dict[tuple[str, str], Sum] = {(item.period, item.code): item for item in everything}
    start = (str(first) if period == "month" else f"{first.year:04d}") if first else ""
    periods = sorted({item.period for item in everything if item.period >= start})
    names = {item.code: item.name for item in everything}
    rows: list[Compared] = []
    for now in periods:
        before, year_before = _earlier(now, period)
        codes = {code for (there, code) in at if there in (now, before, year_before)}
        block = [
            Compared(
                at.get((now, code)) or Sum(now, code, names[code], ZERO, ZERO, ZERO),
                previous=_contribution(at.get((before, code))),
                last_year=_contribution(at.get((year_before, code))),
            )
            for code in codes
        ]
        rows += _shared(block) if share else sorted(block, key=lambda row: natural_key(row.sum.code))
    return rows


def _earlier(period_text: str, period: str) -> tuple[str, str]:
    if period == "year":
        return (f"{int(period_text) - 1:04d}",) * 2
    month = Month.parse(period_text)
    return str(month.plus(-1)), str(month.plus(-12))


def _contribution(item: Sum | None) -> Decimal:
    return item.contribution if item is not None else ZERO


def _shared(block: Sequence[Compared]) -> list[Compared]:
    """Largest contribution first, each with its share of the total and the running share."""
    rows = {row.sum.code: row for row in block}
    amounts = {code: row.sum.contribution for code, row in rows.items()}
    return [
        replace(rows[share.code], share_percent=share.share_percent, cumulative_percent=share.cumulative_percent)
        for share in shares(amounts, {code: row.sum.revenue for code, row in rows.items()})
    ]


def totals(tx: Read, first: Month, last: Month) -> dict[Month, tuple[Decimal, Decimal]]:
    """(revenue, cost) per month, from the monthly sums."""
    sums_ = LevelMonth
    rows = tx.all(
        select(sums_.month, func.sum(sums_.revenue), func.sum(sums_.cost))
        .where(sums_.month.between(first, last))
        .group_by(sums_.month)
    )
    found: dict[Month, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    found.update({row[0]: (row[1], row[2]) for row in rows})
    return found
