"""A salesperson on the own commission screen: the own statement, nothing of others, and a way to disagree."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.services import commissions
from app.store.session import Actor
from app.ui.commission.panel import CommissionPanel
from tests.support.commission_desk import CONTROL, FEBRUARY, KEY, SHIFT, People, buttons, ctrl_enter, lines, texts


@pytest.fixture
def people(store, make):
    return People(store, make)


@pytest.fixture
def own(context, people, store):
    """The screen of Diego, who sees the own commission only."""
    commissions.run(store)
    store.actor = Actor("diego", people.diego, "sales")
    context.access, context.staff_id = "sales", people.diego
    made = CommissionPanel(context)
    made.resize(1300, 800)
    made.open_record(FEBRUARY)
    made.show()
    made.activateWindow()
    made.setFocus()
    QTest.qWait(1)
    return made


def test_a_salesperson_sees_the_own_statement_and_nothing_of_others(own, people, tmp_path):
    assert own.title() == "My commission"
    assert own.frame.pages.currentWidget() is own.frame.sheet
    assert texts(lines(own), "amount") == ["36.00"]
    assert buttons(own) == ["export", "dispute", "why", "Print statement"]
    own.open_record((FEBRUARY, people.wei))
    assert own.sheet.statement.name == "Diego Ruiz", "somebody else's is not even asked for"
    assert not own.up()
    own.why()
    said = dict(own.frame.sheet.why.shown)
    assert said["Commission of the line"] == (
        "300.00 × 12% = 36.00; 300.00 is the part of 60% of the line’s base, shared with Wei Li 40%"
    )
    lines(own).table.selectAll()
    lines(own).table.sums.copy()
    path = tmp_path / "own.csv"
    lines(own).exports.write(str(path))
    taken = QGuiApplication.clipboard().text() + path.read_text(encoding="utf-8-sig")
    for other in ("24.00", "500.00", "700", "1,200", "1200"):
        assert other not in taken
    assert own.team is None


def test_a_salesperson_disagrees_with_a_line(own, store, said):
    QTest.keyClick(lines(own).table, KEY.Key_D, CONTROL | SHIFT)
    strip = own.frame.asks.dispute
    ctrl_enter(strip)
    assert own.sheet.statement.held == 0, "a sentence is needed"
    strip.form.fill({"words": "It was mine alone."})
    ctrl_enter(strip)
    assert own.sheet.statement.held == 36
    assert own.frame.asks.isHidden()
    assert "dispute" not in buttons(own)
    lines(own).show_view("disputed")
    assert texts(lines(own), "amount") == ["36.00"]
