"""The list of orders and quotes: statuses in words, late ones marked, the order or its customer one key away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from app.domain.ids import new_uid
from app.models.order import ORDER_STATES
from app.queries.orders import FIELDS
from app.services import approvals, orders, stages
from app.ui.orders.columns import COLUMNS, NAMES, STATUSES
from app.ui.orders.list_panel import OrdersPanel
from tests.support.widgets import lets_go
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

AT = {column.key: at for at, column in enumerate(COLUMNS)}


@pytest.fixture
def placed(make, store):
    """An order in time, an older one that is late, two quotes, a draft that waits for a manager."""
    customer, product, today = make.customer("Marta"), make.product(), store.today()
    draft = make.draft(customer, (product, "1", "70"))
    return {
        "good": make.order(customer, (product, "2", "50"), promised_on=today + timedelta(days=3)).order_id,
        "late": make.order(
            customer, (product, "1", "30"), on=today - timedelta(days=9), promised_on=today - timedelta(days=4)
        ).order_id,
        "quote": orders.quote(store, replace(draft, valid_until=today + timedelta(days=7)), request=new_uid()).order_id,
        "later": orders.quote(store, replace(draft, valid_until=today + timedelta(days=8)), request=new_uid()).order_id,
        "asked": approvals.ask(store, draft, request=new_uid(), reason="Fair").order_id,
        "customer": customer,
    }


def shown(context, qtbot, **values):
    """The panel on the screen."""
    made = OrdersPanel(context, **values)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def column(panel, key):
    """What a column shows, from top to bottom."""
    model = panel.model
    return [model.data(model.index(row, AT[key])) for row in range(model.rowCount())]


def test_orders_and_quotes_stand_with_their_status_in_words(context, placed, qtbot):
    panel = shown(context, qtbot)
    assert column(panel, "status") == ["To approve", "Quoted", "Quoted", "Confirmed", "Confirmed"]
    assert column(panel, "gross") == ["70.00", "70.00", "70.00", "100.00", "30.00"]


def test_the_list_names_where_an_order_is_as_the_board_does(context, store, placed, qtbot):
    stages.move(store, placed["good"], "preparing", request=new_uid())
    stages.move(store, placed["late"], "out", request=new_uid())
    panel = shown(context, qtbot)
    assert column(panel, "status")[3:] == ["In preparation", "Out"]


VIEWS = [
    ("open", ["late", "good"]), ("quotes", ["quote"]), ("late", ["late"]), ("approve", ["asked"]),
    ("mine", ["asked", "later", "quote", "good", "late"]),
]  # fmt: skip


@pytest.mark.parametrize(("view", "expected"), VIEWS)
def test_the_tabs_say_what_they_show(context, placed, qtbot, view, expected):
    panel = shown(context, qtbot)
    panel.show_view(view)
    assert [panel.model.id_at(row) for row in range(panel.model.rowCount())] == [placed[one] for one in expected]
    qtbot.waitUntil(lambda: panel.tabs.button(2).text() == "Late  1")


def test_a_late_order_says_how_late_it_is(context, placed, qtbot):
    panel = shown(context, qtbot)
    panel.show_view("late")
    cell = panel.model.cell(0, AT["promised"])
    assert (cell.text, cell.second, cell.tone) == ("12 Mar", "4 days late", "bad")
    assert cell.sentence == "Promised: 12 Mar (4 days late)"


def test_enter_opens_the_order(context, placed, qtbot):
    panel = shown(context, qtbot)
    wanted = QSignalSpy(context.wanted)
    panel.show_view("late")
    panel.table.setCurrentIndex(panel.model.index(0, 0))
    qtbot.keyClick(panel.table, Qt.Key.Key_Enter)
    assert wanted.at(0) == ["sale", placed["late"]]
    panel.show_view("quotes")
    panel.enter(placed["quote"])
    assert wanted.at(1) == ["order", placed["quote"]]


def test_enter_opens_the_customer_where_orders_have_no_screen(context, placed, qtbot):
    panel = shown(context, qtbot, opens="caller")
    wanted = QSignalSpy(context.wanted)
    panel.table.setCurrentIndex(panel.model.index(0, 0))
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert wanted.at(0) == ["caller", placed["customer"]]


def test_a_number_that_is_typed_finds_its_order(context, placed, qtbot):
    panel = shown(context, qtbot)
    number = column(panel, "order")[3]
    panel.bar.set_text(number)
    assert column(panel, "order") == [number]


def test_the_list_can_be_sorted_by_amount(context, placed, qtbot):
    panel = shown(context, qtbot)
    panel.table.sort_wanted.emit("-gross")
    assert column(panel, "gross") == ["100.00", "70.00", "70.00", "70.00", "30.00"]
    assert panel.model.headerData(AT["gross"], Qt.Orientation.Horizontal) == "Total € ↓"


def test_every_status_and_every_word_of_the_filter_has_a_name():
    assert tuple(STATUSES) == ORDER_STATES
    assert NAMES.keys() == {field.key for field in FIELDS}


def test_the_panel_opens_empty_and_lets_go(context, qtbot):
    def look(panel):
        assert panel.model.rowCount() == 0
        assert panel.state.words == "Your orders and quotes will be here."

    assert lets_go(lambda: OrdersPanel(context), look)


@pytest.mark.parametrize(("access", "there"), [("manager", True), ("sales", True), ("front_desk", False)])
def test_commission_is_a_column_for_who_sees_it(context, qtbot, access, there):
    context.access = access
    panel = OrdersPanel(context)
    qtbot.addWidget(panel)
    assert ("commission" in [one.key for one in panel.make_columns()]) is there
