"""The whole program under real sign-ins of a server that keeps costs: every screen works, and no screen shows one."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from app import demo
from app.bootstrap import prepared
from app.commands.doors import doors_of
from app.domain.refusal import Unavailable
from app.i18n import Say
from app.queries import products
from app.self_test.bench import bench
from app.self_test.screens import qt
from app.self_test.tour import Tour
from app.store.session import Actor, Store
from app.ui.context import Context
from app.ui.desk import application, dress
from app.ui.orders import drafts
from app.ui.orders.editor import OrderEditor
from app.ui.tasks import InlineRunner
from tests.support import postgres
from tests.support.make import Maker
from tests.support.server import ACCESSES, Company, company_on
from tests.ui.orders.hands import Hands
from tests.ui.rules.test_hidden_figures import records as marked
from tests.ui.rules.test_hidden_figures import revealed, walk

__all__ = ["marked"]  # records whose figures are marked

REFUSED = "42501"
HELD_BACK = ["Lucia", "Diego"]


@pytest.fixture
def company(store, make, database, postgres_server) -> Iterator[Company]:
    """A company on a server, with its people."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a file has one user and no sign-in of its own")
    with company_on(postgres_server, database, store, make) as made:
        yield made


def refusals_of(store) -> list[str]:
    """Every statement that the database refuses from now on."""
    met: list[str] = []

    def note(context) -> None:
        if getattr(context.original_exception, "sqlstate", "") == REFUSED:
            met.append(str(context.statement))

    event.listen(store.engine, "handle_error", note)
    return met


@pytest.mark.parametrize("name", HELD_BACK)
def test_every_screen_works_and_none_shows_a_cost(qtbot, company, marked, tmp_path, name):
    with company.service(), company.desk(name) as desk:
        refused = refusals_of(desk)
        found = walk(desk, qtbot, ACCESSES[name], marked, tmp_path)
    assert refused == []
    assert [words for words in found["said"].splitlines() if "database refuses" in words or "service" in words] == []
    assert {place: marks for place, text in found.items() if (marks := revealed(text))} == {}
    assert "9,000.00" in found["products"], "prices are seen by everybody"


@pytest.fixture
def full(postgres_server) -> Iterator[Company]:
    """The invented company on a server, with people of ours."""
    name = f"full_{os.getpid()}"
    url = postgres.make_database(postgres_server, name)
    try:
        with prepared(url, zone="Europe/Madrid") as store:
            demo.create(store, seed=5, customers=40, months=3)
        store = Store.open(url, zone="Europe/Madrid", actor=Actor("tester"))
        try:
            with company_on(postgres_server, url, store, Maker(store)) as made:
                yield made
        finally:
            store.close()
    finally:
        postgres.drop_database(postgres_server, name)


def test_what_the_rows_of_a_full_company_lead_to_opens(qapp, full):
    with bench(quick=True) as place, qt(place), full.service(), full.desk("Diego") as desk:
        refused = refusals_of(desk)
        with Tour(place, desk, ACCESSES["Diego"], "en", "light") as tour:
            tour.walk(follow=True)
        assert refused == []
        assert place.complaints == []


def test_a_mark_that_was_forgotten_would_be_met(company, marked, monkeypatch):
    monkeypatch.setattr(Store, "held_back", False)
    with company.desk("Diego") as desk:
        refused = refusals_of(desk)
        with pytest.raises(Unavailable, match="database refuses"):
            products.look_up(desk, "mark")
    assert len(refused) == 1


def test_what_was_typed_stays_when_the_service_ends(qtbot, company, marked, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    context = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access="front_desk", user="Lucia")
    with company.desk("Lucia") as desk:
        context.runner = InlineRunner(desk, context.broadcast, context.reporter)
        context.doors = doors_of(desk, desk.engine.url)
        application()
        dress(context)
        editor = OrderEditor(context)
        qtbot.addWidget(editor)
        with qtbot.waitActive(editor):
            editor.show()
            editor.activateWindow()
        hands = Hands(editor)
        with company.service():
            editor.open_record(("new", marked["customer"]))
            hands.enter("mark", "2")
        hands.confirm()
        assert hands.strip.startswith("The server’s service does not run")
        assert "What you typed is kept on this PC" in hands.strip
        [kept] = drafts.kept()
        assert kept.sent == "order"
        with company.service():
            hands.confirm()
            assert hands.strip.endswith("confirmed.")
        assert drafts.kept() == []
