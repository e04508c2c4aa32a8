"""A desk for tests: the store of a test, answers at once, words that were said."""

from collections.abc import Iterator

import pytest

from app.commands.doors import doors_of
from app.i18n import Say
from app.ui import theme
from app.ui.context import Context
from app.ui.desk import application, dress
from app.ui.tasks import InlineRunner
from tests.support.widgets import destroy_all


@pytest.fixture(scope="session")
def qapp_cls():
    """pytest-qt makes the application; it is dressed once."""
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture
def qtbot(qtbot):
    """What a test adds is a window of its own, dressed as windows are; it stays until Qt takes it apart."""
    add, kept = qtbot.addWidget, []

    def dressed(widget, **more) -> None:
        add(widget, **more)
        theme.wear(widget)
        kept.append(widget)

    qtbot.addWidget = dressed
    yield qtbot
    kept.clear()


@pytest.fixture
def context(qapp, store) -> Iterator[Context]:
    """A manager's context on the test's company; answers arrive at once."""
    application()
    made = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access="manager", user="Tess")
    made.runner = InlineRunner(store, made.broadcast, made.reporter)
    made.doors = doors_of(store, store.engine.url)
    dress(made)
    return made


@pytest.fixture
def said(context) -> list[tuple[str, str]]:
    """Every sentence that reached the person."""
    heard: list[tuple[str, str]] = []
    context.reporter.said.connect(lambda words, kind: heard.append((words, kind)))
    return heard


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """After its fixtures: no window of a test lives on into the next one."""
    outcome = yield
    destroy_all()
    return outcome
