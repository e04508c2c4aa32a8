"""The list of receivables in somebody's hands: totals, another day, who is late, and the way into an account."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.domain.refusal import N_, Unavailable
from app.ui.kit import table_reading
from app.ui.receivables import list_panel
from app.ui.receivables.list_panel import COLUMNS, ReceivablesPanel
from tests.services.test_payments import owe, pay

D = Decimal


@pytest.fixture
def screen(context, qtbot, store, make, clock, monkeypatch):
    monkeypatch.setattr(ReceivablesPanel, "today", lambda _self: clock.day)
    hotel, spa = make.customer("Hotel"), make.customer("Spa")
    clock.day = date(2026, 1, 10)
    owe(store, make, hotel, "100", due_on=date(2026, 2, 1))
    clock.day = date(2026, 3, 16)
    owe(store, make, spa, "70")
    pay(store, hotel, "30")
    made = ReceivablesPanel(context)
    qtbot.addWidget(made)
    made.resize(1224, 630)
    made.show()
    return made


def texts(screen, key) -> list[str]:
    at = [column.key for column in COLUMNS].index(key)
    return [screen.model.index(row, at).data() for row in range(screen.model.rowCount())]


def test_rows_and_totals_add_up(screen, qtbot):
    assert texts(screen, "balance") == ["70.00", "70.00"]
    assert (texts(screen, "d31_60"), texts(screen, "not_due")) == (["0.00", "70.00"], ["70.00", "0.00"])
    named = {column.key: column for column in COLUMNS}
    qtbot.waitUntil(lambda: screen.totals.words(named["balance"]) == "140.00", timeout=3000)
    ages = ("unallocated", "not_due", "d1_30", "d31_60", "d61_90", "over_90")
    assert sum(D(screen.totals.words(named[key])) for key in ages) == D(140)


def test_another_day_and_who_is_late(screen):
    screen.show_view("late")
    assert texts(screen, "balance") == ["70.00"]
    screen.show_view("all")
    screen.day.boxes["as_of"].take_raw("2026-02-10")
    screen.day.left.emit()
    assert texts(screen, "balance") == ["100.00"]
    assert texts(screen, "d1_30") == ["100.00"]
    screen.bar.line.setText("overdue:>30")
    screen.bar.changed.emit("overdue:>30")
    assert screen.model.rowCount() == 0


def test_enter_opens_the_account(screen, context):
    wanted = []
    context.wanted.connect(lambda *what: wanted.append(what))
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert wanted == [("account", screen.model.id_at(0))]


def test_the_list_is_printed_as_it_is_filtered(screen, store, monkeypatch):
    asked = []
    monkeypatch.setattr(list_panel, "open_preview", lambda _context, request: asked.append(request))
    screen.show_view("late")
    QTest.keyClick(screen.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    value = asked[0].read(store)
    assert [line.name for line in value.lines] == ["Hotel"]
    assert value.total.balance == D("70.00")
    assert value.selection == "overdue:>30"


def test_sums_of_other_rows_are_never_shown_under_these(screen, context, monkeypatch, qtbot):
    balance = next(column for column in COLUMNS if column.key == "balance")
    qtbot.waitUntil(lambda: screen.totals.words(balance) == "140.00", timeout=3000)
    screen.show_view("late")
    assert (screen.totals.title(), screen.totals.words(balance)) == ("Total of 1 row", "…")
    assert "140.00" not in screen.totals.accessibleName()
    qtbot.waitUntil(lambda: screen.totals.words(balance) == "70.00", timeout=3000)

    def fails(*_asked, **_named):
        raise Unavailable(N_("The list could not be read."))

    monkeypatch.setattr(table_reading, "totalled", fails)
    screen.show_view("all")
    qtbot.waitUntil(lambda: screen.totals.words(balance) == "–", timeout=3000)


def test_where_nobody_owes_an_order_is_offered_and_not_an_empty_paper(context, qtbot):
    wanted = []
    context.wanted.connect(lambda *what: wanted.append(what))
    empty = ReceivablesPanel(context)
    qtbot.addWidget(empty)
    empty.show()
    [deed] = [button for button in empty.state.findChildren(QPushButton) if button.isVisible()]
    assert deed.text() == "New order"
    deed.click()
    assert wanted == [("order", "new")]
