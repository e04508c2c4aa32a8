"""What this day asks of the person at the desk: deadlines, calls and visits, deliveries, greetings, who is expected.

Sales sees the own quotes that end and the own customers who went quiet as well, managers what waits for their answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, exists, extract, func, literal_column, or_, select

from app.domain import rights
from app.domain.calling import MissedCall
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.order import PICK_UP
from app.domain.stages import UNDELIVERED
from app.models import Balance, Complaint, Consent, Customer, CustomerMonth, Interaction, SalesOrder, Staff
from app.models.declared import aliased
from app.models.types import Amount
from app.queries import calls, setup_steps
from app.queries.orders import UNSOLD
from app.queries.setup_steps import SetupStep
from app.queries.today_work import gone_quiet, quotes_ending, waiting_for_a_yes
from app.store.session import AnyRow, Read, Store

SHOWN = 5
"""Rows of a section in the panel at the side."""
MOST = 60
MOST_QUIET = 10
"""Of customers who went quiet only the best are shown; the list has all of them."""
COMPLAINT_HOURS = 24
"""So long before its deadline a complaint is listed."""
GREETING_DAYS = 2
"""Birthdays of today and of so many days to come."""
GREETED = "greeting"
"""The outcome under which a greeting is noted."""
GREETED_DAYS = 7


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One row. ``kind`` is complaint, call, visit, missed, delivery, pickup, greeting, quote, quiet, price or outcome,
    ``id`` its.

    An outcome is what is proposed for a complaint and waits for a manager; its ``id`` is the complaint's. A price is an
    order that waits for a manager; of somebody quiet the ``id`` is the customer's.

    ``title`` and ``about`` are names and notes as they were written, ``at`` the hour and ``on`` the day it is due.
    """

    kind: str
    id: int
    customer_id: int | None
    title: str
    about: str = ""
    at: datetime | None = None
    on: date | None = None
    late: bool = False
    times: int = 1
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The first rows, how many there are in all, and how many of them are late."""

    items: Sequence[TodayItem] = ()
    total: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What managers look at first; amounts in the company's currency, this month so far."""

    contribution: Decimal
    revenue: Decimal
    orders_today: int
    ordered_today: Decimal
    owed: Decimal
    open_complaints: int
    to_approve: int
    late_orders: int
    late_complaints: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything of one day; ``figures`` only for who may see profit, ``steps`` only for who may take them."""

    day: date
    now: datetime
    sections: dict[str, Section] = field(default_factory=dict)
    figures: Figures | None = None
    steps: Sequence[SetupStep] = ()

    @property
    def due(self) -> int:
        """Rows that are late: what the badge counts."""
        return sum(section.late for section in self.sections.values())


def of_day(store: Store, limit: int = SHOWN) -> Today:
    """The day of the signed-in person, at most ``limit`` rows of each section. At most nine statements."""
    missed = calls.missed(store)
    steps = setup_steps.steps(store) if rights.may(store.actor.access, "settings") else ()
    with store.read() as tx:
        sections = {
            "complaints": _section(tx, _complaints(tx), limit, _complaint),
            "contacts": _with_missed(_section(tx, _steps(tx), limit, _step), missed, limit),
            "deliveries": _section(tx, _orders(tx, pick_up=False), limit, _delivery),
            "greetings": _section(tx, _greetings(tx), limit, _greeting),
            "expected": _section(tx, _orders(tx, pick_up=True), limit, _pick_up),
        }
        decides = rights.may(tx.actor.access, "see_profit")
        if decides:
            sections["approvals"] = _section(tx, _never_late(waiting_for_a_yes()), limit, _to_answer)
        elif rights.may(tx.actor.access, "own_commission") and tx.actor.staff_id is not None:
            sections["quotes"] = _section(tx, _never_late(quotes_ending(tx)), limit, _quote)
            sections["quiet"] = _section(tx, _never_late(gone_quiet(tx)), min(limit, MOST_QUIET), _quiet)
        figures = _figures(tx) if decides else None
        return Today(tx.today, tx.now, sections, figures, steps)


def _section(tx: Read, query: Select[*tuple[Any, ...]], limit: int, make: Any) -> Section:  # noqa: ANN401 - maker of an item
    """The rows come with the count of all and of the late ones, in one statement."""
    rows = tx.all(query.limit(min(limit, MOST)))
    if not rows:
        return Section()
    return Section([make(row, tx) for row in rows], int(rows[0].total), int(rows[0].late or 0))


def _counted(late: Any) -> list[Any]:  # noqa: ANN401 - a condition
    return [func.count().over().label("total"), func.count().filter(late).over().label("late")]


def _complaints(tx: Read) -> Select[Any]:
    told = Complaint
    # answer, promise or solution, whichever ends first
    ends = func.coalesce(told.next_at, told.due_at)
    soon = tx.now + timedelta(hours=COMPLAINT_HOURS)
    return (
        select(
            told.id, told.customer_id, told.number, told.subject, Customer.name, ends.label("due_at"),
            *_counted(ends < tx.now),
        )
        .join(Customer, Customer.id == told.customer_id)
        .where(told.status != "closed", told.void.is_(False), ends <= soon)
        .order_by(ends, told.id)
    )  # fmt: skip


def _complaint(row: AnyRow, tx: Read) -> TodayItem:
    title = f"{row.number} {row.subject}"
    return TodayItem("complaint", row.id, row.customer_id, title, row.name, row.due_at, late=row.due_at < tx.now)


def _never_late(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Rows that have no day on which they would be late."""
    return query.add_columns(*_counted(literal_column("1") == literal_column("0")))


