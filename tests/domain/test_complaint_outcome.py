"""Outcomes of complaints: what is given, never more than was sold, and exactly what was written."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import frozen
from app.domain.complaint_outcome import (
    Item,
    Possible,
    Proposal,
    Terms,
    check_possible,
    check_state,
    money_of,
    needs_approval,
    pieces_of,
    priced,
    shared_lines,
)
from app.domain.money import line_amount
from app.domain.refusal import Conflict, Mistake, Refusal

D = Decimal
# the worked example of the rules: P1 1,037.81 for 10, P2 192.19 for 5, all of it billed
P1 = Possible(1, "Bathrobe", D(10), D("1037.81"), D("1037.81"))
P2 = Possible(2, "Towel", D(5), D("192.19"), D("192.19"))


def test_ten_percent_of_each_line_is_rounded_once_per_line():
    discount = Proposal("discount", "late", 7, percent=D(10))
    assert money_of(discount, [P1, P2]) == {1: D("103.78"), 2: D("19.22")}
    one = Proposal("discount", "late", 7, items=(Item(2),), percent=D(10))
    assert money_of(one, [P1, P2]) == {2: D("19.22")}


def test_an_amount_is_split_by_what_is_billed():
    discount = Proposal("discount", "late", 7, amount=D(50))
    assert money_of(discount, [P1, P2]) == {1: D("42.19"), 2: D("7.81")}
    with pytest.raises(Conflict, match=r"Only 1230\.00 can still be given back; 1230\.01 was asked"):
        money_of(Proposal("discount", "late", 7, amount=D("1230.01")), [P1, P2])


def test_what_is_not_billed_cannot_be_given_back():
    unbilled = Possible(1, "Bathrobe", D(10), D("1037.81"), D(0))
    for proposal in (Proposal("discount", "late", 7, percent=D(10)), Proposal("discount", "late", 7, amount=D(1))):
        with pytest.raises(Conflict, match="Nothing of this is on a bill"):
            money_of(proposal, [unbilled])
    with pytest.raises(Conflict, match="Nothing of ‘Bathrobe’ can be given back"):
        check_possible(Proposal("credit", "late", 7, items=(Item(1, amount=D(1)),)), [unbilled])


def test_more_than_is_left_says_what_is_left():
    left = Possible(1, "Bathrobe", D(3), D("311.34"), D("311.34"), replaced=D(1))
    with pytest.raises(Conflict, match="Of ‘Bathrobe’ only 3 can still come back; 4 was asked"):
        check_possible(Proposal("return", "torn", 7, items=(Item(1, D(4)),)), [left])
    with pytest.raises(Conflict, match="Of ‘Bathrobe’ only 2 can still be replaced; 3 was asked"):
        check_possible(Proposal("replacement", "torn", 7, items=(Item(1, D(3)),)), [left])
    with pytest.raises(Conflict, match=r"only 311\.34 can still be given back; 311\.35"):
        check_possible(Proposal("credit", "torn", 7, items=(Item(1, amount=D("311.35")),)), [left])
    with pytest.raises(Mistake, match="not on the order"):
        check_possible(Proposal("return", "torn", 7, items=(Item(9, D(1)),)), [left])
    check_possible(Proposal("return", "torn", 7, items=(Item(1, D(3)),)), [left])


@pytest.mark.parametrize(
    ("proposal", "field"),
    [
        (Proposal("gift", "why"), "kind"),
        (Proposal("rejected", " "), "reason"),
        (Proposal("apology", ""), "reason"),
        (Proposal("apology", "Sorry", cost=D("-1")), "cost"),
        (Proposal("return", "torn"), "order_id"),
        (Proposal("return", "torn", 7), "lines"),
        (Proposal("return", "torn", 7, items=(Item(1),)), "lines"),
        (Proposal("return", "torn", 7, items=(Item(1, D(1)), Item(1, D(2)))), "lines"),
        (Proposal("return", "torn", 7, items=(Item(1, D("0.0001")),)), "quantity"),
        (Proposal("credit", "torn", 7, items=(Item(1, D(1)),)), "lines"),
        (Proposal("credit", "torn", 7, items=(Item(1, amount=D("NaN")),)), "amount"),
        (Proposal("discount", "torn", 7), "percent"),
        (Proposal("discount", "torn", 7, percent=D(1), amount=D(1)), "percent"),
        (Proposal("discount", "torn", 7, percent=D("100.01")), "percent"),
        (Proposal("discount", "torn", 7, percent=D(0)), "percent"),
        (Proposal("discount", "torn", 7, amount=D(0)), "amount"),
    ],
)
def test_proposals_that_cannot_be_name_their_field(proposal, field):
    with pytest.raises(Mistake) as found:
        proposal.check()
    assert found.value.field == field


def test_the_limit_is_about_all_that_is_given():
    assert not needs_approval(D("90.00"), D("10.00"), D(100))
    assert needs_approval(D("90.00"), D("10.01"), D(100))


def test_what_was_decided_is_not_decided_again():
    check_state("proposed", "approved")
    check_state("approved", "executed")
    for state, to, says in (
        ("proposed", "executed", "waits for a manager"), ("executed", "withdrawn", "carried out already"),
        ("approved", "refused", "was approved already"), ("withdrawn", "approved", "was withdrawn"),
    ):  # fmt: skip
        with pytest.raises(Conflict, match=says):
            check_state(state, to)
    with pytest.raises(Conflict, match="refused: At most 20"):
        check_state("refused", "executed", "At most 20")


def test_terms_are_kept_as_they_were():
    terms = Terms((Item(1, D(2)), Item(2, amount=D("3.50"))), D("12.5"), None, True, D("4.00"), D("99.90"))
    assert frozen.loads(Terms, frozen.dumps(terms)) == terms


def test_who_speaks_of_the_same_lines():
    assert shared_lines((Item(1), Item(2)), (Item(2), Item(3))) == {2}
    assert shared_lines((), (Item(2),)) == {2}
    assert shared_lines((Item(1),), (Item(2),)) == frozenset()


@given(
    st.decimals("0.001", "99999", places=3), st.decimals("0", "999999", places=4), st.sampled_from([0, 2, 3, 4])
)  # fmt: skip
def test_new_goods_at_what_was_paid_cost_exactly_that(quantity, net, places):
    net = net.quantize(D(1).scaleb(-places))
    lines = priced(quantity, net, places)
    assert sum(pieces for pieces, _ in lines) == quantity
    assert all(pieces > 0 and unit >= 0 for pieces, unit in lines)
    assert sum(line_amount(pieces, unit, D(0), places) for pieces, unit in lines) == net


amounts = st.decimals("0", "5000", places=2)
sales = st.lists(st.tuples(st.decimals("0.5", "50", places=3), amounts, st.integers(0, 4)), min_size=1, max_size=4)
deeds = st.lists(
    st.tuples(st.sampled_from(["return", "credit", "replacement", "discount"]), st.integers(0, 3),
              st.decimals("0.001", "60", places=3), st.decimals("0.01", "6000", places=2), st.booleans()),
    max_size=12,
)  # fmt: skip


@given(sales, deeds)
def test_no_sequence_of_outcomes_gives_more_than_was_sold(sold, asked):
    """Pieces, money and pieces given again: none of the three sums passes what was sold, and nothing is below zero."""
    now = [
        Possible(at, f"P{at}", kept, net, (net * part / 4).quantize(D("0.01")))
        for at, (kept, net, part) in enumerate(sold)
    ]
    for kind, at, quantity, amount, percent in asked:
        proposal = proposal_of(kind, at % len(now), quantity, amount, percent=percent)
        try:
            proposal.check()
            check_possible(proposal, now)
            money = money_of(proposal, now) if kind in ("credit", "discount") else {}
        except Refusal:
            continue
        now = [after(proposal, line, money.get(line.line_id, D(0))) for line in now]
    for line, (kept, net, _) in zip(now, sold, strict=True):
        assert 0 <= line.kept <= kept
        assert 0 <= line.billed_net <= line.kept_net <= net
        assert 0 <= line.replaced <= kept


def proposal_of(kind, at, quantity, amount, *, percent):
    if kind == "discount":
        how = {"percent": min(D(100), quantity.quantize(D("0.01")) + 1)} if percent else {"amount": amount}
        return Proposal(kind, "why", 1, (Item(at),), **how)
    item = Item(at, amount=amount) if kind == "credit" else Item(at, quantity)
    return Proposal(kind, "why", 1, (item,))


def after(proposal, line, money):
    """The line once the proposal is carried out."""
    pieces = pieces_of(proposal).get(line.line_id, D(0))
    if proposal.kind == "replacement":
        return replace(line, replaced=line.replaced + pieces)
    part = money or (line.kept_net * pieces / line.kept).quantize(D("0.01"), "ROUND_FLOOR") if line.kept else D(0)
    billed = line.billed_net - money if money else min(line.billed_net, line.kept_net - part)
    return replace(line, kept=line.kept - pieces, kept_net=line.kept_net - part, billed_net=billed)
