"""What a role may not, services and queries refuse, whatever a screen shows."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import NotAllowed
from app.queries import contribution, desk, exports, tiers
from app.queries.profit_month import profit_month
from app.services import adjustments, company, customers, imports, months, products
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
