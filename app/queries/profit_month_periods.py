"""The five periods a monthly profit report compares, and sums of a ledger spread over them in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_figures import Compared
from app.models import Complaint, LevelMonth, SalesOrder
from app.models.types import Amount
from app.store.session import Read

Span = tuple[Month, Month]
"""First and last month, inclusive."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of one report.

    ``booked_since`` is the first month in which anything was booked, ``met_since`` the first one with an order or a
    complaint: who may not see what was booked knows by these from when on there is something to count.
    """

    month: Month
    booked_since: Month | None = None
    met_since: Month | None = None

    @property
    def year_start(self) -> Month:
        """January: business years are calendar years."""
        return Month(self.month.year, 1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.month.plus(-1)

    @property
    def year_before(self) -> Month:
        """The same month a year before."""
        return self.month.plus(-12)

    @property
    def spans(self) -> tuple[Span, ...]:
        """This month, the month before, a year before, the year to date, the same months a year before."""
        return (
            (self.month, self.month),
            (self.previous, self.previous),
            (self.year_before, self.year_before),
            (self.year_start, self.month),
            (self.year_start.plus(-12), self.year_before),
        )

    @property
    def first(self) -> Month:
        """The oldest month that the report shows: 13 months with their year before."""
        return self.month.plus(-24)

    @property
    def known(self) -> tuple[bool, ...]:
        """Whether anything is known of each span: nothing is known of a time before the first booking."""
        return self._from(self.booked_since)

    @property
    def complaints_known(self) -> tuple[bool, ...]:
        """Whether it is known of each span how many complaints there were: nobody counted them before."""
        return self._from(self.met_since)

    def _from(self, since: Month | None) -> tuple[bool, ...]:
        return (True, *(since is not None and last >= since for _, last in self.spans[1:]))

    def compared(self, values: Sequence[Decimal | int | None]) -> Compared:
        """Five sums as one figure; what is not known is none, what is known and empty is zero."""
        now, *earlier = [
            Decimal(value or 0) if known else None for value, known in zip(values, self.known, strict=True)
        ]
        return Compared(now, *earlier)

    def spread(self, month: Any, value: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 - columns of any ledger
        """``value`` summed over each of the five spans: five columns."""
        return [func.sum(case((month.between(*span), value))) for span in self.spans]


def periods_of(tx: Read, month: Month) -> Periods:
    """The periods of a month and since when anything is known, in one statement."""
    booked = select(func.min(LevelMonth.month)).scalar_subquery()
    [row] = tx.all(select(booked, *_MET))
    return Periods(month, row[0], _met(tx, row[1:]))


def met_periods(tx: Read, month: Month) -> Periods:
    """The periods of a month for whoever may not see what was booked, in one statement."""
    [row] = tx.all(select(*_MET))
    return Periods(month, met_since=_met(tx, row))


_MET = (
    select(func.min(SalesOrder.on)).scalar_subquery(),
    select(func.min(Complaint.opened_at)).where(Complaint.void.is_(False)).scalar_subquery(),
)


def _met(tx: Read, row: Sequence[Any]) -> Month | None:
    ordered, complained = row
    days = [ordered] if ordered is not None else []
    if complained is not None:
        days.append(complained.astimezone(tx.store.zone).date())
    return Month.of(min(days)) if days else None


def brought(ledger: Any) -> ColumnElement[Decimal]:  # noqa: ANN401 - a table with revenue and cost
    """Revenue - cost as an amount: a difference of two columns has lost its decimals."""
    return type_coerce(ledger.revenue - ledger.cost, Amount())


def five(values: Sequence[Decimal | None]) -> list[Decimal]:
    """Sums without the database's NULL for nothing."""
    return [value or ZERO for value in values]


def total(rows: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    """Column by column; five zeros for no rows."""
    return [sum((row[at] for row in rows), ZERO) for at in range(5)]
