"""Today by keyboard: rows open, Space completes and asks once what comes next; at the side and as a screen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.ids import new_uid
from app.i18n import LANGUAGES, Say
from app.queries import today
from app.services import contacts
from app.services.contacts import InteractionDraft
from app.ui import desk, screens, theme
from app.ui.today.panel import TodayPanel
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


@pytest.fixture
def ana(make, store):
    one = make.customer("Ana", phone="+34963550142")
    for note in ("Call about towels", "Call about cups"):
        contacts.log(store, InteractionDraft(one, "call", note, follow_up_on=store.today()), request=new_uid())
    return one


@pytest.fixture
def panel(context, ana, qtbot):
    made = TodayPanel(context)
    qtbot.addWidget(made)
    made.resize(300, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_enter_opens_and_space_completes_and_asks_once(panel, context, ana, store, qtbot):
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    panel.setFocus()
    first = panel.rows()[0]
    assert first.hasFocus()
    assert first.accessibleName() == "Call: Ana, Call about towels, today"
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert wanted == [("caller", ana)]
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert [row.words.about for row in panel.rows()] == ["Call about cups"]
    assert panel.next.isVisible()
    note = panel.next.form.boxes["note"].editor
    assert note.hasFocus()
    qtbot.keyClicks(note, "Send the offer")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert not panel.next.isVisible()
    with store.read() as tx:
        from sqlalchemy import select

        from app.models import Interaction

        kept = tx.all(select(Interaction.note, Interaction.follow_up_on).where(Interaction.done.is_(False)))
    assert ("Send the offer", store.today() + timedelta(days=7)) in [tuple(row) for row in kept]
    context.undo.undo()
    assert [row.words.about for row in panel.rows()] == ["Call about towels", "Call about cups"]


def test_esc_means_nothing_comes_next(panel, qtbot):
    panel.setFocus()
    qtbot.keyClick(panel.rows()[0], Qt.Key.Key_Space)
    qtbot.keyClick(panel.next.form.boxes["note"].editor, Qt.Key.Key_Escape)
    assert not panel.next.isVisible()
    assert panel.rows()[0].hasFocus()


def test_a_day_that_cannot_be_read_offers_to_try_again(context, store, qtbot, monkeypatch):
    from app.domain.refusal import N_, Unavailable

    def away(_store, limit=0):
        raise Unavailable(N_("The database does not answer."))

    monkeypatch.setattr(today, "of_day", away)
    made = TodayPanel(context, wide=True)
    qtbot.addWidget(made)
    made.show()
    assert made.state.words == "The database does not answer."
    monkeypatch.undo()
    made.state._buttons[0].click()
    assert not made.state.isVisible()
    assert made.day is not None


@pytest.fixture
def window(context, ana, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.resize(1440, 900)
    made.finish()
    made.open_panel("customers")
    made.show()
    return made


def test_the_side_panel_docks_is_a_sheet_or_opens_by_itself(window, qtbot):
    assert not window.side.visible
    window.resize(1700, 900)
    assert window.side.visible
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.side.visible
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.stack.width() > 1100)
    wide = window.stack.width()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.side.visible
    qtbot.wait(20)
    assert window.stack.width() == wide, "a sheet takes no room"
    assert window.navigation.buttons["today"].accessibleName().startswith("Today")


def test_every_language_and_theme_shows_the_day(window, context, said):
    window.open_panel("today")
    for language in LANGUAGES:
        for tokens in theme.TOKENS.values():
            context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
            context.paint(tokens)
    assert said == []
    assert [row.item.title for row in window.panel("today").rows()] == ["Ana", "Ana"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_side_is_never_wider_than_its_place(panel, context, language):
    from app.ui.side_panel import WIDE

    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    for name in list(panel.day.sections):
        panel.day.sections[name] = replace(panel.day.sections[name], total=88, late=88)
    panel._draw()
    inside = panel._scroll.widget().minimumSizeHint().width()
    assert inside + panel._scroll.verticalScrollBar().sizeHint().width() <= WIDE - 12
