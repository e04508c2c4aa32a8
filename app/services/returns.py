"""Goods or money go back, or a whole order is called off; never more than was sold minus what went back before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain.changes import ChangeSet
from app.domain.contribution import Booking, Part, given_back, taken_back, total_of
from app.domain.ids import new_uid
from app.domain.money import ZERO, checked
from app.domain.month import Month
from app.domain.order import BOOKED_STATES, check_move
from app.domain.refusal import N_, Conflict, Mistake
from app.models import GoodsReturn, GoodsReturnLine, Invoice, InvoiceLine
from app.queries import company
from app.services.booking import book, booking_day, counted_in, kept_parts
from app.services.invoices import BillLine, write_bill
from app.services.numbering import next_number
from app.services.orderlines import bookings_of, costed_lines
from app.services.orders import change, held
from app.services.standing import Standing, has_bill, has_left, standings, wanted_quantities
from app.store.bulk import new_ids
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that was booked; ``credit_note`` is its number, empty where nothing had been billed."""

    return_id: int
    number: str
    net: Decimal
    credit_note: str
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class _Back:
    """One line's part of a return: quantity and net going back, and how much of that was billed before."""

    before: Standing
    quantity: Decimal
    net: Decimal
    billed: Decimal
    billed_net: Decimal


@by_the_server()
def take_back(
    store: Store,
    order_id: int,
    quantities: Mapping[int, Decimal],
    *,
    request: UUID,
    reason: str,
    on: date | None = None,
) -> Returned:
    """Goods come back: quantities per line id. Revenue and snapshot cost are reversed, dated at the return.

    Raises ``Mistake`` without a reason and ``Conflict`` for more than was sold minus what came back before.
    """
    with store.write() as tx:
        done = tx.claim(request, "return")
        if done is None:
            order = held(tx, order_id)
            done = return_goods(tx, order, quantities, on=on or tx.today, reason=reason)
            tx.done(request, "return", done)
        return returned(tx, done)


@by_the_server()
def give_back(
    store: Store, order_id: int, amounts: Mapping[int, Decimal], *, request: UUID, reason: str, on: date | None = None
) -> Returned:
    """Money goes back without goods: net amounts per line id, revenue only.

    Raises ``Conflict`` for more than was billed of a line and not given back, and for orders without a bill.
    """
    with store.write() as tx:
        done = tx.claim(request, "return")
        if done is None:
            order = held(tx, order_id)
            done = return_money(tx, order, amounts, on=on or tx.today, reason=reason)
            tx.done(request, "return", done)
        return returned(tx, done)


def return_goods(tx: Write, order: AnyRow, quantities: Mapping[int, Decimal], *, on: date, reason: str) -> int:
    """``take_back`` inside another operation; ``order`` is a held row. The id of the return. Raises as it does."""
    _check_booked(order, reason)
    lines, places = standings(tx, order), company.of(tx).currency_places
    wanted = wanted_quantities(quantities, {line: found.kept for line, found in lines.items()})
    backs = [_Back(lines[line], quantity, *lines[line].back(quantity, places)) for line, quantity in wanted.items()]
    return _book_return(tx, order, backs, kind="goods", on=on, reason=reason)


def return_money(tx: Write, order: AnyRow, amounts: Mapping[int, Decimal], *, on: date, reason: str) -> int:
    """``give_back`` inside another operation; ``order`` is a held row. The id of the return. Raises as it does."""
    _check_booked(order, reason)
    if not order.imported and not has_bill(tx, order.id):
        raise Conflict(N_("This order was not invoiced yet; there is nothing to give back."))
    lines, places = standings(tx, order), company.of(tx).currency_places
    asked = {line: amount for line, amount in amounts.items() if amount}
    if not asked:
        raise Mistake(N_("Write the amount that is given back."), field="amount")
    for line, amount in asked.items():
        checked(amount, places, field="amount")
        if line not in lines:
            raise Mistake(N_("This line is not on the order."), field="lines")
        if amount > lines[line].billed_net:
            raise Conflict(
                N_("This line still brings {kept}; {amount} cannot be given back."),
                kept=lines[line].billed_net, amount=amount,
            )  # fmt: skip
    backs = [_Back(lines[line], ZERO, amount, ZERO, amount) for line, amount in asked.items()]
    return _book_return(tx, order, backs, kind="money", on=on, reason=reason)


@by_the_server()
def cancel(store: Store, order_id: int, *, request: UUID, reason: str, on: date | None = None) -> Returned | None:
    """Call off an order, quote or draft; what was booked is reversed and what was billed is credited.

    ``None`` for drafts and quotes, which had booked nothing. Raises ``Conflict`` when goods have left.
    """
    with store.write() as tx:
        done = tx.claim(request, "return")
        if done is not None:
            return returned(tx, done) if done else None
        if not reason.strip():
            raise Mistake(N_("Say why: a cancellation needs a reason."), field="reason")
        order = held(tx, order_id)
        check_move(order.status, "cancelled")
        if has_left(tx, order_id):
            raise Conflict(N_("Goods of this order have left already. Take them back instead of cancelling it."))
        change(tx, order_id, status="cancelled", cancelled_reason=reason)
        if order.status in ("draft", "quoted"):
            tx.done(request, "return", 0)
            tx.audit("cancelled", "order", order_id, reason)
            return None
        backs = [
            _Back(found, found.kept, found.kept_net, found.billed, found.billed_net)
            for found in standings(tx, order).values()
            if found.kept or found.kept_net
        ]
        return_id = _book_return(tx, order, backs, kind="cancellation", on=on or tx.today, reason=reason)
        tx.done(request, "return", return_id)
        return returned(tx, return_id)


