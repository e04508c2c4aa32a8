"""A manager looks at a month, opens numbers down to the document, compares, exports, and is told what is missing."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import func, select

from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import CustomerMonth
from app.queries import profit_panel_matrix
from app.queries.profit_month import profit_month
from app.services import months, tiers
from app.store.session import Actor
from app.ui.preview import Preview
from app.ui.profit.adjust import CostCorrection
from app.ui.profit.panel import ProfitPanel
from app.ui.profit.why import Why
from tests.support.profits import FEBRUARY, MARCH, busy_company

ZERO = Decimal(0)
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key


@pytest.fixture
def busy(store, make):
    return busy_company(store, make)


@pytest.fixture
def panel(context, busy):
    made = ProfitPanel(context)
    made.resize(1300, 800)
    made.open_record(MARCH)
    made.show()
    made.activateWindow()
    made.frame.table.setFocus()
    QTest.qWait(80)
    return made


def table(panel):
    return panel.frame.table


def test_a_tier_given_by_hand_says_so(panel, store):
    row = next(one for one in table(panel).figures.rows if one.key)
    tiers.override(store, int(row.key), "N", reason="pays late", until=date(2027, 12, 31), request=new_uid())
    panel.reload()
    figures = table(panel).figures
    at = next(at for at, column in enumerate(figures.columns) if column.key == "tier")
    [found] = [number for number, one in enumerate(figures.rows) if one.key == row.key]
    cell = figures.cell(found, at)
    assert cell.text.startswith("N")
    assert cell.tip.splitlines()[0] == "N · given by hand until 31 Dec 2027: pays late"


def texts(panel, key):
    figures = table(panel).figures
    at = next(at for at, column in enumerate(figures.columns) if column.key == key)
    return [figures.cell(row, at).text for row in range(len(figures.rows))]


def total(panel):
    at = next(at for at, column in enumerate(table(panel).figures.columns) if column.key == "contribution")
    return table(panel).total.cells[at].text


def press(panel, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or table(panel), key, modifiers)
    QTest.qWait(1)


def test_the_figures_are_those_of_the_printed_report(panel, store, context):
    figures = profit_month(store, MARCH).figures
    cards = {card.kind.key: card.value for card in panel.frame.figures.cards}
    assert cards["contribution"] == context.say.money_with_currency(figures.contribution.now, whole=True)
    assert cards["margin"] == context.say.percent(figures.margin.now)
    assert total(panel) == context.say.whole_money(figures.contribution.now)
    assert texts(panel, "name") == ["Hotel", "Spa", "Bar"]
    assert table(panel).figures.cell(0, 1).second == "Valencia · Ana"
    assert all(len(card.deltas) == 2 for card in panel.frame.figures.cards)
    assert "February" in panel.frame.bridge.heading.text()
    trend = table(panel).figures.cell(0, len(table(panel).figures.columns) - 1).line
    assert len(trend) == 13
    assert trend[-1] == float(table(panel).figures.rows[0].contribution)


def test_enter_leads_from_a_number_to_its_document_and_the_sums_stand_beside_each_other(panel, context, busy):
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    whole = table(panel).figures.rows[0].contribution
    press(panel, KEY.Key_Return)
    assert panel.frame.path.titles == ["March 2026", "Hotel"]
    orders = table(panel).figures.rows
    assert sum((order.contribution for order in orders), ZERO) == whole
    assert f"= {context.say.money_with_currency(whole)}" in panel.frame.check.text()
    press(panel, KEY.Key_Return)
    entries = table(panel).figures.rows
    assert sum((entry.contribution for entry in entries), ZERO) == orders[0].contribution
    assert {entry.kind for entry in entries} >= {"sale", "freight", "return"}
    assert "D-2026-00001" in texts(panel, "delivered")
    assert "10.0%" in texts(panel, "discount") or "30.0%" in texts(panel, "discount")
    press(panel, KEY.Key_Return)
    assert wanted == [("sale", busy["big"])]
    press(panel, KEY.Key_Backspace)
    assert table(panel).figures.rows == orders
    press(panel, KEY.Key_Backspace)
    assert texts(panel, "name") == ["Hotel", "Spa", "Bar"]


def test_right_opens_the_months_of_a_row_and_alt_arrows_step(panel):
    table(panel).go_to(0, 1)
    press(panel, KEY.Key_Right)
    assert panel.down.path[-1].kind == "history"
    assert texts(panel, "month")[:2] == ["March 2026", "February 2026"]
    assert panel.frame.months.heading.text() == "Hotel"
    press(panel, KEY.Key_Escape)
    assert panel.down.at_top
    press(panel, KEY.Key_Left, ALT)
    assert panel.month == FEBRUARY
    assert panel.frame.head.field.text() == "February 2026"
    press(panel, KEY.Key_Right, ALT)
    assert panel.month == MARCH


@pytest.mark.parametrize(
    ("view", "first"), [("products", "Towel"), ("salespeople", "Bea"), ("levels", "C"), ("orders", "SO-2026-00003")]
)
def test_other_views_add_up_to_the_same(panel, view, first):
    whole = total(panel)
    panel.show_view(view)
    assert texts(panel, "name")[0] == first
    assert total(panel) == whole
    table(panel).setFocus()
    press(panel, KEY.Key_Return)
    assert "=" in panel.frame.check.text()


@pytest.mark.parametrize("width", [1000, 1150, 1300])
def test_what_had_no_room_in_one_view_does_not_hide_a_column_of_the_next(panel, width):
    panel.resize(width, 800)
    for view in ("customers", "products", "salespeople", "levels", "customers"):
        panel.show_view(view)
        columns = table(panel).figures.columns
        hidden = {column.key for at, column in enumerate(columns) if table(panel).isColumnHidden(at)}
        assert hidden <= {"trend"}, (view, hidden)


def test_shares_instead_of_amounts(panel):
    press(panel, KEY.Key_V, CONTROL | SHIFT)
    assert texts(panel, "contribution")[0].endswith("%")
    assert total(panel) == "100.0%"
    press(panel, KEY.Key_V, CONTROL | SHIFT)
    assert not texts(panel, "contribution")[0].endswith("%")


def total_lines(store):
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(CustomerMonth))


def test_months_beside_each_other_and_a_period_the_wrong_way_round(panel, store):
    panel.show_view("months")
    assert [column.key for column in table(panel).figures.columns][-2:] == ["2026-03", "total"]
    period = panel.frame.period
    period.first.setText("5/2026")
    period.first.settle()
    assert "exchanged" in panel.frame.strip.words.text()
    assert (str(panel.matrix.first), str(panel.matrix.last)) == ("2026-03", "2026-05")
    period.first.setText("1/1996")
    period.first.settle()
    lines = total_lines(store)
    assert panel.frame.strip.words.text() == f"This reads {lines} lines, about 1 s. Go on?"
    assert len(table(panel).figures.columns) == 5, "nothing is read before somebody agreed"
    panel.frame.strip.buttons[1].click()
    assert str(panel.matrix.first) == "2026-03", "Cancel goes back to what is shown"
    assert panel.frame.strip.isHidden()
    period.first.setText("1/1996")
    period.first.settle()
    panel.frame.strip.buttons[0].click()
    assert len(table(panel).figures.columns) > 300
    parts = [table(panel).figures.cell(0, at).part for at in range(1, len(table(panel).figures.columns) - 1)]
    assert max(parts) == 1.0, "most is darkest"


def test_a_long_reading_is_stopped_and_leaves_what_was_shown(panel, monkeypatch):
    panel.show_view("months")
    shown, matrix = panel.matrix.found, profit_panel_matrix.matrix

    def slow(store, first, last, watch):
        watch.begin(profit_panel_matrix.READING, 1_200_000)
        assert panel.matrix.waiting.busy
        panel.matrix.waiting._appear()
        assert "0 of 1,200,000" in panel.matrix.waiting.words.text()
        panel.matrix.waiting.stop.click()
        return matrix(store, first, last, watch=watch)

    monkeypatch.setattr(profit_panel_matrix, "matrix", slow)
    panel.frame.period.first.setText("2/2026")
    panel.frame.period.first.settle()
    assert "Stopped" in panel.frame.strip.words.text()
    assert panel.matrix.waiting.isHidden()
    assert panel.matrix.found is shown
    assert str(panel.frame.period.first.month) == str(shown.months[0])


@pytest.mark.parametrize("typed", ["20266-10", "13/2026", "soon"])
def test_a_month_that_is_none_is_refused_beside_the_field(panel, typed):
    panel.frame.head.field.setText(typed)
    panel.frame.head.field.settle()
    assert typed in panel.frame.strip.words.text()
    assert panel.month == MARCH


def test_lines_without_a_cost_are_shown(panel, context):
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append(name))
    assert "no cost price" in panel.frame.strip.words.text()
    panel.frame.strip.buttons[0].click()
    assert texts(panel, "product") == ["Gift"]
    table(panel).setFocus()
    press(panel, KEY.Key_Return)
    assert wanted == ["product"]


def test_an_empty_month_leads_to_one_with_figures(panel):
    panel.show_month(Month(2026, 8))
    assert "Nothing was booked in August 2026" in panel.frame.state.words
    panel.frame.state._buttons[0].click()
    assert panel.month == MARCH


def test_f1_says_why_a_number_is_what_it_is(panel):
    table(panel).go_to(0, 4)
    press(panel, KEY.Key_F1)
    why = panel.findChild(Why)
    assert "less the cost" in why.words.text()
    assert why.total == table(panel).figures.rows[0].contribution
    why.close()
    # of a name there is nothing to explain: its contribution is meant
    table(panel).go_to(0, 1)
    press(panel, KEY.Key_F1)
    why = [one for one in panel.findChildren(Why) if one.isVisible()][-1]
    assert "less the cost" in why.words.text()
    why.close()
    panel.activateWindow()
    card = panel.frame.figures.cards[0]
    card.setFocus()
    QTest.keyClick(card, KEY.Key_F1)
    why = [one for one in panel.findChildren(Why) if one.isVisible()][-1]
    assert why.total == panel.head.report.figures.contribution.now


def test_the_charts_are_tables_too(panel):
    press(panel, KEY.Key_T, ALT)
    months = panel.frame.months
    assert months.as_table
    assert months.table.item(months.table.rowCount() - 1, 0).text() == "Mar 2026"
    assert "13 months" in months.chart.accessibleDescription() or "months up to" in months.chart.accessibleDescription()


def test_the_table_goes_into_a_file(panel, tmp_path, said):
    press(panel, KEY.Key_E, CONTROL | SHIFT)
    assert panel.findChild(QFileDialog) is not None
    file = tmp_path / "profit.csv"
    panel.exports.write(str(file))
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 4
    assert rows[0][1] == "Customer"
    assert Decimal(rows[1][4]) == table(panel).figures.rows[0].contribution
    assert said[-1][1] == "done"


def test_ctrl_p_shows_the_printed_report(panel):
    press(panel, KEY.Key_P, CONTROL)
    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Preview)]
    assert shown[-1].loaded.value.month == MARCH
    for one in shown:
        one.close()


def test_a_correction_of_the_past_is_booked_from_an_entry(panel, store, said):
    before = profit_month(store, MARCH).figures.contribution.now
    press(panel, KEY.Key_Return)
    press(panel, KEY.Key_Return)
    table(panel).go_to(next(at for at, row in enumerate(table(panel).figures.rows) if row.product == "Towel"))
    press(panel, KEY.Key_K, CONTROL | SHIFT)
    dialog = panel.findChild(CostCorrection)
    dialog.form.fill({"cost": Decimal("6.5"), "first": MARCH.first, "last": MARCH.last, "reason": ""})
    dialog.book()
    assert dialog.isVisible(), "a reason is needed"
    dialog.form.fill({"cost": Decimal("6.5"), "first": MARCH.first, "last": MARCH.last, "reason": "new invoice"})
    dialog.book()
    now = profit_month(store, MARCH).figures.contribution.now
    assert now == before + Decimal("24.50"), "46 and 3 towels at 0.50"
    rows = table(panel).figures.rows
    assert "adjustment" in {row.kind for row in rows}, "the entries show it at once"
    assert said[-1][1] == "done"


def test_a_closed_month_is_read_once_and_carries_its_lock(panel, store, statements):
    months.close(store, FEBRUARY, request=new_uid(), accept=("earlier_open", "no_cost"))
    panel.show_month(FEBRUARY)
    assert panel.frame.head.state.text().strip() == "month closed"
    assert panel.head.closed
    panel.show_month(MARCH)
    del statements[:]
    panel.show_month(FEBRUARY)
    assert not [one for one in statements if "contribution_entry" in one.casefold()], "the figures are at hand"


def test_who_may_not_see_profit_sees_none(context, store, busy):
    store.actor = Actor("front", access="front_desk")
    panel = ProfitPanel(context)
    panel.open_record(MARCH)
    panel.show()
    assert "managers" in panel.frame.state.words
    assert not table(panel).figures.rows
    assert all(not card.value for card in panel.frame.figures.cards)
