"""Undoing one import: by kind, and never what was used since."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from app.domain.contribution import Booking, Part
from app.domain.text import search_key
from app.models import (
    Address,
    Base,
    Complaint,
    ContactPoint,
    ContributionEntry,
    Customer,
    ImportChange,
    Product,
    ProductCost,
    ProductPrice,
    Staff,
)
from app.queries import company
from app.services.booking import book
from app.services.customers import Contact, Place, replace_contacts, store_places
from app.services.import_run import revived
from app.services.voiding import CHUNK, void_orders, void_payments
from app.store.session import Read, Write

_OWN_PARTS: Mapping[str, Sequence[type[Base]]] = {
    "customer": (ContactPoint, Address),
    "product": (ProductPrice, ProductCost),
    "staff": (),
}
_MODELS: Mapping[str, type[Base]] = {"customer": Customer, "product": Product, "staff": Staff}


def undo_run(tx: Write, run_id: int, kind: str) -> tuple[int, int, int]:
    """(removed, restored, kept) records of a run."""
    change = ImportChange
    rows = tx.all(select(change.kind, change.record_id, change.version, change.before).where(change.run_id == run_id))
    made = [row.record_id for row in rows if row.before is None]
    if kind == "orders":
        void_orders(tx, made, reason="import undone")
        return len(made), 0, 0
    if kind == "payments":
        void_payments(tx, made)
        return len(made), 0, 0
    if kind == "complaints":
        _void_complaints(tx, made)
        return len(made), 0, 0
    changed = [row for row in rows if row.before is not None]
    record_kind = {"salespeople": "staff", "customers": "customer", "products": "product"}[kind]
    removed = _remove(tx, record_kind, made)
    restored = sum(_restore(tx, row.kind, row.record_id, row.version, revived(row.before)) for row in changed)
    return removed, restored, len(made) - removed + len(changed) - restored


def _remove(tx: Write, kind: str, ids: Sequence[int]) -> int:
    """Delete records that nothing refers to; how many."""
    removed = 0
    for start in range(0, len(ids), CHUNK):
        chunk = list(ids[start : start + CHUNK])
        free = [record for record in chunk if record not in _used(tx, kind, chunk)]
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
    used: set[int] = set()
    for table in Base.metadata.tables.values():
        if table in own:
            continue
        for column in table.columns:
            if any(key.column.table is target for key in column.foreign_keys):
                used |= {row[0] for row in tx.execute(select(column).where(column.in_(ids)).distinct())}
    return used


def _restore(tx: Write, kind: str, record_id: int, version: int, before: dict[str, Any]) -> int:
    """Write back what stood there, unless somebody changed it since; 1 when done."""
    table = _MODELS[kind].__table__
    assert isinstance(table, Table)
    reach, history = before.pop("reach", None), before.pop("history", None)
    if "name" in before and kind != "staff":
        before["search_name"] = search_key(before["name"])
    statement = (
        update(table)
        .where(table.c.id == record_id, table.c.version == version)
        .values({table.c[name]: value for name, value in before.items()} | {table.c.version: version + 1})
    )
    if not tx.execute(statement).rowcount:
        return 0
    if reach is not None:
        _restore_reach(tx, record_id, reach)
    if history is not None:
        _restore_history(tx, record_id, history)
    return 1


def _restore_reach(tx: Write, customer_id: int, reach: Mapping[str, Any]) -> None:
    tx.execute(delete(Address).where(Address.customer_id == customer_id, Address.kind == "main"))
    country = company.of(tx).country
    if reach["place"]:
        street, city, region, postcode, own_country = reach["place"]
        country = own_country or country
        store_places(tx, customer_id, [Place(street, city, region, postcode, own_country)])
    contacts = [Contact(kind, value, label) for kind, label, value in reach["contacts"]]
    replace_contacts(tx, customer_id, contacts, country)


def _restore_history(tx: Write, product_id: int, history: Mapping[str, Any]) -> None:
    for model, name in ((ProductPrice, "price"), (ProductCost, "cost")):
        tx.execute(delete(model).where(model.__table__.c.product_id == product_id))
        rows = [{"product_id": product_id, "valid_from": day, name: value} for day, value in history[name]]
        if rows:
            tx.execute(insert(model), rows)


def _void_complaints(tx: Write, ids: Sequence[int]) -> None:
    entry = ContributionEntry
    keys = (entry.on, entry.customer_id, entry.order_id, entry.complaint_id, entry.staff_id)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = tx.all(
            select(*keys, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost))
            .where(entry.complaint_id.in_(chunk))
            .group_by(*keys)
        )
        book(
            tx,
            [
                Booking(
                    "reversal", row[0], row[1], Part(row[4], -row[5], -row[6], -row[7]), order_id=row[2],
                    complaint_id=row[3], reason="import undone",
                )
                for row in rows
            ],
        )  # fmt: skip
        tx.execute(update(Complaint).where(Complaint.id.in_(chunk)).values(void=True))
