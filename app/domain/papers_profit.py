"""The monthly profit report as values: every figure of its pages, in any language later.

Contribution is revenue without tax - cost of goods + freight billed - freight paid - returns - complaint costs, by the
one rule of the ledger. Commission is information beside it and never taken off. Whoever fills these values reads one
ledger for all of them; the check page compares the sums that are carried twice on purpose (key figures, entries,
customers, levels, salespeople, ladder, bridge).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.month import Month
from app.domain.papers import Letterhead
from app.domain.papers_complaints import ComplaintFigures
from app.domain.papers_exceptions import NO_EXCEPTIONS, Exceptions
from app.domain.papers_facts import Fact
from app.domain.papers_figures import (
    USUAL_LIMITS,
    Adjustment,
    Bridge,
    CustomerRow,
    Entries,
    KeyFigures,
    Limits,
    MonthPoint,
    ShareRow,
    Step,
)

__all__ = ["BY_HAND", "PeriodState", "ProfitMonth", "Recognition", "Signature"]


class PeriodState(StrEnum):
    """A provisional report says so on each page."""

    CLOSED = "closed"
    PROVISIONAL = "provisional"


class Recognition(StrEnum):
    """Which day makes a sale count (company setting)."""

    ORDER = "order"
    DELIVERY = "delivery"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Signature:
    """A name under a line; empty leaves the place for writing by hand."""

    name: str = ""
    role: str = ""


BY_HAND = Signature()


@dataclass(frozen=True, slots=True)
class ProfitMonth:
    """The monthly profit report."""

    month: Month
    state: PeriodState
    company: Letterhead
    figures: KeyFigures
    entries: Entries
    number: str = ""
    """Number of the report, the same for all its revisions: “PR-2026-10”."""
    revision: int = 1
    check_code: str = ""
    """Of all other fields, see ``app.domain.frozen.sealed``."""
    closed_at: datetime | None = None
    """When the month was closed; ``None`` while it is open."""
    reopened_because: str = ""
    """Why there is a revision above 1."""
    addressee: str = ""
    copies: tuple[str, ...] = ()
    prepared: Signature = BY_HAND
    checked: Signature = BY_HAND
    approved: Signature = BY_HAND
    recognition: Recognition = Recognition.ORDER
    first_month: int = 1
    """The month in which the business year starts, 1 to 12: “year to date” runs from there."""
    months: tuple[MonthPoint, ...] = ()
    """13 months up to this one, oldest first; fewer when there are no more."""
    ladder: tuple[Step, ...] = ()
    bridge: Bridge | None = None
    """``None``: there is no month before."""
    levels: tuple[ShareRow, ...] = ()
    """In printing order A to D; a level nothing was sold in may be left out."""
    salespeople: tuple[ShareRow, ...] = ()
    """In printing order."""
    customers: tuple[CustomerRow, ...] = ()
    """In any order; the paper sorts them by tier and contribution."""
    facts: tuple[Fact, ...] = ()
    remarks: tuple[str, ...] = ()
    """Free sentences of the preparer, printed after the facts."""
    exceptions: Exceptions = NO_EXCEPTIONS
    adjustments: tuple[Adjustment, ...] = ()
    limits: Limits = USUAL_LIMITS
    complaints: ComplaintFigures | None = None
    """How well complaints were solved; ``None`` in reports of before that was counted."""

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.month.plus(-1)

    @property
    def year_before(self) -> Month:
        """The same month a year before."""
        return self.month.plus(-12)

    @property
    def year_start(self) -> Month:
        """The month from which “to date” counts."""
        back = (self.month.number - self.first_month) % 12
        return self.month.plus(-back)
