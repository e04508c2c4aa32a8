"""The queue of complaints: by the clock that ends next, with what a row says about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select

from app.domain.business_time import Interval
from app.domain.filters import Condition, Field, Kind
from app.models import Address, Complaint, Customer, Product, SalesOrder, Staff, TierOverride
from app.models.declared import aliased
from app.models.types import UtcTime
from app.queries.business_hours import calendar
from app.queries.listing import Found, Holds, Listed, Sort, compared, holding, whose
from app.queries.tiers_given import frozen_year, root, ruled
from app.store.session import AnyRow, Read

OPEN = ("new", "assigned", "in_work", "waiting", "proposed", "approved", "rejected", "executed")
"""States in which somebody still has to do something."""
OFFERED = ("proposed", "approved", "rejected", "executed")
STATES = (*OPEN, "closed")
SEVERITIES = ("low", "normal", "high", "critical")
RECEIVED, ANSWERED, SOLVING, OFFER, CLOSED = range(1, 6)
"""The five steps of a case as people see them."""
_FAR = datetime(9999, 12, 31, tzinfo=UTC)
_told = Complaint


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the queue. ``next_clock`` says which clock ends at ``next_at``: answer, promise or solution."""

    id: int
    number: str
    customer_id: int
    customer: str
    place: str
    tier: str
    subject: str
    owner_id: int | None
    owner: str
    status: str
    severity: str
    cause: str
    step: int
    next_at: datetime | None
    next_clock: str
    paused: bool
    pause_reason: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    late: bool
    """Whether the solution came, or is, after its target."""
    product: str
    order: str
    version: int
    satisfaction: int | None = None
    counts: tuple[Interval, ...] = ()
    """The business hours of the day on which the clock ends, in minutes of the day."""


FIELDS = (
    Field("case", Kind.TEXT, ("number", "caso", "编号")),
    Field("customer", Kind.TEXT, ("cliente", "客户")),
    Field("owner", Kind.TEXT, ("responsable", "负责人")),
    Field("cause", Kind.TEXT, ("causa", "原因")),
    Field("severity", Kind.CHOICE, ("gravedad", "严重"), SEVERITIES),
    Field("status", Kind.CHOICE, ("estado", "状态"), STATES),
    Field("channel", Kind.TEXT, ("canal", "渠道")),
    Field("product", Kind.TEXT, ("producto", "产品")),
    Field("order", Kind.TEXT, ("pedido", "订单")),
    Field("opened", Kind.DAY, ("abierta", "提出")),
    Field("due", Kind.DAY, ("vence", "到期")),
    Field("closed", Kind.DAY, ("cerrada", "关闭")),
    Field("late", Kind.YES_NO, ("retrasada", "迟")),
    Field("paused", Kind.YES_NO, ("pausada", "暂停")),
    Field("repeated", Kind.YES_NO, ("repetida", "重复")),
    Field("unassigned", Kind.YES_NO, ("sinasignar", "无人")),
    Field("open", Kind.YES_NO, ("pendiente", "未关闭")),
    Field("mine", Kind.YES_NO, ("mias", "我的")),
    Field("satisfaction", Kind.NUMBER, ("satisfaccion", "满意")),
)


def _either(holds: ColumnElement[bool], one: Condition) -> ColumnElement[bool]:
    return holds if one.value is True else ~holds


def _late(tx: Read, one: Condition) -> ColumnElement[bool]:
    """Open ones whose next clock has run out; closed ones that came late."""
    now = tx.now
    running = and_(_told.status.in_(OPEN), func.coalesce(_told.next_at, literal(_FAR, UtcTime())) < now)
    return _either(running | and_(_told.status == "closed", _told.breached_at.is_not(None)), one)


