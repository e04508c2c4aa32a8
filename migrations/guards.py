"""Triggers that make ledgers append-only and keep closed months closed, for both databases."""

from alembic import op

_POSTGRES_FUNCTIONS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN book_month b ON b.month = n.month WHERE b.state = 'closed') THEN
    RAISE EXCEPTION 'closed month' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
"""


def make_functions() -> None:
    """The functions behind the triggers (PostgreSQL only)."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_FUNCTIONS)


def append_only(table: str) -> None:
    """Rows of ``table`` are never updated, deleted or truncated."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def closed_months(table: str) -> None:
    """Nothing is added to ``table`` in a month that is closed. One check a statement on PostgreSQL, a row on SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_closed_month AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_month()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_closed_month BEFORE INSERT ON {table} "
        "WHEN EXISTS (SELECT 1 FROM book_month WHERE month = NEW.month AND state = 'closed') "
        "BEGIN SELECT RAISE(ABORT, 'closed month'); END"
    )
