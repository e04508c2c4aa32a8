"""The sign-in screen, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.domain.refusal import NotAllowed
from app.domain.signed_in import SignedIn
from app.ui.setup.sign_in import SignInWindow

PEOPLE = [("ana", "Ana Ruiz"), ("lucia", "Lucía Ferrer"), ("nuria", "Nuria Costa")]
WRONG = NotAllowed("This name and this password do not belong together.", field="password")


@pytest.fixture
def window(context, qtbot, request):
    tried = []

    def attempt(login, password):
        tried.append((login, password))
        if password != "towels":
            raise WRONG
        return SignedIn(1, login, "Somebody", "sales")

    people = getattr(request, "param", PEOPLE)
    made = SignInWindow(context, "Mirador Home", attempt, people=people, login="lucia" if people else "")
    made.tried = tried
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_who_was_here_last_only_types_the_password(window, qtbot):
    came = []
    window.signed_in.connect(came.append)
    assert window.password.field.hasFocus()
    qtbot.keyClicks(window.password.field, "towels")
    qtbot.keyClick(window.password.field, Qt.Key.Key_Return)
    assert window.tried == [("lucia", "towels")]
    assert came[0].login == "lucia"
    assert window.password.text() == ""


def test_arrows_choose_somebody_else_and_a_wrong_password_is_told(window, qtbot):
    qtbot.keyClick(window.password.field, Qt.Key.Key_Down)
    qtbot.keyClicks(window.password.field, "wrong")
    qtbot.keyClick(window.password.field, Qt.Key.Key_Return)
    assert window.tried == [("nuria", "wrong")]
    assert window.notice.words == str(WRONG)
    assert window.password.field.selectedText() == "wrong"
    assert window.button.isEnabled()


def test_a_password_is_pasted_and_shown(window, qtbot):
    QGuiApplication.clipboard().setText("towels")
    qtbot.keySequence(window.password.field, "Ctrl+V")
    assert window.password.text() == "towels"
    assert window.password.field.echoMode() == QLineEdit.EchoMode.Password
    qtbot.mouseClick(window.password._show, Qt.MouseButton.LeftButton)
    assert window.password.field.echoMode() == QLineEdit.EchoMode.Normal


def test_locked_capitals_are_said(window, qtbot):
    qtbot.keyClicks(window.password.field, "t")
    assert window.password.message == ""
    qtbot.keyClick(window.password.field, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    window.password.eventFilter(window.password.field, event)
    assert "Caps Lock" in window.password.message


def test_another_language_is_spoken_at_once(window, qtbot):
    qtbot.mouseClick(window.languages._buttons["es"], Qt.MouseButton.LeftButton)
    assert window.context.say.language == "es"
    assert window.languages._buttons["es"].isChecked()


@pytest.mark.parametrize("window", [()], indirect=True)
def test_at_a_server_the_login_is_typed(window, qtbot):
    assert window.login.hasFocus()
    qtbot.keyClicks(window.login, "nuria")
    qtbot.keyClick(window.login, Qt.Key.Key_Return)
    assert window.password.field.hasFocus()
    qtbot.keyClicks(window.password.field, "towels")
    qtbot.keyClick(window.password.field, Qt.Key.Key_Return)
    assert window.tried == [("nuria", "towels")]


def test_what_is_needed_later_is_done_once_the_window_is_seen_and_a_failure_stops_nothing(context, qtbot):
    done = []

    def fail():
        done.append("failed")
        raise OSError

    made = SignInWindow(context, "Mirador Home", None, people=PEOPLE, meanwhile=[fail, lambda: done.append("next")])
    qtbot.addWidget(made)
    assert done == []
    made.show()
    qtbot.waitUntil(lambda: done == ["failed", "next"])
    assert made.notice.words == ""
