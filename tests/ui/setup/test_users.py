"""Users and roles, by keyboard: add, change, set a password and a PIN, look as somebody."""

import pytest
from PySide6.QtCore import Qt

from app.domain.ids import new_uid
from app.queries import staff
from app.services import access, hashes, users
from app.services.users import UserDraft
from app.store.session import Actor
from app.ui.setup.users import UsersPanel

PASSWORD = "four green wooden chairs"


@pytest.fixture
def lucia(store, context, monkeypatch):
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    made = users.add(store, UserDraft("Lucía Ferrer", "lucia", "admin"), request=new_uid()).id
    store.actor = Actor("lucia", made, "admin")
    context.access = "admin"
    return made


@pytest.fixture
def panel(context, lucia, qtbot):
    made = UsersPanel(context)
    qtbot.addWidget(made)
    made.resize(1220, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def type_in(panel, qtbot, key, text):
    edit = panel.form.boxes[key].editor
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def test_a_person_is_added_and_gets_a_password(panel, qtbot, store, lucia):
    qtbot.keyClick(panel, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    type_in(panel, qtbot, "name", "Ana Ruiz")
    type_in(panel, qtbot, "login", "Ana")
    qtbot.keyClick(panel.form.boxes["login"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ana = next(user for user in staff.users(store) if user.name == "Ana Ruiz")
    assert (ana.login, ana.access) == ("ana", "front_desk")
    assert panel.people.currentItem().text().startswith("Ana Ruiz\nFront desk")
    if store.engine.dialect.name != "sqlite":
        assert panel.secrets.password.isHidden()
        assert "database server" in panel.notice.words
        return
    qtbot.keyClicks(panel.secrets.password.field, "ana2026")
    assert "Too short" in panel.secrets.password.message
    qtbot.keyClick(panel.secrets.password.field, Qt.Key.Key_Return)
    assert "Too short" in panel.secrets.password.message
    panel.people.setCurrentRow(1)
    qtbot.keyClicks(panel.secrets.password.field, PASSWORD)
    qtbot.keyClick(panel.secrets.password.field, Qt.Key.Key_Return)
    assert panel.secrets.password.message == "The password is set."
    assert access.sign_in(store, "lucia", PASSWORD).staff_id == lucia


def test_the_last_administrator_is_told_at_the_role(panel, qtbot, store):
    choice = panel.form.boxes["access"].editor
    choice.setCurrentIndex(2)
    qtbot.keyClick(choice, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "One administrator must stay" in panel.form.boxes["access"].message
    assert staff.users(store)[0].access == "admin"


def test_what_another_administrator_changed_is_not_overwritten(panel, qtbot, store, lucia, said):
    type_in(panel, qtbot, "title", "Owner")
    users.change(store, lucia, UserDraft("Lucía F.", "lucia", "admin"), version=1)
    qtbot.keyClick(panel.form.boxes["title"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "meanwhile" in said[-1][0]
    assert staff.user(store, lucia).name == "Lucía F."
    assert panel.form.boxes["title"].raw() == "Owner"


def test_the_rights_of_the_role_in_words_and_the_program_as_somebody(panel, qtbot, lucia):
    cell = panel.rights.cells["see_profit", "front_desk"]
    assert (cell.text(), cell.accessibleName()) == ("–", "See cost, margin and profit contribution, Front desk: no")
    left = []
    panel.context.leaving.connect(lambda where, who: left.append((where, who)))
    qtbot.mouseClick(panel.buttons["show_as"], Qt.MouseButton.LeftButton)
    assert left == [("show_as", lucia)]


def test_who_may_not_sees_a_sentence_and_no_names(context, store, lucia, qtbot):
    store.actor = Actor("ana", None, "manager")
    made = UsersPanel(context)
    qtbot.addWidget(made)
    made.show()
    assert "administrator" in made.state.words
    assert made.people.count() == 0


def test_every_field_and_button_has_a_name(panel):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget

    for kind in (QAbstractButton, QLineEdit, QListWidget):
        for widget in panel.findChildren(kind):
            if widget.isVisible() and widget.objectName() != "qt_spinbox_lineedit":
                assert widget.accessibleName(), widget
