"""Corrections of the past: never an edit, always counter-entries and new entries in an open month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import case, delete, func, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.contribution import Booking, Part, cost_corrected, parts, recognised, total_of
from app.domain.money import PRICE_PLACES, checked
from app.domain.month import Month
from app.domain.order import BOOKED_STATES, Share, check_shares
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import ContributionEntry, OrderLine, OrderShare, Product, SalesOrder
from app.queries import company
from app.services.booking import book, booking_day, count_orders, kept_of_orders
from app.services.orderlines import CostedLine, costed_lines, store_shares
from app.services.orders import change, held
from app.store.session import AnyRow, Read, Store, Write

CHUNK = 1000


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

    No entry changes: the difference is booked at ``on`` (default today) as an adjustment that names its month. What
    is sold but not recognised yet keeps its snapshot. Raises ``Mistake`` for a cost or a period that cannot be.
    """
    _needs_reason(reason)
    checked(unit_cost, PRICE_PLACES, field="cost")
    if last < first:
        raise Mistake(N_("The period ends on {last}, before it begins."), field="last", last=last)
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        if tx.claim(request, "cost correction") is not None:
            return ChangeSet()
        if tx.scalar(select(Product.id).where(Product.id == product_id)) is None:
            raise NotFound(N_("There is no such product."))
        day, places = on or tx.today, company.of(tx).currency_places
        orders = _orders_held(tx, product_id, first, last)
        for start in range(0, len(orders), CHUNK):
            ids = orders[start : start + CHUNK]
            kept = kept_of_orders(tx, ids)
            book(tx, list(_corrections(_lines_sold(tx, product_id, ids), kept, unit_cost, day, reason, places)))
        tx.done(request, "cost correction", product_id)
        tx.audit("cost corrected", "product", product_id, reason)
        tx.touched("product", product_id)
        return tx.changes


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a cost correction would book: how many orders it touches, and the contribution it adds (or takes)."""

    orders: int
    contribution: Decimal
    on: date


def preview_cost(store: Store, product_id: int, unit_cost: Decimal, *, first: date, last: date) -> Corrected:
    """What ``correct_cost`` would book today. Raises what it raises for a cost or a period that cannot be."""
    checked(unit_cost, PRICE_PLACES, field="cost")
    if last < first:
        raise Mistake(N_("The period ends on {last}, before it begins."), field="last", last=last)
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        places, orders = company.of(tx).currency_places, _orders_held(tx, product_id, first, last)
        found: list[Booking] = []
        for start in range(0, len(orders), CHUNK):
            ids = orders[start : start + CHUNK]
            kept = kept_of_orders(tx, ids)
            found += _corrections(_lines_sold(tx, product_id, ids), kept, unit_cost, tx.today, "", places)
        changed = [booking for booking in found if not booking.part.empty]
        whole = total_of([booking.part for booking in changed])
        return Corrected(len({booking.order_id for booking in changed}), whole.revenue - whole.cost, tx.today)


def _orders_held(tx: Read, product_id: int, first: date, last: date) -> list[int]:
    """The orders of a product in a period, locked when something is written: a return at the same moment would reverse
    another cost.

    Only what is locked here is corrected: an order confirmed a moment later could be returned before it is booked.
    """
    order = SalesOrder
    sold = select(OrderLine.order_id).where(OrderLine.product_id == product_id)
    query = (
        select(order.id)
        .where(order.id.in_(sold), order.on.between(first, last), order.void.is_(False))
        .order_by(order.id)
    )
    holds = isinstance(tx, Write) and not tx.sqlite
    return [row[0] for row in tx.all(query.with_for_update() if holds else query)]


def _lines_sold(tx: Read, product_id: int, order_ids: Sequence[int]) -> Sequence[AnyRow]:
    order = SalesOrder
    return tx.all(
        select(OrderLine.id, OrderLine.order_id, OrderLine.product_id, OrderLine.level, order.customer_id, order.on)
        .join(order, order.id == OrderLine.order_id)
        .where(OrderLine.product_id == product_id, OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.order_id, OrderLine.position)
    )


def _corrections(
    lines: Sequence[AnyRow],
    kept: Mapping[int, Mapping[int | None, Sequence[Part]]],
    unit_cost: Decimal,
    day: date,
    reason: str,
    places: int,
) -> Iterator[Booking]:
    for line in lines:
        for part in cost_corrected(kept.get(line.order_id, {}).get(line.id, ()), unit_cost, places):
            yield Booking(
                "adjustment", day, line.customer_id, part, order_id=line.order_id, line_id=line.id,
                product_id=line.product_id, level=line.level, unit_cost=unit_cost, belongs_to=Month.of(line.on),
                reason=reason,
            )  # fmt: skip


def move_order(
    store: Store,
    order_id: int,
    *,
    reason: str,
    request: UUID,
    on: date | None = None,
    shares: Sequence[Share] | None = None,
) -> ChangeSet:
    """Give a booked order another day or other salespeople: its entries are countered and written anew.

    Another day moves what was sold and its freight; what came back stays dated at its return. Other salespeople get
    all of it. What lies in a closed month stays there; counter-entries and new entries go to the first open month.
    Raises ``Conflict`` for orders that booked nothing, ``NotAllowed`` for other salespeople without the right to all
    commission.
    """
    _needs_reason(reason)
    if shares is not None:
        check_shares(shares)
    with store.write() as tx:
        if shares is not None:
            rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "order moved") is not None:
            return ChangeSet()
        order = held(tx, order_id)
        groups = _booked_groups(tx, order_id) if order.status in BOOKED_STATES else []
        moved = [group for group in groups if shares is not None or group.sold]
        if not moved:
            raise Conflict(N_("Nothing is booked for this order; simply change it."))
        if shares is not None:
            tx.execute(delete(OrderShare).where(OrderShare.order_id == order_id))
            store_shares(tx, order_id, shares)
        _book_anew(tx, order, moved, shares, on, reason)
        change(tx, order_id, on=on or order.on)
        tx.done(request, "order moved", order_id)
        tx.audit("moved", "order", order_id, reason)
        return tx.changes


@dataclass(frozen=True, slots=True)
class _Group:
    """What is kept of one line (``None``: freight) in entries of one day, month, return and kind."""

    on: date
    belongs_to: Month
    line_id: int | None
    return_id: int | None
    kind: str
    kept: Sequence[Part]

    @property
    def sold(self) -> bool:
        """A sale or its freight, which have the order's day; not a return or an adjustment."""
        return self.kind in ("sale", "freight")


