"""The offer inside a case: typed with its effect, carried out, approved at the same desk; by keyboard alone."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.ids import new_uid
from app.queries import complaint_outcomes as asked_of
from app.services import invoices, users
from app.store.session import Actor
from app.ui.complaints.case_panel import CasePanel
from app.ui.complaints.outcome_card import OutcomeCard
from app.ui.kit.form_drafts import FormDrafts, drafts_of
from tests.support.complaints import asked, complaint, propose, settle, status
from tests.support.ledger import booked, lines_of

D = Decimal
WIDE = 366
"""Pixels inside the column of a case in a low window."""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def sale(store, make):
    customer = make.customer("Hotel Jardín")
    robe, towel = make.product("Bathrobe", price="120", cost="70"), make.product("Towel", price="40", cost="38")
    order = make.order(customer, (robe, "10", "120", "10"), (towel, "5", "40"), discount="50").order_id
    invoices.invoice(store, order, request=new_uid())
    robes, towels = lines_of(store, order)
    case = complaint(store, customer, order_id=order, line_id=towels)
    return SimpleNamespace(customer=customer, order=order, robes=robes, towels=towels, case=case)


@pytest.fixture
def card(context, qtbot, sale):
    made = OutcomeCard(context)
    qtbot.addWidget(made)
    made.resize(WIDE, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_case(sale.case, 1)
    return made


def verbs(card):
    return [name for name, button in card.buttons.items() if not button.isHidden()]


def choose(card, kind):
    card.typing.head.boxes["kind"].take_raw(kind)
    card.typing.head.edited.emit()


def effect_of(card):
    """What is shown once nobody types any more."""
    card._timer.stop()
    card._ask_effect()
    return card.effect.words.replace("\u00a0", " ")


def front_desk(context, store, make):
    boss = make.staff(login="marta", access="manager", name="Marta")
    make.staff(login="boss", access="admin")
    users.set_pin(store, boss, "4179")
    context.access = "front_desk"
    store.actor = Actor("nuria", make.staff(login="nuria", access="front_desk", name="Nuria"), "front_desk")


def test_typed_with_its_effect_and_carried_out_by_keyboard(store, card, sale, qtbot):
    assert verbs(card) == ["begin"]
    qtbot.keyClick(card.buttons["begin"], Qt.Key.Key_Space)
    assert card.typing.head.boxes["kind"].editor.hasFocus()
    first = card.typing.lines.rows[0]
    assert (first.line.left.name, first.most) == ("Towel", 5)
    field = card.typing.lines.rows[1].box.editor
    field.setFocus()
    qtbot.keyClicks(field, "2")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert effect_of(card).splitlines()[:3] == [
        "Given to the customer, without tax: 207.56 €", "Credit note, with tax: 207.56 €", "Contribution: −67.56 €"
    ]  # fmt: skip
    with qtbot.waitSignal(card.done):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert booked(store, kind="return")[:2] == (-2, D("-207.56"))
    assert card.message.text() == "Carried out: R-2026-00001 · CN-2026-00001."
    assert status(store, sale.case) == "executed"
    assert verbs(card) == ["begin"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("return", "lines"), ("credit", "lines"), ("replacement", "back"), ("discount", "discount"), ("apology", "")],
)
def test_only_what_fits_is_asked_and_nothing_is_wider_than_the_column(card, kind, shown):
    card.buttons["begin"].click()
    choose(card, kind)
    parts = {"lines": card.typing.lines, "back": card.typing.back, "discount": card.typing.discount}
    assert [name for name, part in parts.items() if not part.isHidden()] == (
        ["lines", "back"] if shown == "back" else [shown] if shown else []
    )
    assert card.minimumSizeHint().width() <= WIDE


def test_more_than_is_left_is_said_at_its_field(card, qtbot):
    card.buttons["begin"].click()
    field = card.typing.lines.rows[0].box
    field.take_raw("6")
    card.buttons["settle"].click()
    assert field.message == "At most 5 are left of this line."
    assert field.editor.hasFocus()


def test_a_discount_needs_a_percentage_or_an_amount(card):
    card.buttons["begin"].click()
    choose(card, "discount")
    card.buttons["settle"].click()
    assert card.typing.discount.boxes["percent"].message == "Write the discount: a percentage or an amount."
    card.typing.discount.boxes["percent"].take_raw("10")
    card.typing.discount.edited.emit()
    assert "Given to the customer, without tax: 123.00 €" in effect_of(card)


def test_above_the_limit_the_front_desk_asks_or_a_manager_types_the_pin(context, store, make, card, sale, qtbot):
    front_desk(context, store, make)
    card.buttons["begin"].click()
    card.typing.lines.rows[1].box.take_raw("3")
    words = effect_of(card)
    assert "Contribution" not in words
    assert "Above 100.00 € a manager approves it." in words
    assert verbs(card) == ["ask", "pin", "leave"]
    card.buttons["pin"].click()
    pin = card.pin.form.boxes["pin"]
    pin.take_raw("1111")
    card.pin.accept()
    assert pin.message
    assert not pin.raw()
    pin.take_raw("4179")
    with qtbot.waitSignal(card.done):
        card.pin.accept()
    assert status(store, sale.case) == "executed"
    assert asked_of.of_case(store, sale.case).outcomes[0].decided_by == "Marta"


def test_a_manager_answers_what_waits(context, store, make, card, sale, qtbot):
    front_desk(context, store, make)
    waits = propose(store, sale.case, asked("return", sale.order, {sale.robes: 3}))
    card.show_case(sale.case, 2)
    assert verbs(card) == ["pin", "withdraw"]
    context.access, store.actor = "manager", Actor("marta", None, "manager")
    card.show_case(sale.case, 2)
    assert verbs(card) == ["approve", "refuse", "withdraw"]
    assert "Contribution: −101.34 €" in effect_of(card)
    card.buttons["refuse"].click()
    card.refusing.accept()
    assert card.refusing.form.boxes["words"].message == "This field is required."
    card.refusing.form.boxes["words"].take_raw("Two at most")
    card.refusing.accept()
    assert verbs(card) == ["begin"]
    assert (status(store, sale.case), asked_of.of_case(store, sale.case).outcomes[0].decision) == (
        "in_work", "Two at most"
    )  # fmt: skip
    assert waits.state == "proposed"


def test_what_somebody_else_gave_meanwhile_is_said_and_what_was_typed_stays(store, card, sale):
    card.buttons["begin"].click()
    card.typing.lines.rows[0].box.take_raw("4")
    settle(store, complaint(store, sale.customer), asked("return", sale.order, {sale.towels: 3}))
    card.buttons["settle"].click()
    assert card.message.text() == "Of ‘Towel’ only 2 can still come back; 4 was asked."
    robes, reason = card.typing.lines.rows[1].box, card.typing.tail.boxes["reason"].editor
    reason.setFocus()
    card.show_case(sale.case, 2)
    assert reason.hasFocus()
    assert card.typing.lines.rows[1].box is not robes
    assert card.typing.lines.rows[0].box.raw() == "4"
    assert card.typing.lines.rows[0].most == 2
    robes = card.typing.lines.rows[1].box
    card.show_case(sale.case, 3)
    assert card.typing.lines.rows[1].box is robes


def test_what_was_typed_for_a_case_is_there_when_it_is_shown_again(context, store, card, sale, qtbot):
    other = complaint(store, sale.customer)
    card.buttons["begin"].click()
    choose(card, "credit")
    card.typing.lines.rows[0].box.take_raw("12.50")
    card.typing.tail.boxes["reason"].take_raw("Loose threads")
    card.show_case(other, 1)
    assert verbs(card) == ["begin"]
    card.show_case(sale.case, 1)
    assert card.typing.kind == "credit"
    assert card.typing.lines.rows[0].box.value == D("12.50")
    assert card.typing.tail.boxes["reason"].value == "Loose threads"
    drafts_of(context).write()
    drafts_of(context).deleteLater()
    qtbot.waitUntil(lambda: context.findChild(FormDrafts) is None)
    again = OutcomeCard(context)
    qtbot.addWidget(again)
    again.show_case(sale.case, 1)
    assert (again.typing.kind, again.typing.lines.rows[0].box.value) == ("credit", D("12.50"))
    again.buttons["settle"].click()
    assert not drafts_of(context).all()


def test_an_approved_offer_is_carried_out_or_withdrawn_and_a_closed_case_offers_nothing(store, card, sale):
    kept = propose(store, sale.case, asked("apology", reason="We are sorry", cost="5"))
    card.show_case(sale.case, 2)
    assert verbs(card) == ["execute", "withdraw"]
    card.buttons["withdraw"].click()
    assert verbs(card) == ["begin"]
    assert kept.state == "approved"
    closed = complaint(store, sale.customer, status="closed")
    card.show_case(closed, 1)
    assert verbs(card) == []


def test_inside_a_case_the_main_key_belongs_to_the_offer_while_it_is_typed(context, store, sale, qtbot):
    panel = CasePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1180, 760)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.open_record(sale.case)
    offer = panel.view.frame.offer
    offer.buttons["begin"].click()
    field = offer.typing.lines.rows[0].box.editor
    field.setFocus()
    qtbot.keyClicks(field, "1")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert status(store, sale.case) == "executed"
    assert panel.view.case.status == "executed"
    assert [event.kind for event in panel.view.case.events].count("executed") == 1
