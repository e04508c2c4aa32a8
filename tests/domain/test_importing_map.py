"""Map files: what they do to a row, and the line they name when they are wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.importing import RowRefusal, plan_reader, read_map
from app.domain.refusal import Mistake

MAPS = sorted((Path(__file__).parents[1] / "support" / "maps").glob("*.toml"))
ORDERS = """
kind = "orders"
date = "dmy"
decimal = ","

[columns]
Nr = "order"
Fecha = "date"
Cliente = "customer"
Art = "product"
Cant = "quantity"
"""


def order(text, **cells):
    header = ["Nr", "Fecha", "Cliente", "Art", "Cant", *cells]
    mapping = read_map(ORDERS + text)
    return plan_reader("orders", header, mapping).read(2, ["1", "31/1/2026", "C1", "P1", "1.234,5", *cells.values()])


def test_dates_and_decimals_of_the_file():
    row = order("")
    assert row.date == date(2026, 1, 31)
    assert row.quantity == Decimal("1234.5")


def test_one_field_may_differ_from_its_file():
    row = order('[fields.promised_on]\ncolumn = "Termin"\ndate = "mdy"\n', Termin="1/31/2026")
    assert row.promised_on == date(2026, 1, 31)
    assert order('[fields.unit_price]\ncolumn = "Preis"\ndecimal = "."\n', Preis="1.5").unit_price == Decimal("1.5")


def test_constants_translations_and_defaults():
    text = '[fields.status]\ncolumn = "S"\ndefault = "closed"\notherwise = "confirmed"\n'
    text += 'values = { Enviado = "delivered" }\n'
    assert order(text, S="enviado ").status == "delivered"
    assert order(text, S="").status == "closed"
    assert order(text, S="?").status == "confirmed"
    assert order('[fields.status]\nconstant = "closed"\n').status == "closed"
    with pytest.raises(RowRefusal) as caught:
        order('[fields.status]\ncolumn = "S"\nvalues = { Enviado = "delivered" }\n', S="Perdido")
    assert (caught.value.column, caught.value.value) == ("S", "Perdido")


def test_one_column_may_fill_two_fields_and_two_columns_one():
    text = (
        '[fields.note]\ncolumns = ["A", "B"]\nbetween = " / "\n[fields.reference]\ncolumn = "A"\ndefault_column = "B"\n'
    )
    row = order(text, A=" x ", B="y")
    assert (row.note, row.reference) == ("x / y", " x ")
    row = order(text, A="", B="y")
    assert (row.note, row.reference) == ("y", "y")


def test_arithmetic_rounds_each_operand():
    text = '[fields.line_cost]\ncolumn = "V"\nround = 2\nminus = "G"\n'
    text += '[fields.discount_percent]\ncolumn = "D"\ntimes = 100\n'
    row = order(text, V="10,005", G="0,005", D="0,2")
    assert row.line_cost == Decimal("10.00")  # 10.01 - 0.01, not round(10.000)
    assert row.discount_percent == 20
    row = order(text, V="10", G="", D="")
    assert row.line_cost is None  # cost cannot be known without the profit
    assert row.discount_percent is None
    with pytest.raises(RowRefusal) as caught:
        order(text, V="10", G="abc", D="0")
    assert caught.value.column == "V"
    assert "abc" in str(caught.value)


def test_a_number_may_be_multiplied_by_another_column():
    text = '[fields.line_net]\ncolumn = "V"\ntimes = "Cant"\nminus = 0.5\n'
    assert order(text, V="2").line_net == Decimal("2468.50")


def test_a_map_for_another_kind_or_another_file_is_refused():
    mapping = read_map(ORDERS)
    with pytest.raises(Mistake, match="maps orders, not payments"):
        plan_reader("payments", ["Nr"], mapping)
    with pytest.raises(Mistake, match=r"no column ‘Cliente’.*Did you mean ‘Clientes’"):
        plan_reader("orders", ["Nr", "Fecha", "Clientes", "Art", "Cant"], mapping)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("kind = orders", 1, "not TOML"),
        ('kind = "orders"\nkind = "orders"', 2, "not TOML"),
        ('kind = "orders"\n[columns', 2, "not TOML"),
        ('kind = "plans"', 1, "salespeople, customers"),
        ("", 1, "salespeople, customers"),
        ('kind = "orders"\ndates = "dmy"', 2, "Known are: kind, date"),
        ('kind = "orders"\ndate = "d/m/y"', 2, "ymd, dmy, mdy"),
        ('kind = "orders"\ndecimal = ";"', 2, "., ,"),
        ('kind = "orders"\n[columns]\nA = "ordr"', 3, "did you mean ‘order’"),
        ('kind = "orders"\n[columns]\nA = "zzz"', 3, "Its fields: order, date"),
        ('kind = "orders"\n[columns]\nA = "order"\nB = "order"', 4, "two columns"),
        ('kind = "orders"\n[columns]\nA = "order"', 2, "nothing gives ‘date’"),
        ('kind = "orders"\ncolumns = "order"', 2, "is a section"),
        (ORDERS + '[fields.order]\ncolumn = "X"', 13, "exactly one source"),
        (ORDERS + '[fields.note]\nbetween = "-"', 12, "exactly one source"),
        (ORDERS + '[fields.nota]\ncolumn = "X"', 12, "did you mean ‘note’"),
        (ORDERS + '[fields.note]\ncolum = "X"', 13, "Known are: column"),
        (ORDERS + '[fields.note]\ncolumn = "X"\ntimes = 2', 14, "does not fit the field ‘note’"),
        (ORDERS + '[fields.line_net]\ncolumn = "X"\nround = 9', 14, "0 to 4"),
        (ORDERS + '[fields.line_net]\ncolumn = "X"\ntimes = true', 14, "number or the name"),
        (ORDERS + '[fields.line_net]\ncolumn = ["X"]', 13, "quotation marks"),
        (ORDERS + "[fields]\nnote = 3", 13, "section of their own"),
        (ORDERS + '[join]\nfile = "x.csv"', 12, "a join needs file"),
        (ORDERS + '[join]\nfile = "../x.csv"\nkey = { Nr = "n" }', 13, "stands beside"),
        (ORDERS + '[join]\nfile = "x.csv"\nkey = { Nr = "n" }\nmissing = "?"', 15, "refuse, empty, skip"),
        (ORDERS + "[skip]\nNr = 3", 13, "a text or a list"),
        ('kind = "orders"\nrepeat = "first"', 2, "belong together"),
        ('kind = "orders"\nrepeat = "last"', 2, "first"),
    ],
)
def test_wrong_maps_name_line_and_what_is_right(text, line, words):
    with pytest.raises(Mistake) as caught:
        read_map(text, "mine.toml")
    assert str(caught.value).startswith(f"mine.toml, line {line}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_the_maps_of_the_reference_companies_are_right(path):
    assert read_map(path.read_text(encoding="utf-8"), path.name).fields


def test_the_maps_in_the_documentation_are_right():
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    maps = [block.split("```")[0] for block in text.split("```toml\n")[1:]]
    assert len(maps) >= 3
    for block in maps:
        # plans are a kind of file of their own
        if not block.startswith("[[plan]]"):
            assert read_map(block).fields
