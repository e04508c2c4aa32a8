"""The commission of a month: adjusted, disputed, closed for ever, and paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select, text, update

from app.domain import frozen, rights
from app.domain.changes import ChangeSet
from app.domain.commission import ADJUSTMENT, PAID, PAYABLE
from app.domain.commission_statement import Statement
from app.domain.ids import new_uid
from app.domain.money import ZERO, checked
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.watch import present
from app.models import (
    CommissionDispute,
    CommissionEntry,
    CommissionMonth,
    CommissionStatement,
    OrderLine,
    OrderLineCost,
    OrderShare,
    SalesOrder,
    Staff,
)
from app.queries import company
from app.queries.commissions import live, month_lines, statements
from app.queries.months import Point, Weight, require_passed, wrong_shares
from app.queries.papers_company import letterhead
from app.services.commissions import OpenMonths, check_open, hold, run
from app.store.bulk import without_collector
from app.store.session import Read, Store, Write

CHECKING = N_("Checking the books")
ADDING = N_("Adding up the month")
STORING = N_("Storing the statements")
LONGEST_WORDS = 400
_OPEN = text("INSERT INTO commission_month (month) VALUES (:month) ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Closed:
    """A month whose commission was closed: its statements and the code that proves them."""

    month: Month
    check_code: str
    statements: tuple[Statement, ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry that a person booked."""

    entry_id: int
    month: Month
    changes: ChangeSet


def checklist(store: Store, month: Month) -> list[Point]:
    """What stands in the way of closing the commission of a month, and what needs consent. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        return points(tx, month)


def points(tx: Read, month: Month) -> list[Point]:
    """The checklist inside a transaction; only what is found."""
    order = SalesOrder
    inside = order.on.between(month.first, month.last) & order.void.is_(False)
    sold = order.status.not_in(("draft", "quoted", "cancelled"))
    shared = select(OrderShare.order_id).where(OrderShare.order_id == order.id).exists()
    entry, dispute = CommissionEntry, CommissionDispute
    before = select(entry.month).where(
        entry.month < month, entry.month.not_in(select(CommissionMonth.month).where(CommissionMonth.state == "closed"))
    )
    asked = (
        (
            "shares", Weight.BLOCKS, N_("Orders of {month} whose salespeople's shares do not total 100 %: {count}."),
            select(func.count()).select_from(order).where(inside, sold, order.id.in_(wrong_shares())),
        ),
        (
            "earlier", Weight.BLOCKS, N_("Earlier months whose commission is still open: {count}. Close them first."),
            select(func.count()).select_from(before.distinct().subquery()),
        ),
        (
            "nobody", Weight.ASKS, N_("Orders of {month} without a salesperson: {count}. Nobody earns with them."),
            select(func.count()).select_from(order).where(inside, sold, ~shared),
        ),
        (
            "no_cost", Weight.ASKS, N_("Sold lines of {month} without a cost: {count}. They earn too much."),
            select(func.count()).select_from(OrderLine).join(order, order.id == OrderLine.order_id)
            .outerjoin(OrderLineCost, OrderLineCost.line_id == OrderLine.id)
            .where(inside, sold, OrderLineCost.unit_cost.is_(None)),
        ),
        (
            "disputes", Weight.ASKS, N_("Lines of {month} that are disputed: {count}. They wait, the rest is paid."),
            select(func.count()).select_from(dispute).join(entry, entry.id == dispute.entry_id)
            .where(entry.month == month, dispute.open),
        ),
    )  # fmt: skip
    found = []
    for key, weight, message, query in asked:
        count = int(tx.scalar(query) or 0)
        if count:
            found.append(Point(key, weight, message, {"month": str(month), "count": count}))
    return found


@without_collector()
def close(store: Store, month: Month, *, request: UUID, accept: Collection[str] = (), complete: bool = False) -> Closed:
    """Close the commission of a month: bands and cap are booked, every statement is frozen, nothing enters it any more.

    The run goes before, over what arose since the last one; ``complete`` over everything. ``accept`` names the points
    of the checklist that are passed. Raises ``NotAllowed``, ``Mistake`` for a month that is not over, ``Conflict`` for
    one that is closed and for points that block, ``NeedsConsent`` for points that are not accepted.
    """
    rights.require(store.actor.access, "all_commission")
    run(store, complete=complete)
    watch = present()
    watch.begin(CHECKING)
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission close") is not None:
            return _closed(tx, month, statements(tx, month))
        hold(tx)
        if month >= Month.of(tx.today):
            raise Mistake(N_("{month} is not over yet; its commission is closed afterwards."), month=str(month))
        check_open(tx, month)
        require_passed(points(tx, month), accept)
        watch.begin(ADDING)
        found = _with_extras(tx, month, live(tx, month))
        watch.begin(STORING, len(found))
        sealed = _freeze(tx, month, found)
        tx.done(request, "commission close", month.code)
        tx.audit("closed", "commission", month.code, f"{len(sealed)}")
        tx.touched("commission")
        return _closed(tx, month, sealed)


def _with_extras(tx: Write, month: Month, found: Sequence[Statement]) -> list[Statement]:
    """Book what bands and cap make of the month; the statements with those entries as their last lines."""
    rows = [
        {
            "on": month.last, "fact_on": month.last, "month": month, "belongs_to": month, "kind": line.kind,
            "staff_id": one.staff_id, "line_id": line.line_id, "cause": "month", "cause_id": month.code,
            "base": line.base, "amount": line.amount, "created_by": tx.actor.login,
        }
        for one in found
        for line in one.lines
        if not line.entry_id
    ]  # fmt: skip
    if not rows:
        return list(found)
    tx.execute(insert(CommissionEntry), rows)
    booked = month_lines(tx, month)
    return [
        replace(one, lines=(*(line for line in one.lines if line.entry_id), *booked.get(one.staff_id, ())))
        for one in found
    ]


def _freeze(tx: Write, month: Month, found: Sequence[Statement]) -> list[Statement]:
    """Store the statements as they stay, with the company as it signs today; its logo once, with the first person's."""
    company_now = letterhead(company.of(tx))
    first, plain = min((one.staff_id for one in found), default=0), replace(company_now, logo=None)
    sealed, rows = [], []
    for one in found:
        signed = replace(one, state="closed", company=company_now if one.staff_id == first else plain)
        kept, document = frozen.sealed_text(signed)
        present().count()
        sealed.append(kept)
        rows.append(
            {
                "month": month, "staff_id": kept.staff_id, "closing": kept.box.closing,
                "check_code": kept.check_code, "document": document, "created_by": tx.actor.login,
            }
        )  # fmt: skip
    tx.execute(_OPEN, {"month": month.code})
    if rows:
        tx.execute(insert(CommissionStatement), rows)
    boxes = [one.box for one in sealed]
    tx.execute(
        update(CommissionMonth).where(CommissionMonth.month == month).values(
            state="closed", closed_at=tx.now, closed_by=tx.actor.login,
            check_code=month_code(month, sealed),
            **{
                name: sum((getattr(box, name) for box in boxes), ZERO)
                for name in ("earned", "clawed_back", "adjustments", "paid", "closing")
            },
        )
    )  # fmt: skip
    return sealed


