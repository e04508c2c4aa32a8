"""The customers of a month: one row for each that moved, with its tier, where it is heading and who looks after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.account import natural_key
from app.domain.money import ZERO
from app.domain.papers_figures import Compared, CustomerRow
from app.domain.watch import looking
from app.models import Address, Customer, CustomerMonth, Staff
from app.models.declared import aliased
from app.queries.profit_month_periods import Periods, brought
from app.store.session import AnyRow, Read

MOST_LISTED = 100
"""With more customers than this, the smallest ones share a line of the printed list."""


TOP = ("A", "B")


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer with a movement in the month, the month before or a year before; merged records count with it."""

    id: int
    row: CustomerRow
    orders: int
    orders_before: int
    is_new: bool
    """Never had a movement before this month."""


def root(customer: Any) -> ColumnElement[int]:  # noqa: ANN401 - the table or an alias of it
    """The record that goes on."""
    return func.coalesce(customer.merged_into_id, customer.id)


def orders_and_customers(tx: Read, periods: Periods) -> tuple[Compared, Compared]:
    """Orders recognised, and customers with a recognised order, in the five periods."""
    sums, source = CustomerMonth, aliased(Customer)
    each = (
        select(*[column.label(f"o{at}") for at, column in enumerate(periods.spread(sums.month, sums.orders))])
        .join(source, source.id == sums.customer_id)
        .where(sums.month.between(periods.first, periods.month))
        .group_by(root(source))
        .subquery()
    )
    columns = [each.c[f"o{at}"] for at in range(5)]
    row = tx.first(
        select(*[func.sum(column) for column in columns], *[func.count(case((column > 0, 1))) for column in columns])
    )
    assert row is not None
    return periods.compared(row[:5]), periods.compared(row[5:])


def moved(tx: Read, periods: Periods, tiers: Mapping[int, str], on_course: Mapping[int, str]) -> list[Moved]:
    """One row a customer by code; ``tiers`` and ``on_course`` are tiers by customer id."""
    found = [_moved(row, tiers, on_course) for row in looking(tx.all(_query(periods)))]
    return sorted(found, key=lambda one: natural_key(one.row.code))


def _query(periods: Periods) -> Select[*tuple[Any, ...]]:
    sums = _sums(periods).subquery()
    kept, staff = aliased(Customer), aliased(Staff)
    city = (
        select(Address.city)
        .where(Address.customer_id == kept.id, Address.kind == "main")
        .order_by(Address.id)
        .limit(1)
        .scalar_subquery()
    )
    older, member = aliased(CustomerMonth), aliased(Customer)
    known_before = (
        select(literal_column("1"))
        .select_from(older)
        .join(member, member.id == older.customer_id)
        .where((member.id == kept.id) | (member.merged_into_id == kept.id), older.month < periods.first)
        .exists()
    )
    is_new = case((sums.c.since < periods.month, False), else_=~known_before)
    return (
        select(sums, kept.code, kept.name, staff.name.label("responsible"), city.label("city"), is_new.label("is_new"))
        .join(kept, kept.id == sums.c.id)
        .outerjoin(staff, staff.id == kept.salesperson_id)
    )


def _sums(periods: Periods) -> Select[*tuple[Any, ...]]:
    sums, source = CustomerMonth, aliased(Customer)
    gain, month = brought(sums), sums.month
    now, previous, year_before, to_date, to_date_before = periods.spread(month, gain)
    shown = (periods.month, periods.previous, periods.year_before)
    return (
        select(
            root(source).label("id"),
            func.sum(case((month == periods.month, sums.revenue))).label("revenue"),
            now.label("contribution"), previous.label("previous"), year_before.label("year_before"),
            to_date.label("to_date"), to_date_before.label("to_date_before"),
            func.sum(case((month.between(periods.month.plus(-11), periods.month), gain))).label("last_12"),
            func.sum(case((month.between(periods.month.plus(-23), periods.year_before), gain))).label("before_12"),
            func.sum(case((month == periods.month, sums.orders))).label("orders"),
            func.sum(case((month == periods.previous, sums.orders))).label("orders_before"),
            func.min(month).label("since"),
        )
        .join(source, source.id == sums.customer_id)
        .where(month.between(periods.first, periods.month))
        .group_by(root(source))
        .having(func.count(case((month.in_(shown), 1))) > 0)
    )  # fmt: skip


def _moved(row: AnyRow, tiers: Mapping[int, str], on_course: Mapping[int, str]) -> Moved:
    tier = tiers.get(row.id, "")
    course = on_course.get(row.id, "")
    made = CustomerRow(
        row.code, row.name, row.revenue or ZERO, row.contribution or ZERO, row.city or "", tier,
        course if _notable(tier, course) else "",
        row.previous or ZERO, row.year_before or ZERO, row.to_date or ZERO, row.to_date_before or ZERO,
        row.last_12 or ZERO, row.before_12 or ZERO, row.responsible or "",
    )  # fmt: skip
    return Moved(row.id, made, row.orders or 0, row.orders_before or 0, bool(row.is_new))


def _notable(tier: str, course: str) -> bool:
    """Another tier, and one of the two is worth somebody's time: between C, N and none everybody would be listed."""
    return bool(course) and course != tier and (tier in TOP or course in TOP)


def small_customer(rows: Sequence[CustomerRow], most: int = MOST_LISTED) -> Decimal:
    """The round amount (1, 2 or 5 with zeros) below which customers share a line, so that at most ``most`` stand alone.

    Zero lists everybody. A list that nobody reads hides more than a line that says how many were left out.
    """
    sizes = sorted((_largest_move(row) for row in rows), reverse=True)
    if len(sizes) <= most:
        return ZERO
    step = Decimal(1)
    while True:
        for factor in (1, 2, 5):
            if step * factor > sizes[most]:
                return step * factor
        step *= 10


def _largest_move(row: CustomerRow) -> Decimal:
    moves = (row.contribution, row.contribution - row.previous, row.contribution - row.year_before)
    return max(abs(move) for move in moves)
