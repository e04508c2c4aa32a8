"""The public collections of odd files: CSV, workbooks and naughty strings."""

import csv
import json
from pathlib import Path

import pytest

from app.domain.parsing import clean_text, parse_text
from app.domain.refusal import Refusal
from app.integrations.sheets import write_rows
from app.integrations.tables import open_table
from tests.support.reference import reference_file, reference_folder

pytestmark = pytest.mark.reference
FOLDER = reference_folder() or Path("absent")
WORKBOOKS = sorted((FOLDER / "raw" / "xlsx_calamine").glob("*.[xo][ld]*"))
SPECTRUM = sorted((FOLDER / "raw" / "csv_spectrum" / "csvs").glob("*.csv"))
COMMONS = sorted(path for path in (FOLDER / "raw" / "csv_commons").glob("*/*") if "README" not in path.name)
# protected by a password, cut, or without a cell
REFUSED = {
    "issue252.xlsx": "damaged",
    "issue_385.xls": "password",
    "pass_protected.ods": "password",
    "pass_protected.xlsb": "password",
    "pass_protected.xlsx": "password",
}


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_reads_as_its_json_says(path):
    wanted = json.loads(reference_file(f"raw/csv_spectrum/json/{path.stem}.json").read_text(encoding="utf-8"))
    table = open_table(path)
    rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
    if path.stem == "location_coordinates":  # its JSON is one object and has another phone number
        wanted = [wanted | {"Contact Phone Number": "2095257564"}]
        wanted[0]["Location Coordinates"] = wanted[0]["Location Coordinates"].strip()
    expected = [{name: text.replace("\r\n", "\n") for name, text in row.items()} for row in wanted]
    assert rows == expected


@pytest.mark.parametrize("path", COMMONS, ids=lambda path: path.name)
def test_csv_commons_are_read_or_refused(path):
    rows, said = [], ""
    try:
        table = open_table(path)
        rows = list(table.rows)
    except Refusal as refusal:
        said = str(refusal)
    assert rows or said or table.header
    assert "{" not in said


def test_rows_of_the_csv_commons():
    emoji = open_table(reference_file("raw/csv_commons/CSV-196/emoji.csv"))
    rows = list(emoji.rows)
    assert len(emoji.header) == 16
    assert rows[0][1][1] == "😄" * 10
    japanese = list(open_table(reference_file("raw/csv_commons/CSV-196/japanese.csv")).rows)
    assert japanese[0][1][2].startswith("きちんと節分")
    bom = open_table(reference_file("raw/csv_commons/CSVFileParser/bom.csv"))
    assert bom.header[0] == "Date"
    assert bom.encoding == "utf-8-sig"
    assert open_table(reference_file("raw/csv_commons/CSV-213/999751170.patch.csv")).delimiter == ";"


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_workbooks_are_read_or_refused(path):
    rows, said = [], ""
    try:
        with open_table(path) as table:
            rows = list(table.rows)
            assert table.header
    except Refusal as refusal:
        said = str(refusal)
    assert REFUSED.get(path.name, "is empty" if said else "") in said
    assert all(isinstance(text, str) for _, cells in rows for text in cells)


def test_figures_of_the_workbooks():
    def rows(name, sheet=None):
        with open_table(reference_file(f"raw/xlsx_calamine/{name}"), sheet=sheet) as table:
            return [table.header, *(cells for _, cells in table.rows)]

    for name in ("date.xlsx", "date.xls", "date.xlsb", "date_1904.xlsx", "date_1904.xls", "date_1904.xlsb"):
        assert rows(name) == [["2021-01-01", "15"], ["2021-01-02", "16"], ["255:10:10", "17"]]
    assert rows("readings.xlsx")[3] == ["Berlin", "12", "80", "1017"]
    assert rows("issues.xlsx", "spc_chrs")[-1] == ["àâéêèçöïî«»"]
    with open_table(reference_file("raw/xlsx_calamine/temperature-in-middle.xlsx")) as table:
        assert [number for number, _ in table.rows] == [5, 6]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_naughty_strings_come_back_equal(tmp_path, form):
    strings = json.loads(reference_file("raw/blns/blns.json").read_text(encoding="utf-8"))
    path = tmp_path / f"blns.{form}"
    assert write_rows(path, ["number", "text"], list(enumerate(strings)), form) == len(strings) > 400
    with open_table(path) as table:
        found = [parse_text(cells[1], 100_000) for _, cells in table.rows]
    kept = [clean_text(text) for text in strings]
    if form == "xlsx":
        kept = [text.replace("\ufffe", "") for text in kept]
    assert found == [text if text and not text.isspace() else None for text in kept]


def test_no_naughty_string_is_a_formula(tmp_path):
    strings = json.loads(reference_file("raw/blns/blns.json").read_text(encoding="utf-8"))
    write_rows(tmp_path / "f.csv", ["text"], [(text,) for text in strings])
    with (tmp_path / "f.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" \u00a0\u3000\ufeff")[:1] in set("=+-@\t\r＝＋－＠")]
