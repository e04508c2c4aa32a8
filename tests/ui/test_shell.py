"""The window around the screens: undo line, messages, panes by key, where it stood, one running copy, contrast."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from app.domain.refusal import N_, Mistake
from app.queries import personal as arranged
from app.ui import desk, placed, screens, theme
from app.ui.kit.labels import Toggle
from app.ui.single import SingleDesk, brought_to_front, place_of
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


@pytest.fixture
def window(context, make, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    make.customer("Ana")
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.open_panel("customers")
    made.show()
    qtbot.waitExposed(made)
    return made


def test_what_was_done_offers_undo(window, context, qtbot):
    taken, said = [], window.status.line
    context.undo.offer("3 customers changed", taken.append)
    assert said.text() == "3 customers changed"
    assert said.button.isVisible()
    qtbot.mouseClick(said.button, Qt.MouseButton.LeftButton)
    assert len(taken) == 1
    assert said.text() == "Taken back: 3 customers changed"
    context.undo.offer("Ana renamed", taken.append)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(taken) == 2


@pytest.mark.parametrize("width", [1280, 1440])
def test_nothing_moves_when_something_goes_well(window, context, qtbot, width):
    window.resize(width, 800)
    context.selected.emit("7 selected · Sum 12,408.00 € · Average 1,772.57 €")
    QApplication.processEvents()
    place, height = window.stack.geometry(), window.status.height()
    context.undo.offer("The call with Alice Barlow-Underhill is logged, call back on 27 Nov", lambda _: None)
    QApplication.processEvents()
    said = window.status.line
    assert said.isVisible()
    assert said.label.width() >= said.label.fontMetrics().horizontalAdvance(said.text()), "whole"
    assert (window.stack.geometry(), window.status.height(), window.width()) == (place, height, width)
    said.close_button.click()
    assert window.status.saved.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_what_has_no_room_in_the_status_bar_or_went_wrong_stands_above_the_screen(window, context):
    context.reporter.tell("One of many words. " * 20)
    assert window.words.isVisible()
    assert not window.status.line.isVisible()
    context.reporter.tell("Saved", "done")
    assert not window.words.isVisible(), "the newest sentence only"
    assert window.status.line.isVisible()
    context.reporter.show(Mistake(N_("That cannot be.")))
    assert window.words.text() == "That cannot be."
    assert not window.status.line.isVisible()


def test_what_happens_by_itself_is_said_to_a_screen_reader(window, context, monkeypatch):
    heard = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append((event.message(), event.politeness()))
    )
    context.reporter.tell("Saved", "done")
    context.reporter.show(Mistake(N_("That cannot be.")))
    polite = QAccessible.AnnouncementPoliteness.Polite
    assert heard == [("Saved", polite), ("That cannot be.", polite)]


def test_refusals_are_kept_under_the_bell(window, context, qtbot):
    context.reporter.show(Mistake(N_("That cannot be.")))
    context.reporter.tell("Saved", "done")
    assert window.notices.text() == "1"
    window.notices.open()
    assert "That cannot be." in window.notices._popup.words
    assert "Saved" not in window.notices._popup.words
    assert window.notices.text() == ""
    window.notices._popup.hide()


def test_f6_goes_through_every_part_and_back(window, qtbot):
    window.resize(1700, 900)
    window.panel("customers").table.setFocus()

    def part():
        now = QApplication.focusWidget()
        return next(one for one in window.panes.parts() if one is now or one.isAncestorOf(now))

    seen = []
    for _ in window.panes.parts():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(part())
    assert set(seen) == set(window.panes.parts())
    assert len(seen) == 5
    assert window.panel("customers").table.hasFocus(), "round again, to where the keyboard was"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert part() is window.search


def test_the_place_of_the_window_follows_the_person(window, context, store):
    window.setGeometry(40, 50, 1500, 800)
    window.toggle_navigation()
    context.personal.flush()
    kept = arranged.of_actor(store)
    assert kept["window.place"]["at"] == [40, 50, 1500, 800]
    assert kept["window.folded"] is True


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({"at": [100, 100, 1200, 800]}, QRect(100, 100, 1200, 800)),
        ({"at": [5000, 100, 1200, 800]}, QRect(360, 140, 1200, 800)),
        ({"at": [5000, 100, 4000, 3000]}, QRect(0, 0, 1920, 1080)),
        ({"at": [0, 0, 3, 3]}, None), ({"at": "x"}, None), (None, None),
    ],
)  # fmt: skip
def test_a_window_comes_back_onto_a_screen_that_is_there(stored, expected):
    found = placed.restored(stored, [QRect(0, 0, 1920, 1080)])
    if expected is None:
        assert found is None
    else:
        assert found.size() == expected.size()
        assert abs(found.x() - expected.x()) <= 1
        assert abs(found.y() - expected.y()) <= 1


def test_a_second_start_brings_the_window_to_the_front(window, qtbot, tmp_path):
    place = place_of(str(tmp_path / "desk.sock"), "sqlite:///a.db")
    assert place != place_of(str(tmp_path / "desk.sock"), "sqlite:///b.db")
    assert not brought_to_front(place)
    single = SingleDesk(window)
    assert single.listen(place)
    window.hide()
    single.wanted.connect(window.to_front)
    code = f"import sys; from app.ui.single import brought_to_front; sys.exit(not brought_to_front({place!r}))"
    other = subprocess.Popen([sys.executable, "-c", code])
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=20_000)
    assert other.returncode == 0
    assert window.isVisible()
    single.close()
    assert not brought_to_front(place)


def test_the_status_bar_speaks_of_saving_and_of_a_lost_database(window, context):
    context.broadcast.began()
    window.status._slow.timeout.emit()
    assert window.status.saved.accessibleName() == "Saving 1 change…"
    context.broadcast.ended(saved=True)
    assert window.status.saved.accessibleName().startswith("Saved ")
    context.broadcast.reached.emit(False)
    assert window.status.where.accessibleName() == "company.db does not answer"
    context.broadcast.reached.emit(True)
    assert window.status.where.accessibleName() == "company.db"
    assert window.status.backup.accessibleName() == "No backup yet"
    assert all(part.accessibleName() for part in window.status.findChildren(QToolButton))


def test_a_bar_says_what_is_safe_while_the_database_does_not_answer(window, context, monkeypatch):
    tried = []
    monkeypatch.setattr(context.runner, "aside", lambda *_, **__: tried.append(1))
    assert window.lost_bar.isHidden()
    context.broadcast.reached.emit(False)
    assert window.lost_bar.isVisible()
    assert window.lost_bar.label.text() == (
        "company.db does not answer. What is typed is kept on this PC. Trying again by itself."
    )
    window.lost_bar.button.click()
    assert tried == [1]
    context.broadcast.reached.emit(True)
    assert window.lost_bar.isHidden()


def test_high_contrast_has_only_the_systems_colours_and_an_edge_where_others_have_a_ground(context, qtbot):
    system = QPalette()
    tokens = theme.of_palette(system)
    used = {value for value in (getattr(tokens, name) for name in tokens.__slots__) if value.startswith("#")}
    roles = QPalette.ColorRole
    allowed = {
        system.color(role).name() for role in (roles.Window, roles.WindowText, roles.Highlight, roles.HighlightedText)
    }
    assert used <= allowed
    assert set(re.findall("#[0-9a-fA-F]{6}", theme.style_sheet(tokens))) <= allowed
    before, drawn = context.tokens, {}
    context.paint(theme.named("contrast"))
    field, tab = QLineEdit("x"), Toggle()
    tab.setText("All")
    for name, widget in (("field", field), ("tab", tab)):
        qtbot.addWidget(widget)
        widget.resize(120, 36)
        picture = widget.grab().toImage()
        drawn[name] = picture.pixelColor(0, 18).name().upper()
    tab.setChecked(True)
    assert drawn["field"] == theme.CONTRAST.text, "the edge of a field is seen"
    assert tab.grab().toImage().pixelColor(0, 18).name().upper() == theme.CONTRAST.text, "the chosen tab has an edge"
    assert drawn["tab"] == theme.CONTRAST.window, "others have none"
    context.paint(before)


def test_new_lists_what_can_be_made_and_each_entry_shows_its_group(window):
    assert [command.name for command in window.new.offered()][:2] == ["new.customer", "new.order"] or not window.knows(
        "customer"
    )
    assert all(button.accessibleName() for button in window.navigation.buttons.values())


def test_a_long_sentence_in_the_status_bar_makes_no_window_wider(window, context):
    before = window.minimumSizeHint().width()
    context.selected.emit("The screen is turned to the customer: " + "levels, last prices and credit are hidden. " * 3)
    assert window.minimumSizeHint().width() <= before + 40
