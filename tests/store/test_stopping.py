"""A statement under way, a wait for somebody else's write and a repeat after a loss end as soon as a person stops."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.refusal import Unavailable
from app.domain.watch import Stopped, Watch, under
from app.models import Customer
from app.services import customers
from app.services.customers import CustomerDraft

ENDLESS = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(3600)",
}


@contextmanager
def somebody_stops(after=0.05):
    """Under a watch that is stopped a moment later, on another thread, as the window does."""
    watch = Watch()
    timer = threading.Timer(after, watch.stop)
    timer.start()
    try:
        with under(watch):
            yield watch
    finally:
        timer.join()


def endless(store):
    return text(ENDLESS[store.engine.dialect.name])


def count(store):
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(Customer))


@pytest.mark.parametrize("way", ["read", "snapshot"])
def test_a_question_ends_in_the_middle_of_its_statement(store, way):
    with pytest.raises(Stopped), somebody_stops(), getattr(store, way)() as tx:
        tx.scalar(endless(store))
    assert count(store) == 0, "the connection can be used again"


def test_an_operation_that_is_stopped_keeps_nothing(store, make):
    make.customer()

    def change():
        with somebody_stops(), store.write() as tx:
            tx.execute(text("UPDATE customer SET name = 'changed'"))
            tx.scalar(endless(store))

    with pytest.raises(Stopped):
        change()
    with store.read() as tx:
        assert tx.scalar(select(Customer.name)) != "changed"
    make.customer()
    assert count(store) == 2


def test_nobody_waits_for_another_writer_after_stop(store, make):
    make.customer()
    with store.write() as held:
        held.execute(text("UPDATE customer SET name = 'held'"))
        refused = []

        def other():
            try:
                with somebody_stops(), store.write() as tx:
                    tx.execute(text("UPDATE customer SET name = 'other'"))
            except Stopped as stopped:
                refused.append(stopped)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
        assert len(refused) == 1
    with store.read() as tx:
        assert tx.scalar(select(Customer.name)) == "held"


def test_what_was_committed_is_never_said_to_be_undone(store):
    watch = Watch(one_write=True)
    with under(watch):
        added = customers.add(store, CustomerDraft("Eva"), request=new_uid())
        watch.stop()
        assert count(store) == 1, "reading on after the commit is not stopped"
    assert isinstance(added.changes, ChangeSet)
    assert not watch.stopped


def test_work_of_many_steps_is_stopped_after_any_of_them(store):
    watch = Watch(one_write=True)

    def steps():
        with under(watch):
            with store.write(in_passing=True) as tx:
                tx.touched("customer")
            watch.stop()
            with store.write() as tx:
                tx.touched("customer")

    with pytest.raises(Stopped):
        steps()


def test_a_repeat_while_the_server_is_away_ends(store):
    tries = []

    def work():
        tries.append(1)
        raise Unavailable("away", again=True)

    with pytest.raises(Stopped), somebody_stops():
        store.repeat(work, seconds=3600)
    assert tries


def test_nothing_that_began_after_the_work_is_ended_with_it(store):
    with pytest.raises(Stopped), somebody_stops(), store.read() as tx:
        tx.scalar(endless(store))
    # the same connection, long enough for a word that came too late
    counted = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) SELECT count(*) FROM n"
    busy = {"sqlite": counted, "postgresql": "SELECT 300000 FROM pg_sleep(0.1)"}[store.engine.dialect.name]
    with store.read() as tx:
        assert tx.scalar(text(busy)) == 300_000