def _booked_groups(tx: Read, order_id: int) -> list[_Group]:
    """What is kept of an order; a reversal counts with what it reversed."""
    entry = ContributionEntry
    rows = tx.all(
        select(
            entry.on, entry.belongs_to, entry.line_id, entry.return_id,
            # of a sale and its adjustment on one day the sale gives the name
            func.max(case((entry.kind != "reversal", entry.kind), else_="")).label("kind"),
            entry.staff_id, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost),
        )
        .where(entry.order_id == order_id, entry.complaint_id.is_(None))
        .group_by(entry.on, entry.belongs_to, entry.line_id, entry.return_id, entry.staff_id)
        .order_by(func.min(entry.id))
    )  # fmt: skip
    found: defaultdict[tuple[date, Month, int | None, int | None], list[Part]] = defaultdict(list)
    kinds: dict[tuple[date, Month, int | None, int | None], str] = {}
    for row in rows:
        part = Part(*row[5:])
        if not part.empty:
            key = (row[0], row[1], row[2], row[3])
            found[key].append(part)
            kinds[key] = max(kinds.get(key, ""), row.kind)
    return [_Group(*key, kinds[key] or "adjustment", kept) for key, kept in found.items()]


def _book_anew(
    tx: Write, order: AnyRow, groups: Sequence[_Group], shares: Sequence[Share] | None, on: date | None, reason: str
) -> None:
    """Counter the groups and write them again, of another day or (``shares``) for other people."""
    items = {item.line.id: item for item in costed_lines(tx, order.id)}
    places = company.of(tx).currency_places
    old: list[Booking] = []
    new: list[Booking] = []
    split: dict[int | None, Sequence[Part]] = {}
    months: set[tuple[Month, Month]] = set()
    for group in groups:
        item = items.get(group.line_id or 0)
        moves = on is not None and group.sold
        target, belongs_to = (on or group.on, None) if moves else (group.on, group.belongs_to)
        old += [
            _entry(order, group, item, part.negated, kind="reversal", on=group.on, belongs_to=group.belongs_to)
            for part in group.kept
        ]
        people = group.kept
        if shares is not None:
            # cumulative per line: a sale and its returns still leave nothing for anybody
            before = split.get(group.line_id, ())
            people = recognised(before, total_of(group.kept), shares, places)
            whole = total_of([*before, *group.kept])
            split[group.line_id] = parts(whole.quantity, whole.revenue, whole.cost, shares, places)
        new += [_entry(order, group, item, part, kind=group.kind, on=target, belongs_to=belongs_to) for part in people]
        if moves and group.kind == "sale":
            months.add((Month.of(group.on), Month.of(target)))
    book(tx, [replace(booking, reason=reason) for booking in old])
    book(tx, [replace(booking, reason=reason) for booking in new])
    _count(tx, order.customer_id, months)


def _count(tx: Write, customer_id: int, moves: Iterable[tuple[Month, Month]]) -> None:
    """An order counts once in each month in which something of it is sold; a closed month keeps its count."""
    moved = [
        (old, booking_day(tx, new.first).month) for old, new in moves if booking_day(tx, old.first).month == old
    ]  # fmt: skip
    left, entered = {old for old, _ in moved}, {new for _, new in moved}
    count_orders(tx, customer_id, {m: (m in entered) - (m in left) for m in sorted(left | entered)})


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Mistake(N_("Say why: a correction of the past needs a reason."), field="reason")


def _entry(
    order: AnyRow,
    group: _Group,
    item: CostedLine | None,
    part: Part,
    *,
    kind: str,
    on: date,
    belongs_to: Month | None,
) -> Booking:
    return Booking(
        kind, on, order.customer_id, part, order_id=order.id, return_id=group.return_id,
        line_id=item.line.id if item else None,
        product_id=item.line.product_id if item else None,
        level=item.level if item else None,
        unit_cost=item.unit_cost if item else None,
        belongs_to=belongs_to,
    )  # fmt: skip
