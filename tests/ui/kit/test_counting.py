"""What nobody waits for, such as counts and sums of long lists, runs beside the questions that somebody waits for."""

from threading import Event

import pytest
from PySide6.QtCore import QObject

from app.ui.tasks import TaskRunner, Unhurried


class Asked(QObject):
    """Keeps answers and refusals in the order in which they come."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def done(self, answer: object) -> None:
        """An answer."""
        self.told.append(answer)

    def failed(self, error: BaseException) -> None:
        """A refusal."""
        self.told.append(type(error).__name__)


@pytest.fixture
def asked(qtbot):
    return Asked()


@pytest.fixture
def runner(store, context):
    made = TaskRunner(store, context.broadcast, context.reporter)
    yield made
    made.close()


def test_a_question_overtakes_a_count_that_takes_long(runner, asked, qtbot):
    free = Event()
    runner.read(asked, lambda _store: free.wait(10) and "count", asked.done, watch=Unhurried())
    runner.read(asked, lambda _store: "rows", asked.done)
    qtbot.waitUntil(lambda: asked.told == ["rows"], timeout=5000)
    free.set()
    qtbot.waitUntil(lambda: asked.told == ["rows", "count"], timeout=5000)


def test_a_count_that_matters_no_more_ends_in_the_middle_of_its_statement(runner, asked, store, qtbot):
    begun, watch = Event(), Unhurried()
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
    )

    def counted(store_):
        with store_.read() as tx:
            begun.set()
            return tx.connection.exec_driver_sql(endless).scalar()

    runner.read(asked, counted, asked.done, asked.failed, watch=watch)
    assert begun.wait(5)
    watch.stop()
    qtbot.waitUntil(lambda: asked.told == ["Stopped"], timeout=5000)
    runner.read(asked, lambda _store: "next", asked.done, watch=Unhurried())
    qtbot.waitUntil(lambda: asked.told == ["Stopped", "next"], timeout=5000)
