"""Bringing a database to this program's form, whole or not at all, and refusing one that is newer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.domain.refusal import N_, Conflict, Mistake, Unavailable
from app.domain.watch import Stopped
from app.paths import migrations_folder
from app.store.faults import DAMAGED, of_databases, translated
from app.store.grants import grant_on
from app.store.stopping import interrupted, stoppable

if TYPE_CHECKING:
    from alembic.config import Config

ADVISORY_LOCK = 7_261_001
# asked with every start: looking the table up by SQLAlchemy's inspection takes ten times as long
_THERE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    "server": "SELECT to_regclass('alembic_version') IS NOT NULL",
}
OLDER = N_("This database has an older form ({revision}). Run ‘mostrador upgrade’; it makes a backup first.")


def configuration() -> "Config":
    """Alembic's settings; nothing is read from a file, so that a packaged program finds its scripts."""
    from alembic.config import Config  # noqa: PLC0415 - takes longer to load than a look-up takes

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config


def head() -> str:
    """The revision this program works with."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """Every revision this program knows: the numbers with which its migrations' files begin."""
    files = Path(migrations_folder(), "versions").glob("[0-9][0-9][0-9][0-9]_*.py*")
    revisions = frozenset(path.name[:4] for path in files)
    if not revisions:
        raise RuntimeError("the program was packed without its migrations")
    return revisions


def current(engine: Engine) -> str | None:
    """The revision of a database, or ``None`` for an empty one."""
    with _explained(), engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        there = "sqlite" if connection.dialect.name == "sqlite" else "server"
        if not connection.exec_driver_sql(_THERE[there]).scalar():
            return None
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision


def check_form(engine: Engine) -> None:
    """Raises ``Conflict`` unless the database has exactly this program's form, saying what to do."""
    revision = current(engine)
    if revision == head():
        return
    if revision is None:
        _refuse_foreign(engine)
        raise Conflict(N_("This database is empty. Create a company with ‘mostrador init’."))
    if revision not in known_revisions():
        raise Conflict(
            N_("This database belongs to a newer version of the program ({revision})."),
            hint=N_("Install the newer program; this one leaves the database as it is."),
            revision=revision,
        )
    raise Conflict(OLDER, revision=revision)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run all missing migrations in one transaction; whoever comes second waits and finds nothing to do.

    Raises ``Conflict`` for a database of a newer program and ``Unavailable`` when it cannot be reached.
    """
    with upgraded(engine, to):
        pass


@contextmanager
def upgraded(engine: Engine, to: str = "head") -> Iterator[Connection]:
    """The transaction in which the missing migrations were run: what is written in it is kept with them, or nothing is.

    Raises as ``upgrade``.
    """
    revision = current(engine)
    if revision is None:
        _refuse_foreign(engine)
    elif revision not in known_revisions():
        check_form(engine)
    from alembic import command  # noqa: PLC0415 - takes longer to load than a look-up takes

    with _explained(), _exclusive(engine) as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if connection.dialect.name == "postgresql":
            grant_on(connection)
        yield connection


def _refuse_foreign(engine: Engine) -> None:
    """Raises ``Mistake`` for a database without our mark that holds tables: they are somebody else's."""
    with _explained(), engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        # our mark is written in the same transaction as our tables: with two upgrades at once it may be there by now
        names = inspect(connection).get_table_names()
        if names and "alembic_version" not in names:
            raise Mistake(N_("This is a database, but not one of this program. Choose an empty one."))


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """A connection on which nobody else migrates. Foreign keys rest on SQLite: altering a table copies it."""
    with engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        if engine.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin(), stoppable(driver):
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise Unavailable(N_("The upgrade would break {count} references; nothing was changed."),
                                          count=len(broken))  # fmt: skip
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
        else:
            with connection.begin(), stoppable(connection.connection.driver_connection):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
                yield connection


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise Unavailable(DAMAGED) from error
    except of_databases() as error:
        if interrupted(getattr(error, "orig", None) or error):
            raise Stopped from error
        refusal = translated(error)
        if refusal is None:
            raise
        raise refusal from error


def migrations_exist() -> bool:
    """Whether the scripts are where the program expects them (a packaging mistake otherwise)."""
    return (Path(migrations_folder()) / "env.py").exists()
