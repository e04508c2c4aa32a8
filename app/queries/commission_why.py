"""Why a line of commission is what it is: base, rate and the rule that gave it, share, and all that happened to it.

Who sees the own commission only is told the own part of the base, never a line's cost or margin beyond it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.domain import frozen, rights
from app.domain.commission import CLAWBACK, EARNED, OFFSET, RELEASED
from app.domain.commission_plan import Base, Terms, lineage
from app.domain.money import HUNDRED, ZERO
from app.domain.month import Month
from app.domain.refusal import N_, NotAllowed, NotFound
from app.models import (
    Category,
    CommissionDispute,
    CommissionEntry,
    CommissionPlan,
    CommissionPlanVersion,
    Customer,
    Invoice,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Product,
    SalesOrder,
    Staff,
)
from app.queries.commission_lines import documents
from app.queries.commissions import Dispute
from app.store.session import AnyRow, Read, Store

MOVES = (EARNED, RELEASED, OFFSET, CLAWBACK)


@dataclass(frozen=True, slots=True)
class Matched:
    """What gave the rate: ``level``, or a rule about a ``product`` or a ``category`` with its name and place.

    ``booked``: what was agreed when it was booked is not what the plan's version would give today.
    """

    kind: str
    name: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One booked change of this part of the line."""

    entry_id: int
    kind: str
    on: date
    month: Month
    belongs_to: Month
    cause: str
    document: str
    amount: Decimal
    base: Decimal


@dataclass(frozen=True, slots=True)
class Agreement:
    """The version of the plan that holds for the line."""

    plan: str
    valid_from: date
    terms: Terms
    matched: Matched


@dataclass(frozen=True, slots=True)
class Why:
    """One line of commission with all that explains it; fields of order and agreement are empty for adjustments.

    ``whole_base`` is the base of the whole line, none where the reader may know the own part (``base``) only.
    """

    entry_id: int
    kind: str
    amount: Decimal
    month: Month
    belongs_to: Month
    on: date
    reason: str
    approved_by: str
    cause: str
    order_id: int | None
    order: str
    customer: str
    product: str
    level: str | None
    rate: Decimal | None
    share: Decimal | None
    agreement: Agreement | None
    whole_base: Decimal | None
    base: Decimal
    sharers: tuple[tuple[str, Decimal], ...]
    invoices: tuple[str, ...]
    events: tuple[Event, ...]
    disputes: tuple[Dispute, ...]

    def total(self, *kinds: str) -> Decimal:
        """Σ amount of the events of these kinds."""
        return sum((one.amount for one in self.events if one.kind in kinds), ZERO)

    @property
    def earned(self) -> Decimal:
        """What the line earned when it was sold."""
        return self.total(EARNED)

    @property
    def returned(self) -> Decimal:
        """What went again with goods and money that came back (not positive)."""
        return self.total(OFFSET, CLAWBACK)

    @property
    def waiting(self) -> Decimal:
        """What is earned, kept and not payable yet."""
        return self.total(EARNED, OFFSET) - self.total(RELEASED)


def why(store: Store, entry_id: int) -> Why:
    """What explains an entry. Raises ``NotFound``, and ``NotAllowed`` for another person's without the right to all."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "own_commission")
        row = tx.first(_entry(entry_id))
        every = rights.may(tx.actor.access, "all_commission")
        if row is not None and row.staff_id != tx.actor.staff_id and not every:
            raise NotAllowed(rights.RIGHTS["all_commission"].refusal)
        if row is None:
            raise NotFound(N_("There is no such line on a statement."))
        events = _events(tx, row) if row.line_id is not None else ()
        first = next((one for one in events if one.kind == EARNED and one.base), None)
        base = sum((one.base for one in events if one.kind == EARNED), ZERO) if events else row.base
        agreement = _agreement(tx, row)
        shared = _sharers(tx, row)
        return Why(
            row.id, row.kind, row.amount, row.month, row.belongs_to, row.fact_on, row.reason, row.approved_by,
            row.cause, row.order_id, row.number or "", row.customer or "", row.description or "", row.level,
            row.rate, row.share, agreement, _whole(tx, row, agreement, base, every=every) if first else None,
            base, shared, _invoices(tx, row.order_id), events, _disputes(tx, entry_id),
        )  # fmt: skip


def _entry(entry_id: int) -> Any:  # noqa: ANN401 - a statement
    entry = CommissionEntry
    return (
        select(
            entry.id, entry.kind, entry.amount, entry.month, entry.belongs_to, entry.fact_on, entry.reason,
            entry.approved_by, entry.cause, entry.order_id, entry.line_id, entry.staff_id, entry.version_id,
            entry.level, entry.rate, entry.share, entry.base, SalesOrder.number, Customer.name.label("customer"),
            OrderLine.description, OrderLine.product_id, OrderLine.net, Product.category_id,
        )
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Customer, Customer.id == SalesOrder.customer_id)
        .outerjoin(OrderLine, OrderLine.id == entry.line_id)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(entry.id == entry_id)
    )  # fmt: skip


def _events(tx: Read, row: AnyRow) -> tuple[Event, ...]:
    """All that was booked for this person's part of this line, under every version, in the order of time."""
    entry = CommissionEntry
    rows = tx.all(
        select(
            entry.id, entry.kind, entry.fact_on, entry.month, entry.belongs_to, entry.cause, entry.cause_id,
            entry.amount, entry.base,
        )
        .where(entry.line_id == row.line_id, entry.staff_id == row.staff_id, entry.kind.in_(MOVES))
        .order_by(entry.fact_on, entry.id)
    )  # fmt: skip
    numbers = documents(tx, [(one.cause, one.cause_id) for one in rows])
    return tuple(
        Event(
            one.id, one.kind, one.fact_on, one.month, one.belongs_to, one.cause,
            row.number or "" if one.cause == "order" else numbers.get((one.cause, one.cause_id), ""),
            one.amount, one.base,
        )
        for one in rows
    )  # fmt: skip


