"""Looking at a row: Space over the list, Alt+Enter at its side; both follow the cursor and change nothing."""

import pytest
from PySide6.QtCore import Qt

from app.ui.customers.list_panel import CustomersPanel
from app.ui.kit.glance import PREVIEW

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(context, make, qtbot):
    for name, city in (("Ana Soler", "Valencia"), ("Berta Gil", "Gijón")):
        make.customer(name, city=city, phone="963550142")
    made = CustomersPanel(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.translate()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.table.setFocus()
    return made


def test_space_looks_and_esc_ends_it(panel, context, qtbot):
    opened = []
    context.wanted.connect(lambda *where: opened.append(where))
    quick = panel.glance.quick
    qtbot.keyClick(panel.table, KEY.Key_Space)
    assert quick.isVisible()
    assert quick.accessibleName().startswith("Ana Soler, ")
    assert "+34 963 55 01 42" in quick.accessibleName()
    assert "Code" in quick.accessibleName(), "columns that are not shown are told too"
    qtbot.keyClick(panel.table, KEY.Key_Down)
    assert quick.accessibleName().startswith("Berta Gil")
    qtbot.keyClick(panel.table, KEY.Key_Escape)
    assert not quick.isVisible()
    assert opened == []
    assert panel.table.selected_count() <= 1


def test_a_space_within_typed_letters_belongs_to_the_name(panel, qtbot):
    qtbot.keyClicks(panel.table, "berta g")
    assert not panel.glance.quick.isVisible()
    assert panel.model.record_at(panel.table.currentIndex().row()).row.name == "Berta Gil"


def test_alt_enter_keeps_the_card_at_the_side(panel, context, qtbot):
    qtbot.keyClick(panel.table, KEY.Key_Return, ALT)
    assert panel.glance.side.isVisible()
    assert context.personal.get(PREVIEW) is True
    qtbot.keyClick(panel.table, KEY.Key_Down)
    assert panel.glance.side.accessibleName().startswith("Berta Gil")
    qtbot.keyClick(panel.table, KEY.Key_Return, ALT)
    assert not panel.glance.side.isVisible()
