"""The desk: signing in, what each person arranged, views, files, calls and numbers that are no customers."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _files()
    _calls()
    op.add_column("product", _text("availability", 200))
    op.add_column("product", _text("supplier_code", 60))
    op.create_index("ix_product_supplier_code", "product", ["supplier_code"])
    op.add_column("sales_order", _text("stage", 12))
    op.add_column("sales_order", _text("delivery_kind", 10))
    op.add_column("sales_order", _text("delivery_slot", 60))
    op.add_column("sales_order", _text("approval", 10))
    op.add_column("sales_order", _text("approval_note", 400))
    op.add_column("interaction", sa.Column("seconds", sa.Integer(), nullable=True))


def _people() -> None:
    op.create_table(
        "staff_secret",
        sa.Column("staff_id", ID, nullable=False),
        _text("password_hash", 200),
        _text("pin_hash", 200),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_secret_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_secret"),
    )
    op.create_table(
        "personal_setting",
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "name", name="pk_personal_setting"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        _text("filter_text", 400),
        _text("sort", 120),
        _text("login", 60),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_list_name", "saved_view", ["list_name"])
    op.create_table(
        "not_duplicate",
        sa.Column("one_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        *_stamps(),
        sa.CheckConstraint("one_id < other_id", name="ck_not_duplicate_order"),
        sa.ForeignKeyConstraint(["one_id"], ["customer.id"], name="fk_not_duplicate_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"], name="fk_not_duplicate_other_id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_not_duplicate"),
    )


def _files() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("name", sa.String(length=260), nullable=False),
        _text("media_type", 100),
        sa.Column("size", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("uid", name="uq_attachment_uid"),
    )
    op.create_index("ix_attachment_kind_record_id", "attachment", ["kind", "record_id"])


def _calls() -> None:
    op.create_table(
        "phone_call",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        _text("call_id", 80),
        _text("number", 60),
        _text("e164", 20),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", ID, nullable=True),
        sa.Column("done", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        *_stamps(),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_phone_call_customer_id"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name="fk_phone_call_answered_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_call"),
        sa.UniqueConstraint("uid", name="uq_phone_call_uid"),
    )
    op.create_index("ix_phone_call_at", "phone_call", ["at"])
    op.create_index("ix_phone_call_e164_at", "phone_call", ["e164", "at"])
    op.create_table(
        "known_number",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        _text("e164", 20),
        _text("digits", 40),
        sa.Column("label", sa.String(length=200), nullable=False),
        *_stamps(),
        sa.PrimaryKeyConstraint("id", name="pk_known_number"),
    )
    op.create_index("ix_known_number_e164", "known_number", ["e164"])
    op.create_index("ix_known_number_digits", "known_number", ["digits"])


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)


def _stamps() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
    )
