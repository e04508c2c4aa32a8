"""What sells with what, and what one product is to one customer: for a word at the right moment on the order screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, or_, select

from app.domain.refusal import N_, NotFound
from app.models import Category, Customer, OrderLine, Product, SalesOrder
from app.models.declared import aliased
from app.queries.products import Offer, offers
from app.store.session import Store

NEWEST = 300
"""So many of the newest orders with a product say what goes with it."""
LEAST_TIMES = 2
MOST = 6
BOUGHT_MOST = 5


@dataclass(frozen=True, slots=True)
class Bought:
    """One time a customer ordered a product; ``price`` per unit after its discount, without tax."""

    order: str
    on: date
    quantity: Decimal
    price: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product at a glance; never a cost."""

    offer: Offer
    category: str
    barcode: str
    supplier_code: str
    bought: Sequence[Bought]


def bought_with(store: Store, product_id: int, *, customer_id: int | None = None) -> tuple[Offer, ...]:
    """Products that stood together with this one on its newest orders, the most frequent first; three statements.

    Only what is sold now and is not to be held back, and what was bought together at least twice.
    """
    line, other, order = aliased(OrderLine), aliased(OrderLine), SalesOrder
    with store.read() as tx:
        newest = (
            select(line.order_id)
            .where(line.product_id == product_id)
            .order_by(line.order_id.desc())
            .limit(NEWEST)
            .subquery()
        )
        times = func.count(func.distinct(other.order_id))
        rows = tx.all(
            select(other.product_id)
            .join(newest, newest.c.order_id == other.order_id)
            .join(order, order.id == other.order_id)
            .join(Product, Product.id == other.product_id)
            .where(
                other.product_id != product_id, order.status != "cancelled", order.void.is_(False),
                Product.active.is_(True), Product.mark != "restrict",
            )
            .group_by(other.product_id)
            .having(times >= LEAST_TIMES)
            .order_by(times.desc(), other.product_id)
            .limit(MOST)
        )  # fmt: skip
    ids = [row[0] for row in rows]
    found = offers(store, ids, customer_id=customer_id) if ids else {}
    return tuple(found[one] for one in ids if one in found)


def card(store: Store, product_id: int, *, customer_id: int | None = None) -> ProductCard:
    """A product's card for one customer; four statements. Raises ``NotFound``."""
    offer = offers(store, [product_id], customer_id=customer_id).get(product_id)
    if offer is None:
        raise NotFound(N_("There is no such product."))
    line, order = OrderLine, SalesOrder
    with store.read() as tx:
        row = tx.first(
            select(func.coalesce(Category.name, ""), func.coalesce(Product.barcode, ""), Product.supplier_code)
            .outerjoin(Category, Category.id == Product.category_id)
            .where(Product.id == product_id)
        )
        own = select(Customer.id).where(or_(Customer.id == customer_id, Customer.merged_into_id == customer_id))
        bought = tx.all(
            select(func.coalesce(order.number, ""), order.on, line.quantity, line.unit_price, line.discount_percent)
            .join(order, order.id == line.order_id)
            .where(
                line.product_id == product_id, order.customer_id.in_(own), order.void.is_(False),
                order.status.not_in(("draft", "quoted", "cancelled")),
            )
            .order_by(order.on.desc(), order.id.desc())
            .limit(BOUGHT_MOST)
        )  # fmt: skip
    assert row is not None
    return ProductCard(offer, row[0], row[1], row[2], tuple(Bought(*one) for one in bought))
