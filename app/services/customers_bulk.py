"""Many customers changed at once: one operation of a person, one undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.domain import rights
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake
from app.domain.undoing import Undoable
from app.models import Customer
from app.services.customers import check_fields
from app.store.session import Store, Write

MOST = 5000
"""Customers of one operation."""
LONGEST_TAGS = 400
STEP = 500

FIELDS = frozenset({"salesperson_id", "tags", "active", "payment_days"})


@dataclass(frozen=True, slots=True)
class ManyChanges:
    """What becomes of the customers: plain ``values``, and tags that are added or taken off."""

    values: Mapping[str, object]
    add_tags: Sequence[str] = ()
    drop_tags: Sequence[str] = ()


def change(store: Store, versions: Mapping[int, int], changes: ManyChanges, *, request: UUID) -> Undoable:
    """Change customers, given by id with the version that was read; all of them or none.

    Raises ``Conflict`` when somebody saved one of them since, with their number; ``Mistake`` for values that cannot be.
    """
    unknown = changes.values.keys() - FIELDS
    if unknown:
        raise Mistake(N_("This cannot be changed for many customers at once: {name}."), name=sorted(unknown)[0])
    if not 0 < len(versions) <= MOST:
        raise Mistake(N_("Select 1 to {most} customers."), most=MOST)
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "customers changed")
        check_fields(tx, changes.values)
        before = _rows(tx, list(versions))
        if done is None:
            _refuse_changed(versions, before)
        after = before if done is not None else {one: _after(row, changes) for one, row in before.items()}
        moved = {one: row for one, row in after.items() if row != before[one]}
        if moved:
            _write(tx, before, moved)
            tx.audit("changed", "customers", min(moved), f"{len(moved)}: {', '.join(sorted(_names(changes)))}")
        if done is None:
            tx.done(request, "customers changed", min(versions))
        tx.touched("customer", *versions)
        back = partial(_restore, rows={one: before[one] for one in moved}, now=moved, request=new_uid())
        return Undoable(tx.changes, back)


def _restore(
    store: Store, *, rows: Mapping[int, dict[str, Any]], now: Mapping[int, dict[str, Any]], request: UUID
) -> Undoable:
    """What the customers had before, unless somebody has saved one of them since."""
    with store.write() as tx:
        found = _rows(tx, list(rows))
        if tx.claim(request, "customers restored") is None:
            versions = {one: int(row["version"]) + 1 for one, row in now.items()}
            _refuse_changed(versions, found)
            wanted = {one: {**row, "version": found[one]["version"]} for one, row in rows.items()}
            if wanted:
                _write(tx, found, wanted)
                tx.audit("restored", "customers", min(rows), str(len(rows)))
                tx.done(request, "customers restored", min(rows))
        tx.touched("customer", *rows)
        then = {one: {**row, "version": found[one]["version"]} for one, row in rows.items()}
        return Undoable(tx.changes, partial(_restore, rows=now, now=then, request=new_uid()))


def _rows(tx: Write, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = ("version", *sorted(FIELDS))
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), STEP):
        part = ids[start : start + STEP]
        query = select(Customer.id, *[getattr(Customer, name) for name in names]).where(Customer.id.in_(part))
        found |= {row[0]: dict(zip(names, row[1:], strict=True)) for row in tx.all(query.with_for_update())}
    return found


def _refuse_changed(versions: Mapping[int, int], rows: Mapping[int, Mapping[str, Any]]) -> None:
    changed = [one for one, version in versions.items() if one not in rows or rows[one]["version"] != version]
    if changed:
        text = N_(
            "{count} of these customers were changed by somebody else meanwhile. Nothing was changed; look again."
        )
        raise Conflict(text, count=len(changed))


def _names(changes: ManyChanges) -> set[str]:
    return set(changes.values) | ({"tags"} if changes.add_tags or changes.drop_tags else set())


def _after(row: Mapping[str, Any], changes: ManyChanges) -> dict[str, Any]:
    after = {**row, **changes.values}
    if changes.add_tags or changes.drop_tags:
        after["tags"] = with_tags(str(after["tags"]), changes.add_tags, changes.drop_tags)
    return after


def with_tags(tags: str, add: Sequence[str] = (), drop: Sequence[str] = ()) -> str:
    """Tags separated by semicolons, without double ones. Raises ``Mistake`` when they become too long."""
    dropped = {one.strip().casefold() for one in drop}
    found: dict[str, str] = {}
    for tag in [*tags.split(";"), *add]:
        clean = " ".join(tag.split())
        if clean and clean.casefold() not in dropped:
            found.setdefault(clean.casefold(), clean)
    joined = ";".join(found.values())
    if len(joined) > LONGEST_TAGS:
        raise Mistake(N_("The tags of a customer have at most {most} characters."), field="tags", most=LONGEST_TAGS)
    return joined


def _write(tx: Write, before: Mapping[int, Mapping[str, Any]], after: Mapping[int, Mapping[str, Any]]) -> None:
    """One statement for each set of equal values, however many customers get it."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for one, row in after.items():
        if any(row[name] != before[one][name] for name in FIELDS):
            groups.setdefault(tuple(row[name] for name in sorted(FIELDS)), []).append(one)
    for values, ids in groups.items():
        new = dict(zip(sorted(FIELDS), values, strict=True))
        for start in range(0, len(ids), STEP):
            part = Customer.id.in_(ids[start : start + STEP])
            tx.execute(update(Customer).where(part).values(**new, version=Customer.version + 1))
