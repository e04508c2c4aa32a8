"""Column forms that many migrations share; what stands here never changes, later forms get new names."""

import sqlalchemy as sa
from alembic import op

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment() -> sa.TextClause:
    """The database's own clock as a default."""
    if op.get_bind().dialect.name == "sqlite":
        return sa.text("(strftime('%Y-%m-%d %H:%M:%f000', 'now'))")
    return sa.text("clock_timestamp()")
