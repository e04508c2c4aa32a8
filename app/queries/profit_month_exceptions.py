"""What a month asks a person about: orders, discounts, customers, complaints and unpaid invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.money import HUNDRED, ZERO, percent_of
from app.domain.month import Month
from app.domain.order import BOOKED_STATES
from app.domain.papers_exceptions import CostlyComplaint, Exceptions, HighDiscount, NegativeOrder, WinBack
from app.domain.papers_figures import Limits
from app.models import Complaint, ContributionEntry, Customer, Interaction, OrderLine, OrderShare, SalesOrder, Staff
from app.models.declared import aliased
from app.queries.profit_month_customers import Moved, root
from app.queries.profit_month_goods import given_away, list_value
from app.queries.profit_month_overdue import overdue
from app.queries.profit_month_periods import brought
from app.queries.profit_month_totals import RETURN_KINDS
from app.store.session import AnyRow, Read

MOST_TO_WIN_BACK = 500
"""So many customers are named; how many there are in all stands among the facts."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From where on something is an exception."""

    limits: Limits
    discount: Decimal
    """Percent a salesperson may give."""
    places: int
    """Decimals of the currency."""


def exceptions(tx: Read, month: Month, customers: Sequence[Moved], rules: Rules) -> Exceptions:
    """All lists, each with the most important first."""
    orders = _orders(tx, month, rules)
    return Exceptions(
        _negative(orders),
        _discounts(orders, rules.discount),
        _win_back(tx, month, customers),
        _complaints(tx, month, rules.limits.complaint_cost),
        overdue(tx, month.last, rules.limits.overdue_days),
    )


def _orders(tx: Read, month: Month, rules: Rules) -> Sequence[AnyRow]:
    """Orders sold in the month that lost money (with what happened to them in the month) or went below the limit."""
    entry = ContributionEntry
    worth, net = given_away(list_value(tx, entry.quantity, rules.places))
    gain = func.sum(brought(entry))
    source, kept, keeper = aliased(Customer), aliased(Customer), aliased(Staff)
    each = (
        select(
            entry.order_id.label("id"),
            gain.label("contribution"),
            (-func.sum(case((entry.kind.in_(RETURN_KINDS), entry.revenue)))).label("returned"),
            func.sum(case((entry.kind == "freight", brought(entry)))).label("freight"),
            worth.label("worth"),
            net.label("net"),
        )
        .outerjoin(OrderLine, OrderLine.id == entry.line_id)
        .where(entry.month == month, entry.belongs_to == month, entry.order_id.is_not(None))
        .group_by(entry.order_id)
        .having(func.count(case((entry.kind == "sale", 1))) > 0)
        .having(or_(gain < ZERO, _times(worth - net, 10000) > _times(worth, int(rules.discount * HUNDRED))))
        .subquery()
    )
    return tx.all(
        select(each, SalesOrder.number, kept.name, func.coalesce(seller(), keeper.name, "").label("responsible"))
        .join(SalesOrder, SalesOrder.id == each.c.id)
        .join(source, source.id == SalesOrder.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(keeper, keeper.id == kept.salesperson_id)
        .order_by(SalesOrder.number, SalesOrder.id)
    )


def _times(amount: ColumnElement[Any], factor: int) -> ColumnElement[Any]:
    return amount * literal_column(str(factor))


def seller() -> ColumnElement[str]:
    """The first salesperson of the order at hand; none: the house."""
    return (
        select(Staff.name)
        .join(OrderShare, OrderShare.staff_id == Staff.id)
        .where(OrderShare.order_id == SalesOrder.id)
        .order_by(OrderShare.position, OrderShare.staff_id)
        .limit(1)
        .correlate(SalesOrder)
        .scalar_subquery()
    )


def _negative(orders: Sequence[AnyRow]) -> tuple[NegativeOrder, ...]:
    rows = sorted((row for row in orders if row.contribution < 0), key=lambda row: row.contribution)
    return tuple(
        NegativeOrder(
            row.number or "", row.name, row.contribution, row.responsible, _given(row) or None, row.returned or None,
            row.freight or None,
        )
        for row in rows
    )  # fmt: skip


def _discounts(orders: Sequence[AnyRow], limit: Decimal) -> tuple[HighDiscount, ...]:
    found = [(_given(row), row) for row in orders]
    above = sorted(((given, row) for given, row in found if given > limit), key=lambda pair: -pair[0])
    return tuple(
        HighDiscount(row.number or "", row.name, given, limit, row.worth - row.net, row.responsible)
        for given, row in above
    )


def _given(row: AnyRow) -> Decimal:
    """Percent off the list value; zero when the price was above the list."""
    if not row.worth:
        return ZERO
    return max(percent_of(row.worth - row.net, row.worth) or ZERO, ZERO)


def _win_back(tx: Read, month: Month, customers: Sequence[Moved]) -> tuple[WinBack, ...]:
    """Orders in the month before, none in this: those whose contribution fell most."""
    gone = [one for one in customers if one.orders_before > 0 and one.orders <= 0]
    gone.sort(key=lambda one: (one.row.contribution - one.row.previous, one.row.name, one.row.code))
    named = gone[:MOST_TO_WIN_BACK]
    ids = [one.id for one in named]
    last_orders = _newest(tx, _last_orders(month.last), ids)
    contacts = _newest(tx, _last_contacts(), ids)
    return tuple(
        WinBack(
            one.row.name, one.row.contribution - one.row.previous, one.row.responsible, last_orders.get(one.id),
            _day(tx, contacts.get(one.id)),
        )
        for one in named
    )  # fmt: skip


def _newest(tx: Read, query: Select[*tuple[Any, ...]], ids: Sequence[int]) -> dict[int, Any]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in tx.all(query.where(or_(Customer.id.in_(ids), Customer.merged_into_id.in_(ids))))}


