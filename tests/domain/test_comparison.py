"""Changes between periods and shares of a total."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparison import Change, change_percent, plain_change_percent, shares
from tests.support import reference

D = Decimal
SETS = ["classicmodels", "superstore_south"]


@pytest.mark.parametrize(
    ("now", "base", "percent"),
    [
        ("150.00", "100.00", "50.00"),
        ("150.00", "99.99", None),
        ("-150.00", "100.00", None),
        ("-71480", "-69450", "-2.92"),  # a cost that grew
        ("-50.00", "-100.00", "50.00"),
        ("-50.00", "-99.99", None),
        ("1.00", "-500.00", None),
        ("0.00", "500.00", "-100.00"),
        ("0.00", "-500.00", "100.00"),
        ("500.00", "0.00", None),
        ("100.00", "300.00", "-66.67"),
        ("100.125", "100", "0.13"),
    ],
)
def test_a_percentage_is_shown_where_it_says_something(now, base, percent):
    expected = None if percent is None else D(percent)
    assert change_percent(D(now), D(base)) == expected
    assert Change(D(now), D(base)).percent == expected
    assert Change(D(now), D(base)).amount == D(now) - D(base)


def test_the_plain_percentage_is_empty_only_for_a_base_of_zero():
    assert plain_change_percent(D("-1645.08"), D("2346.66")) == D("-170.10")
    assert plain_change_percent(D(3), D("0.01")) == 29900
    assert plain_change_percent(D(3), D(0)) is None


money = st.decimals("-99999", "99999", places=2)


@given(money, money)
def test_both_rules_agree_where_both_speak(now, base):
    strict, plain = change_percent(now, base), plain_change_percent(now, base)
    assert strict is None or strict == plain
    assert (plain is None) == (base == 0)
    if abs(base) >= 100 and (now >= 0) == (base >= 0):
        assert strict == plain


@given(money, money)
def test_turning_both_signs_turns_the_percentage(now, base):
    straight, turned = plain_change_percent(now, base), plain_change_percent(-now, -base)
    assert straight == (None if turned is None else -turned)


def test_shares_stand_by_size_then_ties_then_code():
    amounts = {"b": D(10), "10": D(10), "9": D(10), "x": D(70), "z": D(-50)}
    found = shares(amounts, {"b": D(5)})
    assert [part.code for part in found] == ["x", "b", "9", "10", "z"]
    assert [part.share_percent for part in found] == [D(140), D(20), D(20), D(20), D(-100)]
    assert [part.cumulative_percent for part in found] == [D(140), D(160), D(180), D(200), D(100)]


def test_running_shares_are_exact_and_not_sums_of_rounded_ones():
    found = shares({"a": D(1), "b": D(1), "c": D(1)})
    assert [part.share_percent for part in found] == [D("33.33")] * 3
    assert [part.cumulative_percent for part in found] == [D("33.33"), D("66.67"), D(100)]


def test_a_total_of_zero_has_no_shares():
    assert {part.share_percent for part in shares({"a": D(5), "b": D(-5)})} == {None}
    assert shares({}) == []


@given(st.dictionaries(st.text(max_size=3), money, max_size=20))
def test_shares_end_at_a_hundred(amounts):
    found = shares(amounts)
    assert [part.code for part in found] == [part.code for part in shares(dict(reversed(amounts.items())))]
    assert sum((part.amount for part in found), D(0)) == sum(amounts.values(), D(0))
    if found and found[-1].cumulative_percent is not None:
        assert found[-1].cumulative_percent == 100


def months(data: str) -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
    """Revenue and profit by month and customer."""
    found = defaultdict(dict)
    for row in reference.rows(f"expected/{data}/customer_month.csv"):
        found[row["month"]][row["customer_id"]] = (D(row["revenue"]), D(row["profit"]))
    return found


def year_of(data: str, last: str = "12") -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
    """Revenue and profit by year and customer, up to a month."""
    years = defaultdict(lambda: defaultdict(lambda: (D(0), D(0))))
    for month, customers in months(data).items():
        if month[5:] <= last:
            for code, (revenue, profit) in customers.items():
                before = years[month[:4]][code]
                years[month[:4]][code] = (before[0] + revenue, before[1] + profit)
    return years


def total(customers) -> tuple[Decimal, Decimal]:
    return sum((c[0] for c in customers.values()), D(0)), sum((c[1] for c in customers.values()), D(0))


def check_changes(row: dict[str, str], now: tuple[Decimal, Decimal], base: tuple[Decimal, Decimal]) -> None:
    for at, name in enumerate(("revenue", "profit")):
        change = Change(now[at], base[at])
        figures = (base[at], now[at], change.amount, plain_change_percent(now[at], base[at]))
        columns = ("prev", "cur", "change", "change_pct")
        assert figures == tuple(reference.number(row[f"{name}_{column}"]) for column in columns), row


@pytest.mark.reference
@pytest.mark.parametrize("data", SETS)
def test_periods_of_a_year_before_equal_the_reference(data):
    by_month = {month: total(customers) for month, customers in months(data).items()}
    nothing = (D(0), D(0))
    seen = 0
    for row in reference.rows(f"expected/{data}/yoy_period.csv"):
        seen += 1
        year, before = row["year"], str(int(row["year"]) - 1)
        period = row["period"]
        if period == "FULL" or period.startswith("YTD"):
            years = year_of(data, "12" if period == "FULL" else period[4:])
            check_changes(row, total(years[year]), total(years[before]))
        else:
            now, base = (by_month.get(f"{at}-{period}", nothing) for at in (year, before))
            check_changes(row, now, base)
    assert seen > 20


@pytest.mark.reference
@pytest.mark.parametrize("data", SETS)
def test_customers_of_a_year_before_equal_the_reference(data):
    years = year_of(data)
    seen = defaultdict(set)
    for row in reference.rows(f"expected/{data}/yoy_customer.csv"):
        code, year = row["customer_id"], row["year"]
        seen[year].add(code)
        check_changes(row, years[year][code], years[str(int(year) - 1)][code])
    assert all(len(codes) > 50 for codes in seen.values())


@pytest.mark.reference
@pytest.mark.parametrize("data", SETS)
def test_the_best_customers_equal_the_reference(data):
    expected = defaultdict(list)
    for row in reference.rows(f"expected/{data}/top20_profit.csv"):
        figures = (D(row["profit"]), D(row["contribution_pct"]), D(row["cumulative_pct"]))
        expected[row["year"]].append((row["customer_id"], *figures))
    years = year_of(data)
    for year, theirs in expected.items():
        profits = {code: profit for code, (_, profit) in years[year].items()}
        revenues = {code: revenue for code, (revenue, _) in years[year].items()}
        ours = [(p.code, p.amount, p.share_percent, p.cumulative_percent) for p in shares(profits, revenues)]
        assert ours[: len(theirs)] == theirs
    assert expected
