"""The queue: what ends next comes first, what nobody has is taken with one key, a minute passes unasked."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QSignalSpy, QTest
from sqlalchemy import update

from app.domain.complaint_words import STATES
from app.domain.ids import new_uid
from app.i18n import Say
from app.models import Complaint
from app.queries.complaints_queue import FIELDS, LIST
from app.services import complaints
from app.store.bulk import insert_many, new_ids
from app.store.session import Actor
from app.ui.complaints.columns import COLUMNS, NAMES
from app.ui.complaints.figures import Figure
from app.ui.complaints.panel import ComplaintsPanel
from app.ui.tasks import TaskRunner
from tests.support.watchdog import watched
from tests.support.widgets import lets_go

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
AT = {column.key: at for at, column in enumerate(COLUMNS)}


def shown(context, qtbot, size=(1400, 800)):
    made = ComplaintsPanel(context)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def column(panel, key):
    model = panel.list.model
    return [model.data(model.index(row, AT[key])) for row in range(model.rowCount())]


def at(store, case_id, minutes, **values):
    """The case's clock ends so many minutes from now."""
    with store.write() as tx:
        values |= {"next_at": tx.now + timedelta(minutes=minutes + 0.5), "next_clock": "solution"}
        tx.execute(update(Complaint).where(Complaint.id == case_id).values(**values))


@pytest.fixture
def queue(told, store, people):
    """Four of Nuria's, one nobody has, one of Diego's."""
    found = {
        "late": told("Wrong colour", owner=people.nuria),
        "soon": told("Broken glasses", owner=people.nuria, customer="Restaurante La Morera"),
        "later": told("Chair leg unstable", owner=people.nuria, customer="Emily Carter"),
        "paused": told("Photo of damage", owner=people.nuria, customer="Camping Playa Norte"),
        "free": told("Missing part", customer="Casa rural Mas del Pi"),
        "diego": told("Exchange, size M", owner=people.diego, customer="Sofía Marín"),
    }
    complaints.pause(store, found["paused"], "The customer sends a photo")
    for name, minutes in (("late", -49), ("soon", 22), ("later", 305), ("free", 80), ("diego", 200)):
        at(store, found[name], minutes)
    return found


def test_my_desk_comes_first_and_in_the_order_of_the_clocks(context, queue, qtbot):
    panel = shown(context, qtbot)
    assert column(panel, "due") == ["late 0:48", "0:22", "5:05", "paused"]
    assert column(panel, "what")[:2] == ["Wrong colour", "Broken glasses"]
    assert column(panel, "owner") == ["Nuria C."] * 4
    qtbot.waitUntil(lambda: panel.list.tabs.button(1).text() == "Unassigned  1")
    assert panel.list.head.count.text() == "6 open cases"
    panel.list.show_view("open")
    assert column(panel, "due") == ["late 0:48", "0:22", "1:20", "3:20", "5:05", "paused"]
    assert column(panel, "owner")[2] == "Take it"


