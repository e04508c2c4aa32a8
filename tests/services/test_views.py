"""Saved views: one's own, everybody's, taken back."""

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.queries.views import of_list
from app.services import views
from app.services.views import ViewDraft
from app.store.session import Actor, Store


def names(store):
    return [(one.name, one.shared) for one in of_list(store, "customers")]


@pytest.fixture
def desk(store):
    return Store(store.engine, actor=Actor("nuria", access="front_desk"))


def test_everybody_has_own_views_and_managers_share(store, desk):
    views.add(store, ViewDraft("customers", "Hotels", "hotel", "-balance", shared=True), request=new_uid())
    request = new_uid()
    for _ in range(2):
        views.add(desk, ViewDraft("customers", " My   hotels ", "hotel mine"), request=request)
    assert names(store) == [("Hotels", True)]
    assert names(desk) == [("Hotels", True), ("My hotels", False)]
    shared = of_list(desk, "customers")[0]
    for deed in (
        lambda: views.add(desk, ViewDraft("customers", "Mine for all", shared=True), request=new_uid()),
        lambda: views.change(desk, shared.id, name="x"),
        lambda: views.remove(desk, shared.id),
        lambda: views.remove(store, of_list(desk, "customers")[1].id),
    ):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(Mistake):
        views.add(desk, ViewDraft("customers", "My hotels"), request=new_uid())
    with pytest.raises(Mistake):
        views.add(desk, ViewDraft("customers", "  "), request=new_uid())


def test_what_was_done_is_taken_back_and_done_again(store):
    made = views.add(store, ViewDraft("customers", "Hotels", "hotel"), request=new_uid())
    renamed = views.change(store, made.id, name="Inns", filter_text="inn")
    back = renamed.back(store)
    assert [(one.name, one.filter_text) for one in of_list(store, "customers")] == [("Hotels", "hotel")]
    back.back(store)
    gone = views.remove(store, made.id)
    assert names(store) == []
    gone.back(store)
    assert names(store) == [("Inns", False)]


def test_a_view_that_somebody_changed_again_stays(store):
    made = views.add(store, ViewDraft("customers", "Hotels", shared=True), request=new_uid())
    renamed = views.change(store, made.id, name="Inns")
    views.change(store, made.id, name="Guest houses")
    with pytest.raises(Conflict):
        renamed.back(store)