def _agreement(tx: Read, row: AnyRow) -> Agreement | None:
    if row.version_id is None:
        return None
    version, plan = CommissionPlanVersion, CommissionPlan
    found = tx.first(
        select(plan.name, version.valid_from, version.terms).join(plan, plan.id == version.plan_id)
        .where(version.id == row.version_id)
    )  # fmt: skip
    if found is None:
        return None
    terms = frozen.loads(Terms, found.terms)
    return Agreement(found.name, found.valid_from, terms, _matched(tx, row, terms))


def _matched(tx: Read, row: AnyRow, terms: Terms) -> Matched:
    parents = {one[0]: one[1] for one in tx.all(select(Category.id, Category.parent_id))} if terms.rules else {}
    groups = lineage(row.category_id, parents)
    if row.rate is None or terms.rate_for(row.level, row.product_id, groups) != row.rate:
        return Matched("booked")
    for place, rule in enumerate(terms.rules, 1):
        if rule.fits(row.product_id, groups):
            if rule.product_id is not None:
                return Matched("product", row.description or "", place)
            name = tx.scalar(select(Category.name).where(Category.id == rule.category_id))
            return Matched("category", name or "", place)
    return Matched("level")


def _sharers(tx: Read, row: AnyRow) -> tuple[tuple[str, Decimal], ...]:
    """Who else sold the order, with the percent of each."""
    if row.order_id is None or row.share is None or row.share >= HUNDRED:
        return ()
    share = OrderShare
    rows = tx.all(
        select(Staff.name, share.percent).join(Staff, Staff.id == share.staff_id)
        .where(share.order_id == row.order_id, share.staff_id != row.staff_id).order_by(share.position)
    )  # fmt: skip
    return tuple((one[0], one[1]) for one in rows)


def _whole(tx: Read, row: AnyRow, agreement: Agreement | None, base: Decimal, *, every: bool) -> Decimal | None:
    """The base of the whole line, for who may know it: managers, who sold it alone, and anybody of a revenue."""
    if agreement is None or row.line_id is None or row.net is None:
        return None
    if row.share is not None and row.share >= HUNDRED:
        return base
    if agreement.terms.base is Base.REVENUE:
        return agreement.terms.base_of(row.net, ZERO)
    if not every or not rights.may(tx.actor.access, "see_profit"):
        return None
    cost = tx.scalar(select(OrderLineCost.cost).where(OrderLineCost.line_id == row.line_id))
    return agreement.terms.base_of(row.net, cost or ZERO)


def _invoices(tx: Read, order_id: int | None) -> tuple[str, ...]:
    if order_id is None:
        return ()
    bill = Invoice
    rows = tx.all(
        select(bill.number).where(bill.order_id == order_id, bill.kind == "invoice").order_by(bill.on, bill.id)
    )
    return tuple(row[0] for row in rows)


def _disputes(tx: Read, entry_id: int) -> tuple[Dispute, ...]:
    kept = CommissionDispute
    rows: Sequence[AnyRow] = tx.all(
        select(kept.id, kept.entry_id, kept.staff_id, kept.words, kept.open, kept.answer)
        .where(kept.entry_id == entry_id).order_by(kept.id)
    )  # fmt: skip
    return tuple(Dispute(*row) for row in rows)
