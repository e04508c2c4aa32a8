"""Everything that is shown of one complaint, those that are like it, and the ones a text leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from app.domain import rights
from app.domain.business_time import Interval
from app.domain.complaint_alike import nearest
from app.domain.refusal import N_, NotFound
from app.models import (
    Attachment,
    Complaint,
    ComplaintCost,
    ComplaintEvent,
    ComplaintPromise,
    ContactPoint,
    Customer,
    Invoice,
    Product,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.queries.complaints_queue import OPEN, city_of, hours_of, step_of, tier_of
from app.store.session import AnyRow, Read, Store

MOST_EVENTS = 500
MOST_ALIKE, MOST_FOUND = 5, 5
LONGEST_NUMBER = 20
COMPARED = 200
"""Newest open cases whose words are compared."""
_told = Complaint


@dataclass(frozen=True, slots=True)
class Person:
    """Whose case it is: the customer that goes on, where records were merged."""

    id: int
    name: str
    organisation: str
    city: str
    tier: str
    language: str
    phone: str
    """E.164 where it could be read, else as it is kept; empty without one."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline; ``kind`` is one of ``app.domain.complaint.EVENTS``."""

    id: int
    at: datetime
    kind: str
    by: str
    channel: str
    words: str
    internal: bool
    promise_id: int | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised until when; open while it was neither kept nor withdrawn."""

    id: int
    words: str
    by: str
    at: datetime
    due_at: datetime
    kept_at: datetime | None
    broken_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether its clock runs."""
        return self.kept_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file that is kept with the case; ``size`` in bytes."""

    id: int
    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Other:
    """Another case, as it is pointed to."""

    id: int
    number: str
    subject: str = ""
    status: str = ""
    customer: str = ""
    why: str = ""
    """customer, order, product or subject: what both have in common."""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint. ``cost`` is known only to who may see it; ``now`` is the server's moment of reading."""

    id: int
    number: str
    version: int
    customer: Person
    subject: str
    channel: str
    cause: str
    severity: str
    status: str
    step: int
    owner_id: int | None
    owner: str
    escalated_to: str
    opened_at: datetime
    next_at: datetime | None
    next_clock: str
    answer_due_at: datetime | None
    due_at: datetime | None
    first_response_at: datetime | None
    answer_late: bool
    late: bool
    paused_at: datetime | None
    pause_reason: str
    closed_at: datetime | None
    reopened: int
    order_id: int | None
    order: str
    order_status: str
    product_id: int | None
    product: str
    invoice: str
    solution: str
    cost: Decimal | None
    first_contact: bool | None
    quality: int | None
    satisfaction: int | None
    satisfaction_on: date | None
    satisfaction_channel: str
    note: str
    repeat_of: Other | None
    same_as: Other | None
    events: Sequence[Event]
    promises: Sequence[Promise]
    files: Sequence[CaseFile]
    now: datetime
    counts: tuple[Interval, ...] = ()
    """The business hours of the day on which the clock ends."""

    @property
    def closed(self) -> bool:
        """Whether nothing is left to be done."""
        return self.status == "closed"

    @property
    def paused(self) -> bool:
        """Whether its clock stands still."""
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A case that a text leads to."""

    id: int
    number: str
    customer: str
    subject: str
    status: str


def case(store: Store, complaint_id: int) -> Case:
    """Raises ``NotFound`` for a case that is not there, ``NotAllowed`` for who does not work with records."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        row = _head(tx, complaint_id)
        if row is None:
            raise NotFound(N_("There is no such complaint any more."))
        return _case(tx, row)


