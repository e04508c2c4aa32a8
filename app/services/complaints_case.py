"""What every operation on a complaint shares: its row under a lock, its timeline, its clocks, its moves."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, insert, select, update

from app.domain import rights
from app.domain.business_time import Calendar, Pause
from app.domain.complaint import CLOSED, LONGEST_WORDS, WAITING, check_move, next_clock
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import Complaint, ComplaintEvent, ComplaintPause, ComplaintPromise, Staff
from app.queries.business_hours import calendars
from app.store.session import AnyRow, Read, Write

_told = Complaint
Cases: TypeAlias = Sequence[int] | Select[Any]
"""Ids, or the question for them."""
FIRST_ANSWER, SOLVING = "answer", "solution"
"""The words of a timeline entry about a time that ran out."""


def held(tx: Write, complaint_id: int, version: int | None = None) -> AnyRow:
    """A case, locked until the operation ends; what ran out before now is recorded first.

    Raises ``NotFound``, ``NotAllowed`` for who does not work with records, ``Conflict`` for a stale ``version``.
    """
    rights.require(tx.actor.access, "records")
    query = select(_told.__table__).where(_told.id == complaint_id, _told.void.is_(False))
    row = tx.first(query if tx.sqlite else query.with_for_update())
    if row is None:
        raise NotFound(N_("There is no such complaint any more."))
    if version is not None and row.version != version:
        raise Conflict(N_("Somebody else changed this complaint meanwhile. Look at it again before saving."))
    record_late(tx, row)
    record_broken(tx, row.id, tx.now)
    return tx.first(query) or row


def record_late(tx: Write, row: AnyRow, *, since: datetime | None = None) -> frozenset[str]:
    """Record for ever which of a case's times ran out, at the moment it ended (not before ``since``); their columns."""
    late = {name: max(at, since or at) for name, at in late_of(row, tx.now).items()}
    if late:
        tx.execute(update(_told).where(_told.id == row.id).values(**late))
        tx.execute(insert(ComplaintEvent), [late_entry(row.id, name, at) for name, at in sorted(late.items())])
        tx.touched("complaint", row.id)
    return frozenset(late)


def late_of(row: AnyRow, now: datetime, dues: Mapping[str, Any] | None = None) -> dict[str, datetime]:
    """Which of a case's times ran out and is not recorded: its column, and when.

    ``dues`` are times that hold instead of the row's own. While the clock stands still nothing more runs out.
    """
    if row.status == CLOSED:
        return {}
    until, found = row.paused_at or now, {}
    for due, breach in (("answer_due_at", "answer_breached_at"), ("due_at", "breached_at")):
        at = getattr(row, due) if dues is None else dues[due]
        done = due == "answer_due_at" and row.first_response_at is not None
        if at is not None and at < until and getattr(row, breach) is None and not done:
            found[breach] = at
    return found


def late_entry(complaint_id: int, name: str, at: datetime) -> dict[str, Any]:
    """The timeline's entry of a time that ran out."""
    words = SOLVING if name == "breached_at" else FIRST_ANSWER
    return {"complaint_id": complaint_id, "at": at, "kind": "late", "words": words, "internal": True}


def record_broken(tx: Write, complaint_id: int, now: datetime) -> int:
    """Record for ever which open promises of a case were not kept in time; how many."""
    one = ComplaintPromise
    rows = tx.all(
        select(one.id, one.words, one.due_at)
        .where(one.complaint_id == complaint_id, one.kept_at.is_(None), one.withdrawn_at.is_(None),
               one.broken_at.is_(None), one.due_at < now)
        .order_by(one.due_at, one.id)
    )  # fmt: skip
    for row in rows:
        tx.execute(update(one).where(one.id == row.id).values(broken_at=row.due_at))
        happened(tx, complaint_id, "broken", row.words, row.due_at, promise_id=row.id)
    return len(rows)


def event(
    tx: Write,
    complaint_id: int,
    kind: str,
    words: str = "",
    *,
    channel: str = "",
    internal: bool = False,
    promise_id: int | None = None,
    outcome_id: int | None = None,
    login: str = "",
) -> None:
    """Add an entry to the timeline; ``login`` is who did it where that is not who is signed in."""
    staff_id = tx.scalar(select(Staff.id).where(Staff.login == login)) if login else tx.actor.staff_id
    tx.execute(
        insert(ComplaintEvent),
        {
            "complaint_id": complaint_id, "at": tx.now, "kind": kind, "staff_id": staff_id, "channel": channel,
            "words": words, "internal": internal, "promise_id": promise_id, "outcome_id": outcome_id,
            "created_by": login or tx.actor.login,
        },
    )  # fmt: skip
    tx.touched("complaint", complaint_id)


