"""Saving a customer's form: only what was changed, merged with what somebody else saved meanwhile."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.customer import CONTACT_KINDS, PLACE_KINDS, canonical, check_birth_date, merged
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.text import search_key
from app.models import Address, ContactPoint, Customer, CustomField, CustomValue
from app.queries import company
from app.queries.accounts import members
from app.queries.customer import PLACE, PLAIN, choice_list, places, values_of
from app.services.customers import (
    Contact,
    CustomerDraft,
    check_fields,
    check_name,
    contact_row,
    insert_customer,
    update_versioned,
)
from app.services.products import Added
from app.store.session import Store, Write

_CUSTOM = re.compile(r"custom:([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class ContactEdit:
    """One contact point that was added (no id), changed or taken away (no ``contact``); ``before`` is what was read."""

    contact: Contact | None
    id: int | None = None
    before: Contact | None = None
    main: bool = False
    """Put before all others."""


@dataclass(frozen=True, slots=True)
class CustomerEdit:
    """What a person changed: new values by field, and in ``base`` what these fields held when they were read.

    Fields are columns of the customer, ``main.city``, ``delivery.street``, ``billing.country`` and ``custom:3``.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)
    contacts: Sequence[ContactEdit] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """``merged``: whether somebody else's changes of other fields were kept; ``back`` takes this save back."""

    id: int
    version: int
    merged: bool
    changes: ChangeSet
    back: Any = None


def save(store: Store, customer_id: int, edit: CustomerEdit, *, version: int, request: UUID) -> Saved:
    """Save what was changed. Fields that only one of two people changed both stay.

    Raises ``Conflict`` with ``differing`` (a tuple of ``Differing``) and ``version`` when the same field was changed
    by both; nothing is written then. Raises ``Mistake`` and ``NotFound`` for values that cannot be.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "customer saved") is not None:
            return Saved(customer_id, _version(tx, customer_id), False, ChangeSet())
        now = _version(tx, customer_id, held=True)
        theirs = values_of(tx, customer_id)
        fresh, differing = merged(edit.base, theirs, _clean(tx, edit.fields))
        if differing:
            raise Conflict(
                N_("Somebody else changed the same field meanwhile. Both values are shown: choose which one stays."),
                differing=tuple(differing), version=now,
            )  # fmt: skip
        if not fresh and not edit.contacts:
            return Saved(customer_id, now, now != version, tx.changes)
        _check(tx, fresh)
        _write(tx, customer_id, fresh, now)
        undone = _contacts(tx, customer_id, edit.contacts)
        tx.done(request, "customer saved", customer_id)
        named = sorted({*(name.partition(":")[0] for name in fresh), *(["contacts"] if edit.contacts else [])})
        tx.audit("changed", "customer", customer_id, ", ".join(named))
        tx.touched("customer", customer_id)
        back = CustomerEdit({name: theirs.get(name, "") for name in fresh}, fresh, undone)
        deed = partial(save, customer_id=customer_id, edit=back, version=now + 1, request=new_uid())
        return Saved(customer_id, now + 1, now != version, tx.changes, deed)


def create(store: Store, edit: CustomerEdit, *, request: UUID) -> Added:
    """A new customer with what was typed: a name or a phone number is enough. Raises ``Mistake``."""
    contacts = [one.contact for one in sorted(edit.contacts, key=_after_main) if one.contact is not None]
    name = str(edit.fields.get("name") or "").strip() or next((contact.value for contact in contacts), "")
    check_name(name)
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "customer")
        if done is None:
            fields = _clean(tx, dict(edit.fields) | {"name": name})
            _check(tx, fields)
            for contact in contacts:
                _check_contact(contact)
            plain = {key: value for key, value in fields.items() if key in PLAIN and key not in ("name", "kind")}
            kind = str(fields.get("kind") or "person")
            done = insert_customer(tx, CustomerDraft(name, kind=kind, contacts=contacts, fields=plain), name)
            _write_parts(tx, done, fields)
            tx.done(request, "customer", done)
            tx.audit("added", "customer", done)
        tx.touched("customer", done)
        return Added(done, str(tx.scalar(select(Customer.code).where(Customer.id == done))), tx.changes)


def _after_main(edit: ContactEdit) -> bool:
    return not edit.main


def _version(tx: Write, customer_id: int, *, held: bool = False) -> int:
    query = select(Customer.version, Customer.merged_into_id).where(Customer.id == customer_id)
    row = tx.first(query if tx.sqlite or not held else query.with_for_update())
    if row is None:
        raise NotFound(N_("There is no such customer."))
    if row.merged_into_id is not None:
        raise Conflict(N_("This record was merged into another one meanwhile. Open that one."))
    return int(row.version)


def _clean(tx: Write, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored. Raises ``Mistake`` for fields that a customer does not have."""
    own = {}
    if any(_CUSTOM.fullmatch(name) for name in fields):
        rows = tx.all(select(CustomField.id, CustomField.kind, CustomField.choices, CustomField.restricted))
        own = {f"custom:{row.id}": row for row in rows if not row.restricted}
    cleaned = {}
    for name, value in fields.items():
        place, _, part = name.partition(".")
        if name in own:
            try:
                cleaned[name] = canonical(own[name].kind, value, tuple(choice_list(own[name].choices)))
            except Mistake as mistake:
                mistake.field = name
                raise
        elif name in PLAIN or (place in PLACE_KINDS and part in PLACE):
            cleaned[name] = " ".join(value.split()) if isinstance(value, str) and name != "note" else value
        else:
            raise Mistake(N_("A customer has no field ‘{field_name}’."), field_name=name)
    return cleaned


