"""Importing as people do it at the command line: correct, repeat, take back, and move a history to another company."""

import csv
import io

import pytest

from tests.support.desk import Desk
from tests.support.imported import CLASSICMODELS, MAPS
from tests.support.reference import reference_file
from tests.support.small_company import FILES, ORDERS, RECORDS, UPDATES

REPORTS = [
    ("contribution", "--by", group, "--period", period)
    for group in ("customer", "product", "salesperson", "level", "region")
    for period in ("month", "year")
] + [("receivables", "--as-of", "2026-03-31"), ("orders",), ("complaints",)]


def take_all(desk: Desk) -> dict[str, int]:
    """Every file in, as JSON; the runs by kind."""
    runs = {}
    for kind, text in FILES.items():
        said = desk.done("import", kind, desk.file(f"{kind}.csv", text), "--json").json
        assert (said["created"], said["refused"], said["refused_file"]) == (RECORDS[kind], [], None)
        runs[kind] = said["run"]
    return runs


def figures(desk: Desk) -> list[list[str]]:
    """Every report, but for rows in which everything was taken back: their entries stay."""
    reports = [desk.done("report", *arguments).lines for arguments in REPORTS]
    return [[line for line in lines if "0.000,0.00,0.00,0.00," not in line] for lines in reports]


def test_import_correct_repeat_and_take_back(desk):
    runs = take_all(desk)
    before = figures(desk)
    for kind in FILES:
        said = desk.done("import", kind, desk.home / f"{kind}.csv", "--json", "--policy", "overwrite").json
        assert (said["created"], said["updated"], said["refused"]) == (0, 0, [])
    changed = desk.done("import", "orders", desk.file("new.csv", UPDATES["orders"]), "--policy", "overwrite", "--json")
    assert changed.json["updated"] == 2
    assert figures(desk) != before
    undone = desk.done("import", "--undo", changed.json["run"], "--json").json
    assert undone == {"run": changed.json["run"], "removed": 1, "restored": 2, "kept": 0}
    assert figures(desk) == before
    assert desk("import", "--undo", changed.json["run"]).code == 1
    assert "Everything agrees" in desk.done("check").out
    for kind in reversed(FILES):
        desk.done("import", "--undo", runs[kind])
    assert [len(lines) for lines in figures(desk)] == [1] * 10 + [3, 1, 1]


def test_refused_rows_are_told_written_and_imported_once_corrected(desk):
    for kind in ("salespeople", "customers", "products"):
        desk.done("import", kind, desk.file(f"{kind}.csv", FILES[kind]))
    path = desk.file("orders.csv", ORDERS.replace("P2,5,40", "P7,5,40"))
    trial = desk.done("import", "orders", path, "--dry-run")
    assert "Row 3, product ‘P7’: There is no product with this code" in trial.err
    assert "trial" in trial.out
    assert list(desk.home.glob("*.refused*")) == []
    nothing = desk("import", "orders", path, "--all-or-nothing")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing was imported" in nothing.err
    assert desk.done("report", "orders").lines[1:] == []
    said = desk.done("import", "orders", path)
    assert "Created: 2" in said.out
    target = desk.home / "orders.refused.csv"
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [row["order"] for row in rows] == ["A-1", "A-1"]
    assert "P7" in rows[1]["reason"]
    target.write_text(target.read_text(encoding="utf-8-sig").replace("P7,5", "P2,5"), encoding="utf-8")
    desk.done("import", "orders", target)
    assert len(desk.done("report", "orders").lines) == 4
    # the file somebody corrected is never written over
    again = desk("import", "orders", desk.file("orders.csv", ORDERS.replace("A-", "B-").replace("P2,5,40", "P7,5,40")))
    assert "orders.refused-2.csv" in again.out
    all_wrong = desk("import", "products", desk.file("bad.csv", "code,name,price\nP1,A,x\nP2,B,y\n"))
    assert all_wrong.code == 1


