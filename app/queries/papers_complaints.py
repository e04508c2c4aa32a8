"""Complaints on paper, filled from the database."""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.domain import rights
from app.domain.complaint_quality import ALL, Cause, Measure
from app.domain.month import Month
from app.domain.papers_complaints import (
    ComplaintFigures,
    ComplaintMonth,
    ComplaintSheet,
    Given,
    LateCase,
    SheetEvent,
    Slice,
)
from app.domain.phone import international
from app.domain.refusal import N_, NotFound
from app.models import (
    Complaint,
    ComplaintEvent,
    ComplaintOutcome,
    ComplaintPromise,
    ContactPoint,
    Delivery,
    GoodsReturn,
    Invoice,
    Product,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.queries import company
from app.queries.complaints_quality import behind, figures_of, quality_of
from app.queries.papers_company import addressees, letterhead
from app.queries.profit_month_periods import Periods, met_periods
from app.store.session import AnyRow, Read, Store

UNSPOKEN = ("warned", "changed", "quality", "file", "escalated", "outcome", "approved", "refused")
"""Kinds of events that are our own affair."""


def figures(tx: Read, periods: Periods) -> ComplaintFigures:
    """The quality of a month for other reports."""
    with_cost = rights.may(tx.actor.access, "see_profit")
    return ComplaintFigures.of(figures_of(tx, periods.month), periods.complaints_known, with_cost=with_cost)


def complaint_month(store: Store, month: Month) -> ComplaintMonth:
    """The monthly complaint report; owners and costs only for who sees profit. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        found = quality_of(tx, month, ALL)
        with_cost = rights.may(tx.actor.access, "see_profit")
        late = behind(tx, Measure.SOLVED_IN_TIME, (month.first, month.last), ALL, late=True)
        return ComplaintMonth(
            month,
            letterhead(company.of(tx)),
            ComplaintFigures.of(found, met_periods(tx, month).complaints_known, with_cost=with_cost),
            tx.today > month.last,
            tuple(tally.opened for tally in found.months),
            tuple(tally.opened for tally in found.before),
            _slices(found.causes),
            _slices(found.products),
            _slices(found.owners),
            tuple(
                LateCase(one.number, one.customer, one.subject, one.owner, one.opened_at, one.closed_at)
                for one in late
            ),
            with_cost,
            tuple((cause, _slices(products)) for cause, products in found.products_of.items()),
        )  # fmt: skip


def _slices(found: Iterable[Cause]) -> tuple[Slice, ...]:
    return tuple(Slice(one.name, one.tally, one.share, one.running, one.key) for one in found)


def complaint_sheet(store: Store, complaint_id: int) -> ComplaintSheet:
    """One case for the customer's hand. Raises ``NotFound``, ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        settings = company.of(tx)
        row = _case(tx, complaint_id)
        if row is None:
            raise NotFound(N_("There is no such complaint."))
        to, _ = addressees(tx, row.customer_id, settings, "billing")
        phone = tx.scalar(
            select(func.coalesce(func.nullif(ContactPoint.e164, ""), ContactPoint.value))
            .where(ContactPoint.customer_id == row.customer_id, ContactPoint.kind.in_(("phone", "mobile")))
            .order_by(ContactPoint.position, ContactPoint.id)
            .limit(1)
        )
        return ComplaintSheet(
            row.number, letterhead(settings), to, row.subject, row.opened_at, row.status, row.channel, row.cause,
            row.severity, row.owner or "", row.order_number or "", row.product or "",
            row.delivery_number or row.invoice_number or "", international(phone or ""), row.first_response_at,
            row.due_at, row.closed_at, row.solution, row.satisfaction, _events(tx, complaint_id),
            _given(tx, complaint_id),
        )  # fmt: skip


def _case(tx: Read, complaint_id: int) -> AnyRow | None:
    told = Complaint
    return tx.first(
        select(
            told.number, told.customer_id, told.subject, told.opened_at, told.status, told.channel, told.cause,
            told.severity, told.first_response_at, told.due_at, told.closed_at, told.solution, told.satisfaction,
            Staff.name.label("owner"), SalesOrder.number.label("order_number"), Product.name.label("product"),
            Delivery.number.label("delivery_number"), Invoice.number.label("invoice_number"),
        )
        .outerjoin(Staff, Staff.id == told.owner_id)
        .outerjoin(SalesOrder, SalesOrder.id == told.order_id)
        .outerjoin(Product, Product.id == told.product_id)
        .outerjoin(Delivery, Delivery.id == told.delivery_id)
        .outerjoin(Invoice, Invoice.id == told.invoice_id)
        .where(told.id == complaint_id, told.void.is_(False))
    )  # fmt: skip


def _events(tx: Read, complaint_id: int) -> tuple[SheetEvent, ...]:
    event = ComplaintEvent
    rows = tx.all(
        select(event.at, event.kind, event.words, Staff.name, event.channel, ComplaintPromise.due_at)
        .outerjoin(Staff, Staff.id == event.staff_id)
        .outerjoin(ComplaintPromise, ComplaintPromise.id == event.promise_id)
        .where(event.complaint_id == complaint_id, event.internal.is_(False), event.kind.not_in(UNSPOKEN))
        .order_by(event.id)
    )
    return tuple(SheetEvent(row[0], row[1], row[2], row[3] or "", row[4], row[5]) for row in rows)


def _given(tx: Read, complaint_id: int) -> tuple[Given, ...]:
    outcome, order = ComplaintOutcome, aliased(SalesOrder)
    rows = tx.all(
        select(
            outcome.kind, outcome.state, outcome.net, outcome.reason, GoodsReturn.number, Invoice.number, order.number
        )
        .outerjoin(GoodsReturn, GoodsReturn.id == outcome.return_id)
        .outerjoin(Invoice, Invoice.id == GoodsReturn.invoice_id)
        .outerjoin(order, order.id == outcome.new_order_id)
        .where(outcome.complaint_id == complaint_id, outcome.state.in_(("approved", "executed")))
        .order_by(outcome.id)
    )
    return tuple(
        Given(row.kind, row.state, row.net, row.reason, tuple(number for number in row[4:] if number)) for row in rows
    )
