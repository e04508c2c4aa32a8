"""What the order screen shows around its lines: the customer's standing, a stored order, quotes to copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from app.domain.money import line_amount, tax_by_rate
from app.domain.refusal import N_, NotFound
from app.models import Audit, Customer, Delivery, Invoice, OrderLine, Product, SalesOrder, Staff
from app.queries import company
from app.queries.caller import card_in
from app.queries.papers_order import sellers
from app.store.session import Read, Store

MOST_QUOTES = 9


@dataclass(frozen=True, slots=True)
class Head:
    """Who an order is for, and the rules it is under. ``credit_left`` is ``None`` where no limit was agreed.

    Amounts in the company's currency; ``discount_limit`` and tax rates in percent.
    """

    customer_id: int
    uid: UUID
    code: str
    name: str
    organisation: str
    tax_id: str
    tier: str
    salesperson: str
    blocked_reason: str
    blocked_by: str
    """Who wrote that reason, as the trail says; empty where it does not know."""
    balance: Decimal
    overdue: Decimal
    credit_left: Decimal | None
    payment_days: int
    today: date
    places: int
    discount_limit: Decimal
    freight_tax_rate: Decimal
    paper: str


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of a stored order; ``before`` is quantity x price less its own discount."""

    product_id: int
    code: str
    name: str
    unit: str
    quantity: Decimal
    list_price: Decimal | None
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    before: Decimal
    level: str | None


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order or quote as it stands; ``gone``: something left, ``billed``: something was invoiced."""

    id: int
    number: str
    quote_number: str
    status: str
    version: int
    customer_id: int
    on: date
    promised_on: date | None
    valid_until: date | None
    delivered_on: date | None
    reference: str
    cancelled_reason: str
    salesperson: str
    discount: Decimal
    freight: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    taxes: tuple[tuple[Decimal, Decimal], ...]
    """(rate percent, tax)."""
    lines: tuple[StoredLine, ...]
    imported: bool
    gone: bool
    billed: bool
    delivery_kind: str
    delivery_slot: str
    approval: str
    approval_note: str
    created_by: str
    """The name of who typed it."""


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A quote that can be copied."""

    id: int
    number: str
    on: date
    gross: Decimal


def head(store: Store, customer_id: int) -> Head:
    """The customer of an order, the record that goes on for a merged one; three statements. Raises ``NotFound``."""
    with store.read() as tx:
        settings = company.of(tx)
        asked = select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id == customer_id)
        row = tx.first(
            select(
                Customer.id, Customer.uid, Customer.tax_id, Customer.credit_limit, Customer.payment_days,
            ).where(Customer.id == asked.scalar_subquery())
        )  # fmt: skip
        if row is None:
            raise NotFound(N_("There is no such customer."))
        card = card_in(tx, row.id)
        return Head(
            row.id, row.uid, card.code, card.name, card.organisation, row.tax_id, card.tier, card.salesperson,
            card.blocked_reason, blocker(tx, row.id) if card.blocked_reason else "", card.balance, card.overdue,
            None if row.credit_limit is None else row.credit_limit - card.balance,
            settings.payment_days if row.payment_days is None else row.payment_days,
            tx.today, settings.currency_places, settings.discount_limit, settings.tax_rate, settings.paper,
        )  # fmt: skip


def blocker(tx: Read, customer_id: int) -> str:
    """The name of who blocked a customer last."""
    found = tx.scalar(
        select(func.coalesce(Staff.name, Audit.created_by))
        .select_from(Audit)
        .outerjoin(Staff, (Staff.login == Audit.created_by) & (Audit.created_by != ""))
        .where(
            Audit.kind == "customer", Audit.record_id == customer_id, Audit.action == "changed",
            Audit.detail.contains("blocked_reason"),
        )
        .order_by(Audit.id.desc())
        .limit(1)
    )  # fmt: skip
    return str(found or "")


