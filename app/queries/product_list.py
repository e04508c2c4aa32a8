"""The list of products: price, level, what is promoted; cost and margin for who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    and_,
    any_,
    case,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from app.domain import rights
from app.domain.filters import Condition, Field, Kind
from app.domain.money import percent_of
from app.domain.month import Month
from app.domain.product import LevelBounds, level_of
from app.models import Category, Company, ContributionEntry, Product, ProductCost, ProductPrice
from app.models.types import UnitPrice
from app.queries.listing import Found, Listed, Sort, by_id, compared, holding
from app.queries.products import newest
from app.store.elsewhere import by_the_server
from app.store.session import Read, Store

NONE = "none"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One line. Prices and costs per unit without tax; ``cost`` and ``margin`` (percent) are empty without the right.

    ``level`` is that of the list price, ``sold_level`` that of what was sold in the last twelve months.
    """

    id: int
    code: str
    name: str
    category: str
    unit: str
    price: Decimal | None
    tax_rate: Decimal
    level: str
    sold_level: str
    mark: str
    active: bool
    availability: str
    supplier_code: str
    barcode: str
    cost: Decimal | None
    margin: Decimal | None


FIELDS = (
    Field("name", Kind.TEXT, ("nombre", "名称")),
    Field("code", Kind.TEXT, ("codigo", "编号")),
    Field("category", Kind.TEXT, ("categoria", "类别")),
    Field("price", Kind.NUMBER, ("precio", "价格")),
    Field("level", Kind.CHOICE, ("nivel", "等级"), ("A", "B", "C", "D", NONE)),
    Field("mark", Kind.CHOICE, ("marca", "标记"), ("promote", "restrict", NONE)),
    Field("supplier", Kind.TEXT, ("proveedor", "供应商")),
    Field("barcode", Kind.TEXT, ("barras", "条码")),
    Field("available", Kind.TEXT, ("disponible", "供货")),
    Field("active", Kind.YES_NO, ("activo", "有效")),
)
"""``level`` is that of the list price; without price or cost it is none."""


def sold_levels(tx: Read, ids: Sequence[int], bounds: LevelBounds) -> Mapping[int, str]:
    """The level of everything that was sold of products in this month and the eleven before it, returns taken off."""
    entry, now = ContributionEntry, Month.of(tx.today)
    # each month by name: the index begins with it, and twelve times so many products are few places
    months = [now.plus(-back) for back in range(MONTHS)]
    rows = tx.all(
        select(entry.product_id, func.sum(entry.revenue), func.sum(entry.cost))
        .where(entry.month.in_(months), entry.product_id.in_(ids))
        .group_by(entry.product_id)
    )
    return {row[0]: level for row in rows if (level := level_of(row[1], row[2], bounds)) is not None}


def bounds_of(tx: Read) -> LevelBounds:
    """The company's bounds of levels."""
    row = tx.first(select(Company.level_a, Company.level_b, Company.level_c))
    return LevelBounds(*row) if row is not None else LevelBounds()


