"""A case is worked on: noted, answered, promised, paused, escalated, closed and judged; nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from sqlalchemy import select

from app.domain.complaint_assigning import Rule
from app.domain.ids import new_uid
from app.models import Complaint, ComplaintCost
from app.queries import complaint as cases
from app.queries.complaint_assigning import Assigning, page
from app.services import complaint_assigning, complaints, complaints_closing, complaints_work
from app.services.complaints_closing import Closing
from app.store.session import Actor
from app.ui.complaints.case_panel import CasePanel
from app.ui.complaints.case_view import CaseView
from app.ui.complaints.frame import SIDE_NARROW
from app.ui.kit.form_drafts import drafts_of
from tests.support.widgets import lets_go

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"support raise", "grabbing")
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(context, told, people, qtbot):
    """Opens a case of Nuria's on its own screen."""

    def begin(case_id=None):
        made = CasePanel(context)
        qtbot.addWidget(made)
        made.resize(1300, 800)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.open_record(case_id or told(owner=people.nuria))
        return made

    return begin


def type_into(panel, qtbot, form, key, text):
    editor = form.boxes[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def entries(panel):
    return [entry.words.text() for entry in panel.view.frame.timeline.entries]


def test_a_note_and_an_answer_go_into_the_timeline_and_the_answer_stops_its_clock(opened, qtbot):
    panel = opened()
    note = panel.view.frame.note
    qtbot.keyClicks(note.edit, "Carrier confirms 14-16 h")
    qtbot.keyClick(note.edit, Qt.Key.Key_S, CTRL)
    assert entries(panel)[-1] == "Carrier confirms 14-16 h"
    assert panel.view.case.step == 1
    assert note.words() == ""
    qtbot.keyClick(note.edit, Qt.Key.Key_S, CTRL)
    assert note.form.boxes["note"].message == "Write the note first."
    note.form.boxes["kind"].take_raw("answer")
    note.form.boxes["kind"].edited.emit()
    qtbot.keyClicks(note.edit, "It comes at three.")
    qtbot.keyClick(note.edit, Qt.Key.Key_S, CTRL)
    assert (panel.view.case.step, panel.view.case.next_clock) == (3, "solution")
    assert panel.view.frame.timeline.entries[-1].below.text() == "Nuria C. · answered in 0 min"


def test_a_promise_has_a_clock_is_kept_or_withdrawn_and_never_made_for_the_past(opened, qtbot):
    panel = opened()
    asks = panel.view.frame.asks
    panel.view.promise()
    form = asks.strips["promise"].form
    type_into(panel, qtbot, form, "words", "a call with a time")
    type_into(panel, qtbot, form, "time", "12:59")
    qtbot.keyClick(form.boxes["time"].editor, Qt.Key.Key_Return, CTRL)
    assert "in the past" in form.boxes["day"].message
    type_into(panel, qtbot, form, "time", "1420")
    qtbot.keyClick(form.boxes["time"].editor, Qt.Key.Key_Return, CTRL)
    entry = next(one for one in panel.view.frame.timeline.entries if one.promise is not None)
    assert (entry.words.text(), entry.due.text()) == ("Promised: a call with a time", "1:19")
    assert "Promise due in 1:" in panel.view.frame.head.due.text()
    entry.withdraw.click()
    strip = asks.strips["withdraw"]
    strip.accept()
    assert strip.form.errors() == ["words"]
    strip.leave()
    next(one for one in panel.view.frame.timeline.entries if one.promise is not None).keep.click()
    assert entries(panel)[-1] == "Promise kept: a call with a time"
    assert panel.view.case.next_clock == "answer"


def test_a_pause_needs_a_reason_and_the_clock_goes_on(opened, qtbot):
    panel = opened()
    panel.view.frame.note.edit.setFocus()
    qtbot.keyClick(panel.view.frame.note.edit, Qt.Key.Key_P, ALT)
    strip = panel.view.frame.asks.strips["pause"]
    assert strip.isVisible()
    strip.accept()
    assert strip.form.boxes["words"].message == "This field is required."
    type_into(panel, qtbot, strip.form, "words", "A photo is on its way")
    qtbot.keyClick(strip.form.boxes["words"].editor, Qt.Key.Key_Return)
    assert panel.view.frame.head.due.text() == "paused: A photo is on its way"
    assert panel.view.frame.buttons["resume"].isVisible()
    panel.view.frame.note.edit.setFocus()
    qtbot.keyClick(panel.view.frame.note.edit, Qt.Key.Key_P, ALT)
    assert not panel.view.case.paused


def test_escalating_names_a_person_and_the_owner_stays(opened, people, qtbot):
    panel = opened()
    panel.view.frame.note.edit.setFocus()
    qtbot.keyClick(panel.view.frame.note.edit, Qt.Key.Key_E, ALT)
    strip = panel.view.frame.asks.strips["escalate"]
    strip.accept()
    assert strip.form.errors() == ["person"]
    strip.form.boxes["person"].take_raw(str(people.diego))
    strip.accept()
    assert entries(panel)[-1] == "Escalated to Diego Ruiz"
    assert panel.view.case.owner_id == people.nuria


def test_closing_jumps_to_what_is_missing_and_books_the_cost(opened, store, qtbot, said):
    panel = opened()
    form = panel.view.frame.closing.form
    panel.view.frame.note.edit.setFocus()
    qtbot.keyClick(panel.view.frame.note.edit, Qt.Key.Key_Return, CTRL)
    assert form.boxes["solution"].editor.hasFocus()
    type_into(panel, qtbot, form, "solution", "Delivered")
    qtbot.keyClick(form.boxes["solution"].editor, Qt.Key.Key_Return, CTRL)
    assert form.boxes["cost"].editor.hasFocus()
    type_into(panel, qtbot, form, "cost", "18")
    qtbot.keyClick(form.boxes["cost"].editor, Qt.Key.Key_Return, CTRL)
    assert panel.view.case.closed
    assert [words for words, _ in said][-1] == f"{panel.view.case.number} is closed."
    with store.read() as tx:
        assert tx.scalar(select(ComplaintCost.cost)) == Decimal(18)
    assert panel.view.frame.buttons["reopen"].isVisible()
    assert panel.view.frame.head.steps.accessibleName() == "Closed (5 of 5)"


def test_the_same_cause_is_named_by_a_number_that_is_there(opened, told, people, store, qtbot):
    other = told("Towels late", owner=people.diego)
    panel = opened(told(owner=people.nuria))
    form = panel.view.frame.closing.form
    for key, text in (("solution", "Explained"), ("cost", "0"), ("same_as", "CS-0")):
        type_into(panel, qtbot, form, key, text)
    panel.view.close_case()
    assert form.boxes["same_as"].message == "There is no complaint with the number CS-0."
    number = cases.case(store, other).number
    type_into(panel, qtbot, form, "same_as", number.lower())
    panel.view.close_case()
    assert panel.view.case.same_as.number == number


@pytest.fixture
def closed(opened, told, people, store):
    """A closed case of Diego's on the screen."""
    case_id = told(owner=people.diego)
    complaints.close(store, case_id, complaints.Closing("Explained", Decimal(0)), request=new_uid())
    return opened(case_id)


def test_satisfaction_is_one_to_five_and_the_answer_is_judged_by_a_manager(closed, qtbot):
    box = closed.view.frame.closing
    type_into(closed, qtbot, box.answer, "satisfaction", "7")
    box.note.click()
    assert "from 1 to 5" in box.answer.boxes["satisfaction"].message
    type_into(closed, qtbot, box.answer, "satisfaction", "4")
    box.note.click()
    assert closed.view.case.satisfaction == 4
    box.quality._group.button(5).click()
    assert closed.view.case.quality == 5


def test_who_may_not_see_costs_sees_none(context, closed, store):
    store.actor = Actor("nuria", store.actor.staff_id, "front_desk")
    context.access = "front_desk"
    closed.view.ask()
    assert closed.view.case.cost is None
    assert not closed.view.frame.closing.form.boxes["cost"].isVisible()
    assert not closed.view.frame.closing.quality.isVisible()


def test_it_is_opened_again_with_a_reason(closed, qtbot):
    closed.view.frame.buttons["reopen"].click()
    strip = closed.view.frame.asks.strips["reopen"]
    type_into(closed, qtbot, strip.form, "words", "It broke again")
    strip.accept()
    assert not closed.view.case.closed
    assert entries(closed)[-1] == "Opened again: It broke again"


def test_two_desks_change_one_field_and_both_values_are_shown(opened, store, people, qtbot):
    panel = opened()
    case_id = panel.view.case.id
    panel.view.frame.facts.form.boxes["severity"].take_raw("high")
    store.actor = Actor("diego", people.diego, "front_desk")
    complaints.change(store, case_id, {"severity": "low"}, version=panel.view.case.version)
    store.actor = Actor("nuria", people.nuria, "manager")
    panel.view.frame.facts.form.boxes["severity"].edited.emit()
    compare = panel.view.frame.compare
    assert compare.isVisible()
    compare.save.click()
    assert cases.case(store, case_id).severity == "high"
    assert "Severity: Low → High" in entries(panel)[-1]


def test_what_somebody_else_does_is_there_at_once_and_typed_text_stays(context, opened, store, people, qtbot):
    panel = opened()
    qtbot.keyClicks(panel.view.frame.note.edit, "half a sent")
    done = complaints.note(store, panel.view.case.id, "Diego was here", request=new_uid())
    context.broadcast.tell(done.changes)
    assert entries(panel)[-1] == "Diego was here"
    assert panel.view.frame.note.words() == "half a sent"


def test_a_note_that_is_not_saved_outlives_the_program(context, opened, qtbot):
    panel = opened()
    case_id = panel.view.case.id
    qtbot.keyClicks(panel.view.frame.note.edit, "The carrier")
    type_into(panel, qtbot, panel.view.frame.closing.form, "solution", "Perhaps a credit")
    panel.view.leave()
    # what this program knows goes; what is on the disk stays
    drafts_of(context).setParent(None)
    again = opened(case_id)
    assert again.view.frame.note.words() == "The carrier"
    assert again.view.frame.closing.form.boxes["solution"].raw() == "Perhaps a credit"


def test_answers_are_ready_in_the_customers_language_and_go_where_the_cursor_is(opened, told, people, store, qtbot):
    panel = opened()
    panel.view.template()
    menu = panel.view.findChild(type(panel.view.frame.head.more.menu()))
    found = [one for one in panel.view.findChildren(type(menu)) if one.isVisible()]
    assert found
    action = next(one for one in found[0].actions() if one.isEnabled())
    action.trigger()
    assert panel.view.frame.note.answers
    assert len(panel.view.frame.note.words()) > 10


def test_a_pasted_picture_is_kept_with_the_case(opened, qtbot):
    panel = opened()
    data = QMimeData()
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    panel.view.frame.files.take(data)
    assert [one.name.endswith(".png") for one in panel.view.case.files] == [True]
    assert len(panel.view.frame.files.links) == 1


def test_alike_cases_and_a_repeat_are_pointed_to(opened, told, people, store):
    first = told("The tray is bent", owner=people.nuria)
    other = told("The tray is bent", customer="Emily Carter", owner=people.nuria)
    panel = opened(told("The tray is bent again", owner=people.nuria))
    assert panel.view.frame.head.again.text() == f"again after {cases.case(store, first).number}"
    shown = [link.accessibleName() for link in panel.view.frame.alike.links]
    assert any("same customer" in words for words in shown)
    assert any(cases.case(store, other).number in words and "alike" in words for words in shown)


def test_the_clock_of_the_case_ticks_without_a_question(opened, statements, monkeypatch):
    panel = opened()
    now = panel.view.clock.now()
    before = panel.view.frame.head.due.text()
    statements.clear()
    monkeypatch.setattr(type(panel.view.clock), "now", lambda _self: now + timedelta(minutes=2))
    panel.view.clock.ticked.emit()
    assert panel.view.frame.head.due.text() != before
    assert statements == []


def test_a_case_that_is_gone_says_so(opened, store):
    panel = opened()
    with store.write() as tx:
        tx.execute(Complaint.__table__.update().values(void=True))
    panel.view.ask()
    assert panel.view.frame.state.words == "There is no such complaint any more."


def test_it_lets_go(context, told, people):
    case_id = told(owner=people.nuria)
    assert lets_go(lambda: CasePanel(context), lambda panel: panel.open_record(case_id))


def test_a_case_that_nobody_has_is_given_by_rule(opened, told, people, store, said, qtbot):
    panel = opened(told(owner=None))
    rule = panel.view.frame.facts.rule
    assert rule.isHidden(), "the company has no rules"
    store.actor = Actor("nuria", people.nuria, "admin")
    known = page(store).kept
    assigning = Assigning(False, (Rule("Transport", cause="Late"),))
    complaint_assigning.save(store, assigning, {people.diego: ["Transport"]}, known=known)
    store.actor = Actor("nuria", people.nuria, "manager")
    panel.open_record(told(owner=people.nuria, cause="Late"))
    assert rule.isHidden(), "somebody has it"
    panel.open_record(told(owner=None, cause="Damaged"))
    assert (rule.why.text(), rule.button.isHidden()) == ("No rule says who solves this.", True)
    panel.open_record(told(owner=None, cause="Late"))
    assert (rule.button.text(), rule.why.text()) == ("Give it by rule to Diego Ruiz", "")
    number = panel.view.case.number
    qtbot.keyClick(panel, Qt.Key.Key_G, ALT)
    assert panel.view.case.owner_id == people.diego
    assert rule.isHidden()
    assert (f"{number} was given to Diego Ruiz.", "done") in said


def test_a_long_reason_of_a_pause_squeezes_nothing_out_of_the_case_beside_the_queue(
    context, told, people, store, qtbot
):
    case = told(owner=people.nuria)
    complaints_work.pause(store, case, "The customer sends a photo of each of the damaged boxes")
    view = CaseView(context)
    qtbot.addWidget(view)
    view.resize(SIDE_NARROW, 640)
    view.show()
    view.frame.set_narrow(narrow=True)
    view.show_id(case)
    around = view.frame.around
    assert around.widget().width() <= around.viewport().width()
    assert view.frame.head.due.text().endswith("…")
    assert "each of the damaged boxes" in view.frame.head.due.toolTip()
    for button in view.frame.buttons.values():
        assert button.text() == button.text().strip(), "without a picture there is no gap before the words"


def test_of_a_closed_case_without_an_offer_nothing_is_said(opened, told, people, store):
    case = told(owner=people.nuria)
    panel = opened(case)
    assert panel.view.frame.offer.isVisible()
    assert panel.view.frame.offer.message.isHidden()
    complaints_closing.close(store, case, Closing("Replaced", Decimal(0)), request=new_uid())
    panel.view.ask()
    assert panel.view.frame.offer.isHidden()
