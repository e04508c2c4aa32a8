"""One list of all reports: found, chosen and printed by keyboard, favourites first, each role its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.month import Month
from app.i18n import LANGUAGES, Say
from app.store.session import Actor
from app.ui.preview import pages
from app.ui.reports import panel as module
from app.ui.reports.panel import FAVOURITES, ReportsPanel
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")
KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(context, make, qtbot, monkeypatch):
    """The screen in a company with an order in February, in the middle of March."""
    monkeypatch.setattr(module, "SETTLE_MS", 0)
    monkeypatch.setattr(pages, "printers", tuple)
    product = make.product("Towel", price="12", cost="7")
    make.order(make.customer("Hotel Bahía"), (product, "20", "12"), on=make.store.today().replace(month=2))

    def show(width: int = 1200) -> ReportsPanel:
        made = ReportsPanel(context)
        qtbot.addWidget(made)
        made.resize(width, 760)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.ask()
        made.setFocus()
        return made

    return show


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def until(qtbot, panel, words):
    qtbot.waitUntil(lambda: words in panel.paper._title())


def test_a_report_is_found_by_what_it_is_about_and_its_month_is_chosen_by_keys(opened, qtbot):
    panel = opened()
    until(qtbot, panel, "Monthly profit report — PR-2026-02")
    assert panel.search.hasFocus()
    QTest.keyClicks(panel.search, "kommission")
    assert panel.nothing.text() == "No report is called ‘kommission’."
    press(KEY.Key_Escape)
    panel.search.setText("comisión liq")
    assert [one.number for one in panel.found()] == ["R03"]
    press(KEY.Key_Return)
    until(qtbot, panel, "Commission statements")
    assert panel.rows["commission-month"].button.hasFocus()
    panel.search.clear()
    press(KEY.Key_Down)
    until(qtbot, panel, "Complaints of the month")
    press(KEY.Key_Right, ALT)
    assert panel.month == Month(2026, 3)
    press(KEY.Key_Down)
    until(qtbot, panel, "Receivables — receivables-20260316")
    assert (panel.months.isHidden(), panel.as_of.isHidden()) == (True, False)
    assert panel.rows["receivables"].button.hasFocus()
    press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "no printer" in panel.paper.bar.words)
    press(KEY.Key_Escape)
    assert panel.paper.isVisible(), "Esc is no way to lose the pages"


def test_favourites_stand_first_and_are_kept(opened, context):
    panel = opened()
    assert panel._in_order()[0] == "profit-month"
    panel.rows["receivables"].star.click()
    assert panel._in_order()[:2] == ["profit-month", "receivables"]
    panel.rows["profit-month"].star.click()
    assert context.personal.get(FAVOURITES) == ["receivables"]
    assert opened()._in_order()[0] == "receivables"


@pytest.mark.parametrize(
    ("access", "there"),
    [
        ("front_desk", ["complaints-month", "receivables"]),
        ("sales", ["complaints-month", "receivables", "commission-own"]),
        ("manager", ["profit-month", "commission-team", "commission-month", "complaints-month", "receivables"]),
    ],
)
def test_each_role_has_its_reports(opened, context, store, make, qtbot, access, there):
    context.access = access
    if access == "sales":
        context.staff_id = make.staff(login="wei", access="sales", name="Wei")
        store.actor = Actor("wei", context.staff_id, "sales")
    panel = opened()
    assert sorted(panel.reports) == sorted(there)
    if access == "sales":
        panel.show_report("commission-own")
        until(qtbot, panel, "Commission statement")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_read_to_its_end_on_a_small_screen(opened, context, qtbot, language):
    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    panel = opened(width=1190)
    qtbot.waitUntil(lambda: panel.paper.made is not None)
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()
