"""Commission: plans and who has which, the ledger, months with their statements, and what somebody disputes.

The plans are for everybody who may see them; what people earn stands in tables of its own, all of them secret.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text

from app.domain.commission import KINDS
from app.domain.month import Month
from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import BigId, Percent, UtcTime


class CommissionPlan(Identified, Booked, Versioned, Stamped, Base):
    """A way of paying commission, under a name."""

    __tablename__ = "commission_plan"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    name: Mapped[str] = mapped_column(String(120), unique=True)
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)


class CommissionPlanVersion(Identified, Stamped, Base):
    """What a plan says from a day on (``terms``: base, rates, rules, bands, cap, trigger, as a frozen document)."""

    __tablename__ = "commission_plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "valid_from"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("commission_plan.id"))
    valid_from: Mapped[date]
    terms: Mapped[str] = mapped_column(Text)


class CommissionAssignment(Identified, Stamped, Base):
    """Who has which plan from a day on: one salesperson, a team, or (neither) everybody without one of their own.

    No plan: no commission from that day on.
    """

    __tablename__ = "commission_assignment"
    __table_args__ = (
        UniqueConstraint("staff_id", "valid_from"),
        PartialIndex(
            "uq_commission_assignment_everybody", "valid_from", unique=True,
            where="staff_id IS NULL AND team = ''",
        ),
        PartialIndex(
            "uq_commission_assignment_team", "team", "valid_from", unique=True,
            where="team <> ''",
        ),
    )  # fmt: skip

    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    team: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("commission_plan.id"))
    valid_from: Mapped[date]


class CommissionEntry(Identified, Stamped, Base):
    """One change of a salesperson's commission, with all that explains it. Never updated, never deleted.

    ``fact_on`` is the day of what caused it; ``on`` and ``month`` say where it is booked: in the first month that is
    open, while ``belongs_to`` is the month of the fact. ``base`` is the part of the base that moves with the amount.
    """

    __tablename__ = "commission_entry"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="level"),
        Index("ix_commission_entry_staff_id_month", "staff_id", "month"),
        Index("ix_commission_entry_month", "month"),
        Index("ix_commission_entry_order_id", "order_id"),
        Index("ix_commission_entry_version_id", "version_id"),
    )

    on: Mapped[date]
    fact_on: Mapped[date]
    month: Mapped[Month]
    belongs_to: Mapped[Month]
    kind: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("commission_plan_version.id"))
    cause: Mapped[str] = mapped_column(String(12), server_default=text("''"))
    """order, bill, back (goods or money), paid, or month for what its closing booked."""
    cause_id: Mapped[int] = mapped_column(BigId, server_default=text("0"))
    level: Mapped[str | None] = mapped_column(String(1))
    rate: Mapped[Decimal | None] = mapped_column(Percent)
    share: Mapped[Decimal | None] = mapped_column(Percent)
    base: Mapped[Decimal] = mapped_column(server_default=text("0"))
    amount: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    approved_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class CommissionMonth(Base):
    """A month whose commission was closed, with its totals and the code that proves them. Other months are open."""

    __tablename__ = "commission_month"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(6), server_default=text("'open'"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    earned: Mapped[Decimal] = mapped_column(server_default=text("0"))
    clawed_back: Mapped[Decimal] = mapped_column(server_default=text("0"))
    adjustments: Mapped[Decimal] = mapped_column(server_default=text("0"))
    paid: Mapped[Decimal] = mapped_column(server_default=text("0"))
    closing: Mapped[Decimal] = mapped_column(server_default=text("0"))
    check_code: Mapped[str] = mapped_column(String(20), server_default=text("''"))


class CommissionStatement(Stamped, Base):
    """A salesperson's statement as it was when the month was closed: printing it again reads nothing else."""

    __tablename__ = "commission_statement"

    month: Mapped[Month] = mapped_column(primary_key=True, autoincrement=False)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    closing: Mapped[Decimal]
    check_code: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(Text)


class CommissionDispute(Identified, Booked, Stamped, Base):
    """A salesperson's "I disagree" about one entry: it waits, the rest is paid."""

    __tablename__ = "commission_dispute"
    __table_args__ = (
        Index("ix_commission_dispute_entry_id", "entry_id"),
        Index("ix_commission_dispute_staff_id", "staff_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("commission_entry.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(String(400))
    open: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    answer: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class CommissionMark(Base):
    """How far the booking run has read a ledger; the row ``run`` is what everybody who books commission waits for."""

    __tablename__ = "commission_mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    seen: Mapped[int] = mapped_column(BigId, server_default=text("0"))
    done: Mapped[int] = mapped_column(BigId, server_default=text("0"))
