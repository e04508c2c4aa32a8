"""Company, staff, customers and products."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    now = moment()
    op.create_table(
        "category",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name="fk_category_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
        sa.UniqueConstraint("name", name="uq_category_name"),
    )
    op.create_table(
        "company",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("street", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("postcode", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("city", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("tax_id", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(length=254), server_default=sa.text("''"), nullable=False),
        sa.Column("bank_account", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("currency_places", sa.Integer(), server_default=sa.text("2"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.String(length=6), server_default=sa.text("'A4'"), nullable=False),
        sa.Column("recognition", sa.String(length=8), server_default=sa.text("'order'"), nullable=False),
        sa.Column("payment_days", sa.Integer(), server_default=sa.text("30"), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("level_a", sa.BigInteger(), server_default=sa.text("3000"), nullable=False),
        sa.Column("level_b", sa.BigInteger(), server_default=sa.text("2000"), nullable=False),
        sa.Column("level_c", sa.BigInteger(), server_default=sa.text("1000"), nullable=False),
        sa.Column("tier_a", sa.BigInteger(), server_default=sa.text("8000"), nullable=False),
        sa.Column("tier_b", sa.BigInteger(), server_default=sa.text("9500"), nullable=False),
        sa.Column("discount_limit", sa.BigInteger(), server_default=sa.text("1500"), nullable=False),
        sa.Column("report_addressee", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("report_copies", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("prepared_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("checked_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("approved_by", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("recognition IN ('order', 'delivery', 'invoice')", name="ck_company_recognition"),
        sa.CheckConstraint("id = 1", name="ck_company_only_one"),
        sa.CheckConstraint("level_a >= level_b AND level_b >= level_c", name="ck_company_levels"),
        sa.CheckConstraint("tier_a <= tier_b", name="ck_company_tiers"),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "custom_field",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("group_name", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("choices", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'money', 'date', 'choice', 'yes_no', 'person')", name="ck_custom_field_kind"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_custom_field"),
        sa.UniqueConstraint("key", name="uq_custom_field_key"),
    )
    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("pattern", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_number_series"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), server_default=sa.text("''"), nullable=False),
        sa.Column("title", sa.String(length=80), server_default=sa.text("''"), nullable=False),
        sa.Column("login", sa.String(length=31), nullable=True),
        sa.Column("access", sa.String(length=12), server_default=sa.text("'none'"), nullable=False),
        sa.Column("language", sa.String(length=2), server_default=sa.text("''"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("access IN ('none', 'front_desk', 'sales', 'manager', 'admin')", name="ck_staff_access"),
        sa.CheckConstraint("code <> ''", name="ck_staff_code"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("code", name="uq_staff_code"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )
    op.create_table(
        "customer",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), server_default=sa.text("'organisation'"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=600), nullable=False),
        sa.Column("given_name", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("family_name", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("organisation", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("contact_name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.String(length=10), server_default=sa.text("''"), nullable=False),
        sa.Column("tax_id", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("occupation", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("industry", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("education", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("payment_days", sa.Integer(), nullable=True),
        sa.Column("salesperson_id", ID, nullable=True),
        sa.Column("tags", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("blocked_reason", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("code <> ''", name="ck_customer_code"),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name="ck_customer_kind"),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="ck_customer_merged"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["customer.id"], name="fk_customer_merged_into_id"),
        sa.ForeignKeyConstraint(["salesperson_id"], ["staff.id"], name="fk_customer_salesperson_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sa.UniqueConstraint("code", name="uq_customer_code"),
        sa.UniqueConstraint("uid", name="uq_customer_uid"),
    )
    op.create_index(
        "ix_customer_merged_into_id",
        "customer",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index("ix_customer_salesperson_id", "customer", ["salesperson_id"], unique=False)
    op.create_index("ix_customer_search_name_id", "customer", ["search_name", "id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("search_name", sa.String(length=700), nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("unit", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("barcode", sa.String(length=40), nullable=True),
        sa.Column("tax_rate", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("mark", sa.String(length=8), server_default=sa.text("''"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("code <> ''", name="ck_product_code"),
        sa.CheckConstraint("mark IN ('', 'promote', 'restrict')", name="ck_product_mark"),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name="fk_product_category_id"),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("code", name="uq_product_code"),
        sa.UniqueConstraint("uid", name="uq_product_uid"),
    )
    op.create_index("ix_product_barcode", "product", ["barcode"], unique=False)
    op.create_index("ix_product_search_name_id", "product", ["search_name", "id"], unique=False)
    op.create_table(
        "address",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), server_default=sa.text("'main'"), nullable=False),
        sa.Column("street", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("city", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("region", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.Column("postcode", sa.String(length=20), server_default=sa.text("''"), nullable=False),
        sa.Column("country", sa.String(length=2), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("kind IN ('main', 'delivery', 'billing')", name="ck_address_kind"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_address_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
    )
    op.create_index("ix_address_customer_id", "address", ["customer_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("text_version", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("channel IN ('phone', 'message', 'email', 'post')", name="ck_consent_channel"),
        sa.CheckConstraint("purpose IN ('service', 'offers', 'greetings')", name="ck_consent_purpose"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_consent_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_customer_id", "consent", ["customer_id"], unique=False)
    op.create_table(
        "contact_point",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("e164", sa.String(length=20), nullable=True),
        sa.Column("digits", sa.String(length=40), nullable=True),
        sa.Column("reversed_digits", sa.String(length=40), nullable=True),
        sa.Column("extension", sa.String(length=12), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.CheckConstraint("kind IN ('phone', 'mobile', 'fax', 'email', 'handle')", name="ck_contact_point_kind"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_contact_point_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_point"),
    )
    op.create_index("ix_contact_point_customer_id", "contact_point", ["customer_id"], unique=False)
    op.create_index("ix_contact_point_e164", "contact_point", ["e164"], unique=False)
    op.create_index("ix_contact_point_email", "contact_point", ["email"], unique=False)
    op.create_index("ix_contact_point_reversed_digits", "contact_point", ["reversed_digits"], unique=False)
    op.create_table(
        "custom_value",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("field_id", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_custom_value_customer_id"),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name="fk_custom_value_field_id"),
        sa.PrimaryKeyConstraint("customer_id", "field_id", name="pk_custom_value"),
    )
    op.create_table(
        "restricted_value",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("field_id", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_restricted_value_customer_id"),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name="fk_restricted_value_field_id"),
        sa.PrimaryKeyConstraint("customer_id", "field_id", name="pk_restricted_value"),
    )
    op.create_table(
        "preference",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("fact", sa.String(length=400), nullable=False),
        sa.Column("avoid", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=120), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_preference_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_preference"),
    )
    op.create_index("ix_preference_customer_id", "preference", ["customer_id"], unique=False)
    op.create_table(
        "product_cost",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cost >= 0", name="ck_product_cost_cost"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_product_cost_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_product_cost"),
        sa.UniqueConstraint("product_id", "valid_from", name="uq_product_cost_product_id_valid_from"),
    )
    op.create_index(
        "uq_product_cost_since_ever",
        "product_cost",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("valid_from IS NULL"),
        postgresql_where=sa.text("valid_from IS NULL"),
    )
    op.create_table(
        "product_price",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price >= 0", name="ck_product_price_price"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_product_price_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_product_price"),
        sa.UniqueConstraint("product_id", "valid_from", name="uq_product_price_product_id_valid_from"),
    )
    op.create_index(
        "uq_product_price_since_ever",
        "product_price",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("valid_from IS NULL"),
        postgresql_where=sa.text("valid_from IS NULL"),
    )
    op.create_table(
        "relation",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("other_id", ID, nullable=True),
        sa.Column("other_name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.CheckConstraint("other_id IS NOT NULL OR other_name <> ''", name="ck_relation_other"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_relation_customer_id"),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"], name="fk_relation_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relation"),
    )
    op.create_index("ix_relation_customer_id", "relation", ["customer_id"], unique=False)
    op.create_index("ix_relation_other_id", "relation", ["other_id"], unique=False)
    op.create_table(
        "restricted_fact",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_restricted_fact_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_restricted_fact"),
    )
    op.create_index("ix_restricted_fact_customer_id", "restricted_fact", ["customer_id"], unique=False)
