"""A person's own copy of all data, and taking a person out of the records while the books stay whole."""

import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict, NotFound, Unavailable
from app.domain.text import search_key
from app.models import (
    Address,
    Attachment,
    Complaint,
    Consent,
    ContactPoint,
    Customer,
    CustomValue,
    ImportChange,
    Interaction,
    Invoice,
    InvoiceAddressee,
    PhoneCall,
    Preference,
    Relation,
    RestrictedFact,
    RestrictedValue,
    TierOverride,
)
from app.queries.accounts import members
from app.queries.customer_export import everything, what_stays
from app.store.session import Store, Write

_EMPTIED = (
    "given_name", "family_name", "organisation", "contact_name", "language", "tax_id", "occupation", "industry",
    "education", "tags", "note", "blocked_reason",
)  # fmt: skip
_OWN = (ContactPoint, Address, Preference, CustomValue, RestrictedFact, RestrictedValue)


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a person's copy lies."""

    path: Path
    changes: ChangeSet


def copy_to(store: Store, customer_id: int, path: Path) -> Copied:
    """Write everything that is kept about a person into a ZIP: ``data.json`` and the files.

    That it was given out is on the trail. Raises ``NotFound``, and ``Unavailable`` when the file cannot be written.
    """
    found = everything(store, customer_id)
    if not found["customer"]:
        raise NotFound(N_("There is no such customer."))
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1))
            for file in found["files"]:
                archive.writestr(f"files/{file['id']}-{PurePath(file['name']).name}", _content(store, file["id"]))
        # the trail first: what nobody can read yet was not given out, but what can be is on the trail
        with store.write() as tx:
            tx.audit("data given out", "customer", customer_id)
        part.replace(path)
        return Copied(path, tx.changes)
    except OSError as error:
        raise Unavailable(
            N_("‘{path}’ cannot be written: {reason}."), path=str(path), reason=error.strerror or ""
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _content(store: Store, file_id: int) -> bytes:
    with store.read() as tx:
        return bytes(tx.scalar(select(Attachment.content).where(Attachment.id == file_id)) or b"")


def anonymise(store: Store, customer_id: int, *, request: UUID) -> ChangeSet:
    """Take a person out of the records for good: numbers, addresses, facts, notes and files go, figures stay.

    Orders, invoices and payments stay in the books without a name; printed and closed months do not change. Raises
    ``NotAllowed``, and ``Conflict`` while an order is under way or money is owed.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "restricted")
        if tx.claim(request, "anonymised") is not None:
            return tx.changes
    stays = what_stays(store, customer_id)
    if stays.open_orders or stays.balance_open:
        raise Conflict(
            N_("An order is under way or money is owed; the name is still needed. Settle that first, then anonymise.")
        )
    with store.write() as tx:
        ids = members(tx, customer_id)
        _empty(tx, ids, stays.code)
        tx.done(request, "anonymised", customer_id)
        tx.audit("anonymised", "customer", customer_id)
        tx.touched("customer", *ids)
        tx.touched("interaction")
        return tx.changes


def _empty(tx: Write, ids: Sequence[int], code: str) -> None:
    lines = select(Consent.id).where(Consent.customer_id.in_(ids))
    file = Attachment
    tx.execute(
        delete(file).where(
            ((file.kind == "customer") & file.record_id.in_(ids))
            | ((file.kind == "consent") & file.record_id.in_(lines))
        )
    )
    for model in (*_OWN, Consent):
        tx.execute(delete(model).where(_of(model).in_(ids)))
    tx.execute(delete(Relation).where(or_(Relation.customer_id.in_(ids), Relation.other_id.in_(ids))))
    tx.execute(update(Interaction).where(Interaction.customer_id.in_(ids)).values(note="", number=""))
    tx.execute(update(Complaint).where(Complaint.customer_id.in_(ids)).values(note="", solution=""))
    tx.execute(update(TierOverride).where(TierOverride.customer_id.in_(ids)).values(reason=""))
    tx.execute(update(PhoneCall).where(PhoneCall.customer_id.in_(ids)).values(number="", e164=""))
    # what an import would give back when it is undone
    tx.execute(delete(ImportChange).where(ImportChange.kind == "customer", ImportChange.record_id.in_(ids)))
    bills = select(Invoice.id).where(Invoice.customer_id.in_(ids))
    whom = InvoiceAddressee.__table__.c
    texts = {column: "" for column in whom if column.name not in ("invoice_id", "code", "name", "country")}
    tx.execute(update(InvoiceAddressee).where(InvoiceAddressee.invoice_id.in_(bills)).values({whom.name: code} | texts))
    columns = Customer.__table__.c
    emptied: dict[Any, Any] = {columns[name]: "" for name in _EMPTIED}
    emptied |= {columns.name: columns.code, columns.birth_date: None, columns.active: False}
    tx.execute(update(Customer).where(Customer.id.in_(ids)).values(emptied | {columns.version: columns.version + 1}))
    for row in tx.all(select(Customer.id, Customer.code).where(Customer.id.in_(ids))):
        tx.execute(update(Customer).where(Customer.id == row.id).values(search_name=search_key(row.code)))


def _of(model: Any) -> Any:  # noqa: ANN401 - a table's column
    return model.customer_id
