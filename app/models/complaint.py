"""Complaints: the case with its clocks, its timeline, promises and pauses, what was decided, and ready answers."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text

from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column
from app.models.types import UtcTime


class Complaint(Identified, Booked, Versioned, Stamped, Base):
    """Something a customer is not content with, its clocks and its outcome.

    ``due_at`` is the target of the solution, ``answer_due_at`` that of the first answer; a pause moves both, and while
    it lasts ``due_at`` is not known. ``next_at`` is the clock that ends first (answer, promise or solution): promises
    only while paused, none when closed. What was late once stays so: ``answer_breached_at`` and ``breached_at`` are
    never taken back.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint(
            "status IN ('new', 'assigned', 'in_work', 'waiting', 'proposed', 'approved', 'rejected', "
            "'executed', 'closed')",
            name="status",
        ),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        CheckConstraint("quality BETWEEN 1 AND 5", name="quality"),
        Index("ix_complaint_customer_id", "customer_id"),
        Index("ix_complaint_status_due_at", "status", "due_at"),
        Index("ix_complaint_import_run_id", "import_run_id"),
        Index("ix_complaint_next_at", "next_at", "id"),
        Index("ix_complaint_opened_at", "opened_at"),
        Index("ix_complaint_owner_id_status", "owner_id", "status"),
        Index("ix_complaint_product_id", "product_id"),
        Index("ix_complaint_order_id", "order_id"),
        PartialIndex(
            "uq_complaint_number", "number", unique=True,
            where="void IS NOT TRUE",
        ),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(40))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    subject: Mapped[str] = mapped_column(String(300))
    channel: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    cause: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    severity: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    status: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    first_response_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    solution: Mapped[str] = mapped_column(Text, server_default=text("''"))
    satisfaction: Mapped[int | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    void: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    skill: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    region: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    """Whose holidays count: a region such as ES-VC; empty for the company's own."""
    answer_minutes: Mapped[int | None]
    """Business minutes allowed for the first answer, as agreed when the case was opened."""
    solve_minutes: Mapped[int | None]
    answer_due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_clock: Mapped[str] = mapped_column(String(8), server_default=text("''"))
    warned: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """Percent of the solution's time at which the owner was warned last: 0, 50 or 90."""
    paused_at: Mapped[datetime | None] = mapped_column(UtcTime)
    pause_reason: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    answer_breached_at: Mapped[datetime | None] = mapped_column(UtcTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reopened: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    """How often it was opened again."""
    first_contact: Mapped[bool | None]
    """Whether it was solved at the first contact; known once it is closed."""
    escalated_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    escalated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    quality: Mapped[int | None]
    """How good our answer was, 1 to 5, by the supervisor."""
    quality_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    satisfaction_on: Mapped[date | None]
    satisfaction_channel: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    repeat_of_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))


class ComplaintCost(Base):
    """What solving a complaint cost the company: secret."""

    __tablename__ = "complaint_cost"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    cost: Mapped[Decimal]


class ComplaintPromise(Identified, Booked, Stamped, Base):
    """What somebody promised the customer, until when; ``broken_at`` stays even when it is kept later."""

    __tablename__ = "complaint_promise"
    __table_args__ = (
        Index("ix_complaint_promise_complaint_id", "complaint_id"),
        PartialIndex(
            "ix_complaint_promise_due_at", "due_at",
            where="kept_at IS NULL AND withdrawn_at IS NULL",
        ),
    )  # fmt: skip

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    kept_at: Mapped[datetime | None] = mapped_column(UtcTime)
    broken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ComplaintPause(Identified, Stamped, Base):
    """A time in which the clock of a complaint stood still, and why; without an end it still does."""

    __tablename__ = "complaint_pause"
    __table_args__ = (Index("ix_complaint_pause_complaint_id", "complaint_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    since: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(200))


class ComplaintEvent(Identified, Stamped, Base):
    """One entry of a complaint's timeline. Never updated, never deleted.

    ``kind`` is one of ``app.domain.complaint.EVENTS``; ``internal`` ones are not for the customer.
    """

    __tablename__ = "complaint_event"
    __table_args__ = (Index("ix_complaint_event_complaint_id", "complaint_id", "id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    channel: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    words: Mapped[str] = mapped_column(Text, server_default=text("''"))
    internal: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_promise.id"))
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_outcome.id"))


class ComplaintOutcome(Identified, Booked, Versioned, Stamped, Base):
    """What is done about a complaint: proposed, approved or refused, executed with the documents it made.

    ``terms`` is a frozen document: quantities or amounts per order line, without what it costs, which has a table of
    its own. ``net`` is what the customer is given.
    """

    __tablename__ = "complaint_outcome"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('return', 'credit', 'replacement', 'discount', 'apology', 'rejected')", name="kind"
        ),
        CheckConstraint("state IN ('proposed', 'approved', 'refused', 'executed', 'withdrawn')", name="state"),
        Index("ix_complaint_outcome_complaint_id", "complaint_id"),
        Index("ix_complaint_outcome_order_id", "order_id"),
    )  # fmt: skip

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(9))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    net: Mapped[Decimal] = mapped_column(server_default=text("0"))
    reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    terms: Mapped[str] = mapped_column(Text, server_default=text("''"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    decision: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    executed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    executed_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    return_id: Mapped[int | None] = mapped_column(ForeignKey("goods_return.id"))
    new_order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))


class ComplaintOutcomeCost(Base):
    """What a proposal costs beside what the customer is given (a gift, the handling): secret."""

    __tablename__ = "complaint_outcome_cost"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("complaint_outcome.id"), primary_key=True)
    cost: Mapped[Decimal]


class AnswerTemplate(Identified, Versioned, Stamped, Base):
    """An answer that is ready, in one language; the ones of the complaint's cause come first."""

    __tablename__ = "answer_template"
    __table_args__ = (UniqueConstraint("name", "language"),)

    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))
    cause: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    words: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class StaffSkill(Base):
    """What a person can solve: cases that need it are given to them."""

    __tablename__ = "staff_skill"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(60), primary_key=True)
