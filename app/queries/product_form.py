"""One product as its form shows it: data, prices over time, costs for who may see them, what changed when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, literal_column, select

from app.domain import rights
from app.domain.money import percent_of
from app.domain.product import LevelBounds, level_of, valid_on
from app.domain.refusal import N_, NotFound
from app.models import Audit, Category, Product, ProductCost, ProductPrice, Staff
from app.queries.product_list import bounds_of, sold_levels
from app.store.elsewhere import by_the_server
from app.store.session import Read, Store

PATH = " > "
"""Between a category and the one that lies in it."""
PLAIN = (
    "code", "name", "category", "unit", "tax_rate", "barcode", "supplier_code", "mark", "active", "availability",
)  # fmt: skip
NEWEST = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A price or cost from a day on (``None``: since ever); ``level`` is that of a price beside the cost of its day."""

    valid_from: date | None
    value: Decimal
    level: str = ""
    margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to it: ``action`` is a key, ``detail`` the words that were kept."""

    at: datetime
    by: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class ProductForm:
    """Values by field, as they were read with ``version``. ``costs`` is ``None`` for who may not see them."""

    id: int
    version: int
    today: date
    values: Mapping[str, Any]
    prices: tuple[Point, ...]
    costs: tuple[Point, ...] | None
    price: Decimal | None
    cost: Decimal | None
    margin: Decimal | None
    level: str
    sold_level: str
    changes: tuple[Change, ...]


@by_the_server()
def product(store: Store, product_id: int) -> ProductForm:
    """A product. Raises ``NotFound``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_prices")
        values, version = values_of(tx, product_id)
        sees, bounds, today = rights.may(tx.actor.access, "see_profit"), bounds_of(tx), tx.today
        prices = _points(tx, ProductPrice, ProductPrice.price, product_id)
        costs = _points(tx, ProductCost, ProductCost.cost, product_id)
        price, cost = valid_on(prices, today), valid_on(costs, today)
        margin = percent_of(price - cost, price) if sees and price is not None and cost is not None else None
        return ProductForm(
            product_id, version, today, values,
            tuple(_priced(day, value, costs, bounds, sees) for day, value in prices),
            tuple(Point(day, value) for day, value in costs) if sees else None,
            price, cost if sees else None, margin, _level(price, cost, bounds),
            sold_levels(tx, [product_id], bounds).get(product_id, ""), _changes(tx, product_id),
        )  # fmt: skip


def values_of(tx: Read, product_id: int) -> tuple[dict[str, Any], int]:
    """(values by field, version). Raises ``NotFound``."""
    p = Product
    row = tx.first(
        select(p.version, p.code, p.name, p.category_id, p.unit, p.tax_rate, p.barcode, p.supplier_code, p.mark,
               p.active, p.availability)
        .where(p.id == product_id)
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such product."))
    values: dict[str, Any] = {name: getattr(row, name) for name in PLAIN if name != "category"}
    paths = category_paths(tx) if row.category_id is not None else {}
    return values | {"category": paths.get(row.category_id, ""), "barcode": row.barcode or ""}, int(row.version)


def category_paths(tx: Read) -> dict[int, str]:
    """Every category by id, with those it lies in: Textiles > Towels."""
    rows = {row.id: row for row in tx.all(select(Category.id, Category.name, Category.parent_id))}
    found = {}
    for row in rows.values():
        names, at, seen = [row.name], row.parent_id, {row.id}
        while at in rows and at not in seen:
            seen.add(at)
            names.append(rows[at].name)
            at = rows[at].parent_id
        found[row.id] = PATH.join(reversed(names))
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What a form proposes: categories, units and tax rates that are in use, the most usual rate first."""

    categories: tuple[str, ...]
    units: tuple[str, ...]
    rates: tuple[Decimal, ...]
    today: date


def known(store: Store) -> Known:
    """What there is to choose from."""
    with store.snapshot() as tx:
        units = tx.all(select(Product.unit).where(Product.unit != "").group_by(Product.unit).order_by(Product.unit))
        rates = tx.all(
            select(Product.tax_rate).group_by(Product.tax_rate).order_by(func.count().desc(), Product.tax_rate.desc())
        )
        paths = tuple(sorted(category_paths(tx).values()))
        return Known(paths, tuple(row[0] for row in units), tuple(row[0] for row in rates), tx.today)


def _points(tx: Read, model: Any, value: Any, product_id: int) -> list[tuple[date | None, Decimal]]:  # noqa: ANN401
    """Newest first."""
    since_ever = func.coalesce(model.valid_from, literal_column("'0001-01-01'"))
    rows = tx.all(select(model.valid_from, value).where(model.product_id == product_id).order_by(since_ever.desc()))
    return [(row[0], row[1]) for row in rows]


def _priced(
    day: date | None, price: Decimal, costs: Sequence[tuple[date | None, Decimal]], bounds: LevelBounds, sees: bool
) -> Point:
    """A price beside the cost of its own day."""
    cost = valid_on(costs, day or date.min)
    margin = percent_of(price - cost, price) if sees and cost is not None else None
    return Point(day, price, _level(price, cost, bounds), margin)


def _level(price: Decimal | None, cost: Decimal | None, bounds: LevelBounds) -> str:
    return "" if price is None or cost is None else level_of(price, cost, bounds) or ""


def _changes(tx: Read, product_id: int) -> tuple[Change, ...]:
    line = Audit
    rows = tx.all(
        select(line.created_at, func.coalesce(Staff.name, line.created_by), line.action, line.detail)
        .outerjoin(Staff, (Staff.login == line.created_by) & (line.created_by != ""))
        .where(line.kind == "product", line.record_id == product_id)
        .order_by(line.id.desc())
        .limit(NEWEST)
    )
    return tuple(Change(*row) for row in rows)
