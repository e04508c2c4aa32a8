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

    A line that brings nothing has no margin and no level, unless it costs something: then it is D.
    """
    if not revenue:
        return "D" if cost else None
    margin = EXACT.divide(EXACT.multiply(revenue - cost, HUNDRED), revenue)
    if revenue < 0:
        # a sale in reverse has the level of the sale: both numbers are turned
        margin = EXACT.divide(EXACT.multiply(-revenue + cost, HUNDRED), -revenue)
    for level, bound in zip(LEVELS, (bounds.a, bounds.b, bounds.c), strict=False):
        if margin >= bound:
            return level
    return "D"


def valid_on(history: Iterable[tuple[date | None, Value]], day: date) -> Value | None:
    """The newest value of (valid from, value) that holds on ``day``; no date means since ever."""
    held = [(start or date.min, value) for start, value in history if start is None or start <= day]
    return max(held, key=lambda pair: pair[0])[1] if held else None
