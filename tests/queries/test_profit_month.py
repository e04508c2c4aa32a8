"""The printed month of an open period: figures, sums that agree, exceptions, facts, and the statements it takes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert

from app.domain import frozen
from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_facts import FactKind
from app.domain.papers_figures import EffectKind, StepKind
from app.domain.papers_profit import PeriodState, Recognition
from app.models import Complaint, Interaction
from app.queries import contribution
from app.queries.profit_month import profit_month
from app.services import adjustments, company, customers, invoices, payments, returns, tiers
from app.services.booking import book
from app.services.orderlines import stored_lines
from app.store.bulk import new_ids

D = Decimal
MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)


def lines_of(store, order_id):
    with store.read() as tx:
        return stored_lines(tx, order_id)


def steps(report):
    return {step.kind: step.amounts for step in report.ladder}


def agree(report):
    """Everything that is carried twice is equal, to the cent."""
    whole, revenue = report.figures.contribution, report.figures.revenue
    assert report.entries.contribution == whole.now
    assert report.entries.revenue == revenue.now
    for rows in (report.customers, report.levels, report.salespeople):
        assert sum((row.contribution for row in rows), ZERO) == whole.now
        assert sum((row.revenue for row in rows), ZERO) == revenue.now
        assert sum((row.previous or ZERO for row in rows), ZERO) == (whole.previous or ZERO)
        assert sum((row.year_before or ZERO for row in rows), ZERO) == (whole.year_before or ZERO)
    for column in ("now", "previous", "year_before", "to_date", "to_date_before"):
        parts = [getattr(step.amounts, column) for step in report.ladder]
        expected = getattr(whole, column)
        assert (sum(parts, ZERO) if expected is not None else None) == expected
    assert steps(report).get(StepKind.ADJUSTMENTS) is None or (
        sum((one.amount for one in report.adjustments), ZERO) == steps(report)[StepKind.ADJUSTMENTS].now
    )
    if report.bridge is not None:
        assert (report.bridge.start, report.bridge.end) == (whole.previous, whole.now)
    assert frozen.is_intact(report)
    assert frozen.loads(type(report), frozen.dumps(report)) == report


@pytest.fixture
def busy(store, make, clock):
    """Two years of a small company with everything that can happen in it."""
    clock.day = date(2026, 3, 16)
    ana, bea = make.staff(name="Ana"), make.staff(name="Bea")
    hotel = make.customer("Hotel", city="Valencia", salesperson_id=ana)
    bar, spa = make.customer("Bar", city="Elche"), make.customer("Spa", salesperson_id=bea)
    towel, soap = make.product("Towel", price="12", cost="7"), make.product("Soap", price="3", cost="2.8")
    gift = make.product("Gift", price="5", cost=None)
    make.order(hotel, (towel, "20", "12"), on=date(2025, 3, 4), shares=[(ana, 60), (bea, 40)])
    make.order(spa, (towel, "5", "11"), on=date(2025, 2, 1))
    make.order(hotel, (towel, "30", "12"), (soap, "100", "3"), on=date(2026, 2, 3), freight="10", freight_paid="14")
    make.order(bar, (soap, "40", "3"), on=date(2026, 2, 20))
    make.order(spa, (towel, "10", "12"), on=date(2026, 1, 20))
    big = make.order(
        hotel, (towel, "50", "12", "30"), (soap, "10", "2.5"), on=date(2026, 3, 2), discount="7", freight="20",
        freight_paid="32", shares=[(ana, 70), (bea, 30)],
    )  # fmt: skip
    make.order(spa, (towel, "3", "12"), (gift, "1", "5"), on=date(2026, 3, 5))
    loss = make.order(spa, (soap, "20", "2"), on=date(2026, 3, 6))
    returns.take_back(
        store, big.order_id, {lines_of(store, big.order_id)[0].id: D(5)}, request=new_uid(), reason="stains",
        on=date(2026, 3, 10),
    )  # fmt: skip
    adjustments.correct_cost(
        store, soap, D("2.9"), first=FEBRUARY.first, last=FEBRUARY.last, reason="invoice 4471", request=new_uid(),
        on=date(2026, 3, 11),
    )  # fmt: skip
    return {"hotel": hotel, "bar": bar, "spa": spa, "big": big, "loss": loss, "towel": towel, "ana": ana, "soap": soap}


def test_everything_that_is_carried_twice_agrees(store, busy):
    for month in (Month(2025, 1), Month(2025, 3), Month(2026, 1), FEBRUARY, MARCH, Month(2026, 4)):
        agree(profit_month(store, month))


def test_the_key_figures(store, busy):
    report = profit_month(store, MARCH)
    figures = report.figures
    # big: 420 + 25 - 7 = 438 net, 378 cost, freight -12; 5 of 50 towels back; spa 36 + 5 - 21; loss 40 - 56; -14 soap
    back = D("41.34")  # 5 / 50 of 420 less its part 6.61 of the order discount
    assert figures.revenue.now == D("438.00") + 20 + 41 + 40 - back
    assert figures.contribution.now == D("60.00") - 12 + 20 - 16 - (back - 35) - 14
    assert (figures.orders.now, figures.orders.previous, figures.orders.year_before) == (3, 2, 1)
    assert (figures.orders.to_date, figures.orders.to_date_before) == (6, 2)
    assert (figures.active_customers.now, figures.active_customers.to_date) == (2, 3)
    # list: 600 + 30 + 36 + 5 + 60 = 731; sold for 519
    assert figures.average_discount.now == D("29.00")
    assert figures.returns_and_complaints.now == back - 35
    assert figures.commission.now is None
    assert figures.revenue.year_before == D("240.00")
    assert figures.contribution.to_date_before == D("100.00") + D("20.00")


def test_the_ladder_sorts_entries_by_what_they_are(store, busy):
    found = steps(profit_month(store, MARCH))
    assert found[StepKind.REVENUE].now == D("519.00")
    assert found[StepKind.COST_OF_GOODS].now == -D("455.00") - 0
    assert found[StepKind.FREIGHT].now == D("-12.00")
    assert found[StepKind.FREIGHT].previous == D("-4.00")
    assert found[StepKind.RETURNS].now == D("-6.34")
    assert found[StepKind.ADJUSTMENTS].now == D("-14.00")
    assert StepKind.COMPLAINTS not in found


def test_adjustments_name_the_month_they_belong_to(store, busy):
    report = profit_month(store, MARCH)
    assert [(one.belongs_to, one.customer, one.amount, one.reason) for one in report.adjustments] == [
        (FEBRUARY, "Hotel", D("-10.00"), "invoice 4471"),
        (FEBRUARY, "Bar", D("-4.00"), "invoice 4471"),
    ]
    assert all(one.document.startswith("SO-") and one.booked == date(2026, 3, 11) for one in report.adjustments)


def test_salespeople_share_orders_and_the_house_stands_last(store, busy):
    rows = profit_month(store, Month(2025, 3)).salespeople
    assert [(row.name, row.contribution) for row in rows] == [("Ana", D("60.00")), ("Bea", D("40.00"))]
    assert [row.name for row in profit_month(store, FEBRUARY).salespeople][-1] == ""


def test_levels_end_with_what_has_none(store, busy):
    rows = profit_month(store, FEBRUARY).levels
    assert [row.name for row in rows] == ["A", "D", ""]
    assert rows[-1].contribution == D("-4.00")


def test_customers_with_city_responsible_and_twelve_months(store, busy):
    rows = {row.name: row for row in profit_month(store, MARCH).customers}
    hotel = rows["Hotel"]
    assert (hotel.city, hotel.responsible) == ("Valencia", "Ana")
    assert (hotel.year_before, hotel.previous) == (D("100.00"), D("166.00"))
    assert hotel.last_12_before == D("100.00")
    assert rows["Bar"].contribution == D("-4.00")


def test_13_months_begin_where_the_books_begin(store, busy):
    march = profit_month(store, MARCH)
    assert [point.month for point in march.months] == list(Month(2025, 3).until(MARCH))
    assert march.months[-1].year_before == D("100.00")
    assert march.months[1].contribution == ZERO
    assert march.months[0].year_before is None
    assert [point.month for point in profit_month(store, Month(2025, 3)).months] == [Month(2025, 2), Month(2025, 3)]


def test_what_is_not_known_is_not_zero(store, busy):
    first = profit_month(store, FEBRUARY.plus(-12))
    assert (first.figures.contribution.previous, first.figures.contribution.year_before) == (None, None)
    assert first.bridge is None
    assert all(row.previous is None for row in first.levels)
    gap = profit_month(store, Month(2025, 5))
    assert (gap.figures.contribution.previous, gap.figures.contribution.now) == (ZERO, ZERO)


def test_an_empty_company_has_an_empty_report(store):
    report = profit_month(store, MARCH)
    agree(report)
    assert report.state is PeriodState.PROVISIONAL
    assert report.figures.contribution.now == ZERO
    assert (report.months, report.customers, report.levels, report.facts, report.bridge) == ((), (), (), (), None)
    assert report.entries.count == 0


def test_the_bridge_explains_by_price_cost_freight_returns_and_adjustments(store, busy):
    effects = {effect.kind: effect.amount for effect in profit_month(store, MARCH).bridge.effects}
    assert effects[EffectKind.FREIGHT] == D("-8.00")
    assert effects[EffectKind.RETURNS] == D("-6.34")
    assert effects[EffectKind.ADJUSTMENTS] == D("-14.00")
    assert effects[EffectKind.PRICE] < 0
    assert EffectKind.OTHER not in effects


def test_a_merged_customer_counts_with_the_one_that_goes_on(store, busy):
    before = profit_month(store, MARCH)
    customers.merge(store, busy["hotel"], busy["spa"], request=new_uid())
    after = profit_month(store, MARCH)
    agree(after)
    assert {row.name for row in after.customers} == {"Hotel", "Bar"}
    assert after.figures.contribution == before.figures.contribution
    assert after.figures.active_customers.now == 1


def test_a_moved_order_counts_where_it_is_now(store, busy):
    adjustments.move_order(store, busy["loss"].order_id, reason="typing", request=new_uid(), on=date(2026, 2, 27))
    march, february = profit_month(store, MARCH), profit_month(store, FEBRUARY)
    agree(march)
    agree(february)
    assert (march.figures.orders.now, march.entries.orders) == (2, 2)
    assert (february.figures.orders.now, february.entries.orders) == (3, 3)


def test_a_cancelled_order_is_no_order(store, busy):
    returns.cancel(store, busy["loss"].order_id, request=new_uid(), reason="never wanted", on=date(2026, 3, 12))
    report = profit_month(store, MARCH)
    agree(report)
    assert (report.figures.orders.now, report.entries.orders) == (2, 2)
    assert busy["loss"].number not in {one.document for one in report.exceptions.negative_orders}


# --- exceptions --------------------------------------------------------------------------------------------------


def test_orders_that_lost_money(store, busy):
    [only] = profit_month(store, MARCH).exceptions.negative_orders
    assert (only.document, only.customer, only.responsible) == (busy["loss"].number, "Spa", "Bea")
    assert (only.contribution, only.discount, only.returned, only.freight) == (D("-16.00"), D("33.33"), None, None)


def test_an_order_may_lose_money_through_its_return_and_freight(store, make):
    product = make.product(price="10", cost="9")
    order = make.order(make.customer("Bar"), (product, "10"), freight="0", freight_paid="9", on=date(2026, 3, 3))
    line = lines_of(store, order.order_id)[0].id
    returns.take_back(store, order.order_id, {line: D(5)}, request=new_uid(), reason="broken", on=date(2026, 3, 4))
    [only] = profit_month(store, MARCH).exceptions.negative_orders
    assert (only.contribution, only.returned, only.freight) == (D("-4.00"), D("50.00"), D("-9.00"))


def test_discounts_above_the_limit(store, busy):
    found = profit_month(store, MARCH).exceptions.discounts
    assert [(one.document, one.given, one.limit, one.amount) for one in found] == [
        (busy["loss"].number, D("33.33"), D("15.00"), D("20.00")),
        (busy["big"].number, D("30.48"), D("15.00"), D("192.00")),
    ]


def test_customers_to_win_back_with_their_last_order_and_contact(store, busy):
    with store.write() as tx:
        tx.execute(
            insert(Interaction),
            {"uid": new_uid(), "customer_id": busy["bar"], "kind": "call",
             "at": datetime(2026, 2, 21, 23, 30, tzinfo=UTC)},
        )  # fmt: skip
    [only] = profit_month(store, MARCH).exceptions.win_back
    # half past eleven in the evening, UTC, is the next day in Madrid
    assert (only.customer, only.last_order, only.last_contact) == ("Bar", date(2026, 2, 20), date(2026, 2, 22))
    assert only.change == D("-12.00")


def test_complaints_that_cost_more_than_the_limit(store, busy):
    with store.write() as tx:
        ids = new_ids(tx, Complaint, 2)
        for number, complaint_id in enumerate(ids):
            tx.execute(
                insert(Complaint),
                {"id": complaint_id, "uid": new_uid(), "number": f"CS-{number}", "customer_id": busy["hotel"],
                 "subject": "late", "status": "closed", "satisfaction": 2, "owner_id": busy["ana"],
                 "opened_at": datetime(2026, 3, 1, 9, tzinfo=UTC), "closed_at": datetime(2026, 3, 9, 9, tzinfo=UTC)},
            )  # fmt: skip
        day, parts = date(2026, 3, 9), [Part(None, ZERO, ZERO, cost) for cost in (D(100), D("357.20"))]
        book(
            tx,
            [
                Booking("complaint", day, busy["hotel"], part, complaint_id=complaint_id)
                for complaint_id, part in zip(ids, parts, strict=True)
            ],
        )
    report = profit_month(store, MARCH)
    agree(report)
    [only] = report.exceptions.complaints
    assert (only.document, only.customer, only.cost, only.days, only.satisfaction) == (
        "CS-1",
        "Hotel",
        D("357.20"),
        8,
        2,
    )
    assert only.responsible == "Ana"
    assert steps(report)[StepKind.COMPLAINTS].now == D("-457.20")
    assert report.figures.returns_and_complaints.now == D("463.54")


def test_invoices_overdue_at_the_months_end(store, make, clock):
    clock.day = date(2026, 3, 31)
    ana = make.staff(name="Ana")
    hotel, bar = make.customer("Hotel", salesperson_id=ana), make.customer("Bar")
    product = make.product()
    bills = {}
    for customer, due in ((hotel, date(2026, 2, 27)), (hotel, date(2026, 3, 1)), (bar, date(2026, 1, 10))):
        order = make.order(customer, (product, "10"), on=date(2026, 1, 5))
        bills[due] = invoices.invoice(store, order.order_id, request=new_uid(), on=date(2026, 1, 6), due_on=due)
    payments.take(store, bar, D(100), request=new_uid(), on=date(2026, 3, 30))
    payments.take(store, hotel, D(30), request=new_uid(), on=date(2026, 3, 30))
    [only] = profit_month(store, MARCH).exceptions.overdue
    assert (only.document, only.customer, only.open, only.days, only.responsible) == (
        bills[date(2026, 2, 27)].number, "Hotel", D("70.00"), 32, "Ana",
    )  # fmt: skip


def test_money_put_against_a_newer_invoice_leaves_the_older_one_overdue(store, make, clock):
    clock.day = date(2026, 3, 31)
    bar, product = make.customer("Bar"), make.product()
    bills = []
    for due in (date(2026, 1, 10), date(2026, 3, 20)):
        order = make.order(bar, (product, "10"), on=date(2026, 1, 5))
        bills.append(invoices.invoice(store, order.order_id, request=new_uid(), on=date(2026, 1, 6), due_on=due))
    debit = payments.debit_of_invoice(store, bills[1].invoice_id)
    payments.take(store, bar, D(100), request=new_uid(), on=date(2026, 3, 30), allocations={debit: D(100)})
    [only] = profit_month(store, MARCH).exceptions.overdue
    assert (only.document, only.open) == (bills[0].number, D("100.00"))


# --- tiers and facts ---------------------------------------------------------------------------------------------


def test_tiers_of_the_year_and_where_the_running_year_leads(store, make, clock):
    product = make.product(price="10", cost="0")
    names = {}
    for name, before, now in (("Up", "10", "100"), ("Down", "85", "3"), ("Same", "5", "1")):
        names[name] = make.customer(name)
        make.order(names[name], (product, before), on=date(2025, 6, 1))
        make.order(names[name], (product, now), on=date(2026, 3, 1))
    rows = {row.name: row for row in profit_month(store, MARCH).customers}
    # 2025: 850 of 1,000 A, then 85 % before: B, 95 %: C; 2026: 1,000 of 1,040 A, then 96.2 % before: C
    assert {name: (row.tier, row.on_course) for name, row in rows.items()} == {
        "Up": ("B", "A"), "Down": ("A", "C"), "Same": ("C", ""),
    }  # fmt: skip
    kinds = {fact.kind: fact for fact in profit_month(store, MARCH).facts}
    assert (kinds[FactKind.ON_COURSE_UP].names, kinds[FactKind.ON_COURSE_UP].tiers) == (("Up",), ("B", "A"))
    assert kinds[FactKind.ON_COURSE_DOWN].tiers == ("A", "C")
    tiers.override(store, names["Same"], "A", reason="founder", until=date(2026, 12, 31), request=new_uid())
    assert {row.name: row.tier for row in profit_month(store, MARCH).customers}["Same"] == "A"


def test_a_company_in_its_first_year_compares_no_customer_with_the_year_before(store, make, clock):
    product = make.product(price="10", cost="0")
    rising, other = make.customer("Rising"), make.customer("Other")
    make.order(rising, (product, "10"), on=date(2025, 6, 1))
    make.order(other, (product, "90"), on=date(2025, 6, 1))
    make.order(rising, (product, "100"), on=date(2026, 3, 1))
    paper = profit_month(store, MARCH)
    [rise] = [fact for fact in paper.facts if fact.kind is FactKind.ON_COURSE_UP]
    assert (paper.figures.contribution.year_before, rise.names, rise.amounts) == (None, ("Rising",), ())


def test_facts_are_at_most_five_and_the_heaviest_come_first(store, busy):
    facts = profit_month(store, MARCH).facts
    assert 3 <= len(facts) <= 5
    assert [fact.kind for fact in facts[:2]] == [FactKind.NO_COST, FactKind.LOST_MONEY]
    assert facts[0].amounts == (D(1),)
    assert facts[1].names == ("Bar",)


def test_new_customers_are_those_that_were_never_here(store, make, clock):
    product = make.product(price="10", cost="0")
    for name, day in (("Old", date(2022, 1, 1)), ("Then", date(2026, 2, 1))):
        make.order(make.customer(name), (product, "10"), on=day)
    back, new = make.customer("Back"), make.customer("New")
    make.order(back, (product, "10"), on=date(2023, 1, 1))
    make.order(back, (product, "50"), on=date(2026, 3, 1))
    make.order(new, (product, "40"), on=date(2026, 3, 1))
    facts = {fact.kind: fact for fact in profit_month(store, MARCH).facts}
    assert (facts[FactKind.NEW_CUSTOMERS].names, facts[FactKind.NEW_CUSTOMERS].amounts) == (("New",), (D(1), D(400)))
    assert facts[FactKind.STOPPED].names == ("Then",)


# --- the letterhead and the limits ------------------------------------------------------------------------------


def test_the_company_signs_with_its_settings(store):
    company.change(
        store, version=1, legal_name="Mirador Home S.L.", street="Av. del Puerto 60", postcode="46023",
        city="Valencia", tax_id="B-98077142", bank_account="Caja\nES00 0000", report_addressee="Elena Prats",
        report_copies="sales, accounts", prepared_by="Lucía Ferrer, front desk", recognition="delivery",
    )  # fmt: skip
    report = profit_month(store, MARCH, remarks=("Fair in April.",))
    head = report.company
    assert (head.legal_name, head.name) == ("Mirador Home S.L.", "Mirador Home")
    assert head.address == ("Av. del Puerto 60", "46023 Valencia")
    assert head.bank == ("Caja", "ES00 0000")
    assert report.copies == ("sales", "accounts")
    assert (report.prepared.name, report.prepared.role) == ("Lucía Ferrer", "front desk")
    assert (report.recognition, report.remarks) == (Recognition.DELIVERY, ("Fair in April.",))
    assert report.limits.tiers == (D(80), D(95))


def test_the_report_agrees_with_the_contribution_report(store, busy):
    rows = contribution.by(store, "customer", first=MARCH, last=MARCH)
    report = {row.code: row.contribution for row in profit_month(store, MARCH).customers if row.revenue}
    assert {row.code: row.contribution for row in rows if row.revenue} == report
