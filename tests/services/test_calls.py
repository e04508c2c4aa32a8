"""Calls are written down once, however many desks report them; the missed ones wait until somebody returns them."""

import pytest

from app.domain.calling import CallRules, RangBefore
from app.domain.ids import new_uid
from app.domain.incoming import IncomingCall, incoming
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.queries import calls as asked
from app.queries import lookup
from app.services import calls
from app.store.session import Actor


@pytest.fixture
def ring(store):
    def _ring(number="963550142", *states, id="", by=None):  # noqa: A002
        if by is not None:
            store.actor = by
        return [calls.take(store, incoming(number, id=id, state=state)).id for state in states or ("ringing",)]

    return _ring


def test_several_desks_report_one_call(store, ring, make):
    ana = make.customer("Ana Gil", phone="963 550 142")
    nuria = Actor("nuria", make.staff(name="Nuria"), "front_desk")
    ids = {*ring("963550142", "ringing", "ringing", id="7"), *ring("+34963550142", "ringing", id="7", by=nuria)}
    assert len(ids) == 1
    ring("963550142", "answered", "ended", "ended", id="7")
    assert asked.missed(store) == []
    found = asked.who(store, "963550142", call_id="8")
    assert found.caller.card.id == ana
    assert found.before == RangBefore(1, "Nuria")
    assert asked.who(store, "963550142", call_id="7").before is None


def test_a_missed_call_waits_until_it_is_returned(store, ring, make):
    ana = make.customer("Ana Gil", phone="963550142")
    for _ in range(2):
        ring("963550142", "ringing", "ended")
    ring("", "ringing", "ended", id="w")
    first, withheld = sorted(asked.missed(store), key=lambda call: call.number, reverse=True)
    assert (first.customer_id, first.name, first.times) == (ana, "Ana Gil", 2)
    assert (withheld.number, withheld.times) == ("", 1)
    calls.settle(store, first.id)
    assert [call.number for call in asked.missed(store)] == [""]
    calls.unsettle(store, first.id)
    assert asked.missed(store)[0].times + asked.missed(store)[1].times == 3
    # somebody calls again and is answered: that call is not missed
    ring("963550142", "ringing", "answered", "ended", by=Actor("x", make.staff(), "front_desk"))
    assert len(asked.missed(store)) == 2


def test_numbers_of_the_house_are_nobodys_business(store, ring):
    calls.set_rules(store, CallRules(internal_digits=3, internal=("5000-5099",)))
    assert ring("200") == [None]
    assert ring("5042") == [None]
    assert ring("5142") != [None]
    assert not asked.rules(store).is_internal("+34 963 550 142")
    for wrong in (CallRules(internal=("20x",)), CallRules(internal=("300-200",)), CallRules(one="sing")):
        with pytest.raises(Mistake):
            calls.set_rules(store, wrong)
    store.actor = Actor("nuria", access="front_desk")
    with pytest.raises(NotAllowed):
        calls.set_rules(store, CallRules())


def test_no_customer_and_then_one_after_all(store, ring, make):
    [call] = ring("611222333")
    calls.not_a_customer(store, "611 222 333", "laundry", request=new_uid())
    assert asked.who(store, "+34 611222333").label == "laundry"
    ana = make.customer("Ana Gil", phone="963550142")
    calls.assign(store, ana, "611222333")
    found = asked.who(store, "611222333", call_id="other")
    assert (found.caller.kind, found.label) == ("one", "")
    assert lookup.find(store, "611222333").ids == (ana,)
    ring("611222333", "ended")
    assert asked.missed(store)[0].name == "Ana Gil"
    with pytest.raises(Conflict):
        calls.assign(store, ana, "+34 611 222 333")
    with pytest.raises(Mistake):
        calls.not_a_customer(store, "611222333", " ", request=new_uid())
    assert call


def test_a_name_that_is_used_again_is_a_new_call(store, ring):
    [first] = ring("963550142", id="1")
    ring("963550142", "ended", id="1")
    [second] = ring("963550142", id="1")
    assert first != second
    assert calls.answer(store, IncomingCall("963550142", "1")).id == second
