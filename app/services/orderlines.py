"""What an order needs from the database before it is stored or booked: customer, products, prices, costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.domain import rights
from app.domain.contribution import Booking, Part, line_cost
from app.domain.ids import new_uid
from app.domain.money import HUNDRED, ZERO
from app.domain.order import DraftLine, OrderDraft, OrderFigures, Share
from app.domain.product import LevelBounds, level_of
from app.domain.refusal import N_, Conflict, Mistake, NotAllowed, NotFound
from app.models import (
    Address,
    Customer,
    OrderCost,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
)
from app.queries.company import Settings
from app.store.bulk import new_ids
from app.store.prepared import Insertion, together
from app.store.session import Read, Write

_ORDERS = Insertion(
    SalesOrder, "id", "uid", "customer_id", "on", "status", "promised_on", "valid_until", "reference", "note", "region",
    "discount", "freight", "freight_tax_rate", "net", "tax", "gross", "recognition", "created_by", "imported", "void",
    "version", "delivery_kind", "delivery_slot",
)  # fmt: skip
_LINES = Insertion(
    OrderLine, "id", "order_id", "position", "product_id", "description", "unit", "quantity", "list_price",
    "unit_price", "discount_percent", "net", "tax_rate", "level", "note",
)  # fmt: skip
_SHARES = Insertion(OrderShare, "order_id", "staff_id", "percent", "position")
_CARRIED = Insertion(OrderCost, "order_id", "freight_paid")
LINE_COSTS = Insertion(OrderLineCost, "line_id", "unit_cost", "cost")


@dataclass(frozen=True, slots=True)
class Buyer:
    """The customer an order is for; a merged record leads to the one that goes on."""

    id: int
    salesperson_id: int | None
    payment_days: int | None
    region: str


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line in the database, as far as booking needs it."""

    id: int
    product_id: int
    quantity: Decimal
    net: Decimal
    tax_rate: Decimal
    description: str


@dataclass(frozen=True, slots=True)
class CostedLine:
    """A stored line with its cost snapshot and level."""

    line: StoredLine
    unit_cost: Decimal | None
    cost: Decimal
    level: str | None


def buyer(tx: Read, customer_id: int) -> Buyer:
    """The customer; raises ``NotFound`` or, for a blocked one, ``Conflict`` with the reason."""
    query = select(
        Customer.id, Customer.salesperson_id, Customer.payment_days, Customer.blocked_reason, Address.region
    ).outerjoin(Address, (Address.customer_id == Customer.id) & (Address.kind == "main"))
    return checked_buyer(tx.all(query.where(Customer.id == going_on(tx, customer_id))))


def checked_buyer(rows: Sequence[Sequence[Any]]) -> Buyer:
    """The buyer of (id, salesperson, payment days, reason why blocked, region); raises as ``buyer``."""
    if not rows:
        raise NotFound(N_("There is no such customer."))
    customer_id, salesperson_id, payment_days, blocked_reason, region = rows[0]
    if blocked_reason:
        raise Conflict(N_("This customer is blocked: {reason}"), reason=blocked_reason)
    return Buyer(customer_id, salesperson_id, payment_days, region or "")


def going_on(tx: Read, customer_id: int) -> int:
    """The record that goes on for a customer: itself unless it was merged. Raises ``NotFound``.

    Pointers are one step long: ``customers.merge`` makes no chains.
    """
    row = tx.first(select(Customer.id, Customer.merged_into_id).where(Customer.id == customer_id))
    if row is None:
        raise NotFound(N_("There is no such customer."))
    return int(row.merged_into_id or row.id)


def check_sellers(tx: Read, draft: OrderDraft) -> None:
    """Raises ``NotAllowed`` when somebody without a share in commission says who gets it.

    The customer's own salesperson, all of it, may be named by everybody.
    """
    if not draft.shares or rights.may(tx.actor.access, "own_commission"):
        return
    usual = tx.scalar(select(Customer.salesperson_id).where(Customer.id == going_on(tx, draft.customer_id)))
    if tuple(draft.shares) != (Share(usual or 0, HUNDRED),):
        raise NotAllowed(N_("Who sold an order, and with which share, is said by somebody of sales."), field="shares")


