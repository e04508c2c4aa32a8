"""Text files of every make become rows; what is no table is refused in one sentence."""

import codecs
import os
import resource
import sys
from pathlib import Path

import pytest

from app.domain.importing import RowRefusal, UnreadableRow, plan_reader
from app.domain.refusal import Mistake, NotFound, Refusal, Unavailable
from app.integrations.tables import open_mapped, open_table, read_map_file

SPANISH = "código;nombre;ciudad\nC1;José Muñoz Peña;Málaga\nC2;Begoña Íñiguez;Cádiz\n"
CHINESE = "编号,名称,城市\nC1,北京贸易公司,北京\nC2,张伟,上海\n"
RUSSIAN = "код;имя;город\n1;Иван Петров;Москва\n2;Мария Сидорова;Казань\n"


def write(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(folder, content, **options):
    found = open_table(write(folder, content), **options)
    return found, list(found.rows)


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SPANISH, "utf-8", "utf-8"),
        (SPANISH, "utf-8-sig", "utf-8-sig"),
        (SPANISH, "cp1252", "cp1252"),
        (SPANISH, "utf-16", "utf-16"),
        (SPANISH, "utf-16-le", "utf-16-le"),
        (SPANISH, "utf-16-be", "utf-16-be"),
        (SPANISH, "utf-32", "utf-32"),
        ("code;name\n1;España\n", "cp1252", "cp1252"),
        ("CODE;NOMBRE\n1;ÑOÑO ÁÉÍÓÚ\n", "cp1252", "cp1252"),
        ("code,price\n1,12 €\n2,“quoted”\n", "cp1252", "cp1252"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        ("code,name\nC1,张伟\n", "gb18030", "gb18030"),
        ("code,name\nC1,𠮷野家\n", "gb18030", "gb18030"),
        (RUSSIAN, "cp1251", "cp1251"),
    ],
)
def test_encodings_are_recognised(tmp_path, text, encoding, named):
    found, rows = table(tmp_path, text.encode(encoding))
    assert found.encoding == named
    lines = text.splitlines()
    assert found.header == lines[0].split(found.delimiter)
    assert [cells for _, cells in rows] == [line.split(found.delimiter) for line in lines[1:]]


def test_the_byte_that_is_not_english_may_stand_far_down(tmp_path):
    text = "code,name\n" + "".join(f"C{number},plain name\n" for number in range(200_000)) + "Z,Peña\n"
    found, rows = table(tmp_path, text.encode("cp1252"))
    assert found.encoding == "cp1252"
    assert rows[-1] == (200_002, ["Z", "Peña"])


def test_a_byte_order_mark_counts_more_than_what_is_told(tmp_path):
    _, rows = table(tmp_path, "a,b\n1,ñ\n".encode("utf-8-sig"), encoding="cp1252")
    assert rows == [(2, ["1", "ñ"])]


