"""A person arranges the list of customers; it is the same on another computer. Views, totals and boxes."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt

from app.domain.ids import new_uid
from app.queries import personal as arranged
from app.queries.views import of_list
from app.services import invoices
from app.ui.context import Context
from app.ui.tasks import InlineRunner
from tests.ui.customers.test_list import names, shown, type_filter
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


@pytest.fixture
def people(make):
    """Who owes what."""
    product = make.product()
    for name, amount, city in (("Ana", "30", "Valencia"), ("Berta", "20", "Madrid"), ("Carla", "20", "Valencia")):
        order = make.order(make.customer(name, city=city), (product, "1", amount))
        invoices.invoice(make.store, order.order_id, request=new_uid())


@pytest.fixture
def panel(context, people, qtbot):
    return shown(context, qtbot)


def keys(panel):
    return [column.key for column in panel.model.columns]


def choose(menu, words):
    """An entry of a menu, or of the menus in it."""
    for action in menu.actions():
        if action.menu() is not None and choose(action.menu(), words):
            return True
        if action.text() == words:
            action.trigger()
            return True
    return False


def column_menu(panel, key):
    return panel.arranger.menu(panel.model.columns[keys(panel).index(key)])


def test_columns_follow_the_person_to_another_computer(panel, context, store, qtbot):
    assert choose(column_menu(panel, "phone"), "Hide Phone")
    assert choose(column_menu(panel, "balance"), "Move left")
    assert choose(panel.arranger.menu(), "Compact rows")
    header = panel.table.horizontalHeader()
    panel.table.widened.emit("tier", 140)
    panel.table.sort_by(panel.model.columns[keys(panel).index("balance")])
    type_filter(panel, qtbot, "city:Valencia")
    context.personal.flush()
    before = keys(panel)
    assert (before[:3], "phone" in before) == (["customer", "tier", "balance"], False)
    other = Context(context.say, access="manager", user="Tess")
    other.runner = InlineRunner(store, other.broadcast, other.reporter)
    other.personal.take(arranged.of_actor(store))
    there = shown(other, qtbot)
    assert keys(there) == before
    assert names(there) == ["Ana", "Carla"]
    assert there.table.columnWidth(1) == 140
    assert there.model.sorted_by == "-balance"
    assert [chip.text() for chip in there.bar._chips] == ["City: Valencia   ×"]
    assert there.table.verticalHeader().defaultSectionSize() < 40
    assert header.isVisible()
    assert choose(there.arranger.menu(), "Reset columns")
    assert "phone" in keys(there)


def test_dragged_columns_stay_where_they_were_dropped(panel, qtbot):
    header = panel.table.horizontalHeader()
    header.moveSection(1, 3)
    qtbot.waitUntil(lambda: keys(panel)[3] == "tier")
    assert [header.visualIndex(at) for at in range(4)] == [0, 1, 2, 3]
    assert names(panel) == ["Ana", "Berta", "Carla"], "cells follow their columns"
    assert panel.model.data(panel.model.index(0, keys(panel).index("balance"))) == "30.00"


def test_shift_and_a_click_sort_by_a_second_column(panel, qtbot):
    def click(key, modifier=Qt.KeyboardModifier.NoModifier):
        header = panel.table.horizontalHeader()
        where = QPoint(header.sectionViewportPosition(keys(panel).index(key)) + 20, header.height() // 2)
        qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, modifier, where)
        qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, modifier, where)

    click("balance")
    panel.table.sort_by(panel.model.columns[0], adding=True)
    assert panel.model.sorted_by == "-balance,name"
    assert names(panel) == ["Ana", "Berta", "Carla"]
    panel.table.sort_by(panel.model.columns[0], adding=True)
    assert names(panel) == ["Ana", "Carla", "Berta"]
    titles = [panel.model.headerData(at, Qt.Orientation.Horizontal) for at in range(len(keys(panel)))]
    assert "Customer ↓2" in titles
    assert "Balance € ↓1" in titles


def test_the_totals_are_those_of_the_whole_filtered_list(panel, qtbot):
    balance = next(column for column in panel.model.columns if column.key == "balance")
    qtbot.waitUntil(lambda: panel.totals.isVisible() and panel.totals.words(balance) == "70.00")
    assert panel.totals.title() == "Total of 3 rows"
    type_filter(panel, qtbot, "city:Valencia")
    qtbot.waitUntil(lambda: panel.totals.words(balance) == "50.00")
    assert "Balance €: 50.00" in panel.totals.accessibleName()
    context = panel.context
    context.access = "front_desk"
    context.runner._store.actor = type(context.runner._store.actor)("tester", access="front_desk")
    assert set(panel.totals.keys()) >= {"balance"}


def test_a_filter_becomes_a_view_and_goes_again(panel, context, store, qtbot):
    type_filter(panel, qtbot, "city:Valencia")
    panel.tabs.ask_name()
    popup = panel.tabs._name
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert popup.wrong.text() == "Give the view a name."
    qtbot.keyClicks(popup.line, "Coast")
    popup.shared.setChecked(True)
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert [(one.name, one.filter_text, one.shared) for one in of_list(store, "customers")] == [
        ("Coast", "active:yes city:Valencia", True)
    ]
    panel.bar.clear()
    assert len(names(panel)) == 3
    panel.show_view(panel.tabs.views[-1].key)
    assert names(panel) == ["Ana", "Carla"]
    assert choose(panel.tabs.menu(len(panel.tabs.views) - 1), "Delete this view")
    assert of_list(store, "customers") == []
    assert len(names(panel)) == 3, "back to the usual view"
    context.undo.undo()
    assert [one.name for one in of_list(store, "customers")] == ["Coast"]


def test_boxes_and_shift_space_mark_rows(panel, context, qtbot):
    for row in (0, 2):
        where = panel.table.visualRect(panel.model.index(row, 0)).topLeft() + QPoint(14, 18)
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert panel.table.selected_rows() == [0, 2]
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert panel.table.selected_rows() == [0]
    assert Decimal("30.00") == panel.model.record_at(0).row.balance


def test_many_are_changed_from_the_list_and_taken_back(panel, context, store, qtbot):
    panel.table.selectAll()
    assert panel._many.isVisible()
    assert panel._many.text() == "Change 3 selected"
    assert choose(panel._bulk, "Add tags…")
    popup = panel.bulk._popup
    editor = popup.form.boxes["add_tags"].editor
    qtbot.keyClicks(editor, "coast; vip")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert {panel.model.record_at(row).row.tags for row in range(3)} == {"coast;vip"}
    context.undo.undo()
    assert {panel.model.record_at(row).row.tags for row in range(3)} == {""}


def test_a_cell_is_edited_in_its_place_and_stays_open_when_it_is_wrong(panel, context, qtbot):
    panel.arranger.show("payment_days", shown=True)
    at = keys(panel).index("payment_days")
    panel.table.setFocus()
    panel.table.setCurrentIndex(panel.model.index(0, at))
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    line = panel.editor.line
    assert line.isVisible()
    line.setText("soon")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.editor.reason.isVisible()
    assert line.accessibleDescription() == "Write the days to pay as a number from 0 to 3650."
    line.setText("45")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.model.record_at(0).row.payment_days == 45
    assert panel.table.currentIndex().row() == 1, "Enter goes on to the next row"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not panel.editor.is_open
    context.undo.undo()
    assert panel.model.record_at(0).row.payment_days is None


def test_a_filter_is_chosen_from_the_menu(panel, qtbot):
    assert choose(panel.bar._menu, "A")
    assert [chip.text() for chip in panel.bar._chips] == ["Tier: A   ×"]
