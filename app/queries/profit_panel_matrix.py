"""Months side by side for each customer, and the book months with their totals."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from time import perf_counter

from sqlalchemy import func, select

from app.domain import rights
from app.domain.money import ZERO, percent_of
from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.domain.watch import Watch, looking
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
from app.queries.contribution import totals
from app.queries.profit_month_periods import brought
from app.store.session import Read, Store

MOST_ROWS = 300
"""So many customers stand alone; the others share a row, so that every column adds up."""
USUAL_MONTHS = 36
LONG = 5
"""Seconds; what takes longer, or has more months, is read only when a person has agreed to wait."""
READING = N_("Reading months")


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


@dataclass(frozen=True, slots=True)
class Outlook:
    """What reading a period takes: lines of the ledger's sums, and seconds at the speed of this very database."""

    lines: int
    seconds: int

    @property
    def long(self) -> bool:
        """Whether somebody should agree first."""
        return self.seconds > LONG


def outlook(store: Store, first: Month, last: Month) -> Outlook:
    """Counts along an index, and reads the fullest month for the speed; raises ``NotAllowed``. Three statements."""
    sums = CustomerMonth
    query = select(sums.month, func.count()).where(sums.month.between(first, last)).group_by(sums.month)
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        counts: dict[Month, int] = {row[0]: row[1] for row in tx.all(query)}
        if not counts:
            return Outlook(0, 0)
        fullest = max(counts, key=lambda month: counts[month])
        began = perf_counter()
        _month_amounts(tx, fullest, _roots(tx))
        spent = perf_counter() - began
    lines = sum(counts.values())
    return Outlook(lines, ceil(spent * lines / counts[fullest]))


def matrix(store: Store, first: Month, last: Month, *, most: int = MOST_ROWS, watch: Watch | None = None) -> Matrix:
    """Largest customers first; a statement for each month, so that ``watch`` can stop it between them.

    Raises ``Mistake`` when the period ends before it begins, ``NotAllowed``, and ``Stopped``.
    """
    if last < first:
        raise Mistake(N_("The period ends before it begins."), field="last")
    months, watch = tuple(first.until(last)), watch or Watch()
    found: defaultdict[int, dict[Month, Decimal]] = defaultdict(dict)
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        watch.begin(READING, _lines(tx, first, last))
        merged = _roots(tx)
        for month in months:
            amounts, lines = _month_amounts(tx, month, merged)
            for key, amount in amounts.items():
                found[key][month] = amount
            watch.count(lines)
        whole = {key: sum(amounts.values(), ZERO) for key, amounts in looking(found.items())}
        keys = sorted(found, key=lambda key: (-whole[key], key))
        names = _names(tx, keys[:most])
    rows = [_row(key, names[key], found[key], months) for key in looking(keys[:most])]
    rows.sort(key=lambda row: (-row.total, row.name, row.code))
    if rest := keys[most:]:
        rows.append(_added([_row(key, ("", ""), found[key], months) for key in looking(rest)], len(months)))
    return Matrix(months, tuple(rows), _added(rows, len(months)), len(rest))


def _lines(tx: Read, first: Month, last: Month) -> int:
    return int(tx.scalar(select(func.count()).where(CustomerMonth.month.between(first, last))))


def _roots(tx: Read) -> dict[int, int]:
    """Merged records, which are few, and the record that goes on."""
    into = Customer.merged_into_id
    return {row[0]: row[1] for row in tx.all(select(Customer.id, into).where(into.is_not(None)))}


def _month_amounts(tx: Read, month: Month, merged: dict[int, int]) -> tuple[dict[int, Decimal], int]:
    """The contribution of each customer in a month, and how many lines that were."""
    sums = CustomerMonth
    query = (
        select(sums.customer_id, func.sum(brought(sums)), func.count())
        .where(sums.month == month)
        .group_by(sums.customer_id)
    )
    found: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    lines = 0
    for one, amount, count in tx.execute(query):
        found[merged.get(one, one)] += amount
        lines += count
    return found, lines


def _names(tx: Read, keys: list[int]) -> dict[int, tuple[str, str]]:
    query = select(Customer.id, Customer.code, Customer.name).where(Customer.id.in_(keys))
    return {row[0]: (row[1], row[2]) for row in tx.all(query)}


def _row(key: int, names: tuple[str, str], amounts: dict[Month, Decimal], months: tuple[Month, ...]) -> MatrixRow:
    return MatrixRow(str(key), *names, tuple(amounts.get(month, ZERO) for month in months))


def _added(rows: list[MatrixRow], width: int) -> MatrixRow:
    return MatrixRow("", "", "", tuple(sum((row.amounts[at] for row in rows), ZERO) for at in looking(range(width))))


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
