"""The people who work here: salespeople and users of the program."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, text

from app.models.base import Base, Identified, Now, Stamped, Versioned
from app.models.declared import Mapped, mapped_column
from app.models.types import UtcTime


class Staff(Identified, Versioned, Stamped, Base):
    """One person who works here; ``login`` and ``access`` make a user of the program."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("access IN ('none', 'front_desk', 'sales', 'manager', 'admin')", name="access"),
        CheckConstraint("code <> ''", name="code"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), server_default=text("''"))
    title: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    login: Mapped[str | None] = mapped_column(String(31), unique=True)
    access: Mapped[str] = mapped_column(String(12), server_default=text("'none'"))
    language: Mapped[str] = mapped_column(String(2), server_default=text("''"))
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    team: Mapped[str] = mapped_column(String(80), server_default=text("''"))


class StaffSecret(Base):
    """What a person signs in with, as hashes: a table of its own, because rights are table rights."""

    __tablename__ = "staff_secret"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    pin_hash: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime, server_default=Now())
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcTime)
