"""Work that lasts: after a second the window says what is being done, and Esc or its button ends it."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from sqlalchemy import text

from app.domain.refusal import N_
from app.domain.watch import Stopped, Watch, present
from app.i18n import Say
from app.ui import desk
from app.ui.context import Context
from app.ui.kit import busy
from app.ui.kit.busy import Busy
from app.ui.tasks import TaskRunner
from tests.store.test_stopping import ENDLESS

SHORT = 30


@pytest.fixture
def context(qapp, store):
    """A desk with the real runner."""
    desk.application()
    made = Context(Say("en"), access="manager")
    made.runner = TaskRunner(store, made.broadcast, made.reporter)
    desk.dress(made)
    yield made
    made.runner.close()


@pytest.fixture
def quickly(monkeypatch):
    """Nobody has the patience of a second in a test."""
    monkeypatch.setattr(busy, "PATIENCE_MS", SHORT)


class Screen(QWidget):
    """Somebody who asked, with a field that has the keyboard."""

    def __init__(self, context, parent=None):
        super().__init__(parent)
        self.context, self.answers, self.errors = context, [], []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def done(self, answer):
        self.answers.append(answer)

    def failed(self, error):
        self.errors.append(type(error))


@pytest.fixture
def screen(context, qtbot, quickly):
    made = Screen(context)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.field.setFocus()
    return made


def strip_of(context):
    [found] = context.findChildren(Busy)
    return found.strip


def endless(store):
    with store.write() as tx:
        return tx.scalar(text(ENDLESS[store.engine.dialect.name]))


@pytest.mark.parametrize(("door", "words"), [("read", "Reading…"), ("write", "Saving…")])
def test_after_a_while_it_is_said_and_esc_ends_it(screen, context, qtbot, door, words):
    getattr(context.runner, door)(screen, endless, screen.done, screen.failed)
    qtbot.waitUntil(lambda: strip_of(context) is not None)
    strip = strip_of(context)
    assert (strip.words.text(), strip.isVisible(), strip.parentWidget()) == (words, True, screen)
    assert strip.stop.accessibleName() == "Stop"
    qtbot.keyClick(screen.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.errors == [Stopped])
    assert strip_of(context) is None
    context.runner.read(screen, lambda store: "next", screen.done)
    qtbot.waitUntil(lambda: screen.answers == ["next"])


def test_its_step_is_said_in_the_window_that_waits(screen, context, qtbot):
    dialog = QDialog(screen)
    inner = Screen(context, dialog)
    dialog.show()
    going = threading.Event()

    def work():
        watch = present()
        watch.begin(N_("Printing"), 3)
        watch.count()
        going.wait(5)
        watch.count()
        return "printed"

    context.runner.aside(inner, work, inner.done, inner.failed, watch=Watch(N_("Printing")))
    qtbot.waitUntil(lambda: strip_of(context) is not None)
    strip = strip_of(context)
    assert strip.parentWidget() is dialog
    qtbot.waitUntil(lambda: strip.words.text() == "Printing: 1 of 3")
    qtbot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    assert strip.words.text() == "Stopping…"
    going.set()
    qtbot.waitUntil(lambda: inner.errors == [Stopped])
    dialog.close()


def test_what_is_short_quiet_or_nobodys_wait_is_not_said(screen, context, qtbot):
    going = threading.Event()
    context.runner.read(screen, lambda store: 1, screen.done)
    context.runner.aside(screen, lambda: going.wait(5), screen.done)
    context.runner.aside(screen, lambda: going.wait(5), screen.done, watch=Watch(N_("Printing"), quiet=True))
    qtbot.waitUntil(lambda: screen.answers == [1])
    qtbot.wait(4 * SHORT)
    assert strip_of(context) is None
    going.set()
    qtbot.waitUntil(lambda: len(screen.answers) == 3)


def test_questions_of_the_same_screen_end_together_and_operations_do_not(screen, context, qtbot):
    for _ in range(2):
        context.runner.read(screen, endless, screen.done, screen.failed)
    context.runner.write(screen, lambda store: "saved", screen.done, screen.failed)
    qtbot.waitUntil(lambda: strip_of(context) is not None)
    strip_of(context).cancel()
    qtbot.waitUntil(lambda: screen.answers == ["saved"])
    assert screen.errors == [Stopped, Stopped]


def test_a_question_that_hears_nothing_is_left_alone(screen, context, qtbot, monkeypatch):
    monkeypatch.setattr("app.ui.tasks.GIVE_UP_MS", SHORT)
    deaf = threading.Event()
    context.runner.read(screen, lambda store: deaf.wait(10), screen.done, screen.failed)
    qtbot.waitUntil(lambda: strip_of(context) is not None)
    strip_of(context).cancel()
    qtbot.waitUntil(lambda: screen.errors == [Stopped])
    deaf.set()
    qtbot.wait(SHORT)
    assert (screen.answers, screen.errors, strip_of(context)) == ([], [Stopped], None)


def test_a_window_that_is_closed_meanwhile_takes_its_strip_along(screen, context, qtbot):
    dialog = QDialog(screen)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    inner = Screen(context, dialog)
    dialog.show()
    watch = Watch()
    context.runner.read(inner, endless, inner.done, watch=watch)
    qtbot.waitUntil(lambda: strip_of(context) is not None)
    dialog.close()
    qtbot.wait(1)
    watch.stop()
    qtbot.waitUntil(lambda: strip_of(context) is None)
