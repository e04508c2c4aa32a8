"""A form in somebody's hands: typed, read, refused, corrected, spoken in another language, kept in a draft."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusal import Mistake
from app.i18n import Say
from app.ui import theme
from app.ui.kit.form import Form, FormField, warning
from app.ui.kit.form_drafts import FormDrafts, FormKeeper, drafts_of
from app.ui.kit.form_fields import Choice


def short(value) -> None:
    """A phone number that is too short may be kept, one with letters cannot."""
    if any(sign.isalpha() for sign in value):
        raise Mistake("A phone number has no letters.")
    if value and len(value) < 9:
        raise warning("This phone number has {count} digits.", count=len(value))


FIELDS = (
    FormField("name", "Name", required=True),
    FormField("phone", "Phone", check=short),
    FormField("limit", "Credit limit", "money", least=0),
    FormField("born", "Birthday", "day", past=True),
    FormField("language", "Language", "choice", choices=(("", "–"), ("es", "Spanish"), ("zh", "Chinese")),
              section="More"),
    FormField("active", "Active", "check"),
    FormField("note", "Note", "lines", wide=True),
)  # fmt: skip


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Where drafts of this test lie."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def form(context, home, qtbot) -> Form:
    """A form on the screen."""
    made = Form(context, FIELDS, columns=2)
    qtbot.addWidget(made)
    made.set_today(date(2026, 3, 16))
    made.translate()
    made.paint_theme()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus_first()
    return made


def type_over(qtbot, form, key, text) -> None:
    """A person goes to a field and replaces what stands there."""
    editor = form.boxes[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def test_values_are_read_as_people_write_them(form, qtbot):
    type_over(qtbot, form, "name", "Marta Ibanez")
    type_over(qtbot, form, "limit", "=48*9,5")
    type_over(qtbot, form, "born", "27/11/81")
    type_over(qtbot, form, "note", "Sails.")
    qtbot.keyClick(form.boxes["language"].editor, "s")
    assert form.check()
    assert form.changed() == {
        "name": "Marta Ibanez", "limit": Decimal("456.00"), "born": date(1981, 11, 27), "note": "Sails.",
        "language": "es",
    }  # fmt: skip
    assert form.boxes["born"].raw() == "27 Nov 1981"
    type_over(qtbot, form, "limit", "1.234")
    form.boxes["name"].setFocus()
    assert form.boxes["limit"].message == "Read as 1,234.00\u00a0€."


def test_a_filled_form_has_not_changed_and_names_only_what_did(form, qtbot):
    form.fill({"name": "Ana", "limit": Decimal(500), "born": date(1981, 11, 27), "language": "zh", "active": True})
    assert not form.is_changed
    assert form.check()
    type_over(qtbot, form, "name", "Ana Gil")
    qtbot.keyClick(form.boxes["active"].editor, Qt.Key.Key_Space)
    assert form.check()
    assert form.changed() == {"name": "Ana Gil", "active": False}


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 201, "At most 200 characters fit; shorten it."),
        ("phone", "96 ABC", "A phone number has no letters."),
        ("limit", "-5", "−5.00 cannot be; write 0 or more."),
        ("limit", "a lot", "‘a lot’ is not a number. Write it as 1,234.50."),
        ("born", "31/2", "‘31/2’ is a day that does not exist; this month has 28 days."),
        ("born", "1/1/2030", "1 Jan 2030 lies in the future."),
        ("born", "1/1/1850", "‘1/1/1850’ lies outside the years 1900 to 2100."),
    ],
)
def test_what_is_wrong_stays_and_says_what_is_right(form, qtbot, key, typed, words):
    form.fill({"name": "Ana"})
    type_over(qtbot, form, key, typed[:5] if len(typed) > 100 else typed)
    if len(typed) > 100:
        form.boxes[key].editor.setText(typed)
    form.boxes["note"].setFocus()
    assert form.boxes[key].message == words
    assert form.boxes[key].editor.accessibleDescription() == words
    assert not form.check()
    assert form.errors() == [key]
    assert form.boxes[key].raw() == typed
    assert form.boxes[key].editor.hasFocus()


def test_the_bar_names_everything_that_is_wrong_and_leads_there(form, qtbot):
    type_over(qtbot, form, "limit", "x")
    assert not form.check()
    assert form.boxes["name"].editor.hasFocus()
    assert form.to_correct._words.text() == "2 things to correct"
    links = form.to_correct._links
    assert [link.text() for link in links] == ["Name", "Credit limit"]
    qtbot.mouseClick(links[1], Qt.MouseButton.LeftButton)
    assert form.boxes["limit"].editor.hasFocus()
    type_over(qtbot, form, "limit", "5")
    type_over(qtbot, form, "name", "Ana")
    form.boxes["note"].setFocus()
    assert form.to_correct.isHidden()


def test_a_warning_is_passed_with_alt_enter_and_the_save_goes_on(form, qtbot):
    form.fill({"name": "Ana"})
    type_over(qtbot, form, "phone", "963550")
    assert not form.check()
    assert form.boxes["phone"].message == "This phone number has 6 digits. Save it anyway (Alt+Enter)."
    with qtbot.waitSignal(form.passed, timeout=100):
        qtbot.keyClick(form.boxes["phone"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert form.check()
    assert form.changed() == {"phone": "963550"}
    # another unusual value is asked about anew
    type_over(qtbot, form, "phone", "9635")
    assert not form.check()


def test_an_operation_puts_its_refusal_under_the_field_it_names(form):
    form.fill({"name": "Ana"})
    form.hide_empty(True)
    assert form.boxes["limit"].isHidden()
    assert form.hidden() == 6
    assert form.show_refusal(Mistake("Too much for this company.", field="limit"))
    assert form.boxes["limit"].isVisible()
    assert form.boxes["limit"].editor.hasFocus()
    assert not form.show_refusal(Mistake("The server is tired.", field="elsewhere"))


def test_another_language_rewrites_words_and_values_but_not_what_is_wrong(form, context, qtbot):
    form.fill({"name": "Ana", "limit": Decimal("1234.5"), "born": date(1981, 11, 27)})
    type_over(qtbot, form, "phone", "x")
    form.check()
    context.speak(Say("es", country="ES"))
    form.translate()
    assert form.boxes["limit"].raw() == "1.234,50"
    assert form.boxes["born"].raw() == "27 nov 1981"
    assert form.boxes["phone"].raw() == "x"
    assert form.check() is False
    assert form.changed() == {"phone": "x"}


def test_every_field_has_a_name_and_tab_goes_in_reading_order(form, qtbot):
    names = [box.editor.accessibleName() for box in form.boxes.values()]
    assert names == ["Name, required", "Phone", "Credit limit", "Birthday", "Language", "Active", "Note"]
    assert all(box.label.buddy() is box.editor for box in form.boxes.values())
    seen = []
    for key in form.boxes:
        seen.append(key if form.boxes[key].editor.hasFocus() else "")
        qtbot.keyClick(form.boxes[key].editor, Qt.Key.Key_Tab)
    assert seen == list(form.boxes)


def test_a_suggestion_is_taken_with_tab(form, qtbot):
    form.suggest("phone", "963550142")
    form.boxes["phone"].setFocus()
    assert form.boxes["phone"].editor.placeholderText() == "963550142 · Tab to take it"
    qtbot.keyClick(form.boxes["phone"].editor, Qt.Key.Key_Tab)
    assert form.boxes["phone"].editor.hasFocus()
    assert form.texts() == {"phone": "963550142"}


@pytest.mark.parametrize("wide", [400, 110, 60])
def test_the_examples_of_a_day_are_read_to_their_end(form, qtbot, wide):
    edit = form.boxes["born"].edit
    form.boxes["born"].field = replace(form.boxes["born"].field, hint="5, 5/12, +3, mon")
    edit.setFixedWidth(wide)
    qtbot.waitUntil(lambda: edit.width() == wide)
    hint = edit.placeholderText()
    assert hint
    assert "5, 5/12, +3, mon".startswith(hint)
    assert edit.fontMetrics().horizontalAdvance(hint) <= wide - 20
    assert edit.toolTip() == "5, 5/12, +3, mon"


def test_the_arrow_keys_step_through_days(form, qtbot):
    form.boxes["born"].setFocus()
    qtbot.keyClick(form.boxes["born"].editor, Qt.Key.Key_Down)
    qtbot.keyClick(form.boxes["born"].editor, Qt.Key.Key_Down)
    qtbot.keyClick(form.boxes["born"].editor, Qt.Key.Key_PageDown)
    assert form.boxes["born"].value == date(2026, 3, 8)


def test_d_w_and_m_step_from_a_day_that_stands_there_and_begin_words_where_none_does(form, qtbot):
    box = form.boxes["born"]
    box.setFocus()
    type_over(qtbot, form, "born", "8/3/2020")
    qtbot.keyClick(box.editor, Qt.Key.Key_M)
    assert box.raw() == "8/3/2020m", "while something is typed a letter is a letter"
    qtbot.keyClick(box.editor, Qt.Key.Key_Backspace)
    box.settle()
    box.editor.end(False)
    for key, back in ((Qt.Key.Key_M, False), (Qt.Key.Key_W, False), (Qt.Key.Key_D, False), (Qt.Key.Key_W, True)):
        shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(box.editor, key, shift)
    assert box.value == date(2020, 4, 9)
    type_over(qtbot, form, "born", "mar")
    assert box.raw() == "mar"


def test_what_is_typed_comes_back_after_the_program_ended(form, context, qtbot):
    form.fill({"name": "Ana", "phone": "963550142"})
    keeper = FormKeeper(form)
    keeper.begin("customer:1", "Ana")
    type_over(qtbot, form, "note", "Half a sen")
    type_over(qtbot, form, "limit", "12 and")
    keeper.leave()
    # another program reads what lies on the disk
    again = FormDrafts(context)
    assert again.of("customer:1").texts == {"note": "Half a sen", "limit": "12 and"}
    form.fill({"name": "Ana", "phone": "963550142", "note": "Somebody else wrote this."})
    back = FormKeeper(form)
    assert back.begin("customer:1", "Ana")
    assert form.boxes["note"].raw() == "Half a sen"
    assert form.boxes["limit"].raw() == "12 and"
    assert back.overtaken == ["note"]
    back.end()
    assert FormDrafts(context).all() == {}
    assert not drafts_of(context).of("customer:1")


# the windowless platform of tests can neither raise a list nor give it the keyboard
@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_list_of_a_choice_wears_the_theme(context, qtbot, name):
    tokens, before = theme.TOKENS[name], context.tokens
    context.paint(tokens)
    place = QWidget()
    choice = Choice(context)
    choice.addItems(["Front desk", "Sales", "Manager"])
    choice.setCurrentIndex(1)
    QVBoxLayout(place).addWidget(choice)
    qtbot.addWidget(place)
    place.resize(300, 90)
    place.show()
    choice.showPopup()
    listed = choice.view().window()
    picture = listed.grab().toImage()
    wide, high = listed.width(), listed.height()
    places = ((0, high // 2), (wide - 1, high // 2), (wide // 2, 0), (wide // 2, high - 1))
    assert {picture.pixelColor(*at).name() for at in places} == {tokens.line_strong.lower()}
    row = choice.view().visualRect(choice.model().index(1, 0)).center()
    at = choice.view().viewport().mapTo(listed, row)
    assert picture.pixelColor(wide - 20, at.y()) == tokens.color("accent" if tokens.outlined else "selected")
    choice.hidePopup()
    context.paint(before)
