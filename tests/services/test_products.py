"""Products with their prices and costs over time."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import Category, OrderLine, Product, ProductCost, ProductPrice
from app.services import products
from app.services.products import ProductDraft
from tests.support.ledger import booked

D = Decimal


def add(store, name="Table", **values):
    return products.add(store, ProductDraft(name, **values), request=new_uid())


def test_a_product_gets_a_code_of_its_own(store):
    assert [add(store).code, add(store).code] == ["P-0001", "P-0002"]


def test_codes_that_people_gave_are_passed_over(store):
    for code in ("P-0001", "P-0002", "P-0004"):
        add(store, code=code)
    assert [add(store).code, add(store).code] == ["P-0003", "P-0005"]


def test_a_code_is_used_once_and_a_repeated_request_adds_one(store):
    request = new_uid()
    first, again = (products.add(store, ProductDraft("Table", "T"), request=request) for _ in range(2))
    assert (first.id, first.code) == (again.id, again.code)
    with pytest.raises(Conflict, match="code T is used already"):
        add(store, code="T")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"price": D(-1)}, "price"),
        ({"price": D("NaN")}, "price"),
        ({"cost": D("-0.01")}, "cost"),
        ({"cost": D("0.00001")}, "cost"),
        ({"tax_rate": D(-1)}, "tax_rate"),
        ({"tax_rate": D("0.001")}, "tax_rate"),
    ],
)
def test_products_that_cannot_be(store, values, field):
    with pytest.raises(Mistake) as refused:
        add(store, **values)
    assert refused.value.field == field
    with store.read() as tx:
        assert tx.all(select(Product.id)) == []


def test_prices_and_costs_hold_from_their_day(store, make):
    product = make.product(price="10", cost="6")
    products.set_price(store, product, D(12), valid_from=date(2026, 3, 10), request=new_uid())
    products.set_cost(store, product, D(7), valid_from=date(2026, 3, 10), request=new_uid())
    customer = make.customer()
    for day, price, cost in ((date(2026, 3, 9), 10, 6), (date(2026, 3, 10), 12, 7)):
        order = make.order(customer, (product, "1"), on=day).order_id
        with store.read() as tx:
            assert tx.scalar(select(OrderLine.list_price).where(OrderLine.order_id == order)) == price
        assert booked(store, order_id=order)[2] == cost


def test_a_price_of_a_day_is_one_and_a_repeated_request_changes_it_once(store, make):
    product, request = make.product(price="10"), new_uid()
    for price in ("11", "12"):
        products.set_price(store, product, D(price), valid_from=date(2026, 3, 10), request=new_uid())
        products.set_price(store, product, D(price), valid_from=None, request=request)
    with store.read() as tx:
        rows = tx.all(select(ProductPrice.valid_from, ProductPrice.price).order_by(ProductPrice.price))
    assert [tuple(row) for row in rows] == [(None, D(11)), (date(2026, 3, 10), D(12))]


@pytest.mark.parametrize(("setter", "model"), [(products.set_price, ProductPrice), (products.set_cost, ProductCost)])
def test_prices_that_cannot_be(store, make, setter, model):
    product = make.product(price="1", cost="1")
    for value in ("-0.01", "NaN", "0.00001", "1e12"):
        with pytest.raises(Mistake):
            setter(store, product, D(value), valid_from=date(2026, 1, 1), request=new_uid())
    with pytest.raises(NotFound, match="no such product"):
        setter(store, 9999, D(1), valid_from=None, request=new_uid())
    with store.read() as tx:
        assert len(tx.all(select(model.id))) == 1


def test_a_product_without_cost_is_sold_and_known_as_such(store, make):
    order = make.order(make.customer(), (make.product(cost=None), "2")).order_id
    assert booked(store, order_id=order) == (2, D("20.00"), 0)


def test_categories_are_made_when_they_are_new(store):
    add(store, category="Chairs")
    add(store, category="Chairs")
    add(store)
    with store.read() as tx:
        assert [row[0] for row in tx.all(select(Category.name))] == ["Chairs"]
        assert sorted(tx.all(select(Product.category_id)), key=str)[-1][0] is None
