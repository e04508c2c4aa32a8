"""What a salesperson gets for a month: opening + earned − clawed back ± adjustments − paid = closing.

Bands and the cap speak of a whole month; they are worked out from its entries and booked when the month is closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.commission import ADJUSTMENT, BANDS, CAP, CLAWBACK, PAID, RELEASED
from app.domain.commission_plan import Terms, of_bands
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers import Letterhead


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a month that counts for its statement."""

    kind: str
    amount: Decimal
    base: Decimal = ZERO
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What closing a month adds: its bands, and what lies over the cap (negative; positive: given back)."""

    kind: str
    amount: Decimal
    base: Decimal = ZERO
    line_id: int | None = None


def extras(
    entries: Sequence[Entry], terms: Terms, over_before: Mapping[int | None, Decimal] | None = None, places: int = 2
) -> list[Extra]:
    """What bands and cap make of a month's entries, given in their order.

    The cap pays what comes first; what lies over it is not carried on. Commission that is clawed back takes what was
    over the cap first (``over_before``: of earlier months, positive, per line), because it was never paid.
    """
    found: list[Extra] = []
    moved = [one for one in entries if one.kind in (RELEASED, CLAWBACK)]
    if terms.bands:
        total = sum((one.base for one in moved), ZERO)
        brings = of_bands(total, terms.bands, terms.steps, places)
        if brings:
            found.append(Extra(BANDS, brings, total))
            moved.append(Entry(RELEASED, brings))
    over: defaultdict[int | None, Decimal] = defaultdict(lambda: ZERO, dict(over_before or {}))
    left = terms.cap
    for one in moved:
        cut = ZERO
        if one.kind == CLAWBACK:
            cut = min(over[one.line_id], max(-one.amount, ZERO))
        elif left is not None:
            cut = -max(one.amount - max(left, ZERO), ZERO)
            left -= one.amount + cut
        if cut:
            over[one.line_id] -= cut
            found.append(Extra(CAP, cut, line_id=one.line_id))
    return found


@dataclass(frozen=True, slots=True)
class Summary:
    """The box of a statement; ``over_cap`` (positive) and ``bands`` are parts of ``earned``, for the eye."""

    opening: Decimal = ZERO
    earned: Decimal = ZERO
    clawed_back: Decimal = ZERO
    adjustments: Decimal = ZERO
    paid: Decimal = ZERO
    over_cap: Decimal = ZERO
    bands: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        """opening + earned − clawed back ± adjustments − paid; below zero it carries over."""
        return self.opening + self.earned - self.clawed_back + self.adjustments - self.paid


def summary(opening: Decimal, entries: Iterable[Entry | Extra]) -> Summary:
    """The box of a month's entries; what is given back of the cap belongs to what was clawed back."""
    sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for one in entries:
        name = "given back" if one.kind == CAP and one.amount > 0 else one.kind
        sums[name] += one.amount
    return Summary(
        opening, sums[RELEASED] + sums[BANDS] + sums[CAP], -sums[CLAWBACK] - sums["given back"], sums[ADJUSTMENT],
        -sums[PAID], -sums[CAP], sums[BANDS],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement, with everything that explains it; ``base`` is the salesperson's own part."""

    entry_id: int
    kind: str
    on: date
    belongs_to: Month
    amount: Decimal
    base: Decimal = ZERO
    order_id: int | None = None
    order: str = ""
    line_id: int | None = None
    customer: str = ""
    product: str = ""
    level: str | None = None
    rate: Decimal | None = None
    share: Decimal | None = None
    version_id: int | None = None
    cause: str = ""
    reason: str = ""
    approved_by: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """What one level brought: base, and what was earned with it (clawed back already taken off)."""

    level: str
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a plan that lines of a statement were booked with."""

    id: int
    plan: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Statement:
    """A salesperson's month. ``waiting`` is earned and not payable yet, ``held`` is disputed and not paid now.

    What it is printed with is part of it, so that a closed month needs nothing else: ``year`` is the box from January
    to this month, ``terms`` are those whose bands and cap hold for the month, ``company`` is set when it is closed.
    """

    month: Month
    staff_id: int
    code: str
    name: str
    state: str
    box: Summary
    lines: tuple[StatementLine, ...] = ()
    plan: str = ""
    waiting: Decimal = ZERO
    held: Decimal = ZERO
    check_code: str = field(default="")
    versions: tuple[PlanVersion, ...] = ()
    terms: Terms | None = None
    year: Summary | None = None
    company: Letterhead | None = None

    @property
    def to_pay(self) -> Decimal:
        """The closing balance without what is disputed; nothing when it is below zero."""
        return max(self.box.closing - self.held, ZERO)

    @property
    def base(self) -> Decimal:
        """What the commission of the month rests on."""
        return sum((line.base for line in self.lines if line.kind in (RELEASED, CLAWBACK)), ZERO)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The month by product level; a line without a level counts as D."""
        sums: defaultdict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
        for line in self.lines:
            if line.kind in (RELEASED, CLAWBACK):
                sums[line.level or "D"][0] += line.base
                sums[line.level or "D"][1] += line.amount
        return tuple(Level(level, *sums[level]) for level in sorted(sums))
