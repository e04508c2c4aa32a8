"""Commission: the worked numbers, and what must hold for any order."""

from datetime import date, timedelta
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commission import Agreed, Fact, Line, Order, line_commission, movements, released_to_date
from app.domain.commission_plan import (
    Band,
    Base,
    Negative,
    Rates,
    Rule,
    Steps,
    Terms,
    Trigger,
    lineage,
    of_bands,
)
from app.domain.commission_statement import Entry, extras, summary
from app.domain.refusal import Mistake

DAY = date(2026, 3, 2)
BANDS = (Band(D(2), D(10000)), Band(D(3), D(20000)), Band(D(5)))
TWELVE = Terms(Rates(D(12), D(8), D(4), D(1)))


def line(terms=TWELVE, *, shares=((1, D(100)),), quantity="10", net="1037.81", cost="700", rate="12", at=1):
    """A line whose salespeople have the same plan."""
    agreed = tuple(Agreed(who, share, 1, terms, D(rate)) for who, share in shares)
    return Line(at, D(quantity), D(net), D(cost), D(21), tuple(shares), agreed)


def back(at, quantity, net, fact=1, day=5):
    """Goods of one line came back."""
    return Fact("back", fact, DAY + timedelta(day), quantities={at: D(quantity)}, nets={at: D(net)})


def sums(found, *kinds, staff=None):
    """Σ amount of some kinds."""
    return sum((m.amount for m in found if m.kind in kinds and staff in (None, m.staff_id)), D(0))


def test_the_worked_line_its_split_and_its_return():
    shares = ((1, D(60)), (2, D(40)))
    order = Order(1, DAY, [line(shares=shares)])
    found = movements(order)
    assert [m.amount for m in found if m.kind == "released"] == [D("24.32"), D("16.22")]
    two = movements(Order(1, DAY, [line()], facts=[back(1, 2, "207.56")]))
    [clawed] = [m for m in two if m.kind == "clawback"]
    assert (clawed.amount, clawed.on) == (D("-8.11"), DAY + timedelta(5))
    whole = Order(1, DAY, [line(shares=shares)], facts=[back(1, 2, "207.56"), back(1, 8, "830.25", 2, 9)])
    assert sums(movements(whole), "clawback") == D("-40.54")
    for person in (1, 2):
        assert sums(movements(whole), "released", "clawback", staff=person) == 0


def test_released_by_payment_cumulatively():
    terms = Terms(Rates.flat(D(10)), trigger=Trigger.PAYMENT)
    sold = line(terms, net="1000", cost="0", rate="10")
    facts = [Fact("bill", 1, DAY, D(1210), nets={1: D(1000)})]
    facts += [Fact("paid", at, DAY + timedelta(at), D(a)) for at, a in ((1, "403.33"), (2, "403.33"), (3, "403.34"))]
    found = [m.amount for m in movements(Order(1, DAY, [sold], facts=facts)) if m.kind == "released"]
    assert found == [D("33.33"), D("33.34"), D("33.33")]
    assert released_to_date(D(100), D("403.33"), D(1210)) == D("33.33")


def test_an_unpaid_order_that_is_credited_whole_is_offset_and_a_paid_one_clawed_back():
    terms = Terms(Rates.flat(D(10)), trigger=Trigger.PAYMENT)
    sold = line(terms, net="1000", cost="0", rate="10")
    bill = Fact("bill", 1, DAY, D(1210), nets={1: D(1000)})
    gone = [Fact("bill", 2, DAY + timedelta(5), D(-1210), nets={1: D(-1000)}), back(1, 10, "1000")]
    unpaid = movements(Order(1, DAY, [sold], facts=[bill, *gone]))
    assert [(m.kind, m.amount) for m in unpaid] == [("earned", 100), ("offset", -100)]
    paid = movements(Order(1, DAY, [sold], facts=[bill, Fact("paid", 1, DAY, D(605)), *gone]))
    assert [(m.kind, m.amount) for m in paid] == [
        ("earned", 100), ("released", 50), ("offset", -50), ("clawback", -50),
    ]  # fmt: skip


