"""A desk of somebody who works on complaints, and cases as people open them."""

from types import SimpleNamespace

import pytest

from app.domain.ids import new_uid
from app.services import complaints
from app.services.complaints import NewComplaint
from app.store.session import Actor
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts of a test belong to it alone."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def people(make, store, context) -> SimpleNamespace:
    """Nuria sits at this desk, Diego at another."""
    nuria = make.staff("NC", "Nuria Campos", login="nuria")
    diego = make.staff("DR", "Diego Ruiz", login="diego")
    store.actor = Actor("nuria", nuria, "manager")
    context.staff_id = nuria
    return SimpleNamespace(nuria=nuria, diego=diego)


@pytest.fixture
def told(store, make, people):
    """Opens a case; the id."""
    customers = {}

    def tell(subject="Late delivery", *, customer="Marta Ibáñez", owner=None, **values):
        if customer not in customers:
            customers[customer] = make.customer(customer, phone="963550142", city="Valencia")
        draft = NewComplaint(customers[customer], subject, owner_id=owner, **values)
        return complaints.open_case(store, draft, request=new_uid()).id

    tell.customers = customers
    return tell
