"""Databases without anything in them, for what brings old companies to today's form."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.store.engine import make_engine, parse_url
from tests.support import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """A function that makes addresses of empty databases."""
    made = []

    def make():
        if request.param == "sqlite":
            return parse_url(str(tmp_path / f"new{len(made) + len(list(tmp_path.iterdir()))}.db"))
        server = request.getfixturevalue("postgres_server")
        made.append((server, f"mig{os.getpid()}_{len(made)}"))
        return postgres.make_database(*made[-1])

    yield make
    for server, name in made:
        postgres.drop_database(server, name)


@pytest.fixture
def engine(empty) -> Iterator[Engine]:
    """An empty database, on SQLite and on PostgreSQL in turn."""
    made = make_engine(empty())
    yield made
    made.dispose()
