"""Products in somebody's hands: the list, a price to come, two people at one product, a cost that was wrong."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.ids import new_uid
from app.queries import product_form
from app.services import products_save
from app.services.products_save import ProductEdit
from app.store.session import Actor
from app.ui.products.form_panel import ProductPanel
from app.ui.products.list_panel import ProductsPanel
from tests.support.ledger import booked

D = Decimal
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts of this test."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def towel(make):
    return make.product("Towel", code="T1", price="10", cost="6", tax_rate=D(21), unit="pc")


def opened(context, qtbot, record) -> ProductPanel:
    made = ProductPanel(context)
    qtbot.addWidget(made)
    made.translate()
    made.paint_theme()
    made.resize(1224, 630)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_record(record)
    return made


@pytest.fixture
def form(context, qtbot, towel):
    return opened(context, qtbot, towel)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(panel, key, text) -> None:
    """A person replaces what stands in a field."""
    panel.boxes[key].setFocus()
    press(Qt.Key.Key_A, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), text)


def column(table, at) -> list[str]:
    rows = table.rows
    return [rows.index(row, at).data() for row in range(rows.rowCount())]


def headings(panel) -> list[str]:
    return [panel.model.headerData(at, Qt.Orientation.Horizontal) for at in range(panel.model.columnCount())]


def test_the_list_shows_cost_to_managers_only(context, qtbot, store, make, towel):
    make.product("Robe", code="R1", price="10", cost="9.9")
    panel = ProductsPanel(context)
    qtbot.addWidget(panel)
    panel.show()
    shown = {panel.model.index(row, 0).data(): row for row in range(panel.model.rowCount())}
    titles = headings(panel)
    assert [panel.model.index(shown["R1"], titles.index(name)).data() for name in ("Cost €", "Margin", "Level")] == [
        "9.9000", "1.0%", "D",
    ]  # fmt: skip
    context.access, store.actor = "front_desk", Actor("luis", access="front_desk")
    desk = ProductsPanel(context)
    qtbot.addWidget(desk)
    desk.show()
    assert not {"Cost €", "Margin"} & set(headings(desk))
    assert desk.commands == []


def test_a_new_product_is_added_by_keyboard(context, qtbot, store):
    form = opened(context, qtbot, "new")
    press(Qt.Key.Key_Return, CTRL)
    assert form.form.boxes["name"].message == "This field is required."
    write(form.form, "name", "Bath robe")
    write(form.form, "category", "Textiles > Robes")
    write(form.form, "tax_rate", "21")
    write(form.first, "price", "27")
    write(form.first, "cost", "20.25")
    press(Qt.Key.Key_Return, CTRL)
    assert form.product is not None
    assert (form.product.values["code"], form.product.values["category"]) == ("P-0001", "Textiles > Robes")
    assert [fact.value.text() for fact in form.head.facts] == ["27.00", "B", "–", "20.25", "25%"]


def test_two_people_at_one_product_choose_which_value_stays(form, store, towel, context):
    before = product_form.product(store, towel)
    theirs = ProductEdit({"name": "Bath towel", "unit": "box"}, {"name": "Towel", "unit": "pc"})
    write(form.form, "name", "Beach towel")
    write(form.form, "supplier_code", "S-1")
    products_save.save(store, towel, theirs, version=before.version, request=new_uid())
    press(Qt.Key.Key_Return, CTRL)
    assert form.compare.isVisible()
    assert product_form.product(store, towel).values["name"] == "Bath towel"
    form.compare.save.click()
    now = product_form.product(store, towel).values
    assert (now["name"], now["unit"], now["supplier_code"]) == ("Beach towel", "box", "S-1")
    context.undo.undo()
    assert product_form.product(store, towel).values["name"] == "Bath towel"


def test_refusals_stand_at_their_field_and_a_barcode_can_be_kept(form, store, make, towel):
    make.product(code="T2", barcode="8400")
    write(form.form, "code", "T2")
    press(Qt.Key.Key_S, CTRL)
    assert form.form.boxes["code"].message == "The product code T2 is used already."
    write(form.form, "code", "T1")
    write(form.form, "barcode", "8400")
    press(Qt.Key.Key_S, CTRL)
    assert "T2" in form.form.boxes["barcode"].message
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert product_form.product(store, towel).values["barcode"] == "8400"


def test_a_price_to_come_is_set_and_taken_away(form, store, towel, context):
    form.history.new_price.click()
    QTest.keyClicks(QApplication.focusWidget(), "12,5")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "2026-12-01")
    press(Qt.Key.Key_Return, CTRL)
    assert column(form.history.prices, 1) == ["12.50", "10.00"]
    press(Qt.Key.Key_2, CTRL)
    form.history.prices.setCurrentIndex(form.history.prices.rows.index(0, 0))
    press(Qt.Key.Key_Delete)
    assert column(form.history.prices, 1) == ["10.00"]
    context.undo.undo()
    assert column(form.history.prices, 0) == ["1 Dec 2026", "since ever"]


def test_a_wrong_cost_is_applied_to_the_past_after_it_was_shown(form, store, make, towel):
    make.order(make.customer(), (towel, "10"), on=date(2026, 3, 2))
    form.history.past.click()
    strip = form.asks.past
    write(strip.form, "cost", "7")
    write(strip.form, "first", "2026-03-01")
    write(strip.form, "last", "2026-03-31")
    write(strip.form, "reason", "supplier raised it")
    press(Qt.Key.Key_Return, CTRL)
    assert strip.words.text().startswith("1 order: −10.00 of contribution is booked on 16 Mar 2026")
    assert booked(store)[2] == D("60.00")
    press(Qt.Key.Key_Return, CTRL)
    assert booked(store)[2] == D("70.00")
    assert form.history.changes.rows.index(0, 2).data() == "Cost corrected"


def test_the_front_desk_notes_availability(context, qtbot, store, towel):
    context.access, store.actor = "front_desk", Actor("luis", access="front_desk")
    form = opened(context, qtbot, towel)
    assert form.history.costs_block.isHidden()
    assert not form.form.boxes["name"].editor.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "Back in May")
    press(Qt.Key.Key_Return, CTRL)
    assert column(form.history.changes, 3)[0] == "Back in May"
    assert column(form.history.changes, 1)[0] == "luis"


def test_what_was_typed_waits_for_its_product(context, qtbot, form, towel, make):
    write(form.form, "name", "Half a na")
    form.open_record(make.product("Other"))
    assert form.form.boxes["name"].value == "Other"
    form.open_record(towel)
    assert form.form.boxes["name"].raw() == "Half a na"
    assert form.form.is_changed


def test_an_unknown_product_says_so(context, qtbot):
    assert opened(context, qtbot, 999).state.words == "There is no such product."
