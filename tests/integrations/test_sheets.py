"""What is written reads back equal, and no spreadsheet executes it."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.importing import RowRefusal, plan_reader
from app.domain.parsing import clean_text, parse_date, parse_decimal, parse_moment, parse_text, parse_yes
from app.domain.refusal import Mistake, Unavailable
from app.integrations.sheets import rows_as_text, write_refused, write_rows
from app.integrations.tables import open_table

COLUMNS = ["code", "amount", "day", "at", "yes", "count"]
ROW = ("+34 600 123 456", Decimal("-1234.50"), date(2026, 1, 31), datetime(2026, 1, 31, 14, 30, 5), True, 7)  # noqa: DTZ001
DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/c calc'!A1", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1",
             "＠x", "  =1", "\ufeff=1", "'=1", "''=1", "\u3000=1"]  # fmt: skip
TEXTS = st.text(max_size=40) | st.sampled_from(DANGEROUS)


def kept(text: str) -> str | None:
    """A text after the stated normalisation: no control characters, one kind of line end, blank is nothing."""
    found = clean_text(text).replace("\ufffe", "").replace("\uffff", "")
    return found if found and not found.isspace() else None


def test_csv_is_exact(tmp_path):
    assert write_rows(tmp_path / "a.csv", COLUMNS, [ROW, (None,) * 6]) == 2
    assert (tmp_path / "a.csv").read_bytes() == (
        b"code,amount,day,at,yes,count\r\n'+34 600 123 456,-1234.50,2026-01-31,2026-01-31 14:30:05,true,7\r\n,,,,,\r\n"
    )
    write_rows(tmp_path / "b.csv", ["ñ"], [("é",)], bom=True)
    assert (tmp_path / "b.csv").read_bytes() == b"\xef\xbb\xbf\xc3\xb1\r\n\xc3\xa9\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.1", "12.10"), ("0", "0.00"), ("-0.00", "0.00"), ("1E+3", "1000.00"), ("0.0001", "0.0001"),
     ("136.0000", "136.0000"), ("999999999999.99", "999999999999.99"), ("1E-8", "0.00000001")],
)  # fmt: skip
def test_decimals_keep_every_digit(value, text):
    assert rows_as_text(["a"], [(Decimal(value),)]) == f"a\r\n{text}\r\n"
    assert rows_as_text(["a"], [(Decimal(value),)], "json") == f'[\n  {{"a": {text}}}\n]\n'


def test_json_is_a_list_of_objects(tmp_path):
    write_rows(tmp_path / "a.json", COLUMNS, [ROW, ('"quoted"\n𠮷', None, None, None, False, -1)], "json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    first, second = json.loads(text, parse_float=Decimal)
    assert first == {
        "code": "+34 600 123 456", "amount": Decimal("-1234.50"), "day": "2026-01-31", "at": "2026-01-31 14:30:05",
        "yes": True, "count": 7,
    }  # fmt: skip
    assert second["code"] == '"quoted"\n𠮷'
    assert '"amount": -1234.50,' in text
    assert write_rows(tmp_path / "b.json", ["a"], [], "json") == 0
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8")) == []


def test_workbooks_hold_values_of_their_kind(tmp_path):
    write_rows(
        tmp_path / "a.xlsx",
        COLUMNS,
        [ROW, ("=1+1", Decimal("123456789012.3456"), None, datetime(2026, 1, 31, 14, 30, tzinfo=UTC), False, 10**17)],
        "xlsx",
        sheet="Ventas: [año]",
    )
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Ventas año"]
    assert [cell.value for cell in page[1]] == COLUMNS
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[2]] == ["+34 600 123 456", -1234.5, datetime(2026, 1, 31), ROW[3], True, 7]  # noqa: DTZ001
    assert page["B2"].number_format == "0.00"
    assert (page["A3"].data_type, page["A3"].value, page["A3"].quotePrefix) == ("s", "=1+1", True)
    # more digits than a spreadsheet keeps stay as text, all of them
    assert page["B3"].value == "123456789012.3456"
    assert page["F3"].value == str(10**17)
    assert page["D3"].value == "2026-01-31 14:30:00+00:00"
    assert page.column_dimensions["A"].width > 15


def test_no_text_begins_as_a_formula(tmp_path):
    write_rows(tmp_path / "d.csv", ["t"], [(text,) for text in DANGEROUS])
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    assert all(cell.startswith("'") for cell in cells)
    write_rows(tmp_path / "d.xlsx", ["t"], [(text,) for text in DANGEROUS], "xlsx")
    page = openpyxl.load_workbook(tmp_path / "d.xlsx").active
    assert {page.cell(row, 1).data_type for row in range(2, len(DANGEROUS) + 2)} == {"s"}


VALUES = st.tuples(
    TEXTS,
    st.none() | st.decimals(min_value=-(10**11), max_value=10**11, places=2),
    st.none() | st.dates(date(1900, 3, 1), date(2100, 12, 31)),
    st.none() | st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
    st.none() | st.booleans(),
)


def check_round_trip(path: Path, rows: list[tuple]) -> None:
    write_rows(path, ["text", "amount", "day", "at", "yes", "end"], [(*row, "end") for row in rows], path.suffix[1:])
    found = list(open_table(path).rows)
    assert [number for number, _ in found] == list(range(2, len(rows) + 2))
    for (text, amount, day, at, yes), (_, cells) in zip(rows, found, strict=True):
        read = (
            parse_text(cells[0], 10_000),
            parse_decimal(cells[1], places=2) if cells[1] else None,
            parse_date(cells[2]) if cells[2] else None,
            parse_moment(cells[3]) if cells[3] else None,
            parse_yes(cells[4]) if cells[4] else None,
        )
        assert read[1:] == (amount, day, at, yes)
        assert (read[0] and kept(read[0])) == kept(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=st.lists(VALUES, min_size=1, max_size=20))
def test_csv_reads_back_equal(tmp_path, rows):
    check_round_trip(tmp_path / "r.csv", rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=8)
@given(rows=st.lists(VALUES, min_size=20, max_size=60))
def test_workbooks_read_back_equal(tmp_path, rows):
    check_round_trip(tmp_path / "r.xlsx", rows)


def test_what_a_workbook_cannot_hold(tmp_path):
    with pytest.raises(Mistake, match=r"Row 1, ‘note’.*32767"):
        write_rows(tmp_path / "a.xlsx", ["note"], [("x" * 32_768,)], "xlsx")
    with pytest.raises(Mistake, match="16384 columns"):
        write_rows(tmp_path / "a.xlsx", ["c"] * 16_385, [], "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_floats_never_leave():
    with pytest.raises(TypeError):
        rows_as_text(["a"], [(1.5,)])
    with pytest.raises(ValueError, match="NaN"):
        rows_as_text(["a"], [(Decimal("NaN"),)])


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_no_half_file_is_ever_seen(tmp_path, form):
    path = tmp_path / f"a.{form}"
    path.write_text("old", encoding="utf-8")

    def rows():
        yield ("1",)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        write_rows(path, ["a"], rows(), form)
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_places_that_take_no_file(tmp_path, monkeypatch):
    with pytest.raises(Mistake, match="is a folder"):
        write_rows(tmp_path, ["a"], [])
    with pytest.raises(Mistake, match="no folder"):
        write_rows(tmp_path / "none" / "a.csv", ["a"], [])
    with pytest.raises(Mistake, match=r"not a format.*csv, xlsx, json"):
        write_rows(tmp_path / "a.doc", ["a"], [], "doc")

    def held(*_):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Unavailable, match="Close it in Excel"):
        write_rows(tmp_path / "a.csv", ["a"], [])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path):
    def rows():
        raise OSError(28, "No space left on device")
        yield ()

    with pytest.raises(Unavailable, match="No space left"):
        write_rows(tmp_path / "a.csv", ["a"], rows())


def test_refused_rows_come_back_once_they_are_corrected(tmp_path):
    header = ["reference", "customer", "date", "amount", "method"]
    source = tmp_path / "p.csv"
    source.write_text(
        ";".join(header) + "\nR1;C1;31/01/2026;-12.50;=cmd\nR2;C2;2026-01-31;5;+34 x;\nR3;C3;2026-01-31;-7.25;'t\n",
        encoding="utf-8",
    )
    with open_table(source) as table:
        reader = plan_reader("payments", table.header)
        refused = []
        for number, cells in table.rows:
            try:
                reader.read(number, cells)
            except RowRefusal as refusal:
                refused.append((cells, str(refusal)))
        assert write_refused(tmp_path / "refused.csv", table.header, refused, delimiter=table.delimiter) == 1
    text = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "reference;customer;date;amount;method;reason"
    assert "R1;C1;31/01/2026;-12.50;'=cmd;\"‘31/01/2026’ is not a date. Write it as 2026-01-31" in text
    (tmp_path / "refused.csv").write_text(text.replace("31/01/2026", "2026-01-31"), encoding="utf-8")
    with open_table(tmp_path / "refused.csv") as table:
        reader = plan_reader("payments", table.header)
        row = reader.read(*next(table.rows))
        assert (row.amount, row.method) == (Decimal("-12.50"), "=cmd")
        assert not reader.notices


def test_cells_beyond_the_header_are_not_lost(tmp_path):
    write_refused(tmp_path / "r.csv", ["a", "b"], [(["1", "2", "3"], "too many"), (["1"], "too few")])
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig").split("\n")[1:3] == ["1,2,too many,3", "1,,too few"]
