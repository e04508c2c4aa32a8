"""A manager closes a month, sees its report, opens it again with a reason, freezes the tiers of a year."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotAllowed
from app.models import Customer
from app.queries.profit_month import profit_month
from app.services import months, orders, tiers
from app.store.session import Actor
from app.ui.months.confirm import Confirm
from app.ui.months.panel import MonthsPanel
from app.ui.preview import Preview
from tests.support.profits import FEBRUARY, MARCH, busy_company

FIRST = Month(2025, 3)


@pytest.fixture
def busy(store, make):
    return busy_company(store, make)


@pytest.fixture
def panel(context, busy):
    made = MonthsPanel(context)
    made.resize(1300, 800)
    made.show()
    made.table.setFocus()
    return made


def confirm(panel) -> Confirm:
    return [one for one in panel.findChildren(Confirm) if one.isVisible()][-1]


def previews() -> list[Preview]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()]


def ctrl_enter(widget) -> None:
    widget.window().activateWindow()
    widget.setFocus()
    QTest.qWait(1)
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def points(panel) -> dict[str, str]:
    return {row.point.key: row.words.text() for row in panel.detail.checks.rows}


def test_the_list_shows_what_each_month_brought(panel, store):
    shown = [(row.month, row.state, row.contribution) for row in panel.table.figures.rows]
    assert [month for month, _, _ in shown] == [MARCH, FEBRUARY, FIRST]
    assert shown[0][2] == profit_month(store, MARCH).figures.contribution.now
    assert panel.month == FIRST, "the oldest open month waits longest"


def test_a_month_is_closed_by_keys_and_its_report_is_shown(panel, store, said):
    panel.open_record(FEBRUARY)
    assert set(points(panel)) == {"earlier_open"}
    assert "March 2025" in points(panel)["earlier_open"]
    assert not panel.detail.main.isEnabled(), "each point is seen first"
    panel.detail.checks.rows[0].tick.setChecked(True)
    panel.detail.remarks.setPlainText("Carnival was early.\n\n  Two new hotels.  ")
    ctrl_enter(panel.table)
    question = confirm(panel)
    assert question.deed.text() == "Close February 2026"
    assert "for ever" in question.words.text()
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert panel.detail.row.state == "open", "a stray Enter closes nothing"
    ctrl_enter(panel.table)
    ctrl_enter(confirm(panel))
    report = months.paper(store, FEBRUARY)
    assert report.remarks == ("Carnival was early.", "Two new hotels.")
    assert said[-1] == (f"February 2026 is closed: revision 1, data check {report.check_code}.", "done")
    assert previews()[-1].loaded.value == report
    assert (panel.detail.row.month, panel.detail.row.state) == (FEBRUARY, "closed")
    assert panel.detail.main.isHidden()


def test_a_month_is_opened_again_with_a_reason_only(panel, store, said):
    months.close(store, FIRST, request=new_uid())
    panel.open_record(FIRST)
    panel.detail.reopen.click()
    question = confirm(panel)
    question.agree()
    assert question.isVisible(), "a reason is needed"
    question.reason.setText("An invoice was late")
    ctrl_enter(question)
    assert panel.detail.row.state == "open"
    assert "An invoice was late" in panel.table.figures.cell(2, 0).second
    months.close(store, FIRST, request=new_uid())
    panel.ask()
    assert [panel.detail.revision.itemText(at) for at in range(2)] == ["Revision 2", "Revision 1"]
    panel.detail.revision.setCurrentIndex(1)
    panel.detail.print.click()
    assert previews()[-1].loaded.value.revision == 1


def test_points_lead_to_their_records(panel, make, context, store, busy):
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    orders.quote(store, make.draft(busy["bar"], (busy["soap"], "1", "3")), request=new_uid())
    panel.open_record(MARCH)
    assert {"not_over", "no_cost", "earlier_open"} <= set(points(panel))
    assert "31 Mar 2026" in points(panel)["not_over"]
    for row in panel.detail.checks.rows:
        if not row.show_them.isHidden():
            row.show_them.click()
    assert ("profit", ("uncosted", MARCH)) in wanted
    assert panel.month == FIRST


def test_what_speaks_against_it_meanwhile_is_told(panel, store, said):
    months.close(store, FIRST, request=new_uid())
    panel.close_month()
    assert "closed already" in said[-1][0]
    assert panel.stop.isHidden()


def test_a_stop_leaves_the_month_open(panel, store, said, monkeypatch):
    real = months.close

    def stopped(*args, watch, **options):
        watch.stop()
        return real(*args, watch=watch, **options)

    monkeypatch.setattr(months, "close", stopped)
    panel.close_month()
    assert "Nothing was changed" in said[-1][0]
    assert panel.detail.row.state == "open"


def test_more_remarks_than_the_page_has_room_for(panel, said):
    panel.detail.remarks.setPlainText("\n".join("123456"))
    panel.ask_to_close()
    assert "room for 5 remarks" in said[-1][0]
    assert not panel.findChildren(Confirm)


def test_what_was_typed_is_there_again(panel, context):
    panel.detail.remarks.setPlainText("A good month.")
    panel.keep_remarks()
    panel.open_record(MARCH)
    found = panel.detail.lines()
    assert found, "what the rules found can be edited"
    assert "A good month." not in found
    panel.detail.remarks.setPlainText("\n".join(["Carnival was early.", *found[1:]]))
    panel.open_record(FIRST)
    assert panel.detail.remarks.toPlainText() == "A good month."
    panel.open_record(MARCH)
    assert panel.detail.lines() == (*found[1:], "Carnival was early.")
    panel.begin_again()
    assert panel.detail.lines() == found


def test_a_manager_sees_who_has_a_tier_by_hand_and_ends_it(panel, context, store, qtbot):
    [(customer, name)] = people(store, 1)
    panel.tiers.by_hand.click()
    assert "No tier was given by hand." in panel.tiers.dialog.state.words
    wanted = []
    context.wanted.connect(lambda screen, record: wanted.append((screen, record)))
    tiers.override(store, customer, "A", reason="founder", until=date(2026, 12, 31), request=new_uid())
    context.broadcast.changed.emit(ChangeSet(whole=frozenset({"tier"})))
    dialog = panel.tiers.dialog
    row = dialog.row()
    assert (row.name, row.given.tier, row.given.reason, row.holds) == (name, "A", "founder", True)
    dialog.end.click()
    assert not dialog.row().holds
    assert not dialog.end.isEnabled()
    context.undo.undo()
    assert dialog.row().holds
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert wanted == [("customer", ("tier", customer))]


def people(store, most: int) -> list[tuple[int, str]]:
    """Customers with their names."""
    with store.read() as tx:
        return [
            (row.id, row.name) for row in tx.all(select(Customer.id, Customer.name).order_by(Customer.id).limit(most))
        ]


def test_tiers_are_frozen_after_the_question_about_open_months(panel, said):
    tiers = panel.tiers
    assert tiers.year.currentData() == 2026
    tiers.freeze.click()
    buttons = [button.text() for button in confirm(tiers).findChildren(QPushButton)]
    assert "Freeze the tiers of 2026" in buttons
    confirm(tiers).agree()
    again = confirm(tiers)
    assert "still open" in again.words.text()
    again.agree()
    assert said[-1] == ("The tiers of 2026 are frozen for 1 customer.", "done")
    assert not tiers.freeze.isEnabled()


def test_an_empty_company_has_no_months(context):
    made = MonthsPanel(context)
    made.show()
    assert "Nothing is booked yet" in made.state.words


@pytest.mark.parametrize("access", ["front_desk", "sales"])
def test_who_may_not_close_is_refused(context, store, busy, access):
    store.actor = Actor("front", access=access)
    made = MonthsPanel(context)
    made.show()
    assert "managers" in made.state.words
    with pytest.raises(NotAllowed):
        months.close(store, FIRST, request=new_uid())
