"""Two real companies are imported, and every independently computed figure comes out equal to the cent."""

from collections import defaultdict
from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest

from app.domain.account import natural_key
from app.domain.money import percent_of
from app.domain.month import Month
from app.domain.product import LevelBounds, level_of
from app.domain.tier import tiers
from app.queries import accounts, contribution, fulfilment
from tests.support.imported import ON_BOTH, whole_company
from tests.support.reference import number, rows

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module", params=ON_BOTH, ids="-".join)
def books(request, tmp_path_factory):
    """(set, store) with the whole company imported, on both databases."""
    with whole_company(request, tmp_path_factory, "figures") as made:
        yield made


def test_customer_month_and_year(books):
    name, store = books
    for period, file in (("month", "customer_month"), ("year", "customer_year")):
        ours = {(row.period, row.code): row for row in contribution.by(store, "customer", period=period)}
        expected = list(rows(f"expected/{name}/{file}.csv"))
        assert len(ours) == len(expected)
        for line in expected:
            row = ours[line[period], line["customer_id"]]
            assert (str(row.orders), row.revenue, row.cost, row.contribution) == (
                line["orders"], D(line["revenue"]), D(line["cost"]), D(line["profit"]),
            )  # fmt: skip
            assert row.name == line["customer_name"]
            if period == "year":
                assert row.margin_percent == number(line["margin_pct"])


def test_month_and_year_totals_by_every_group(books):
    name, store = books
    for group in contribution.GROUPS:
        for period, file in (("month", "month_totals"), ("year", "year_totals")):
            sums = defaultdict(lambda: [D(0), D(0)])
            for row in contribution.by(store, group, period=period):
                sums[row.period][0] += row.revenue
                sums[row.period][1] += row.cost
            expected = [
                line
                for line in rows(f"expected/{name}/{file}.csv")
                if line.get("basis", "included") == "included" and line[period] != "ALL"
            ]
            assert len(sums) == len(expected)
            for line in expected:
                revenue, cost = sums[line[period]]
                assert (revenue, cost, revenue - cost) == (D(line["revenue"]), D(line["cost"]), D(line["profit"]))
                assert percent_of(revenue - cost, revenue) == number(line["margin_pct"])


def test_products_and_their_levels(books):
    name, store = books
    ours = {(row.period, row.code): row for row in contribution.by(store, "product", period="year")}
    expected = [line for line in rows(f"expected/{name}/product_margin.csv") if line["year"] != "ALL"]
    assert len(ours) == len(expected)
    levels = {"1": "D", "2": "C", "3": "B", "4": "A", "": None}
    for line in expected:
        row = ours[line["year"], line["product_id"]]
        assert (row.quantity, row.revenue, row.cost, row.contribution) == (
            D(line["quantity"]), D(line["revenue"]), D(line["cost"]), D(line["profit"]),
        )  # fmt: skip
        assert row.margin_percent == number(line["margin_pct"])
        assert level_of(row.revenue, row.cost, LevelBounds()) == levels[line["level_10_20_30"]]
        assert row.name == line["product_name"]


def test_top_20_customers(books):
    name, store = books
    ranked = defaultdict(list)
    for row in contribution.compared(store, "customer", period="year", share=True):
        if row.sum.orders:
            ranked[row.sum.period].append(row)
    expected = list(rows(f"expected/{name}/top20_profit.csv"))
    assert {line["year"] for line in expected} == set(ranked)
    for line in expected:
        row = ranked[line["year"]][int(line["rank"]) - 1]
        assert (row.sum.code, row.sum.revenue, row.sum.contribution) == (
            line["customer_id"], D(line["revenue"]), D(line["profit"]),
        )  # fmt: skip
        assert row.share_percent == D(line["contribution_pct"])
        assert row.cumulative_percent == D(line["cumulative_pct"])


def test_year_over_year_per_customer(books):
    name, store = books
    ours = {(row.sum.period, row.sum.code): row for row in contribution.compared(store, "customer", period="year")}
    for line in rows(f"expected/{name}/yoy_customer.csv"):
        row = ours[line["year"], line["customer_id"]]
        assert (row.previous, row.sum.contribution, row.change) == (
            D(line["profit_prev"]), D(line["profit_cur"]), D(line["profit_change"]),
        )  # fmt: skip
        percent = number(line["profit_change_pct"])
        if abs(row.previous) >= 100 and row.previous * row.sum.contribution >= 0:
            assert row.change_percent == percent
        else:
            assert row.change_percent is None


