"""The customer's account: payments, debit and credit entries, chosen allocations, the kept balance."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text

from app.domain.month import Month
from app.models.base import Base, Booked, Identified, Stamped
from app.models.declared import Mapped, PartialIndex, mapped_column


class Payment(Identified, Booked, Stamped, Base):
    """Money that came in (negative: paid back). ``on`` is the day it came, whatever month it is booked in."""

    __tablename__ = "payment"
    __table_args__ = (
        Index("ix_payment_customer_id_on", "customer_id", "on"),
        Index("ix_payment_order_id", "order_id"),
        Index("ix_payment_import_run_id", "import_run_id"),
        PartialIndex(
            "uq_payment_reference", "customer_id", "reference", unique=True,
            where="void IS NOT TRUE",
        ),
    )  # fmt: skip

    reference: Mapped[str] = mapped_column(String(60))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date]
    amount: Mapped[Decimal]
    method: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    void: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class AccountEntry(Identified, Stamped, Base):
    """One debit (positive) or credit (negative) of a customer; never updated, never deleted."""

    __tablename__ = "account_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('invoice', 'order', 'payment', 'credit_note', 'reversal')", name="kind"),
        Index("ix_account_entry_customer_id_on", "customer_id", "on"),
        Index("ix_account_entry_on", "on"),
        Index("ix_account_entry_customer_id_due_on", "customer_id", "due_on"),
        Index("ix_account_entry_order_id", "order_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date]
    month: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date | None]
    amount: Mapped[Decimal]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    counter_of_id: Mapped[int | None] = mapped_column(ForeignKey("account_entry.id"))


class Allocation(Identified, Stamped, Base):
    """A credit given to one debit by choice; what nobody chose is settled first-in first-out when it is asked."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("credit_id", "debit_id"),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_allocation_debit_id", "debit_id"),
    )

    credit_id: Mapped[int] = mapped_column(ForeignKey("account_entry.id"))
    debit_id: Mapped[int] = mapped_column(ForeignKey("account_entry.id"))
    on: Mapped[date]
    amount: Mapped[Decimal]


class AllocationEnded(Identified, Stamped, Base):
    """A choice that was taken back: from the day ``until`` on it does not hold, as of days before it does."""

    __tablename__ = "allocation_ended"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_allocation_ended_credit_id", "credit_id"),
        Index("ix_allocation_ended_until", "until"),
    )

    credit_id: Mapped[int] = mapped_column(ForeignKey("account_entry.id"))
    debit_id: Mapped[int] = mapped_column(ForeignKey("account_entry.id"))
    on: Mapped[date]
    until: Mapped[date]
    amount: Mapped[Decimal]


class Balance(Base):
    """Σ of a customer's account entries, kept with every entry: summing a hot account on a call is too slow."""

    __tablename__ = "balance"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    amount: Mapped[Decimal]
