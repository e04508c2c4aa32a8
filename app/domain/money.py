"""Money, prices, quantities and percentages: exact decimals, one rounding rule, splits that add up.

Amounts are in the company's currency with its own number of decimals (2 unless said otherwise); unit prices and unit
costs carry 4 decimals, quantities 3, percentages 2. All are ``Decimal``; no float touches money.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from app.domain.refusal import N_, Mistake

PRICE_PLACES = 4
QUANTITY_PLACES = 3
PERCENT_PLACES = 2

ZERO = Decimal(0)
HUNDRED = Decimal(100)
ONE = Decimal(1)
# Every amount, price and quantity stays below it: sums of millions of them fit a 64-bit integer of the database.
LARGEST = Decimal(10) ** 12

_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(10))
_UNITS = tuple(Decimal(10) ** places for places in range(10))
# 28 digits are too few for 15-digit quantities times 15-digit prices; products must be exact before they are rounded.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """``value`` to ``places`` decimals, half-up, away from zero (0.125 -> 0.13, -0.125 -> -0.13)."""
    return value.quantize(_STEPS[places], ROUND_HALF_UP, EXACT)


def checked(value: Decimal, places: int, *, field: str, signed: bool = False) -> Decimal:
    """``value`` when the database can hold it exactly; raises ``Mistake`` at ``field`` and never rounds silently.

    It must be a finite number below 10^12 with at most ``places`` decimals, and not negative unless ``signed``.
    """
    if not value.is_finite():
        raise Mistake(N_("‘{value}’ is not a number."), field=field, value=value)
    if value < 0 and not signed:
        raise Mistake(N_("{amount} cannot be; write zero or a positive amount."), field=field, amount=value)
    if abs(value) >= LARGEST:
        raise Mistake(N_("{value} is too large; it must be below {limit}."), field=field, value=value, limit=LARGEST)
    if value != rounded(value, places):
        raise Mistake(
            N_("{value} has too many decimals; {places} can be kept here."), field=field, value=value, places=places
        )
    return value


def line_amount(quantity: Decimal, unit: Decimal, discount_percent: Decimal = ZERO, places: int = 2) -> Decimal:
    """Quantity x unit price x (1 - discount), rounded once; the rule for every order line.

    ``discount_percent`` is 0 to 100 (10 means 10 %).
    """
    product = EXACT.multiply(quantity, unit)
    if discount_percent:
        product = EXACT.multiply(product, HUNDRED - discount_percent).scaleb(-2, EXACT)
    return rounded(product, places)


def split(amount: Decimal, weights: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """``amount`` in parts proportional to ``weights`` that add up to it exactly (largest remainder, ties: earlier).

    ``amount`` has at most ``places`` decimals; weights are zero or more. With all weights zero the parts are equal.
    Raises ``ValueError`` for no or negative weights, and for an amount with more decimals.
    """
    if not weights or min(weights) < 0:
        raise ValueError("split() needs weights of zero or more")
    if len(weights) == 1:
        return [from_units(to_units(amount, places), places)]
    total = sum(weights, ZERO)
    if not total:
        weights, total = [ONE] * len(weights), Decimal(len(weights))
    # whole minor units: integers cannot drift
    units = to_units(amount, places)
    sign, units = (-1 if units < 0 else 1), abs(units)
    scale = 10 ** max(0, *(-int(weight.as_tuple().exponent) for weight in weights))
    shares = [int(EXACT.multiply(weight, Decimal(scale))) for weight in weights]
    whole = sum(shares)
    parts = [units * share // whole for share in shares]
    remainders = [units * share % whole for share in shares]
    for index in sorted(range(len(parts)), key=lambda i: -remainders[i])[: units - sum(parts)]:
        parts[index] += 1
    return [Decimal(sign * part).scaleb(-places) for part in parts]


def percent_of(part: Decimal, whole: Decimal, places: int = PERCENT_PLACES) -> Decimal | None:
    """``part`` in percent of ``whole``, half-up; ``None`` when ``whole`` is zero (an undefined percentage is empty)."""
    if not whole:
        return None
    return rounded(EXACT.divide(EXACT.multiply(part, HUNDRED), whole), places)


def tax_by_rate(lines: Iterable[tuple[Decimal, Decimal]], places: int = 2) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """(rate percent, net) of lines -> per rate (net, tax), tax rounded once per rate as EN 16931 does."""
    nets: dict[Decimal, Decimal] = defaultdict(Decimal)
    for rate, net in lines:
        nets[rate] += net
    return {rate: (net, tax_on(net, rate, places)) for rate, net in sorted(nets.items())}


def tax_on(net: Decimal, rate_percent: Decimal, places: int = 2) -> Decimal:
    """Tax on a net sum of one rate, rounded once."""
    return rounded(EXACT.multiply(net, rate_percent).scaleb(-2, EXACT), places)


def from_gross(gross: Decimal, rate_percent: Decimal, places: int = 2) -> tuple[Decimal, Decimal]:
    """(net, tax) of a price that includes tax: 99.99 at 21 % -> 82.64 + 17.35."""
    with localcontext(EXACT):
        net = rounded(gross / (ONE + rate_percent / HUNDRED), places)
    return net, gross - net


def to_units(value: Decimal, places: int) -> int:
    """A decimal as whole units of its last place, for the database; raises ``ValueError`` when digits would be lost."""
    scaled = EXACT.multiply(value, _UNITS[places])
    units = int(scaled)
    if units != scaled:
        raise ValueError(f"{value} has more than {places} decimals")
    return units


def from_units(units: int, places: int) -> Decimal:
    """Whole units of the database as a decimal with ``places`` decimals."""
    return Decimal(units).scaleb(-places)