@dataclass(frozen=True, slots=True)
class _Month:
    """What the check code of a month is made of."""

    month: Month
    codes: tuple[str, ...]


def month_code(month: Month, sealed: Sequence[Statement]) -> str:
    """The code that proves a month's statements, whatever order they are in: by person, since names may change."""
    found = sorted(sealed, key=lambda one: one.staff_id)
    return frozen.digest(_Month(month, tuple(one.check_code for one in found)))


def _closed(tx: Write, month: Month, found: Sequence[Statement]) -> Closed:
    code = tx.scalar(select(CommissionMonth.check_code).where(CommissionMonth.month == month))
    return Closed(month, code or "", tuple(found), tx.changes)


def adjust(
    store: Store, staff_id: int, amount: Decimal, *, reason: str, request: UUID, on: date | None = None
) -> Booked:
    """Add to (or take off) a salesperson's commission, with a reason; who is signed in answers for it.

    Raises ``NotAllowed``, ``Mistake`` without a reason or an amount, and ``Conflict`` for a closed month.
    """
    words = _words(reason, N_("Say why: an adjustment of commission needs a reason."), "reason")
    return _book(store, staff_id, amount, kind=ADJUSTMENT, words=words, request=request, on=on)


def pay(store: Store, month: Month, staff_id: int, *, request: UUID, on: date | None = None) -> Booked:
    """Pay what a closed month's statement says, without what is still disputed and what was paid since.

    It is booked in the month in which it is paid. Raises ``NotAllowed``, and ``Conflict`` when the month is open or
    there is nothing to pay.
    """
    return _book(store, staff_id, ZERO, kind=PAID, words=str(month), request=request, on=on, of=month)


def _due(tx: Read, month: Month, staff_id: int) -> Decimal:
    found = statements(tx, month, [staff_id])
    if not found or found[0].state != "closed":
        raise Conflict(N_("The commission of {month} is not closed yet."), month=str(month))
    entry, dispute = CommissionEntry, CommissionDispute
    held = tx.scalar(
        select(func.sum(entry.amount)).join(dispute, dispute.entry_id == entry.id).where(
            dispute.open, entry.staff_id == staff_id, entry.month <= month, entry.amount > ZERO,
            entry.kind.in_(PAYABLE),
        )
    )  # fmt: skip
    since = tx.scalar(
        select(func.sum(entry.amount)).where(entry.staff_id == staff_id, entry.month > month, entry.kind == PAID)
    )
    return found[0].box.closing - (held or ZERO) + (since or ZERO)


