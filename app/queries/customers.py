"""The list of customers: who, where, tier, balance, open orders, last contact."""

from calendar import isleap
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, literal_column, or_, select, type_coerce

from app.domain.filters import Condition
from app.domain.month import Month
from app.models import (
    Address,
    Balance,
    Customer,
    CustomerMonth,
    Interaction,
    Staff,
)
from app.models.declared import aliased
from app.models.types import Amount
from app.queries.customer_line import MONTHS, CustomerRow
from app.queries.customer_list import DEFAULT, FIELDS, NO_TIER
from app.queries.customer_rows import balance, open_orders, own, rows
from app.queries.listing import Listed, Sort, compared, holding, named
from app.queries.tiers_given import frozen_year, given_now, ruled
from app.store.session import Read

__all__ = ["FIELDS", "LIST", "CustomerRow"]


def _city(tx: Read, one: Condition) -> ColumnElement[bool]:
    column = Address.city if one.key == "city" else Address.region
    return exists().where(Address.customer_id == Customer.id, holding(column, one))


def _tiered(tx: Read, one: Condition) -> ColumnElement[bool]:
    """The tier given by hand while it lasts, else the one of the newest frozen year."""
    wanted = "" if one.value == NO_TIER else one.value
    # few are given by hand: they are looked for once, not for every customer
    by_hand = given_now(tx.today).subquery()
    whose = by_hand.c[0]
    frozen = func.coalesce(ruled(Customer, frozen_year(tx.today)), "") == wanted
    return Customer.id.in_(select(whose).where(by_hand.c.tier == wanted)) | (Customer.id.not_in(select(whose)) & frozen)


def _last(tx: Read, one: Condition) -> ColumnElement[bool]:
    """The newest contact's day; who was never contacted counts as long ago."""
    assert isinstance(one.value, date)
    zone = tx.store.zone
    start = datetime.combine(one.value, time.min, zone)
    after = datetime.fromordinal(one.value.toordinal() + 1).replace(tzinfo=zone)
    since = {"<": start, "<=": after, ">": after, ">=": start}
    if one.op == "=":
        return contacted_since(start) & ~contacted_since(after)
    return ~contacted_since(since[one.op]) if one.op.startswith("<") else contacted_since(since[one.op])


def contacted_since(moment: datetime) -> ColumnElement[bool]:
    """Whether anybody spoke or wrote with a customer since a moment."""
    return exists().where(own(Interaction.customer_id), Interaction.at >= moment)


def _salesperson(tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Staff.code) == str(one.value).lower()
    return Customer.salesperson_id.in_(select(Staff.id).where(code | holding(Staff.name, one)))


def _birthday(tx: Read, one: Condition) -> ColumnElement[bool]:
    """Who has a birthday today, within seven days, or this month; 29 February is kept on the 28th of other years."""
    month, day = extract("month", Customer.birth_date), extract("day", Customer.birth_date)
    if one.value == "month":
        whole: ColumnElement[bool] = month == tx.today.month
        return whole
    days = [tx.today + timedelta(days=ahead) for ahead in range(7 if one.value == "week" else 1)]
    dates = {(found.month, found.day) for found in days}
    if (2, 28) in dates and not isleap(tx.today.year):
        dates.add((2, 29))
    return or_(*[and_(month == at, day == on) for at, on in sorted(dates)])


def _owed(_tx: Read, matching: Any) -> Any:  # noqa: ANN401 - a subquery
    member = aliased(Customer)
    nothing = literal_column("0", Amount())
    return (
        select(func.coalesce(func.sum(Balance.amount), nothing, type_=Amount()))
        .join(member, member.id == Balance.customer_id)
        .where(func.coalesce(member.merged_into_id, member.id).in_(select(matching.c.id)))
        .scalar_subquery()
    )


