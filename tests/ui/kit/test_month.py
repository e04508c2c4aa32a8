"""The keys of a month belong to its screen, whatever they do in the window; views have numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.ui.kit.month import MonthPanel, MonthStep
from app.ui.kit.view_choice import ViewChoice

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


class Screen(MonthPanel):
    """A screen with nothing but its month."""

    def __init__(self, context):
        super().__init__(context)
        self.views = ViewChoice(context, (("first", N_("Customers")), ("second", N_("Products"))))
        self.head = MonthStep(context)
        self.chosen = []
        layout = QVBoxLayout(self)
        layout.addWidget(self.views)
        layout.addWidget(self.head)
        self.follow(self.head)
        self.views.chosen.connect(self.chosen.append)
        self.views.bind(self)
        self.show_month(Month(2026, 3))

    def show_month(self, month):
        self.month = month
        self.head.field.show_month(month)


@pytest.fixture
def window(context):
    """A window whose Alt+Left goes back, and the screen in it."""
    made = QWidget()
    screen = Screen(context)
    QVBoxLayout(made).addWidget(screen)
    made.screen, made.backs = screen, []
    back = QShortcut(QKeySequence("Alt+Left"), made)
    back.activated.connect(lambda: made.backs.append("back"))
    made.show()
    made.activateWindow()
    screen.head.field.setFocus()
    return made


def test_alt_arrows_step_through_months_before_they_do_anything_in_the_window(window):
    QTest.keyClick(window.screen.head.field, KEY.Key_Left, ALT)
    assert (window.screen.month, window.backs) == (Month(2026, 2), [])
    assert window.screen.head.field.text() == "February 2026"
    QTest.keyClick(window.screen.head.field, KEY.Key_Right, ALT)
    assert window.screen.month == Month(2026, 3)


def test_a_month_is_typed_and_a_wrong_one_leaves_what_was(window):
    field, refused = window.screen.head.field, []
    window.screen.head.refused.connect(refused.append)
    field.now = Month(2026, 3)
    field.setText("10/2025")
    QTest.keyClick(field, KEY.Key_Return)
    assert window.screen.month == Month(2025, 10)
    field.setText("13/2025")
    QTest.keyClick(field, KEY.Key_Return)
    assert (window.screen.month, len(refused)) == (Month(2025, 10), 1)


def test_a_view_has_a_number_unless_it_is_not_offered(window):
    QTest.keyClick(window.screen.head.field, KEY.Key_2, CONTROL)
    assert window.screen.chosen == ["second"]
    window.screen.views.offer("first", offered=False)
    QTest.keyClick(window.screen.head.field, KEY.Key_1, CONTROL)
    assert window.screen.chosen == ["second"]
