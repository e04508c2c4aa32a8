"""The demo company: books in order, every screen something true, the same seed the same figures."""

import os
from collections import Counter as Counted
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app import demo
from app.domain.changes import ChangeSet
from app.domain.commission import CLAWBACK, EARNED, OFFSET
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.papers_profit import PeriodState
from app.domain.refusal import Conflict, Mistake
from app.models import (
    BookMonth,
    CommissionEntry,
    Company,
    Complaint,
    Consent,
    ContactPoint,
    ContributionEntry,
    Counter,
    Customer,
    CustomerTier,
    GoodsReturn,
    Interaction,
    PriceTold,
    SalesOrder,
)
from app.queries import accounts, caller, commission_team, commissions, contribution, customers, listing, lookup, orders
from app.queries.profit_month import profit_month
from app.services import checking, complaints, invoices, returns
from app.services import orders as order_services
from app.services.complaints_case import clock
from app.store import migrate
from app.store.engine import make_engine, parse_url
from app.store.session import Actor, Store
from tests.support import postgres
from tests.support.clock import StandingClock
from tests.support.make import Maker

TODAY = date(2026, 3, 17)
CUSTOMERS, MONTHS = 120, 14


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def company(request, tmp_path_factory):
    """One demo company for all tests that only look."""
    store = empty(request, tmp_path_factory, request.param, "demo")
    demo.create(store, customers=CUSTOMERS, months=MONTHS)
    yield store
    store.close()


def empty(request, tmp_path_factory, kind, name):
    """A migrated database without a company."""
    if kind == "sqlite":
        url = parse_url(str(tmp_path_factory.mktemp(name) / "demo.db"))
    else:
        url = postgres.make_database(request.getfixturevalue("postgres_server"), f"{name}_{os.getpid()}")
    engine = make_engine(url)
    migrate.upgrade(engine)
    return Store(engine, zone="Europe/Madrid", actor=Actor("tester"), clock=StandingClock(TODAY))


def values(store, query):
    """The first column of all rows."""
    with store.read() as tx:
        return [row[0] for row in tx.all(query)]


def test_the_books_are_in_order(company):
    assert [str(finding) for finding in checking.check(company)] == []


def test_it_is_marked_as_a_demo(company):
    assert values(company, select(Company.demo)) == [True]
    assert values(company, select(func.count()).select_from(Customer)) == [CUSTOMERS]


def test_all_months_but_the_last_two_are_closed(company):
    states = values(company, select(BookMonth.state).order_by(BookMonth.month))
    assert states == ["closed"] * (MONTHS - 2) + ["open"] * 2
    last = values(company, select(func.max(BookMonth.month)))
    assert last == [Month.of(TODAY)]


def test_every_state_of_an_order_is_there(company):
    states = Counted(values(company, select(SalesOrder.status)))
    assert set(states) == {"quoted", "confirmed", "in_progress", "delivered", "invoiced", "closed", "cancelled"}
    report = list(orders.orders_report(company, date(2025, 1, 1), TODAY))
    assert len(report) == sum(states.values())
    assert any(0 < row.paid < row.gross for row in report)


def test_something_is_late_and_a_quote_still_holds(company):
    late = listing.count(company, orders.LIST, listing.filters_of(company, orders.LIST, "late:yes"))
    assert 1 <= late <= 20
    until = values(company, select(SalesOrder.valid_until).where(SalesOrder.status == "quoted"))
    assert any(day >= TODAY for day in until)
    assert any(day < TODAY for day in until)


def test_debts_of_every_age(company):
    rows = accounts.receivables(company, TODAY)
    total = sum((row.ageing for row in rows[1:]), rows[0].ageing)
    assert min(total.not_due, total.d1_30, total.d31_60, total.d61_90, total.over_90) > 0
    assert total.unallocated < 0
    assert sum(total.columns) == total.balance


