"""Check 38: selection, scroll position and tab are found again on the way back from what a row led to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.changes import ChangeSet
from app.ui.customers.form_side import ORDERS
from tests.ui.kit.conftest import crowd, database
from tests.ui.test_checks import records, window

__all__ = ["crowd", "database", "records", "window"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


def test_38_a_list_and_the_tab_of_a_form_are_found_again_on_the_way_back(window, context, records, crowd, qtbot):
    ids = crowd(200)
    panel = window.open_panel("customers")
    context.broadcast.tell(everything := ChangeSet(whole=frozenset({"customer"})))
    table = panel.table
    qtbot.waitUntil(lambda: panel.model.rowCount() > 200)
    table.setCurrentIndex(panel.model.index(120, 0))
    table.scrollTo(panel.model.index(120, 0))
    QApplication.processEvents()
    before = (table.verticalScrollBar().value(), table.selected_rows(), table.currentIndex().row())
    assert before[0] > 0

    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.current == "caller"
    context.go("customer", ids[100])
    form = window.panel("customer")
    assert form.customer_id in ids
    form.side.open(ORDERS)
    opened, tab = form.customer_id, form.side.stack.currentIndex()
    context.go("caller", opened)
    assert window.current == "caller"

    back = (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, *back)
    assert (window.current, form.customer_id, form.side.stack.currentIndex()) == ("customer", opened, tab)
    context.broadcast.tell(everything)
    assert form.side.stack.currentIndex() == tab, "news leave the tab"
    qtbot.keyClick(window, *back)
    qtbot.keyClick(window, *back)
    assert window.current == "customers"
    context.broadcast.tell(everything)
    QApplication.processEvents()
    assert (table.verticalScrollBar().value(), table.selected_rows(), table.currentIndex().row()) == before
