"""The filter bar: typing waits a moment, Enter makes chips, a wrong word is named and can be put right."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.filters import parse
from app.domain.refusal import Mistake
from app.queries.customers import FIELDS
from app.ui.customers.columns import NAMES
from app.ui.kit.filter_bar import DELAY_MS, FilterBar
from app.ui.kit.labels import Text

Key = Qt.Key
# the windowless platform of tests cannot pass on the least size of a window
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def bar(context, qtbot):
    made = FilterBar(context, FIELDS, NAMES)
    qtbot.addWidget(made)
    made.translate()
    made.paint_theme()
    made.show()
    return made


def told(spy):
    """The texts that were told."""
    return [spy.at(at)[0] for at in range(spy.count())]


def chips(bar):
    """The chips by their words."""
    return {chip.text().rstrip("× "): chip for chip in bar.findChildren(QPushButton) if chip.property("kind") == "chip"}


def test_typing_is_told_once_after_a_moment(bar, qtbot):
    changed = QSignalSpy(bar.changed)
    qtbot.keyClicks(bar.line, "marta")
    assert changed.count() == 0
    qtbot.wait(DELAY_MS + 60)
    assert told(changed) == ["marta"]


def test_enter_makes_chips_of_conditions_once_they_are_understood(bar, qtbot):
    changed = QSignalSpy(bar.changed)
    qtbot.keyClicks(bar.line, 'tier:A marta city:"San Juan"')
    qtbot.keyClick(bar.line, Key.Key_Return)
    assert chips(bar) == {}
    bar.accept()
    assert list(chips(bar)) == ["Tier: A", "City: San Juan"]
    assert bar.line.text() == "marta"
    assert bar.text() == 'tier:A city:"San Juan" marta'
    assert told(changed) == ['tier:A marta city:"San Juan"']


def test_a_chip_is_taken_off_by_a_click_and_taken_back_by_backspace(bar, qtbot):
    bar.set_text("tier:A open:>2")
    qtbot.keyClick(bar.line, Key.Key_Return)
    bar.accept()
    qtbot.mouseClick(chips(bar)["Tier: A"], Qt.MouseButton.LeftButton)
    assert bar.text() == "open:>2"
    assert chips(bar)["Open orders: >2"].accessibleName() == "Remove the filter Open orders: >2"
    qtbot.keyClick(bar.line, Key.Key_Backspace)
    assert bar.line.text() == "open:>2"


def test_escape_clears_and_then_leaves(bar, qtbot):
    changed, left = QSignalSpy(bar.changed), QSignalSpy(bar.left)
    bar.set_text("tier:A marta")
    qtbot.keyClick(bar.line, Key.Key_Return)
    bar.accept()
    qtbot.keyClick(bar.line, Key.Key_Escape)
    assert (bar.text(), left.count()) == ("", 0)
    assert told(changed)[-1] == ""
    qtbot.keyClick(bar.line, Key.Key_Escape)
    assert left.count() == 1


@pytest.mark.parametrize(
    ("typed", "button", "better"),
    [("ciy:Valencia", "Use ‘city’", "city:Valencia"), ("active:yes nmae:a", "Use ‘name’", "active:yes name:a")],
)
def test_the_word_that_was_meant_is_one_click_away(bar, qtbot, store, typed, button, better):
    bar.set_text(typed)
    with pytest.raises(Mistake) as mistake:
        parse(typed, FIELDS, store.today())
    bar.show_refusal(mistake.value)
    assert bar.line.property("wrong") is True
    assert bar.line.accessibleDescription().startswith("Unknown filter")
    [use] = [one for one in bar.findChildren(QPushButton) if one.text() == button and one.isVisible()]
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    assert bar.text() == better
    bar.accept()
    assert bar.line.property("wrong") is False


def test_what_is_wrong_is_read_to_its_end_however_narrow_the_list_is(bar, qtbot, store):
    place = QWidget()
    column = QVBoxLayout(place)
    column.addWidget(bar)
    column.addStretch(1)
    qtbot.addWidget(place)
    place.resize(1500, 300)
    place.show()
    with pytest.raises(Mistake) as mistake:
        parse("qqq:1", FIELDS, store.today())
    bar.set_text("qqq:1")
    bar.show_refusal(mistake.value)
    label = next(one for one in bar.findChildren(Text) if one.text().startswith("Unknown filter"))
    for wide in (1500, 420, 1500):
        place.resize(wide, 300)
        QTest.qWait(1)
        room = label.contentsRect()
        needed = label.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, label.text())
        assert needed.width() <= room.width(), wide
        assert needed.height() <= room.height(), wide
        assert (room.height() > 2 * label.fontMetrics().height()) is (wide == 420)


def test_the_last_filter_is_removed_first(bar, qtbot):
    bar.set_text("tier:A")
    qtbot.keyClick(bar.line, Key.Key_Return)
    bar.accept()
    bar.line.setText("marta soler")
    for expected in ("tier:A marta", "tier:A", ""):
        bar.remove_last()
        assert bar.text() == expected
