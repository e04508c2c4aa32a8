"""Products as an order needs them: found while somebody types, with list price, level and the price told last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal_column, or_, select, true, union_all

from app.domain import rights
from app.domain.contribution import line_cost
from app.domain.money import EXACT, HUNDRED, PRICE_PLACES, ZERO, percent_of, rounded
from app.domain.product import LevelBounds, level_of
from app.domain.text import folded
from app.models import (
    Company,
    Customer,
    OrderLine,
    OrderShare,
    PriceTold,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.models.types import Percent
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store

MOST = 8
LONGEST = 120
_CANDIDATES = 120
_MOST_WORDS = 6
_MARKS = {"promote": 0, "": 1, "restrict": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """The price this customer was told for one unit (without tax), by whom and until when it holds."""

    price: Decimal
    on: date
    until: date | None
    by: str
    quoted: bool = False
    """It stands on a quote; else somebody said it."""

    def holds(self, day: date) -> bool:
        """Whether the promise still stands on a day; one without an end does."""
        return self.until is None or self.until >= day


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as it can be sold: list price per unit without tax, level of that price (a letter, never a cost)."""

    id: int
    code: str
    name: str
    unit: str
    tax_rate: Decimal
    mark: str
    active: bool
    list_price: Decimal | None
    level: str | None
    told: Told | None = None
    availability: str = ""
    """What is known about when it can be had, in the company's own words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text found: the best offers, and how many products there are in all."""

    text: str
    offers: tuple[Offer, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sold:
    """A line for the margin hint: quantity and net after all discounts."""

    product_id: int
    quantity: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Margin:
    """Levels of lines and of the whole; amount and percent only for who may see them. ``below``: under its cost."""

    levels: tuple[str | None, ...]
    below: tuple[bool, ...]
    level: str | None
    contribution: Decimal | None = None
    percent: Decimal | None = None


@by_the_server()
def look_up(store: Store, text: str, *, customer_id: int | None = None, most: int = MOST) -> Found:
    """Products that are sold now and have every word of ``text`` in name or code; two statements.

    Exact codes, barcodes and suppliers' codes come first, then codes and names that begin with the text; of equal ones
    those to promote, then the better level. No text finds the whole catalogue by name.
    """
    asked = "".join(sign for sign in text if sign.isprintable())[:LONGEST].strip()
    with store.read() as tx:
        rows = tx.all(_matching(tx, asked))
        ranked = sorted(
            ((row.rank, _offer(row)) for row in rows),
            key=lambda pair: (pair[0], _MARKS.get(pair[1].mark, 1), pair[1].level or "E"),
        )
        best = [offer for _, offer in ranked[:most]]
        told = _told(tx, [offer.id for offer in best], customer_id)
    return Found(text, tuple(_with(offer, told) for offer in best), rows[0].total if rows else 0)


@by_the_server()
def offers(store: Store, ids: Collection[int], *, customer_id: int | None = None) -> dict[int, Offer]:
    """Products by id, those that are not sold any more too; two statements."""
    with store.read() as tx:
        rows = tx.all(_products(tx).where(Product.id.in_(set(ids)))) if ids else []
        told = _told(tx, [row.id for row in rows], customer_id)
    return {row.id: _with(_offer(row), told) for row in rows}


@by_the_server()
def by_codes(store: Store, codes: Sequence[str], *, customer_id: int | None = None) -> dict[str, Offer]:
    """Products that are sold now by code, barcode or supplier's code, in any case of letters; two statements.

    Keys are as given.
    """
    wanted = {code.strip().lower() for code in codes if code.strip()}
    if not wanted:
        return {}
    with store.read() as tx:
        keys = (Product.code, Product.barcode, Product.supplier_code)
        where = or_(*[func.lower(key).in_(wanted) for key in keys])
        rows = tx.all(_products(tx).where(where, Product.active.is_(True)))
        told = _told(tx, [row.id for row in rows], customer_id)
    found = {row.supplier_code.lower(): row for row in rows}
    found |= {(row.barcode or "").lower(): row for row in rows} | {row.code.lower(): row for row in rows}
    return {code: _with(_offer(found[key]), told) for code in codes if (key := code.strip().lower()) and key in found}


@by_the_server()
def margin(store: Store, lines: Sequence[Sold], *, reveal: bool = False) -> Margin:
    """How good an order is, by the arithmetic that will be booked; two statements.

    Unknown costs have no level. The amount leaves this function only when ``reveal`` is asked and the signed-in person
    manages; letters are public.
    """
    with store.read() as tx:
        company = tx.first(select(Company.level_a, Company.level_b, Company.level_c, Company.currency_places))
        ids = {line.product_id for line in lines}
        costs = {row.id: row.cost for row in tx.all(_costs(tx).where(Product.id.in_(ids)))} if ids else {}
        shown = reveal and rights.may(tx.actor.access, "see_profit")
    assert company is not None
    bounds, places = LevelBounds(*company[:3]), company.currency_places
    each = [
        None if costs.get(line.product_id) is None else line_cost(line.quantity, costs[line.product_id], places)
        for line in lines
    ]
    levels = tuple(
        None if cost is None else level_of(line.net, cost, bounds) for line, cost in zip(lines, each, strict=True)
    )
    below = tuple(cost is not None and line.net < cost for line, cost in zip(lines, each, strict=True))
    net, cost = sum((line.net for line in lines), ZERO), sum((cost or ZERO for cost in each), ZERO)
    whole = level_of(net, cost, bounds) if lines and None not in each else None
    if not shown or not lines:
        return Margin(levels, below, whole)
    return Margin(levels, below, whole, net - cost, percent_of(net - cost, net))


def newest(model: type[ProductPrice] | type[ProductCost], value: Any, day: date) -> Any:  # noqa: ANN401 - a subquery
    """The value of a product that holds on a day; no date means since ever."""
    return (
        select(value)
        .where(model.product_id == Product.id, or_(model.valid_from.is_(None), model.valid_from <= day))
        .order_by(func.coalesce(model.valid_from, literal_column("'0001-01-01'")).desc())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _costs(tx: Read) -> Select[Any]:
    """Costs of products today: the only place of this screen that reads them."""
    return select(Product.id, newest(ProductCost, ProductCost.cost, tx.today).label("cost"))


def _products(tx: Read) -> Select[*tuple[Any, ...]]:
    columns: Select[*tuple[Any, ...]] = select(
        Product.id, Product.code, Product.name, Product.unit, Product.tax_rate, Product.mark, Product.active,
        Product.barcode, Product.supplier_code, Product.availability,
        newest(ProductPrice, ProductPrice.price, tx.today).label("price"),
        newest(ProductCost, ProductCost.cost, tx.today).label("cost"),
        Company.level_a, Company.level_b, Company.level_c,
    )  # fmt: skip
    return columns.select_from(Product).join(Company, true())


def _offer(row: AnyRow) -> Offer:
    """The row without its cost."""
    level = None
    if row.price is not None and row.cost is not None:
        level = level_of(row.price, row.cost, LevelBounds(row.level_a, row.level_b, row.level_c))
    return Offer(
        row.id,
        row.code,
        row.name,
        row.unit,
        row.tax_rate,
        row.mark,
        row.active,
        row.price,
        level,
        None,
        row.availability,
    )


def _matching(tx: Read, asked: str) -> Select[Any]:
    place = func.instr if tx.sqlite else func.strpos
    whole, code = folded(asked), func.lower(Product.code)
    query = select(Product.id.label("id"), Product.search_name.label("sorted"), func.count().over().label("total"))
    query = query.where(Product.active.is_(True))
    rank: ColumnElement[int] = literal_column("3")
    if whole:
        begins = [(func.substr(code, 1, len(whole)) == whole, 1)]
        begins.append((func.substr(Product.search_name, 1, len(whole)) == whole, 2))
        exact = or_(code == whole, Product.barcode == asked, Product.supplier_code.in_((asked, asked.upper())))
        rank = case((exact, 0), *begins, else_=3)
        words = whole.split()[:_MOST_WORDS]
        query = query.where(
            or_(exact, _all([or_(place(Product.search_name, word) > 0, place(code, word) > 0) for word in words]))
        )
    # prices are looked up for the best only: for all matches they would cost ten times the search
    best = query.add_columns(rank.label("rank")).order_by("rank", "sorted", "id").limit(_CANDIDATES).subquery()
    return (
        _products(tx)
        .join(best, best.c.id == Product.id)
        .add_columns(best.c.total, best.c.rank)
        .order_by(best.c.rank, best.c.sorted, Product.id)
    )


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    found = conditions[0]
    for one in conditions[1:]:
        found &= one
    return found


def _with(offer: Offer, told: Mapping[int, Told]) -> Offer:
    return Offer(
        offer.id, offer.code, offer.name, offer.unit, offer.tax_rate, offer.mark, offer.active, offer.list_price,
        offer.level, told.get(offer.id), offer.availability,
    )  # fmt: skip


def _told(tx: Read, products: Sequence[int], customer_id: int | None) -> dict[int, Told]:
    """The newest price told or quoted to a customer, records merged into it included, per product.

    One that still holds until a day it names stands before newer ones that have run out.
    """
    if customer_id is None or not products:
        return {}
    member, told, order, line, share = aliased(Customer), PriceTold, SalesOrder, OrderLine, OrderShare
    own = select(member.id).where((member.id == customer_id) | (member.merged_into_id == customer_id))
    spoken = (
        select(told.product_id, told.price.label("price"), literal_column("0", Percent()).label("discount"),
               told.on.label("day"), told.valid_until.label("until"), Staff.name.label("name"), told.id.label("id"),
               literal_column("0", Integer()).label("quoted"))
        .outerjoin(Staff, Staff.id == told.staff_id)
        .where(told.customer_id.in_(own), told.product_id.in_(products))
    )  # fmt: skip
    quoted = (
        select(line.product_id, line.unit_price, line.discount_percent, order.on, order.valid_until, Staff.name,
               line.id, literal_column("1", Integer()))
        .join(order, order.id == line.order_id)
        .outerjoin(share, (share.order_id == order.id) & (share.position == 0))
        .outerjoin(Staff, Staff.id == share.staff_id)
        .where(order.customer_id.in_(own), order.status == "quoted", order.void.is_(False),
               line.product_id.in_(products))
    )  # fmt: skip
    rows = sorted(tx.all(union_all(spoken, quoted)), key=lambda row: (row.day, row.id))
    found: dict[int, Told] = {}
    for row in rows:
        one = Told(_after(row.price, row.discount), row.day, row.until, row.name or "", bool(row.quoted))
        before = found.get(row.product_id)
        # a price that has run out does not end an earlier promise that names a later day
        promised = before is not None and before.until is not None and before.holds(tx.today)
        if not (promised and not one.holds(tx.today)):
            found[row.product_id] = one
    return found


def _after(price: Decimal, discount: Decimal) -> Decimal:
    """The price of one after its discount, as it was promised."""
    if not discount:
        return price
    return rounded(EXACT.divide(EXACT.multiply(price, HUNDRED - discount), HUNDRED), PRICE_PLACES)
