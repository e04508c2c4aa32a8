"""The profit screen: a month's figures as the printed report has them, and its rows by customer, product, … .

Rows come from the same sums as the report. Whoever may not see profit is refused here, whatever a screen shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from app.domain import rights
from app.domain.comparison import shares
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.domain.refusal import N_, Mistake
from app.models import ContributionEntry, Customer, CustomerMonth, CustomerTierBase, LevelMonth
from app.models.declared import aliased
from app.queries import company, tiers
from app.queries.profit_month import figures
from app.queries.profit_month_customers import moved, root
from app.queries.profit_month_goods import uncosted
from app.queries.profit_month_periods import Periods, brought, periods_of
from app.queries.profit_panel_groups import levels, orders, products, salespeople
from app.queries.profit_panel_row import ProfitRow
from app.queries.tiers_given import GivenTier, given_on
from app.store.session import Read, Store

VIEWS = ("customers", "products", "salespeople", "levels", "orders")
MONTHS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class Head:
    """A month at a glance; ``uncosted`` sold lines have no cost, ``nearest`` has figures where this one has none."""

    report: ProfitMonth
    uncosted: int
    empty: bool
    nearest: Month | None
    first: Month | None

    @property
    def closed(self) -> bool:
        """Whether the figures are those of the stored report."""
        return self.report.state is PeriodState.CLOSED


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a view, largest contribution first, their sum, and what is known of them all.

    A month can have ten thousand rows: whoever shows them again looks nothing up in each of them.
    """

    month: Month
    view: str
    rows: tuple[ProfitRow, ...]
    total: ProfitRow
    widest: Decimal
    """The largest change of a row against the month before or the year before; one where nothing changed."""
    on_course: int
    """How many are heading for another tier."""
    negative: int
    """How many have a negative contribution."""


@dataclass(frozen=True, slots=True)
class TierReason:
    """Why a customer has its tier: place and share before it by last year's contribution (no place: not frozen), and
    what was given by hand.
    """

    rank: int = 0
    contribution: Decimal = ZERO
    share_before: Decimal = ZERO
    given: GivenTier | None = None


def head(store: Store, month: Month) -> Head:
    """The figures of a month; raises ``NotAllowed``."""
    with store.snapshot() as tx:
        report = figures(tx, month)
        lines = tx.scalar(select(func.count()).select_from(uncosted(month).subquery()))
        empty = not report.entries.count and not report.entries.revenue
        return Head(report, int(lines or 0), empty, _nearest(tx, month) if empty else None, _first(tx))


def _nearest(tx: Read, month: Month) -> Month | None:
    """The last month before with figures, else the first one after."""
    sums = LevelMonth.month
    found: Month | None = tx.scalar(select(func.max(sums)).where(sums < month))
    if found is None:
        found = tx.scalar(select(func.min(sums)).where(sums > month))
    return found


def _first(tx: Read) -> Month | None:
    found: Month | None = tx.scalar(select(func.min(LevelMonth.month)))
    return found


def rows(store: Store, month: Month, view: str) -> Rows:
    """The rows of a view; raises ``Mistake`` for an unknown one and ``NotAllowed``."""
    if view not in VIEWS:
        raise Mistake(N_("‘{value}’ is not known here; use {choices}."), value=view, choices=", ".join(VIEWS))
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        periods = periods_of(tx, month)
        makers = {
            "customers": _customers, "products": products, "salespeople": salespeople, "levels": levels,
            "orders": orders,
        }  # fmt: skip
        found = makers[view](tx, periods)
    placed = _placed(found)
    return Rows(
        month, view, placed, total_of(placed), _widest(placed),
        on_course=sum(row.is_moving for row in placed), negative=sum(row.is_losing for row in placed),
    )  # fmt: skip


def _customers(tx: Read, periods: Periods) -> list[ProfitRow]:
    settings = company.of(tx)
    month = periods.month
    tier = tiers.of_year(tx, month.year, min(month.last, tx.today), settings)
    course = tiers.by_rule(tx, periods.year_start, month, tiers.thresholds(settings))
    found = [
        ProfitRow(
            str(one.id), one.row.code, one.row.name, one.row.revenue, one.row.contribution, one.row.previous,
            one.row.year_before, one.row.to_date, one.row.to_date_before, orders=one.orders,
            second=" · ".join(part for part in (one.row.city, one.row.responsible) if part),
            tier=one.row.tier, on_course=one.row.on_course,
        )
        for one in moved(tx, periods, tier, course)
    ]  # fmt: skip
    return [*found, *_still(tx, periods, total_of(found))]


