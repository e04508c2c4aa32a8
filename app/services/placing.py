"""Placing an order, the busiest operation: one question for all it needs, one message with all it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, select, text

from app.domain.contribution import Booking, parts
from app.domain.money import HUNDRED, ZERO
from app.domain.month import Month
from app.domain.order import OrderDraft, OrderFigures, Share, figures
from app.domain.refusal import N_, NotFound
from app.models import (
    Address,
    Audit,
    Company,
    Customer,
    Operation,
    Product,
    ProductCost,
    ProductPrice,
    Staff,
)
from app.models.declared import aliased
from app.queries.company import Settings
from app.queries.company import of as company_of
from app.services.booking import MONTH_STATE, BookingDay, booking_day, entry_steps
from app.services.numbering import DEFAULT_PATTERNS, PATTERN, number_last, number_step
from app.services.orderlines import (
    LINE_COSTS,
    Buyer,
    CostedLine,
    bookings_of,
    checked_buyer,
    cost_lines,
    filled,
    newest,
    order_steps,
    stored_as,
)
from app.services.price_limits import Consent, Deal, asked, check, note
from app.store.prepared import Insertion, Question, id_list, one_of, together
from app.store.session import Write

_SETTINGS = [name for name in Settings.__dataclass_fields__ if name != "logo"]

_DONE = Question(select(Operation.kind, Operation.record_id).where(Operation.uid == bindparam("uid")))
# without the logo: a picture need not travel with every order
_COMPANY = Question(select(*[getattr(Company, name) for name in _SETTINGS]))


def _buyer() -> Any:  # noqa: ANN401 - SQLAlchemy's own types
    asked, kept = aliased(Customer), aliased(Customer)
    return (
        select(kept.id, kept.salesperson_id, kept.payment_days, kept.blocked_reason, Address.region)
        .select_from(asked)
        .join(kept, kept.id == func.coalesce(asked.merged_into_id, asked.id))
        .outerjoin(Address, (Address.customer_id == kept.id) & (Address.kind == literal_column("'main'")))
        .where(asked.id == bindparam("customer"))
    )


def _on_day(model: type[ProductPrice] | type[ProductCost], value: Any) -> Question:  # noqa: ANN401 - a column
    def statement(sqlite: bool) -> Any:  # noqa: ANN401 - how a Question asks
        return select(model.product_id, model.valid_from, value).where(
            one_of(model.product_id, "products", sqlite=sqlite),
            (model.valid_from.is_(None)) | (model.valid_from <= bindparam("day")),
        )

    return Question(statement)


_BUYER = Question(_buyer())
_PRODUCTS = Question(
    lambda sqlite: select(Product.id, Product.name, Product.unit, Product.tax_rate, Product.active).where(
        one_of(Product.id, "products", sqlite=sqlite)
    )
)
_PRICES, _COSTS = _on_day(ProductPrice, ProductPrice.price), _on_day(ProductCost, ProductCost.cost)
_STAFF = Question(lambda sqlite: select(Staff.id).where(one_of(Staff.id, "staff", sqlite=sqlite)))
_IDS = {
    # SQLite: the write lock is ours, nobody else can take these meanwhile
    True: "SELECT coalesce(max(id), 0) + 1 FROM {table}",
    False: "SELECT nextval('{table}_id_seq') FROM generate_series(1, CAST(:count AS integer))",
}
_ORDER_ID = Question(lambda sqlite: text(_IDS[sqlite].format(table="sales_order")))
_LINE_IDS = Question(lambda sqlite: text(_IDS[sqlite].format(table="order_line")))

_OPERATIONS = Insertion(Operation, "uid", "kind", "record_id", "created_by")
_TRAIL = Insertion(Audit, "action", "kind", "record_id", "detail", "created_by")
KIND = "order"


@dataclass(frozen=True, slots=True)
class Needed:
    """What the database says to a draft before it is checked."""

    settings: Settings
    buyer: Buyer
    products: Mapping[int, tuple[Any, ...]]
    prices: Mapping[int, Decimal]
    costs: Mapping[int, Decimal]
    pattern: str
    order_id: int
    line_ids: Sequence[int]
    month_open: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """An order that was stored and booked."""

    order_id: int
    number: str
    figures: OrderFigures


def store_placed(tx: Write, draft: OrderDraft, request: UUID, consent: Consent | None = None) -> Stored | int:
    """Store and book a draft as an order; the id of the order that is there when the request was carried out before.

    Raises what ``price_limits.check`` raises about its prices.
    """
    needed = _needs(tx, draft, request)
    if isinstance(needed, int):
        return needed
    places = needed.settings.currency_places
    lines = filled(draft, needed.products, needed.prices)
    draft = replace(draft, lines=lines, shares=draft.shares or _own(needed.buyer))
    money = figures(draft, places)
    deal = Deal(needed.buyer.id, draft.on, needed.settings)
    consented = check(tx, asked(lines, money, needed.prices, needed.costs), deal, consent)
    items = cost_lines(stored_as(needed.line_ids, lines, money), needed.costs, needed.settings)
    days = _days(tx, draft.on, needed)
    entries = entry_steps(tx, _bookings(draft, items, needed, places), days, orders=1) if days else []
    order_id = needed.order_id
    tx.audit("confirmed", KIND, order_id)
    if consent is not None and consented:
        note(tx, order_id, consent)
    steps = [
        *order_steps(tx, order_id, draft, money, needed.buyer, "confirmed", settings=needed.settings, items=items),
        (LINE_COSTS, [(item.line.id, item.unit_cost, item.cost) for item in items]),
        *entries,
        (_OPERATIONS, [(request, KIND, order_id, tx.actor.login)]),
        (_TRAIL, [tuple(line.values()) for line in tx.take_audit()]),
    ]
    tx.touched("order", order_id)
    tx.touched("customer", needed.buyer.id)
    return Stored(order_id, _written(tx, steps, needed, draft.on), money)


def _needs(tx: Write, draft: OrderDraft, request: UUID) -> Needed | int:
    products, on = id_list(tx, {line.product_id for line in draft.lines}), draft.on
    about = {"products": products, "day": on}
    [done, company, buyer, goods, prices, costs, pattern, order_id, line_ids, state, staff] = together(
        tx,
        (_DONE, {"uid": request}),
        (_COMPANY, {}),
        (_BUYER, {"customer": draft.customer_id}),
        (_PRODUCTS, about),
        (_PRICES, about),
        (_COSTS, about),
        (PATTERN, {"kind": KIND}),
        (_ORDER_ID, {"count": 1}),
        (_LINE_IDS, {"count": len(draft.lines)}),
        (MONTH_STATE, {"month": Month.of(on)}),
        (_STAFF, {"staff": id_list(tx, {share.staff_id for share in draft.shares})}),
    )
    if done:
        return int(tx.claim(request, KIND) or 0)
    settings = Settings(logo=None, **dict(zip(_SETTINGS, company[0], strict=True))) if company else company_of(tx)
    draft.check(settings.currency_places)
    found = checked_buyer(buyer)
    if len(staff) != len({share.staff_id for share in draft.shares}):
        raise NotFound(N_("There is no such salesperson."), field="shares")
    first = line_ids[0][0]
    return Needed(
        settings, found, {row[0]: row for row in goods}, newest(prices), newest(costs),
        pattern[0][0] if pattern else DEFAULT_PATTERNS[KIND], order_id[0][0],
        range(first, first + len(draft.lines)) if tx.sqlite else [row[0] for row in line_ids],
        bool(state) and state[0][0] == "open",
    )  # fmt: skip


def _own(buyer: Buyer) -> tuple[Share, ...]:
    """The customer's own salesperson, when nobody is named."""
    return (Share(buyer.salesperson_id, HUNDRED),) if buyer.salesperson_id else ()


