"""The server's service books, watches and backs up by itself, outlives a cut cable, and ends when it is told."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.commands.agent import Agent
from app.commands.context import Context
from app.domain.commission_plan import Terms
from app.domain.refusal import Conflict
from app.i18n import Say
from app.models import CommissionEntry
from app.services import backups, commission_marks, commissions
from app.settings import LocalSettings
from app.store.session import Actor, Store
from tests.support.cable import Cable
from tests.support.commissions import agree, rates
from tests.support.server import is_served, wait_for_service

PATIENCE = 20.0


def booked(store) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(CommissionEntry))


@pytest.fixture
def sold(store, make) -> None:
    """An order whose commission nobody booked yet."""
    seller = make.staff()
    agree(store, Terms(rates=rates(10)))
    make.order(make.customer(), (make.product(), "10"), on=date(2026, 3, 2), shares=[(seller, 100)])


@pytest.fixture
def heard(monkeypatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(Context, "warn", lambda _self, text: said.append(text))
    monkeypatch.setattr(Context, "write", lambda _self, text: said.append(text))
    return said


def agent_of(store, url) -> Agent:
    return Agent(store, url, Context(LocalSettings(), Say("en")))


def test_a_round_books_and_says_nothing(store, database, sold, heard):
    agent = agent_of(store, database)
    assert agent.round()
    assert booked(store) > 0
    assert not commission_marks.complete_due(store), "the look at everything is taken once a night"
    before = booked(store)
    assert agent.round()
    assert (booked(store), heard) == (before, [])


def test_a_planned_backup_is_made_once(store, database, tmp_path, heard):
    folder = tmp_path / "backups"
    folder.mkdir()
    backups.plan(store, folder=str(folder), every_days=1)
    agent = agent_of(store, database)
    made = agent.round()
    assert agent.round()
    if made:
        assert (len(list(folder.iterdir())), heard) == (1, [])
    else:
        # a server's backup needs a program of the server that not every computer has
        assert ["pg_dump" in words for words in heard] == [True]
        assert store.engine.dialect.name == "postgresql"


def test_a_folder_that_refuses_is_told_once_and_left_alone(store, database, tmp_path, heard):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    backups.plan(store, folder=str(blocked / "deeper"), every_days=1)
    agent = agent_of(store, database)
    assert not agent.round()
    assert agent.round()
    assert len(heard) == 1


def test_a_job_that_fails_does_not_stop_the_others(store, database, sold, heard, monkeypatch):
    def broken(*_arguments, **_values):
        raise RuntimeError("a secret of somebody")

    monkeypatch.setattr("app.services.complaints.sweep", broken)
    assert not agent_of(store, database).round()
    assert booked(store) > 0
    assert len(heard) == 1
    assert "secret" not in heard[0]


def test_what_is_refused_is_said_in_words(store, database, heard, monkeypatch):
    def refused(*_arguments, **_values):
        raise Conflict("Not now.")

    monkeypatch.setattr(commissions, "run", refused)
    assert not agent_of(store, database).round()
    assert heard == ["Not now."]


def test_a_cut_cable_is_said_once_and_its_end_too(postgres_server, store, database, sold, heard, monkeypatch):
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a file has no cable")
    cable = Cable(postgres_server)
    away = Store.open(cable.url(database), zone="Europe/Madrid", actor=Actor("agent"))
    monkeypatch.setattr(away, "repeat", lambda work, **_values: work())
    agent = agent_of(away, database)
    try:
        cable.pull()
        assert not agent.round()
        assert not agent.round()
        assert len(heard) == 1
        cable.plug()
        assert agent.round()
        assert len(heard) == 2
        assert booked(store) > 0
    finally:
        away.close()
        cable.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends services otherwise")
def test_a_service_runs_until_it_is_told_to_end(store, database, sold, tmp_path):
    address = database.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "app", "--database", address, "agent", "--every", "1"]
    wanted = os.environ | {"MOSTRADOR_HOME": str(tmp_path), "MOSTRADOR_LANGUAGE": "en"}
    root = Path(__file__).parents[2]
    service = subprocess.Popen(command, env=wanted, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + PATIENCE
        while not booked(store) and time.monotonic() < until:
            time.sleep(0.1)
        assert booked(store) > 0
        on_a_server = store.engine.dialect.name != "sqlite"
        if on_a_server:
            wait_for_service(store)
        service.send_signal(signal.SIGTERM)
        out, err = service.communicate(timeout=PATIENCE)
    finally:
        service.kill()
    assert (service.returncode, err) == (0, "")
    assert "The service has ended." in out
    assert not (on_a_server and is_served(store)), "no desk waits for one that has ended"
