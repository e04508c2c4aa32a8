"""From a database URL to an engine whose transactions begin as they must."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.domain.refusal import N_, Mistake, Unavailable
from app.domain.watch import present, watching
from app.store.file import BUSY_MILLISECONDS, prepare, refuse_old
from app.store.location import refuse_bad_place

OLDEST_POSTGRES = 150000
TURN_MILLISECONDS = 250


def parse_url(text: str) -> URL:
    """A database URL or the path of a SQLite file; raises ``Mistake`` for other databases."""
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise Mistake(N_("‘{text}’ is not a database address."), hint=_FORMS, text=text) from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise Mistake(N_("‘{kind}’ databases are not supported."), hint=_FORMS, kind=url.drivername)


_FORMS = N_("Use sqlite:///C:/folder/company.db or postgresql://user@server/database.")


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite address; ``None`` for a server."""
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database)
    return None


def make_engine(url: URL, *, currency_places: int = 2) -> Engine:
    """An engine for one database; ``currency_places`` are the decimals of the company's currency."""
    path = sqlite_path(url)
    if url.get_backend_name() == "sqlite":
        if path is not None:
            refuse_bad_place(path)
        engine = _sqlite_engine(url)
    else:
        engine = _postgres_engine(url)
    engine.dialect.currency_places = currency_places  # type: ignore[attr-defined]
    return engine


def _sqlite_engine(url: URL) -> Engine:
    refuse_old()
    engine = create_engine(
        url, module=sqlite_driver, connect_args={"check_same_thread": False}, pool_size=8, hide_parameters=True
    )
    event.listen(engine, "connect", _closing_what_fails(prepare))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _closing_what_fails(prepare: Callable[[Any], None]) -> Callable[[Any, object], None]:
    """A connection that cannot be prepared is closed at once: the pool forgets it, and a file stays locked by it."""

    def prepared(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise

    return prepared


def _begin_sqlite(connection: Connection) -> None:
    """Writers begin IMMEDIATE: a transaction that reads first cannot become a writer while another one writes."""
    begin = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    if begin == "IMMEDIATE" and watching() is not None:
        _begin_looking(connection)
    elif begin:
        connection.exec_driver_sql(f"BEGIN {begin}")


def _begin_looking(connection: Connection) -> None:
    """Wait for another writer in short turns: SQLite itself waits without hearing that somebody asked to stop."""
    driver: Any = connection.connection.driver_connection
    watch, end = present(), monotonic() + BUSY_MILLISECONDS / 1000
    driver.execute(f"PRAGMA busy_timeout = {TURN_MILLISECONDS}")
    try:
        while True:
            watch.look()
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite_driver.OperationalError as error:
                if "locked" not in str(error) or monotonic() > end:
                    raise
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


def _postgres_engine(url: URL) -> Engine:
    arguments = {
        "application_name": "mostrador",
        # a cut cable is noticed in seconds, not after two hours
        "keepalives": 1,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "connect_timeout": 10,
        "prepare_threshold": 3,
    }
    if _has_tcp_user_timeout():
        arguments["tcp_user_timeout"] = 8000
    engine = create_engine(url, connect_args=arguments, pool_size=8, hide_parameters=True)
    event.listen(engine, "connect", _closing_what_fails(_prepare_postgres))
    return engine


def _has_tcp_user_timeout() -> bool:
    """Windows has no such socket option, and libpq refuses to connect when it is asked for."""
    import sys  # noqa: PLC0415 - asked once

    return sys.platform.startswith("linux")


def _prepare_postgres(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
    version = connection.info.server_version
    if version < OLDEST_POSTGRES:
        raise Unavailable(
            N_("This PostgreSQL is version {found}; version 15 or newer is needed."), found=str(version // 10000)
        )
    autocommit = connection.autocommit
    connection.autocommit = True
    connection.execute(
        "SET lock_timeout = '15s'; SET idle_in_transaction_session_timeout = '60s'; SET timezone = 'UTC'"
    )
    connection.autocommit = autocommit
