"""Headers are matched, cells become typed rows, and what is wrong is said with row, column, value and what is right."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.importing import (
    KINDS,
    ComplaintRow,
    CustomerRow,
    OrderLineRow,
    PaymentRow,
    ProductRow,
    RowRefusal,
    SalespersonRow,
    UnreadableRow,
    plan_reader,
)
from app.domain.refusal import Mistake

ORDERS = ["order", "date", "customer", "product", "quantity"]
# the contract with spreadsheets and scripts; `*` is required, the first is the key
CONTRACT = {
    "salespeople": "code*, name*, email, role, team",
    "customers": "code*, name*, kind, given_name, family_name, organisation, contact_name, phone, phone2, mobile,"
    " email, street, city, region, postcode, country, language, tax_id, birth_date, occupation, industry, education,"
    " credit_limit, payment_days, salesperson, tags, note",
    "products": "code*, name*, category, unit, price, cost, tax_rate, valid_from, active",
    "orders": "order*, date*, customer*, salesperson, status, promised_on, delivered_on, reference, product*,"
    " quantity*, unit_price, discount_percent, unit_cost, line_net, line_cost, tax_rate, note",
    "payments": "reference*, customer*, date*, amount*, method, order",
    "complaints": "number*, customer*, opened_at*, subject*, channel, cause, severity, status, first_response_at,"
    " closed_at, solution, cost, satisfaction, owner, order, note",
}


def read(name_of_kind, /, **cells):
    return plan_reader(name_of_kind, list(cells)).read(2, list(cells.values()))


def refusal(name_of_kind, /, **cells):
    with pytest.raises(RowRefusal) as caught:
        read(name_of_kind, **cells)
    return caught.value


def test_the_columns_are_the_contract():
    assert {
        name: ", ".join(column.name + "*" * column.required for column in kind.columns) for name, kind in KINDS.items()
    } == CONTRACT
    for kind in KINDS.values():
        assert kind.row._fields == ("row", *(column.name for column in kind.columns))


def test_every_kind_reads_its_row():
    assert read("salespeople", code="S1", name="Diego Ruiz") == SalespersonRow(2, "S1", "Diego Ruiz", None, None)
    customer = read(
        "customers", code="C1", name="Marta", kind="Person", country="es", credit_limit="5000", payment_days="30",
        birth_date="1981-04-03", tags="vip;old", phone="+34 655 014 722", note="línea 1\nlínea 2",
    )  # fmt: skip
    assert customer == CustomerRow(
        2, "C1", "Marta", kind="person", country="ES", credit_limit=Decimal(5000), payment_days=30,
        birth_date=date(1981, 4, 3), tags=("vip", "old"), phone="+34 655 014 722", note="línea 1\nlínea 2",
    )  # fmt: skip
    assert read("products", code="P1", name="Towel", price="10.9", cost="6.1234", active="no") == ProductRow(
        2, "P1", "Towel", price=Decimal("10.9"), cost=Decimal("6.1234"), active=False
    )
    order = read(
        "orders", order="O1", date="2026-01-31", customer="C1", product="P1", quantity="2.5", salesperson="S1:60;S2:40",
        status="in progress", line_net="0.125", discount_percent="10",
    )  # fmt: skip
    assert order == OrderLineRow(
        2, "O1", date(2026, 1, 31), "C1", (("S1", Decimal(60)), ("S2", Decimal(40))), "in_progress", None, None, None,
        "P1", Decimal("2.5"), discount_percent=Decimal(10), line_net=Decimal("0.13"),
    )  # fmt: skip
    assert read("payments", reference="R1", customer="C1", date="2026-01-31", amount="-12.50") == PaymentRow(
        2, "R1", "C1", date(2026, 1, 31), Decimal("-12.50")
    )
    complaint = read(
        "complaints", number="K1", customer="C1", opened_at="2026-03-06 17:00", subject="Broken", satisfaction="4",
        closed_at="2026-03-09T17:00Z",
    )  # fmt: skip
    assert complaint == ComplaintRow(
        2, "K1", "C1", datetime(2026, 3, 6, 17), "Broken", satisfaction=4,  # noqa: DTZ001 - company time
        closed_at=datetime(2026, 3, 9, 17, tzinfo=UTC),
    )  # fmt: skip


def test_a_refusal_says_row_column_value_reason_and_what_is_right():
    reader = plan_reader("orders", ["Order", "DATE", "customer", "product", "Quantity"])
    with pytest.raises(RowRefusal) as caught:
        reader.read(212, ["O1", "31/01/2026", "C1", "P1", "1"])
    found = caught.value
    assert (found.row, found.column, found.value) == (212, "DATE", "31/01/2026")
    assert found.reason.format(**found.values) == "‘31/01/2026’ is not a date."
    assert found.right.startswith("Write it as 2026-01-31")


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("customers", "kind", "company"),
        ("customers", "country", "Spain"),
        ("customers", "credit_limit", "-1"),
        ("customers", "payment_days", "30.5"),
        ("customers", "birth_date", "03/04/1981"),
        ("customers", "name", "x" * 201),
        ("products", "price", "1.23456"),
        ("products", "tax_rate", "101"),
        ("products", "active", "perhaps"),
        ("orders", "quantity", "12,5"),
        ("orders", "quantity", "1e9"),
        ("orders", "discount_percent", "120"),
        ("orders", "status", "shipped"),
        ("orders", "salesperson", "S1:60;S2:30"),
        ("orders", "customer", ""),
        ("payments", "amount", "12.345"),
        ("complaints", "satisfaction", "7"),
        ("complaints", "opened_at", "yesterday"),
    ],
)
def test_wrong_cells_are_refused_in_their_column(kind, column, value):
    good = {
        "code": "X1", "name": "N", "order": "O1", "date": "2026-01-31", "customer": "C1", "product": "P1",
        "quantity": "1", "reference": "R1", "amount": "1", "number": "K1", "opened_at": "2026-01-31", "subject": "s",
    }  # fmt: skip
    cells = {name: good[name] for name in KINDS[kind].required} | {column: value}
    found = refusal(kind, **cells)
    assert found.column == column
    assert found.hint
    assert "{" not in str(found)


def test_only_what_is_booked_as_it_is_rounds():
    good = {"order": "O", "date": "2026-01-31", "customer": "C", "product": "P", "quantity": "1"}
    assert read("orders", **good, line_cost="2.005").line_cost == Decimal("2.01")
    assert refusal("orders", **good, unit_price="2.00005").column == "unit_price"


def test_amounts_have_the_decimals_of_the_currency():
    header = ["reference", "customer", "date", "amount"]
    cells = ["R1", "C1", "2026-01-31", "12.5"]
    with pytest.raises(RowRefusal):
        plan_reader("payments", header, places=0).read(2, cells)
    assert plan_reader("payments", header, places=3).read(2, [*cells[:3], "12.005"]).amount == Decimal("12.005")


def test_a_missing_column_is_named_with_its_neighbour():
    with pytest.raises(Mistake, match=r"no column ‘customer’.*Rename ‘custmer’"):
        plan_reader("orders", ["order", "date", "custmer", "product", "quantity"])
    with pytest.raises(Mistake, match="first row must hold"):
        plan_reader("orders", ["a", "b"])
    with pytest.raises(Mistake, match=r"cannot be imported.*salespeople"):
        plan_reader("order", ORDERS)


def test_unknown_columns_are_noticed_and_the_reason_column_is_not():
    reader = plan_reader("orders", [*ORDERS, "prise", "unit_prise", "reason", "order (2)"])
    texts = [str(notice) for notice in reader.notices]
    assert "did you mean ‘unit_price’" in texts[1]
    assert not any("reason" in text for text in texts)
    assert len(texts) == 3


def test_short_rows_are_filled_and_shifted_rows_refused():
    reader = plan_reader("orders", [*ORDERS, "note"])
    cells = ["O1", "2026-01-31", "C1", "P1", "1"]
    assert reader.read(2, cells).note is None
    assert reader.read(2, [*cells, "n", "", " "]).note == "n"
    with pytest.raises(RowRefusal, match="7 cells, the header has 6"):
        reader.read(3, [*cells, "n", "more"])
    with pytest.raises(RowRefusal) as caught:
        reader.read(9, UnreadableRow(["raw"], "No good: {why}.", "Do better.", why="quotes"))
    assert str(caught.value) == "No good: quotes. Do better."
    assert caught.value.row == 9


def test_an_odd_address_is_taken_with_a_notice():
    reader = plan_reader("salespeople", ["code", "name", "email"])
    assert reader.read(2, ["S1", "Ana", "ana-at-home"]).email == "ana-at-home"
    assert reader.read(3, ["S2", "Eva", "eva@example.org"]).email == "eva@example.org"
    assert [notice.row for notice in reader.notices] == [2]
    assert "ana-at-home" in str(reader.notices[0])


def test_notices_are_bounded():
    reader = plan_reader("salespeople", ["code", "name", "email"])
    for number in range(3_000):
        reader.read(number, [f"S{number}", "Ana", "x"])
    assert len(reader.notices) == 1_000
    assert reader.notices.total == 3_000


def test_a_value_read_before_is_refused_again():
    reader = plan_reader("orders", ORDERS)
    for number in (2, 3, 4):
        with pytest.raises(RowRefusal) as caught:
            reader.read(number, ["O1", "never", "C1", "P1", "1"])
        assert caught.value.row == number


@given(st.lists(st.text(), min_size=17, max_size=19))
def test_any_cells_are_a_row_or_a_refusal(cells):
    reader = plan_reader("orders", [column.name for column in KINDS["orders"].columns])
    try:
        found = reader.read(2, cells)
    except RowRefusal as refused:
        found = refused
    assert found.row == 2
