"""The commands as their users call them: what they do, what they print, how they end."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import __version__
from app.cli import parser, run
from app.domain.account import natural_key
from app.domain.month import Month
from app.i18n import Say
from app.settings import local_settings, system_language
from tests.support.reference import ROOT

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
KINDS = ("salespeople", "customers", "products", "orders", "payments", "complaints")


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


def test_lookup(small):
    small.done(
        "import", "customers", small.file("c.csv", "code,name,phone\nK1,Lucía Ortega,963 550 142\nK2,Lucia O,\n")
    )
    small.done("import", "products", small.file("p.csv", "code,name,price\nP1,Oak table,10\n"))
    small.done(
        "import", "orders",
        small.file("o.csv", "order,date,customer,product,quantity,promised_on\nA-1,2026-01-05,K1,P1,2,2026-02-01\n"),
    )  # fmt: skip
    found = small.done("lookup", "0034 963550142", "--json").json
    assert found["match"] == "one"
    [card] = found["customers"]
    assert list(card) == [
        "code", "name", "tier", "phones", "balance", "overdue", "open_orders", "open_complaints", "last_prices",
        "mention",
    ]  # fmt: skip
    assert (card["code"], card["phones"], card["balance"]) == ("K1", ["+34963550142"], "20.00")
    assert card["open_orders"] == [
        {"order": "A-1", "status": "confirmed", "promised_on": "2026-02-01", "gross": "20.00"}
    ]
    assert small.done("lookup", "nobody", "--json").json == {"match": "none", "customers": []}
    assert small.done("lookup", "lucia", "--json").json["match"] == "several"
    assert "Lucía Ortega" in small.done("lookup", "A-1").out
    assert "Nobody was found for ‘zzz’." in small.done("lookup", "zzz").out
    assert "K1" in small.done("lookup", "ortega", "--language", "zh").out


def test_languages(small, monkeypatch):
    assert "Nobody was found" in small.done("lookup", "zzz").out
    spanish = small.done("lookup", "zzz", "--language", "es").out
    assert "Nobody" not in spanish
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "es")
    assert small.done("lookup", "zzz").out == spanish
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "klingon")
    assert "Nobody was found" in small.done("lookup", "zzz").out
    monkeypatch.delenv("MOSTRADOR_LANGUAGE")
    (small.home / "mostrador.toml").write_text('language = "es"\n', encoding="utf-8")
    assert small.done("lookup", "zzz").out == spanish
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert small.done("lookup", "zzz").out == spanish


def test_the_companys_language_counts_more_than_the_computers(bare, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    bare.done("init", "--company", "Añil", "--country", "MX")
    assert "Nobody" not in bare.done("lookup", "zzz").out
    assert system_language() == "en"
    assert local_settings().language == ""
    # what cannot find a company speaks the computer's language
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert "There is no" not in bare("--database", bare.home / "other.db", "check").err


@pytest.mark.parametrize(
    ("country", "facts"),
    [
        ("ES", ("EUR", "es", "Europe/Madrid", "A4")), ("cl", ("CLP", "es", "America/Santiago", "Letter")),
        ("CN", ("CNY", "zh", "Asia/Shanghai", "A4")), ("US", ("USD", "en", "America/New_York", "Letter")),
        ("ZW", ("EUR", "en", "UTC", "A4")),
    ],
)  # fmt: skip
def test_init_proposes_what_the_country_uses(bare, country, facts):
    said = bare.done("init", "--company", "Añil & Cía", "--country", country)
    assert all(fact in said.out for fact in facts)
    assert "Añil & Cía" in said.out
    again = bare("init", "--company", "Other", "--country", country)
    assert again.code == 1
    assert (again.out, len(again.err.splitlines())) == ("", 1)


def test_init_with_another_currency(bare):
    assert bare("init", "--currency", "XQQ").code == 1
    assert not (bare.home / "company.db").exists()
    assert bare("init", "--country", "ESP").code == 1
    assert "JPY" in bare.done("init", "--currency", "jpy", "--company", "Añil").out
    bare.done("import", "products", bare.file("p.csv", "code,name,price\nP,A,10.5\n"))
    bare.done("import", "customers", bare.file("c.csv", "code,name,credit_limit\nK,A,1000\n"))
    assert bare("import", "customers", bare.file("c.csv", "code,name,credit_limit\nK2,A,10.5\n")).code == 1


def test_upgrade_of_a_new_database_and_of_none(small):
    assert "newest form" in small.done("upgrade", "--check").out
    assert "newest form" in small.done("upgrade").out
    small.database = str(small.home / "none.db")
    assert small("upgrade").code == 1
    assert not (small.home / "none.db").exists()
    (small.home / "none.db").touch()
    assert "init" in small("upgrade").err


def test_upgrade_of_an_older_database_makes_a_backup_first(bare):
    from app.store import migrate
    from app.store.engine import make_engine, parse_url

    engine = make_engine(parse_url(str(bare.home / "company.db")))
    migrate.upgrade(engine, "0003")
    engine.dispose()
    assert bare("check").code == 1
    check = bare("upgrade", "--check")
    assert (check.code, check.err) == (1, "")
    assert "from 0003 to" in check.out
    bare.done("upgrade")
    assert len(list((bare.home / "backups").glob("company-0003-*.backup"))) == 1
    assert bare("init", "--company", "Añil").code == 0


def test_backup_restore_and_check(small):
    small.done("import", "customers", small.file("c.csv", "code,name\nK1,First\n"))
    copy = small.home / "copy.backup"
    assert str(copy) in small.done("backup", copy).out
    assert small("backup", copy).code == 1
    small.done("import", "customers", small.file("c.csv", "code,name\nK2,Second\n"))
    said = small.done("restore", copy)
    kept = small.home / "company.before-restore-1.db"
    assert str(kept) in said.out
    assert "First" in small.done("lookup", "K1").out
    assert "Nobody" in small.done("lookup", "K2").out
    assert "Second" in small.done("--database", kept, "lookup", "K2").out
    assert "Everything agrees" in small.done("check").out
    assert small("restore", small.file("no.backup", "text")).code == 1
    assert small("restore", small.home / "none.backup").code == 1


def test_demo(bare, monkeypatch):
    said = bare.done("demo", "--customers", "40", "--folder", bare.home / "here")
    [database] = (bare.home / "here").glob("*.db")
    [report] = (bare.home / "here").glob("*.pdf")
    assert str(database) in said.out
    assert len(PdfReader(report).pages) > 2
    assert "Everything agrees" in bare.done("--database", database, "check").out
    assert bare("demo", "--customers", "2", "--folder", bare.home / "there").code == 1
    assert list((bare.home / "there").glob("*")) == []


def test_exit_codes_and_sentences(bare):
    assert bare("--version").out.strip() == f"Mostrador {__version__}"
    assert bare("--help").code == 0
    for arguments in (
        ("frobnicate",), ("report",), ("report", "nothing"), ("--databse", "x", "check"), ("check", "--colour"),
        ("report", "tiers", "--year", "x"), ("report", "tiers", "--year", "99999"), ("close-month", "2026-13"),
        ("report", "orders", "--month", "2026-00"), ("report", "receivables", "--as-of", "2026-02-31"),
        ("report", "orders", "--from", "2026-03", "--to", "2026-01"), ("import",), ("import", "customers"),
        ("import", "--undo", "1", "customers", "x"), ("lookup",), ("report", "order"), ("lookup", "a\0b"),
        ("report", "profit-month", "-o", "x.pdf"), ("report", "contribution", "--by", "colour"),
        ("report", "tiers", "--format", "pdf"), ("import", "customers", "x", "--policy", "merge"), ("--month",),
    ):  # fmt: skip
        said = bare(*arguments)
        if arguments[0] in {"report", "import", "close-month"} and said.code == 1:
            # the arguments are looked at before the database, where they can be
            pytest.fail(f"{arguments}: {said}")
        assert said.code == 2, (arguments, said)
        assert said.out == ""
        assert said.err.strip().endswith((".", "?", "FILE")), said.err
    for arguments in (("check",), ("lookup", "x"), ("report", "tiers"), ("upgrade",), ("export", "cats", "x.csv")):
        said = bare(*arguments)
        assert said.code in (1, 2), arguments
        assert len(said.err.splitlines()) == 1


def test_mistyped_words_are_recognised(bare):
    assert "Did you mean ‘lookup’?" in bare("lokup", "x").err
    assert "Did you mean ‘--month’?" in bare("report", "tiers", "--mont", "2026-01").err
    assert "Did you mean ‘receivables’?" in bare("report", "recievables").err
    assert "NAME" in bare("report").err
    assert "--as-of needs a value" in bare("report", "tiers", "--as-of").err
    spanish = bare("lokup", "x", "--language", "es").err
    assert "lookup" in spanish
    assert "There is no" not in spanish


def test_a_call_without_arguments_says_what_to_begin_with(bare):
    said = bare.done()
    assert len(said.lines) < 10
    for command in ("init", "demo", "lookup", "--help"):
        assert f"mostrador {command}" in said.out


def test_every_command_and_option_is_documented():
    documents = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("administrator.md", "user.md"))
    grammar = parser(Say("en"))
    [commands] = [action.choices for action in grammar._actions if action.dest == "==SUPPRESS=="]
    missing = [option for option in grammar.every_option() if f"`{option}" not in documents]
    missing += [name for name in commands if f"mostrador {name}" not in documents]
    assert missing == []
    reports = next(action.choices for action in commands["report"]._actions if action.dest == "name")
    assert [name for name in reports if f"`{name}`" not in documents] == []
    variables = {"MOSTRADOR_DATABASE", "MOSTRADOR_HOME", "MOSTRADOR_LANGUAGE"}
    assert [name for name in variables if name not in documents] == []


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_help_of_every_command(bare, language):
    [commands] = [action.choices for action in parser(Say("en"))._actions if action.dest == "==SUPPRESS=="]
    for name in commands:
        said = bare.done(name, "--help", "--language", language)
        assert "usage:" in said.out or language != "en"
        assert name in said.out


def test_the_database_is_never_written_over(small):
    before = (small.home / "company.db").read_bytes()
    for arguments in (
        ("export", "customers"), ("report", "tiers", "-o"), ("report", "profit-month", "--month", "2026-01", "-o"),
        ("import", "customers", small.file("c.csv", "code,name\nK,\n"), "--refused"),
    ):  # fmt: skip
        assert small(*arguments, small.home / "company.db").code == 2
    assert (small.home / "company.db").read_bytes()[:4096] == before[:4096]
    assert small("import", "customers", small.home / "c.csv", "--refused", small.home / "c.csv").code == 2
    small.done("check")


# -- as processes: streams, signals, start -----------------------------------------------------------------------------


def process(home: Path, *arguments, **options) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOSTRADOR")}
    environment |= {"MOSTRADOR_HOME": str(home), "LANG": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    command = [sys.executable, "-W", "error", "-m", "app", *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False, timeout=60, **options)


def test_output_is_utf8_whatever_the_console_says(home, sqlite_template):
    shutil.copyfile(sqlite_template, home / "company.db")
    (home / "c.csv").write_text("code,name,phone\nK1,Lucía 王小明,963550142\n", encoding="utf-8")
    assert process(home, "import", "customers", home / "c.csv").returncode == 0
    done = process(home, "lookup", "963550142")
    assert "Lucía 王小明" in done.stdout.decode("utf-8")
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX streams")
def test_closed_and_full_outputs(home, demo_file):
    shutil.copyfile(demo_file, home / "company.db")
    with Path("/dev/full").open("wb") as full:
        done = process(home, "report", "orders", stdout=full)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    closed = process(home, "report", "orders", stdout=None, preexec_fn=lambda: os.close(1))
    assert b"Traceback" not in closed.stderr
    reader, writer = os.pipe()
    os.close(reader)
    gone = process(home, "report", "orders", stdout=writer)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (0, b"")


def test_run_is_the_same_in_process(bare, capsys):
    assert run(["--version"]) == 0
    assert run(["nonsense"]) == 2
    capsys.readouterr()
