"""What time alone does to complaints: warnings at half and nearly all of the time, breaches, broken promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TypeAlias

from sqlalchemy import or_, select, update

from app.domain.business_time import Calendar, Pause
from app.domain.changes import ChangeSet
from app.domain.complaint import ANSWER, CLOSED, SOLUTION, WARNINGS
from app.models import Complaint, ComplaintPromise
from app.queries.business_hours import calendars
from app.services.complaints_case import happened, pauses_of, record_broken, record_late
from app.store.session import AnyRow, Read, Store, Write

AT_ONCE = 500
"""So many cases are recorded by one sweep; the rest by the next."""
_told = Complaint
Counts: TypeAlias = Callable[[str], Calendar]


@dataclass(frozen=True, slots=True)
class Warned:
    """A case whose owner is told that time runs out (``percent`` 50 or 90) or has run out (100)."""

    complaint_id: int
    number: str
    subject: str
    owner_id: int | None
    escalated_to_id: int | None
    percent: int
    clock: str = SOLUTION


@dataclass(frozen=True, slots=True)
class Swept:
    """What was found and recorded for the first time."""

    warned: tuple[Warned, ...]
    late: int
    broken: int
    changes: ChangeSet


def sweep(store: Store) -> Swept:
    """Record what ran out until now, each thing once, however many desks ask at the same time."""
    with store.read() as tx:
        found = _candidates(tx)
    if not found:
        return Swept((), 0, 0, ChangeSet())
    with store.write() as tx:
        late = broken = 0
        warned: list[Warned] = []
        for complaint_id in found[:AT_ONCE]:
            query = select(_told.__table__).where(_told.id == complaint_id, _told.void.is_(False))
            row = tx.first(query if tx.sqlite else query.with_for_update(skip_locked=True))
            if row is None:
                # gone, or somebody works on it: their own operation records it, or the next sweep
                continue
            broken += record_broken(tx, row.id, tx.now)
            ran_out = record_late(tx, row)
            late += bool(ran_out)
            warned += _warn(tx, row, ran_out)
        return Swept(tuple(warned), late, broken, tx.changes)


def _candidates(tx: Read) -> list[int]:
    """Open cases to which something may have happened: two statements, and one about pauses."""
    one, now = ComplaintPromise, tx.now
    promised = {
        row[0]
        for row in tx.all(
            select(one.complaint_id).where(
                one.due_at < now, one.kept_at.is_(None), one.withdrawn_at.is_(None), one.broken_at.is_(None)
            )
        )
    }
    rows = tx.all(
        select(_told.id, _told.region, _told.opened_at, _told.solve_minutes, _told.due_at, _told.answer_due_at,
               _told.warned, _told.breached_at, _told.answer_breached_at, _told.first_response_at)
        .where(_told.status != CLOSED, _told.void.is_(False), _told.paused_at.is_(None),
               or_(_told.breached_at.is_(None), _told.answer_breached_at.is_(None)))
        .order_by(_told.due_at, _told.id)
    )  # fmt: skip
    late = [row.id for row in rows if _runs_out(row, now)]
    maybe = [row for row in rows if _may_warn(row, now)]
    pauses = pauses_of(tx, [row.id for row in maybe])
    counts = calendars(tx)
    warn = [row.id for row in maybe if percent_used(counts, row, pauses.get(row.id, ()), now) > row.warned]
    return list(dict.fromkeys([*late, *warn, *sorted(promised)]))


def _runs_out(row: AnyRow, now: datetime) -> bool:
    solution = row.due_at is not None and row.breached_at is None and row.due_at < now
    answer = row.answer_due_at is not None and row.answer_breached_at is None and row.first_response_at is None
    return solution or (answer and row.answer_due_at < now)


def _may_warn(row: AnyRow, now: datetime) -> bool:
    """Business time never passes faster than the time of the clock."""
    if not row.solve_minutes or row.breached_at is not None or row.warned >= WARNINGS[-1]:
        return False
    percent = next(percent for percent in WARNINGS if percent > row.warned)
    return bool((now - row.opened_at).total_seconds() * 100 >= row.solve_minutes * 60 * percent)


def percent_used(counts: Counts, row: AnyRow, pauses: Sequence[Pause], now: datetime) -> int:
    """The highest warning that a case has reached: 0, 50 or 90."""
    if not row.solve_minutes:
        return 0
    used = counts(row.region).elapsed(row.opened_at, now, pauses).total_seconds()
    reached = [percent for percent in WARNINGS if used * 100 >= row.solve_minutes * 60 * percent]
    return max(reached, default=0)


def _warn(tx: Write, row: AnyRow, ran_out: frozenset[str]) -> list[Warned]:
    """Warn once per step; who was told that the solution's time ran out needs no warning any more."""
    told = (row.id, row.number, row.subject, row.owner_id, row.escalated_to_id)
    found = [Warned(*told, 100, ANSWER)] if "answer_breached_at" in ran_out else []
    if "breached_at" in ran_out:
        tx.execute(update(_told).where(_told.id == row.id).values(warned=WARNINGS[-1]))
        return [*found, Warned(*told, 100)]
    if row.status == CLOSED or row.paused_at is not None or row.breached_at is not None:
        return found
    pauses = pauses_of(tx, [row.id]).get(row.id, ())
    counts = calendars(tx)
    percent = percent_used(counts, row, pauses, tx.now)
    if percent <= row.warned:
        return found
    at = counts(row.region).due(row.opened_at, ceil(row.solve_minutes * percent / 100), pauses)
    tx.execute(update(_told).where(_told.id == row.id).values(warned=percent))
    happened(tx, row.id, "warned", str(percent), min(at, tx.now))
    return [*found, Warned(*told, percent)]
