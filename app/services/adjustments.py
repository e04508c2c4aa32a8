"""Corrections of the past: never an edit, always counter-entries and new entries in an open month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from app.domain.changes import ChangeSet
from app.domain.contribution import Booking, Part, cost_corrected, parts
from app.domain.month import Month
from app.domain.order import Share, check_shares
from app.domain.refusal import N_, Conflict, Mistake
from app.models import ContributionEntry, OrderLine, OrderShare, SalesOrder
from app.queries import company
from app.services.booking import book, booking_day, kept_parts
from app.services.orderlines import CostedLine, costed_lines, shares_of, store_shares
from app.services.orders import change, held
from app.store.session import Read, Store, Write


def correct_cost(
    store: Store,
    product_id: int,
    unit_cost: Decimal,
    *,
    first: date,
    last: date,
    reason: str,
    request: UUID,
    on: date | None = None,
) -> ChangeSet:
    """Apply a right unit cost to what was sold of a product from ``first`` to ``last`` and is kept.

    No entry changes: the difference is booked at ``on`` (default today) as an adjustment that names its month.
    """
    _needs_reason(reason)
    with store.write() as tx:
        if tx.claim(request, "cost correction") is not None:
            return ChangeSet()
        day, places = on or tx.today, company.of(tx).currency_places
        for order_id, customer_id, sold_on in _orders_of(tx, product_id, first, last):
            kept = kept_parts(tx, order_id)
            bookings = []
            for item in costed_lines(tx, order_id):
                if item.line.product_id == product_id:
                    changed = cost_corrected(kept.get(item.line.id, ()), unit_cost, places)
                    bookings += [
                        _entry(item, part, "adjustment", day, customer_id, order_id, reason, unit_cost=unit_cost,
                               belongs_to=Month.of(sold_on))
                        for part in changed
                    ]  # fmt: skip
            book(tx, bookings)
        tx.done(request, "cost correction", product_id)
        tx.audit("cost corrected", "product", product_id, reason)
        return tx.changes


def move_order(
    store: Store,
    order_id: int,
    *,
    reason: str,
    request: UUID,
    on: date | None = None,
    shares: Sequence[Share] | None = None,
) -> ChangeSet:
    """Give a booked order another day or other salespeople: all entries are countered and written anew.

    What lies in a closed month stays there; counter-entries and new entries go to the first open month.
    Raises ``Conflict`` for orders that booked nothing.
    """
    _needs_reason(reason)
    if shares is not None:
        check_shares(shares)
    with store.write() as tx:
        if tx.claim(request, "order moved") is not None:
            return ChangeSet()
        order = held(tx, order_id)
        groups = _by_day(tx, order_id)
        if not groups:
            raise Conflict(N_("Nothing was booked for this order yet; simply change it."))
        new_shares = tuple(shares) if shares is not None else shares_of(tx, order_id)
        items = {item.line.id: item for item in costed_lines(tx, order_id)}
        for day, lines in groups.items():
            target = on or day
            counted = int(booking_day(tx, day).month == Month.of(day))
            old = [
                _entry(items.get(line or 0), part.negated, "reversal", day, order.customer_id, order_id, reason)
                for line, kept in lines.items() for part in kept
            ]  # fmt: skip
            book(tx, old, orders=-counted)
            new = [
                _entry(items.get(line or 0), part, "freight" if line is None else "sale", target, order.customer_id,
                       order_id, reason)
                for line, kept in lines.items()
                for part in parts(*_totals(kept), new_shares, company.of(tx).currency_places)
            ]  # fmt: skip
            book(tx, new, orders=counted)
        if on is not None:
            change(tx, order_id, on=on)
        if shares is not None:
            tx.execute(OrderShare.__table__.delete().where(OrderShare.order_id == order_id))  # type: ignore[attr-defined]
            store_shares(tx, order_id, new_shares)
            change(tx, order_id)
        tx.done(request, "order moved", order_id)
        tx.audit("moved", "order", order_id, reason)
        return tx.changes


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Mistake(N_("Say why: a correction of the past needs a reason."), field="reason")


def _orders_of(tx: Read, product_id: int, first: date, last: date) -> list[tuple[int, int, date]]:
    rows = tx.all(
        select(SalesOrder.id, SalesOrder.customer_id, SalesOrder.on)
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .where(OrderLine.product_id == product_id, SalesOrder.on.between(first, last), SalesOrder.void.is_(False))
        .distinct()
        .order_by(SalesOrder.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _by_day(tx: Write, order_id: int) -> dict[date, dict[int | None, list[Part]]]:
    """What is kept of an order per day it was booked on, line and salesperson."""
    entry = ContributionEntry
    rows = tx.all(
        select(entry.on, entry.line_id, entry.staff_id, func.sum(entry.quantity), func.sum(entry.revenue),
               func.sum(entry.cost))
        .where(entry.order_id == order_id, entry.complaint_id.is_(None))
        .group_by(entry.on, entry.line_id, entry.staff_id)
        .order_by(entry.on, entry.line_id, entry.staff_id)
    )  # fmt: skip
    days: defaultdict[date, defaultdict[int | None, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        part = Part(row[2], row[3], row[4], row[5])
        if not part.empty:
            days[row[0]][row[1]].append(part)
    return {day: dict(lines) for day, lines in days.items()}


def _totals(kept: Sequence[Part]) -> tuple[Decimal, Decimal, Decimal]:
    zero = Decimal(0)
    return (
        sum((part.quantity for part in kept), zero),
        sum((part.revenue for part in kept), zero),
        sum((part.cost for part in kept), zero),
    )


def _entry(
    item: CostedLine | None,
    part: Part,
    kind: str,
    on: date,
    customer_id: int,
    order_id: int,
    reason: str,
    *,
    unit_cost: Decimal | None = None,
    belongs_to: Month | None = None,
) -> Booking:
    return Booking(
        kind, on, customer_id, part, order_id=order_id,
        line_id=item.line.id if item else None,
        product_id=item.line.product_id if item else None,
        level=item.level if item else None,
        unit_cost=unit_cost if unit_cost is not None else (item.unit_cost if item else None),
        belongs_to=belongs_to, reason=reason,
    )  # fmt: skip
