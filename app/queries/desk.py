"""What the desk asks at once: everything a text may mean, who calls, and a caller card with what its tables show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from app.domain import phone, rights
from app.domain.comparison import change_percent
from app.domain.contribution import contribution
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.text import words
from app.models import Address, Company, ContactPoint, Customer, CustomerMonth, OrderLine, Product, SalesOrder
from app.queries import complaint, customers, orders
from app.queries.caller import called_in, card_in
from app.queries.caller_card import CallerCard
from app.queries.complaint import Found
from app.queries.customers import CustomerRow
from app.queries.lookup import found_in
from app.queries.orders import OrderRow
from app.store.session import Read, Store

MOST, FEW = 8, 3
"""Rows of each kind at most; whoever does not see it types more."""
NEWEST_ORDERS = 20_000
"""Among so many of the newest, a part of an order's number is enough; further back it must be the whole number."""
LEAST_PART = 3
_LONGEST = 120
AREA_DIGITS = 6
"""What is left of a number without so many of its last digits is its area."""
LEAST_NEAR, MOST_NEAR = 3, 200


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product that was found."""

    id: int
    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What a text may mean. ``more`` says that other customers fit as well."""

    customers: Sequence[CustomerRow] = ()
    orders: Sequence[OrderRow] = ()
    products: Sequence[ProductHit] = ()
    more: int = 0
    cases: Sequence[Found] = ()
    """Complaints by their number, else those of the customers that fit best."""
    city: str = ""
    """Where customers live whose numbers begin like one that nobody has; empty where that says nothing."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What is on an order, line by line: (quantity, description); ``order_id`` opens it."""

    order_id: int
    lines: Sequence[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class Brought:
    """Contribution of the last 12 months (this one included), and its change in percent of the 12 before."""

    contribution: Decimal
    change_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A caller card, the goods of its open orders by number, and, only where asked, what the customer brought."""

    card: CallerCard
    goods: Mapping[str, Goods] = field(default_factory=dict)
    brought: Brought | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: ``kind`` is one (with ``card``), several (with ``rows``) or none."""

    kind: str
    card: CallerCard | None = None
    rows: Sequence[CustomerRow] = ()
    more: int = 0


def hits(store: Store, text: str) -> Hits:
    """Customers, orders, quotes and products that a text may mean, best first. At most nine statements."""
    asked = text.strip()[:_LONGEST]
    if not asked:
        return Hits()
    with store.read() as tx:
        found = found_in(tx, asked)
        return Hits(
            _customers(tx, found.ids), _orders(tx, asked), _products(tx, asked), max(0, len(found.ids) - MOST),
            complaint.found(tx, asked, found.ids[:FEW]),
        )  # fmt: skip


def people(store: Store, text: str) -> Hits:
    """Customers only."""
    with store.read() as tx:
        found = found_in(tx, text)
        city = "" if found.ids else _city_of(tx, text)
        return Hits(_customers(tx, found.ids), more=max(0, len(found.ids) - MOST), city=city)


def _city_of(tx: Read, text: str) -> str:
    """The city of most customers in whose area an unknown number is, as far as there are some and they agree."""
    keys = phone.parse(text, tx.store.country or tx.scalar(select(Company.country)) or "")
    if not phone.looks_like_number(text) or not keys.e164 or not keys.possible or phone.is_extension(text):
        return ""
    point, place = ContactPoint, Address
    area = keys.e164[:-AREA_DIGITS]
    near = (
        select(place.city)
        .join(point, point.customer_id == place.customer_id)
        .where(point.e164 >= area, point.e164 < f"{area}~", point.kind == "phone", place.kind == "main")
        .where(place.city != "")
        .limit(MOST_NEAR)
        .subquery()
    )
    count = func.count().label("number")
    rows = tx.all(select(near.c.city, count).group_by(near.c.city).order_by(count.desc(), near.c.city))
    total = sum(row.number for row in rows)
    return str(rows[0].city) if rows and rows[0].number >= max(LEAST_NEAR, total * 2 / 3) else ""


def who_calls(store: Store, number: str) -> Caller:
    """Whom a number belongs to; with a card only when it is one customer."""
    with store.read() as tx:
        found, card = called_in(tx, number)
        if card is not None:
            return Caller("one", card)
        return Caller(found.kind, None, _customers(tx, found.ids), max(0, len(found.ids) - MOST))


def of_customer(store: Store, customer_id: int, *, profit: bool = False) -> Desk:
    """Everything of one caller; ``profit`` only for who may see it. Raises ``NotFound``. At most four statements."""
    with store.read() as tx:
        card = card_in(tx, customer_id)
        shown = profit and rights.may(tx.actor.access, "see_profit")
        goods = _goods(tx, [order.order for order in card.open_orders if order.order])
        return Desk(card, goods, _brought(tx, customer_id) if shown else None)


def _customers(tx: Read, ids: Sequence[int]) -> Sequence[CustomerRow]:
    return customers.LIST.rows(tx, ids[:MOST]) if ids else ()


def _orders(tx: Read, asked: str) -> Sequence[OrderRow]:
    if not any(sign.isdecimal() for sign in asked) or " " in asked:
        return ()
    order, written = SalesOrder, sorted({asked, asked.upper()})
    exact = [
        select(order.id).where(order.number.in_(written), order.void.is_(False)),
        select(order.id).where(order.quote_number.in_(written), order.void.is_(False)),
    ]
    ids = [row[0] for row in tx.all(exact[0].union(exact[1]).limit(MOST))]
    if not ids and len(asked) >= LEAST_PART:
        ids = _by_part(tx, asked.upper())
    return orders.LIST.rows(tx, ids) if ids else ()


def _by_part(tx: Read, part: str) -> list[int]:
    order = SalesOrder
    newest = select(func.max(order.id)).scalar_subquery()
    holds = or_(order.number.contains(part, autoescape=True), order.quote_number.contains(part, autoescape=True))
    query = select(order.id).where(order.id > newest - NEWEST_ORDERS, order.void.is_(False), holds)
    return [row[0] for row in tx.all(query.order_by(order.id.desc()).limit(MOST))]


def _products(tx: Read, asked: str) -> Sequence[ProductHit]:
    asked_words = words(asked)
    if not asked_words:
        return ()
    product = Product
    place: Any = func.instr if tx.sqlite else func.strpos
    named = [place(product.search_name, word) > 0 for word in asked_words]
    query = (
        select(product.id, product.code, product.name, product.unit)
        .where(product.active.is_(True), or_(product.code.in_(sorted({asked, asked.upper()})), *_all(named)))
        .order_by(product.search_name, product.id)
    )
    return [ProductHit(*row) for row in tx.all(query.limit(MOST))]


def _all(conditions: Sequence[Any]) -> Sequence[Any]:
    """All of them together as one alternative."""
    joined = conditions[0]
    for one in conditions[1:]:
        joined &= one
    return (joined,)


def _goods(tx: Read, numbers: Sequence[str]) -> dict[str, Goods]:
    if not numbers:
        return {}
    order, line = SalesOrder, OrderLine
    query = (
        select(order.number, order.id, line.quantity, line.description)
        .join(line, line.order_id == order.id)
        .where(order.number.in_(numbers), order.void.is_(False))
        .order_by(order.id, line.position)
    )
    ids: dict[str, int] = {}
    lines: defaultdict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for number, order_id, quantity, description in tx.all(query):
        ids[number] = order_id
        lines[number].append((quantity, description))
    return {number: Goods(ids[number], tuple(found)) for number, found in lines.items()}


def _brought(tx: Read, customer_id: int) -> Brought:
    this = Month.of(tx.today)
    sums, member = CustomerMonth, Customer
    own = select(member.id).where(or_(member.id == customer_id, member.merged_into_id == customer_id))
    rows = tx.all(
        select(sums.month, func.sum(sums.revenue), func.sum(sums.cost))
        .where(sums.customer_id.in_(own), sums.month.between(this.plus(-23), this))
        .group_by(sums.month)
    )
    parts = [(month, contribution(revenue, cost)) for month, revenue, cost in rows]
    now = sum((amount for month, amount in parts if month >= this.plus(-11)), ZERO)
    before = sum((amount for month, amount in parts if month < this.plus(-11)), ZERO)
    return Brought(now, change_percent(now, before))
