"""The customers' list agrees with the caller card, adds up what it shows, and hides profit from who may not see it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain.filters import Filters
from app.domain.ids import new_uid
from app.domain.refusal import NotAllowed
from app.models import Complaint
from app.queries import caller, customer_rows, customers, listing
from app.services import contacts, invoices, payments
from app.services import customers as customer_services
from app.services.contacts import InteractionDraft
from app.store.session import Actor, Store

D = Decimal


def test_birthdays_of_today_this_week_and_this_month(store, make):
    """Today is 16 March 2026."""
    for name, day in (("Today", date(1980, 3, 16)), ("Soon", date(1999, 3, 22)), ("Late", date(1971, 3, 31)),
                      ("Past", date(1950, 3, 1)), ("Other", date(1980, 4, 16)), ("Unknown", None)):  # fmt: skip
        make.customer(name, birth_date=day)

    def found(word):
        asked = listing.filters_of(store, customers.LIST, f"birthday:{word}")
        return {row.name for row in listing.page(store, customers.LIST, filters=asked).rows}

    assert found("today") == {"Today"}
    assert found("week") == {"Today", "Soon"}
    assert found("month") == {"Today", "Soon", "Late", "Past"}


def test_the_order_by_balance_counts_merged_records(store, trade):
    rows = listing.page(store, customers.LIST, sort="-balance").rows
    assert [row.balance for row in rows] == sorted((row.balance for row in rows), reverse=True)
    first = listing.page(store, customers.LIST, sort="-balance", limit=1)
    assert first.rows[0].balance == D("130.00")
    assert listing.page(store, customers.LIST, sort="-balance", after=first.next).rows == rows[1:]


@pytest.fixture
def trade(store, make, clock):
    """Marta owes, is late, complains and has a merged double; Bo has paid; Cleo never bought."""
    product = make.product(cost="4")
    marta = make.customer("Marta", birth_date=date(1980, 3, 20), payment_days=0)
    double, bo, cleo = make.customer("Marta B"), make.customer("Bo"), make.customer("Cleo")
    for customer, amount in ((marta, "100"), (double, "30"), (bo, "50")):
        order = make.order(customer, (product, "1", amount), on=date(2026, 1, 10), promised_on=date(2026, 3, 1))
        invoices.invoice(store, order.order_id, request=new_uid())
    make.order(marta, (product, "1", "7"), on=date(2026, 2, 10), promised_on=date(2026, 3, 1))
    payments.take(store, bo, D("50.00"), request=new_uid())
    step = store.today() + timedelta(days=3)
    contacts.log(store, InteractionDraft(double, "call", "x", follow_up_on=step), request=new_uid())
    told = {"uid": new_uid(), "number": "CS-1", "customer_id": double, "subject": "torn", "status": "new",
            "opened_at": datetime(2026, 3, 15, tzinfo=UTC)}  # fmt: skip
    with store.write() as tx:
        tx.execute(insert(Complaint), told)
    customer_services.merge(store, marta, double, request=new_uid())
    clock.day += timedelta(days=2)
    return marta, bo, cleo


def test_a_line_agrees_with_the_caller_card(store, trade):
    rows = listing.page(store, customers.LIST).rows
    assert [row.name for row in rows] == ["Bo", "Cleo", "Marta"]
    for row in rows:
        card = caller.card(store, row.id)
        assert row.balance == card.balance
        assert row.overdue == card.overdue
        assert row.open_orders == len(card.open_orders)
        assert row.late_orders == sum(order.late for order in card.open_orders)
        assert row.complaints == len(card.open_complaints)
        assert row.next_step == (card.next_step.on if card.next_step else None)
    marta = rows[2]
    assert (marta.overdue > 0, marta.late_orders, marta.complaints) == (True, 3, 1)
    assert (marta.birthday, marta.next_step) == (date(2026, 3, 20), date(2026, 3, 19))


def test_the_totals_are_those_of_all_rows(store, trade, statements):
    rows = listing.page(store, customers.LIST).rows
    statements.clear()
    found = listing.totals(store, customers.LIST, Filters(), ["balance", "contribution", "phone"])
    assert len(statements) == 1
    assert found == {
        "balance": sum(row.balance for row in rows),
        "contribution": sum(row.contribution for row in rows),
    }
    marta = listing.filters_of(store, customers.LIST, "marta")
    assert listing.totals(store, customers.LIST, marta, ["balance"]) == {"balance": rows[2].balance}
    assert listing.totals(store, customers.LIST, listing.filters_of(store, customers.LIST, "qwx"), ["balance"]) == {
        "balance": D(0)
    }


def test_the_order_by_profit_is_that_of_the_column(store, trade):
    rows = listing.page(store, customers.LIST, sort="-profit").rows
    assert [row.contribution for row in rows] == sorted((row.contribution for row in rows), reverse=True)
    assert rows[0].contribution > 0


def test_profit_is_not_even_asked_for_without_the_right(store, trade, monkeypatch):
    desk = Store(store.engine, zone="Europe/Madrid", actor=Actor("nuria", access="front_desk"), clock=store.now)
    for asked in ("_LINES", "_MERGED"):
        monkeypatch.delitem(getattr(customer_rows, asked), True)  # who asked for it would fail
    rows = listing.page(desk, customers.LIST).rows
    assert [row.contribution for row in rows] == [None] * 3
    assert set(listing.totals(desk, customers.LIST, Filters(), ["balance", "contribution"])) == {"balance"}
    with pytest.raises(NotAllowed):
        listing.page(desk, customers.LIST, sort="-profit")