@by_the_server()
def levels(store: Store, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Per product the level of its list price and of what was sold; letters are public, what they rest on is not."""
    with store.read() as tx:
        rights.require(tx.actor.access, "see_prices")
        bounds = bounds_of(tx)
        rows = tx.all(select(Product.id, _price(tx), _cost(tx)).where(Product.id.in_(ids)))
        sold = sold_levels(tx, ids, bounds)
    return {row[0]: (_level(row[1], row[2], bounds), sold.get(row[0], "")) for row in rows}


@by_the_server()
def with_level(store: Store, level: str) -> Sequence[int]:
    """The products whose list price has a level (``none``: that have no price or no cost)."""
    with store.read() as tx:
        rights.require(tx.actor.access, "see_prices")
        return [row[0] for row in tx.all(select(Product.id).where(_leveled(tx, level)))]


def _rows(tx: Read, ids: Sequence[int]) -> Sequence[ProductRow]:
    rights.require(tx.actor.access, "see_prices")
    sees, kept = rights.may(tx.actor.access, "see_profit"), tx.store.held_back
    p, bounds = Product, bounds_of(tx)
    query = (
        select(
            p.id, p.code, p.name, func.coalesce(Category.name, "").label("category"), p.unit,
            _price(tx).label("price"), p.tax_rate, p.mark, p.active, p.availability, p.supplier_code,
            func.coalesce(p.barcode, "").label("barcode"), (null() if kept else _cost(tx)).label("cost"),
        )
        .outerjoin(Category, Category.id == p.category_id)
        .where(p.id.in_(ids))
    )  # fmt: skip
    found = by_id(tx.all(query), ids)
    if kept:
        letters = levels(tx.store, ids)
    else:
        sold = sold_levels(tx, ids, bounds)
        letters = {row.id: (_level(row.price, row.cost, bounds), sold.get(row.id, "")) for row in found}
    return [
        ProductRow(
            row.id, row.code, row.name, row.category, row.unit, row.price, row.tax_rate,
            *letters.get(row.id, ("", "")), row.mark, row.active, row.availability,
            row.supplier_code, row.barcode, row.cost if sees else None,
            _margin(row.price, row.cost) if sees else None,
        )
        for row in found
    ]  # fmt: skip


def _level(price: Decimal | None, cost: Decimal | None, bounds: LevelBounds) -> str:
    return "" if price is None or cost is None else level_of(price, cost, bounds) or ""


def _margin(price: Decimal | None, cost: Decimal | None) -> Decimal | None:
    return None if price is None or cost is None else percent_of(price - cost, price)


def _price(tx: Read) -> Any:  # noqa: ANN401 - a subquery
    return newest(ProductPrice, ProductPrice.price, tx.today)


def _cost(tx: Read) -> Any:  # noqa: ANN401 - a subquery
    return newest(ProductCost, ProductCost.cost, tx.today)


def _has_level(tx: Read, one: Condition) -> ColumnElement[bool]:
    if tx.store.held_back:
        return Product.id == any_(literal(list(with_level(tx.store, str(one.value))), ARRAY(BigInteger)))
    return _leveled(tx, str(one.value))


def _leveled(tx: Read, level: str) -> ColumnElement[bool]:
    """The same arithmetic as ``level_of``, in whole numbers: (price - cost) x 100 % >= price x bound."""
    price, cost = type_coerce(_price(tx), BigInteger), type_coerce(_cost(tx), BigInteger)
    gain = (price - cost) * 10000
    levels = [
        (gain >= price * select(type_coerce(column, BigInteger)).scalar_subquery(), letter)
        for letter, column in (("A", Company.level_a), ("B", Company.level_b), ("C", Company.level_c))
    ]
    found = case(
        (or_(price.is_(None), cost.is_(None)), NONE),
        (and_(price == 0, cost == 0), NONE),
        (price == 0, "D"),
        *levels,
        else_="D",
    )
    holds: ColumnElement[bool] = found == literal(level)
    return holds


def _worded(tx: Read, words: Sequence[str], _found: Found | None) -> ColumnElement[bool]:
    place = func.instr if tx.sqlite else func.strpos
    code, barcode = func.lower(Product.code), func.coalesce(Product.barcode, "")
    return and_(*[or_(place(Product.search_name, word) > 0, place(code, word) > 0, barcode == word) for word in words])


def _category(_tx: Read, one: Condition) -> ColumnElement[bool]:
    """A category, and those that lie in it."""
    tree = select(Category.id).where(holding(Category.name, one)).cte("tree", recursive=True)
    tree = tree.union(select(Category.id).join(tree, Category.parent_id == tree.c.id))
    return Product.category_id.in_(select(tree.c.id))


def _by_price(tx: Read) -> tuple[Any, Any]:
    return func.coalesce(_price(tx), literal_column("-1", UnitPrice()), type_=UnitPrice()), None


LIST: Listed[ProductRow] = Listed(
    identity=Product.id,
    fields=FIELDS,
    holds={
        "name": lambda tx, one: holding(Product.name, one),
        "code": lambda tx, one: holding(Product.code, one),
        "category": _category,
        "price": lambda tx, one: compared(_price(tx), one),
        "level": _has_level,
        "mark": lambda tx, one: Product.mark == ("" if one.value == NONE else one.value),
        "supplier": lambda tx, one: holding(Product.supplier_code, one),
        "barcode": lambda tx, one: holding(func.coalesce(Product.barcode, ""), one),
        "available": lambda tx, one: holding(Product.availability, one),
        "active": lambda tx, one: Product.active.is_(one.value is True),
    },
    sorts={
        "name": Sort(Product.search_name),
        "code": Sort(Product.code),
        "new": Sort(Product.id),
        "price": Sort(literal_column("0", UnitPrice()), made=_by_price),
        "category": Sort(
            func.coalesce(Category.name, ""),
            lambda query: query.outerjoin(Category, Category.id == Product.category_id),
        ),
    },
    default="name",
    base=lambda: (true(),),
    worded=_worded,
    named=False,
    rows=_rows,
)
