"""The statement of a customer's account: what moved, what is open and for how long."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from app.domain.money import ZERO
from app.domain.papers import Addressee, Letterhead

__all__ = ["BUCKETS", "AccountEntry", "EntryKind", "OpenItem", "Statement", "bucket_of"]

BUCKETS = (0, 30, 60, 90)
"""Upper bounds of days overdue, inclusive: not due, 1 to 30, 31 to 60, 61 to 90; the last bucket has none."""


class EntryKind(StrEnum):
    """What moved the account."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One movement; exactly one of debit and credit is not zero."""

    day: date
    kind: EntryKind
    document: str
    debit: Decimal = ZERO
    """The customer owes more by so much (zero or more)."""
    credit: Decimal = ZERO
    """The customer owes less by so much (zero or more)."""
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A document that is not fully paid."""

    document: str
    day: date
    due: date | None
    """``None`` counts as not due."""
    amount: Decimal
    open: Decimal
    """Positive: the customer owes it."""

    def days_overdue(self, as_of: date) -> int:
        """As-of minus due date: zero or less is not due."""
        return (as_of - self.due).days if self.due else 0


def bucket_of(days_overdue: int) -> int:
    """0 not due, 1: 1-30 days, 2: 31-60, 3: 61-90, 4: over 90."""
    return sum(days_overdue > bound for bound in BUCKETS)


@dataclass(frozen=True, slots=True)
class Statement:
    """Statement of account from ``first`` to ``last``; open items are as of ``last``."""

    company: Letterhead
    customer: Addressee
    number: str
    first: date
    last: date
    opening: Decimal
    """Balance before ``first``, positive = the customer owes."""
    entries: tuple[AccountEntry, ...] = ()
    """In the order in which the balance is to run."""
    open_items: tuple[OpenItem, ...] = ()
    unallocated: Decimal = ZERO
    """Credits not put against a document; zero or more. Open items minus this is the closing balance."""
    credit_limit: Decimal | None = None
    notes: tuple[str, ...] = ()

    @property
    def balances(self) -> tuple[Decimal, ...]:
        """The balance after each entry."""
        moves = (entry.debit - entry.credit for entry in self.entries)
        return tuple(accumulate(moves, initial=self.opening))[1:]

    @property
    def closing(self) -> Decimal:
        """The balance at ``last``, positive = the customer owes."""
        return self.balances[-1] if self.entries else self.opening

    @property
    def ageing(self) -> tuple[Decimal, ...]:
        """Open amounts per bucket: not due, 1-30, 31-60, 61-90, over 90 days; unallocated credits are apart."""
        sums = [ZERO] * (len(BUCKETS) + 1)
        for item in self.open_items:
            sums[bucket_of(item.days_overdue(self.last))] += item.open
        return tuple(sums)
