"""Amounts, changes and percentages as they stand in the columns of a report."""

from decimal import Decimal
from enum import Enum

from app.domain.comparison import change_percent
from app.domain.money import rounded
from app.domain.month import Month
from app.domain.papers_figures import Compared
from app.i18n import N_, Say

__all__ = ["DASH", "Unit", "Words"]

DASH = "–"
_LEAST_COUNT = Decimal(10)
"""A percentage of fewer things says nothing."""


class Unit(Enum):
    """What a row counts."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    AVERAGE = "average"
    """Of marks from 1 to 5, with 2 decimals."""


class Words:
    """Writes the figures of one report; amounts in whole units of the currency."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def value(self, value: Decimal | None, unit: Unit = Unit.MONEY) -> str:
        """A figure; a dash when it is unknown."""
        if value is None:
            return DASH
        if unit is Unit.PERCENT:
            return self.say.percent(value)
        if unit is Unit.AVERAGE:
            return self.say.number(value, 2)
        return self.say.whole_money(value)

    def change(self, now: Decimal | None, base: Decimal | None, unit: Unit = Unit.MONEY) -> str:
        """The difference with its sign, percentages in points."""
        if now is None or base is None:
            return DASH
        if unit is Unit.PERCENT:
            points = rounded(now, 1) - rounded(base, 1)
            return self.say.text(N_("{number} pt"), number=self.say.number(points, 1, sign=True))
        if unit is Unit.AVERAGE:
            return self.say.number(now - base, 2, sign=True)
        return self.say.whole_money(now - base, sign=True)

    def percent(self, now: Decimal | None, base: Decimal | None, unit: Unit = Unit.MONEY) -> str:
        """The difference in percent; empty for percentages and marks, a dash where it would say nothing."""
        if unit in (Unit.PERCENT, Unit.AVERAGE):
            return ""
        least = _LEAST_COUNT if unit is Unit.COUNT else Decimal(100)
        return self.say.percent(change_percent(now, base, least), sign=True)

    def columns(self, figure: Compared, unit: Unit = Unit.MONEY) -> list[str]:
        """The nine columns of a comparison: month, month before, change, %, year before, change, %, to date, %."""
        to_date = (
            self.change(figure.to_date, figure.to_date_before, unit)
            if unit in (Unit.PERCENT, Unit.AVERAGE)
            else self.percent(figure.to_date, figure.to_date_before, unit)
        )
        return [
            self.value(figure.now, unit),
            self.value(figure.previous, unit),
            self.change(figure.now, figure.previous, unit),
            self.percent(figure.now, figure.previous, unit),
            self.value(figure.year_before, unit),
            self.change(figure.now, figure.year_before, unit),
            self.percent(figure.now, figure.year_before, unit),
            self.value(figure.to_date, unit),
            to_date,
        ]

    def money(self, amount: Decimal, *, sign: bool = False) -> str:
        """A whole amount with its currency, as it stands in a sentence."""
        return self.say.money_with_currency(amount, whole=True, sign=sign)

    def month(self, month: Month, beside: Month | None = None) -> str:
        """A month inside a sentence: its name, with the year unless it is the year of ``beside``."""
        same_year = beside is not None and month.year == beside.year
        name = self.say.month_name(month) if same_year else self.say.month(month)
        return self.say.inline(name)

    def span(self, first: Month, last: Month) -> str:
        """“Jan–Oct”."""
        if first == last:
            return self.say.month_short(last)
        return f"{self.say.month_short(first)}–{self.say.month_short(last)}"
