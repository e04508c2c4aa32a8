"""Transactions: all or nothing, one at a time, repeated safely."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, text

from app.domain.refusal import Conflict, Unavailable
from app.models import Audit, Counter, Customer, Operation
from app.services import customers
from app.store.session import COUNTED_IDS, Actor, Store


def counters(store) -> dict[str, int]:
    with store.read() as tx:
        return {row[0]: row[1] for row in tx.all(select(Counter.name, Counter.value))}


def test_a_write_is_saved_as_a_whole(store):
    with store.write() as tx:
        tx.execute(insert(Counter), [{"name": "a", "value": 1}, {"name": "b", "value": 2}])
        tx.audit("counted", "counter", 7, "both")
    assert counters(store) == {"a": 1, "b": 2}
    with store.read() as tx:
        [row] = tx.all(select(Audit.record_id, Audit.detail, Audit.created_by).where(Audit.action == "counted"))
    assert tuple(row) == (7, "both", "tester")


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, Conflict])
def test_a_write_that_fails_leaves_nothing(store, trouble):
    def fails() -> None:
        with store.write() as tx:
            tx.execute(insert(Counter), {"name": "a", "value": 1})
            tx.audit("counted", "counter", 7)
            raise trouble("no")

    with pytest.raises(trouble):
        fails()
    assert counters(store) == {}
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(Audit).where(Audit.action == "counted")) == 0
    with store.write() as tx:
        tx.execute(insert(Counter), {"name": "a", "value": 1})


def test_a_write_inside_a_write_is_our_mistake(store):
    def nested() -> None:
        with store.write() as tx, store.write():
            tx.execute(insert(Counter), {"name": "a", "value": 1})

    with pytest.raises(RuntimeError, match="make the two one operation"):
        nested()
    assert counters(store) == {}
    with store.write() as tx:
        tx.execute(insert(Counter), {"name": "a", "value": 1})
    assert counters(store) == {"a": 1}


def test_two_writers_wait_for_each_other_instead_of_failing(store):
    """Both read first and then write, which fails at once where transactions begin deferred."""
    with store.write() as tx:
        tx.execute(insert(Counter), {"name": "a", "value": 0})
    both, failed = threading.Barrier(2), []

    def work() -> None:
        try:
            both.wait()
            for _ in range(10):
                with store.write() as tx:
                    query = select(Counter.value).where(Counter.name == "a")
                    value = tx.scalar(query if tx.sqlite else query.with_for_update())
                    tx.execute(text("UPDATE counter SET value = :value WHERE name = 'a'"), {"value": value + 1})
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert counters(store) == {"a": 20}


def test_a_reader_is_served_while_somebody_writes(store):
    with store.write() as tx:
        tx.execute(insert(Counter), {"name": "a", "value": 1})
        assert counters(store) == {}
    assert counters(store) == {"a": 1}


def test_a_report_sees_one_moment(store):
    with store.snapshot() as before:
        assert before.scalar(select(func.count()).select_from(Counter)) == 0
        with store.write() as tx:
            tx.execute(insert(Counter), {"name": "a", "value": 1})
        assert before.scalar(select(func.count()).select_from(Counter)) == 0
    with store.snapshot() as after:
        assert after.scalar(select(func.count()).select_from(Counter)) == 1


def test_who_saves_over_somebody_elses_change_is_told(store, make):
    customer = make.customer("Old")
    with store.read() as tx:
        version = tx.scalar(select(Customer.version).where(Customer.id == customer))
    customers.change(store, customer, {"name": "First"}, version=version)
    with pytest.raises(Conflict, match="Somebody else changed this customer"):
        customers.change(store, customer, {"note": "Second"}, version=version)
    with store.read() as tx:
        row = tx.first(select(Customer.name, Customer.note, Customer.version).where(Customer.id == customer))
    assert tuple(row) == ("First", "", version + 1)


def test_an_identity_is_used_for_one_thing(store):
    uid = uuid4()
    with store.write() as tx:
        assert tx.claim(uid, "order") is None
        tx.done(uid, "order", 7)
    with store.write() as tx:
        assert tx.claim(uid, "order") == 7
        with pytest.raises(Conflict, match=r"used for something else \(order\)"):
            tx.claim(uid, "payment")


def test_the_same_request_twice_at_the_same_moment_is_worth_repeating(store):
    """The second finds nothing, waits for the first and fails as a whole; repeated, it finds what the first made."""
    uid, tries = uuid4(), []

    def work() -> int:
        with store.write() as tx:
            tries.append(1)
            done = tx.claim(uid, "order") if len(tries) > 1 else None
            if done is None:
                tx.done(uid, "order", 8)
            return done or 8

    with store.write() as tx:
        tx.done(uid, "order", 7)
    assert store.repeat(work) == 7
    assert len(tries) == 2
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(Operation).where(Operation.uid == uid)) == 1


def test_repeating_ends(store):
    tries = []

    def work(again) -> None:
        tries.append(1)
        raise Unavailable("The server cannot be reached.", again=again)

    with pytest.raises(Unavailable):
        store.repeat(lambda: work(again=True), seconds=0.3)
    assert 2 <= len(tries) <= 5
    tries.clear()
    with pytest.raises(Unavailable):
        store.repeat(lambda: work(again=False))
    assert len(tries) == 1


def test_long_lists_of_changes_become_everything(store):
    with store.write() as tx:
        tx.touched("customer", 1, 2)
        tx.touched("order", *range(COUNTED_IDS + 1))
        tx.touched("contribution")
        assert tx.changes.ids == {"customer": frozenset({1, 2})}
        assert tx.changes.whole == {"order", "contribution"}
        assert tx.changes.touches("order")
        assert not tx.changes.touches("product")


def test_the_company_has_its_own_day(database):
    moment = datetime(2026, 3, 15, 23, 30, tzinfo=UTC)
    for zone, day in (("Europe/Madrid", 16), ("UTC", 15), ("America/Mexico_City", 15), ("Asia/Shanghai", 16)):
        store = Store.open(database, zone=zone, clock=lambda: moment)
        assert store.today().day == day
        store.close()


def test_the_servers_clock_is_the_clock(database):
    store = Store.open(database, actor=Actor("tester"))
    assert abs(store.measure_clock().total_seconds()) < 5
    assert abs((store.now() - datetime.now(UTC)).total_seconds()) < 5
    with store.write() as tx:
        tx.execute(insert(Customer), {"uid": uuid4(), "code": "K", "name": "K", "search_name": "k"})
        made = tx.scalar(select(Customer.created_at))
    assert abs((made - datetime.now(UTC)).total_seconds()) < 5
    store.close()
