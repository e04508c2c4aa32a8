"""Files of a complaint: photos of the damage, letters; kept in the database with the case."""

import mimetypes
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import delete, insert, select

from app.domain import rights
from app.domain.ids import new_uid
from app.domain.refusal import N_, NotFound
from app.models import Attachment
from app.services.complaints_case import event, held
from app.services.customers_files import LONGEST_NAME, FileContent, check_size
from app.services.customers_know import Done
from app.store.bulk import new_ids
from app.store.session import Store

KIND = "complaint"


def keep(store: Store, complaint_id: int, file: FileContent, *, request: UUID) -> Done:
    """Keep a file with a case; the id is that of the file. Raises ``Mistake``, ``NotFound``."""
    name = PurePath(file.name.replace("\\", "/")).name[-LONGEST_NAME:] or "file"
    check_size(name, len(file.content))
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "attachment")
        if done is None:
            row = held(tx, complaint_id)
            [done] = new_ids(tx, Attachment, 1)
            tx.execute(
                insert(Attachment),
                {
                    "id": done, "uid": request, "kind": KIND, "record_id": row.id, "name": name,
                    "media_type": (mimetypes.guess_type(name)[0] or "")[:100], "size": len(file.content),
                    "content": file.content, "created_by": tx.actor.login,
                },
            )  # fmt: skip
            event(tx, row.id, "file", name, internal=True)
            tx.done(request, "attachment", done)
        tx.touched("complaint", complaint_id)
        return Done(done, tx.changes)


def content(store: Store, file_id: int) -> FileContent:
    """A file to open or save. Raises ``NotFound``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        query = select(Attachment.name, Attachment.content).where(Attachment.id == file_id, Attachment.kind == KIND)
        row = tx.first(query)
        if row is None:
            raise NotFound(N_("Somebody took this file away meanwhile."))
        return FileContent(row.name, bytes(row.content))


def remove(store: Store, complaint_id: int, file_id: int) -> Done:
    """Take a file away; ``back`` of the answer keeps it again. One that is gone already is fine."""
    with store.write() as tx:
        case = held(tx, complaint_id)
        own = (Attachment.id == file_id, Attachment.kind == KIND, Attachment.record_id == case.id)
        row = tx.first(select(Attachment.name, Attachment.content).where(*own))
        if row is None:
            return Done(file_id, tx.changes)
        tx.execute(delete(Attachment).where(*own))
        event(tx, case.id, "changed", f"– {row.name}", internal=True)
        tx.audit("file removed", "complaint", case.id)
        return Done(file_id, tx.changes, _Back(case.id, FileContent(row.name, bytes(row.content))))


class _Back:
    """Keeps a file again that was taken away."""

    def __init__(self, complaint_id: int, file: FileContent) -> None:
        self._complaint_id, self._file = complaint_id, file

    def __call__(self, store: Store) -> Done:
        return keep(store, self._complaint_id, self._file, request=new_uid())
