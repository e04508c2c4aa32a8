"""One line of the customers' list: read for a whole page at once, in one round trip, from statements made once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Date, Integer, bindparam, case, exists, func, literal_column, null, or_, select, type_coerce

from app.domain import rights
from app.domain.stages import UNDELIVERED
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
from app.models.declared import aliased
from app.models.types import Amount, BookedMonth, UtcTime
from app.queries.customer_line import ANY_MERGED, CustomerRow, asked, lines
from app.queries.tiers_given import root, ruled
from app.store import prepared
from app.store.prepared import Question, id_list, one_of, together
from app.store.session import Read

Mine = Callable[[Any], Any]
"""Makes the condition that a column is the customer of the line, or one of its records."""


def _text(value: str) -> Any:  # noqa: ANN401 - a part of SQL; prepared statements have no values of their own
    return literal_column(f"'{value}'")


_TODAY = bindparam("today", type_=Date())
_NOTHING = literal_column("0", Amount())
_ZERO, _ONE = literal_column("0", Integer), literal_column("1", Integer)


def own(column: Any) -> Any:  # noqa: ANN401 - a column
    """The customer's own rows and those of records merged into it."""
    member = aliased(Customer)
    return column.in_(
        select(member.id).where((member.id == Customer.id) | (member.merged_into_id == Customer.id)).correlate(Customer)
    )


def _itself(column: Any) -> Any:  # noqa: ANN401
    return column == Customer.id


def balance(mine: Mine) -> Any:  # noqa: ANN401 - a subquery
    """What a customer owes."""
    kept = select(func.sum(Balance.amount)).where(mine(Balance.customer_id)).scalar_subquery()
    return func.coalesce(kept, _NOTHING, type_=Amount())


def open_orders(mine: Mine, *more: Any) -> Any:  # noqa: ANN401 - conditions and a subquery
    """How many orders are still to come."""
    order = SalesOrder
    # hidden from the index of states: SQLite would walk all open orders of the company for every row of a page
    state = func.coalesce(order.status, _text(""))
    return (
        select(func.count()).select_from(order)
        .where(
            mine(order.customer_id), order.delivered_on.is_(None), or_(*[state == _text(name) for name in UNDELIVERED]),
            # a bill that was taken in from elsewhere says nothing about goods
            order.void.is_(False), order.imported.is_(False) | (state != _text("invoiced")), *more,
        )
        .scalar_subquery()
    )  # fmt: skip


def _city() -> Any:  # noqa: ANN401
    main = (Address.customer_id == Customer.id) & (Address.kind == _text("main"))
    return select(Address.city).where(main).order_by(Address.id).limit(_ONE).offset(_ZERO).scalar_subquery()


def _phone() -> Any:  # noqa: ANN401
    point = ContactPoint
    kinds = or_(point.kind == _text("phone"), point.kind == _text("mobile"))
    found = select(func.coalesce(point.e164, point.value)).where(point.customer_id == Customer.id, kinds)
    return found.order_by(point.position, point.id).limit(_ONE).offset(_ZERO).scalar_subquery()


def _frozen_tier(*, merged: bool) -> Any:  # noqa: ANN401
    year = select(func.max(TierYear.year)).where(TierYear.year <= bindparam("year")).scalar_subquery()
    if merged:
        return ruled(Customer, year)
    return (
        select(CustomerTier.tier)
        .where(CustomerTier.customer_id == Customer.id, CustomerTier.year == year)
        .scalar_subquery()
    )


def _salesperson() -> Any:  # noqa: ANN401
    return select(Staff.name).where(Staff.id == Customer.salesperson_id).scalar_subquery()


def _last(mine: Mine) -> Any:  # noqa: ANN401
    return select(func.max(Interaction.at)).where(mine(Interaction.customer_id)).scalar_subquery()


def _step(mine: Mine) -> Any:  # noqa: ANN401
    talk = Interaction
    planned = (talk.follow_up_on.is_not(None), talk.done.is_(False))
    return select(func.min(talk.follow_up_on)).where(mine(talk.customer_id), *planned).scalar_subquery()


def _complaints(mine: Mine) -> Any:  # noqa: ANN401
    told = Complaint
    # hidden from the index of states, as above
    opened = (func.coalesce(told.status, _text("")) != _text("closed")) & told.void.is_(False)
    return select(func.count()).select_from(told).where(mine(told.customer_id), opened).scalar_subquery()


def _not_due(mine: Mine) -> Any:  # noqa: ANN401
    """Open parts of debits that have a later day of their own."""
    entry = AccountEntry
    left = type_coerce(entry.amount - func.coalesce(_given(), _NOTHING), Amount())
    when = (entry.due_on >= _TODAY, entry.on <= _TODAY, entry.amount > _NOTHING)
    summed = select(func.sum(left)).where(mine(entry.customer_id), *when).scalar_subquery()
    return func.coalesce(summed, _NOTHING, type_=Amount())


