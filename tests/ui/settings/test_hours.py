"""Hours and deadlines, and ready answers, as an office changes them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from app.domain.business_time import WORKING_WEEK
from app.domain.complaint import Target
from app.queries import answer_templates, business_hours
from app.services import business_hours as services
from tests.ui.settings.test_settings import database, home, page, panel  # noqa: F401 - fixtures


@pytest.fixture
def hours(panel, context):  # noqa: F811 - the fixture of that name
    return page(panel, "hours")


@pytest.mark.parametrize("word", ["holidays", "festivos", "节假日", "sla"])
def test_it_is_found_in_three_languages(panel, word):  # noqa: F811
    panel.search.setText(word)
    assert [found.key for found in panel.shown()] == ["hours"]


def test_hours_are_typed_tried_out_and_saved(hours, store, qtbot, said):
    assert hours.days.boxes["day0"].raw() == "09:00–13:00, 14:00–18:00"
    hours.try_out()
    assert hours.result.text() == "Opened Fri 17:00, 8 h → due Mon 17:00"
    hours.days.boxes["day5"].editor.setFocus()
    qtbot.keyClicks(hours.days.boxes["day5"].editor, "10-14")
    hours.try_out()
    assert hours.result.text() == "Opened Fri 17:00, 8 h → due Mon 12:00"
    assert business_hours.hours(store).week == WORKING_WEEK
    qtbot.keyClick(hours.days.boxes["day5"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert business_hours.hours(store).week[5] == ((600, 840),)
    assert said[-1] == ("Saved.", "done")


def test_what_is_wrong_is_said_at_its_field(hours, store, qtbot):
    for text, words in (("22-2", "next one"), ("9 o'clock", "like 9:00"), ("9-13, 12-18", "before")):
        box = hours.days.boxes["day2"]
        box.editor.clear()
        qtbot.keyClicks(box.editor, text)
        hours.save()
        assert words in str(box.refusal)
    box.editor.clear()
    qtbot.keyClicks(hours.own.boxes["closed"].editor, "Christmas")
    hours.save()
    assert "does not begin with a day" in str(hours.own.boxes["closed"].refusal)
    assert business_hours.hours(store).week == WORKING_WEEK


def test_days_targets_and_causes_are_kept(hours, store, context):
    hours.own.boxes["closed"].show_raw("24/12/2026 – 26/12/2026 Christmas")
    hours.own.boxes["closed"].edited.emit()
    hours.targets.boxes["critical//answer"].show_raw("0.5")
    hours.causes.boxes["causes"].show_raw("Carrier delay\n\nService ")
    hours.save()
    found = business_hours.page(store)
    assert [one.name for one in found.hours.closed] == ["Christmas"]
    assert found.targets.of("critical") == Target(30, 480)
    assert found.causes == ("Carrier delay", "Service")
    assert hours.targets.values()["critical//answer"] == Decimal("0.5")
    services.save(store, causes=["Other"])
    hours.causes.boxes["causes"].show_raw("Mine")
    hours.save()
    # somebody else was faster: theirs stands in the database, mine is still typed
    assert business_hours.page(store).causes == ("Other",)
    assert hours.causes.values()["causes"] == "Mine"
    hours.save()
    assert business_hours.page(store).causes == ("Mine",)


def test_answers_are_written_by_keyboard(panel, store, qtbot):  # noqa: F811
    made = page(panel, "answers")
    assert made.list.count() == 12
    made.list.setFocus()
    qtbot.keyClick(made.list, Qt.Key.Key_Insert)
    qtbot.keyClicks(made.form.boxes["name"].editor, "Van is on its way")
    qtbot.keyClicks(made.form.boxes["words"].editor, "Dear {name}, {price}")
    made.save()
    assert "no placeholder" in str(made.form.boxes["words"].refusal)
    made.form.boxes["words"].editor.setPlainText("Dear {name}, the van comes today.")
    made.save()
    assert made.list.count() == 13
    assert made.shown.name == "Van is on its way"
    made.list.setFocus()
    qtbot.keyClick(made.list, Qt.Key.Key_Delete)
    assert "Van is on its way" not in {one.name for one in answer_templates.every(store)}
