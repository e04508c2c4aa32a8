"""Contacts with customers and the prices they were told."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text

from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import Quantity, UnitPrice, UtcTime


class Interaction(Identified, Booked, Versioned, Stamped, Base):
    """One contact with a customer on any channel."""

    __tablename__ = "interaction"
    __table_args__ = (
        CheckConstraint("kind IN ('call', 'visit', 'message', 'email', 'letter', 'note')", name="kind"),
        CheckConstraint("direction IN ('in', 'out', '')", name="direction"),
        Index("ix_interaction_customer_id_at", "customer_id", "at"),
        PartialIndex(
            "ix_interaction_follow_up", "customer_id", "follow_up_on",
            where="follow_up_on IS NOT NULL",
        ),
    )  # fmt: skip

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(8))
    direction: Mapped[str] = mapped_column(String(3), server_default=text("''"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    number: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    outcome: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    follow_up_on: Mapped[date | None]
    follow_up_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    seconds: Mapped[int | None]


class PriceTold(Identified, Booked, Stamped, Base):
    """A price somebody told a customer: a promise with an end."""

    __tablename__ = "price_told"
    __table_args__ = (Index("ix_price_told_customer_id_on", "customer_id", "on"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    price: Mapped[Decimal] = mapped_column(UnitPrice)
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    on: Mapped[date]
    valid_until: Mapped[date | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
