"""A desk for every test, and a demo company that is made once."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from app.bootstrap import prepared
from app.demo import create
from app.store.engine import parse_url
from tests.support.desk import Desk


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home folder, and no settings from outside."""
    for name in ("MOSTRADOR_DATABASE", "MOSTRADOR_LANGUAGE", "MOSTRADOR_DEBUG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    # no window is opened, whatever computer this is
    monkeypatch.setattr("app.commands.desk.has_screen", lambda: False)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MOSTRADOR_HOME", str(folder))
    return folder


@pytest.fixture
def bare(capsys, home) -> Desk:
    """A desk without any database."""
    return Desk(capsys, home)


@pytest.fixture
def desk(capsys, home, database: URL) -> Desk:
    """A desk with an empty company, on both databases in turn."""
    return Desk(capsys, home, database.render_as_string(hide_password=False))


@pytest.fixture
def small(capsys, home, sqlite_template) -> Desk:
    """A desk with an empty company in a file."""
    shutil.copyfile(sqlite_template, home / "company.db")
    return Desk(capsys, home)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory) -> Path:
    """A small demo company."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with prepared(parse_url(str(path)), zone="Europe/Madrid") as store:
        create(store, customers=40, months=14)
    return path


@pytest.fixture
def shop(capsys, home, demo_file) -> Desk:
    """A desk with its own copy of the demo company."""
    shutil.copyfile(demo_file, home / "company.db")
    return Desk(capsys, home)
