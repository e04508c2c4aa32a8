"""Commission: plans, the ledger of what is earned, months with their statements, disputes."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment
from migrations.guards import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = "'earned', 'released', 'clawback', 'offset', 'adjustment', 'bands', 'cap', 'paid'"


def upgrade() -> None:
    _plans()
    _ledger()
    _months()
    append_only("commission_entry")
    append_only("commission_statement")
    _closed_months()
    # who books commission waits for this row; the others say how far the ledgers were read
    op.execute("INSERT INTO commission_mark (name) VALUES ('run'), ('account'), ('audit'), ('contribution')")


def _plans() -> None:
    op.create_table(
        "commission_plan",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        *_stamps(),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.CheckConstraint("name <> ''", name="ck_commission_plan_name"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_plan"),
        sa.UniqueConstraint("name", name="uq_commission_plan_name"),
        sa.UniqueConstraint("uid", name="uq_commission_plan_uid"),
    )
    op.create_table(
        "commission_plan_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        *_stamps(),
        _foreign("commission_plan_version", "plan_id", "commission_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_plan_version"),
        sa.UniqueConstraint("plan_id", "valid_from", name="uq_commission_plan_version_plan_id_valid_from"),
    )
    op.create_table(
        "commission_assignment",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("plan_id", ID, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *_stamps(),
        _foreign("commission_assignment", "staff_id", "staff"),
        _foreign("commission_assignment", "plan_id", "commission_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_assignment"),
        sa.UniqueConstraint("staff_id", "valid_from", name="uq_commission_assignment_staff_id_valid_from"),
    )
    op.create_index(
        "uq_commission_assignment_everybody", "commission_assignment", ["valid_from"], unique=True,
        sqlite_where=sa.text("staff_id IS NULL"), postgresql_where=sa.text("staff_id IS NULL"),
    )  # fmt: skip


def _ledger() -> None:
    table = "commission_entry"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("fact_on", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("belongs_to", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("line_id", ID, nullable=True),
        sa.Column("version_id", ID, nullable=True),
        _text("cause", 12),
        sa.Column("cause_id", ID, server_default=sa.text("0"), nullable=False),
        sa.Column("level", sa.String(length=1), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("base", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _text("reason", 400),
        _text("approved_by", 60),
        *_stamps(),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_commission_entry_kind"),
        sa.CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="ck_commission_entry_level"),
        _foreign(table, "staff_id", "staff"),
        _foreign(table, "order_id", "sales_order"),
        _foreign(table, "line_id", "order_line"),
        _foreign(table, "version_id", "commission_plan_version"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_entry"),
    )
    op.create_index("ix_commission_entry_staff_id_month", table, ["staff_id", "month"])
    for column in ("month", "order_id", "version_id"):
        op.create_index(f"ix_commission_entry_{column}", table, [column])
    op.create_table(
        "commission_mark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seen", ID, server_default=sa.text("0"), nullable=False),
        sa.Column("done", ID, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_commission_mark"),
    )


def _months() -> None:
    op.create_table(
        "commission_month",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=6), server_default=sa.text("'open'"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _text("closed_by", 60),
        *[
            sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
            for name in ("earned", "clawed_back", "adjustments", "paid", "closing")
        ],
        _text("check_code", 20),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_commission_month_state"),
        sa.PrimaryKeyConstraint("month", name="pk_commission_month"),
    )
    op.create_table(
        "commission_statement",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("closing", sa.BigInteger(), nullable=False),
        sa.Column("check_code", sa.String(length=20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        *_stamps(),
        _foreign("commission_statement", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("month", "staff_id", name="pk_commission_statement"),
    )
    table = "commission_dispute"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        _text("answer", 400),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _text("settled_by", 60),
        *_stamps(),
        _foreign(table, "entry_id", "commission_entry"),
        _foreign(table, "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_dispute"),
        sa.UniqueConstraint("uid", name="uq_commission_dispute_uid"),
    )
    for column in ("entry_id", "staff_id"):
        op.create_index(f"ix_commission_dispute_{column}", table, [column])


def _closed_months() -> None:
    """Nothing is added to the commission of a month that is closed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""
CREATE FUNCTION refuse_closed_commission() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN commission_month b ON b.month = n.month WHERE b.state = 'closed') THEN
    RAISE EXCEPTION 'closed month' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
""")
        op.execute(
            "CREATE TRIGGER commission_entry_closed_month AFTER INSERT ON commission_entry REFERENCING NEW TABLE AS "
            "new_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_commission()"
        )
        return
    op.execute(
        "CREATE TRIGGER commission_entry_closed_month BEFORE INSERT ON commission_entry "
        "WHEN EXISTS (SELECT 1 FROM commission_month WHERE month = NEW.month AND state = 'closed') "
        "BEGIN SELECT RAISE(ABORT, 'closed month'); END"
    )


def _stamps() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
    )


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
