"""The booking run of commission: the ledger is made to say what the facts say, by counter-entries and new entries.

An order is not kept waiting for its commission. The run reads what was booked since it last read, works the orders of
those customers out anew and writes the difference to what is booked; carried out twice it writes nothing. What was
agreed when a line was first booked holds for it for ever; another plan changes it only by ``recalculate``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.commission import EARNED, PAYABLE, movements
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_, Conflict
from app.domain.watch import present
from app.models import (
    CommissionEntry,
    CommissionMark,
    SalesOrder,
    Staff,
)
from app.queries.commission_facts import Facts, Pins, Sold, many, roots
from app.queries.commission_plans import Agreements, agreements
from app.queries.commissions import last_closed
from app.services.commission_marks import COMPLETE, everybody, marks_of, reached, remember, sees_all, touched
from app.store.bulk import insert_many, without_collector
from app.store.session import Read, Store, Write

BOOKING = N_("Booking commission")
AT_ONCE = 200
"""So many customers in one transaction: nobody waits long for it."""
_CAUSES = ("order", "bill", "back", "paid")
_COLUMNS = (
    "on", "fact_on", "month", "belongs_to", "kind", "staff_id", "order_id", "line_id", "version_id", "cause",
    "cause_id", "level", "rate", "share", "base", "amount", "created_by",
)  # fmt: skip
_Key = tuple[int, int, int, str, date, str, int]
"""Line, salesperson, version, kind, day, cause and its id: a movement without its figures."""
_NOTHING = (ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run wrote."""

    entries: int
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Change:
    """What a recalculation would make of one salesperson's month: payable before and after, and entries to write."""

    staff_id: int
    code: str
    name: str
    before: Decimal
    after: Decimal
    entries: int


class _Difference(NamedTuple):
    """An entry that is missing."""

    key: _Key
    order_id: int
    amount: Decimal
    base: Decimal
    level: str | None
    rate: Decimal | None
    share: Decimal | None

    @property
    def fact_on(self) -> date:
        """The day of what caused it."""
        return self.key[4]


class OpenMonths:
    """Where commission of a day is booked: in its own month, or in the first one after all that are closed.

    A month in which nothing was booked is not closed by itself, but it is over as soon as a later one is closed: that
    one's statements begin with what was booked before.
    """

    def __init__(self, tx: Read) -> None:
        self._last = last_closed(tx)
        self._found: dict[date, tuple[date, Month, Month]] = {}

    def __call__(self, day: date) -> tuple[date, Month, Month]:
        """(day, month booked in, month it belongs to)."""
        found = self._found.get(day)
        if found is None:
            found = self._found[day] = self._booked(day)
        return found

    def _booked(self, day: date) -> tuple[date, Month, Month]:
        belongs_to = Month.of(day)
        if self._last is None or belongs_to > self._last:
            return day, belongs_to, belongs_to
        month = self._last.plus(1)
        return month.first, month, belongs_to


def hold(tx: Write) -> None:
    """Whoever books commission waits here for the one before."""
    query = select(CommissionMark.name).where(CommissionMark.name == "run")
    tx.first(query if tx.sqlite else query.with_for_update())


def run(store: Store, *, complete: bool = False) -> Ran:
    """Book what arose since the last run; ``complete`` looks at every customer again. For any desk and the server.

    Safe to repeat and to interrupt: what was not written is written by the next run. A person from whom the server
    hides other people's entries books nothing: it would book again what it cannot see.
    """
    with store.snapshot() as tx:
        if agreements(tx).first is None or not sees_all(tx):
            return Ran(0, ChangeSet())
        marks = marks_of(tx)
        customers = everybody(tx) if complete else touched(tx, marks)
        now = reached(tx, marks)
        if complete:
            now[COMPLETE] = (tx.today.toordinal(), 0)
    count, changes, watch = 0, ChangeSet(), present()
    watch.begin(BOOKING, len(customers))
    for start in range(0, len(customers), AT_ONCE):
        entries, more = _book(store, customers[start : start + AT_ONCE])
        if entries:
            count, changes = count + entries, more
        watch.count(min(AT_ONCE, len(customers) - start))
    if now != marks:
        with store.write(in_passing=True) as tx:
            hold(tx)
            remember(tx, marks, now)
    return Ran(count, changes)


