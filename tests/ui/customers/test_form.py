"""The customer's form: what a person types, presses and sees; nothing typed is lost, nobody is overwritten."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit

from app.domain.ids import new_uid
from app.i18n import Say
from app.services import customers_fields, customers_save
from app.services.customers_fields import FieldDraft
from app.services.customers_save import CustomerEdit
from app.ui.customers.form_panel import CustomerPanel
from app.ui.customers.start import CustomerStart, started
from app.ui.kit.form_drafts import drafts_of
from tests.ui.kit.conftest import database

__all__ = ["database"]


def type_over(qtbot, panel, key, text) -> None:
    """A person replaces what stands in a field."""
    editor = panel.form.boxes[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def press(qtbot, panel, key="Ctrl+S") -> None:
    """Ctrl and a key anywhere in the screen."""
    code = Qt.Key.Key_S if key == "Ctrl+S" else Qt.Key.Key_Return
    qtbot.keyClick(panel.focusWidget() or panel, code, Qt.KeyboardModifier.ControlModifier)


def somebody_else_saves(store, customer_id, fields, base) -> None:
    """Another desk."""
    customers_save.save(store, customer_id, CustomerEdit(fields, base), version=1, request=new_uid())


def test_a_name_is_enough_for_a_new_customer(panel, record, said, qtbot):
    panel.open_record("")
    press(qtbot, panel)
    assert panel.form.boxes["name"].message == "Write a name or a phone number."
    type_over(qtbot, panel, "name", "Hotel Sol")
    press(qtbot, panel)
    assert said[-1] == ("C-00001 is saved.", "done")
    assert panel.customer_id == 1
    assert panel.title() == "Hotel Sol · Customer"
    assert record(1).name == "Hotel Sol"
    assert drafts_of(panel.context).all() == {}


def test_a_number_is_enough_too_and_a_short_one_asks_first(panel, record, qtbot):
    panel.open_record("963 55 01")
    assert panel.contacts.value[0].value == "963 55 01"
    press(qtbot, panel)
    assert panel.customer_id is None
    assert "Numbers of ES have 9" in panel.contacts.message
    row = panel.contacts._rows[0]
    row.value.setFocus()
    qtbot.keyClick(row.value, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert record(panel.customer_id).name == "963 55 01"


def test_what_was_typed_elsewhere_begins_the_form():
    assert started(" +34 963 550 142 ") == CustomerStart(phone="+34 963 550 142")
    assert started("ana@sol.es") == CustomerStart(email="ana@sol.es")
    assert started("Ana Gil") == CustomerStart(name="Ana Gil")


def test_only_what_was_changed_is_saved_and_can_be_taken_back(panel, context, store, marta, record, qtbot):
    panel.open_record(marta)
    assert panel.form.boxes["occupation"].isHidden()
    panel.head.empty.click()
    type_over(qtbot, panel, "occupation", "Buyer")
    somebody_else_saves(store, marta, {"note": "Rings once"}, {"note": "Rings twice"})
    press(qtbot, panel)
    values = record(marta).values
    assert (values["occupation"], values["note"]) == ("Buyer", "Rings once")
    # the other one's change is on the screen now
    assert panel.form.boxes["note"].raw() == "Rings once"
    assert context.undo.last == "Saved; what somebody else changed meanwhile is kept too."
    context.undo.undo()
    values = record(marta).values
    assert (values["occupation"], values["note"]) == ("", "Rings once")


def test_the_same_field_shows_both_values_until_one_is_chosen(panel, store, marta, record, qtbot):
    panel.open_record(marta)
    type_over(qtbot, panel, "note", "Never rings")
    type_over(qtbot, panel, "main.city", "Gandia")
    somebody_else_saves(store, marta, {"note": "Rings once"}, {"note": "Rings twice"})
    press(qtbot, panel)
    compare = panel.saving.compare
    assert compare.isVisible()
    assert [button.text() for button in compare._groups["note"].buttons()] == ["Rings once", "Never rings"]
    assert record(marta).values["main.city"] == "Valencia"
    compare.choose_theirs("note")
    qtbot.mouseClick(compare.save, Qt.MouseButton.LeftButton)
    values = record(marta).values
    assert (values["note"], values["main.city"]) == ("Rings once", "Gandia")
    assert not compare.isVisible()


def test_mine_may_stay_as_well(panel, store, marta, record, qtbot):
    panel.open_record(marta)
    type_over(qtbot, panel, "note", "Never rings")
    somebody_else_saves(store, marta, {"note": "Rings once"}, {"note": "Rings twice"})
    press(qtbot, panel)
    qtbot.mouseClick(panel.saving.compare.save, Qt.MouseButton.LeftButton)
    assert record(marta).values["note"] == "Never rings"


def test_a_draft_survives_esc_another_record_and_a_restart(panel, context, make, marta, qtbot):
    other = make.customer("Other")
    panel.open_record(marta)
    type_over(qtbot, panel, "note", "Half a sen")
    row = panel.contacts._rows[-1]
    qtbot.keyClicks(row.value, "655014722")
    panel.open_record(other)
    assert panel.form.boxes["note"].raw() == ""
    # the program ends, another one begins
    drafts_of(context).setParent(None)
    drafts_of(context)
    again = CustomerPanel(context)
    qtbot.addWidget(again)
    again.translate()
    again.show()
    again.open_record(marta)
    assert again.form.boxes["note"].raw() == "Half a sen"
    assert [row.value for row in again.contacts.value] == ["963550142", "655014722"]
    assert again.draft.words.startswith("What you typed on")
    again.draft.buttons[0].click()
    assert again.form.boxes["note"].raw() == "Rings twice"
    assert again.draft.words == ""


def test_a_lookalike_is_named_while_typing(panel, context, marta, qtbot):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    panel.open_record("")
    type_over(qtbot, panel, "name", "Soler Marta")
    panel.watch.look()
    assert panel.double.words == "Looks like Marta Soler, +34 963 55 01 42. Open that record?"
    panel.double.buttons[1].click()
    assert panel.double.words == ""
    panel.watch.look()
    assert panel.double.words == ""
    panel.open_record("963550142")
    assert panel.double.words.startswith("Looks like Marta Soler")
    panel.double.buttons[0].click()
    assert gone == [("customer", marta)]


def test_contacts_are_added_moved_and_taken_away(panel, marta, record, qtbot):
    panel.open_record(marta)
    qtbot.keyClicks(panel.contacts._rows[-1].value, "ana@sol.es")
    assert panel.contacts._rows[1].row.kind == "email"
    panel.contacts._rows[1].first.click()
    press(qtbot, panel)
    assert [(point.kind, point.value) for point in record(marta).points] == [
        ("email", "ana@sol.es"), ("phone", "963550142"),
    ]  # fmt: skip
    panel.contacts._rows[1].gone.click()
    press(qtbot, panel)
    assert [point.value for point in record(marta).points] == ["ana@sol.es"]


def test_a_field_that_the_company_adds_is_there_without_a_restart(panel, store, context, marta, record, qtbot):
    panel.open_record(marta)
    type_over(qtbot, panel, "note", "Half a sen")
    added = customers_fields.add(
        store, FieldDraft("Pillow", group="Room", labels={"es": "Almohada"}), request=new_uid()
    )
    context.broadcast.tell(added.changes)
    key = f"custom:{added.id}"
    assert panel.form.boxes[key].label.text() == "Pillow"
    # and what was being typed is still there
    assert panel.form.boxes["note"].raw() == "Half a sen"
    panel.head.empty.setChecked(False)
    type_over(qtbot, panel, key, "soft")
    press(qtbot, panel)
    assert record(marta).values[key] == "soft"


def test_an_own_field_names_a_person_of_the_company(panel, store, make, context, marta, record, qtbot):
    make.staff(name="Nuria Costa")
    added = customers_fields.add(store, FieldDraft("Contact here", kind="person"), request=new_uid())
    key = f"custom:{added.id}"
    panel.open_record(marta)
    panel.head.empty.setChecked(False)
    box = panel.form.boxes[key]
    assert [words for _, words in box.choices][:1] == ["–"]
    assert "Nuria Costa" in [words for _, words in box.choices]
    box.take_raw("Nuria Costa")
    box.edited.emit()
    press(qtbot, panel)
    assert record(marta).values[key] == "Nuria Costa"
    left = make.customer("Bo")
    customers_save.save(store, left, CustomerEdit({key: "Pau, who has left"}), version=1, request=new_uid())
    panel.open_record(left)
    assert panel.form.boxes[key].raw() == "Pau, who has left"


def test_ctrl_enter_logs_the_note_where_the_cursor_is(panel, store, marta, said, qtbot):
    panel.open_record(marta)
    talk = panel.side.timeline.talk
    talk.talk.boxes["note"].setFocus()
    qtbot.keyClicks(talk.talk.boxes["note"].editor, "Wants 24 more")
    talk.talk.boxes["follow_up"].setFocus()
    qtbot.keyClicks(talk.talk.boxes["follow_up"].editor, "+3")
    press(qtbot, panel, "Ctrl+Enter")
    assert said[-1] == ("The contact is logged.", "done")
    lines = panel.side.timeline.list.lines.lines
    assert [line.what for line in lines if line.icon == "phone"] == ["Wants 24 more", "Asked about towels"]
    assert "next step" in next(line.below for line in lines if line.what == "Wants 24 more")
    panel.side.open(5)
    steps = panel.side.tab(5)
    steps.list.setCurrentIndex(steps.list.lines.index(0, 0))
    qtbot.keyClick(steps.list, Qt.Key.Key_Space)
    assert "done" in steps.list.lines.lines[0].below
    assert panel.context.undo.last == "The next step is done."


def test_a_price_that_was_told_is_noted(panel, marta, said, qtbot):
    panel.open_record(marta)
    talk = panel.side.timeline.talk
    talk.tell_price.click()
    qtbot.keyClicks(talk.price.boxes["product"].editor, "towel")
    # its timer has run
    talk._popup._ask()
    assert talk._popup.isVisible()
    qtbot.keyClick(talk.price.boxes["product"].editor, Qt.Key.Key_Return)
    qtbot.keyClicks(talk.price.boxes["price"].editor, "9.80")
    press(qtbot, panel, "Ctrl+Enter")
    assert said[-1] == ("The price is noted.", "done")
    assert any(line.what.startswith("Price told: Bath towel") for line in panel.side.timeline.list.lines.lines)


def test_every_widget_has_a_name_and_another_language_leaves_no_english(panel, context, marta):
    panel.open_record(marta)
    for at in range(len(panel.side.buttons)):
        panel.side.open(at)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
        for widget in panel.findChildren(kind)
        if widget.isVisible() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
    context.speak(Say("es", country="ES"))
    assert panel.side.buttons[0].text() == context.say.text("Timeline")


def test_asking_for_no_record_begins_a_new_one(panel, context, marta):
    panel.open_record(marta)
    context.go("customer", None)
    assert panel.customer_id is None
    assert panel.title() == "New customer"


def test_a_record_that_is_gone_says_so(panel, said):
    panel.open_record(999)
    assert panel.state.isVisible()
    assert panel.state.words == "There is no such customer."


def test_the_cursor_stands_in_the_first_field_of_a_customer_that_is_opened_first(panel, marta):
    # what has the keyboard while the record is read is the screen itself
    panel.setFocus()
    panel.open_record(marta)
    assert QApplication.focusWidget() is panel.form.boxes["name"].editor
