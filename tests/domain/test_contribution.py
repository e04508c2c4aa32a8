"""Contribution: parts that add up for every salesperson, and to zero when everything comes back."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contribution import (
    Part,
    contribution,
    cost_corrected,
    given_back,
    line_cost,
    next_part,
    parts,
    portion,
    recognised,
    taken_back,
    total_of,
)
from app.domain.money import split
from app.domain.order import Share
from app.domain.refusal import Conflict, Mistake

D = Decimal
P1 = Part(None, D(10), D("1037.81"), D("700.00"))
P2 = Part(None, D(5), D("192.19"), D("190.00"))


def test_the_worked_example():
    assert contribution(P1.revenue, P1.cost) == D("337.81")
    assert contribution(P2.revenue, P2.cost) == D("2.19")
    assert contribution(D(30), D(45)) == D(-15)
    [back] = taken_back([P1], D(2))
    assert (back.quantity, back.revenue, back.cost) == (D(-2), D("-207.56"), D("-140.00"))
    assert contribution(back.revenue, back.cost) == D("-67.56")


def test_a_cost_that_is_not_known_counts_nothing():
    assert line_cost(D(3), None) == 0
    assert line_cost(D(3), D("0.3333")) == D("1.00")
    with pytest.raises(Mistake, match="too large"):
        line_cost(D("99999999999"), D("99999"))


shares = st.lists(st.integers(1, 20), max_size=4).map(
    lambda by: tuple(
        Share(at, percent)
        for at, percent in enumerate(split(D(100), [D(weight) for weight in by]) if by else ())
        if percent
    )
)
lines = st.builds(
    lambda quantity, revenue, cost: Part(None, quantity, revenue, cost),
    st.decimals("0.001", "500", places=3),
    st.decimals("0", "99999", places=2),
    st.decimals("0", "99999", places=2),
)
cuts = st.lists(st.integers(0, 100), max_size=6)


def pieces(quantity: D, by: list[int]) -> list[D]:
    """A quantity in pieces."""
    return [piece for piece in split(quantity, [D(weight) for weight in [*by, 1]], 3) if piece]


def added(kept, booked) -> list[Part]:
    """What the ledger holds after a booking, per salesperson."""
    sums = defaultdict(lambda: [D(0)] * 3)
    for part in [*kept, *booked]:
        sums[part.staff_id] = [
            one + more for one, more in zip(sums[part.staff_id], (part.quantity, part.revenue, part.cost), strict=True)
        ]
    return [Part(staff, *numbers) for staff, numbers in sums.items()]


def by_person(found) -> dict:
    return {part.staff_id: part for part in found if not part.empty}


@given(lines, shares)
def test_salespeople_share_the_whole_line(line, by):
    found = parts(line.quantity, line.revenue, line.cost, by)
    assert total_of(found) == line
    assert [part.staff_id for part in found] == ([share.staff_id for share in by] or [None])


@given(lines, shares, cuts)
def test_deliveries_in_any_pieces_book_what_one_would_have_booked(line, by, cut):
    kept, rest, value = [], line.quantity, line.revenue
    for now in pieces(line.quantity, cut):
        piece = next_part(line, rest, value, now)
        assert 0 <= piece.revenue <= value
        assert piece.cost >= 0
        kept = added(kept, recognised(kept, piece, by))
        rest, value = rest - now, value - piece.revenue
    assert by_person(kept) == by_person(parts(line.quantity, line.revenue, line.cost, by))


@given(lines, shares, cuts)
def test_after_everything_came_back_nothing_is_left_for_anybody(line, by, cut):
    kept = list(parts(line.quantity, line.revenue, line.cost, by))
    for quantity in pieces(line.quantity, cut):
        before = {part.staff_id: part for part in kept}
        back = taken_back(kept, quantity)
        assert -total_of(back).quantity == quantity
        assert all(0 <= -part.quantity <= before[part.staff_id].quantity for part in back)
        kept = added(kept, back)
    assert by_person(kept) == {}


@given(lines, shares, st.decimals("0", "1", places=3), st.decimals("0", "99999", places=2))
def test_the_paper_of_the_return_says_what_revenue_comes_back(line, by, share, revenue):
    kept = parts(line.quantity, line.revenue, line.cost, by)
    quantity = (line.quantity * share).quantize(D("0.001"))
    revenue = min(revenue, line.revenue)
    if 0 < quantity < line.quantity:
        back = total_of(taken_back(kept, quantity, revenue=revenue))
        assert (-back.quantity, -back.revenue) == (quantity, revenue)
        assert -back.cost == portion(line.cost, quantity, line.quantity)


@given(lines, shares, st.decimals("0", "99999", places=2))
def test_money_back_is_revenue_alone_and_never_more_than_there_is(line, by, amount):
    kept = parts(line.quantity, line.revenue, line.cost, by)
    if amount > line.revenue:
        with pytest.raises(Conflict, match="cannot be given back"):
            given_back(kept, amount)
        return
    back = given_back(kept, amount)
    assert total_of(back) == Part(None, D(0), -amount, D(0))
    assert all(part.revenue <= 0 for part in back)


@given(lines, shares, st.decimals("0", "9999", places=4))
def test_a_corrected_cost_is_the_cost_that_should_have_been(line, by, unit_cost):
    kept = parts(line.quantity, line.revenue, line.cost, by)
    after = added(kept, cost_corrected(kept, unit_cost))
    assert total_of(after) == Part(None, line.quantity, line.revenue, line_cost(line.quantity, unit_cost))
    assert cost_corrected(after, unit_cost) == ()
    assert by_person(added(after, taken_back(after, line.quantity))) == {}


def test_more_than_is_kept_cannot_come_back():
    with pytest.raises(Conflict, match="Only 10"):
        taken_back([P1], D("10.001"))


def test_a_change_of_salespeople_between_deliveries_settles_what_was_booked():
    one = parts(D(4), D("40.00"), D("24.00"), (Share(1, D(100)),))
    grown = recognised(one, Part(None, D(6), D("60.00"), D("36.00")), (Share(2, D(100)),))
    assert by_person(added(one, grown)) == {2: Part(2, D(10), D("100.00"), D("60.00"))}
