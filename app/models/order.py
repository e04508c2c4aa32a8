"""Orders and quotes: what was agreed, line by line, and the cost of it in tables of its own."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text

from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import Percent, Quantity, UnitPrice

ORDER_STATES = ("draft", "quoted", "confirmed", "in_progress", "delivered", "invoiced", "closed", "cancelled")


class SalesOrder(Identified, Booked, Versioned, Stamped, Base):
    """An order from draft to closed. ``number`` is empty for drafts; one taken back with its import stays as a void."""

    __tablename__ = "sales_order"
    __table_args__ = (
        CheckConstraint(f"status IN {ORDER_STATES}", name="status"),
        CheckConstraint("recognition IN ('order', 'delivery', 'invoice')", name="recognition"),
        PartialIndex(
            "uq_sales_order_number", "number", unique=True,
            where="void IS NOT TRUE",
        ),
        Index("ix_sales_order_customer_id_on", "customer_id", "on"),
        Index("ix_sales_order_on_id", "on", "id"),
        Index("ix_sales_order_status_on", "status", "on"),
        Index("ix_sales_order_import_run_id", "import_run_id"),
        Index("ix_sales_order_quote_number", "quote_number"),
        PartialIndex(
            "ix_sales_order_undelivered", "customer_id", "on",
            where="delivered_on IS NULL",
        ),
    )  # fmt: skip

    number: Mapped[str | None] = mapped_column(String(40))
    quote_number: Mapped[str | None] = mapped_column(String(40))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date]
    status: Mapped[str] = mapped_column(String(12))
    promised_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    region: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    discount: Mapped[Decimal] = mapped_column(server_default=text("0"))
    freight: Mapped[Decimal] = mapped_column(server_default=text("0"))
    freight_tax_rate: Mapped[Decimal] = mapped_column(Percent, server_default=text("0"))
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    recognition: Mapped[str] = mapped_column(String(8), server_default=text("'order'"))
    imported: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    cancelled_reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    void: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    stage: Mapped[str] = mapped_column(String(12), server_default=text("''"))
    """Where a confirmed order is before it has left: empty, preparing or out."""
    delivery_kind: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    """Empty, pickup, van or carrier."""
    delivery_slot: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    approval: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    """Of a draft with prices beyond the usual: empty, asked or refused."""
    approval_note: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class OrderLine(Identified, Base):
    """One product on an order. ``net`` is what the line brings: after its own and its part of the order's discount."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        Index("ix_order_line_product_id_order_id", "product_id", "order_id"),
        CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="level"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    description: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    list_price: Mapped[Decimal | None] = mapped_column(UnitPrice)
    unit_price: Mapped[Decimal] = mapped_column(UnitPrice)
    discount_percent: Mapped[Decimal] = mapped_column(Percent, server_default=text("0"))
    net: Mapped[Decimal]
    tax_rate: Mapped[Decimal] = mapped_column(Percent)
    level: Mapped[str | None] = mapped_column(String(1))
    note: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class OrderLineCost(Base):
    """The cost snapshot of a confirmed line: secret. ``unit_cost`` is empty where no cost was known."""

    __tablename__ = "order_line_cost"

    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitPrice)
    cost: Mapped[Decimal]


class OrderCost(Base):
    """What the carrier costs for an order: secret."""

    __tablename__ = "order_cost"

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"), primary_key=True)
    freight_paid: Mapped[Decimal]


class OrderShare(Base):
    """Who sold an order, in percent that total 100. No rows: nobody in particular (the house)."""

    __tablename__ = "order_share"
    __table_args__ = (CheckConstraint("percent > 0 AND percent <= 10000", name="percent"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))
    percent: Mapped[Decimal] = mapped_column(Percent)
