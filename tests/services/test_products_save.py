"""A product's form is saved: merged with others' changes, refused in words, noted with who and when."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NeedsConsent, NotAllowed, NotFound
from app.models import Category
from app.queries import listing, product_form, product_list
from app.services import products, products_save, returns
from app.services.products import ProductDraft
from app.services.products_save import ProductEdit
from app.store.session import Actor
from tests.support.ledger import lines_of

D = Decimal


@pytest.fixture
def towel(make):
    return make.product("Towel", code="T1", price="10", cost="6", tax_rate=D(21))


def read(store, product):
    return product_form.product(store, product)


def save(store, product, before, **fields):
    base = {name: before.values[name] for name in fields}
    edit = ProductEdit(fields, base)
    return products_save.save(store, product, edit, version=before.version, request=new_uid())


def test_two_people_save_different_fields_of_one_product(store, towel):
    mine, theirs = read(store, towel), read(store, towel)
    assert not save(store, towel, theirs, unit="pc", name="Bath towel").merged
    assert save(store, towel, mine, supplier_code="X-9").merged
    now = read(store, towel)
    assert (now.values["name"], now.values["unit"], now.values["supplier_code"]) == ("Bath towel", "pc", "X-9")
    with pytest.raises(Conflict) as refused:
        save(store, towel, mine, name="Beach towel")
    [field] = refused.value.values["differing"]
    assert (field.key, field.base, field.theirs, field.mine) == ("name", "Towel", "Bath towel", "Beach towel")
    assert read(store, towel).values["name"] == "Bath towel"


def test_a_save_is_taken_back_and_a_repeated_one_changes_nothing(store, towel):
    before, request = read(store, towel), new_uid()
    edit = ProductEdit({"category": "Textiles > Towels"}, {"category": ""})
    done, again = (products_save.save(store, towel, edit, version=before.version, request=request) for _ in range(2))
    assert done.version == again.version == before.version + 1
    assert read(store, towel).values["category"] == "Textiles > Towels"
    done.back(store)
    assert read(store, towel).values["category"] == ""


@pytest.mark.parametrize(
    ("values", "says", "field"),
    [
        ({"code": "T2"}, "code T2 is used already", "code"),
        ({"code": " "}, "needs a code", "code"),
        ({"name": ""}, "needs a name", "name"),
        ({"tax_rate": D("100.01")}, "at most 100", "tax_rate"),
        ({"tax_rate": D("-1")}, "cannot be", "tax_rate"),
        ({"tax_rate": None}, "Write the tax rate", "tax_rate"),
        ({"mark": "gold"}, "promoted, restricted", "mark"),
        ({"unit": "x" * 21}, "At most 20", "unit"),
        ({"category": "Towels > Chairs"}, "elsewhere already", "category"),
    ],
)
def test_what_a_product_cannot_be(store, make, towel, values, says, field):
    make.product(code="T2", category="Furniture > Chairs")
    before = read(store, towel)
    with pytest.raises((Mistake, Conflict), match=says) as refused:
        save(store, towel, before, **values)
    assert refused.value.field == field
    assert read(store, towel).version == before.version


def test_a_barcode_of_two_products_is_asked_about(store, make, towel):
    make.product(code="T2", barcode="8400001")
    before = read(store, towel)
    with pytest.raises(NeedsConsent, match="T2") as refused:
        save(store, towel, before, barcode="8400001")
    assert refused.value.field == "barcode"
    edit = ProductEdit({"barcode": "8400001"}, {"barcode": ""})
    products_save.save(store, towel, edit, version=1, request=new_uid(), consent=True)
    assert read(store, towel).values["barcode"] == "8400001"
    draft = ProductDraft("New", barcode="8400001", mark="promote", supplier_code="S", availability="from May")
    with pytest.raises(NeedsConsent):
        products_save.create(store, draft, request=new_uid())
    made = products_save.create(store, draft, request=new_uid(), consent=True)
    assert read(store, made.id).values["mark"] == "promote"


def test_the_front_desk_notes_availability_and_nothing_else(store, towel):
    store.actor = Actor("luis", access="front_desk")
    before = read(store, towel)
    assert (before.costs, before.cost, before.margin, before.level) == (None, None, None, "A")
    save(store, towel, before, availability="Back on 3 May")
    assert next((change.action, change.detail, change.by) for change in read(store, towel).changes) == (
        "availability", "Back on 3 May", "luis",
    )  # fmt: skip
    for deed in (
        lambda: save(store, towel, read(store, towel), name="Mine"),
        lambda: products.set_price(store, towel, D(1), valid_from=None, request=new_uid()),
        lambda: products.drop_price(store, towel, date(2027, 1, 1), request=new_uid()),
        lambda: products_save.create(store, ProductDraft("New"), request=new_uid()),
    ):
        with pytest.raises(NotAllowed):
            deed()
    [row] = listing.page(store, product_list.LIST).rows
    assert (row.cost, row.margin, row.level, row.price) == (None, None, "A", D("10.0000"))


def test_prices_to_come_are_seen_and_taken_away(store, towel, clock):
    products.set_price(store, towel, D(12), valid_from=date(2026, 4, 1), request=new_uid())
    now = read(store, towel)
    assert [(point.valid_from, point.value, point.level) for point in now.prices] == [
        (date(2026, 4, 1), D("12.0000"), "A"), (None, D("10.0000"), "A"),
    ]  # fmt: skip
    assert (now.price, now.margin) == (D("10.0000"), D("40.00"))
    products.drop_price(store, towel, date(2026, 4, 1), request=new_uid())
    assert len(read(store, towel).prices) == 1
    clock.day = date(2026, 4, 1)
    with pytest.raises(Conflict, match="holds already"):
        products.drop_price(store, towel, date(2026, 3, 20), request=new_uid())


def test_the_list_filters_by_level_category_and_price_in_few_statements(store, make, towel, statements):
    robe = make.product("Robe", code="R1", price="10", cost="8.5", category="Textiles > Robes", mark="restrict")
    make.product("Rope", code="R2", cost=None)
    order = make.order(make.customer(), (towel, "5", "7"), (robe, "2", "10"))
    first, _ = lines_of(store, order.order_id)
    returns.take_back(store, order.order_id, {first: D(1)}, reason="torn", request=new_uid())

    def found(text) -> list[str]:
        filters = listing.filters_of(store, product_list.LIST, text)
        return [row.code for row in listing.page(store, product_list.LIST, filters=filters, sort="code").rows]

    assert found("level:A") == ["T1"]
    assert found("level:C") == ["R1"]
    assert found("level:none") == ["R2"]
    assert found("category:textiles") == found("mark:restrict") == ["R1"]
    assert found("rob") == ["R1"]
    assert found("price:>9") == ["R1", "R2", "T1"]
    statements.clear()
    rows = listing.page(store, product_list.LIST, sort="-price").rows
    assert len(statements) <= 5
    # sold at 7 with a cost of 6
    assert {row.code: (row.level, row.sold_level) for row in rows} == {
        "T1": ("A", "C"), "R1": ("C", "C"), "R2": ("", ""),
    }  # fmt: skip
    assert {row.code: row.margin for row in rows} == {"T1": D("40.00"), "R1": D("15.00"), "R2": None}


def test_categories_lie_in_each_other(store, make):
    make.product(category="Textiles > Towels")
    make.product(category="Towels")
    with store.read() as tx:
        assert len(tx.all(select(Category.id))) == 2
        assert set(product_form.category_paths(tx).values()) == {"Textiles", "Textiles > Towels"}
    assert product_form.known(store).categories == ("Textiles", "Textiles > Towels")


def test_there_is_no_such_product(store):
    with pytest.raises(NotFound):
        read(store, 9)
    with pytest.raises(NotFound):
        products_save.save(store, 9, ProductEdit({"name": "x"}), version=1, request=new_uid())
