"""A month's commission: shown live, adjusted, disputed, closed with frozen statements, paid; and who may see it."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest

from app.domain import frozen
from app.domain.commission_plan import Band, Rates, Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NeedsConsent, NotAllowed
from app.queries import commissions as query
from app.services import commission_months, commissions, returns
from app.store.session import Actor
from tests.support.commissions import agree, entries, rates, standing
from tests.support.ledger import lines_of

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
DAY = date(2026, 2, 10)


@pytest.fixture
def person(store, make):
    """A salesperson with 10 % of everything and a cap of 100 a month."""
    who = make.staff("S1", "Diego Ruiz", access="sales", login="diego")
    agree(store, Terms(rates(10), cap=D(100)), staff=who)
    return who


def sold(make, person, price="1000", on=DAY):
    """An order that costs nothing."""
    return make.order(
        make.customer("Feria"), (make.product(cost="0"), "1", price), on=on, shares=[(person, 100)]
    ).order_id


def close(store, month=FEBRUARY, accept=()):
    """Close a month."""
    return commission_months.close(store, month, request=new_uid(), accept=accept)


def test_a_month_from_the_first_order_to_its_payment(store, make, person):
    first, second = sold(make, person, "900"), sold(make, person, "300")
    commissions.run(store)
    [live] = query.overview(store, FEBRUARY)
    assert (live.box.earned, live.box.over_cap, live.box.closing, live.to_pay) == (100, 20, 100, 100)
    commission_months.adjust(store, person, D(5), reason="fair trade", request=new_uid(), on=DAY)
    closed = close(store)
    [kept] = closed.statements
    assert (kept.box.closing, kept.state, kept.plan, kept.name) == (105, "closed", "Sales", "Diego Ruiz")
    assert frozen.is_intact(kept)
    assert [(one.amount, one.reason, one.approved_by) for one in kept.lines if one.kind == "adjustment"] == [
        (5, "fair trade", "tester")
    ]
    with pytest.raises(Conflict, match="closed already"):
        close(store)
    with pytest.raises(Conflict, match="closed already"):
        commission_months.adjust(store, person, D(5), reason="late", request=new_uid(), on=DAY)
    # a return of March: what was over the cap goes first, and February stays as it was
    before = standing(store, [FEBRUARY])
    returns.take_back(store, second, {lines_of(store, second)[0]: D(1)}, request=new_uid(), reason="back")
    late = sold(make, person, "50")
    commissions.run(store)
    assert query.statement(store, FEBRUARY, person) == kept
    assert standing(store, [FEBRUARY]) == before
    request = new_uid()
    booked = commission_months.pay(store, FEBRUARY, person, request=request)
    assert commission_months.pay(store, FEBRUARY, person, request=request).entry_id == booked.entry_id
    with pytest.raises(Conflict, match="nothing to pay"):
        commission_months.pay(store, FEBRUARY, person, request=new_uid())
    [march] = query.overview(store, MARCH)
    box = march.box
    assert (box.opening, box.earned, box.clawed_back, box.paid, box.closing) == (105, 5, 10, 105, -5)
    assert entries(store, "month", "belongs_to", order_id=late, kind="released") == [(MARCH, FEBRUARY)]
    assert first


def test_a_disputed_line_waits_and_the_rest_is_paid(store, make, person):
    sold(make, person, "300")
    sold(make, person, "200")
    commissions.run(store)
    [(entry,), _] = entries(store, "id", kind="released")
    store.actor = Actor("diego", person, "sales")
    found = commission_months.dispute(store, entry, "It was four, not three.", request=new_uid())
    assert [one.words for one in query.disputes(store)] == ["It was four, not three."]
    assert (query.own(store, FEBRUARY).held, query.own(store, FEBRUARY).to_pay) == (30, 20)
    store.actor = Actor("boss", None, "manager")
    with pytest.raises(NeedsConsent, match="disputed: 1"):
        close(store)
    close(store, accept=["disputes"])
    commission_months.pay(store, FEBRUARY, person, request=new_uid())
    assert query.statement(store, MARCH, person).box.closing == 30
    commission_months.settle(store, found, "You are right, see the adjustment.", request=new_uid())
    commission_months.pay(store, FEBRUARY, person, request=new_uid())
    assert query.statement(store, MARCH, person).box.closing == 0


def test_the_checklist(store, make, person):
    make.order(make.customer(), (make.product(cost=None), "1", "10"), on=DAY)
    sold(make, person, on=date(2026, 1, 5))
    commissions.run(store)
    keys = {point.key: str(point) for point in commission_months.checklist(store, FEBRUARY)}
    assert set(keys) == {"earlier", "nobody", "no_cost"}
    with pytest.raises(Conflict, match="Close them first"):
        close(store)
    close(store, Month(2026, 1))
    with pytest.raises(NeedsConsent, match="without a salesperson"):
        close(store)
    assert close(store, accept=["nobody", "no_cost"]).check_code
    with pytest.raises(Mistake, match="not over yet"):
        close(store, MARCH)


def test_bands_are_booked_at_the_close(store, make):
    person = make.staff()
    agree(store, Terms(Rates(), bands=(Band(D(2), D(10000)), Band(D(3), D(20000)), Band(D(5)))), staff=person)
    sold(make, person, "15000")
    sold(make, person, "10000")
    commissions.run(store)
    [live] = query.overview(store, FEBRUARY)
    assert (live.box.bands, live.box.closing, live.base) == (750, 750, 25000)
    [kept] = close(store).statements
    assert kept.box == live.box
    assert entries(store, "kind", "amount", "base", cause="month") == [("bands", 750, 25000)]


def test_open_months_begin_as_the_ones_before_will_end(store, make, clock):
    """Bands and caps that no closing booked yet count; closing changes none of the boxes."""
    clock.day = date(2026, 3, 30)
    person = make.staff()
    bands = (Band(D(2), D(1000)), Band(D(5)))
    agree(store, Terms(rates(10), bands=bands, cap=D(150)), staff=person, since=date(2025, 12, 1))
    december = Month(2025, 12)
    months = [december, Month(2026, 1), FEBRUARY, MARCH]
    first = sold(make, person, "3000", on=december.last)
    sold(make, person, "2000", on=date(2026, 1, 9))
    commissions.run(store)
    returns.take_back(store, first, None, request=new_uid(), reason="broken", on=date(2026, 2, 20))
    sold(make, person, "500", on=date(2026, 3, 4))
    commissions.run(store)

    def boxes():
        found = [query.statement(store, month, person) for month in months]
        return [one.box for one in found], [one.year for one in found]

    before = boxes()
    openings, closings = [one.opening for one in before[0]], [one.closing for one in before[0]]
    assert openings == [D(0), *closings[:-1]]
    assert [one.opening for one in before[1]] == [D(0), closings[0], closings[0], closings[0]]
    assert [one.closing for one in before[1]] == closings
    assert closings[0] == 150
    for month in months[:-1]:
        close(store, month)
        assert boxes() == before


def test_everybody_sees_what_is_theirs(store, make, person):
    other = make.staff("S2")
    agree(store, Terms(rates(20)), staff=other, name="Other")
    sold(make, person)
    sold(make, other)
    commissions.run(store)
    (entry,) = entries(store, "id", kind="released", staff_id=other)[0]
    theirs = (
        lambda: query.overview(store, FEBRUARY),
        lambda: query.statement(store, FEBRUARY, other),
        lambda: commission_months.dispute(store, entry, "mine", request=new_uid()),
        lambda: commission_months.close(store, FEBRUARY, request=new_uid()),
        lambda: commission_months.adjust(store, person, D(1), reason="me", request=new_uid()),
        lambda: commission_months.pay(store, FEBRUARY, person, request=new_uid()),
        lambda: commission_months.settle(store, 1, "yes", request=new_uid()),
        lambda: commission_months.checklist(store, FEBRUARY),
    )
    store.actor = Actor("diego", person, "sales")
    mine = query.own(store, FEBRUARY)
    assert {one.customer for one in mine.lines if one.order} == {"Feria"}
    assert mine.staff_id == person
    assert mine.box.earned == 100
    for deed in theirs:
        with pytest.raises(NotAllowed):
            deed()
    store.actor = Actor("nuria", person, "front_desk")
    for deed in (*theirs, lambda: query.own(store), lambda: query.months(store), lambda: query.disputes(store)):
        with pytest.raises(NotAllowed):
            deed()


def test_the_months(store, make, person):
    sold(make, person)
    commissions.run(store)
    close(store)
    sold(make, person, on=date(2026, 3, 3))
    commissions.run(store)
    assert [(one.month, one.state) for one in query.months(store)] == [(MARCH, "open"), (FEBRUARY, "closed")]