@without_collector()
def _book(store: Store, customers: Sequence[int]) -> tuple[int, ChangeSet]:
    """What is missing of some customers, in one transaction; how many entries."""
    with store.write(in_passing=True) as tx:
        hold(tx)
        found = differences(tx, customers, agreements(tx))
        write(tx, found)
        return len(found), tx.changes


def unbooked(tx: Read) -> list[int]:
    """The orders whose commission a run should have booked and did not; what the next run looks at is left out."""
    agreed = agreements(tx)
    if agreed.first is None:
        return []
    waiting = set(touched(tx, marks_of(tx)))
    customers = [one for one in everybody(tx) if one not in waiting]
    found: set[int] = set()
    for start in range(0, len(customers), AT_ONCE):
        found |= {one.order_id for one in differences(tx, customers[start : start + AT_ONCE], agreed)}
    return sorted(found)


def differences(
    tx: Read,
    customers: Sequence[int],
    agreed: Agreements,
    fresh: Collection[Month] = (),
    *,
    only: Collection[int] | None = None,
) -> list[_Difference]:
    """What the ledger lacks of these customers' commission, or of their orders named in ``only``.

    Orders of the months in ``fresh`` forget what they were booked with: what is agreed now holds for them.
    """
    facts = Facts(tx, roots(tx, customers), agreed)
    if only is not None:
        facts.keep(only)
    booked = _booked(tx, facts.ids)
    days = {row.id: row.on for row in facts.orders}
    again = {order_id for order_id, day in days.items() if Month.of(day) in fresh}
    found: list[_Difference] = []
    for sold in facts.sold(_pins(tx, facts.ids, again)):
        found += _compared(sold, booked.get(sold.order.id, {}))
    return sorted(found, key=lambda one: (one.fact_on, one.order_id))


def _compared(sold: Sold, booked: Mapping[_Key, tuple[Decimal, Decimal]]) -> Iterator[_Difference]:
    wanted: dict[_Key, tuple[Decimal, Decimal]] = {}
    for move in movements(sold.order):
        key, amount, base = move[:7], move.amount, move.base
        if key in wanted:
            amount, base = amount + wanted[key][0], base + wanted[key][1]
        wanted[key] = amount, base
    about = {
        (line.id, one.staff_id, one.version_id): (one.rate, one.share)
        for line in sold.order.lines
        for one in line.agreed
    }
    gone = [key for key in booked if key not in wanted]
    for key in [*wanted, *gone] if gone else wanted:
        amount, base = wanted.get(key, _NOTHING)
        had = booked.get(key, _NOTHING)
        if amount != had[0] or base != had[1]:
            rate, share = about.get(key[:3], (None, None))
            yield _Difference(key, sold.order.id, amount - had[0], base - had[1], sold.levels.get(key[0]), rate, share)


