"""What the desk asks at once: what a text may mean, who calls, and the card with its goods."""

from datetime import timedelta
from decimal import Decimal

from app.domain.ids import new_uid
from app.queries import caller, caller_rows, desk
from app.services import customers as customer_services


def test_a_text_means_customers_orders_and_products(store, make):
    ana = make.customer("Ana Gil", phone="963 550 142")
    make.customer("Luis Anaya")
    towel = make.product("Ana towel", code="T-1")
    make.product("Chair", code="C-9")
    order = make.order(ana, (towel, "2"))
    found = desk.hits(store, "ana")
    assert [row.name for row in found.customers] == ["Ana Gil", "Luis Anaya"]
    assert [(hit.code, hit.id) for hit in found.products] == [("T-1", towel)]
    assert [row.id for row in desk.hits(store, order.number.lower()).orders] == [order.order_id]
    assert [row.id for row in desk.hits(store, order.number[-4:]).orders] == [order.order_id]
    assert [row.name for row in desk.hits(store, "550 142").customers] == ["Ana Gil"]
    assert [hit.name for hit in desk.hits(store, "c-9").products] == ["Chair"]
    assert desk.hits(store, "  ") == desk.Hits()
    assert desk.hits(store, "%_").orders == ()


def test_words_of_a_product_stand_in_any_order(store, make):
    towel = make.product("Bath towel, white")
    assert [hit.id for hit in desk.hits(store, "white towel").products] == [towel]
    assert desk.hits(store, "white chair").products == []


def test_more_customers_than_fit_are_counted(store, make):
    for number in range(11):
        make.customer(f"Maria {number:02d}")
    found = desk.people(store, "maria")
    assert (len(found.customers), found.more) == (desk.MOST, 3)


def test_asking_takes_few_statements(store, make, statements):
    for number in range(6):
        make.customer(f"Maria {number}", phone=f"96355014{number}")
    statements.clear()
    desk.hits(store, "maria")
    assert len(statements) <= 20


def test_where_an_unknown_number_may_come_from(store, make):
    for number in range(3):
        make.customer(phone=f"96355014{number}", city="Valencia")
    make.customer(phone="963100100", city="Paterna")
    assert desk.people(store, "963 999 999").city == "Valencia"
    assert desk.people(store, "911 222 333").city == "", "nobody lives there"
    assert desk.people(store, "963550140").city == "", "it is known whose that is"
    make.customer(phone="963100101", city="Paterna")
    assert desk.people(store, "963 999 999").city == "", "they do not agree"
    assert desk.people(store, "valencia").city == ""


def test_who_calls(store, make):
    ana = make.customer("Ana Gil", phone="963550142")
    make.customer("Luis", phone="963550143")
    make.customer("Eva", phone="963550143")
    one = desk.who_calls(store, "0034 963 550 142")
    assert (one.kind, one.card.id) == ("one", ana)
    several = desk.who_calls(store, "963550143")
    assert (several.kind, several.card, {row.name for row in several.rows}) == ("several", None, {"Luis", "Eva"})
    assert desk.who_calls(store, "911222333").kind == "none"


def test_the_card_is_that_of_the_extension_and_of_the_record_that_goes_on(store, make):
    make.customer("Ana", phone="963 550 142 ext. 12")
    eva, old = make.customer("Eva", phone="963 550 142 ext. 13"), make.customer("Eva M", phone="655014722")
    customer_services.merge(store, eva, old, request=new_uid())
    assert desk.who_calls(store, "963550142").kind == "several"
    assert desk.who_calls(store, "963550142 ext. 13").card.id == eva
    assert desk.who_calls(store, "655 014 722").card == caller.card(store, eva)


def test_a_number_and_its_card_are_one_message_to_a_server(store, make, statements, monkeypatch):
    make.customer("Ana", phone="963550142")
    store.country, messages = "ES", []
    planned_once = caller_rows.planned_once
    monkeypatch.setattr(caller_rows, "planned_once", lambda tx: messages.append(tx) or planned_once(tx))
    statements.clear()
    assert desk.who_calls(store, "963550142").kind == "one"
    # SQLite has no messages to save: number, merged records, card
    assert (len(statements), len(messages)) == ((3, 1) if store.engine.dialect.name == "sqlite" else (2, 1))


def test_the_card_brings_the_goods_of_its_open_orders(store, make):
    ana, towel, robe = make.customer("Ana"), make.product("Towel"), make.product("Robe")
    order = make.order(ana, (towel, "24"), (robe, "6"))
    found = desk.of_customer(store, ana)
    assert found.goods[order.number] == desk.Goods(order.order_id, ((Decimal(24), "Towel"), (Decimal(6), "Robe")))
    assert found.brought is None


def test_contribution_of_twelve_months_only_where_it_is_asked_for(store, make, clock):
    ana, other, towel = make.customer("Ana"), make.customer("Eva"), make.product("Towel", price="100", cost="40")
    make.order(ana, (towel, "2", "100"), on=store.today())
    make.order(ana, (towel, "1", "100"), on=store.today() - timedelta(days=300))
    make.order(ana, (towel, "3", "100"), on=store.today() - timedelta(days=400))
    make.order(other, (towel, "9", "100"), on=store.today())
    brought = desk.of_customer(store, ana, profit=True).brought
    assert brought == desk.Brought(Decimal(180), Decimal(0))
    assert desk.of_customer(store, make.customer("New"), profit=True).brought == desk.Brought(Decimal(0), None)
