"""The caller card by keys: its blocks, a sentence for the telephone, who goes on, an order at the price told."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from sqlalchemy import select

from app.models import Interaction
from app.queries.caller_card import OpenOrder
from app.ui.caller.blocks import status_sentence
from app.ui.caller.words import brief
from tests.support.complaints import complaint


def test_ctrl_and_a_figure_goes_to_each_block_and_enter_opens_what_is_behind_it(panel, context, ana, store, qtbot):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    case = complaint(store, ana)
    panel.open_record(ana)
    card = panel.card
    places = (card.orders.table, card.prices.table, card.note.field, card.complaint, card.contacts, card.people)
    for figure, place in enumerate(places, 1):
        key = Qt.Key(Qt.Key.Key_0.value + figure)
        qtbot.keyClick(panel.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
        assert place.hasFocus(), figure
    for place in places[3:]:
        qtbot.keyClick(place, Qt.Key.Key_Return)
    assert gone == [("complaint", case), ("customer", ana), ("customer", ana)]


def test_how_an_order_stands_can_be_read_to_the_caller(panel, store, make, ana, qtbot):
    today, towel = store.today(), make.product("Robe")
    make.order(ana, (towel, "1"), promised_on=today + timedelta(days=3))
    panel.open_record(ana)
    spoken, table = panel.card.orders.spoken, panel.card.orders.table
    late, coming = (table.rows.index(row, 0).data() for row in range(2))
    promised = brief(today - timedelta(days=2), panel.context.say)
    assert spoken.text() == f"{late}: late. It was promised for {promised}."
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    day = brief(today + timedelta(days=3), panel.context.say)
    assert spoken.text() == f"{coming}: Confirmed; promised for {day}."
    at_desk = datetime.now(panel.context.say.zone).date()
    order = OpenOrder("A-7", "in_progress", today, at_desk, Decimal(9), False, slot="10-12")
    say = panel.context.say
    assert status_sentence(order, say) == "A-7: In preparation; it comes today, 10-12."
    assert status_sentence(replace(order, pick_up=True), say) == "A-7: In preparation; it can be picked up today."
    assert status_sentence(replace(order, promised_on=None), say) == "A-7: In preparation; no day is promised."


def test_a_follow_up_goes_to_somebody_else(panel, ana, make, store, qtbot):
    nuria = make.staff(name="Nuria Campos")
    panel.open_record(ana)
    follow_up = panel.card.note.follow_up
    follow_up.menu().aboutToShow.emit()
    people = {action.text(): action for action in follow_up._people.actions()}
    people["Nuria Campos"].trigger()
    assert follow_up.day == follow_up._today()
    assert follow_up.toolTip().endswith(", Nuria Campos")
    panel.open_record(make.customer("Eva"))
    assert follow_up.by is None
    panel.open_record(ana)
    assert follow_up.by == nuria, "kept with the note"
    panel.card.note.field.setPlainText("Wants a price for 200.")
    panel.log()
    with store.read() as tx:
        row = tx.first(select(Interaction.follow_up_on, Interaction.follow_up_staff_id).order_by(Interaction.id.desc()))
    assert tuple(row) == (follow_up._today(), nuria)


def test_f9_begins_an_order_at_the_price_that_was_told(panel, context, ana, qtbot):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    panel.open_record(ana)
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.card.prices.table, Qt.Key.Key_F9)
    assert gone == [("order", ("told", ana, panel.card.desk.card.last_prices[0].product))]


def test_a_number_of_the_house_is_nobody_to_be_made_a_customer(panel, make, qtbot):
    for number in range(3):
        make.customer(phone=f"96355014{number}", city="Valencia")
    panel.open_record("１０５")
    finder = panel.finder
    assert finder.words.text() == "105 is an extension of the house."
    assert not any(part.isVisible() for part in (finder.note, finder.new, finder.assign, finder.nobody))
    panel.open_record("963 999 999")
    assert finder.hint.text().startswith("It looks like a number of Valencia, Spain.")
    assert finder.note.isVisible()