def completed(tx: Read, draft: OrderDraft, settings: Settings) -> list[DraftLine]:
    """The draft's lines with names, units, tax rates and list prices of their products filled in."""
    wanted = {line.product_id for line in draft.lines}
    rows = tx.all(
        select(Product.id, Product.name, Product.unit, Product.tax_rate, Product.active).where(Product.id.in_(wanted))
    )
    prices = on_day(tx, ProductPrice, ProductPrice.price, wanted, draft.on)
    return filled(draft, {row.id: row for row in rows}, prices)


def filled(draft: OrderDraft, products: Mapping[int, Sequence[Any]], prices: Mapping[int, Decimal]) -> list[DraftLine]:
    """The same from what was read: products as (id, name, unit, tax rate, active)."""
    lines = []
    for number, line in enumerate(draft.lines, 1):
        product = products.get(line.product_id)
        if product is None:
            raise NotFound(N_("Line {line}: there is no such product."), line=number)
        _, name, unit, _, active = product
        if not active:
            raise Mistake(N_("Line {line}: ‘{name}’ is not sold any more."), line=number, name=name)
        lines.append(
            DraftLine(
                line.product_id, line.quantity, line.unit_price, line.discount_percent, line.tax_rate,
                line.list_price if line.list_price is not None else prices.get(line.product_id),
                line.description or name, line.unit or unit, line.note,
            )
        )  # fmt: skip
    return lines


def on_day(
    tx: Read, model: type[ProductPrice] | type[ProductCost], value: object, products: set[int], day: date
) -> dict[int, Decimal]:
    """Price or cost of products on a day: the newest that is valid by then."""
    rows = tx.all(
        select(model.product_id, model.valid_from, value).where(  # type: ignore[call-overload]
            model.product_id.in_(products), (model.valid_from.is_(None)) | (model.valid_from <= day)
        )
    )
    return newest(rows)


def newest(rows: Sequence[Sequence[Any]]) -> dict[int, Decimal]:
    """The newest value per product of (product, valid from, value)."""
    return {row[0]: row[2] for row in sorted(rows, key=lambda row: row[1] or date.min)}


def store_order(
    tx: Write, draft: OrderDraft, figures: OrderFigures, buyer: Buyer, status: str, settings: Settings
) -> tuple[int, list[StoredLine]]:
    """Insert an order with its lines and shares, without a number."""
    [order_id] = new_ids(tx, SalesOrder, 1)
    ids = new_ids(tx, OrderLine, len(draft.lines))
    lines = stored_as(ids, draft.lines, figures)
    _check_people(tx, draft.shares)
    together(
        tx,
        *order_steps(
            tx, order_id, draft, figures, buyer, status, settings=settings, items=[_open(line) for line in lines]
        ),
    )
    return order_id, lines


def stored_as(ids: Sequence[int], lines: Sequence[DraftLine], figures: OrderFigures) -> list[StoredLine]:
    """The lines of a draft as they will stand in the database."""
    return [
        StoredLine(line_id, line.product_id, line.quantity, money.net, line.tax_rate, line.description)
        for line_id, line, money in zip(ids, lines, figures.lines, strict=True)
    ]


def _open(line: StoredLine) -> CostedLine:
    """A line that is not confirmed: no cost, no level."""
    return CostedLine(line, None, ZERO, None)


def order_steps(
    tx: Write,
    order_id: int,
    draft: OrderDraft,
    figures: OrderFigures,
    buyer: Buyer,
    status: str,
    *,
    settings: Settings,
    items: Sequence[CostedLine],
) -> list[tuple[Insertion, list[tuple[Any, ...]]]]:
    """What is written of an order and its lines; it gets its number as the last thing of the transaction."""
    order = (
        order_id,
        new_uid(),
        buyer.id,
        draft.on,
        status,
        draft.promised_on,
        draft.valid_until,
        draft.reference,
        draft.note,
        buyer.region,
        draft.discount,
        draft.freight,
        draft.freight_tax_rate,
        figures.net,
        figures.tax,
        figures.gross,
        settings.recognition,
        tx.actor.login,
        False,
        False,
        1,
        draft.delivery_kind,
        draft.delivery_slot,
    )
    lines = [
        (
            item.line.id,
            order_id,
            position,
            line.product_id,
            line.description,
            line.unit,
            line.quantity,
            line.list_price,
            line.unit_price,
            line.discount_percent,
            item.line.net,
            line.tax_rate,
            item.level,
            line.note,
        )
        for position, (item, line) in enumerate(zip(items, draft.lines, strict=True), 1)
    ]
    carried = [(order_id, draft.freight_paid)] if draft.freight_paid else []
    shares = _share_rows(order_id, draft.shares)
    return [(_ORDERS, [order]), (_LINES, lines), (_SHARES, shares), (_CARRIED, carried)]


