"""The look-up of the order screen: words in any order, codes, barcodes, levels, prices told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from app.domain.ids import new_uid
from app.models import PriceTold, Product
from app.queries import products
from app.queries.products import Sold, Told
from app.services import customers, orders
from app.store.session import Actor


def names(store, text, **options):
    return [offer.name for offer in products.look_up(store, text, **options).offers]


def tell(store, customer_id, product_id, price, on, until=None, staff_id=None):
    """A price that was told."""
    with store.write() as tx:
        tx.execute(
            insert(PriceTold),
            {"uid": new_uid(), "customer_id": customer_id, "product_id": product_id, "price": Decimal(price), "on": on,
             "valid_until": until, "staff_id": staff_id},
        )  # fmt: skip


@pytest.fixture
def goods(make):
    """(code, name, price, cost): margins of 40, 25, 15 and 5 percent, and an unknown one."""
    return {
        code: make.product(name, code=code, price=price, cost=cost, unit="pc", barcode=barcode)
        for code, name, price, cost, barcode in [
            ("CK-2040", "Copper pan “Sagunto” 24 cm", "100", "60", "8410000000017"),
            ("CK-2041", "Copper pan “Sagunto” 28 cm", "100", "75", ""),
            ("CK-2055", "Copper casserole 3 l", "100", "85", ""),
            ("GL-0410", "Cocktail coupe, clear", "100", "95", ""),
            ("TX-0610", "Toalla de baño, blanca", "10.90", None, ""),
            ("TE-0001", "龙井茶 250 g", "12", "6", ""),
        ]
    }


@pytest.mark.parametrize("text", ["pan 24", "24 cm copper", "SAGUNTO 24", "ck-2040", "2040", " Pan “sagunto” 24 "])
def test_words_stand_in_any_order(store, goods, text):
    assert names(store, text) == ["Copper pan “Sagunto” 24 cm"]


@pytest.mark.parametrize("text", ["toalla bano", "BAÑO", "tx-0610", "TX-0610"])
def test_accents_and_case_do_not_matter(store, goods, text):
    assert names(store, text) == ["Toalla de baño, blanca"]


@pytest.mark.parametrize("text", ["龙井", "longjing", "ljc"])
def test_chinese_is_found_by_signs_and_by_pinyin(store, goods, text):
    assert names(store, text) == ["龙井茶 250 g"]


def test_a_barcode_finds_its_product_only(store, goods):
    assert names(store, "8410000000017") == ["Copper pan “Sagunto” 24 cm"]


def test_exact_codes_first_then_beginnings_then_the_better_level(store, make, goods):
    make.product("Lid for CK-2040", code="LID-1")
    assert names(store, "ck-2040") == ["Copper pan “Sagunto” 24 cm", "Lid for CK-2040"]
    assert names(store, "cop") == ["Copper pan “Sagunto” 24 cm", "Copper pan “Sagunto” 28 cm", "Copper casserole 3 l"]
    assert names(store, "cc") == []


def test_what_is_to_be_promoted_comes_before_the_better_level(store, goods):
    with store.write() as tx:
        tx.execute(update(Product).where(Product.id == goods["CK-2055"]).values(mark="promote"))
        tx.execute(update(Product).where(Product.id == goods["CK-2040"]).values(mark="restrict"))
    assert names(store, "copper") == [
        "Copper casserole 3 l", "Copper pan “Sagunto” 28 cm", "Copper pan “Sagunto” 24 cm",
    ]  # fmt: skip


def test_the_level_is_a_letter_and_an_unknown_cost_has_none(store, goods):
    found = {offer.code: offer for offer in products.look_up(store, "").offers}
    assert [found[code].level for code in sorted(goods)] == ["A", "B", "C", "D", "A", None]
    assert found["CK-2040"].list_price == Decimal(100)
    assert not [name for name in products.Offer.__dataclass_fields__ if "cost" in name]


def test_what_is_not_sold_any_more_is_not_offered_but_known(store, goods):
    with store.write() as tx:
        tx.execute(update(Product).where(Product.id == goods["CK-2040"]).values(active=False))
    assert names(store, "ck-2040") == []
    assert products.offers(store, [goods["CK-2040"]])[goods["CK-2040"]].active is False


def test_the_price_of_the_day_counts(store, make, clock):
    from app.services import products as services

    lamp = make.product("Lamp", code="L1", price="10", cost="9")
    services.set_price(store, lamp, Decimal(20), valid_from=date(2026, 4, 1), request=new_uid())
    assert products.look_up(store, "lamp").offers[0].list_price == Decimal(10)
    clock.day = date(2026, 4, 1)
    assert (products.look_up(store, "lamp").offers[0].list_price, products.look_up(store, "lamp").offers[0].level) == (
        Decimal(20), "A",
    )  # fmt: skip


def test_the_total_counts_all_and_the_list_is_short(store, make):
    for _ in range(12):
        make.product("Glass")
    found = products.look_up(store, "glass", most=5)
    assert (len(found.offers), found.total, found.text) == (5, 12, "glass")
    assert products.look_up(store, "nothing like it").total == 0


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "\\", "\x00", "💥", "x" * 500, "a b c d e f g h i"])
def test_odd_texts_find_nothing_and_hurt_nothing(store, goods, text):
    assert products.look_up(store, text).total in {0, 6}


def test_the_newest_told_price_with_its_end_and_who_told_it(store, make, goods):
    marta, diego, pan = make.customer(), make.staff(name="Diego"), goods["CK-2040"]
    today = store.today()
    tell(store, marta, pan, "61", today - timedelta(days=40))
    tell(store, marta, pan, "58", today - timedelta(days=10), today + timedelta(days=20), diego)
    tell(store, make.customer(), pan, "1", today)
    told = products.look_up(store, "ck-2040", customer_id=marta).offers[0].told
    assert told == Told(Decimal(58), today - timedelta(days=10), today + timedelta(days=20), "Diego")
    assert told.holds(today)
    assert not told.holds(today + timedelta(days=21))
    assert products.look_up(store, "ck-2040").offers[0].told is None


def test_a_promise_that_still_holds_stands_before_a_newer_one_that_ran_out(store, make, goods):
    marta, pan, today = make.customer(), goods["CK-2040"], store.today()
    tell(store, marta, pan, "61", today - timedelta(days=40))
    tell(store, marta, pan, "58", today - timedelta(days=30), today + timedelta(days=20))
    tell(store, marta, pan, "63", today - timedelta(days=10), today - timedelta(days=3))
    told = lambda: products.offers(store, [pan], customer_id=marta)[pan].told  # noqa: E731
    assert told().price == 58
    tell(store, marta, pan, "57", today - timedelta(days=1))
    assert told().price == 57, "told later and without an end: it counts"


def test_a_quote_is_a_promise_too_after_its_discount(store, make, goods):
    marta, wei = make.customer(), make.staff(name="Wei")
    draft = make.draft(marta, (goods["CK-2040"], "2", "80", "10"), shares=[(wei, "100")], valid_until=date(2026, 4, 1))
    orders.quote(store, draft, request=new_uid())
    told = products.offers(store, [goods["CK-2040"]], customer_id=marta)[goods["CK-2040"]].told
    assert told == Told(Decimal("72.0000"), store.today(), date(2026, 4, 1), "Wei", quoted=True)


def test_what_was_told_to_a_merged_record_counts(store, make, goods):
    marta, double = make.customer("Marta"), make.customer("Marta I.")
    tell(store, double, goods["CK-2040"], "57", store.today())
    customers.merge(store, marta, double, request=new_uid())
    assert products.offers(store, goods.values(), customer_id=marta)[goods["CK-2040"]].told.price == Decimal(57)


def test_codes_of_a_pasted_list(store, goods):
    found = products.by_codes(store, ["ck-2040", " CK-2041 ", "8410000000017", "XX", ""])
    assert {code: offer.code for code, offer in found.items()} == {
        "ck-2040": "CK-2040", " CK-2041 ": "CK-2041", "8410000000017": "CK-2040",
    }  # fmt: skip
    assert products.by_codes(store, []) == {}


def test_a_look_up_costs_two_statements_however_much_it_finds(store, make, goods, statements):
    marta = make.customer()
    for text in ("cop", "", "ck-2040"):
        statements.clear()
        products.look_up(store, text, customer_id=marta)
        assert len(statements) == 2
    statements.clear()
    products.offers(store, list(goods.values()), customer_id=marta)
    assert len(statements) == 2


def test_the_margin_of_lines_is_the_one_that_will_be_booked(store, make, goods, statements):
    lines = [
        Sold(goods["CK-2040"], Decimal(10), Decimal("1000.00")),
        Sold(goods["GL-0410"], Decimal(2), Decimal("100.00")),
    ]
    statements.clear()
    found = products.margin(store, lines, reveal=True)
    assert len(statements) == 2
    assert (found.levels, found.below, found.level) == (("A", "D"), (False, True), "B")
    # 1,100.00 less 600.00 and 190.00
    assert (found.contribution, found.percent) == (Decimal("310.00"), Decimal("28.18"))


def test_letters_are_for_everybody_amounts_are_not(store, goods):
    line = Sold(goods["CK-2040"], Decimal(1), Decimal("100.00"))
    assert products.margin(store, [line]).contribution is None
    store.actor = Actor("nuria", access="front_desk")
    hidden = products.margin(store, [line], reveal=True)
    assert (hidden.levels, hidden.contribution, hidden.percent) == (("A",), None, None)


def test_an_unknown_cost_has_no_level(store, goods):
    found = products.margin(store, [Sold(goods["TX-0610"], Decimal(1), Decimal(10))], reveal=True)
    assert (found.levels, found.below, found.level) == ((None,), (False,), None)
    assert products.margin(store, []).level is None
