"""Tiers of customers by their share of the contribution."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tier import Thresholds, Tier, tiers
from tests.support import reference

D = Decimal
WORKED = [42000, 18000, 9000, 9000, 6000, 4000, 2000, 0, -1500]


def by_code(values) -> dict[str, Decimal]:
    return {str(at): D(value) for at, value in enumerate(values)}


def test_the_worked_example():
    found = tiers(by_code(WORKED), Thresholds(D(70), D(90)))
    assert [row.contribution for row in found] == WORKED
    assert "".join(row.tier for row in found) == "AAAABCCNN"
    shares = ["0", "46.67", "66.67", "66.67", "86.67", "93.33", "97.78", "100.00", "100.00"]
    assert [row.share_before_percent for row in found] == [D(share) for share in shares]


def test_the_thresholds_are_80_and_95_unless_said_otherwise():
    assert [row.tier for row in tiers(by_code([79, 16, 5]))] == [Tier.A, Tier.A, Tier.C]
    assert [row.tier for row in tiers(by_code([80, 15, 5]))] == [Tier.A, Tier.B, Tier.C]


def test_shares_are_compared_exactly_and_not_as_rounded_percentages():
    # 79.996 % is shown as 80.00 and is still below 80 %
    found = tiers(by_code([D("7999.6"), D("2000.4")]))
    assert found[1].share_before_percent == 80
    assert found[1].tier == "A"


def test_who_crosses_a_threshold_and_their_equals_are_above_it():
    found = tiers({"x": D(50), "c": D(50), "b": D(50), "a": D(50)})
    assert [(row.code, row.tier) for row in found] == [("a", "A"), ("b", "A"), ("c", "A"), ("x", "A")]


def test_all_negative_is_all_n():
    found = tiers(by_code([-5, -1, 0]))
    assert [(row.contribution, row.share_before_percent, row.tier) for row in found] == [
        (D(0), D(0), "N"),
        (D(-1), D(0), "N"),
        (D(-5), D(0), "N"),
    ]


def test_nobody_is_no_tier():
    assert tiers({}) == []


def test_equal_contributions_stand_by_code_as_people_count():
    assert [row.code for row in tiers(dict.fromkeys(["b", "10", "9", "a"], D(1)))] == ["9", "10", "a", "b"]


amounts = st.dictionaries(st.text(max_size=4), st.decimals("-9999", "9999", places=2), max_size=30)
percents = st.tuples(st.integers(1, 100), st.integers(1, 100)).map(sorted)


@given(amounts, percents)
def test_rules_that_hold_for_all_customers(contributions, limits):
    a, b = (D(limit) for limit in limits)
    found = tiers(contributions, Thresholds(a, b))
    assert {row.code: row.contribution for row in found} == contributions
    total = sum((max(value, D(0)) for value in contributions.values()), D(0))
    for row in found:
        before = sum((v for v in contributions.values() if v > max(row.contribution, D(0))), D(0))
        if row.contribution <= 0:
            assert row.tier == "N"
        elif before * 100 < a * total:
            assert row.tier == "A"
        else:
            assert row.tier == ("B" if before * 100 < b * total else "C")
    assert "".join(row.tier for row in found) == "".join(sorted(row.tier for row in found))
    assert [row.contribution for row in found] == sorted(contributions.values(), reverse=True)


@given(amounts)
def test_the_order_of_the_customers_does_not_matter(contributions):
    assert tiers(dict(reversed(contributions.items()))) == tiers(contributions)


@pytest.mark.reference
@pytest.mark.parametrize("data", ["classicmodels", "superstore_south"])
def test_tiers_equal_the_reference(data):
    years = defaultdict(dict)
    for row in reference.rows(f"expected/{data}/customer_year.csv"):
        years[row["year"]][row["customer_id"]] = D(row["profit"])
    expected = defaultdict(list)
    for row in reference.rows(f"expected/{data}/abc.csv"):
        expected[row["base_year"]].append(
            (row["customer_id"], D(row["profit"]), D(row["cum_before_pct"]), row["tier"])
        )  # fmt: skip
    assert expected
    for year, theirs in expected.items():
        ours = [
            # the reference counts customers without profit as C
            (row.code, row.contribution, row.share_before_percent, row.tier.replace("N", "C"))
            for row in tiers(years[year])
        ]
        assert ours == theirs
