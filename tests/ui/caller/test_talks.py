"""Two people on the telephone at once: a tab for each, both notes and both calls stay."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.domain.incoming import incoming
from app.models import Interaction
from app.ui.caller.panel import CallerPanel
from app.ui.caller.talks import KEPT, Talks

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def eva(make) -> int:
    return make.customer("Eva Roe", phone="963550999")


def tabs(panel) -> list[tuple[str, bool]]:
    """What the tabs are called and which is down; none while they are away."""
    if panel.tabs.isHidden():
        return []
    return [(one.text(), one.isChecked()) for one in panel.tabs.buttons if not one.isHidden()]


def logged(store) -> list[tuple[str, str, int | None]]:
    with store.read() as tx:
        query = select(Interaction.note, Interaction.number, Interaction.seconds).order_by(Interaction.id)
        return [tuple(row) for row in tx.all(query)]


def test_a_second_call_gets_a_tab_and_takes_nothing_from_the_first(desk, ana, eva, store, qtbot):
    desk.calls.take(incoming("963550142", id="1"))
    qtbot.keyClick(desk, Qt.Key.Key_F8)
    panel = desk.stack.currentWidget()
    assert isinstance(panel, CallerPanel)
    assert tabs(panel) == []
    qtbot.keyClicks(panel.card.note.field, "about Ana")
    panel.talk.since -= timedelta(seconds=90)
    desk.calls.take(incoming("963550999", id="2"))
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_F8)
    assert tabs(panel) == [("Ana Gil", False), ("Eva Roe", True)]
    qtbot.keyClicks(panel.card.note.field, "about Eva")
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Tab, CTRL)
    assert tabs(panel) == [("Ana Gil", True), ("Eva Roe", False)]
    assert panel.card.note.field.toPlainText() == "about Ana"
    assert panel.card.header.lasting.text().startswith("On the phone 1:3")
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Return, CTRL)
    assert tabs(panel) == [("Eva Roe", False)]
    panel.tabs.buttons[0].click()
    assert panel.customer_id == eva
    assert panel.card.header.number == "963550999"
    assert tabs(panel) == []
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Return, CTRL)
    [one, other] = logged(store)[-2:]
    assert one[:2] == ("about Ana", "963550142")
    assert one[2] in (90, 91)
    assert other[:2] == ("about Eva", "963550999")


def test_looking_somebody_up_meanwhile_keeps_the_call(desk, ana, eva, store, qtbot):
    desk.calls.take(incoming("963550142", id="1"))
    qtbot.keyClick(desk, Qt.Key.Key_F8)
    panel = desk.stack.currentWidget()
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_F8)
    assert tabs(panel) == [("Ana Gil", False)]
    qtbot.keyClicks(panel.finder.field, "eva")
    qtbot.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert panel.customer_id == eva
    assert panel.talk is None, "who is looked up is not on the telephone"
    # the call ends while another screen is open
    desk.open_panel("blank")
    desk.calls.take(incoming("963550142", id="1", state="ended"))
    desk.open_panel("caller")
    qtbot.keyClick(panel, Qt.Key.Key_Tab, CTRL)
    assert panel.customer_id == ana
    assert panel.card.header.lasting.text() == "Call ended"
    panel.card.note.field.setPlainText("Towels.")
    panel.log()
    assert logged(store)[-1][:2] == ("Towels.", "963550142")


def test_an_unknown_caller_has_a_tab_and_the_note_is_found_again(desk, ana, qtbot):
    desk.calls.take(incoming("911222333", id="1"))
    desk.calls.take(incoming("963550142", id="2"))
    qtbot.keyClick(desk, Qt.Key.Key_F8)
    panel = desk.stack.currentWidget()
    assert panel.customer_id == ana
    qtbot.keyClick(desk, Qt.Key.Key_F8)
    assert tabs(panel) == [("Ana Gil", False), ("+34 911 22 23 33", True)]
    qtbot.keyClicks(panel.finder.note.field, "wants a quote")
    qtbot.keyClick(panel.finder.note.field, Qt.Key.Key_Tab, CTRL)
    assert panel.customer_id == ana
    panel.ask_who()
    rows = panel.finder.results.rows
    assert [rows.index(at, 0).data() for at in range(rows.rowCount())] == ["911222333"]
    panel.finder.results.selectRow(0)
    qtbot.keyClick(panel.finder.results, Qt.Key.Key_Return)
    assert panel.finder.note.field.toPlainText() == "wants a quote"
    assert ("+34 911 22 23 33", True) in tabs(panel)


def test_a_call_that_nobody_logs_is_forgotten_after_a_while(qapp):
    talks = Talks()
    old = talks.begin(incoming("1", id="1"), "1")
    assert talks.begin(incoming("1", id="1"), "1") is old
    talks.begin(incoming("2", id="2"), "2")
    old.since = datetime.now(UTC) - KEPT
    assert [talk.name for talk in talks.all()] == ["2"]


def test_calling_back_is_another_call(desk, ana, store, qtbot, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    desk.calls.take(incoming("963550142", id="1"))
    qtbot.keyClick(desk, Qt.Key.Key_F8)
    desk.calls.take(incoming("963550142", id="1", state="ended"))
    panel = desk.stack.currentWidget()
    panel.card.header.phone.click()
    panel.card.note.field.setPlainText("Called back.")
    panel.log()
    with store.read() as tx:
        row = tx.first(select(Interaction.direction, Interaction.seconds).order_by(Interaction.id.desc()))
    assert tuple(row) == ("out", None)


@pytest.mark.parametrize(("width", "height"), [(1216, 640), (1216, 819)])
def test_the_tabs_take_no_line_from_the_note(panel, ana, eva, width, height, qtbot):
    panel.resize(width, height)
    for customer, number in ((ana, "963550142"), (eva, "963550999")):
        panel.open_caller(customer, incoming(number, id=number))
    qtbot.wait(5)
    assert tabs(panel) == [("Ana Gil", False), ("Eva Roe", True)]
    assert panel.card.layout().minimumSize().height() <= panel.card.height()
    assert panel.card.note.geometry().bottom() <= panel.card.height()
    note = panel.card.note
    note.follow_up.show_day(note.follow_up._today())
    assert note.heading.width() >= note.heading.sizeHint().width() or note.heading.isHidden()
