"""Finding customers by any part of their name, and the indexes that a ringing phone needs.

SQLite: a trigram index beside the customer table, kept by triggers. A migration that copies the customer table (batch
mode) drops its triggers with it and must make them again. PostgreSQL: an inverted index over the pieces of a name, made
by a function of our own, so that no extension has to be installed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_HAN = "[㐀-鿿豈-﫿\U00020000-\U0003134f]"

# Trigrams do not see two Chinese characters. Between separators they become three signs, one of them alone likewise.
_SPACED = f"""
(SELECT group_concat(substr(NEW.search_name, key + 1, 1), char(31))
 FROM json_each('[' || substr(replace(hex(zeroblob(length(NEW.search_name))), '00', ',0'), 2) || ']')
 WHERE substr(NEW.search_name, key + 1, 1) GLOB '{_HAN}')
"""
_INDEXED = f"""
NEW.search_name || CASE WHEN NEW.search_name GLOB '*{_HAN}*' THEN char(31) || {_SPACED} || char(31) ELSE '' END
"""
_ADD = f"INSERT INTO customer_search (rowid, name) VALUES (NEW.id, {_INDEXED})"
_REMOVE = "DELETE FROM customer_search WHERE rowid = OLD.id"

# plpgsql: as one SQL query the same takes ten times as long. Chinese signs also count alone and in twos.
_GRAMS = """
CREATE FUNCTION search_grams(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  grams text[] := '{}';
  size integer := pg_catalog.length(name);
BEGIN
  FOR at IN 1..size - 2 LOOP
    grams[at] := pg_catalog.substr(name, at, 3);
  END LOOP;
  IF pg_catalog.octet_length(name) > size THEN
    FOR at IN 1..size LOOP
      IF pg_catalog.ascii(pg_catalog.substr(name, at, 1)) >= 13312 THEN
        grams := grams || pg_catalog.substr(name, at, 1) || pg_catalog.substr(name, at, 2);
      END IF;
    END LOOP;
  END IF;
  RETURN grams;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        op.execute(_GRAMS)
        # new entries wait in a list that every search reads: a short one keeps both sides fast
        op.execute(
            "CREATE INDEX ix_customer_search_grams ON customer USING gin (search_grams(search_name)) "
            "WITH (gin_pending_list_limit = 512)"
        )
    op.create_index("ix_customer_tax_id", "customer", ["tax_id"])
    op.create_index("ix_contact_point_extension", "contact_point", ["extension"])
    op.create_index("ix_sales_order_quote_number", "sales_order", ["quote_number"])
    _partial("ix_sales_order_undelivered", "sales_order", ["customer_id", "on"], "delivered_on IS NULL")
    _partial("ix_interaction_follow_up", "interaction", ["customer_id", "follow_up_on"], "follow_up_on IS NOT NULL")
    op.create_index("ix_account_entry_customer_id_due_on", "account_entry", ["customer_id", "due_on"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE customer_search USING fts5("
        "name, content='', contentless_delete=1, detail='none', tokenize='trigram')"
    )
    _plain(f"CREATE TRIGGER customer_search_insert AFTER INSERT ON customer BEGIN {_ADD}; END")
    _plain(
        "CREATE TRIGGER customer_search_update AFTER UPDATE OF search_name ON customer "
        f"WHEN NEW.search_name <> OLD.search_name BEGIN {_REMOVE}; {_ADD}; END"
    )
    _plain(f"CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN {_REMOVE}; END")
    # what is there already goes through the same expression
    _plain(_ADD.replace("VALUES (", "SELECT ", 1)[:-1].replace("NEW.", "customer.") + " FROM customer")


def _plain(statement: str) -> None:
    """Run a statement in which a colon is only a colon."""
    op.get_bind().exec_driver_sql(statement)
