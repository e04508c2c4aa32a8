"""A manager goes from everybody's commission down to why a line is what it is, closes, adjusts, answers and pays."""

import csv
from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from app.domain.commission_plan import Band, Terms, Trigger
from app.domain.ids import new_uid
from app.i18n import Say
from app.models import CommissionEntry
from app.queries import commission_team
from app.queries.commissions import overview
from app.services import commission_months, commission_plans, commissions, returns
from app.services.commission_payments import pay_all
from app.ui.commission.booking import AutoBooking
from app.ui.commission.dialogs import Closing, Recalculating
from app.ui.commission.panel import CommissionPanel
from app.ui.months.confirm import Confirm
from app.ui.preview import Preview
from tests.support.commission_desk import (
    ALT,
    CONTROL,
    FEBRUARY,
    JANUARY,
    KEY,
    MARCH,
    SHIFT,
    People,
    buttons,
    ctrl_enter,
    dialog,
    enter,
    lines,
    team,
    texts,
)
from tests.support.commissions import rates
from tests.support.ledger import lines_of
from tests.support.widgets import lets_go


@pytest.fixture
def people(store, make):
    return People(store, make)


@pytest.fixture
def panel(context, people):
    made = CommissionPanel(context)
    made.resize(1300, 800)
    made.show()
    made.activateWindow()
    made.setFocus()
    QTest.qWait(1)
    return made


def previews():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()]


def test_opening_books_what_is_new_and_shows_everybody(panel):
    assert panel.month == FEBRUARY, "the last whole month is the one to close"
    assert texts(team(panel), "person") == ["Diego Ruiz", "Wei Li"]
    assert texts(team(panel), "level_a") == ["36.00", "24.00"]
    assert texts(team(panel), "to_pay") == ["36.00", "24.00"]
    assert texts(team(panel), "state") == ["ready", "ready"]
    assert "Earned: 60.00" in team(panel).totals.accessibleName()
    assert buttons(panel) == ["plans", "export", "recalculate", "adjust", "team", "print", "Close February 2026"]


def test_down_to_why_and_the_order_and_up_again(panel, context):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    QTest.keyClick(team(panel).table, KEY.Key_Down)
    enter(team(panel))
    assert panel.frame.path.titles == ["February 2026", "Wei Li"]
    box = panel.frame.sheet.cards.box.texts
    assert (box[box.index("Earned") + 1], box[box.index("Closing balance €") + 1]) == ("+24.00", "24.00")
    assert texts(lines(panel), "amount") == ["24.00"]
    assert "200.00" in panel.frame.sheet.formula.words
    assert panel.frame.sheet.formula.words.endswith("= 24.00")
    QTest.keyClick(lines(panel).table, KEY.Key_F1)
    said = dict(panel.frame.sheet.why.shown)
    assert said["Commission of the line"] == "500.00 × 12% × 40% (shared with Diego Ruiz 60%) = 24.00"
    assert said["Agreed"] == "Plan ‘Sales team’, version of 1 Jan 2000"
    assert said["Rate"] == "12% for level A"
    assert said["Payable"] == "Payable as the customer pays."
    assert "10 Feb 2026: earned 24.00" in said["What happened"]
    assert "20 Feb 2026: 24.00 became payable (Payment RC-" in said["What happened"]
    assert said["Today"] == "Earned 24.00; payable so far 24.00, 0.00 waits."
    enter(lines(panel))
    assert gone[-1][0] == "sale"
    QTest.keyClick(lines(panel).table, KEY.Key_Escape)
    assert panel.frame.sheet.why.isHidden(), "Esc first closes what is open"
    QTest.keyClick(lines(panel).table, KEY.Key_Backspace)
    assert panel.frame.pages.currentWidget() is panel.frame.team
    assert team(panel).current().name == "Wei Li", "the cursor stands where it was"


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_a_month_with_a_dispute_is_read_without_scrolling_sideways(panel, people, store, context, language):
    entry = overview(store, FEBRUARY)[0].lines[0].entry_id
    commission_months.dispute(store, entry, "It was mine alone.", request=new_uid())
    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    panel.resize(1192, 640)
    for month in (FEBRUARY, MARCH):
        panel.show_month(month)
        QTest.qWait(1)
        shown = {column.key for column in team(panel).table.records.columns}
        assert {"base", "level_a", "level_d", "earned", "to_pay", "state", "held"} <= shown
        assert team(panel).table.horizontalScrollBar().maximum() == 0, month
    assert "opening" in shown, "what is to pay is more than what was earned: the balance before says why"


