"""What a role may not, services and queries refuse, whatever a screen shows."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotAllowed
from app.queries import contribution, desk, exports, tiers
from app.queries.profit_month import profit_month
from app.services import adjustments, approvals, company, customers, imports, months, orders, products
from app.services.orderlines import shares_of
from app.services.products import ProductDraft
from app.store.session import Actor

MARK = Decimal("7777.77")
DAY = date(2026, 3, 16)
FORBIDDEN = {
    "product": lambda s, _: products.add(s, ProductDraft("Chair"), request=new_uid()),
    "price": lambda s, product: products.set_price(s, product, MARK, valid_from=None, request=new_uid()),
    "cost": lambda s, product: products.set_cost(s, product, MARK, valid_from=None, request=new_uid()),
    "past cost": lambda s, product: adjustments.correct_cost(
        s, product, MARK, first=DAY, last=DAY, reason="why", request=new_uid()
    ),
    "close": lambda s, _: months.close(s, Month(2026, 2), request=new_uid()),
    "reopen": lambda s, _: months.reopen(s, Month(2026, 2), reason="why", request=new_uid()),
    "settings": lambda s, _: company.change(s, version=1, payment_days=14),
    "numbers": lambda s, _: company.set_number_pattern(s, "order", "X-{00000}"),
    "unmerge": lambda s, _: customers.unmerge(s, 1, request=new_uid()),
    "import": lambda s, _: imports.run(s, "customers", [], file_name="a.csv", request=new_uid()),
    "import undo": lambda s, _: imports.undo(s, 1),
    "contribution": lambda s, _: contribution.by(s, "customer"),
    "comparison": lambda s, _: contribution.compared(s, "product"),
    "tiers": lambda s, _: tiers.report(s, 2026),
    "month": lambda s, _: profit_month(s, Month(2026, 3)),
}


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_the_front_desk_is_refused_in_words(store, make, deed):
    product = make.product()
    store.actor = Actor("nuria", access="front_desk")
    with pytest.raises(NotAllowed, match=r"manager|administrator"):
        FORBIDDEN[deed](store, product)


def test_the_front_desk_does_not_say_who_gets_commission(store, make):
    """In an order, a quote, a draft or afterwards; the customer's own salesperson may be named."""
    own, other = make.staff("S1"), make.staff("S2")
    customer, sold = make.customer(salesperson_id=own), (make.product(), "1", "100")
    placed = make.order(customer, sold)
    named = make.draft(customer, sold, shares=[(own, 100)])
    split = [make.draft(customer, sold, shares=shares) for shares in ([(other, 100)], [(own, 60), (other, 40)])]
    store.actor = Actor("nuria", access="front_desk")
    for draft in split:
        for deed in (
            lambda draft=draft: orders.place(store, draft, request=new_uid()),
            lambda draft=draft: orders.quote(store, draft, request=new_uid()),
            lambda draft=draft: approvals.ask(store, draft, reason="good price", request=new_uid()),
            lambda draft=draft: adjustments.move_order(
                store, placed.order_id, reason="why", request=new_uid(), shares=draft.shares
            ),
        ):
            with pytest.raises(NotAllowed):
                deed()
    assert orders.place(store, named, request=new_uid()).number
    store.actor = Actor("diego", own, access="sales")
    quoted = orders.quote(store, split[1], request=new_uid())
    store.actor = Actor("nuria", access="front_desk")
    confirmed = orders.confirm(store, quoted.order_id, request=new_uid())
    with store.read() as tx:
        assert [(one.staff_id, one.percent) for one in shares_of(tx, confirmed.order_id)] == [(own, 60), (other, 40)]


def test_exports_and_the_callers_card_have_no_cost(store, make):
    customer = make.customer("Ana", phone="600111222")
    make.order(customer, (make.product(cost=str(MARK)), 1, "9000"))
    marks = (str(MARK), str(Decimal(9000) - MARK))

    def shown() -> str:
        found = [str(value) for kind in ("products", "orders", "complaints") for row in exports.rows(store, kind)
                 for value in row]  # fmt: skip
        found += [str(value) for row in exports.complaints_report(store, DAY, DAY) for value in row]
        return " ".join([*found, repr(desk.of_customer(store, customer, profit=True))])

    assert all(mark in shown() for mark in marks)
    store.actor = Actor("nuria", access="front_desk")
    assert not any(mark in shown() for mark in marks)