def _days(tx: Write, on: date, needed: Needed) -> dict[date, BookingDay]:
    """Where the order is booked; nowhere yet when deliveries or invoices decide that."""
    if needed.settings.recognition != "order":
        return {}
    month = Month.of(on)
    return {on: BookingDay(on, month, month) if needed.month_open else booking_day(tx, on)}


def _bookings(draft: OrderDraft, items: Sequence[CostedLine], needed: Needed, places: int) -> list[Booking]:
    """The sale of every line, and freight."""
    about: dict[str, Any] = {"on": draft.on, "customer_id": needed.buyer.id, "order_id": needed.order_id}
    found = [
        booking
        for item in items
        for booking in bookings_of(
            item, parts(item.line.quantity, item.line.net, item.cost, draft.shares, places), kind="sale", **about
        )
    ]
    if draft.freight or draft.freight_paid:
        carried = parts(ZERO, draft.freight, draft.freight_paid, draft.shares, places)
        found += [Booking("freight", part=part, **about) for part in carried]
    return found


def _written(tx: Write, steps: list[Any], needed: Needed, on: date) -> str:
    """Write everything, the number last; the number."""
    if not tx.sqlite:
        *_, given = together(tx, *steps, number_step(KIND, needed.pattern, on, needed.order_id))
        if given:
            return str(given[0][0])
    else:
        together(tx, *steps)
    return number_last(tx, needed.order_id, KIND, on, pattern=needed.pattern)
