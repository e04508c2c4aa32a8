"""Accounts, contributions, book months and tiers; entries are protected by triggers."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment
from migrations.guards import append_only, closed_months, make_functions

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    now = moment()
    op.create_table(
        "book_month",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=6), server_default=sa.text("'open'"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_book_month_state"),
        sa.PrimaryKeyConstraint("month", name="pk_book_month"),
    )
    op.create_table(
        "book_month_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("event IN ('closed', 'reopened')", name="ck_book_month_event_event"),
        sa.PrimaryKeyConstraint("id", name="pk_book_month_event"),
    )
    op.create_table(
        "book_month_paper",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("check_code", sa.String(length=20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("month", "revision", name="pk_book_month_paper"),
    )
    op.create_table(
        "tier_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tier_a", sa.BigInteger(), nullable=False),
        sa.Column("tier_b", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_tier_year"),
    )
    op.create_table(
        "level_month",
        sa.Column("id", ID, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=1), nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_level_month_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_level_month"),
    )
    op.create_index(
        "ix_level_month_month",
        "level_month",
        ["month", "level", "staff_id", "kind", "revenue", "cost", "quantity"],
        unique=False,
    )
    op.create_table(
        "balance",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_balance_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", name="pk_balance"),
    )
    op.create_table(
        "customer_month",
        sa.Column("id", ID, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_customer_month_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_month"),
    )
    op.create_index("ix_customer_month_customer_id", "customer_month", ["customer_id", "month"], unique=False)
    op.create_index(
        "ix_customer_month_month_customer_id",
        "customer_month",
        ["month", "customer_id", "revenue", "cost", "orders", "quantity"],
        unique=False,
    )
    op.create_table(
        "customer_tier",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.CheckConstraint("tier IN ('A', 'B', 'C', 'N')", name="ck_customer_tier_tier"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_customer_tier_customer_id"),
        sa.PrimaryKeyConstraint("year", "customer_id", name="pk_customer_tier"),
    )
    op.create_table(
        "customer_tier_base",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("contribution", sa.BigInteger(), nullable=False),
        sa.Column("share_before", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_customer_tier_base_customer_id"),
        sa.PrimaryKeyConstraint("year", "customer_id", name="pk_customer_tier_base"),
    )
    op.create_table(
        "tier_override",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("tier IN ('A', 'B', 'C', 'N')", name="ck_tier_override_tier"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_tier_override_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tier_override"),
    )
    op.create_table(
        "payment",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("import_run_id", ID, nullable=True),
        sa.Column("void", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_payment_customer_id"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name="fk_payment_import_run_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_payment_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("uid", name="uq_payment_uid"),
    )
    op.create_index("ix_payment_customer_id_on", "payment", ["customer_id", "on"], unique=False)
    op.create_index("ix_payment_import_run_id", "payment", ["import_run_id"], unique=False)
    op.create_index("ix_payment_order_id", "payment", ["order_id"], unique=False)
    op.create_index(
        "uq_payment_reference",
        "payment",
        ["customer_id", "reference"],
        unique=True,
        sqlite_where=sa.text("void IS NOT TRUE"),
        postgresql_where=sa.text("void IS NOT TRUE"),
    )
    op.create_table(
        "account_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("payment_id", ID, nullable=True),
        sa.Column("counter_of_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('invoice', 'order', 'payment', 'credit_note', 'reversal')", name="ck_account_entry_kind"
        ),
        sa.ForeignKeyConstraint(["counter_of_id"], ["account_entry.id"], name="fk_account_entry_counter_of_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_account_entry_customer_id"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_account_entry_invoice_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_account_entry_order_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_account_entry_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_entry"),
    )
    op.create_index("ix_account_entry_customer_id_on", "account_entry", ["customer_id", "on"], unique=False)
    op.create_index("ix_account_entry_on", "account_entry", ["on"], unique=False)
    op.create_index("ix_account_entry_order_id", "account_entry", ["order_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", ID, nullable=False),
        sa.Column("credit_id", ID, nullable=False),
        sa.Column("debit_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_allocation_amount"),
        sa.ForeignKeyConstraint(["credit_id"], ["account_entry.id"], name="fk_allocation_credit_id"),
        sa.ForeignKeyConstraint(["debit_id"], ["account_entry.id"], name="fk_allocation_debit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.UniqueConstraint("credit_id", "debit_id", name="uq_allocation_credit_id_debit_id"),
    )
    op.create_index("ix_allocation_debit_id", "allocation", ["debit_id"], unique=False)
    op.create_table(
        "contribution_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("belongs_to", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("line_id", ID, nullable=True),
        sa.Column("return_id", ID, nullable=True),
        sa.Column("complaint_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("level", sa.String(length=1), nullable=True),
        sa.Column("quantity", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sale', 'freight', 'return', 'credit', 'cancellation', 'adjustment', 'reversal', 'complaint')",
            name="ck_contribution_entry_kind",
        ),
        sa.CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="ck_contribution_entry_level"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_contribution_entry_complaint_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_contribution_entry_customer_id"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name="fk_contribution_entry_line_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_contribution_entry_order_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_contribution_entry_product_id"),
        sa.ForeignKeyConstraint(["return_id"], ["goods_return.id"], name="fk_contribution_entry_return_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_contribution_entry_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contribution_entry"),
    )
    op.create_index("ix_contribution_entry_line_id", "contribution_entry", ["line_id"], unique=False)
    op.create_index(
        "ix_contribution_entry_month_customer_id", "contribution_entry", ["month", "customer_id"], unique=False
    )
    op.create_index(
        "ix_contribution_entry_month_product_id",
        "contribution_entry",
        ["month", "product_id", "quantity", "revenue", "cost"],
        unique=False,
    )
    op.create_index("ix_contribution_entry_order_id", "contribution_entry", ["order_id"], unique=False)
    make_functions()
    for table in ("account_entry", "contribution_entry", "audit", "book_month_event"):
        append_only(table)
    for table in ("account_entry", "contribution_entry"):
        closed_months(table)