def _mine(tx: Read, one: Condition) -> ColumnElement[bool]:
    """Of who is signed in, or escalated to this person; nobody's where the person is no member of staff."""
    person = -1 if tx.actor.staff_id is None else tx.actor.staff_id
    own = (_told.owner_id == person) | (_told.escalated_to_id == person)
    if one.value is True:
        return own
    return and_(func.coalesce(_told.owner_id, 0) != person, func.coalesce(_told.escalated_to_id, 0) != person)


def _customer(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Customer.code) == str(one.value).lower()
    wanted = select(Customer.id).where(code | holding(Customer.name, one) | holding(Customer.organisation, one))
    found: ColumnElement[bool] = _told.customer_id.in_(wanted)
    return found


def _owner(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Staff.code) == str(one.value).lower()
    found: ColumnElement[bool] = _told.owner_id.in_(select(Staff.id).where(code | holding(Staff.name, one)))
    return found


def _product(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Product.code) == str(one.value).lower()
    found: ColumnElement[bool] = _told.product_id.in_(select(Product.id).where(code | holding(Product.name, one)))
    return found


def _order(_tx: Read, one: Condition) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _told.order_id.in_(select(SalesOrder.id).where(holding(SalesOrder.number, one)))
    return found


def _on(column: Any) -> Holds:  # noqa: ANN401 - a column of moments
    """A moment against civil days of the company."""

    def holds(tx: Read, one: Condition) -> ColumnElement[bool]:
        assert isinstance(one.value, date)
        zone = tx.store.zone
        start = datetime.combine(one.value, time.min, zone)
        after = datetime.combine(one.value + timedelta(days=1), time.min, zone)
        if one.op == "=":
            whole: ColumnElement[bool] = and_(column >= start, column < after)
            return whole
        side: ColumnElement[bool] = {
            "<": column < start, "<=": column < after, ">": column >= after, ">=": column >= start
        }[one.op]  # fmt: skip
        return side

    return holds


def _worded(tx: Read, words: Sequence[str], found: Found | None) -> ColumnElement[bool]:
    """Words are part of the customer's name or of what happened, or the number of a case."""
    of_customer = whose(_told.customer_id, tx, words, found)
    subject = and_(*[holding(_told.subject, Condition("subject", "=", word)) for word in words])
    if len(words) != 1:
        return of_customer | subject
    return of_customer | subject | _told.number.in_((words[0], words[0].upper()))


def tier_of(tx: Read, customer: Any) -> Any:  # noqa: ANN401 - a table of customers; a column
    """The tier given by hand while it lasts, else the one of the newest frozen year; for a select of customers."""
    given, source = TierOverride, aliased(Customer)
    by_hand = (
        select(given.tier).join(source, source.id == given.customer_id)
        .where(root(source) == customer.id, given.until >= tx.today)
        .order_by(given.id.desc()).limit(1).correlate(customer).scalar_subquery()
    )  # fmt: skip
    return func.coalesce(by_hand, ruled(customer, frozen_year(tx.today)), "")


def city_of(customer: Any) -> Any:  # noqa: ANN401 - a table of customers; a column
    """The city of the main address; for a select of customers."""
    city = select(Address.city).where(Address.customer_id == customer.id, Address.kind == "main")
    return func.coalesce(city.order_by(Address.id).limit(1).scalar_subquery(), "")


