"""The customer's account: what is open, for how long, and which credit settles which debit (rules.md 7).

Amounts are signed: a debit is positive (the customer owes more), a credit negative, whatever paper they stand for: an
invoice below zero settles as a credit does. Unallocated credits are a column of their own with their own, negative
sign, so that the columns of an ageing always add up to the balance.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import ZERO

BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "over_90")


def natural_key(number: str) -> tuple[int, int, str, str]:
    """Sorting of numbers and codes: all digits compare as whole numbers and come first, others by code point."""
    if number.isascii() and number.isdigit():
        # compared as texts of equal length: int() refuses numbers of more than 4,300 digits
        digits = number.lstrip("0")
        return (0, len(digits), digits, number)
    return (1, 0, number, "")


def bucket(days_overdue: int) -> str:
    """The ageing column: not due up to 0 days, then 1-30, 31-60, 61-90, over 90."""
    return BUCKETS[_column(days_overdue)]


def _column(days_overdue: int) -> int:
    return 0 if days_overdue <= 0 else min(4, (days_overdue + 29) // 30)


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
class Match:
    """How much of a credit settles a debit (positive), and whether a person chose it."""

    credit_id: int
    debit_id: int
    amount: Decimal
    chosen: bool


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What of a debit is still to be paid (more than zero, at most the debit); days before the due date are below 0."""

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
    def columns(self) -> tuple[Decimal, ...]:
        """Unallocated and the five ages, in the report's order; their sum is the balance."""
        return (self.unallocated, self.not_due, self.d1_30, self.d31_60, self.d61_90, self.over_90)

    @property
    def open(self) -> Decimal:
        """All debits that are not settled: balance - unallocated."""
        return self.not_due + self.overdue

    @property
    def overdue(self) -> Decimal:
        """Everything past its day."""
        return self.d1_30 + self.d31_60 + self.d61_90 + self.over_90

    def __add__(self, other: "Ageing") -> "Ageing":
        columns = (mine + theirs for mine, theirs in zip(self.columns, other.columns, strict=True))
        return Ageing(self.balance + other.balance, *columns)


@dataclass(frozen=True, slots=True)
class Settlement:
    """An account as of a day: open debits by due date, credits left over by id (positive), the balance, who paid what.

    ``matches`` has at most one line per credit and debit and kind (chosen or not): chosen ones first, then in the
    order in which credits met debits.
    """

    as_of: date
    items: tuple[OpenItem, ...]
    credits: tuple[tuple[int, Decimal], ...]
    balance: Decimal
    matches: tuple[Match, ...] = ()

    @property
    def ageing(self) -> Ageing:
        """The columns of the receivables report."""
        sums = [ZERO] * len(BUCKETS)
        for item in self.items:
            sums[_column(item.days_overdue)] += item.open
        return Ageing(self.balance, -sum((left for _, left in self.credits), ZERO), *sums)


def ageing(entries: Iterable[Entry], as_of: date, chosen: Sequence[Chosen] = ()) -> Ageing:
    """The columns of ``settle(entries, as_of, chosen).ageing`` without the items, one step per entry.

    First-in first-out by due date pays the oldest column first, so without choices the sums of the columns are enough;
    a receivables report over a million entries need not sort them.
    """
    if chosen:
        return settle(entries, as_of, chosen).ageing
    sums = [ZERO] * len(BUCKETS)
    credit = ZERO
    for entry in entries:
        if entry.on > as_of:
            continue
        if entry.amount > 0:
            sums[_column((as_of - entry.due).days)] += entry.amount
        else:
            credit -= entry.amount
    balance = sum(sums, ZERO) - credit
    for column in range(len(BUCKETS) - 1, -1, -1):
        part = min(sums[column], credit)
        sums[column] -= part
        credit -= part
    return Ageing(balance, -credit, *sums)


def settle(entries: Iterable[Entry], as_of: date, chosen: Iterable[Chosen] = ()) -> Settlement:
    """Settle an account as of a day: chosen allocations first, then first-in first-out by (due date, number).

    What was entered or chosen later than ``as_of`` is ignored. The order of the arguments does not matter. A choice
    settles never more than is left of its credit and of its debit. Linear after sorting.
    """
    known = [entry for entry in entries if entry.on <= as_of and entry.amount]
    debits = sorted((e for e in known if e.amount > 0), key=lambda e: (e.due, natural_key(e.number), e.id))
    given = sorted((e for e in known if e.amount < 0), key=lambda e: (e.on, natural_key(e.number), e.id))
    owed = {entry.id: entry.amount for entry in debits}
    left = {entry.id: -entry.amount for entry in given}
    matches = _by_choice(owed, left, [choice for choice in chosen if choice.on <= as_of])
    matches += _by_age(owed, left)
    items = tuple(OpenItem(entry, owed[entry.id], (as_of - entry.due).days) for entry in debits if owed[entry.id])
    unused = tuple((entry.id, left[entry.id]) for entry in given if left[entry.id])
    return Settlement(as_of, items, unused, sum((entry.amount for entry in known), ZERO), tuple(matches))


def _by_choice(owed: dict[int, Decimal], left: dict[int, Decimal], choices: list[Chosen]) -> list[Match]:
    matches = []
    for choice in sorted(choices, key=lambda c: (c.on, c.credit_id, c.debit_id, c.amount)):
        part = min(choice.amount, left.get(choice.credit_id, ZERO), owed.get(choice.debit_id, ZERO))
        if part > 0:
            left[choice.credit_id] -= part
            owed[choice.debit_id] -= part
            matches.append(Match(choice.credit_id, choice.debit_id, part, chosen=True))
    return matches


def _by_age(owed: dict[int, Decimal], left: dict[int, Decimal]) -> list[Match]:
    """Both run in their order of settling."""
    matches = []
    queue = deque(debit_id for debit_id, amount in owed.items() if amount)
    for credit_id, free in left.items():
        while free and queue:
            part = min(free, owed[queue[0]])
            free -= part  # noqa: PLW2901
            owed[queue[0]] -= part
            matches.append(Match(credit_id, queue[0], part, chosen=False))
            if not owed[queue[0]]:
                queue.popleft()
        left[credit_id] = free
    return matches


def spread(amount: Decimal, wanted: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """``amount`` put against debits (id, what is open) one after the other until it is used up; no part is empty."""
    parts: dict[int, Decimal] = {}
    for debit_id, opened in wanted:
        part = min(opened, amount - sum(parts.values(), ZERO))
        if part > 0:
            parts[debit_id] = part
    return parts