def store_shares(tx: Write, order_id: int, shares: Sequence[Share]) -> None:
    """Insert who sold an order. Raises ``NotFound`` for a salesperson that does not exist."""
    _check_people(tx, shares)
    together(tx, (_SHARES, _share_rows(order_id, shares)))


def _check_people(tx: Read, shares: Sequence[Share]) -> None:
    wanted = {share.staff_id for share in shares}
    if wanted and len(tx.all(select(Staff.id).where(Staff.id.in_(wanted)))) != len(wanted):
        raise NotFound(N_("There is no such salesperson."), field="shares")


def _share_rows(order_id: int, shares: Sequence[Share]) -> list[tuple[Any, ...]]:
    return [(order_id, share.staff_id, share.percent, position) for position, share in enumerate(shares)]


def shares_of(tx: Read, order_id: int) -> tuple[Share, ...]:
    """Who sold an order, in the order in which they were named."""
    rows = tx.all(
        select(OrderShare.staff_id, OrderShare.percent)
        .where(OrderShare.order_id == order_id)
        .order_by(OrderShare.position, OrderShare.staff_id)
    )
    return tuple(Share(row.staff_id, row.percent) for row in rows)


def stored_lines(tx: Read, order_id: int) -> list[StoredLine]:
    """The lines of an order, in its order."""
    line = OrderLine
    rows = tx.all(
        select(line.id, line.product_id, line.quantity, line.net, line.tax_rate, line.description)
        .where(line.order_id == order_id)
        .order_by(line.position)
    )
    return [StoredLine(*row) for row in rows]


def stored_prices(tx: Read, order_id: int) -> list[DraftLine]:
    """The lines of an order as they were typed, in its order."""
    line = OrderLine
    rows = tx.all(
        select(
            line.product_id, line.quantity, line.unit_price, line.discount_percent, line.tax_rate, line.list_price,
            line.description, line.unit, line.note,
        )
        .where(line.order_id == order_id)
        .order_by(line.position)
    )  # fmt: skip
    return [DraftLine(*row) for row in rows]


def costed(tx: Write, lines: Sequence[StoredLine], on: date, settings: Settings) -> list[CostedLine]:
    """Take the cost snapshot of ``on`` for lines that are being confirmed, and their level."""
    costs = on_day(tx, ProductCost, ProductCost.cost, {line.product_id for line in lines}, on)
    found = cost_lines(lines, costs, settings)
    together(tx, (LINE_COSTS, [(item.line.id, item.unit_cost, item.cost) for item in found]))
    return found


def cost_lines(lines: Sequence[StoredLine], costs: Mapping[int, Decimal], settings: Settings) -> list[CostedLine]:
    """Lines with cost and level, at costs per product."""
    bounds = LevelBounds(settings.level_a, settings.level_b, settings.level_c)
    found = []
    for line in lines:
        unit_cost = costs.get(line.product_id)
        cost = line_cost(line.quantity, unit_cost, settings.currency_places)
        found.append(CostedLine(line, unit_cost, cost, level_of(line.net, cost, bounds)))
    return found


def costed_lines(tx: Read, order_id: int) -> list[CostedLine]:
    """The lines of a confirmed order with their snapshots."""
    line = OrderLine
    rows = tx.all(
        select(
            line.id, line.product_id, line.quantity, line.net, line.tax_rate, line.description,
            OrderLineCost.unit_cost, OrderLineCost.cost, line.level,
        )
        .join(OrderLineCost, OrderLineCost.line_id == line.id)
        .where(line.order_id == order_id)
        .order_by(line.position)
    )  # fmt: skip
    return [CostedLine(StoredLine(*row[:6]), *row[6:]) for row in rows]


def bookings_of(
    item: CostedLine,
    parts: Sequence[Part],
    *,
    kind: str,
    on: date,
    customer_id: int,
    order_id: int,
    reason: str = "",
    return_id: int | None = None,
) -> list[Booking]:
    """The entries for parts of one line."""
    return [
        Booking(
            kind, on, customer_id, part, order_id=order_id, line_id=item.line.id, product_id=item.line.product_id,
            level=item.level, unit_cost=item.unit_cost, return_id=return_id, reason=reason,
        )
        for part in parts
    ]  # fmt: skip
