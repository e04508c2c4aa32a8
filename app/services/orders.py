"""Quotes and orders: place, quote, confirm, cancel; each one operation that may be repeated safely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, update

from app.domain.changes import ChangeSet
from app.domain.contribution import Booking, Part, parts, recognised
from app.domain.money import ZERO
from app.domain.order import OrderDraft, Share, check_move, figures
from app.domain.refusal import N_, Conflict, NotFound
from app.models import Audit, OrderCost, OrderLine, ProductCost, ProductPrice, SalesOrder, Staff
from app.queries import company
from app.queries.company import Settings
from app.services.booking import book
from app.services.numbering import number_last
from app.services.orderlines import (
    CostedLine,
    bookings_of,
    buyer,
    check_sellers,
    completed,
    costed,
    going_on,
    on_day,
    shares_of,
    store_order,
    stored_lines,
    stored_prices,
)
from app.services.placing import store_placed
from app.services.price_limits import Consent, Deal, access_of, asked, check, note
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write


@dataclass(frozen=True, slots=True)
class Placed:
    """An order or quote as it stands after the operation."""

    order_id: int
    number: str
    status: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    changes: ChangeSet


@by_the_server("consent")
def place(store: Store, draft: OrderDraft, *, request: UUID, consent: Consent | None = None) -> Placed:
    """Store and confirm an order in one operation; a repeated ``request`` returns the order that is there.

    Raises ``Mistake`` naming the field, ``NotFound`` for unknown customers and products, ``Conflict`` for a blocked
    customer, ``NotAllowed`` and ``NeedsConsent`` for prices beyond the usual (``approvals`` has their ways), and
    ``NotAllowed`` for shares that the front desk names. Costs are those of the order's day; entries are booked by the
    company's recognition rule.
    """
    with store.write() as tx:
        check_sellers(tx, draft)
        done = store_placed(tx, draft, request, consent)
        if isinstance(done, int):
            return placed(tx, done)
        money = done.figures
        return Placed(done.order_id, done.number, "confirmed", money.net, money.tax, money.gross, tx.changes)


@by_the_server()
def quote(store: Store, draft: OrderDraft, *, request: UUID, draft_only: bool = False) -> Placed:
    """Store a quote with its number (or a draft without one); nothing is booked."""
    with store.write() as tx:
        done = tx.claim(request, "quote")
        if done is not None:
            return placed(tx, done)
        settings = company.of(tx)
        order_id = _store(tx, draft, settings, "draft" if draft_only else "quoted")
        tx.done(request, "quote", order_id)
        if not draft_only:
            number_last(tx, order_id, "quote", draft.on, column="quote_number")
        tx.audit("drafted" if draft_only else "quoted", "order", order_id)
        return placed(tx, order_id)


@by_the_server("consent")
def confirm(
    store: Store,
    order_id: int,
    *,
    request: UUID,
    version: int | None = None,
    on: date | None = None,
    consent: Consent | None = None,
) -> Placed:
    """Confirm a draft or quote; it becomes an order of ``on`` (default today) at the prices that were quoted.

    Raises ``Conflict`` when it was changed since ``version`` was read, or is not a draft or quote any more, and what
    ``price_limits.check`` raises about its prices: a quote that holds keeps what its author was allowed to promise.
    """
    with store.write() as tx:
        done = tx.claim(request, "order")
        if done is not None:
            return placed(tx, done)
        settings = company.of(tx)
        order = held(tx, order_id, version)
        check_move(order.status, "confirmed")
        day = on or tx.today
        buyer(tx, order.customer_id)
        _check_prices(tx, order, day, settings, consent)
        change(
            tx, order_id, status="confirmed", on=day, recognition=settings.recognition, approval="", approval_note=""
        )
        _confirm(tx, order_id, day, settings)
        tx.done(request, "order", order_id)
        number_last(tx, order_id, "order", day)
        tx.audit("confirmed", "order", order_id)
        return placed(tx, order_id)


def offer(store: Store, order_id: int, *, request: UUID, version: int | None = None) -> Placed:
    """Make a quote with a number of a draft that is stored. Raises ``Conflict`` for anything but a draft."""
    with store.write() as tx:
        done = tx.claim(request, "quote")
        if done is None:
            order = held(tx, order_id, version)
            check_move(order.status, "quoted")
            change(tx, order_id, status="quoted", approval="", approval_note="")
            tx.done(request, "quote", order_id)
            number_last(tx, order_id, "quote", order.on, column="quote_number")
            tx.audit("quoted", "order", order_id)
        return placed(tx, order_id)


def _check_prices(tx: Write, order: AnyRow, day: date, settings: Settings, consent: Consent | None) -> None:
    lines = stored_prices(tx, order.id)
    money = figures(OrderDraft(order.customer_id, day, lines, discount=order.discount), settings.currency_places)
    ids = {line.product_id for line in lines}
    lists = on_day(tx, ProductPrice, ProductPrice.price, ids, order.on)
    costs = on_day(tx, ProductCost, ProductCost.cost, ids, day)
    holds = order.status == "quoted" and (order.valid_until is None or order.valid_until >= day)
    promised = access_of(tx, order.created_by) if holds else ""
    deal = Deal(going_on(tx, order.customer_id), day, settings, promised)
    if check(tx, asked(lines, money, lists, costs), deal, consent) and consent is not None:
        note(tx, order.id, consent)


def stored_draft(tx: Write, draft: OrderDraft) -> int:
    """Store an order as a draft without a number; its id."""
    return _store(tx, draft, company.of(tx), "draft")


def held(tx: Write, order_id: int, version: int | None = None) -> AnyRow:
    """The order's row, locked until the transaction ends: two operations on one order never interleave.

    Raises ``NotFound`` for unknown and void orders and ``Conflict`` when it was changed since ``version``.
    """
    query = select(SalesOrder.__table__).where(SalesOrder.id == order_id, SalesOrder.void.is_(False))
    row = tx.first(query if tx.sqlite else query.with_for_update())
    if row is None:
        raise NotFound(N_("There is no such order."))
    if version is not None and row.version != version:
        raise _changed(tx, order_id)
    tx.touched("order", order_id)
    tx.touched("customer", row.customer_id)
    return row


def _changed(tx: Write, order_id: int) -> Conflict:
    """Who changed an order, and when, as its trail says."""
    trail = (
        select(Audit.created_at, func.coalesce(Staff.name, Audit.created_by))
        .outerjoin(Staff, (Staff.login == Audit.created_by) & (Audit.created_by != ""))
        .where(Audit.kind == "order", Audit.record_id == order_id)
        .order_by(Audit.id.desc())
        .limit(1)
    )
    last = tx.first(trail)
    if last is None or not last[1]:
        return Conflict(N_("Somebody else changed this order meanwhile. Look at it again before saving."))
    return Conflict(
        N_("{who} changed this order meanwhile, at {time}. Look at it again before saving."), who=last[1],
        time=f"{last[0].astimezone(tx.store.zone):%H:%M}",
    )  # fmt: skip


def change(tx: Write, order_id: int, **values: object) -> None:
    """Update an order's row and its version."""
    table = SalesOrder.__table__
    tx.execute(
        update(SalesOrder)
        .where(SalesOrder.id == order_id)
        .values({table.c[name]: value for name, value in values.items()} | {table.c.version: table.c.version + 1})
    )


