"""Reports and papers by the command line: columns, order, documents, closed months."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from app.domain.account import natural_key
from app.domain.month import Month

# interfaces.md 2: spreadsheets rely on these, so they are written down here a second time
SUMS = "period,code,name,quantity,revenue,cost,contribution,margin_percent"
COMPARED = "previous,change,change_percent,last_year,change_last_year,change_last_year_percent"
HEADERS = {
    ("contribution",): SUMS,
    ("contribution", "--by", "product", "--period", "year"): SUMS,
    ("contribution", "--by", "salesperson"): SUMS,
    ("contribution", "--by", "level"): SUMS,
    ("contribution", "--by", "region", "--compare"): f"{SUMS},{COMPARED}",
    ("contribution", "--share"): f"{SUMS},share_percent,cumulative_percent",
    ("contribution", "--share", "--compare"): f"{SUMS},{COMPARED},share_percent,cumulative_percent",
    ("tiers",): "code,name,base_contribution,share_before_percent,tier,on_course_for",
    ("receivables",): "code,name,balance,unallocated,not_due,d1_30,d31_60,d61_90,over_90",
    ("orders",): "order,date,customer,name,salesperson,status,promised_on,delivered_on,net,tax,gross,paid",
    ("complaints",): (
        "number,customer,opened_at,first_response_at,closed_at,due_at,breached,cause,solution,cost,satisfaction,owner"
    ),
}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("arguments", HEADERS, ids=" ".join)
def test_reports_have_exactly_the_columns_that_others_rely_on(shop, arguments, tmp_path):
    said = shop.done("report", *arguments)
    assert said.lines[0] == HEADERS[arguments]
    rows = table(said.out)
    assert rows
    for row in rows:
        for name, value in row.items():
            if name.endswith("_percent"):
                assert re.fullmatch(r"(-?\d+\.\d\d)?", value), (name, value)
            if name in {"revenue", "cost", "contribution", "net", "tax", "gross", "paid", "balance", "over_90"}:
                assert re.fullmatch(r"(-?\d+\.\d\d)?", value), (name, value)
    assert said.out == shop.done("report", *arguments).out
    as_json = json.loads(shop.done("report", *arguments, "--format", "json").out, parse_float=Decimal)
    assert [list(row) for row in as_json] == [HEADERS[arguments].split(",")] * len(rows)
    target = tmp_path / "report.xlsx"
    shop.done("report", *arguments, "-o", target)
    assert target.read_bytes().startswith(b"PK")


def test_rows_of_reports_have_a_total_order(shop):
    rows = table(shop.done("report", "contribution").out)
    assert rows == sorted(rows, key=lambda row: (row["period"], natural_key(row["code"])))
    rows = table(shop.done("report", "contribution", "--share", "--period", "year").out)
    key = [(row["period"], -Decimal(row["contribution"]), natural_key(row["code"])) for row in rows]
    assert key == sorted(key)
    rows = table(shop.done("report", "orders").out)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    rows = table(shop.done("report", "receivables").out)
    assert [row["code"] for row in rows] == sorted((row["code"] for row in rows), key=natural_key)
    for row in rows:
        columns = [Decimal(row[name]) for name in ("unallocated", "not_due", "d1_30", "d31_60", "d61_90", "over_90")]
        assert sum(columns) == Decimal(row["balance"])


def test_an_undefined_percentage_is_empty(small):
    small.done("import", "customers", small.file("c.csv", "code,name\nK1,A\n"))
    small.done("import", "products", small.file("p.csv", "code,name,price,cost\nP1,A,0,5\n"))
    small.done("import", "orders", small.file("o.csv", "order,date,customer,product,quantity\nA,2026-01-05,K1,P1,1\n"))
    [row] = table(small.done("report", "contribution").out)
    assert (row["revenue"], row["contribution"], row["margin_percent"]) == ("0.00", "-5.00", "")


def test_reports_of_one_month_year_or_span(shop):
    month = Month.of(date.today()).plus(-3)  # noqa: DTZ011 - the demo company's days are those of this computer
    rows = table(shop.done("report", "contribution", "--month", month).out)
    assert {row["period"] for row in rows} == {str(month)}
    span = table(shop.done("report", "contribution", "--from", month.plus(-1), "--to", month).out)
    assert {row["period"] for row in span} == {str(month), str(month.plus(-1))}
    assert {row["date"][:7] for row in table(shop.done("report", "orders", "--month", month).out)} == {str(month)}
    year = table(shop.done("report", "contribution", "--year", month.year, "--period", "year").out)
    assert {row["period"] for row in year} == {str(month.year)}


def paper(path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_documents_are_printed_by_their_number(shop, tmp_path):
    from sqlalchemy import text

    from app.bootstrap import opened
    from app.store.engine import parse_url

    wanted = {
        "order": "SELECT number FROM sales_order WHERE status = 'invoiced' LIMIT 1",
        "delivery-note": "SELECT number FROM delivery LIMIT 1",
        "invoice": "SELECT number FROM invoice WHERE kind = 'invoice' LIMIT 1",
        "credit-note": "SELECT number FROM invoice WHERE kind <> 'invoice' LIMIT 1",
        "receipt": "SELECT reference FROM payment LIMIT 1",
    }
    with opened(parse_url(str(shop.home / "company.db"))) as store, store.read() as tx:
        numbers = {name: tx.scalar(text(query)) for name, query in wanted.items()}
        code = tx.scalar(text("SELECT c.code FROM customer c JOIN account_entry e ON e.customer_id = c.id LIMIT 1"))
    for name, number in numbers.items():
        target = tmp_path / f"{name}.pdf"
        said = shop.done("report", name, "--number", number, "-o", target)
        assert str(target) in said.out
        assert number in paper(target)
        assert shop("report", name, "--number", "none-such", "-o", tmp_path / "no.pdf").code == 1
        assert shop("report", name, "-o", tmp_path / "no.pdf").code == 2
    shop.done("report", "statement", "--customer", code, "-o", tmp_path / "statement.pdf", "--language", "es")
    assert "Impreso el" in paper(tmp_path / "statement.pdf")
    assert list(tmp_path.glob("*.part")) == []


def test_the_month_is_closed_printed_and_reprinted(shop, tmp_path):
    month = Month.of(date.today()).plus(-1)  # noqa: DTZ011
    check = shop("close-month", month, "--check")
    assert check.code == 0
    points = re.findall(r"^\[(\w+)\]", check.err, re.MULTILINE)
    accept = [word for point in points for word in ("--accept", point)]
    assert shop("close-month", month, "--accept", "nonsense").code == 1
    said = shop.done("close-month", month, *accept)
    assert f"{month} is closed: revision 1" in said.out
    assert shop("close-month", month).code == 1
    shop.done("report", "profit-month", "--month", month, "-o", tmp_path / "one.pdf")
    assert shop("reopen-month", month).code == 2
    shop.done("reopen-month", month, "--reason", "A bill came late")
    shop.done("close-month", month, *accept)
    shop.done("report", "profit-month", "--month", month, "-o", tmp_path / "two.pdf")
    shop.done("report", "profit-month", "--month", month, "--revision", "1", "-o", tmp_path / "again.pdf")
    assert "A bill came late" in paper(tmp_path / "two.pdf")
    assert "A bill came late" not in paper(tmp_path / "again.pdf")
    assert shop("report", "profit-month", "--month", month, "--revision", "9", "-o", tmp_path / "x.pdf").code == 1
    assert "Everything agrees" in shop.done("check").out
    assert shop.done("check", "--json").json == []


def test_what_must_be_accepted_says_how(small):
    said = small("close-month", Month.of(date.today()))  # noqa: DTZ011
    assert said.code == 1
    assert "--accept not_over" in said.err
    year = date.today().year  # noqa: DTZ011
    small.done("import", "customers", small.file("c.csv", "code,name\nK1,A\n"))
    small.done("import", "products", small.file("p.csv", "code,name,price,cost\nP1,A,9,5\n"))
    text = f"order,date,customer,product,quantity\nA,{year - 1}-01-05,K1,P1,1\n"
    small.done("import", "orders", small.file("o.csv", text))
    said = small("freeze-tiers", year)
    assert said.code == 1
    assert "--consent" in said.err


def test_tiers_are_frozen(bare):
    bare.done("init", "--company", "Añil", "--language", "en")
    year = date.today().year  # noqa: DTZ011
    assert f"{year}" in bare.done("freeze-tiers", year, "--consent").out
    assert bare("freeze-tiers", year, "--consent").code == 1
