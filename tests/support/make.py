"""Builders with sensible defaults: tests name only what they are about."""

from datetime import date
from decimal import Decimal

from sqlalchemy import insert

from app.domain.ids import new_uid
from app.domain.order import DraftLine, OrderDraft, Share
from app.models import Staff
from app.services import customers, orders, products
from app.services.customers import Contact, CustomerDraft, Place
from app.services.products import ProductDraft
from app.store.bulk import new_ids
from app.store.session import Store


class Maker:
    """Makes records through the services, as a person would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._count = 0

    def _next(self) -> int:
        self._count += 1
        return self._count

    def staff(self, code: str = "", name: str = "", **values) -> int:
        """A salesperson; the id."""
        number = self._next()
        with self.store.write() as tx:
            [staff_id] = new_ids(tx, Staff, 1)
            tx.execute(
                insert(Staff),
                {"id": staff_id, "code": code or f"S{number}", "name": name or f"Staff {number}"} | values,
            )
        return staff_id

    def customer(self, name: str = "", *, code: str = "", phone: str = "", city: str = "", region: str = "", **fields):
        """A customer; the id."""
        number = self._next()
        draft = CustomerDraft(
            name or f"Customer {number}", code or f"K{number}",
            contacts=[Contact("phone", phone)] if phone else [],
            places=[Place(city=city, region=region)] if city or region else [], fields=fields,
        )  # fmt: skip
        return customers.add(self.store, draft, request=new_uid()).id

    def product(self, name: str = "", *, code: str = "", price="10", cost: str | None = "6", **values) -> int:
        """A product with a price and, unless told otherwise, a cost since ever; the id."""
        number = self._next()
        draft = ProductDraft(
            name or f"Product {number}", code or f"P{number}", price=Decimal(price),
            cost=None if cost is None else Decimal(cost), **values,
        )  # fmt: skip
        return products.add(self.store, draft, request=new_uid()).id

    def draft(self, customer_id: int, *lines, on: date | None = None, shares=(), **values) -> OrderDraft:
        """A draft; lines are (product id, quantity, price[, discount percent[, tax rate]])."""
        return OrderDraft(
            customer_id, on or self.store.today(), [self.line(*line) for line in lines],
            shares=[Share(staff, Decimal(percent)) for staff, percent in shares],
            **{name: Decimal(v) if isinstance(v, str) and name.startswith(("discount", "freight")) else v
               for name, v in values.items()},
        )  # fmt: skip

    @staticmethod
    def line(product_id: int, quantity="1", price="10", discount="0", tax="0") -> DraftLine:
        """One line of a draft."""
        return DraftLine(product_id, Decimal(quantity), Decimal(price), Decimal(discount), Decimal(tax))

    def order(self, customer_id: int, *lines, **values) -> orders.Placed:
        """A confirmed order."""
        return orders.place(self.store, self.draft(customer_id, *lines, **values), request=new_uid())