def test_a_customer_and_an_order_that_bring_a_loss(company):
    by_customer = contribution.by(company, "customer", period="year")
    assert min(row.contribution for row in by_customer) < -100
    entry = ContributionEntry
    per_order = (
        select(func.sum(entry.revenue - entry.cost)).where(entry.on == TODAY, entry.kind == "sale")
        .group_by(entry.order_id)
    )  # fmt: skip
    assert min(values(company, per_order)) < 0


def test_levels_products_salespeople_and_tiers(company):
    levels = {row.code: row for row in contribution.by(company, "level", period="year") if row.period == "2025"}
    assert {"A", "B", "C", "D"} <= set(levels)
    assert all(levels[level].revenue > 1000 for level in "ABCD")
    assert len({row.code for row in contribution.by(company, "salesperson")} - {""}) == 6
    assert 110 <= len({row.code for row in contribution.by(company, "product")} - {""}) <= 126
    tiers = Counted(values(company, select(CustomerTier.tier).where(CustomerTier.year == 2026)))
    assert set(tiers) >= {"A", "B", "C"}


def test_open_complaints_near_their_deadline(company):
    now, still = company.now(), Complaint.status != "closed"
    due = values(company, select(Complaint.next_at).where(still, Complaint.next_at.is_not(None)))
    assert len(values(company, select(Complaint.id).where(still))) == 10
    assert any(now < moment < now + timedelta(hours=1) for moment in due)
    assert any(moment < now for moment in due)
    assert set(values(company, select(Complaint.next_clock).where(still))) == {"", "answer", "promise", "solution"}
    assert len(values(company, select(Complaint.id).where(Complaint.status == "closed"))) > 0
    # the clocks are those that the program itself works out, and nothing ran out that is not recorded
    moved = []
    with company.write() as tx:
        for row in tx.all(select(Complaint.__table__).where(still)):
            clock(tx, row.id)
            after = tx.first(select(Complaint.__table__).where(Complaint.id == row.id))
            moved += [
                name for name in ("due_at", "next_at", "next_clock") if getattr(row, name) != getattr(after, name)
            ]
    assert moved == []
    assert complaints.sweep(company) == complaints.Swept((), 0, 0, ChangeSet())


def test_prices_consents_returns_and_next_steps(company):
    until = values(company, select(PriceTold.valid_until))
    assert min(until) < TODAY < max(until)
    assert set(values(company, select(Consent.given))) == {True, False}
    assert {"goods", "cancellation"} <= set(values(company, select(GoodsReturn.kind)))
    follow_ups = values(company, select(Interaction.follow_up_on).where(Interaction.done.is_(False)))
    assert any(day < TODAY for day in follow_ups)
    assert any(day > TODAY for day in follow_ups)


def test_the_first_customers_show_a_full_card(company):
    [found] = lookup.find(company, "C-00001").ids
    card = caller.card(company, found)
    assert (card.name, card.organisation, card.city) == ("Marta Ibáñez Soler", "Hotel Bahía Azul", "Valencia")
    assert card.tier
    assert len(card.mention) == 4
    assert card.avoid
    assert card.open_orders
    assert card.last_prices
    assert card.next_step is not None
    assert lookup.find(company, "慧敏").kind in ("one", "several")
    assert lookup.find(company, "300 960 961").kind == "several"


def test_every_number_and_address_is_fictional(company):
    numbers = [number for number in values(company, select(ContactPoint.e164)) if number]
    reserved = ("+343", "+441632960", "+4411349", "+4412149", "+4416149", "+447700900", "+86101")
    assert [number for number in numbers if not number.startswith(reserved)] == []
    assert len(numbers) > CUSTOMERS
    mails = [mail for mail in values(company, select(ContactPoint.email)) if mail]
    assert all(mail.endswith("@example.com") for mail in mails)


def test_lists_show_it(company):
    page = listing.page(company, customers.LIST, sort="-balance", limit=10)
    assert len(page.rows) == 10
    assert page.rows[0].balance > 0
    assert all(row.phone and row.city for row in page.rows)


@pytest.fixture
def fresh(request, tmp_path_factory, kind):
    """A company of the least size, to work with."""
    store = empty(request, tmp_path_factory, kind, f"fresh_{next(_numbers)}")
    demo.create(store, customers=40, months=3, seed=7)
    yield store
    store.close()


