"""What an outcome would do, shown before anybody approves: it is carried out and taken back, by the code that books."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from app.domain import rights
from app.domain.commission import CLAWBACK, EARNED, OFFSET
from app.domain.complaint_outcome import ON_AN_ORDER, Proposal, needs_approval
from app.domain.contribution import contribution
from app.domain.money import ZERO
from app.domain.month import Month
from app.models import ContributionEntry, GoodsReturn, Invoice, OrderLine, OrderLineCost, SalesOrder, Staff
from app.queries import company
from app.queries.commission_facts import roots
from app.queries.commission_plans import agreements
from app.queries.complaint_outcomes import Overlap, limit_of, overlapping
from app.services.booking import booking_day
from app.services.commissions import differences
from app.services.complaint_outcomes_books import Made, carry_out, held_order, value_of
from app.services.complaints_case import held
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write

_KEPT = frozenset({EARNED, OFFSET, CLAWBACK})
"""The kinds of commission entries that say what somebody keeps."""


@dataclass(frozen=True, slots=True)
class Loss:
    """How somebody's commission changes; below zero is less."""

    staff_id: int
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """What carrying a proposal out today would do.

    ``value`` is net of what the customer is given, ``credit`` what their account is credited with tax, ``new_order``
    what a new order asks for. ``contribution`` is the change of it, new goods that are booked later included, and none
    for who may not see it; ``commission`` only names those whose commission one may see, none for who sees nobody's.
    """

    value: Decimal
    credit: Decimal
    new_order: Decimal | None
    contribution: Decimal | None
    commission: tuple[Loss, ...] | None
    limit: Decimal
    needs_approval: bool
    may_approve: bool
    month: Month
    overlaps: tuple[Overlap, ...]


class _TakenBackError(Exception):
    """Rolls the attempt back."""


@by_the_server()
def effect(store: Store, complaint_id: int, proposal: Proposal) -> Effect:
    """Carry a proposal out, look, and roll everything back: nothing is written.

    Raises what proposing and carrying out raise.
    """
    found: list[Effect] = []
    try:
        with store.write() as tx:
            rights.require(tx.actor.access, "records")
            proposal.check(company.of(tx).currency_places)
            found.append(_tried(tx, held(tx, complaint_id), proposal))
            raise _TakenBackError
    except _TakenBackError:
        return found[0]


def _tried(tx: Write, case: AnyRow, proposal: Proposal) -> Effect:
    access = tx.actor.access
    sees_profit, sees_all = rights.may(access, "see_profit"), rights.may(access, "all_commission")
    sees_own = tx.actor.staff_id is not None and rights.may(access, "own_commission")
    value: Decimal = ZERO
    overlaps: list[Overlap] = []
    if proposal.kind in ON_AN_ORDER and proposal.order_id is not None:
        value = value_of(tx, held_order(tx, case, proposal.order_id), proposal)
        overlaps = overlapping(tx, proposal.order_id, proposal.items, case.id)
    looks = (sees_all or sees_own) and proposal.kind in ON_AN_ORDER
    before = _commission(tx, case.customer_id, {proposal.order_id}) if looks else {}
    made = carry_out(tx, case, proposal)
    after = _commission(tx, case.customer_id, {proposal.order_id, made.order_id}) if looks else {}
    commission = None
    if sees_all or sees_own:
        commission = _losses(tx, before, after, None if sees_all else {tx.actor.staff_id})
    limit = limit_of(tx)
    return Effect(
        value, _credited(tx, made), _asked(tx, made), _change(tx, made, proposal.cost) if sees_profit else None,
        commission, limit, needs_approval(value, proposal.cost, limit), sees_profit,
        booking_day(tx, tx.today).month, tuple(overlaps),
    )  # fmt: skip


def _credited(tx: Read, made: Made) -> Decimal:
    """The gross of the credit note."""
    bill = select(GoodsReturn.invoice_id).where(GoodsReturn.id == made.return_id)
    found = tx.scalar(select(Invoice.gross).where(Invoice.id == bill.scalar_subquery())) if made.return_id else None
    return found or ZERO


def _asked(tx: Read, made: Made) -> Decimal | None:
    if made.order_id is None:
        return None
    return Decimal(tx.scalar(select(SalesOrder.gross).where(SalesOrder.id == made.order_id)) or ZERO)


def _change(tx: Read, made: Made, cost: Decimal) -> Decimal:
    """Σ of what the outcome booked, new goods that are recognised later, and what the outcome itself costs."""
    entry, total = ContributionEntry, -cost
    if made.return_id is not None:
        total += _sum(tx, entry.return_id == made.return_id)
    if made.order_id is None:
        return total
    booked = tx.scalar(select(func.count()).where(entry.order_id == made.order_id))
    if booked:
        return total + _sum(tx, entry.order_id == made.order_id)
    rows = tx.all(
        select(OrderLine.net, OrderLineCost.cost).outerjoin(OrderLineCost, OrderLineCost.line_id == OrderLine.id)
        .where(OrderLine.order_id == made.order_id)
    )  # fmt: skip
    return total + sum((contribution(row.net, row.cost or ZERO) for row in rows), ZERO)


def _sum(tx: Read, where: ColumnElement[bool]) -> Decimal:
    row = tx.first(select(func.sum(ContributionEntry.revenue), func.sum(ContributionEntry.cost)).where(where))
    assert row is not None
    return contribution(row[0] or ZERO, row[1] or ZERO)


def _commission(tx: Read, customer_id: int, order_ids: Collection[int | None]) -> dict[int, Decimal]:
    """What the ledger lacks of what everybody keeps of these orders; it may be behind."""
    agreed = agreements(tx)
    if agreed.first is None:
        return {}
    heads = sorted(set(roots(tx, [customer_id]).values()))
    found: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for one in differences(tx, heads, agreed, only={order_id for order_id in order_ids if order_id is not None}):
        _, staff_id, _, kind, *_ = one.key
        if kind in _KEPT:
            found[staff_id] += one.amount
    return dict(found)


def _losses(
    tx: Read, before: Mapping[int, Decimal], after: Mapping[int, Decimal], only: Collection[int | None] | None
) -> tuple[Loss, ...]:
    changes = {who: after.get(who, ZERO) - before.get(who, ZERO) for who in {*before, *after}}
    ids = [who for who, amount in changes.items() if amount and (only is None or who in only)]
    if not ids:
        return ()
    rows = tx.all(select(Staff.id, Staff.name).where(Staff.id.in_(ids)).order_by(Staff.name, Staff.id))
    return tuple(Loss(row.id, row.name, changes[row.id]) for row in rows)
