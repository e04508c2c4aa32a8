"""A hundred thousand customers, and the window never stands still: questions are asked beside the interface."""

import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui import desk, screens
from app.ui.customers.list_panel import CustomersPanel
from app.ui.tasks import TaskRunner
from tests.support.watchdog import watched
from tests.ui.kit.conftest import crowd, database

__all__ = ["crowd", "database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MANY, COUNTRY = 10_000, 100_000
DAY = ("customers", "caller", "customer", "order", "account", "orders", "products", "receivables", "today", "profit")


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


@pytest.fixture
def window(context, store, crowd, make, qtbot, tmp_path, monkeypatch):
    """A desk on which every screen of the day was opened once; their first openings are counted in test_dressing."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    ids = crowd(COUNTRY)
    product = make.product("Chair of oak", code="OAK-1", price="99", cost="60")
    make.order(ids[0], (product, 1, Decimal(99)))
    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.resize(1440, 900)
    made.show()
    made.ids = ids
    for name in DAY:
        context.go(name, ids[0] if name in ("caller", "customer", "account") else None)
        quiet(made, qtbot)
    yield made
    context.runner.close()


def quiet(window, qtbot):
    """Until the open screen has its answers."""
    qtbot.wait(20)
    qtbot.waitUntil(window.context.runner._database._work_queue.empty, timeout=20_000)
    qtbot.wait(20)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_day_among_100_000_customers_never_stands_still(window, context, qtbot):
    with watched():
        for at, name in enumerate(DAY * 2):
            record = window.ids[COUNTRY * (at + 1) // 20] if name in ("caller", "customer", "account") else None
            context.go(name, record)
            quiet(window, qtbot)
        panel = window.open_panel("customers")
        qtbot.waitUntil(lambda: panel.head.count.text() == f"{COUNTRY:,}", timeout=20_000)
        panel.table.setFocus()
        qtbot.keyClick(panel.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: panel.model.record_at(COUNTRY - 1) is not None, timeout=20_000)
        for part in range(1, 10):
            panel.table.verticalScrollBar().setValue(panel.table.verticalScrollBar().maximum() * part // 10)
            qtbot.wait(10)
        panel.bar.start()
        qtbot.keyClicks(panel.bar.line, "name 0999")
        qtbot.keyClick(panel.bar.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: panel.head.count.text().startswith("100"), timeout=20_000)


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
