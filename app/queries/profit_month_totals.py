"""The month by kind of entry, product level and salesperson, from the monthly sums: two statements for five periods."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from app.domain.money import ZERO
from app.domain.papers_figures import Compared, MonthPoint, ShareRow, Step, StepKind
from app.models import ContributionEntry, LevelMonth, Staff
from app.queries.contribution import totals as month_totals
from app.queries.profit_month_periods import Periods, five, total
from app.store.session import Read

RETURN_KINDS = ("return", "credit", "cancellation")
CORRECTION_KINDS = ("adjustment", "reversal")


@dataclass(frozen=True, slots=True)
class Slice:
    """Revenue and cost of one level, person and kind of entry in the five periods."""

    level: str | None
    staff_id: int | None
    staff: str
    kind: str
    revenue: list[Decimal]
    cost: list[Decimal]

    @property
    def contribution(self) -> list[Decimal]:
        """Revenue - cost per period."""
        return [revenue - cost for revenue, cost in zip(self.revenue, self.cost, strict=True)]

    @property
    def step(self) -> StepKind:
        """Where an entry that belongs to its own month stands on the ladder; goods count as revenue here.

        Corrections within a month go where the corrected thing stands: with a level it was goods, without it freight.
        """
        if self.kind in RETURN_KINDS:
            return StepKind.RETURNS
        if self.kind == "complaint":
            return StepKind.COMPLAINTS
        if self.kind == "freight" or (self.kind in CORRECTION_KINDS and self.level is None):
            return StepKind.FREIGHT
        return StepKind.REVENUE


@dataclass(frozen=True, slots=True)
class Totals:
    """All slices of the five periods; ``strangers`` are those entries that belong to another month than their own."""

    periods: Periods
    slices: tuple[Slice, ...]
    strangers: tuple[Slice, ...]

    @property
    def revenue(self) -> Compared:
        """Net revenue of all entries."""
        return self.periods.compared(total([one.revenue for one in self.slices]))

    @property
    def contribution(self) -> Compared:
        """Contribution of all entries."""
        return self.periods.compared(total([one.contribution for one in self.slices]))

    def of(self, kind: StepKind) -> list[Decimal]:
        """One step of the ladder in the five periods, as it enters the contribution (costs below zero)."""
        if kind is StepKind.ADJUSTMENTS:
            return total([one.contribution for one in self.strangers])
        if kind is StepKind.REVENUE:
            return self._own(StepKind.REVENUE, "revenue")
        if kind is StepKind.COST_OF_GOODS:
            return [-cost for cost in self._own(StepKind.REVENUE, "cost")]
        return self._own(kind, "contribution")

    def _own(self, kind: StepKind, column: str) -> list[Decimal]:
        """What is booked in its own month: everything without the strangers."""
        everything = total([getattr(one, column) for one in self.slices if one.step is kind])
        strange = total([getattr(one, column) for one in self.strangers if one.step is kind])
        return [whole - part for whole, part in zip(everything, strange, strict=True)]


def totals(tx: Read, periods: Periods) -> Totals:
    """Read the slices: the sums per month know level, person and kind; entries of other months are few."""
    return Totals(periods, _slices(tx, periods), _strangers(tx, periods))


def _slices(tx: Read, periods: Periods) -> tuple[Slice, ...]:
    sums = LevelMonth
    rows = tx.all(
        select(
            sums.level, sums.staff_id, Staff.name, sums.kind,
            *periods.spread(sums.month, sums.revenue), *periods.spread(sums.month, sums.cost),
        )
        .outerjoin(Staff, Staff.id == sums.staff_id)
        .where(sums.month.between(periods.first, periods.month))
        .group_by(sums.level, sums.staff_id, Staff.name, sums.kind)
    )  # fmt: skip
    return tuple(Slice(row[0], row[1], row[2] or "", row[3], five(row[4:9]), five(row[9:14])) for row in rows)


def _strangers(tx: Read, periods: Periods) -> tuple[Slice, ...]:
    entry = ContributionEntry
    rows = tx.all(
        select(
            entry.level, entry.kind,
            *periods.spread(entry.month, entry.revenue), *periods.spread(entry.month, entry.cost),
        )
        .where(entry.month.between(periods.first, periods.month), entry.belongs_to != entry.month)
        .group_by(entry.level, entry.kind)
    )  # fmt: skip
    return tuple(Slice(row[0], None, "", row[1], five(row[2:7]), five(row[7:12])) for row in rows)


_ALWAYS = (StepKind.REVENUE, StepKind.COST_OF_GOODS)


def ladder(found: Totals) -> tuple[Step, ...]:
    """The steps of each period, which add up to its contribution; steps that never happened are left out.

    Revenue and cost of goods are those of what was sold, before returns; returns, complaints and freight stand with
    what they change of the contribution (revenue and cost together).
    """
    steps = ((kind, found.of(kind)) for kind in StepKind)
    return tuple(Step(kind, found.periods.compared(sums)) for kind, sums in steps if kind in _ALWAYS or any(sums))


def returns_and_complaints(found: Totals) -> Compared:
    """What returns, credits, cancellations and complaints cost: positive lowers the contribution."""
    back, complaints = found.of(StepKind.RETURNS), found.of(StepKind.COMPLAINTS)
    return found.periods.compared([-(one + other) for one, other in zip(back, complaints, strict=True)])


def levels(found: Totals) -> tuple[ShareRow, ...]:
    """A to D, then (without a name) what has no level: freight and complaints."""
    groups: defaultdict[str, list[Slice]] = defaultdict(list)
    for one in found.slices:
        groups[one.level or ""].append(one)
    rows = [_share(level, groups[level], found.periods) for level in sorted(groups, key=lambda name: name or "Z")]
    return tuple(row for row in rows if _speaks(row))


def salespeople(found: Totals) -> tuple[ShareRow, ...]:
    """Largest contribution first, equal ones by name; what nobody in particular sold stands last, without a name."""
    groups: defaultdict[tuple[int | None, str], list[Slice]] = defaultdict(list)
    for one in found.slices:
        groups[one.staff_id, one.staff].append(one)
    rows = [(staff_id, _share(name, slices, found.periods)) for (staff_id, name), slices in groups.items()]
    rows.sort(key=lambda pair: (pair[0] is None, -pair[1].contribution, pair[1].name, pair[0] or 0))
    return tuple(row for _, row in rows if _speaks(row))


def _share(name: str, slices: Iterable[Slice], periods: Periods) -> ShareRow:
    chosen = list(slices)
    contribution = periods.compared(total([one.contribution for one in chosen]))
    revenue = total([one.revenue for one in chosen])[0]
    return ShareRow(name, revenue, contribution.now or ZERO, contribution.previous, contribution.year_before)


def _speaks(row: ShareRow) -> bool:
    return any((row.revenue, row.contribution, row.previous, row.year_before))


def months(tx: Read, periods: Periods) -> tuple[MonthPoint, ...]:
    """13 months up to this one with the year before behind each; months before the first booking are left out."""
    sums = month_totals(tx, periods.first, periods.month)

    def value(back: int) -> Decimal | None:
        month = periods.month.plus(-back)
        if periods.booked_since is None or month < periods.booked_since:
            return None
        revenue, cost = sums.get(month, (ZERO, ZERO))
        return revenue - cost

    points = [MonthPoint(periods.month.plus(-back), value(back), value(back + 12)) for back in range(12, -1, -1)]
    return tuple(point for point in points if point.contribution is not None)


def entries_sum(tx: Read, periods: Periods) -> tuple[Decimal, Decimal, int]:
    """(revenue, cost, count) of the entries booked in the month, straight from the ledger and not from its sums."""
    entry = ContributionEntry
    row = tx.first(
        select(func.sum(entry.revenue), func.sum(entry.cost), func.count(entry.id)).where(entry.month == periods.month)
    )
    assert row is not None
    return row[0] or ZERO, row[1] or ZERO, row[2]
