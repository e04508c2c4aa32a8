"""One order after it was confirmed: what of each line left, was billed and came back, its papers, and who did what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from app.domain.money import ZERO, tax_by_rate
from app.domain.refusal import N_, NotFound
from app.models import (
    AccountEntry,
    Audit,
    Customer,
    Delivery,
    DeliveryLine,
    GoodsReturn,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    OrderLine,
    Payment,
    Product,
    SalesOrder,
    Staff,
)
from app.models.declared import aliased
from app.models.types import Amount
from app.queries import accounts, company
from app.queries.papers_order import sellers
from app.store.session import AnyRow, Read, Store

MOST_TRAIL = 60


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line and what became of it; quantities in its unit, ``net`` after all discounts, ``billed_net`` of it on bills.

    ``to_return`` is what was sold and did not come back yet.
    """

    id: int
    product_id: int
    code: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    net: Decimal
    level: str | None
    delivered: Decimal
    invoiced: Decimal
    returned: Decimal
    to_deliver: Decimal
    to_invoice: Decimal
    to_return: Decimal
    billed_net: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the order: delivery, invoice, credit_note, return or payment; ``amount`` with tax, if it has one.

    ``by`` is a name, ``note`` a carrier, a reason or a way of payment.
    """

    kind: str
    id: int
    number: str
    on: date
    amount: Decimal | None
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the trail."""

    at: datetime
    by: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sale:
    """An order as it stands. ``open`` is what is billed and not paid; ``prepays``: the customer pays in advance."""

    id: int
    number: str
    quote_number: str
    status: str
    stage: str
    version: int
    customer_id: int
    customer: str
    code: str
    on: date
    promised_on: date | None
    delivered_on: date | None
    reference: str
    note: str
    cancelled_reason: str
    salesperson: str
    delivery_kind: str
    delivery_slot: str
    discount: Decimal
    freight: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    taxes: tuple[tuple[Decimal, Decimal], ...]
    imported: bool
    prepays: bool
    invoiced: Decimal
    credited: Decimal
    open: Decimal
    balance: Decimal
    today: date
    lines: tuple[SaleLine, ...]
    papers: tuple[Paper, ...]
    trail: tuple[Step, ...]


def sale(store: Store, order_id: int) -> Sale:
    """An order with everything that followed. Raises ``NotFound``; a fixed number of statements."""
    with store.snapshot() as tx:
        row = _head(tx, order_id)
        lines = _lines(tx, row)
        papers = _papers(tx, order_id)
        account = accounts.settlement(tx, row.customer_id, tx.today)
        debits = {one.id for one in tx.all(_debits(order_id))}
        taxed = [(line.tax_rate, line.net) for line in lines]
        taxed += [(row.freight_tax_rate, row.freight)] if row.freight else []
        taxes = tax_by_rate(taxed, company.of(tx).currency_places)
        return Sale(
            row.id, row.number or "", row.quote_number or "", row.status, row.stage, row.version, row.customer_id,
            row.name, row.code, row.on, row.promised_on, row.delivered_on, row.reference, row.note,
            row.cancelled_reason, sellers(tx, order_id), row.delivery_kind, row.delivery_slot, row.discount,
            row.freight, row.net, row.tax, row.gross, tuple((rate, tax) for rate, (_, tax) in taxes.items()),
            row.imported, row.payment_days == 0,
            _sum(papers, "invoice"), _sum(papers, "credit_note"),
            sum((item.open for item in account.items if item.entry.id in debits), ZERO), account.balance, tx.today,
            lines, papers, _trail(tx, order_id),
        )  # fmt: skip


