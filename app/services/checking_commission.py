"""Whether commission agrees with itself: the statements that were frozen, how they follow each other, the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.domain import frozen
from app.domain.commission import PAYABLE
from app.domain.commission_statement import Entry, Statement, summary
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_
from app.models import CommissionEntry, CommissionMonth, CommissionStatement, Staff
from app.services.commission_marks import sees_all
from app.services.commission_months import month_code
from app.services.commissions import unbooked
from app.store.session import AnyRow, Read

Found = tuple[str, str, Mapping[str, Any]]
TOTALS = ("earned", "clawed_back", "adjustments", "paid", "closing")


def commission_checks(tx: Read) -> Iterator[Found]:
    """(key, message, values) of everything that is wrong.

    From whom the server hides other people's commission looks at none: half of it proves nothing.
    """
    if not sees_all(tx):
        return
    yield from _statements(tx)
    yield from _ledger(tx)


def _statements(tx: Read) -> Iterator[Found]:
    """Every closed month: each document by its code, its sums, the entries, the month before; then the month's own."""
    kept, moved, before = CommissionMonth, _moved(tx), dict[int, Decimal]()
    columns = [getattr(kept, name) for name in TOTALS]
    closed = select(kept.month, kept.check_code, *columns).where(kept.state == "closed").order_by(kept.month)
    for row in tx.all(closed):
        intact: list[Statement] = []
        stored = _stored(tx, row.month)
        for each in stored:
            opening, entries = before.pop(each.staff_id, ZERO), moved.pop((row.month, each.staff_id), ZERO)
            one = _read(each)
            if one is None:
                message = N_("The stored commission statement of {name} for {month} was changed: its code is wrong.")
                yield "statement_code", message, {"name": each.name, "month": str(row.month)}
            else:
                intact.append(one)
                yield from _box(one, each, opening, entries)
        yield from _left_over(row.month, moved, before)
        if len(intact) == len(stored):
            yield from _totals(row, intact)
        before = {each.staff_id: each.closing for each in stored}


def _totals(row: AnyRow, found: Sequence[Statement]) -> Iterator[Found]:
    sums = {name: sum((getattr(one.box, name) for one in found), ZERO) for name in TOTALS}
    right = all(getattr(row, name) == sums[name] for name in TOTALS)
    if not right or row.check_code != month_code(row.month, found):
        message = N_("The commission of {month} is closed, but its totals or its code are not its statements'.")
        yield "commission_month", message, {"month": str(row.month)}


def _stored(tx: Read, month: Month) -> list[AnyRow]:
    """The statements of a month as they were frozen, by person."""
    kept = CommissionStatement
    query = select(kept.staff_id, kept.closing, kept.check_code, kept.document, Staff.name)
    return list(tx.all(query.join(Staff, Staff.id == kept.staff_id).where(kept.month == month).order_by(kept.staff_id)))


def _read(stored: AnyRow) -> Statement | None:
    """The document, if it is what was frozen."""
    try:
        found = frozen.loads(Statement, stored.document)
    except ValueError:
        return None
    fits = found.check_code == stored.check_code and found.staff_id == stored.staff_id
    return found if fits and frozen.is_intact(found) else None


def _box(one: Statement, stored: AnyRow, opening: Decimal, entries: Decimal) -> Iterator[Found]:
    about = {"name": one.name, "month": str(one.month)}
    lines = [Entry(line.kind, line.amount, line.base, line.line_id) for line in one.lines]
    if one.box != summary(one.box.opening, lines) or stored.closing != one.box.closing:
        yield "statement_box", N_("The commission statement of {name} for {month} does not add up."), about
    if one.box.opening != opening:
        message = N_(
            "The commission statement of {name} for {month} does not begin with what the one before ended with."
        )
        yield "statement_chain", message, about
    if one.box.closing - one.box.opening != entries:
        message = N_("The commission of {name} in {month}, which is closed, is no longer what was booked then.")
        yield "statement_entries", message, about


def _left_over(
    month: Month, moved: Mapping[tuple[Month, int], Decimal], balances: Mapping[int, Decimal]
) -> Iterator[Found]:
    """People with entries in a closed month, or with something owed before it, of whom it has no statement."""
    people = {who for (when, who), amount in moved.items() if when == month and amount}
    people |= {who for who, amount in balances.items() if amount}
    if people:
        message = N_("The commission of {month} is closed, but statements are missing: {count}.")
        yield "statement_missing", message, {"month": str(month), "count": len(people)}


def _moved(tx: Read) -> dict[tuple[Month, int], Decimal]:
    """What the entries of closed months bring each person, per month."""
    entry, kept = CommissionEntry, CommissionMonth
    closed = select(kept.month).where(kept.state == "closed")
    query = select(entry.month, entry.staff_id, func.sum(entry.amount)).where(
        entry.kind.in_(PAYABLE), entry.month.in_(closed)
    )
    return {(row[0], row[1]): row[2] for row in tx.all(query.group_by(entry.month, entry.staff_id))}


def _ledger(tx: Read) -> Iterator[Found]:
    """What a complete booking run would write, of customers at whom the next usual run would not look."""
    orders = unbooked(tx)
    if orders:
        message = N_("Orders whose commission is not what was sold, returned and paid: {count}, such as {example}.")
        yield "commission", message, {"count": len(orders), "example": orders[0]}
