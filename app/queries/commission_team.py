"""A month's commission of everybody, as the screen shows it: a row per person, what to look at, what is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import rights
from app.domain.commission import PAID, PAYABLE
from app.domain.commission_statement import Statement
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.watch import Watch
from app.models import (
    CommissionDispute,
    CommissionEntry,
    CommissionMonth,
    CommissionPlan,
    CommissionStatement,
    Customer,
    OrderLine,
    OrderLineCost,
    OrderShare,
    SalesOrder,
    Staff,
)
from app.queries.commissions import MonthState, last_closed, statements
from app.queries.months import wrong_shares
from app.store.session import AnyRow, Read, Store

_BROKEN = (ValueError, KeyError, TypeError, ArithmeticError, AssertionError, AttributeError)
"""What working out one person's statement may fail with, without the database being at fault."""


@dataclass(frozen=True, slots=True)
class Member:
    """One salesperson's month. ``due`` is what can be paid of a closed month now; ``broken`` says why it is missing."""

    id: int
    code: str
    name: str
    statement: Statement | None
    due: Decimal = ZERO
    to_check: int = 0
    broken: str = ""

    def level(self, name: str) -> Decimal:
        """What lines of a level brought, clawed back already taken off."""
        found = self.statement.levels if self.statement is not None else ()
        return next((one.amount for one in found if one.level == name), ZERO)


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """What somebody disagrees with and nobody has answered."""

    id: int
    entry_id: int
    staff_id: int
    name: str
    month: Month
    order_id: int | None
    order: str
    customer: str
    product: str
    amount: Decimal
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody's month. ``next_open`` is the first month after it into which can be booked, ``over`` whether it ended.

    ``nearest`` is the newest month before it (else the oldest after it) with commission, for a month without any.
    """

    state: MonthState
    members: tuple[Member, ...]
    disputes: tuple[OpenDispute, ...]
    planned: bool
    over: bool
    next_open: Month
    nearest: Month | None

    @property
    def month(self) -> Month:
        """The month."""
        return self.state.month

    @property
    def closed(self) -> bool:
        """Whether nothing enters it any more."""
        return self.state.state == "closed"

    @property
    def due(self) -> Decimal:
        """What can be paid in all."""
        return sum((max(one.due, ZERO) for one in self.members), ZERO)


def team(store: Store, month: Month, *, watch: Watch | None = None) -> Team:
    """The month of everybody who has commission in it, by name. Raises ``NotAllowed``.

    Where one person's statement cannot be worked out, the others' are there all the same. ``watch`` counts people and
    names who is worked out.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        state = month_state(tx, month)
        found, broken = _statements(tx, month, state, watch)
        owed = due(tx, month, found) if state.state == "closed" else {}
        checks = _to_check(tx, month, closed=state.state == "closed")
        members = [
            Member(one.staff_id, one.code, one.name, one, owed.get(one.staff_id, ZERO), checks.get(one.staff_id, 0))
            for one in found
        ]
        planned = tx.scalar(select(CommissionPlan.id).limit(1)) is not None
        return Team(
            state, tuple(sorted([*members, *broken], key=lambda one: (one.name, one.id))), open_disputes(tx), planned,
            month < Month.of(tx.today), next_open(tx, month), _nearest(tx, month) if not found else None,
        )  # fmt: skip


def month_state(tx: Read, month: Month) -> MonthState:
    """Whether a month is closed, when and by whom."""
    kept = CommissionMonth
    row = tx.first(
        select(kept.month, kept.state, kept.closed_at, kept.closed_by, kept.check_code).where(kept.month == month)
    )
    return MonthState(*row) if row is not None else MonthState(month, "open", None, "", "")


def next_open(tx: Read, month: Month) -> Month:
    """This month if it is open, else the first one after all that are closed."""
    last = last_closed(tx)
    return month if last is None or month > last else last.plus(1)


def due(tx: Read, month: Month, found: Sequence[Statement]) -> dict[int, Decimal]:
    """What of these statements of a closed month is neither disputed nor paid since, per salesperson."""
    entry, dispute = CommissionEntry, CommissionDispute
    people = [one.staff_id for one in found]
    held = {
        row[0]: row[1]
        for row in tx.all(
            select(entry.staff_id, func.sum(entry.amount)).join(dispute, dispute.entry_id == entry.id)
            .where(
                dispute.open, entry.staff_id.in_(people), entry.month <= month, entry.amount > ZERO,
                entry.kind.in_(PAYABLE),
            )
            .group_by(entry.staff_id)
        )
    }  # fmt: skip
    since = {
        row[0]: row[1]
        for row in tx.all(
            select(entry.staff_id, func.sum(entry.amount))
            .where(entry.staff_id.in_(people), entry.month > month, entry.kind == PAID)
            .group_by(entry.staff_id)
        )
    }
    return {
        one.staff_id: one.box.closing - held.get(one.staff_id, ZERO) + since.get(one.staff_id, ZERO) for one in found
    }


