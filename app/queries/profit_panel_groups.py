"""Rows of the profit screen by product, salesperson, level and order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import case, func, select

from app.domain.money import ZERO
from app.domain.product import LevelBounds, level_of
from app.models import Complaint, ContributionEntry, Customer, Product, SalesOrder
from app.models.declared import aliased
from app.queries import company
from app.queries.profit_month_customers import root
from app.queries.profit_month_periods import Periods, brought, five, total
from app.queries.profit_month_totals import Slice, totals
from app.queries.profit_panel_row import ProfitRow
from app.store.session import Read

WITHOUT_ORDER = "complaint"
"""The key of what was booked for a complaint without an order begins with it."""


def products(tx: Read, periods: Periods) -> list[ProfitRow]:
    """By product; what has none (freight, complaints) is one row without a name."""
    entry, month = ContributionEntry, periods.month
    year = month.plus(-11)
    rows = tx.all(
        select(
            entry.product_id, Product.code, Product.name, Product.mark,
            *periods.spread(entry.month, brought(entry)),
            func.sum(case((entry.month == month, entry.revenue))),
            func.count(case((entry.month == month, entry.order_id)).distinct()),
            func.sum(case((entry.month.between(year, month), entry.revenue))),
            func.sum(case((entry.month.between(year, month), entry.cost))),
        )
        .outerjoin(Product, Product.id == entry.product_id)
        .where(entry.month.between(min(periods.year_start.plus(-12), year), month))
        .group_by(entry.product_id, Product.code, Product.name, Product.mark)
    )  # fmt: skip
    settings = company.of(tx)
    bounds = LevelBounds(settings.level_a, settings.level_b, settings.level_c)
    found = []
    for row in rows:
        now, *earlier = five(row[4:9])
        level = level_of(row[11] or ZERO, row[12] or ZERO, bounds) if row[0] is not None and row[11] else None
        made = ProfitRow(
            str(row[0] or ""), row[1] or "", row[2] or "", row[9] or ZERO, now, earlier[0], earlier[1], earlier[2],
            earlier[3], row[10],
            second=row[1] or "", level=level or "", mark=row[3] or "",
        )  # fmt: skip
        if made.revenue or any((now, *earlier)):
            found.append(made)
    return found


def salespeople(tx: Read, periods: Periods) -> list[ProfitRow]:
    """By salesperson; house orders have no name."""
    groups: defaultdict[tuple[str, str], list[Slice]] = defaultdict(list)
    for one in totals(tx, periods).slices:
        groups[str(one.staff_id or ""), one.staff].append(one)
    found = [_row(key, name, slices) for (key, name), slices in groups.items()]
    return [row for row in found if _speaks(row)]


def levels(tx: Read, periods: Periods) -> list[ProfitRow]:
    """By the level that lines had when they were sold; what has none (freight, complaints) has no name."""
    groups: defaultdict[str, list[Slice]] = defaultdict(list)
    for one in totals(tx, periods).slices:
        groups[one.level or ""].append(one)
    return [row for key, slices in groups.items() if _speaks(row := _row(key, key, slices))]


def _row(key: str, name: str, slices: Iterable[Slice]) -> ProfitRow:
    chosen = list(slices)
    now, previous, year_before, to_date, to_date_before = total([one.contribution for one in chosen])
    revenue = total([one.revenue for one in chosen])[0]
    return ProfitRow(key, name, name, revenue, now, previous, year_before, to_date, to_date_before)


def _speaks(row: ProfitRow) -> bool:
    amounts = (row.revenue, row.contribution, row.previous, row.year_before, row.to_date, row.to_date_before)
    return any(amounts)


def orders(tx: Read, periods: Periods) -> list[ProfitRow]:
    """By order, of this month alone; complaints without an order stand by themselves."""
    entry, source, kept = ContributionEntry, aliased(Customer), aliased(Customer)
    apart: Any = case((entry.order_id.is_(None), entry.complaint_id))
    rows = tx.all(
        select(
            entry.order_id, apart.label("complaint"), SalesOrder.number, Complaint.number,
            kept.name, func.sum(entry.revenue), func.sum(brought(entry)),
        )
        .join(source, source.id == entry.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Complaint, Complaint.id == apart)
        .where(entry.month == periods.month)
        .group_by(entry.order_id, apart, SalesOrder.number, Complaint.number, kept.id, kept.name)
    )  # fmt: skip
    found = []
    for order_id, complaint_id, order, complaint, customer, revenue, contribution in rows:
        number = order or complaint or ""
        made = ProfitRow(order_key(order_id, complaint_id), number, number, revenue, contribution, second=customer)
        found.append(replace(made, orders=int(order_id is not None)))
    return found


def order_key(order_id: int | None, complaint_id: int | None) -> str:
    """The key of an order's row."""
    return str(order_id) if order_id is not None else f"{WITHOUT_ORDER}{complaint_id or ''}"
