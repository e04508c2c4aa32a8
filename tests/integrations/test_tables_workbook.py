"""Workbooks are read in a process of their own; hostile ones are refused without harm."""

import datetime
import itertools
import multiprocessing
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from app.domain.importing import plan_reader, read_map
from app.domain.importing_notice import Notices
from app.domain.refusal import Mistake
from app.integrations import tables_guard
from app.integrations.tables import open_mapped, open_table
from app.integrations.tables_child import cell_text
from app.integrations.tables_workbook import Workbook

BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"""
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/></Types>"""
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def book(path: Path, rows, **sheets) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        page = made.create_sheet(name)
        for row in more:
            page.append(row)
    made.save(path)
    return path


def package(path: Path, page: str = "", **parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.xml", parts.pop("workbook", BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", RELS)
        archive.writestr("xl/worksheets/sheet1.xml", page)
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, words: str, **options) -> None:
    start = time.monotonic()
    with pytest.raises(Mistake, match=words):
        list(open_table(path, **options).rows)
    assert time.monotonic() - start < 10


def test_values_become_canonical_text(tmp_path):
    path = book(
        tmp_path / "v.xlsx",
        [
            ["text", "int", "float", "noise", "long", "yes", "day", "moment", "time", "empty"],
            ["O'Brien", 7, 12.1, 0.1 + 0.2, 34655014722, True, datetime.date(2026, 1, 31),
             datetime.datetime(2026, 1, 31, 14, 30, 5), datetime.time(9, 5), None],  # noqa: DTZ001 - a workbook has no zones
            ["007", -3.0, 1e-7, 12.099999999999998, 123456789012345, False, None, None, None, ""],
        ],
    )  # fmt: skip
    rows = list(open_table(path).rows)
    assert rows[0][1] == [
        "O'Brien", "7", "12.1", "0.3", "34655014722", "true", "2026-01-31", "2026-01-31 14:30:05", "09:05:00", "",
    ]  # fmt: skip
    assert rows[1][1] == ["007", "-3", "0.0000001", "12.1", "123456789012345", "false", "", "", "", ""]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e15, "1000000000000000"),
        (1.5e20, "150000000000000000000"),
        (-0.0, "0"),
        (float("nan"), ""),
        (float("inf"), ""),
        (9007199254740993, "9007199254740993"),
        (1234567.891, "1234567.891"),
        (datetime.timedelta(days=10, seconds=54610), "255:10:10"),
        (datetime.timedelta(seconds=-90), "-0:01:30"),
        (datetime.datetime(2026, 1, 31, 23, 59, 59, 999_999), "2026-02-01"),  # noqa: DTZ001
        (datetime.datetime(9999, 12, 31, 23, 59, 59, 999_999), "9999-12-31 23:59:59"),  # noqa: DTZ001
        (None, ""),
    ],
)
def test_single_values(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize("system", [False, True])
def test_dates_of_both_calendars(tmp_path, system):
    made = xlsxwriter.Workbook(tmp_path / "d.xlsx", {"date_1904": system})
    page = made.add_worksheet()
    page.write(0, 0, "day")
    form = made.add_format({"num_format": "dd/mm/yyyy"})
    page.write_datetime(1, 0, datetime.datetime(2024, 2, 29), form)  # noqa: DTZ001
    page.write_datetime(2, 0, datetime.datetime(1999, 12, 31, 12, 0), form)  # noqa: DTZ001
    made.close()
    assert list(open_table(tmp_path / "d.xlsx").rows) == [(2, ["2024-02-29"]), (3, ["1999-12-31 12:00:00"])]


def test_the_first_sheet_with_rows_or_the_one_named(tmp_path):
    path = book(tmp_path / "s.xlsx", [], Datos=[["a", "b"], [1, 2]], Otros=[["c"], [3]])
    found = open_table(path)
    assert (found.sheet, found.sheets, found.header) == ("Datos", ("Sheet", "Datos", "Otros"), ["a", "b"])
    assert list(found.rows) == [(2, ["1", "2"])]
    assert "‘Datos’ is read; there are also: Sheet, Otros" in str(found.notices[0])
    with open_table(path, sheet="Otros") as other:
        assert other.header == ["c"]
        assert not other.notices
    with open_table(path, sheet="3") as other:
        assert other.sheet == "Otros"
    refused(path, r"no sheet ‘Datas’.*Sheet, Datos, Otros", sheet="Datas")
    refused(path, "is empty", sheet="Sheet")


def test_errors_are_empty_with_a_notice(tmp_path):
    made = openpyxl.Workbook()
    for row in (["a", "b"], ["#N/A", 1], [2, "#DIV/0!"], [3, 4]):
        made.active.append(row)
    made.active["A2"].data_type = made.active["B3"].data_type = "e"
    made.save(tmp_path / "e.xlsx")
    found = open_table(tmp_path / "e.xlsx")
    assert list(found.rows) == [(2, ["", "1"]), (3, ["2", ""]), (4, ["3", "4"])]
    assert str(found.notices[0]).startswith("2 cells hold an error such as #N/A and were read as empty: A2, B3")


def test_numbers_follow_the_decimal_mark_of_the_map(tmp_path):
    rows = [["R1", "C1", datetime.date(2026, 1, 31), 1.25], ["R2", "C1", "1/2/2026", "1.234,5"]]
    path = book(tmp_path / "m.xlsx", [["r", "c", "d", "a"], *rows])
    mapping = read_map(
        'kind="payments"\ndate="dmy"\ndecimal=","\n[columns]\nr="reference"\nc="customer"\nd="date"\na="amount"'
    )
    with open_mapped(path, mapping) as found:
        reader = plan_reader("payments", found.header, mapping)
        assert [str(reader.read(*row).amount) for row in found.rows] == ["1.25", "1234.5"]


@pytest.mark.parametrize("name", ["really.csv", "really.xls", "really", "really.xlsb"])
def test_the_name_says_nothing(tmp_path, name):
    path = book(tmp_path / "x.xlsx", [["a", "b"], [1, 2]]).rename(tmp_path / name)
    assert list(open_table(path).rows) == [(2, ["1", "2"])]
    text = tmp_path / "text.xlsx"
    text.write_text("a;b\n1;2\n", encoding="utf-8")
    assert list(open_table(text).rows) == [(2, ["1", "2"])]


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    refused(package(tmp_path / "b.xlsx", sheet("<row><c><v>1</v></c></row>" * 400_000)), "packed in a way")
    spread = tmp_path / "s.xlsx"
    with zipfile.ZipFile(spread, "w") as archive:
        for number in range(31):
            archive.writestr(f"xl/media/{number}.bin", b"\0" * 10_000_000, zipfile.ZIP_DEFLATED, 9)
    refused(spread, "packed in a way")


def test_a_bomb_that_lies_about_its_size(tmp_path):
    content = sheet("<row><c><v>1</v></c></row>" * 400_000)
    path = package(tmp_path / "l.xlsx", content)
    size = len(content).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    refused(path, "damaged|memory")


def test_too_many_parts_and_names_that_climb(tmp_path):
    refused(package(tmp_path / "p.xlsx", **{f"xl/x{n}.xml": "" for n in range(2_001)}), "packed in a way")
    refused(package(tmp_path / "c.xlsx", **{"../../evil.xml": "x"}), "packed in a way")
    refused(package(tmp_path / "w.xlsx", **{"..\\evil.xml": "x"}), "packed in a way")


def test_a_billion_laughs(tmp_path):
    names = "abcdefghij"
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{laughs}]>'
    path = package(tmp_path / "laugh.xlsx", doctype + sheet('<row><c t="inlineStr"><is><t>&j;</t></is></c></row>'))
    start = time.monotonic()
    names, said = [], ""
    try:
        with open_table(path) as found:
            names = found.header
    except Mistake as mistake:
        said = str(mistake)
    assert "laugh.xlsx" in said or max(map(len, names)) < 100
    assert time.monotonic() - start < 10


