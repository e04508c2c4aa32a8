"""Is this server fit for a company? Looked at step by step, each failure with what can be done about it."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.domain.refusal import N_
from app.store import migrate
from app.store.engine import OLDEST_POSTGRES, make_engine

SECONDS = 5
CLOCK_SECONDS = 120
"""A difference that is not worth a word."""
PORT = 5432


@dataclass(frozen=True, slots=True)
class Checked:
    """One step: ``words`` say what was found and ``fix`` what to do, both English texts with ``values``.

    ``passes`` is false where nothing can go on; a step that is not ``good`` but passes is a warning. ``offer`` names a
    deed that helps: upgrade.
    """

    key: str
    good: bool
    words: str
    fix: str = ""
    passes: bool = True
    offer: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def look(url: URL, *, joins: bool) -> list[Checked]:
    """Every step up to the first that stops; ``joins``: a company is expected there, else room for a new one."""
    found = []
    for step in _steps(url, joins):
        found.append(step)
        if not step.passes:
            break
    return found


def _steps(url: URL, joins: bool) -> Iterator[Checked]:
    yield _reached(url)
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": SECONDS * 2})
    try:
        connection = engine.connect()
    except DBAPIError as error:
        yield _not_in(url, str(error), joins)
        return
    with connection:
        yield Checked("signed in", True, N_("Signed in as ‘{user}’."), values={"user": url.username or ""})
        yield _version(connection)
        yield _rights(connection, joins)
        yield _clock(connection)
    yield _form(url, joins)


def _reached(url: URL) -> Checked:
    host, port = url.host or "localhost", url.port or PORT
    values = {"host": host, "port": port}
    if host.startswith("/"):
        there = Path(host).is_dir()
        return Checked("reached", there, N_("{host} is reached."), passes=there, values=values)
    try:
        socket.create_connection((host, port), SECONDS).close()
    except socket.gaierror:
        words, fix = N_("There is no computer called {host}."), N_("Check the name, or write its address (192.168.…).")
    except ConnectionRefusedError:
        words = N_("{host} answers, but port {port} is closed.")
        fix = N_("Start the PostgreSQL service on {host}, and allow PostgreSQL in its Windows Firewall.")
    except OSError:
        words = N_("{host} does not answer on port {port}.")
        fix = N_("Check that {host} is switched on, and that its Windows Firewall allows PostgreSQL.")
    else:
        return Checked("reached", True, N_("{host} is reached."), values=values)
    return Checked("reached", False, words, fix, passes=False, values=values)


def _not_in(url: URL, said: str, joins: bool) -> Checked:
    """Why the server let nobody in, from the words that every PostgreSQL begins with."""
    values = {"user": url.username or "", "database": url.database or ""}
    if f'database "{url.database}" does not exist' in said:
        if not joins and may_make_databases(url):
            return Checked("signed in", True, N_("The database ‘{database}’ will be made."), values=values)
        fix = N_("Ask whoever runs the server for its name, or let them make it.")
        return Checked("signed in", False, N_("There is no database ‘{database}’."), fix, passes=False, values=values)
    if "certificate" in said or "SSL" in said:
        words = N_("The server's certificate does not fit.")
        fix = N_("Take the file ca.crt from the server, and check the clock of this PC.")
    elif "pg_hba" in said:
        words = N_("The server does not let this PC in.")
        fix = N_("Whoever runs the server adds this network to its file pg_hba.conf.")
    elif "password" in said or "role" in said:
        words, fix = N_("The server refuses this name or password."), N_("Check both; capital letters count.")
    else:
        words, fix = N_("The server refuses the connection."), N_("Its log says why.")
    return Checked("signed in", False, words, fix, passes=False, values=values)


def may_make_databases(url: URL) -> bool:
    """Whether this person may make a database on the server."""
    engine = create_engine(url.set(database="postgres"), poolclass=NullPool, connect_args={"connect_timeout": SECONDS})
    query = text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    with suppress(DBAPIError), engine.connect() as connection:
        return bool(connection.scalar(query))
    return False


def _version(connection: Connection) -> Checked:
    number = int(connection.scalar(text("SHOW server_version_num")) or 0)
    good = number >= OLDEST_POSTGRES
    values = {"found": number // 10000, "needed": OLDEST_POSTGRES // 10000}
    if good:
        return Checked("version", True, N_("PostgreSQL {found}."), values=values)
    words = N_("This is PostgreSQL {found}; {needed} or newer is needed.")
    return Checked("version", False, words, N_("Whoever runs the server upgrades it."), passes=False, values=values)


def _rights(connection: Connection, joins: bool) -> Checked:
    query = "SELECT has_schema_privilege('public', 'CREATE') AND has_schema_privilege('public', 'USAGE')"
    if joins:
        query = (
            "SELECT coalesce(has_table_privilege(to_regclass('operation'), 'INSERT')"
            " AND has_table_privilege(to_regclass('company'), 'SELECT'), true)"
        )
    if connection.scalar(text(query)):
        return Checked("rights", True, N_("The rights suffice."))
    words = N_("This login may not work in the company.") if joins else N_("This login may not make tables here.")
    fix = N_("The owner of the database gives ‘{user}’ the rights to it.")
    user = str(connection.scalar(text("SELECT current_user")))
    return Checked("rights", False, words, fix, passes=False, values={"user": user})


def _clock(connection: Connection) -> Checked:
    before = datetime.now(UTC)
    server = connection.scalar(text("SELECT clock_timestamp()"))
    assert isinstance(server, datetime)
    seconds = abs((server - (before + (datetime.now(UTC) - before) / 2)).total_seconds())
    if seconds <= CLOCK_SECONDS:
        return Checked("clock", True, N_("Both clocks agree."))
    words = N_("The clock of this PC is {minutes} min off from the server's.")
    fix = N_("Set it in Windows under Time and language; the program goes by the server's clock meanwhile.")
    return Checked("clock", False, words, fix, values={"minutes": round(seconds / 60)})


def _form(url: URL, joins: bool) -> Checked:
    """Whether the company that is expected is there, and nothing else."""
    engine = make_engine(url)
    try:
        revision = migrate.current(engine)
        with engine.connect() as connection:
            tables = connection.scalar(
                text("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
            )
            name = connection.scalar(text("SELECT name FROM company")) if revision and tables else None
    finally:
        engine.dispose()
    values = {"name": name or "", "revision": revision or ""}
    if not joins:
        return _room(bool(tables), name, values)
    if revision is None or name is None:
        fix = N_("Go back and choose ‘Start my company’, or name another database.")
        return Checked("form", False, N_("There is no company in this database."), fix, passes=False, values=values)
    if revision == migrate.head():
        return Checked("form", True, N_("The company ‘{name}’ is there."), values=values)
    if revision in migrate.known_revisions():
        words = N_("‘{name}’ has the form of an older program.")
        fix = N_("It can be upgraded now; a backup is made first. Everybody else installs this program too.")
        return Checked("form", False, words, fix, passes=False, offer="upgrade", values=values)
    words = N_("‘{name}’ needs a newer program than this one.")
    fix = N_("Install the newer program from the server; this one leaves the database as it is.")
    return Checked("form", False, words, fix, passes=False, values=values)


def _room(full: bool, name: object, values: Mapping[str, Any]) -> Checked:
    if name:
        fix = N_("Go back and choose ‘Join a server’, or name another database.")
        words = N_("The company ‘{name}’ is in this database already.")
        return Checked("form", False, words, fix, passes=False, values=values)
    if full:
        words = N_("This database holds the tables of another program.")
        return Checked("form", False, words, N_("Name an empty database."), passes=False, values=values)
    return Checked("form", True, N_("There is room for a new company."), values=values)
