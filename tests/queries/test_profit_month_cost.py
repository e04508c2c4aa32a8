"""What the printed month costs: statements that do not grow, and rows that somebody can read."""

from datetime import date
from decimal import Decimal

from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_figures import CustomerRow
from app.queries.profit_month import profit_month
from app.queries.profit_month_customers import small_customer

D = Decimal
MARCH = Month(2026, 3)


def test_small_customers_share_a_line_only_when_there_are_many():
    rows = [CustomerRow(str(n), str(n), D(n), D(n), previous=D(n), year_before=D(n)) for n in range(1, 401)]
    assert small_customer(rows[:100]) == ZERO
    limit = small_customer(rows)
    assert limit == D(500)
    assert sum(row.contribution >= limit for row in rows) <= 100


def test_statements_do_not_grow_with_customers(store, make, statements, clock):
    product = make.product()

    def fill(count):
        for number in range(count):
            customer = make.customer(city="Elche")
            make.order(customer, (product, "1"), on=date(2026, 2 + number % 2, 3))
        statements.clear()
        report = profit_month(store, MARCH)
        return len(statements), len(report.customers)

    few, rows = fill(20)
    many, more_rows = fill(180)
    assert (rows, more_rows) == (20, 200)
    # two of them count complaints, one commission
    assert few == many <= 29
