"""Duplicates pair by pair with the keyboard; and the page of the company's own fields."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.ids import new_uid
from app.queries import customer
from app.services import customers_save
from app.services.customers_save import CustomerEdit
from app.ui.customers.custom_fields_page import CustomFieldsPage
from app.ui.customers.duplicates_panel import DuplicatesPanel
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture
def pair(make) -> tuple[int, int]:
    """One person twice."""
    return (
        make.customer("Marta Soler", phone="963550142", occupation="Buyer", tax_id="B58378431", city="Valencia"),
        make.customer("Marta Soler G.", phone="963550142", occupation="Head buyer", tax_id="A58818501"),
    )


@pytest.fixture
def panel(context, home, qtbot) -> DuplicatesPanel:
    """The screen, not yet asked."""
    made = DuplicatesPanel(context)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.translate()
    made.paint_theme()
    return made


def shown(panel, qtbot) -> None:
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)


def row_of(panel, key) -> int:
    return next(at for at, row in enumerate(panel.table.rows.rows) if row.key == key)


def go_to(panel, key) -> None:
    panel.table.setCurrentIndex(panel.table.rows.index(row_of(panel, key), 0))


def test_a_pair_is_merged_with_the_keyboard_and_given_back(panel, context, store, pair, said, qtbot):
    shown(panel, qtbot)
    assert panel.count.text() == "1 pair · 1 of 1"
    # two tax numbers block the merge until one is declared wrong
    qtbot.keyClick(panel.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.block.words.startswith("Two tax numbers are two customers")
    panel.block.buttons[0].click()
    assert panel.table.rows.result(row_of(panel, "tax_id")) == "A58818501"
    go_to(panel, "occupation")
    qtbot.keyClick(panel.table, Qt.Key.Key_Right)
    assert panel.table.rows.result(row_of(panel, "occupation")) == "Head buyer"
    qtbot.keyClick(panel.table, Qt.Key.Key_Left)
    qtbot.keyClick(panel.table, Qt.Key.Key_Right)
    qtbot.keyClick(panel.table, Qt.Key.Key_B)
    assert said[-1][1] == "info"
    qtbot.keyClick(panel.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    kept = customer.record(store, pair[0])
    assert (kept.values["occupation"], kept.values["tax_id"], kept.values["main.city"]) == (
        "Head buyer", "A58818501", "Valencia",
    )  # fmt: skip
    assert [one[0] for one in kept.merged] == [pair[1]]
    assert panel.state.words == "No records share this."
    context.undo.undo()
    back = customer.record(store, pair[0])
    assert (back.values["occupation"], back.values["tax_id"], back.merged) == ("Buyer", "B58378431", [])


def test_n_declares_them_different_and_undo_proposes_them_again(panel, context, pair, qtbot):
    shown(panel, qtbot)
    qtbot.keyClick(panel.table, Qt.Key.Key_N)
    assert panel.state.isVisible()
    panel.ask()
    assert panel.pairs == []
    context.undo.undo()
    panel.ask()
    assert len(panel.pairs) == 1


def test_the_other_record_may_go_on_and_later_comes_round(panel, make, pair, qtbot):
    make.customer("Third", phone="963550142")
    shown(panel, qtbot)
    assert panel.count.text() == "3 pairs · 1 of 3"
    panel.turn.click()
    assert panel.records[0].id == pair[1]
    panel.later.click()
    assert panel.count.text() == "3 pairs · 2 of 3"
    panel.choices["name"].click()
    assert [(one.one_id, one.other_id) for one in panel.pairs] == [pair]
    panel.open_record(pair[1])
    assert pair[1] in (panel.pairs[0].one_id, panel.pairs[0].other_id)


def test_a_field_is_added_changed_moved_and_stays_while_it_is_used(context, home, store, make, said, qtbot):
    page = CustomFieldsPage(context)
    qtbot.addWidget(page)
    page.translate()
    page.show()
    assert page.empty.isVisible()
    page.save_button.click()
    assert page.form.errors() == ["label"]
    page.open_new()
    page.form.boxes["label"].take_raw("Pillow")
    page.form.boxes["kind"].take_raw("choice")
    page.form.boxes["kind"].edited.emit()
    assert page.form.boxes["choices"].isVisible()
    page.save_button.click()
    assert page.form.boxes["choices"].message == "Write at least two choices, one a line."
    page.form.boxes["choices"].take_raw("soft\nhard")
    page.form.boxes["label.es"].take_raw("Almohada")
    page.save_button.click()
    assert said[-1] == ("The field is saved; every form has it now.", "done")
    [field] = customer.all_own_fields(store)
    assert (field.label, field.choices, field.called("es")) == ("Pillow", ("soft", "hard"), "Almohada")
    somebody = make.customer()
    customers_save.save(store, somebody, CustomerEdit({f"custom:{field.id}": "soft"}), version=1, request=new_uid())
    page.remove.click()
    assert said[-1][0] == "1 customers have a value in this field; it stays."
    page.open_new()
    page.form.boxes["label"].take_raw("Parking")
    page.save_button.click()
    page.up.click()
    assert [one.label for one in page.fields] == ["Parking", "Pillow"]


def test_all_numbers_of_both_records_are_read_to_their_end(panel, pair, qtbot):
    panel.resize(760, 600)
    shown(panel, qtbot)
    table = panel.table
    number, numbers = row_of(panel, "name"), row_of(panel, "contacts")
    wide = ", ".join(f"+34 963 55 01 {last}" for last in range(40, 48))
    table.rows.rows[numbers] = replace(table.rows.rows[numbers], one=wide)
    table.rows.layoutChanged.emit()
    table.resizeRowsToContents()
    assert table.rowHeight(numbers) > table.rowHeight(number)
    assert table.rows.index(numbers, 1).data().count("\u00a0") == 8 * 4 + 1, "no line ends within a number"
