"""One line of the customers' list: read for a whole page at once, in two round trips, from statements made once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, bindparam, case, func, literal_column, or_, select, type_coerce

from app.domain import rights
from app.domain.contribution import contribution
from app.domain.money import ZERO
from app.domain.month import Month
from app.models import (
    AccountEntry,
    Address,
    Allocation,
    Balance,
    Complaint,
    ContactPoint,
    Customer,
    CustomerMonth,
    CustomerTier,
    Interaction,
    SalesOrder,
    Staff,
    TierOverride,
    TierYear,
)
from app.models.types import Amount, BookedMonth
from app.queries.caller import next_birthday
from app.queries.caller_rows import UNDELIVERED
from app.store.prepared import Question, Rows, id_list, one_of, together
from app.store.session import Read

MONTHS = 12
"""Months of which the list says the contribution, this one included."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the list, records merged into it included.

    ``balance`` and ``overdue`` in the company's currency, positive: owes. ``contribution`` of the last 12 months is
    known only to who may see it. ``birthday`` is the next one, if it is within 14 days.
    """

    id: int
    code: str
    name: str
    organisation: str
    city: str
    phone: str
    tier: str
    balance: Decimal
    open_orders: int
    last_contact: datetime | None
    overdue: Decimal = ZERO
    late_orders: int = 0
    complaints: int = 0
    birthday: date | None = None
    next_step: date | None = None
    step_late: bool = False
    contribution: Decimal | None = None
    salesperson: str = ""
    tags: str = ""
    payment_days: int | None = None
    active: bool = True
    version: int = 1


def _text(value: str) -> Any:  # noqa: ANN401 - a part of SQL; prepared statements have no values of their own
    return literal_column(f"'{value}'")


_TODAY = bindparam("today", type_=Date())
_STATES = tuple(_text(state) for state in UNDELIVERED)


def _who(sqlite: bool) -> Any:  # noqa: ANN401 - a statement
    customer = Customer
    return (
        select(
            customer.id, customer.code, customer.name, customer.organisation, customer.birth_date, customer.tags,
            customer.payment_days, customer.active, customer.version, func.coalesce(Staff.name, _text("")),
        )
        .outerjoin(Staff, Staff.id == customer.salesperson_id)
        .where(one_of(customer.id, "ids", sqlite=sqlite))
    )  # fmt: skip


def _merged(sqlite: bool) -> Any:  # noqa: ANN401
    into: Any = Customer.merged_into_id
    return select(Customer.id, into).where(one_of(into, "ids", sqlite=sqlite))


def _cities(sqlite: bool) -> Any:  # noqa: ANN401
    main = Address.kind == _text("main")
    chosen = select(Address.customer_id, Address.city).where(one_of(Address.customer_id, "ids", sqlite=sqlite), main)
    return chosen.order_by(Address.id)


def _phones(sqlite: bool) -> Any:  # noqa: ANN401
    point = ContactPoint
    kinds = or_(point.kind == _text("phone"), point.kind == _text("mobile"))
    found = select(point.customer_id, func.coalesce(point.e164, point.value))
    return found.where(one_of(point.customer_id, "ids", sqlite=sqlite), kinds).order_by(point.position, point.id)


def _frozen(sqlite: bool) -> Any:  # noqa: ANN401
    year = select(func.max(TierYear.year)).where(TierYear.year <= bindparam("year")).scalar_subquery()
    return select(CustomerTier.customer_id, CustomerTier.tier).where(
        one_of(CustomerTier.customer_id, "ids", sqlite=sqlite), CustomerTier.year == year
    )


def _by_hand(sqlite: bool) -> Any:  # noqa: ANN401
    given = TierOverride
    return (
        select(given.customer_id, given.tier)
        .where(one_of(given.customer_id, "ids", sqlite=sqlite), given.until >= _TODAY)
        .order_by(given.id.desc())
    )


def _balances(sqlite: bool) -> Any:  # noqa: ANN401
    return select(Balance.customer_id, Balance.amount).where(one_of(Balance.customer_id, "members", sqlite=sqlite))


def _orders(sqlite: bool) -> Any:  # noqa: ANN401
    order = SalesOrder
    # hidden from the index of states: SQLite would walk all open orders of the company for every page
    state = func.coalesce(order.status, _text(""))
    late = case((order.promised_on < _TODAY, literal_column("1", Integer)), else_=literal_column("0", Integer))
    return (
        select(order.customer_id, func.count(), func.sum(late))
        .where(
            one_of(order.customer_id, "members", sqlite=sqlite), order.delivered_on.is_(None),
            or_(*[state == name for name in _STATES]), order.void.is_(False),
            # a bill that was taken in from elsewhere says nothing about goods
            order.imported.is_(False) | (state != _text("invoiced")),
        )
        .group_by(order.customer_id)
    )  # fmt: skip


def _last(sqlite: bool) -> Any:  # noqa: ANN401
    # one step to the end of an index for each, instead of all contacts of all of them
    newest = select(func.max(Interaction.at)).where(Interaction.customer_id == Customer.id).scalar_subquery()
    return select(Customer.id, newest).where(one_of(Customer.id, "members", sqlite=sqlite))


def _steps(sqlite: bool) -> Any:  # noqa: ANN401
    talk = Interaction
    return (
        select(talk.customer_id, func.min(talk.follow_up_on))
        .where(one_of(talk.customer_id, "members", sqlite=sqlite), talk.follow_up_on.is_not(None), talk.done.is_(False))
        .group_by(talk.customer_id)
    )


def _complaints(sqlite: bool) -> Any:  # noqa: ANN401
    told = Complaint
    opened = (told.status != _text("closed")) & told.void.is_(False)
    found = select(told.customer_id, func.count()).where(one_of(told.customer_id, "members", sqlite=sqlite), opened)
    return found.group_by(told.customer_id)


def _debits(sqlite: bool, *, dated: bool) -> Any:  # noqa: ANN401
    """Open parts of debits that are not due yet; without a day of its own a debit is due on its day."""
    entry = AccountEntry
    given = (
        select(func.sum(Allocation.amount)).where(Allocation.debit_id == entry.id, Allocation.on <= _TODAY)
        .scalar_subquery()
    )  # fmt: skip
    nothing = literal_column("0", Amount())
    when = [entry.due_on >= _TODAY, entry.on <= _TODAY] if dated else [entry.due_on.is_(None), entry.on == _TODAY]
    left = type_coerce(entry.amount - func.coalesce(given, nothing), Amount())
    return select(entry.customer_id, left).where(
        one_of(entry.customer_id, "members", sqlite=sqlite), entry.amount > nothing, *when
    )


def _future(sqlite: bool) -> Any:  # noqa: ANN401
    entry = AccountEntry
    members = one_of(entry.customer_id, "members", sqlite=sqlite)
    return select(entry.customer_id, entry.amount).where(members, entry.on > _TODAY)


def _brought(sqlite: bool) -> Any:  # noqa: ANN401
    sums, first = CustomerMonth, bindparam("first", type_=BookedMonth())
    return (
        select(sums.customer_id, func.sum(sums.revenue), func.sum(sums.cost))
        .where(
            one_of(sums.customer_id, "members", sqlite=sqlite),
            sums.month.between(first, bindparam("last", type_=BookedMonth())),
        )
        .group_by(sums.customer_id)
    )


def _dated(sqlite: bool) -> Any:  # noqa: ANN401
    return _debits(sqlite, dated=True)


def _undated(sqlite: bool) -> Any:  # noqa: ANN401
    return _debits(sqlite, dated=False)


_OF_RECORDS = tuple(Question(one) for one in (_who, _merged, _cities, _phones, _frozen, _by_hand))
_OF_MEMBERS = tuple(
    Question(one) for one in (_balances, _orders, _last, _steps, _complaints, _dated, _undated, _future)
)
_CONTRIBUTION = Question(_brought)


def rows(tx: Read, ids: Sequence[int]) -> Sequence[CustomerRow]:
    """Lines of customers in the order of ``ids``; one that is gone is missing. Contribution only with the right."""
    given: dict[str, Any] = {"ids": id_list(tx, ids), "today": tx.today, "year": tx.today.year}
    who, merged, cities, phones, frozen, by_hand = together(tx, *[(one, given) for one in _OF_RECORDS])
    heads = {one: one for one in ids} | {int(one): int(into) for one, into in merged}
    given["members"] = id_list(tx, heads)
    asked = list(_OF_MEMBERS)
    if rights.may(tx.actor.access, "see_profit"):
        this = Month.of(tx.today)
        given |= {"first": this.plus(1 - MONTHS), "last": this}
        asked.append(_CONTRIBUTION)
    parts = _Parts(heads, together(tx, *[(one, given) for one in asked]))
    tiers, today = _firsts(frozen) | _firsts(by_hand), tx.today
    city, phone, found = _firsts(cities), _firsts(phones), {int(row[0]): row for row in who}
    return [
        parts.row(found[one], (city.get(one) or "", phone.get(one) or "", tiers.get(one) or ""), today)
        for one in ids
        if one in found
    ]


def _firsts(found: Rows) -> dict[int, Any]:
    """The first value of each customer."""
    firsts: dict[int, Any] = {}
    for one, value in found:
        firsts.setdefault(int(one), value)
    return firsts


class _Parts:
    """What belongs to a customer and to the records merged into it, by the customer."""

    def __init__(self, heads: Mapping[int, int], parts: Sequence[Rows]) -> None:
        balances, orders, last, steps, complaints, dated, undated, future, *brought = parts
        self._heads = heads
        self._balance = self._sum(balances)
        self._later = self._sum([*dated, *undated, *future])
        self._orders = self._sum([row[:2] for row in orders])
        self._late = self._sum([(row[0], row[2]) for row in orders])
        self._complaints = self._sum(complaints)
        self._last = self._chosen(last, max)
        self._steps = self._chosen(steps, min)
        self._brought = (
            self._sum([(one, contribution(revenue, cost)) for one, revenue, cost in brought[0]]) if brought else None
        )

    def _sum(self, found: Rows) -> dict[int, Any]:
        sums: defaultdict[int, Any] = defaultdict(int)
        for one, value in found:
            sums[self._heads[one]] += value
        return sums

    def _chosen(self, found: Rows, choose: Any) -> dict[int, Any]:  # noqa: ANN401 - min or max
        chosen: dict[int, Any] = {}
        for one, value in found:
            if value is not None:
                head = self._heads[one]
                chosen[head] = choose(chosen.get(head, value), value)
        return chosen

    def row(self, who: Sequence[Any], more: tuple[str, str, str], today: date) -> CustomerRow:
        """One line."""
        one, code, name, organisation, birth_date, tags, payment_days, active, version, salesperson = who
        balance, step = self._balance.get(one) or ZERO, self._steps.get(one)
        return CustomerRow(
            one, code, name, organisation, *more, balance, int(self._orders.get(one, 0)), self._last.get(one),
            # the oldest debits are paid first: what is owed beyond those not due yet is overdue
            overdue=max(ZERO, balance - self._later.get(one, ZERO)),
            late_orders=int(self._late.get(one, 0)), complaints=int(self._complaints.get(one, 0)),
            birthday=next_birthday(birth_date, today), next_step=step, step_late=step is not None and step < today,
            contribution=None if self._brought is None else self._brought.get(one) or ZERO,
            salesperson=salesperson, tags=tags, payment_days=payment_days, active=bool(active), version=version,
        )  # fmt: skip
