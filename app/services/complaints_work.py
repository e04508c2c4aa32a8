"""A complaint is worked on: taken, given to somebody, changed, paused, escalated."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from app.domain.complaint import (
    ASSIGNED,
    CLOSED,
    DECIDED,
    IN_WORK,
    LONGEST_REASON,
    LONGEST_SUBJECT,
    NEW,
    NORMAL,
    UNDECIDED,
    WAITING,
)
from app.domain.customer import merged
from app.domain.public_holidays import check_region
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Complaint, ComplaintPause, Staff
from app.services.complaints_case import clock, event, held, move, person_name, record_late, save, worded
from app.services.complaints_done import Changed, Done
from app.services.complaints_opening import ORIGIN, check_plain, origin_of, target_of
from app.services.orderlines import going_on
from app.store.session import AnyRow, Store, Write

PLAIN = ("subject", "channel", "cause", "severity", "note", "region", "skill", "owner_id")
FIELDS = (*PLAIN, *ORIGIN)
"""What ``change`` writes."""
_told = Complaint


def take(store: Store, complaint_id: int, *, version: int | None = None) -> Done:
    """It becomes one's own. Raises ``Conflict`` naming who was faster, ``Mistake`` for who is no member of staff."""
    with store.write() as tx:
        row = held(tx, complaint_id)
        mine = tx.actor.staff_id
        if mine is None:
            raise Mistake(N_("Only somebody who works here can take a case. Sign in with your own name."))
        if row.owner_id is not None and row.owner_id != mine:
            name = tx.scalar(select(Staff.name).where(Staff.id == row.owner_id))
            raise Conflict(N_("{name} has this case already."), name=name)
        if row.owner_id is None:
            if version is not None and row.status == CLOSED:
                raise Conflict(N_("This case is closed. Open it again first."))
            _own(tx, row, mine)
        return Done(row.id, tx.changes)


def assign(store: Store, complaint_id: int, staff_id: int | None, *, version: int) -> Done:
    """Give a case to somebody, or to nobody. Raises ``Conflict`` for a stale version, ``Mistake``, ``NotFound``."""
    with store.write() as tx:
        row = held(tx, complaint_id, version)
        if row.owner_id != staff_id:
            _own(tx, row, staff_id)
        return Done(row.id, tx.changes)


def _own(tx: Write, row: AnyRow, staff_id: int | None) -> None:
    name = person_name(tx, staff_id, "owner_id") if staff_id is not None else ""
    status = row.status
    if status in (NEW, ASSIGNED):
        status = NEW if staff_id is None else ASSIGNED
    save(tx, row.id, owner_id=staff_id, status=status)
    event(tx, row.id, "assigned", name, internal=True)


def change(
    store: Store,
    complaint_id: int,
    fields: Mapping[str, Any],
    *,
    version: int,
    base: Mapping[str, Any] | None = None,
) -> Changed:
    """Save fields that were changed; ``base`` holds what they were when they were read.

    With ``base`` fields that only one of two people changed both stay; for one that both changed ``Conflict`` carries
    ``differing`` and ``version``. Without it a stale ``version`` is a ``Conflict``. Another severity has other targets,
    counted from the opening. Raises ``Mistake`` naming the field.
    """
    with store.write() as tx:
        row = held(tx, complaint_id, version if base is None else None)
        values = _cleaned(fields)
        theirs = {name: getattr(row, name) for name in FIELDS}
        fresh, differing = merged(theirs if base is None else base, theirs, values)
        if differing:
            raise Conflict(
                N_("Somebody else changed the same field meanwhile. Both values are shown: choose which one stays."),
                differing=tuple(differing), version=row.version,
            )  # fmt: skip
        if fresh:
            _write(tx, row, fresh)
        now = tx.scalar(select(_told.version).where(_told.id == row.id))
        return Changed(row.id, int(now), base is not None and row.version != version, tx.changes)


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise Mistake(N_("A complaint has no field ‘{field_name}’."), field_name=name)
        found[name] = value.strip() if isinstance(value, str) else value
    if "subject" in found:
        missing = N_("Write in one sentence what the customer is not content with.")
        found["subject"] = " ".join(worded(found["subject"], "subject", missing, most=LONGEST_SUBJECT).split())
    if found.get("severity") == "":
        found["severity"] = NORMAL
    check_plain(found)
    check_region(found.get("region") or "")
    return found