def _statements(tx: Read, month: Month, state: MonthState, watch: Watch | None) -> tuple[list[Statement], list[Member]]:
    """All statements; if that fails, person by person, so that only the one with the fault is missing."""
    try:
        return statements(tx, month, watch=watch), []
    except _BROKEN:
        found: list[Statement] = []
        broken: list[Member] = []
        for row in _people(tx, month, closed=state.state == "closed"):
            try:
                found += statements(tx, month, [row.id], watch=watch)
            except _BROKEN as error:
                broken.append(Member(row.id, row.code, row.name, None, broken=type(error).__name__))
        return found, broken


def _people(tx: Read, month: Month, *, closed: bool) -> Sequence[AnyRow]:
    kept, entry = CommissionStatement, CommissionEntry
    known = select(kept.staff_id).where(kept.month == month)
    if not closed:
        known = select(entry.staff_id).where(entry.month <= month)
    query = select(Staff.id, Staff.code, Staff.name).where(Staff.id.in_(known.distinct()))
    return tx.all(query.order_by(Staff.name, Staff.id))


def _to_check(tx: Read, month: Month, *, closed: bool) -> Mapping[int, int]:
    """What somebody should look at before the month is closed or paid, per salesperson."""
    entry, dispute, order, share = CommissionEntry, CommissionDispute, SalesOrder, OrderShare
    sold = (
        order.on.between(month.first, month.last) & order.void.is_(False)
        & order.status.not_in(("draft", "quoted", "cancelled"))
    )  # fmt: skip
    asked = [
        select(entry.staff_id, func.count()).select_from(dispute).join(entry, entry.id == dispute.entry_id)
        .where(dispute.open, entry.month == month if not closed else entry.month <= month).group_by(entry.staff_id),
    ]  # fmt: skip
    if not closed:
        asked += [
            select(share.staff_id, func.count()).select_from(OrderLine).join(order, order.id == OrderLine.order_id)
            .join(share, share.order_id == order.id).outerjoin(OrderLineCost, OrderLineCost.line_id == OrderLine.id)
            .where(sold, OrderLineCost.unit_cost.is_(None)).group_by(share.staff_id),
            select(share.staff_id, func.count()).join(order, order.id == share.order_id)
            .where(sold, order.id.in_(wrong_shares())).group_by(share.staff_id),
        ]  # fmt: skip
    found: defaultdict[int, int] = defaultdict(int)
    for query in asked:
        for staff_id, count in tx.all(query):
            found[staff_id] += count
    return found


def open_disputes(tx: Read) -> tuple[OpenDispute, ...]:
    """All that nobody has answered, oldest first, of whatever month."""
    entry, kept = CommissionEntry, CommissionDispute
    rows = tx.all(
        select(
            kept.id, entry.id, Staff.id, Staff.name, entry.month, entry.order_id,
            func.coalesce(SalesOrder.number, ""), func.coalesce(Customer.name, ""),
            func.coalesce(OrderLine.description, ""), entry.amount, kept.words, kept.created_at,
        )
        .join(entry, entry.id == kept.entry_id).join(Staff, Staff.id == entry.staff_id)
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Customer, Customer.id == SalesOrder.customer_id)
        .outerjoin(OrderLine, OrderLine.id == entry.line_id)
        .where(kept.open).order_by(kept.id)
    )  # fmt: skip
    return tuple(OpenDispute(*row) for row in rows)


def count_open_disputes(store: Store) -> int:
    """How many objections nobody has answered. Raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "all_commission")
        return int(tx.scalar(select(func.count()).where(CommissionDispute.open)) or 0)


def _nearest(tx: Read, month: Month) -> Month | None:
    entry = CommissionEntry
    before = tx.scalar(select(func.max(entry.month)).where(entry.month < month, entry.kind.in_(PAYABLE)))
    if before is not None:
        return before  # type: ignore[no-any-return]
    after: Month | None = tx.scalar(select(func.min(entry.month)).where(entry.month > month))
    return after
