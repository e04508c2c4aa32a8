"""Commission as it is booked: by whom and when it is earned, released, and taken back."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest

from app.domain.commission_plan import Base, Rates, Rule, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.order import Share
from app.domain.refusal import Conflict, NotAllowed
from app.services import adjustments, commission_plans, commissions, invoices, payments, returns
from app.services.orderlines import stored_lines
from app.store.session import Actor
from tests.support.commissions import agree, check, entries, rates, total
from tests.support.ledger import lines_of, order_row

DAY = date(2026, 3, 2)
FOUR = Terms(rates(12, 8, 4, 1))


@pytest.fixture
def sold(store, make):
    """The order of the worked example, by two people: P1 337.81 and P2 2.19 of contribution."""
    people = make.staff(), make.staff()
    p1, p2 = make.product(price="120", cost="70"), make.product(price="40", cost="38")
    order = make.order(
        make.customer(), (p1, "10", "120", "10"), (p2, "5", "40"), on=DAY, discount="50", freight="30",
        shares=[(people[0], 60), (people[1], 40)],
    )  # fmt: skip
    return order.order_id, people


def test_the_worked_order_and_its_returns(store, sold):
    order, people = sold
    agree(store, FOUR)
    assert commissions.run(store).entries
    first, second = lines_of(store, order)
    assert entries(store, "staff_id", "kind", "amount", "rate", "level", "share", "month", line_id=first) == [
        (who, kind, D(amount), 12, "A", share, Month(2026, 3))
        for kind in ("earned", "released")
        for who, amount, share in ((people[0], "24.32", 60), (people[1], "16.22", 40))
    ]
    assert total(store, "released", line_id=second) == D("0.02")
    returns.take_back(store, order, {first: D(2)}, request=new_uid(), reason="back", on=date(2026, 4, 1))
    commissions.run(store)
    assert total(store, "clawback", line_id=first) == D("-8.11")
    assert set(entries(store, "fact_on", kind="clawback")) == {(date(2026, 4, 1),)}
    returns.take_back(store, order, {first: D(8)}, request=new_uid(), reason="back")
    commissions.run(store)
    assert total(store, "clawback", line_id=first) == D("-40.54")
    assert commissions.run(store).entries == commissions.run(store, complete=True).entries == 0
    check(store)


def test_by_payment_it_waits_for_the_money_and_a_credit_note_is_none(store, make, sold):
    agree(store, Terms(rates(10), trigger=Trigger.PAYMENT))
    order, _ = sold
    first, second = lines_of(store, order)
    bill = invoices.invoice(store, order, request=new_uid(), on=DAY)
    commissions.run(store)
    assert total(store, "earned") == D("34.00")
    assert total(store, "released") == 0
    paid = payments.take(
        store, order_row(store, order).customer_id, bill.gross / 2, request=new_uid(), on=date(2026, 3, 10)
    )
    commissions.run(store)
    # every entry is rounded by itself: 10.14 + 6.76 + 0.07 + 0.05
    assert total(store, "released") == D("17.02")
    assert set(entries(store, "fact_on", kind="released")) == {(date(2026, 3, 10),)}
    returns.take_back(store, order, {first: D(10), second: D(5)}, request=new_uid(), reason="all of it")
    commissions.run(store)
    assert (total(store, "offset"), total(store, "clawback")) == (D("-16.98"), D("-17.02"))
    payments.cancel(store, paid.payment_id, reason="bounced", request=new_uid())
    commissions.run(store)
    assert total(store, "released", "clawback") == 0
    assert total(store, "earned", "offset", "clawback") == 0
    check(store)


def test_a_late_cost_changes_nothing_but_other_people_do(store, make, sold):
    agree(store, FOUR)
    order, people = sold
    commissions.run(store)
    before = total(store, "released")
    with store.read() as tx:
        product = stored_lines(tx, order)[0].product_id
    adjustments.correct_cost(store, product, D(100), first=DAY, last=DAY, reason="late bill", request=new_uid())
    assert commissions.run(store).entries == 0
    adjustments.move_order(
        store, order, reason="was hers", request=new_uid(), shares=[Share(people[1], D(100))], on=date(2026, 3, 9)
    )
    commissions.run(store)
    assert total(store, "released", staff_id=people[0]) == 0
    assert total(store, "released", staff_id=people[1]) == total(store, "released") == before
    check(store)


def test_rules_and_revenue(store, make):
    person = make.staff()
    special = make.product(price="100", cost="50")
    agree(store, Terms(rates(3), base=Base.REVENUE, rules=(Rule(rates(20), product_id=special),)), staff=person)
    order = make.order(make.customer(), (special, "1", "100"), (make.product(), "1", "10"), shares=[(person, 100)])
    commissions.run(store)
    assert entries(store, "amount", kind="released") == [(D("20.00"),), (D("0.30"),)]
    assert order


def test_another_plan_shows_first_what_it_changes(store, make, sold):
    order, _ = sold
    plan = agree(store, FOUR)
    commissions.run(store)
    with pytest.raises(Conflict, match="in use"):
        commission_plans.add_version(store, plan, date(2000, 1, 1), Terms(rates(50)), request=new_uid())
    commission_plans.add_version(store, plan, date(2026, 3, 1), Terms(rates(50)), request=new_uid())
    assert commissions.run(store).entries == 0
    changes = commissions.preview(store, Month(2026, 3))
    assert [(one.before, one.after) for one in changes] == [(D("24.33"), D("102.01")), (D("16.23"), D("68.00"))]
    assert total(store, "released") == D("40.56")
    commissions.recalculate(store, Month(2026, 3), request=new_uid())
    assert total(store, "released") == D("170.01")
    assert commissions.preview(store, Month(2026, 3)) == []
    returns.take_back(store, order, dict.fromkeys(lines_of(store, order), D(5)), request=new_uid(), reason="back")
    commissions.run(store)
    check(store)


def test_plans_are_a_managers(store, make):
    store.actor = Actor("diego", access="sales")
    for deed in (
        lambda: commission_plans.add(store, "Mine", DAY, Terms(Rates()), request=new_uid()),
        lambda: commission_plans.assign(store, None, None, DAY, request=new_uid()),
        lambda: commissions.preview(store, Month(2026, 3)),
        lambda: commissions.recalculate(store, Month(2026, 3), request=new_uid()),
    ):
        with pytest.raises(NotAllowed):
            deed()
