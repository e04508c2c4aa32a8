"""Orders, quotes and delivery notes as papers, filled from the database."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from app.domain.money import ZERO, line_amount, tax_by_rate
from app.domain.papers import ItemLine, TaxLine, Terms, Totals
from app.domain.papers_trade import DeliveryLine, DeliveryPaper, OrderKind, OrderPaper
from app.domain.refusal import N_, NotFound
from app.models import Customer, Delivery, OrderLine, OrderShare, Product, SalesOrder, Staff
from app.models import DeliveryLine as GoneLine
from app.queries import company
from app.queries.papers_company import addressees, letterhead
from app.store.session import AnyRow, Read, Store


def order_paper(store: Store, order_id: int) -> OrderPaper:
    """A draft or quote as a quote, everything else as a confirmation. Raises ``NotFound``."""
    with store.snapshot() as tx:
        settings = company.of(tx)
        order = order_row(tx, order_id)
        to, elsewhere = addressees(tx, order.customer_id, settings)
        rows = line_rows(tx, order_id)
        quote = order.status in ("draft", "quoted")
        days = settings.payment_days if order.payment_days is None else order.payment_days
        lines = tuple(item(row, settings.currency_places) for row in rows)
        return OrderPaper(
            OrderKind.QUOTE if quote else OrderKind.CONFIRMATION,
            letterhead(settings),
            to,
            (order.quote_number if quote else order.number) or "",
            order.on,
            *_priced(lines, rows, order, settings.currency_places),
            deliver_to=elsewhere,
            reference=order.reference,
            salesperson=sellers(tx, order_id),
            promised=order.promised_on,
            valid_until=order.valid_until if quote else None,
            terms=Terms(days=days),
            notes=(order.note,) if order.note.strip() else (),
        )


def order_row(tx: Read, order_id: int) -> AnyRow:
    """An order with its customer's days to pay; raises ``NotFound``."""
    order = SalesOrder
    row = tx.first(
        select(
            order.number, order.quote_number, order.customer_id, order.on, order.status, order.promised_on,
            order.delivered_on, order.valid_until, order.reference, order.note, order.discount, order.freight,
            order.freight_tax_rate, Customer.payment_days,
        )
        .join(Customer, Customer.id == order.customer_id)
        .where(order.id == order_id, order.void.is_(False))
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such order."))
    return row


def line_rows(tx: Read, order_id: int) -> Sequence[AnyRow]:
    """The lines of an order with their products' codes, in its order."""
    line = OrderLine
    return tx.all(
        select(
            line.id, line.description, line.quantity, line.unit_price, line.discount_percent, line.net, line.tax_rate,
            line.unit, line.note, Product.code,
        )
        .join(Product, Product.id == line.product_id)
        .where(line.order_id == order_id)
        .order_by(line.position)
    )  # fmt: skip


def item(row: AnyRow, places: int) -> ItemLine:
    """An order line at its own price and discount, before its part of the order's discount."""
    amount = line_amount(row.quantity, row.unit_price, row.discount_percent, places)
    return ItemLine(
        row.description, row.quantity, row.unit_price, amount, row.code, row.note, row.unit, row.discount_percent,
        row.tax_rate,
    )  # fmt: skip


def _priced(
    lines: tuple[ItemLine, ...], rows: Sequence[AnyRow], order: AnyRow, places: int
) -> tuple[tuple[ItemLine, ...], Totals]:
    """Lines and totals that add up; where imported amounts are not quantity x price, the amounts as they were count."""
    nets = sum((row.net for row in rows), ZERO)
    discount = order.discount
    if sum((line.amount for line in lines), ZERO) - discount != nets:
        lines = tuple(replace(line, amount=row.net) for line, row in zip(lines, rows, strict=True))
        discount = ZERO
    taxed = [(row.tax_rate, row.net) for row in rows]
    if order.freight:
        taxed.append((order.freight_tax_rate, order.freight))
    taxes = tuple(TaxLine(rate, net, tax) for rate, (net, tax) in tax_by_rate(taxed, places).items())
    return lines, Totals(taxes, discount, None, order.freight)


def sellers(tx: Read, order_id: int) -> str:
    """Who sold an order, in the order in which they were named."""
    rows = tx.all(
        select(Staff.name)
        .join(OrderShare, OrderShare.staff_id == Staff.id)
        .where(OrderShare.order_id == order_id)
        .order_by(OrderShare.position, OrderShare.staff_id)
    )
    return ", ".join(row[0] for row in rows)


def delivery_paper(store: Store, delivery_id: int) -> DeliveryPaper:
    """A delivery note: what goes with it, what went before, what is to follow. Raises ``NotFound``."""
    with store.snapshot() as tx:
        settings = company.of(tx)
        sent = Delivery
        row = tx.first(
            select(sent.number, sent.order_id, sent.on, sent.carrier, sent.note).where(sent.id == delivery_id)
        )
        if row is None:
            raise NotFound(N_("There is no such delivery."))
        order = order_row(tx, row.order_id)
        to, elsewhere = addressees(tx, order.customer_id, settings)
        return DeliveryPaper(
            letterhead(settings),
            to,
            row.number,
            row.on,
            _delivered(tx, row.order_id, delivery_id),
            deliver_to=elsewhere,
            order_number=order.number or "",
            order_date=order.on,
            reference=order.reference,
            carrier=row.carrier,
            notes=(row.note,) if row.note.strip() else (),
        )


def _delivered(tx: Read, order_id: int, delivery_id: int) -> tuple[DeliveryLine, ...]:
    rows = tx.all(
        select(GoneLine.line_id, GoneLine.delivery_id, GoneLine.quantity)
        .join(Delivery, Delivery.id == GoneLine.delivery_id)
        .where(Delivery.order_id == order_id, Delivery.id <= delivery_id)
    )
    now = {row.line_id: row.quantity for row in rows if row.delivery_id == delivery_id}
    before: dict[int, Decimal] = {}
    for row in rows:
        if row.delivery_id != delivery_id:
            before[row.line_id] = before.get(row.line_id, ZERO) + row.quantity
    return tuple(
        DeliveryLine(
            line.description, line.quantity, before.get(line.id, ZERO), now[line.id], line.code, line.unit, line.note
        )
        for line in line_rows(tx, order_id)
        if line.id in now
    )
