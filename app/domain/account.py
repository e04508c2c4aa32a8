"""The customer's account: what is open, for how long, and which credit settles which debit (rules.md 7).

Amounts are signed: a debit is positive (the customer owes more), a credit negative. Unallocated credits are a column
of their own with their own, negative sign, so that the columns of an ageing always add up to the balance.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import ZERO

BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "over_90")


def natural_key(number: str) -> tuple[int, int, str]:
    """Sorting of numbers and codes: all digits compare as whole numbers and come first, others by code point."""
    if number.isascii() and number.isdigit():
        return (0, int(number), number)
    return (1, 0, number)


def bucket(days_overdue: int) -> str:
    """The ageing column: not due up to 0 days, then 1-30, 31-60, 61-90, over 90."""
    if days_overdue <= 0:
        return "not_due"
    return BUCKETS[min(4, (days_overdue + 29) // 30)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked debit (positive) or credit (negative); a debit without ``due_on`` is due on its day."""

    id: int
    on: date
    number: str
    amount: Decimal
    due_on: date | None = None

    @property
    def due(self) -> date:
        """When it is to be paid."""
        return self.due_on or self.on


@dataclass(frozen=True, slots=True)
class Chosen:
    """A credit put against one debit by choice (positive amount)."""

    credit_id: int
    debit_id: int
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What of a debit is still to be paid (positive)."""

    entry: Entry
    open: Decimal
    days_overdue: int

    @property
    def bucket(self) -> str:
        """Its ageing column."""
        return bucket(self.days_overdue)


@dataclass(frozen=True, slots=True)
class Ageing:
    """One customer's balance by age; the columns add up to the balance."""

    balance: Decimal = ZERO
    unallocated: Decimal = ZERO
    """Credits that settle nothing: zero or negative."""
    not_due: Decimal = ZERO
    d1_30: Decimal = ZERO
    d31_60: Decimal = ZERO
    d61_90: Decimal = ZERO
    over_90: Decimal = ZERO

    @property
    def overdue(self) -> Decimal:
        """Everything past its day."""
        return self.d1_30 + self.d31_60 + self.d61_90 + self.over_90


@dataclass(frozen=True, slots=True)
class Settlement:
    """An account as of a day: open debits by due date, credits left over by id (positive), the balance."""

    as_of: date
    items: tuple[OpenItem, ...]
    credits: tuple[tuple[int, Decimal], ...]
    balance: Decimal

    @property
    def ageing(self) -> Ageing:
        """The columns of the receivables report."""
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for item in self.items:
            sums[item.bucket] += item.open
        unallocated = -sum((left for _, left in self.credits), ZERO)
        return Ageing(self.balance, unallocated, **{name: sums[name] for name in BUCKETS})


def settle(entries: Iterable[Entry], as_of: date, chosen: Sequence[Chosen] = ()) -> Settlement:
    """Settle an account as of a day: chosen allocations first, then first-in first-out by (due date, number).

    What was entered or chosen later than ``as_of`` is ignored. Linear after sorting.
    """
    known = [entry for entry in entries if entry.on <= as_of and entry.amount]
    debits = sorted((e for e in known if e.amount > 0), key=lambda e: (e.due, natural_key(e.number), e.id))
    credits = sorted((e for e in known if e.amount < 0), key=lambda e: (e.on, natural_key(e.number), e.id))
    owed = {entry.id: entry.amount for entry in debits}
    left = {entry.id: -entry.amount for entry in credits}
    for choice in chosen:
        if choice.on <= as_of and choice.credit_id in left and choice.debit_id in owed:
            part = min(choice.amount, left[choice.credit_id], owed[choice.debit_id])
            left[choice.credit_id] -= part
            owed[choice.debit_id] -= part
    queue = deque(entry for entry in debits if owed[entry.id])
    for credit in credits:
        while left[credit.id] and queue:
            debit = queue[0]
            part = min(left[credit.id], owed[debit.id])
            left[credit.id] -= part
            owed[debit.id] -= part
            if not owed[debit.id]:
                queue.popleft()
    items = tuple(OpenItem(entry, owed[entry.id], (as_of - entry.due).days) for entry in debits if owed[entry.id])
    unused = tuple((entry.id, left[entry.id]) for entry in credits if left[entry.id])
    return Settlement(as_of, items, unused, sum((entry.amount for entry in known), ZERO))
