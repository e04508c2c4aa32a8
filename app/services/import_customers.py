"""Salespeople and customers from a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from app.domain.ids import new_uid
from app.domain.importing_rows import CustomerRow, SalespersonRow
from app.domain.refusal import N_
from app.domain.text import search_key
from app.models import Address, ContactPoint, Customer, Staff
from app.queries import company
from app.services.customers import Contact, contact_row
from app.services.import_run import UNKNOWN_STAFF, Run, codes, repeated
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_STAFF_FIELDS = {"name": "name", "email": "email", "title": "role"}
_CUSTOMER_FIELDS = (
    "kind", "name", "given_name", "family_name", "organisation", "contact_name", "language", "tax_id", "birth_date",
    "occupation", "industry", "education", "credit_limit", "payment_days", "note",
)  # fmt: skip
_PLACE_FIELDS = ("street", "city", "region", "postcode", "country")
# which contact a column is: kind and label; the label finds it again when the file comes a second time
_CONTACTS = {
    "phone": ("phone", ""),
    "phone2": ("phone", "2"),
    "mobile": ("mobile", ""),
    "email": ("email", ""),
}
_CONTACT_COLUMNS = (
    "customer_id", "kind", "label", "value", "position", "e164", "digits", "reversed_digits", "extension", "email",
)  # fmt: skip


def salespeople(tx: Write, run: Run, rows: Sequence[SalespersonRow]) -> None:
    """New salespeople, and what is new about known ones."""
    rows = _once(run, rows)
    table = Staff.__table__.c
    known = {
        row.code: row
        for row in tx.all(select(table.id, table.code, table.name, table.email, table.title, table.version))
    }
    new = [row for row in rows if row.code not in known]
    for staff_id, row in zip(new_ids(tx, Staff, len(new)), new, strict=True):
        insert_many(
            tx, Staff, ("id", "code", "name", "email", "title", "active", "version"),
            [(staff_id, row.code, row.name, row.email or "", row.role or "", True, 1)],
        )  # fmt: skip
        run.made("staff", staff_id)
    for row in rows:
        if row.code in known:
            found = known[row.code]
            values = {column: getattr(row, name) for column, name in _STAFF_FIELDS.items()}
            _update_staff(tx, run, found, values)


def customers(tx: Write, run: Run, rows: Sequence[CustomerRow]) -> None:
    """New customers with contact points and address, and what is new about known ones."""
    staff = codes(tx, Staff)
    home = company.of(tx).country
    rows = [row for row in _once(run, rows) if _salesperson_known(run, row, staff)]
    known = _known(tx, {row.code for row in rows})
    new = [row for row in rows if row.code not in known]
    ids = new_ids(tx, Customer, len(new))
    _insert_customers(tx, ids, new, staff)
    contacts: list[tuple[Any, ...]] = []
    places: list[tuple[Any, ...]] = []
    for customer_id, row in zip(ids, new, strict=True):
        run.made("customer", customer_id)
        contacts += _contact_rows(customer_id, row, home)
        if any(getattr(row, name) for name in _PLACE_FIELDS):
            places.append((customer_id, "main", *[getattr(row, name) or "" for name in _PLACE_FIELDS]))
    insert_many(tx, ContactPoint, _CONTACT_COLUMNS, contacts)
    insert_many(tx, Address, ("customer_id", "kind", *_PLACE_FIELDS), places)
    for row in rows:
        if row.code in known:
            _update_customer(tx, run, row, known[row.code], staff, home)


def _once(run: Run, rows: Sequence[Any]) -> list[Any]:
    """The first row of each code; a second one in the same file is refused, because it is not known which is right."""
    for number, code in repeated(rows, "code").items():
        run.refuse(number, "code", code, N_("This code stands in the file twice; keep one of the rows."))
    return [row for row in rows if row.row not in run.refused]


def _salesperson_known(run: Run, row: CustomerRow, staff: Mapping[str, int]) -> bool:
    if row.salesperson and row.salesperson not in staff:
        run.refuse(row.row, "salesperson", row.salesperson, UNKNOWN_STAFF)
        return False
    return True


def _insert_customers(tx: Write, ids: Sequence[int], rows: Sequence[CustomerRow], staff: Mapping[str, int]) -> None:
    optional = {"birth_date", "credit_limit", "payment_days"}
    insert_many(
        tx, Customer,
        ("id", "uid", "code", "search_name", "salesperson_id", "tags", "active", "version", *_CUSTOMER_FIELDS),
        (
            (
                customer_id, new_uid(), row.code, search_key(row.name), staff.get(row.salesperson or ""),
                ";".join(row.tags or ()), True, 1,
                *[
                    getattr(row, name) if name in optional else getattr(row, name) or _default(name, row)
                    for name in _CUSTOMER_FIELDS
                ],
            )
            for customer_id, row in zip(ids, rows, strict=True)
        ),
    )  # fmt: skip


def _default(name: str, row: CustomerRow) -> str:
    if name == "kind":
        return "person" if row.given_name or row.family_name else "organisation"
    return ""


def _contact_rows(customer_id: int, row: CustomerRow, home: str) -> list[tuple[Any, ...]]:
    rows = []
    for position, (column, (kind, label)) in enumerate(_CONTACTS.items()):
        value = getattr(row, column)
        if value:
            made = contact_row(customer_id, position, Contact(kind, value, label), row.country or home)
            rows.append(tuple(made[name] for name in _CONTACT_COLUMNS))
    return rows


def _known(tx: Write, wanted: set[str]) -> dict[str, Any]:
    """Customers that are there already, with their plain fields."""
    table = Customer.__table__.c
    names = ("id", "code", "version", "salesperson_id", "tags", *_CUSTOMER_FIELDS)
    query = select(*[table[name] for name in names])
    return {row.code: row for row in tx.execute(query) if row.code in wanted}


def _update_customer(
    tx: Write, run: Run, row: CustomerRow, found: Any, staff: Mapping[str, int], home: str  # noqa: ANN401 - a row
) -> None:  # fmt: skip
    values = {name: getattr(row, name) for name in _CUSTOMER_FIELDS}
    values["salesperson_id"] = staff.get(row.salesperson or "")
    values["tags"] = ";".join(row.tags) if row.tags else None
    before = _place_and_contacts(tx, found.id)
    if run.policy == "skip":
        run.skipped += 1
        return
    new_places, new_contacts = _reach_changes(run, row, before)
    changed = _changed(run, found, values)
    if not (changed or new_places or new_contacts):
        run.skipped += 1
        return
    _write_reach(tx, found.id, row, new_places, new_contacts, before, home)
    kept = {name: getattr(found, name) for name in changed} | {"reach": before}
    if "name" in changed:
        changed["search_name"] = search_key(str(changed["name"]))
    _write(tx, Customer, found.id, found.version, changed)
    run.changed("customer", found.id, found.version + 1, kept)


def _place_and_contacts(tx: Write, customer_id: int) -> dict[str, Any]:
    """Main address and labelled contact points, as they are kept for undoing."""
    place = tx.first(
        select(*[getattr(Address, name) for name in _PLACE_FIELDS]).where(
            Address.customer_id == customer_id, Address.kind == "main"
        )
    )
    points = tx.all(
        select(ContactPoint.kind, ContactPoint.label, ContactPoint.value)
        .where(ContactPoint.customer_id == customer_id)
        .order_by(ContactPoint.position, ContactPoint.id)
    )
    return {"place": list(place) if place else None, "contacts": [list(point) for point in points]}


def _reach_changes(run: Run, row: CustomerRow, before: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Address fields and contact columns of the file that are new here."""
    old = dict(zip(_PLACE_FIELDS, before["place"] or [""] * len(_PLACE_FIELDS), strict=True))
    places = {
        name: getattr(row, name)
        for name in _PLACE_FIELDS
        if getattr(row, name) and getattr(row, name) != old[name] and (run.policy == "overwrite" or not old[name])
    }
    have = {(kind, label): value for kind, label, value in before["contacts"]}
    contacts = [
        column
        for column, key in _CONTACTS.items()
        if getattr(row, column)
        and getattr(row, column) != have.get(key)
        and (run.policy == "overwrite" or key not in have)
    ]
    return places, contacts


