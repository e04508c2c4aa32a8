"""A small company in which everything happened that a profit screen shows."""

from datetime import date
from decimal import Decimal

from app.domain.ids import new_uid
from app.domain.month import Month
from app.services import adjustments, deliveries, returns
from app.services.orderlines import stored_lines
from app.store.session import Store
from tests.support.make import Maker

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)


def busy_company(store: Store, make: Maker) -> dict[str, int]:
    """Two years with shares, discounts, freight, a return, a line without cost and a corrected cost; ids by name."""
    ana, bea = make.staff(name="Ana"), make.staff(name="Bea")
    hotel = make.customer("Hotel", city="Valencia", salesperson_id=ana)
    bar, spa = make.customer("Bar", city="Elche"), make.customer("Spa", salesperson_id=bea)
    towel, soap = make.product("Towel", price="12", cost="7"), make.product("Soap", price="3", cost="2.8")
    gift = make.product("Gift", price="5", cost=None)
    make.order(hotel, (towel, "20", "12"), on=date(2025, 3, 4), shares=[(ana, 60), (bea, 40)])
    make.order(hotel, (towel, "30", "12"), (soap, "100", "3"), on=date(2026, 2, 3), freight="10", freight_paid="14")
    make.order(bar, (soap, "40", "3"), on=date(2026, 2, 20))
    big = make.order(
        hotel, (towel, "50", "12", "30"), (soap, "10", "2.5"), on=date(2026, 3, 2), discount="7", freight="20",
        freight_paid="32", shares=[(ana, 70), (bea, 30)],
    )  # fmt: skip
    make.order(spa, (towel, "3", "12"), (gift, "1", "5"), on=date(2026, 3, 5))
    deliveries.deliver(store, big.order_id, request=new_uid())
    with store.read() as tx:
        first = stored_lines(tx, big.order_id)[0]
    returns.take_back(store, big.order_id, {first.id: Decimal(4)}, reason="torn", request=new_uid())
    adjustments.correct_cost(
        store, soap, Decimal("2.9"), first=date(2026, 2, 1), last=date(2026, 2, 28), reason="invoice", request=new_uid()
    )
    return {"hotel": hotel, "bar": bar, "spa": spa, "towel": towel, "soap": soap, "gift": gift, "big": big.order_id}
