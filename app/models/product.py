"""Products, their prices and, apart from them, their costs."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text

from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import Percent, UnitPrice


class Category(Identified, Base):
    """A product group; groups may lie inside groups."""

    __tablename__ = "category"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))


class Product(Identified, Booked, Versioned, Stamped, Base):
    """Something that is sold."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("mark IN ('', 'promote', 'restrict')", name="mark"),
        Index("ix_product_search_name_id", "search_name", "id"),
        Index("ix_product_barcode", "barcode"),
        Index("ix_product_supplier_code", "supplier_code"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    search_name: Mapped[str] = mapped_column(String(700))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    unit: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    barcode: Mapped[str | None] = mapped_column(String(40))
    tax_rate: Mapped[Decimal] = mapped_column(Percent, server_default=text("0"))
    mark: Mapped[str] = mapped_column(String(8), server_default=text("''"))
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    availability: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    supplier_code: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class ProductPrice(Identified, Base):
    """The list price from a day on; no day means since ever."""

    __tablename__ = "product_price"
    __table_args__ = (
        UniqueConstraint("product_id", "valid_from"),
        PartialIndex(
            "uq_product_price_since_ever", "product_id", unique=True,
            where="valid_from IS NULL",
        ),
        CheckConstraint("price >= 0", name="price"),
    )  # fmt: skip

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    valid_from: Mapped[date | None]
    price: Mapped[Decimal] = mapped_column(UnitPrice)


class ProductCost(Identified, Base):
    """The cost of one unit from a day on: secret, hence a table of its own."""

    __tablename__ = "product_cost"
    __table_args__ = (
        UniqueConstraint("product_id", "valid_from"),
        PartialIndex(
            "uq_product_cost_since_ever", "product_id", unique=True,
            where="valid_from IS NULL",
        ),
        CheckConstraint("cost >= 0", name="cost"),
    )  # fmt: skip

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    valid_from: Mapped[date | None]
    cost: Mapped[Decimal] = mapped_column(UnitPrice)
