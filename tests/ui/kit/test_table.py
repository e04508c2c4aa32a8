"""The table under a person's hands: keys, sums, copies, selections that survive, figures that are never cut."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QSignalSpy

from app.domain.ids import new_uid
from app.i18n import Say
from app.services import invoices
from app.ui.customers.columns import columns
from app.ui.kit.columns import Column, Kind
from app.ui.kit.delegates import PADDING
from app.ui.theme import TOKENS
from tests.ui.kit.conftest import question

Role = Qt.ItemDataRole
Flag = QItemSelectionModel.SelectionFlag


def names(table):
    """What is selected, by name."""
    return [table.records.record_at(row).row.name for row in table.selected_rows()]


@pytest.fixture
def owing(make):
    """Five customers, of whom three owe something; by name."""
    product = make.product(price="100")
    found = {}
    for name, amount in (("Ana", "100"), ("Berta", "0"), ("Carla", "50.50"), ("Dora", "0"), ("=Eva", "10")):
        found[name] = make.customer(name, phone="+34 963 55 01 42", city="Valencia")
        if amount != "0":
            order = make.order(found[name], (product, "1", amount))
            invoices.invoice(make.store, order.order_id, request=new_uid())
    return found


def test_enter_and_double_click_open_a_row(context, crowd, table, qtbot):
    ids = crowd(3)
    table.records.ask(question(context))
    entered = QSignalSpy(table.opened)
    table.setFocus()
    table.setCurrentIndex(table.records.index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    where = table.visualRect(table.records.index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert [entered.at(at) for at in range(entered.count())] == [[ids[1]], [ids[2]]]


def test_typing_goes_to_a_name_far_down(context, crowd, table, qtbot):
    crowd(2500)
    crowd(2, "Zoë")
    table.type_ahead = "name"
    table.records.ask(question(context))
    qtbot.keyClicks(table, "zoe")
    assert table.currentIndex().row() == 2500
    qtbot.waitUntil(lambda: table.records.record_at(2500) is not None)
    assert names(table) == ["Zoë 00000"]


def test_typing_in_another_order_finds_among_the_rows_seen(context, crowd, table, qtbot):
    crowd(20)
    crowd(1, "Ñandú")
    table.type_ahead = "name"
    table.records.ask(question(context, sort="-name"))
    qtbot.keyClicks(table, "nan")
    assert names(table) == ["Ñandú 00000"]


def test_selected_rows_are_added_up(context, owing, table, qtbot):
    heard = QSignalSpy(context.selected)
    table.records.ask(question(context))
    table.selectAll()
    qtbot.waitUntil(lambda: heard.count() and heard.at(heard.count() - 1)[0].startswith("5 selected"))
    assert heard.at(heard.count() - 1) == ["5 selected · Sum 160.50\u00a0€ · Average 32.10\u00a0€"]
    table.clearSelection()
    qtbot.waitUntil(lambda: heard.at(heard.count() - 1) == [""])


def test_rows_that_were_never_painted_are_added_up_too(context, crowd, table, qtbot):
    crowd(700)
    heard = QSignalSpy(context.selected)
    table.records.ask(question(context))
    table.selectAll()
    wanted = "700 selected · Sum 0.00\u00a0€ · Average 0.00\u00a0€"
    qtbot.waitUntil(lambda: heard.count() > 0 and heard.at(heard.count() - 1) == [wanted])


def test_rows_are_copied_for_a_spreadsheet(context, owing, table, qtbot):
    table.records.ask(question(context))
    table.selectionModel().select(table.records.index(0, 0), Flag.Select | Flag.Rows)
    table.selectionModel().select(table.records.index(3, 0), Flag.Select | Flag.Rows)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Customer\tTier\tPhone\tOpen orders\tBalance €\tLast contact\tNext step",
        "'=Eva, Valencia\t–\t+34 963 55 01 42\t1\t10.00\t–\t–",
        "Carla, Valencia\t–\t+34 963 55 01 42\t1\t50.50\t–\t–",
    ]


def test_too_many_rows_are_not_copied_but_said(context, crowd, table, said):
    crowd(5001)
    table.records.ask(question(context))
    table.selectAll()
    table.sums.copy()
    assert said == [("At most 5,000 rows can be taken at once. Select fewer, or export the list.", "refusal")]


def test_the_selection_survives_a_refresh_by_id(context, crowd, table):
    crowd(30)
    table.records.ask(question(context))
    for row in (3, 20):
        table.selectionModel().select(table.records.index(row, 0), Flag.Select | Flag.Rows)
    table.selectionModel().setCurrentIndex(table.records.index(20, 0), Flag.NoUpdate)
    before = names(table)
    crowd(2, "Able")
    table.records.refresh(question(context), table.depth())
    assert names(table) == before == ["Name 00003", "Name 00020"]
    assert table.selected_rows() == [5, 22]
    assert table.currentIndex().row() == 22


def test_the_scroll_position_survives_a_refresh(context, crowd, table, qtbot):
    crowd(300)
    table.records.ask(question(context))
    table.verticalScrollBar().setValue(1500)
    qtbot.wait(10)
    crowd(1, "Zora")
    table.records.refresh(question(context), table.depth())
    qtbot.wait(10)
    assert table.verticalScrollBar().value() == 1500


def test_a_click_on_a_title_sorts_and_another_turns_it_round(context, crowd, table, qtbot):
    crowd(3)
    wanted = QSignalSpy(table.sort_wanted)
    table.records.ask(question(context))

    def click(section):
        header = table.horizontalHeader()
        where = table.viewport().rect().topLeft()
        where.setX(header.sectionViewportPosition(section) + 20)
        where.setY(header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)

    for section in (0, 4, 1):
        click(section)
    assert [wanted.at(at) for at in range(wanted.count())] == [["-name"], ["-balance"]]
    header = [table.records.headerData(at, Qt.Orientation.Horizontal) for at in (0, 4)]
    assert header == ["Customer ↑", "Balance €"]


@pytest.mark.parametrize("language", ["en", "es", "zh"])
@pytest.mark.parametrize("amount", ["0", "-1234567.89", "123456789012.34"])
def test_figures_are_never_cut(context, crowd, table, language, amount, qtbot):
    """Also where a person makes the column as narrow as it goes."""
    crowd(2)
    context.speak(Say(language, country="ES"))
    shown: list[Column] = [
        Column("who", "Who", lambda row: (row.name, ""), Kind.TWO_LINES, stretch=True),
        Column("amount", "€", lambda _row: Decimal(amount), Kind.MONEY, strong=True),
        Column("phone", "Phone", lambda _row: "+34963550142", Kind.PHONE),
    ]
    table.set_columns(shown)
    table.records.ask(question(context).__class__(question(context).listed, shown, context.say))
    for at in (1, 2):
        table.setColumnWidth(at, 10)
        text = table.records.data(table.records.index(0, at))
        font = table.font()
        font.setBold(at == 1)
        assert table.columnWidth(at) >= QFontMetricsF(font).horizontalAdvance(text) * 0.97 + 2 * PADDING


def test_every_cell_and_title_can_be_heard(context, owing, table):
    table.records.ask(question(context))
    model = table.records
    for at in range(model.columnCount()):
        assert model.data(model.index(1, at), Role.AccessibleTextRole)
        assert model.headerData(at, Qt.Orientation.Horizontal, Role.AccessibleTextRole)
    assert model.data(model.index(1, 4), Role.AccessibleTextRole) == "Balance €: 100.00"


def test_a_slow_answer_shows_grey_rows(context, table, held, qtbot):
    table.records.ask(question(context))
    table.wait()
    assert not table.cells.dimmed
    qtbot.waitUntil(lambda: table.cells.dimmed)
    table.grab()
    while held.held:
        held.answer()
    assert not table.cells.dimmed


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_kind_of_cell_is_painted(context, owing, table, name):
    context.paint(TOKENS[name])
    table.paint_theme()
    table.records.ask(question(context))
    table.selectRow(1)
    image = table.grab().toImage()
    seen = {image.pixelColor(x, y).name().upper() for x in range(0, image.width(), 2) for y in range(0, 200, 2)}
    assert {TOKENS[name].surface, TOKENS[name].selected_row, TOKENS[name].accent} <= seen


def test_columns_without_rights_are_not_there():
    keys = [column.key for column in columns(False)]
    assert "contribution" not in keys
    assert set(keys) | {"contribution"} == {column.key for column in columns(True)}
