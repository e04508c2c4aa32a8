"""Contribution by customer, product, salesperson, level or region, per month or year, compared and shared out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
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
from app.store.session import AnyRow, Read, Store

GROUPS = ("customer", "product", "salesperson", "level", "region")
PERIODS = ("month", "year")


@dataclass(frozen=True, slots=True)
class Sum:
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
    query = _QUERIES[group]()
    month = query.selected_columns[0]
    if first is not None:
        query = query.where(month >= first)
    if last is not None:
        query = query.where(month <= last)
    found = [_sum(row, period) for row in tx.all(query)]
    return sorted(_folded(found), key=lambda item: (item.period, natural_key(item.code)))


def _sum(row: AnyRow, period: str) -> Sum:
    month: Month = row[0]
    written = str(month) if period == "month" else f"{month.year:04d}"
    return Sum(written, row.code or "", row.name or "", row.quantity, row.revenue, row.cost, row.orders or 0)


def _folded(found: Iterable[Sum]) -> list[Sum]:
    """One sum per period and code; what left nothing at all is not listed."""
    merged: dict[tuple[str, str], Sum] = {}
    for item in found:
        key = (item.period, item.code)
        before = merged.get(key)
        merged[key] = item if before is None else _added(before, item)
    return [item for item in merged.values() if item.quantity or item.revenue or item.cost or item.orders]


def _added(left: Sum, right: Sum) -> Sum:
    return replace(
        left, quantity=left.quantity + right.quantity, revenue=left.revenue + right.revenue,
        cost=left.cost + right.cost, orders=left.orders + right.orders,
    )  # fmt: skip


def _columns(table: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 - one of the ledger's tables
    return [
        func.sum(table.quantity).label("quantity"),
        func.sum(table.revenue).label("revenue"),
        func.sum(table.cost).label("cost"),
    ]


def _by_customer() -> Select[Any]:
    """Merged records count with the one that goes on."""
    source, kept, sums = aliased(Customer), aliased(Customer), CustomerMonth
    return (
        select(
            sums.month, kept.code.label("code"), kept.name.label("name"), *_columns(sums),
            func.sum(sums.orders).label("orders"),
        )
        .join(source, source.id == sums.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .group_by(sums.month, kept.id, kept.code, kept.name)
    )  # fmt: skip


def _by_product() -> Select[Any]:
    entry = ContributionEntry
    return (
        select(
            entry.month, Product.code.label("code"), Product.name.label("name"), *_columns(entry),
            func.count(entry.order_id.distinct()).label("orders"),
        )
        .outerjoin(Product, Product.id == entry.product_id)
        .group_by(entry.month, entry.product_id, Product.code, Product.name)
    )  # fmt: skip


def _by_salesperson() -> Select[Any]:
    sums = LevelMonth
    return (
        select(
            sums.month, Staff.code.label("code"), Staff.name.label("name"), *_columns(sums),
            func.count(sums.id).label("orders"),
        )
        .outerjoin(Staff, Staff.id == sums.staff_id)
        .group_by(sums.month, sums.staff_id, Staff.code, Staff.name)
    )  # fmt: skip


def _by_level() -> Select[Any]:
    sums = LevelMonth
    level = func.coalesce(sums.level, "")
    return select(
        sums.month, level.label("code"), level.label("name"), *_columns(sums), func.count(sums.id).label("orders")
    ).group_by(sums.month, level)


def _by_region() -> Select[Any]:
    """The region an order was made for; entries without an order count where the customer lives now."""
    entry = ContributionEntry
    region = func.coalesce(SalesOrder.region, Address.region, "")
    return (
        select(
            entry.month, region.label("code"), region.label("name"), *_columns(entry),
            func.count(entry.order_id.distinct()).label("orders"),
        )
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Address, (Address.customer_id == entry.customer_id) & (Address.kind == "main"))
        .group_by(entry.month, region)
    )  # fmt: skip


_QUERIES = {
    "customer": _by_customer,
    "product": _by_product,
    "salesperson": _by_salesperson,
    "level": _by_level,
    "region": _by_region,
}


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
