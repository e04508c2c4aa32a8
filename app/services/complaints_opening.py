"""A complaint is opened: whose, about what, by when it is answered and solved, and whether it repeats another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, or_, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.complaint import (
    ASSIGNED,
    CHANNELS,
    LONGEST_CAUSE,
    LONGEST_SUBJECT,
    LONGEST_WORDS,
    NEW,
    NORMAL,
    REPEAT_DAYS,
    SEVERITIES,
    Target,
)
from app.domain.complaint_alike import nearest
from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, NotFound
from app.models import Complaint, Customer, Delivery, Invoice, OrderLine, Product, SalesOrder
from app.queries.accounts import members
from app.queries.business_hours import targets
from app.queries.complaints_queue import tier_of
from app.services.complaint_assigning import assign_new
from app.services.complaints_case import clock, event, held, person_name, worded
from app.services.complaints_closing import Closing, close_held
from app.services.numbering import free_number
from app.services.orderlines import going_on
from app.store.bulk import new_ids
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write

ORIGIN = ("order_id", "line_id", "delivery_id", "invoice_id", "product_id")
_told = Complaint


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What is known when a customer complains: who and one sentence are enough.

    ``severity`` empty is normal; ``note`` is for ourselves. ``solved`` closes the case at once.
    """

    customer_id: int
    subject: str
    channel: str = "phone"
    cause: str = ""
    severity: str = ""
    order_id: int | None = None
    line_id: int | None = None
    delivery_id: int | None = None
    invoice_id: int | None = None
    product_id: int | None = None
    note: str = ""
    owner_id: int | None = None
    solved: Closing | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened; ``repeat_of`` is the number of the one it repeats."""

    id: int
    number: str
    changes: ChangeSet
    repeat_of: str = ""


@by_the_server()
def open_case(
    store: Store, draft: NewComplaint, *, request: UUID, solved: Mapping[str, Any] | None = None
) -> Opened:  # fmt: skip
    """Open a case under the next number; ``solved`` (solution, cost) closes it at once.

    Raises ``Mistake`` naming the field, ``NotFound``, ``NotAllowed``.
    """
    closing = Closing(solved["solution"], solved["cost"]) if solved is not None else draft.solved
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "complaint")
        if done is None:
            done = _open(tx, draft)
            if closing is not None:
                close_held(tx, held(tx, done), closing)
            else:
                assign_new(tx, held(tx, done))
            tx.done(request, "complaint", done)
        row = tx.first(select(_told.number, _told.customer_id, _told.repeat_of_id).where(_told.id == done))
        assert row is not None
        tx.touched("complaint", done)
        tx.touched("customer", row.customer_id)
        before = tx.scalar(select(_told.number).where(_told.id == row.repeat_of_id)) if row.repeat_of_id else ""
        return Opened(done, row.number, tx.changes, before or "")


def _open(tx: Write, draft: NewComplaint) -> int:
    subject = " ".join(worded(
        draft.subject, "subject", N_("Write in one sentence what the customer is not content with."),
        most=LONGEST_SUBJECT,
    ).split())  # fmt: skip
    check_plain({"channel": draft.channel, "cause": draft.cause, "severity": draft.severity, "note": draft.note})
    customer_id = going_on(tx, draft.customer_id)
    origin = origin_of(tx, customer_id, {name: getattr(draft, name) for name in ORIGIN})
    severity = draft.severity or NORMAL
    target = target_of(tx, customer_id, severity)
    owner = person_name(tx, draft.owner_id, "owner_id") if draft.owner_id is not None else ""
    repeated = _repeated(tx, customer_id, subject, origin)
    [complaint_id] = new_ids(tx, _told, 1)
    values = origin | {
        "id": complaint_id, "uid": new_uid(), "number": free_number(tx, _told.number, "complaint", tx.today),
        "customer_id": customer_id, "subject": subject, "channel": draft.channel, "cause": draft.cause.strip(),
        "severity": severity, "status": ASSIGNED if owner else NEW, "opened_at": tx.now, "owner_id": draft.owner_id,
        "note": draft.note.strip(), "region": draft.region, "repeat_of_id": repeated, "created_by": tx.actor.login,
        "answer_minutes": target.answer, "solve_minutes": target.solve,
    }  # fmt: skip
    tx.execute(insert(_told), values)
    event(tx, complaint_id, "opened", draft.note.strip() or subject, channel=draft.channel)
    if owner:
        event(tx, complaint_id, "assigned", owner, internal=True)
    clock(tx, complaint_id)
    tx.audit("opened", "complaint", complaint_id)
    return complaint_id


def check_plain(fields: Mapping[str, Any]) -> None:
    """Raises ``Mistake`` for a channel, severity, cause or note that cannot be."""
    if "channel" in fields and fields["channel"] not in ("", *CHANNELS):
        raise Mistake(N_("Choose how the customer told it."), field="channel")
    if "severity" in fields and fields["severity"] not in ("", *SEVERITIES):
        raise Mistake(N_("Choose how severe it is: low, normal, high or critical."), field="severity")
    for name, most in (("cause", LONGEST_CAUSE), ("note", LONGEST_WORDS)):
        if len(str(fields.get(name) or "").strip()) > most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=most)


def target_of(tx: Read, customer_id: int, severity: str) -> Target:
    """What is allowed for a case of this severity, by the customer's tier of today."""
    tier = tx.scalar(select(tier_of(tx, Customer)).where(Customer.id == customer_id)) or ""
    return targets(tx).of(severity, tier)


