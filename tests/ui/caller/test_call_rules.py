"""What a call leads to: a choice of several, a number that gets an owner, a rule of the house, a line in the books."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlalchemy import select

from app.domain.calling import CallRules
from app.domain.incoming import incoming
from app.models import Interaction
from app.queries import calls as asked
from app.queries import lookup
from app.services import calls
from app.ui.caller.panel import CallerPanel


def typing(desk):
    field = QLineEdit(desk.stack.currentWidget())
    field.show()
    field.setFocus()
    return field


def ring(desk, number, *states, id="1"):  # noqa: A002
    for state in states or ("ringing",):
        desk.calls.take(incoming(number, id=id, state=state))


def test_one_of_several_by_a_key_while_somebody_types(desk, make, qtbot):
    make.customer("Ana", phone="963550001")
    eva = make.customer("Eva", phone="963550001")
    field = typing(desk)
    ring(desk, "963550001")
    pop = desk.calls.pop
    assert pop.height() == 178
    assert pop.shared.isVisible()
    assert not pop.open_button.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    panel = desk.stack.currentWidget()
    assert isinstance(panel, CallerPanel)
    assert panel.customer_id == eva
    assert panel.card.header.lasting.text().startswith("On the phone")
    assert not pop.isVisible()


def test_a_number_of_nobody_is_remembered_without_taking_the_focus(desk, store, qtbot):
    field = typing(desk)
    ring(desk, "611222333")
    unknown = desk.calls.pop.unknown
    assert [b.text() for b in (unknown.new, unknown.assign, unknown.nobody)] == [
        "New customer", "Assign…", "No customer…"
    ]  # fmt: skip
    assert QApplication.focusWidget() is field
    qtbot.mouseClick(unknown.nobody, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(unknown.field, "laundry")
    qtbot.keyClick(unknown.field, Qt.Key.Key_Return)
    assert not desk.calls.pop.isVisible()
    ring(desk, "611222333", id="2")
    assert desk.calls.pop.name.text() == "laundry"
    assert not unknown.isVisible()


def test_the_number_gets_an_owner(desk, store, make, qtbot, said):
    ana = make.customer("Ana Gil", phone="963550142")
    ring(desk, "611222333")
    qtbot.mouseClick(desk.calls.pop.unknown.assign, Qt.MouseButton.LeftButton)
    panel = desk.stack.currentWidget()
    assert panel.finder.title.text() == "Whose number is 611222333?"
    panel.finder.field.setText("Ana")
    qtbot.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert panel.customer_id == ana
    assert said[-1][0] == "The number belongs to this customer now."
    assert lookup.find(store, "611222333").ids == (ana,)


def test_the_house_does_not_ring_here(desk, store):
    ring(desk, "200")
    assert not desk.calls.pop.isVisible()
    assert asked.missed(store) == []


def test_rules_open_the_card_unless_somebody_writes(desk, store, make, ana):
    changes = calls.set_rules(store, CallRules(one="open", none="line"))
    desk.context.broadcast.tell(changes)
    field = typing(desk)
    field.setText("half a word")
    ring(desk, "963550142")
    assert desk.calls.pop.isVisible()
    desk.calls.dismiss()
    field.clear()
    ring(desk, "963550142", id="2")
    assert desk.stack.currentWidget().customer_id == ana
    ring(desk, "611222333", id="3")
    assert not desk.calls.pop.isVisible()
    assert desk.status.line.text() == "Call from +34 611 22 23 33."


def test_a_missed_call_waits_and_speaking_settles_it(desk, store, ana, qtbot):
    ring(desk, "963550142", "ringing", "ended")
    [missed] = asked.missed(store)
    assert (missed.customer_id, missed.name) == (ana, "Ana Gil")
    ring(desk, "963550142", id="2")
    desk.calls.answer()
    panel = desk.stack.currentWidget()
    panel.talk.since = datetime.now(UTC) - timedelta(seconds=95)
    panel.card.note.field.setPlainText("Towels.")
    panel.log()
    with store.read() as tx:
        row = tx.first(select(Interaction.seconds, Interaction.number, Interaction.direction, Interaction.note)
                       .order_by(Interaction.id.desc()))  # fmt: skip
    assert row[0] in (95, 96)
    assert tuple(row[1:]) == ("963550142", "in", "Towels.")
    assert asked.missed(store) == []
