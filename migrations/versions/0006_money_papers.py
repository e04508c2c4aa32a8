"""Bills keep whom they were written to; what was put against invoices and taken back again stays known."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID, moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoice_addressee",
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        _text("contact_name", 200),
        _text("code", 40),
        _text("tax_id", 40),
        *_place(""),
        *_place("delivery_"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_invoice_addressee_invoice_id"),
        sa.PrimaryKeyConstraint("invoice_id", name="pk_invoice_addressee"),
    )
    op.create_table(
        "allocation_ended",
        sa.Column("id", ID, nullable=False),
        sa.Column("credit_id", ID, nullable=False),
        sa.Column("debit_id", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=moment(), nullable=False),
        sa.Column("created_by", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_allocation_ended_amount"),
        sa.ForeignKeyConstraint(["credit_id"], ["account_entry.id"], name="fk_allocation_ended_credit_id"),
        sa.ForeignKeyConstraint(["debit_id"], ["account_entry.id"], name="fk_allocation_ended_debit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_ended"),
    )
    op.create_index("ix_allocation_ended_credit_id", "allocation_ended", ["credit_id"])
    op.create_index("ix_allocation_ended_until", "allocation_ended", ["until"])
    op.execute(_PRESENT)


# what an invoice printed until now: the first billing address, else the first main one; goods to the first delivery one
_PRESENT = """
INSERT INTO invoice_addressee (
  invoice_id, name, contact_name, code, tax_id, street, postcode, city, region, country,
  delivery_street, delivery_postcode, delivery_city, delivery_region, delivery_country
)
SELECT i.id, c.name, c.contact_name, c.code, c.tax_id,
  COALESCE(a.street, ''), COALESCE(a.postcode, ''), COALESCE(a.city, ''), COALESCE(a.region, ''),
  COALESCE(a.country, ''), COALESCE(d.street, ''), COALESCE(d.postcode, ''), COALESCE(d.city, ''),
  COALESCE(d.region, ''), COALESCE(d.country, '')
FROM invoice i
JOIN customer c ON c.id = i.customer_id
LEFT JOIN address a ON a.id = COALESCE(
  (SELECT MIN(b.id) FROM address b WHERE b.customer_id = c.id AND b.kind = 'billing'),
  (SELECT MIN(b.id) FROM address b WHERE b.customer_id = c.id AND b.kind = 'main')
)
LEFT JOIN address d ON d.id = (SELECT MIN(b.id) FROM address b WHERE b.customer_id = c.id AND b.kind = 'delivery')
"""


def _place(prefix: str) -> tuple[sa.Column[str], ...]:
    return (
        _text(f"{prefix}street", 300),
        _text(f"{prefix}postcode", 20),
        _text(f"{prefix}city", 120),
        _text(f"{prefix}region", 120),
        _text(f"{prefix}country", 2),
    )


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)
