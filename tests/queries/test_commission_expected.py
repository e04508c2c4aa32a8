"""What an order will bring: the own part for salespeople, everybody's for managers, nothing for the front desk."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest

from app.domain.commission_plan import Base, Rates, Rule, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.order import Share
from app.domain.refusal import NotAllowed, NotFound
from app.queries import commission_expected as queries
from app.queries import commission_try, plan_page
from app.queries.commission_try import Asked
from app.queries.products import Sold
from app.services import commissions, orders, returns
from app.services.orderlines import stored_lines
from app.store.session import Actor
from tests.support.commissions import agree, rates, total

FOUR = Terms(rates(12, 8, 4, 1), trigger=Trigger.PAYMENT)


@pytest.fixture
def worked(store, make):
    """P1 sold at 108 (contribution 40.54 % of it), by two people; both have the plan of four levels."""
    ana, wei = make.staff(), make.staff()
    agree(store, FOUR)
    product = make.product(price="120", cost="70", category="Tools")
    lines = [Sold(product, D(10), D("1037.81")), Sold(product, D(1), D("70"))]
    return ana, wei, lines, (Share(ana, D(60)), Share(wei, D(40)))


def as_(store, access, staff=None):
    store.actor = Actor("somebody", access=access, staff_id=staff)


def test_each_salesperson_sees_the_own_part_alone(store, worked):
    ana, wei, lines, shares = worked
    as_(store, "sales", ana)
    found = queries.expected(store, lines, shares=shares)
    assert (found.amount, found.trigger, found.own, found.people, found.percent) == (
        D("24.32"),
        "payment",
        True,
        (),
        None,
    )
    assert [(line.amount, line.rate) for line in found.lines] == [(D("24.32"), 12), (0, 1)]
    as_(store, "sales", wei)
    assert queries.expected(store, lines, shares=shares).amount == D("16.22")
    as_(store, "sales", 999)
    assert queries.expected(store, lines, shares=shares) is None


def test_managers_see_everybody_and_the_front_desk_is_refused(store, worked):
    ana, wei, lines, shares = worked
    as_(store, "manager")
    found = queries.expected(store, lines, shares=shares)
    assert (found.amount, found.percent, found.own) == (D("40.54"), D("12.00"), False)
    assert [(one.staff_id, one.share, one.amount) for one in found.people] == [
        (ana, 60, D("24.32")),
        (wei, 40, D("16.22")),
    ]
    as_(store, "front_desk", ana)
    for deed in (
        lambda: queries.expected(store, lines, shares=shares),
        lambda: queries.of_order(store, 1),
        lambda: queries.booked(store, 1),
        lambda: commission_try.tried(store, FOUR, Asked(lines[0].product_id, D(1))),
        lambda: commission_try.targets(store, "a"),
        lambda: plan_page.page(store),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_what_was_expected_is_what_is_booked(store, make, worked):
    ana, _, _, shares = worked
    product = make.product(price="50", cost="20")
    customer = make.customer()
    draft = make.draft(
        customer, (product, "3", "50"), (product, "1", "19"), shares=[(one.staff_id, one.percent) for one in shares]
    )
    quote = orders.quote(store, draft, request=new_uid())
    found = queries.of_order(store, quote.order_id)
    orders.confirm(store, quote.order_id, request=new_uid())
    commissions.run(store)
    assert total(store, "earned", order_id=quote.order_id) == found.amount
    assert [(one.kept, one.payable) for one in queries.booked(store, quote.order_id)] == [
        (one.amount, 0) for one in found.people
    ]
    with store.read() as tx:
        line = stored_lines(tx, quote.order_id)[0].id
    returns.take_back(store, quote.order_id, {line: D(3)}, request=new_uid(), reason="back")
    commissions.run(store)
    assert {one.kept for one in queries.booked(store, quote.order_id)} == {0}
    as_(store, "sales", ana)
    assert [one.staff_id for one in queries.booked(store, quote.order_id)] == [ana]


def test_without_names_the_customers_salesperson_sold_it(store, make, worked):
    ana, _, lines, _ = worked
    customer = make.customer(salesperson_id=ana)
    assert queries.usual_shares(store, customer) == (Share(ana, D(100)),)
    as_(store, "sales", ana)
    assert queries.expected(store, lines, customer_id=customer).amount == D("40.54")
    as_(store, "manager")
    assert queries.expected(store, lines, customer_id=make.customer()) is None


def test_trying_a_plan_says_level_rule_and_amount(store, make, worked):
    ana, _, lines, _ = worked
    product = lines[0].product_id
    customer = make.customer(salesperson_id=ana)
    found = commission_try.tried(store, FOUR, Asked(product, D(2), None, customer))
    assert (found.price, found.net, found.cost, found.base) == (120, 240, 140, 100)
    assert (found.level, found.rate, found.rule, found.commission) == ("A", 12, 0, 12)
    assert (found.salesperson != "", found.plan) == (True, "Sales")
    [group] = [one for one in commission_try.targets(store, "tool") if one.kind == "category"]
    ruled = Terms(rates(12), Base.REVENUE, rules=(Rule(Rates.flat(D(5)), category_id=group.id),))
    found = commission_try.tried(store, ruled, Asked(product, D(1), D("99.99")))
    assert (found.base, found.rate, found.rule, found.commission) == (D("99.99"), 5, 1, D("5.00"))
    with pytest.raises(NotFound):
        commission_try.tried(store, FOUR, Asked(999, D(1)))


def test_the_page_names_what_rules_are_about(store, make, worked):
    product = worked[2][0].product_id
    agree(store, Terms(rates(5), rules=(Rule(rates(3), product_id=product),)), name="B", since=date(2026, 2, 1))
    page = plan_page.page(store)
    assert [plan.name for plan in page.plans] == ["B", "Sales"]
    assert page.names["product", product].startswith("P")
    assert (page.bounds, page.closed, [name for _, name in page.groups]) == ((30, 20, 10), frozenset(), ["Tools"])
