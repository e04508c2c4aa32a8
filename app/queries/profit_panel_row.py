"""One row of the profit screen, whatever it stands for."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import ZERO, percent_of


@dataclass(frozen=True, slots=True)
class ProfitRow:
    """Revenue and contribution of one customer, product, person, level or order, with what it is compared with.

    ``key`` is its id as text, a level's letter, or empty for what belongs to nobody in particular.
    """

    key: str
    code: str
    name: str
    revenue: Decimal
    contribution: Decimal
    previous: Decimal = ZERO
    """Contribution of the month before."""
    year_before: Decimal = ZERO
    to_date: Decimal = ZERO
    to_date_before: Decimal = ZERO
    orders: int = 0
    second: str = ""
    tier: str = ""
    on_course: str = ""
    level: str = ""
    """Of a product: by the margin of its last 12 months."""
    mark: str = ""
    """Of a product: promote, restrict or nothing."""
    rank: int = 0
    share: Decimal | None = None
    cumulative: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        """Contribution in percent of revenue, 2 decimals; none without revenue."""
        return percent_of(self.contribution, self.revenue)

    @property
    def is_moving(self) -> bool:
        """Whether a customer is heading for another tier."""
        return bool(self.on_course)

    @property
    def is_losing(self) -> bool:
        """Whether the contribution is negative."""
        return self.contribution < 0

    @property
    def change(self) -> Decimal:
        """Against the month before."""
        return self.contribution - self.previous

    @property
    def change_year(self) -> Decimal:
        """Against the same month a year before."""
        return self.contribution - self.year_before
