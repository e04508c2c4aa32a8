"""The commission that the monthly profit report tells: what arose, without counting the same money twice."""

from datetime import date
from decimal import Decimal

from app.domain.commission_plan import Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.queries.months import points
from app.queries.profit_month import profit_month
from app.services import commission_months, commissions, months
from tests.support.commissions import agree, rates


def checklist(store, month):
    with store.snapshot() as tx:
        return points(tx, month)


MARCH = Month(2026, 3)


def test_without_a_plan_nothing_is_known(store, make):
    make.order(make.customer(), (make.product(), "10"), on=date(2026, 3, 2))
    assert profit_month(store, MARCH).figures.commission.now is None


def test_what_arose_is_accrued_whether_it_is_paid_or_not(store, make):
    seller = make.staff()
    agree(store, Terms(rates=rates(10), trigger=Trigger.PAYMENT))
    sold = make.product(price="100", cost="60")
    make.order(make.customer(), (sold, "10", "100"), on=date(2026, 2, 2), shares=[(seller, 100)])
    make.order(make.customer(), (sold, "1", "100"), on=date(2026, 3, 2), shares=[(seller, 100)])
    commissions.run(store)
    commission_months.adjust(store, seller, Decimal(5), reason="fair", request=new_uid())
    found = profit_month(store, MARCH).figures.commission
    assert (found.now, found.previous, found.to_date) == (Decimal(9), Decimal(40), Decimal(49))


def test_closing_a_month_counts_what_nobody_booked_yet(store, make):
    seller = make.staff()
    agree(store, Terms(rates=rates(10)))
    make.order(make.customer(), (make.product(), "10"), on=date(2026, 2, 2), shares=[(seller, 100)])
    february = MARCH.plus(-1)
    months.close(store, february, request=new_uid(), accept=[point.key for point in checklist(store, february)])
    assert profit_month(store, february).figures.commission.now == Decimal(4)