def origin_of(tx: Read, customer_id: int, given: Mapping[str, Any]) -> dict[str, int | None]:
    """What a case is about, made complete: a line, delivery or invoice names its order, a line its product.

    Raises ``Mistake`` naming the field for what is another customer's or does not belong together, ``NotFound``.
    """
    found: dict[str, int | None] = {name: given.get(name) for name in ORIGIN}
    _from_line(tx, found)
    for name, table in (("delivery_id", Delivery), ("invoice_id", Invoice)):
        if found[name] is not None:
            row = _part(tx, table, found[name], name)
            _agree(found, "order_id", row.order_id, name)
    if found["order_id"] is not None:
        order = tx.first(
            select(SalesOrder.customer_id).where(SalesOrder.id == found["order_id"], SalesOrder.void.is_(False))
        )
        if order is None:
            raise NotFound(N_("There is no such order."), field="order_id")
        if order.customer_id not in members(tx, customer_id):
            raise Mistake(N_("This order belongs to another customer."), field="order_id")
    product = found["product_id"]
    if product is not None and tx.scalar(select(Product.id).where(Product.id == product)) is None:
        raise NotFound(N_("There is no such product."), field="product_id")
    return found


def _from_line(tx: Read, found: dict[str, int | None]) -> None:
    """The line's order and product; an order of one product only is about that one."""
    line = OrderLine
    if found["line_id"] is not None:
        row = _part(tx, line, found["line_id"], "line_id", line.product_id)
        _agree(found, "order_id", row.order_id, "line_id")
        if row.product_id is not None:
            _agree(found, "product_id", row.product_id, "product_id")
    elif found["order_id"] is not None and found["product_id"] is None:
        goods = tx.all(select(line.product_id).where(line.order_id == found["order_id"]).distinct().limit(2))
        found["product_id"] = goods[0].product_id if len(goods) == 1 else None


def _part(tx: Read, table: Any, part_id: int | None, name: str, *more: ColumnElement[Any]) -> AnyRow:  # noqa: ANN401
    row = tx.first(select(table.order_id, *more).where(table.id == part_id))
    if row is None:
        raise NotFound(_MISSING[name], field=name)
    return row


_MISSING = {
    "line_id": N_("There is no such line of the order."),
    "delivery_id": N_("There is no such delivery."),
    "invoice_id": N_("There is no such invoice."),
}
_APART = {
    "line_id": N_("This line belongs to another order."),
    "delivery_id": N_("This delivery belongs to another order."),
    "invoice_id": N_("This invoice belongs to another order."),
    "product_id": N_("The line of the order is about another product."),
}


def _agree(found: dict[str, int | None], name: str, value: int, field: str) -> None:
    if found[name] not in (None, value):
        raise Mistake(_APART[field], field=field)
    found[name] = value


def _repeated(tx: Read, customer_id: int, subject: str, origin: Mapping[str, int | None]) -> int | None:
    """The newest case of this customer within 90 days about the same order or product, or in alike words."""
    since = tx.now - timedelta(days=REPEAT_DAYS)
    rows = tx.all(
        select(_told.id, _told.subject, _told.cause, _told.order_id, _told.product_id)
        .where(_told.customer_id.in_(members(tx, customer_id)), _told.void.is_(False),
               or_(_told.opened_at >= since, _told.closed_at >= since))
        .order_by(_told.opened_at.desc(), _told.id.desc())
        .limit(100)
    )  # fmt: skip
    for row in rows:
        if _same_thing(origin, row) or nearest(subject, [(row.id, row.subject)]):
            return int(row.id)
    return None


def _same_thing(origin: Mapping[str, int | None], row: AnyRow) -> bool:
    """The same product, or the same order where not both name products of it that differ."""
    product, order = origin["product_id"], origin["order_id"]
    if product is not None and row.product_id is not None:
        return bool(product == row.product_id)
    return order is not None and bool(order == row.order_id)