def stored(store: Store, order_id: int) -> StoredOrder:
    """A stored order with its lines; six statements. Raises ``NotFound``."""
    with store.snapshot() as tx:
        order = SalesOrder
        row = tx.first(
            select(
                order.id, func.coalesce(order.number, "").label("number"),
                func.coalesce(order.quote_number, "").label("quote_number"), order.status, order.version,
                order.customer_id, order.on, order.promised_on, order.valid_until, order.delivered_on, order.reference,
                order.cancelled_reason, order.discount, order.freight, order.freight_tax_rate, order.net, order.tax,
                order.gross, order.imported, order.delivery_kind, order.delivery_slot, order.approval,
                order.approval_note, func.coalesce(Staff.name, order.created_by).label("by"),
            )
            .outerjoin(Staff, (Staff.login == order.created_by) & (order.created_by != ""))
            .where(order.id == order_id, order.void.is_(False))
        )  # fmt: skip
        if row is None:
            raise NotFound(N_("There is no such order."))
        places = company.of(tx).currency_places
        lines, nets = _lines(tx, order_id, places)
        taxed = [*nets, *([(row.freight_tax_rate, row.freight)] if row.freight else [])]
        taxes = tuple((rate, tax) for rate, (_, tax) in tax_by_rate(taxed, places).items())
        gone = tx.first(select(Delivery.id).where(Delivery.order_id == order_id).limit(1))
        billed = tx.first(select(Invoice.id).where(Invoice.order_id == order_id).limit(1))
        return StoredOrder(
            row.id, row.number, row.quote_number, row.status, row.version, row.customer_id, row.on, row.promised_on,
            row.valid_until, row.delivered_on, row.reference, row.cancelled_reason, sellers(tx, order_id), row.discount,
            row.freight, row.net, row.tax, row.gross, taxes, lines, row.imported, gone is not None, billed is not None,
            row.delivery_kind, row.delivery_slot, row.approval, row.approval_note, row.by,
        )  # fmt: skip


def _lines(tx: Read, order_id: int, places: int) -> tuple[tuple[StoredLine, ...], list[tuple[Decimal, Decimal]]]:
    """The lines, and (tax rate, net after the order's discount) of each."""
    line = OrderLine
    rows = tx.all(
        select(
            line.product_id, Product.code, line.description, line.unit, line.quantity, line.list_price, line.unit_price,
            line.discount_percent, line.tax_rate, line.net, line.level,
        )
        .join(Product, Product.id == line.product_id)
        .where(line.order_id == order_id)
        .order_by(line.position)
    )  # fmt: skip
    found = tuple(
        StoredLine(
            row.product_id, row.code, row.description, row.unit, row.quantity, row.list_price, row.unit_price,
            row.discount_percent, row.tax_rate,
            line_amount(row.quantity, row.unit_price, row.discount_percent, places), row.level,
        )
        for row in rows
    )  # fmt: skip
    return found, [(row.tax_rate, row.net) for row in rows]


def open_quotes(store: Store, customer_id: int) -> tuple[OpenQuote, ...]:
    """Quotes of a customer that were not ordered or cancelled, newest first, at most nine; one statement."""
    order = SalesOrder
    with store.read() as tx:
        rows = tx.all(
            select(order.id, order.quote_number, order.on, order.gross)
            .where(order.customer_id == customer_id, order.status == "quoted", order.void.is_(False))
            .order_by(order.on.desc(), order.id.desc())
            .limit(MOST_QUOTES)
        )
    return tuple(OpenQuote(row.id, row.quote_number or "", row.on, row.gross) for row in rows)


def known(store: Store, uids: Sequence[UUID]) -> dict[UUID, int]:
    """Which of these customers this company has: identity -> id. Drafts of other companies lie in the same folder."""
    if not uids:
        return {}
    with store.read() as tx:
        return {row.uid: row.id for row in tx.all(select(Customer.uid, Customer.id).where(Customer.uid.in_(uids)))}
