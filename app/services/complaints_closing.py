"""A complaint is closed and what solving it cost is booked; opened again; judged by the supervisor and the customer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain import rights
from app.domain.complaint import CHANNELS, CLOSED, IN_WORK, check_move, check_rating, first_contact
from app.domain.refusal import N_, Conflict, Mistake, NotAllowed
from app.models import Complaint, ComplaintEvent, ComplaintPause, ComplaintPromise, Consent
from app.queries.accounts import members
from app.services.complaints_case import clock, event, held, move, save, worded
from app.services.complaints_costs import set_cost
from app.services.complaints_done import Done
from app.services.orderlines import going_on
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write

_told = Complaint
CLOSED_TIME = ""
"""The reason of a pause that is the time in which a case was closed."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case was solved and what that cost beside what its outcomes cost; nothing is written as 0.

    ``first_contact``: whether one contact was enough; ``None`` lets the case say. ``same_as_id``: a case with the same
    cause.
    """

    solution: str
    cost: Decimal | None
    first_contact: bool | None = None
    same_as_id: int | None = None


@by_the_server()
def close(store: Store, complaint_id: int, closing: Closing, *, request: UUID) -> Done:
    """Close a case. Raises ``Mistake`` at ``solution`` or ``cost``, ``Conflict`` for what has to be done before."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "complaint closed") is None:
            close_held(tx, held(tx, complaint_id), closing)
            tx.done(request, "complaint closed", complaint_id)
        return Done(complaint_id, tx.changes)


def close_held(tx: Write, row: AnyRow, closing: Closing) -> None:
    """Close a held case inside another operation."""
    if row.status == CLOSED:
        raise Conflict(N_("This case was closed already."), field="status")
    check_move(row.status, CLOSED)
    solution = worded(closing.solution or "", "solution", N_("Write how it was solved."))
    if closing.cost is None:
        raise Mistake(N_("Write what solving it cost; 0 if it cost nothing."), field="cost")
    _check_promises(tx, row)
    same = closing.same_as_id
    if same is not None and (same == row.id or tx.scalar(select(_told.id).where(_told.id == same)) is None):
        raise Mistake(N_("Name another complaint that has the same cause."), field="same_as")
    contact = _first_contact(tx, row)
    if closing.first_contact is not None:
        contact = closing.first_contact and row.reopened == 0
    set_cost(tx, row, closing.cost, on=tx.today, before=_booked_on(tx, row))
    values: dict[str, Any] = {"solution": solution, "closed_at": tx.now, "first_contact": contact, "same_as_id": same}
    if row.first_response_at is None:
        values["first_response_at"] = tx.now
    move(tx, row, CLOSED, **values)
    event(tx, row.id, "closed", solution)
    clock(tx, row.id)
    tx.audit("closed", "complaint", row.id)


def _check_promises(tx: Read, row: AnyRow) -> None:
    one = ComplaintPromise
    left = tx.scalar(
        select(one.words).where(one.complaint_id == row.id, one.kept_at.is_(None), one.withdrawn_at.is_(None))
    )
    if left is not None:
        raise Conflict(
            N_("A promise is still open: “{words}”. Say that it was kept, or withdraw it."), words=left, field="promise"
        )


def _first_contact(tx: Read, row: AnyRow) -> bool:
    one = ComplaintEvent
    rows = tx.all(
        select(one.kind, func.count())
        .where(one.complaint_id == row.id, one.kind.in_(("answer", "paused", "escalated")))
        .group_by(one.kind)
    )
    found = {kind: int(number) for kind, number in rows}
    return first_contact(
        reopened=row.reopened, answers=found.get("answer", 0), paused="paused" in found, escalated="escalated" in found
    )


def _booked_on(tx: Read, row: AnyRow) -> date:
    """The day on which the cost of an earlier closing was booked; of an imported case that of its opening."""
    one = ComplaintPause
    before: datetime | None = tx.scalar(
        select(func.max(one.since)).where(one.complaint_id == row.id, one.reason == CLOSED_TIME)
    )
    return (before or row.opened_at).astimezone(tx.store.zone).date()


