"""Why two months differ: the contribution of one month in steps to that of the other, which add up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.money import EXACT, ZERO, rounded
from app.domain.papers_figures import Bridge, Effect, EffectKind


@dataclass(frozen=True, slots=True)
class Sold:
    """What one product sold in a month: quantity, net revenue, cost of the goods."""

    quantity: Decimal
    revenue: Decimal
    cost: Decimal

    @property
    def comparable(self) -> bool:
        """Whether there is a price and a cost of one piece to compare with."""
        return self.quantity > 0


@dataclass(frozen=True, slots=True)
class Facts:
    """A month's contribution by cause, each as it enters it (what costs is negative); their sum is the contribution."""

    sales: Mapping[str, Sold] = field(default_factory=dict)
    """By product: sales of the month only, before returns."""
    returns: Decimal = ZERO
    """Contribution of what came back."""
    freight: Decimal = ZERO
    """Billed minus paid."""
    complaints: Decimal = ZERO
    """What complaints cost."""
    adjustments: Decimal = ZERO
    """Facts of earlier months, booked in this one."""
    other: Decimal = ZERO

    @property
    def revenue(self) -> Decimal:
        """Net revenue of the sales."""
        return sum((sold.revenue for sold in self.sales.values()), ZERO)

    @property
    def cost(self) -> Decimal:
        """Cost of the sold goods."""
        return sum((sold.cost for sold in self.sales.values()), ZERO)

    @property
    def contribution(self) -> Decimal:
        """Everything together."""
        return self.revenue - self.cost + self.returns + self.freight + self.complaints + self.adjustments + self.other


def bridge(base: Facts, now: Facts, places: int = 2) -> Bridge:
    """From the base month's contribution to this month's; effects of zero are left out.

    With *old revenue* = Σ quantity now x net price of one piece in the base month, and *old cost* likewise (each
    product rounded once; a product that was not sold in the base month counts with this month's revenue and cost):

    - price and discount = revenue now - old revenue
    - cost = old cost - cost now
    - volume = base contribution of the sales x (old revenue / base revenue - 1): as if only the amount had changed.
      Measured in revenue at old prices, because pieces, hours and kilograms cannot be added
    - product mix = what the rest of old revenue - old cost is away from the base: dearer or more profitable products
      took the place of others
    - freight, returns, complaints, adjustments, other = this month's - the base month's

    Without revenue to compare with (base or now), all of volume and mix is volume. All effects add up to the
    difference exactly, because the mix takes what rounding leaves.
    """
    old_revenue, old_cost = _at_old_prices(base.sales, now.sales, places)
    before = base.revenue - base.cost
    moved = old_revenue - old_cost - before
    volume = moved
    if base.revenue > 0 and old_revenue > 0:
        grown = EXACT.divide(EXACT.multiply(before, old_revenue - base.revenue), base.revenue)
        volume = rounded(grown, places)
    effects = (
        Effect(EffectKind.VOLUME, volume),
        Effect(EffectKind.MIX, moved - volume),
        Effect(EffectKind.PRICE, now.revenue - old_revenue),
        Effect(EffectKind.COST, old_cost - now.cost),
        Effect(EffectKind.FREIGHT, now.freight - base.freight),
        Effect(EffectKind.RETURNS, now.returns - base.returns),
        Effect(EffectKind.COMPLAINTS, now.complaints - base.complaints),
        Effect(EffectKind.ADJUSTMENTS, now.adjustments - base.adjustments),
        Effect(EffectKind.OTHER, now.other - base.other),
    )
    return Bridge(base.contribution, tuple(effect for effect in effects if effect.amount))


def _at_old_prices(base: Mapping[str, Sold], now: Mapping[str, Sold], places: int) -> tuple[Decimal, Decimal]:
    revenue = cost = ZERO
    for product, sold in now.items():
        old = base.get(product)
        if old is None or not old.comparable:
            revenue, cost = revenue + sold.revenue, cost + sold.cost
            continue
        revenue += rounded(EXACT.divide(EXACT.multiply(sold.quantity, old.revenue), old.quantity), places)
        cost += rounded(EXACT.divide(EXACT.multiply(sold.quantity, old.cost), old.quantity), places)
    return revenue, cost
