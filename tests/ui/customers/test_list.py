"""The list of customers: what a person sees, types and presses."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from app.domain.changes import ChangeSet
from app.domain.refusal import Unavailable
from app.i18n import Say
from app.queries import listing
from app.queries.customers import FIELDS, CustomerRow
from app.ui.commands import Command
from app.ui.customers.columns import NAMES, columns
from app.ui.customers.list_panel import CustomersPanel
from app.ui.kit.columns import Moment
from tests.support.widgets import lets_go
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panel(context, make, qtbot):
    """Four customers on the screen; the last is not active."""
    make.customer("Marta Ibáñez Soler", organisation="Hotel Bahía Azul", city="Valencia", phone="+34 963 55 01 42")
    make.customer("陈慧敏", city="Madrid")
    make.customer("Tomás Quintero", city="Valencia")
    make.customer("Old One", active=False)
    return shown(context, qtbot)


def shown(context, qtbot, commands=()):
    """The panel on the screen."""
    made = CustomersPanel(context, commands)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(panel):
    """The first column."""
    return [panel.model.data(panel.model.index(row, 0)) for row in range(panel.model.rowCount())]


def buttons(panel, page):
    """The visible buttons of a part of the screen."""
    return {one.text(): one for one in page.findChildren(QPushButton) if one.isVisibleTo(panel)}


def type_filter(panel, qtbot, text):
    """Ctrl+F, the text, Enter."""
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(panel.bar.line.hasFocus)
    qtbot.keyClicks(panel.bar.line, text)
    qtbot.keyClick(panel.bar.line, Qt.Key.Key_Return)


def test_active_customers_are_listed_by_name_and_counted(panel, qtbot):
    assert names(panel) == ["Marta Ibáñez Soler", "Tomás Quintero", "陈慧敏"]
    assert panel.head.count.text() == "3"
    qtbot.waitUntil(lambda: panel.tabs.button(1).text() == "Tier A  0")
    assert [panel.tabs.button(at).text() for at in (0, 2)] == ["All active  3", "No contact for 60 days  3"]


def test_enter_opens_the_card_of_the_customer(panel, context, qtbot):
    wanted = QSignalSpy(context.wanted)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert wanted.at(0) == ["caller", panel.model.id_at(1)]


def test_a_filter_that_is_typed_narrows_the_list(panel, qtbot):
    type_filter(panel, qtbot, "city:Valencia mart")
    assert names(panel) == ["Marta Ibáñez Soler"]
    assert [chip.text() for chip in panel.bar._chips] == ["City: Valencia   ×"]
    qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert len(names(panel)) == 3
    assert panel.bar.text() == ""


def test_a_wrong_word_is_named_and_the_list_stays(panel, said, qtbot):
    type_filter(panel, qtbot, "ciy:Valencia")
    assert len(names(panel)) == 3
    assert "Unknown filter ‘ciy’. Did you mean ‘city’?" in panel.bar.line.accessibleDescription()
    assert said == [], "it stands below the line, not in a box"


def test_a_wrong_word_does_not_stop_the_list_from_following(panel, context, make, qtbot):
    type_filter(panel, qtbot, "ciy:Valencia")
    one = make.customer("Berta")
    context.broadcast.tell(ChangeSet({"customer": frozenset({one})}))
    assert names(panel)[0] == "Berta"
    assert panel.bar.line.property("wrong") is True, "the wrong word still stands there"


def test_an_empty_answer_offers_the_way_back(panel, qtbot):
    type_filter(panel, qtbot, "city:Valencia qwx")
    assert panel.state.words == "No customers match ‘city:Valencia qwx’."
    qtbot.mouseClick(buttons(panel, panel.state)["Remove the last filter"], Qt.MouseButton.LeftButton)
    assert names(panel) == ["Marta Ibáñez Soler", "Tomás Quintero"]
    assert panel.table.isVisible()


def test_an_empty_view_leads_to_all(panel, qtbot):
    panel.show_view("tier_a")
    assert panel.state.words == "No customers belong in this view now."
    qtbot.mouseClick(buttons(panel, panel.state)["All active"], Qt.MouseButton.LeftButton)
    assert panel.view.key == "active"
    assert len(names(panel)) == 3


def test_a_new_company_is_invited_to_begin(context, qtbot):
    pressed = []
    commands = [
        Command("customers.import", "Import", "import", "", lambda: pressed.append("import")),
        Command("customers.new", "New customer", "add", "Ctrl+N", lambda: pressed.append("new")),
    ]
    panel = shown(context, qtbot, commands)
    assert panel.state.words == "Your customers will be here."
    qtbot.mouseClick(buttons(panel, panel.state)["New customer"], Qt.MouseButton.LeftButton)
    assert pressed == ["new"]


def test_an_unreachable_database_is_said_in_place_with_a_way_on(panel, context, said, qtbot, monkeypatch):
    def fail(*_arguments, **_more):
        raise Unavailable("The server does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(listing, "page", fail)
        panel.ask()
        assert panel.state.words == "The server does not answer."
    assert said == []
    qtbot.mouseClick(buttons(panel, panel.state)["Try again"], Qt.MouseButton.LeftButton)
    assert panel.table.isVisible()


def test_a_mistake_of_the_program_is_reported_under_a_number(panel, said, monkeypatch, caplog):
    monkeypatch.setattr(listing, "page", lambda *_a, **_m: 1 / 0)
    panel.ask()
    assert panel.state.words == "The list could not be read."
    assert said[0][1] == "mistake"


def test_the_list_follows_what_happens_elsewhere(panel, context, make):
    one = make.customer("Berta")
    context.broadcast.tell(ChangeSet({"customer": frozenset({one})}))
    assert names(panel)[0] == "Berta"


def test_a_hidden_list_waits_until_it_is_seen(panel, context, make):
    panel.hide()
    one = make.customer("Berta")
    context.broadcast.tell(ChangeSet({"customer": frozenset({one})}))
    assert len(names(panel)) == 3
    panel.show()
    assert names(panel)[0] == "Berta"


def test_a_payment_elsewhere_only_reads_its_row_again(panel, context, qtbot):
    reset = QSignalSpy(panel.model.modelReset)
    context.broadcast.tell(ChangeSet({"account": frozenset({panel.model.id_at(0)})}))
    qtbot.waitUntil(lambda: panel.model.record_at(0) is not None or panel.model.cell(0, 0) is not None)
    assert reset.count() == 0


def test_my_customers_are_there_for_who_sells(context, make, store, qtbot):
    seller = make.staff("S9", "Tess")
    make.customer("Mine", salesperson_id=seller)
    make.customer("Yours")
    context.staff_id = seller
    panel = shown(context, qtbot)
    panel.show_view("mine")
    assert names(panel) == ["Mine"]


def test_another_language_is_spoken_at_once(panel, context):
    context.speak(Say("es", country="ES", currency="EUR"))
    assert panel.model.data(panel.model.index(0, 4)) == "0,00"
    assert len(names(panel)) == 3


def test_leaving_the_list_ends_its_sum(panel, context, qtbot):
    heard = QSignalSpy(context.selected)
    panel.table.selectRow(0)
    qtbot.waitUntil(lambda: heard.count() and heard.at(heard.count() - 1)[0].startswith("1 selected"))
    panel.hide()
    assert heard.at(heard.count() - 1) == [""]


def test_overdue_money_is_red_and_said(context):
    row = CustomerRow(1, "K1", "Ana", "", "", "", "A", Decimal(50), 0, None, overdue=Decimal(30))
    [balance] = [one for one in columns(False) if one.key == "balance"]
    cell = balance.cell(row, context.say, Moment(context.runner._store.now()))
    assert (cell.tone, cell.tip) == ("bad", "30.00\u00a0€ overdue")
    assert cell.sentence == "Balance €: 50.00 (30.00\u00a0€ overdue)"


def test_every_word_of_the_filter_has_a_name():
    assert NAMES.keys() == {field.key for field in FIELDS}


def test_everything_that_can_be_pressed_has_a_name(panel):
    pressed = [*panel.findChildren(QPushButton), panel.table, panel.bar.line]
    assert [one for one in pressed if one.isVisible() and not one.accessibleName()] == []


def test_the_panel_opens_empty_and_lets_go(context, qtbot):
    def look(panel):
        assert panel.model.rowCount() == 0

    assert lets_go(lambda: CustomersPanel(context), look)