def _still(tx: Read, periods: Periods, listed: ProfitRow) -> list[ProfitRow]:
    """What customers without a movement in the compared months brought earlier in the year, in one row."""
    sums = CustomerMonth
    row = tx.first(
        select(*periods.spread(sums.month, brought(sums))[3:]).where(
            sums.month.between(periods.year_start.plus(-12), periods.month)
        )
    )
    assert row is not None
    to_date, before = (row[0] or ZERO) - listed.to_date, (row[1] or ZERO) - listed.to_date_before
    return [ProfitRow("", "", "", ZERO, ZERO, to_date=to_date, to_date_before=before)] if to_date or before else []


def _placed(found: Iterable[ProfitRow]) -> tuple[ProfitRow, ...]:
    """Largest contribution first, each with its place, its share and the running share."""
    by_key = {row.key: row for row in found}
    order = shares(
        {key: row.contribution for key, row in by_key.items()}, {key: row.revenue for key, row in by_key.items()}
    )
    return tuple(
        replace(by_key[one.code], rank=place, share=one.share_percent, cumulative=one.cumulative_percent)
        for place, one in enumerate(order, 1)
    )


def total_of(found: Sequence[ProfitRow]) -> ProfitRow:
    """The exact sum of rows."""
    contribution = sum((row.contribution for row in found), ZERO)
    return ProfitRow(
        "", "", "", sum((row.revenue for row in found), ZERO), contribution,
        previous=sum((row.previous for row in found), ZERO), year_before=sum((row.year_before for row in found), ZERO),
        to_date=sum((row.to_date for row in found), ZERO),
        to_date_before=sum((row.to_date_before for row in found), ZERO), orders=sum(row.orders for row in found),
        share=Decimal(100) if contribution else None,
    )  # fmt: skip


def _widest(found: Sequence[ProfitRow]) -> Decimal:
    return max((abs(change) for row in found for change in (row.change, row.change_year)), default=ZERO) or Decimal(1)


def tier_reasons(store: Store, month: Month) -> dict[str, TierReason]:
    """Why each customer (by id) has its tier in a month: by its frozen year, or by hand. Raises ``NotAllowed``."""
    base = CustomerTierBase
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        given = given_on(tx, min(month.last, tx.today))
        found = tx.all(
            select(base.customer_id, base.contribution, base.share_before)
            .where(base.year == month.year)
            .order_by(base.contribution.desc(), base.customer_id)
        )
    reasons = {row[0]: TierReason(place, row[1], row[2]) for place, row in enumerate(found, 1)}
    reasons |= {one: replace(reasons.get(one, TierReason()), given=tier) for one, tier in given.items()}
    return {str(one): reason for one, reason in reasons.items()}


def trends(
    store: Store, month: Month, view: str, keys: Sequence[str], *, months: int = MONTHS_SHOWN
) -> dict[str, tuple[Decimal | None, ...]]:
    """The contribution of the last months per row, oldest first; ``None`` before anything was ever booked."""
    first = month.plus(1 - months)
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        since = _first(tx) or month
        query = _trend_queries(view, keys)
        found: dict[str, dict[Month, Decimal]] = {}
        if query is not None:
            key, at = query.selected_columns[0], query.selected_columns[1]
            for row in tx.all(query.where(at.between(first, month)).group_by(key, at)):
                found.setdefault(str(row[0] or ""), {})[row[1]] = row[2]
    span = list(first.until(month))
    return {
        key: tuple(None if one < since else found.get(key, {}).get(one, ZERO) for one in span) for key in keys
    }  # fmt: skip


def _trend_queries(view: str, keys: Sequence[str]) -> Select[*tuple[Any, ...]] | None:
    numbers = [int(key) for key in keys if key.isdigit()]
    source = aliased(Customer)
    tables: Mapping[str, Any] = {
        "customers": CustomerMonth, "products": ContributionEntry, "salespeople": LevelMonth, "levels": LevelMonth,
    }  # fmt: skip
    table = tables.get(view)
    if table is None:
        return None
    columns: Mapping[str, Any] = {
        "customers": root(source), "products": ContributionEntry.product_id, "salespeople": LevelMonth.staff_id,
        "levels": LevelMonth.level,
    }  # fmt: skip
    column = columns[view]
    wanted = column.in_(keys if view == "levels" else numbers)
    if "" in keys:
        wanted = wanted | column.is_(None)
    query = select(column, table.month, func.sum(brought(table)))
    if view == "customers":
        query = query.join(source, source.id == table.customer_id)
    return query.where(wanted)