def test_half_comes_back_of_what_is_half_paid_and_nothing_is_clawed_back():
    terms = Terms(Rates.flat(D(10)), trigger=Trigger.PAYMENT)
    sold = line(terms, net="1000", cost="0", rate="10")
    facts = [
        Fact("bill", 1, DAY, D(1210), nets={1: D(1000)}), Fact("paid", 1, DAY + timedelta(1), D(605)),
        Fact("bill", 2, DAY + timedelta(5), D(-605), nets={1: D(-500)}), back(1, 5, "500"),
    ]  # fmt: skip
    found = movements(Order(1, DAY, [sold], facts=facts))
    assert [(m.kind, m.amount) for m in found] == [("earned", 100), ("released", 50), ("offset", -50)]


def test_by_invoice_each_bill_releases_its_part():
    terms = Terms(Rates.flat(D(10)), trigger=Trigger.INVOICE)
    sold = line(terms, net="100", cost="0", rate="10")
    bills = [Fact("bill", at, DAY + timedelta(at), D(net), nets={1: D(net)}) for at, net in ((1, "33"), (2, "67"))]
    found = movements(Order(1, DAY, [sold], facts=bills))
    assert [m.amount for m in found if m.kind == "released"] == [D("3.30"), D("6.70")]


def test_negative_lines():
    deduct = Terms(Rates.flat(D(5)), negative=Negative.DEDUCT)
    assert line_commission(TWELVE, D(12), D(100), D(150)) == 0
    assert line_commission(deduct, D(5), D(100), D(150)) == D("-2.50")
    revenue = Terms(Rates.flat(D(3)), base=Base.REVENUE)
    assert line_commission(revenue, D(3), D(100), D(150)) == 3
    found = movements(Order(1, DAY, [line(deduct, net="100", cost="150", rate="5")], facts=[back(1, 10, "100")]))
    assert [(m.kind, m.amount) for m in found] == [
        ("earned", D("-2.50")), ("released", D("-2.50")), ("clawback", D("2.50")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "marginal", "slab"),
    [("10000", "200", "200"), ("10000.01", "200", "300"), ("25000", "750", "1250"), ("0", "0", "0"), ("-5", "0", "0")],
)
def test_bands(total, marginal, slab):
    assert of_bands(D(total), BANDS, Steps.MARGINAL) == D(marginal)
    assert of_bands(D(total), BANDS, Steps.SLAB) == D(slab)


def test_the_cap_pays_what_comes_first_and_gives_way_to_clawback():
    terms = Terms(Rates(), cap=D(2000))
    month = [Entry("released", D(amount), line_id=at) for at, amount in enumerate((900, 700, 600))]
    found = extras(month, terms)
    assert [(one.kind, one.amount, one.line_id) for one in found] == [("cap", -200, 2)]
    box = summary(D(0), [*month, *found])
    assert (box.earned, box.over_cap, box.closing) == (2000, 200, 2000)
    later = extras([Entry("clawback", D(-600), line_id=2)], terms, {2: D(200)})
    assert [(one.kind, one.amount) for one in later] == [("cap", 200)]
    assert summary(D(0), [Entry("clawback", D(-600), line_id=2), *later]).clawed_back == 400


def test_bands_of_a_month_are_an_entry_of_their_own_and_below_the_cap():
    month = [Entry("released", D(0), D(25000), 1), Entry("clawback", D(0), D(-5000), 1)]
    terms = Terms(Rates(), bands=BANDS, cap=D(450))
    assert [(one.kind, one.amount, one.base) for one in extras(month, terms)] == [
        ("bands", 500, 20000), ("cap", -50, 0),
    ]  # fmt: skip


def test_the_first_rule_wins_and_groups_match_through_their_parents():
    groups = lineage(3, {3: 2, 2: 1, 1: None})
    assert groups == (3, 2, 1)
    assert lineage(3, {3: 2, 2: 3}) == (3, 2)
    rules = (Rule(Rates.flat(D(7)), product_id=5), Rule(Rates.flat(D(9)), category_id=1), Rule(Rates(), category_id=3))
    terms = Terms(Rates(D(4), D(3), D(2), D(1)), rules=rules)
    assert [terms.rate_for("A", product, groups) for product in (5, 6)] == [7, 9]
    assert [terms.rate_for(level, 6) for level in ("A", "B", "C", "D", None)] == [4, 3, 2, 1, 1]


@pytest.mark.parametrize(
    "terms",
    [
        Terms(Rates.flat(D(120))), Terms(Rates.flat(D(-1))), Terms(Rates(), rules=(Rule(Rates()),)),
        Terms(Rates(), bands=(Band(D(2)), Band(D(3)))),
        Terms(Rates(), bands=(Band(D(2), D(5)), Band(D(3), D(5)), BANDS[2])),
        Terms(Rates(), bands=(Band(D(2), D(5)),)), Terms(Rates(), cap=D(-1)), Terms(Rates(), cap=D("0.001")),
    ],
)  # fmt: skip
def test_terms_that_cannot_be(terms):
    with pytest.raises(Mistake):
        terms.check()


