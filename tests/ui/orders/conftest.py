"""A company with goods and a customer, and the order screen in somebody's hands."""

from decimal import Decimal

import pytest
from sqlalchemy import update

from app.models import Company
from app.ui.orders.editor import OrderEditor
from tests.ui.orders.hands import Hands


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts and papers of this test."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def goods(make):
    """Five products at 21 % tax; margins of 40, 25, 15, 40 and 5 percent."""
    with make.store.write() as tx:
        tx.execute(update(Company).values(tax_rate=Decimal(21)))
    return {
        code: make.product(name, code=code, price=price, cost=cost, unit=unit, tax_rate=Decimal(21))
        for code, name, price, cost, unit in [
            ("TX-0610", "Bath towel 600 g, white", "10.90", "6.54", "pc"),
            ("TX-0742", "Bathrobe, waffle, L", "27", "20.25", "pc"),
            ("GL-0305", "Wine glass “Turia” 45 cl", "4.20", "3.57", "pc"),
            ("FU-1120", "Lounge chair “Albufera”", "230", "138", "pc"),
            ("RO-0001", "Rope, by the metre", "2.50", "2.375", "m"),
        ]
    }


@pytest.fixture
def marta(make):
    return make.customer("Marta Ibáñez Soler", code="C-00318")


@pytest.fixture
def hands(context, qtbot):
    """The screen, shown and active."""
    editor = OrderEditor(context)
    qtbot.addWidget(editor)
    editor.resize(1200, 760)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    return Hands(editor)