def test_entities_that_name_a_file_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("opensesame", encoding="utf-8")
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    path = package(tmp_path / "x.xlsx", doctype + sheet('<row><c t="inlineStr"><is><t>&s;</t></is></c></row>'))
    said = ""
    try:
        with open_table(path) as found:
            said = "".join(found.header)
    except Mistake as mistake:
        said = str(mistake)
    assert "opensesame" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")
def test_a_sheet_as_large_as_the_world_costs_the_child_alone(tmp_path):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused(package(tmp_path / "far.xlsx", sheet(far)), "memory|damaged")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")
def test_the_limit_of_memory(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "m.xlsx", {"constant_memory": True}) as made:
        page = made.add_worksheet()
        for row in range(50_000):
            page.write_row(row, 0, ["x" * 40, row, row, f"{row} text"])
    with pytest.raises(Mistake, match=r"memory|damaged"):
        Workbook(tmp_path / "m.xlsx", None, ".", Notices(), memory=35 * tables_guard.MIB)


def test_the_limit_of_time(tmp_path):
    path = book(tmp_path / "t.xlsx", [["a"], [1]])
    with pytest.raises(Mistake, match="too much memory or time"):
        Workbook(path, None, ".", Notices(), seconds=0.0)
    assert not [child for child in multiprocessing.active_children() if child.name == "workbook"]


