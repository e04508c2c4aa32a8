"""The contribution ledger and its sums per month: secret tables, append-only."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text

from app.domain.month import Month
from app.models.base import Base, Identified, Stamped
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import Quantity, UnitPrice

CONTRIBUTION_KINDS = (
    "sale", "freight", "return", "credit", "cancellation", "adjustment", "reversal", "complaint"
)  # fmt: skip


class ContributionEntry(Identified, Stamped, Base):
    """One line and salesperson: what it brought and cost. Never updated, never deleted.

    ``month`` is where it is booked, ``belongs_to`` the month it speaks of (another one for adjustments). The
    contribution is revenue - cost and therefore not stored a second time.
    """

    __tablename__ = "contribution_entry"
    __table_args__ = (
        CheckConstraint(f"kind IN {CONTRIBUTION_KINDS}", name="kind"),
        CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="level"),
        Index("ix_contribution_entry_month_customer_id", "month", "customer_id"),
        Index(
            "ix_contribution_entry_month_product_id", "month", "product_id", "order_id", "quantity", "revenue", "cost"
        ),
        Index("ix_contribution_entry_order_id", "order_id"),
        Index("ix_contribution_entry_line_id", "line_id"),
        PartialIndex("ix_contribution_entry_complaint_id", "complaint_id", "on", where="complaint_id IS NOT NULL"),
    )

    on: Mapped[date]
    month: Mapped[Month]
    belongs_to: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(12))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    return_id: Mapped[int | None] = mapped_column(ForeignKey("goods_return.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    level: Mapped[str | None] = mapped_column(String(1))
    quantity: Mapped[Decimal] = mapped_column(Quantity, server_default=text("0"))
    revenue: Mapped[Decimal]
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitPrice)
    cost: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class CustomerMonth(Identified, Base):
    """What entries add to a customer's month: rows are only added, and folded into one when nobody waits.

    Shared rows that everybody updates would make desks wait for each other; added rows do not.
    """

    __tablename__ = "customer_month"
    __table_args__ = (
        Index("ix_customer_month_month_customer_id", "month", "customer_id", "revenue", "cost", "orders", "quantity"),
        Index("ix_customer_month_customer_id", "customer_id", "month"),
    )

    month: Mapped[Month]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    orders: Mapped[int]
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    revenue: Mapped[Decimal]
    cost: Mapped[Decimal]


class LevelMonth(Identified, Base):
    """The same per product level, salesperson and kind of entry."""

    __tablename__ = "level_month"
    __table_args__ = (
        Index("ix_level_month_month", "month", "level", "staff_id", "kind", "revenue", "cost", "quantity"),
    )

    month: Mapped[Month]
    level: Mapped[str | None] = mapped_column(String(1))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    revenue: Mapped[Decimal]
    cost: Mapped[Decimal]