def _later(mine: Mine) -> Any:  # noqa: ANN401
    """Entries of days to come, and open parts of today's debits: without a day of its own a debit is due on its day."""
    entry = AccountEntry
    given = case((entry.on > _TODAY, _NOTHING), else_=func.coalesce(_given(), _NOTHING))
    left = type_coerce(entry.amount - given, Amount())
    which = or_(entry.on > _TODAY, entry.due_on.is_(None) & (entry.amount > _NOTHING))
    summed = select(func.sum(left)).where(mine(entry.customer_id), entry.on >= _TODAY, which).scalar_subquery()
    return func.coalesce(summed, _NOTHING, type_=Amount())


def _given() -> Any:  # noqa: ANN401
    """What was chosen for a debit."""
    chosen = (Allocation.debit_id == AccountEntry.id, Allocation.on <= _TODAY)
    return select(func.sum(Allocation.amount)).where(*chosen).correlate(AccountEntry).scalar_subquery()


def _brought(mine: Mine) -> Any:  # noqa: ANN401
    sums = CustomerMonth
    first, last = bindparam("first", type_=BookedMonth()), bindparam("last", type_=Integer)
    amount = func.sum(sums.revenue) - func.sum(sums.cost)
    # of a range PostgreSQL expects so few rows that it begins with the months; the sign hides the end from it
    within = (mine(sums.customer_id), sums.month >= first, -type_coerce(sums.month, Integer) >= -last)
    summed = select(amount).where(*within).scalar_subquery()
    return func.coalesce(summed, _NOTHING, type_=Amount())


def _lines(mine: Mine, *, merged: bool, brought: bool) -> Callable[[bool], Any]:
    """Everything of a line but the tier given by hand, one row for each; ``merged``: of who has merged records only."""

    def statement(sqlite: bool) -> Any:  # noqa: ANN401 - how a Question asks
        who, member = Customer, aliased(Customer)
        query = (
            who.id, who.code, who.name, who.organisation, func.coalesce(_city(), _text("")),
            func.coalesce(_phone(), _text("")), func.coalesce(_frozen_tier(merged=merged), _text("")), balance(mine),
            open_orders(mine), type_coerce(_last(mine), UtcTime()),
            type_coerce(_not_due(mine) + _later(mine), Amount()), open_orders(mine, SalesOrder.promised_on < _TODAY),
            _complaints(mine), who.birth_date, _step(mine), _brought(mine) if brought else null(),
            func.coalesce(_salesperson(), _text("")), who.tags, who.payment_days, who.active, who.version,
        )  # fmt: skip
        found = select(*query).where(one_of(who.id, "ids", sqlite=sqlite))
        return found.where(exists().where(member.merged_into_id == who.id)) if merged else found

    return statement


def _by_hand(sqlite: bool) -> Any:  # noqa: ANN401
    # few, and no index leads to those of one customer: asked for once, not for every line
    given, source = TierOverride, aliased(Customer)
    return (
        select(root(source), given.tier)
        .join(source, source.id == given.customer_id)
        .where(one_of(root(source), "ids", sqlite=sqlite), given.until >= _TODAY)
        .order_by(given.id)
    )


# statements are made when they are first asked: a person needs two of the four
_LINES = {brought: Question(_lines(_itself, merged=False, brought=brought)) for brought in (False, True)}
# records that were merged into others are few: only who has some is asked for again, with all of his
_MERGED = {brought: Question(_lines(own, merged=True, brought=brought)) for brought in (False, True)}
_TIERS = Question(_by_hand)


def first_statements() -> Mapping[str, Any]:
    """What a company's file is asked for lines with contribution, for who keeps the text."""
    return {
        "customer lines": _lines(_itself, merged=False, brought=True)(True),
        "customer lines merged": _lines(own, merged=True, brought=True)(True),
        "customer tiers": _by_hand(True),
    }


def rows(tx: Read, ids: Sequence[int]) -> Sequence[CustomerRow]:
    """Lines of customers in the order of ``ids``; one that is gone is missing. Contribution only with the right."""
    brought = rights.may(tx.actor.access, "see_profit")
    given = asked(id_list(tx, ids), tx.today)
    merged = [(_MERGED[brought], given)] if not tx.sqlite or _any_merged(tx, given["ids"]) else []
    plain, tiers, *others = together(tx, (_LINES[brought], given), (_TIERS, given), *merged)
    return lines(ids, [plain, *others], tiers, tx.today)


def _any_merged(tx: Read, ids: str) -> bool:
    """Whether records were merged into any of these. Few have some, and without them SQLite answers in half the time,
    and its statement need not be made; on a server the question would cost a round trip.
    """
    return prepared.send(tx.connection.connection.driver_connection, ANY_MERGED, (ids,)).fetchone() is not None
