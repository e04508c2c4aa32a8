"""Money: rounding, lines, splits, tax and the database's whole units."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    LARGEST,
    checked,
    from_gross,
    from_units,
    line_amount,
    percent_of,
    rounded,
    split,
    tax_by_rate,
    tax_on,
    to_units,
)
from app.domain.refusal import Mistake

D = Decimal


def decimals(*texts: str) -> list[Decimal]:
    return [D(text) for text in texts]


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.124999", 2, "0.12"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.00005", 4, "1.0001"),
        ("7", 2, "7.00"),
        ("999999999999999999999999999999.995", 2, "1000000000000000000000000000000.00"),
    ],
)
def test_rounding_is_half_up_away_from_zero(value, places, expected):
    assert str(rounded(D(value), places)) == expected


@pytest.mark.parametrize(
    ("quantity", "unit", "discount", "expected"),
    [
        ("10", "120", "10", "1080.00"),
        ("5", "40", "0", "200.00"),
        ("10", "70", "0", "700.00"),
        ("1.5", "0.3333", "0", "0.50"),
        ("0.125", "1", "0", "0.13"),
        ("-0.125", "1", "0", "-0.13"),
        ("1", "0.1", "50", "0.05"),
        ("3", "0.0150", "0", "0.05"),
        ("1", "100", "100", "0.00"),
    ],
)
def test_a_line_is_rounded_once(quantity, unit, discount, expected):
    assert line_amount(D(quantity), D(unit), D(discount)) == D(expected)


def test_a_currency_without_decimals():
    assert line_amount(D(3), D("33.5"), places=0) == 101
    assert split(D(100), [D(1)] * 3, 0) == decimals("34", "33", "33")
    assert from_gross(D(110), D(10), 0) == (D(100), D(10))


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("40.54", ("60", "40"), ("24.32", "16.22")),
        ("10.01", ("50", "50"), ("5.01", "5.00")),
        ("100.00", ("1", "1", "1"), ("33.34", "33.33", "33.33")),
        ("-100.00", ("1", "1", "1"), ("-33.34", "-33.33", "-33.33")),
        ("50.00", ("1080.00", "200.00"), ("42.19", "7.81")),
        ("0.01", ("33.33", "33.33", "33.34"), ("0.00", "0.00", "0.01")),
        ("10.00", ("0", "0"), ("5.00", "5.00")),
        ("10.00", ("0", "7"), ("0.00", "10.00")),
        ("0.00", ("1", "2"), ("0.00", "0.00")),
        ("1.00", ("1E+2", "3E+2"), ("0.25", "0.75")),
    ],
)
def test_parts_of_an_amount(amount, weights, parts):
    assert split(D(amount), decimals(*weights)) == decimals(*parts)


@pytest.mark.parametrize("weights", [(), ("1", "-1"), ("-0.01",)])
def test_shares_are_zero_or_more(weights):
    with pytest.raises(ValueError, match="zero or more"):
        split(D(1), decimals(*weights))


def test_an_amount_with_lost_digits_is_not_split():
    with pytest.raises(ValueError, match="more than 2 decimals"):
        split(D("0.005"), [D(1)])


def test_the_worked_order():
    """10 x P1 list 120 -10 % (cost 70), 5 x P2 at 40 (cost 38), order discount 50, freight billed 30, paid 45."""
    nets = [line_amount(D(10), D(120), D(10)), line_amount(D(5), D(40))]
    discounts = split(D(50), nets)
    after = [net - discount for net, discount in zip(nets, discounts, strict=True)]
    assert after == decimals("1037.81", "192.19")
    contributions = [after[0] - line_amount(D(10), D(70)), after[1] - line_amount(D(5), D(38))]
    assert contributions == decimals("337.81", "2.19")
    order = sum(contributions, D(30) - D(45))
    assert (order, percent_of(order, sum(after, D(30)))) == (D("325.00"), D("25.79"))
    assert percent_of(contributions[0], after[0]) == D("32.55")


def test_tax_is_rounded_once_per_rate():
    lines = [(D(21), D("0.30")), (D(10), D("1.00")), (D(21), D("0.30")), (D(21), D("0.30"))]
    # three lines of 0.30 would make 3 x 0.06; their sum makes 0.19
    assert tax_by_rate(lines) == {D(10): (D("1.00"), D("0.10")), D(21): (D("0.90"), D("0.19"))}
    assert list(tax_by_rate(lines)) == [D(10), D(21)]
    assert tax_by_rate([]) == {}


@pytest.mark.parametrize(
    ("gross", "rate", "net", "tax"),
    [
        ("99.99", "21", "82.64", "17.35"),
        ("-99.99", "21", "-82.64", "-17.35"),
        ("100.00", "0", "100.00", "0.00"),
        ("121.00", "21", "100.00", "21.00"),
        ("0.01", "21", "0.01", "0.00"),
    ],
)
def test_prices_that_include_tax(gross, rate, net, tax):
    assert from_gross(D(gross), D(rate)) == (D(net), D(tax))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("325.00", "1260.00", "25.79"), ("1", "3", "33.33"), ("2", "3", "66.67"), ("-1", "8", "-12.50"), ("1", "0", None)],
)
def test_percentages(part, whole, percent):
    assert percent_of(D(part), D(whole)) == (None if percent is None else D(percent))


def test_lost_digits_are_refused():
    with pytest.raises(ValueError, match="more than 2 decimals"):
        to_units(D("1.005"), 2)
    assert to_units(D("1.50000"), 2) == 150


places = st.integers(0, 4)
wide = st.decimals("-1e12", "1e12", places=6)
rates = st.decimals("0", "100", places=2)


@st.composite
def amounts(draw, decimals_=None):
    digits = draw(places) if decimals_ is None else decimals_
    return Decimal(draw(st.integers(-(10**14), 10**14))).scaleb(-digits), digits


@given(amounts(), st.lists(st.decimals("0", "1000000", places=3), min_size=1, max_size=12))
def test_parts_always_add_up(amount, weights):
    value, digits = amount
    parts = split(value, weights, digits)
    assert len(parts) == len(weights)
    assert sum(parts) == value
    assert all(part == rounded(part, digits) for part in parts)
    assert all(part * value >= 0 for part in parts)
    total = sum(weights)
    if total:
        unit = Decimal(1).scaleb(-digits)
        for part, weight in zip(parts, weights, strict=True):
            # never a whole unit away from the exact share
            assert abs(part * total - value * weight) < unit * total


@given(amounts(), st.lists(st.decimals("0", "1000000", places=3), min_size=1, max_size=12))
def test_parts_of_the_counter_amount_are_the_counter_parts(amount, weights):
    value, digits = amount
    assert split(-value, weights, digits) == [-part for part in split(value, weights, digits)]


@given(amounts(), st.lists(st.decimals("0", "1000", places=2), min_size=1, max_size=6), st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(amount, weights, factor):
    value, digits = amount
    assert split(value, [weight * factor for weight in weights], digits) == split(value, weights, digits)


@given(amounts(), st.integers(1, 20))
def test_equal_parts_differ_by_one_unit_and_the_earlier_are_larger(amount, count):
    value, digits = amount
    sizes = [abs(part) for part in split(value, [D(1)] * count, digits)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] - sizes[-1] <= Decimal(1).scaleb(-digits)


@given(wide, places)
def test_rounding_is_the_nearest_and_symmetric(value, digits):
    near = rounded(value, digits)
    assert near == -rounded(-value, digits)
    assert abs(near - value) * 2 <= Decimal(1).scaleb(-digits)
    if abs(near - value) * 2 == Decimal(1).scaleb(-digits):
        assert abs(near) > abs(value)


@given(wide, rates, places)
def test_tax_of_a_counter_amount_is_the_counter_tax(net, rate, digits):
    assert tax_on(-net, rate, digits) == -tax_on(net, rate, digits)


@given(amounts(2), rates)
def test_net_and_tax_are_the_gross(amount, rate):
    gross, _ = amount
    net, tax = from_gross(gross, rate)
    assert net + tax == gross
    assert net == rounded(net)
    # the tax of the net is the same to one unit
    assert abs(tax_on(net, rate) - tax) <= D("0.01")


@given(amounts())
def test_whole_units_and_back(amount):
    value, digits = amount
    units = to_units(value, digits)
    assert from_units(units, digits) == value
    assert to_units(from_units(units, digits), digits) == units
    assert -from_units(units, digits).as_tuple().exponent == digits


@given(st.decimals("-1e12", "1e12", places=3), st.decimals("0", "1e12", places=4), rates)
def test_a_line_is_exact_before_it_is_rounded(quantity, unit, discount):
    exact = Fraction(quantity) * Fraction(unit) * (100 - Fraction(discount)) / 100
    cents = int(abs(exact) * 100 + Fraction(1, 2))
    assert to_units(line_amount(quantity, unit, discount), 2) == (-cents if exact < 0 else cents)


@given(st.decimals("0.001", "1e9", places=3), st.decimals("0", "1e9", places=4), rates)
def test_a_line_and_its_return_cancel(quantity, unit, discount):
    assert line_amount(quantity, unit, discount) + line_amount(-quantity, unit, discount) == 0


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("NaN", "not a number"),
        ("sNaN", "not a number"),
        ("Infinity", "not a number"),
        ("-0.01", "zero or a positive"),
        ("1e12", "too large"),
        ("0.001", "2 can be kept"),
        ("1e-99", "2 can be kept"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(value, says):
    with pytest.raises(Mistake, match=says) as refused:
        checked(D(value), 2, field="price")
    assert refused.value.field == "price"


@pytest.mark.parametrize("value", ["0", "0.01", "1.000", "999999999999.99"])
def test_what_can_be_kept_comes_back_unchanged(value):
    assert checked(D(value), 2, field="price") == D(value) < LARGEST
    assert checked(-D(value), 2, field="price", signed=True) == -D(value)