def test_the_statement_adds_up():
    month = [Entry("released", D(100)), Entry("clawback", D(-30)), Entry("adjustment", D(5)), Entry("paid", D(-60))]
    box = summary(D("-20"), month)
    assert (box.earned, box.clawed_back, box.adjustments, box.paid, box.closing) == (100, 30, 5, 60, -5)


cents = st.integers(0, 100000).map(lambda units: D(units).scaleb(-2))
percents = st.integers(1, 9999).map(lambda units: D(units).scaleb(-2))


@st.composite
def lives(draw):
    """An order of several lines and salespeople, billed whole, and what happens to it; all of it or a part is paid."""
    trigger = draw(st.sampled_from(Trigger))
    negative = draw(st.sampled_from(Negative))
    base = draw(st.sampled_from(Base))
    terms = Terms(Rates(), base=base, trigger=trigger, negative=negative)
    cut = draw(st.lists(percents, max_size=2, unique=True).map(sorted))
    edges = [D(0), *cut, D(100)]
    shares = tuple((at, high - low) for at, (low, high) in enumerate(pairwise(edges)))
    rate = str(draw(percents))
    lines = [
        line(terms, shares=shares, quantity="8", net=str(draw(cents)), cost=str(draw(cents)), rate=rate, at=at)
        for at in range(1, draw(st.integers(1, 3)) + 1)
    ]
    gross = sum((one.net for one in lines), D(0))
    facts = [Fact("bill", 1, DAY, gross, nets={one.id: one.net for one in lines})]
    left = {one.id: [one.quantity, one.net] for one in lines}
    for at in range(draw(st.integers(0, 4))):
        chosen = draw(st.sampled_from(sorted(left)))
        part = draw(st.integers(0, 8).map(D).filter(lambda q, at=chosen: q <= left[at][0]))
        net = left[chosen][1] if part == left[chosen][0] else min(left[chosen][1], draw(cents))
        left[chosen][0] -= part
        left[chosen][1] -= net
        day = DAY + timedelta(draw(st.integers(0, 20)))
        facts += [
            Fact("back", at + 1, day, quantities={chosen: part}, nets={chosen: net}),
            Fact("bill", at + 2, day, -net, nets={chosen: -net}),
        ]
    for at in range(draw(st.integers(0, 3))):
        facts.append(Fact("paid", at, DAY + timedelta(draw(st.integers(0, 30))), draw(cents)))
    return Order(1, DAY, lines, facts=facts), terms, D(rate), left


@given(lives())
def test_over_its_life_exactly_the_commission_of_what_is_kept_and_paid_is_released(life):
    order, terms, rate, left = life
    found = movements(order)
    gross = sum((one[1] for one in left.values()), D(0))
    paid = sum((fact.amount for fact in order.facts if fact.kind == "paid"), D(0))
    for one in order.lines:
        mine = [m for m in found if m.line_id == one.id]
        whole = line_commission(terms, rate, one.net, one.cost)
        assert sums(mine, "earned") == whole, "splits add up"
        kept = sums(mine, "earned", "offset", "clawback")
        if left[one.id] == [0, 0]:
            assert kept == 0, "clawback complete is minus the commission"
            assert sum((m.base for m in mine if m.kind not in ("earned", "offset")), D(0)) == 0
        if terms.negative is Negative.ZERO:
            assert 0 <= kept <= whole
        for who, _ in one.weights:
            own = sums(mine, "earned", "offset", "clawback", staff=who)
            released = sums(mine, "released", "clawback", staff=who)
            if terms.trigger is Trigger.PAYMENT:
                assert released == released_to_date(own, paid, gross)
            else:
                assert released == own
            if left[one.id] == [0, 0]:
                assert (own, released) == (0, 0)


@given(st.lists(cents, min_size=2, max_size=2).map(sorted))
def test_marginal_bands_never_fall(totals):
    low, high = (D(10) * total for total in totals)
    assert of_bands(low, BANDS, Steps.MARGINAL) <= of_bands(high, BANDS, Steps.MARGINAL)
    for steps in Steps:
        assert 0 <= of_bands(high, BANDS, steps) <= high
