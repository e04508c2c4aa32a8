"""The queue and one case on both databases: order, filters, search, what looks alike."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.domain.ids import new_uid
from app.models import Complaint
from app.queries import complaint, complaint_choices, listing
from app.queries.complaints_queue import LIST
from app.services import complaints
from app.services.complaints import NewComplaint


@pytest.fixture
def told(store, make):
    """Three cases of two customers, whose clocks end in another order than they were opened."""
    marta, wang = make.customer("Marta Ibáñez", city="Valencia"), make.customer("王建国")
    order = make.order(marta, (make.product("Towel"), "1", "20")).order_id
    drafts = (
        NewComplaint(marta, "Towels late", order_id=order), NewComplaint(wang, "Invoice wrong", severity="high"),
        NewComplaint(marta, "Chair broken"),
    )  # fmt: skip
    ids = [complaints.open_case(store, draft, request=new_uid()).id for draft in drafts]
    with store.write() as tx:
        for case_id, minutes in zip(ids, (90, -5, 30), strict=True):
            values = {"next_at": tx.now + timedelta(minutes=minutes)}
            tx.execute(update(Complaint).where(Complaint.id == case_id).values(**values))
    return ids


def ids_of(store, text="", sort=""):
    return [row.id for row in listing.page(store, LIST, filters=listing.filters_of(store, LIST, text), sort=sort).rows]


def test_what_ends_next_comes_first_and_paused_ones_last(store, told):
    first, second, third = told
    assert ids_of(store) == [second, third, first]
    complaints.pause(store, second, "Waits for the customer")
    assert ids_of(store)[-1] == second
    row = listing.page(store, LIST).rows[0]
    assert (row.customer, row.place, row.counts) == ("Marta Ibáñez", "Valencia", ((540, 780), (840, 1080)))


@pytest.mark.parametrize(
    ("text", "places"),
    [("late:yes", [1]), ("severity:high", [1]), ("customer:marta", [2, 0]), ("chair", [2]), ("unassigned:yes open:yes",
     [1, 2, 0]), ("opened:today", [1, 2, 0]), ("opened:<today", []), ("paused:yes", []), ("mine:yes", []),
     ("due:>=today", [1, 2, 0]), ("status:closed", [])],
)  # fmt: skip
def test_each_filter_means_what_it_says(store, told, text, places):
    assert ids_of(store, text) == [told[at] for at in places]


@pytest.mark.parametrize("sort", list(LIST.sorts))
def test_every_order_holds_page_after_page(store, told, sort):
    whole, after = [], None
    while True:
        page = listing.page(store, LIST, sort=f"-{sort}", after=after, limit=1)
        whole += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert sorted(whole) == sorted(told)
    assert whole == ids_of(store, sort=f"-{sort}")


def test_a_case_is_read_with_its_customer_its_timeline_and_what_is_alike(store, told):
    found = complaint.case(store, told[0])
    assert (found.customer.name, found.step, found.events[0].kind) == ("Marta Ibáñez", 1, "opened")
    assert [(one.id, one.why) for one in complaint.alike(store, told[0])] == [(told[2], "customer")]
    with store.read() as tx:
        assert [hit.id for hit in complaint.found(tx, found.number)] == [told[0]]
        assert [hit.id for hit in complaint.found(tx, "marta", [found.customer.id])] == [told[2], told[0]]
    assert complaint.id_of(store, found.number.lower()) == told[0]
    assert complaint_choices.choices(store, found.customer.id).orders[0][0] == found.order_id
