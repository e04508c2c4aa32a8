"""Calls come in while somebody works: nothing is taken from them, and every call arrives."""

import os
import sys
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from app.domain.incoming import incoming
from app.integrations.calls import address, hand_over
from app.ui.caller.panel import CallerPanel
from app.ui.calls import CallServer, caller_panel
from tests.support.widgets import lets_go


@pytest.fixture
def field(desk, qtbot):
    """A field in which somebody types."""
    made = QLineEdit(desk.stack.currentWidget())
    made.show()
    made.setFocus()
    return made


def pop_texts(desk):
    pop = desk.calls.pop
    return [chip.text() for chip in pop.chips if not chip.isHidden()]


@pytest.mark.skipif(sys.platform == "win32", reason="the starter's way on this system")
def test_200_characters_are_typed_while_5_calls_come_in_and_all_arrive(desk, field, make, home, qtbot):
    make.customer("Ana Gil", phone="963550142")
    home.mkdir(parents=True)
    place = address(home)
    assert desk.calls.server.listen(place)
    heard = []
    desk.calls.server.arrived.connect(heard.append)
    for number in range(200):
        if number % 40 == 20:
            worker = threading.Thread(
                target=hand_over, args=(incoming(f"96355014{number // 40}", id=str(number)), place)
            )
            worker.start()
            worker.join()
        qtbot.keyClick(field, Qt.Key.Key_A)
        if number % 10 == 0:
            qtbot.wait(1)
    qtbot.waitUntil(lambda: len(heard) == 5)
    assert field.text() == "a" * 200
    assert QApplication.focusWidget() is field
    assert [call.number for call in heard] == [f"96355014{number}" for number in range(5)]
    assert len(desk.calls.rang) == 5
    assert desk.calls.pop.isVisible()


def test_who_it_is_and_the_worst_first(desk, ana, context):
    desk.calls.take(incoming("963550142", id="1"))
    pop = desk.calls.pop
    assert (pop.width(), pop.height()) == (388, 178)
    assert pop.name.text() == "Ana Gil"
    assert pop.company.text() == "Hotel Sol · +34 963 55 01 42"
    assert pop_texts(desk) == ["1 order late"]
    assert pop.geometry().right() <= desk.width()
    assert pop.geometry().bottom() <= desk.height()


def test_several_unknown_and_text(desk, make):
    make.customer("Ana", phone="963550001")
    make.customer("Eva", phone="963550001")
    calls, pop = desk.calls, desk.calls.pop
    calls.take(incoming("963550001", id="1"))
    assert pop.name.text() == "2 customers share this number"
    assert [button.text() for button in pop.shared.buttons if not button.isHidden()] == ["Ana   Ctrl+1", "Eva   Ctrl+2"]
    calls.take(incoming("911222333", id="2"))
    assert pop.name.text() == "+34 911 22 23 33"
    assert pop.company.text() == "Nobody has this number yet."
    calls.take(incoming("sip:ana 12345678901234567890", id="3"))
    assert pop.name.text() == "sip:ana 12345678901234567890"


def test_a_withheld_number_pops_nothing_up(desk):
    desk.calls.take(incoming("anonymous", id="1"))
    assert not desk.calls.pop.isVisible()
    assert desk.status.line.text() == "A call without a number is coming in."


def test_f8_opens_the_card_and_then_asks(desk, ana, field, qtbot):
    desk.calls.take(incoming("963550142", id="1"))
    qtbot.keyClick(field, Qt.Key.Key_F8)
    panel = desk.stack.currentWidget()
    assert isinstance(panel, CallerPanel)
    assert panel.customer_id == ana
    assert not desk.calls.pop.isVisible()
    assert panel.card.header.lasting.text().startswith("On the phone")
    qtbot.keyClick(panel, Qt.Key.Key_F8)
    assert panel.customer_id is None
    assert panel.pages.currentWidget() is panel.finder


def test_esc_hides_the_newest_and_shows_the_one_before(desk, field, make, qtbot):
    field.setText("typed")
    desk.calls.take(incoming("963550001", id="1"))
    desk.calls.take(incoming("963550002", id="2"))
    assert desk.calls.pop.call.id == "2"
    assert desk.calls.pop.words.text() == "1 more call"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert desk.calls.pop.call.id == "1"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not desk.calls.pop.isVisible()
    assert field.text() == "typed"
    assert QApplication.focusWidget() is field


def test_esc_on_the_card_goes_back_to_the_same_field(desk, ana, field, qtbot):
    desk.context.go("caller", ana)
    panel = desk.stack.currentWidget()
    qtbot.keyClicks(panel.card.note.field, "kept")
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Escape)
    assert desk.stack.currentWidget() is not panel
    assert QApplication.focusWidget() is field
    assert panel.drafts.of(str(ana)).text == "kept"


def test_an_ended_call_goes_and_a_missed_one_is_said(desk):
    desk.calls.take(incoming("963550001", id="1"))
    desk.calls.take(incoming("963550001", id="1", state="answered"))
    assert desk.calls.pop.state.text() == "On the phone"
    desk.calls.take(incoming("963550001", id="1", state="ended"))
    assert not desk.calls.pop.isVisible()
    assert desk.status.line.text() == ""
    desk.calls.take(incoming("963550001", id="2"))
    assert desk.calls.pop.words.text() == "Called 1 min ago, Tess answered"
    desk.calls.take(incoming("963550001", id="2", state="ended"))
    assert desk.status.line.text() == "Missed call from +34 963 55 00 01."


