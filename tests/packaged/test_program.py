"""The packaged program does what it does from a checkout, on a computer that knows nothing of it."""

import json
import os
import sys
import time

import pytest

from app import __version__

pytestmark = pytest.mark.packaged
LONGEST = 60
"""Seconds of the processor for the whole self-test: what else a machine does meanwhile is not counted."""


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """A demo company made by the packaged program, and what was said about it."""
    from tests.packaged.conftest import Program

    home = tmp_path_factory.mktemp("home")
    program = Program(home)
    program.said = program.done("--language", "es", "demo", "--customers", 60, "--folder", home / "démo 演示")
    program.database = next(home.glob("*/*.db"))
    return program


def processor_seconds() -> float:
    """Of all calls that have ended; Windows does not tell."""
    times = os.times()
    return times.children_user + times.children_system


def test_it_says_who_it_is(program):
    assert program.done("--version").strip() == f"Mostrador {__version__}"


def test_it_proves_itself(program):
    begun = processor_seconds()
    said = program("self-test", "--json", MOSTRADOR_HOME=str(program.home))
    report = json.loads(said.stdout)
    assert [step for step in report["steps"] if not step["ok"]] == []
    assert (said.returncode, said.stderr) == (0, "")
    assert report["packaged"]
    assert processor_seconds() - begun < LONGEST


def test_a_company_is_made_and_its_month_is_printed(company):
    assert "Informe" in company.said
    assert next(company.home.glob("*/*.pdf")).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("language", "paper"), [("en", "A4"), ("es", "Letter"), ("zh", "A4")])
def test_a_month_is_printed_in_each_language(company, language, paper):
    month = next(company.home.glob("*/*.pdf")).name.split("-")
    file = company.home / f"{language}.pdf"
    company.done("--database", company.database, "--language", language, "report", "profit-month",
                 "--month", f"{month[1]}-{month[2]}", "--paper", paper, "-o", file)  # fmt: skip
    assert file.read_bytes().startswith(b"%PDF")


def test_rows_go_out_as_a_workbook_and_come_in_again(company):
    file = company.home / "products.xlsx"
    company.done("--database", company.database, "export", "products", file)
    said = company.done("--database", company.database, "import", "products", file, "--dry-run", "--json")
    assert json.loads(said)


def test_everything_agrees(company):
    company.done("--database", company.database, "check")


def test_it_starts_again_after_it_was_killed_while_it_made_a_company(program):
    """Killed at any moment of its first start, the next start has a whole company, never half of one."""
    for at, seconds in enumerate((0.15, 0.35, 0.5, 0.7)):
        database = program.home / f"{at}.db"
        process = program.start("--database", database, "init", "--company", "Mirador")
        time.sleep(seconds)
        program.kill(process)
        again = program("--database", database, "init", "--company", "Mirador")
        assert again.returncode in (0, 1), again
        program.done("--database", database, "check")


@pytest.mark.skipif(sys.platform == "win32", reason="a console cannot end a window there as a power cut does")
def test_a_killed_desk_leaves_nothing_in_the_way(company):
    """The next desk gets the calls, although the first could not give its address back."""
    screen = {"DISPLAY": ":none", "QT_QPA_PLATFORM": "offscreen"}
    for _ in range(2):
        desk = company.start("--database", company.database, **screen)
        try:
            assert rings(company), "nobody listens"
        finally:
            company.kill(desk)
        assert not rings(company, patience=1)
    company.done("--database", company.database, "check")


def rings(program, patience=30):
    """Whether a call reaches an open desk."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if program("call", "+34963550142").returncode == 0:
            return True
        time.sleep(0.2)
    return False
