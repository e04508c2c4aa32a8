"""Two desks on one record: changes to different fields both stay; the same field shows both values."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.customer import merged
from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.models import Audit
from app.queries import customer as customer_query
from app.services import customers, customers_save
from app.services.customers import Contact
from app.services.customers_save import ContactEdit, CustomerEdit
from app.store.session import Actor

D = Decimal


def save(store, customer, version, fields, base=None, contacts=()):
    edit = CustomerEdit(fields, base or {}, contacts)
    return customers_save.save(store, customer, edit, version=version, request=new_uid())


def read(store, customer):
    return customer_query.record(store, customer)


@pytest.fixture
def marta(store, make) -> int:
    """A customer with a number and an address."""
    return make.customer("Marta", phone="963550142", city="Valencia", note="Rings twice", tax_id="B58378431")


def test_changes_to_different_fields_both_stay(store, marta):
    one = read(store, marta)
    two = read(store, marta)
    first = save(store, marta, one.version, {"note": "Rings once"}, {"note": "Rings twice"})
    second = save(store, marta, two.version, {"occupation": "Buyer", "main.city": "Gandia"},
                  {"occupation": "", "main.city": "Valencia"})  # fmt: skip
    assert (first.merged, second.merged) == (False, True)
    values = read(store, marta).values
    assert (values["note"], values["occupation"], values["main.city"]) == ("Rings once", "Buyer", "Gandia")


def test_the_same_field_shows_both_values_and_nothing_is_lost(store, marta):
    version = read(store, marta).version
    save(store, marta, version, {"note": "Rings once", "tags": "vip"}, {"note": "Rings twice", "tags": ""})
    with pytest.raises(Conflict) as refused:
        save(store, marta, version, {"note": "Never rings", "occupation": "Buyer"},
             {"note": "Rings twice", "occupation": ""})  # fmt: skip
    [both] = refused.value.values["differing"]
    assert (both.key, both.base, both.theirs, both.mine) == ("note", "Rings twice", "Rings once", "Never rings")
    now = read(store, marta)
    # nothing of the second save was written
    assert (now.values["note"], now.values["occupation"]) == ("Rings once", "")
    # whoever looked at both and chose saves over what is there now
    save(store, marta, refused.value.values["version"], {"note": "Never rings", "occupation": "Buyer"},
         {"note": "Rings once", "occupation": ""})  # fmt: skip
    assert read(store, marta).values["note"] == "Never rings"


def test_both_changed_it_alike(store, marta):
    version = read(store, marta).version
    save(store, marta, version, {"note": "Same"}, {"note": "Rings twice"})
    assert save(store, marta, version, {"note": "Same"}, {"note": "Rings twice"}).version == version + 1


def test_a_save_can_be_taken_back(store, marta):
    before = read(store, marta)
    [point] = before.points
    saved = save(
        store, marta, before.version, {"name": "Marta Gil", "main.city": "", "credit_limit": D(500)},
        {"name": "Marta", "main.city": "Valencia", "credit_limit": None},
        [ContactEdit(Contact("mobile", "655014722"), main=True),
         ContactEdit(None, point.id, Contact("phone", "963550142"))],
    )  # fmt: skip
    after = read(store, marta)
    assert [one.value for one in after.points] == ["655014722"]
    assert (after.name, after.values["main.city"], after.values["credit_limit"]) == ("Marta Gil", "", D(500))
    saved.back(store)
    again = read(store, marta)
    assert again.values == before.values
    assert [(one.kind, one.value) for one in again.points] == [("phone", "963550142")]


def test_one_number_in_two_hands(store, marta):
    [point] = read(store, marta).points
    old = Contact("phone", "963550142")
    save(store, marta, 1, {}, contacts=[ContactEdit(Contact("phone", "963550143"), point.id, old)])
    with pytest.raises(Conflict, match="this number"):
        save(store, marta, 1, {}, contacts=[ContactEdit(Contact("phone", "963550199"), point.id, old)])
    assert read(store, marta).points[0].value == "963550143"


def test_a_new_customer_has_everything_that_was_typed(store):
    made = customers_save.create(
        store,
        CustomerEdit(
            {"name": "Hotel Bahía Azul", "kind": "organisation", "main.city": "Valencia", "delivery.street": "Puerto 3",
             "salesperson_id": None, "birth_date": date(1981, 11, 27)},
            contacts=[ContactEdit(Contact("email", "info@bahia.example")),
                      ContactEdit(Contact("phone", "963550142", "desk"), main=True)],
        ),
        request=new_uid(),
    )  # fmt: skip
    found = read(store, made.id)
    assert found.values["delivery.street"] == "Puerto 3"
    assert [(one.kind, one.label) for one in found.points] == [("phone", "desk"), ("email", "")]
    only_number = customers_save.create(
        store, CustomerEdit(contacts=[ContactEdit(Contact("phone", "963550142"))]), request=new_uid()
    )
    found = read(store, only_number.id)
    assert (found.name, found.points[0].shared) == ("963550142", 1)
    with pytest.raises(Mistake, match="name or a phone number"):
        customers_save.create(store, CustomerEdit({"note": "x"}), request=new_uid())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"birth_date": date(2050, 1, 1)}, "birth_date"),
        ({"birth_date": date(1850, 1, 1)}, "birth_date"),
        ({"main.city": "x" * 121}, "main.city"),
        ({"name": "x" * 201}, "name"),
        ({"tags": "x" * 401}, "tags"),
        ({"code": "X"}, None),
        ({"custom:99": "X"}, None),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(store, marta, fields, field):
    with pytest.raises(Mistake) as refused:
        save(store, marta, 1, fields, dict.fromkeys(fields, "") | {"name": "Marta", "main.city": "Valencia"})
    assert refused.value.field == field
    assert read(store, marta).version == 1


def test_a_merged_record_is_not_saved_and_who_is_no_user_saves_nothing(store, make, marta):
    other = make.customer("Other")
    customers.merge(store, other, marta, request=new_uid())
    with pytest.raises(Conflict, match="merged into another"):
        save(store, marta, 1, {"note": "x"}, {"note": "Rings twice"})
    store.actor = Actor("guest", access="none")
    with pytest.raises(NotAllowed):
        save(store, other, 1, {"note": "x"}, {"note": ""})


def test_the_trail_names_fields_but_not_what_stood_in_them(store, marta):
    save(store, marta, 1, {"note": "secret words", "main.city": "Gandia"},
         {"note": "Rings twice", "main.city": "Valencia"})  # fmt: skip
    with store.read() as tx:
        details = [row[0] for row in tx.all(select(Audit.detail).where(Audit.action == "changed"))]
    assert details == ["main.city, note"]


VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2))


@given(VALUES, VALUES, VALUES)
def test_merging_loses_nothing(base, theirs, mine):
    to_write, differing = merged(base, theirs, mine)
    for key, value in mine.items():
        if key in to_write:
            assert theirs.get(key) == base.get(key)
        elif key not in {one.key for one in differing}:
            assert theirs.get(key) == value
    assert not to_write.keys() & {one.key for one in differing}


def test_the_record_costs_few_statements(store, marta, statements):
    statements.clear()
    read(store, marta)
    assert len(statements) <= 11