def _brought(tx: Read, matching: Any) -> Any:  # noqa: ANN401 - a subquery
    sums, member, nothing = CustomerMonth, aliased(Customer), literal_column("0", Amount())
    this = Month.of(tx.today)
    amount = func.sum(sums.revenue) - func.sum(sums.cost)
    return (
        select(func.coalesce(amount, nothing, type_=Amount()))
        .join(member, member.id == sums.customer_id)
        .where(
            sums.month.between(this.plus(1 - MONTHS), this),
            func.coalesce(member.merged_into_id, member.id).in_(select(matching.c.id)),
        )
        .scalar_subquery()
    )


def _by_profit(tx: Read) -> tuple[Any, Callable[[Select[Any]], Select[Any]]]:
    """Contribution of the last months, for the order: added up once, apart for own records and those merged into one.

    Without the word for keeping them, SQLite adds them up anew for every customer.
    """
    sums, member, this, nothing = CustomerMonth, aliased(Customer), Month.of(tx.today), literal_column("0", Amount())
    own = (
        select(sums.customer_id.label("id"), (func.sum(sums.revenue) - func.sum(sums.cost)).label("amount"))
        .where(sums.month.between(this.plus(1 - MONTHS), this))
        .group_by(sums.customer_id)
        .cte("own_profits").prefix_with("MATERIALIZED")
    )  # fmt: skip
    merged = (
        select(member.merged_into_id.label("id"), func.sum(own.c.amount).label("amount"))
        .join(own, own.c.id == member.id)
        .where(member.merged_into_id.is_not(None))
        .group_by(member.merged_into_id)
        .cte("merged_profits").prefix_with("MATERIALIZED")
    )  # fmt: skip

    def joined(query: Select[Any]) -> Select[Any]:
        return query.outerjoin(own, own.c.id == Customer.id).outerjoin(merged, merged.c.id == Customer.id)

    amount = func.coalesce(own.c.amount, nothing) + func.coalesce(merged.c.amount, nothing)
    return type_coerce(amount, Amount()), joined


def _by_balance(_tx: Read) -> tuple[Any, Callable[[Select[Any]], Select[Any]]]:
    """Own balance and those of merged records, for the order: these are few and added up once, not for every row."""
    member, nothing, kept = aliased(Customer), literal_column("0", Amount()), aliased(Balance)
    merged = (
        select(member.merged_into_id.label("id"), func.sum(kept.amount).label("amount"))
        .join(kept, kept.customer_id == member.id)
        .where(member.merged_into_id.is_not(None))
        .group_by(member.merged_into_id)
        .subquery("merged_balances")
    )

    def joined(query: Select[Any]) -> Select[Any]:
        own = query.outerjoin(Balance, Balance.customer_id == Customer.id)
        return own.outerjoin(merged, merged.c.id == Customer.id)

    amount = func.coalesce(Balance.amount, nothing) + func.coalesce(merged.c.amount, nothing)
    return type_coerce(amount, Amount()), joined


LIST: Listed[CustomerRow] = Listed(
    identity=Customer.id,
    fields=FIELDS,
    holds={
        "name": lambda tx, one: holding(Customer.name, one),
        "code": lambda tx, one: holding(Customer.code, one),
        "organisation": lambda tx, one: holding(Customer.organisation, one),
        "city": _city,
        "region": _city,
        "tier": _tiered,
        "balance": lambda tx, one: compared(balance(own), one),
        "open": lambda tx, one: compared(open_orders(own), one),
        "last": _last,
        "language": lambda tx, one: Customer.language == str(one.value).lower(),
        "salesperson": _salesperson,
        "tag": lambda tx, one: holding(Customer.tags, one),
        "birthday": _birthday,
        "active": lambda tx, one: Customer.active.is_(one.value is True),
    },
    sorts={
        "name": Sort(Customer.search_name),
        "code": Sort(Customer.code),
        "new": Sort(Customer.id),
        "balance": Sort(literal_column("0", Amount()), made=_by_balance),
        "profit": Sort(literal_column("0", Amount()), right="see_profit", made=_by_profit, whole=True),
    },
    default=DEFAULT,
    base=lambda: (Customer.merged_into_id.is_(None),),
    worded=named,
    prepared={},
    rows=rows,
    totals={"balance": _owed, "contribution": _brought},
    secret={"contribution": "see_profit"},
)
