"""The program is killed while it saves: what it acknowledged is there once, and nothing is half booked."""

import os
import random
import threading
import time
from collections import Counter
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import func, select, text

from app.domain.ids import new_uid
from app.models import Customer, ImportRun, Operation, SalesOrder
from app.services import deliveries, invoices, orders, payments, returns
from app.services.standing import standings
from app.store.session import Store
from tests.support import books, postgres
from tests.support.crashing import killed_after
from tests.support.imported import import_file
from tests.support.writers import torn_orders

KILLS = int(os.environ.get("MOSTRADOR_KILLS", "25"))
ROWS = 150


@pytest.fixture
def draft(make):
    """An order of three lines, with freight and two salespeople."""
    people = [(make.staff(), "60"), (make.staff(), "40")]
    lines = [(make.product(), "3", "9.99", "10", "21"), (make.product(), "0.5", "3.3333"), (make.product(), "12")]
    return make.draft(make.customer(), *lines, shares=people, freight="7.50", freight_paid="9", discount="1.01")


def stream(store: Store, draft, folder, say, seed: int) -> None:
    """A day without a pause: orders, what follows them, and an import now and then; told once it is saved."""
    dice = random.Random(seed)
    for number in count():
        if dice.random() < 0.05:
            path = folder / f"{seed}-{number}.csv"
            path.write_text("code,name\n" + "".join(f"{seed}-{number}-{at},Name {at}\n" for at in range(ROWS)))
            say(f"import {import_file(store, 'customers', path).run_id}")
            continue
        request = new_uid()
        order = orders.place(store, draft, request=request).order_id
        say(f"order {order} {request}")
        if dice.random() < 0.3:
            deliveries.deliver(store, order, request=new_uid())
            say(f"invoice {order} {invoices.invoice(store, order, request=new_uid()).invoice_id}")
            payments.take(store, draft.customer_id, Decimal(10), request=new_uid())
        if dice.random() < 0.2:
            with store.write() as tx:
                lines = standings(tx, orders.held(tx, order))
            back = {line: found.kept for line, found in lines.items()}
            returns.take_back(store, order, back, request=new_uid(), reason="all of it")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_killed_while_saving(store, database, draft, tmp_path):
    """Many kills at random moments into one file."""
    dice, acknowledged = random.Random(9), []
    store.engine.dispose()
    for kill in range(KILLS):

        def work(say, kill=kill) -> None:
            mine = Store.open(database, zone="Europe/Madrid", clock=store.now)
            stream(mine, draft, tmp_path, say, kill)

        acknowledged += killed_after(work, dice.uniform(0.02, 0.25))
        check_file(store, acknowledged)
        store.engine.dispose()
    books.check(store)
    assert len(acknowledged) >= KILLS
    print(summary(store, acknowledged))


def check_file(store: Store, acknowledged: list[str]) -> None:
    """Nothing lost, nothing torn, nothing twice, no damage."""
    with store.read() as tx:
        assert tx.scalar(text("PRAGMA integrity_check")) == "ok"
        assert tx.all(text("PRAGMA foreign_key_check")) == []
        found = {row[0] for row in tx.all(select(SalesOrder.id))}
        done = Counter(row[0] for row in tx.all(select(Operation.record_id).where(Operation.kind == "order")))
        runs = {row[0]: row[1] for row in tx.all(select(ImportRun.id, ImportRun.created))}
        imported = tx.scalar(select(func.count()).select_from(Customer).where(Customer.code.contains("-")))
    told = [line.split() for line in acknowledged]
    ids = [int(line[1]) for line in told if line[0] == "order"]
    assert set(ids) <= found, "an acknowledged order is lost"
    assert len(set(ids)) == len(ids)
    assert done == Counter(found), "an order without its request, or twice"
    assert {int(line[1]) for line in told if line[0] == "import"} <= runs.keys()
    assert set(runs.values()) <= {ROWS}
    assert imported == ROWS * len(runs), "an import that is half there"
    assert torn_orders(store) == []


def summary(store: Store, acknowledged: list[str]) -> str:
    """What the kills met, for who runs many of them."""
    kinds = Counter(line.split()[0] for line in acknowledged)
    with store.read() as tx:
        there = tx.scalar(select(func.count()).select_from(SalesOrder))
    return f"{KILLS} kills, acknowledged {dict(kinds)}, orders saved but not acknowledged {there - kinds['order']}"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_server_throws_everybody_out(store, postgres_server, database, draft):
    """Connections are cut at random moments; the same request is repeated until it is done: one order each."""
    stop, thrown = threading.Event(), []

    def throw_out() -> None:
        dice = random.Random(4)
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            f"WHERE datname = '{database.database}' AND application_name = 'mostrador'"
        )
        with postgres.admin(postgres_server) as run:
            while not stop.wait(dice.uniform(0.1, 0.5)):
                thrown.append(run(query).scalar())

    requests, failed = [[new_uid() for _ in range(20)] for _ in range(2)], []
    tries = Counter()
    latest = time.monotonic() + 60

    def enough() -> bool:
        """Somebody was thrown out while saving, and often enough; or it will never be."""
        return time.monotonic() > latest or (sum(thrown) > 5 and sum(tries.values()) > sum(map(len, requests)))

    def work(mine) -> None:
        def once(request):
            tries[request] += 1
            return orders.place(store, draft, request=request)

        try:
            for request in mine:
                store.repeat(lambda request=request: once(request), seconds=30)
                if request is mine[-1] and not enough():
                    mine.append(new_uid())  # a fast machine was done before the first cut
        except Exception as error:
            failed.append(error)

    enemy = threading.Thread(target=throw_out)
    people = [threading.Thread(target=work, args=(mine,)) for mine in requests]
    for thread in (enemy, *people):
        thread.start()
    for person in people:
        person.join()
    stop.set()
    enemy.join()
    store.engine.dispose()
    assert failed == []
    with store.read() as tx:
        done = Counter(row[0] for row in tx.all(select(Operation.uid).where(Operation.kind == "order")))
        assert tx.scalar(select(func.count()).select_from(SalesOrder)) == sum(map(len, requests))
    assert done == Counter(request for mine in requests for request in mine)
    assert sum(thrown) > 5
    assert sum(tries.values()) > sum(map(len, requests)), "nobody was thrown out while saving"
    assert torn_orders(store) == []
    books.check(store)
