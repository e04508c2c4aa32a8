"""Products from a file; several rows of one code are its price and cost history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.domain.ids import new_uid
from app.domain.importing_rows import ProductRow
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.domain.text import search_key
from app.models import Category, Product, ProductCost, ProductPrice
from app.services.import_customers import changes, write_versions, written_row
from app.services.import_run import Run
from app.services.voiding import chunks
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_FIELDS = ("name", "unit", "tax_rate", "active")
_WRITTEN = (*_FIELDS, "category_id", "search_name")


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
    names = ("id", "code", "version", *_WRITTEN)
    known = {row.code: row for row in tx.execute(select(*[table[name] for name in names])) if row.code in groups}
    categories = _categories(tx, run, {row.category for group in groups.values() for row in group if row.category})
    _add(tx, run, {code: group for code, group in groups.items() if code not in known}, categories)
    if run.policy == "skip":
        run.skipped += sum(len(groups[code]) for code in known)
        return
    histories = _Histories(tx, run.policy, [found.id for found in known.values()])
    written = [
        values for code, found in known.items() if (values := _update(run, histories, found, groups[code], categories))
    ]
    histories.write()
    write_versions(tx, Product, _WRITTEN, written)


def _categories(tx: Write, run: Run, names: set[str]) -> dict[str, int]:
    """Ids of the categories that are named; new ones are made, and go again when the import is undone."""
    known = {row[0]: row[1] for row in tx.all(select(Category.name, Category.id).order_by(Category.id.desc()))}
    new = sorted(names - known.keys())
    ids = new_ids(tx, Category, len(new))
    insert_many(tx, Category, ("id", "name"), zip(ids, new, strict=True))
    for category in ids:
        run.made("category", category, counted=False)
    return known | dict(zip(new, ids, strict=True))


def _newest(group: Sequence[ProductRow]) -> ProductRow:
    return max(group, key=lambda row: (row.valid_from is not None, row.valid_from or date.min))


def _add(tx: Write, run: Run, groups: dict[str, list[ProductRow]], categories: Mapping[str, int]) -> None:
    ids = new_ids(tx, Product, len(groups))
    rows, prices, costs = [], [], []
    for product_id, (code, group) in zip(ids, groups.items(), strict=True):
        newest = _newest(group)
        rows.append(
            (
                product_id, new_uid(), code, newest.name, search_key(newest.name),
                categories.get(newest.category or ""), newest.unit or "", newest.tax_rate or ZERO,
                newest.active is not False, 1,
            )
        )  # fmt: skip
        prices += [(product_id, row.valid_from, row.price) for row in group if row.price is not None]
        costs += [(product_id, row.valid_from, row.cost) for row in group if row.cost is not None]
        run.made("product", product_id)
    columns = ("id", "uid", "code", "name", "search_name", "category_id", "unit", "tax_rate", "active", "version")
    insert_many(tx, Product, columns, rows)
    insert_many(tx, ProductPrice, ("product_id", "valid_from", "price"), prices)
    insert_many(tx, ProductCost, ("product_id", "valid_from", "cost"), costs)


def _update(
    run: Run, histories: "_Histories", found: Any, group: Sequence[ProductRow],  # noqa: ANN401 - a row
    categories: Mapping[str, int],
) -> dict[str, Any] | None:  # fmt: skip
    newest = _newest(group)
    values = {name: getattr(newest, name) for name in _FIELDS} | {"category_id": categories.get(newest.category or "")}
    changed = changes(run, found, values)
    points = [point for row in group for point in histories.take(found.id, row)]
    if not (changed or points):
        run.skipped += len(group)
        return None
    kept = {name: getattr(found, name) for name in changed} | {"history": points}
    run.changed("product", found.id, found.version + 1, kept)
    if "name" in changed:
        changed["search_name"] = search_key(str(changed["name"]))
    return written_row(found, changed, _WRITTEN)


_HISTORIES: Mapping[str, Any] = {"price": ProductPrice, "cost": ProductCost}


class _Histories:
    """Prices and costs of the known products of one import."""

    def __init__(self, tx: Write, policy: str, known: Sequence[int]) -> None:
        self._tx = tx
        self._overwrite = policy == "overwrite"
        self._there: dict[tuple[str, int, date | None], Any] = {}
        self._new: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _HISTORIES}
        self._changed: dict[str, list[dict[str, Any]]] = {name: [] for name in _HISTORIES}
        for ids in chunks(known):
            for name, model in _HISTORIES.items():
                query = select(model.product_id, model.valid_from, model.id, getattr(model, name))
                for row in tx.execute(query.where(model.product_id.in_(ids))):
                    self._there[name, row[0], row[1]] = (row[2], row[3])

    def take(self, product_id: int, row: ProductRow) -> list[list[Any]]:
        """Note what of a row the policy lets in; [price or cost, day, value before, value now] for each."""
        points = []
        for name, value in (("price", row.price), ("cost", row.cost)):
            there = self._there.get((name, product_id, row.valid_from))
            if value is None or (there is not None and (there[1] == value or not self._overwrite)):
                continue
            if there is None:
                self._new[name].append((product_id, row.valid_from, value))
            else:
                self._changed[name].append({"which": there[0], "value": value})
            points.append([name, row.valid_from, there[1] if there else None, value])
        return points

    def write(self) -> None:
        """Everything that was noted, table by table."""
        for name, model in _HISTORIES.items():
            insert_many(self._tx, model, ("product_id", "valid_from", name), self._new[name])
            if self._changed[name]:
                table = model.__table__.c
                self._tx.execute(
                    update(model.__table__)
                    .where(table.id == bindparam("which"))
                    .values({table[name]: bindparam("value")}),
                    self._changed[name],
                )


def restore(tx: Write, product_id: int, points: Sequence[Sequence[Any]]) -> None:
    """Give a history back what it was, point by point; a point that was changed since stays."""
    for name, day, before, written in points:
        model = _HISTORIES[name]
        value = getattr(model, name)
        same_day = model.valid_from.is_(None) if day is None else model.valid_from == day
        where = (model.product_id == product_id) & same_day & (value == written)
        tx.execute(delete(model).where(where) if before is None else update(model).where(where).values({name: before}))
