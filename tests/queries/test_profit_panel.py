"""The profit screen's figures: those of the printed report, and every total opens to lines that sum to it exactly."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Mistake, NotAllowed
from app.domain.watch import Stopped, Watch
from app.queries import profit_panel, profit_panel_drill, profit_panel_matrix
from app.queries.profit_month import profit_month
from app.queries.profit_panel_drill import Scope
from app.services import months
from app.store.session import Actor
from tests.support.profits import MARCH, busy_company

D, ZERO = Decimal, Decimal(0)
FIGURES = ("revenue", "contribution", "previous", "year_before", "to_date", "to_date_before")


@pytest.fixture
def busy(store, make):
    return busy_company(store, make)


def test_rows_are_those_of_the_printed_report(store, busy):
    paper = profit_month(store, MARCH)
    head = profit_panel.head(store, MARCH)
    assert head.report.figures == paper.figures
    assert (head.report.bridge, head.report.months) == (paper.bridge, paper.months)
    whole = paper.figures.contribution
    rows = profit_panel.rows(store, MARCH, "customers")
    printed = {row.code: row for row in paper.customers}
    assert {row.code for row in rows.rows} == printed.keys()
    for row in rows.rows:
        same = printed[row.code]
        assert all(getattr(row, name) == getattr(same, name) for name in (*FIGURES, "tier", "on_course"))
    for view in ("customers", "products", "salespeople", "levels"):
        total = profit_panel.rows(store, MARCH, view).total
        assert (total.revenue, total.contribution) == (paper.figures.revenue.now, whole.now), view
        assert (total.previous, total.year_before) == (whole.previous, whole.year_before), view
        assert total.to_date == whole.to_date, view
    for view, shares in (("salespeople", paper.salespeople), ("levels", paper.levels)):
        found = {row.name: (row.revenue, row.contribution) for row in profit_panel.rows(store, MARCH, view).rows}
        assert {row.name: (row.revenue, row.contribution) for row in shares}.items() <= found.items()
    assert profit_panel.rows(store, MARCH, "orders").total.contribution == whole.now


def test_every_total_opens_to_lines_that_sum_to_it(store, busy):
    opened = 0
    for month in (MARCH, Month(2026, 2)):
        for view in profit_panel.VIEWS:
            for row in profit_panel.rows(store, month, view).rows:
                scope = Scope(month, view, row.key)
                orders = profit_panel_drill.orders(store, scope)
                assert sum((one.contribution for one in orders), ZERO) == row.contribution, (view, row.name)
                assert sum((one.revenue for one in orders), ZERO) == row.revenue, (view, row.name)
                kinds = profit_panel_drill.made_of(store, scope)
                assert sum((one.contribution for one in kinds), ZERO) == row.contribution
                for order in orders:
                    lines = profit_panel_drill.entries(store, scope.within(order.key))
                    assert sum((line.contribution for line in lines), ZERO) == order.contribution
                    assert len(lines) == order.entries
                    opened += 1
    assert opened > 20


def test_a_row_through_the_months(store, busy):
    key = str(busy["hotel"])
    points = profit_panel_drill.history(store, Scope(MARCH, "customers", key))
    assert len(points) == 24
    row = next(row for row in profit_panel.rows(store, MARCH, "customers").rows if row.key == key)
    assert (points[-1].contribution, points[-1].year_before) == (row.contribution, row.year_before)
    assert points[-2].contribution == row.previous
    for view in ("customers", "products", "salespeople", "levels"):
        rows = profit_panel.rows(store, MARCH, view).rows
        trends = profit_panel.trends(store, MARCH, view, [row.key for row in rows])
        for row in rows:
            assert (trends[row.key][-1], trends[row.key][-2]) == (row.contribution, row.previous), (view, row.name)


def test_months_beside_customers(store, busy):
    found = profit_panel_matrix.matrix(store, Month(2026, 1), MARCH, most=1)
    assert [row.name for row in found.rows] == ["Hotel", ""]
    assert found.others == 2
    assert found.total.amounts[-1] == profit_month(store, MARCH).figures.contribution.now
    with pytest.raises(Mistake):
        profit_panel_matrix.matrix(store, MARCH, Month(2026, 1))
    stopped = Watch()
    stopped.stop()
    with pytest.raises(Stopped):
        profit_panel_matrix.matrix(store, Month(1996, 1), MARCH, watch=stopped)


def test_how_long_a_period_takes_is_known_before_it_is_read(store, busy):
    outlook, watch = profit_panel_matrix.outlook(store, Month(1996, 1), Month(2026, 12)), Watch()
    profit_panel_matrix.matrix(store, Month(1996, 1), Month(2026, 12), watch=watch)
    assert watch.done == watch.total == outlook.lines > 0
    assert 0 < outlook.seconds <= profit_panel_matrix.LONG
    assert not outlook.long
    assert profit_panel_matrix.outlook(store, Month(1996, 1), Month(1996, 2)).lines == 0


def test_customers_who_rest_keep_their_part_of_the_year(store, make, busy):
    """The total of the year to date is that of the month's figures, also for who bought nothing in these months."""
    make.order(busy["bar"], (busy["towel"], "9", "12"), on=date(2026, 1, 9))
    rows = profit_panel.rows(store, Month(2026, 5), "customers")
    figures = profit_month(store, Month(2026, 5)).figures.contribution
    assert (rows.total.to_date, rows.total.contribution) == (figures.to_date, figures.now)
    rest = [row for row in rows.rows if not row.key]
    assert [(row.contribution, row.to_date) for row in rest] == [(ZERO, figures.to_date)]
    assert profit_panel_drill.orders(store, Scope(Month(2026, 5), "customers", "")) == ()


