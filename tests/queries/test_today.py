"""What a day asks: deadlines, steps, missed calls, deliveries, greetings with consent, figures by right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain.ids import new_uid
from app.models import Complaint, Consent, PhoneCall
from app.queries import today
from app.services import approvals, contacts, deliveries, invoices, orders
from app.services.contacts import InteractionDraft
from app.store.session import Actor, Store
from tests.support.complaints import asked, complaint, propose

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture
def day(store, make):
    """One row of every kind, and for each something that does not belong."""
    ana, bo = make.customer("Ana", birth_date=date(1980, 3, 17)), make.customer("Bo", birth_date=date(1990, 3, 16))
    make.customer("Cleo", birth_date=date(1970, 3, 16))
    product = make.product()
    for promised, kind in ((date(2026, 3, 10), "van"), (date(2026, 3, 16), ""), (date(2026, 3, 16), "pickup"),
                           (date(2026, 3, 20), "van")):  # fmt: skip
        make.order(ana, (product, "1", "10"), on=date(2026, 3, 1), promised_on=promised, delivery_kind=kind)
    gone = make.order(bo, (product, "2", "10"), on=date(2026, 3, 1), promised_on=date(2026, 3, 12))
    deliveries.deliver(store, gone.order_id, request=new_uid())
    invoices.invoice(store, gone.order_id, request=new_uid())
    for customer, on, kind in ((ana, 0, "call"), (bo, -2, "visit"), (bo, 3, "call")):
        step = InteractionDraft(customer, kind, f"step {on}", follow_up_on=store.today() + timedelta(days=on))
        contacts.log(store, step, request=new_uid())
    with store.write() as tx:
        for number, due in (("1", -1), ("2", 5), ("3", 60)):
            told = {"uid": new_uid(), "number": f"CS-{number}", "customer_id": ana, "subject": "torn", "status": "new",
                    "opened_at": NOW, "due_at": NOW + timedelta(hours=due)}  # fmt: skip
            tx.execute(insert(Complaint), told)
        for _ in range(2):
            missed = {"uid": new_uid(), "number": "963550142", "e164": "+34963550142", "at": NOW - timedelta(hours=1),
                      "ended_at": NOW}  # fmt: skip
            tx.execute(insert(PhoneCall), missed)
        for customer, given in ((ana, True), (bo, True), (bo, False)):
            said = {"customer_id": customer, "purpose": "greetings", "channel": "email", "given": given,
                    "on": date(2026, 1, 1)}  # fmt: skip
            tx.execute(insert(Consent), said)
    return ana, bo


def rows(found, name):
    return [(item.kind, item.title, item.late) for item in found.sections[name].items]


def test_a_day_lists_what_is_due_and_nothing_else(store, day, statements):
    statements.clear()
    found = today.of_day(store)
    assert len(statements) <= 9
    assert rows(found, "complaints") == [("complaint", "CS-1 torn", True), ("complaint", "CS-2 torn", False)]
    assert rows(found, "contacts") == [
        ("missed", "963550142", True), ("visit", "Bo", True), ("call", "Ana", False),
    ]  # fmt: skip
    assert found.sections["contacts"].items[0].times == 2
    assert [row[2] for row in rows(found, "deliveries")] == [False, True]
    assert rows(found, "expected") == [("pickup", "Ana", False)]
    assert rows(found, "greetings") == [("greeting", "Ana", False)], "Bo withdrew the consent, Cleo never gave it"
    assert found.sections["greetings"].items[0].on == date(2026, 3, 17)
    assert found.due == 4


def test_a_section_says_how_many_there_are(store, make):
    ana = make.customer("Ana")
    for number in range(9):
        step = InteractionDraft(ana, "call", str(number), follow_up_on=store.today() - timedelta(days=number))
        contacts.log(store, step, request=new_uid())
    section = today.of_day(store).sections["contacts"]
    assert (len(section.items), section.total, section.late) == (5, 9, 8)
    assert section.items[0].about == "8", "the oldest first"


def test_each_sees_the_own_steps_and_nobodys(store, make):
    nuria, diego = make.staff("N"), make.staff("D")
    ana = make.customer("Ana")
    for who, note in ((nuria, "hers"), (diego, "his"), (None, "anybody's")):
        step = InteractionDraft(ana, "call", note, follow_up_on=store.today(), follow_up_staff_id=who)
        contacts.log(store, step, request=new_uid())
    desk = Store(store.engine, zone="Europe/Madrid", actor=Actor("nuria", nuria, "front_desk"), clock=store.now)
    found = today.of_day(desk)
    assert [item.about for item in found.sections["contacts"].items] == ["hers", "anybody's"]
    assert (found.figures, found.steps) == (None, ())


def test_managers_see_figures_that_add_up(store, day):
    figures = today.of_day(store).figures
    assert (figures.revenue, figures.owed) == (Decimal("60.00"), Decimal("20.00"))
    assert figures.contribution == Decimal("60.00") - 6 * Decimal(6)
    assert (figures.open_complaints, figures.late_complaints, figures.late_orders) == (3, 1, 1)


def test_a_greeting_is_sent_once(store, day):
    ana, _ = day
    draft = InteractionDraft(ana, "message", "x", direction="out", outcome=today.GREETED)
    contacts.log(store, draft, request=new_uid())
    assert rows(today.of_day(store), "greetings") == []


def test_who_was_born_on_a_leap_day_is_greeted_on_the_28th(store, make, clock):
    leap = make.customer("Leap", birth_date=date(1992, 2, 29))
    with store.write() as tx:
        tx.execute(insert(Consent), {"customer_id": leap, "purpose": "greetings", "channel": "post", "given": True,
                                     "on": date(2026, 1, 1)})  # fmt: skip
    clock.day = date(2026, 2, 27)
    [item] = today.of_day(store).sections["greetings"].items
    assert item.on == date(2026, 2, 28)


def test_offers_that_wait_for_a_manager_are_asked_of_managers_only(store, make):
    customer = make.customer("Hotel Jardín")
    case = complaint(store, customer, number="CS-9")
    nuria = make.staff(login="nuria", access="front_desk", name="Nuria")
    store.actor = Actor("nuria", nuria, "front_desk")
    propose(store, case, asked("apology", reason="Sorry", cost="150"))
    assert "approvals" not in today.of_day(store).sections
    store.actor = Actor("marta", None, "manager")
    [item] = today.of_day(store).sections["approvals"].items
    assert (item.kind, item.id, item.title, item.about) == (
        "outcome", case, "CS-9 Torn at the seam", "Hotel Jardín · Nuria"
    )  # fmt: skip


def test_sales_sees_own_quotes_that_end_and_own_customers_who_went_quiet(store, make):
    wei, diego = make.staff("W", login="wei", access="sales"), make.staff("D", login="diego", access="sales")
    product, today_ = make.product(), store.today()
    hotel, bar = make.customer("Hotel", salesperson_id=wei), make.customer("Bar", salesperson_id=wei)
    make.customer("Spa", salesperson_id=diego)
    make.customer("Gone", salesperson_id=wei, active=False)
    contacts.log(store, InteractionDraft(bar, "call", "spoke"), request=new_uid())
    for who, days in ((wei, 3), (wei, 30), (diego, 3), (wei, -1)):
        draft = make.draft(
            hotel, (product, "1", "10"), shares=[(who, "100")], valid_until=today_ + timedelta(days=days)
        )
        orders.quote(store, draft, request=new_uid())
    desk = Store(store.engine, zone="Europe/Madrid", actor=Actor("wei", wei, "sales"), clock=store.now)
    found = today.of_day(desk)
    assert [(item.title, item.about, item.on) for item in found.sections["quotes"].items] == [
        ("Q-2026-00001", "Hotel", today_ + timedelta(days=3))
    ]
    assert rows(found, "quiet") == [("quiet", "Hotel", False)]
    assert found.sections["quiet"].items[0].id == hotel
    assert "approvals" not in found.sections
    assert not {"quotes", "quiet"} & set(today.of_day(store).sections), "managers have all of them in lists"


def test_a_price_that_waits_stands_beside_the_offers_of_complaints(store, make, statements):
    nuria = make.staff(login="nuria", access="front_desk", name="Nuria")
    customer = make.customer("Hotel Jardín")
    case = complaint(store, customer, number="CS-9")
    desk = Store(store.engine, zone="Europe/Madrid", actor=Actor("nuria", nuria, "front_desk"), clock=store.now)
    asked_for = approvals.ask(
        desk, make.draft(customer, (make.product(), "1", "5", "60")), request=new_uid(), reason="An old friend"
    )
    propose(desk, case, asked("apology", reason="Sorry", cost="150"))
    statements.clear()
    found = today.of_day(store)
    assert len(statements) <= 9
    assert [(item.kind, item.id, item.title, item.about) for item in found.sections["approvals"].items] == [
        ("price", asked_for.order_id, "Hotel Jardín", "An old friend · Nuria"),
        ("outcome", case, "CS-9 Torn at the seam", "Hotel Jardín · Nuria"),
    ]