def _write_reach(
    tx: Write, customer_id: int, row: CustomerRow, places: Mapping[str, str], contacts: Sequence[str],
    before: Mapping[str, Any], home: str,
) -> None:  # fmt: skip
    if places and before["place"] is None:
        insert_many(
            tx, Address, ("customer_id", "kind", *_PLACE_FIELDS),
            [(customer_id, "main", *[places.get(name, "") for name in _PLACE_FIELDS])],
        )  # fmt: skip
    elif places:
        tx.execute(
            update(Address).where(Address.customer_id == customer_id, Address.kind == "main").values(dict(places))
        )
    for column in contacts:
        kind, label = _CONTACTS[column]
        point = ContactPoint
        tx.execute(delete(point).where(point.customer_id == customer_id, point.kind == kind, point.label == label))
        made = contact_row(
            customer_id, list(_CONTACTS).index(column), Contact(kind, getattr(row, column), label), row.country or home
        )
        insert_many(tx, ContactPoint, _CONTACT_COLUMNS, [tuple(made[name] for name in _CONTACT_COLUMNS)])


def _update_staff(tx: Write, run: Run, found: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401 - a row
    changed = {} if run.policy == "skip" else _changed(run, found, values)
    if not changed:
        run.skipped += 1
        return
    _write(tx, Staff, found.id, found.version, changed)
    run.changed("staff", found.id, found.version + 1, {name: getattr(found, name) for name in changed})


def _changed(run: Run, found: Any, values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a row
    """What the policy lets in: with ``fill`` only fields that are empty here."""
    return {
        name: value
        for name, value in values.items()
        if value is not None
        and value != getattr(found, name)
        and (run.policy == "overwrite" or getattr(found, name) in (None, ""))
    }


def _write(tx: Write, model: Any, record_id: int, version: int, values: Mapping[str, Any]) -> None:  # noqa: ANN401
    table = model.__table__
    tx.execute(
        update(model)
        .where(table.c.id == record_id)
        .values({table.c[name]: value for name, value in values.items()} | {table.c.version: version + 1})
    )
