"""Upgrades: whole or not at all, one at a time, never over a newer or a foreign database."""

import os
import signal
import sqlite3

import pytest
from sqlalchemy import inspect, text

from app.domain.refusal import Conflict, Mistake
from app.store import migrate
from app.store.engine import make_engine, parse_url
from tests.support import postgres
from tests.support.crashing import KILLED, Child, statements_counted

OLD = "0001"
KILLS = 8


def upgraded(url, to="head") -> None:
    engine = make_engine(url)
    migrate.upgrade(engine, to)
    engine.dispose()


def with_a_product(url) -> None:
    """A database of the first form with data in it."""
    upgraded(url, OLD)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO product (id, uid, code, name, search_name) VALUES (1, :uid, 'P', 'Table', 'table')"),
            {"uid": "0" * 32},
        )
    engine.dispose()


def form(url) -> tuple:
    """Revision, tables with columns and indexes, and the data."""
    engine = make_engine(url)
    with engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        seen = inspect(connection)
        tables = {
            name: (
                sorted((column["name"], str(column["type"])) for column in seen.get_columns(name)),
                sorted(str(index["name"]) for index in seen.get_indexes(name)),
            )
            for name in sorted(seen.get_table_names())
        }
        data = connection.execute(text("SELECT code, name FROM product")).all() if "product" in tables else []
    revision = migrate.current(engine)
    engine.dispose()
    return revision, tables, [tuple(row) for row in data]


def test_an_upgrade_keeps_the_data(empty):
    url = empty()
    with_a_product(url)
    upgraded(url)
    revision, _, data = form(url)
    assert revision == migrate.head()
    assert data == [("P", "Table")]
    before = form(url)
    upgraded(url)
    assert form(url) == before


def test_an_upgrade_killed_anywhere_leaves_the_old_form_and_the_next_one_works(empty):
    counted = empty()
    with_a_product(counted)
    total = 0

    def count(number: int) -> None:
        nonlocal total
        total = number

    engine = make_engine(counted)
    with statements_counted(engine, count):
        migrate.upgrade(engine)
    engine.dispose()
    assert total > KILLS
    new = form(counted)
    for at in sorted({max(2, total * part // KILLS) for part in range(1, KILLS + 1)}):
        url = empty()
        with_a_product(url)
        old = form(url)

        def work(_say, url=url, at=at) -> None:
            engine = make_engine(url)
            with statements_counted(engine, lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == at else 0):
                migrate.upgrade(engine)

        child = Child(work)
        child.lines()
        assert child.ended() == KILLED
        assert form(url) == old, f"killed at statement {at} of {total}"
        upgraded(url)
        assert form(url) == new


def test_two_programs_upgrade_at_once(empty):
    url = empty()

    def work(say) -> None:
        upgraded(url)
        say("done")

    children = [Child(work), Child(work), Child(work)]
    assert [child.lines() for child in children] == [["done"]] * 3
    assert [child.ended() for child in children] == [0, 0, 0]
    assert form(url)[0] == migrate.head()


def test_a_newer_database_is_left_as_it_is(empty):
    url = empty()
    upgraded(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = form(url)
    for attempt in (migrate.check_form, migrate.upgrade):
        with pytest.raises(Conflict, match=r"newer version of the program \(9999\).*Install the newer"):
            attempt(engine)
    engine.dispose()
    assert form(url) == before


def test_older_and_empty_databases_say_what_to_do(empty):
    url = empty()
    engine = make_engine(url)
    with pytest.raises(Conflict, match=r"is empty\. Create a company"):
        migrate.check_form(engine)
    migrate.upgrade(engine, OLD)
    with pytest.raises(Conflict, match=r"older form \(0001\). Run"):
        migrate.check_form(engine)
    migrate.upgrade(engine)
    migrate.check_form(engine)
    engine.dispose()


def test_somebody_elses_postgresql_database_is_not_upgraded(postgres_server):
    name = f"foreign{os.getpid()}"
    url = postgres.make_database(postgres_server, name)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id integer)"))
    for attempt in (migrate.check_form, migrate.upgrade):
        with pytest.raises(Mistake, match="not one of this program"):
            attempt(engine)
    assert inspect(engine).get_table_names() == ["theirs"]
    engine.dispose()
    postgres.drop_database(postgres_server, name)


def test_somebody_elses_sqlite_file_stays_byte_for_byte(tmp_path):
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id integer)")
    connection.close()
    before = path.read_bytes()
    engine = make_engine(parse_url(str(path)))
    for attempt in (migrate.check_form, migrate.upgrade):
        with pytest.raises(Mistake, match="not one of this program"):
            attempt(engine)
    engine.dispose()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["theirs.db"]


def test_references_that_an_upgrade_would_break_stop_it(tmp_path):
    url = parse_url(str(tmp_path / "broken.db"))
    with_a_product(url)
    with sqlite3.connect(url.database) as connection:
        connection.execute("INSERT INTO product_price (product_id, price) VALUES (99, 1)")
    connection.close()
    engine = make_engine(url)
    with pytest.raises(Exception, match="would break 1 references; nothing was changed"):
        migrate.upgrade(engine)
    assert migrate.current(engine) == OLD
    engine.dispose()


def test_the_files_are_numbered_as_their_revisions():
    """Which revisions there are is read from the names of the files, because Alembic takes long to load."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migrate.configuration())
    assert migrate.known_revisions() == {script.revision for script in scripts.walk_revisions()}
    assert migrate.head() == scripts.get_current_head()
