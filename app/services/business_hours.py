"""Hours, targets and causes are saved; deadlines of open cases are worked out anew, in the same operation."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from app.domain import frozen, rights
from app.domain.changes import ChangeSet
from app.domain.complaint import CLOSED, LONGEST_CAUSE, Targets
from app.domain.opening_hours import Hours
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Complaint, ComplaintEvent
from app.queries.business_hours import CAUSES, HOURS, TARGETS, calendars, kept_all
from app.services.backups import keep_setting
from app.services.complaints_case import clocks, late_entry, late_of, open_promises, pauses_of
from app.store.session import Store, Write

MOST_CAUSES = 60
_BREACHES = ("answer_breached_at", "breached_at")
_told = Complaint


@dataclass(frozen=True, slots=True)
class SavedHours:
    """``recomputed``: how many open cases have another deadline now; ``kept`` is what the next change starts from."""

    recomputed: int
    kept: str
    changes: ChangeSet


def save(
    store: Store,
    hours: Hours | None = None,
    *,
    targets: Targets | None = None,
    causes: Sequence[str] | None = None,
    known: str | None = None,
) -> SavedHours:
    """Save what is given; ``known`` is ``HoursPage.kept`` as it was read.

    New hours move the deadlines of open cases, never a recorded breach; new targets hold for cases opened from now
    on. Raises ``Mistake`` naming the field, ``Conflict`` when somebody else saved meanwhile, ``NotAllowed``.
    """
    checked = hours.checked() if hours is not None else None
    if targets is not None:
        targets.check()
    words = _causes(causes) if causes is not None else None
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        if known is not None and kept_all(tx) != known:
            raise Conflict(N_("Somebody else changed these settings meanwhile. Look at them again before saving."))
        moved = keep_hours(tx, checked) if checked is not None else 0
        if targets is not None:
            keep_setting(tx, TARGETS, json.loads(frozen.dumps(targets)))
        if words is not None:
            keep_setting(tx, CAUSES, words)
        tx.audit("changed", "setting", 0, HOURS)
        tx.touched("complaint settings")
        return SavedHours(moved, kept_all(tx), tx.changes)


def keep_hours(tx: Write, hours: Hours) -> int:
    """Hours as a part of a larger operation; how many deadlines they moved. Raises ``Mistake`` naming the field."""
    keep_setting(tx, HOURS, json.loads(frozen.dumps(hours.checked())))
    return recompute(tx)


def _causes(causes: Sequence[str]) -> list[str]:
    words = list(dict.fromkeys(" ".join(cause.split()) for cause in causes if cause.strip()))
    if len(words) > MOST_CAUSES:
        raise Mistake(N_("At most {most} causes are kept."), field="causes", most=MOST_CAUSES)
    if any(len(cause) > LONGEST_CAUSE for cause in words):
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="causes", limit=LONGEST_CAUSE)
    return words


_WRITE = (
    update(_told)
    .where(_told.id == bindparam("one"))
    .values(
        **{name: bindparam(f"new_{name}") for name in (
            "answer_due_at", "due_at", "next_at", "next_clock", *_BREACHES,
        )}
    )
)  # fmt: skip


def recompute(tx: Write) -> int:
    """Work the clocks of all open cases out anew; how many moved. Four statements for however many cases.

    A case that the new hours make late is late from now on: by the old hours it was not.
    """
    query = select(_told.__table__).where(_told.status != CLOSED, _told.void.is_(False)).order_by(_told.id)
    rows = tx.all(query if tx.sqlite else query.with_for_update())
    still = select(_told.id).where(_told.status != CLOSED)
    pauses, promises, counts = pauses_of(tx, still), open_promises(tx, still), calendars(tx)
    written, ran_out = [], []
    for row in rows:
        new = clocks(counts, row, pauses.get(row.id, ()), promises.get(row.id, ()))
        if all(getattr(row, name) == value for name, value in new.items()):
            continue
        late = late_of(row, tx.now)
        late |= {name: tx.now for name in late_of(row, tx.now, new) if name not in late}
        ran_out += [late_entry(row.id, name, at) for name, at in late.items()]
        breaches = {name: getattr(row, name) for name in _BREACHES} | late
        written.append({"one": row.id} | {f"new_{name}": value for name, value in (new | breaches).items()})
    if written:
        tx.execute(_WRITE, written)
        tx.touched("complaint")
    if ran_out:
        tx.execute(insert(ComplaintEvent), ran_out)
    return len(written)
