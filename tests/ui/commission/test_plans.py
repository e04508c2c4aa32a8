"""Commission plans in somebody's hands: from a template to a version in use, bad input, drafts, a trial sale."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QPushButton
from sqlalchemy import insert

from app.domain.commission_plan import Band, Rates, Rule, Steps, Terms, Trigger
from app.domain.month import Month
from app.domain.refusal import NotAllowed
from app.i18n import Say
from app.models import CommissionMonth
from app.queries import commission_plans as queries
from app.services import commissions
from app.store.session import Actor
from app.ui.commission.plan_panel import PlansPanel
from app.ui.orders.totals import LevelMark
from tests.support.commissions import agree, rates

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SINCE = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts of this test; lists that pop up need a real screen."""
    monkeypatch.setattr(QCompleter, "complete", lambda *_: None)
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def opened(context, qtbot):
    def open_(record=None) -> PlansPanel:
        made = PlansPanel(context)
        qtbot.addWidget(made)
        made.resize(1224, 650)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        if record is not None:
            made.open_record(record)
        return made

    return open_


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(edit, text) -> None:
    """A person replaces what stands in a field."""
    edit.setFocus()
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)


def cell(panel, box, row, column):
    return panel.form.boxes[box].rows[row].cells[column]


def terms(store, plan=0, version=-1) -> Terms:
    return queries.plans(store)[plan].versions[version].terms


def choose(panel, key, value) -> None:
    box = panel.form.boxes[key]
    box.edit.setCurrentIndex(next(at for at, (one, _) in enumerate(box.choices) if one == value))
    box.edit.activated.emit(box.edit.currentIndex())


def test_from_a_template_to_everybody(store, context, opened, said):
    panel = opened()
    assert panel.state.words == "No plan yet. Start from:"
    next(one for one in panel.state.findChildren(QPushButton) if one.text() == "4 levels").click()
    assert panel.form.boxes["name"].raw() == "Standard"
    write(cell(panel, "rates", 1, 0), "8,5")
    example = panel.form.boxes["rates"].rows[0].example
    assert (example.text(), example.accessibleName()) == ("12.00", "100.00 of contribution: 12.00")
    press(Qt.Key.Key_Return, CTRL)
    assert terms(store) == Terms(Rates(D(12), D("8.5"), D(4), D(1)), trigger=Trigger.PAYMENT)
    [plan] = queries.plans(store)
    assert plan.versions[0].valid_from == SINCE
    assert "booked" in panel.strip.words.text()
    went = []
    context.wanted.connect(lambda name, _: went.append(name))
    panel.strip.buttons[0].click()
    assert went == ["commission"]
    panel.given.give.click()
    [given] = queries.assignments(store)
    assert (given.staff_id, given.team, given.plan_id, given.valid_from) == (None, "", plan.id, SINCE)
    assert panel.given.table.rows.rowCount() == 1


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_who_has_a_plan_is_read_to_the_end_on_a_small_screen(store, make, context, opened, language):
    agree(store, Terms(rates(12, 8, 4, 1)), since=SINCE, name="Sales team")
    context.speak(Say(language))
    panel = opened()
    for view in (panel.given.table, panel.list.table):
        metrics = view.fontMetrics()
        for column in range(view.model().columnCount()):
            words = view.model().index(0, column).data() or ""
            assert metrics.horizontalAdvance(words) + 20 <= view.columnWidth(column), words
    curve = panel.curve.table
    for row in range(curve.rowCount()):
        assert curve.fontMetrics().horizontalAdvance(curve.item(row, 0).text()) + 6 <= curve.columnWidth(0)


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_no_rate_loses_the_letter_of_its_level(store, context, opened, language):
    agree(store, Terms(rates(12, 8, 4, 1)), since=SINCE, name="Sales team")
    context.speak(Say(language))
    panel = opened()
    panel.resize(1160, 800)
    QTest.qWait(1)
    for mark in panel.form.boxes["rates"].findChildren(LevelMark):
        assert mark.width() >= mark.sizeHint().width()
        assert panel.form.rect().contains(mark.mapTo(panel.form, mark.rect().bottomRight()))


