"""What is said about a complaint: notes, answers to the customer, promises with a clock of their own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.complaint import ASSIGNED, CHANNELS, CLOSED, IN_WORK, LONGEST_PROMISE, LONGEST_REASON, NEW
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import ComplaintPromise
from app.services.complaints_case import clock, event, held, move, save, worded
from app.services.complaints_done import Done
from app.store.bulk import new_ids
from app.store.session import AnyRow, Store, Write

_NO_WORDS = N_("Write something first.")


def note(
    store: Store, complaint_id: int, words: str, *, request: UUID, internal: bool = True, channel: str = ""
) -> Done:
    """A note in the timeline; one that is not ``internal`` stands on the customer's sheet. Raises ``Mistake``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "complaint note") is None:
            row = held(tx, complaint_id)
            _check_channel(channel)
            event(tx, row.id, "note", worded(words, "words", _NO_WORDS), channel=channel, internal=internal)
            tx.done(request, "complaint note", row.id)
        return Done(complaint_id, tx.changes)


def answer(store: Store, complaint_id: int, words: str, *, request: UUID, channel: str = "") -> Done:
    """What the customer was told; the first answer stops its clock. Raises ``Mistake``, ``Conflict`` when closed."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "complaint answer") is None:
            row = held(tx, complaint_id)
            _check_open(row)
            _check_channel(channel)
            event(tx, row.id, "answer", worded(words, "words", _NO_WORDS), channel=channel)
            first = {"first_response_at": tx.now} if row.first_response_at is None else {}
            if row.status in (NEW, ASSIGNED):
                move(tx, row, IN_WORK, **first)
            elif first:
                save(tx, row.id, **first)
            clock(tx, row.id)
            tx.done(request, "complaint answer", row.id)
        return Done(complaint_id, tx.changes)


def promise(store: Store, complaint_id: int, words: str, due_at: datetime, *, request: UUID) -> Done:
    """Promise the customer something until a civil moment to come; the id is that of the promise.

    Raises ``Mistake`` at ``words`` or ``due_at``, ``Conflict`` when the case is closed.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "complaint promise")
        if done is None:
            row = held(tx, complaint_id)
            _check_open(row)
            text = worded(words, "words", N_("Write what was promised."), most=LONGEST_PROMISE)
            if due_at <= tx.now:
                raise Mistake(N_("This moment is in the past; a promise is for a time to come."), field="due_at")
            [done] = new_ids(tx, ComplaintPromise, 1)
            tx.execute(
                insert(ComplaintPromise),
                {
                    "id": done, "uid": new_uid(), "complaint_id": row.id, "staff_id": tx.actor.staff_id,
                    "words": text, "at": tx.now, "due_at": due_at, "created_by": tx.actor.login,
                },
            )  # fmt: skip
            event(tx, row.id, "promise", text, promise_id=done)
            clock(tx, row.id)
            tx.done(request, "complaint promise", done)
        return Done(done, tx.changes)


def keep(store: Store, promise_id: int) -> Done:
    """A promise was kept; that it was late stays. Once more changes nothing. Raises ``Conflict``, ``NotFound``."""
    with store.write() as tx:
        row = _held_promise(tx, promise_id)
        if row.withdrawn_at is not None:
            raise Conflict(N_("This promise was withdrawn."))
        if row.kept_at is None:
            tx.execute(update(ComplaintPromise).where(ComplaintPromise.id == promise_id).values(kept_at=tx.now))
            event(tx, row.complaint_id, "kept", row.words, promise_id=promise_id)
            clock(tx, row.complaint_id)
        return Done(row.complaint_id, tx.changes)


def withdraw(store: Store, promise_id: int, words: str = "") -> Done:
    """A promise does not hold any more, and why. Raises ``Mistake`` without words, ``Conflict`` for a kept one."""
    with store.write() as tx:
        row = _held_promise(tx, promise_id)
        if row.kept_at is not None:
            raise Conflict(N_("This promise was kept."))
        if row.withdrawn_at is None:
            why = worded(words, "words", N_("Write why it does not hold any more."), most=LONGEST_REASON)
            tx.execute(update(ComplaintPromise).where(ComplaintPromise.id == promise_id).values(withdrawn_at=tx.now))
            event(tx, row.complaint_id, "withdrawn", f"{row.words} ({why})", promise_id=promise_id)
            clock(tx, row.complaint_id)
        return Done(row.complaint_id, tx.changes)


def _held_promise(tx: Write, promise_id: int) -> AnyRow:
    """The promise as it stands under its case's lock."""
    one = ComplaintPromise
    case_id = tx.scalar(select(one.complaint_id).where(one.id == promise_id))
    if case_id is None:
        raise NotFound(N_("There is no such promise."))
    held(tx, case_id)
    row = tx.first(select(one.__table__).where(one.id == promise_id))
    assert row is not None
    return row


def _check_open(row: AnyRow) -> None:
    if row.status == CLOSED:
        raise Conflict(N_("This case is closed. Open it again first."), field="status")


def _check_channel(channel: str) -> None:
    if channel not in ("", *CHANNELS):
        raise Mistake(N_("Choose how the customer was told."), field="channel")
