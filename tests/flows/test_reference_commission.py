"""Two real companies: the commission of every salesperson and month comes out equal to the cent, by three plans."""

from collections import defaultdict
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from sqlalchemy import func, select

from app.domain.commission_plan import Base, Rates, Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import CommissionEntry, Staff
from app.queries.commission_plans import agreements
from app.services import commission_marks, commission_plans, commissions
from tests.support.commissions import EVER, agree, rates
from tests.support.imported import ON_BOTH, whole_company
from tests.support.reference import rows

pytestmark = pytest.mark.reference

PLANS = {
    "c1_flat_5pct_profit": Terms(Rates.flat(D(5))),
    "c2_line_level": Terms(rates(8, 6, 4, 2)),
    "c5_3pct_revenue": Terms(Rates.flat(D(3)), base=Base.REVENUE),
}


@pytest.fixture(scope="module", params=ON_BOTH, ids="-".join)
def books(request, tmp_path_factory):
    """(set, store) with the whole company imported, on both databases."""
    with whole_company(request, tmp_path_factory, "commission") as made:
        yield made


def test_commission_by_month_and_year(books):
    name, store = books
    plans = {column: agree(store, terms, name=column) for column, terms in PLANS.items()}
    assert len(plans) == 3
    for column, plan in plans.items():
        _only(store, plan)
        commissions.run(store)
        for file, key in (("commission_month", _month), ("commission_year", _year)):
            ours = _sums(store, key)
            expected = {
                (line.get("month") or line["year"], line["salesperson_id"]): D(line[column])
                for line in rows(f"expected/{name}/{file}.csv")
            }
            assert {group: amount for group, amount in ours.items() if amount} == {
                group: amount for group, amount in expected.items() if amount
            }, column


def _only(store, plan):
    """Everybody has this plan since ever, and what was booked with another one is worked out anew."""
    commission_plans.assign(store, None, plan, EVER, request=new_uid())
    with store.write() as tx:
        months = [row[0] for row in tx.all(select(CommissionEntry.belongs_to).distinct())]
        everybody = commission_marks.everybody(tx)
        commissions.write(tx, commissions.differences(tx, everybody, agreements(tx), fresh=months))


def _month(month: Month) -> str:
    return str(month)


def _year(month: Month) -> str:
    return str(month.year)


def _sums(store, key) -> dict[tuple[str, str], D]:
    entry = CommissionEntry
    found: defaultdict[tuple[str, str], D] = defaultdict(D)
    with store.read() as tx:
        for month, code, amount in tx.all(
            select(entry.month, Staff.code, func.sum(entry.amount))
            .join(Staff, Staff.id == entry.staff_id)
            .where(entry.kind.in_(("released", "clawback")))
            .group_by(entry.month, Staff.code)
        ):
            found[key(month), code] += amount
    return found
