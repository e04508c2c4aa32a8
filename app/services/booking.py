"""The only writer of the ledgers: contribution entries with their monthly sums, account entries with the balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, text

from app.domain.contribution import Booking, Part
from app.domain.money import ZERO
from app.domain.month import Month
from app.models import AccountEntry, Balance, BookMonth, ContributionEntry, CustomerMonth, LevelMonth
from app.store.bulk import new_ids
from app.store.prepared import Insertion, Question, together
from app.store.session import Read, Write

_OPEN = text("INSERT INTO book_month (month) VALUES (:month) ON CONFLICT DO NOTHING")
_ENTRIES = Insertion(
    ContributionEntry, "on", "month", "belongs_to", "kind", "customer_id", "order_id", "line_id", "return_id",
    "complaint_id", "product_id", "staff_id", "level", "quantity", "revenue", "unit_cost", "cost", "reason",
    "created_by",
)  # fmt: skip
_BALANCES = Insertion(
    Balance, "customer_id", "amount",
    conflict="ON CONFLICT (customer_id) DO UPDATE SET amount = balance.amount + excluded.amount",
)  # fmt: skip
CUSTOMER_SUMS = ("month", "customer_id", "quantity", "revenue", "cost", "orders")
LEVEL_SUMS = ("month", "level", "staff_id", "kind", "quantity", "revenue", "cost")
_CUSTOMERS, _LEVELS = Insertion(CustomerMonth, *CUSTOMER_SUMS), Insertion(LevelMonth, *LEVEL_SUMS)


@dataclass(frozen=True, slots=True)
class BookingDay:
    """Where a fact is booked: its own day, or the first day of the first open month after it."""

    on: date
    month: Month
    belongs_to: Month


def booking_day(tx: Write, day: date) -> BookingDay:
    """Find and hold the open month for a fact of ``day``; closing that month waits until this transaction ends."""
    wanted = Month.of(day)
    month = wanted
    while _state(tx, month) == "closed":
        month = month.plus(1)
    return BookingDay(day if month == wanted else month.first, month, wanted)


def _hold(sqlite: bool) -> Select[str]:
    query = select(BookMonth.state).where(BookMonth.month == bindparam("month"))
    return query if sqlite else query.with_for_update(read=True)


MONTH_STATE = Question(_hold)
"""The state of ``month`` under a shared lock; no row for a month unheard of."""


def _state(tx: Write, month: Month) -> str:
    """The month's state under a shared lock; a month unheard of is opened."""
    [found] = together(tx, (MONTH_STATE, {"month": month}))
    if not found:
        tx.execute(_OPEN, {"month": month.code})
        [found] = together(tx, (MONTH_STATE, {"month": month}))
    return str(found[0][0])


def book(tx: Write, bookings: Sequence[Booking], *, orders: int = 0) -> None:
    """Write contribution entries and what they add to the months; ``orders``: how many orders they add (or -1)."""
    days = _booking_days(tx, {booking.on for booking in bookings})
    together(tx, *entry_steps(tx, bookings, days, orders=orders))


def entry_steps(
    tx: Write, bookings: Sequence[Booking], days: Mapping[date, BookingDay], *, orders: int = 0
) -> list[tuple[Insertion, list[tuple[Any, ...]]]]:
    """What ``book`` writes, for who writes more at the same time; ``days`` says where each day is booked.

    ``orders`` is counted at the first entry's month and customer.
    """
    login = tx.actor.login
    rows: list[tuple[Any, ...]] = []
    customers, levels = MonthSums(), MonthSums()
    for booking in bookings:
        part, day = booking.part, days[booking.on]
        if part.empty:
            continue
        rows.append(
            (
                day.on, day.month, booking.belongs_to or day.belongs_to, booking.kind, booking.customer_id,
                booking.order_id, booking.line_id, booking.return_id, booking.complaint_id, booking.product_id,
                part.staff_id, booking.level, part.quantity, part.revenue, booking.unit_cost, part.cost,
                booking.reason, login,
            )
        )  # fmt: skip
        customers.add((day.month, booking.customer_id), part.quantity, part.revenue, part.cost)
        levels.add((day.month, booking.level, part.staff_id, booking.kind), part.quantity, part.revenue, part.cost)
    if not rows:
        return []
    tx.touched("contribution")
    counted = [(*row, 0 if at else orders) for at, row in enumerate(customers.rows())]
    return [(_ENTRIES, rows), (_CUSTOMERS, counted), (_LEVELS, levels.rows())]


