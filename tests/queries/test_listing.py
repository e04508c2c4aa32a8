"""Lists by key: every row once in a total order, filters, and the orders report."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import insert, update

from app.domain.filters import Filters
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Mistake
from app.domain.text import search_key
from app.models import Address, Customer, CustomerMonth, CustomerTier, SalesOrder, TierYear
from app.queries import customer_rows, customers, list_order, listing, orders
from app.services import contacts, deliveries, invoices, payments, returns
from app.services import customers as customer_services
from app.services import orders as order_services
from app.services.contacts import InteractionDraft
from app.store.bulk import insert_many, new_ids
from app.store.prepared import together


def all_of(store, listed, text="", sort="", limit=7):
    """Every row, page by page."""
    filters = listing.filters_of(store, listed, text)
    rows, after, pages = [], None, 0
    while True:
        page = listing.page(store, listed, filters=filters, sort=sort, after=after, limit=limit)
        rows += page.rows
        pages += 1
        assert pages < 100
        if page.next is None:
            assert listing.count(store, listed, filters) == len(rows)
            return rows
        assert len(page.rows) == limit
        after = page.next


def names(store, text="", sort=""):
    """Names of the customers of a filter."""
    return [row.name for row in all_of(store, customers.LIST, text, sort)]


@pytest.fixture
def town(store):
    """Fifty customers with few different names, in two towns."""
    with store.write() as tx:
        ids = new_ids(tx, Customer, 50)
        given = ["Ana", "Álvaro", "陈慧敏", "Bo", "Çelik"]
        insert_many(
            tx, Customer, ["id", "uid", "code", "name", "search_name"],
            [(at, new_uid(), f"K{at:03}", given[at % 5], search_key(given[at % 5])) for at in ids],
        )  # fmt: skip
        insert_many(
            tx,
            Address,
            ["customer_id", "kind", "city", "region"],
            [(at, "main", "Valencia" if at % 3 else "Ávila", "R") for at in ids],
        )
    return ids


@pytest.mark.parametrize("sort", ["", "name", "-name", "code", "-code", "new", "-balance", "-profit", "name,-new"])
@pytest.mark.parametrize("limit", [1, 7, 50, 51])
def test_every_row_comes_once_in_order(store, town, sort, limit):
    rows = all_of(store, customers.LIST, sort=sort, limit=limit)
    assert sorted(row.id for row in rows) == town
    with store.read() as tx:
        from sqlalchemy import select

        keys = dict(tx.connection.execute(select(Customer.id, Customer.search_name)).all())
    by_name = {"name": lambda row: (keys[row.id], row.id), "name,-new": lambda row: (keys[row.id], -row.id)}
    key = {**by_name, "code": lambda row: row.code}.get(sort.removeprefix("-") or "name", lambda row: row.id)
    if store.engine.dialect.name == "sqlite" or "name" not in (sort or "name"):
        assert rows == sorted(rows, key=key, reverse=sort.startswith("-"))


@pytest.mark.parametrize("sort", ["-profit", "profit", "name,-profit", "-profit,name"])
def test_the_order_by_profit_is_made_once_and_is_the_slow_one(store, town, statements, sort):
    this, dice = Month.of(store.today()), Random(7)
    with store.write() as tx:
        for one, into in ((town[3], town[4]), (town[9], town[4]), (town[20], town[21])):
            tx.execute(update(Customer).where(Customer.id == one).values(merged_into_id=into))
        for one in dice.sample(town, 30) + town[3:10]:
            month, revenue = this.plus(-dice.randrange(15)), Decimal(dice.randrange(-300, 900)) / 100
            tx.execute(insert(CustomerMonth).values(month=month, customer_id=one, orders=1, quantity=Decimal(1),
                                                    revenue=revenue, cost=Decimal("0.50")))  # fmt: skip
    rows = all_of(store, customers.LIST)
    keys = {"profit": lambda row: row.contribution, "name": lambda row: search_key(row.name)}
    slow = sorted(rows, key=lambda row: row.id, reverse=sort.split(",")[-1].startswith("-"))
    for part in reversed(sort.split(",")):
        slow.sort(key=keys[part.removeprefix("-")], reverse=part.startswith("-"))
    assert len({row.contribution for row in rows}) > 20
    wanted = [row.id for row in slow]
    assert [row.id for row in all_of(store, customers.LIST, sort=sort, limit=7)] == wanted
    first = listing.page(store, customers.LIST, sort=sort, limit=7)
    statements.clear()
    rest = listing.ids(store, customers.LIST, filters=Filters(), sort=sort, after=first.next)
    assert ([row.id for row in first.rows] + list(rest.rows), rest.next) == (wanted, None)
    assert len(statements) == 1


def test_a_page_costs_two_round_trips(store, town, statements, monkeypatch):
    trips = []
    # what merged records bring is asked for without knowing of any only where knowing would cost a round trip
    asked_for = 2 if store.engine.dialect.name == "sqlite" else 3
    monkeypatch.setattr(customer_rows, "together", lambda tx, *asked: trips.append(len(asked)) or together(tx, *asked))
    for sort in ("name", "-balance", "-balance,name"):
        statements.clear()
        trips.clear()
        assert len(listing.page(store, customers.LIST, sort=sort, limit=20).rows) == 20
        assert (len(statements), sum("key_0" in one for one in statements), trips) == (4, 1, [asked_for])
    statements.clear()
    filters = listing.filters_of(store, customers.LIST, "celik city:valencia")
    trips.clear()
    assert listing.page(store, customers.LIST, filters=filters, limit=20).rows
    # who has the words is asked first where that costs no round trip
    assert (len(statements), trips) == (5 if store.engine.dialect.name == "sqlite" else 4, [asked_for])


def test_rows_say_everything(store, make):
    seller = make.staff("S1", "Diego")
    person = make.customer("Marta", code="C1", phone="963550142", city="Valencia", organisation="Hotel",
                           salesperson_id=seller)  # fmt: skip
    other = make.customer("Other")
    product = make.product()
    make.order(person, (product, "3"))
    billed = make.order(person, (product, "2"))
    invoices.invoice(store, billed.order_id, request=new_uid())
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    contacts.log(store, InteractionDraft(person, "call", "x", at=at), request=new_uid())
    with store.write() as tx:
        tx.execute(insert(TierYear), {"year": 2026, "tier_a": Decimal(80), "tier_b": Decimal(95)})
        tx.execute(insert(CustomerTier), {"year": 2026, "customer_id": person, "tier": "A"})
    [first, second] = all_of(store, customers.LIST)
    assert first == customers.CustomerRow(
        person, "C1", "Marta", "Hotel", "Valencia", "+34963550142", "A", Decimal("20.00"), 2, at,
        contribution=first.contribution, salesperson="Diego", version=first.version,
    )  # fmt: skip
    assert (second.id, second.balance, second.open_orders, second.last_contact) == (other, Decimal(0), 0, None)
    for text in ("tier:A", "balance:>19.99", "balance:20", "open:2", "open:>=1", "last:2026-03-01", "salesperson:s1",
                 "last:>-60d", "organisation:hot", "salesperson:diego", "city:valen", "mart",
                 "active:yes tier:a"):  # fmt: skip
        assert names(store, text) == ["Marta"], text
    for text in ("tier:none", "balance:0", "balance:<20", "open:0", "last:<-60d", "last:<2026-03-01"):
        assert names(store, text) == ["Other"], text
    assert names(store, "active:no") == []
    assert names(store, "last:<=2026-03-01") == ["Marta", "Other"]


def test_filters_on_places_in_any_case(store, town):
    assert len(names(store, "city:avila")) == 0
    assert len(names(store, "city:ávila")) == len(names(store, "ciudad:ÁVILA")) == 16
    assert len(names(store, "city:VALENCIA")) == 34
    assert len(names(store, "慧敏 city:valencia")) == sum(1 for at in town if at % 5 == 2 and at % 3)
    assert names(store, "chm alvaro") == []


@pytest.mark.parametrize("near", [True, False])
def test_frequent_words_are_found_along_the_list_or_through_the_index(store, town, statements, monkeypatch, near):
    asked = [("ana", ""), ("ana", "-new"), ("ana", "-balance"), ("ana city:valencia", ""), ("慧敏", "-name,new")]
    rare = [all_of(store, customers.LIST, text, sort) for text, sort in asked]
    monkeypatch.setattr(listing, "RARE", 3)
    for name in ("STEPS", "STEPS_OF_ROWS"):
        monkeypatch.setattr(listing, name, 1000 if near else 1)
    monkeypatch.setattr(list_order, "FITTING", 1 if near else 1000)
    # kept statements have these numbers in them
    customers.LIST.prepared.clear()
    try:
        assert [all_of(store, customers.LIST, text, sort, limit=2) for text, sort in asked] == rare
        filters = listing.filters_of(store, customers.LIST, "ana")
        statements.clear()
        assert len(listing.page(store, customers.LIST, filters=filters, limit=2).rows) == 2
        asked_for = sum("key_0" in one for one in statements)
        assert [row.id for row in rare[0]] == list(listing.ids(store, customers.LIST, filters=filters).rows)
        # however often a statement was asked before
        statements.clear()
        for _ in range(40):
            listing.page(store, customers.LIST, filters=filters, limit=2)
        assert sum("key_0" in one for one in statements) == 40 * asked_for
    finally:
        customers.LIST.prepared.clear()
    # a file that has walked too far is asked a second time, a server is told of both ways at once
    assert asked_for == (2 if store.engine.dialect.name == "sqlite" and not near else 1)


def test_merged_records_are_not_listed_twice(store, make):
    kept, double = make.customer("Marta"), make.customer("Marta B")
    order = make.order(double, (make.product(), "5"))
    invoices.invoice(store, order.order_id, request=new_uid())
    customer_services.merge(store, kept, double, request=new_uid())
    [row] = all_of(store, customers.LIST)
    assert (row.id, row.balance, row.open_orders) == (kept, Decimal("50.00"), 1)


def test_an_unknown_sort_says_what_there_is(store):
    with pytest.raises(Mistake, match="use name, code, new, balance, profit"):
        listing.page(store, customers.LIST, sort="size")


def test_an_unknown_filter_proposes_the_right_one(store):
    with pytest.raises(Mistake, match="Did you mean ‘city’"):
        listing.filters_of(store, customers.LIST, "ciy:Valencia")


@pytest.fixture
def trade(store, make):
    """Orders of two customers with splits, a late one, a quote and a draft."""
    one, two = make.staff("S1"), make.staff("S2")
    marta, hotel = make.customer("Marta", code="C1"), make.customer("Hotel", code="C2")
    product = make.product()
    make.order(marta, (product, "1"), on=date(2026, 2, 1), promised_on=date(2026, 2, 9), shares=[(one, 100)])
    make.order(hotel, (product, "10", "10", "0", "21"), on=date(2026, 2, 2), shares=[(one, "60"), (two, "40")])
    make.order(marta, (product, "3"), on=date(2026, 3, 3))
    order_services.quote(store, make.draft(hotel, (product, "4")), request=new_uid())
    order_services.quote(store, make.draft(hotel, (product, "5")), request=new_uid(), draft_only=True)
    return marta, hotel


def numbers(store, text="", sort=""):
    """Numbers of the orders of a filter."""
    return [row.order for row in all_of(store, orders.LIST, text, sort, limit=2)]


def test_orders_newest_first_with_their_sellers(store, trade):
    rows = all_of(store, orders.LIST, limit=2)
    assert [row.order for row in rows] == ["", "Q-2026-00001", "SO-2026-00003", "SO-2026-00002", "SO-2026-00001"]
    assert [row.salesperson for row in rows] == ["", "", "", "Staff 1 60% · Staff 2 40%", "Staff 1"]
    assert [row.late for row in rows] == [False, False, False, False, True]
    assert (rows[3].customer, rows[3].name, rows[3].gross) == ("C2", "Hotel", Decimal("121.00"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status:confirmed", 3), ("status:quoted", 1), ("late:yes", 1), ("late:no", 4), ("open:yes", 3),
        ("date:2026-02", 2), ("date:>2026-02", 3), ("customer:c1", 2), ("customer:hot", 3), ("salesperson:S2", 1),
        ("gross:>100", 1), ("net:30..50", 3), ("promised:<today", 1), ("hotel", 3), ("SO-2026-00002", 1),
        ("q-2026-00001", 1), ("hotel marta", 0), ("order:0003", 1),
    ],
)  # fmt: skip
def test_filters_of_orders(store, trade, text, expected):
    assert len(numbers(store, text)) == expected


@pytest.mark.parametrize("sort", ["date", "-date", "gross", "-promised", "new"])
def test_orders_in_any_order(store, trade, sort):
    assert sorted(numbers(store, sort=sort)) == sorted(numbers(store))


def test_a_page_of_orders_costs_two_statements(store, trade, statements):
    assert len(listing.page(store, orders.LIST, limit=50).rows) == 5
    assert len(statements) == 2


def test_the_report_says_what_was_paid(store, make, trade, statements):
    marta, hotel = trade
    report = list(orders.orders_report(store, date(2026, 1, 1), date(2026, 12, 31)))
    assert [row.order for row in report] == ["SO-2026-00001", "SO-2026-00002", "SO-2026-00003", "Q-2026-00001"]
    assert [row.paid for row in report] == [Decimal(0)] * 4
    with store.read() as tx:
        from sqlalchemy import select

        ids = dict(tx.connection.execute(select(SalesOrder.number, SalesOrder.id)).all())
    for number in ("SO-2026-00001", "SO-2026-00002", "SO-2026-00003"):
        invoices.invoice(store, ids[number], request=new_uid())
    payments.take(store, marta, Decimal("25.00"), request=new_uid())
    payments.take(store, hotel, Decimal("21.00"), request=new_uid())
    deliveries.deliver(store, ids["SO-2026-00002"], request=new_uid())
    line = line_of(store, ids["SO-2026-00002"])
    returns.take_back(store, ids["SO-2026-00002"], {line: Decimal(5)}, request=new_uid(), reason="torn")
    statements.clear()
    report = list(orders.orders_report(store, date(2026, 2, 2), date(2026, 3, 3)))
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == 4
    assert [(row.order, row.paid) for row in report] == [
        ("SO-2026-00002", Decimal("21.00")), ("SO-2026-00003", Decimal("15.00")),
    ]  # fmt: skip
    assert set(orders.REPORT_COLUMNS) - {"order", "date"} <= set(orders.ReportedOrder.__dataclass_fields__)


def line_of(store, order_id):
    """The first line of an order."""
    from app.services.orderlines import stored_lines

    with store.read() as tx:
        return stored_lines(tx, order_id)[0].id