def _write(tx: Write, row: AnyRow, fresh: dict[str, Any]) -> None:
    told = {name: (getattr(row, name), value) for name, value in fresh.items()}
    if "owner_id" in fresh:
        _own(tx, row, fresh.pop("owner_id"))
    if fresh.keys() & set(ORIGIN):
        fresh |= _origin(tx, row, fresh)
    if "severity" in fresh:
        target = target_of(tx, row.customer_id, fresh["severity"])
        fresh |= {"answer_minutes": target.answer, "solve_minutes": target.solve, "warned": 0}
    if fresh:
        save(tx, row.id, **fresh)
    words = _changes(told)
    if words:
        event(tx, row.id, "changed", words, internal=True)
    clock(tx, row.id)
    now = tx.first(select(_told.__table__).where(_told.id == row.id))
    # a time that the new target would have ended long ago runs out now: nobody could have known it
    if now is not None and record_late(tx, now, since=tx.now):
        clock(tx, row.id)
    tx.audit("changed", "complaint", row.id, ", ".join(sorted(told)))


def _origin(tx: Write, row: AnyRow, fresh: Mapping[str, Any]) -> dict[str, Any]:
    """Another order has other lines, deliveries and bills; a product that was only derived goes with them."""
    given = {name: getattr(row, name) for name in ORIGIN} | {name: fresh[name] for name in ORIGIN if name in fresh}
    if "order_id" in fresh:
        for name in ORIGIN[1:]:
            if name not in fresh:
                given[name] = None
    return origin_of(tx, going_on(tx, row.customer_id), given)


def _changes(told: Mapping[str, tuple[Any, Any]]) -> str:
    """What the timeline says: values where they are words, else the name of the field alone."""
    parts = []
    for name, (before, after) in told.items():
        if name in ("severity", "cause", "channel"):
            parts.append(f"{name}: {before or '–'} → {after or '–'}")
        elif name not in ("owner_id", "note"):
            parts.append(name.removesuffix("_id"))
    return "; ".join(parts)


def pause(store: Store, complaint_id: int, reason: str) -> Done:
    """The clock stands still until ``resume``, because we wait for the customer. Raises ``Mistake``, ``Conflict``."""
    with store.write() as tx:
        row = held(tx, complaint_id)
        if row.paused_at is not None:
            raise Conflict(N_("The clock of this case stands still already."), field="reason")
        if row.status in UNDECIDED | DECIDED:
            words = N_("We have to decide here, not the customer: the clock of this case is not paused.")
            if row.status in DECIDED:
                words = N_("This case is decided: close it, the clock is not paused any more.")
            raise Conflict(words, field="reason")
        why = worded(reason, "reason", N_("Write why the clock is paused."), most=LONGEST_REASON)
        move(tx, row, WAITING, paused_at=tx.now, pause_reason=why)
        tx.execute(
            insert(ComplaintPause),
            {"complaint_id": row.id, "since": tx.now, "reason": why, "created_by": tx.actor.login},
        )
        event(tx, row.id, "paused", why)
        clock(tx, row.id)
        return Done(row.id, tx.changes)


def resume(store: Store, complaint_id: int) -> Done:
    """The clock goes on. Raises ``Conflict`` for a case that does not wait."""
    with store.write() as tx:
        row = held(tx, complaint_id)
        if row.paused_at is None:
            raise Conflict(N_("The clock of this case runs already."))
        move(tx, row, IN_WORK)
        event(tx, row.id, "resumed", "")
        clock(tx, row.id)
        return Done(row.id, tx.changes)


def escalate(store: Store, complaint_id: int, staff_id: int, words: str = "") -> Done:
    """Somebody is asked to help; the owner stays and reads it in the timeline. Raises ``Mistake``, ``Conflict``."""
    with store.write() as tx:
        row = held(tx, complaint_id)
        if row.status == CLOSED:
            raise Conflict(N_("This case is closed. Open it again first."))
        name = person_name(tx, staff_id, "staff_id")
        if staff_id == row.owner_id:
            raise Mistake(N_("{name} has this case already; name somebody else."), field="staff_id", name=name)
        if row.escalated_to_id != staff_id or words.strip():
            save(tx, row.id, escalated_to_id=staff_id, escalated_at=tx.now)
            event(tx, row.id, "escalated", f"{name}: {words.strip()}" if words.strip() else name, internal=True)
        return Done(row.id, tx.changes)
