"""A file of another program is understood, and what cannot be read is put right by hand."""

from dataclasses import replace

import pytest

from app.domain.importing import RowRefusal
from app.domain.importing_guess import guess_columns, guess_days, guess_decimal
from app.domain.importing_plan import NO_CODE, column_map, field_states, missing, proposed, read
from app.domain.importing_table import TableRead
from app.domain.refusal import Mistake
from app.domain.watch import Stopped, Watch


def table(header, *rows):
    return TableRead("x.csv", "text", tuple(header), [(at, list(row)) for at, row in enumerate(rows, 2)])


@pytest.mark.parametrize(
    ("kind", "header", "found"),
    [
        ("customers", ["Cód.", "Razón social", "Tfno. móvil", "C.P.", "Población", "N.I.F.", "F. Nac.", "Saldo"],
         {"code": "Cód.", "name": "Razón social", "mobile": "Tfno. móvil", "postcode": "C.P.", "city": "Población",
          "tax_id": "N.I.F.", "birth_date": "F. Nac."}),
        ("customers", ["姓名", "手机", "邮箱", "城市"],
         {"name": "姓名", "mobile": "手机", "email": "邮箱", "city": "城市"}),
        ("customers", ["First Name", "Last Name", "Company", "Phone", "Phone 2", "E-mail Address", "Zip Code"],
         {"given_name": "First Name", "family_name": "Last Name", "organisation": "Company", "phone": "Phone",
          "phone2": "Phone 2", "email": "E-mail Address", "postcode": "Zip Code"}),
        ("orders", ["Order No", "Order Date", "Customer No", "SKU", "Qty", "Unit Price", "Dto"],
         {"order": "Order No", "date": "Order Date", "customer": "Customer No", "product": "SKU", "quantity": "Qty",
          "unit_price": "Unit Price", "discount_percent": "Dto"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(kind, header, found):
    assert guess_columns(kind, header) == found


@pytest.mark.parametrize(
    ("texts", "order", "example"),
    [
        (["03/04/1981", "05/05/1980", "31/12/1979"], "dmy", ""),
        (["03/04/1981", "12/31/1979"], "mdy", ""),
        (["03/04/1981", "04/05/1982"], "", "03/04/1981"),
        (["1981-04-03"], "", ""),
        (["1981/04/03"], "ymd", ""),
        (["05/05/1980", "soon", ""], "dmy", ""),
    ],
)
def test_the_order_of_days(texts, order, example):
    found = guess_days(texts)
    assert (found.order, found.example) == (order, example)
    assert found.ambiguous == bool(example)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [(["1.260,00"], ","), (["1,260.00"], "."), (["12,5"], ","), (["1.260"], ","), (["1260"], ""), (["1.234.567"], ","),
     (["9.80 €"], ".")],
)  # fmt: skip
def test_the_decimal_mark(texts, mark):
    assert guess_decimal(texts, usual=",") == mark


def test_names_come_from_their_parts_and_codes_from_us():
    source = table(["First name", "Last name", "Company"], ["Ana", "Gil", "Sol"], ["", "", "Hotel Mar"])
    plan, _ = proposed("customers", source)
    assert missing(plan) == []
    ana, hotel = read(plan, source, Watch()).rows
    assert (ana.name, ana.code, ana.organisation) == ("Ana Gil", "", "Sol")
    assert (hotel.name, hotel.code) == ("Hotel Mar", "")
    assert NO_CODE not in str((ana, hotel))


def test_what_is_missing_is_named():
    plan, _ = proposed("orders", table(["Order", "Date"], ["1", "2026-01-01"]))
    assert missing(plan) == ["customer", "product", "quantity"]
    with pytest.raises(Mistake, match="customer"):
        column_map(plan)


def test_a_wrong_cell_is_put_right_emptied_or_its_row_left_out():
    source = table(["Name", "Birthday"], ["Ana", "31/31/1980"], ["Bob", "soon"], ["Eva", "1/2/1850"])
    plan = replace(proposed("customers", source)[0], days="dmy")
    rows = read(plan, source, Watch()).rows
    assert [row.column for row in rows if isinstance(row, RowRefusal)] == ["Birthday"] * 3
    plan = replace(plan, edits={(2, "Birthday"): "31/12/1980", (3, "Birthday"): ""}, skipped=frozenset({4}))
    rows = read(plan, source, Watch()).rows
    assert [(row.name, row.birth_date and row.birth_date.isoformat()) for row in rows] == [
        ("Ana", "1980-12-31"), ("Bob", None)
    ]  # fmt: skip


def test_columns_are_counted_and_counting_can_be_stopped():
    source = table(["Name", "Mail", "Born"], ["Ana", "a@x.es", "1980-01-01"], ["Bob", "", "soon"], ["Eva", "", ""])
    plan, _ = proposed("customers", source)
    states = field_states(replace(plan, columns={**plan.columns, "birth_date": "Born"}), source, Watch())
    born = states["birth_date"]
    assert (born.filled, born.readable, born.example, born.first_wrong) == (2, 1, "1980-01-01", "soon")
    stopped = Watch()
    stopped.stop()
    with pytest.raises(Stopped):
        field_states(plan, source, stopped)


def test_a_number_in_two_rows_is_worth_a_word():
    source = table(["Name", "Phone"], ["Ana", "963 550 142"], ["Bob", "963550142"])
    notices = read(proposed("customers", source)[0], source, Watch()).notices
    assert [str(notice) for notice in notices] == [
        "The number 963550142 stands in 2 rows; these customers will share it."
    ]
