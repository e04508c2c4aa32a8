"""Two public sales files through their maps: every order's revenue and cost is the expected one, to the cent."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.importing import plan_reader
from app.domain.money import line_amount
from app.integrations.tables import open_mapped, read_map_file
from tests.support.reference import reference_file

pytestmark = pytest.mark.reference
MAPS = Path(__file__).parents[1] / "support" / "maps"
SOUTH = ("superstore_south", "superstore_south.csv")


def rows(name: str, *parts: str) -> list:
    mapping = read_map_file(MAPS / f"{name}.toml")
    with open_mapped(reference_file("/".join(["derived", *parts])), mapping) as table:
        reader = plan_reader(mapping.kind, table.header, mapping)
        found = [reader.read(number, cells) for number, cells in table.rows]
        assert not table.notices
    assert not reader.notices
    return found


def expected(company: str) -> dict[str, dict[str, str]]:
    with reference_file(f"expected/{company}/order_totals.csv").open(encoding="utf-8", newline="") as file:
        return {row["order_id"]: row for row in csv.DictReader(file)}


def test_classic_models_people_and_products():
    people = rows("classicmodels_salespeople", "classicmodels_csv", "employees.csv")
    assert len(people) == 23
    assert people[0][1:] == ("1002", "Diane Murphy", "dmurphy@classicmodelcars.com", "President", None)
    customers = rows("classicmodels_customers", "classicmodels_csv", "customers.csv")
    assert len(customers) == 122
    assert sum(customer.salesperson is None for customer in customers) == 22
    by_code = {customer.code: customer for customer in customers}
    assert by_code["103"].country == "FR"
    assert by_code["103"].contact_name == "Carine Schmitt"
    assert by_code["114"].street == "636 St Kilda Road, Level 3"
    assert by_code["114"].credit_limit == Decimal("117300.00")
    assert {customer.country for customer in customers} >= {"GB", "US", "NO", "HK"}
    products = rows("classicmodels_products", "classicmodels_csv", "products.csv")
    assert len(products) == 110
    assert (products[0].cost, products[0].price, products[0].valid_from) == (Decimal("48.81"), Decimal("95.70"), None)


def test_classic_models_payments():
    payments = rows("classicmodels_payments", "classicmodels_csv", "payments.csv")
    assert len(payments) == 273
    assert sum(payment.amount for payment in payments) == Decimal("8853839.23")
    until = [payment.amount for payment in payments if payment.date <= date(2004, 12, 31)]
    assert sum(until) == Decimal("7563545.95")


def test_every_order_of_classic_models():
    cost = {row.code: row.cost for row in rows("classicmodels_products", "classicmodels_csv", "products.csv")}
    lines = rows("classicmodels_orders", "classicmodels_csv", "orderdetails.csv")
    assert len(lines) == 2996
    revenue, costs = defaultdict(Decimal), defaultdict(Decimal)
    status = {}
    for line in lines:
        revenue[line.order] += line_amount(line.quantity, line.unit_price)
        costs[line.order] += line_amount(line.quantity, cost[line.product])
        status[line.order] = (line.date, line.customer, line.status == "cancelled", line.delivered_on)
    wanted = expected("classicmodels")
    assert len(wanted) == 326
    assert {order: (revenue[order], costs[order]) for order in revenue} == {
        order: (Decimal(row["revenue"]), Decimal(row["cost"])) for order, row in wanted.items()
    }
    assert status == {
        order: (
            date.fromisoformat(row["order_date"]),
            row["customer_id"],
            row["included"] == "0",
            date.fromisoformat(row["ship_date"]) if row["ship_date"] else None,
        )
        for order, row in wanted.items()
    }
    assert all(line.salesperson is None for line in lines)


def test_superstore_people_and_products():
    assert [row[1:3] for row in rows("superstore_salespeople", *SOUTH)] == [("South", "Cassandra Brandow")]
    customers = rows("superstore_customers", *SOUTH)
    assert len(customers) == 512
    assert {customer.country for customer in customers} == {"US"}
    products = rows("superstore_products", *SOUTH)
    assert len(products) == 1057
    with reference_file("expected/superstore_south/product_margin.csv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        key, name = next(field for field in table.fieldnames if field.endswith("id")), "product_name"
        names = {row[key]: row.get(name) or row["name"] for row in table}
    assert {product.code: product.name for product in products} == names


def test_every_order_of_superstore():
    lines = rows("superstore_orders", *SOUTH)
    assert len(lines) == 1620
    found: dict[str, list] = defaultdict(lambda: [None, None, None, None, Decimal(0), Decimal(0)])
    for line in lines:
        order = found[line.order]
        order[:4] = [line.date, line.customer, line.delivered_on, line.salesperson]
        order[4] += line.line_net
        order[5] += line.line_cost
        assert line.status == "delivered"
    assert dict(found) == {
        order: [
            date.fromisoformat(row["order_date"]),
            row["customer_id"],
            date.fromisoformat(row["ship_date"]),
            ((row["salesperson_id"], Decimal(100)),),
            Decimal(row["revenue"]),
            Decimal(row["cost"]),
        ]
        for order, row in expected("superstore_south").items()
    }
    assert len(found) == 822
    assert sum(order[4] for order in found.values()) == Decimal("391721.90")
