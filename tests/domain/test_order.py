"""Orders as typed: their arithmetic, what is refused, and what may follow on what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import split, tax_on
from app.domain.order import BOOKED_STATES, MOVES, DraftLine, OrderDraft, Share, check_move, check_shares, figures
from app.domain.refusal import Conflict, Mistake

D = Decimal
DAY = date(2026, 3, 16)


def line(quantity="1", price="10", discount="0", tax="0", **values) -> DraftLine:
    return DraftLine(1, D(quantity), D(price), D(discount), D(tax), **values)


def draft(*lines, **values) -> OrderDraft:
    return OrderDraft(1, DAY, lines or [line()], **values)


def test_the_worked_example():
    order = draft(line("10", "120", "10"), line("5", "40"), discount=D(50), freight=D(30), freight_paid=D(45))
    order.check()
    found = figures(order)
    assert [row.before for row in found.lines] == [D("1080.00"), D("200.00")]
    assert [row.part for row in found.lines] == [D("42.19"), D("7.81")]
    assert [row.net for row in found.lines] == [D("1037.81"), D("192.19")]
    assert (found.net, found.tax, found.gross) == (D("1260.00"), D(0), D("1260.00"))


lines = st.builds(
    line,
    st.decimals("0.001", "9999", places=3).map(str),
    st.decimals("0", "9999", places=4).map(str),
    st.decimals("0", "100", places=2).map(str),
    st.sampled_from(["0", "4", "10", "21"]),
)


@given(st.lists(lines, min_size=1, max_size=8), st.integers(0, 100), st.decimals("0", "500", places=2))
def test_an_order_is_the_sum_of_its_parts(rows, percent, freight):
    before = figures(draft(*rows))
    discount = split(sum((row.before for row in before.lines), D(0)), [D(percent), D(100 - percent)])[0]
    found = figures(draft(*rows, discount=discount, freight=freight, freight_tax_rate=D(21)))
    assert sum((row.part for row in found.lines), D(0)) == discount
    assert all(0 <= row.net <= row.before for row in found.lines)
    assert found.net == sum((row.net for row in found.lines), freight)
    assert found.gross == found.net + found.tax
    assert sum((base for base, _ in found.taxes.values()), D(0)) == found.net
    assert all(tax == tax_on(base, rate) for rate, (base, tax) in found.taxes.items())


def test_a_currency_without_decimals():
    found = figures(draft(line("3", "333.3333", "0", "10"), discount=D(100)), places=0)
    assert (found.net, found.tax, found.gross) == (D(900), D(90), D(990))


WRONG_LINES = [
    ("quantity", line("0"), "above zero"),
    ("quantity", line("-1"), "above zero"),
    ("quantity", line("NaN"), "above zero"),
    ("quantity", line("1e12"), "above zero"),
    ("quantity", line("0.0001"), "3 can be kept"),
    ("unit_price", line("1", "-0.01"), "positive price"),
    ("unit_price", line("1", "NaN"), "positive price"),
    ("unit_price", line("1", "Infinity"), "positive price"),
    ("unit_price", line("1", "0.00001"), "4 can be kept"),
    ("discount_percent", line("1", "10", "100.01"), "at most 100"),
    ("discount_percent", line("1", "10", "-1"), "at most 100"),
    ("discount_percent", line("1", "10", "NaN"), "at most 100"),
    ("discount_percent", line("1", "10", "0.001"), "2 can be kept"),
    ("tax_rate", line("1", "10", "0", "-1"), "zero or a positive"),
    ("tax_rate", line("1", "10", "0", "101"), "at most 100"),
    ("list_price", line(list_price=D("-1")), "zero or a positive"),
]


@pytest.mark.parametrize(("field", "wrong", "says"), WRONG_LINES)
def test_lines_that_cannot_be(field, wrong, says):
    with pytest.raises(Mistake, match=says) as refused:
        draft(line(), wrong).check()
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("discount", {"discount": D("-1")}),
        ("discount", {"discount": D("NaN")}),
        ("discount", {"discount": D("0.001")}),
        ("freight", {"freight": D("-0.01")}),
        ("freight_paid", {"freight_paid": D("1e15")}),
        ("freight_tax_rate", {"freight_tax_rate": D(200)}),
        ("promised_on", {"promised_on": date(2026, 3, 15)}),
        ("lines", {"lines": []}),
    ],
)
def test_orders_that_cannot_be(field, values):
    with pytest.raises(Mistake) as refused:
        replace(draft(), **values).check()
    assert refused.value.field == field


def test_an_order_larger_than_can_be_booked_is_refused():
    with pytest.raises(Mistake, match="too large"):
        figures(draft(line("999999", "9999999")))
    with pytest.raises(Mistake, match="larger than the order"):
        figures(draft(discount=D("10.01")))
    assert figures(draft(discount=D("10.00"))).net == 0


@pytest.mark.parametrize(
    "percents", [["60", "39.99"], ["100", "0"], ["150", "-50"], ["NaN"], ["33.333", "33.333", "33.334"]]
)
def test_shares_total_a_hundred(percents):
    with pytest.raises(Mistake) as refused:
        check_shares([Share(at, D(percent)) for at, percent in enumerate(percents)])
    assert refused.value.field == "shares"


def test_nobody_has_two_shares():
    with pytest.raises(Mistake, match="named twice"):
        check_shares([Share(1, D(50)), Share(1, D(50))])
    with pytest.raises(Mistake, match="At most 20"):
        check_shares([Share(at, D(4)) for at in range(25)])
    check_shares([])
    check_shares([Share(1, D("33.34")), Share(2, D("33.33")), Share(3, D("33.33"))])


def test_every_move_leads_to_a_state_and_the_end_is_the_end():
    assert set().union(*MOVES.values()) <= MOVES.keys()
    assert MOVES["cancelled"] == MOVES["closed"] == frozenset()
    assert all(state in MOVES for state in BOOKED_STATES)
    for status, allowed in MOVES.items():
        for to in MOVES:
            if to in allowed:
                check_move(status, to)
            else:
                with pytest.raises(Conflict, match=f"cannot become {to}"):
                    check_move(status, to)


def test_delivered_goods_are_not_called_off():
    assert "cancelled" not in MOVES["delivered"] | MOVES["in_progress"] | MOVES["closed"]
