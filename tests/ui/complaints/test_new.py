"""A new complaint: from the card in one sentence, from the queue with a look-up first; solved at once; never lost."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.models import Complaint
from app.ui.caller.panel import CallerPanel
from app.ui.complaints.case_panel import CasePanel
from app.ui.complaints.start import ComplaintStart
from app.ui.kit.form_drafts import drafts_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"support raise", "grabbing")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def customer(make, people):
    """Marta, with two orders: the second is the latest."""
    one, product = make.customer("Marta Ibáñez", phone="963550142", city="Valencia"), make.product("Towel")
    make.order(one, (product, "1", "20"))
    latest = make.order(one, (product, "2", "50")).order_id
    return one, latest


def on_screen(made, qtbot):
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.translate()
    made.paint_theme()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def card(context, customer, qtbot, tmp_path):
    """Marta's card."""
    made = on_screen(CallerPanel(context, notes=tmp_path / "notes.json"), qtbot)
    made.open_record(customer[0])
    return made


def told(store):
    with store.read() as tx:
        return tx.all(select(Complaint.__table__))


def test_one_sentence_by_keyboard_alone_is_enough_and_it_is_on_the_card_at_once(card, customer, store, qtbot, people):
    qtbot.keyClick(card.card.note.field, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    # a button that is pressed by its letter goes down for a moment first
    qtbot.waitUntil(lambda: card.case.form is not None)
    form = card.case.form
    assert form.form.boxes["subject"].editor.hasFocus()
    qtbot.keyClicks(form.form.boxes["subject"].editor, "Late delivery, wedding on Saturday")
    qtbot.keyClick(form.form.boxes["subject"].editor, Qt.Key.Key_Return, CTRL)
    [row] = told(store)
    assert (row.subject, row.channel, row.order_id) == ("Late delivery, wedding on Saturday", "phone", customer[1])
    assert (row.owner_id, row.severity, row.status) == (people.nuria, "normal", "assigned")
    assert card.card.complaint.subject.text() == f"{row.number} · Late delivery, wedding on Saturday"
    assert card.card.note.field.hasFocus()
    assert card.card.orders.isVisible()


def test_without_a_sentence_nothing_is_saved_and_esc_keeps_what_was_typed(card, customer, store, qtbot):
    card.new_complaint()
    form = card.case.form
    qtbot.keyClick(form.form.boxes["subject"].editor, Qt.Key.Key_Return, CTRL)
    assert form.form.boxes["subject"].message == "This field is required."
    qtbot.keyClicks(form.form.boxes["subject"].editor, "Half a sen")
    qtbot.keyClick(form.form.boxes["subject"].editor, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert card.customer_id == customer[0]
    card.new_complaint()
    assert form.form.boxes["subject"].raw() == "Half a sen"
    assert told(store) == []


def test_a_draft_outlives_the_program(context, card, customer, qtbot, tmp_path):
    card.new_complaint()
    qtbot.keyClicks(card.case.form.form.boxes["subject"].editor, "Wrong colour")
    card.case.form.keep()
    # what this program knows goes; what is on the disk stays
    drafts_of(context).setParent(None)
    again = on_screen(CasePanel(context), qtbot)
    again.open_record(ComplaintStart(customer[0]))
    assert again.form.form.boxes["subject"].raw() == "Wrong colour"


def test_solved_at_once_closes_it_as_solved_at_first_contact(context, customer, store, qtbot):
    panel = on_screen(CasePanel(context), qtbot)
    panel.open_record(ComplaintStart(customer[0], order_id=customer[1], channel="counter"))
    form = panel.form
    form.form.boxes["subject"].take_raw("Glass cracked")
    form.form.boxes["solved"].editor.click()
    form.accept()
    assert form.solution.errors() == ["solution", "cost"]
    form.solution.boxes["solution"].take_raw("Replaced at the counter")
    form.solution.boxes["cost"].take_raw("4")
    form.accept()
    [row] = told(store)
    assert (row.status, row.first_contact, row.channel) == ("closed", True, "counter")
    assert panel.view.case.closed


def test_without_a_customer_it_is_asked_whose_it_is(context, customer, qtbot):
    panel = on_screen(CasePanel(context), qtbot)
    panel.open_record(ComplaintStart())
    qtbot.keyClicks(panel.who.field, "963 55 01 42")
    qtbot.keyClick(panel.who.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.form.customer_id == customer[0])
    assert panel.form.form.boxes["order_id"].value == customer[1]
    assert panel.form.form.boxes["subject"].editor.hasFocus()


def test_a_click_on_the_cards_complaint_opens_the_case(context, card, store, qtbot):
    card.new_complaint()
    card.case.form.form.boxes["subject"].take_raw("Late")
    card.case.form.accept()
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    qtbot.mouseClick(card.card.complaint, Qt.MouseButton.LeftButton)
    assert wanted == [("complaint", told(store)[0].id)]
