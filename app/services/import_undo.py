"""Undoing one import: by kind, and never what was used or changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, select, update

from app.domain.money import ZERO
from app.domain.text import search_key
from app.models import (
    Address,
    Audit,
    Base,
    Category,
    Complaint,
    ContactPoint,
    Customer,
    ImportChange,
    Payment,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
    every_table,
)
from app.services import import_complaints, import_products, import_reach
from app.services.import_again import used
from app.services.import_allocate import follow
from app.services.import_restore import restore_orders, restore_payments
from app.services.import_run import revived
from app.services.voiding import chunks, void_orders, void_payments
from app.services.voiding_complaints import counter_costs
from app.store.session import Read, Write

REASON = "import undone"

_OWN_PARTS: Mapping[str, Sequence[type[Base]]] = {
    "customer": (ContactPoint, Address),
    "product": (ProductPrice, ProductCost),
    "staff": (),
    "category": (),
}
_MODELS: Mapping[str, type[Base]] = {
    "customer": Customer,
    "product": Product,
    "staff": Staff,
    "category": Category,
    "order": SalesOrder,
    "complaint": Complaint,
}


@dataclass(frozen=True, slots=True)
class _Change:
    """One record that a run made (``before`` is none) or changed; ``version`` is what it had after the run."""

    kind: str
    id: int
    version: int
    before: dict[str, Any] | None


Answer = tuple[int, int, int]


def undo_run(tx: Write, run_id: int, kind: str) -> Answer:
    """(removed, restored, kept) records of a run."""
    change = ImportChange
    query = select(change.kind, change.record_id, change.version, change.before).where(change.run_id == run_id)
    rows = [
        _Change(row[0], row[1], row[2], None if row[3] is None else revived(row[3]))
        for row in tx.all(query.order_by(change.id))
    ]
    undoers: Mapping[str, Callable[[Write, int, Sequence[_Change]], Answer]] = {
        "orders": _orders,
        "payments": _payments,
        "complaints": _complaints,
    }
    return undoers.get(kind, _master_data)(tx, run_id, rows)


def _orders(tx: Write, _run: int, rows: Sequence[_Change]) -> Answer:
    """New orders go; those that replaced others give way to them again."""
    standing = _not_void(tx, SalesOrder, [row.id for row in rows])
    made = [row for row in rows if row.before is None]
    changed = [row for row in rows if row.before is not None]
    busy = used(tx, [row.id for row in made], named=True) | used(tx, [row.id for row in changed], named=False)
    free = standing - busy
    gone = [row.id for row in made if row.id in free]
    back = {row.id: row.before for row in changed if row.id in free and row.before}
    void_orders(tx, [*gone, *back], reason=REASON)
    restore_orders(tx, {before["replaces"]: before["status"] for before in back.values()})
    _moved_on(tx, "order", [before["replaces"] for before in back.values()])
    follow(tx, {new: before["replaces"] for new, before in back.items()})
    return len(gone), len(back), len(rows) - len(gone) - len(back)


def _payments(tx: Write, _run: int, rows: Sequence[_Change]) -> Answer:
    standing = _not_void(tx, Payment, [row.id for row in rows])
    gone = [row.id for row in rows if row.before is None and row.id in standing]
    back = {row.id: row.before["replaces"] for row in rows if row.before is not None and row.id in standing}
    void_payments(tx, [*gone, *back])
    restore_payments(tx, list(back.values()))
    return len(gone), len(back), len(rows) - len(gone) - len(back)


def _not_void(tx: Read, model: Any, ids: Sequence[int]) -> set[int]:  # noqa: ANN401 - a table
    return {
        row[0]
        for chunk in chunks(ids)
        for row in tx.execute(select(model.id).where(model.id.in_(chunk), model.void.is_(False)))
    }


def _complaints(tx: Write, _run: int, rows: Sequence[_Change]) -> Answer:
    there = _versions(tx, "complaint", [row.id for row in rows])
    standing = _not_void(tx, Complaint, [row.id for row in rows])
    fit = [row for row in rows if row.id in standing and there[row.id] == row.version]
    gone = [row.id for row in fit if row.before is None]
    counter_costs(tx, gone, reason=REASON)
    for ids in chunks(gone):
        tx.execute(update(Complaint).where(Complaint.id.in_(ids)).values(void=True))
    back = [row for row in fit if row.before is not None]
    costs = {row.id: row.before.pop("cost") for row in back if row.before and "cost" in row.before}
    for row in back:
        _write_back(tx, row, row.before or {})
    _moved_on(tx, "complaint", [row.id for row in back])
    _costs_back(tx, costs)
    return len(gone), len(back), len(rows) - len(fit)


def _costs_back(tx: Write, costs: Mapping[int, Any]) -> None:
    counter_costs(tx, list(costs), reason=REASON)
    c = Complaint
    rows = [
        row
        for ids in chunks(costs)
        for row in tx.all(select(c.id, c.customer_id, c.order_id, c.opened_at, c.closed_at).where(c.id.in_(ids)))
    ]
    import_complaints.book_costs(
        tx,
        [
            (row.id, row.customer_id, row.order_id, import_complaints.day_of(tx, row.closed_at or row.opened_at),
             costs[row.id] or ZERO)
            for row in rows
        ],
    )  # fmt: skip


def _master_data(tx: Write, run_id: int, rows: Sequence[_Change]) -> Answer:
    """Salespeople, customers, products: new ones go with their parts, changed ones become what they were."""
    touched = _touched_since(tx, run_id, rows)
    fit: list[_Change] = []
    for kind in dict.fromkeys(row.kind for row in rows if row.kind != "category"):
        own = [row for row in rows if row.kind == kind]
        there = _versions(tx, kind, [row.id for row in own])
        fit += [row for row in own if there.get(row.id) == row.version and (kind, row.id) not in touched]
    removed = sum(
        _remove(tx, kind, [row.id for row in fit if row.kind == kind and row.before is None]) for kind in _OWN_PARTS
    )
    changed = [row for row in fit if row.before is not None]
    _restore(tx, changed)
    _remove(tx, "category", [row.id for row in rows if row.kind == "category"])
    counted = sum(row.kind != "category" for row in rows)
    return removed, len(changed), counted - removed - len(changed)


def _versions(tx: Read, kind: str, ids: Sequence[int]) -> dict[int, int]:
    table = _MODELS[kind].__table__.c
    return {
        row[0]: row[1]
        for chunk in chunks(ids)
        for row in tx.execute(select(table.id, table.version).where(table.id.in_(chunk)))
    }


def _touched_since(tx: Read, run_id: int, rows: Sequence[_Change]) -> set[tuple[str, int]]:
    """Records that somebody worked on after the import, by the trail: a new price does not change the product's row."""
    since = tx.scalar(select(func.max(Audit.id)).where(Audit.kind == "import", Audit.record_id == run_id)) or 0
    found: set[tuple[str, int]] = set()
    for kind in {row.kind for row in rows}:
        for ids in chunks(row.id for row in rows if row.kind == kind):
            query = select(Audit.record_id).where(Audit.id > since, Audit.kind == kind, Audit.record_id.in_(ids))
            found |= {(kind, row[0]) for row in tx.execute(query)}
    return found


