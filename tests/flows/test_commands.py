"""The commands as their users call them: what they do, what they print, how they end."""

import re

import pytest
from pypdf import PdfReader

from app import __version__
from app.cli import parser
from app.i18n import Say
from app.settings import local_settings, system_language
from tests.support.reference import ROOT


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
    missing = [name for name in grammar.every_option() if not re.search(rf"(?<![\w-]){name}(?![\w-])", documents)]
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
