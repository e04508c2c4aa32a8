"""Steps of a month's total as a person writes them, from-to: what overlaps, what is left out, and what they bring.

A plan keeps only the upper ends of its steps (``Band``); here both ends are written, so that a mistake can be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.commission_plan import Band, Rates, Terms, of_bands, percent
from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake

MOST_TOTALS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Above ``low`` up to ``high``, inclusive (none: without end), at ``rate`` percent."""

    low: Decimal
    high: Decimal | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the number line that belongs to two steps (their numbers from 1), or to none."""

    low: Decimal
    high: Decimal | None
    first: int = 0
    second: int = 0

    @property
    def overlaps(self) -> bool:
        """Whether two steps claim it."""
        return bool(self.first)


def faults(steps: Sequence[Step]) -> list[Fault]:
    """Everything that is wrong between the steps, from the lowest; steps may be written in any order."""
    found: list[Fault] = []
    order = sorted(range(len(steps)), key=lambda at: (steps[at].low, at))
    reached: Decimal | None = ZERO
    before = -1
    for at in order:
        step = steps[at]
        if reached is None or step.low < reached:
            ends = [end for end in (reached, step.high) if end is not None]
            found.append(Fault(step.low, min(ends) if ends else None, before + 1, at + 1))
        elif step.low > reached:
            found.append(Fault(reached, step.low))
        if reached is not None and (step.high is None or step.high > reached):
            reached, before = step.high, at
    if steps and reached is not None:
        found.append(Fault(reached, None))
    return found


def bands_of(steps: Sequence[Step]) -> tuple[Band, ...]:
    """The steps as a plan keeps them. Raises ``Mistake`` that names what belongs to two steps, or to none."""
    for number, step in enumerate(steps, 1):
        if step.high is not None and step.high <= step.low:
            raise Mistake(
                N_("Step {number} ends at {high}, but begins at {low}."), field="bands", number=number,
                high=step.high, low=step.low,
            )  # fmt: skip
    for fault in faults(steps):
        raise mistake(fault)
    return tuple(Band(step.rate, step.high) for step in sorted(steps, key=lambda one: one.low))


def mistake(fault: Fault) -> Mistake:
    """A fault in words."""
    if fault.overlaps:
        middle = fault.high if fault.high is not None else fault.low
        return Mistake(
            N_("{amount} belongs to step {first} and step {second}."), field="bands", amount=middle,
            first=min(fault.first, fault.second), second=max(fault.first, fault.second),
        )  # fmt: skip
    if fault.high is None:
        return Mistake(
            N_("Nothing holds above {amount}. Leave the end of the last step empty."), field="bands", amount=fault.low
        )
    return Mistake(N_("Nothing holds between {low} and {high}."), field="bands", low=fault.low, high=fault.high)


def steps_of(bands: Sequence[Band]) -> tuple[Step, ...]:
    """A plan's bands with both ends."""
    found, low = [], ZERO
    for band in bands:
        found.append(Step(low, band.upper, band.rate))
        low = band.upper if band.upper is not None else low
    return tuple(found)


def totals_of(bands: Sequence[Band]) -> tuple[Decimal, ...]:
    """Totals at which a table tells the steps apart: their ends and one beyond, or round ones where there are none."""
    ends = [band.upper for band in bands if band.upper is not None]
    if not ends:
        return tuple(Decimal(one) for one in (1_000, 5_000, 10_000, 20_000))
    last = ends[-1]
    beyond = [last + last / 4]
    shown = ends if len(ends) < MOST_TOTALS else ends[-(MOST_TOTALS - 1) :]
    return tuple(one.quantize(Decimal(1)) if one == one.to_integral_value() else one for one in (*shown, *beyond))


def brings(terms: Terms, rate: Decimal, total: Decimal, places: int = 2) -> Decimal:
    """What a month with this total base brings if all of it had this rate: rate and steps together, up to the cap."""
    found = percent(max(total, ZERO), rate, places) + of_bands(total, terms.bands, terms.steps, places)
    return found if terms.cap is None else min(found, terms.cap)


def told_rates(rates: Rates) -> tuple[tuple[str, Decimal], ...]:
    """Levels with their rates, those of equal rates together: ("A", 12), ("BC", 8) …; one of no rate stands alone."""
    found: dict[Decimal, str] = {}
    for level, rate in (("A", rates.a), ("B", rates.b), ("C", rates.c), ("D", rates.d)):
        found[rate] = found.get(rate, "") + level
    return tuple((levels, rate) for rate, levels in found.items())