def _remove(tx: Write, kind: str, ids: Sequence[int]) -> int:
    """Delete records that nothing refers to; how many."""
    removed = 0
    for chunk in chunks(ids):
        used_ones = _used(tx, kind, chunk)
        free = [record for record in chunk if record not in used_ones]
        for part in _OWN_PARTS[kind]:
            tx.execute(delete(part).where(part.__table__.c[f"{kind}_id"].in_(free)))
        model = _MODELS[kind]
        tx.execute(delete(model).where(model.__table__.c.id.in_(free)))
        removed += len(free)
    return removed


def _used(tx: Read, kind: str, ids: Sequence[int]) -> set[int]:
    """Records that some other table points to."""
    target = _MODELS[kind].__table__
    own = {part.__table__ for part in _OWN_PARTS[kind]}
    used_ones: set[int] = set()
    for table in every_table().tables.values():
        if table in own:
            continue
        for column in table.columns:
            if any(key.column.table is target for key in column.foreign_keys):
                used_ones |= {row[0] for row in tx.execute(select(column).where(column.in_(ids)).distinct())}
    return used_ones


def _restore(tx: Write, rows: Sequence[_Change]) -> None:
    """Write back what stood there."""
    reaches = {}
    for row in rows:
        before = dict(row.before or {})
        if (reach := before.pop("reach", None)) is not None:
            reaches[row.id] = reach
        import_products.restore(tx, row.id, before.pop("history", ()))
        if "name" in before and row.kind != "staff":
            before["search_name"] = search_key(before["name"])
        _write_back(tx, row, before)
    import_reach.restore(tx, reaches)
    for kind in {row.kind for row in rows}:
        _moved_on(tx, kind, [row.id for row in rows if row.kind == kind])


def _write_back(tx: Write, row: _Change, before: Mapping[str, Any]) -> None:
    table = _MODELS[row.kind].__table__
    assert isinstance(table, Table)
    values = {table.c[name]: value for name, value in before.items()} | {table.c.version: row.version + 1}
    tx.execute(update(table).where(table.c.id == row.id).values(values))


def _moved_on(tx: Write, kind: str, ids: Sequence[int]) -> None:
    """Earlier imports made these records what they are again: their undoing must find them unchanged."""
    table = _MODELS[kind].__table__.c
    own = select(table.version).where(table.id == ImportChange.record_id).scalar_subquery()
    for chunk in chunks(ids):
        where = (ImportChange.kind == kind) & ImportChange.record_id.in_(chunk)
        tx.execute(update(ImportChange).where(where).values(version=own))