def test_an_exported_history_gives_the_same_figures_in_a_new_company(desk, capsys, home):
    take_all(desk)
    desk.done("import", "orders", desk.file("new.csv", UPDATES["orders"]), "--policy", "overwrite")
    other = Desk(capsys, home, str(home / "other.db"))
    other.done("init", "--company", "Other", "--country", "ES", "--language", "en")
    for ending in ("csv", "xlsx"):
        for kind in FILES:
            target = desk.home / f"all-{kind}.{ending}"
            desk.done("export", kind, target)
            said = other.done("import", kind, target, "--json").json
            assert said["refused"] == []
            assert (said["created"] == 0) is (ending == "xlsx")
    assert figures(other) == figures(desk)
    for kind in FILES:
        other.done("export", kind, home / "again.csv")
        assert (home / "again.csv").read_bytes() == (home / f"all-{kind}.csv").read_bytes()
    assert "Everything agrees" in other.done("check").out


def test_notes_of_an_order_survive(small):
    for kind in ("salespeople", "customers", "products"):
        small.done("import", kind, small.file(f"{kind}.csv", FILES[kind]))
    small.done("import", "orders", small.file("o.csv", ORDERS.replace("P2,5,40,,", 'P2,5,40,,"ring, then wait"')))
    small.done("export", "orders", small.home / "out.csv")
    text = (small.home / "out.csv").read_text(encoding="utf-8")
    assert "by lorry" in text
    assert "ring, then wait" in text


def test_undo_after_closing_the_month(desk):
    runs = take_all(desk)
    for month in ("2026-01", "2026-02"):
        check = desk("close-month", month, "--check").err
        accept = [word for line in check.splitlines() for word in ("--accept", line[1:].partition("]")[0])]
        desk.done("close-month", month, *accept)
    closed = [desk.done("report", "contribution", "--month", month).out for month in ("2026-01", "2026-02")]
    for kind in ("complaints", "payments", "orders"):
        desk.done("import", "--undo", runs[kind])
    assert closed == [desk.done("report", "contribution", "--month", month).out for month in ("2026-01", "2026-02")]
    year = list(csv.DictReader(io.StringIO(desk.done("report", "contribution", "--period", "year").out)))
    assert sum(float(row["contribution"]) for row in year if row["period"] == "2026") == pytest.approx(0)
    assert "Everything agrees" in desk.done("check").out


@pytest.mark.reference
def test_a_wholesale_company_is_moved(small, capsys, home):
    small.database = str(home / "first.db")
    small.done("init", "--company", "Classic", "--country", "US", "--language", "en")
    for kind, name, mapping in CLASSICMODELS:
        path = reference_file(f"derived/classicmodels_csv/{name}")
        small.done("import", kind, path, "--map", MAPS / f"{mapping}.toml", "--refused", home / "refused.csv")
    other = Desk(capsys, home, str(home / "second.db"))
    other.done("init", "--company", "Moved", "--country", "US", "--language", "en")
    for kind in ("salespeople", "customers", "products", "orders", "payments"):
        small.done("export", kind, home / f"{kind}.csv")
        assert other.done("import", kind, home / f"{kind}.csv", "--json").json["refused"] == []
    assert figures(other) == figures(small)


CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Marta Ibáñez
N:Ibáñez;Marta;;;
TEL;TYPE=CELL:655 014 722
EMAIL:marta@example.es
END:VCARD
BEGIN:VCARD
VERSION:3.0
no colon here
ADR;;:x
;;;
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:陈慧敏
TEL;VALUE=uri;TYPE="voice,cell":tel:+8613800138000
END:VCARD
"""


def test_address_cards_come_in_once_and_are_taken_back(desk, caplog):
    """What a telephone exports, by command: a broken card is told and written, a second time nobody comes twice."""
    path = desk.file("cards.vcf", CARDS)
    said = desk.done("import", "customers", path, "--json").json
    assert (said["created"], [row["row"] for row in said["refused"]]) == (2, [2])
    refused = (desk.home / "cards.refused.csv").read_text("utf-8-sig")
    assert "no colon here" in refused
    assert "This card cannot be read" in refused
    assert "no colon here" not in caplog.text
    desk.done("export", "customers", desk.home / "out.csv")
    kept = (desk.home / "out.csv").read_text("utf-8-sig")
    assert "Marta Ibáñez" in kept
    assert "655 014 722" in kept
    assert "+8613800138000" in kept
    again = desk.done("import", "customers", path, "--json").json
    assert again["created"] == 0
    other = desk("import", "orders", path)
    assert other.code != 0
    assert "address cards" in other.err
    undone = desk.done("import", "--undo", said["run"], "--json").json
    assert undone["removed"] == 2
