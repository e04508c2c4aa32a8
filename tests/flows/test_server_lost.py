"""The cable to the server is pulled out during twelve actions: words, nothing lost, and all goes on by itself."""

import threading
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import QObject
from sqlalchemy import func, select

from app.domain.ids import new_uid
from app.i18n import Say
from app.models import Operation
from app.services import contacts, customers, deliveries, invoices, orders, payments, products, returns
from app.services.contacts import InteractionDraft
from app.services.customers import Contact, CustomerDraft
from app.services.products import ProductDraft
from app.store import session
from app.store.session import Actor, Store
from app.ui.broadcast import Broadcast
from app.ui.reporter import Reporter
from app.ui.tasks import TaskRunner
from tests.support import books
from tests.support.cable import cable
from tests.support.ledger import lines_of

DAY = 0.25
"""Seconds that the cable is out."""


class Person(QObject):
    """Whoever pressed the key."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = []

    def take(self, answer) -> None:
        self.answers.append(answer)


@pytest.fixture
def line(postgres_server, database, clock):
    """The cable, and a store at its end."""
    with cable(postgres_server) as made:
        store = Store.open(made.url(database), zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
        yield made, store
        store.close()


@pytest.fixture
def desk(qapp, line):
    """The real runner, and the sentences that reach the person."""
    broadcast, said = Broadcast(), []
    reporter = Reporter(lambda: Say("en"))
    reporter.said.connect(lambda words, kind: said.append(words))
    runner = TaskRunner(line[1], broadcast, reporter)
    runner.said = said
    yield runner
    runner.close()


def twelve(make):
    """Name and operation, as a screen sends it: the request is made once, before the first try."""
    buyer, product = make.customer("Marta"), make.product()
    sold = [make.order(buyer, (product, "4")).order_id for _ in range(5)]
    quoted = orders.quote(make.store, make.draft(buyer, (product, "1")), request=new_uid()).order_id
    bill = invoices.invoice(make.store, sold[0], request=new_uid())
    back = {lines_of(make.store, sold[3])[0]: Decimal(1)}
    uid, eva = new_uid, CustomerDraft("Eva", contacts=[Contact("phone", "1")])
    return {
        "an order": partial(orders.place, draft=make.draft(buyer, (product, "2")), request=uid()),
        "a quote": partial(orders.quote, draft=make.draft(buyer, (product, "2")), request=uid()),
        "a quote confirmed": partial(orders.confirm, order_id=quoted, request=uid()),
        "a delivery": partial(deliveries.deliver, order_id=sold[1], request=uid()),
        "an invoice": partial(invoices.invoice, order_id=sold[2], request=uid()),
        "a payment": partial(payments.take, customer_id=buyer, amount=bill.gross, request=uid()),
        "goods back": partial(returns.take_back, order_id=sold[3], quantities=back, reason="worn", request=uid()),
        "a cancellation": partial(returns.cancel, order_id=sold[4], request=uid(), reason="double"),
        "a note of a call": partial(contacts.log, draft=InteractionDraft(buyer, "call", "towels"), request=uid()),
        "a price told": partial(
            contacts.tell_price, customer_id=buyer, product_id=product, price=Decimal(9), request=uid()
        ),
        "a customer": partial(customers.add, draft=eva, request=uid()),
        "a product": partial(products.add, draft=ProductDraft("Robe", "R-1", price=Decimal(5)), request=uid()),
    }  # fmt: skip


def done(store) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(Operation))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_was_sent_while_the_cable_was_out_arrives_once_when_it_is_in_again(make, store, line, desk, qtbot):
    plug, person, before = line[0], Person(), None
    for name, work in twelve(make).items():
        before = done(store) if before is None else before
        plug.pull()
        threading.Timer(DAY, plug.plug).start()
        desk.write(person, work, person.take)
        before += 1
        qtbot.waitUntil(lambda count=before: done(store) == count, timeout=10_000)
        assert desk.said == [], name
    qtbot.waitUntil(lambda: len(person.answers) == 12)
    assert done(store) == before
    books.check(store)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_long_cut_is_told_in_words_and_the_same_request_finishes_later(make, store, line, desk, qtbot, monkeypatch):
    monkeypatch.setattr(session.Store.repeat, "__kwdefaults__", {"seconds": 0.1})
    plug, person, work = line[0], Person(), twelve(make)
    before = done(store)
    plug.pull()
    for one in work.values():
        desk.write(person, one, person.take)
    qtbot.waitUntil(lambda: len(desk.said) == len(work), timeout=10_000)
    assert all("does not answer" in words or "cannot be reached" in words for words in desk.said)
    assert done(store) == before
    plug.plug()
    for one in work.values():
        desk.write(person, one, person.take)
    qtbot.waitUntil(lambda: len(person.answers) == len(work), timeout=10_000)
    assert done(store) == before + len(work)
    books.check(store)
