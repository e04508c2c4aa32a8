"""Customers: added with little, changed by one at a time, merged and taken apart."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import Address, ContactPoint, Customer
from app.services import contacts, customers, orders
from app.services.contacts import InteractionDraft
from app.services.customers import Contact, CustomerDraft, Place
from tests.support.ledger import order_row

D = Decimal


def add(store, name="Anna", **values):
    return customers.add(store, CustomerDraft(name, **values), request=new_uid())


def row(store, customer):
    with store.read() as tx:
        return tx.first(select(Customer.__table__).where(Customer.id == customer))


def test_a_phone_number_is_enough(store):
    added = add(store, "", contacts=[Contact("mobile", "963 550 142")])
    assert (row(store, added.id).name, added.code) == ("963 550 142", "C-00001")
    with store.read() as tx:
        point = tx.first(select(ContactPoint.__table__).where(ContactPoint.customer_id == added.id))
    assert (point.value, point.e164, point.reversed_digits) == ("963 550 142", "+34963550142", "24105536943")
    with pytest.raises(Mistake, match="name or a phone number"):
        add(store, " ")


def test_a_number_is_read_as_of_the_customers_country(store):
    added = add(store, contacts=[Contact("phone", "030 123456")], places=[Place(city="Berlin", country="DE")])
    with store.read() as tx:
        assert tx.scalar(select(ContactPoint.e164).where(ContactPoint.customer_id == added.id)) == "+4930123456"
        assert tx.scalar(select(Address.city).where(Address.customer_id == added.id)) == "Berlin"


def test_codes_that_an_import_brought_are_passed_over(store):
    for code in ("C-00001", "C-00003"):
        add(store, code=code)
    assert [add(store).code, add(store).code] == ["C-00002", "C-00004"]
    with pytest.raises(Conflict, match="C-00003 is used already"):
        add(store, code="C-00003")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "robot"}, "kind"),
        ({"payment_days": -1}, "payment_days"),
        ({"payment_days": 9999}, "payment_days"),
        ({"credit_limit": D("-1")}, "credit_limit"),
        ({"credit_limit": D("0.001")}, "credit_limit"),
        ({"salesperson_id": 9999}, "salesperson_id"),
    ],
)
def test_fields_that_cannot_be(store, make, fields, field):
    with pytest.raises((Mistake, NotFound)) as refused:
        add(store, fields=fields)
    assert refused.value.field == field
    customer = make.customer()
    with pytest.raises((Mistake, NotFound)):
        customers.change(store, customer, fields, version=1)
    assert row(store, customer).version == 1


def test_changes_are_counted(store, make):
    customer = make.customer("Old")
    changes = customers.change(store, customer, {"name": "Zoë Ørsted", "note": "rings twice"}, version=1)
    assert changes.ids == {"customer": frozenset({customer})}
    found = row(store, customer)
    assert (found.name, found.search_name, found.note, found.version) == ("Zoë Ørsted", "zoe orsted", "rings twice", 2)


def test_changes_that_cannot_be(store, make):
    customer = make.customer()
    for values, says in (
        ({"name": " "}, "Write a name"),
        ({"name": "x" * 201}, "at most 200"),
        ({"code": "X"}, "no field ‘code’"),
        ({"version": 7}, "no field ‘version’"),
    ):
        with pytest.raises(Mistake, match=says):
            customers.change(store, customer, values, version=1)
    with pytest.raises(NotFound, match="no such customer"):
        customers.change(store, 9999, {"note": "x"}, version=1)
    with pytest.raises(Conflict, match="Somebody else"):
        customers.change(store, customer, {"note": "x"}, version=2)


def test_orders_of_a_merged_record_are_the_other_ones(store, make):
    kept, merged = make.customer(region="North"), make.customer(region="South")
    quote = orders.quote(store, make.draft(merged, (make.product(), "1")), request=new_uid())
    customers.merge(store, kept, merged, request=new_uid())
    order = make.order(merged, (make.product(), "1")).order_id
    assert (order_row(store, order).customer_id, order_row(store, order).region) == (kept, "North")
    assert orders.confirm(store, quote.order_id, request=new_uid()).status == "confirmed"
    customers.unmerge(store, merged, request=new_uid())
    assert order_row(store, make.order(merged, (make.product(), "1")).order_id).customer_id == merged


def test_merges_that_cannot_be(store, make):
    one, two, three = make.customer(), make.customer(), make.customer()
    for keep, merged in ((one, one), (one, 9999), (9999, one)):
        with pytest.raises(Conflict, match="cannot be merged"):
            customers.merge(store, keep, merged, request=new_uid())
    customers.merge(store, one, two, request=new_uid())
    for keep, merged in ((one, two), (two, three), (three, two)):
        with pytest.raises(Conflict, match="cannot be merged"):
            customers.merge(store, keep, merged, request=new_uid())
    with pytest.raises(Conflict, match="the other way round"):
        customers.merge(store, three, one, request=new_uid())
    with pytest.raises(Conflict, match="not merged"):
        customers.unmerge(store, three, request=new_uid())
    request = new_uid()
    for _ in range(2):
        customers.unmerge(store, two, request=request)
    assert row(store, two).merged_into_id is None


def test_what_was_said_and_told(store, make):
    customer, product = make.customer(), make.product()
    request = new_uid()
    first, again = (
        contacts.log(store, InteractionDraft(customer, "call", "rang back"), request=request) for _ in range(2)
    )
    assert first.id == again.id
    told = contacts.tell_price(store, customer, product, D("9.99"), request=new_uid(), valid_until=date(2026, 4, 1))
    assert told.changes.ids["customer"] == {customer}
    with pytest.raises(NotFound, match="no such customer"):
        contacts.log(store, InteractionDraft(9999, "call", ""), request=new_uid())
    for who, what, price, says in (
        (9999, product, "1", "no such customer"),
        (customer, 9999, "1", "no such product"),
        (customer, product, "-1", "positive"),
        (customer, product, "0.00001", "4 can be kept"),
    ):
        with pytest.raises((Mistake, NotFound), match=says):
            contacts.tell_price(store, who, what, D(price), request=new_uid())
    with pytest.raises(Mistake, match="already have ended"):
        contacts.tell_price(store, customer, product, D(1), request=new_uid(), valid_until=date(2026, 3, 15))