def _book(
    store: Store,
    staff_id: int,
    amount: Decimal,
    *,
    kind: str,
    words: str,
    request: UUID,
    on: date | None,
    of: Month | None = None,
) -> Booked:
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        done = tx.claim(request, f"commission {kind}")
        if done is None:
            hold(tx)
            if of is not None:
                # asked again under the lock: somebody may have paid meanwhile
                amount = -_due(tx, of, staff_id)
                if amount >= 0:
                    raise Conflict(N_("There is nothing to pay for {month}."), month=str(of))
            if not amount:
                raise Mistake(N_("Write the amount of the adjustment."), field="amount")
            checked(amount, company.of(tx).currency_places, field="amount", signed=True)
            if tx.scalar(select(Staff.id).where(Staff.id == staff_id)) is None:
                raise NotFound(N_("There is no such salesperson."), field="staff")
            day = on or tx.today
            check_open(tx, Month.of(day))
            booked, month, belongs_to = OpenMonths(tx)(day)
            done = _inserted(
                tx,
                {
                    "on": booked, "fact_on": day, "month": month, "belongs_to": of or belongs_to, "kind": kind,
                    "staff_id": staff_id, "amount": amount, "reason": words, "approved_by": tx.actor.login,
                    "created_by": tx.actor.login,
                },
            )  # fmt: skip
            tx.done(request, f"commission {kind}", done)
            tx.audit(kind, "commission", staff_id, f"{amount} {words}")
        tx.touched("commission")
        row = tx.first(select(CommissionEntry.month).where(CommissionEntry.id == done))
        assert row is not None
        return Booked(done, row[0], tx.changes)


def _inserted(tx: Write, values: dict[str, object]) -> int:
    found = tx.execute(insert(CommissionEntry).returning(CommissionEntry.id), values)
    return int(found.scalar_one())


def dispute(store: Store, entry_id: int, words: str, *, request: UUID) -> int:
    """A salesperson disagrees with a line of the own statement: it waits, the rest is paid. The dispute's id.

    Raises ``NotAllowed`` for other people's lines, ``Mistake`` without a sentence, ``Conflict`` when it is disputed.
    """
    sentence = _words(words, N_("Say in a sentence what is wrong with this line."), "words")
    with store.write() as tx:
        rights.require(tx.actor.access, "own_commission")
        done = tx.claim(request, "commission dispute")
        if done is not None:
            return done
        hold(tx)
        entry, kept = CommissionEntry, CommissionDispute
        row = tx.first(select(entry.staff_id, entry.kind).where(entry.id == entry_id))
        if row is not None and row.staff_id != tx.actor.staff_id:
            rights.require(tx.actor.access, "all_commission")
        if row is None or row.kind not in PAYABLE or row.kind == PAID:
            raise NotFound(N_("There is no such line on a statement."))
        if tx.scalar(select(kept.id).where(kept.entry_id == entry_id, kept.open)) is not None:
            raise Conflict(N_("This line is disputed already."))
        found = tx.execute(
            insert(kept).returning(kept.id),
            {
                "uid": new_uid(), "entry_id": entry_id, "staff_id": row.staff_id, "words": sentence,
                "created_by": tx.actor.login,
            },
        )  # fmt: skip
        done = int(found.scalar_one())
        tx.done(request, "commission dispute", done)
        tx.audit("disputed", "commission", entry_id, sentence)
        tx.touched("commission")
        return done


def settle(store: Store, dispute_id: int, answer: str, *, request: UUID) -> ChangeSet:
    """Answer a dispute: the line is paid again as it stands; what was wrong is put right by ``adjust``.

    Raises ``NotAllowed``, ``Mistake`` without an answer and ``Conflict`` for one that is settled.
    """
    sentence = _words(answer, N_("Write the answer to the salesperson."), "answer")
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission dispute settled") is None:
            kept = CommissionDispute
            changed = tx.execute(
                update(kept)
                .where(kept.id == dispute_id, kept.open)
                .values(open=False, answer=sentence, settled_at=tx.now, settled_by=tx.actor.login)
            )
            if not changed.rowcount:
                raise Conflict(N_("This dispute is settled already, or there is none."))
            tx.done(request, "commission dispute settled", dispute_id)
            tx.audit("dispute settled", "commission", dispute_id, sentence)
        tx.touched("commission")
        return tx.changes


def _words(said: str, missing: str, field: str) -> str:
    words = said.strip()
    if not words:
        raise Mistake(missing, field=field)
    if len(words) > LONGEST_WORDS:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field=field, limit=LONGEST_WORDS)
    return words