def test_an_encoding_that_is_told_counts_more(tmp_path):
    _, rows = table(tmp_path, "a,b\n1,Łódź\n".encode("cp1250"), encoding="cp1250")
    assert rows == [(2, ["1", "Łódź"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_recognised(tmp_path, delimiter):
    text = f'a{delimiter}b{delimiter}c\n1{delimiter}"x{delimiter}y"{delimiter}z\n'
    found, rows = table(tmp_path, text)
    assert found.delimiter == delimiter
    assert rows == [(2, ["1", f"x{delimiter}y", "z"])]


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path):
    found, rows = table(tmp_path, "a;b,c;d\n1,5;2,5;3\n4,25;1,0;2\n")
    assert found.delimiter == ";"
    assert rows[0] == (2, ["1,5", "2,5", "3"])


def test_excel_may_tell_the_separator(tmp_path):
    found, rows = table(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")
    assert (found.header, rows) == (["a", "b"], [(3, ["1", "2"])])


def test_a_file_of_one_column(tmp_path):
    found, rows = table(tmp_path, "code\nC1\n\nGarcía, Ana\n")
    assert (found.header, found.delimiter) == (["code"], "")
    assert rows == [(2, ["C1"]), (4, ["García, Ana"])]


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path):
    found, rows = table(tmp_path, '\n a , b ,a,,\n\n1,"two\nlines",3\n , ,\n4,5,6\n')
    assert found.header == ["a", "b", "a (2)"]
    assert rows == [(4, ["1", "two\nlines", "3"]), (6, ["4", "5", "6"])]


def test_blank_names_get_the_letter_of_their_column(tmp_path):
    found, _ = table(tmp_path, "a,,b,C,,\n1,2,3,4,5,\n")
    assert found.header == ["a", "B", "b", "C"]


def test_ragged_rows_are_filled_or_told(tmp_path):
    found, rows = table(tmp_path, "a,b,c\n1\n1,2,3,,\n1,2,3,4\n")
    assert rows == [(2, ["1", "", ""]), (3, ["1", "2", "3"]), (4, ["1", "2", "3", "4"])]
    assert [str(notice) for notice in found.notices] == ["Row 4 has 4 cells, the header has 3."]


@pytest.mark.parametrize(
    ("text", "number", "lines"),
    [
        ('a,b\n1,2\n3,"x" y\n5,6\n', 3, "lines 3 to 3"),
        ('a,b\n1,2\n3,"x\n5,6\n', 3, "lines 3 to 4"),
        ('a,b\n1,2\n3,"x\n4,"y"\n5,6\n', 3, "lines 3 to 4"),
        ('a,b\n1,2\n3,"', 3, "lines 3 to 3"),
    ],
)
def test_quotation_marks_that_do_not_fit_cost_one_row(tmp_path, text, number, lines):
    _, rows = table(tmp_path, text)
    assert rows[0] == (2, ["1", "2"])
    bad = dict(rows)[number]
    assert isinstance(bad, UnreadableRow)
    assert lines in str(bad.refusal(number))
    assert rows[1][0] == number
    reader = plan_reader("salespeople", ["code", "name"])
    with pytest.raises(RowRefusal, match=lines):
        reader.read(number, bad)


def test_quotation_marks_in_the_header(tmp_path):
    with pytest.raises(Mistake, match="lines 1 to 1"):
        table(tmp_path, 'a,"b" c\n1,2\n')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b",,,\n,,\n", "is empty"),
        (b"a,b\n1,\x002\n", "line 2 holds a NUL"),
        (b"\0" * 5000, "NUL"),
        (os.urandom(3000) + b"\0", "NUL"),
        (b"a" * 10_000_000, "No separator found"),
        (b"a,b\n" + b"x" * 10_000_000, "longer than a million"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "more than 131072 characters"),
        (b'a,b\n1,"' + b"x,\n" * 200_000, "more than 131072 characters"),
        (b"%PDF-1.7\n...", "is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG file"),
        (b"\xff\xd8\xff\xe0JFIF", "is a JPEG file"),
        (b"\x1f\x8b\x08\0\0\0", "is a gzip file"),
        (b"SQLite format 3\0" + b"\0" * 100, "is a SQLite file"),
        (b"MZ\x90\0\x03", "is a EXE file"),
        (b"{\\rtf1\\ansi}", "is a RTF file"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "web page or XML"),
        (b"  \n<html><body>", "web page or XML"),
        (b'<?xml version="1.0"?><Workbook>', "web page or XML"),
        (codecs.BOM_UTF16_LE + b"a\0,\0b\0\n\0\x00\xd8x\0", "not written in utf-16"),
        (codecs.BOM_UTF8 + b"a,b\n1,\xff\n", "not written in utf-8"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(tmp_path, content, words):
    messages = []
    try:
        found = open_table(write(tmp_path, content))
        for number, cells in found.rows:
            if isinstance(cells, UnreadableRow):
                messages.append(str(cells.refusal(number)))
    except Refusal as refusal:
        messages.append(str(refusal))
    assert words in messages[0]
    assert len(messages[0]) < 500


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\xff",
        b"a,b\r1,2\r3,4\r",
        b"a,b\r\n1,2\n3,4\r5,6",
        b'"',
        b'""',
        b'a,b\n"1","2"\n',
        b"'a','b'\n'1','2'\n",
        b"a,b\n\x81\x8d,\x90\x9d\n",
        b"\x80\x81\x82\x83",
        b"a;b,c|d\te\n1;2,3|4\t5\n",
        b"a,b\n" + bytes(range(1, 256)) + b"\n",
        "a,b\n\u2028,\u0085\n".encode(),
        b"=a,+b\n'=1,'+2\n",
        b"a,b\n1,2\x1a",
        b"," * 20_000 + b"x\n",
        b"PK,name\n1,2\n",
        b"MZ,name\n1,2\n",
        b"\\N\t\\N\n1\t2\n",
        codecs.BOM_UTF16_BE + "a;b\n1;ñ\n".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "a;b\n1;ñ\n".encode("utf-32-le"),
    ],
)
def test_odd_files_are_read_or_refused_but_never_crash(tmp_path, content):
    rows, refused = [], ""
    try:
        rows = list(open_table(write(tmp_path, content)).rows)
    except Refusal as refusal:
        refused = str(refusal)
    assert refused or all(number > 1 for number, _ in rows)


