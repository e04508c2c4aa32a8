"""Long work that makes files, folders and databases is stopped in many places: nothing of it is left anywhere."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app import demo
from app.bootstrap import opened
from app.commands import companies, first_start
from app.commands.doors import doors_of
from app.demo.create import KEEPING
from app.domain.importing import kind_named
from app.domain.month import Month
from app.domain.refusal import Mistake, Refusal
from app.domain.watch import Stopped, Watch, present, under
from app.i18n import Say
from app.integrations.sheets import write_rows
from app.queries import company, exports, staff
from app.queries.customer_list import CUSTOMERS
from app.services import customers_privacy
from app.store import migrate
from app.ui.customers.columns import columns
from app.ui.kit import export
from app.ui.kit.table_reading import Question
from app.ui.preview import pages, papers
from app.ui.setup.start_doors import ServerAnswers, StartAnswers
from tests.flows.test_stopping import StoppedAfter, programs, rows, shop
from tests.support import postgres

__all__ = ["programs", "shop"]

FEBRUARY = Month(2026, 2)


def stopped_anywhere(work, untouched, *, factor):
    """Do it again and again, stopped ever later, until nobody stopped it; its answer, and how often it was stopped."""
    looks, times = 0, 0
    while True:
        watch = StoppedAfter(looks)
        try:
            with under(watch):
                return work(), times
        except Stopped:
            times, looks = times + 1, looks * factor + 2
            untouched()


# --- files: exports, a person's copy, restores, the demo company, pages ---------------------------------------------


def left_in(folder: Path, there: set[Path]):
    """Nothing in a folder but what was there before."""

    def look() -> None:
        assert set(folder.rglob("*")) == there

    return look


def a_list(store, path):
    """As a screen writes its list."""
    question = Question(CUSTOMERS, tuple(columns(sees_profit=True)), Say("en"))
    write = doors_of(store, store.engine.url).write_table
    return lambda: export.write_list(store, question=question, path=path, watch=present(), write=write, sheet="x")


def everything_of_a_kind(store, path):
    """As the command writes it."""
    names = [column.name for column in kind_named("orders").columns]
    return lambda: write_rows(path, names, exports.rows(store, "orders"), path.suffix[1:])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("deed", [a_list, everything_of_a_kind])
def test_an_export_leaves_no_part_of_a_file(shop, tmp_path, deed, ending):
    path = tmp_path / f"out.{ending}"
    _, times = stopped_anywhere(deed(shop[0], path), left_in(tmp_path, set()), factor=2)
    assert times >= 2
    assert [path] == list(tmp_path.iterdir())


def test_a_persons_copy_is_given_out_whole_with_its_line_on_the_trail_or_not_at_all(shop, tmp_path):
    store, (buyer, *_) = shop
    before = rows(store)
    path = tmp_path / "copy.zip"

    def untouched():
        assert list(tmp_path.iterdir()) == []
        assert rows(store) == before

    _, times = stopped_anywhere(partial(customers_privacy.copy_to, store, buyer, path), untouched, factor=2)
    assert times >= 2
    assert path.exists()


def databases(url) -> set[str]:
    """The names of a server's databases."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = {row[0] for row in connection.execute(text("SELECT datname FROM pg_database"))}
    engine.dispose()
    return found


def places(store, folder) -> set[str]:
    """Where something of a restore could be left."""
    server = databases(store.engine.url) if store.engine.dialect.name == "postgresql" else set()
    return {str(path) for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))} | server


@pytest.mark.parametrize("deed", ["try_restore", "restore_as"])
def test_a_restore_leaves_no_file_and_no_database(shop, tmp_path, programs, deed, monkeypatch):
    store, _ = shop
    server = store.engine.dialect.name == "postgresql"
    doors = doors_of(store, store.engine.url)
    source = tmp_path / "one.backup"
    doors.backup(source)
    folder = Path(str(store.engine.url.database)).parent if not server else tmp_path
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    name = f"restored_{os.getpid()}"
    work = partial(doors.try_restore, source) if deed == "try_restore" else partial(doors.restore_as, source, name)
    there = places(store, folder) | places(store, tmp_path)

    def untouched():
        assert places(store, folder) | places(store, tmp_path) == there

    try:
        proven, times = stopped_anywhere(work, untouched, factor=12)
        assert times >= 2
        assert (proven.findings, proven.customers) == ([], 2)
        more = (places(store, folder) | places(store, tmp_path)) - there
        assert len(more) == (deed == "restore_as")
    finally:
        if server:
            postgres.drop_database(store.engine.url, name)


