"""What follows an order: deliveries, invoices, credit notes and returns."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text

from app.models.base import Base, Booked, Identified, Stamped
from app.models.declared import Mapped, mapped_column
from app.models.types import Percent, Quantity


class Delivery(Identified, Booked, Stamped, Base):
    """Goods that left for a customer."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_order_id", "order_id"),)

    number: Mapped[str] = mapped_column(String(40), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    on: Mapped[date]
    carrier: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    note: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class DeliveryLine(Base):
    """How much of an order line was in a delivery."""

    __tablename__ = "delivery_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_delivery_line_line_id", "line_id"),
    )

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)


class Invoice(Identified, Booked, Stamped, Base):
    """An invoice or a credit note. Amounts of a credit note are positive; its kind says what they do."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind"),
        Index("ix_invoice_order_id", "order_id"),
        Index("ix_invoice_customer_id_on", "customer_id", "on"),
    )

    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date]
    due_on: Mapped[date | None]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    gross: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))


class InvoiceAddressee(Base):
    """Whom a bill was written to, and where its goods went if there is an address for that: as it was on its day."""

    __tablename__ = "invoice_addressee"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    code: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    tax_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    street: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    postcode: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    city: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    region: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    country: Mapped[str] = mapped_column(String(2), server_default=text("''"))
    delivery_street: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    delivery_postcode: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    delivery_city: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    delivery_region: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    delivery_country: Mapped[str] = mapped_column(String(2), server_default=text("''"))


class InvoiceLine(Identified, Base):
    """One line of an invoice or credit note; no order line means freight."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        Index("ix_invoice_line_invoice_id", "invoice_id"),
        Index("ix_invoice_line_line_id", "line_id"),
    )

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    net: Mapped[Decimal]
    tax_rate: Mapped[Decimal] = mapped_column(Percent)


class InvoiceTax(Base):
    """Net and tax of one rate on one invoice, rounded once per rate."""

    __tablename__ = "invoice_tax"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    rate: Mapped[Decimal] = mapped_column(Percent, primary_key=True)
    net: Mapped[Decimal]
    tax: Mapped[Decimal]


class GoodsReturn(Identified, Booked, Stamped, Base):
    """Goods that came back, or money given back without goods."""

    __tablename__ = "goods_return"
    __table_args__ = (
        CheckConstraint("kind IN ('goods', 'money', 'cancellation')", name="kind"),
        Index("ix_goods_return_order_id", "order_id"),
    )

    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))


class GoodsReturnLine(Base):
    """What of one order line came back: quantity (0 for money only) and the net given back (positive)."""

    __tablename__ = "goods_return_line"
    __table_args__ = (
        CheckConstraint("quantity >= 0 AND net >= 0", name="positive"),
        Index("ix_goods_return_line_line_id", "line_id"),
    )

    return_id: Mapped[int] = mapped_column(ForeignKey("goods_return.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    net: Mapped[Decimal]
