"""Products with the history of their prices and costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import PERCENT_PLACES, PRICE_PLACES, checked
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.text import search_key
from app.models import Category, Product, ProductCost, ProductPrice
from app.services.numbering import free_number
from app.store.bulk import new_ids
from app.store.session import Store, Write


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as typed; tax rate in percent, prices and costs per unit without tax."""

    name: str
    code: str = ""
    category: str = ""
    unit: str = ""
    tax_rate: Decimal = Decimal(0)
    barcode: str = ""
    price: Decimal | None = None
    cost: Decimal | None = None
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A record that was added."""

    id: int
    code: str
    changes: ChangeSet


def add(store: Store, draft: ProductDraft, *, request: UUID) -> Added:
    """Add a product, with its first price and cost. Raises ``Mistake`` without a name, ``Conflict`` for a used code."""
    _check(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        done = tx.claim(request, "product")
        if done is None:
            if draft.code and tx.scalar(select(Product.id).where(Product.code == draft.code)) is not None:
                raise Conflict(N_("The product code {code} is used already."), field="code", code=draft.code)
            done = _insert(tx, draft)
            tx.done(request, "product", done)
            tx.audit("added", "product", done)
        tx.touched("product", done)
        return Added(done, str(tx.scalar(select(Product.code).where(Product.id == done))), tx.changes)


def _check(draft: ProductDraft) -> None:
    if not draft.name.strip():
        raise Mistake(N_("A product needs a name."), field="name")
    checked(draft.tax_rate, PERCENT_PLACES, field="tax_rate")
    for name, value in (("price", draft.price), ("cost", draft.cost)):
        if value is not None:
            checked(value, PRICE_PLACES, field=name)


def _insert(tx: Write, draft: ProductDraft) -> int:
    [product_id] = new_ids(tx, Product, 1)
    code = draft.code or free_number(tx, Product.code, "product", tx.today)
    tx.execute(
        insert(Product),
        {
            "id": product_id, "uid": new_uid(), "code": code,
            "name": draft.name, "search_name": search_key(draft.name), "category_id": category_id(tx, draft.category),
            "unit": draft.unit, "barcode": draft.barcode or None, "tax_rate": draft.tax_rate,
            "created_by": tx.actor.login,
        },
    )  # fmt: skip
    if draft.price is not None:
        set_on_day(tx, ProductPrice, "price", product_id, draft.valid_from, draft.price)
    if draft.cost is not None:
        set_on_day(tx, ProductCost, "cost", product_id, draft.valid_from, draft.cost)
    return product_id


def category_id(tx: Write, name: str) -> int | None:
    """The category of a name, made when it is new; none for no name."""
    if not name:
        return None
    found = tx.scalar(select(Category.id).where(Category.name == name))
    if found is None:
        [found] = new_ids(tx, Category, 1)
        tx.execute(insert(Category), {"id": found, "name": name})
    return int(found)


def set_price(store: Store, product_id: int, price: Decimal, *, valid_from: date | None, request: UUID) -> ChangeSet:
    """The list price from a day on (``None``: since ever). Orders that exist keep theirs."""
    return _set(store, ProductPrice, "price", product_id, price, valid_from=valid_from, request=request)


def set_cost(store: Store, product_id: int, cost: Decimal, *, valid_from: date | None, request: UUID) -> ChangeSet:
    """The cost from a day on. What was sold keeps its snapshot; see ``adjustments.correct_cost`` for the past."""
    return _set(store, ProductCost, "cost", product_id, cost, valid_from=valid_from, request=request)


def _set(
    store: Store,
    model: type[ProductPrice] | type[ProductCost],
    column: str,
    product_id: int,
    value: Decimal,
    *,
    valid_from: date | None,
    request: UUID,
) -> ChangeSet:
    checked(value, PRICE_PLACES, field=column)
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        if tx.claim(request, column) is None:
            if tx.scalar(select(Product.id).where(Product.id == product_id)) is None:
                raise NotFound(N_("There is no such product."))
            set_on_day(tx, model, column, product_id, valid_from, value)
            tx.done(request, column, product_id)
            tx.audit(f"{column} set", "product", product_id, str(valid_from or ""))
        tx.touched("product", product_id)
        return tx.changes


def set_on_day(
    tx: Write, model: type[ProductPrice] | type[ProductCost], column: str, product_id: int, day: date | None,
    value: Decimal,
) -> bool:  # fmt: skip
    """Write one point of a history; whether it changed anything."""
    same_day = model.valid_from.is_(None) if day is None else model.valid_from == day
    where = (model.product_id == product_id) & same_day
    row = tx.first(select(model.id, getattr(model, column)).where(where))
    if row is not None and row[1] == value:
        return False
    if row is not None:
        tx.execute(update(model).where(model.id == row.id).values({column: value}))
    else:
        tx.execute(insert(model), {"product_id": product_id, "valid_from": day, column: value})
    return True