def _head(tx: Read, complaint_id: int) -> AnyRow | None:
    owner, boss = aliased(Staff), aliased(Staff)
    repeat, same = aliased(Complaint), aliased(Complaint)
    return tx.first(
        select(
            _told, owner.name.label("owner"), boss.name.label("boss"), SalesOrder.number.label("order_number"),
            SalesOrder.quote_number, SalesOrder.status.label("order_status"), Product.name.label("product"),
            Invoice.number.label("invoice"), repeat.number.label("repeat_number"),
            repeat.subject.label("repeat_subject"), same.number.label("same_number"),
            same.subject.label("same_subject"),
        )
        .outerjoin(owner, owner.id == _told.owner_id)
        .outerjoin(boss, boss.id == _told.escalated_to_id)
        .outerjoin(SalesOrder, SalesOrder.id == _told.order_id)
        .outerjoin(Product, Product.id == _told.product_id)
        .outerjoin(Invoice, Invoice.id == _told.invoice_id)
        .outerjoin(repeat, repeat.id == _told.repeat_of_id)
        .outerjoin(same, same.id == _told.same_as_id)
        .where(_told.id == complaint_id, _told.void.is_(False))
    )  # fmt: skip


def _case(tx: Read, row: AnyRow) -> Case:
    told = row._mapping  # noqa: SLF001 - SQLAlchemy's public accessor has this name
    one = {column.key: told[column] for column in _told.__table__.columns}
    return Case(
        one["id"], one["number"], one["version"], person(tx, one["customer_id"]), one["subject"], one["channel"],
        one["cause"], one["severity"], one["status"],
        step_of(one["status"], answered=one["first_response_at"] is not None), one["owner_id"], row.owner or "",
        row.boss or "", one["opened_at"], one["next_at"], one["next_clock"], one["answer_due_at"], one["due_at"],
        one["first_response_at"], one["answer_breached_at"] is not None, one["breached_at"] is not None,
        one["paused_at"], one["pause_reason"], one["closed_at"], one["reopened"], one["order_id"],
        row.order_number or row.quote_number or "", row.order_status or "", one["product_id"], row.product or "",
        row.invoice or "", one["solution"], _cost(tx, one["id"]), one["first_contact"], one["quality"],
        one["satisfaction"], one["satisfaction_on"], one["satisfaction_channel"], one["note"],
        _other(one["repeat_of_id"], row.repeat_number, row.repeat_subject),
        _other(one["same_as_id"], row.same_number, row.same_subject),
        _events(tx, one["id"]), _promises(tx, one["id"]), _files(tx, one["id"]), tx.now,
        hours_of(tx, [one["next_at"]] if one["next_at"] is not None else []).get(one["next_at"], ()),
    )  # fmt: skip


def _other(other_id: int | None, number: str | None, subject: str | None) -> Other | None:
    return None if other_id is None else Other(other_id, number or "", subject or "")


