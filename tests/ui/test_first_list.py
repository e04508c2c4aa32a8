"""While a desk opens its list comes first: everything else that is asked waits until the rows are painted."""

import pytest
from PySide6.QtCore import QEvent, QObject

from app.domain.refusal import Unavailable
from app.queries import listing
from app.ui.customers.list_panel import CustomersPanel
from app.ui.first_list import FirstList
from app.ui.kit.panel import Panel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def first(context):
    """The context waits for its first list."""
    return FirstList(context)


@pytest.fixture
def panel(context, first, qtbot):
    """The list that comes first."""
    made = CustomersPanel(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    return made


@pytest.fixture
def done(context, panel):
    """Answers to what was asked before the list was: they come in the order of the questions."""
    answers = []
    context.runner.read(panel, lambda _store: "read", answers.append)
    context.runner.aside(panel, lambda: "aside", answers.append)
    context.runner.write(panel, lambda _store: "write", answers.append)
    return answers


class Painted(QObject):
    """Notes what was answered when the rows are painted for the first time."""

    def __init__(self, panel, done):
        super().__init__(panel)
        self.panel, self.done, self.before = panel, done, None
        panel.table.viewport().installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        if self.before is None and event.type() == QEvent.Type.Paint and self.panel.model.rowCount():
            self.before = list(self.done)
        return False


def test_what_else_is_asked_waits_until_the_rows_are_painted(context, make, first, panel, done, qtbot):
    make.customer("Marta")
    painted = Painted(panel, done)
    first.begin(panel)
    panel.show()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert painted.before == []
    assert done == ["read", "aside", "write"]
    # who kept it meanwhile is served as well
    first.read(panel, lambda _store: "later", done.append)
    assert done[-1] == "later"
    assert context.runner is not first


def test_a_list_without_rows_keeps_nobody_waiting(first, panel, done, qtbot):
    first.begin(panel)
    panel.show()
    qtbot.waitUntil(lambda: len(done) == 3)


def test_a_list_that_is_refused_keeps_nobody_waiting(first, panel, done, qtbot, monkeypatch):
    def fail(*_args, **_more):
        raise Unavailable("The server does not answer.")

    monkeypatch.setattr(listing, "page", fail)
    first.begin(panel)
    panel.show()
    qtbot.waitUntil(lambda: len(done) == 3)


def test_a_screen_that_is_no_list_keeps_nobody_waiting(context, first, done):
    first.begin(Panel(context))
    assert done == ["read", "aside", "write"]


def test_what_was_arranged_is_written_when_the_window_closes_at_once(first, done):
    first.close()
    assert done == ["read", "aside", "write"]
