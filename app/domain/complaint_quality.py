"""How well complaints are solved: counted by the day on which something happened, so that a past month stays as it was.

A case counts as opened on the day it was opened, as closed when it was closed. An answer or a solution that came in
time counts on its own day; one that was late counts on the day on which its time ran out, whether it came later or
not: a breach is never taken back (rules.md 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.money import ZERO, percent_of, rounded

Span = tuple[date, date]
"""First and last civil day, inclusive."""


class Group(StrEnum):
    """By what cases are told apart."""

    CAUSE = "cause"
    PRODUCT = "product"
    OWNER = "owner"
    CHANNEL = "channel"
    SEVERITY = "severity"


class Measure(StrEnum):
    """The figures, each of which opens its cases."""

    OPENED = "opened"
    ANSWERED_IN_TIME = "answered_in_time"
    SOLVED_IN_TIME = "solved_in_time"
    FIRST_CONTACT = "first_contact"
    CLOSED = "closed"
    SATISFACTION = "satisfaction"
    QUALITY = "quality"
    REPEATED = "repeated"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in one span; tallies of spans that do not meet add up. ``cost`` lowers the contribution."""

    opened: int = 0
    repeated: int = 0
    answers: int = 0
    answers_in_time: int = 0
    solutions: int = 0
    solutions_in_time: int = 0
    closed: int = 0
    contacts_known: int = 0
    first_contacts: int = 0
    rated: int = 0
    ratings: int = 0
    judged: int = 0
    judgements: int = 0
    cost: Decimal = ZERO

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    def value(self, measure: Measure) -> Decimal | None:
        """The figure: a count, a percentage with 1 decimal, an average of 1 to 5 with 2, or money.

        ``None`` where there is nothing to divide by.
        """
        if measure in _PARTS:
            part, whole = (getattr(self, name) for name in _PARTS[measure])
            return percent_of(Decimal(part), Decimal(whole), 1)
        if measure in _AVERAGES:
            total, count = (getattr(self, name) for name in _AVERAGES[measure])
            return rounded(Decimal(total) / count, 2) if count else None
        if measure is Measure.COST:
            return self.cost
        return Decimal(self.closed if measure is Measure.CLOSED else self.opened)

    def base(self, measure: Measure) -> int:
        """How many cases the figure is made of."""
        if measure is Measure.CLOSED:
            return self.closed
        return int(getattr(self, (_PARTS | _AVERAGES)[measure][1])) if measure in _PARTS | _AVERAGES else self.opened


_PARTS = {
    Measure.ANSWERED_IN_TIME: ("answers_in_time", "answers"),
    Measure.SOLVED_IN_TIME: ("solutions_in_time", "solutions"),
    Measure.FIRST_CONTACT: ("first_contacts", "contacts_known"),
    Measure.REPEATED: ("repeated", "opened"),
}
_AVERAGES = {Measure.SATISFACTION: ("ratings", "rated"), Measure.QUALITY: ("judgements", "judged")}


@dataclass(frozen=True, slots=True)
class Cause:
    """One bar of a Pareto: how many, its share and the running share in percent; ``key`` finds the cases."""

    key: str
    name: str
    tally: Tally
    share: Decimal
    running: Decimal


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases count; nothing named is all of them."""

    cause: str | None = None
    product_id: int | None = None
    owner_id: int | None = None
    channel: str | None = None
    severity: str | None = None
    no_product: bool = False
    no_owner: bool = False


ALL = Filter()


@dataclass(frozen=True, slots=True)
class Quality:
    """A month beside the month before, the same month a year before, and both years to date.

    ``months`` are the 13 months up to this one; ``before`` the same months a year earlier, for the charts.
    """

    tallies: tuple[Tally, Tally, Tally, Tally, Tally]
    months: tuple[Tally, ...]
    before: tuple[Tally, ...]
    causes: tuple[Cause, ...] = ()
    products: tuple[Cause, ...] = ()
    owners: tuple[Cause, ...] = ()
    products_of: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    """The products behind each cause."""

    @property
    def now(self) -> Tally:
        """The month itself."""
        return self.tallies[0]


def pareto(found: Iterable[tuple[str, str, Tally]]) -> tuple[Cause, ...]:
    """Most cases first, then by name; whoever has none opened in the span comes last with a share of 0."""
    rows: Sequence[tuple[str, str, Tally]] = sorted(found, key=lambda row: (-row[2].opened, row[1].casefold(), row[0]))
    whole = Decimal(sum(tally.opened for _, _, tally in rows))
    made, running = [], 0
    for key, name, tally in rows:
        running += tally.opened
        shares = [percent_of(Decimal(part), whole, 1) or ZERO for part in (tally.opened, running)]
        made.append(Cause(key, name, tally, *shares))
    return tuple(made)
