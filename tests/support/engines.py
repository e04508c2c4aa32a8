"""Engines of tests: what is written need not outlive a power cut, and statements are compiled once for all tests."""

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from app.store import file

PRAGMAS = file._PRAGMAS
"""What the program asks of SQLite itself."""
DURABLE, CHEAP = "PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"
STATEMENTS = 2000


def commit_cheaply() -> None:
    """From now on no commit of this process waits for the disk; programs that a test starts do as they always do."""
    assert DURABLE in PRAGMAS, "commits of the program survive a power cut"
    file._PRAGMAS = tuple(CHEAP if pragma == DURABLE else pragma for pragma in PRAGMAS)


class Compiled:
    """Compiled statements of one kind of database, for engines that follow each other."""

    def __init__(self) -> None:
        self._dialects = {}
        self._statements = LRUCache(STATEMENTS)

    def given_to(self, made: Engine) -> Engine:
        """The engine, knowing what those before it compiled; theirs and its server must be of one version."""
        if made.dialect.name not in self._dialects:
            # a dialect knows its server from the first connection on, and the first test may skip before it has any
            made.connect().close()
        # what is compiled belongs to a dialect
        made.dialect = self._dialects.setdefault(made.dialect.name, made.dialect)
        made.pool._dialect = made.dialect
        made._compiled_cache = self._statements
        return made
