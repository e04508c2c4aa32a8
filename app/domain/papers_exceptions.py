"""What the monthly profit report asks a person about: each row needs a yes, a no or a name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

__all__ = ["NO_EXCEPTIONS", "CostlyComplaint", "Exceptions", "HighDiscount", "NegativeOrder", "Overdue", "WinBack"]


@dataclass(frozen=True, slots=True)
class NegativeOrder:
    """An order recognised in the month whose contribution, with its returns in the month, is below zero."""

    document: str
    customer: str
    contribution: Decimal
    """Below zero."""
    responsible: str = ""
    discount: Decimal | None = None
    """Percent off the list value, when any was given."""
    returned: Decimal | None = None
    """Net revenue taken back in the month, positive."""
    freight: Decimal | None = None
    """Billed minus paid; negative: the company paid more than it charged."""
    note: str = ""
    """In the words of the person who looked at it; printed after the reasons."""


@dataclass(frozen=True, slots=True)
class HighDiscount:
    """A discount above what the salesperson may give."""

    document: str
    customer: str
    given: Decimal
    """Percent."""
    limit: Decimal
    """Percent."""
    amount: Decimal
    """What was given away, positive."""
    responsible: str = ""
    approved_by: str = ""
    """Empty: nobody approved it."""
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class WinBack:
    """A customer with orders in the month before and none in this one."""

    customer: str
    change: Decimal
    """Contribution of this month minus that of the month before."""
    responsible: str = ""
    last_order: date | None = None
    last_contact: date | None = None
    note: str = ""
    """Why, when it is known: “closed until March”."""


@dataclass(frozen=True, slots=True)
class CostlyComplaint:
    """A complaint whose cost in the month is above the limit."""

    document: str
    customer: str
    cost: Decimal
    """Positive."""
    responsible: str = ""
    subject: str = ""
    days: int | None = None
    """Days from opening to closing; ``None``: still open."""
    satisfaction: int | None = None
    """1 to 5 as the customer said; ``None``: not asked."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """An invoice unpaid for longer than the limit at the month's end."""

    document: str
    customer: str
    open: Decimal
    days: int
    """Last day of the month minus due date."""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """All of them, each list with the most important first."""

    negative_orders: tuple[NegativeOrder, ...] = ()
    discounts: tuple[HighDiscount, ...] = ()
    win_back: tuple[WinBack, ...] = ()
    complaints: tuple[CostlyComplaint, ...] = ()
    overdue: tuple[Overdue, ...] = ()


NO_EXCEPTIONS = Exceptions()
