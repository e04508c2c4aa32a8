"""A long list is read where it is looked at, from the nearer end, and late answers change nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from app.domain.refusal import Mistake
from app.ui.kit.table_model import RecordTableModel
from tests.ui.kit.conftest import question

Display = Qt.ItemDataRole.DisplayRole


def name(model, row):
    """The first text of a row, as it is painted."""
    return model.data(model.index(row, 0), Display)


def settle(model, qtbot, row):
    """Look at a row until it is there."""
    qtbot.waitUntil(lambda: name(model, row) is not None, timeout=3000)


def test_the_model_keeps_qts_rules(context, crowd, model, qtbot):
    crowd(250)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.ask(question(context))
    settle(model, qtbot, 249)
    model.ask(question(context, text="name:0001"))
    model.refresh(question(context), 250)
    model.forget([model.id_at(0)])
    assert tester.model() is model


def test_the_first_page_is_shown_at_once_and_the_rest_is_counted(context, crowd, model):
    crowd(250)
    counted = QSignalSpy(model.counted)
    model.ask(question(context))
    assert model.rowCount() == 250
    assert counted.at(0) == [250]
    assert [name(model, row) for row in (0, 99)] == ["Name 00000", "Name 00099"]


def test_opening_a_long_list_asks_for_one_page(context, crowd, model, statements):
    crowd(3000)
    statements.clear()
    model.ask(question(context))
    assert sum("key_0" in one for one in statements) == 1
    assert len(statements) < 20, "ids of a page, its rows, and the count, however many rows there are"


def test_the_end_is_read_from_the_end(context, crowd, model, qtbot, statements):
    crowd(12_000)
    model.ask(question(context))
    statements.clear()
    settle(model, qtbot, 11_999)
    assert name(model, 11_999) == "Name 11999"
    assert sum("key_0" in one for one in statements) == 1, "one page of ids backwards, then the rows of its end"


def test_the_middle_is_reached_by_pages(context, crowd, model, qtbot):
    ids = crowd(9000)
    model.ask(question(context))
    settle(model, qtbot, 4500)
    assert name(model, 4500) == "Name 04500"
    assert model.id_at(4500) == ids[4500]
    assert model.row_of(ids[4500]) == 4500
    settle(model, qtbot, 7000)
    assert name(model, 7000) == "Name 07000"


def test_a_list_that_ends_earlier_than_counted_is_cut(context, crowd, model, held, qtbot, store):
    crowd(1500)
    model.ask(question(context))
    held.answer()
    held.answer()
    assert model.rowCount() == 1500
    with store.write() as tx:
        tx.connection.exec_driver_sql("DELETE FROM customer WHERE name > 'Name 01399'")
    name(model, 700)
    qtbot.waitUntil(lambda: bool(held.held))
    held.answer()  # a page of ids from the beginning
    name(model, 1150)
    qtbot.waitUntil(lambda: bool(held.held))
    held.answer()  # its end
    assert model.rowCount() == 1400


def test_painting_rows_fetches_them_once(context, crowd, model, held, qtbot):
    crowd(400)
    model.ask(question(context))
    held.answer()
    held.answer()
    for row in range(150, 170):
        name(model, row)
    qtbot.waitUntil(lambda: len(held.held) == 1)
    held.answer()  # the ids
    for row in range(150, 170):
        name(model, row)
    qtbot.waitUntil(lambda: len(held.held) == 1)
    for row in range(150, 170):
        name(model, row)
    qtbot.wait(20)
    assert len(held.held) == 1, "asked already"
    held.answer()
    assert name(model, 160) == "Name 00160"


def test_an_answer_to_an_older_question_changes_nothing(context, crowd, model, held):
    crowd(30)
    model.ask(question(context, text="name:0001"))
    model.ask(question(context, text="name:0002"))
    held.answer(1)
    assert [name(model, row) for row in range(2)] == ["Name 00002", "Name 00020"]
    held.answer(0)
    assert [name(model, row) for row in range(2)] == ["Name 00002", "Name 00020"]


def test_an_old_mistake_is_not_told(context, model, held):
    told = QSignalSpy(model.refused)
    model.ask(question(context, text="ciy:Valencia"))
    model.ask(question(context))
    held.answer()
    held.answer()
    assert told.count() == 0


def test_a_wrong_filter_is_told_and_the_list_stays(context, crowd, model):
    crowd(5)
    model.ask(question(context))
    told = QSignalSpy(model.refused)
    model.ask(question(context, text="ciy:Valencia"))
    assert isinstance(told.at(0)[0], Mistake)
    assert model.rowCount() == 5
    assert not model.waiting


def test_forgotten_records_are_read_again(context, crowd, model, store, qtbot):
    ids = crowd(5)
    model.ask(question(context))
    with store.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE customer SET name = 'Other' WHERE id = {ids[2]}")
    assert name(model, 2) == "Name 00002"
    model.forget([ids[2], 999_999])
    assert name(model, 2) is None, "grey while it is read"
    settle(model, qtbot, 2)
    assert name(model, 2) == "Other"


def test_a_row_that_has_vanished_turns_grey(context, crowd, model, store, qtbot):
    ids = crowd(5)
    model.ask(question(context))
    with store.write() as tx:
        tx.connection.exec_driver_sql(f"DELETE FROM customer WHERE id = {ids[2]}")
    model.forget([ids[2]])
    settle(model, qtbot, 2)
    assert [name(model, row) for row in (1, 2, 3)] == ["Name 00001", "", "Name 00003"]


@pytest.mark.parametrize("moved", [False, True])
def test_a_refresh_resets_only_what_has_moved(context, crowd, model, store, moved):
    ids = crowd(150)
    model.ask(question(context))
    if moved:
        crowd(1, "Able")
    with store.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE customer SET name = 'Other' WHERE id = {ids[0]}")
    reset = QSignalSpy(model.modelReset)
    model.refresh(question(context), 20)
    assert reset.count() == moved
    assert name(model, moved) == "Other"


def test_questions_that_have_no_answer_are_answered_with_nothing(model):
    assert model.data(model.index(0, 0)) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.cell(5, 0) is None


def test_the_model_goes_when_its_list_is_empty(context, store):
    empty: RecordTableModel = RecordTableModel(context)
    empty.ask(question(context))
    assert empty.rowCount() == 0
