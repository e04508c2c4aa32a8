"""Deeds in odd orders after a month was closed: no statement of it moves, splits add up, the ledger is right."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from sqlalchemy import select

from app.domain.commission_plan import Band, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.importing_rows import OrderLineRow
from app.domain.month import Month
from app.domain.order import Share
from app.models import CommissionStatement
from app.services import (
    adjustments,
    commission_months,
    commissions,
    customers,
    imports,
    invoices,
    months,
    payments,
    returns,
)
from app.services.checking import check
from app.store.session import Actor
from tests.support import commissions as held
from tests.support.commissions import agree, rates

FEBRUARY = Month(2026, 2)
DAY = date(2026, 2, 10)


@pytest.mark.parametrize("trigger", list(Trigger))
def test_nothing_of_a_closed_month_moves(store, make, trigger):
    people = [make.staff("S1"), make.staff("S2"), make.staff("S3")]
    agree(store, Terms(rates(10), trigger=trigger, bands=(Band(D(1), D(100)), Band(D(2))), cap=D(60)))
    keep, gone = make.customer(code="K"), make.customer(code="G")
    product = make.product(code="T", cost="33.33")
    thirds = [(people[0], D("33.33")), (people[1], D("33.33")), (people[2], D("33.34"))]
    kept, lost, moved, back = (
        make.order(who, (product, "7", "99.99"), on=DAY, shares=thirds).order_id for who in (keep, gone, gone, keep)
    )
    row = OrderLineRow(2, "OLD-1", DAY, "K", None, None, None, None, None, "T", D(5), unit_price=D(120))
    ran = imports.run(store, "orders", [row], request=new_uid(), file_name="old.csv")
    for order in (kept, back):
        invoices.invoice(store, order, request=new_uid(), on=DAY)
    payments.take(store, gone, D("500.01"), request=new_uid(), on=date(2026, 2, 12))
    months.close(store, FEBRUARY, request=new_uid(), accept=("no_cost", "drafts"))
    commission_months.close(store, FEBRUARY, request=new_uid(), accept=("nobody", "no_cost", "disputes"))
    before, documents = held.standing(store, [FEBRUARY]), _documents(store)
    store.actor = Actor("elena", access="manager")
    deeds = (
        lambda: customers.merge(store, keep, gone, request=new_uid()),
        lambda: returns.cancel(store, lost, request=new_uid(), reason="never wanted"),
        lambda: adjustments.move_order(
            store, moved, reason="typing", request=new_uid(), shares=[Share(people[1], D(100))]
        ),
        lambda: adjustments.correct_cost(store, product, D(44), first=DAY, last=DAY, reason="late", request=new_uid()),
        lambda: months.reopen(store, FEBRUARY, reason="late bill", request=new_uid()),
        lambda: adjustments.move_order(store, moved, reason="other day", request=new_uid(), on=date(2026, 1, 20)),
        lambda: make.order(keep, (product, "3", "10.01"), on=DAY, shares=thirds),
        lambda: returns.take_back(store, back, None, request=new_uid(), reason="broken", on=DAY),
        lambda: imports.undo(store, ran.run_id),
        lambda: adjustments.move_order(store, moved, reason="later", request=new_uid(), on=date(2026, 3, 9)),
        lambda: customers.unmerge(store, gone, request=new_uid()),
        lambda: payments.take(store, keep, D(900), request=new_uid(), on=date(2026, 2, 13)),
    )
    for number, deed in enumerate(deeds):
        deed()
        commissions.run(store)
        assert commissions.run(store, complete=True).entries == 0, number
        assert (held.standing(store, [FEBRUARY]), _documents(store)) == (before, documents), number
        assert [str(one) for one in check(store) if "commission" in one.key or "statement" in one.key] == [], number
    held.check(store)


def _documents(store) -> list[str]:
    with store.read() as tx:
        return sorted(row[0] for row in tx.all(select(CommissionStatement.document)))
