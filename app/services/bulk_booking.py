"""Many entries at once, by the same rules as ``booking``: open months, monthly sums, kept balances."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from app.domain.money import ZERO
from app.domain.month import Month
from app.models import AccountEntry, ContributionEntry, CustomerMonth, LevelMonth
from app.services.booking import CUSTOMER_SUMS, LEVEL_SUMS, BookingDay, MonthSums, booking_day, keep_balances
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

ENTRY = (
    "on", "kind", "customer_id", "order_id", "line_id", "product_id", "staff_id", "level", "quantity", "revenue",
    "unit_cost", "cost", "reason",
)  # fmt: skip
_ENTRY_COLUMNS = ("on", "month", "belongs_to", *ENTRY[1:], "created_by")
_ACCOUNT_COLUMNS = (
    "id", "customer_id", "on", "month", "kind", "number", "due_on", "amount", "order_id", "payment_id",
    "counter_of_id", "created_by",
)  # fmt: skip


class OpenDays:
    """Where facts of many days are booked; each month is asked for once."""

    def __init__(self, tx: Write) -> None:
        self._tx = tx
        self._months: dict[tuple[int, int], BookingDay] = {}
        self._days: dict[date, tuple[date, Month, Month]] = {}

    def ask(self, days: Iterable[date]) -> None:
        """Ask for the months of these days now, oldest first; they are held from now on."""
        for day in sorted(set(days)):
            self(day)

    def __call__(self, day: date) -> tuple[date, Month, Month]:
        """(day, month booked in, month it belongs to)."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._booked(day)
        return found

    def _booked(self, day: date) -> tuple[date, Month, Month]:
        key = (day.year, day.month)
        found = self._months.get(key)
        if found is None:
            found = self._months[key] = booking_day(self._tx, day)
        return (day if found.month == found.belongs_to else found.on, found.month, found.belongs_to)


def book_entries(tx: Write, rows: Iterable[Mapping[str, Any]], *, orders: bool = False, sign: int = 1) -> None:
    """Write contribution entries; with ``orders`` each order counts ``sign`` once in its month.

    A row has the columns ``ENTRY``, by name.
    """
    take = itemgetter(*ENTRY)
    book_tuples(tx, (take(row) for row in rows), orders=orders, sign=sign)


def book_tuples(
    tx: Write,
    rows: Iterable[tuple[Any, ...]],
    *,
    orders: bool = False,
    sign: int = 1,
    on: Iterable[date] | None = None,
) -> None:
    """The same for rows that are tuples in the order of ``ENTRY``.

    ``on`` are the days of the rows, where they are known: then the rows are made while others are written.
    """
    days, login = OpenDays(tx), tx.actor.login
    if on is None:
        rows = list(rows)
        on = [row[0] for row in rows]
    days.ask(on)
    # by day at first: months are slow keys, and their days are few
    customers, levels = MonthSums(), MonthSums()
    counted: defaultdict[tuple[Month, int], int] = defaultdict(int)
    seen: set[int] = set()

    def converted() -> Iterator[tuple[Any, ...]]:
        for row in rows:
            (day, kind, customer_id, order_id, _, _, staff_id, level, quantity, revenue, _, cost, _) = row
            booked, month, belongs_to = days(day)
            customers.add((booked, customer_id), quantity, revenue, cost)
            levels.add((booked, level, staff_id, kind), quantity, revenue, cost)
            if orders and order_id not in seen:
                seen.add(order_id)
                counted[month, customer_id] += sign
            yield (booked, month, belongs_to, *row[1:], login)

    insert_many(tx, ContributionEntry, _ENTRY_COLUMNS, converted())
    sums = [(*row, counted.get((row[0], row[1]), 0)) for row in _of_months(customers).rows()]
    insert_many(tx, CustomerMonth, CUSTOMER_SUMS, sums)
    insert_many(tx, LevelMonth, LEVEL_SUMS, _of_months(levels).rows())
    tx.touched("contribution")


def _of_months(daily: MonthSums) -> MonthSums:
    """Sums whose keys begin with a day, by its month."""
    found = MonthSums()
    months: dict[date, Month] = {}
    for day, *rest, quantity, revenue, cost in daily.rows():
        month = months.get(day) or months.setdefault(day, Month.of(day))
        found.add((month, *rest), quantity, revenue, cost)
    return found


def book_accounts(tx: Write, rows: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """Write account entries and keep the balances; payment id -> entry id for rows that have one."""
    days, login = OpenDays(tx), tx.actor.login
    listed = list(rows)
    days.ask(row["on"] for row in listed)
    balances: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    ids = new_ids(tx, AccountEntry, len(listed))
    of_payment: dict[int, int] = {}

    def converted() -> Iterator[tuple[Any, ...]]:
        for entry_id, row in zip(ids, listed, strict=True):
            on, month, _ = days(row["on"])
            balances[row["customer_id"]] += row["amount"]
            if row["payment_id"] is not None:
                of_payment[row["payment_id"]] = entry_id
            full = {**row, "id": entry_id, "on": on, "month": month, "created_by": login}
            yield tuple([full[name] for name in _ACCOUNT_COLUMNS])

    insert_many(tx, AccountEntry, _ACCOUNT_COLUMNS, converted())
    # in one order for everybody: two imports must not wait for each other in a circle
    keep_balances(tx, [(customer_id, balances[customer_id]) for customer_id in sorted(balances)])
    tx.touched("account")
    return of_payment
