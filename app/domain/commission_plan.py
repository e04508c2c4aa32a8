"""What was agreed about commission: rates per level, rules of products and groups, bands, cap and trigger.

Rates are percent with up to two decimals (12 means 12 %). A version that is in use is never edited; a new one begins
on another day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from app.domain.money import EXACT, HUNDRED, PERCENT_PLACES, ZERO, checked, rounded
from app.domain.refusal import N_, Mistake


class Base(StrEnum):
    """What a rate is applied to."""

    CONTRIBUTION = "contribution"
    REVENUE = "revenue"


class Trigger(StrEnum):
    """What makes commission payable."""

    ORDER = "order"
    INVOICE = "invoice"
    PAYMENT = "payment"


class Steps(StrEnum):
    """How bands count: only the part of the month's total inside each band, or the whole total at its band's rate."""

    MARGINAL = "marginal"
    SLAB = "slab"


class Negative(StrEnum):
    """What a line with a negative base does: it earns nothing, or it is deducted."""

    ZERO = "zero"
    DEDUCT = "deduct"


@dataclass(frozen=True, slots=True)
class Rates:
    """Percent per level; a line without a level has the rate of D."""

    a: Decimal = ZERO
    b: Decimal = ZERO
    c: Decimal = ZERO
    d: Decimal = ZERO

    @classmethod
    def flat(cls, rate: Decimal) -> "Rates":
        """The same rate for every level."""
        return cls(rate, rate, rate, rate)

    def of(self, level: str | None) -> Decimal:
        """The rate of a level A to D."""
        return {"A": self.a, "B": self.b, "C": self.c}.get(level or "D", self.d)

    def check(self) -> None:
        """Raises ``Mistake`` for a rate that is not 0 to 100 %."""
        for rate in (self.a, self.b, self.c, self.d):
            check_rate(rate)


@dataclass(frozen=True, slots=True)
class Rule:
    """Other rates for one product, or for a product group with all groups inside it."""

    rates: Rates
    product_id: int | None = None
    category_id: int | None = None

    def fits(self, product_id: int | None, categories: Sequence[int]) -> bool:
        """Whether it speaks of this product; ``categories`` are its group and that group's parents."""
        if self.product_id is not None:
            return self.product_id == product_id
        return self.category_id in categories


@dataclass(frozen=True, slots=True)
class Band:
    """A step of the month's total: up to ``upper``, inclusive (none: without end), at ``rate`` percent."""

    rate: Decimal
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a plan.

    What bands bring is paid beside what the lines earn: a plan of bands alone has level rates of 0 %.
    """

    rates: Rates
    base: Base = Base.CONTRIBUTION
    trigger: Trigger = Trigger.ORDER
    negative: Negative = Negative.ZERO
    rules: tuple[Rule, ...] = ()
    bands: tuple[Band, ...] = ()
    steps: Steps = Steps.MARGINAL
    cap: Decimal | None = None

    def check(self, places: int = 2) -> None:
        """Raises ``Mistake`` naming what is wrong; ``places`` are the decimals of the company's currency."""
        self.rates.check()
        for rule in self.rules:
            if (rule.product_id is None) == (rule.category_id is None):
                raise Mistake(N_("A rule is about one product or one product group."), field="rules")
            rule.rates.check()
        if self.cap is not None:
            checked(self.cap, places, field="cap")
        _check_bands(self.bands, places)

    def rate_for(self, level: str | None, product_id: int | None, categories: Sequence[int] = ()) -> Decimal:
        """The rate of a line: of the first rule that fits its product, else of its level."""
        for rule in self.rules:
            if rule.fits(product_id, categories):
                return rule.rates.of(level)
        return self.rates.of(level)

    def without_rules(self) -> "Terms":
        """The same without its rules."""
        return replace(self, rules=())

    def base_of(self, revenue: Decimal, cost: Decimal) -> Decimal:
        """What the rate is applied to; never below zero unless negative lines are deducted."""
        base = revenue - cost if self.base is Base.CONTRIBUTION else revenue
        return base if self.negative is Negative.DEDUCT else max(base, ZERO)


def plainly(value: Decimal) -> str:
    """A number without needless zeros: 12, not 12.0."""
    return format(value.normalize(), "f") if value else "0"


def check_rate(rate: Decimal, field: str = "rates") -> None:
    """Raises ``Mistake`` for a rate that is not 0 to 100 %, with what was probably meant."""
    if checked(rate, PERCENT_PLACES, field=field) > HUNDRED:
        raise Mistake(
            N_("A rate of {rate} % cannot be; did you mean {less} %?"), field=field,
            rate=plainly(rate), less=plainly(rounded(rate / 10, 1)),
        )  # fmt: skip


def _check_bands(bands: Sequence[Band], places: int) -> None:
    """Bands rise without gaps, and only the last one has no end."""
    below = ZERO
    for at, band in enumerate(bands):
        check_rate(band.rate, "bands")
        last = at == len(bands) - 1
        if band.upper is None:
            if not last:
                raise Mistake(N_("Only the last step has no upper end."), field="bands")
            continue
        if last:
            raise Mistake(N_("The last step has no upper end; leave it empty."), field="bands")
        if checked(band.upper, places, field="bands") <= below:
            raise Mistake(N_("Steps must rise; {upper} does not."), field="bands", upper=band.upper)
        below = band.upper


def percent(base: Decimal, rate: Decimal, places: int = 2) -> Decimal:
    """round(base × rate): the commission of a line."""
    return rounded(EXACT.multiply(base, rate).scaleb(-2, EXACT), places)


def of_bands(total: Decimal, bands: Sequence[Band], steps: Steps, places: int = 2) -> Decimal:
    """What a month's total base brings by its bands; a total below zero brings nothing.

    Marginal: each band's part is rounded once, so that the parts shown add up to the sum shown.
    """
    if total <= 0:
        return ZERO
    if steps is Steps.SLAB:
        rate = next((band.rate for band in bands if band.upper is None or total <= band.upper), ZERO)
        return percent(total, rate, places)
    found, below = ZERO, ZERO
    for band in bands:
        upper = total if band.upper is None else min(total, band.upper)
        if upper > below:
            found += percent(upper - below, band.rate, places)
            below = upper
    return found


@dataclass(frozen=True, slots=True)
class Product:
    """What rules ask about a product: its id and its groups, from its own one upwards."""

    id: int | None
    categories: tuple[int, ...] = ()


def lineage(category_id: int | None, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """A group and all it lies in; groups that lie in each other by mistake end the walk."""
    found: list[int] = []
    while category_id is not None and category_id not in found:
        found.append(category_id)
        category_id = parents.get(category_id)
    return tuple(found)
