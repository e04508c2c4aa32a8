"""How far the booking run of commission has read, and whom it has to look at: marks in the ledgers it reads."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, select, text, update

from app.models import AccountEntry, Audit, CommissionMark, ContributionEntry, Customer, SalesOrder
from app.queries.commission_facts import roots
from app.store.session import Read, Store, Write

NIGHT = 2
"""From this hour on (local time) the complete look of a day is taken."""
COMPLETE = "complete"
"""The mark whose ``seen`` is the day (counted) on which everything was looked at last."""
_SEES_ALL = text("SELECT NOT row_security_active('commission_entry') OR signed_in_access() IN ('manager', 'admin')")


def complete_due(store: Store) -> bool:
    """Whether it is night (or later) and the complete look of today was not taken yet, by whatever desk or service."""
    with store.read() as tx:
        seen = marks_of(tx).get(COMPLETE, (0, 0))[0]
        return tx.now.astimezone(store.zone).hour >= NIGHT and seen < tx.today.toordinal()


def sees_all(tx: Read) -> bool:
    """Whether everybody's commission can be read: a server shows most people their own alone."""
    return bool(tx.sqlite or tx.scalar(_SEES_ALL))


_LEDGERS: Mapping[str, Any] = {"account": AccountEntry, "audit": Audit, "contribution": ContributionEntry}
_RUNNING = "running"
"""The mark whose ``seen`` is the first transaction that had not begun when the others' ``seen`` was looked up."""
_SNAPSHOT = text(
    "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint FROM pg_current_snapshot() AS now"
)


def reached(tx: Read, marks: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """How far each ledger is read by now, as new marks: ``seen`` is its end, up to ``done`` nothing can follow.

    Rows are not committed in the order of their ids. What lies below the end and is not there yet is found by a later
    run: where ids are missing, ``done`` goes on only when all that was running at the last look has ended since.
    """
    ends = {name: int(tx.scalar(select(func.max(table.id))) or 0) for name, table in _LEDGERS.items()}
    if tx.sqlite or all(_gapless(tx, name, marks[name][1], end) for name, end in ends.items()):
        return {**marks, **{name: (end, end) for name, end in ends.items()}}
    oldest, following = tx.all(_SNAPSHOT)[0]
    if oldest < marks.get(_RUNNING, (0, 0))[0]:
        return dict(marks)
    return {**marks, **{name: (end, marks[name][0]) for name, end in ends.items()}, _RUNNING: (following, 0)}


def _gapless(tx: Read, name: str, after: int, end: int) -> bool:
    """Whether every id behind ``after`` up to ``end`` is there."""
    ledger = _LEDGERS[name]
    count = tx.scalar(select(func.count()).select_from(ledger).where(ledger.id > after, ledger.id <= end))
    return bool(count == end - after)


def remember(tx: Write, marks: Mapping[str, tuple[int, int]], now: Mapping[str, tuple[int, int]]) -> None:
    """Write the new marks, unless another run or a change of plans did meanwhile."""
    if marks_of(tx) != marks:
        return
    mark = CommissionMark
    for name, (seen, done) in now.items():
        if name not in marks:
            tx.execute(insert(mark), {"name": name, "seen": seen, "done": done})
        elif marks[name] != (seen, done):
            tx.execute(update(mark).where(mark.name == name).values(seen=seen, done=done))


def marks_of(tx: Read) -> dict[str, tuple[int, int]]:
    """(seen, done) per mark."""
    mark = CommissionMark
    return {row[0]: (row[1], row[2]) for row in tx.all(select(mark.name, mark.seen, mark.done))}


def everybody(tx: Read) -> list[int]:
    """All customers that were not merged into others."""
    return [
        row[0] for row in tx.all(select(Customer.id).where(Customer.merged_into_id.is_(None)).order_by(Customer.id))
    ]


def touched(tx: Read, marks: Mapping[str, tuple[int, int]]) -> list[int]:
    """The customers of whom anything was booked or done since, merged records resolved."""
    if not marks["audit"][1]:
        return everybody(tx)
    order = SalesOrder
    asked = [
        select(ContributionEntry.customer_id).where(ContributionEntry.id > marks["contribution"][1]),
        select(AccountEntry.customer_id).where(AccountEntry.id > marks["account"][1]),
        select(order.customer_id)
        .join(Audit, Audit.record_id == order.id)
        .where(Audit.id > marks["audit"][1], Audit.kind == "order"),
        select(Audit.record_id).where(Audit.id > marks["audit"][1], Audit.kind == "customer"),
    ]
    found = {int(row[0]) for query in asked for row in tx.all(query.distinct())} | _parted(tx, marks["audit"][1])
    return sorted(set(roots(tx, sorted(found)).values()))


def _parted(tx: Read, after: int) -> set[int]:
    """The records that went on without the ones whose merge was taken back: their accounts are theirs alone again."""
    undone = select(Audit.record_id).where(Audit.id > after, Audit.kind == "customer", Audit.action == "unmerged")
    merged = select(Audit.detail).where(
        Audit.kind == "customer", Audit.action == "merged", Audit.record_id.in_(undone)
    )  # fmt: skip
    # the detail of a merge begins with the record that goes on
    return {int(row[0].split()[0]) for row in tx.all(merged)}
