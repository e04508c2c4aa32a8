"""Quality figures against counting by hand, and the cases behind every one of them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain.complaint_quality import ALL, Filter, Group, Measure, Tally, pareto
from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotAllowed
from app.models import Complaint, ComplaintCost
from app.queries import complaints_quality
from app.services.booking import book
from app.store.bulk import new_ids
from app.store.session import Actor

MARCH = Month(2026, 3)
SPAN = (MARCH.first, MARCH.last)


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def told(store, make):
    """Writes a complaint with columns of its own; the id."""
    customer = make.customer("Hotel Bahía")
    count = iter(range(1, 1000))

    def write(**values) -> int:
        with store.write() as tx:
            [complaint_id] = new_ids(tx, Complaint, 1)
            tx.execute(
                insert(Complaint),
                {
                    "id": complaint_id, "uid": new_uid(), "number": f"CS-{next(count)}", "customer_id": customer,
                    "subject": "Towels", "status": "closed" if values.get("closed_at") else "new",
                    "opened_at": at(10),
                } | values,
            )  # fmt: skip
        return complaint_id

    write.customer = customer
    return write


def month_of(store, only=ALL) -> Tally:
    return complaints_quality.quality(store, MARCH, only).now


def test_a_month_is_counted_as_by_hand(store, told):
    first = told(
        answer_due_at=at(10, 14), first_response_at=at(10, 13), due_at=at(12), closed_at=at(11), first_contact=True,
        satisfaction=5, satisfaction_on=date(2026, 3, 20), quality=4,
    )  # fmt: skip
    told(answer_due_at=at(10, 14), answer_breached_at=at(10, 14), first_response_at=at(10, 15), repeat_of_id=first,
         due_at=at(12), breached_at=at(12), closed_at=at(2, month=4), first_contact=False, satisfaction=2)  # fmt: skip
    told(answer_due_at=at(10, 14), answer_breached_at=at(10, 14), due_at=at(30, month=4))
    told(closed_at=at(12), satisfaction=3)
    told(void=True, closed_at=at(12), satisfaction=1)
    assert month_of(store) == Tally(
        opened=4, repeated=1, answers=3, answers_in_time=1, solutions=2, solutions_in_time=1, closed=2,
        contacts_known=1, first_contacts=1, rated=2, ratings=8, judged=1, judgements=4,
    )  # fmt: skip
    april = complaints_quality.quality(store, Month(2026, 4)).tallies
    assert (april[0].closed, april[0].ratings, april[0].first_contacts) == (1, 2, 0)
    assert april[1] == month_of(store)
    assert april[3].opened == 4
    assert month_of(store).value(Measure.ANSWERED_IN_TIME) == Decimal("33.3")
    assert month_of(store).value(Measure.SATISFACTION) == Decimal("4.00")


def test_a_breach_that_was_counted_stays_in_its_month(store, told):
    told(due_at=at(12), breached_at=at(12), closed_at=at(20, month=5))
    assert month_of(store).solutions == 1
    assert complaints_quality.quality(store, Month(2026, 5)).now.solutions == 0


def test_a_day_ends_where_the_company_is(store, told):
    told(opened_at=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    told(opened_at=datetime(2026, 3, 31, 22, 0, tzinfo=UTC))
    assert month_of(store).opened == 1


def test_causes_products_and_owners(store, make, told):
    glass, towel, nuria = make.product("Glass"), make.product("Towel"), make.staff(name="Nuria")
    for _ in range(3):
        told(cause="damage", product_id=glass, owner_id=nuria)
    told(cause="damage", product_id=towel)
    told(cause="carrier", product_id=towel)
    found = complaints_quality.quality(store, MARCH)
    assert [(one.key, one.tally.opened, one.share, one.running) for one in found.causes] == [
        ("damage", 4, Decimal("80.0"), Decimal("80.0")), ("carrier", 1, Decimal("20.0"), Decimal("100.0")),
    ]  # fmt: skip
    assert [(one.name, one.tally.opened) for one in found.products] == [("Glass", 3), ("Towel", 2)]
    assert [(one.name, one.tally.opened) for one in found.products_of["damage"]] == [("Glass", 3), ("Towel", 1)]
    assert {one.name: one.tally.opened for one in found.owners} == {"Nuria": 3, "": 2}
    assert month_of(store, Filter(cause="damage", product_id=towel)).opened == 1


def test_every_figure_opens_as_many_cases_as_it_counts(store, told):
    told(answer_due_at=at(10, 14), first_response_at=at(10, 13), due_at=at(12), closed_at=at(11), first_contact=True,
         satisfaction=5, quality=4)  # fmt: skip
    told(answer_due_at=at(10, 14), answer_breached_at=at(10, 14), due_at=at(12), breached_at=at(12))
    told(repeat_of_id=1)
    tally = month_of(store)
    for measure in Measure:
        if measure not in (Measure.COST, Measure.REPEATED):
            found = complaints_quality.cases(store, measure, SPAN)
            assert len(found) == tally.base(measure), measure
    assert len(complaints_quality.cases(store, Measure.REPEATED, SPAN)) == tally.repeated
    [late] = complaints_quality.cases(store, Measure.SOLVED_IN_TIME, SPAN, late=True)
    assert late.late


def test_what_it_cost_is_what_was_booked_and_hidden_from_the_front_desk(store, told):
    one = told(cause="damage", closed_at=at(11))
    with store.write() as tx:
        tx.execute(insert(ComplaintCost), {"complaint_id": one, "cost": Decimal("18.50")})
        part = Part(None, Decimal(0), Decimal(0), Decimal("18.50"))
        book(tx, [Booking("complaint", date(2026, 3, 11), told.customer, part, complaint_id=one)])
    found = complaints_quality.quality(store, MARCH)
    assert found.now.cost == found.causes[0].tally.cost == Decimal("18.50")
    assert [case.id for case in complaints_quality.cases(store, Measure.COST, SPAN)] == [one]
    store.actor = Actor("desk", None, "front_desk")
    hidden = complaints_quality.quality(store, MARCH)
    assert hidden.now.cost == 0
    assert hidden.owners == ()
    with pytest.raises(NotAllowed):
        complaints_quality.cases(store, Measure.COST, SPAN)


def test_the_head_of_the_queue_compares_thirty_days(store, told):
    today = store.today()
    told(opened_at=datetime(today.year, today.month, today.day, 8, tzinfo=UTC))
    told(opened_at=at(1, month=2), closed_at=at(20, month=2))
    told(opened_at=at(1, month=1))
    found = complaints_quality.head(store)
    assert (found.now.opened, found.before.opened, found.open_cases) == (1, 1, 2)


def test_the_number_of_statements_does_not_grow(store, told, statements):
    for _ in range(5):
        told(cause="damage")
    statements.clear()
    with store.snapshot() as tx:
        complaints_quality.tallies(tx, [(one.first, one.last) for one in MARCH.plus(-24).until(MARCH)])
        complaints_quality.grouped(tx, SPAN, Group.CAUSE)
    assert len([one for one in statements if one.startswith("SELECT")]) == 4


def test_equal_causes_keep_their_order():
    rows = [("b", "Beta", Tally(opened=1)), ("a", "Alpha", Tally(opened=1)), ("c", "Gamma", Tally())]
    assert [one.key for one in pareto(rows)] == ["a", "b", "c"]
    assert [one.running for one in pareto(rows)] == [Decimal("50.0"), Decimal("100.0"), Decimal("100.0")]
