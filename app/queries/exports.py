"""Everything of one kind in the columns in which it can be imported again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, null, select

from app.domain import rights
from app.domain.account import natural_key
from app.domain.importing import kind_named
from app.models import (
    Address,
    Category,
    Complaint,
    ComplaintCost,
    ContactPoint,
    Customer,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Payment,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.store.session import Read, Store

Row = Sequence[Any]


def rows(store: Store, kind: str) -> Iterator[Row]:
    """The rows of a kind, by its key, without costs for who may not see them. Raises ``Mistake`` for unknown kinds."""
    found = kind_named(kind)
    with store.snapshot() as tx:
        yield from _ROWS[found.name](tx)


def _sees(tx: Read) -> bool:
    """Whether costs may be read; elsewhere their cells are empty, and the database is not asked for them."""
    return rights.may(tx.actor.access, "see_profit")


def _costing(tx: Read, query: Any, model: Any, key: Any) -> Any:  # noqa: ANN401 - statements, a table, a condition
    """A statement with the table of its costs, for who may read that."""
    return query.outerjoin(model, key) if _sees(tx) else query


def _salespeople(tx: Read) -> Iterator[Row]:
    yield from tx.execute(select(Staff.code, Staff.name, Staff.email, Staff.title, Staff.team).order_by(Staff.code))


def _customers(tx: Read) -> Iterator[Row]:
    contacts: defaultdict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    point = ContactPoint
    query = select(point.customer_id, point.kind, point.label, point.value).order_by(point.position, point.id)
    for row in tx.execute(query):
        known = contacts[row[0]]
        # a second plain phone fills the second column
        key = (row[1], "2") if row[1] == "phone" and (("phone", "") in known or row[2] == "2") else (row[1], "")
        known.setdefault(key, row[3])
    c = Customer
    columns = (
        c.id, c.code, c.name, c.kind, c.given_name, c.family_name, c.organisation, c.contact_name, Address.street,
        Address.city, Address.region, Address.postcode, Address.country, c.language, c.tax_id, c.birth_date,
        c.occupation, c.industry, c.education, c.credit_limit, c.payment_days, Staff.code.label("salesperson"), c.tags,
        c.note,
    )  # fmt: skip
    found = (
        select(*columns)
        .outerjoin(Address, (Address.customer_id == c.id) & (Address.kind == "main"))
        .outerjoin(Staff, Staff.id == c.salesperson_id)
        .order_by(c.code)
    )
    for row in tx.execute(found):
        own = contacts.get(row[0], {})
        phones = [own.get(key) for key in (("phone", ""), ("phone", "2"), ("mobile", ""), ("email", ""))]
        yield [*row[1:8], *phones, *row[8:]]


def _products(tx: Read) -> Iterator[Row]:
    points: defaultdict[int, list[dict[Any, Any]]] = defaultdict(lambda: [{}, {}])
    histories: tuple[tuple[Any, Any], ...] = ((ProductPrice, ProductPrice.price), (ProductCost, ProductCost.cost))
    for at, (model, value) in enumerate(histories if _sees(tx) else histories[:1]):
        for row in tx.execute(select(model.product_id, model.valid_from, value)):
            points[row[0]][at][row[1]] = row[2]
    query = (
        select(Product.id, Product.code, Product.name, Category.name, Product.unit, Product.tax_rate, Product.active)
        .outerjoin(Category, Category.id == Product.category_id)
        .order_by(Product.code)
    )
    for product_id, code, name, category, unit, tax_rate, active in tx.execute(query):
        prices, costs = points[product_id]
        # one row per day on which price or cost begins; a product without either has one row all the same
        for day in sorted({*prices, *costs} or {None}, key=lambda start: (start is not None, start)):
            yield [code, name, category, unit, prices.get(day), costs.get(day), tax_rate, day, active]


def _orders(tx: Read) -> Iterator[Row]:
    shares: defaultdict[int, list[str]] = defaultdict(list)
    named = select(OrderShare.order_id, Staff.code, OrderShare.percent).join(Staff, Staff.id == OrderShare.staff_id)
    for order_id, code, percent in tx.execute(named.order_by(OrderShare.order_id, OrderShare.position)):
        shares[order_id].append(f"{code}:{percent.normalize():f}")
    o, line, cost = SalesOrder, OrderLine, OrderLineCost
    unit_cost, line_cost = (cost.unit_cost, cost.cost) if _sees(tx) else (null(), null())
    query = (
        select(
            o.id, func.coalesce(o.number, o.quote_number), o.on, Customer.code, o.status, o.promised_on, o.delivered_on,
            o.reference, Product.code, line.quantity, line.unit_price, line.discount_percent, unit_cost,
            line.net, line_cost, line.tax_rate, line.note, o.note, line.position,
        )
        .join(line, line.order_id == o.id)
        .join(Customer, Customer.id == o.customer_id)
        .join(Product, Product.id == line.product_id)
        .where(o.void.is_(False), (o.number.is_not(None)) | (o.quote_number.is_not(None)))
        .order_by(o.on, o.id, line.position)
    )  # fmt: skip
    for row in tx.execute(_costing(tx, query, cost, cost.line_id == line.id)):
        # the order's own note stands on its first row; importing joins the notes of all rows
        note = "\n".join(text for text in (row[17] if row[18] == 1 else "", row[16]) if text)
        yield [row[1], row[2], row[3], ";".join(shares.get(row[0], ())), *row[4:16], note]


def _payments(tx: Read) -> Iterator[Row]:
    query = (
        select(Payment.reference, Customer.code, Payment.on, Payment.amount, Payment.method, SalesOrder.number)
        .join(Customer, Customer.id == Payment.customer_id)
        .outerjoin(SalesOrder, SalesOrder.id == Payment.order_id)
        .where(Payment.void.is_(False))
        .order_by(Payment.on, Payment.id)
    )
    yield from tx.execute(query)


def _complaints(tx: Read) -> Iterator[Row]:
    c, owner, cost = Complaint, aliased(Staff), ComplaintCost
    query = (
        select(
            c.number, Customer.code, c.opened_at, c.subject, c.channel, c.cause, c.severity, c.status,
            c.first_response_at, c.closed_at, c.solution, cost.cost if _sees(tx) else null(), c.satisfaction,
            owner.code, SalesOrder.number, c.note,
        )
        .join(Customer, Customer.id == c.customer_id)
        .outerjoin(owner, owner.id == c.owner_id)
        .outerjoin(SalesOrder, SalesOrder.id == c.order_id)
        .where(c.void.is_(False))
        .order_by(c.number)
    )  # fmt: skip
    yield from tx.execute(_costing(tx, query, cost, cost.complaint_id == c.id))


COMPLAINT_REPORT = (
    "number", "customer", "opened_at", "first_response_at", "closed_at", "due_at", "breached", "cause", "solution",
    "cost", "satisfaction", "owner",
)  # fmt: skip
"""The columns of the complaints report."""


def complaints_report(store: Store, first: date, last: date) -> Iterator[Row]:
    """Complaints opened from ``first`` to ``last`` (days of the company's time zone), by number.

    ``breached`` is whether its time ran out once, was over when it was closed, or is over now; empty without a due
    moment. Merged customers appear under the record that goes on.
    """
    opened_from = datetime.combine(first, time.min, store.zone)
    opened_until = datetime.combine(last, time.max, store.zone)
    with store.snapshot() as tx:
        query = _reported(tx, opened_from, opened_until)
        found = sorted(tx.execute(query), key=lambda row: natural_key(row[0]))
        now = tx.now
    for row in found:
        closed, due = row[4], row[5]
        breached = None if due is None else row[11] is not None or (closed or now) > due
        yield [*row[:6], breached, *row[6:11]]


def _reported(tx: Read, first: datetime, last: datetime) -> Any:  # noqa: ANN401 - a statement
    c, owner, source, kept, cost = Complaint, aliased(Staff), aliased(Customer), aliased(Customer), ComplaintCost
    query = (
        select(
            c.number, kept.code, c.opened_at, c.first_response_at, c.closed_at, c.due_at, c.cause, c.solution,
            cost.cost if _sees(tx) else null(), c.satisfaction, owner.code, c.breached_at,
        )
        .select_from(c)
        .join(source, source.id == c.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .outerjoin(owner, owner.id == c.owner_id)
        .where(c.void.is_(False), c.opened_at.between(first, last))
    )  # fmt: skip
    return _costing(tx, query, cost, cost.complaint_id == c.id)


_ROWS: dict[str, Callable[[Read], Iterator[Row]]] = {
    "salespeople": _salespeople,
    "customers": _customers,
    "products": _products,
    "orders": _orders,
    "payments": _payments,
    "complaints": _complaints,
}