def test_a_dismissed_call_does_not_come_back(desk, field, qtbot):
    desk.calls.take(incoming("963550001", id="1"))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    desk.calls.take(incoming("963550001", id="1", state="answered"))
    assert not desk.calls.pop.isVisible()


def test_it_gives_way_to_the_field_with_the_cursor(desk, field):
    field.setGeometry(0, desk.stack.height() - 60, desk.stack.width(), 40)
    desk.calls.take(incoming("963550001", id="1"))
    assert desk.calls.pop.y() < 100


def test_it_gives_way_when_the_cursor_comes_below_it_and_stays_when_it_goes_elsewhere(desk, field, qtbot):
    low = QLineEdit(desk.stack.currentWidget())
    low.setGeometry(0, desk.stack.height() - 60, desk.stack.width(), 40)
    low.show()
    desk.calls.take(incoming("963550001", id="1"))
    pop = desk.calls.pop
    assert pop.y() > desk.height() // 2
    low.setFocus()
    assert pop.y() < 100
    field.setGeometry(0, desk.stack.height() // 2, 100, 30)
    field.setFocus()
    assert pop.y() < 100, "nothing jumps where nothing is covered"


class Tray(QObject):
    """Stands for the corner of the system in which programs say something."""

    messageClicked, activated = Signal(), Signal()  # noqa: N815 - Qt's name
    said: ClassVar[list[tuple[str, str]]] = []
    there: ClassVar[bool] = False

    def __init__(self, _icon, parent):
        super().__init__(parent)
        type(self).one = self

    @staticmethod
    def isSystemTrayAvailable():  # noqa: N802 - Qt's name
        return True

    def setToolTip(self, words):  # noqa: N802 - Qt's name
        assert words == "Incoming call"

    def show(self):
        type(self).there = True

    def hide(self):
        type(self).there = False

    def showMessage(self, title, words, *_more):  # noqa: N802 - Qt's name
        self.said.append((title, words))


@pytest.mark.qt_log_ignore("does not support (raise|propagate)")
def test_the_system_says_who_rings_while_another_program_is_in_front(desk, ana, monkeypatch, qtbot):
    monkeypatch.setattr("app.ui.notification.QSystemTrayIcon", Tray)
    Tray.said.clear()
    desk.calls.take(incoming("963550142", id="1"))
    assert Tray.said == [], "who looks at the window sees the pop"
    desk.calls.take(incoming("963550142", id="1", state="ended"))
    with monkeypatch.context() as away:
        away.setattr(type(desk), "isActiveWindow", lambda _self: False)
        desk.calls.take(incoming("963550142", id="2"))
        desk.calls.take(incoming("963550142", id="2", state="answered"))
    assert Tray.said == [("Incoming call", "Ana Gil, Hotel Sol · +34 963 55 01 42")]
    Tray.one.messageClicked.emit()
    assert desk.current == "caller"
    assert desk.stack.currentWidget().customer_id == ana
    assert not Tray.there


def test_it_stays_in_its_corner_where_nobody_writes(desk, qtbot):
    rows = QListWidget(desk.stack.currentWidget())
    rows.resize(desk.size())
    rows.show()
    rows.setFocus()
    desk.calls.take(incoming("963550142", id="1"))
    assert desk.calls.pop.y() > desk.height() // 2, "a list without a cursor in it is not in the way"


def test_who_calls_is_said_to_a_screen_reader_once(desk, ana, monkeypatch):
    heard = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    desk.calls.take(incoming("963550142", id="1"))
    desk.calls.take(incoming("963550142", id="1", state="answered"))
    assert heard == ["Incoming call: Ana Gil, Hotel Sol · +34 963 55 01 42"]


def test_lines_that_are_no_report_are_dropped(qapp, tmp_path, qtbot):
    import socket

    if sys.platform == "win32":
        pytest.skip("sockets with a path")
    server = CallServer()
    heard = []
    server.arrived.connect(heard.append)
    path = str(tmp_path / "desk.sock")
    assert server.listen(path)
    assert os.stat(path).st_mode & 0o077 == 0
    for line in (b"x\n", b'{"number": "/etc", "id": "", "state": "ringing"}\n', b"[" * 9000, b"\n"):
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(path)
            link.sendall(line)
    hand_over(incoming("963550142"), path)
    qtbot.waitUntil(lambda: heard == [incoming("963550142")])
    server.close()


def test_a_second_desk_leaves_the_calls_to_the_first_and_a_killed_one_is_no_hindrance(qapp, tmp_path, qtbot):
    path = str(tmp_path / "desk.sock")
    first, second = CallServer(), CallServer()
    assert first.listen(path)
    assert not second.listen(path)
    first.close()
    if sys.platform != "win32":
        import socket

        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(path)
    assert second.listen(path)
    second.close()
    assert QLocalServer.removeServer(path)


def test_the_window_makes_the_panel_with_notes_of_its_company(desk, home):
    made = caller_panel(desk)
    assert made.drafts._file.path.parent == home / "drafts"
    other = type(desk)(desk.context, "Other", "test")
    assert caller_panel(other).drafts._file.path != made.drafts._file.path


def test_a_pop_lets_go(context, qtbot):
    from PySide6.QtWidgets import QMainWindow

    from app.ui.caller.pop import CallPop

    window = QMainWindow()

    def look(pop):
        pop.show_call(incoming("1"))
        pop.take_away()

    assert lets_go(lambda: CallPop(context, window), look)