def happened(
    tx: Write, complaint_id: int, kind: str, words: str, at: datetime, *, promise_id: int | None = None
) -> None:
    """Add an entry of something that nobody did: a time that ran out, a warning."""
    tx.execute(
        insert(ComplaintEvent),
        {"complaint_id": complaint_id, "at": at, "kind": kind, "words": words, "internal": True,
         "promise_id": promise_id},
    )  # fmt: skip
    tx.touched("complaint", complaint_id)


def move(tx: Write, row: AnyRow, status: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Let a held case take its next state; one that waited works again. Raises ``Conflict`` in words."""
    if status != row.status:
        check_move(row.status, status)
    if row.paused_at is not None and status != WAITING:
        end_pause(tx, row, tx.now)
        values = {"paused_at": None, "pause_reason": ""} | values
    save(tx, row.id, status=status, **values)


def save(tx: Write, complaint_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Write columns of a held case; whoever read it before has read an older version."""
    tx.execute(
        update(_told).where(_told.id == complaint_id).values(version=_told.version + 1, updated_at=tx.now, **values)
    )
    tx.touched("complaint", complaint_id)


def end_pause(tx: Write, row: AnyRow, at: datetime) -> None:
    """The pause that lasts ends now."""
    one = ComplaintPause
    tx.execute(update(one).where(one.complaint_id == row.id, one.until.is_(None)).values(until=at))


def clock(tx: Write, complaint_id: int) -> None:
    """Work out anew when a case's times end and which of its clocks ends first; after any change of a held case."""
    row = tx.first(select(_told.__table__).where(_told.id == complaint_id))
    assert row is not None
    dues = open_promises(tx, [complaint_id]).get(complaint_id, ())
    values = clocks(calendars(tx), row, pauses_of(tx, [complaint_id]).get(complaint_id, ()), dues)
    tx.execute(update(_told).where(_told.id == complaint_id).values(**values))
    tx.touched("complaint", complaint_id)


def clocks(
    counts: Callable[[str], Calendar], row: AnyRow, pauses: Sequence[Pause], promises: Sequence[datetime]
) -> dict[str, Any]:
    """The columns of a case's clocks; a closed case has none that runs.

    While it waits only promises run, and nobody knows when the solution is due, unless that has passed already.
    """
    answer_due, due, waits = row.answer_due_at, row.due_at, row.paused_at is not None
    if row.solve_minutes and (due is None or row.status != CLOSED):
        due = counts(row.region).due(row.opened_at, row.solve_minutes, pauses)
    if row.status == CLOSED:
        return {"answer_due_at": answer_due, "due_at": due, "next_at": None, "next_clock": ""}
    if waits and row.breached_at is None:
        due = None
    if row.answer_minutes and row.first_response_at is None:
        answer_due = counts(row.region).due(row.opened_at, row.answer_minutes, pauses)
    answer_runs = row.first_response_at is None and not waits
    next_at, name = next_clock(answer_due if answer_runs else None, promises, None if waits else due)
    return {"answer_due_at": answer_due, "due_at": due, "next_at": next_at, "next_clock": name}


def pauses_of(tx: Read, ids: Cases) -> dict[int, list[Pause]]:
    """When the clocks of cases stood still, by case: pauses, and the time in which they were closed."""
    one = ComplaintPause
    found: dict[int, list[Pause]] = {}
    for row in tx.all(select(one.complaint_id, one.since, one.until).where(one.complaint_id.in_(ids))):
        found.setdefault(row[0], []).append((row[1], row[2]))
    return found


def open_promises(tx: Read, ids: Cases) -> dict[int, list[datetime]]:
    """Until when what is promised in cases has to be done, by case."""
    one = ComplaintPromise
    query = select(one.complaint_id, one.due_at).where(
        one.complaint_id.in_(ids), one.kept_at.is_(None), one.withdrawn_at.is_(None)
    )
    found: dict[int, list[datetime]] = {}
    for row in tx.all(query):
        found.setdefault(row[0], []).append(row[1])
    return found


def worded(text: str, field: str, missing: str, *, most: int = LONGEST_WORDS) -> str:
    """What somebody wrote, without blanks around it. Raises ``Mistake`` (``missing``) for nothing, and for too much."""
    words = text.strip()
    if not words:
        raise Mistake(missing, field=field)
    if len(words) > most:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field=field, limit=most)
    return words


def person_name(tx: Read, staff_id: int, field: str) -> str:
    """The name of somebody who still works here. Raises ``NotFound`` and ``Mistake``."""
    row = tx.first(select(Staff.name, Staff.active).where(Staff.id == staff_id))
    if row is None:
        raise NotFound(N_("There is no such person."), field=field)
    if not row.active:
        raise Mistake(N_("{name} does not work here any more; choose somebody else."), field=field, name=row.name)
    return str(row.name)
