"""One salesperson's month line by line: what is on the statement, what is earned and waits, and where it came from."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from app.domain import rights
from app.domain.commission import EARNED, OFFSET, RELEASED
from app.domain.commission_statement import Statement, StatementLine
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_, NotFound
from app.models import (
    AccountEntry,
    CommissionDispute,
    CommissionEntry,
    Customer,
    GoodsReturn,
    Invoice,
    OrderLine,
    SalesOrder,
)
from app.queries.commission_facts import many
from app.queries.commission_team import due, month_state, next_open
from app.queries.commissions import Dispute, MonthState, statement
from app.store.session import Read, Store

WAITING = "waiting"
"""The kind of a line that is earned and not payable yet; it is on no statement."""
DOCUMENTS: Mapping[str, Any] = {"bill": Invoice, "back": GoodsReturn, "paid": AccountEntry}


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that moved a line: what (order, bill, back, paid, month), number and day; empty for adjustments."""

    cause: str
    number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one salesperson's screen of a month shows.

    ``waiting`` are lines of kind ``waiting``, with the part that is not payable yet at the end of the month; ``due``
    is what can be paid now of a closed month. ``disputes`` are by entry, the newest last.
    """

    statement: Statement
    state: MonthState
    waiting: tuple[StatementLine, ...]
    origins: Mapping[int, Origin]
    disputes: Mapping[int, tuple[Dispute, ...]]
    due: Decimal
    over: bool
    next_open: Month

    @property
    def month(self) -> Month:
        """The month."""
        return self.state.month

    @property
    def closed(self) -> bool:
        """Whether nothing enters the month any more."""
        return self.state.state == "closed"


def sheet(store: Store, month: Month | None = None, staff_id: int | None = None) -> Sheet:
    """A person's month: the signed-in one's unless another is named, this month unless another is.

    Raises ``NotAllowed`` for another person's without the right to all, ``NotFound`` for who sells nothing.
    """
    rights.require(store.actor.access, "own_commission")
    who = store.actor.staff_id if staff_id is None else staff_id
    if who is None:
        raise NotFound(N_("This user is not a salesperson and has no commission statement."))
    wanted = month or Month.of(store.today())
    found = statement(store, wanted, who)
    with store.snapshot() as tx:
        state = month_state(tx, wanted)
        lines = [one for one in found.lines if one.entry_id]
        waiting = _waiting(tx, wanted, who)
        owed = due(tx, wanted, [found])[who] if state.state == "closed" else ZERO
        return Sheet(
            found, state, waiting, origins(tx, [one.entry_id for one in (*lines, *waiting)]), _disputes(tx, who),
            owed, wanted < Month.of(tx.today), next_open(tx, wanted),
        )  # fmt: skip


def _waiting(tx: Read, month: Month, staff_id: int) -> tuple[StatementLine, ...]:
    """Per order line what is earned and not released, at the end of the month; under the entry that earned it."""
    entry = CommissionEntry
    mine = (entry.staff_id == staff_id) & (entry.month <= month) & entry.kind.in_((EARNED, OFFSET, RELEASED))
    sums: defaultdict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    query = select(entry.line_id, entry.kind, func.sum(entry.amount), func.sum(entry.base)).where(mine)
    for line_id, kind, amount, base in tx.all(query.group_by(entry.line_id, entry.kind)):
        sign = -1 if kind == RELEASED else 1
        sums[line_id][0] += sign * amount
        sums[line_id][1] += sign * base
    open_ = sorted(line_id for line_id, (amount, _) in sums.items() if amount)
    newest = many(
        tx, open_,
        lambda ids: select(func.max(entry.id)).where(mine, entry.kind == EARNED, entry.amount != ZERO)
        .where(entry.line_id.in_(ids)).group_by(entry.line_id),
    )  # fmt: skip
    rows = many(tx, [row[0] for row in newest], _earned)
    return tuple(
        StatementLine(
            row.id, WAITING, row.on, row.belongs_to, sums[row.line_id][0], sums[row.line_id][1], row.order_id,
            row.number or "", row.line_id, row.name or "", row.description or "", row.level, row.rate, row.share,
            row.version_id, row.cause,
        )
        for row in rows
    )  # fmt: skip


def _earned(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    entry = CommissionEntry
    return (
        select(
            entry.id, entry.on, entry.belongs_to, entry.order_id, SalesOrder.number, entry.line_id, Customer.name,
            OrderLine.description, entry.level, entry.rate, entry.share, entry.version_id, entry.cause,
        )
        .join(SalesOrder, SalesOrder.id == entry.order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .join(OrderLine, OrderLine.id == entry.line_id)
        .where(entry.id.in_(ids))
        .order_by(entry.fact_on, entry.id)
    )  # fmt: skip


def origins(tx: Read, entry_ids: Sequence[int]) -> dict[int, Origin]:
    """The documents that moved these entries."""
    entry = CommissionEntry
    rows = list(
        many(
            tx, entry_ids,
            lambda ids: select(entry.id, entry.cause, entry.cause_id, entry.fact_on, SalesOrder.number)
            .outerjoin(SalesOrder, SalesOrder.id == entry.order_id).where(entry.id.in_(ids)),
        )
    )  # fmt: skip
    numbers = documents(tx, [(row.cause, row.cause_id) for row in rows])
    return {
        row.id: Origin(
            row.cause, numbers.get((row.cause, row.cause_id), (row.number or "") if row.cause == "order" else ""),
            row.fact_on,
        )
        for row in rows
    }  # fmt: skip


def documents(tx: Read, causes: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The numbers of invoices, returns and payments by (cause, id)."""
    found: dict[tuple[str, int], str] = {}
    for cause, model in DOCUMENTS.items():
        wanted = sorted({one for kind, one in causes if kind == cause and one > 0})
        for row in many(tx, wanted, _numbers(model)):
            found[cause, row[0]] = row[1]
    return found


def _numbers(model: Any) -> Callable[[Sequence[int]], Select[*tuple[Any, ...]]]:  # noqa: ANN401 - any of three tables
    def query(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
        return select(model.id, model.number).where(model.id.in_(ids))

    return query


def _disputes(tx: Read, staff_id: int) -> dict[int, tuple[Dispute, ...]]:
    kept = CommissionDispute
    found: defaultdict[int, tuple[Dispute, ...]] = defaultdict(tuple)
    query = select(kept.id, kept.entry_id, kept.staff_id, kept.words, kept.open, kept.answer)
    for row in tx.all(query.where(kept.staff_id == staff_id).order_by(kept.id)):
        found[row.entry_id] += (Dispute(*row),)
    return dict(found)
