"""Products with the history of their prices and costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import PERCENT_PLACES, PRICE_PLACES, checked
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.text import search_key
from app.models import Category, Product, ProductCost, ProductPrice
from app.queries.product_form import PATH
from app.services.numbering import free_number
from app.store.bulk import new_ids
from app.store.session import Read, Store, Write

LONGEST_CATEGORY = 120


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
    supplier_code: str = ""
    mark: str = ""
    availability: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Added:
    """A record that was added."""

    id: int
    code: str
    changes: ChangeSet


def add(store: Store, draft: ProductDraft, *, request: UUID) -> Added:
    """Add a product, with its first price and cost. Raises ``Mistake`` without a name, ``Conflict`` for a used code."""
    check_draft(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        done = tx.claim(request, "product")
        if done is None:
            check_code(tx, draft.code)
            done = insert_product(tx, draft)
            tx.done(request, "product", done)
            tx.audit("added", "product", done)
        tx.touched("product", done)
        return Added(done, str(tx.scalar(select(Product.code).where(Product.id == done))), tx.changes)


def check_code(tx: Read, code: str, but: int | None = None) -> None:
    """Raises ``Conflict`` for a code that another product has."""
    if code and tx.scalar(select(Product.id).where(Product.code == code, Product.id != (but or 0))) is not None:
        raise Conflict(N_("The product code {code} is used already."), field="code", code=code)


def check_draft(draft: ProductDraft) -> None:
    """Raises ``Mistake`` for what no product can be."""
    if not draft.name.strip():
        raise Mistake(N_("A product needs a name."), field="name")
    checked(draft.tax_rate, PERCENT_PLACES, field="tax_rate")
    for name, value in (("price", draft.price), ("cost", draft.cost)):
        if value is not None:
            checked(value, PRICE_PLACES, field=name)


def insert_product(tx: Write, draft: ProductDraft) -> int:
    """Write a product that was checked, with its first price and cost; its id."""
    [product_id] = new_ids(tx, Product, 1)
    code = draft.code or free_number(tx, Product.code, "product", tx.today)
    tx.execute(
        insert(Product),
        {
            "id": product_id, "uid": new_uid(), "code": code,
            "name": draft.name, "search_name": search_key(draft.name), "category_id": category_id(tx, draft.category),
            "unit": draft.unit, "barcode": draft.barcode or None, "tax_rate": draft.tax_rate, "mark": draft.mark,
            "supplier_code": draft.supplier_code, "availability": draft.availability, "active": draft.active,
            "created_by": tx.actor.login,
        },
    )  # fmt: skip
    if draft.price is not None:
        set_on_day(tx, ProductPrice, "price", product_id, draft.valid_from, draft.price)
    if draft.cost is not None:
        set_on_day(tx, ProductCost, "cost", product_id, draft.valid_from, draft.cost)
    return product_id


def category_id(tx: Write, path: str) -> int | None:
    """The category of a name or a path (Textiles > Towels), made when it is new; none for no name.

    Raises ``Conflict`` for a category that lies elsewhere already: names are given once.
    """
    parent: int | None = None
    for at, name in enumerate(part.strip() for part in path.split(PATH.strip()) if part.strip()):
        if len(name) > LONGEST_CATEGORY:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field="category", limit=LONGEST_CATEGORY)
        row = tx.first(select(Category.id, Category.parent_id).where(Category.name == name))
        if row is None:
            [found] = new_ids(tx, Category, 1)
            tx.execute(insert(Category), {"id": found, "name": name, "parent_id": parent})
            parent = found
            continue
        if at and row.parent_id != parent:
            raise Conflict(
                N_("There is a category ‘{name}’ elsewhere already. Give this one another name."), field="category",
                name=name,
            )  # fmt: skip
        parent = int(row.id)
    return parent


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
            # the trail is read by more people than costs are
            shown = [str(valid_from or ""), f"{value:f}" if model is ProductPrice else ""]
            tx.audit(f"{column} set", "product", product_id, " ".join(part for part in shown if part))
        tx.touched("product", product_id)
        return tx.changes


def drop_price(store: Store, product_id: int, valid_from: date, *, request: UUID) -> ChangeSet:
    """A list price that was to begin on a day to come does not. Raises ``Conflict`` for one that holds already."""
    return _drop(store, ProductPrice, "price", product_id, valid_from, request)


def drop_cost(store: Store, product_id: int, valid_from: date, *, request: UUID) -> ChangeSet:
    """The same for a cost."""
    return _drop(store, ProductCost, "cost", product_id, valid_from, request)


def _drop(
    store: Store, model: type[ProductPrice] | type[ProductCost], column: str, product_id: int, day: date, request: UUID
) -> ChangeSet:
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        if tx.claim(request, f"{column} dropped") is None:
            if day <= tx.today:
                raise Conflict(N_("What holds already is not taken away; write a new value that holds from today."))
            tx.execute(delete(model).where(model.product_id == product_id, model.valid_from == day))
            tx.done(request, f"{column} dropped", product_id)
            tx.audit(f"{column} dropped", "product", product_id, str(day))
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
