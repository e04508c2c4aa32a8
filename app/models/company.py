"""The company itself: letterhead, currency, and the settings of its arithmetic."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, LargeBinary, String, Text, text

from app.models.base import Base, Identified, Versioned
from app.models.declared import Mapped, mapped_column
from app.models.types import Percent


class Company(Identified, Versioned, Base):
    """The one row of the company; currency and its decimals are fixed when the company is created."""

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("recognition IN ('order', 'delivery', 'invoice')", name="recognition"),
        CheckConstraint("level_a >= level_b AND level_b >= level_c", name="levels"),
        CheckConstraint("tier_a <= tier_b", name="tiers"),
    )

    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    street: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    postcode: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    city: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    country: Mapped[str] = mapped_column(String(2))
    tax_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    phone: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    email: Mapped[str] = mapped_column(String(254), server_default=text("''"))
    bank_account: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    currency: Mapped[str] = mapped_column(String(3))
    currency_places: Mapped[int] = mapped_column(server_default=text("2"))
    language: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(40))
    paper: Mapped[str] = mapped_column(String(6), server_default=text("'A4'"))
    recognition: Mapped[str] = mapped_column(String(8), server_default=text("'order'"))
    payment_days: Mapped[int] = mapped_column(server_default=text("30"))
    tax_rate: Mapped[Decimal] = mapped_column(Percent, server_default=text("0"))
    level_a: Mapped[Decimal] = mapped_column(Percent, server_default=text("3000"))
    level_b: Mapped[Decimal] = mapped_column(Percent, server_default=text("2000"))
    level_c: Mapped[Decimal] = mapped_column(Percent, server_default=text("1000"))
    tier_a: Mapped[Decimal] = mapped_column(Percent, server_default=text("8000"))
    tier_b: Mapped[Decimal] = mapped_column(Percent, server_default=text("9500"))
    discount_limit: Mapped[Decimal] = mapped_column(Percent, server_default=text("1500"))
    report_addressee: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    report_copies: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    prepared_by: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    checked_by: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    approved_by: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    demo: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class NumberSeries(Base):
    """How documents of one kind are numbered, such as ``SO-{YYYY}-{00000}``."""

    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    pattern: Mapped[str] = mapped_column(String(60))


class Counter(Base):
    """The last number given in one series and year; its row lock makes numbers gapless."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class Setting(Base):
    """A company-wide setting that no table column needs to know (layouts, texts), as JSON."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
