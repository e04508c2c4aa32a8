"""Wrong files, full disks and missing servers: a sentence, nothing half saved, and on it goes afterwards."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import URL

from app.domain.ids import new_uid
from app.domain.refusal import Mistake, Refusal, Unavailable
from app.models import SalesOrder
from app.services import customers, orders
from app.services.customers import CustomerDraft
from app.store import migrate
from app.store.engine import make_engine, parse_url
from app.store.session import Store
from tests.support import books
from tests.support.crashing import Child
from tests.support.make import Maker
from tests.support.writers import torn_orders


def opened(path: Path) -> None:
    """What the program does first with a database."""
    store = Store.open(parse_url(str(path)))
    try:
        migrate.check_form(store.engine)
        with store.read() as tx:
            tx.scalar(select(func.count()).select_from(SalesOrder))
    finally:
        store.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Dear all, this is a letter and no database." * 200, "not one of ours"),
        (os.urandom(9000), "not one of ours"),
    ],
)
def test_files_that_are_no_database(tmp_path, content, says):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=says):
        opened(path)
    if content:
        assert path.read_bytes() == content


def test_a_database_of_somebody_else(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id integer)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Mistake, match="not one of this program"):
        opened(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Unavailable, match="cannot be opened"):
        opened(tmp_path / "nowhere" / "x.db")
    with pytest.raises(Unavailable, match="cannot be opened"):
        opened(tmp_path)


def told(path: Path) -> str:
    """What the program says to a file; nothing when it works."""
    try:
        opened(path)
    except Refusal as refusal:
        return str(refusal)
    return ""


def test_flipped_bytes_are_told_in_words_or_do_no_harm(tmp_path, sqlite_template):
    whole, dice, answers = sqlite_template.read_bytes(), random.Random(3), []
    for at in range(100):
        path = tmp_path / f"{at}.db"
        damaged = bytearray(whole)
        for _ in range(200):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        answers.append(told(path))
    assert sum(bool(answer) for answer in answers) > 50


def test_a_file_that_may_only_be_read(sqlite_template):
    # the superuser may write everything: try it as nobody, in a folder that nobody may enter
    folder = Path(tempfile.mkdtemp(prefix="mostrador-read-"))
    shutil.copyfile(sqlite_template, folder / "x.db")
    (folder / "x.db").chmod(0o444)
    folder.chmod(0o555)

    def work(say) -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        store = Store.open(parse_url(str(folder / "x.db")))
        try:
            customers.add(store, CustomerDraft("Anna"), request=new_uid())
        except Unavailable as refusal:
            say(refusal)

    child = Child(work)
    lines = child.lines()
    assert child.ended() == 0
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert len(lines) == 1
    assert "may only be read" in lines[0] or "cannot be opened" in lines[0]


@pytest.fixture
def full(database) -> Store:
    """A store on a disk that fills up: SQLite may not grow beyond some pages more than it has."""
    store = Store.open(database)

    def limit(connection, _record) -> None:
        if room["pages"]:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + room['pages']}")

    room = store.room = {"pages": 0}
    event.listen(store.engine, "connect", limit)
    yield store
    store.close()


def place_until_it_fails(store: Store, draft, saved: list[int]) -> None:
    for _ in range(2000):
        saved.append(orders.place(store, draft, request=new_uid()).order_id)  # noqa: PERF401 - kept up to the failure


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_nothing_is_half_saved(full):
    make = Maker(full)
    draft = make.draft(make.customer(), *[(make.product(), "3")] * 8)
    saved = [orders.place(full, draft, request=new_uid()).order_id]
    for _ in range(3):
        full.engine.dispose()
        full.room["pages"] = 30
        with pytest.raises(Unavailable, match=r"disk is full\. Nothing was saved"):
            place_until_it_fails(full, draft, saved)
        # the same connections go on as soon as there is room
        full.engine.dispose()
        full.room["pages"] = 0
        saved.append(orders.place(full, draft, request=new_uid()).order_id)
    with full.read() as tx:
        assert {row[0] for row in tx.all(select(SalesOrder.id))} == set(saved)
        assert tx.scalar(text("PRAGMA integrity_check")) == "ok"
    assert torn_orders(full) == []
    books.check(full)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_may_not_grow_is_told_and_stays_whole(database, store, make):
    """The system's own limit hits every write, also those of the log and of its checkpoint."""
    draft = make.draft(make.customer(), (make.product(), "3"))
    orders.place(store, draft, request=new_uid())
    store.engine.dispose()
    size = Path(database.database).stat().st_size

    def work(say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, resource.RLIM_INFINITY))
        mine = Store.open(database)
        try:
            for _ in range(2000):
                say(orders.place(mine, draft, request=new_uid()).order_id)
        except Unavailable as refusal:
            say(refusal)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        say(orders.place(mine, draft, request=new_uid()).order_id)

    child = Child(work)
    *saved, told, after = child.lines()
    assert child.ended() == 0
    assert "Nothing was saved" in told
    with store.read() as tx:
        found = {row[0] for row in tx.all(select(SalesOrder.id))}
        assert tx.scalar(text("PRAGMA integrity_check")) == "ok"
    assert {int(order) for order in [*saved, after]} <= found
    assert torn_orders(store) == []


def test_a_server_that_cannot_be_reached(postgres_server):
    nowhere = URL.create("postgresql+psycopg", username="x", host="127.0.0.1", port=1, database="y")
    store = Store.open(nowhere)
    with pytest.raises(Unavailable, match="cannot be reached") as refused, store.read():
        pass
    assert refused.value.values["again"]
    missing = Store.open(postgres_server.set(database="nowhere"))
    with pytest.raises(Unavailable, match="no such database") as refused, missing.read():
        pass
    assert not refused.value.values.get("again")
    unknown = Store.open(postgres_server.set(username="nobody_we_know"))
    with pytest.raises(Unavailable, match="does not know this name") as refused, unknown.read():
        pass
    with pytest.raises(Unavailable, match="no such database"):
        migrate.upgrade(make_engine(postgres_server.set(database="nowhere")))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_texts_that_postgresql_cannot_keep(store, make):
    for name, says in (({"code": "K" * 99}, "too long"), ({"name": "a\0b"}, "signs that cannot be kept")):
        draft = CustomerDraft(**({"name": "Anna"} | name))
        with pytest.raises(Mistake, match=says):
            customers.add(store, draft, request=new_uid())