def test_steps_and_the_cap_of_a_month_are_lines_that_explain_themselves(panel, people, store):
    bands = (Band(D(2), D(100)), Band(D(4)))
    terms = Terms(rates(12), trigger=Trigger.PAYMENT, bands=bands, cap=D(40))
    commission_plans.add_version(store, people.plan, date(2026, 2, 1), terms, request=new_uid())
    panel.reload()
    enter(team(panel))
    assert texts(lines(panel), "amount") == ["36.00", "10.00", "−6.00"]
    assert texts(lines(panel), "origin")[1:] == ["Steps on the month’s total", "Over the cap"]
    lines(panel).table.go_to(1)
    panel.why()
    assert panel.frame.sheet.why.shown == [
        (
            "Steps on the month’s total",
            "The steps of the plan bring 10.00\u00a0€ for the month’s total base of 300.00\u00a0€.",
        )
    ]
    lines(panel).table.go_to(2)
    assert "6.00\u00a0€ of this line is over it" in panel.frame.sheet.why.shown[0][1]


def test_a_return_stands_under_its_line(panel, people, store):
    returns.take_back(
        store, people.order, {lines_of(store, people.order)[0]: D(2)}, request=new_uid(), reason="torn",
        on=date(2026, 2, 25),
    )  # fmt: skip
    panel.reload()
    enter(team(panel))
    assert texts(lines(panel), "amount") == ["36.00", "−7.20"]
    assert texts(lines(panel), "what")[1].startswith("↳ ")
    assert texts(lines(panel), "origin")[1].startswith("Return ")
    lines(panel).show_view("returned")
    assert texts(lines(panel), "amount") == ["−7.20"]


def test_it_opens_at_a_month_or_a_person(panel, people):
    panel.open_record((FEBRUARY, people.wei))
    assert panel.frame.path.titles == ["February 2026", "Wei Li"]
    panel.open_record(FEBRUARY)
    assert panel.frame.pages.currentWidget() is panel.frame.team


def test_alt_and_arrows_step_by_months(panel):
    team(panel).table.setFocus()
    QTest.keyClick(team(panel).table, KEY.Key_Left, ALT)
    assert panel.month == JANUARY
    assert panel.frame.state.words == "No commission in January 2026."
    assert buttons(panel) == ["plans"]
    panel.frame.state.findChildren(QPushButton)[0].click()
    assert panel.month == FEBRUARY


def test_a_month_is_recalculated_after_a_look(panel, people, store):
    terms = Terms(rates(10), trigger=Trigger.PAYMENT)
    commission_plans.add_version(store, people.plan, date(2026, 2, 1), terms, request=new_uid())
    before = overview(store, FEBRUARY)
    panel.deeds.run("recalculate")
    shown = dialog(panel, Recalculating)
    assert [(row.change.name, row.change.before, row.change.after) for row in shown.model.rows] == [
        ("Diego Ruiz", 36, 30), ("Wei Li", 24, 20)
    ]  # fmt: skip
    assert overview(store, FEBRUARY) == before, "nothing is written before it is agreed"
    ctrl_enter(shown)
    assert texts(team(panel), "earned") == ["30.00", "20.00"]
    panel.deeds.run("recalculate")
    nothing = dialog(panel, Recalculating)
    assert "Nothing would change" in nothing.words.text()
    assert nothing.height() < 200, "no room is kept for what does not change"


