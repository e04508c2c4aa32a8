"""Closing a month: what stands in the way, the document that is stored for ever, and opening it again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.domain.refusal import N_, Conflict, Mistake
from app.domain.watch import Watch, present, under
from app.models import Base, BookMonth, BookMonthEvent, BookMonthPaper, CustomerMonth, LevelMonth
from app.queries.months import Point, points, require_passed
from app.queries.profit_month import Edition, assembled_text, reopened_because, stored
from app.services import commissions
from app.store.bulk import without_collector
from app.store.session import Read, Store, Write

CHECKING = N_("Checking the books")
ADDING = N_("Adding up the month")
STORING = N_("Storing the report")
WINDOW = 24
"""So many months back a report looks."""

_OPEN = text("INSERT INTO book_month (month) VALUES (:month) ON CONFLICT DO NOTHING")
_FOLDED: tuple[tuple[type[Base], tuple[str, ...], tuple[str, ...]], ...] = (
    (CustomerMonth, ("month", "customer_id"), ("orders", "quantity", "revenue", "cost")),
    (LevelMonth, ("month", "level", "staff_id", "kind"), ("quantity", "revenue", "cost")),
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed: the revision of its report and the code that proves it."""

    month: Month
    revision: int
    check_code: str
    changes: ChangeSet


def checklist(store: Store, month: Month) -> list[Point]:
    """What stands in the way of closing, what needs consent, and what is good to know; empty: nothing.

    Raises ``NotAllowed``.
    """
    with store.snapshot() as tx:
        check_right(tx)
        return points(tx, month)


@without_collector()
def close(
    store: Store,
    month: Month,
    *,
    request: UUID,
    accept: Collection[str] = (),
    remarks: tuple[str, ...] = (),
    watch: Watch | None = None,
) -> Closed:
    """Close a month: its report is stored with a check code, and nothing is booked into it any more.

    ``accept`` names the points of the checklist that the person has seen and passes (``Point.key``); ``remarks`` are
    printed in the report; ``watch`` is told the steps and may stop it. Raises ``NotAllowed`` for who may not,
    ``Conflict`` for a closed month and for points that block, ``NeedsConsent`` for points that are not accepted, and
    ``Stopped``: then nothing is closed.
    """
    watch = watch or present()
    # the report tells the commission that arose, all of it
    with under(watch):
        commissions.run(store)
    with under(watch), store.write() as tx:
        check_right(tx)
        if tx.claim(request, "month close") is not None:
            return _closed(tx, month)
        revision = _hold(tx, month) + 1
        watch.begin(CHECKING)
        require_passed(points(tx, month), accept)
        watch.begin(ADDING)
        fold(tx, month)
        reason = reopened_because(tx, month) if revision > 1 else ""
        edition = Edition(PeriodState.CLOSED, revision, tx.now, reason)
        paper, document = assembled_text(tx, month, edition, remarks=remarks)
        watch.begin(STORING)
        _store(tx, paper, document)
        tx.done(request, "month close", month.code)
        tx.audit("closed", "month", month.code, f"revision {revision}, {paper.check_code}")
        tx.touched("month", month.code)
        return _closed(tx, month)


def reopen(store: Store, month: Month, *, reason: str, request: UUID) -> ChangeSet:
    """Open a closed month again, which a manager answers for with a reason; papers of it stay as they were printed.

    The next closing stores another revision. Raises ``Mistake`` without a reason, ``NotAllowed``, and ``Conflict`` for
    a month that is open.
    """
    if not reason.strip():
        raise Mistake(N_("Say why: a month is opened again only with a reason."), field="reason")
    with store.write() as tx:
        check_right(tx)
        if tx.claim(request, "month reopen") is None:
            row = _locked(tx, month)
            if row is None or row[0] != "closed":
                raise Conflict(N_("{month} is open already."), month=str(month))
            tx.execute(update(BookMonth).where(BookMonth.month == month).values(state="open"))
            _event(tx, month, "reopened", row[1], reason.strip())
            tx.done(request, "month reopen", month.code)
            tx.audit("reopened", "month", month.code, reason.strip())
        tx.touched("month", month.code)
        return tx.changes


def paper(store: Store, month: Month, revision: int | None = None) -> ProfitMonth:
    """The report as it was stored when the month was closed: the newest revision, or a named one.

    Raises ``NotFound`` when the month was never closed, or not so often, and ``NotAllowed``.
    """
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        return stored(tx, month, revision)


def check_right(tx: Read) -> None:
    """Raises ``NotAllowed`` unless a manager is signed in."""
    rights.require(tx.actor.access, "close_months")


def _hold(tx: Write, month: Month) -> int:
    """Lock the month and return its last revision; whoever books into it is waited for, whoever comes later waits.

    The report compares with earlier months: those that are open are held too, so that all of its statements see the
    same figures although each of them sees what was committed last.
    """
    tx.execute(_OPEN, {"month": month.code})
    kept = BookMonth
    query = (
        select(kept.month, kept.state, kept.revision)
        .where(kept.month.between(month.plus(-WINDOW), month), (kept.month == month) | (kept.state == "open"))
        .order_by(kept.month)
    )
    # oldest first, as those who book take them
    row = tx.all(query if tx.sqlite else query.with_for_update())[-1]
    if row.state == "closed":
        raise Conflict(N_("{month} is closed already."), month=str(month))
    return int(row.revision)


def _locked(tx: Write, month: Month) -> tuple[str, int] | None:
    query = select(BookMonth.state, BookMonth.revision).where(BookMonth.month == month)
    row = tx.first(query if tx.sqlite else query.with_for_update())
    return None if row is None else (row.state, row.revision)


def fold(tx: Write, month: Month) -> None:
    """Replace the rows that bookings added to the monthly sums by one row per key; the month must be held."""
    for model, keys, figures in _FOLDED:
        table = model.__table__
        last = tx.scalar(select(func.max(table.c.id)).where(table.c.month == month))
        if last is None:
            continue
        columns = [table.c[name] for name in keys]
        sums = select(*columns, *[func.sum(table.c[name]) for name in figures]).where(table.c.month == month)
        names = [*keys, *figures]
        tx.execute(insert(model).from_select(names, sums.group_by(*columns).order_by(*columns)))
        tx.execute(delete(model).where(table.c.month == month, table.c.id <= last))


def _store(tx: Write, report: ProfitMonth, document: str) -> None:
    revenue, brought = report.entries.revenue, report.entries.contribution
    tx.execute(
        insert(BookMonthPaper),
        {
            "month": report.month, "revision": report.revision, "revenue": revenue, "cost": revenue - brought,
            "check_code": report.check_code, "document": document, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    tx.execute(
        update(BookMonth)
        .where(BookMonth.month == report.month)
        .values(state="closed", revision=report.revision, closed_at=report.closed_at, closed_by=tx.actor.login)
    )
    _event(tx, report.month, "closed", report.revision, "")


def _event(tx: Write, month: Month, event: str, revision: int, reason: str) -> None:
    tx.execute(
        insert(BookMonthEvent),
        {"month": month, "event": event, "revision": revision, "reason": reason, "created_by": tx.actor.login},
    )


def _closed(tx: Write, month: Month) -> Closed:
    kept = BookMonthPaper
    row = tx.first(
        select(kept.revision, kept.check_code).where(kept.month == month).order_by(kept.revision.desc()).limit(1)
    )
    assert row is not None
    return Closed(month, row.revision, row.check_code, tx.changes)
