"""On a server: what the group of people who work with the program may do, given again after each upgrade.

The group is named after the owner of the tables (``mostrador`` and ``mostrador_staff``) and made by the server's
administrator; its members own nothing. Which rows of commission each of them sees is said by the database itself
(migration 0009); what else a role may see is kept by the program.
"""

from sqlalchemy import Connection, Engine, text

GROUP_ENDING = "_staff"
HIDDEN_TOTALS = "commission_month"
SEEN_OF_MONTHS = ("month", "state", "closed_at", "closed_by", "check_code")
"""What everybody may know of a month of commission; its totals are the team's."""
REQUESTS = "server_request"
ASKED = ("uid", "name", "arguments")
"""What a person gives of a request to the server's service: who asks and when, the server writes itself."""
_GROUP = text(
    "SELECT r.rolname FROM pg_roles r WHERE r.rolname = "
    "(SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'company') || :ending"
)
_TABLES = text(
    "SELECT c.relname AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid "
    "AND t.tgname = c.relname || '_append_only') AS append_only "
    "FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"
)


def grant(engine: Engine) -> str:
    """Give the group its rights; its name, empty on SQLite and where there is no such group.

    To be called by the owner of the tables.
    """
    if engine.dialect.name != "postgresql":
        return ""
    with engine.begin() as connection:
        return grant_on(connection)


def grant_on(connection: Connection) -> str:
    """The same inside a transaction of PostgreSQL."""
    found = connection.execute(_GROUP, {"ending": GROUP_ENDING}).scalar()
    if found is None:
        return ""
    quote = connection.dialect.identifier_preparer.quote
    group = quote(found)
    schema = quote(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {group}",
        f"GRANT USAGE ON SCHEMA {schema} TO {group}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {group}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {group}",
        *(f"GRANT {rights} TO {group}" for rights in _rights(connection)),
    ):
        connection.exec_driver_sql(statement)
    return str(found)


def _rights(connection: Connection) -> list[str]:
    """What the group may do with each table."""
    quote = connection.dialect.identifier_preparer.quote
    given = []
    for row in connection.execute(_TABLES):
        table = quote(row.name)
        if row.name == "alembic_version":
            given.append(f"SELECT ON {table}")
        elif row.name == HIDDEN_TOTALS:
            given += [f"SELECT ({', '.join(SEEN_OF_MONTHS)}) ON {table}", f"INSERT, UPDATE ON {table}"]
        elif row.name == REQUESTS:
            given += [f"INSERT ({', '.join(ASKED)}) ON {table}", f"SELECT, DELETE ON {table}"]
        elif row.append_only:
            given.append(f"SELECT, INSERT ON {table}")
        else:
            given.append(f"SELECT, INSERT, UPDATE, DELETE ON {table}")
    return given