def test_places_that_hold_no_file(tmp_path):
    with pytest.raises(Mistake, match="is a folder"):
        open_table(tmp_path)
    with pytest.raises(NotFound, match=r"no file ‘none\.csv’"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(Refusal):
        open_table(str(tmp_path / ("x" * 5000)))
    with pytest.raises(Refusal):
        open_table("nul\0name.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(Mistake, match="not a file that can be read"):
        open_table(tmp_path / "pipe.csv")


def test_a_file_held_by_another_program(tmp_path, monkeypatch):
    path = write(tmp_path, "a,b\n1,2\n")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unavailable, match="Close it in Excel, then try again"):
        open_table(path)


def test_what_is_told_wrongly(tmp_path):
    path = write(tmp_path, "a,b\n1,ñ\n")
    told = [
        ({"encoding": "klingon"}, "known encoding"),
        ({"encoding": "base64"}, "known encoding"),
        ({"encoding": "ascii"}, "not written in"),
        ({"delimiter": "::"}, "one character"),
    ]
    for options, words in told:
        with pytest.raises(Mistake, match=words):
            list(open_table(path, **options).rows)


def test_a_table_left_half_read_gives_its_file_back(tmp_path):
    path = write(tmp_path, "a,b\n1,2\n3,4\n")
    with open_table(path) as found:
        assert next(found.rows) == (2, ["1", "2"])
    path.rename(tmp_path / "moved.csv")
    assert list(found.rows) == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux does")
def test_a_big_file_is_a_stream(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("code,name,note\n")
        file.writelines(f"C{number},A name of common length,{'note ' * 10}\n" for number in range(300_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in open_table(path).rows) == 300_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024  # KiB


def test_two_files_are_joined_from_one_folder(tmp_path):
    write(tmp_path, "nr,prod,qty\n1,P1,2\n2,P2,1\n3,P3,1\n", "lines.csv")
    write(tmp_path, "no;on;who\n1;31/01/2026;Müller\n2;01/02/2026;C2\n".encode("cp1252"), "heads.csv")
    text = 'kind="orders"\ndate="dmy"\n[columns]\nnr="order"\non="date"\nwho="customer"\n'
    text += 'prod="product"\nqty="quantity"\n'
    mapping = read_map_file(write(tmp_path, text + '[join]\nfile="heads.csv"\nkey={nr="no"}\n', "map.toml"))
    with open_mapped(tmp_path / "lines.csv", mapping) as found:
        reader = plan_reader("orders", found.header, mapping)
        rows = list(found.rows)
    assert [reader.read(*row).customer for row in rows[:2]] == ["Müller", "C2"]
    with pytest.raises(RowRefusal, match="no row for ‘3’"):
        reader.read(*rows[2])
    (tmp_path / "heads.csv").unlink()
    with pytest.raises(NotFound, match=r"heads\.csv"):
        open_mapped(tmp_path / "lines.csv", mapping)


def test_a_map_that_cannot_be_read(tmp_path):
    with pytest.raises(NotFound):
        read_map_file(tmp_path / "none.toml")
    with pytest.raises(Mistake, match="is not UTF-8"):
        read_map_file(write(tmp_path, 'kind = "ñ"'.encode("cp1252"), "m.toml"))
    with pytest.raises(Mistake, match=r"m\.toml, line 1"):
        read_map_file(write(tmp_path, "kind", "m.toml"))


def test_a_corrected_file_may_have_another_separator_than_its_map_says(tmp_path):
    mapping = read_map_file(
        write(tmp_path, 'kind="salespeople"\n[file]\ndelimiter=";"\n[columns]\na="code"\nb="name"\n', "map.toml")
    )
    with open_mapped(write(tmp_path, "a,b,reason\nS1,Ana,was empty\n"), mapping) as found:
        reader = plan_reader("salespeople", found.header, mapping)
        assert [reader.read(*row).name for row in found.rows] == ["Ana"]
