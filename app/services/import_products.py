"""Products from a file; several rows of one code are its price and cost history."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from app.domain.ids import new_uid
from app.domain.importing_rows import ProductRow
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.domain.text import search_key
from app.models import Product, ProductCost, ProductPrice
from app.services.import_run import Run
from app.services.products import category_id, set_on_day
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_FIELDS = ("name", "unit", "tax_rate", "active")


def products(tx: Write, run: Run, rows: Sequence[ProductRow]) -> None:
    """New products with their histories, and what is new about known ones."""
    groups: defaultdict[str, list[ProductRow]] = defaultdict(list)
    for row in rows:
        if any(other.valid_from == row.valid_from for other in groups[row.code]):
            run.refuse(
                row.row, "valid_from", str(row.valid_from or ""),
                N_("This code stands in the file twice with the same day; give each row its own valid_from."),
            )  # fmt: skip
            continue
        groups[row.code].append(row)
    table = Product.__table__.c
    known = {
        row.code: row
        for row in tx.execute(
            select(table.id, table.code, table.name, table.unit, table.tax_rate, table.active, table.category_id,
                   table.version)
        )
        if row.code in groups
    }  # fmt: skip
    _add(tx, run, {code: group for code, group in groups.items() if code not in known})
    for code, found in known.items():
        _update(tx, run, found, groups[code])


def _add(tx: Write, run: Run, groups: dict[str, list[ProductRow]]) -> None:
    ids = new_ids(tx, Product, len(groups))
    categories: dict[str, int | None] = {}
    rows, prices, costs = [], [], []
    for product_id, (code, group) in zip(ids, groups.items(), strict=True):
        newest = max(group, key=lambda row: (row.valid_from is not None, row.valid_from or 0))
        category = newest.category or ""
        if category not in categories:
            categories[category] = category_id(tx, category)
        rows.append(
            (
                product_id, new_uid(), code, newest.name, search_key(newest.name), categories[category],
                newest.unit or "", newest.tax_rate or ZERO, newest.active is not False, 1,
            )
        )  # fmt: skip
        prices += [(product_id, row.valid_from, row.price) for row in group if row.price is not None]
        costs += [(product_id, row.valid_from, row.cost) for row in group if row.cost is not None]
        run.made("product", product_id)
    columns = ("id", "uid", "code", "name", "search_name", "category_id", "unit", "tax_rate", "active", "version")
    insert_many(tx, Product, columns, rows)
    insert_many(tx, ProductPrice, ("product_id", "valid_from", "price"), prices)
    insert_many(tx, ProductCost, ("product_id", "valid_from", "cost"), costs)


def _update(tx: Write, run: Run, found: Any, group: Sequence[ProductRow]) -> None:  # noqa: ANN401 - a row
    if run.policy == "skip":
        run.skipped += len(group)
        return
    newest = max(group, key=lambda row: (row.valid_from is not None, row.valid_from or 0))
    values = {name: getattr(newest, name) for name in _FIELDS} | {
        "category_id": category_id(tx, newest.category) if newest.category else None
    }
    changed = {
        name: value
        for name, value in values.items()
        if value is not None
        and value != getattr(found, name)
        and (run.policy == "overwrite" or getattr(found, name) in (None, "", ZERO))
    }
    history = _histories(tx, found.id)
    points = sum(_points(tx, run, found.id, row, history) for row in group)
    if not (changed or points):
        run.skipped += len(group)
        return
    kept = {name: getattr(found, name) for name in changed} | {"history": history}
    if "name" in changed:
        changed["search_name"] = search_key(str(changed["name"]))
    table = Product.__table__.c
    tx.execute(
        update(Product)
        .where(Product.id == found.id)
        .values({table[name]: value for name, value in changed.items()} | {table.version: found.version + 1})
    )
    run.changed("product", found.id, found.version + 1, kept)


def _histories(tx: Write, product_id: int) -> dict[str, list[list[Any]]]:
    """Prices and costs as they are kept for undoing."""
    return {
        name: [list(row) for row in tx.all(select(model.valid_from, value).where(model.product_id == product_id))]
        for name, model, value in (
            ("price", ProductPrice, ProductPrice.price),
            ("cost", ProductCost, ProductCost.cost),
        )
    }


def _points(tx: Write, run: Run, product_id: int, row: ProductRow, history: dict[str, list[list[Any]]]) -> int:
    """Write the points of one row that the policy lets in; how many changed."""
    count = 0
    for name, model, value in (("price", ProductPrice, row.price), ("cost", ProductCost, row.cost)):
        there = any(day == row.valid_from for day, _ in history[name])
        if value is not None and (run.policy == "overwrite" or not there):
            count += set_on_day(tx, model, name, product_id, row.valid_from, value)
    return count
