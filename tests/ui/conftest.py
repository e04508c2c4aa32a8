"""A desk for tests: the store of a test, answers at once, words that were said."""

from collections.abc import Iterator

import pytest

from app.i18n import Say
from app.ui.context import Context
from app.ui.desk import application, dress
from app.ui.tasks import InlineRunner


@pytest.fixture(scope="session")
def qapp_cls():
    """pytest-qt makes the application; it is dressed once."""
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture
def context(qapp, store) -> Iterator[Context]:
    """A manager's context on the test's company; answers arrive at once."""
    application()
    made = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access="manager", user="Tess")
    made.runner = InlineRunner(store, made.broadcast, made.reporter)
    dress(made)
    return made


@pytest.fixture
def said(context) -> list[tuple[str, str]]:
    """Every sentence that reached the person."""
    heard: list[tuple[str, str]] = []
    context.reporter.said.connect(lambda words, kind: heard.append((words, kind)))
    return heard
