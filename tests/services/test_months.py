"""Closing months: the checklist, what is stored, opening again, and that nothing gets into a closed month."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select, update

from app.domain import frozen
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.domain.refusal import Conflict, Mistake, NeedsConsent, NotAllowed, NotFound
from app.models import (
    AccountEntry,
    BookMonth,
    BookMonthEvent,
    BookMonthPaper,
    ContributionEntry,
    CustomerMonth,
    LevelMonth,
    OrderShare,
)
from app.queries import contribution
from app.queries.months import Weight
from app.queries.months import months as month_list
from app.queries.profit_month import profit_month
from app.services import invoices, months, orders, payments
from app.store.session import Actor

D = Decimal
FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)


@pytest.fixture
def sold(make, clock):
    """Two orders in February, seen from March."""
    customer, product = make.customer("Hotel"), make.product(price="10", cost="6")
    clock.day = date(2026, 2, 10)
    first = make.order(customer, (product, "10"))
    make.order(make.customer("Bar"), (product, "5"))
    clock.day = date(2026, 3, 2)
    return customer, product, first.order_id


def close(store, month=FEBRUARY, **options):
    return months.close(store, month, request=new_uid(), **options)


def keys(store, month=FEBRUARY):
    return {point.key: point.weight for point in months.checklist(store, month)}


def test_closing_stores_the_report_with_its_code(store, sold):
    provisional = profit_month(store, FEBRUARY)
    closed = close(store, remarks=("Carnival.",))
    report = months.paper(store, FEBRUARY)
    assert (closed.month, closed.revision, closed.check_code) == (FEBRUARY, 1, report.check_code)
    assert (provisional.state, report.state) == (PeriodState.PROVISIONAL, PeriodState.CLOSED)
    assert report.figures == provisional.figures
    assert report.remarks == ("Carnival.",)
    assert report.closed_at == store.now()
    assert frozen.is_intact(report)
    assert profit_month(store, FEBRUARY) == report
    with store.read() as tx:
        kept = tx.first(select(BookMonthPaper.revenue, BookMonthPaper.cost))
    assert tuple(kept) == (D("150.00"), D("90.00"))
    [first, *_] = [row for row in month_list(store) if row.month == FEBRUARY]
    assert (first.state, first.revision, first.closed_by) == ("closed", 1, "tester")


def test_a_repeated_request_closes_once(store, sold):
    request = new_uid()
    first = months.close(store, FEBRUARY, request=request)
    again = months.close(store, FEBRUARY, request=request)
    assert (again.revision, again.check_code) == (first.revision, first.check_code)
    with store.read() as tx:
        assert tx.scalar(select(func.count(BookMonthEvent.id))) == 1


def test_a_closed_month_cannot_be_closed_again(store, sold):
    close(store)
    with pytest.raises(Conflict, match="2026-02 is closed already"):
        close(store)


def test_only_managers_close_and_open(store, sold):
    store.actor = Actor("sally", access="sales")
    with pytest.raises(NotAllowed):
        close(store)
    store.actor = Actor("mary", access="manager")
    close(store)
    store.actor = Actor("sally", access="sales")
    with pytest.raises(NotAllowed):
        months.reopen(store, FEBRUARY, reason="late", request=new_uid())


def test_a_reopened_month_needs_a_reason_and_gets_another_revision(store, sold, make):
    customer, product, _ = sold
    close(store)
    with pytest.raises(Mistake, match="reason"):
        months.reopen(store, FEBRUARY, reason=" ", request=new_uid())
    months.reopen(store, FEBRUARY, reason="supplier invoice came late", request=new_uid())
    with pytest.raises(Conflict, match="open already"):
        months.reopen(store, FEBRUARY, reason="twice", request=new_uid())
    assert profit_month(store, FEBRUARY).state is PeriodState.PROVISIONAL
    make.order(customer, (product, "1"), on=date(2026, 2, 28))
    second = close(store)
    assert second.revision == 2
    old, new = months.paper(store, FEBRUARY, 1), months.paper(store, FEBRUARY)
    assert (old.figures.revenue.now, new.figures.revenue.now) == (D("150.00"), D("160.00"))
    assert (new.revision, new.reopened_because) == (2, "supplier invoice came late")
    assert old.number == new.number == "PR-2026-02"
    assert profit_month(store, FEBRUARY, revision=1) == old
    with pytest.raises(NotFound, match="no revision 3"):
        months.paper(store, FEBRUARY, 3)


def test_a_month_never_closed_has_no_stored_report(store):
    with pytest.raises(NotFound, match="never closed"):
        months.paper(store, FEBRUARY)
    with pytest.raises(Conflict, match="open already"):
        months.reopen(store, FEBRUARY, reason="why not", request=new_uid())


def test_the_rows_of_a_month_are_folded_into_one_per_key(store, sold, make, clock):
    customer, product, _ = sold
    make.order(customer, (product, "2"), on=date(2026, 2, 11))
    before = contribution.by(store, "customer")
    close(store)
    assert contribution.by(store, "customer") == before
    with store.read() as tx:
        assert tx.scalar(select(func.count(CustomerMonth.id)).where(CustomerMonth.month == FEBRUARY)) == 2
        assert tx.scalar(select(func.count(LevelMonth.id)).where(LevelMonth.month == FEBRUARY)) == 1
        assert tx.scalar(select(func.sum(CustomerMonth.orders)).where(CustomerMonth.month == FEBRUARY)) == 3


def test_an_empty_month_can_be_closed(store, clock):
    clock.day = date(2026, 3, 2)
    assert close(store).revision == 1
    assert months.paper(store, FEBRUARY).entries.count == 0


# --- the checklist -----------------------------------------------------------------------------------------------


def test_a_month_in_order_has_an_empty_checklist(store, sold):
    assert months.checklist(store, FEBRUARY) == []


def test_a_month_that_is_not_over_asks(store, sold, clock):
    clock.day = date(2026, 2, 28)
    assert keys(store) == {"not_over": Weight.ASKS}
    with pytest.raises(NeedsConsent, match="ends on 2026-02-28"):
        close(store)
    assert close(store, accept=["not_over"]).revision == 1


def test_lines_without_cost_ask_until_their_cost_is_corrected(store, sold, make, clock):
    from app.services import adjustments

    product = make.product(cost=None)
    make.order(sold[0], (product, "3"), on=date(2026, 2, 12))
    [point] = months.checklist(store, FEBRUARY)
    assert (point.key, point.weight, point.values["count"]) == ("no_cost", Weight.ASKS, 1)
    assert profit_month(store, FEBRUARY).entries.orders_without_cost == 1
    adjustments.correct_cost(
        store, product, D(4), first=FEBRUARY.first, last=FEBRUARY.last, reason="invoice", request=new_uid(),
        on=date(2026, 2, 28),
    )  # fmt: skip
    assert months.checklist(store, FEBRUARY) == []
    assert profit_month(store, FEBRUARY).entries.orders_without_cost == 0


def test_drafts_ask_and_old_quotes_tell(store, sold, make):
    customer, product, _ = sold
    drafted = make.draft(customer, (product, "1"), on=date(2026, 2, 20))
    orders.quote(store, drafted, request=new_uid(), draft_only=True)
    offered = make.draft(customer, (product, "1"), on=date(2026, 2, 1), valid_until=date(2026, 2, 15))
    orders.quote(store, offered, request=new_uid())
    assert keys(store) == {"drafts": Weight.ASKS, "quotes": Weight.TELLS}
    assert close(store, accept=["drafts"]).revision == 1


def test_earlier_open_months_ask(store, sold, make):
    make.order(sold[0], (sold[1], "1"), on=date(2026, 1, 20))
    assert keys(store) == {"earlier_open": Weight.ASKS}


def test_shares_that_do_not_total_100_block(store, sold, make):
    staff = make.staff()
    with store.write() as tx:
        tx.execute(insert(OrderShare), {"order_id": sold[2], "staff_id": staff, "percent": D(60)})
    assert keys(store) == {"shares": Weight.BLOCKS}
    with pytest.raises(Conflict, match="100 %"):
        close(store, accept=["shares"])


@pytest.mark.parametrize("model", [CustomerMonth, LevelMonth])
def test_sums_that_differ_from_the_entries_block(store, sold, model):
    with store.write() as tx:
        tx.execute(update(model).where(model.month == FEBRUARY).values(revenue=model.__table__.c.revenue + D(1)))
    assert keys(store) == {"sums": Weight.BLOCKS}
    with pytest.raises(Conflict, match="mostrador check"):
        close(store)


# --- nothing gets in ---------------------------------------------------------------------------------------------


def test_late_facts_go_to_the_first_open_month_and_say_where_they_belong(store, sold, make):
    customer, product, _ = sold
    close(store)
    late = make.order(customer, (product, "7"), on=date(2026, 2, 14))
    bill = invoices.invoice(store, late.order_id, request=new_uid(), on=date(2026, 2, 15))
    payments.take(store, customer, D(20), request=new_uid(), on=date(2026, 2, 20))
    with store.read() as tx:
        entries = tx.all(select(ContributionEntry.on, ContributionEntry.belongs_to).where(
            ContributionEntry.order_id == late.order_id))  # fmt: skip
        moved = tx.all(select(AccountEntry.on, AccountEntry.month))
    assert [tuple(row) for row in entries] == [(date(2026, 3, 1), FEBRUARY)]
    assert {tuple(row) for row in moved} == {(date(2026, 3, 1), MARCH)}
    [adjustment] = profit_month(store, MARCH).adjustments
    assert (adjustment.belongs_to, adjustment.document, adjustment.customer) == (FEBRUARY, late.number, "Hotel")
    assert adjustment.amount == D("28.00")
    assert bill.gross == D("70.00")
    assert profit_month(store, FEBRUARY).figures.revenue.now == D("150.00")


def test_late_facts_skip_every_closed_month(store, sold, make, clock):
    close(store)
    clock.day = date(2026, 4, 2)
    close(store, MARCH)
    make.order(sold[0], (sold[1], "1"), on=date(2026, 2, 14))
    with store.read() as tx:
        assert tx.scalar(select(func.max(ContributionEntry.month))) == Month(2026, 4)


@pytest.mark.parametrize("model", [ContributionEntry, AccountEntry])
def test_the_database_itself_refuses_entries_of_a_closed_month(store, sold, model):
    close(store)
    common = {"on": date(2026, 2, 3), "month": FEBRUARY, "customer_id": sold[0]}
    own = (
        {"belongs_to": FEBRUARY, "kind": "sale", "revenue": D(1), "cost": D(0)}
        if model is ContributionEntry
        else {"kind": "payment", "number": "X", "amount": D(-1)}
    )
    with pytest.raises(Conflict, match="closed meanwhile"), store.write() as tx:
        tx.execute(insert(model), common | own)


@pytest.mark.parametrize("closer_first", [True, False])
def test_an_order_placed_while_the_month_is_closed_is_in_it_or_after_it(store, sold, make, closer_first):
    """Two threads at once; whoever comes second waits, and the stored report agrees with the ledger either way."""
    customer, product, _ = sold
    start, failures, placed = threading.Barrier(2), [], []

    def run(work):
        try:
            start.wait(10)
            work()
        except Exception as error:
            failures.append(error)

    def place():
        placed.extend(make.order(customer, (product, "1"), on=date(2026, 2, 25)) for _ in range(5))

    jobs = [lambda: close(store), place]
    threads = [threading.Thread(target=run, args=(job,)) for job in (jobs if closer_first else reversed(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert len(placed) == 5
    report = months.paper(store, FEBRUARY)
    rows = {(row.period): row.revenue for row in contribution.by(store, "level")}
    assert report.entries.revenue == report.figures.revenue.now == rows["2026-02"]
    assert sum(rows.values()) == D("200.00")
    with store.read() as tx:
        late = tx.scalar(select(func.sum(ContributionEntry.revenue)).where(ContributionEntry.month == MARCH))
    assert report.entries.revenue + (late or D(0)) == D("200.00")


def test_closing_waits_for_an_order_that_is_being_placed(store, sold, make):
    """On PostgreSQL the closer holds back until the booking transaction ends; SQLite has one writer anyway."""
    from app.services.booking import booking_day

    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    done = threading.Event()
    thread = threading.Thread(target=lambda: (close(store), done.set()))
    with store.write() as tx:
        assert booking_day(tx, date(2026, 2, 3)).month == FEBRUARY
        thread.start()
        assert not done.wait(0.5)
    thread.join(30)
    assert done.is_set()


def test_two_closers_at_once_close_once(store, sold):
    results = []

    def run():
        try:
            results.append(close(store))
        except Conflict as refusal:
            results.append(refusal)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(type(result).__name__ for result in results) == ["Closed", "Conflict"]


def test_the_state_of_a_month_is_kept_with_its_history(store, sold):
    close(store)
    months.reopen(store, FEBRUARY, reason="late", request=new_uid())
    close(store)
    with store.read() as tx:
        events = tx.all(select(BookMonthEvent.event, BookMonthEvent.revision).order_by(BookMonthEvent.id))
        state = tx.first(select(BookMonth.state, BookMonth.revision).where(BookMonth.month == FEBRUARY))
    assert [tuple(row) for row in events] == [("closed", 1), ("reopened", 1), ("closed", 2)]
    assert tuple(state) == ("closed", 2)


def test_a_stored_document_is_read_as_it_was_written(store, sold):
    close(store)
    with store.read() as tx:
        document = tx.scalar(select(BookMonthPaper.document))
    assert frozen.dumps(frozen.loads(ProfitMonth, document)) == document