def test_a_month_is_closed_and_paid(panel, store, make, said):
    make.order(make.customer("Nobody's"), (make.product(), "1", "10"), on=date(2026, 2, 3))
    ctrl_enter(team(panel).table)
    asked = dialog(panel, Closing)
    assert [row.point.key for row in asked.checks.rows] == ["nobody"]
    assert not asked.main.isEnabled(), "each point is seen first"
    asked.checks.rows[0].tick.setChecked(True)
    ctrl_enter(asked)
    state = commission_team.team(store, FEBRUARY).state
    assert said[-1][0] == f"The commission of February 2026 is closed: 2 statements, check code {state.check_code}."
    assert panel.frame.head.state.text() == "closed"
    assert panel.frame.head.lock.isVisible()
    assert state.check_code in panel.frame.head.note.words
    assert texts(team(panel), "state") == ["closed", "closed"]
    assert buttons(panel) == ["plans", "export", "adjust", "team", "print", "Pay 60.00\u00a0€"]
    ctrl_enter(team(panel).table)
    assert "2 people" in dialog(panel, Confirm).words.text()
    ctrl_enter(dialog(panel, Confirm))
    assert said[-1] == ("2 people were paid, 60.00\u00a0€ in all.", "done")
    assert texts(team(panel), "state") == ["paid", "paid"]
    assert texts(team(panel), "to_pay") == ["0.00", "0.00"]


def test_one_person_is_paid(panel, store):
    commission_months.close(store, FEBRUARY, request=new_uid())
    panel.reload()
    enter(team(panel))
    assert buttons(panel)[-1] == "Pay 36.00\u00a0€"
    ctrl_enter(lines(panel).table)
    ctrl_enter(dialog(panel, Confirm))
    assert panel.sheet.due == 0
    assert pay_all(store, FEBRUARY, request=new_uid()).total == 60


def test_an_adjustment_of_a_closed_month_goes_into_the_next(panel, people, store, said):
    commission_months.close(store, FEBRUARY, request=new_uid())
    panel.reload()
    panel.deeds.run("adjust")
    strip = panel.frame.asks.adjust
    assert strip.words.text() == "Adjust the commission of Diego Ruiz: February 2026 is closed; put it into March 2026?"
    strip.form.fill({"amount": D(0), "reason": "fair trade"})
    ctrl_enter(strip)
    assert "amount" in strip.form.boxes
    assert overview(store, MARCH)[0].box.adjustments == 0, "an adjustment of nothing is refused"
    strip.form.fill({"amount": D("-5"), "reason": "fair trade"})
    ctrl_enter(strip)
    assert said[-1] == ("The adjustment of Diego Ruiz is booked in March 2026.", "done")
    [found] = [one for one in overview(store, MARCH) if one.staff_id == people.diego]
    assert found.box.adjustments == -5
    assert [one.approved_by for one in found.lines if one.kind == "adjustment"] == ["tester"]


def test_a_dispute_is_answered_from_the_overview(panel, people, store, said):
    entry = overview(store, FEBRUARY)[0].lines[0].entry_id
    commission_months.dispute(store, entry, "It was mine alone.", request=new_uid())
    panel.read()
    assert texts(team(panel), "state") == ["1 to check", "ready"]
    assert texts(team(panel), "held") == ["36.00", "0.00"]
    team(panel).show_view("check")
    assert texts(team(panel), "person") == ["Diego Ruiz"]
    QTest.keyClick(panel.frame.team.disputes, KEY.Key_Return)
    assert lines(panel).current().line.entry_id == entry
    assert "answer" in buttons(panel)
    QTest.keyClick(lines(panel).table, KEY.Key_D, CONTROL | SHIFT)
    strip = panel.frame.asks.answer
    assert "It was mine alone." in strip.words.text()
    strip.form.fill({"answer": "Wei found the customer."})
    ctrl_enter(strip)
    assert panel.sheet.statement.held == 0
    assert "answer" not in buttons(panel)
    panel.why()
    assert ("Answer", "“Wei found the customer.”") in panel.frame.sheet.why.shown