def _last_orders(day: date) -> Select[*tuple[Any, ...]]:
    return (
        select(root(Customer), func.max(SalesOrder.on))
        .join(SalesOrder, SalesOrder.customer_id == Customer.id)
        .where(SalesOrder.status.in_(BOOKED_STATES), SalesOrder.void.is_(False), SalesOrder.on <= day)
        .group_by(root(Customer))
    )


def _last_contacts() -> Select[*tuple[Any, ...]]:
    return (
        select(root(Customer), func.max(Interaction.at))
        .join(Interaction, Interaction.customer_id == Customer.id)
        .group_by(root(Customer))
    )


def _day(tx: Read, moment: Any) -> date | None:  # noqa: ANN401 - a moment of the database
    return None if moment is None else moment.astimezone(tx.store.zone).date()


def _complaints(tx: Read, month: Month, limit: Decimal) -> tuple[CostlyComplaint, ...]:
    """What complaints cost in the month: goods, money and work booked for them."""
    entry, source, kept, owner = ContributionEntry, aliased(Customer), aliased(Customer), aliased(Staff)
    cost = -func.sum(brought(entry))
    each = (
        select(entry.complaint_id.label("id"), cost.label("cost"))
        .where(entry.month == month, entry.kind == "complaint", entry.complaint_id.is_not(None))
        .group_by(entry.complaint_id)
        .having(cost > limit)
        .subquery()
    )
    rows = tx.all(
        select(each.c.cost, Complaint.number, Complaint.subject, Complaint.opened_at, Complaint.closed_at,
               Complaint.satisfaction, kept.name, owner.name.label("responsible"))
        .join(Complaint, Complaint.id == each.c.id)
        .join(source, source.id == Complaint.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(owner, owner.id == Complaint.owner_id)
        .order_by(each.c.cost.desc(), Complaint.number)
    )  # fmt: skip
    return tuple(
        CostlyComplaint(
            row.number, row.name, row.cost, row.responsible or "", row.subject,
            _days(tx, row.opened_at, row.closed_at), row.satisfaction,
        )
        for row in rows
    )  # fmt: skip


def _days(tx: Read, opened: Any, closed: Any) -> int | None:  # noqa: ANN401 - moments of the database
    first, last = _day(tx, opened), _day(tx, closed)
    return None if first is None or last is None else (last - first).days
