"""Sums by product are read from the index alone, with the orders behind them; costs of complaints are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAME = "ix_contribution_entry_month_product_id"


def upgrade() -> None:
    op.drop_index(_NAME, table_name="contribution_entry")
    op.create_index(
        _NAME, "contribution_entry", ["month", "product_id", "order_id", "quantity", "revenue", "cost"], unique=False
    )
    told = sa.text("complaint_id IS NOT NULL")
    op.create_index(
        "ix_contribution_entry_complaint_id", "contribution_entry", ["complaint_id", "on"], unique=False,
        sqlite_where=told, postgresql_where=told,
    )  # fmt: skip