def _booked(tx: Read, order_ids: Sequence[int]) -> dict[int, dict[_Key, tuple[Decimal, Decimal]]]:
    entry = CommissionEntry
    keys = (
        entry.line_id, entry.staff_id, entry.version_id, entry.kind, entry.fact_on, entry.cause, entry.cause_id
    )  # fmt: skip
    found: defaultdict[int, dict[_Key, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for row in many(
        tx, order_ids,
        lambda ids: select(entry.order_id, *keys, func.sum(entry.amount), func.sum(entry.base))
        .where(entry.order_id.in_(ids), entry.cause.in_(_CAUSES)).group_by(entry.order_id, *keys),
    ):  # fmt: skip
        line_id, staff_id, version_id, kind, fact_on, cause, cause_id = row[1:8]
        found[row[0]][line_id, staff_id, version_id, kind, fact_on, cause, cause_id] = (row[8], row[9])
    return found


def _pins(tx: Read, order_ids: Sequence[int], again: set[int]) -> Pins:
    """What each part of a line was booked with and still is: the newest, where it was booked anew."""
    entry = CommissionEntry
    sums: dict[tuple[int, int, int], list[Any]] = {}
    for row in many(
        tx, order_ids,
        lambda ids: select(
            entry.line_id, entry.staff_id, entry.version_id, entry.rate, entry.order_id, func.max(entry.id),
            func.sum(entry.amount), func.sum(entry.base),
        ).where(entry.order_id.in_(ids), entry.kind == EARNED, entry.cause == "order")
        .group_by(entry.line_id, entry.staff_id, entry.version_id, entry.rate, entry.order_id),
    ):  # fmt: skip
        if row[4] not in again:
            kept = sums.setdefault((row[0], row[1], row[2]), [0, None, ZERO, ZERO])
            kept[2] += row[6]
            kept[3] += row[7]
            # entries that only count back know no rate
            if row[3] is not None and row[5] > kept[0]:
                kept[0], kept[1] = row[5], row[3]
    newest: dict[tuple[int, int], tuple[int, int, Decimal]] = {}
    for (line_id, staff_id, version_id), (last, rate, amount, base) in sums.items():
        if (amount or base) and rate is not None:
            newest[line_id, staff_id] = max(
                newest.get((line_id, staff_id), (0, 0, ZERO)), (last, version_id, rate)
            )  # fmt: skip
    return {part: (version_id, rate) for part, (_, version_id, rate) in newest.items()}


def write(tx: Write, found: Sequence[_Difference]) -> None:
    """Book what is missing, each in the first month that is open."""
    if not found:
        return
    months, login = OpenMonths(tx), tx.actor.login
    rows = []
    for one in found:
        line_id, staff_id, version_id, kind, fact_on, cause, cause_id = one.key
        on, month, belongs_to = months(fact_on)
        rows.append(
            (on, fact_on, month, belongs_to, kind, staff_id, one.order_id, line_id, version_id, cause, cause_id,
             one.level, one.rate, one.share, one.base, one.amount, login)
        )  # fmt: skip
    insert_many(tx, CommissionEntry, _COLUMNS, rows)
    tx.touched("commission")


def preview(store: Store, month: Month) -> list[Change]:
    """What ``recalculate`` would change, per salesperson; nothing is written. Raises what it raises."""
    with store.snapshot() as tx:
        return _changes(tx, month, _recalculated(tx, month))


def recalculate(store: Store, month: Month, *, request: UUID) -> ChangeSet:
    """Work an open month out anew with what is agreed now, for all of its orders.

    Raises ``NotAllowed``, and ``Conflict`` for a month that is closed.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission recalculated") is None:
            hold(tx)
            found = _recalculated(tx, month)
            write(tx, found)
            tx.done(request, "commission recalculated", month.code)
            tx.audit("recalculated", "commission", month.code, str(len(found)))
        tx.touched("commission")
        return tx.changes


def check_open(tx: Read, month: Month) -> None:
    """Raises ``Conflict`` when the commission of a month, or of a later one, is closed."""
    last = last_closed(tx)
    if last is not None and month <= last:
        raise Conflict(N_("The commission of {month} is closed already."), month=str(month))


def _recalculated(tx: Read, month: Month) -> list[_Difference]:
    rights.require(tx.actor.access, "all_commission")
    check_open(tx, month)
    customers = [
        row[0]
        for row in tx.all(
            select(SalesOrder.customer_id).where(SalesOrder.on.between(month.first, month.last)).distinct()
        )
    ]
    heads = sorted(set(roots(tx, customers).values()))
    return differences(tx, heads, agreements(tx), fresh=[month])


def _changes(tx: Read, month: Month, found: Sequence[_Difference]) -> list[Change]:
    entry = CommissionEntry
    rows = tx.all(
        select(entry.staff_id, func.sum(entry.amount))
        .where(entry.month == month, entry.kind.in_(PAYABLE)).group_by(entry.staff_id)
    )  # fmt: skip
    before = {row[0]: row[1] for row in rows}
    months = OpenMonths(tx)
    more: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    count: defaultdict[int, int] = defaultdict(int)
    for one in found:
        staff_id, kind = one.key[1], one.key[3]
        count[staff_id] += 1
        if kind in PAYABLE and months(one.fact_on)[1] == month:
            more[staff_id] += one.amount
    people = tx.all(select(Staff.id, Staff.code, Staff.name).where(Staff.id.in_(count)).order_by(Staff.name, Staff.id))
    return [
        Change(row.id, row.code, row.name, before.get(row.id, ZERO), before.get(row.id, ZERO) + more[row.id],
               count[row.id])
        for row in people
    ]  # fmt: skip