def test_lines_without_a_cost_are_named(store, busy):
    assert profit_panel.head(store, MARCH).uncosted == 1
    [line] = profit_panel_drill.uncosted_lines(store, MARCH)
    assert (line.product, line.customer, line.revenue) == ("Gift", "Spa", D(5))


def test_an_empty_month_names_one_with_figures(store, busy):
    head = profit_panel.head(store, Month(2026, 5))
    assert (head.empty, head.nearest) == (True, MARCH)
    assert not profit_panel.head(store, MARCH).empty


def test_a_closed_month_is_shown_as_it_was_printed(store, busy):
    months.close(store, MARCH, request=new_uid(), accept=("not_over", "no_cost", "earlier_open"))
    head = profit_panel.head(store, MARCH)
    assert head.closed
    assert head.report == profit_month(store, MARCH)
    rows = profit_panel.rows(store, MARCH, "customers")
    assert rows.total.contribution == head.report.figures.contribution.now
    row = next(row for row in profit_panel_matrix.month_rows(store) if row.month == MARCH)
    assert (row.state, row.revision, row.check_code) == ("closed", 1, head.report.check_code)
    assert row.contribution == rows.total.contribution


@pytest.mark.parametrize("access", ["front_desk", "sales", "none"])
def test_who_may_not_see_profit_is_refused(store, access):
    store.actor = Actor("front", access=access)
    scope = Scope(MARCH, "levels", "A")
    for ask in (
        lambda: profit_panel.head(store, MARCH),
        lambda: profit_panel.rows(store, MARCH, "customers"),
        lambda: profit_panel.trends(store, MARCH, "levels", ["A"]),
        lambda: profit_panel.tier_reasons(store, MARCH),
        lambda: profit_panel_drill.orders(store, scope),
        lambda: profit_panel_drill.entries(store, scope),
        lambda: profit_panel_drill.made_of(store, scope),
        lambda: profit_panel_drill.history(store, scope),
        lambda: profit_panel_drill.uncosted_lines(store, MARCH),
        lambda: profit_panel_matrix.matrix(store, MARCH, MARCH),
        lambda: profit_panel_matrix.month_rows(store),
        lambda: profit_month(store, MARCH),
        lambda: months.paper(store, MARCH),
    ):
        with pytest.raises(NotAllowed):
            ask()
