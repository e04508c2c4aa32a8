"""What a desk asks before its first list: kept as text, and the same in every way as what is asked later."""

import sqlite3
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain.filters import parse
from app.domain.ids import new_uid
from app.models import Customer
from app.queries import company, customer_list, customers, first, kept_text, listing, personal, staff
from app.services import access, contacts, hashes, invoices, tiers, users
from app.services import customers as customer_services
from app.services import personal as arranging
from app.services.contacts import InteractionDraft
from app.store import migrate
from app.store.engine import sqlite_path
from app.store.late import LateStore
from installer import kept


@pytest.fixture
def late(store):
    """Makes a store that is not loaded yet, at the moment of ``store``."""
    path = sqlite_path(store.engine.url)
    if path is None:
        pytest.skip("only a file is asked with kept text")

    def made():
        begun = first.begin(path, "pc-user")
        zone, access = begun.beginning.time_zone, begun.who.access
        return LateStore(lambda: store, begun.file, zone=zone, access=access, clock=store.now)

    return made


def test_kept_statements_are_those_in_use(store):
    with store.read() as tx:
        if tx.sqlite:
            assert dict(kept_text.TEXTS) == kept.texts(tx), "python3 dev.py kept"
    assert migrate.head() == kept_text.FORM, "python3 dev.py kept"


def test_a_list_is_declared_as_it_is():
    declared, whole = customer_list.CUSTOMERS, customers.LIST
    assert declared.whole is whole
    assert (declared.fields, declared.default, declared.totals) == (whole.fields, whole.default, set(whole.totals))


def test_the_first_page_is_the_one_of_the_list(store, make, late):
    """In each order: merged records, who owes, birthdays, levels by hand; values are of the same types too."""
    adela, double, product = make.customer("Adela"), make.customer("Adela B"), make.product(cost="4")
    for customer, due in ((adela, date(2026, 2, 1)), (double, date(2026, 5, 1))):
        placed = make.order(customer, (product, "1", "100"), on=date(2026, 1, 10), promised_on=date(2026, 3, 1))
        invoices.invoice(store, placed.order_id, request=new_uid(), on=date(2026, 1, 11), due_on=due)
    contacts.log(store, InteractionDraft(double, "call", "x", follow_up_on=store.today()), request=new_uid())
    customer_services.merge(store, adela, double, request=new_uid())
    tiers.override(store, adela, "A", reason="knows everybody", until=date(2026, 12, 31), request=new_uid())
    with store.write() as tx:
        tx.execute(insert(Customer), [
            {"uid": new_uid(), "name": f"N{at:03}", "search_name": f"n{at:03}", "code": f"A{at % 9}{at}",
             "birth_date": date(1980, 3, 20), "active": at % 7 != 0}
            for at in range(120)
        ])  # fmt: skip
    asked = parse(first.VIEW, customers.FIELDS, store.today())
    for sort in first.SORTS:
        page = first.customers(late(), first.VIEW, "", sort, first.ROWS)
        assert repr(page) == repr(listing.page(store, customers.LIST, filters=asked, sort=sort, limit=first.ROWS)), sort
        assert len(page.rows) == first.ROWS
    [row] = [row for row in first.customers(late(), first.VIEW, "", "name", first.ROWS).rows if row.id == adela]
    assert (row.balance, row.overdue, row.tier, row.late_orders) == (Decimal(200), Decimal(100), "A", 2)


def test_what_is_asked_otherwise_goes_the_usual_way(store, make, late):
    make.customer("Adela")
    waiting = late()
    for view, text, sort in (("", "", "name"), (first.VIEW, "adela", "name"), (first.VIEW, "", "-profit")):
        assert first.customers(waiting, view, text, sort, first.ROWS) is None
    assert first.customers(store, first.VIEW, "", "name", first.ROWS) is None
    waiting.access = "front_desk"
    assert first.customers(waiting, first.VIEW, "", "name", first.ROWS) is None
    waiting.access = "admin"
    assert len(first.customers(waiting, first.VIEW, "", "name", first.ROWS).rows) == 1
    # what was written meanwhile is never hidden by what is asked in another way
    waiting.actor = store.actor
    assert waiting.file is None
    assert first.customers(waiting, first.VIEW, "", "name", first.ROWS) is None


def test_who_begins_is_who_would_be_let_in(store, monkeypatch):
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    path = sqlite_path(store.engine.url)
    if path is None:
        pytest.skip("only a file is asked with kept text")
    begun = first.begin(path, "pc-user")
    who, beginning = begun.who, begun.of(begun.who)
    assert who == access.without_password(store, "pc-user")
    settings = company.settings(store)
    assert (beginning.name, beginning.demo, vars(beginning.say("es"))) == (
        settings.name, settings.demo, vars(settings.say("es")),
    )  # fmt: skip
    made = users.add(store, users.UserDraft("Lucía Ferrer", "lucia", "admin", "es"), request=new_uid())
    store.actor = replace(store.actor, login="lucia", staff_id=made.id)
    arranging.keep(store, {"theme": "dark"})
    begun = first.begin(path, "pc-user")
    who, beginning = begun.who, begun.of(begun.who)
    assert who == access.without_password(store, "pc-user")
    assert (who.login, who.language, beginning.arranged) == ("lucia", "es", personal.of_actor(store))
    assert not beginning.can_leave
    users.set_password(store, made.id, "four green wooden chairs")
    begun = first.begin(path, "pc-user")
    assert begun.who is None
    assert begun.people == staff.can_sign_in(store)
    # whatever somebody arranged is known when it is known who sits there
    assert begun.beginning.arranged == {}
    signed_in = begun.of(access.sign_in(store, "lucia", "four green wooden chairs"))
    assert (signed_in.arranged, signed_in.can_leave) == (personal.of_actor(store), True)


def test_a_file_that_is_not_as_usual_is_left_to_the_usual_way(store, tmp_path, monkeypatch):
    path = sqlite_path(store.engine.url)
    if path is None:
        pytest.skip("only a file is asked with kept text")
    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_bytes(b"no database at all" * 300)
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE staff (name)")
    other.close()
    for odd in (tmp_path / "missing.db", tmp_path, damaged, foreign):
        assert first.begin(odd, "pc-user") is None, odd
    monkeypatch.setattr(first, "FORM", "9999")
    assert first.begin(path, "pc-user") is None
