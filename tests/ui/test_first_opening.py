"""A screen that nobody has opened yet is loaded and made beside what the person does, who may type already."""

import inspect

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui import code, desk, screens
from app.ui.code import Code
from app.ui.first_opening import FELT_MS, FirstOpening
from app.ui.kit.states import StatePage
from app.ui.tasks import InlineRunner

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Held(InlineRunner):
    """What is done beside the window waits until it is released."""

    def __init__(self, runner):
        super().__init__(runner._store, runner._broadcast, runner._reporter)
        self.held = []

    def take(self, kind, owner, work, done, failed, watch):
        if kind == "aside" and isinstance(owner, Code):
            self.held.append((kind, owner, work, done, failed, watch))
        else:
            super().take(kind, owner, work, done, failed, watch)

    def release(self):
        held, self.held = self.held, []
        for one in held:
            super().take(*one)


@pytest.fixture
def window(context, make, qtbot, tmp_path, monkeypatch):
    """A desk as it is when its first list has just been painted: no other screen's code is there."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    make.customer("Marta", phone="600111222")
    context.runner = Held(context.runner)
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_panel("customers")
    made.first_opening = FirstOpening(made, Code(context, made))
    return made


def test_f8_right_after_the_start_finds_whoever_is_typed_meanwhile(window, context, qtbot):
    panel = window.panel("customers")
    panel.table.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    # the window answers; what is typed belongs to the caller's screen, not to the list that is still shown
    assert window.current == "customers"
    assert window.navigation.buttons["caller"].isChecked()
    for key in "600 111":
        qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert panel.bar.line.text() == ""
    context.runner.release()
    qtbot.waitUntil(lambda: window.current == "caller")
    line = window.panel("caller").finder.field
    assert line.text() == "600 11"
    assert line.hasFocus()


def test_parts_and_look_of_a_screen_are_made_in_turns_of_their_own(window, context, qtbot, monkeypatch):
    steps, step = [], window.make_ahead

    def noted(name):
        steps.append((name, step(name), window.current))
        return steps[-1][1]

    monkeypatch.setattr(window, "make_ahead", noted)
    context.go("product", "new")
    assert steps == []
    context.runner.release()
    assert steps == []
    QApplication.processEvents()
    assert steps == [("product", False, "customers")]
    qtbot.waitUntil(lambda: window.current == "product")
    assert steps == [("product", False, "customers"), ("product", True, "customers")]
    assert window.panel("product").isVisible()


def test_who_goes_elsewhere_meanwhile_is_not_called_back(window, context, qtbot):
    panel = window.panel("customers")
    panel.table.setFocus()
    context.go("orders")
    qtbot.keyClick(QApplication.focusWidget(), "x")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.table.hasFocus()
    assert window.navigation.buttons["customers"].isChecked()
    context.runner.release()
    qtbot.wait(20)
    assert window.current == "customers"
    assert "orders" not in window._panels
    # what was typed for a screen that did not come reaches no other
    context.go("products")
    context.runner.release()
    qtbot.waitUntil(lambda: window.current == "products")
    assert window.panel("products").bar.line.text() == ""


def test_who_waits_long_is_told_and_clicks_reach_nothing_that_goes(window, context, qtbot):
    panel = window.panel("customers")
    panel.table.setFocus()
    context.go("orders")
    viewport = panel.table.viewport()
    assert window.childAt(viewport.mapTo(window, viewport.rect().center())) is not viewport
    qtbot.wait(FELT_MS + 100)
    page = window.stack.currentWidget()
    assert isinstance(page, StatePage)
    assert page.words == "Opening the screen…"
    context.runner.release()
    qtbot.waitUntil(lambda: window.current == "orders")
    shown = window.stack.currentWidget()
    assert shown is window.panel("orders")
    assert shown.isAncestorOf(QApplication.focusWidget())
    assert shown.isAncestorOf(window.childAt(shown.mapTo(window, shown.rect().center())))


def test_what_is_waited_for_is_loaded_before_the_rest(window, context):
    window.first_opening._code.load_next()
    context.go("users")
    context.go("complaint")
    context.runner.release()
    [(_, _, work, *_)] = context.runner.held
    assert work.args[0] == code.OF_SCREENS["complaint"]


def test_the_code_of_every_screen_is_known():
    assert set(code.OF_SCREENS) == {entry.name for entry in screens.ENTRIES}
    for entry in screens.ENTRIES:
        assert f"from {code.OF_SCREENS[entry.name]} import" in inspect.getsource(entry.make)
