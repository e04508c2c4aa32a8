"""Complaints on paper as the database gives them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotFound
from app.models import Complaint, ComplaintEvent
from app.queries import complaint, papers_complaints
from app.queries.profit_month import profit_month
from app.services.booking import book
from app.store.bulk import new_ids
from app.store.session import Actor

MARCH = Month(2026, 3)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def case(store, make) -> int:
    """A late case with a public and an internal line, which cost 18.50; its id."""
    customer = make.customer("Hotel Bahía")
    with store.write() as tx:
        [found] = new_ids(tx, Complaint, 1)
        tx.execute(
            insert(Complaint),
            {
                "id": found, "uid": new_uid(), "number": "CS-1", "customer_id": customer, "subject": "Towels",
                "status": "closed", "opened_at": AT, "due_at": AT, "breached_at": AT, "closed_at": AT,
                "satisfaction": 4,
            },
        )  # fmt: skip
        for words, internal in (("Tracking number sent", False), ("He always complains", True)):
            event = {"complaint_id": found, "at": AT, "kind": "note", "words": words, "internal": internal}
            tx.execute(insert(ComplaintEvent), event)
        part = Part(None, Decimal(0), Decimal(0), Decimal("18.50"))
        book(tx, [Booking("complaint", date(2026, 3, 10), customer, part, complaint_id=found)])
    return found


def test_the_sheet_is_without_what_is_internal(store, case):
    found = papers_complaints.complaint_sheet(store, case)
    assert (found.number, found.customer.name) == ("CS-1", "Hotel Bahía")
    assert [one.words for one in found.events] == ["Tracking number sent"]
    assert complaint.id_of(store, " cs-1") == case
    with pytest.raises(NotFound):
        papers_complaints.complaint_sheet(store, case + 1)
    with pytest.raises(NotFound):
        complaint.id_of(store, "CS-2")


def test_the_telephone_on_the_sheet_is_written_for_the_world(store, make):
    customer = make.customer("Hotel Bahía", phone="(963) 55-01-42")
    with store.write() as tx:
        [found] = new_ids(tx, Complaint, 1)
        values = {"id": found, "uid": new_uid(), "number": "CS-9", "customer_id": customer, "subject": "Towels"}
        tx.execute(insert(Complaint), values | {"status": "new", "opened_at": AT})
    assert papers_complaints.complaint_sheet(store, found).phone == "+34 963 55 01 42"


def test_the_month_names_what_was_late_and_what_it_cost(store, case):
    found = papers_complaints.complaint_month(store, MARCH)
    assert [one.number for one in found.late] == ["CS-1"]
    assert found.figures.cost.now == Decimal("18.50")
    assert found.figures.solved_in_time.now == Decimal("0.0")
    assert found.opened[-1] == 1
    assert not found.final
    store.actor = Actor("desk", None, "front_desk")
    hidden = papers_complaints.complaint_month(store, MARCH)
    assert hidden.figures.cost.now is None
    assert (hidden.owners, hidden.with_cost) == ((), False)
    assert {one.tally.cost for one in hidden.causes} == {Decimal(0)}


def test_nothing_is_compared_with_a_time_before_anybody_counted(store, make, clock, case):
    first = papers_complaints.complaint_month(store, MARCH).figures.opened
    assert (first.now, first.previous, first.year_before, first.to_date) == (Decimal(1), None, None, Decimal(1))
    after = papers_complaints.complaint_month(store, MARCH.plus(2)).figures.opened
    assert (after.now, after.previous, after.to_date) == (Decimal(0), Decimal(0), Decimal(1))
    make.order(make.customer("Older"), (make.product(), "1"), on=date(2025, 3, 2))
    known = papers_complaints.complaint_month(store, MARCH).figures
    assert (known.opened.previous, known.opened.year_before, known.cost.year_before) == (Decimal(0),) * 3


def test_the_monthly_profit_report_tells_the_quality(store, case):
    found = profit_month(store, MARCH).complaints
    assert found is not None
    assert (found.opened.now, found.satisfaction.now) == (Decimal(1), Decimal("4.00"))
    assert found.cost.now == Decimal("18.50")
