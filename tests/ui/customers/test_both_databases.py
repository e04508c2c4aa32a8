"""What databases do differently: the order of names, the end of a list, typing into it."""

import pytest
from PySide6.QtTest import QSignalSpy

from app.ui.customers.list_panel import CustomersPanel
from tests.ui.kit.conftest import crowd

__all__ = ["crowd"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_long_list_is_sorted_filtered_and_walked_alike(context, crowd, make, qtbot):
    crowd(1800)
    make.customer("Álvaro Núñez", city="Valencia")
    zoe = make.customer("Zoë", city="Valencia")
    panel = CustomersPanel(context)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    model = panel.model
    assert model.rowCount() == 1802
    assert model.data(model.index(0, 0)) == "Álvaro Núñez"
    qtbot.waitUntil(lambda: model.data(model.index(1801, 0)) == "Zoë")
    found = QSignalSpy(model.sought)
    panel.table.keyboardSearch("zo")
    assert found.at(0) == [1801]
    panel.bar.set_text("city:Valencia last:<-60d balance:<1")
    assert [model.id_at(row) for row in range(model.rowCount())][-1] == zoe
    panel.table.sort_wanted.emit("-name")
    assert model.id_at(0) == zoe
    panel.table.sort_wanted.emit("-balance")
    assert model.rowCount() == 2