def _rows(tx: Read, ids: Sequence[int]) -> Sequence[CaseRow]:
    """One statement for the rows, and the company's hours."""
    source, kept = aliased(Customer), aliased(Customer)
    query = (
        select(
            _told.id, _told.number, kept.id.label("customer_id"), kept.name, kept.organisation,
            city_of(kept).label("city"), tier_of(tx, kept).label("tier"), _told.subject, _told.owner_id,
            func.coalesce(Staff.name, "").label("owner"), _told.status, _told.severity, _told.cause, _told.next_at,
            _told.next_clock, _told.paused_at, _told.pause_reason, _told.opened_at, _told.due_at, _told.closed_at,
            _told.breached_at, _told.first_response_at, _told.version, _told.satisfaction,
            func.coalesce(Product.name, "").label("product"),
            func.coalesce(SalesOrder.number, SalesOrder.quote_number, "").label("order_number"),
        )
        .join(source, source.id == _told.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .outerjoin(Staff, Staff.id == _told.owner_id)
        .outerjoin(Product, Product.id == _told.product_id)
        .outerjoin(SalesOrder, SalesOrder.id == _told.order_id)
        .where(_told.id.in_(ids))
    )  # fmt: skip
    found = {row.id: row for row in tx.all(query)}
    counts = hours_of(tx, [row.next_at for row in found.values() if row.next_at is not None])
    return [_row(found[one], counts) for one in ids if one in found]


def hours_of(tx: Read, moments: Sequence[datetime]) -> dict[datetime, tuple[Interval, ...]]:
    """The business hours of the days on which moments lie."""
    if not moments:
        return {}
    known = calendar(tx)
    return {moment: known.intervals(moment.astimezone(tx.store.zone).date()) for moment in moments}


def _row(row: AnyRow, counts: dict[datetime, tuple[Interval, ...]]) -> CaseRow:
    place = row.organisation if row.organisation and row.organisation != row.name else row.city
    return CaseRow(
        row.id, row.number, row.customer_id, row.name, place, row.tier, row.subject, row.owner_id, row.owner,
        row.status, row.severity, row.cause, step_of(row.status, answered=row.first_response_at is not None),
        row.next_at, row.next_clock, row.paused_at is not None, row.pause_reason, row.opened_at, row.due_at,
        row.closed_at, row.breached_at is not None, row.product, row.order_number, row.version, row.satisfaction,
        counts.get(row.next_at, ()),
    )  # fmt: skip


def step_of(status: str, *, answered: bool) -> int:
    """The step of a case: received, answered, solving, offer, closed (1 to 5).

    A case that somebody works on and whose customer has no answer yet is only received: the answer is what is due.
    """
    if status == "closed":
        return CLOSED
    if status in OFFERED:
        return OFFER
    if not answered:
        return RECEIVED
    return SOLVING if status in ("in_work", "waiting") else ANSWERED


def _text(column: Any) -> Holds:  # noqa: ANN401 - a column
    def holds(_tx: Read, one: Condition) -> ColumnElement[bool]:
        return holding(column, one)

    return holds


LIST: Listed[CaseRow] = Listed(
    identity=_told.id,
    fields=FIELDS,
    holds={
        "case": _text(_told.number),
        "customer": _customer,
        "owner": _owner,
        "cause": _text(_told.cause),
        "severity": lambda tx, one: _told.severity == one.value,
        "status": lambda tx, one: _told.status == one.value,
        "channel": _text(_told.channel),
        "product": _product,
        "order": _order,
        "opened": _on(_told.opened_at),
        "due": _on(_told.due_at),
        "closed": _on(_told.closed_at),
        "late": _late,
        "paused": lambda tx, one: _either(_told.paused_at.is_not(None), one),
        "repeated": lambda tx, one: _either(_told.repeat_of_id.is_not(None), one),
        "unassigned": lambda tx, one: _either(_told.owner_id.is_(None), one),
        "open": lambda tx, one: _told.status.in_(OPEN) if one.value is True else _told.status == "closed",
        "mine": _mine,
        "satisfaction": lambda tx, one: compared(_told.satisfaction, one),
    },
    sorts={
        "next": Sort(func.coalesce(_told.next_at, literal(_FAR, UtcTime()), type_=UtcTime())),
        "opened": Sort(_told.opened_at),
        "closed": Sort(func.coalesce(_told.closed_at, literal(_FAR, UtcTime()), type_=UtcTime())),
        "case": Sort(_told.number),
        "new": Sort(_told.id),
    },
    default="next",
    base=lambda: (_told.void.is_(False),),
    worded=_worded,
    rows=_rows,
)
