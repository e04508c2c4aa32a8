"""Periods side by side: the change, when a percentage of it says something, and shares of a total (rules.md 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.account import natural_key
from app.domain.money import ZERO, percent_of

LEAST_BASE = Decimal(100)
"""Below this size of the base a percentage is noise (in units of the company's currency)."""


def change_percent(now: Decimal | None, base: Decimal | None, least: Decimal = LEAST_BASE) -> Decimal | None:
    """The change in percent of the base's size, 2 decimals; ``None`` where it would mislead or something is unknown.

    The base is at least ``least``, above or below zero, and the sign stays: from 500 to 0 is -100 %, from 500 to -1
    or from 99.99 to 200 is nothing. Costs (below zero) that grow change by a negative percentage.
    """
    if now is None or base is None or abs(base) < least or now * base < 0:
        return None
    return plain_change_percent(now, base)


def plain_change_percent(now: Decimal, base: Decimal) -> Decimal | None:
    """(now - base) / |base| in percent, 2 decimals, ``None`` only when the base is zero: for exact exports."""
    return percent_of(now - base, abs(base))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside its base."""

    now: Decimal
    base: Decimal

    @property
    def amount(self) -> Decimal:
        """The difference; positive is more."""
        return self.now - self.base

    @property
    def percent(self) -> Decimal | None:
        """By the rule of ``change_percent``."""
        return change_percent(self.now, self.base)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a total. Percentages have 2 decimals and are ``None`` when the total is zero."""

    code: str
    amount: Decimal
    share_percent: Decimal | None
    cumulative_percent: Decimal | None


def shares(amounts: Mapping[str, Decimal], ties: Mapping[str, Decimal] | None = None) -> list[Share]:
    """Each part's share and the running share: largest first, equal ones by larger ``ties``, then by code.

    The total includes parts below zero, so the running share may pass 100 on its way to it. Running shares come from
    exact running sums; rounded shares need not add up to them. For profit, ``ties`` is the revenue.
    """
    second: Mapping[str, Decimal] = ties or {}
    ordered = sorted(amounts.items(), key=lambda pair: (-pair[1], -second.get(pair[0], ZERO), natural_key(pair[0])))
    total = sum(amounts.values(), ZERO)
    running = ZERO
    found = []
    for code, amount in ordered:
        running += amount
        found.append(Share(code, amount, percent_of(amount, total), percent_of(running, total)))
    return found
