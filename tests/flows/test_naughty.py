"""Texts that break programs: stored, read back, found, exported and printed, and never logged."""

import csv
import io
import json

import pytest
from pypdf import PdfReader

from app.domain.parsing import clean_text
from tests.support.reference import reference_file

OWN = [
    "<img src='file:///etc/passwd'>", "</para><b>x", "{name} %s %(x)s {0}", '=HYPERLINK("http://x")', "@SUM(A1)",
    "+34-5", "-1+1", "\t=1", "'quoted", "''", "a'b;DROP TABLE customer;--", "王小明 & 李四", "ﷺ", "Ǆ ǅ ǆ", "İstanbul ı",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "\u202egnp.exe", "ß STRASSE", "a\u0301 é", "x\u200b\u200d\ufeff", "x" * 200,
    "null", "None", "NaN", "-", "–", "1e309", "..\\..\\x", "CON", "/dev/null", "$(touch x)", "`id`", "\\", "\\N", '"',
    'a"b""c', "line\nbreak", "cr\r\nlf", "a\u2028b\u2029c", "ａｂｃ１２３",
]  # fmt: skip


def strings() -> list[str]:
    """The public list where it is, and ours; without what nobody can type into a field (nothing, control signs)."""
    try:
        public = json.loads(reference_file("raw/blns/blns.json").read_text(encoding="utf-8"))
    except pytest.skip.Exception:
        public = []
    # U+FFFE is no character: no workbook can hold it
    return [text for text in dict.fromkeys([*OWN, *public]) if clean_text(text).strip(" \n\t\ufffe\uffff")]


def as_csv(columns, rows) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()


def stored(text: str) -> str:
    """The stated normalisation (docs/import.md): no control signs, one kind of line end, no guard of a formula."""
    from app.domain.parsing import parse_text

    return parse_text(text, 10_000) or ""


@pytest.fixture
def naughty(small) -> list[str]:
    """All texts as names and notes of customers; what was too long for a name is refused in words."""
    texts = strings()
    rows = [[f"K{at}", text, text] for at, text in enumerate(texts)]
    said = small("import", "customers", small.file("c.csv", as_csv(["code", "name", "note"], rows)), "--json")
    assert all("characters" in row["reason"] or "empty" in row["reason"] for row in said.json["refused"]), said.out
    refused = {row["row"] for row in said.json["refused"]}
    assert len(refused) < len(texts) / 5
    return texts


def test_names_and_notes_are_read_back_equal(small, naughty):
    small.done("export", "customers", small.home / "out.csv")
    with (small.home / "out.csv").open(encoding="utf-8", newline="") as file:
        found = {row["code"]: row for row in csv.DictReader(file, strict=True)}
    assert len(found) > len(naughty) * 4 / 5
    for at, text in enumerate(naughty):
        if f"K{at}" in found:
            row = found[f"K{at}"]
            assert stored(row["note"]) == stored(text)
            # no spreadsheet runs what was typed
            assert not row["name"].lstrip().startswith(("=", "+", "-", "@"))
    small.done("export", "customers", small.home / "out.json")
    names = {row["code"]: row["note"] for row in json.loads((small.home / "out.json").read_text(encoding="utf-8"))}
    assert [text for at, text in enumerate(naughty) if f"K{at}" in names and names[f"K{at}"] != stored(text)] == []
    small.done("export", "customers", small.home / "out.xlsx")
    # what was exported comes in again and changes nothing
    for name in ("out.csv", "out.xlsx"):
        again = small.done("import", "customers", small.home / name, "--policy", "overwrite", "--json").json
        assert (again["created"], again["updated"], again["refused"]) == (0, 0, []), name


def test_look_ups_filters_reasons_and_file_names(small, naughty):
    for text in naughty[::30]:
        assert small("lookup", "--json", "--", text).code == 0
        if not text.startswith("-"):
            assert small("report", "statement", "--customer", text, "-o", small.home / "x.pdf").code == 1
            assert small("report", "invoice", "--number", text, "-o", small.home / "x.pdf").code in (1, 2)
            assert small("import", text, small.home / "c.csv").code in (1, 2)
            assert small("import", "customers", small.home / text).code in (1, 2)
            assert small("report", "contribution", "--month", text).code == 2
            assert small("report", "receivables", "--as-of", text).code == 2
    small.done("close-month", "2026-01")
    for text in naughty[::150]:
        if text.startswith("-"):
            continue
        said = small("reopen-month", "2026-01", "--reason", text)
        if said.code == 0:
            small.done("close-month", "2026-01")
            small.done("report", "profit-month", "--month", "2026-01", "-o", small.home / "month.pdf")


def test_codes_numbers_and_papers(small):
    codes = [text for text in strings() if len(text) <= 40]
    rows = [[text, f"Name {at}"] for at, text in enumerate(codes)]
    said = small("import", "customers", small.file("c.csv", as_csv(["code", "name"], rows)), "--json").json
    small.done("export", "customers", small.home / "out.json")
    kept = [row["code"] for row in json.loads((small.home / "out.json").read_text(encoding="utf-8"))]
    assert len(kept) == said["created"]
    small.done(
        "import", "products", small.file("p.csv", as_csv(["code", "name", "price"], [[c, c, "1"] for c in kept]))
    )
    head = ["order", "date", "customer", "product", "quantity", "note", "reference"]
    orders = [[code, "2026-01-05", code, code, "1", code, code] for code in kept]
    taken = small("import", "orders", small.file("o.csv", as_csv(head, orders)), "--json").json
    assert taken["created"] > len(kept) * 4 / 5
    lines = small.done("report", "contribution", "--by", "product").out
    assert len(list(csv.DictReader(io.StringIO(lines, newline="")))) >= taken["created"]
    for code in kept[::40]:
        if not code.startswith("-"):
            said = small("report", "order", "--number", code, "-o", small.home / "order.pdf")
            assert said.code in (0, 1)
            said = small("report", "statement", "--customer", code, "--year", "2026", "-o", small.home / "s.pdf")
            assert said.code in (0, 1)
    small.done("report", "profit-month", "--month", "2026-01", "-o", small.home / "month.pdf")
    assert len(PdfReader(small.home / "month.pdf").pages) > 2
    assert "Everything agrees" in small.done("check").out


def test_nothing_that_was_typed_is_logged(small, naughty, monkeypatch):
    # an error of the program itself, with a person's name in the exception
    from app.queries import lookup

    def broken(_store, text, **_options):
        raise ValueError(f"cannot look up {text}")

    monkeypatch.setattr(lookup, "find", broken)
    from app.cli import run

    assert run(["lookup", "Lucía Ortega 963550142"]) == 1
    log = small.log()
    assert "error" in log
    for word in ("Lucía", "Ortega", "963550142", "cannot look up", *[text for text in naughty if len(text) > 12]):
        assert word not in log
