"""Ctrl+N makes something new of the kind that is on the screen, wherever the keyboard is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui import desk, screens
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


@pytest.fixture
def window(context, make, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    product = make.product("Chair", price="10")
    make.order(make.customer("Ana"), (product, 1, 10))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


MADE = {
    "customers": "customer", "customer": "customer", "duplicates": "customer",
    "orders": "order", "order": "order", "sale": "order", "board": "order",
    "products": "product", "product": "product",
    "today": "menu", "caller": "menu", "receivables": "menu", "account": "menu", "profit": "menu", "months": "menu",
    "settings": "menu",
}  # fmt: skip


def test_each_screen_makes_its_own_kind(window, context, qtbot, monkeypatch):
    met, wanted = {}, []
    monkeypatch.setattr(window.new, "open", lambda: wanted.append("menu"))
    context.wanted.connect(lambda name, _record: wanted.append(name))
    for name in MADE:
        panel = window.open_panel(name)
        panel.setFocus()
        wanted.clear()
        place = QApplication.focusWidget() or window
        qtbot.keyClick(place, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        met[name] = wanted[0] if wanted else window.current if name == window.current else ""
    assert met == MADE


def test_a_new_order_asks_for_whom_and_keeps_the_one_before(window, context, make):
    customer = make.customer("Berta")
    context.go("order", ("new", customer))
    editor = window.panel("order")
    assert editor.entry is not None
    window.navigation.buttons["orders"].setFocus()
    context.go("order", "new")
    assert editor.entry is None
    assert editor.frame.choose.isVisible()
