"""The figures of the monthly profit report: compared, month by month, step by step, by level, person and customer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.money import ZERO, percent_of, rounded
from app.domain.month import Month

__all__ = [
    "UNKNOWN",
    "USUAL_LIMITS",
    "Adjustment",
    "Bridge",
    "Compared",
    "CustomerRow",
    "Effect",
    "EffectKind",
    "Entries",
    "KeyFigures",
    "Limits",
    "MonthPoint",
    "ShareRow",
    "Step",
    "StepKind",
    "share_of",
]


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of the whole with one decimal; ``None`` unless the whole is positive: a share of a loss says nothing."""
    if whole <= 0:
        return None
    share = percent_of(part, whole, 4)
    return None if share is None else rounded(share, 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in five periods; ``None`` is unknown (no data that far back) and prints a dash."""

    now: Decimal | None
    previous: Decimal | None = None
    """The month before."""
    year_before: Decimal | None = None
    """The same month a year before."""
    to_date: Decimal | None = None
    """From January (or the first month of the business year) to this month."""
    to_date_before: Decimal | None = None
    """The same months a year before."""

    def ratio(self, whole: "Compared") -> "Compared":
        """Each period in percent of the same period of ``whole``; unknown where undefined."""

        def percent(part: Decimal | None, of: Decimal | None) -> Decimal | None:
            return None if part is None or of is None else percent_of(part, of)

        return Compared(
            percent(self.now, whole.now),
            percent(self.previous, whole.previous),
            percent(self.year_before, whole.year_before),
            percent(self.to_date, whole.to_date),
            percent(self.to_date_before, whole.to_date_before),
        )


UNKNOWN = Compared(None)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures of the first page."""

    contribution: Compared
    revenue: Compared
    """Without tax."""
    orders: Compared = UNKNOWN
    """Whole number of orders recognised in the period."""
    active_customers: Compared = UNKNOWN
    """Whole number of customers with a recognised order in the period."""
    average_discount: Compared = UNKNOWN
    """Percent of list value given away."""
    returns_and_complaints: Compared = UNKNOWN
    """What they cost: positive lowers the contribution."""
    commission: Compared = UNKNOWN
    """Accrued to salespeople: positive; information, not part of the contribution."""

    @property
    def margin(self) -> Compared:
        """Contribution in percent of revenue, per period."""
        return self.contribution.ratio(self.revenue)


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One bar of the 13 months; ``None``: no data."""

    month: Month
    contribution: Decimal | None
    year_before: Decimal | None = None


class StepKind(StrEnum):
    """Steps from revenue to contribution, in printing order."""

    REVENUE = "revenue"
    COST_OF_GOODS = "cost_of_goods"
    FREIGHT = "freight"
    RETURNS = "returns"
    COMPLAINTS = "complaints"
    ADJUSTMENTS = "adjustments"
    """Facts that belong to months which are closed already and count here."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the ladder; only steps that exist are given."""

    kind: StepKind
    amounts: Compared
    """As it enters the contribution: costs are negative. The steps of a period add up to its contribution."""


class EffectKind(StrEnum):
    """Why two months differ."""

    VOLUME = "volume"
    NEW_CUSTOMERS = "new_customers"
    LOST_CUSTOMERS = "lost_customers"
    MIX = "mix"
    PRICE = "price"
    """Prices and discounts."""
    COST = "cost"
    FREIGHT = "freight"
    RETURNS = "returns"
    COMPLAINTS = "complaints"
    ADJUSTMENTS = "adjustments"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Effect:
    """One bar of the bridge; positive adds."""

    kind: EffectKind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the previous month's contribution to this month's: ``start + sum(effects) == end`` exactly."""

    start: Decimal
    effects: tuple[Effect, ...]
    """In printing order; a zero effect may be left out. At most 9 find room; more are joined in the last bar."""

    @property
    def end(self) -> Decimal:
        """This month's contribution as the bridge reaches it."""
        return self.start + sum((effect.amount for effect in self.effects), ZERO)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A product level or a salesperson: one line of a table that adds up to the whole."""

    name: str
    """Level ``A`` to ``D``, or a person's name; empty: house orders, nobody's."""
    revenue: Decimal
    contribution: Decimal
    previous: Decimal | None = None
    """Contribution of the month before; 0 when there was none, ``None`` when it is not known."""
    year_before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer with a movement in this month, the month before, or this month a year before."""

    code: str
    name: str
    revenue: Decimal
    contribution: Decimal
    city: str = ""
    tier: str = ""
    """Frozen tier of the year: ``A``, ``B``, ``C``, ``N``; empty: none (no sale in the base year)."""
    on_course: str = ""
    """The tier the running year leads to, when it is another; else empty."""
    previous: Decimal = ZERO
    """Contribution of the month before."""
    year_before: Decimal = ZERO
    """Contribution of the same month a year before."""
    to_date: Decimal = ZERO
    to_date_before: Decimal = ZERO
    last_12: Decimal | None = None
    """Contribution of the last 12 months, and of the 12 before: printed for customers on course for another tier."""
    last_12_before: Decimal | None = None
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A fact that belongs to a closed month and is counted in this one."""

    belongs_to: Month
    document: str
    customer: str
    amount: Decimal
    """Change of this month's contribution."""
    reason: str = ""
    booked: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """From which size something is marked or listed (company settings, kept with the report)."""

    change_mark: Decimal = Decimal(500)
    """A change of a customer of so much carries a triangle."""
    small_customer: Decimal = ZERO
    """Customers whose contribution and both changes are smaller than this share one line per tier; 0: all listed."""
    complaint_cost: Decimal = Decimal(100)
    overdue_days: int = 30
    levels: tuple[Decimal, ...] = (Decimal(30), Decimal(20), Decimal(10))
    """Margin percent from which a line is level A, B, C."""
    tiers: tuple[Decimal, ...] = (Decimal(80), Decimal(95))
    """Share of contribution below which a customer is tier A, B."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What the ledger itself says about the month, for the check page."""

    revenue: Decimal
    """Sum of the net revenue of all contribution entries booked in the month."""
    contribution: Decimal
    """Sum of all contribution entries booked in the month."""
    orders: int = 0
    orders_without_cost: int = 0
    count: int | None = None
    """Number of entries."""


USUAL_LIMITS = Limits()
