"""Commission on paper: a salesperson's statement, the team's page for the manager, and both together."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.commission_statement import Statement, Summary
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers import Letterhead

__all__ = ["CommissionPaper", "MonthPaper", "TeamPaper", "TeamRow"]


@dataclass(frozen=True, slots=True)
class CommissionPaper:
    """One salesperson's statement of a month; provisional while the month is open."""

    company: Letterhead
    statement: Statement
    closed_at: datetime | None = None
    closed_by: str = ""

    @property
    def provisional(self) -> bool:
        """Its figures may still change."""
        return self.statement.state != "closed"

    @property
    def number(self) -> str:
        """The same each time it is printed: month and person."""
        return f"CS-{self.statement.month}-{self.statement.code}"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One salesperson on the team's page."""

    code: str
    name: str
    plan: str
    base: Decimal
    box: Summary
    waiting: Decimal = ZERO
    held: Decimal = ZERO
    to_pay: Decimal = ZERO
    check_code: str = ""

    @classmethod
    def of(cls, one: Statement) -> "TeamRow":
        """What of a statement stands on the team's page."""
        return cls(one.code, one.name, one.plan, one.base, one.box, one.waiting, one.held, one.to_pay, one.check_code)


@dataclass(frozen=True, slots=True)
class TeamPaper:
    """Everybody's month, one row each, by name."""

    company: Letterhead
    month: Month
    state: str
    rows: tuple[TeamRow, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    check_code: str = ""

    @property
    def provisional(self) -> bool:
        """Its figures may still change."""
        return self.state != "closed"

    @property
    def number(self) -> str:
        """The same each time it is printed."""
        return f"CT-{self.month}"


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The team's page with every statement behind it."""

    team: TeamPaper
    statements: tuple[CommissionPaper, ...]

    @property
    def number(self) -> str:
        """The same each time it is printed."""
        return f"CM-{self.team.month}"
