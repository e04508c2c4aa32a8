"""Many entries at once, by the same rules as ``booking``: open months, monthly sums, kept balances."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.money import ZERO
from app.domain.month import Month
from app.models import AccountEntry, ContributionEntry, CustomerMonth, LevelMonth
from app.services.booking import BookingDay, MonthSums, booking_day, keep_balance
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_ENTRY_COLUMNS = (
    "on", "month", "belongs_to", "kind", "customer_id", "order_id", "line_id", "product_id", "staff_id", "level",
    "quantity", "revenue", "unit_cost", "cost", "reason", "created_by",
)  # fmt: skip
_ACCOUNT_COLUMNS = (
    "id", "customer_id", "on", "month", "kind", "number", "due_on", "amount", "order_id", "payment_id",
    "counter_of_id", "created_by",
)  # fmt: skip


class OpenDays:
    """Where facts of many days are booked; each month is asked for once."""

    def __init__(self, tx: Write) -> None:
        self._tx = tx
        self._months: dict[tuple[int, int], BookingDay] = {}

    def __call__(self, day: date) -> tuple[date, Month, Month]:
        """(day, month booked in, month it belongs to)."""
        key = (day.year, day.month)
        found = self._months.get(key)
        if found is None:
            found = self._months[key] = booking_day(self._tx, day)
        return (day if found.month == found.belongs_to else found.on, found.month, found.belongs_to)


def book_entries(tx: Write, rows: Iterable[Mapping[str, Any]], *, orders: bool = False, sign: int = 1) -> None:
    """Write contribution entries; with ``orders`` each order counts ``sign`` once in its month."""
    days, login = OpenDays(tx), tx.actor.login
    customers, levels = MonthSums("month", "customer_id"), MonthSums("month", "level", "staff_id", "kind")
    counted: defaultdict[tuple[Month, int], int] = defaultdict(int)
    seen: set[int] = set()

    def converted() -> Iterator[tuple[Any, ...]]:
        for row in rows:
            on, month, belongs_to = days(row["on"])
            full = {**row, "on": on, "month": month, "belongs_to": belongs_to, "created_by": login}
            customers.add(full)
            levels.add(full)
            if orders and row["order_id"] not in seen:
                seen.add(row["order_id"])
                counted[month, row["customer_id"]] += sign
            yield tuple([full[name] for name in _ENTRY_COLUMNS])

    insert_many(tx, ContributionEntry, _ENTRY_COLUMNS, converted())
    for row in (customer_rows := customers.rows()):
        row["orders"] = counted.get((row["month"], row["customer_id"]), 0)  # type: ignore[arg-type]
    _insert(tx, CustomerMonth, customer_rows)
    _insert(tx, LevelMonth, levels.rows())
    tx.touched("contribution")


def _insert(tx: Write, model: type[CustomerMonth] | type[LevelMonth], rows: list[dict[str, object]]) -> None:
    if rows:
        columns = tuple(rows[0])
        insert_many(tx, model, columns, (tuple([row[name] for name in columns]) for row in rows))


def book_accounts(tx: Write, rows: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """Write account entries and keep the balances; payment id -> entry id for rows that have one."""
    days, login = OpenDays(tx), tx.actor.login
    listed = list(rows)
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
    for customer_id in sorted(balances):
        if balances[customer_id]:
            keep_balance(tx, customer_id, balances[customer_id])
    tx.touched("account")
    return of_payment
