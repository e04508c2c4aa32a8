"""The status board by keyboard, menu and drag; two thousand open orders; what cannot be says why."""

from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.models import SalesOrder
from app.queries.board import Board
from app.ui.orders.board_cards import MIME
from app.ui.orders.board_panel import BoardPanel
from tests.support.widgets import lets_go

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support (raise|grabbing)"),
]
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(context, qtbot):
    made = BoardPanel(context)
    qtbot.addWidget(made)
    made.resize(1220, 640)
    return made


def shown(panel, qtbot):
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def stage(store):
    with store.read() as tx:
        return tx.all(select(SalesOrder.status, SalesOrder.stage).order_by(SalesOrder.id))


def test_a_card_is_taken_on_and_back_by_keys_and_undone(store, context, make, panel, qtbot, marta):
    make.order(marta, (make.product(), "1"), promised_on=store.today())
    shown(panel, qtbot)
    view = panel.columns["confirmed"].view
    view.setFocus()
    view.choose(0)
    press(Key.Key_Right, CTRL)
    press(Key.Key_Right, CTRL)
    assert stage(store) == [("confirmed", "out")]
    assert QApplication.focusWidget() is panel.columns["out"].view, "the cursor goes with the card"
    press(Key.Key_Left, CTRL)
    assert stage(store) == [("confirmed", "preparing")]
    assert context.undo.last == "SO-2026-00001: In preparation"
    context.undo.undo()
    assert stage(store) == [("confirmed", "out")]
    press(Key.Key_Left, CTRL)
    press(Key.Key_Left, CTRL)
    press(Key.Key_Left, CTRL)
    assert panel.strip.words.text().startswith("SO-2026-00001: A confirmed order does not become a quote again")
    assert stage(store) == [("confirmed", "")]


def test_late_is_a_word_and_every_card_a_sentence(store, make, panel, qtbot, marta):
    before = store.today() - timedelta(days=5)
    make.order(marta, (make.product(), "1"), on=before, promised_on=store.today() - timedelta(days=2))
    shown(panel, qtbot)
    model = panel.columns["confirmed"].view.cards
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    sentence = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == "SO-2026-00001, Marta Ibáñez Soler, 10.00\u00a0€, promised 14 Mar 2026, late 2 d"
    assert panel.columns["confirmed"].view.accessibleName() == "Confirmed, 1 order, 10.00\u00a0€"
    assert tester is not None


def test_menu_and_drag_do_the_same_and_enter_opens(store, context, make, panel, qtbot, marta):
    order = make.order(marta, (make.product(), "1"))
    shown(panel, qtbot)
    went = []
    context.wanted.connect(lambda *where: went.append(where))
    view = panel.columns["confirmed"].view
    view.setFocus()
    view.choose(0)
    panel._show_menu(QPoint(10, 10))
    actions = {action.text(): action for action in panel._menu.actions()}
    panel._menu.hide()
    actions["Move to ‘Out’"].trigger()
    assert stage(store) == [("confirmed", "out")]
    data = panel.columns["out"].view.cards.mimeData([panel.columns["out"].view.cards.index(0, 0)])
    assert isinstance(data, QMimeData)
    assert bytes(data.data(MIME).data()) == str(order.order_id).encode()
    panel.columns["delivered"].view.dropped.emit(order.order_id)
    assert stage(store) == [("delivered", "")]
    press(Key.Key_Return)
    assert went == [("sale", order.order_id)]


def test_two_thousand_open_orders_are_shown_and_narrowed_at_once(store, make, panel, qtbot, marta):
    make.order(marta, (make.product(), "1"))
    shown(panel, qtbot)
    [card] = panel.board.columns["confirmed"]
    names = {at: f"Customer {at}" for at in range(2000)}
    many = [replace(card, id=at, number=f"SO-{at}", customer=names[at]) for at in range(2000)]
    began = perf_counter()
    panel._shown(Board(panel.board.columns | {"confirmed": many[:1000], "out": many[1000:]}, more=False))
    panel.grab()
    assert perf_counter() - began < 0.5
    panel.wanted.setText("customer 1999")
    assert [one.id for one in panel.columns["out"].view.cards.cards] == [1999]
    assert panel.columns["confirmed"].title.text() == "Confirmed  0"


def test_an_empty_board_says_what_it_is_for_and_lets_go(context, panel, qtbot):
    shown(panel, qtbot)
    assert panel.state.words == "Orders stand here from their first line until they are paid."
    assert lets_go(lambda: BoardPanel(context))