def placed(tx: Write | Read, order_id: int) -> Placed:
    """An order as it stands."""
    order = SalesOrder
    row = tx.first(
        select(order.number, order.quote_number, order.status, order.net, order.tax, order.gross).where(
            order.id == order_id
        )
    )
    if row is None:
        raise NotFound(N_("There is no such order."))
    changes = tx.changes if isinstance(tx, Write) else ChangeSet()
    number = row.number or row.quote_number or ""
    return Placed(order_id, number, row.status, row.net, row.tax, row.gross, changes)


def _store(tx: Write, draft: OrderDraft, settings: Settings, status: str) -> int:
    draft.check(settings.currency_places)
    check_sellers(tx, draft)
    found = buyer(tx, draft.customer_id)
    draft = replace(draft, lines=completed(tx, draft, settings))
    if not draft.shares and found.salesperson_id:
        draft = replace(draft, shares=(Share(found.salesperson_id, Decimal(100)),))
    money = figures(draft, settings.currency_places)
    order_id, _ = store_order(tx, draft, money, found, status, settings)
    tx.touched("order", order_id)
    tx.touched("customer", found.id)
    return order_id


def _confirm(tx: Write, order_id: int, on: date, settings: Settings) -> None:
    """Snapshot costs and levels; book the sale where orders are recognised when they are confirmed."""
    items = costed(tx, stored_lines(tx, order_id), on, settings)
    for level in {item.level for item in items}:
        ids = [item.line.id for item in items if item.level == level]
        tx.execute(update(OrderLine).where(OrderLine.id.in_(ids)).values(level=level))
    if settings.recognition == "order":
        whole = {item.line.id: Part(None, item.line.quantity, item.line.net, item.cost) for item in items}
        recognise(tx, order_id, items, whole, on=on, booked={}, counts=True)


def recognise(
    tx: Write,
    order_id: int,
    items: list[CostedLine],
    now: Mapping[int, Part],
    *,
    on: date,
    booked: Mapping[int | None, Sequence[Part]],
    counts: bool,
) -> None:
    """Book parts of an order's lines (``now``, per line id) as sold; the first time freight goes along.

    ``booked`` is what the ledger holds of the order (``kept_parts``). An order counts once in each month in which
    something of it is sold; ``counts`` says whether this is that time.
    """
    order = tx.first(select(SalesOrder.customer_id, SalesOrder.freight).where(SalesOrder.id == order_id))
    assert order is not None
    places = company.of(tx).currency_places
    shares = shares_of(tx, order_id)
    bookings: list[Booking] = []
    for item in items:
        if item.line.id in now:
            grown = recognised(booked.get(item.line.id, ()), now[item.line.id], shares, places)
            bookings += bookings_of(item, grown, kind="sale", on=on, customer_id=order.customer_id, order_id=order_id)
    if not booked:
        bookings += _freight(tx, order_id, order.customer_id, order.freight, shares, on)
    book(tx, bookings, orders=int(counts))


def _freight(
    tx: Write, order_id: int, customer_id: int, billed: Decimal, shares: tuple[Share, ...], on: date
) -> list[Booking]:
    paid = tx.scalar(select(OrderCost.freight_paid).where(OrderCost.order_id == order_id)) or ZERO
    if not (billed or paid):
        return []
    places = company.of(tx).currency_places
    return [
        Booking("freight", on, customer_id, part, order_id=order_id)
        for part in parts(ZERO, billed, paid, shares, places)
    ]
