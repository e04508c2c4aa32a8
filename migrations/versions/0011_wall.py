"""On a server the database itself keeps cost and contribution apart, and what people ask its service to carry out.

Whoever may not see costs is refused by every table that holds some, loudly: an empty answer would be booked as no
cost at all. The owner of the tables, as which upgrades and the server's service run, is not held back. A file has one
user at a time and nothing to guard.
"""

import json
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

from migrations.columns import ID

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SECRET = {
    "product_cost": ("cost",),
    "order_line_cost": ("unit_cost", "cost"),
    "order_cost": ("freight_paid",),
    "complaint_cost": ("cost",),
    "complaint_outcome_cost": ("cost",),
    "contribution_entry": ("revenue", "unit_cost", "cost"),
    "customer_month": ("revenue", "cost"),
    "level_month": ("revenue", "cost"),
    "book_month_paper": ("revenue", "cost"),
    "customer_tier_base": ("contribution", "share_before"),
    "import_change": (),
}
"""Tables for managers only, with the columns whose statistics would tell how their values are spread."""

_WHO = """
CREATE FUNCTION sees_costs() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = '{schema}.company'::regclass),
  'MEMBER') OR coalesce({schema}.signed_in_access() IN ('manager', 'admin'), false) $$;
CREATE FUNCTION must_see_costs() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
  IF NOT {schema}.sees_costs() THEN
    RAISE EXCEPTION 'costs are seen by managers only' USING ERRCODE = '42501';
  END IF;
  RETURN true;
END $$;
"""

# not kept through a crash of the server: whoever asked has lost the connection too, and asks again
_REQUESTS = """
CREATE UNLOGGED TABLE server_request (
  uid uuid PRIMARY KEY,
  login text NOT NULL DEFAULT session_user,
  name text NOT NULL CHECK (length(name) <= 200),
  arguments text NOT NULL CHECK (length(arguments) <= 2000000),
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamp with time zone,
  answer text
);
ALTER TABLE server_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON server_request FOR SELECT USING (login = session_user);
CREATE POLICY asks ON server_request FOR INSERT WITH CHECK (login = session_user);
CREATE POLICY fetches ON server_request FOR DELETE USING (login = session_user);
CREATE FUNCTION tell_service() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM pg_notify('mostrador_request', ''); RETURN NULL; END $$;
CREATE TRIGGER server_request_told AFTER INSERT ON server_request
FOR EACH STATEMENT EXECUTE FUNCTION tell_service();
"""

_SEES = "(SELECT {schema}.sees_costs())"
_MUST = "(SELECT {schema}.must_see_costs())"

# a PIN has few digits: whoever reads its hash soon knows it; that somebody has one is asked when a price is approved
_PINS = """
CREATE FUNCTION staff_with_pin() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT staff_id FROM {schema}.staff_secret WHERE pin_hash > '' $$;
"""
_OWN = "staff_id = (SELECT {schema}.signed_in_staff())"

# what somebody does with commission, and the words that a manager writes under the figures of a month
_TRAIL = "kind NOT IN ('commission', 'report words')"
_WORDS = "left(name, 13) <> 'profit_words.'"


def upgrade() -> None:
    bind = op.get_bind()
    _costs_of_outcomes(bind)
    if bind.dialect.name != "postgresql":
        return
    schema = bind.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    _run(_WHO, schema)
    _run(_REQUESTS, schema)
    for table, columns in SECRET.items():
        _rows(table, "managers", "ALL", f"USING ({_MUST}) WITH CHECK ({_MUST})", schema)
        for column in columns:
            _without_statistics(table, column)
    _run(_PINS, schema)
    _rows("staff_secret", "own", "ALL", f"USING ({_OWN}) WITH CHECK ({_OWN})", schema)
    _rows("staff_secret", "managers", "ALL", f"USING ({_SEES}) WITH CHECK ({_SEES})", schema)
    _rows("audit", "everybody", "SELECT", f"USING ({_TRAIL})", schema)
    _rows("audit", "own", "SELECT", "USING (created_by = session_user)", schema)
    _rows("audit", "managers", "SELECT", f"USING ({_SEES})", schema)
    _rows("audit", "adds", "INSERT", "WITH CHECK (true)", schema)
    _rows("setting", "everybody", "ALL", f"USING ({_WORDS}) WITH CHECK ({_WORDS})", schema)
    _rows("setting", "managers", "ALL", f"USING ({_SEES}) WITH CHECK ({_SEES})", schema)
    _rows("personal_setting", "own", "ALL", "USING (login = session_user) WITH CHECK (login = session_user)", schema)


def _costs_of_outcomes(bind: sa.Connection) -> None:
    """What a proposal costs stood in its terms, which everybody has to read."""
    op.create_table(
        "complaint_outcome_cost",
        sa.Column("outcome_id", ID, nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["complaint_outcome.id"], name="fk_complaint_outcome_cost_outcome_id"
        ),
        sa.PrimaryKeyConstraint("outcome_id", name="pk_complaint_outcome_cost"),
    )  # fmt: skip
    places = int(bind.execute(sa.text("SELECT currency_places FROM company")).scalar() or 0)
    told = sa.text("SELECT id, terms FROM complaint_outcome WHERE terms LIKE '%\"cost\":%' ORDER BY id")
    for outcome_id, terms in bind.execute(told).all():
        rest = json.loads(terms)
        cost = Decimal(rest.pop("cost"))
        bind.execute(
            sa.text("UPDATE complaint_outcome SET terms = :terms WHERE id = :id"),
            {"id": outcome_id, "terms": json.dumps(rest, sort_keys=True, separators=(",", ":"))},
        )
        bind.execute(
            sa.text("INSERT INTO complaint_outcome_cost (outcome_id, cost) VALUES (:id, :cost)"),
            {"id": outcome_id, "cost": int(cost.scaleb(places))},
        )


def _without_statistics(table: str, column: str) -> None:
    """The planner's guesses are shown to everybody by EXPLAIN; naming the type again drops what is known until now."""
    kind = (
        op.get_bind()
        .exec_driver_sql(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
            f"WHERE attrelid = '{table}'::regclass AND attname = '{column}'"
        )
        .scalar_one()
    )
    op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE {kind}')
    op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')


def _rows(table: str, name: str, deed: str, rule: str, schema: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    _run(f"CREATE POLICY {name} ON {table} FOR {deed} {rule}", schema)


def _run(statement: str, schema: str) -> None:
    op.execute(statement.replace("{schema}", schema))