def _to_answer(row: AnyRow, _tx: Read) -> TodayItem:
    words = [row.number, row.subject] if row.kind == "outcome" else [row.number, row.name]
    about = [row.name, row.by] if row.kind == "outcome" else [row.subject, row.by]
    return TodayItem(
        row.kind, row.id, row.customer_id, " ".join(filter(None, words)), " · ".join(filter(None, about)), row.at
    )  # fmt: skip


def _quote(row: AnyRow, _tx: Read) -> TodayItem:
    return TodayItem("quote", row.id, row.customer_id, row.quote_number or "", row.name, on=row.valid_until)


def _quiet(row: AnyRow, _tx: Read) -> TodayItem:
    return TodayItem("quiet", row.id, row.id, row.name, tier=row.tier)


def _steps(tx: Read) -> Select[Any]:
    """What was agreed for today and before: one's own and nobody's; who is no member of staff sees all."""
    talk, who = Interaction, aliased(Customer)
    whose = func.coalesce(talk.follow_up_staff_id, talk.staff_id)
    mine = [or_(whose == tx.actor.staff_id, whose.is_(None))] if tx.actor.staff_id is not None else []
    return (
        select(
            talk.id, talk.kind, talk.note, talk.follow_up_on, who.id.label("customer_id"), who.name,
            func.coalesce(Staff.name, "").label("by"), *_counted(talk.follow_up_on < tx.today),
        )
        .join(Customer, Customer.id == talk.customer_id)
        .join(who, who.id == func.coalesce(Customer.merged_into_id, Customer.id))
        .outerjoin(Staff, Staff.id == whose)
        .where(talk.follow_up_on.is_not(None), talk.follow_up_on <= tx.today, talk.done.is_(False), *mine)
        .order_by(talk.follow_up_on, talk.id)
    )  # fmt: skip


def _step(row: AnyRow, tx: Read) -> TodayItem:
    kind = "visit" if row.kind == "visit" else "call"
    late = row.follow_up_on < tx.today
    return TodayItem(kind, row.id, row.customer_id, row.name, row.note, on=row.follow_up_on, late=late)


def _with_missed(section: Section, missed: Sequence[MissedCall], limit: int) -> Section:
    """Calls that nobody answered come first: somebody is waiting."""
    items = [
        TodayItem("missed", one.id, one.customer_id, one.name or one.number, one.number, one.at, late=True,
                  times=one.times)
        for one in missed
    ]  # fmt: skip
    return Section([*items, *section.items][:limit], section.total + len(items), section.late + len(items))


def _orders(tx: Read, *, pick_up: bool) -> Select[Any]:
    """Promised for today and not delivered; late deliveries too, but who did not come is not expected for ever."""
    order, who = SalesOrder, aliased(Customer)
    kind = order.delivery_kind == PICK_UP if pick_up else order.delivery_kind != PICK_UP
    when = order.promised_on == tx.today if pick_up else order.promised_on <= tx.today
    # bills that were taken in from elsewhere say nothing about goods
    goods = order.imported.is_(False) | (order.status != "invoiced")
    return (
        select(
            order.id, order.number, order.promised_on, order.delivery_slot, who.id.label("customer_id"), who.name,
            *_counted(order.promised_on < tx.today),
        )
        .join(Customer, Customer.id == order.customer_id)
        .join(who, who.id == func.coalesce(Customer.merged_into_id, Customer.id))
        .where(
            order.delivered_on.is_(None), order.status.in_(UNDELIVERED), order.void.is_(False), goods,
            order.promised_on.is_not(None), when, kind,
        )
        .order_by(order.promised_on.desc(), order.delivery_slot, order.id)
    )  # fmt: skip


