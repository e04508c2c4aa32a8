"""Today by keyboard: rows open, Space completes and asks once what comes next; at the side and as a screen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.ids import new_uid
from app.domain.month import Month
from app.i18n import LANGUAGES, Say
from app.queries import today
from app.services import contacts, orders
from app.services.contacts import InteractionDraft
from app.store.session import Actor
from app.ui import desk, screens, theme
from app.ui.complaints.clock import Running, clock_words
from app.ui.today.figures import DayFigures
from app.ui.today.panel import TodayPanel
from tests.support.complaints import complaint
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


def test_what_managers_look_at_first_opens_what_it_is_counted_from(window, context, make, store):
    product, bea = make.product(), make.customer("Bea")
    make.order(bea, (product, "1", "10"))
    before = store.today() - timedelta(days=3)
    make.order(bea, (product, "1", "10"), on=before, promised_on=before + timedelta(days=1))
    orders.quote(store, make.draft(bea, (product, "1", "99")), request=new_uid())
    window.open_panel("orders").bar.set_text("customer:nobody")
    today_screen = window.open_panel("today")
    today_screen.ask()
    openings = {one.accessibleName(): one for one in today_screen.findChild(DayFigures).openings}
    assert [name.split(",")[0] for name in openings] == [
        "Contribution this month", "Revenue this month", "Ordered today", "Owed by customers", "Open complaints",
        "1 late order",
    ]  # fmt: skip
    openings["Ordered today, 10"]._tell()
    found = window.stack.currentWidget()
    assert (found.title(), found.model.rowCount()) == ("Orders and quotes", 1), "the quote was not ordered"
    openings["1 late order"].click()
    assert (found.view.key, found.bar.text(), found.model.rowCount()) == ("late", "", 1)
    openings["Contribution this month, 8"]._tell()
    assert window.stack.currentWidget().month == Month.of(store.today())
    [whole] = [one for one in today_screen._ways if "Deliveries" in one.accessibleName()]
    whole.click()
    assert (window.stack.currentWidget(), found.view.key, found.bar.text()) == (found, "open", "promised:<=today")


def test_sales_goes_from_who_went_quiet_to_the_own_ones_of_the_list(context, store, make, qtbot):
    context.access, context.user = "sales", "Wei"
    context.staff_id = make.staff(login="wei", access="sales", name="Wei")
    store.actor = Actor("wei", context.staff_id, "sales")
    make.customer("Hotel", salesperson_id=context.staff_id)
    make.customer("Spa", salesperson_id=make.staff(name="Diego"))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    made.finish()
    today_screen = made.open_panel("today")
    today_screen.ask()
    assert [row.item.title for row in today_screen.rows() if row.item.kind == "quiet"] == ["Hotel"]
    [whole] = [one for one in today_screen._ways if "60 days" in one.accessibleName()]
    whole.click()
    found = made.stack.currentWidget()
    assert [found.model.record_at(row).row.name for row in range(found.model.rowCount())] == ["Hotel"]


def test_a_deadline_reads_as_in_the_queue(panel, store, ana):
    complaint(store, ana, number="CS-1", due_at=store.now() + timedelta(hours=23))
    complaint(store, ana, number="CS-2", due_at=store.now() - timedelta(hours=50))
    panel.ask()
    late, soon = (row.words.when for row in panel.rows() if row.item.kind == "complaint")
    due = Running(store.now() + timedelta(hours=23))
    assert (late, soon) == ("late 2 d 2 h", clock_words(due, panel.context.say, store.now()).text)
    assert not soon.startswith("23:"), "hours that are left are no time of day"


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