def undelivered(tx: Read, order_id: int, lines: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Quantity per line that is still to leave, of the ordered quantities ``lines``.

    Goods that come back are goods that had left; only what goes back beyond those need not leave any more. What the
    customer has at each moment decides, so deliveries and returns are gone through in the order they were recorded.
    """
    left, there = dict(lines), dict.fromkeys(lines, ZERO)
    for line, quantity in _moves(tx, order_id):
        if quantity > 0:
            left[line] -= quantity
            there[line] += quantity
        else:
            from_there = min(there[line], -quantity)
            there[line] -= from_there
            left[line] -= -quantity - from_there
    return {line: max(ZERO, quantity) for line, quantity in left.items()}


def _moves(tx: Read, order_id: int) -> list[tuple[int, Decimal]]:
    """(line, quantity that left or, negative, came back) in the order of recording."""
    out = tx.all(
        select(Delivery.created_at, DeliveryLine.line_id, DeliveryLine.quantity)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.order_id == order_id)
        .order_by(Delivery.id)
    )
    back = tx.all(
        select(GoodsReturn.created_at, GoodsReturnLine.line_id, GoodsReturnLine.quantity)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order_id)
        .order_by(GoodsReturn.id)
    )
    moves: list[tuple[datetime, int, Decimal]] = [(row[0], row[1], row[2]) for row in out]
    moves += [(row[0], row[1], -row[2]) for row in back]
    return [(line, quantity) for _, line, quantity in sorted(moves, key=lambda move: move[0])]


def _head(tx: Read, order_id: int) -> AnyRow:
    source, kept, order = aliased(Customer), aliased(Customer), SalesOrder
    row = tx.first(
        select(*order.__table__.c, kept.name, kept.code, kept.payment_days)
        .join(source, source.id == order.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .where(order.id == order_id, order.void.is_(False))
    )
    if row is None:
        raise NotFound(N_("There is no such order."))
    return row


def _lines(tx: Read, order: AnyRow) -> tuple[SaleLine, ...]:
    line = OrderLine
    rows = tx.all(
        select(
            line.id, line.product_id, Product.code, line.description, line.unit, line.quantity, line.unit_price,
            line.discount_percent, line.tax_rate, line.net, line.level,
        )
        .join(Product, Product.id == line.product_id)
        .where(line.order_id == order.id)
        .order_by(line.position)
    )  # fmt: skip
    out, back, bills = _delivered(tx, order.id), gone_back(tx, order.id), billed(tx, order.id)
    left = undelivered(tx, order.id, {row.id: row.quantity for row in rows})
    return tuple(_line(row, order, left[row.id], out, back, bills) for row in rows)


def _line(
    row: AnyRow,
    order: AnyRow,
    left: Decimal,
    out: Mapping[int, Decimal],
    back: Mapping[int, tuple[Decimal, Decimal]],
    bills: Mapping[int, tuple[Decimal, Decimal]],
) -> SaleLine:
    returned, returned_net = back.get(row.id, (ZERO, ZERO))
    kept, kept_net = row.quantity - returned, row.net - returned_net
    on_bills, net_on_bills = (kept, kept_net) if order.imported else bills.get(row.id, (ZERO, ZERO))
    confirmed = order.status not in ("draft", "quoted", "cancelled")
    # an imported order that has its day of delivery came delivered
    came = order.imported and order.delivered_on is not None and not out
    became: dict[str, Any] = {
        "delivered": row.quantity if came else out.get(row.id, ZERO),
        "invoiced": on_bills,
        "returned": returned,
        "to_deliver": left if confirmed and not came and order.status != "closed" else ZERO,
        "to_invoice": kept - on_bills if confirmed else ZERO,
        "to_return": kept if confirmed else ZERO,
        "billed_net": net_on_bills,
    }
    return SaleLine(*row[:11], **became)


def _delivered(tx: Read, order_id: int) -> dict[int, Decimal]:
    rows = tx.all(
        select(DeliveryLine.line_id, func.sum(DeliveryLine.quantity))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.order_id == order_id)
        .group_by(DeliveryLine.line_id)
    )
    return {row[0]: row[1] for row in rows}


def gone_back(tx: Read, order_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    """What came back per line: (quantity, net)."""
    rows = tx.all(
        select(GoodsReturnLine.line_id, func.sum(GoodsReturnLine.quantity), func.sum(GoodsReturnLine.net))
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order_id)
        .group_by(GoodsReturnLine.line_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def billed(tx: Read, order_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    """What is on bills per line, credit notes taken off: (quantity, net)."""
    rows = tx.all(
        select(InvoiceLine.line_id, Invoice.kind, func.sum(InvoiceLine.quantity), func.sum(InvoiceLine.net))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.order_id == order_id, InvoiceLine.line_id.is_not(None))
        .group_by(InvoiceLine.line_id, Invoice.kind)
    )
    found: defaultdict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line, kind, quantity, net in rows:
        sign = 1 if kind == "invoice" else -1
        found[line] = (found[line][0] + sign * quantity, found[line][1] + sign * net)
    return dict(found)


def _papers(tx: Read, order_id: int) -> tuple[Paper, ...]:
    """All documents in the order in which they were made, in one statement."""
    nothing = literal(None, Amount())
    parts: list[Any] = [
        select(
            literal("delivery").label("kind"), Delivery.id, Delivery.number, Delivery.on, nothing.label("amount"),
            Delivery.carrier.label("note"), Delivery.created_at.label("at"), Delivery.created_by.label("login"),
        ).where(Delivery.order_id == order_id),
        select(
            Invoice.kind, Invoice.id, Invoice.number, Invoice.on, Invoice.gross, Invoice.reason, Invoice.created_at,
            Invoice.created_by,
        ).where(Invoice.order_id == order_id),
        select(
            literal("return"), GoodsReturn.id, GoodsReturn.number, GoodsReturn.on, nothing, GoodsReturn.reason,
            GoodsReturn.created_at, GoodsReturn.created_by,
        ).where(GoodsReturn.order_id == order_id),
        select(
            literal("payment"), Payment.id, Payment.reference, Payment.on, Payment.amount, Payment.method,
            Payment.created_at, Payment.created_by,
        ).where(Payment.order_id == order_id, Payment.void.is_(False)),
    ]  # fmt: skip
    all_of_them = union_all(*parts).subquery()
    rows = tx.all(
        select(all_of_them, func.coalesce(Staff.name, all_of_them.c.login))
        .outerjoin(Staff, (Staff.login == all_of_them.c.login) & (all_of_them.c.login != ""))
        .order_by(all_of_them.c.at, all_of_them.c.id)
    )
    return tuple(_paper(row) for row in rows)


def _paper(row: AnyRow) -> Paper:
    kind, id_, number, on, amount, note, at, _, by = row
    return Paper(kind, id_, number, on, amount, note, at, by)


def _sum(papers: Sequence[Paper], kind: str) -> Decimal:
    return sum((paper.amount or ZERO for paper in papers if paper.kind == kind), ZERO)


def _debits(order_id: int) -> Select[Any]:
    entry = AccountEntry
    return select(entry.id).where(entry.order_id == order_id, entry.amount > ZERO)


def _trail(tx: Read, order_id: int) -> tuple[Step, ...]:
    rows = tx.all(
        select(Audit.created_at, func.coalesce(Staff.name, Audit.created_by), Audit.action, Audit.detail)
        .outerjoin(Staff, (Staff.login == Audit.created_by) & (Audit.created_by != ""))
        .where(Audit.kind == "order", Audit.record_id == order_id)
        .order_by(Audit.id.desc())
        .limit(MOST_TRAIL)
    )
    return tuple(Step(*row) for row in rows)
