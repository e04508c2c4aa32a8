"""Imports, orders, deliveries, invoices, returns, contacts and complaints."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    now = moment()
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("detail", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_kind_record_id", "audit", ["kind", "record_id"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=260), nullable=False),
        sa.Column("file_hash", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("policy", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("skipped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("policy IN ('fill', 'overwrite', 'skip')", name="ck_import_run_policy"),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
        sa.UniqueConstraint("uid", name="uq_import_run_uid"),
    )
    op.create_table(
        "operation",
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_operation"),
    )
    op.create_table(
        "import_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name="fk_import_change_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_change"),
    )
    op.create_index("ix_import_change_run_id", "import_change", ["run_id"], unique=False)
    op.create_table(
        "interaction",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("direction", sa.String(length=3), server_default=sa.text("''"), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("number", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("follow_up_staff_id", ID, nullable=True),
        sa.Column("done", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out', '')", name="ck_interaction_direction"),
        sa.CheckConstraint(
            "kind IN ('call', 'visit', 'message', 'email', 'letter', 'note')", name="ck_interaction_kind"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_interaction_customer_id"),
        sa.ForeignKeyConstraint(["follow_up_staff_id"], ["staff.id"], name="fk_interaction_follow_up_staff_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_interaction_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interaction"),
        sa.UniqueConstraint("uid", name="uq_interaction_uid"),
    )
    op.create_index("ix_interaction_customer_id_at", "interaction", ["customer_id", "at"], unique=False)
    op.create_table(
        "sales_order",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("quote_number", sa.String(length=40), nullable=True),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("region", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("discount", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("freight", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("freight_tax_rate", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("recognition", sa.String(length=8), server_default=sa.text("'order'"), nullable=False),
        sa.Column("imported", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("import_run_id", ID, nullable=True),
        sa.Column("cancelled_reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("void", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("recognition IN ('order', 'delivery', 'invoice')", name="ck_sales_order_recognition"),
        sa.CheckConstraint(
            "status IN ('draft', 'quoted', 'confirmed', 'in_progress', 'delivered', 'invoiced', 'closed', 'cancelled')",
            name="ck_sales_order_status",
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_sales_order_customer_id"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name="fk_sales_order_import_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sales_order"),
        sa.UniqueConstraint("uid", name="uq_sales_order_uid"),
    )
    op.create_index("ix_sales_order_customer_id_on", "sales_order", ["customer_id", "on"], unique=False)
    op.create_index("ix_sales_order_import_run_id", "sales_order", ["import_run_id"], unique=False)
    op.create_index("ix_sales_order_on_id", "sales_order", ["on", "id"], unique=False)
    op.create_index("ix_sales_order_status_on", "sales_order", ["status", "on"], unique=False)
    op.create_index(
        "uq_sales_order_number",
        "sales_order",
        ["number"],
        unique=True,
        sqlite_where=sa.text("void IS NOT TRUE"),
        postgresql_where=sa.text("void IS NOT TRUE"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("cause", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("severity", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solution", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("import_run_id", ID, nullable=True),
        sa.Column("void", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint(
            "status IN ('new', 'assigned', 'in_work', 'waiting', 'proposed', 'approved', 'rejected', "
            "'executed', 'closed')",
            name="ck_complaint_status",
        ),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name="ck_complaint_satisfaction"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_complaint_customer_id"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name="fk_complaint_import_run_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_complaint_order_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name="fk_complaint_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("uid", name="uq_complaint_uid"),
    )
    op.create_index("ix_complaint_customer_id", "complaint", ["customer_id"], unique=False)
    op.create_index("ix_complaint_import_run_id", "complaint", ["import_run_id"], unique=False)
    op.create_index("ix_complaint_status_due_at", "complaint", ["status", "due_at"], unique=False)
    op.create_index(
        "uq_complaint_number",
        "complaint",
        ["number"],
        unique=True,
        sqlite_where=sa.text("void IS NOT TRUE"),
        postgresql_where=sa.text("void IS NOT TRUE"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("carrier", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_delivery_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("number", name="uq_delivery_number"),
        sa.UniqueConstraint("uid", name="uq_delivery_uid"),
    )
    op.create_index("ix_delivery_order_id", "delivery", ["order_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name="ck_invoice_kind"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_invoice_customer_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_invoice_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice"),
        sa.UniqueConstraint("number", name="uq_invoice_number"),
        sa.UniqueConstraint("uid", name="uq_invoice_uid"),
    )
    op.create_index("ix_invoice_customer_id_on", "invoice", ["customer_id", "on"], unique=False)
    op.create_index("ix_invoice_order_id", "invoice", ["order_id"], unique=False)
    op.create_table(
        "order_cost",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("freight_paid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_order_cost_order_id"),
        sa.PrimaryKeyConstraint("order_id", name="pk_order_cost"),
    )
    op.create_table(
        "order_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("list_price", sa.BigInteger(), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_percent", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=1), nullable=True),
        sa.Column("note", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("level IN ('A', 'B', 'C', 'D')", name="ck_order_line_level"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_order_line_order_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_order_line_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_line"),
        sa.UniqueConstraint("order_id", "position", name="uq_order_line_order_id_position"),
    )
    op.create_index("ix_order_line_product_id_order_id", "order_line", ["product_id", "order_id"], unique=False)
    op.create_table(
        "order_share",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("percent > 0 AND percent <= 10000", name="ck_order_share_percent"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_order_share_order_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_order_share_staff_id"),
        sa.PrimaryKeyConstraint("order_id", "staff_id", name="pk_order_share"),
    )
    op.create_table(
        "price_told",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("interaction_id", ID, nullable=True),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_price_told_customer_id"),
        sa.ForeignKeyConstraint(["interaction_id"], ["interaction.id"], name="fk_price_told_interaction_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_price_told_order_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_price_told_product_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_price_told_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_price_told"),
        sa.UniqueConstraint("uid", name="uq_price_told_uid"),
    )
    op.create_index("ix_price_told_customer_id_on", "price_told", ["customer_id", "on"], unique=False)
    op.create_table(
        "complaint_cost",
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_complaint_cost_complaint_id"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_complaint_cost"),
    )
    op.create_table(
        "delivery_line",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_delivery_line_quantity"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivery_line_delivery_id"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name="fk_delivery_line_line_id"),
        sa.PrimaryKeyConstraint("delivery_id", "line_id", name="pk_delivery_line"),
    )
    op.create_index("ix_delivery_line_line_id", "delivery_line", ["line_id"], unique=False)
    op.create_table(
        "goods_return",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("kind IN ('goods', 'money', 'cancellation')", name="ck_goods_return_kind"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_goods_return_invoice_id"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name="fk_goods_return_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_return"),
        sa.UniqueConstraint("number", name="uq_goods_return_number"),
        sa.UniqueConstraint("uid", name="uq_goods_return_uid"),
    )
    op.create_index("ix_goods_return_order_id", "goods_return", ["order_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", ID, nullable=True),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_invoice_line_invoice_id"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name="fk_invoice_line_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice_line"),
    )
    op.create_index("ix_invoice_line_invoice_id", "invoice_line", ["invoice_id"], unique=False)
    op.create_index("ix_invoice_line_line_id", "invoice_line", ["line_id"], unique=False)
    op.create_table(
        "invoice_tax",
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_invoice_tax_invoice_id"),
        sa.PrimaryKeyConstraint("invoice_id", "rate", name="pk_invoice_tax"),
    )
    op.create_table(
        "order_line_cost",
        sa.Column("line_id", ID, nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name="fk_order_line_cost_line_id"),
        sa.PrimaryKeyConstraint("line_id", name="pk_order_line_cost"),
    )
    op.create_table(
        "goods_return_line",
        sa.Column("return_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0 AND net >= 0", name="ck_goods_return_line_positive"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name="fk_goods_return_line_line_id"),
        sa.ForeignKeyConstraint(["return_id"], ["goods_return.id"], name="fk_goods_return_line_return_id"),
        sa.PrimaryKeyConstraint("return_id", "line_id", name="pk_goods_return_line"),
    )
    op.create_index("ix_goods_return_line_line_id", "goods_return_line", ["line_id"], unique=False)
