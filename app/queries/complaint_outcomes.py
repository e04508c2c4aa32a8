"""What is done about complaints: proposals and what became of them, what lines still have to give, who approves."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, null, select

from app.domain import frozen, rights
from app.domain.complaint_outcome import (
    EXECUTED,
    LIMIT,
    OPEN,
    PROPOSED,
    REPLACEMENT,
    Item,
    Possible,
    Terms,
    shared_lines,
)
from app.domain.money import ZERO
from app.domain.order import BOOKED_STATES
from app.domain.refusal import N_, NotFound
from app.models import (
    Complaint,
    ComplaintOutcome,
    ComplaintOutcomeCost,
    Customer,
    GoodsReturn,
    Invoice,
    OrderLine,
    Product,
    SalesOrder,
    Setting,
    Staff,
)
from app.models.declared import aliased
from app.queries.sale import billed, gone_back
from app.store.session import AnyRow, Read, Store

LIMIT_SETTING = "complaint.approval_limit"
"""The setting: above this net amount a manager approves."""
MOST_ORDERS = 30


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A proposal and what became of it. ``value`` is net of what is given, ``cost`` what it costs besides.

    ``by`` and ``decided_by`` are names; papers are numbers, empty where there is none.
    """

    id: int
    kind: str
    state: str
    order_id: int | None
    order: str
    reason: str
    terms: Terms
    value: Decimal
    at: datetime
    by: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    executed_at: datetime | None
    return_number: str
    credit_note: str
    new_order_id: int | None
    new_order: str


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order of the complaint's customer that an outcome can be about."""

    id: int
    number: str
    on: date
    net: Decimal


@dataclass(frozen=True, slots=True)
class LineLeft:
    """One line of an order with what it still has to give; ``line_net`` is what was sold."""

    left: Possible
    code: str
    unit: str
    quantity: Decimal
    line_net: Decimal


@dataclass(frozen=True, slots=True)
class OrderLeft:
    """An order with what its lines still have to give; no lines for one that is no order (any more)."""

    order_id: int
    lines: Sequence[LineLeft]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A proposal of another complaint that speaks of the same lines and is not carried out yet."""

    complaint_id: int
    number: str
    kind: str
    state: str
    value: Decimal
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a manager."""

    outcome_id: int
    complaint_id: int
    number: str
    subject: str
    customer_id: int
    customer: str
    kind: str
    reason: str
    value: Decimal
    cost: Decimal
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CaseOutcomes:
    """Everything the card of a complaint shows. ``line_id`` is the order line the complaint is about, if one is."""

    complaint_id: int
    number: str
    status: str
    version: int
    subject: str
    customer_id: int
    order_id: int | None
    line_id: int | None
    limit: Decimal
    orders: Sequence[OrderChoice]
    outcomes: Sequence[OutcomeRow]

    @property
    def open(self) -> OutcomeRow | None:
        """The proposal that is not decided or not carried out yet."""
        return next((one for one in self.outcomes if one.state in OPEN), None)


def limit_of(tx: Read) -> Decimal:
    """Above it a manager approves."""
    text = tx.scalar(select(Setting.value).where(Setting.name == LIMIT_SETTING))
    try:
        return Decimal(str(json.loads(text))) if text else LIMIT
    except (ValueError, ArithmeticError):
        return LIMIT


def limit(store: Store) -> Decimal:
    """The same for a screen."""
    with store.read() as tx:
        return limit_of(tx)


def possible(tx: Read, order: AnyRow) -> list[Possible]:
    """What every line of an order (its row) still has to give, in its order. An imported order came billed."""
    back, bills, again = gone_back(tx, order.id), billed(tx, order.id), replaced(tx, order.id)
    line, none, found = OrderLine, (ZERO, ZERO), []
    for row in tx.all(
        select(line.id, line.description, line.quantity, line.net).where(line.order_id == order.id)
        .order_by(line.position)
    ):  # fmt: skip
        gone = back.get(row.id, none)
        kept, kept_net = row.quantity - gone[0], row.net - gone[1]
        on_bills = kept_net if order.imported else bills.get(row.id, none)[1]
        found.append(Possible(row.id, row.description, kept, kept_net, on_bills, again.get(row.id, ZERO)))
    return found


