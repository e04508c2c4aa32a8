"""Duplicates: found, declared different, merged with chosen values, and given back exactly as they were."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, NotAllowed
from app.models import Customer, every_table
from app.queries import customer as customer_query
from app.queries import customer_duplicates as duplicates
from app.queries import customer_timeline as timeline
from app.services import contacts, customers
from app.services.contacts import InteractionDraft
from app.store.session import Actor


def state_of(store):
    """Every row of every table but the trail of operations."""
    with store.read() as tx:
        return {
            table.name: sorted(map(repr, tx.all(select(table))))
            for table in every_table().sorted_tables
            if table.name not in ("audit", "operation")
        }


@pytest.fixture
def two(store, make) -> tuple[int, int]:
    """One person twice."""
    return (
        make.customer("Marta Ibáñez Soler", phone="963550142", occupation="Buyer", city="Valencia"),
        make.customer(
            "Marta Ibañez", phone="+34 96 355 01 42", occupation="Head buyer", tax_id="B58378431", city="Gandia"
        ),
    )


def row(store, customer):
    with store.read() as tx:
        return tx.first(select(Customer.__table__).where(Customer.id == customer))


def test_a_merge_taken_back_leaves_every_row_as_it_was(store, make, two):
    keep, other = two
    make.order(other, (make.product(), "2"))
    before = state_of(store)
    customers.merge(store, keep, other, request=new_uid(), take=["occupation", "tax_id", "name", "places"])
    kept = row(store, keep)
    assert (kept.occupation, kept.tax_id, kept.name, kept.search_name) == (
        "Head buyer", "B58378431", "Marta Ibañez", "marta ibanez",
    )  # fmt: skip
    merged = customer_query.record(store, keep)
    assert (merged.values["main.city"], len(merged.points), merged.counts["orders"]) == ("Gandia", 2, 1)
    customers.unmerge(store, other, request=new_uid())
    assert state_of(store) == before


def test_different_tax_numbers_block_until_one_is_declared_wrong(store, make):
    one, other = make.customer("A", tax_id="B-58378431"), make.customer("A", tax_id="A58818501")
    for wrong in ("", "X1"):
        with pytest.raises(Conflict, match="Two tax numbers are two customers"):
            customers.merge(store, one, other, request=new_uid(), wrong_tax_id=wrong)
    customers.merge(store, one, other, request=new_uid(), wrong_tax_id="B58378431")
    assert row(store, one).tax_id == "A58818501"
    customers.unmerge(store, other, request=new_uid())
    assert row(store, one).tax_id == "B-58378431"
    # the same number in another spelling is the same number
    same = make.customer("A", tax_id="B58378431")
    customers.merge(store, one, same, request=new_uid())


def test_the_own_merge_may_be_taken_back_others_need_the_right(store, two):
    store.actor = Actor("ana", access="front_desk")
    customers.merge(store, *two, request=new_uid())
    store.actor = Actor("ben", access="front_desk")
    with pytest.raises(NotAllowed):
        customers.unmerge(store, two[1], request=new_uid())
    store.actor = Actor("ana", access="front_desk")
    customers.unmerge(store, two[1], request=new_uid())


def test_what_is_typed_is_compared_with_what_is_there(store, make, two):
    make.customer("Martín Soler", phone="600100200")
    for asked, because in (
        ({"numbers": ["0034 963 55 01 42"]}, "phone"),
        ({"tax_id": "B58378431"}, "tax_id"),
        ({"name": "ibanez marta"}, "name"),
        ({"name": "Marta Ibañes Soler"}, "name"),
    ):
        found = duplicates.alike(store, **asked)
        assert found is not None
        assert (found.id in two, found.because) == (True, because)
    assert duplicates.alike(store, name="Marta Ibáñez Soler", but=two[0]).id == two[1]
    for asked in ({"name": "Marta"}, {"name": "Marta Romero"}, {"numbers": ["12"]}, {"emails": ["x"]}):
        assert duplicates.alike(store, **asked) is None


def test_pairs_are_proposed_until_they_are_declared_different(store, make, two):
    make.customer("Hotel Sol", tax_id="A58818501")
    make.customer("Sol Hoteles", tax_id="A58818501")
    make.customer("Marta Romero")
    assert [(pair.one_id, pair.other_id) for pair in duplicates.pairs(store, by="phone")] == [two]
    assert [pair.one for pair in duplicates.pairs(store, by="tax_id")] == ["Hotel Sol"]
    assert duplicates.pairs(store, by="email") == []
    [named] = duplicates.pairs(store, by="name")
    assert (named.one_id, named.other_id, named.likeness >= 90) == (*two, True)
    customers.not_same(store, two[1], two[0])
    assert duplicates.pairs(store, by="phone") == duplicates.pairs(store, by="name") == []
    customers.maybe_same(store, *two)
    customers.merge(store, *two, request=new_uid())
    assert duplicates.pairs(store, by="phone") == []


def test_the_timeline_has_both_records_and_steps_are_done_once(store, make, two):
    keep, other = two
    customers.merge(store, keep, other, request=new_uid())
    day = store.today() + timedelta(days=2)
    noted = contacts.log(
        store, InteractionDraft(other, "call", "Asked about towels", "in", follow_up_on=day), request=new_uid()
    )
    order = make.order(keep, (make.product(), "1"))
    lines = timeline.timeline(store, keep)
    assert {(line.kind, line.code) for line in lines} == {("talk", "call"), ("order", "confirmed")}
    assert {line.number for line in lines} == {"", order.number}
    assert [line.kind for line in timeline.timeline(store, keep, kinds="calls")] == ["talk"]
    changes = [line.code for line in timeline.timeline(store, keep, kinds="changes")]
    assert sorted(changes) == ["added", "added", "merged"]
    [step] = timeline.next_steps(store, keep)
    assert (step.until, step.done) == (day, False)
    contacts.finish_step(store, noted.id)
    assert timeline.next_steps(store, keep)[0].done
    contacts.finish_step(store, noted.id, done=False)
    assert not timeline.next_steps(store, keep)[0].done
    assert [line.number for line in timeline.orders(store, keep)] == [order.number]
    assert timeline.cases(store, keep) == []