def _delivery(row: AnyRow, tx: Read) -> TodayItem:
    late = row.promised_on < tx.today
    about = " · ".join(part for part in (row.name, row.delivery_slot) if part)
    return TodayItem("delivery", row.id, row.customer_id, row.number or "", about, on=row.promised_on, late=late)


def _pick_up(row: AnyRow, _tx: Read) -> TodayItem:
    return TodayItem("pickup", row.id, row.customer_id, row.name, f"{row.number or ''} {row.delivery_slot}".strip(),
                     on=row.promised_on)  # fmt: skip


def _greetings(tx: Read) -> Select[Any]:
    """Birthdays near by of customers who want greetings and have not had one."""
    who, given, newer, talk = Customer, Consent, aliased(Consent), Interaction
    days = [tx.today + timedelta(days=one) for one in range(GREETING_DAYS + 1)]
    month, day = extract("month", who.birth_date), extract("day", who.birth_date)
    born = [and_(month == one.month, day == one.day) for one in days]
    if any((one.month, one.day) == (2, 28) for one in days) and not _leap(tx.today.year):
        born.append(and_(month == 2, day == 29))
    later = exists().where(
        newer.customer_id == given.customer_id, newer.purpose == given.purpose, newer.channel == given.channel,
        or_(newer.on > given.on, and_(newer.on == given.on, newer.id > given.id)),
    )  # fmt: skip
    wanted = exists().where(
        given.customer_id == who.id, given.purpose == "greetings", given.given.is_(True), ~later
    )  # fmt: skip
    since = tx.now - timedelta(days=GREETED_DAYS)
    greeted = exists().where(talk.customer_id == who.id, talk.at >= since, talk.outcome == GREETED)
    return (
        select(who.id, who.name, who.language, who.birth_date, *_counted(literal_column("1") == literal_column("0")))
        .where(
            who.birth_date.is_not(None),
            who.active.is_(True),
            who.merged_into_id.is_(None),
            or_(*born),
            wanted,
            ~greeted,
        )
        .order_by(month, day, who.search_name, who.id)
    )


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _greeting(row: AnyRow, tx: Read) -> TodayItem:
    born: date = row.birth_date
    on = date(tx.today.year, 2, 28) if (born.month, born.day) == (2, 29) and not _leap(tx.today.year) else None
    on = on or born.replace(year=tx.today.year)
    if on < tx.today:
        on = on.replace(year=tx.today.year + 1)
    return TodayItem("greeting", row.id, row.id, row.name, row.language, on=on)


def _figures(tx: Read) -> Figures:
    """All figures in one statement."""
    order, told, this, nothing = SalesOrder, Complaint, Month.of(tx.today), literal_column("0", Amount())

    def amount(column: Any, *where: Any) -> Any:  # noqa: ANN401 - columns and conditions
        return func.coalesce(select(func.sum(column)).where(*where).scalar_subquery(), nothing, type_=Amount())

    def number(*where: Any) -> Any:  # noqa: ANN401 - conditions
        return select(func.count()).where(*where).scalar_subquery()

    taken = (order.on == tx.today, order.void.is_(False), order.status.notin_(UNSOLD))
    opened = (told.status != "closed", told.void.is_(False))
    late = (
        order.delivered_on.is_(None), order.status.in_(UNDELIVERED), order.void.is_(False),
        order.promised_on < tx.today, order.imported.is_(False) | (order.status != "invoiced"),
    )  # fmt: skip
    asked = (order.approval == "asked", order.void.is_(False), order.status != "cancelled")
    row = tx.first(
        select(
            amount(CustomerMonth.revenue, CustomerMonth.month == this),
            amount(CustomerMonth.cost, CustomerMonth.month == this),
            number(*taken), amount(order.net, *taken), amount(Balance.amount, Balance.amount > ZERO),
            number(*opened), number(*asked), number(*late),
            number(*opened, func.coalesce(told.next_at, told.due_at) < tx.now),
        )
    )  # fmt: skip
    assert row is not None
    revenue, cost, orders, ordered, owed, complaints, approve, behind, breached = row
    return Figures(revenue - cost, revenue, orders, ordered, owed, complaints, approve, behind, breached)