def person(tx: Read, customer_id: int) -> Person:
    """A customer as the head of a case shows it. Raises ``NotFound``."""
    source, kept = aliased(Customer), aliased(Customer)
    point = (
        select(func.coalesce(ContactPoint.e164, ContactPoint.value))
        .where(ContactPoint.customer_id == kept.id, ContactPoint.kind.in_(("phone", "mobile")))
        .order_by(ContactPoint.position, ContactPoint.id)
        .limit(1)
        .scalar_subquery()
    )
    row = tx.first(
        select(
            kept.id, kept.name, kept.organisation, city_of(kept), tier_of(tx, kept), kept.language,
            func.coalesce(point, ""),
        )
        .select_from(source)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .where(source.id == customer_id)
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such customer."))
    return Person(*row)


def _cost(tx: Read, complaint_id: int) -> Decimal | None:
    if not rights.may(tx.actor.access, "see_profit"):
        return None
    found: Decimal | None = tx.scalar(select(ComplaintCost.cost).where(ComplaintCost.complaint_id == complaint_id))
    return found


def _events(tx: Read, complaint_id: int) -> list[Event]:
    """The newest, in the order in which they happened."""
    one = ComplaintEvent
    rows = tx.all(
        select(
            one.id, one.at, one.kind, func.coalesce(Staff.name, one.created_by), one.channel, one.words, one.internal,
            one.promise_id,
        )
        .outerjoin(Staff, Staff.id == one.staff_id)
        .where(one.complaint_id == complaint_id)
        .order_by(one.id.desc())
        .limit(MOST_EVENTS)
    )  # fmt: skip
    return [Event(*row) for row in reversed(rows)]


def _promises(tx: Read, complaint_id: int) -> list[Promise]:
    one = ComplaintPromise
    rows = tx.all(
        select(
            one.id, one.words, func.coalesce(Staff.name, ""), one.at, one.due_at, one.kept_at, one.broken_at,
            one.withdrawn_at,
        )
        .outerjoin(Staff, Staff.id == one.staff_id)
        .where(one.complaint_id == complaint_id)
        .order_by(one.due_at, one.id)
    )  # fmt: skip
    return [Promise(*row) for row in rows]


def _files(tx: Read, complaint_id: int) -> list[CaseFile]:
    one = Attachment
    query = select(one.id, one.name, one.size, one.created_at).where(one.kind == "complaint")
    return [CaseFile(*row) for row in tx.all(query.where(one.record_id == complaint_id).order_by(one.id))]


def id_of(store: Store, number: str) -> int:
    """The case of a number. Raises ``NotFound`` and ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        asked = number.strip().upper()
        found = tx.scalar(select(_told.id).where(func.upper(_told.number) == asked, _told.void.is_(False)))
    if found is None:
        raise NotFound(N_("There is no complaint with the number {number}."), number=number)
    return int(found)


def alike(store: Store, complaint_id: int) -> list[Other]:
    """Open cases about the same order, of the same customer, about the same product or in alike words: the nearest."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        one = tx.first(
            select(_told.customer_id, _told.order_id, _told.product_id, _told.subject).where(_told.id == complaint_id)
        )
        if one is None:
            return []
        common = [_told.customer_id == one.customer_id]
        common += [_told.order_id == one.order_id] if one.order_id is not None else []
        common += [_told.product_id == one.product_id] if one.product_id is not None else []
        near = _others(tx, complaint_id, or_(*common), MOST_ALIKE * 4)
        newest = _others(tx, complaint_id, _told.id > 0, COMPARED)
    worded = {case_id for _, case_id in nearest(one.subject, [(row.id, row.subject) for row in newest])}
    rows = {row.id: row for row in (*near, *[row for row in newest if row.id in worded])}
    found = [
        Other(row.id, row.number, row.subject, row.status, row.name, _common(one, row), row.opened_at)
        for row in rows.values()
    ]
    return sorted(found, key=_nearness)[:MOST_ALIKE]


def _others(tx: Read, complaint_id: int, which: Any, most: int) -> Sequence[AnyRow]:  # noqa: ANN401 - a condition
    return tx.all(
        select(_told.id, _told.number, _told.subject, _told.status, Customer.name, _told.order_id,
               _told.product_id, _told.customer_id, _told.opened_at)
        .join(Customer, Customer.id == _told.customer_id)
        .where(which, _told.id != complaint_id, _told.status.in_(OPEN), _told.void.is_(False))
        .order_by(_told.id.desc())
        .limit(most)
    )  # fmt: skip


def _common(one: AnyRow, row: AnyRow) -> str:
    if one.order_id is not None and row.order_id == one.order_id:
        return "order"
    if row.customer_id == one.customer_id:
        return "customer"
    return "product" if one.product_id is not None and row.product_id == one.product_id else "subject"


def _nearness(other: Other) -> tuple[int, int]:
    return ("order", "customer", "product", "subject").index(other.why), -other.id


def found(tx: Read, text: str, customers: Sequence[int] = ()) -> list[Found]:
    """Cases whose number begins so (or ends, of digits alone), else those of customers; open ones first."""
    asked = text.strip().upper()
    if any(sign.isdecimal() for sign in asked) and len(asked) <= LONGEST_NUMBER:
        begins: Any = _told.number.startswith(asked, autoescape=True)
        fits = begins | _told.number.endswith(asked, autoescape=True) if asked.isdecimal() else begins
        numbered = _found(tx, fits)
        if numbered:
            return numbered
    return _found(tx, _told.customer_id.in_(customers)) if customers else []


def _found(tx: Read, which: Any) -> list[Found]:  # noqa: ANN401 - a condition
    rows = tx.all(
        select(_told.id, _told.number, Customer.name, _told.subject, _told.status)
        .join(Customer, Customer.id == _told.customer_id)
        .where(which, _told.void.is_(False))
        .order_by(_told.status == "closed", _told.id.desc())
        .limit(MOST_FOUND)
    )
    return [Found(*row) for row in rows]