def _check(tx: Write, values: Mapping[str, Any]) -> None:
    if "name" in values:
        check_name(values["name"])
    check_fields(tx, values)
    if isinstance(values.get("birth_date"), date):
        check_birth_date(values["birth_date"], tx.today)
    for name, value in values.items():
        _, _, part = name.partition(".")
        table = Address.__table__.c if part else Customer.__table__.c
        most = getattr(table[part or name].type, "length", None) if not _CUSTOM.fullmatch(name) else None
        if most and isinstance(value, str) and len(value) > most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=most)


def _write(tx: Write, customer_id: int, values: Mapping[str, Any], version: int) -> None:
    plain = {name: value for name, value in values.items() if name in PLAIN}
    if "name" in plain:
        plain["search_name"] = search_key(str(plain["name"]))
    update_versioned(tx, customer_id, plain, version)
    _write_parts(tx, customer_id, values)


def _write_parts(tx: Write, customer_id: int, values: Mapping[str, Any]) -> None:
    """Addresses and the company's own fields."""
    for kind in PLACE_KINDS:
        parts = {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{kind}.")}
        if parts:
            _write_place(tx, customer_id, kind, parts)
    for name, value in values.items():
        found = _CUSTOM.fullmatch(name)
        if found:
            own = (CustomValue.customer_id == customer_id, CustomValue.field_id == int(found[1]))
            tx.execute(delete(CustomValue).where(*own))
            if value != "":
                tx.execute(insert(CustomValue), {"customer_id": customer_id, "field_id": int(found[1]), "value": value})


def _write_place(tx: Write, customer_id: int, kind: str, parts: Mapping[str, Any]) -> None:
    """The first address of a kind: changed, added, or gone when nothing is left of it."""
    there = places(tx, customer_id).get(kind)
    if there is None:
        if any(parts.values()):
            tx.execute(insert(Address), {"customer_id": customer_id, "kind": kind} | dict(parts))
        return
    left = {name: getattr(there, name) for name in PLACE} | dict(parts)
    if any(left.values()):
        tx.execute(update(Address).where(Address.id == there.id).values(**dict(parts)))
    else:
        tx.execute(delete(Address).where(Address.id == there.id))


def _contacts(tx: Write, customer_id: int, edits: Sequence[ContactEdit]) -> list[ContactEdit]:
    """Carry the edits out; what takes them back is returned."""
    if not edits:
        return []
    country = tx.scalar(
        select(Address.country).where(Address.customer_id == customer_id, Address.country != "").order_by(Address.id)
    )
    country = country or company.of(tx).country
    undone = [_contact(tx, customer_id, edit, country) for edit in edits]
    return [edit for edit in undone if edit is not None]


def _contact(tx: Write, customer_id: int, edit: ContactEdit, country: str) -> ContactEdit | None:
    point = ContactPoint
    if edit.contact is not None:
        _check_contact(edit.contact)
    if edit.id is None:
        return _add_contact(tx, customer_id, edit, country) if edit.contact is not None else None
    row = tx.first(
        select(point.kind, point.value, point.label, point.customer_id).where(
            point.id == edit.id, point.customer_id.in_(members(tx, customer_id))
        )
    )
    now = Contact(row.kind, row.value, row.label) if row is not None else None
    if now is None and edit.contact is None:
        return None
    if row is None or now is None or (edit.before is not None and now not in (edit.before, edit.contact)):
        raise Conflict(N_("Somebody else changed this number or address meanwhile. Look at it again before saving."))
    if edit.contact is None:
        tx.execute(delete(point).where(point.id == edit.id))
        return ContactEdit(now)
    # one of a merged record stays its own, so that the merge can be taken back, unless it is made the main one
    values = contact_row(customer_id if edit.main else row.customer_id, 0, edit.contact, country)
    values.pop("position")
    if edit.main:
        values["position"] = _first_position(tx, customer_id) - 1
    tx.execute(update(point).where(point.id == edit.id).values(**values))
    return ContactEdit(now, edit.id, edit.contact)


def _add_contact(tx: Write, customer_id: int, edit: ContactEdit, country: str) -> ContactEdit:
    assert edit.contact is not None
    place = _first_position(tx, customer_id) - 1 if edit.main else _last_position(tx, customer_id) + 1
    made = tx.scalar(
        insert(ContactPoint).values(**contact_row(customer_id, place, edit.contact, country)).returning(ContactPoint.id)
    )
    return ContactEdit(None, int(made), edit.contact)


def _first_position(tx: Write, customer_id: int) -> int:
    return int(
        tx.scalar(select(func.min(ContactPoint.position)).where(ContactPoint.customer_id == customer_id)) or 0
    )  # fmt: skip


def _last_position(tx: Write, customer_id: int) -> int:
    return int(
        tx.scalar(select(func.max(ContactPoint.position)).where(ContactPoint.customer_id == customer_id)) or 0
    )  # fmt: skip


def _check_contact(contact: Contact) -> None:
    if contact.kind not in CONTACT_KINDS:
        raise Mistake(N_("There is no such kind of contact."), field="contacts")
    if not contact.value.strip():
        raise Mistake(N_("Write the number or the address."), field="contacts")
    if len(contact.value) > 254 or len(contact.label) > 60:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="contacts", limit=254)
