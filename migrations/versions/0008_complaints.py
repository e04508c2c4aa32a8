"""Complaints: clocks, promises, pauses, timeline, outcomes, ready answers, skills; teams of salespeople."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment
from migrations.guards import append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _case()
    _promises()
    _outcomes()
    _timeline()
    append_only("complaint_event")
    _answers()
    _teams()
    # the clock of what is open is the one that was known until now
    op.execute(
        "UPDATE complaint SET next_at = due_at, next_clock = 'solution' "
        "WHERE status NOT IN ('closed', 'executed', 'rejected') AND due_at IS NOT NULL AND void IS NOT TRUE"
    )


def _case() -> None:
    for name, other in (
        ("line_id", "order_line"), ("delivery_id", "delivery"), ("invoice_id", "invoice"), ("product_id", "product"),
        ("escalated_to_id", "staff"), ("quality_by_id", "staff"), ("repeat_of_id", "complaint"),
        ("same_as_id", "complaint"),
    ):  # fmt: skip
        _refer("complaint", name, other)
    _column("complaint", "quality INTEGER CONSTRAINT ck_complaint_quality CHECK (quality BETWEEN 1 AND 5)")
    for column in (
        _text("skill", 60), _text("region", 10), sa.Column("answer_minutes", sa.Integer()),
        sa.Column("solve_minutes", sa.Integer()), _moment("answer_due_at"), _moment("next_at"), _text("next_clock", 8),
        sa.Column("warned", sa.Integer(), server_default=sa.text("0"), nullable=False), _moment("paused_at"),
        _text("pause_reason", 200), _moment("answer_breached_at"), _moment("breached_at"),
        sa.Column("reopened", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_contact", sa.Boolean()), _moment("escalated_at"), sa.Column("satisfaction_on", sa.Date()),
        _text("satisfaction_channel", 40),
    ):  # fmt: skip
        op.add_column("complaint", column)
    op.create_index("ix_complaint_next_at", "complaint", ["next_at", "id"])
    op.create_index("ix_complaint_opened_at", "complaint", ["opened_at"])
    op.create_index("ix_complaint_owner_id_status", "complaint", ["owner_id", "status"])
    op.create_index("ix_complaint_product_id", "complaint", ["product_id"])
    op.create_index("ix_complaint_order_id", "complaint", ["order_id"])


def _promises() -> None:
    table = "complaint_promise"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("words", sa.String(length=400), nullable=False),
        _moment("at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("kept_at"),
        _moment("broken_at"),
        _moment("withdrawn_at"),
        *_stamps(),
        _foreign(table, "complaint_id", "complaint"),
        _foreign(table, "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_promise"),
        sa.UniqueConstraint("uid", name="uq_complaint_promise_uid"),
    )
    op.create_index("ix_complaint_promise_complaint_id", table, ["complaint_id"])
    waiting = sa.text("kept_at IS NULL AND withdrawn_at IS NULL")
    op.create_index("ix_complaint_promise_due_at", table, ["due_at"], sqlite_where=waiting, postgresql_where=waiting)
    table = "complaint_pause"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        _moment("since", nullable=False),
        _moment("until"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        *_stamps(),
        _foreign(table, "complaint_id", "complaint"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_pause"),
    )
    op.create_index("ix_complaint_pause_complaint_id", table, ["complaint_id"])


def _outcomes() -> None:
    table = "complaint_outcome"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("net", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _text("reason", 400),
        sa.Column("terms", sa.Text(), server_default=sa.text("''"), nullable=False),
        _moment("decided_at"),
        _text("decided_by", 60),
        _text("decision", 400),
        _moment("executed_at"),
        _text("executed_by", 60),
        sa.Column("return_id", ID, nullable=True),
        sa.Column("new_order_id", ID, nullable=True),
        *_stamps(),
        *_versions(),
        sa.CheckConstraint(
            "kind IN ('return', 'credit', 'replacement', 'discount', 'apology', 'rejected')",
            name="ck_complaint_outcome_kind",
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'refused', 'executed', 'withdrawn')", name="ck_complaint_outcome_state"
        ),
        _foreign(table, "complaint_id", "complaint"),
        _foreign(table, "order_id", "sales_order"),
        _foreign(table, "return_id", "goods_return"),
        _foreign(table, "new_order_id", "sales_order"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_outcome"),
        sa.UniqueConstraint("uid", name="uq_complaint_outcome_uid"),
    )
    for column in ("complaint_id", "order_id"):
        op.create_index(f"ix_complaint_outcome_{column}", table, [column])


def _timeline() -> None:
    table = "complaint_event"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        _moment("at", nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        _text("channel", 40),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("internal", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("promise_id", ID, nullable=True),
        sa.Column("outcome_id", ID, nullable=True),
        *_stamps(),
        _foreign(table, "complaint_id", "complaint"),
        _foreign(table, "staff_id", "staff"),
        _foreign(table, "promise_id", "complaint_promise"),
        _foreign(table, "outcome_id", "complaint_outcome"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_event"),
    )
    op.create_index("ix_complaint_event_complaint_id", table, ["complaint_id", "id"])


def _answers() -> None:
    op.create_table(
        "answer_template",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        _text("cause", 120),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_stamps(),
        *_versions(),
        sa.PrimaryKeyConstraint("id", name="pk_answer_template"),
        sa.UniqueConstraint("name", "language", name="uq_answer_template_name_language"),
    )
    op.create_table(
        "staff_skill",
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        _foreign("staff_skill", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("staff_id", "skill", name="pk_staff_skill"),
    )


def _teams() -> None:
    op.add_column("staff", _text("team", 80))
    table = "commission_assignment"
    op.add_column(table, _text("team", 80))
    op.drop_index("uq_commission_assignment_everybody", table_name=table)
    everybody, team = sa.text("staff_id IS NULL AND team = ''"), sa.text("team <> ''")
    op.create_index(
        "uq_commission_assignment_everybody", table, ["valid_from"], unique=True,
        sqlite_where=everybody, postgresql_where=everybody,
    )  # fmt: skip
    op.create_index(
        "uq_commission_assignment_team", table, ["team", "valid_from"], unique=True,
        sqlite_where=team, postgresql_where=team,
    )  # fmt: skip


def _refer(table: str, column: str, other: str) -> None:
    """A column that points to another table; SQLite takes the constraint only with the column."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    _column(table, f"{column} {kind} CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)")


def _column(table: str, words: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN {words}")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)


def _stamps() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
    )


def _versions() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
    )


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
