"""Every screen of the program opens in a company with nothing in it, and nothing holds it once it is closed."""

import pytest

from app.domain.changes import ChangeSet
from app.ui import desk, screens
from tests.support.widgets import lets_go
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture
def window(context, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("entry", screens.ENTRIES, ids=lambda entry: entry.name)
def test_it_opens_empty_and_lets_go(entry, window, said):
    def look(panel):
        panel.translate()
        panel.paint_theme()
        panel.context.broadcast.tell(ChangeSet(whole=frozenset(panel.kinds)))

    assert lets_go(lambda: entry.make(window), look), "something still holds the closed screen"
    assert said == []
