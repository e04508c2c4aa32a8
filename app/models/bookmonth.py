"""Book months, what was printed of them, and the tiers frozen per year."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text

from app.domain.month import Month
from app.models.base import Base, Identified, Stamped
from app.models.declared import Mapped, mapped_column
from app.models.types import Percent, UtcTime


class BookMonth(Base):
    """A month in which something was booked: open or closed."""

    __tablename__ = "book_month"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(6), server_default=text("'open'"))
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class BookMonthEvent(Identified, Stamped, Base):
    """A closing or reopening, with its reason."""

    __tablename__ = "book_month_event"
    __table_args__ = (CheckConstraint("event IN ('closed', 'reopened')", name="event"),)

    month: Mapped[Month]
    event: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class BookMonthPaper(Stamped, Base):
    """The values of the report as they were when the month was closed: printing it again reads nothing else."""

    __tablename__ = "book_month_paper"

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revenue: Mapped[Decimal]
    cost: Mapped[Decimal]
    check_code: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(Text)


class TierYear(Stamped, Base):
    """A year whose tiers were frozen, with the thresholds that held."""

    __tablename__ = "tier_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tier_a: Mapped[Decimal] = mapped_column(Percent)
    tier_b: Mapped[Decimal] = mapped_column(Percent)


class CustomerTier(Base):
    """A customer's tier for one year: everybody may see it."""

    __tablename__ = "customer_tier"
    __table_args__ = (CheckConstraint("tier IN ('A', 'B', 'C', 'N')", name="tier"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(String(1))


class CustomerTierBase(Base):
    """What a tier rests on, the contribution of the year before: secret, hence a table of its own."""

    __tablename__ = "customer_tier_base"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    contribution: Mapped[Decimal]
    share_before: Mapped[Decimal] = mapped_column(Percent)


class TierOverride(Identified, Stamped, Base):
    """A tier given by hand, with its reason and its end."""

    __tablename__ = "tier_override"
    __table_args__ = (CheckConstraint("tier IN ('A', 'B', 'C', 'N')", name="tier"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    tier: Mapped[str] = mapped_column(String(1))
    reason: Mapped[str] = mapped_column(String(400))
    until: Mapped[date]
