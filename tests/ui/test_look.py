"""How parts of many screens look: what somebody reads is whole, in its place and in the colours of the theme."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.domain.watch import Watch
from app.i18n import Say
from app.ui import theme
from app.ui.caller.parts import Fact
from app.ui.caller.tables import day_cell, moment_cell
from app.ui.kit.calendar import Calendar
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_fields import Choice
from app.ui.kit.progress import Waiting
from tests.ui.kit.conftest import database
from tests.ui.test_checks import records, window

__all__ = ["database", "records", "window"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


def test_long_work_is_told_where_nobody_types(window, context, records):
    context.go("caller", records["ana"])
    note = window.panel("caller").card.note.field
    strip = Waiting(context, window, at_once=True, low=True)
    strip.begin(Watch())
    QApplication.processEvents()
    assert strip.y() >= note.mapTo(window, QPoint(0, note.height())).y()
    assert strip.y() >= window.status.mapTo(window, QPoint(0, 0)).y() - 4
    assert strip.stop.height() >= 24
    strip.end()


def test_a_tick_stands_beside_the_field_of_its_row(context, qtbot):
    fields = (
        FormField("why", "Blocked because"), FormField("active", "Active", "check"),
        FormField("alone", "Alone", "check", wide=True),
    )  # fmt: skip
    form = Form(context, fields, columns=2)
    qtbot.addWidget(form)
    form.resize(500, 300)
    form.translate()
    form.show()
    QApplication.processEvents()

    def middle(key: str) -> int:
        editor = form.boxes[key].editor
        return editor.mapTo(form, editor.rect().center()).y()

    assert abs(middle("why") - middle("active")) <= 1
    alone = form.boxes["alone"]
    assert alone.editor.y() < form.boxes["active"].editor.y(), "no label's room above where nothing stands beside it"
    assert form.boxes["active"].label.text() == "Active", "what is to be corrected is named by it"


@pytest.mark.parametrize(("language", "written"), [("en", "4 Jan"), ("zh", "1月4日")])
def test_days_of_this_year_have_no_year_and_their_tooltip_has(language, written):
    say = Say(language, country="ES", zone="Europe/Madrid")
    this = datetime.now(say.zone).date()
    day = day_cell(date(this.year, 1, 4), say)
    assert (day.text, str(this.year) in day.more) == (written, True)
    assert str(this.year - 1) in day_cell(date(this.year - 1, 1, 4), say).text
    now = datetime.now(UTC)
    assert moment_cell(now, say).text == f"{now.astimezone(say.zone):%H:%M}"
    assert moment_cell(now - timedelta(days=800), say).text == say.date((now - timedelta(days=800)).date())
    assert [day_cell(None, say).text, moment_cell(None, say).text] == ["–", "–"]


def test_words_below_a_figure_give_way_to_shorter_ones_before_they_are_cut(qtbot):
    fact = Fact()
    qtbot.addWidget(fact)
    fact.caption.setText("Contribution")
    fact.show_fact("22.249,04 €", "▲ 593,5 % respecto al año anterior", short="▲ 593,5 %")
    fact.resize(400, 80)
    fact.show()
    assert fact.about.text() == "▲ 593,5 % respecto al año anterior"
    fact.resize(150, 80)
    assert (fact.about.text(), fact.about.toolTip()) == ("▲ 593,5 %", "▲ 593,5 % respecto al año anterior")


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_calendar_wears_the_colours_of_the_theme_and_begins_on_monday(context, qtbot, name):
    tokens = theme.named(name)
    context.paint(tokens)
    beside = Choice(context)
    qtbot.addWidget(beside)
    beside.show()
    calendar = Calendar(context, beside)
    calendar.open_at(date(2026, 11, 22), "Another day")
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        assert calendar.weekdayTextFormat(day).foreground().color() == tokens.color("text2")
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    calendar.close()