def replaced(tx: Read, order_id: int) -> dict[int, Decimal]:
    """Pieces per line that were given again at price 0, unless the new order was called off."""
    done, new = ComplaintOutcome, aliased(SalesOrder)
    rows = tx.all(
        select(done.terms).join(new, new.id == done.new_order_id)
        .where(done.order_id == order_id, done.kind == REPLACEMENT, done.state == EXECUTED,
               new.status != "cancelled", new.void.is_(False))
    )  # fmt: skip
    found: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        terms = frozen.loads(Terms, row.terms)
        for item in () if terms.goods_back else terms.items:
            found[item.line_id] += item.quantity
    return dict(found)


def order_left(store: Store, order_id: int) -> OrderLeft:
    """The lines of a confirmed order with what they still have to give. Raises ``NotFound``; four statements."""
    line = OrderLine
    with store.snapshot() as tx:
        order = tx.first(
            select(SalesOrder.id, SalesOrder.imported, SalesOrder.status)
            .where(SalesOrder.id == order_id, SalesOrder.void.is_(False))
        )  # fmt: skip
        if order is None:
            raise NotFound(N_("There is no such order."))
        left = {one.line_id: one for one in possible(tx, order)} if order.status in BOOKED_STATES else {}
        rows = tx.all(
            select(line.id, Product.code, line.unit, line.quantity, line.net)
            .join(Product, Product.id == line.product_id)
            .where(line.order_id == order_id)
            .order_by(line.position)
        )
    lines = [LineLeft(left[row.id], row.code, row.unit, row.quantity, row.net) for row in rows if row.id in left]
    return OrderLeft(order_id, lines)


def overlapping(
    tx: Read, order_id: int, items: Collection[Item], complaint_id: int | None = None
) -> list[Overlap]:  # fmt: skip
    """Open proposals of other complaints on the same lines of an order, the oldest first."""
    other, case = ComplaintOutcome, Complaint
    rows = tx.all(
        _with_author(
            select(case.id, case.number, other.kind, other.state, other.net, other.terms)
            .join(case, case.id == other.complaint_id)
            .where(other.order_id == order_id, other.state.in_(OPEN), case.void.is_(False))
            .order_by(other.id)
        )
    )
    return [
        Overlap(row.id, row.number, row.kind, row.state, row.net, row.by)
        for row in rows
        if row.id != complaint_id and shared_lines(tuple(items), frozen.loads(Terms, row.terms).items)
    ]


def waiting(store: Store, limit: int = 100) -> list[Waiting]:
    """Proposals that wait for a manager, the oldest first; none for who may not approve."""
    if not rights.may(store.actor.access, "see_profit"):
        return []
    with store.read() as tx:
        return [
            Waiting(
                row.id, row.complaint_id, row.number, row.subject, row.customer_id, row.name, row.kind, row.reason,
                row.net, row.cost or ZERO, row.created_at, row.by,
            )
            for row in tx.all(waiting_rows().limit(limit))
        ]  # fmt: skip


