"""A customer's form in somebody's hands."""

import pytest

from app.domain.ids import new_uid
from app.queries import customer
from app.services import contacts, customers_know
from app.services.contacts import InteractionDraft
from app.services.customers_know import FactDraft
from app.ui.customers.form_panel import CustomerPanel


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Drafts of this test."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def marta(store, make) -> int:
    """Somebody with a number, an order, a contact and a fact."""
    marta = make.customer("Marta Soler", phone="963550142", city="Valencia", note="Rings twice")
    make.order(marta, (make.product("Bath towel", code="TX-1"), "2"))
    contacts.log(store, InteractionDraft(marta, "call", "Asked about towels", "in"), request=new_uid())
    customers_know.note_fact(store, marta, FactDraft("hobby", "Sails"), request=new_uid())
    return marta


@pytest.fixture
def panel(context, home, qtbot) -> CustomerPanel:
    """The form's screen."""
    made = CustomerPanel(context)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.translate()
    made.paint_theme()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def record(store):
    """What the database has of a customer."""
    return lambda customer_id: customer.record(store, customer_id)
