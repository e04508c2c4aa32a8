"""Complaints on paper: the sheet of one case, and the quality of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.complaint_quality import Measure, Quality, Tally
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers import Addressee, Letterhead
from app.domain.papers_figures import UNKNOWN, Compared

__all__ = ["ComplaintFigures", "ComplaintMonth", "ComplaintSheet", "Given", "LateCase", "SheetEvent", "Slice"]


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """The quality of a month, compared. Percentages have 1 decimal, averages (1 to 5) have 2."""

    opened: Compared
    closed: Compared = UNKNOWN
    answered_in_time: Compared = UNKNOWN
    """Percent of the answers that were given or overdue."""
    solved_in_time: Compared = UNKNOWN
    """Percent of the cases that were solved or overdue."""
    first_contact: Compared = UNKNOWN
    """Percent of the closed ones."""
    repeated: Compared = UNKNOWN
    """Percent of the opened ones that came back within 90 days."""
    satisfaction: Compared = UNKNOWN
    """Average of what customers said, 1 to 5."""
    quality: Compared = UNKNOWN
    """Average of what supervisors said about our answers, 1 to 5."""
    cost: Compared = UNKNOWN
    """What was booked for solving them: positive lowers the contribution."""

    @classmethod
    def of(cls, found: Quality, known: Sequence[bool], *, with_cost: bool) -> "ComplaintFigures":
        """The figures of a month that was counted; without the right to costs they stay unknown.

        ``known`` says of each of the five periods whether the company kept its books here already: before that nobody
        counted, and nothing is no zero.
        """

        def compared(measure: Measure) -> Compared:
            pairs = zip(found.tallies, known, strict=True)
            return Compared(*(tally.value(measure) if told else None for tally, told in pairs))

        return cls(
            compared(Measure.OPENED), compared(Measure.CLOSED), compared(Measure.ANSWERED_IN_TIME),
            compared(Measure.SOLVED_IN_TIME), compared(Measure.FIRST_CONTACT), compared(Measure.REPEATED),
            compared(Measure.SATISFACTION), compared(Measure.QUALITY),
            compared(Measure.COST) if with_cost else UNKNOWN,
        )  # fmt: skip

    @property
    def anything(self) -> bool:
        """Whether there was a complaint in any of the periods."""
        counts = (self.opened, self.closed)
        return any(
            value for one in counts for value in (one.now, one.previous, one.year_before, one.to_date) if value
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slice:
    """One cause, product or owner of the month; ``running`` is the share of all up to this row, in percent."""

    name: str
    tally: Tally
    share: Decimal
    running: Decimal
    key: str = ""
    """Finds the cases: the cause, or an id."""


@dataclass(frozen=True, slots=True)
class LateCase:
    """A case whose time ran out in the month."""

    number: str
    customer: str
    subject: str
    owner: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintMonth:
    """The monthly complaint report; ``final`` once the month is over."""

    month: Month
    company: Letterhead
    figures: ComplaintFigures
    final: bool
    opened: tuple[int, ...] = ()
    """Cases opened in the 13 months up to this one."""
    opened_before: tuple[int, ...] = ()
    """The same months a year before."""
    causes: tuple[Slice, ...] = ()
    products: tuple[Slice, ...] = ()
    owners: tuple[Slice, ...] = ()
    late: tuple[LateCase, ...] = ()
    with_cost: bool = False
    products_of: tuple[tuple[str, tuple[Slice, ...]], ...] = ()
    """The products behind each cause, by the cause's key."""

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of ``opened``."""
        return tuple(self.month.plus(at + 1 - len(self.opened)) for at in range(len(self.opened)))

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.month.plus(-1)

    @property
    def year_before(self) -> Month:
        """The same month a year before."""
        return self.month.plus(-12)

    @property
    def number(self) -> str:
        """Of the report: “complaints-2026-10”."""
        return f"complaints-{self.month}"


@dataclass(frozen=True, slots=True)
class SheetEvent:
    """One line of the timeline; ``due_at`` of a promise."""

    at: datetime
    kind: str
    words: str = ""
    by: str = ""
    channel: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the customer was given: kind and state of the outcome, its net, and the documents that were made."""

    kind: str
    state: str
    net: Decimal = ZERO
    reason: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintSheet:
    """One case as it may be handed to the customer: without internal notes and without costs."""

    number: str
    company: Letterhead
    customer: Addressee
    subject: str
    opened_at: datetime
    status: str
    channel: str = ""
    cause: str = ""
    severity: str = ""
    owner: str = ""
    order_number: str = ""
    product: str = ""
    document: str = ""
    """The delivery or invoice it is about."""
    phone: str = ""
    first_response_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    solution: str = ""
    satisfaction: int | None = None
    events: tuple[SheetEvent, ...] = ()
    given: tuple[Given, ...] = ()
