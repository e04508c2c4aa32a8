"""Months side by side for each customer, and the book months with their totals."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import rights
from app.domain.money import ZERO, percent_of
from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.models import (
    BookMonth,
    BookMonthEvent,
    BookMonthPaper,
    Customer,
    CustomerMonth,
    CustomerTier,
    LevelMonth,
    TierYear,
)
from app.models.declared import aliased
from app.queries.contribution import totals
from app.queries.profit_month_customers import root
from app.queries.profit_month_periods import brought
from app.store.session import Read, Store

MOST_ROWS = 300
"""So many customers stand alone; the others share a row, so that every column adds up."""
USUAL_MONTHS = 36
"""More months are read only when a person has agreed to wait."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The contribution of one customer month by month; ``key`` is empty for the row of all others."""

    key: str
    code: str
    name: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All months."""
        return sum(self.amounts, ZERO)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Months and customers; ``others`` counts the customers of the last row."""

    months: tuple[Month, ...]
    rows: tuple[MatrixRow, ...]
    total: MatrixRow
    others: int = 0


def matrix(store: Store, first: Month, last: Month, *, most: int = MOST_ROWS) -> Matrix:
    """Largest customers first. Raises ``Mistake`` when the period ends before it begins, and ``NotAllowed``."""
    if last < first:
        raise Mistake(N_("The period ends before it begins."), field="last")
    months = tuple(first.until(last))
    sums, source, kept = CustomerMonth, aliased(Customer), aliased(Customer)
    query = (
        select(kept.id, kept.code, kept.name, sums.month, func.sum(brought(sums)))
        .join(source, source.id == sums.customer_id)
        .join(kept, kept.id == root(source))
        .where(sums.month.between(first, last))
        .group_by(kept.id, kept.code, kept.name, sums.month)
    )
    found: dict[int, tuple[str, str, dict[Month, Decimal]]] = {}
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        for row in tx.execute(query):
            found.setdefault(row[0], (row[1], row[2], {}))[2][row[3]] = row[4]
    rows = [
        MatrixRow(str(key), code, name, tuple(amounts.get(month, ZERO) for month in months))
        for key, (code, name, amounts) in found.items()
    ]
    rows.sort(key=lambda row: (-row.total, row.name, row.code))
    shown, rest = rows[:most], rows[most:]
    if rest:
        shown.append(_added(rest, len(months)))
    return Matrix(months, tuple(shown), _added(shown, len(months)), len(rest))


def _added(rows: list[MatrixRow], width: int) -> MatrixRow:
    return MatrixRow("", "", "", tuple(sum((row.amounts[at] for row in rows), ZERO) for at in range(width)))


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A book month with what was booked in it; ``closed_at`` of the last closing, ``reopened`` the last reason."""

    month: Month
    state: str
    revision: int
    closed_at: datetime | None
    closed_by: str
    check_code: str
    reopened: str
    revenue: Decimal
    cost: Decimal

    @property
    def contribution(self) -> Decimal:
        """By the one rule."""
        return self.revenue - self.cost

    @property
    def margin(self) -> Decimal | None:
        """Contribution in percent of revenue."""
        return percent_of(self.contribution, self.revenue)


def month_rows(store: Store) -> tuple[MonthRow, ...]:
    """All months in which something was booked, newest first; raises ``NotAllowed``. Four statements."""
    known = BookMonth
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        rows = tx.all(
            select(known.month, known.state, known.revision, known.closed_at, known.closed_by).order_by(
                known.month.desc()
            )
        )
        if not rows:
            return ()
        sums = totals(tx, rows[-1].month, rows[0].month)
        codes, reasons = _codes(tx), _reasons(tx)
    return tuple(
        MonthRow(
            row.month, row.state, row.revision, row.closed_at, row.closed_by,
            codes.get((row.month, row.revision), ""),
            reasons.get(row.month, "") if row.state == "open" else "",
            *_pair(sums.get(row.month)),
        )
        for row in rows
    )  # fmt: skip


def _pair(sums: tuple[Decimal, Decimal] | None) -> tuple[Decimal, Decimal]:
    return sums or (ZERO, ZERO)


def _codes(tx: Read) -> dict[tuple[Month, int], str]:
    paper = BookMonthPaper
    return {(row[0], row[1]): row[2] for row in tx.all(select(paper.month, paper.revision, paper.check_code))}


def _reasons(tx: Read) -> dict[Month, str]:
    event = BookMonthEvent
    query = select(event.month, event.reason).where(event.event == "reopened").order_by(event.id)
    return {row[0]: row[1] for row in tx.all(query)}


@dataclass(frozen=True, slots=True)
class TierYearState:
    """Whether the tiers of a year are frozen, and how many customers have one."""

    year: int
    frozen: bool
    customers: int


def tier_years(store: Store) -> tuple[TierYearState, ...]:
    """The years whose tiers can be or were frozen, newest first; raises ``NotAllowed``."""
    kept = CustomerTier
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        first: Month | None = tx.scalar(select(func.min(LevelMonth.month)))
        frozen = {row[0] for row in tx.all(select(TierYear.year))}
        counts = {row[0]: row[1] for row in tx.all(select(kept.year, func.count()).group_by(kept.year))}
        today = tx.today.year
    known = set(range(first.year + 1, today + 1)) if first is not None else set()
    return tuple(
        TierYearState(year, year in frozen, counts.get(year, 0)) for year in sorted(known | frozen, reverse=True)
    )
