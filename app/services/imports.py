"""Files come in: every row is booked as it was, refused with a reason, or nothing happens; and a run can be undone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.importing import RowRefusal
from app.domain.importing_rows import ImportRow
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.rights import require
from app.domain.watch import Watch
from app.models import ImportRun
from app.queries.imports import UNDOABLE
from app.services import import_complaints, import_customers, import_orders, import_payments, import_products
from app.services.import_finding import coded
from app.services.import_run import POLICIES, Run, watched
from app.services.import_undo import undo_run
from app.store.bulk import new_ids, without_collector
from app.store.session import Store, Write

Loader = Callable[[Write, Run, Sequence[Any]], None]

LOADERS: dict[str, Loader] = {
    "salespeople": import_customers.salespeople,
    "customers": import_customers.customers,
    "products": import_products.products,
    "orders": import_orders.orders,
    "payments": import_payments.payments,
    "complaints": import_complaints.complaints,
}


CHANGED = {
    "salespeople": "staff", "customers": "customer", "products": "product", "orders": "order", "payments": "payment",
    "complaints": "complaint",
}  # fmt: skip
"""What screens call the records of a kind."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``refused`` rows carry row, column, value and what would be right."""

    run_id: int
    rows: int
    created: int
    updated: int
    skipped: int
    refused: tuple[RowRefusal, ...]
    dry_run: bool
    changes: ChangeSet


class NothingImported(Conflict):
    """A file with refused rows of which nothing was taken in, as was asked."""

    def __init__(self, refused: tuple[RowRefusal, ...]) -> None:
        super().__init__(N_("{count} rows cannot be read, so nothing was imported."), count=len(refused))
        self.refused = refused


class _DryRunEnds(Exception):  # noqa: N818 - it carries an answer out of a transaction, nothing went wrong
    def __init__(self, answer: Imported) -> None:
        self.answer = answer


@without_collector()
def run(  # noqa: PLR0913 - what a person may choose about an import, all by name
    store: Store,
    kind: str,
    rows: Iterable[ImportRow | RowRefusal],
    *,
    file_name: str,
    request: UUID,
    file_hash: str = "",
    policy: str = "fill",
    dry_run: bool = False,
    all_or_nothing: bool = False,
    find_by: Sequence[str] = (),
    watch: Watch | None = None,
) -> Imported:
    """Take rows of one kind in, in one transaction.

    ``policy`` is what happens to records that are there: ``fill`` adds to empty fields only, ``overwrite``, ``skip``.
    Orders and payments that are there are left as they are, except that ``overwrite`` books changed ones anew: a
    counter-entry and new entries. An order of which one row is refused is refused whole, so that the corrected rows
    import cleanly. A dry run does everything and keeps nothing. Customers and products without a code are found by
    ``find_by`` (tax_id, email, phone, name) or get the next number. ``watch`` counts records and may stop everything.

    Raises ``NotAllowed``, ``Mistake`` for unknown kinds and policies, ``Stopped``, and ``NothingImported`` when a row
    is refused and ``all_or_nothing`` was asked.
    """
    require(store.actor.access, "import")
    if kind not in LOADERS:
        raise Mistake(N_("‘{kind}’ cannot be imported; use {kinds}."), kind=kind, kinds=", ".join(LOADERS))
    if policy not in POLICIES:
        raise Mistake(N_("‘{policy}’ is not a policy; use {policies}."), policy=policy, policies=", ".join(POLICIES))
    # reading ends before writing begins: a slow or broken file never holds the database
    read = list(rows)
    watch = watch or Watch()
    watch.begin(N_("Trying") if dry_run else N_("Importing"), len(read))
    try:
        with store.write() as tx, watched(tx, watch):
            rights.require(tx.actor.access, "import")
            done = tx.claim(request, "import")
            if done is not None:
                return _answer(tx, done, (), dry_run=False)
            current = _start(tx, kind, file_name=file_name, file_hash=file_hash, policy=policy)
            current.watch = watch
            good = coded(tx, current, current.sift(read), find_by)
            LOADERS[kind](tx, current, good)
            if all_or_nothing and current.refused:
                raise NothingImported(current.refusals)
            _finish(tx, current, len(read))
            tx.done(request, "import", current.id)
            answer = _answer(tx, current.id, current.refusals, dry_run=dry_run)
            if dry_run:
                raise _DryRunEnds(answer)
            return answer
    except _DryRunEnds as end:
        return end.answer


