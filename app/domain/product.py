"""Products: the level of a margin, and what is valid on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.domain.money import EXACT, HUNDRED

LEVELS = ("A", "B", "C", "D")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class LevelBounds:
    """Margin percent from which a line is level A, B, C; below is D (rules.md 5: lower bound inclusive)."""

    a: Decimal = Decimal(30)
    b: Decimal = Decimal(20)
    c: Decimal = Decimal(10)


def level_of(revenue: Decimal, cost: Decimal, bounds: LevelBounds) -> str | None:
    """Level by the exact margin (revenue - cost) / revenue, not by its rounded percentage.

    A line that brings nothing has no margin; it has no level either, unless it costs something: what is given away is
    D. A sale in reverse (both numbers below zero) has the level of the sale.
    """
    if not revenue:
        return "D" if cost else None
    if revenue < 0:
        revenue, cost = -revenue, -cost
    # multiplied instead of divided: a quotient that never ends could be rounded up to its bound
    contribution = EXACT.multiply(revenue - cost, HUNDRED)
    if contribution >= EXACT.multiply(revenue, bounds.a):
        return "A"
    if contribution >= EXACT.multiply(revenue, bounds.b):
        return "B"
    return "C" if contribution >= EXACT.multiply(revenue, bounds.c) else "D"


def valid_on(history: Iterable[tuple[date | None, Value]], day: date) -> Value | None:
    """The newest value of (valid from, value) that holds on ``day``; no date means since ever.

    Of equal dates the last one given holds. ``None`` before the first date.
    """
    found: Value | None = None
    newest = date.min
    for start, value in history:
        since = start or date.min
        if newest <= since <= day:
            found, newest = value, since
    return found
