"""What stands in the database around an order screen."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import insert, select

from app.domain.ids import new_uid
from app.models import PriceTold, SalesOrder


def tell(store, customer_id, product_id, price, *, until=None, staff_id=None, days_ago=10):
    """A price somebody told."""
    with store.write() as tx:
        tx.execute(
            insert(PriceTold),
            {"uid": new_uid(), "customer_id": customer_id, "product_id": product_id, "price": Decimal(price),
             "on": store.today() - timedelta(days=days_ago), "valid_until": until, "staff_id": staff_id},
        )  # fmt: skip


def stored(store):
    """The orders of the database."""
    with store.read() as tx:
        return tx.all(select(SalesOrder.__table__).order_by(SalesOrder.id))
