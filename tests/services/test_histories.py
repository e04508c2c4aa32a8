"""Whatever people do in whatever order, every report adds up to the entries, on both databases alike."""

import os
import shutil

import pytest

from app.domain.ids import new_uid
from app.queries import contribution
from app.services import deliveries, invoices, orders, returns
from app.store.engine import parse_url
from app.store.session import Actor, Store
from tests.support import books, postgres
from tests.support.clock import StandingClock
from tests.support.histories import RECOGNITIONS, History, order_numbers

STEPS = 40
SEEDS = int(os.environ.get("MOSTRADOR_HISTORIES", "2"))


@pytest.mark.parametrize("recognition", RECOGNITIONS)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_everything_adds_up_after_every_step(store, clock, recognition, seed):
    history = History(store, clock, seed * 3 + RECOGNITIONS.index(recognition), recognition)
    frozen, before, told = frozenset(), None, []
    for _ in range(STEPS):
        told.append(history.step())
        try:
            books.check(store)
            if frozen and frozen == history.closed:
                assert books.closed_months(store, frozen) == before, "something was booked into a closed month"
        except AssertionError as error:
            raise AssertionError(f"after {told}: {error}") from error
        if frozen != history.closed:
            frozen, before = frozenset(history.closed), books.closed_months(store, history.closed)
    assert sum(history.done.values()) > STEPS / 3


@pytest.fixture
def both(sqlite_template, postgres_template, postgres_server, tmp_path):
    """One store on each database, with a clock of its own."""
    path = tmp_path / "company.db"
    shutil.copyfile(sqlite_template, path)
    name = f"both_{os.getpid()}"
    urls = [parse_url(str(path)), postgres.make_database(postgres_server, name, postgres_template)]
    clocks = [StandingClock(), StandingClock()]
    stores = [
        Store.open(url, zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
        for url, clock in zip(urls, clocks, strict=True)
    ]
    yield list(zip(stores, clocks, strict=True))
    for store in stores:
        store.close()
    postgres.drop_database(postgres_server, name)


def test_both_databases_give_the_same_figures(both):
    seen = []
    for store, clock in both:
        history = History(store, clock, 77, "delivery")
        told = []
        for at in range(60):
            told.append(history.step())
            if at % 20 == 19:
                history.set_recognition(history.dice.choice(RECOGNITIONS))
        seen.append((told, order_numbers(store), books.figures(store)))
    assert seen[0] == seen[1]
    assert len(seen[0][1]) > 5


@pytest.mark.parametrize("recognition", RECOGNITIONS)
def test_a_sale_and_its_full_return_in_one_month_leave_nothing(store, clock, make, recognition):
    history = History(store, clock, 5, recognition)
    order = history._draft()
    placed = orders.place(store, order, request=new_uid())
    deliveries.deliver(store, placed.order_id, request=new_uid())
    invoices.invoice(store, placed.order_id, request=new_uid())
    lines = dict(history._lines(placed.order_id))
    for part in (1, 2):
        back = {line: quantity if part == 2 else (quantity / 3).quantize(quantity) for line, quantity in lines.items()}
        back = {line: quantity for line, quantity in back.items() if quantity}
        returns.take_back(store, placed.order_id, back, request=new_uid(), reason="all of it")
        lines = {line: quantity - back.get(line, 0) for line, quantity in lines.items()}
    books.check(store)
    # what is left is the freight, which has no product
    found = [row for row in contribution.by(store, "product") if row.code]
    assert found
    assert {(row.quantity, row.revenue, row.contribution) for row in found} == {(0, 0, 0)}
