"""One's own password and PIN, without being an administrator."""

import pytest
from PySide6.QtCore import Qt

from app.domain.ids import new_uid
from app.services import access, hashes, users
from app.services.users import UserDraft
from app.store.session import Actor
from app.ui.setup.own_secrets import OwnSecrets

OLD, NEW = "four green wooden chairs", "seven blue bath towels"


@pytest.fixture
def mine(store, context, qtbot, monkeypatch):
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    lucia = users.add(store, UserDraft("Lucía", "lucia", "admin"), request=new_uid()).id
    users.set_password(store, lucia, OLD)
    sally = users.add(store, UserDraft("Sally", "sally", "sales"), request=new_uid()).id
    users.set_password(store, sally, OLD)
    store.actor = Actor("sally", sally, "sales")
    context.staff_id, context.user, context.access = sally, "Sally", "sales"
    made = OwnSecrets(context, own_password=True)
    qtbot.addWidget(made)
    made.open()
    return made


def test_a_new_password_needs_the_old_one(mine, qtbot, store):
    mine.old.field.setText("wrong")
    qtbot.keyClicks(mine.new.field, NEW)
    assert mine.new.message == "Strong."
    qtbot.keyClick(mine.new.field, Qt.Key.Key_Return)
    assert mine.old.message == "This is not your present password."
    mine.old.field.setText(OLD)
    qtbot.keyClick(mine.new.field, Qt.Key.Key_Return)
    assert mine.new.message == "The password is set."
    assert access.sign_in(store, "sally", NEW).name == "Sally"


def test_a_pin(mine, qtbot, store):
    qtbot.keyClicks(mine.pin.field, "1111")
    qtbot.keyClick(mine.pin.field, Qt.Key.Key_Return)
    assert "first by everybody" in mine.pin.message
    mine.pin.field.setText("4711")
    qtbot.keyClick(mine.pin.field, Qt.Key.Key_Return)
    assert mine.pin.message == "The PIN is set."
    assert access.check_pin(store, "sally", "4711") == mine.context.staff_id