def test_the_paused_say_why_and_the_step_is_heard(context, queue, qtbot):
    panel = shown(context, qtbot)
    model = panel.list.model
    assert "The customer sends a photo" in model.data(model.index(3, AT["due"]), Qt.ItemDataRole.ToolTipRole)
    heard = model.data(model.index(0, AT["step"]), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Step: Received (1 of 5)"
    assert "business time, counts" in model.data(model.index(0, AT["due"]), Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(
    ("text", "cases"),
    [("owner:diego", ["diego"]), ("late:yes", ["late"]), ("paused:yes", ["paused"]), ("unassigned:yes", ["free"]),
     ("morera", ["soon"]), ("chair", ["later"]), ("severity:normal late:no paused:no mine:yes", ["soon", "later"]),
     ("status:waiting", ["paused"]), ("customer:carter", ["later"])],
)  # fmt: skip
def test_filters_are_typed_as_in_other_lists(context, queue, qtbot, text, cases):
    panel = shown(context, qtbot)
    panel.list.show_view("open")
    panel.list.bar.set_text(text)
    model = panel.list.model
    assert [model.id_at(row) for row in range(model.rowCount())] == [queue[one] for one in cases]


def test_one_key_takes_what_nobody_has(context, store, queue, people, qtbot, said):
    panel = shown(context, qtbot)
    panel.list.show_view("unassigned")
    panel.list.table.setFocus()
    panel.list.table.selectRow(0)
    qtbot.keyClick(panel.list.table, Qt.Key.Key_Insert)
    assert [words for words, _ in said][-1].startswith("You have CS-")
    assert panel.list.model.rowCount() == 0
    panel.list.show_view("mine")
    assert queue["free"] in [panel.list.model.id_at(row) for row in range(panel.list.model.rowCount())]


def test_a_click_on_take_it_takes_it_and_who_was_slower_is_told_who_has_it(context, store, queue, people, qtbot, said):
    panel = shown(context, qtbot)
    panel.list.show_view("unassigned")
    store.actor = Actor("diego", people.diego, "front_desk")
    complaints.take(store, queue["free"])
    store.actor = Actor("nuria", people.nuria, "manager")
    panel.list.table.clicked.emit(panel.list.model.index(0, AT["owner"]))
    assert said[-1][0] == "Diego Ruiz has this case already."


def test_the_case_stands_beside_the_queue_and_enter_opens_it_whole(context, queue, qtbot):
    panel = shown(context, qtbot)
    assert panel.view.case.id == queue["late"]
    panel.list.table.selectRow(1)
    qtbot.waitUntil(lambda: panel.view.case.id == queue["soon"])
    wanted = QSignalSpy(context.wanted)
    qtbot.keyClick(panel.list.table, Qt.Key.Key_Return)
    assert wanted.at(0) == ["complaint", queue["soon"]]
    panel.resize(1000, 700)
    assert panel.side.isHidden()


class Painted(QObject):
    """Notes what is painted anew."""

    def __init__(self, viewport):
        super().__init__(viewport)
        self.rects = []
        viewport.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.rects.append(event.region().boundingRect())
        return False


def test_a_minute_repaints_only_the_clocks_and_asks_nothing(context, queue, qtbot, statements, monkeypatch):
    panel = shown(context, qtbot)
    listed, table = panel.list, panel.list.table
    qtbot.waitUntil(lambda: listed.tabs.button(4).text() == "Closed  0")
    qtbot.wait(250)
    painted = Painted(table.viewport())
    statements.clear()
    now = listed.model.clock.now()
    monkeypatch.setattr(type(listed.model.clock), "now", lambda _self: now + timedelta(minutes=1))
    listed.model.clock.ticked.emit()
    qtbot.waitUntil(lambda: bool(painted.rects))
    qtbot.wait(30)
    assert column(panel, "due") == ["late 0:49", "0:21", "5:04", "paused"]
    chips = table.visualRect(listed.model.index(0, AT["due"])).united(
        table.visualRect(listed.model.index(2, AT["due"]))
    )
    assert [rect for rect in painted.rects if not chips.contains(rect)] == []
    assert statements == []


def test_nothing_waits_and_the_four_figures_stay(context, people, qtbot):
    panel = shown(context, qtbot)
    assert panel.list.state.words == "Nothing waits for an answer."
    assert all(card.isVisible() for card in panel.list.figures.cards.values())
    panel.list.bar.set_text("tower")
    assert panel.list.state.words == "No complaints match ‘tower’."


def test_a_figure_says_less_beside_it_where_there_is_little_room(context, qtbot):
    card = Figure(context)
    qtbot.addWidget(card)
    card.show_figure("Resueltas a tiempo", "0 %", "▼ 100 p. p. en 30 días", "bad", "▼ 100 p. p.")
    card.show()
    for wide, said in ((150, "▼ 100 p. p."), (300, "▼ 100 p. p. en 30 días"), (150, "▼ 100 p. p.")):
        card.resize(wide, 60)
        QTest.qWait(1)
        assert card.about.text() == said
        assert card.about.fontMetrics().horizontalAdvance(said) <= card.about.width()
        assert card.about.toolTip() == "▼ 100 p. p. en 30 días"


def test_every_word_of_the_filter_and_every_state_has_a_name():
    assert NAMES.keys() == {field.key for field in FIELDS} == set(LIST.holds)
    assert set(STATES) == {"new", "assigned", "in_work", "waiting", "proposed", "approved", "rejected", "executed",
                           "closed"}  # fmt: skip


def test_it_opens_empty_and_lets_go(context, people):
    assert lets_go(lambda: ComplaintsPanel(context))


MANY = 10_000


@pytest.fixture
def crowd(store, make, people):
    """Ten thousand open cases of one customer."""
    customer = make.customer("Marta")
    now = datetime.now(UTC)
    with store.write() as tx:
        ids = new_ids(tx, Complaint, MANY)
        rows = [
            (one, new_uid(), f"CS-{at:05}", customer, f"Case {at}", "assigned", now, people.nuria,
             now + timedelta(minutes=at % 900), "solution")
            for at, one in enumerate(ids)
        ]  # fmt: skip
        names = ("id", "uid", "number", "customer_id", "subject", "status", "opened_at", "owner_id", "next_at",
                 "next_clock")  # fmt: skip
        insert_many(tx, Complaint, names, rows)


def test_ten_thousand_open_cases_open_sort_and_tick_without_standing_still(context, store, crowd, qtbot):
    store._clock = None
    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    panel = ComplaintsPanel(context)
    qtbot.addWidget(panel)
    panel.resize(1400, 800)
    listed = panel.list
    with watched():
        panel.show()
        qtbot.waitUntil(lambda: listed.model.rowCount() == MANY, timeout=3000)
        qtbot.waitUntil(lambda: listed.model.record_at(0) is not None)
        listed.table.setFocus()
        qtbot.keyClick(listed.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: listed.model.record_at(MANY - 1) is not None, timeout=3000)
        listed.tick()
        listed.table.sort_wanted.emit("case")
        qtbot.waitUntil(lambda: not listed.model.waiting)
    assert listed.model.data(listed.model.index(0, AT["case"])) == "CS-00000"
    context.runner.close()


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_the_row_of_the_case_beside_the_queue_is_seen_and_nothing_scrolls_sideways(context, qtbot, queue, language):
    context.speak(Say(language, zone="Europe/Madrid"))
    panel = shown(context, qtbot, (1194, 800))
    table = panel.list.table
    qtbot.waitUntil(lambda: panel.view.case is not None)
    assert table.selected_ids() == [panel.view.case.id]
    panel.list.show_view("unassigned")
    qtbot.waitUntil(lambda: panel.view.case.id == queue["free"])
    assert table.selected_ids() == [queue["free"]]
    assert table.horizontalScrollBar().maximum() == 0