_numbers = iter(range(1000))
both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@both
def test_numbers_go_on_without_a_gap(fresh):
    with fresh.read() as tx:
        counters = {row.name: row.value for row in tx.all(select(Counter.name, Counter.value))}
    make = Maker(fresh)
    order = order_services.place(fresh, make.draft(1, (1, "2", "9")), request=new_uid())
    assert order.number == f"SO-2026-{counters['order/2026'] + 1:05d}"
    bill = invoices.invoice(fresh, order.order_id, request=new_uid())
    assert bill.number == f"F-2026-{counters['invoice/2026'] + 1:05d}"
    assert [str(finding) for finding in checking.check(fresh)] == []


@both
def test_the_past_can_be_worked_on(fresh):
    with fresh.read() as tx:
        order_id = tx.scalar(
            select(SalesOrder.id).where(SalesOrder.status == "closed").order_by(SalesOrder.on, SalesOrder.id).limit(1)
        )
        line = tx.scalar(select(func.min(ContributionEntry.line_id)).where(ContributionEntry.order_id == order_id))
    returns.take_back(fresh, order_id, {line: Decimal(1)}, request=new_uid(), reason="torn")
    assert [str(finding) for finding in checking.check(fresh)] == []


def test_the_same_seed_and_day_give_the_same_figures(request, tmp_path_factory):
    figures = []
    for kind, seed in (("sqlite", 7), ("postgresql", 7), ("sqlite", 8)):
        store = empty(request, tmp_path_factory, kind, f"again_{next(_numbers)}")
        demo.create(store, customers=40, months=3, seed=seed)
        figures.append(
            (
                contribution.by(store, "customer"), contribution.by(store, "product"),
                accounts.receivables(store, TODAY), list(orders.orders_report(store, date(2025, 1, 1), TODAY)),
                sorted(values(store, select(Customer.name))),
            )
        )  # fmt: skip
        store.close()
    assert figures[0] == figures[1]
    assert figures[0] != figures[2]


def test_a_used_database_is_refused(store):
    with pytest.raises(Conflict, match="has a company already"):
        demo.create(store)


@pytest.mark.parametrize("size", [{"customers": 39}, {"months": 2}])
def test_too_small_a_company_is_refused(store, size):
    with pytest.raises(Mistake, match="at least 40 customers and 3 months"):
        demo.create(store, **size)


def test_what_commission_came_to_stands_in_the_report_of_every_month(company):
    entry, reports = CommissionEntry, []
    with company.read() as tx:
        booked = dict(
            tx.all(
                select(entry.month, func.sum(entry.amount))
                .where(entry.kind.in_((EARNED, OFFSET, CLAWBACK))).group_by(entry.month)
            )
        )  # fmt: skip
    for month in sorted(booked):
        reports.append(profit_month(company, month))
        assert reports[-1].figures.commission.now == booked[month] > 0, month
    closed = [one for one in reports if one.state is PeriodState.CLOSED]
    assert len(closed) == MONTHS - 2
    assert [one.figures.commission.previous for one in closed[1:]] == [
        one.figures.commission.now for one in closed[:-1]
    ]


def test_commission_is_booked_closed_and_paid_with_the_books(company):
    closed = [one.month for one in commissions.months(company) if one.state == "closed"]
    last = Month.of(TODAY).plus(-2)
    assert max(closed) == last
    newest, before = commission_team.team(company, last), commission_team.team(company, last.plus(-1))
    assert newest.due > 0, "the last closed month is still to be paid"
    assert before.due == 0
    assert sum((one.statement.box.closing for one in before.members), Decimal(0)) > 0
    running = commission_team.team(company, last.plus(1))
    assert all(one.statement.plan == "Sales team" for one in running.members)
    assert sum((one.statement.box.paid for one in running.members), Decimal(0)) == 0
    assert any(one.statement.waiting for one in running.members)
    [disputed] = running.disputes
    assert (disputed.month, disputed.amount > 0) == (last.plus(1), True)
