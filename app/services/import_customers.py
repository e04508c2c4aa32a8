"""Salespeople and customers from a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from app.domain.ids import new_uid
from app.domain.importing_rows import CustomerRow, SalespersonRow
from app.domain.refusal import N_
from app.domain.text import search_key
from app.models import Customer, Staff
from app.queries import company
from app.services.commission_plans import read_anew
from app.services.import_reach import Reach
from app.services.import_run import UNKNOWN_STAFF, Run, codes, repeated
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_STAFF_FIELDS = {"name": "name", "email": "email", "title": "role", "team": "team"}
_CUSTOMER_FIELDS = (
    "kind", "name", "given_name", "family_name", "organisation", "contact_name", "language", "tax_id", "birth_date",
    "occupation", "industry", "education", "credit_limit", "payment_days", "note",
)  # fmt: skip
_CUSTOMER_WRITTEN = (*_CUSTOMER_FIELDS, "salesperson_id", "tags", "search_name")


def salespeople(tx: Write, run: Run, rows: Sequence[SalespersonRow]) -> None:
    """New salespeople, and what is new about known ones."""
    rows = _once(run, rows)
    table = Staff.__table__.c
    known = {
        row.code: row
        for row in tx.all(select(table.id, table.code, table.name, table.email, table.title, table.team, table.version))
    }
    new = [row for row in rows if row.code not in known]
    ids = new_ids(tx, Staff, len(new))
    insert_many(
        tx, Staff, ("id", "code", "name", "email", "title", "team", "active", "version"),
        (
            (staff_id, row.code, row.name, row.email or "", row.role or "", row.team or "", True, 1)
            for staff_id, row in zip(ids, new, strict=True)
        ),
    )  # fmt: skip
    for staff_id in ids:
        run.made("staff", staff_id)
    written = []
    for row in rows:
        if found := known.get(row.code):
            changed = changes(run, found, {column: getattr(row, name) for column, name in _STAFF_FIELDS.items()})
            if not changed:
                run.skipped += 1
                continue
            run.changed("staff", found.id, found.version + 1, {name: getattr(found, name) for name in changed})
            written.append(written_row(found, changed, tuple(_STAFF_FIELDS)))
    write_versions(tx, Staff, tuple(_STAFF_FIELDS), written)
    if any(row.team for row in rows):
        # another team may have another commission plan
        read_anew(tx)


def customers(tx: Write, run: Run, rows: Sequence[CustomerRow]) -> None:
    """New customers with contact points and address, and what is new about known ones."""
    staff = codes(tx, Staff)
    rows = [row for row in _once(run, rows) if _sound(tx, run, row, staff)]
    known = _known(tx, {row.code for row in rows})
    new = [row for row in rows if row.code not in known]
    reach = Reach(tx, run.policy, company.of(tx).country, [found.id for found in known.values()])
    ids = new_ids(tx, Customer, len(new))
    _insert_customers(tx, ids, new, staff)
    for customer_id, row in zip(ids, new, strict=True):
        reach.take(customer_id, row)
        run.made("customer", customer_id)
    written = [
        values
        for row in rows
        if row.code in known and (values := _update_customer(run, reach, row, known[row.code], staff))
    ]
    reach.write()
    write_versions(tx, Customer, _CUSTOMER_WRITTEN, written)


def _once(run: Run, rows: Sequence[Any]) -> list[Any]:
    """The first row of each code; a second one in the same file is refused, because it is not known which is right."""
    for number, code in repeated(rows, "code").items():
        run.refuse(number, "code", code, N_("This code stands in the file twice; keep one of the rows."))
    return [row for row in rows if row.row not in run.refused]


def _sound(tx: Write, run: Run, row: CustomerRow, staff: Mapping[str, int]) -> bool:
    if row.salesperson and row.salesperson not in staff:
        run.refuse(row.row, "salesperson", row.salesperson, UNKNOWN_STAFF)
    elif row.birth_date and row.birth_date > tx.today:
        run.refuse(
            row.row, "birth_date", row.birth_date.isoformat(),
            N_("Nobody is born in the future; write the day of birth, such as 1980-05-31."),
        )  # fmt: skip
    else:
        return True
    return False


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


def _known(tx: Write, wanted: set[str]) -> dict[str, Any]:
    """Customers that are there already, with their plain fields."""
    table = Customer.__table__.c
    query = select(table.id, table.code, table.version, *[table[name] for name in _CUSTOMER_WRITTEN])
    return {row.code: row for row in tx.execute(query) if row.code in wanted}


def _update_customer(
    run: Run, reach: Reach, row: CustomerRow, found: Any, staff: Mapping[str, int]  # noqa: ANN401 - a row
) -> dict[str, Any] | None:  # fmt: skip
    values = {name: getattr(row, name) for name in _CUSTOMER_FIELDS}
    values["salesperson_id"] = staff.get(row.salesperson or "")
    values["tags"] = ";".join(row.tags) if row.tags else None
    reached = run.policy != "skip" and reach.take(found.id, row)
    changed = changes(run, found, values)
    if not (changed or reached):
        run.skipped += 1
        return None
    kept = {name: getattr(found, name) for name in changed} | {"reach": reach.kept(found.id)}
    run.changed("customer", found.id, found.version + 1, kept)
    if "name" in changed:
        changed["search_name"] = search_key(str(changed["name"]))
    return written_row(found, changed, _CUSTOMER_WRITTEN)


def changes(run: Run, found: Any, values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a row
    """What the policy lets in of a record that is there: with ``fill`` only fields that are empty here."""
    if run.policy == "skip":
        return {}
    return {
        name: value
        for name, value in values.items()
        if value is not None
        and value != getattr(found, name)
        and (run.policy == "overwrite" or getattr(found, name) in (None, ""))
    }


def written_row(found: Any, changed: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401
    """A whole row for ``write_versions``: what stands there, with the changes laid over it."""
    values = {f"new_{name}": changed.get(name, getattr(found, name)) for name in names}
    return values | {"which": found.id, "next": found.version + 1}


def write_versions(tx: Write, model: Any, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:  # noqa: ANN401
    """Update records in one statement, each with its next version."""
    if rows:
        table = model.__table__.c
        values: dict[Any, Any] = {table[name]: bindparam(f"new_{name}") for name in names}
        values[table.version] = bindparam("next")
        tx.execute(update(model.__table__).where(table.id == bindparam("which")).values(values), list(rows))