def test_the_answer_of_a_try_is_seen_on_a_low_screen(store, make, context, opened):
    towel = make.product("Towel", price=D(100), cost=D(60))
    agree(store, Terms(rates(12, 8, 4, 1)), since=SINCE, name="Sales team")
    panel = opened()
    panel.resize(1200, 460)
    panel.bench.product.show_record(towel, "P-1 · Towel with a name that is longer than its field is wide")
    assert panel.bench.product.cursorPosition() == 0, "a name is read from its beginning"
    panel.bench.quantity.setFocus()
    write(panel.bench.quantity, "2")
    result = panel.bench.lines["result"]
    for _ in range(100):
        QTest.qWait(10)
        if result.isVisible() and not result.visibleRegion().isEmpty():
            break
    assert result.visibleRegion().boundingRect().height() == result.height()
    assert not panel.bench.quantity.visibleRegion().isEmpty()


def test_a_second_plan_is_begun_from_a_template_by_name(store, make, opened):
    make.product(category="Tools")
    first = agree(store, Terms(rates(12)), since=date(2026, 1, 1), name="A first one")
    panel = opened("groups")
    assert panel.form.boxes["name"].raw() == "By product group"
    write(panel.form.boxes["valid_from"].edit, "1/5/2026")
    panel.save()
    plan = queries.plans(store)[1]
    assert (plan.versions[0].valid_from, len(plan.versions[0].terms.rules)) == (date(2026, 5, 1), 1)
    assert panel.list.current[0].id == plan.id
    panel.open_record(first)
    assert panel.form.boxes["name"].raw() == "A first one"
    panel.new()
    assert panel.form.boxes["name"].raw() == "Standard"


def test_rules_are_found_by_name_and_moved_by_keyboard(store, make, opened):
    saw = make.product("Saw", code="P-7", category="Tools")
    plan = agree(store, Terms(rates(12)), since=SINCE)
    panel = opened(plan)
    box = panel.form.boxes["rules"]
    box.add.setFocus()
    press(Qt.Key.Key_Space)
    write(cell(panel, "rules", 0, 0), "P-7")
    box._search()
    write(cell(panel, "rules", 0, 0), "P-7 · Saw")
    write(cell(panel, "rules", 0, 1), "5")
    press(Qt.Key.Key_Insert)
    write(cell(panel, "rules", 1, 0), "tools")
    box._search()
    write(cell(panel, "rules", 1, 0), "Tools")
    write(cell(panel, "rules", 1, 1), "4")
    write(cell(panel, "rules", 1, 2), "3")
    assert box.rows[1].example.text() == "of 100: 4.00 · 3.00 · 0.00 · 0.00"
    press(Qt.Key.Key_Up, ALT)
    panel.save()
    [group] = {rule.category_id for rule in terms(store).rules if rule.category_id}
    assert terms(store).rules == (Rule(Rates(D(4), D(3)), category_id=group), Rule(Rates.flat(D(5)), product_id=saw))
    write(cell(panel, "rules", 0, 0), "nothing")
    panel.save()
    assert "is neither" in box.message
    press(Qt.Key.Key_Delete, CTRL)
    panel.save()
    assert len(terms(store).rules) == 1


def test_steps_that_overlap_are_red_and_not_saved(store, opened):
    panel = opened(agree(store, Terms(rates(0)), since=SINCE))
    choose(panel, "steps", "slab")
    box = panel.form.boxes["bands"]
    for row, texts in enumerate((("0", "10000", "2"), ("8000", "", "5"))):
        box.add.click()
        for column, text in enumerate(texts):
            write(cell(panel, "bands", row, column), text)
    assert box.line.accessibleDescription() == "10000 belongs to step 1 and step 2."
    panel.save()
    assert box.message == "10,000 belongs to step 1 and step 2."
    assert not terms(store).bands
    write(cell(panel, "bands", 1, 0), "12000")
    panel.save()
    assert box.message == "Nothing holds between 10,000 and 12,000."
    write(cell(panel, "bands", 1, 0), "")
    panel.save()
    assert (terms(store).bands, terms(store).steps) == ((Band(D(2), D(10000)), Band(D(5))), Steps.SLAB)
    rows = [[panel.curve.table.item(row, column).text() for column in range(3)] for row in range(1)]
    assert rows == [["Brings", "200", "625"]]
    assert "a month of 12,500 brings 625.00" in panel.curve.chart.accessibleDescription()


