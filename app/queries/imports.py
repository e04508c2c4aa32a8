"""Files that were taken in: when, by whom, what came of them, and whether they can still be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.models import ImportRun
from app.store.session import AnyRow, Store

UNDOABLE = timedelta(days=90)
MOST = 500


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import; ``undoable`` while it was not undone and is not older than 90 days."""

    id: int
    kind: str
    file_name: str
    policy: str
    rows: int
    created: int
    updated: int
    skipped: int
    refused: int
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str
    undoable: bool


def runs(store: Store) -> Sequence[RunRow]:
    """The newest imports first; one statement."""
    run = ImportRun
    query = select(
        run.id, run.kind, run.file_name, run.policy, run.rows, run.created, run.updated, run.skipped, run.refused,
        run.created_at, run.created_by, run.undone_at, run.undone_by,
    ).order_by(run.id.desc())  # fmt: skip
    with store.read() as tx:
        rows = tx.all(query.limit(MOST))
        now = tx.now
    return [_run(row, now) for row in rows]


def _run(row: AnyRow, now: datetime) -> RunRow:
    undoable = row.undone_at is None and now - row.created_at <= UNDOABLE
    values = [*row, undoable]
    return RunRow(*values)