class StoppedAt(Watch):
    """Somebody presses Stop when a step begins."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.when = step

    def begin(self, step: str, total: int = 0) -> None:
        if step == self.when:
            self.stop()
        super().begin(step, total)


@pytest.mark.parametrize("watch", [StoppedAfter(0), StoppedAfter(60), StoppedAt(KEEPING)], ids=["0", "60", "keeping"])
def test_the_demo_company_leaves_neither_its_file_nor_its_folder(tmp_path, watch):
    with under(watch), pytest.raises(Stopped):
        companies.make_demo(tmp_path / "demo", customers=40, seed=3, language="en")
    assert list(tmp_path.rglob("*")) == []


def test_a_demo_company_that_is_broken_off_at_the_keyboard_leaves_nothing_but_what_was_there(tmp_path, monkeypatch):
    def broken_off(*_what, **_size):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "create", broken_off)
    kept = tmp_path / "demo" / "profit.pdf"
    kept.parent.mkdir()
    kept.touch()
    with pytest.raises(KeyboardInterrupt):
        companies.make_demo(tmp_path / "demo", customers=40, seed=3, language="en")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]


def test_pages_that_are_stopped_leave_no_half_paper(qapp, shop, tmp_path):
    store, _ = shop
    made = pages.make(papers.load(store, papers.profit_month(FEBRUARY)), "en", "A4")
    path = tmp_path / "paper.pdf"

    def work():
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return pages.print_pages(made, printer, range(len(made.sizes)))

    printed, times = stopped_anywhere(work, left_in(tmp_path, set()), factor=1)
    assert printed == len(made.sizes) >= 2
    assert times >= 2


# --- a company at a server ------------------------------------------------------------------------------------------


@pytest.fixture
def answers(postgres_server):
    """Everything was answered: a company of one's own, at the tests' server, in a database that is not there yet."""
    name = f"begun_{os.getpid()}"
    postgres.drop_database(postgres_server, name)
    url = postgres_server.set(database=name)
    host = str(url.host or url.query.get("host") or "localhost")
    server = ServerAnswers(host, url.port or 5432, name, url.username or "")
    company_of = {"name": "Casa Marta", "country": "ES", "tax_rate": "21"}
    person = {"name": "Marta", "login": server.user}
    yield StartAnswers("own", "server", company=company_of, person=person, hours={}, server=server), url
    postgres.drop_database(postgres_server, name)


def finish(answers, url):
    return first_start._own(answers, str(url.password or ""), "", "en")


def inside(url) -> list[str]:
    """Every table, function and type of a database that is not PostgreSQL's own."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                "UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
                "UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace"
            )
        )
        names = [row[0] for row in found]
    engine.dispose()
    return names


@pytest.mark.parametrize("made_before", [False, True], ids=["no database", "an empty one"])
def test_a_company_at_a_server_is_there_whole_or_not_at_all(answers, home, made_before):
    given, url = answers
    if made_before:
        engine = create_engine(url.set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{url.database}" TEMPLATE template0'))
        engine.dispose()

    def untouched():
        assert (url.database in databases(url.set(database="postgres"))) == made_before
        assert not made_before or inside(url) == []

    opening, times = stopped_anywhere(partial(finish, given, url), untouched, factor=12)
    assert times >= 2
    assert opening.who.name == "Marta"
    with opened(url) as store:
        assert company.settings(store).name == "Casa Marta"
        assert [one.access for one in staff.users(store)] == ["admin"]


def test_what_is_stopped_while_the_form_is_made_leaves_no_table(answers, home, monkeypatch):
    given, url = answers
    grant = migrate.grant_on
    watch = StoppedAfter(10**6)

    def stopped_then(connection):
        watch.stop()
        return grant(connection)

    monkeypatch.setattr(migrate, "grant_on", stopped_then)
    with under(watch), pytest.raises(Stopped):
        finish(given, url)
    assert url.database not in databases(url.set(database="postgres"))


def test_an_answer_that_is_refused_at_the_end_can_be_corrected(answers, home):
    given, url = answers
    wrong = replace(given, person={"name": "Marta", "login": "Not A Login!"})
    with pytest.raises(Mistake) as refused:
        finish(wrong, url)
    assert refused.value.field == "login"
    assert finish(given, url).who.name == "Marta"
    with pytest.raises(Refusal, match="has a company already"):
        finish(given, url)
    with opened(url) as store:
        assert company.settings(store).name == "Casa Marta"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """This computer's folder."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    return tmp_path