def reopen(store: Store, complaint_id: int, words: str) -> Done:
    """It was not solved after all: the time that was left runs on; a breach stays. Raises ``Mistake``, ``Conflict``."""
    with store.write() as tx:
        row = held(tx, complaint_id)
        if row.status != CLOSED:
            raise Conflict(N_("This case is open already."), field="status")
        why = worded(words, "words", N_("Write why the case is opened again."))
        since = row.closed_at or tx.now
        tx.execute(
            insert(ComplaintPause),
            {"complaint_id": row.id, "since": since, "until": tx.now, "reason": CLOSED_TIME,
             "created_by": tx.actor.login},
        )  # fmt: skip
        move(tx, row, IN_WORK, closed_at=None, reopened=row.reopened + 1, first_contact=False)
        event(tx, row.id, "reopened", why)
        clock(tx, row.id)
        tx.audit("reopened", "complaint", row.id)
        return Done(row.id, tx.changes)


def rate(store: Store, complaint_id: int, quality: int, words: str = "") -> Done:
    """How good our answer was, 1 to 5, by a manager who is not the owner. Raises ``NotAllowed``, ``Mistake``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "judge_answers")
        row = held(tx, complaint_id)
        check_rating(quality, "quality")
        if row.owner_id is not None and row.owner_id == tx.actor.staff_id:
            raise NotAllowed(N_("How good an answer was is judged by somebody else than its owner."), field="quality")
        if row.quality != quality or words.strip():
            save(tx, row.id, quality=quality, quality_by_id=tx.actor.staff_id)
            event(tx, row.id, "quality", " · ".join(filter(None, (str(quality), words.strip()))), internal=True)
        return Done(row.id, tx.changes)


def satisfied(
    store: Store, complaint_id: int, value: int, on: date | None = None, channel: str = "", words: str = ""
) -> Done:
    """What the customer says, 1 to 5, asked on a channel that is allowed.

    Raises ``Mistake`` naming ``satisfaction``, ``on`` or ``channel``, ``NotAllowed`` for a channel that the customer
    does not want to be asked on, ``Conflict`` while the case is open.
    """
    with store.write() as tx:
        row = held(tx, complaint_id)
        if row.status != CLOSED:
            raise Conflict(N_("The customer is asked when the case is closed."), field="satisfaction")
        if not 1 <= value <= 5:
            raise Mistake(N_("Satisfaction {value}: 1–5 only."), field="satisfaction", value=value)
        if channel not in CHANNELS:
            raise Mistake(N_("Choose how the customer was asked."), field="channel")
        day = on or tx.today
        if not row.opened_at.astimezone(tx.store.zone).date() <= day <= tx.today:
            raise Mistake(N_("The customer was asked between the opening of the case and today."), field="on")
        if not may_ask(tx, row.customer_id, channel):
            raise NotAllowed(N_("This customer does not want to be asked on this channel."), field="channel")
        if (row.satisfaction, row.satisfaction_on, row.satisfaction_channel) != (value, day, channel) or words.strip():
            save(tx, row.id, satisfaction=value, satisfaction_on=day, satisfaction_channel=channel)
            event(tx, row.id, "satisfied", " · ".join(filter(None, (str(value), words.strip()))), channel=channel)
        return Done(row.id, tx.changes)


_CONSENT_OF = {"phone": "phone", "email": "email", "message": "message", "letter": "post", "social": "message"}
"""Channels of complaints as the consent of customers names them; at the counter nobody is called."""


def may_ask(tx: Read, customer_id: int, channel: str) -> bool:
    """Whether a customer may be asked on a channel: the newest line of consent for service there does not say no."""
    named = _CONSENT_OF.get(channel)
    if named is None:
        return True
    one = Consent
    ids = members(tx, going_on(tx, customer_id))
    given = tx.scalar(
        select(one.given)
        .where(one.customer_id.in_(ids), one.purpose == "service", one.channel == named)
        .order_by(one.on.desc(), one.id.desc())
        .limit(1)
    )
    return given is not False and given != 0
