"""Looking up: every spelling of a number, codes and documents, parts of names."""

import pytest
from sqlalchemy import update

from app.domain.ids import new_uid
from app.models import Company
from app.queries import lookup
from app.services import customers, deliveries, invoices, orders
from app.services.customers import Contact, CustomerDraft
from tests.support import reference


def find(store, text, **options):
    """The kind and the ids."""
    match = lookup.find(store, text, **options)
    return match.kind, list(match.ids)


def add(store, name, *contacts, **fields):
    """A customer with contact points; the id."""
    draft = CustomerDraft(name, contacts=[Contact(*contact) for contact in contacts], fields=fields)
    return customers.add(store, draft, request=new_uid()).id


@pytest.fixture
def marta(make):
    return make.customer("Marta Ibáñez Soler", code="C-00318", phone="+34 96 355 01 42", tax_id="B-46118821")


@pytest.mark.parametrize(
    "text",
    [
        "+34 96 355 01 42", "0034 963550142", "963 550 142", "(96) 355-01-42", "+34(0)963550142",
        "９６３ ５５０ １４２", "tel:+34-96-355-01-42", "34963550142", "550142", "3550142",
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_finds_the_customer(store, marta, make, text):
    make.customer("Somebody else", phone="963 550 143")
    assert find(store, text) == ("one", [marta])


def test_too_few_last_digits_find_nobody(store, marta):
    assert find(store, "50142") == ("none", [])


def test_three_digits_are_an_extension(store):
    inside = add(store, "Reception", ("phone", "123"))
    beside = add(store, "Office", ("phone", "+34 96 355 01 42 ext. 123"))
    add(store, "Other", ("phone", "963 550 123"))
    assert find(store, "123") == ("several", [inside, beside])


def test_an_extension_says_which_of_those_who_share_a_number(store):
    first = add(store, "First", ("phone", "+34 96 355 01 42 ext. 12"))
    second = add(store, "Second", ("phone", "+34 96 355 01 42 ext. 13"))
    assert find(store, "963550142 ext. 13") == ("one", [second])
    assert find(store, "963550142") == ("several", [first, second])


def test_a_number_nobody_could_read_is_found_by_its_digits(store):
    odd = add(store, "Ship", ("phone", "870 773 123 456 789 01"))
    assert find(store, "870 773 123 456 789 01") == ("one", [odd])
    assert find(store, "456-789-01") == ("one", [odd])


def test_the_suffix_that_is_only_nines(store):
    nines = add(store, "Nines", ("phone", "+34 963 999 999"))
    add(store, "Other", ("phone", "+34 963 999 998"))
    assert find(store, "999999") == ("one", [nines])


@pytest.mark.reference
def test_reference_spellings(store):
    rows = [row for row in reference.rows("expected/phones/spellings.csv") if row["e164"]]
    ids = {number: add(store, number, ("phone", number)) for number in sorted({row["e164"] for row in rows})}
    assert len(rows) > 28
    for row in rows:
        with store.write() as tx:
            tx.execute(update(Company).values(country=row["default_region"]))
        assert find(store, row["text"]) == ("one", [ids[row["e164"]]]), row


@pytest.mark.reference
def test_reference_texts_that_are_no_numbers_find_nobody(store, marta):
    for row in reference.rows("expected/phones/spellings.csv"):
        if not row["e164"]:
            assert find(store, row["text"], country=row["default_region"]) == ("none", []), row


def test_documents_lead_to_their_customer(store, make, marta):
    product = make.product()
    order = make.order(marta, (product, "2"))
    bill = invoices.invoice(store, order.order_id, request=new_uid())
    quote = orders.quote(store, make.draft(marta, (product, "1")), request=new_uid())
    for number in (order.number, order.number.lower(), bill.number, quote.number):
        assert find(store, number) == ("one", [marta])


def test_codes_addresses_and_tax_ids(store, marta):
    mail = add(store, "Mail", ("email", "Info@Example.com"))
    assert find(store, "c-00318") == ("one", [marta])
    assert find(store, " INFO@example.COM ") == ("one", [mail])
    for tax_id in ("B-46118821", "b46118821", "B 46.118.821"):
        assert find(store, tax_id) == ("one", [marta])


@pytest.mark.parametrize("text", ["ibanez", "SOLER marta", "Ibáñez  Sol", "arta", "soler ib"])
def test_names_in_any_order_without_accents(store, make, marta, text):
    make.customer("Mario Ibarra")
    assert find(store, text) == ("one", [marta])


@pytest.mark.parametrize("text", ["陈慧敏", "慧敏", "陈慧", "敏", "chenhuimin", "chm", "huimin"])
def test_chinese_names_by_character_pinyin_and_initials(store, make, marta, text):
    chen = make.customer("陈慧敏")
    make.customer("陈敬国")
    if text == "敏":
        make.customer("Other")
    assert find(store, text) == ("one", [chen])


def test_the_name_itself_comes_first(store, make):
    longer = make.customer("Ana Ruiz Pérez")
    other = make.customer("Juana Ruiz")
    exact = make.customer("Ana Ruiz")
    assert find(store, "ana ruiz") == ("several", [exact, longer, other])


def test_a_changed_name_is_found_and_the_old_one_is_not(store, make):
    person = make.customer("Lucía Ferrer")
    customers.change(store, person, {"name": "王小明"}, version=1)
    assert find(store, "ferrer") == ("none", [])
    assert find(store, "小明") == ("one", [person])


def test_merged_records_lead_to_the_survivor(store, make, marta):
    double = make.customer("Marta Ibañez", phone="655 014 722")
    customers.merge(store, marta, double, request=new_uid())
    assert find(store, "655014722") == ("one", [marta])
    assert find(store, "marta ibanez") == ("one", [marta])


def test_signs_of_the_search_language_are_only_signs(store, make):
    odd = make.customer('O"Brien & Söhne 100%_')
    for text in ('o"brien', "100%_", "sohne &"):
        assert find(store, text) == ("one", [odd])
    for text in ("%%%", "___", '"""', "* OR *", "x" * 5000, "\x00\x01", "", "  "):
        assert find(store, text) == ("none", [])


def test_two_letters_are_found_too(store, make):
    person = make.customer("Xu Qi")
    make.customer("Ana")
    assert find(store, "xu") == ("one", [person])


def test_a_number_costs_two_statements(store, marta, statements):
    assert find(store, "963 550 142") == ("one", [marta])
    assert len(statements) == 2
    statements.clear()
    assert find(store, "963 550 142", country="ES") == ("one", [marta])
    assert len(statements) == 1


def test_a_name_costs_three_statements(store, make, marta, statements):
    for number in range(30):
        make.customer(f"Marta {number}")
    statements.clear()
    assert find(store, "marta")[0] == "several"
    assert len(statements) == 3


def test_delivered_orders_are_found_by_number(store, make, marta):
    order = make.order(marta, (make.product(), "1"))
    deliveries.deliver(store, order.order_id, request=new_uid())
    assert find(store, order.number) == ("one", [marta])
