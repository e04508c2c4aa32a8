"""The caller's screen: who it is, what is open, the note that is never lost."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QCalendarWidget, QLineEdit, QPlainTextEdit, QScrollArea, QTableView
from sqlalchemy import select

from app.domain.incoming import incoming
from app.domain.refusal import Unavailable
from app.i18n import Say
from app.models import Interaction
from app.queries import desk as questions
from app.ui.caller.header import dialled
from app.ui.caller.kept import Drafts, KeptFile, NoteDraft
from app.ui.caller.panel import CallerPanel
from app.ui.caller.tables import CELL
from app.ui.caller.words import brief
from tests.support.widgets import lets_go


def texts(table):
    model = table.rows
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_typing_a_name_shows_who_it_may_be_and_enter_opens_the_first(panel, ana, make, qtbot):
    make.customer("Anastasia Roe")
    panel.ask_who()
    qtbot.keyClicks(panel.finder.field, "gil ana")
    qtbot.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert panel.customer_id == ana
    assert panel.card.header.name.text() == "Ana Gil"
    assert panel.pages.currentWidget() is panel.card


def test_several_are_listed_and_chosen_with_the_arrows(panel, make, qtbot):
    first, second = make.customer("Ana One", phone="963550001"), make.customer("Ana Two", phone="963550001")
    panel.open_record(incoming("963 550 001"))
    assert "2 customers share this number." in panel.finder.words.text()
    qtbot.keyClick(panel.finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(panel.finder.results, Qt.Key.Key_Down)
    qtbot.keyClick(panel.finder.results, Qt.Key.Key_Return)
    assert panel.customer_id == second != first


def test_a_call_of_one_customer_opens_the_card_with_its_number(panel, ana):
    panel.open_record(incoming("0034 963 550 142", id="7"))
    assert panel.customer_id == ana
    assert panel.card.header.number == "0034 963 550 142"
    assert panel.card.header.lasting.text().startswith("On the phone 0:0")
    panel.take_call(incoming("0034 963 550 142", id="7", state="ended"))
    assert panel.card.header.lasting.text() == "Call ended"


def test_an_unknown_number_takes_a_note_that_goes_along_with_the_customer(panel, ana, qtbot):
    panel.open_record(incoming("911 222 333"))
    assert panel.finder.words.text() == "Nobody has the number 911 222 333."
    assert "Spain" in panel.finder.hint.text()
    qtbot.keyClicks(panel.finder.note.field, "wants a quote")
    panel.open_customer(ana)
    assert panel.card.note.field.toPlainText() == "wants a quote"
    assert list(panel.drafts.all()) == [str(ana)]


def test_what_is_on_the_card(panel, ana):
    panel.open_record(ana)
    card = panel.card
    assert card.facts.orders.value.text() == "1"
    assert card.facts.orders.about.text() == "1 late"
    assert card.facts.orders.property("tone") == "bad"
    [order] = texts(card.orders.table)
    assert order[1] == "24 × Bath towel"
    assert order[2] == "Late"
    assert card.orders.table.rows.index(0, 2).data(CELL).tone == "bad"
    [price] = texts(card.prices.table)
    assert price[0::4] == ["Bath towel", "expired"]
    # a text of somebody else is never read as markup
    assert card.contacts.lines[0][3].text() == "Asked about <b>towels</b>."
    assert card.contacts.lines[0][3].textFormat() == Qt.TextFormat.PlainText
    assert panel.title() == "Ana Gil · Caller"


def words_of(widget: QtWidgets.QWidget) -> str:
    parts = []
    for one in [widget, *widget.findChildren(QtWidgets.QWidget)]:
        parts += [one.toolTip(), one.accessibleName(), getattr(one, "text", str)() or ""]
    return "\n".join(parts)


@pytest.mark.parametrize(("access", "seen"), [("manager", True), ("front_desk", False), ("sales", False)])
def test_contribution_is_for_who_may_see_it(panel, context, store, make, access, seen):
    context.access = access
    buyer, product = make.customer("Eva"), make.product("Chair", price="100", cost="48.25")
    make.order(buyer, (product, "1", "100"))
    panel.open_record(buyer)
    assert panel.card.facts.profit.isVisible() is seen
    assert ("51.75" in words_of(panel)) is seen
    assert (panel.card.desk.brought is not None) is seen


def test_ctrl_enter_logs_the_call_once_and_the_card_stays(panel, ana, store, said, qtbot):
    panel.open_record(incoming("963550142"))
    qtbot.keyClicks(panel.card.note.field, "Promised Friday")
    qtbot.mouseClick(panel.card.note.outcomes.buttons["call back"], Qt.MouseButton.LeftButton)
    panel.card.note.follow_up.show_day(store.today() + timedelta(days=3))
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with store.read() as tx:
        found = tx.all(
            select(Interaction.note, Interaction.outcome, Interaction.number, Interaction.direction,
                   Interaction.follow_up_on, Interaction.kind)
            .where(Interaction.note == "Promised Friday")
        )  # fmt: skip
    assert [tuple(row) for row in found] == [
        ("Promised Friday", "call back", "963550142", "in", store.today() + timedelta(days=3), "call")
    ]
    assert said[-1] == ("The call is logged.", "done")
    assert panel.card.note.field.toPlainText() == ""
    assert panel.customer_id == ana
    assert panel.card.contacts.lines[0][3].text() == "Promised Friday"
    assert panel.card.facts.next.value.text() == brief(store.today() + timedelta(days=3), panel.context.say)


def test_a_customer_without_anything_reads_sentences_not_empty_tables(panel, make):
    panel.open_record(make.customer("Berta"))
    assert panel.card.orders.table.accessibleDescription() == "No order yet."
    assert panel.card.prices.table.accessibleDescription() == "No price was told yet."
    assert panel.card.orders.table.horizontalHeader().isHidden()
    assert panel.card.contacts.lines[0][3].text() == "No contact is noted yet."


def test_nothing_is_logged_without_words(panel, ana, store, said):
    panel.open_record(ana)
    panel.log()
    assert said[-1][1] == "refusal"
    with store.read() as tx:
        assert len(tx.all(select(Interaction.id))) == 1


def test_a_refused_log_keeps_the_note(panel, ana, context, said, monkeypatch, qtbot):
    panel.open_record(ana)
    qtbot.keyClicks(panel.card.note.field, "keep me")

    def refuse(*_arguments, **_values):
        raise Unavailable("The server does not answer.")

    monkeypatch.setattr("app.services.contacts.log", refuse)
    panel.log()
    assert said[-1] == ("The server does not answer.", "refusal")
    assert panel.card.note.field.toPlainText() == "keep me"


def test_the_note_stays_when_another_customer_is_opened_and_when_the_program_is_killed(
    panel, ana, make, context, qtbot, tmp_path
):
    eva = make.customer("Eva")
    panel.open_record(ana)
    qtbot.keyClicks(panel.card.note.field, "about Ana")
    qtbot.mouseClick(panel.card.note.outcomes.buttons["escalate"], Qt.MouseButton.LeftButton)
    panel.open_record(eva)
    assert panel.card.note.field.toPlainText() == ""
    qtbot.keyClicks(panel.card.note.field, "about Eva")
    qtbot.waitUntil(lambda: "about Eva" in (tmp_path / "notes.json").read_text(), timeout=3500)
    # killed: nothing of the first window is asked any more
    again = CallerPanel(context, notes=tmp_path / "notes.json")
    qtbot.addWidget(again)
    again.open_record(ana)
    assert again.card.note.field.toPlainText() == "about Ana"
    assert again.card.note.outcomes.code == "escalate"
    again.ask_who()
    assert {row[0] for row in texts(again.finder.results)} == {"Ana Gil", "Eva"}


def test_ctrl_tab_goes_back_to_the_caller_before(panel, ana, make, qtbot):
    eva = make.customer("Eva")
    panel.open_record(ana)
    panel.open_record(eva)
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert panel.customer_id == ana
    panel.swap()
    assert panel.customer_id == eva


def test_blocks_keep_their_places_while_they_load(panel, ana, qtbot):
    panel.open_record(ana)
    for size in ((1200, 800), (1200, 640)):
        panel.resize(*size)
        qtbot.wait(5)
        places = []
        for found in (panel.card.desk, None):
            panel.card.show_desk(found)
            qtbot.wait(5)
            card = panel.card
            blocks = (card.header, card.facts.orders, card.band, card.orders, card.prices, card.note, card.complaint,
                      card.contacts, card.people)  # fmt: skip
            places.append([block.geometry() for block in blocks])
            if found is not None:
                full = found
        assert places[0] == places[1]
        panel.card.show_desk(full)


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_the_card_fits_a_small_screen_without_scrolling(panel, ana, context, language, qtbot):
    panel.open_record(ana)
    context.speak(Say(language, country="ES", zone="Europe/Madrid"))
    panel.resize(1216, 629)
    qtbot.wait(5)
    card = panel.card
    assert card.findChildren(QScrollArea) == []
    assert card.layout().minimumSize().height() <= 629
    assert card.layout().minimumSize().width() <= 1216
    assert not card.header.meta.isVisible()
    assert card.note.geometry().bottom() <= 629
    assert card.prices.table.rows.rowCount() <= 4


def test_a_card_that_cannot_be_read_says_so_in_place_and_can_be_tried_again(panel, ana, said, monkeypatch, qtbot):
    real = questions.of_customer

    def fail(*_arguments, **_values):
        raise Unavailable("The server does not answer.")

    monkeypatch.setattr("app.queries.desk.of_customer", fail)
    panel.open_record(ana)
    assert panel.card.failure.isVisible()
    qtbot.keyClicks(panel.card.note.field, "still written")
    monkeypatch.setattr("app.queries.desk.of_customer", real)
    qtbot.mouseClick(panel.card.again, Qt.MouseButton.LeftButton)
    assert not panel.card.failure.isVisible()
    assert panel.card.header.name.text() == "Ana Gil"
    assert panel.card.note.field.toPlainText() == "still written"


def test_a_customer_that_is_gone_leads_back_to_the_question(panel, said):
    panel.open_record(4711)
    assert said == [("There is no such customer.", "refusal")]
    assert panel.pages.currentWidget() is panel.finder


def test_late_answers_are_not_shown(panel, ana, context):
    panel.finder.field.setText("ana")
    panel.finder.ask()
    shown = texts(panel.finder.results)
    panel.finder.take(panel.finder._epoch - 1, questions.Hits())
    assert texts(panel.finder.results) == shown != []


def test_alt_o_begins_an_order_for_the_customer(panel, ana, context, qtbot):
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    panel.open_record(ana)
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    # a button that is pressed by its letter goes down for a moment first
    qtbot.waitUntil(lambda: wanted == [("order", ("new", ana))])
    panel.card.orders.table.selectRow(0)
    qtbot.keyClick(panel.card.orders.table, Qt.Key.Key_Return)
    assert wanted[1][0] == "order"
    assert isinstance(wanted[1][1], int)


@pytest.mark.parametrize(
    ("number", "bare"),
    [("+34 963 55-01-42", "+34963550142"), ("(963) 550 142", "963550142"), ("105", "105"), ("12", ""), ("sip:x@y", ""),
     ("+34963;ext=1", ""), ("963550142&x", ""), ("9" * 16, ""), ("９６３５５０１４２", "")],
)  # fmt: skip
def test_only_plus_and_digits_reach_the_telephone(number, bare):
    assert dialled(number) == bare


def test_the_number_is_dialled(panel, ana, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    panel.open_record(ana)
    qtbot.mouseClick(panel.card.header.phone, Qt.MouseButton.LeftButton)
    assert opened == ["tel:+34963550142"]


def test_a_number_in_the_clipboard_is_a_beginning(panel, ana):
    QGuiApplication.clipboard().setText(" 963 550 142 ")
    panel.ask_who()
    assert panel.finder.field.text() == "963 550 142"
    for other in ("a long text 963550142", "12", "9" * 60):
        QGuiApplication.clipboard().setText(other)
        panel.ask_who()
        assert panel.finder.field.text() == ""
    QGuiApplication.clipboard().clear()


def test_everything_that_can_be_used_has_a_name(panel, ana):
    panel.open_record(ana)
    for page in (panel.card, panel.finder):
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QTableView):
            for widget in page.findChildren(kind):
                inner = widget.objectName().startswith("qt_") or widget.parent().__class__.__name__.startswith("QCal")
                if not inner and widget.metaObject().className() not in ("QTableCornerButton",):
                    named = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
                    hidden = not widget.isVisibleTo(page)
                    assert named or hidden, widget


def test_the_models_keep_their_promises(panel, ana):
    for table in (panel.card.orders.table, panel.card.prices.table, panel.finder.results):
        tester = QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
        panel.open_record(ana)
        panel.ask_who()
        assert tester.model() is table.rows


def test_a_change_elsewhere_shows_at_once(panel, ana, make, store):
    panel.open_record(ana)
    outcome = make.order(ana, (make.product("Robe"), "1"))
    panel.context.broadcast.tell(outcome.changes)
    assert panel.card.facts.orders.value.text() == "2"


def test_language_and_theme_change_while_it_is_open(panel, ana, context):
    from app.ui import theme

    panel.open_record(ana)
    context.speak(Say("es", country="ES", zone="Europe/Madrid"))
    assert panel.card.facts.balance.value.text().endswith("€")
    context.paint(theme.DARK)
    context.paint(theme.LIGHT)
    assert panel.card.header.name.text() == "Ana Gil"


def test_it_opens_empty_and_lets_go(context, home, tmp_path):
    def look(panel):
        panel.translate()
        assert panel.finder.results.rows.rowCount() == 0

    assert lets_go(lambda: CallerPanel(context, notes=tmp_path / "notes.json"), look)


class TestKept:
    def test_a_damaged_file_is_no_trouble(self, tmp_path, qapp):
        path = tmp_path / "notes.json"
        for damaged in ("{", "[]", '{"1": 3, "2": {"text": 4}}', "\x00"):
            path.write_text(damaged)
            assert Drafts(KeptFile(path), print).all() == {}

    def test_two_programs_keep_each_others_notes(self, tmp_path, qapp):
        path = tmp_path / "deep" / "notes.json"
        one, two = Drafts(KeptFile(path), print), Drafts(KeptFile(path), print)
        one.put("1", NoteDraft("Ana", "first"))
        two.put("2", NoteDraft("Eva", "second"))
        one.save()
        two.save()
        assert set(json.loads(path.read_text())) == {"1", "2"}
        one.put("1", NoteDraft())
        one.save()
        assert set(json.loads(path.read_text())) == {"2"}
        assert [file.name for file in path.parent.iterdir()] == ["notes.json"]

    def test_a_disk_that_cannot_be_written_is_told_once(self, tmp_path, qapp):
        (tmp_path / "file").write_text("")
        told = []
        drafts = Drafts(KeptFile(Path(tmp_path / "file" / "notes.json")), told.append)
        for text in ("a", "ab"):
            drafts.put("1", NoteDraft("Ana", text))
            drafts.save()
        assert len(told) == 1
        assert isinstance(told[0], Unavailable)
        assert drafts.of("1").text == "ab"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_follow_up_is_chosen_from_the_menu_or_a_calendar(panel, ana, qtbot):
    panel.open_record(ana)
    follow_up = panel.card.note.follow_up
    actions = {action.text(): action for action in follow_up.menu().actions()}
    actions["Tomorrow"].trigger()
    assert follow_up.day == follow_up._today() + timedelta(days=1)
    actions["Another day"].trigger()
    calendar = follow_up.findChild(QCalendarWidget)
    assert calendar.isVisible()
    calendar.clicked.emit(QDate(2026, 4, 2))
    assert not calendar.isVisible()
    assert follow_up.day == date(2026, 4, 2)
    assert panel.drafts.of(str(ana)).follow_up == "2026-04-02"
    actions["No follow-up"].trigger()
    assert follow_up.day is None


def test_f2_opens_the_form_of_whoever_is_on_the_card(panel, context, ana, qtbot):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    panel.open_record(ana)
    qtbot.keyClick(panel.card.note.field, Qt.Key.Key_F2)
    assert gone == [("customer", ana)]
