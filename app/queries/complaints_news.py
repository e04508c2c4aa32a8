"""What a person should hear of: warnings, breaches, escalations, cases given to them, offers that wait for a yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.domain import rights
from app.domain.complaint_outcome import PROPOSED
from app.models import Complaint, ComplaintEvent, ComplaintOutcome
from app.store.session import Read, Store

KINDS = ("warned", "late", "broken", "escalated", "assigned")
"""Entries that concern who has the case, or who was asked to help."""
OFFERED = "outcome"
"""An offer that waits concerns everybody who may approve it."""
MOST = 10


@dataclass(frozen=True, slots=True)
class CaseNews:
    """One entry of a timeline that its owner, who was asked to help, or who approves should hear of."""

    event_id: int
    complaint_id: int
    number: str
    subject: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class News:
    """The newest ones, oldest first; ``last`` is where the next question begins."""

    last: int
    items: Sequence[CaseNews] = ()


def since(store: Store, after: int | None) -> News:
    """What is new for the signed-in person after an entry; ``None`` asks only where the timeline stands."""
    with store.read() as tx:
        return _since(tx, after)


def _since(tx: Read, after: int | None) -> News:
    one, told, me = ComplaintEvent, Complaint, tx.actor.staff_id
    last = int(tx.scalar(select(func.max(one.id))) or 0)
    if me is None or after is None or last <= after:
        return News(last)
    made = ComplaintOutcome
    concerns = one.kind.in_(KINDS) & or_(told.owner_id == me, told.escalated_to_id == me)
    if rights.may(tx.actor.access, "see_profit"):
        concerns |= (one.kind == OFFERED) & (made.state == PROPOSED)
    rows = tx.all(
        select(one.id, told.id, told.number, told.subject, one.kind, one.words)
        .join(told, told.id == one.complaint_id)
        .outerjoin(made, made.id == one.outcome_id)
        .where(
            one.id > after, one.id <= last, concerns,
            or_(one.staff_id.is_(None), one.staff_id != me), told.void.is_(False), told.status != "closed",
            or_(one.kind != "assigned", told.owner_id == me),
        )
        .order_by(one.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return News(last, [CaseNews(*row) for row in reversed(rows)])
