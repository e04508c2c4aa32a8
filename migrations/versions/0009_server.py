"""On a server the database itself keeps commission apart: everybody sees the own, managers see all.

Who asks is known by the sign-in (``session_user``) and what the company wrote about that login. The owner of the
tables, as which upgrades and the server's service run, is not held back. A file has one user at a time and nothing to
guard.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WHO = """
CREATE FUNCTION signed_in_staff() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT id FROM {schema}.staff WHERE login = session_user AND active $$;
CREATE FUNCTION signed_in_access() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT access FROM {schema}.staff WHERE login = session_user AND active $$;
"""
_MANAGES = "(SELECT {schema}.signed_in_access()) IN ('manager', 'admin')"
_OWN = "staff_id = (SELECT {schema}.signed_in_staff())"

# nobody raises the own rights, gives a login away, or learns to sign in as somebody else
_GUARD = """
CREATE FUNCTION guard_staff() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner_id oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF pg_has_role(session_user, owner_id, 'MEMBER') OR {schema}.signed_in_access() = 'admin' THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF TG_TABLE_NAME = 'staff' THEN
      IF (NEW.id, NEW.login, NEW.access, NEW.active, NEW.code)
        IS NOT DISTINCT FROM (OLD.id, OLD.login, OLD.access, OLD.active, OLD.code) THEN
        RETURN NEW;
      END IF;
    ELSIF NEW.staff_id = OLD.staff_id AND ((NEW.password_hash, NEW.pin_hash)
      IS NOT DISTINCT FROM (OLD.password_hash, OLD.pin_hash) OR OLD.staff_id = {schema}.signed_in_staff()) THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'staff_secret' THEN
    IF NEW.staff_id = {schema}.signed_in_staff() OR (NEW.password_hash, NEW.pin_hash) = ('', '') THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'INSERT' AND {schema}.signed_in_access() = 'manager' AND NEW.login IS NULL AND NEW.access = 'none' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'users are changed by an administrator' USING ERRCODE = '42501';
END $$;
"""


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    schema = bind.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    _run(_WHO, schema)
    for table in ("commission_entry", "commission_statement", "commission_dispute"):
        _rows(table, "own", "SELECT", f"USING ({_OWN})", schema)
        _rows(table, "managers", "ALL", f"USING ({_MANAGES}) WITH CHECK ({_MANAGES})", schema)
    _rows("commission_dispute", "disagrees", "INSERT", f"WITH CHECK ({_OWN})", schema)
    for table in ("commission_month", "commission_plan", "commission_plan_version", "commission_assignment"):
        _rows(table, "everybody", "SELECT", "USING (true)", schema)
        _rows(table, "managers", "ALL", f"USING ({_MANAGES}) WITH CHECK ({_MANAGES})", schema)
    _run(_GUARD, schema)
    for table in ("staff", "staff_secret"):
        op.execute(
            f"CREATE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_staff()"
        )


def _rows(table: str, name: str, deed: str, rule: str, schema: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    _run(f"CREATE POLICY {name} ON {table} FOR {deed} {rule}", schema)


def _run(statement: str, schema: str) -> None:
    op.execute(statement.replace("{schema}", schema))
