"""Contribution = revenue - cost, in entries that add up for every salesperson and to zero when all comes back.

One function computes a contribution for previews, bookings and reports: ``contribution``. Entries exist per order line
and salesperson; what part of a line is recognised, returned or given back is worked out here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.money import EXACT, LARGEST, QUANTITY_PLACES, ZERO, line_amount, rounded, split
from app.domain.month import Month
from app.domain.order import Share
from app.domain.refusal import N_, Conflict, Mistake


def contribution(revenue: Decimal, cost: Decimal) -> Decimal:
    """Revenue without tax minus cost."""
    return revenue - cost


def line_cost(quantity: Decimal, unit_cost: Decimal | None, places: int = 2) -> Decimal:
    """Quantity x unit cost, rounded once; an unknown cost counts 0 (and is reported as unknown).

    Raises ``Mistake`` for a cost that no database can hold.
    """
    cost = line_amount(quantity, unit_cost, ZERO, places) if unit_cost is not None else ZERO
    if abs(cost) >= LARGEST:
        raise Mistake(N_("The cost is too large; it must be below {limit}."), field="cost", limit=LARGEST)
    return cost


class Part(NamedTuple):
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
    pieces = parts_by(Part(None, quantity, revenue, cost), [share.percent for share in shares], places)
    return tuple(
        Part(share.staff_id, piece.quantity, piece.revenue, piece.cost)
        for share, piece in zip(shares, pieces, strict=True)
    )


def portion(total: Decimal, part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """``total`` x part / whole, rounded; exact when part is the whole."""
    if part == whole:
        return total
    return rounded(EXACT.divide(EXACT.multiply(total, part), whole), places)


def total_of(found: Sequence[Part]) -> Part:
    """The sum of all salespeople's parts, as a part of nobody."""
    return Part(
        None,
        sum((part.quantity for part in found), ZERO),
        sum((part.revenue for part in found), ZERO),
        sum((part.cost for part in found), ZERO),
    )


def next_part(line: Part, rest: Decimal, rest_revenue: Decimal, now: Decimal, places: int = 2) -> Part:
    """What ``now`` more of a line brings, when ``rest`` of it (worth ``rest_revenue``) is kept and not recognised yet.

    Revenue is taken from what is left, so that the last piece takes exactly the rest, whatever was returned before;
    cost is the line's snapshot, cumulative from the end for the same reason.
    """
    revenue = portion(rest_revenue, now, rest, places)
    before = portion(line.cost, rest, line.quantity, places)
    after = portion(line.cost, rest - now, line.quantity, places) if rest != now else ZERO
    return Part(None, now, revenue, before - after)


def recognised(kept: Sequence[Part], now: Part, shares: Sequence[Share], places: int = 2) -> tuple[Part, ...]:
    """What everybody's part of a line grows by when ``now`` more of it is recognised and ``kept`` was before.

    The parts after it are a split of the sum, so that many deliveries leave what one would have left, for everyone.
    """
    before = total_of(kept)
    after = parts(
        before.quantity + now.quantity, before.revenue + now.revenue, before.cost + now.cost, shares, places
    )  # fmt: skip
    old = {part.staff_id: part for part in kept}
    grown = [part.minus(old.pop(part.staff_id, Part(part.staff_id, ZERO, ZERO, ZERO))) for part in after]
    return tuple(grown + [part.negated for part in old.values() if not part.empty])


def taken_back(
    kept: Sequence[Part], quantity: Decimal, places: int = 2, *, revenue: Decimal | None = None
) -> tuple[Part, ...]:
    """The counter-parts for ``quantity`` coming back of what is ``kept`` of a line (all salespeople's parts).

    The last piece takes exactly what is left, so that a sale and its full return leave 0.00 for everyone. ``revenue``
    is what the paper of the return says; without it the same portion as of the quantity. Raises ``Conflict`` when
    more would come back than is kept.
    """
    whole = total_of(kept)
    if quantity > whole.quantity:
        raise Conflict(
            N_("Only {kept} of this line can still come back; {quantity} was asked."),
            kept=whole.quantity, quantity=quantity,
        )  # fmt: skip
    if revenue is None:
        revenue = portion(whole.revenue, quantity, whole.quantity, places)
    if quantity == whole.quantity and revenue == whole.revenue:
        return tuple(part.negated for part in kept if not part.empty)
    weights = [max(part.quantity, ZERO) for part in kept]
    back = parts_by(
        Part(None, quantity, revenue, portion(whole.cost, quantity, whole.quantity, places)), weights, places
    )
    return tuple(
        Part(part.staff_id, -piece.quantity, -piece.revenue, -piece.cost)
        for part, piece in zip(kept, back, strict=True)
    )


def parts_by(whole: Part, weights: Sequence[Decimal], places: int = 2) -> list[Part]:
    """``whole`` in parts by ``weights``, each of its numbers by largest remainder."""
    quantities = split(whole.quantity, weights, QUANTITY_PLACES)
    revenues, costs = split(whole.revenue, weights, places), split(whole.cost, weights, places)
    return [Part(None, *numbers) for numbers in zip(quantities, revenues, costs, strict=True)]


def given_back(kept: Sequence[Part], amount: Decimal, places: int = 2) -> tuple[Part, ...]:
    """The counter-parts for money given back without goods: revenue only.

    Raises ``Conflict`` when more would be given back than the line still brings.
    """
    whole = total_of(kept).revenue
    if amount > whole:
        raise Conflict(N_("This line still brings {kept}; {amount} cannot be given back."), kept=whole, amount=amount)
    if amount == whole:
        return tuple(Part(part.staff_id, ZERO, -part.revenue, ZERO) for part in kept)
    amounts = split(amount, [max(part.revenue, ZERO) for part in kept], places)
    return tuple(Part(part.staff_id, ZERO, -back, ZERO) for part, back in zip(kept, amounts, strict=True))


def cost_corrected(kept: Sequence[Part], unit_cost: Decimal, places: int = 2) -> tuple[Part, ...]:
    """The adjustment when one unit of what is kept should have cost ``unit_cost``: cost only, nothing if it did."""
    whole = total_of(kept)
    change = line_cost(whole.quantity, unit_cost, places) - whole.cost
    if not change:
        return ()
    costs = split(change, [max(part.quantity, ZERO) for part in kept], places)
    return tuple(Part(part.staff_id, ZERO, ZERO, cost) for part, cost in zip(kept, costs, strict=True) if cost)
