"""What stands where a list would be: read to its end at any width, and the keyboard is not lost over it."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.kit.states import Deed, Pages, StatePage, try_again
from tests.ui.kit.conftest import database

__all__ = ["database"]
LONG = "Nothing is booked yet. Months appear here with the first order that somebody confirms, whoever it is from."


@pytest.mark.parametrize("width", [320, 900])
def test_a_sentence_is_read_to_its_end(context, qtbot, width):
    page = StatePage(context)
    qtbot.addWidget(page)
    page.show_state("profit", LONG)
    page.resize(width, 500)
    page.show()
    words = page._words
    assert words.height() >= words.heightForWidth(words.width())
    assert page.rect().contains(words.geometry())
    assert abs(words.geometry().center().x() - page.rect().center().x()) <= 1


class Waiting(QWidget):
    """A field, and below it what is shown, or a state in its place."""

    def __init__(self, context):
        super().__init__()
        self.field, self.shown, self.state, self.pages = QLineEdit(), QLineEdit(), StatePage(context), Pages()
        layout = QVBoxLayout(self)
        for widget in (self.field, self.pages):
            layout.addWidget(widget)
        self.pages.addWidget(self.state)
        self.pages.addWidget(self.shown)
        self.setFocusProxy(self.pages)
        self.tried = 0

    def fails(self):
        self.state.show_state("warning", "It could not be read.", [Deed("Try again", self.again, primary=True)])
        self.pages.setCurrentWidget(self.state)

    def again(self):
        self.tried += 1


def test_the_keyboard_goes_from_a_state_to_what_takes_its_place(context, qtbot):
    made = Waiting(context)
    qtbot.addWidget(made)
    made.state.show_state("clock", "Reading the months…")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    assert made.state.hasFocus(), "who waits stands where the rows will be"
    made.fails()
    [again] = made.state.findChildren(QPushButton)
    assert again.hasFocus(), "the deed that helps is one key away"
    made.pages.setCurrentWidget(made.shown)
    assert made.shown.hasFocus()
    made.field.setFocus()
    made.fails()
    assert made.field.hasFocus(), "who types elsewhere goes on typing"


def test_when_the_database_is_back_only_what_asks_once_more_goes_by_itself(context, qtbot):
    page, done = StatePage(context), []
    qtbot.addWidget(page)
    page.show()
    for deed in (Deed("To the list", lambda: done.append("left"), primary=True),
                 try_again(context.say, lambda: done.append("read"))):  # fmt: skip
        page.show_state("warning", "It is not there.", [deed])
        context.broadcast.returned.emit()
    assert done == ["read"]
