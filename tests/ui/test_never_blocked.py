"""Ten thousand customers, and the window never stands still: questions are asked beside the interface."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui.customers.list_panel import CustomersPanel
from app.ui.tasks import TaskRunner
from tests.support.watchdog import watched
from tests.ui.kit.conftest import crowd, database

__all__ = ["crowd", "database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MANY = 10_000


@pytest.fixture
def panel(context, store, crowd, qtbot):
    crowd(MANY)
    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    made = CustomersPanel(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    yield made
    context.runner.close()


def test_a_long_list_is_opened_scrolled_filtered_and_added_up_without_standing_still(panel, qtbot):
    with watched():
        panel.show()
        qtbot.waitUntil(lambda: panel.head.count.text() == "10,000")
        panel.table.setFocus()
        qtbot.keyClick(panel.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: panel.model.record_at(MANY - 1) is not None)
        panel.table.verticalScrollBar().setValue(panel.table.verticalScrollBar().maximum() // 2)
        qtbot.wait(50)
        panel.bar.start()
        qtbot.keyClicks(panel.bar.line, "name 000")
        qtbot.keyClick(panel.bar.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not panel.model.waiting)
        panel.table.setFocus()
        panel.table.selectAll()
        qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("Customer\t"))


def test_the_watchdog_bites(qtbot):
    def freeze():
        end = time.thread_time() + 0.15
        while time.thread_time() < end:
            pass

        qtbot.wait(20)

    def watch():
        with watched():
            freeze()

    with pytest.raises(AssertionError, match="ms computing"):
        watch()