def waiting_rows() -> Any:  # noqa: ANN401 - a statement
    """The statement behind ``waiting``, for who may approve and asks for other things at the same time."""
    asked, case, source, kept = ComplaintOutcome, Complaint, aliased(Customer), aliased(Customer)
    cost = ComplaintOutcomeCost
    return _with_author(
        select(
            asked.id, asked.complaint_id, case.number, case.subject, kept.id.label("customer_id"), kept.name,
            asked.kind, asked.reason, asked.net, cost.cost, asked.created_at,
        )
        .outerjoin(cost, cost.outcome_id == asked.id)
        .join(case, case.id == asked.complaint_id)
        .join(source, source.id == case.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .where(asked.state == PROPOSED, case.void.is_(False))
        .order_by(asked.id)
    )  # fmt: skip


def _with_author(query: Any) -> Any:  # noqa: ANN401 - a statement
    """The same with the name of who proposed, as ``by``."""
    made = ComplaintOutcome
    return query.add_columns(func.coalesce(Staff.name, made.created_by).label("by")).outerjoin(
        Staff, (Staff.login == made.created_by) & (made.created_by != "")
    )


def _with_cost(tx: Read, query: Any) -> Any:  # noqa: ANN401 - a statement
    """The same with what a proposal costs, as ``cost``; nobody else's question touches that table."""
    cost = ComplaintOutcomeCost
    if not rights.may(tx.actor.access, "see_profit"):
        return query.add_columns(null().label("cost"))
    return query.add_columns(cost.cost).outerjoin(cost, cost.outcome_id == ComplaintOutcome.id)


def of_case(store: Store, complaint_id: int) -> CaseOutcomes:
    """What the card of a complaint shows. Raises ``NotFound``; four statements."""
    case = Complaint
    with store.snapshot() as tx:
        row = tx.first(
            select(case.id, case.number, case.status, case.version, case.subject, case.customer_id, case.order_id,
                   case.line_id).where(case.id == complaint_id, case.void.is_(False))
        )  # fmt: skip
        if row is None:
            raise NotFound(N_("There is no such complaint."))
        head = (row.id, row.number, row.status, row.version, row.subject, row.customer_id, row.order_id, row.line_id)
        return CaseOutcomes(*head, limit_of(tx), _orders(tx, row), _outcomes(tx, complaint_id))


def _orders(tx: Read, case: AnyRow) -> list[OrderChoice]:
    """The complaint's own order first, then the customer's newest ones."""
    order, own = SalesOrder, Customer
    root = select(func.coalesce(own.merged_into_id, own.id)).where(own.id == case.customer_id).scalar_subquery()
    theirs = select(own.id).where((own.id == root) | (own.merged_into_id == root))
    rows = tx.all(
        select(order.id, func.coalesce(order.number, ""), order.on, order.net)
        .where(order.customer_id.in_(theirs), order.void.is_(False), order.status.in_(BOOKED_STATES))
        .order_by((order.id == case.order_id).desc() if case.order_id else order.on.desc(), order.on.desc(),
                  order.id.desc())
        .limit(MOST_ORDERS)
    )  # fmt: skip
    return [OrderChoice(*row) for row in rows]


def _outcomes(tx: Read, complaint_id: int) -> list[OutcomeRow]:
    """The newest first; what they cost for who may see it."""
    made, old, new, who = ComplaintOutcome, aliased(SalesOrder), aliased(SalesOrder), aliased(Staff)
    rows = tx.all(
        _with_cost(tx, _with_author(
            select(
                made.id, made.kind, made.state, made.order_id, func.coalesce(old.number, "").label("order"),
                made.reason, made.terms, made.net, made.created_at, made.decided_at,
                func.coalesce(who.name, made.decided_by).label("decider"), made.decision, made.executed_at,
                func.coalesce(GoodsReturn.number, "").label("return_number"),
                func.coalesce(Invoice.number, "").label("credit_note"), made.new_order_id,
                func.coalesce(new.number, "").label("new_order"),
            )
            .outerjoin(old, old.id == made.order_id)
            .outerjoin(new, new.id == made.new_order_id)
            .outerjoin(GoodsReturn, GoodsReturn.id == made.return_id)
            .outerjoin(Invoice, Invoice.id == GoodsReturn.invoice_id)
            .outerjoin(who, (who.login == made.decided_by) & (made.decided_by != ""))
            .where(made.complaint_id == complaint_id)
            .order_by(made.id.desc())
        ))
    )  # fmt: skip
    return [
        OutcomeRow(
            row.id, row.kind, row.state, row.order_id, row.order, row.reason,
            replace(frozen.loads(Terms, row.terms), cost=row.cost or ZERO), row.net,
            row.created_at, row.by, row.decided_at, row.decider, row.decision, row.executed_at, row.return_number,
            row.credit_note, row.new_order_id, row.new_order,
        )
        for row in rows
    ]  # fmt: skip