def test_a_rate_of_120_is_asked_about(store, opened):
    panel = opened(agree(store, Terms(rates(12)), since=SINCE))
    write(cell(panel, "rates", 0, 0), "120")
    panel.save()
    assert panel.form.boxes["rates"].message == "A rate of 120 % cannot be; did you mean 12 %?"
    assert QApplication.focusWidget() is cell(panel, "rates", 0, 0)


def test_a_version_in_use_is_continued_not_edited(store, make, opened):
    plan = agree(store, Terms(rates(12)), since=date(2026, 1, 1))
    who = make.staff()
    make.order(make.customer(), (make.product(), "1", "10"), on=date(2026, 3, 2), shares=[(who, 100)])
    commissions.run(store)
    panel = opened(plan)
    assert cell(panel, "rates", 0, 0).isReadOnly()
    panel.save()
    assert panel.form.boxes["valid_from"].value == date(2026, 4, 1)
    write(cell(panel, "rates", 0, 0), "10")
    write(panel.form.boxes["valid_from"].edit, "1/5/2026")
    panel.save()
    assert [one.valid_from for one in queries.plans(store)[0].versions] == [date(2026, 1, 1), date(2026, 5, 1)]
    write(panel.form.boxes["valid_from"].edit, "1/6/2026")
    panel.save()
    assert [one.valid_from for one in queries.plans(store)[0].versions] == [date(2026, 1, 1), date(2026, 6, 1)]
    panel.list.active.click()
    assert not queries.plans(store)[0].active


def test_a_plan_gets_another_name_where_it_stands(store, make, opened, said):
    agree(store, Terms(rates(10)))
    agree(store, Terms(rates(10)), name="Field sales")
    panel = opened()
    panel.list.table.setFocus()
    name = panel.list.current[0].name
    press(Qt.Key.Key_F2)
    assert panel.list.naming.words.text() == f"Another name for ‘{name}’"
    write(panel.list.naming.form.boxes["name"].edit, "Field sales" if name != "Field sales" else "Sales")
    press(Qt.Key.Key_Return)
    assert panel.list.naming.form.boxes["name"].refusal is not None
    write(panel.list.naming.form.boxes["name"].edit, "Shop floor")
    press(Qt.Key.Key_Return)
    assert panel.list.naming.isHidden()
    assert panel.list.current[0].name == panel.form.boxes["name"].raw() == "Shop floor"
    assert ("The plan has another name.", "done") in said


def test_a_day_in_a_closed_month_goes_into_the_next_open_one(store, opened):
    with store.write() as tx:
        tx.execute(insert(CommissionMonth), {"month": Month(2026, 2), "state": "closed"})
    panel = opened(agree(store, Terms(rates(12)), since=SINCE))
    write(panel.form.boxes["valid_from"].edit, "10/2/2026")
    panel.save()
    assert panel.strip.words.text() == "February 2026 is closed; put it into March 2026?"
    panel.strip.buttons[0].click()
    assert panel.form.boxes["valid_from"].value == SINCE
    panel.save()
    assert "saved" in panel.strip.words.text()


def test_what_is_typed_comes_back_and_the_trial_sale_follows(store, make, opened):
    plan = agree(store, Terms(rates(12)), since=SINCE)
    make.product("Saw", code="P-7", price="120", cost="70")
    panel = opened(plan)
    write(cell(panel, "rates", 0, 0), "9")
    panel.hide()
    other = opened(plan)
    assert cell(other, "rates", 0, 0).text() == "9"
    bench = other.bench
    bench.product.setText("P-7")
    bench.product._search()
    bench.product.setText("P-7 · Saw")
    bench.quantity.setText("2")
    bench._ask()
    assert bench.lines["result"].text() == "100.00 × 9% = 9.00\xa0€"
    assert bench.lines["rate"].text() == "Rate: 9% of level A"
    write(cell(other, "rates", 0, 0), "10")
    bench._ask()
    assert bench.lines["result"].text() == "100.00 × 10% = 10.00\xa0€"


def test_who_may_not_sees_a_sentence(store, context, opened):
    store.actor = Actor("nuria", access="sales")
    panel = opened()
    assert "manager" in panel.state.words
    with pytest.raises(NotAllowed):
        queries.plans(store)
