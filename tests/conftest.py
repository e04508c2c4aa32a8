"""Shared fixtures: a company on both databases, a standing clock, builders, a statement recorder."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.engine import URL

from app.queries import caller_rows
from app.services import company
from app.store import migrate, prepared
from app.store.engine import make_engine, parse_url
from app.store.session import Actor, Store
from tests.support import engines, postgres
from tests.support.clock import StandingClock
from tests.support.make import Maker

settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
settings.load_profile("suite")
engines.commit_cheaply()

DATABASES = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """Whoever ends a run also ends its server, and takes its folders away."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screens are walked through first: at the end another worker would take over half of the tests that need that
    walk, and walk through all screens as well.
    """
    items.sort(key=lambda item: "ui/rules/test_every_screen" not in item.nodeid)


def pytest_collection_finish() -> None:
    """What has been loaded by now stays; the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A running PostgreSQL server."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with a company, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(parse_url(str(path)))
    _fill(engine)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> str:
    """The name of a migrated database with a company, copied for each test."""
    name = f"template_{os.getpid()}"
    url = postgres.make_database(postgres_server, name)
    _fill(make_engine(url))
    return name


def _fill(engine) -> None:
    migrate.upgrade(engine)
    store = Store(engine)
    company.create(store, name="Mirador Home", country="ES", language="en", tax_rate=Decimal(0))
    store.close()


@pytest.fixture
def clock() -> StandingClock:
    """The tests' clock: 16 March 2026."""
    return StandingClock()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A fresh company's database, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        path = tmp_path / "company.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield parse_url(str(path))
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template")
    name = f"t{os.getpid()}_{next(_numbers)}"
    yield postgres.make_database(server, name, template)
    postgres.drop_database(server, name)


def _count() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_numbers = _count()


@pytest.fixture(scope="session")
def compiled() -> engines.Compiled:
    """Statements that earlier tests had compiled."""
    return engines.Compiled()


@pytest.fixture
def store(database: URL, compiled: engines.Compiled, clock: StandingClock) -> Iterator[Store]:
    """The company's store; afterwards no connection may still be out."""
    engine = compiled.given_to(make_engine(database))
    opened = Store(engine, zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
    yield opened
    left = opened.engine.pool.checkedout()
    opened.close()
    assert left == 0, "a transaction was left open"


@pytest.fixture
def make(store: Store) -> Maker:
    """Builders on the store."""
    return Maker(store)


@pytest.fixture
def statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that is sent from now on."""
    sent: list[str] = []
    to_driver = prepared.send

    def send(driver, statement, values):
        sent.append(statement)
        return to_driver(driver, statement, values)

    for module in (prepared, caller_rows):
        monkeypatch.setattr(module, "send", send)

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)
