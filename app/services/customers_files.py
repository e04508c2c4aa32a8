"""Files of a customer, and proofs of consent: kept in the database, so that every desk and every backup has them."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import delete, insert, select

from app.domain import rights
from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, NotFound
from app.models import Attachment, Consent
from app.services.customers_know import Done, must_exist
from app.store.bulk import new_ids
from app.store.session import Store, Write

LARGEST = 10_000_000
"""Bytes of one file."""
LONGEST_NAME = 260


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file as it was kept."""

    name: str
    content: bytes


def check_size(name: str, size: int) -> None:
    """Raises ``Mistake`` for a file that is empty or too large to be kept."""
    if not size:
        raise Mistake(N_("‘{name}’ is empty; there is nothing to keep."), name=name, field="file")
    if size > LARGEST:
        raise Mistake(
            N_("‘{name}’ has {size} MB; files of at most {limit} MB are kept. Keep a smaller copy."), field="file",
            name=name, size=-(-size // 1_000_000), limit=LARGEST // 1_000_000,
        )  # fmt: skip


def keep(store: Store, customer_id: int, file: FileContent, *, request: UUID, consent_id: int | None = None) -> Done:
    """Keep a file with a customer, or as the proof of a line of consent. Raises ``Mistake``, ``NotFound``."""
    name = PurePath(file.name.replace("\\", "/")).name[-LONGEST_NAME:] or "file"
    check_size(name, len(file.content))
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "attachment")
        if done is None:
            must_exist(tx, customer_id)
            if consent_id is not None:
                _must_be_own(tx, customer_id, consent_id)
            [done] = new_ids(tx, Attachment, 1)
            tx.execute(
                insert(Attachment),
                {
                    "id": done, "uid": request, "kind": "customer" if consent_id is None else "consent",
                    "record_id": customer_id if consent_id is None else consent_id, "name": name,
                    "media_type": (mimetypes.guess_type(name)[0] or "")[:100], "size": len(file.content),
                    "content": file.content, "created_by": tx.actor.login,
                },
            )  # fmt: skip
            tx.done(request, "attachment", done)
            tx.audit("file added", "customer", customer_id)
        tx.touched("customer", customer_id)
        return Done(done, tx.changes)


def _must_be_own(tx: Write, customer_id: int, consent_id: int) -> None:
    if tx.scalar(select(Consent.customer_id).where(Consent.id == consent_id)) != customer_id:
        raise NotFound(N_("There is no such line of consent."))


def content(store: Store, file_id: int) -> FileContent:
    """A file to open or save. Raises ``NotFound``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(select(Attachment.name, Attachment.content).where(Attachment.id == file_id))
        if row is None:
            raise NotFound(N_("Somebody took this file away meanwhile."))
        return FileContent(row.name, bytes(row.content))


def remove(store: Store, customer_id: int, file_id: int) -> Done:
    """Take a file away. One that is gone already is fine."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        own = (Attachment.id == file_id, Attachment.kind == "customer", Attachment.record_id == customer_id)
        row = tx.first(select(Attachment.name, Attachment.content).where(*own))
        if row is None:
            return Done(file_id, tx.changes)
        tx.execute(delete(Attachment).where(*own))
        tx.audit("file removed", "customer", customer_id)
        tx.touched("customer", customer_id)
        return Done(file_id, tx.changes, _Back(customer_id, FileContent(row.name, bytes(row.content))))


class _Back:
    """Keeps a file again that was taken away."""

    def __init__(self, customer_id: int, file: FileContent) -> None:
        self._customer_id, self._file = customer_id, file

    def __call__(self, store: Store) -> Done:
        return keep(store, self._customer_id, self._file, request=new_uid())
