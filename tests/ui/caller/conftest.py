"""A window with the caller's screen, and somebody who calls."""

from datetime import timedelta

import pytest

from app.domain.ids import new_uid
from app.services import contacts
from app.services.contacts import InteractionDraft
from app.ui.caller.panel import CallerPanel
from app.ui.calls import Calls
from app.ui.desk import Entry, window
from app.ui.kit.panel import Panel
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's folder of its own."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def ana(store, make) -> int:
    """Somebody with a late order, a price told, a contact and a fact."""
    ana = make.customer("Ana Gil", phone="963550142", city="Valencia", organisation="Hotel Sol", language="es")
    towel = make.product("Bath towel")
    make.order(ana, (towel, "24"), on=store.today() - timedelta(days=9), promised_on=store.today() - timedelta(days=2))
    from decimal import Decimal

    contacts.tell_price(store, ana, towel, Decimal("9.80"), request=new_uid(), on=store.today() - timedelta(days=40),
                        valid_until=store.today() - timedelta(days=1))  # fmt: skip
    contacts.log(store, InteractionDraft(ana, "call", "Asked about <b>towels</b>.", "in"), request=new_uid())
    return ana


@pytest.fixture
def panel(context, home, qtbot, tmp_path):
    """The caller's screen alone."""
    made = CallerPanel(context, notes=tmp_path / "notes.json")
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.translate()
    made.paint_theme()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def desk(context, home, qtbot, tmp_path):
    """A window with two screens, the calls joined."""
    entries = (
        Entry("blank", "Blank", "today", "", lambda made: Panel(made.context)),
        Entry("caller", "Caller", "caller", "", lambda made: CallerPanel(made.context, notes=tmp_path / "notes.json",
                                                                         leave=made.back)),
    )  # fmt: skip
    made = window(context, "Mirador", "test", entries)
    made.calls = Calls(made)
    made.finish()
    made.open_panel("blank")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.calls.close()