def _start(tx: Write, kind: str, *, file_name: str, file_hash: str, policy: str) -> Run:
    from app.domain.ids import new_uid  # noqa: PLC0415 - one use

    [run_id] = new_ids(tx, ImportRun, 1)
    tx.execute(
        insert(ImportRun),
        {
            "id": run_id, "uid": new_uid(), "kind": kind, "file_name": _name(file_name), "file_hash": file_hash,
            "policy": policy, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    return Run(run_id, kind, policy)


def _name(file_name: str) -> str:
    """As it can be stored: a name of undecodable bytes comes with lone surrogates."""
    return file_name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")[-260:]


def _finish(tx: Write, current: Run, rows: int) -> None:
    current.write_changes(tx)
    tx.execute(
        update(ImportRun)
        .where(ImportRun.id == current.id)
        .values(
            rows=rows, created=current.created, updated=current.updated, skipped=current.skipped,
            refused=len(current.refused),
        )
    )  # fmt: skip
    tx.audit("imported", "import", current.id, current.kind)
    tx.touched(current.kind)
    tx.touched(CHANGED.get(current.kind, current.kind))
    tx.touched("import", current.id)


def _answer(tx: Write, run_id: int, refused: tuple[RowRefusal, ...], *, dry_run: bool) -> Imported:
    record = ImportRun
    row = tx.first(select(record.rows, record.created, record.updated, record.skipped).where(record.id == run_id))
    assert row is not None
    return Imported(run_id, row.rows, row.created, row.updated, row.skipped, refused, dry_run, tx.changes)


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did; ``kept`` counts records that were used or changed since and therefore stay."""

    run_id: int
    removed: int
    restored: int
    kept: int
    changes: ChangeSet


class _TrialEnds(Exception):  # noqa: N818 - it carries an answer out of a transaction, nothing went wrong
    def __init__(self, undone: Undone) -> None:
        self.undone = undone


def undo(store: Store, run_id: int, *, dry_run: bool = False) -> Undone:
    """Take an import back: new records go, changed ones become what they were, bookings get counter-entries.

    A dry run says what would happen and keeps nothing. Raises ``NotAllowed``, ``NotFound`` and, for a run that was
    undone before or is older than 90 days, ``Conflict``.
    """
    require(store.actor.access, "import")
    try:
        with store.write() as tx:
            undone = _undo(tx, run_id)
            if dry_run:
                raise _TrialEnds(undone)
            return undone
    except _TrialEnds as end:
        return end.undone


def _undo(tx: Write, run_id: int) -> Undone:
    query = select(ImportRun.kind, ImportRun.undone_at, ImportRun.created_at).where(ImportRun.id == run_id)
    row = tx.first(query if tx.sqlite else query.with_for_update())
    if row is None:
        raise NotFound(N_("There is no import with number {run}."), run=run_id)
    if row.undone_at is not None:
        raise Conflict(N_("Import {run} was undone already."), run=run_id)
    if tx.now - row.created_at > UNDOABLE:
        raise Conflict(N_("Import {run} is older than {days} days and stays."), run=run_id, days=UNDOABLE.days)
    removed, restored, kept = undo_run(tx, run_id, row.kind)
    tx.execute(update(ImportRun).where(ImportRun.id == run_id).values(undone_at=tx.now, undone_by=tx.actor.login))
    tx.audit("import undone", "import", run_id, row.kind)
    tx.touched(row.kind)
    tx.touched(CHANGED.get(row.kind, row.kind))
    tx.touched("import", run_id)
    return Undone(run_id, removed, restored, kept, tx.changes)
