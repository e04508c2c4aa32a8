"""Commission as screens ask for it: everybody's month, a person's lines, why a line is what it is, who may know."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from sqlalchemy import select

from app.domain.commission_plan import Base, Rates, Rule, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, NotAllowed, NotFound
from app.models import SalesOrder
from app.queries import commission_team as teams
from app.queries.commission_lines import sheet
from app.queries.commission_team import team
from app.queries.commission_why import why
from app.services import commission_months, commission_payments, commissions, invoices, payments, returns
from app.store.session import Actor
from tests.support.commissions import agree, rates
from tests.support.ledger import lines_of

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
DAY = date(2026, 2, 10)


@pytest.fixture
def people(store, make):
    """Diego and Wei, who both have the level rates of the example, payable when the customer pays."""
    diego = make.staff("S1", "Diego Ruiz", access="sales", login="diego")
    wei = make.staff("S2", "Wei Li", access="sales", login="wei")
    agree(store, Terms(rates(12, 8, 4, 1), trigger=Trigger.PAYMENT))
    return diego, wei


def shared(make, people, *, cost="70", shares=(60, 40), price="120", on=DAY):
    """10 pieces with a contribution of 500, sold by both."""
    product = make.product("Bathrobe", price=price, cost=cost)
    return make.order(
        make.customer("Feria"), (product, "10", price), on=on, shares=list(zip(people, shares, strict=False))
    ).order_id


def paid(store, order_id, amount, on):
    """An invoice of the order and a payment."""
    with store.read() as tx:
        customer = tx.scalar(select(SalesOrder.customer_id).where(SalesOrder.id == order_id))
    invoices.invoice(store, order_id, request=new_uid(), on=on)
    payments.take(store, customer, D(amount), method="bank", request=new_uid(), on=on)


def as_(store, staff_id, access="sales"):
    """Somebody else signs in."""
    store.actor = Actor("somebody", staff_id, access)


def test_a_month_of_everybody(store, make, people):
    first = shared(make, people)
    shared(make, people, on=date(2026, 3, 2))
    paid(store, first, "600", date(2026, 2, 20))
    commissions.run(store)
    found = team(store, FEBRUARY)
    assert [(one.name, one.statement.box.earned, one.level("A"), one.to_check) for one in found.members] == [
        ("Diego Ruiz", D("18.00"), D("18.00"), 0), ("Wei Li", D("12.00"), D("12.00"), 0)
    ]  # fmt: skip
    assert [one.statement.waiting for one in found.members] == [D("18.00"), D("12.00")]
    assert (found.planned, found.over, found.closed, found.next_open) == (True, True, False, FEBRUARY)
    assert team(store, Month(2026, 1)).nearest == FEBRUARY


def test_what_is_to_be_checked(store, make, people):
    uncosted = shared(make, people, cost=None)
    paid(store, uncosted, "1200", date(2026, 2, 20))
    commissions.run(store)
    [entry] = [one.entry_id for one in sheet(store, FEBRUARY, people[0]).statement.lines]
    commission_months.dispute(store, entry, "It was mine alone.", request=new_uid())
    found = team(store, FEBRUARY)
    assert [one.to_check for one in found.members] == [2, 1]
    [dispute] = found.disputes
    assert (dispute.name, dispute.words, dispute.month) == ("Diego Ruiz", "It was mine alone.", FEBRUARY)
    assert sheet(store, FEBRUARY, people[0]).disputes[entry][0].open


def test_one_broken_statement_leaves_the_others(store, make, people, monkeypatch):
    paid(store, shared(make, people), "1200", date(2026, 2, 20))
    commissions.run(store)
    whole = teams.statements

    def broken(tx, month, asked=None, **_more):
        if asked is None or people[0] in asked:
            raise ValueError("damaged")
        return whole(tx, month, asked)

    monkeypatch.setattr(teams, "statements", broken)
    found = team(store, FEBRUARY)
    assert [(one.name, one.statement is None, one.broken) for one in found.members] == [
        ("Diego Ruiz", True, "ValueError"), ("Wei Li", False, "")
    ]  # fmt: skip


def test_paying_everybody_once(store, make, people):
    paid(store, shared(make, people), "1200", date(2026, 2, 20))
    commissions.run(store)
    with pytest.raises(Conflict, match="not closed yet"):
        commission_payments.pay_all(store, FEBRUARY, request=new_uid())
    commission_months.close(store, FEBRUARY, request=new_uid())
    assert [one.due for one in team(store, FEBRUARY).members] == [36, 24]
    request = new_uid()
    for _ in range(2):
        booked = commission_payments.pay_all(store, FEBRUARY, request=request)
        assert (booked.people, booked.total) == (2, 60)
    with pytest.raises(Conflict, match="nothing to pay"):
        commission_payments.pay_all(store, FEBRUARY, request=new_uid())
    found = team(store, FEBRUARY)
    assert (found.due, found.next_open) == (0, MARCH)
    assert sheet(store, FEBRUARY, people[0]).due == 0
    assert [one.statement.box.paid for one in team(store, MARCH).members] == [36, 24]


def test_the_lines_of_one_person(store, make, people):
    order = shared(make, people)
    paid(store, order, "600", date(2026, 2, 20))
    returns.take_back(store, order, {lines_of(store, order)[0]: D(2)}, request=new_uid(), reason="torn")
    commissions.run(store)
    found = sheet(store, FEBRUARY, people[0])
    [released] = found.statement.lines
    assert (released.amount, found.origins[released.entry_id].cause) == (D("18.00"), "paid")
    assert found.origins[released.entry_id].number.startswith("RC-")
    # two of ten came back in March: they go off what waits
    march = sheet(store, MARCH, people[0])
    [waiting] = march.waiting
    assert (waiting.kind, waiting.product) == ("waiting", "Bathrobe")
    assert waiting.amount == march.statement.waiting < 18


def test_why_a_line_is_what_it_is(store, make, people):
    order = shared(make, people)
    paid(store, order, "600", date(2026, 2, 20))
    commissions.run(store)
    entry = sheet(store, FEBRUARY, people[0]).statement.lines[0].entry_id
    found = why(store, entry)
    assert (found.rate, found.share, found.whole_base, found.base, found.earned) == (12, 60, 500, 300, 36)
    assert (found.sharers, found.waiting, found.agreement.matched.kind) == ((("Wei Li", D(40)),), 18, "level")
    assert [(one.kind, one.amount, one.document[:2]) for one in found.events] == [
        ("earned", 36, "SO"), ("released", 18, "RC")
    ]  # fmt: skip
    assert [number[:2] for number in found.invoices] == ["F-"]
    with pytest.raises(NotFound):
        why(store, 999)


def test_the_rule_that_gave_the_rate(store, make):
    who = make.staff("S1", "Diego Ruiz")
    product = make.product("Bathrobe", price="100", cost="50")
    rule = Rule(Rates.flat(D(5)), product_id=product)
    agree(store, Terms(rates(12), base=Base.REVENUE, rules=(rule,)), staff=who)
    make.order(make.customer("Feria"), (product, "1", "100"), on=DAY, shares=[(who, 100)])
    commissions.run(store)
    found = why(store, sheet(store, FEBRUARY, who).statement.lines[0].entry_id)
    assert (found.rate, found.agreement.matched.kind, found.agreement.matched.place) == (5, "product", 1)


def test_a_salesperson_knows_the_own_commission_only(store, make, people):
    paid(store, shared(make, people), "600", date(2026, 2, 20))
    commissions.run(store)
    diego, wei = people
    entries = {who: sheet(store, FEBRUARY, who).statement.lines[0].entry_id for who in people}
    as_(store, diego)
    own = sheet(store, FEBRUARY)
    assert own.statement.name == "Diego Ruiz"
    found = why(store, entries[diego])
    # of a shared line the own part of the base; what the whole line brings is nobody's business
    assert (found.whole_base, found.base) == (None, 300)
    for work in (
        lambda: team(store, FEBRUARY),
        lambda: sheet(store, FEBRUARY, wei),
        lambda: why(store, entries[wei]),
        lambda: commission_payments.pay_all(store, FEBRUARY, request=new_uid()),
        lambda: commission_months.dispute(store, entries[wei], "mine", request=new_uid()),
    ):
        with pytest.raises(NotAllowed):
            work()


def test_the_front_desk_knows_none(store, make, people):
    paid(store, shared(make, people), "600", date(2026, 2, 20))
    commissions.run(store)
    entry = sheet(store, FEBRUARY, people[0]).statement.lines[0].entry_id
    as_(store, people[0], "front_desk")
    for work in (lambda: team(store, FEBRUARY), lambda: sheet(store, FEBRUARY), lambda: why(store, entry)):
        with pytest.raises(NotAllowed):
            work()