def test_the_time_of_the_caller_does_not_count(tmp_path):
    path = book(tmp_path / "t.xlsx", [["a"], *([n] for n in range(3_000))])
    with open_table(path) as found:
        found.book._left = 2.0
        next(found.rows)
        time.sleep(2.1)
        assert sum(1 for _ in found.rows) == 2_999


def test_a_workbook_left_half_read_ends_its_process(tmp_path):
    path = book(tmp_path / "h.xlsx", [["a"], *([n] for n in range(5_000))])
    with open_table(path) as found:
        next(found.rows)
    assert not [child for child in multiprocessing.active_children() if child.name == "workbook"]


def test_too_large_a_file(tmp_path, monkeypatch):
    path = book(tmp_path / "l.xlsx", [["a"], [1]])
    monkeypatch.setattr(tables_guard, "LARGEST_WORKBOOK", 1000)
    refused(path, "Save the sheet as CSV")


@pytest.mark.parametrize("keep", [4, 30, 500, 2_000, -1, -20])
def test_files_that_are_cut(tmp_path, keep):
    path = book(tmp_path / "cut.xlsx", [["a"], [1]])
    path.write_bytes(path.read_bytes()[:keep])
    refused(path, "damaged")


def test_packages_that_are_no_workbook(tmp_path):
    plain = tmp_path / "plain.zip"
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("readme.txt", "hello")
    refused(plain, "damaged or is not a workbook")
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w"):
        pass
    refused(empty, "damaged or is not a workbook")
    ole = tmp_path / "old.xls"
    ole.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused(ole, "damaged or is not a workbook")
    flagged = book(tmp_path / "f.xlsx", [["a"]])
    content = bytearray(flagged.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    flagged.write_bytes(content)
    refused(flagged, "protected by a password")


def test_broken_sheets(tmp_path):
    for number, content in enumerate(("", "<", "not xml", f"<worksheet {MAIN}><sheetData><row>", "\0" * 100)):
        path = package(tmp_path / f"{number}.xlsx", content)
        refused(path, "damaged|empty|memory")
    refused(package(tmp_path / "w.xlsx", workbook="<"), "damaged|no sheet")


def test_many_columns(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "wide.xlsx") as made:
        page = made.add_worksheet()
        for column in range(16_384):
            page.write_string(0, column, f"c{column}")
            page.write_number(1, column, column)
    found = open_table(tmp_path / "wide.xlsx")
    assert len(found.header) == 16_384
    assert next(found.rows)[1][-1] == "16383"
    found.close()