def _check_booked(order: AnyRow, reason: str) -> None:
    if not reason.strip():
        raise Mistake(N_("Say why: a return needs a reason."), field="reason")
    if order.status not in BOOKED_STATES:
        raise Conflict(N_("This order is {status}; nothing of it can come back."), status=order.status)


def _book_return(tx: Write, order: AnyRow, backs: Sequence[_Back], *, kind: str, on: date, reason: str) -> int:
    [return_id] = new_ids(tx, GoodsReturn, 1)
    settings = company.of(tx)
    kept = kept_parts(tx, order.id)
    items = {item.line.id: item for item in costed_lines(tx, order.id)}
    bookings: list[Booking] = []
    for back in backs:
        line = back.before.line.id
        parts = _counter_parts(kept.get(line, ()), back, kind, order, settings.currency_places)
        bookings += bookings_of(
            items[line], parts, kind={"goods": "return", "money": "credit"}.get(kind, kind), on=on,
            customer_id=order.customer_id, order_id=order.id, reason=reason, return_id=return_id,
        )  # fmt: skip
    if kind == "cancellation":
        bookings += [
            Booking(kind, on, order.customer_id, part.negated, order_id=order.id, return_id=return_id, reason=reason)
            for part in kept.get(None, ())
        ]
    invoice_id = _credit(tx, order, backs, kind=kind, on=on, reason=reason)
    tx.execute(
        insert(GoodsReturn),
        {
            "id": return_id, "uid": new_uid(), "kind": kind, "number": next_number(tx, "return", on),
            "order_id": order.id, "on": on, "reason": reason, "invoice_id": invoice_id, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    if backs:
        tx.execute(
            insert(GoodsReturnLine),
            [
                {"return_id": return_id, "line_id": b.before.line.id, "quantity": b.quantity, "net": b.net}
                for b in backs
            ],
        )
    book(tx, bookings, orders=-_counted_now(tx, order.id, on) if kind == "cancellation" else 0)
    tx.audit("cancelled" if kind == "cancellation" else "returned", "order", order.id, reason)
    return return_id


def _counter_parts(kept: Sequence[Part], back: _Back, kind: str, order: AnyRow, places: int) -> tuple[Part, ...]:
    """What the ledger takes back: only of what was recognised; the rest was never booked."""
    if kind == "money":
        return given_back(kept, back.net, places)
    if kind == "cancellation":
        return tuple(part.negated for part in kept if not part.empty)
    if order.recognition == "invoice" and not order.imported:
        return taken_back(kept, back.billed, places, revenue=back.billed_net) if back.billed else ()
    booked = total_of(kept).quantity
    if booked == back.before.kept:
        return taken_back(kept, back.quantity, places, revenue=back.net)
    # delivered in part: goods that come back are goods that had left
    return taken_back(kept, min(back.quantity, booked), places) if booked else ()


def _counted_now(tx: Write, order_id: int, on: date) -> int:
    """1 when the order was counted in the very month in which it is being called off."""
    month = booking_day(tx, on).month
    return int(month == Month.of(on) and counted_in(tx, order_id, month))


def _credit(tx: Write, order: AnyRow, backs: Sequence[_Back], *, kind: str, on: date, reason: str) -> int | None:
    """The credit note for what was billed of it; none when nothing was."""
    lines = [
        BillLine(b.before.line.id, b.before.line.description, b.billed, b.billed_net, b.before.line.tax_rate)
        for b in backs
        if b.billed_net or b.billed
    ]
    if kind == "cancellation" and order.freight and _freight_billed(tx, order):
        lines.append(BillLine(None, "", Decimal(1), order.freight, order.freight_tax_rate))
    if not lines:
        return None
    return write_bill(tx, "credit_note", order, lines, on=on, settings=company.of(tx), reason=reason)


def _freight_billed(tx: Read, order: AnyRow) -> bool:
    if order.imported:
        return True
    query = (
        select(InvoiceLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.order_id == order.id, InvoiceLine.line_id.is_(None))
    )
    return tx.first(query.limit(1)) is not None


def returned(tx: Write, return_id: int) -> Returned:
    """A return as it was booked."""
    row = tx.first(
        select(GoodsReturn.number, Invoice.number.label("credit_note"))
        .outerjoin(Invoice, Invoice.id == GoodsReturn.invoice_id)
        .where(GoodsReturn.id == return_id)
    )
    assert row is not None
    net = tx.scalar(select(func.sum(GoodsReturnLine.net)).where(GoodsReturnLine.return_id == return_id)) or ZERO
    return Returned(return_id, row.number, net, row.credit_note or "", tx.changes)
