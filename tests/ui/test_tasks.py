"""Answers come back on the GUI thread, to whoever still lives."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from app.domain.changes import ChangeSet
from app.domain.refusal import Mistake
from app.i18n import Say
from app.ui.broadcast import Broadcast
from app.ui.reporter import Reporter
from app.ui.tasks import TaskRunner


class Owner(QObject):
    def __init__(self):
        super().__init__()
        self.answers = []

    def take(self, answer):
        self.answers.append((answer, threading.current_thread() is threading.main_thread()))


class Store:
    """Repeats nothing."""

    def repeat(self, work, *, seconds=0):
        return work()


@pytest.fixture
def runner(qapp):
    broadcast, reporter = Broadcast(), Reporter(lambda: Say("en"))
    made = TaskRunner(Store(), broadcast, reporter)
    made.broadcast, made.reporter = broadcast, reporter
    yield made
    made.close()


def test_an_answer_arrives_on_the_gui_thread(runner, qtbot):
    owner = Owner()
    runner.read(owner, lambda store: 42, owner.take)
    qtbot.waitUntil(lambda: owner.answers == [(42, True)])


def test_a_refusal_reaches_the_reporter(runner, qtbot):
    heard = []
    runner.reporter.said.connect(lambda words, kind: heard.append((words, kind)))
    owner = Owner()

    def refuse(_store):
        raise Mistake("The {thing} is wrong.", thing="price")

    runner.write(owner, refuse, owner.take)
    qtbot.waitUntil(lambda: heard == [("The price is wrong.", "refusal")])
    assert owner.answers == []


@pytest.mark.parametrize("way", ["del", "deleteLater"])
def test_a_closed_window_is_never_called_back_but_its_change_is_told(runner, qtbot, way):
    told, answers, gate = [], [], threading.Event()
    runner.broadcast.changed.connect(told.append)
    owner = Owner()
    owner.answers = answers

    def work(_store):
        gate.wait(5)
        return ChangeSet({"order": frozenset({1})})

    runner.write(owner, work, owner.take)
    if way == "deleteLater":
        owner.deleteLater()
        qtbot.wait(1)
    del owner
    gc.collect()
    gate.set()
    qtbot.waitUntil(lambda: told == [ChangeSet({"order": frozenset({1})})])
    assert answers == []
