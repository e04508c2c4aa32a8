"""The program's own proof: it passes, it knows every library, and it fails where something is missing."""

import pytest

from app.domain import rights
from app.i18n import LANGUAGES
from app.self_test import company, libraries, papers, screens
from app.self_test.bench import Bench, Failed, Step, bench, carried_out
from app.ui import screens as desk_screens
from app.ui import theme
from installer import notices
from tests.support.desk import Desk
from tests.support.widgets import destroy_all

ELSEWHERE = {"sqlalchemy", "alembic", "reportlab", "pyside6-essentials"}
"""Proven by the companies, the papers and the screens."""


@pytest.fixture
def place(tmp_path):
    return Bench(tmp_path, quick=True)


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    yield Desk(capsys, tmp_path)
    destroy_all()


@pytest.fixture
def short(monkeypatch):
    """One of each kind: the whole proof is made of every packaged program."""
    some = ("python-calamine", "tzdata")
    monkeypatch.setattr(libraries, "PROBES", {name: libraries.PROBES[name] for name in some})
    maker = papers.makers()["receipt"]
    monkeypatch.setattr(papers, "makers", lambda: {"receipt": maker})
    # every screen is opened by the desk's own tests
    some = {"caller", desk_screens.FIRST}
    monkeypatch.setattr(desk_screens, "ENTRIES", tuple(e for e in desk_screens.ENTRIES if e.name in some))
    empty, _ = screens.windows(quick=True)
    monkeypatch.setattr(screens, "windows", lambda *, quick: (empty,) if quick else ())


def test_a_whole_program_passes(call, qapp, short, tmp_path):
    said = call("self-test", "--quick", "--json", "--pictures", tmp_path / "pictures")
    assert [step for step in said.json["steps"] if not step["ok"]] == []
    assert said.json["ok"]
    assert said.code == 0
    assert [step["name"] for step in said.json["steps"]] == [
        "company.empty", "company.full", "library.python-calamine", "library.tzdata", "paper.receipt", "texts",
        "screens.empty", "beginning", "preview", "call",
    ]  # fmt: skip
    seen = {path.name.split("-")[3] for path in (tmp_path / "pictures").glob("*.png")}
    assert {entry.name for entry in desk_screens.ENTRIES} <= seen
    # only the log of this call: nothing was drafted, remembered or made in this person's own folder
    assert {path.name for path in tmp_path.iterdir()} == {"logs", "pictures"}


def test_a_failure_is_named_and_ends_with_1(call, monkeypatch):
    monkeypatch.setattr("app.store.migrate.migrations_exist", lambda: False)
    said = call("self-test", "--quick")
    assert said.code == 1
    assert said.lines[-1].startswith("Failed: company.empty.")
    assert "the migrations are not where the program looks for them" in said.out


def test_every_library_of_the_program_is_asked():
    needed = {notices.canonicalize_name(need.name) for need in notices.requirements()}
    assert needed == set(libraries.PROBES) | ELSEWHERE


def test_each_pair_of_language_and_theme_is_drawn():
    windows = screens.windows(quick=False)
    pairs = {pair for drawn in windows for pair in ((drawn.language, drawn.theme), *drawn.then)}
    assert {drawn.access for drawn in windows} == set(rights.ROLES)
    assert pairs == {(language, name) for language in LANGUAGES for name in theme.TOKENS}


def test_a_new_paper_needs_a_sample():
    def maker(order_id, colour):
        """A paper with a parameter that nobody thought of."""

    with pytest.raises(Failed, match="no sample for colour"):
        papers.requests(maker, {"order_id": [1, 2]})


def test_every_paper_of_the_desk_has_samples(store):
    known = {name: found or [1] for name, found in company.samples(store).items()}
    assert all(papers.requests(maker, known) for maker in papers.makers().values())


def test_each_form_of_a_paper_is_asked():
    def maker(order_id, first, text="plain"):
        return order_id, first, text

    assert papers.requests(maker, {"order_id": [1, 2], "first": [7]}) == [(1, 7, "plain"), (2, 7, "plain")]


def test_a_step_fails_by_what_it_raises(place):
    def work():
        raise KeyError("absent")

    outcome = carried_out(Step("a", work), place)
    assert not outcome.ok
    assert "KeyError" in outcome.detail


def test_a_step_fails_by_what_qt_warns_of(place, qapp):
    from PySide6.QtCore import qWarning

    with screens.qt(place):
        outcome = carried_out(Step("a", lambda: qWarning("a widget without a parent") or "fine"), place)
        after = carried_out(Step("b", lambda: "fine"), place)
    assert (outcome.ok, outcome.detail) == (False, "Qt: a widget without a parent")
    assert after.ok


def test_the_bench_has_a_home_of_its_own(monkeypatch, tmp_path):
    from app.paths import home

    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    with bench() as place:
        assert home() == place.folder != tmp_path
    assert home() == tmp_path
    assert not place.folder.exists()