def _booking_days(tx: Write, days: set[date]) -> dict[date, BookingDay]:
    """Each month is asked for once, however many days of it there are."""
    firsts = {month: booking_day(tx, month.first) for month in sorted({Month.of(day) for day in days})}
    return {
        day: BookingDay(day, found.month, found.belongs_to) if found.month == found.belongs_to else found
        for day in days
        for found in [firsts[Month.of(day)]]
    }


def count_orders(tx: Write, customer_id: int, counts: Mapping[Month, int]) -> None:
    """Add to how many orders a customer has in months (or take away)."""
    rows = [(month, customer_id, ZERO, ZERO, ZERO, number) for month, number in counts.items() if number]
    together(tx, (_CUSTOMERS, rows))


def counted_in(tx: Read, order_id: int, month: Month) -> bool:
    """Whether an order counts in a month: something was sold there and not moved away again."""
    entry = ContributionEntry
    sold = tx.scalar(
        select(func.sum(entry.quantity)).where(
            entry.order_id == order_id, entry.month == month, entry.return_id.is_(None),
            entry.kind.in_(("sale", "reversal")),
        )
    )  # fmt: skip
    return bool(sold)


class MonthSums:
    """Sums of entries by a key: a month and some of their columns."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Any, ...], list[Decimal]] = {}

    def add(self, key: tuple[Any, ...], quantity: Decimal, revenue: Decimal, cost: Decimal) -> None:
        """Take one entry in."""
        sums = self._sums.get(key)
        if sums is None:
            self._sums[key] = [quantity, revenue, cost]
        else:
            sums[0] += quantity
            sums[1] += revenue
            sums[2] += cost

    def rows(self) -> list[tuple[Any, ...]]:
        """Rows of (key, quantity, revenue, cost), in the order in which the keys came."""
        return [(*key, *sums) for key, sums in self._sums.items()]


def kept_parts(tx: Read, order_id: int) -> dict[int | None, list[Part]]:
    """What is booked and not taken back of an order, per line (``None``: freight) and salesperson."""
    return kept_of_orders(tx, [order_id]).get(order_id, {})


def kept_of_orders(tx: Read, order_ids: Sequence[int]) -> dict[int, dict[int | None, list[Part]]]:
    """The same for many orders at once, per order id."""
    entry = ContributionEntry
    found = tx.all(
        select(
            entry.order_id, entry.line_id, entry.staff_id,
            func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost),
        )
        .where(entry.order_id.in_(order_ids), entry.complaint_id.is_(None))
        .group_by(entry.order_id, entry.line_id, entry.staff_id)
        .order_by(entry.order_id, entry.line_id, func.min(entry.id))
    )  # fmt: skip
    kept: dict[int, dict[int | None, list[Part]]] = {}
    for row in found:
        kept.setdefault(row[0], {}).setdefault(row[1], []).append(Part(*row[2:]))
    return kept


@dataclass(frozen=True, slots=True)
class AccountBooking:
    """A debit (positive) or credit (negative) to be written."""

    customer_id: int
    kind: str
    number: str
    on: date
    amount: Decimal
    due_on: date | None = None
    order_id: int | None = None
    invoice_id: int | None = None
    payment_id: int | None = None
    counter_of_id: int | None = None


def book_account(tx: Write, booking: AccountBooking) -> int:
    """Write one account entry and keep the balance; the entry's id."""
    day = booking_day(tx, booking.on)
    [entry_id] = new_ids(tx, AccountEntry, 1)
    tx.execute(
        insert(AccountEntry),
        {
            "id": entry_id,
            "customer_id": booking.customer_id,
            "on": day.on,
            "month": day.month,
            "kind": booking.kind,
            "number": booking.number,
            "due_on": booking.due_on,
            "amount": booking.amount,
            "order_id": booking.order_id,
            "invoice_id": booking.invoice_id,
            "payment_id": booking.payment_id,
            "counter_of_id": booking.counter_of_id,
            "created_by": tx.actor.login,
        },
    )
    keep_balance(tx, booking.customer_id, booking.amount)
    tx.touched("account", booking.customer_id)
    return entry_id


def keep_balance(tx: Write, customer_id: int, amount: Decimal) -> None:
    """Add to the kept balance; the row lock orders two bookings of one customer."""
    keep_balances(tx, [(customer_id, amount)])


def keep_balances(tx: Write, amounts: Sequence[tuple[int, Decimal]]) -> None:
    """Add to the kept balances of many customers, who come in the order of their ids."""
    together(tx, (_BALANCES, [row for row in amounts if row[1]]))
