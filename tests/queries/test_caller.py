"""The caller card: one statement, the contract of its JSON, and what is worth mentioning."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from app.domain.account import Chosen, Entry, settle
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotFound
from app.i18n import Say
from app.models import (
    AccountEntry,
    Allocation,
    Balance,
    Complaint,
    Consent,
    Customer,
    CustomerTier,
    Preference,
    Relation,
    RestrictedFact,
    SalesOrder,
    TierOverride,
    TierYear,
)
from app.queries import caller, lookup
from app.queries.caller import Mention, mentions
from app.services import contacts, customers, deliveries, invoices, payments
from app.services.contacts import InteractionDraft

TODAY = date(2026, 3, 16)


def put(store, model, *rows):
    """Rows of a table."""
    with store.write() as tx:
        tx.execute(insert(model), list(rows))


@pytest.fixture
def marta(make, store):
    """A customer with something in every block."""
    seller = make.staff("S1", "Diego")
    marta = make.customer(
        "Marta Ibáñez Soler", code="C-1", phone="+34 96 355 01 42", city="Valencia", organisation="Hotel Bahía Azul",
        language="es", birth_date=date(1980, 3, 29), salesperson_id=seller,
    )  # fmt: skip
    product = make.product("Towel", code="T1")
    late = make.order(marta, (product, "3"), on=date(2026, 3, 2), promised_on=date(2026, 3, 10))
    make.order(marta, (product, "2"), promised_on=date(2026, 3, 20))
    billed = make.order(marta, (product, "1"), on=date(2026, 1, 5))
    deliveries.deliver(store, billed.order_id, request=new_uid(), on=date(2026, 1, 8))
    invoices.invoice(store, billed.order_id, request=new_uid(), on=date(2026, 1, 8))
    invoices.invoice(store, late.order_id, request=new_uid(), on=date(2026, 3, 3))
    payments.take(store, marta, Decimal(4), request=new_uid())
    contacts.tell_price(store, marta, product, Decimal("9.5"), request=new_uid(), staff_id=seller,
                        valid_until=date(2026, 4, 1))  # fmt: skip
    contacts.log(
        store, InteractionDraft(marta, "call", "Towels", "in", staff_id=seller, follow_up_on=date(2026, 3, 18)),
        request=new_uid(),
    )  # fmt: skip
    return marta


def test_the_card_says_everything(store, marta):
    card = caller.card(store, marta)
    assert (card.code, card.name, card.organisation, card.city) == (
        "C-1", "Marta Ibáñez Soler", "Hotel Bahía Azul", "Valencia",
    )  # fmt: skip
    assert (card.language, card.salesperson, card.phones) == ("es", "Diego", ("+34963550142",))
    assert (card.balance, card.overdue) == (Decimal("36.00"), Decimal("6.00"))
    assert [(order.status, order.late) for order in card.open_orders] == [("invoiced", True), ("confirmed", False)]
    [told] = card.last_prices
    assert (told.product, told.product_name, told.price, told.by, told.expired) == (
        "T1", "Towel", Decimal("9.5000"), "Diego", False,
    )  # fmt: skip
    assert [item.topic for item in card.mention] == ["birthday"]
    assert card.mention[0].on == date(2026, 3, 29)
    assert card.last_contacts[0].note == "Towels"
    assert card.next_step is not None
    assert (card.next_step.on, card.next_step.by) == (date(2026, 3, 18), "Diego")


def test_json_keeps_the_contract(store, marta):
    match = lookup.find(store, "963550142")
    answer = caller.as_json(match, [caller.card(store, found) for found in match.ids])
    assert answer["match"] == "one"
    [person] = answer["customers"]
    assert list(person) == [
        "code", "name", "tier", "phones", "balance", "overdue", "open_orders", "open_complaints", "last_prices",
        "mention",
    ]  # fmt: skip
    assert person["open_orders"][1] == {
        "order": "SO-2026-00002", "status": "confirmed", "promised_on": "2026-03-20", "gross": "20.00",
    }  # fmt: skip
    assert person["last_prices"] == [
        {"product": "T1", "price": "9.5000", "told_on": "2026-03-16", "valid_until": "2026-04-01", "by": "Diego"}
    ]
    assert (person["balance"], person["overdue"], person["mention"]) == ("36.00", "6.00", ["birthday 2026-03-29"])


def test_text_is_for_people(store, marta):
    text = caller.as_text(caller.card(store, marta), Say("en"))
    assert text.startswith("Marta Ibáñez Soler · Hotel Bahía Azul · C-1 · Valencia\nPhone: +34 963 55 01 42")
    assert "of this overdue: 6.00" in text
    assert "promised for 10 Mar 2026: late" in text
    assert "birthday on 29 Mar 2026" in text


def test_nobody_is_a_refusal(store):
    with pytest.raises(NotFound):
        caller.card(store, 4711)


@pytest.mark.parametrize("orders", [1, 200])
def test_one_statement_however_much_there_is(store, make, statements, orders):
    customer, product = make.customer(), make.product()
    with store.write() as tx:
        tx.execute(
            insert(SalesOrder),
            [
                {
                    "uid": new_uid(), "number": f"N{at}", "customer_id": customer, "on": TODAY, "status": "confirmed",
                    "net": Decimal(1), "tax": Decimal(0), "gross": Decimal(1),
                }
                for at in range(orders)
            ],
        )  # fmt: skip
    for _ in range(3):
        contacts.tell_price(store, customer, product, Decimal(1), request=new_uid())
    statements.clear()
    card = caller.card(store, customer)
    # SQLite asks first whether there are merged records: it has no round trips to save
    assert len(statements) == (2 if store.engine.dialect.name == "sqlite" else 1)
    assert len(card.open_orders) == min(orders, 100)


def test_a_merged_record_brings_its_phones_orders_and_debts(store, make, marta):
    double = make.customer("M. Ibáñez", phone="655 014 722")
    order = make.order(double, (make.product(), "5"))
    invoices.invoice(store, order.order_id, request=new_uid())
    customers.merge(store, marta, double, request=new_uid())
    card = caller.card(store, marta)
    assert card.phones == ("+34963550142", "+34655014722")
    assert card.balance == Decimal("86.00")
    assert order.number in [one.order for one in card.open_orders]


def test_restricted_facts_never_come_up(store, make, marta):
    put(store, RestrictedFact, {"customer_id": marta, "topic": "health", "fact": "diabetes", "legal_basis": "consent"})
    card = caller.card(store, marta)
    assert "diabetes" not in repr(card)


def test_what_to_avoid_is_not_mentioned(store, marta):
    put(
        store, Preference,
        {"customer_id": marta, "topic": "calls", "fact": "not before 9:30", "avoid": True, "noted_on": TODAY},
        {"customer_id": marta, "topic": "room", "fact": "window seat", "avoid": False, "noted_on": TODAY},
    )  # fmt: skip
    card = caller.card(store, marta)
    assert card.avoid == ("not before 9:30",)
    assert [item.fact for item in card.mention] == ["", "window seat"]


def test_complaints_consents_and_family(store, make, marta):
    due = datetime(2026, 3, 16, 11, tzinfo=UTC)
    case = {"uid": None, "customer_id": marta, "subject": "Torn", "opened_at": due, "number": ""}
    put(
        store, Complaint,
        case | {"uid": new_uid(), "number": "CS-1", "status": "in_work", "due_at": due + timedelta(hours=3)},
        case | {"uid": new_uid(), "number": "CS-2", "status": "new", "due_at": due},
        case | {"uid": new_uid(), "number": "CS-3", "status": "closed", "due_at": due},
    )  # fmt: skip
    put(store, Relation, {"customer_id": marta, "kind": "daughter", "other_name": "Inés"})
    word = {"customer_id": marta, "purpose": "offers", "channel": "email", "on": TODAY}
    put(
        store, Consent,
        word | {"given": True, "on": date(2025, 1, 1)}, word | {"given": False},
        word | {"channel": "post", "given": False}, word | {"channel": "post", "given": True},
    )  # fmt: skip
    card = caller.card(store, marta)
    assert [(one.number, one.breached) for one in card.open_complaints] == [("CS-2", True), ("CS-1", False)]
    assert card.relations == (("daughter", "Inés"),)
    assert card.withdrawn == (("offers", "email"),)


def test_the_tier_is_that_of_the_newest_frozen_year_unless_given_by_hand(store, marta):
    def year(number):
        return {"year": number, "tier_a": Decimal(80), "tier_b": Decimal(95)}

    row = {"customer_id": marta}
    put(store, TierYear, year(2025))
    put(store, CustomerTier, row | {"year": 2025, "tier": "B"})
    assert caller.card(store, marta).tier == "B"
    put(store, TierYear, year(2026), year(2027))
    assert caller.card(store, marta).tier == ""
    put(store, CustomerTier, row | {"year": 2026, "tier": "C"}, row | {"year": 2027, "tier": "N"})
    assert caller.card(store, marta).tier == "C"
    by_hand = {"customer_id": marta, "reason": "promise"}
    put(store, TierOverride, by_hand | {"tier": "A", "until": TODAY})
    put(store, TierOverride, by_hand | {"tier": "N", "until": TODAY - timedelta(days=1)})
    assert caller.card(store, marta).tier == "A"


def test_only_the_newest_price_of_a_product_and_expiry_in_words(store, make, marta, clock):
    other = make.product("Lamp", code="L1")
    contacts.tell_price(store, marta, other, Decimal(30), request=new_uid(), valid_until=TODAY)
    contacts.tell_price(store, marta, other, Decimal(31), request=new_uid(), valid_until=TODAY)
    clock.day = date(2026, 3, 17)
    prices = caller.card(store, marta).last_prices
    assert [(told.product, told.price, told.expired) for told in prices] == [
        ("L1", Decimal(31), True), ("T1", Decimal("9.5"), False),
    ]  # fmt: skip


def fact(topic, text, days_ago):
    """A noted fact."""
    return Mention(topic, text, TODAY - timedelta(days=days_ago))


def test_at_most_four_dated_first_then_one_of_each_topic():
    facts = [
        fact("drink", "tea", 1), fact("drink", "coffee", 2), fact("life event", "moved", 10),
        fact("life event", "married", 200), fact("room", "quiet", 300),
    ]  # fmt: skip
    found = mentions(facts, date(1990, 3, 16), TODAY)
    assert [item.fact or item.topic for item in found] == ["birthday", "moved", "tea", "quiet"]
    assert [item.fact for item in mentions(facts[:2], None, TODAY)] == ["tea", "coffee"]


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        (date(1980, 3, 30), TODAY, date(2026, 3, 30)),
        (date(1980, 3, 31), TODAY, None),
        (date(1980, 3, 15), TODAY, None),
        (date(1980, 1, 5), date(2026, 12, 28), date(2027, 1, 5)),
        (date(1980, 2, 29), date(2026, 2, 20), date(2026, 2, 28)),
        (date(1980, 2, 29), date(2028, 2, 20), date(2028, 2, 29)),
    ],
)
def test_birthdays_within_a_fortnight(born, today, expected):
    found = mentions([], born, today)
    assert [item.on for item in found] == ([expected] if expected else [])


amounts = st.integers(-40, 40).filter(bool).map(Decimal)
days = st.integers(-6, 3).map(lambda days: TODAY + timedelta(days=days))
entries = st.lists(st.tuples(amounts, days, st.none() | days), max_size=9)


@given(entries, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 40), days), max_size=4))
def test_overdue_is_what_settling_finds(store, listed, choices):
    booked = [
        Entry(at, on, f"E{at}", amount, due if amount > 0 else None) for at, (amount, on, due) in enumerate(listed, 1)
    ]
    chosen = valid_choices(booked, choices)
    customer = fresh(store, booked, chosen)
    assert caller.card(store, customer).overdue == settle(booked, TODAY, chosen).ageing.overdue


def valid_choices(booked, choices):
    """Allocations as the services allow them: never more than is left of both sides, on or after their entries."""
    left = {entry.id: abs(entry.amount) for entry in booked}
    givings = [entry for entry in booked if entry.amount < 0 and entry.on <= TODAY]
    debits = [entry for entry in booked if entry.amount > 0 and entry.on <= TODAY]
    found, pairs = [], set()
    for credit_at, debit_at, amount, day in choices:
        if credit_at < len(givings) and debit_at < len(debits):
            credit, debit = givings[credit_at], debits[debit_at]
            part = min(Decimal(amount), left[credit.id], left[debit.id])
            if part and (credit.id, debit.id) not in pairs:
                pairs.add((credit.id, debit.id))
                left[credit.id] -= part
                left[debit.id] -= part
                found.append(Chosen(credit.id, debit.id, part, day))
    return found


def fresh(store, booked, chosen):
    """A new customer with just these entries; the id."""
    from app.store.bulk import new_ids

    with store.write() as tx:
        [customer] = new_ids(tx, Customer, 1)
        tx.execute(
            insert(Customer),
            {"id": customer, "uid": new_uid(), "code": f"H{customer}", "name": "H", "search_name": "h"},
        )
        ids = dict(zip([entry.id for entry in booked], new_ids(tx, AccountEntry, len(booked)), strict=True))
        if booked:
            tx.execute(
                insert(AccountEntry),
                [
                    {
                        "id": ids[entry.id], "customer_id": customer, "on": entry.on, "month": Month.of(entry.on),
                        "kind": "invoice" if entry.amount > 0 else "payment", "number": entry.number,
                        "due_on": entry.due_on, "amount": entry.amount,
                    }
                    for entry in booked
                ],
            )  # fmt: skip
        if chosen:
            tx.execute(
                insert(Allocation),
                [
                    {"credit_id": ids[c.credit_id], "debit_id": ids[c.debit_id], "on": c.on, "amount": c.amount}
                    for c in chosen
                ],
            )
        total = sum((entry.amount for entry in booked), Decimal(0))
        tx.execute(insert(Balance), {"customer_id": customer, "amount": total})
    return customer


def test_blocked_customers_say_why(store, marta):
    with store.write() as tx:
        tx.execute(update(Customer).where(Customer.id == marta).values(blocked_reason="unpaid bills"))
    assert "Blocked: unpaid bills" in caller.as_text(caller.card(store, marta), Say("en"))
