"""Goods leave: whole or in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain.changes import ChangeSet
from app.domain.contribution import Part, total_of
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.order import check_move
from app.domain.refusal import N_, Conflict
from app.models import Balance, Customer, Delivery, DeliveryLine, Invoice, SalesOrder, Staff
from app.models.declared import aliased
from app.queries import accounts, company
from app.queries.sale import undelivered
from app.services.booking import booking_day, counted_in, kept_parts
from app.services.numbering import next_number
from app.services.orderlines import costed_lines
from app.services.orders import change, held, recognise
from app.services.standing import Standing, standings, wanted_quantities
from app.store.bulk import new_ids
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write


@dataclass(frozen=True, slots=True)
class Before:
    """An order before an operation: how its lines stand, and what the ledger holds of it."""

    lines: Mapping[int, Standing]
    booked: Mapping[int | None, Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that was made."""

    delivery_id: int
    number: str
    order_status: str
    changes: ChangeSet


@by_the_server()
def deliver(
    store: Store,
    order_id: int,
    quantities: Mapping[int, Decimal] | None = None,
    *,
    request: UUID,
    on: date | None = None,
    carrier: str = "",
) -> Delivered:
    """Deliver quantities per line id, or all that is left. Raises ``Conflict`` for more than is left to deliver."""
    with store.write() as tx:
        done = tx.claim(request, "delivery")
        if done is not None:
            return _delivered(tx, done)
        order = held(tx, order_id)
        if order.status not in ("invoiced", "delivered"):
            check_move(order.status, "delivered")
        check_paid_ahead(tx, order)
        day = on or tx.today
        before = Before(standings(tx, order), kept_parts(tx, order_id))
        left = open_to_deliver(tx, order, before)
        try:
            wanted = wanted_quantities(quantities, left)
        except Conflict as refusal:
            raise _faster(tx, order_id, refusal) from refusal
        full = wanted == {line: quantity for line, quantity in left.items() if quantity}
        delivery_id, number = _insert(tx, order_id, wanted, day, carrier)
        change(
            tx, order_id, status=order.status if order.status == "invoiced" else "delivered" if full else "in_progress",
            delivered_on=day if full else order.delivered_on, stage="" if full else order.stage,
        )  # fmt: skip
        if order.recognition == "delivery" and not order.imported:
            recognise_now(tx, order, wanted, before, on=day)
        tx.done(request, "delivery", delivery_id)
        tx.audit("delivered", "order", order_id, number)
        return _delivered(tx, delivery_id)


def check_paid_ahead(tx: Read, order: AnyRow) -> None:
    """Raises ``Conflict`` for an order of a customer who pays in advance and has not paid for it.

    Paid is whatever leaves no debt once all of the order is billed.
    """
    if order.imported or _payment_days(tx, order.customer_id) != 0:
        return
    ids = accounts.members(tx, order.customer_id)
    bill = Invoice
    rows = tx.all(select(bill.kind, func.sum(bill.gross)).where(bill.order_id == order.id).group_by(bill.kind))
    sums = {row[0]: row[1] for row in rows}
    unbilled = order.gross - sums.get("invoice", ZERO) if sums.get("invoice", ZERO) < order.gross else ZERO
    balance = tx.scalar(select(func.sum(Balance.amount)).where(Balance.customer_id.in_(ids))) or ZERO
    if balance + unbilled > 0:
        raise Conflict(
            N_("Not paid, and this customer pays in advance: {amount} is missing. Take the payment first."),
            field="payment", amount=balance + unbilled,
        )  # fmt: skip


def _payment_days(tx: Read, customer_id: int) -> int | None:
    asked, kept = aliased(Customer), aliased(Customer)
    query = select(kept.payment_days).join(asked, kept.id == func.coalesce(asked.merged_into_id, asked.id))
    days = tx.scalar(query.where(asked.id == customer_id))
    return None if days is None else int(days)


def _faster(tx: Read, order_id: int, refusal: Conflict) -> Conflict:
    """Who took the goods, where somebody did so today: a colleague at another desk, or oneself a minute ago."""
    sent, part = Delivery, DeliveryLine
    query = (
        select(sent.number, sent.created_at, func.coalesce(Staff.name, sent.created_by), func.sum(part.quantity))
        .join(part, part.delivery_id == sent.id)
        .outerjoin(Staff, (Staff.login == sent.created_by) & (sent.created_by != ""))
        .where(sent.order_id == order_id)
        .group_by(sent.id, sent.number, sent.created_at, Staff.name, sent.created_by)
        .order_by(sent.id.desc())
        .limit(1)
    )
    line, left = refusal.values.get("line"), refusal.values.get("left", ZERO)
    last = tx.first(query.where(part.line_id == line) if line else query)
    if last is None or last[1].astimezone(tx.store.zone).date() != tx.today:
        return refusal
    return Conflict(
        N_("{left} left: {who} delivered {quantity} at {time} ({number})."), left=_plain(left), who=last[2],
        quantity=_plain(last[3]), time=f"{last[1].astimezone(tx.store.zone):%H:%M}", number=last[0],
    )  # fmt: skip


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def open_to_deliver(tx: Read, order: AnyRow, before: Before) -> dict[int, Decimal]:
    """What is still to leave, per line id."""
    if order.recognition == "delivery" and not order.imported:
        # the ledger knows exactly what the customer has
        return {
            line: standing.kept - total_of(before.booked.get(line, ())).quantity
            for line, standing in before.lines.items()
        }
    return undelivered(tx, order.id, {line: standing.line.quantity for line, standing in before.lines.items()})


def _insert(tx: Write, order_id: int, wanted: Mapping[int, Decimal], day: date, carrier: str) -> tuple[int, str]:
    [delivery_id] = new_ids(tx, Delivery, 1)
    number = next_number(tx, "delivery", day)
    tx.execute(
        insert(Delivery),
        {
            "id": delivery_id, "uid": new_uid(), "number": number, "order_id": order_id, "on": day,
            "carrier": carrier, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    tx.execute(
        insert(DeliveryLine),
        [{"delivery_id": delivery_id, "line_id": line, "quantity": quantity} for line, quantity in wanted.items()],
    )
    return delivery_id, number


def _delivered(tx: Write, delivery_id: int) -> Delivered:
    row = tx.first(
        select(Delivery.number, SalesOrder.status)
        .join(SalesOrder, SalesOrder.id == Delivery.order_id)
        .where(Delivery.id == delivery_id)
    )
    assert row is not None
    return Delivered(delivery_id, row.number, row.status, tx.changes)


def recognise_now(tx: Write, order: AnyRow, quantities: Mapping[int, Decimal], before: Before, *, on: date) -> None:
    """Book quantities per line id as sold, ``before`` being how things stood until now."""
    places = company.of(tx).currency_places
    items = costed_lines(tx, order.id)
    now = {
        item.line.id: before.lines[item.line.id].recognise(
            item, before.booked.get(item.line.id, ()), quantities[item.line.id], places
        )
        for item in items
        if item.line.id in quantities
    }
    counts = not counted_in(tx, order.id, booking_day(tx, on).month)
    recognise(tx, order.id, items, now, on=on, booked=before.booked, counts=counts)