def test_what_is_shown_can_be_taken_along(panel, tmp_path, context):
    heard = []
    context.selected.connect(heard.append)
    team(panel).table.selectAll()
    QTest.qWait(1)
    assert heard[-1] == "2 selected · Sum 60.00\u00a0€ · Average 30.00\u00a0€"
    team(panel).table.sums.copy()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("Diego Ruiz, Sales team\t300.00")
    path = tmp_path / "team.csv"
    team(panel).exports.write(str(path))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["Salesperson"], row["Earned"], row["State"]) for row in rows] == [
        ("Diego Ruiz", "36.00", "ready"), ("Wei Li", "24.00", "ready")
    ]  # fmt: skip


def test_statements_are_printed(panel):
    panel.deeds.print()
    assert previews()[-1].isVisible()
    QTest.keyClick(team(panel).table, KEY.Key_T, CONTROL | SHIFT)
    assert previews()[-1].isVisible()
    enter(team(panel))
    panel.deeds.print()
    assert len(previews()) == 3


def test_long_work_is_told_by_name_and_can_be_stopped(panel, monkeypatch):
    whole, told = commission_team.team, []

    def slow(store, month, *, watch):
        count = watch.count

        def counted():
            panel.waiting._appear()
            told.append(panel.waiting.words.text())
            if len(told) == 2:
                panel.waiting.stop.click()
            count()

        watch.count = counted
        return whole(store, month, watch=watch)

    monkeypatch.setattr(commission_team, "team", slow)
    panel.read()
    assert told == [
        "Working out Diego Ruiz: 0 of 2 salespeople", "Working out Wei Li: 1 of 2 salespeople",
    ]  # fmt: skip
    assert panel.frame.state.words.startswith("Stopped: ")
    assert not panel.waiting.isVisible()
    monkeypatch.setattr(commission_team, "team", whole)
    panel.frame.state.findChildren(QPushButton)[0].click()
    assert panel.frame.pages.currentWidget() is panel.frame.team


def test_who_begins_is_shown_the_way(context, store):
    gone = []
    context.wanted.connect(lambda name, record: gone.append((name, record)))
    made = CommissionPanel(context)
    made.show()
    assert made.frame.state.words == "No plan yet. Start from:"
    starts = [button for button in made.frame.state.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in starts] == ["4 levels", "Flat rate", "By product group"]
    starts[1].click()
    assert gone == [("plans", "flat")]


def test_what_cannot_be_read_can_be_tried_again(panel, monkeypatch):
    whole = commission_team.team

    def broken(*_values, **_named):
        raise RuntimeError("gone")

    monkeypatch.setattr(commission_team, "team", broken)
    panel.read()
    assert panel.frame.state.words == "The commission could not be read. Nothing was changed."
    monkeypatch.setattr(commission_team, "team", whole)
    panel.frame.state.findChildren(QPushButton)[0].click()
    assert panel.frame.pages.currentWidget() is panel.frame.team


def test_a_run_that_fails_is_told_once_and_the_figures_are_shown(panel, monkeypatch, said):
    def broken(_store, **_named):
        raise RuntimeError("gone")

    monkeypatch.setattr(commissions, "run", broken)
    panel.reload()
    panel.reload()
    assert len([words for words, kind in said if kind == "mistake"]) == 1
    assert texts(team(panel), "earned") == ["36.00", "24.00"]


def test_the_desk_of_who_closes_books_by_itself(context, people, store):
    auto = AutoBooking(context, context)
    assert auto.looks.runs
    auto.booking.start()
    with store.read() as tx:
        assert tx.scalar(select(CommissionEntry.id).limit(1))
    context.access = "sales"
    assert not AutoBooking(context, context).looks.runs


def test_it_lets_go(context, people):
    assert lets_go(lambda: CommissionPanel(context), lambda made: made.reload())
