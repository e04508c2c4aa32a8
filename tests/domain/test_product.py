"""Levels by margin, and what is valid on a day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.product import LEVELS, LevelBounds, level_of, valid_on
from tests.support import reference

D = Decimal
BOUNDS = LevelBounds()


@pytest.mark.parametrize(
    ("revenue", "cost", "level"),
    [
        ("1037.81", "700.00", "A"),  # 32.55 %
        ("192.19", "190.00", "D"),  # 1.14 %
        ("100.00", "70.00", "A"),
        ("100.00", "70.01", "B"),
        ("100.00", "80.00", "B"),
        ("100.00", "80.01", "C"),
        ("100.00", "90.00", "C"),
        ("100.00", "90.01", "D"),
        ("100.00", "130.00", "D"),
        ("100.00", "0.00", "A"),
        ("-207.56", "-140.00", "A"),  # the return of a line has the line's level
        ("-100.00", "-90.01", "D"),
    ],
)
def test_level_by_margin(revenue, cost, level):
    assert level_of(D(revenue), D(cost), BOUNDS) == level


def test_the_exact_quotient_decides_and_not_its_rounded_percentage():
    # 29.9999997 % is shown as 30.00
    assert level_of(D("30000000.00"), D("21000000.10"), BOUNDS) == "B"
    assert level_of(D("30000000.00"), D("21000000.00"), BOUNDS) == "A"


def test_without_revenue_there_is_a_level_only_for_a_loss():
    assert level_of(D(0), D(0), BOUNDS) is None
    assert level_of(D(0), D("12.00"), BOUNDS) == "D"


def test_bounds_are_the_companys():
    bounds = LevelBounds(D(50), D("40.5"), D(0))
    levels = [level_of(D(1000), D(cost), bounds) for cost in (500, 501, 595, 596, 1000, 1001)]
    assert levels == ["A", "B", "B", "C", "C", "D"]


@given(st.decimals("0.01", "99999", places=2), st.decimals("-99999", "99999", places=2))
def test_a_counter_entry_has_the_level_of_its_entry(revenue, cost):
    assert level_of(-revenue, -cost, BOUNDS) == level_of(revenue, cost, BOUNDS)


@given(
    st.decimals("0.01", "99999", places=2),
    st.decimals("0", "99999", places=2),
    st.decimals("0", "999", places=2),
)
def test_a_higher_cost_never_gives_a_better_level(revenue, cost, more):
    assert LEVELS.index(level_of(revenue, cost + more, BOUNDS)) >= LEVELS.index(level_of(revenue, cost, BOUNDS))


def test_the_newest_price_that_holds():
    history = [(date(2026, 3, 1), D(12)), (None, D(10)), (date(2025, 1, 1), D(11))]
    on = {
        date(2024, 12, 31): 10,
        date(2025, 1, 1): 11,
        date(2026, 2, 28): 11,
        date(2026, 3, 1): 12,
        date(2030, 1, 1): 12,
    }
    assert {day: valid_on(history, day) for day in on} == on


def test_before_the_first_price_there_is_none():
    assert valid_on([(date(2026, 3, 1), D(12))], date(2026, 2, 28)) is None
    assert valid_on([], date(2026, 2, 28)) is None


@pytest.mark.parametrize("since_ever", [None, date.min])
def test_of_equal_dates_the_later_entry_holds(since_ever):
    assert valid_on([(since_ever, "old"), (since_ever, "new")], date(2026, 1, 1)) == "new"


@pytest.mark.reference
@pytest.mark.parametrize("data", ["classicmodels", "superstore_south"])
def test_product_levels_equal_the_reference(data):
    names = dict(zip(("4", "3", "2", "1", ""), (*LEVELS, None), strict=True))
    bounds_of = {"level_10_20_30": BOUNDS, "level_30_40_50": LevelBounds(D(50), D(40), D(30))}
    seen = 0
    for row in reference.rows(f"expected/{data}/product_margin.csv"):
        for column, bounds in bounds_of.items():
            seen += 1
            assert level_of(D(row["revenue"]), D(row["cost"]), bounds) == names[row[column]], row
    assert seen > 400
