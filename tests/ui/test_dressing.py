"""Opening a screen is cheap because it is dressed once: counted, never timed."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import afterwards, desk, screens


@pytest.fixture
def window(context, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.show()
    return made


class Dressed(QObject):
    """Counts how often a widget is told of another style."""

    times = 0

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        self.times += event.type() == QEvent.Type.StyleChange
        return False


def test_a_screen_that_is_opened_for_the_first_time_is_dressed_once(window, qapp):
    dressed = Dressed()
    qapp.installEventFilter(dressed)
    panel = window.open_panel("product")
    qapp.removeEventFilter(dressed)
    widgets = len(panel.findChildren(QWidget))
    assert dressed.times < 2 * widgets, f"{dressed.times} times for {widgets} widgets"


def test_whatever_belongs_to_no_window_wears_the_sheet_itself_and_follows_the_theme(window, context):
    from app.ui.theme import DARK

    window.open_panel("product").open_record("new")
    context.paint(DARK)
    alone = [one for one in QApplication.topLevelWidgets() if one.parent() is None]
    assert window in alone
    assert {one.styleSheet() for one in alone} == {window.styleSheet()}
    assert DARK.surface in window.styleSheet()


def test_a_large_screen_is_made_ahead_in_two_steps_and_is_the_one_that_is_opened(window):
    window.open_panel("product")
    for name in afterwards.AHEAD:
        assert not window.make_ahead(name)
        assert window.make_ahead(name)
        made = window.panel(name)
        assert made.window() is window
        assert made.isHidden()
        assert window.open_panel(name) is made
