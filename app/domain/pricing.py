"""Prices beyond the usual: what a line gives away against the list, and what somebody has to answer for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import ONE, PRICE_PLACES, ZERO, line_amount, percent_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as the limits see it; prices per unit without tax, discount in percent.

    ``before`` is its net before the order's discount, ``net`` after it, ``cost`` that of the whole line.
    """

    product_id: int
    quantity: Decimal
    list_price: Decimal | None
    unit_price: Decimal
    discount: Decimal
    before: Decimal
    net: Decimal
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """What goes beyond: the line's number (0: the order as a whole) and how much is given in percent.

    Without a percentage the price is below its cost.
    """

    line: int
    percent: Decimal | None


def off_list(list_price: Decimal | None, unit_price: Decimal, discount: Decimal) -> Decimal:
    """What a price gives against the list's, in percent; its own discount where the list has none."""
    if not list_price:
        return discount
    paid = price_paid(unit_price, discount)
    return max(discount, percent_of(list_price - paid, list_price) or ZERO)


def price_paid(unit_price: Decimal, discount: Decimal) -> Decimal:
    """The price of one unit after its discount, 4 decimals."""
    return line_amount(ONE, unit_price, discount, PRICE_PLACES)


def beyond(lines: Sequence[Asked], limit: Decimal, places: int, kept: Collection[int] = ()) -> list[Beyond]:
    """What gives more than ``limit`` percent or is sold below its cost; lines at ``kept`` places keep a promise.

    Discounts of lines and of the order count together: a permitted one upon a permitted one may be too much.
    """
    found = []
    for at, line in enumerate(lines):
        if at in kept:
            continue
        given = off_list(line.list_price, line.unit_price, line.discount)
        if line.cost is not None and line.net < line.cost:
            found.append(Beyond(at + 1, None))
        elif given > limit:
            found.append(Beyond(at + 1, given))
    if found or sum((line.before - line.net for line in lines), ZERO) <= 0:
        return found
    usual = sum((line.before if at in kept else _at_list(line, places) for at, line in enumerate(lines)), ZERO)
    given = percent_of(usual - sum((line.net for line in lines), ZERO), usual) or ZERO
    return [Beyond(0, given)] if given > limit else []


def _at_list(line: Asked, places: int) -> Decimal:
    if line.list_price is None:
        return line_amount(line.quantity, line.unit_price, ZERO, places)
    return max(line.before, line_amount(line.quantity, line.list_price, ZERO, places))
