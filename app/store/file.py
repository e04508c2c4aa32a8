"""A company's file as the driver opens it: what is asked before its first pragma, and how it works.

Without SQLAlchemy, which takes longer to load than a desk needs for its first list.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver

from app.domain.refusal import N_, Mistake, Unavailable
from app.store.faults import DAMAGED

OLDEST_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 30_000

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    # FULL: with NORMAL, acknowledged sales are lost when the power goes
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    # more would not be sooner: the system keeps the rest of the file in memory
    "PRAGMA cache_size = -16384",
    # a mapped file counts as the program's memory, and where its disk fails, the program ends and not the statement
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)
_WHOSE = "SELECT count(*), coalesce(sum(name = 'alembic_version'), 0) FROM sqlite_master"


def remove_database(path: Path) -> None:
    """Take away a company's file that nobody uses, with its log."""
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def refuse_old() -> None:
    """Raises ``Unavailable`` for a SQLite that can damage files."""
    if sqlite_driver.sqlite_version_info < OLDEST_SQLITE:
        raise Unavailable(
            N_("This SQLite is {found}; version {needed} or newer is needed, older ones can damage the file."),
            found=sqlite_driver.sqlite_version,
            needed=".".join(map(str, OLDEST_SQLITE)),
        )


def prepare(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
    """Make a new connection work as all of ours do; raises ``Mistake`` for another program's file, ``Unavailable``."""
    # None: the driver must not begin transactions by itself, and deferred ones at that
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        tables, ours = cursor.execute(_WHOSE).fetchone()
    except UnicodeDecodeError as error:
        # the driver reads the message of a damaged schema as text
        raise Unavailable(DAMAGED) from error
    if tables and not ours:
        # before the first pragma: changing the journal's mode would write into somebody else's file
        raise Mistake(N_("This file is a database, but not one of this program."))
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
