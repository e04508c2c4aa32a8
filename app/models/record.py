"""Records about records: operations done, imports, audit trail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text

from app.models.base import Base, Booked, Identified, Stamped
from app.models.declared import Mapped, mapped_column
from app.models.types import BigId, UtcTime


class Operation(Stamped, Base):
    """An operation that was carried out: a repeated call with the same identity finds it and books nothing."""

    __tablename__ = "operation"

    uid: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(BigId)


class ImportRun(Identified, Booked, Stamped, Base):
    """One file that was taken in."""

    __tablename__ = "import_run"
    __table_args__ = (CheckConstraint("policy IN ('fill', 'overwrite', 'skip')", name="policy"),)

    kind: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(260))
    file_hash: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    policy: Mapped[str] = mapped_column(String(10))
    rows: Mapped[int] = mapped_column(server_default=text("0"))
    created: Mapped[int] = mapped_column(server_default=text("0"))
    updated: Mapped[int] = mapped_column(server_default=text("0"))
    skipped: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_by: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class ImportChange(Identified, Base):
    """A record that an import made or changed; ``before`` is what stood there (JSON), empty for a new record."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_run_id", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(server_default=text("0"))
    before: Mapped[str | None] = mapped_column(Text)


class Audit(Identified, Stamped, Base):
    """Who did what to which record, and what stood there before; never updated, never deleted."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_kind_record_id", "kind", "record_id"),)

    action: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(BigId)
    detail: Mapped[str] = mapped_column(Text, server_default=text("''"))