def test_year_over_year_of_the_company(books):
    name, store = books
    totals = defaultdict(lambda: [D(0), D(0)])
    for row in contribution.by(store, "level", period="month"):
        totals[row.period][0] += row.revenue
        totals[row.period][1] += row.contribution
    last = max(totals)
    for line in rows(f"expected/{name}/yoy_period.csv"):
        months = _months(int(line["year"]), line["period"], Month.parse(last))
        now = [sum((totals[str(m)][i] for m in months), D(0)) for i in (0, 1)]
        before = [sum((totals[str(m.plus(-12))][i] for m in _before(months, line["period"])), D(0)) for i in (0, 1)]
        assert (now[0], before[0]) == (D(line["revenue_cur"]), D(line["revenue_prev"]))
        assert (now[1], before[1]) == (D(line["profit_cur"]), D(line["profit_prev"]))
        assert percent_of(now[1] - before[1], abs(before[1])) == number(line["profit_change_pct"])


def _months(year, period, last):
    if period.startswith("YTD-"):
        return list(Month(year, 1).until(Month(year, int(period[4:]))))
    if period == "FULL":
        return list(Month(year, 1).until(Month(year, 12)))
    return [Month(year, int(period))]


def _before(months, _period):
    return months


def test_tiers(books):
    name, store = books
    base = defaultdict(dict)
    for row in contribution.by(store, "customer", period="year"):
        base[row.period][row.code] = row.contribution
    expected = defaultdict(list)
    for line in rows(f"expected/{name}/abc.csv"):
        expected[line["base_year"]].append(line)
    for year, lines in expected.items():
        ours = {ranked.code: ranked for ranked in tiers(base[year])}
        assert len(ours) == len(lines)
        for line in lines:
            ranked = ours[line["customer_id"]]
            assert ranked.contribution == D(line["profit"])
            assert ranked.share_before_percent == D(line["cum_before_pct"])
            assert ranked.tier.replace("N", "C") == line["tier"]


def test_receivables_at_four_dates(books):
    name, store = books
    if name != "classicmodels":
        pytest.skip("payments are known for one of the companies only")
    for day in ("2003-12-31", "2004-12-31", "2005-05-31", "2005-06-30"):
        ours = {row.code: row.ageing for row in accounts.receivables(store, date.fromisoformat(day))}
        expected = list(rows(f"expected/{name}/receivables_{day}.csv"))
        listed = [line["customer_id"] for line in expected]
        assert sorted(ours, key=natural_key) == sorted(listed, key=natural_key)
        for line in expected:
            ageing = ours[line["customer_id"]]
            assert ageing.balance == D(line["balance"])
            assert ageing.unallocated == -D(line["unapplied_credit"])
            for column in ("not_due", "d1_30", "d31_60", "d61_90", "over_90"):
                assert getattr(ageing, column) == D(line[column])
            assert sum(ageing.columns, D(0)) == ageing.balance


def test_fulfilment(books):
    name, store = books
    ours = {str(row.year): row for row in fulfilment.by_year(store)}
    for line in rows(f"expected/{name}/fulfilment.csv"):
        if line["year"] not in ours:
            continue
        row = ours.pop(line["year"])
        assert [row.total, row.cancelled, row.included, row.completed, row.with_delivery] == [
            int(line[key])
            for key in (
                "orders_total",
                "orders_cancelled",
                "orders_included",
                "orders_completed",
                "orders_with_ship_date",
            )
        ]
        assert row.completed_percent == number(line["completion_pct_of_included"])
        assert row.average_days == number(line["avg_days_to_ship"])
        assert (min(row.days), max(row.days)) == (int(line["min_days"]), int(line["max_days"]))
        assert row.with_promise_and_delivery == int(line["orders_with_due_and_ship"])
        assert row.on_time == int(line["on_time"] or 0)
        assert row.on_time_percent == number(line["on_time_pct"])
    assert not ours
