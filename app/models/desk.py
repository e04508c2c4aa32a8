"""What the desk keeps: views, personal arrangements, files, calls, numbers that are no customers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text

from app.models.base import Base, Booked, Identified, Stamped
from app.models.declared import Mapped, mapped_column
from app.models.types import BigId, UtcTime


class PersonalSetting(Base):
    """What one person arranged (columns of a list, a drafts box), as JSON under a name; it follows them to any PC."""

    __tablename__ = "personal_setting"

    login: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class SavedView(Identified, Stamped, Base):
    """A named filter of a list; without a login it is everybody's."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_list_name", "list_name"),)

    list_name: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    filter_text: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    sort: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    login: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class NotDuplicate(Stamped, Base):
    """Two customers that look alike and are not the same; the smaller id first."""

    __tablename__ = "not_duplicate"
    __table_args__ = (CheckConstraint("one_id < other_id", name="order"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)


class Attachment(Identified, Booked, Stamped, Base):
    """A file that belongs to a record (customer, consent, order, complaint)."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_kind_record_id", "kind", "record_id"),)

    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(260))
    media_type: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    size: Mapped[int] = mapped_column(BigId)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PhoneCall(Identified, Booked, Stamped, Base):
    """A call that the telephone system announced; ended without ``answered_by_id`` it was missed until ``done``."""

    __tablename__ = "phone_call"
    __table_args__ = (Index("ix_phone_call_at", "at"), Index("ix_phone_call_e164_at", "e164", "at"))

    call_id: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    number: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    e164: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class KnownNumber(Identified, Stamped, Base):
    """A number that is no customer's: a supplier, family."""

    __tablename__ = "known_number"
    __table_args__ = (Index("ix_known_number_e164", "e164"), Index("ix_known_number_digits", "digits"))

    number: Mapped[str] = mapped_column(String(60))
    e164: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    digits: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    label: Mapped[str] = mapped_column(String(200))
