"""Customer tiers by share of contribution (rules.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.account import natural_key
from app.domain.money import EXACT, HUNDRED, ZERO, percent_of
from app.domain.watch import looking


class Tier(StrEnum):
    """A is the best; N brought no profit."""

    A = "A"
    B = "B"
    C = "C"
    N = "N"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Share before, in percent, below which a customer is A, then B; else C."""

    a: Decimal = Decimal(80)
    b: Decimal = Decimal(95)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A customer's place: ``share_before_percent`` is the share of those with strictly more, 2 decimals."""

    code: str
    contribution: Decimal
    share_before_percent: Decimal
    tier: Tier


def tiers(contributions: Mapping[str, Decimal], thresholds: Thresholds | None = None) -> list[Ranked]:
    """Tiers of the customers with a sale in the base year, by contribution, equal ones by code.

    Share before = positive contributions of customers with a strictly greater contribution / all positive ones,
    compared exactly. Equal values share a tier; who crosses a threshold is still above it; 0 or less is N.
    """
    limits = thresholds or Thresholds()
    ordered = sorted(contributions.items(), key=lambda pair: (-pair[1], natural_key(pair[0])))
    total = sum((value for _, value in ordered if value > 0), ZERO)
    found: list[Ranked] = []
    before = running = ZERO
    last: Decimal | None = None
    for code, value in looking(ordered):
        if value != last:
            before, last = running, value
        running += max(value, ZERO)
        share = percent_of(before, total) or ZERO
        found.append(Ranked(code, value, share, _tier(value, before, total, limits)))
    return found


def _tier(value: Decimal, before: Decimal, total: Decimal, limits: Thresholds) -> Tier:
    if value <= 0:
        return Tier.N
    scaled = EXACT.multiply(before, HUNDRED)
    if scaled < EXACT.multiply(total, limits.a):
        return Tier.A
    return Tier.B if scaled < EXACT.multiply(total, limits.b) else Tier.C
