"""The menu under the person's initials: who it is, language, look, own password, another's view, signing out."""

from PySide6.QtWidgets import QMenu

from app.ui import desk, screens
from app.ui.context import Context
from app.ui.setup.sitting import PersonButton, sit
from tests.ui.kit.conftest import database

__all__ = ["database"]


def test_the_person_changes_language_and_look_and_leaves(context, store, qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = Context(context.say, access="admin", user="Lucía Ferrer", staff_id=1)
    made.runner, made.doors = context.runner, context.doors
    window = desk.window(made, "Mirador", "company.db", screens.ENTRIES)
    qtbot.addWidget(window)
    sit(window, demo=False, can_leave=True, shown_as=False)
    window.finish()
    button = window.findChild(PersonButton)
    assert button.text() == "LF"
    menu = button.menu()
    below = {action.text(): action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu)}
    assert list(below) == ["Language", "Light, dark or high contrast"]
    deeds = [action.text() for action in menu.actions() if action.text() and action.menu() is None]
    assert deeds == ["Lucía Ferrer · Administrator", "Sign out or switch user", "My password and PIN",
                     "See the program as somebody else…", "Users and roles"]  # fmt: skip
    next(a for a in below["Language"].actions() if a.data() == "es").trigger()
    assert made.say.language == "es"
    next(a for a in below["Light, dark or high contrast"].actions() if a.data() == "dark").trigger()
    assert made.tokens.name == "dark"
    left = []
    made.leaving.connect(lambda where, _about: left.append(where))
    next(a for a in menu.actions() if a.text() == made.say.text("Sign out or switch user")).trigger()
    assert left == ["out"]
