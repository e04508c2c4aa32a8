"""Contribution = revenue - cost, in entries that add up for every salesperson and to zero when all comes back.

One function computes a contribution for previews, bookings and reports: ``contribution``. Entries exist per order line
and salesperson; what part of a line is recognised, returned or given back is worked out here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import EXACT, QUANTITY_PLACES, ZERO, line_amount, rounded, split
from app.domain.month import Month
from app.domain.order import Share
from app.domain.refusal import N_, Conflict


def contribution(revenue: Decimal, cost: Decimal) -> Decimal:
    """Revenue without tax minus cost."""
    return revenue - cost


def line_cost(quantity: Decimal, unit_cost: Decimal | None, places: int = 2) -> Decimal:
    """Quantity x unit cost, rounded once; an unknown cost counts 0 (and is reported as unknown)."""
    return line_amount(quantity, unit_cost, ZERO, places) if unit_cost is not None else ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """One salesperson's part (``None``: the house) of a line: what is kept of it, or what a booking changes."""

    staff_id: int | None
    quantity: Decimal
    revenue: Decimal
    cost: Decimal

    def minus(self, other: "Part") -> "Part":
        """The difference to another part of the same person."""
        return Part(
            self.staff_id, self.quantity - other.quantity, self.revenue - other.revenue, self.cost - other.cost
        )  # fmt: skip

    @property
    def negated(self) -> "Part":
        """The counter-entry."""
        return Part(self.staff_id, -self.quantity, -self.revenue, -self.cost)

    @property
    def empty(self) -> bool:
        """Nothing to book."""
        return not (self.quantity or self.revenue or self.cost)


@dataclass(frozen=True, slots=True)
class Booking:
    """A contribution entry to be written: what it is about, and one salesperson's part of it."""

    kind: str
    on: date
    customer_id: int
    part: Part
    order_id: int | None = None
    line_id: int | None = None
    product_id: int | None = None
    level: str | None = None
    unit_cost: Decimal | None = None
    return_id: int | None = None
    complaint_id: int | None = None
    belongs_to: Month | None = None
    reason: str = ""


def parts(
    quantity: Decimal, revenue: Decimal, cost: Decimal, shares: Sequence[Share], places: int = 2
) -> tuple[Part, ...]:
    """A line's quantity, revenue and cost among its salespeople by largest remainder; no shares: the house."""
    if not shares:
        return (Part(None, quantity, revenue, cost),)
    if len(shares) == 1:
        return (Part(shares[0].staff_id, quantity, revenue, cost),)
    weights = [share.percent for share in shares]
    quantities = split(quantity, weights, QUANTITY_PLACES)
    revenues, costs = split(revenue, weights, places), split(cost, weights, places)
    return tuple(
        Part(share.staff_id, *numbers)
        for share, numbers in zip(shares, zip(quantities, revenues, costs, strict=True), strict=True)
    )


def portion(total: Decimal, part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """``total`` x part / whole, rounded; exact when part is the whole."""
    if part == whole:
        return total
    return rounded(EXACT.divide(EXACT.multiply(total, part), whole), places)


def recognised(sold: Part, shares: Sequence[Share], done: Decimal, now: Decimal, places: int = 2) -> tuple[Part, ...]:
    """What recognising ``now`` more of a line books, when ``done`` was recognised before (``sold`` is the whole line).

    Cumulative, so that the parts of several deliveries add up to the line exactly, for everyone.
    """
    return tuple(
        after.minus(before)
        for after, before in zip(
            _share_of(sold, shares, done + now, places), _share_of(sold, shares, done, places), strict=True
        )
    )


def _share_of(sold: Part, shares: Sequence[Share], done: Decimal, places: int) -> tuple[Part, ...]:
    if not done:
        return parts(ZERO, ZERO, ZERO, shares, places)
    revenue = portion(sold.revenue, done, sold.quantity, places)
    cost = portion(sold.cost, done, sold.quantity, places)
    return parts(done, revenue, cost, shares, places)


def taken_back(kept: Sequence[Part], quantity: Decimal, places: int = 2) -> tuple[Part, ...]:
    """The counter-parts for ``quantity`` coming back of what is ``kept`` of a line (all salespeople's parts).

    The last piece takes exactly what is left, so that a sale and its full return leave 0.00 for everyone.
    Raises ``Conflict`` when more would come back than is kept.
    """
    whole = sum((part.quantity for part in kept), ZERO)
    if quantity > whole:
        raise Conflict(
            N_("Only {kept} of this line can still come back; {quantity} was asked."), kept=whole, quantity=quantity
        )
    if quantity == whole:
        return tuple(part.negated for part in kept if not part.empty)
    weights = [part.quantity for part in kept]
    quantities = split(quantity, weights, QUANTITY_PLACES)
    revenues = split(portion(sum((p.revenue for p in kept), ZERO), quantity, whole, places), weights, places)
    costs = split(portion(sum((p.cost for p in kept), ZERO), quantity, whole, places), weights, places)
    return tuple(
        Part(part.staff_id, -back, -revenue, -cost)
        for part, back, revenue, cost in zip(kept, quantities, revenues, costs, strict=True)
    )


def given_back(kept: Sequence[Part], amount: Decimal, places: int = 2) -> tuple[Part, ...]:
    """The counter-parts for money given back without goods: revenue only.

    Raises ``Conflict`` when more would be given back than the line still brings.
    """
    whole = sum((part.revenue for part in kept), ZERO)
    if amount > whole:
        raise Conflict(N_("This line still brings {kept}; {amount} cannot be given back."), kept=whole, amount=amount)
    if amount == whole:
        return tuple(Part(part.staff_id, ZERO, -part.revenue, ZERO) for part in kept)
    amounts = split(amount, [max(part.revenue, ZERO) for part in kept], places)
    return tuple(Part(part.staff_id, ZERO, -back, ZERO) for part, back in zip(kept, amounts, strict=True))


def cost_corrected(kept: Sequence[Part], unit_cost: Decimal, places: int = 2) -> tuple[Part, ...]:
    """The adjustment when one unit of what is kept should have cost ``unit_cost``: cost only, nothing if it did."""
    quantity = sum((part.quantity for part in kept), ZERO)
    change = line_cost(quantity, unit_cost, places) - sum((part.cost for part in kept), ZERO)
    if not change:
        return ()
    costs = split(change, [max(part.quantity, ZERO) for part in kept], places)
    return tuple(Part(part.staff_id, ZERO, ZERO, cost) for part, cost in zip(kept, costs, strict=True) if cost)
