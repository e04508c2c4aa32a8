"""Order history from a file, booked as it was: contribution at the order's date, one debit with its due day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.domain.contribution import line_cost, parts
from app.domain.ids import new_uid
from app.domain.importing_rows import OrderLineRow
from app.domain.money import EXACT, HUNDRED, ZERO, line_amount, rounded
from app.domain.order import BOOKED_STATES, OrderFigures, Share, summed
from app.domain.product import LevelBounds, level_of
from app.domain.refusal import N_
from app.models import (
    Address,
    Customer,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
)
from app.queries import company
from app.queries.company import Settings
from app.services.bulk_booking import book_accounts, book_tuples
from app.services.import_again import Facts, facts_of, used
from app.services.import_allocate import follow
from app.services.import_run import UNKNOWN_CUSTOMER, UNKNOWN_PRODUCT, UNKNOWN_STAFF, Run, codes
from app.services.voiding import void_orders
from app.store.bulk import insert_many, new_ids
from app.store.session import Read, Write

_ORDER_COLUMNS = (
    "id", "uid", "number", "customer_id", "on", "status", "promised_on", "delivered_on", "reference", "note", "region",
    "net", "tax", "gross", "recognition", "imported", "import_run_id", "created_by", "version",
)  # fmt: skip
_LINE_COLUMNS = (
    "id", "order_id", "position", "product_id", "description", "unit", "quantity", "list_price", "unit_price",
    "discount_percent", "net", "tax_rate", "level",
)  # fmt: skip


@dataclass(slots=True)
class _Customer:
    id: int
    salesperson_id: int | None
    payment_days: int | None
    region: str


@dataclass(slots=True)
class _Product:
    id: int
    name: str
    unit: str
    tax_rate: Decimal
    prices: list[tuple[date, Decimal]]
    costs: list[tuple[date, Decimal]]


class _Line(NamedTuple):
    product: _Product
    quantity: Decimal
    list_price: Decimal | None
    unit_price: Decimal
    discount: Decimal
    net: Decimal
    tax_rate: Decimal
    unit_cost: Decimal | None
    cost: Decimal
    level: str | None


class _Order(NamedTuple):
    head: OrderLineRow
    customer: _Customer
    shares: tuple[Share, ...]
    lines: list[_Line]
    figures: OrderFigures
    status: str
    note: str


class _Book:
    """What orders refer to, read once."""

    def __init__(self, tx: Read, settings: Settings) -> None:
        self.settings = settings
        self.places = settings.currency_places
        self.bounds = LevelBounds(settings.level_a, settings.level_b, settings.level_c)
        self.staff = codes(tx, Staff)
        self.customers = _customers(tx)
        self.products = _products(tx)


def orders(tx: Write, run: Run, rows: Sequence[OrderLineRow]) -> None:
    """Book new orders whole; an order of which a row is refused is refused whole."""
    groups: dict[str, list[OrderLineRow]] = {}
    for row in rows:
        groups.setdefault(row.order, []).append(row)
    _refuse_halves(run, groups)
    book = _Book(tx, company.of(tx))
    there = _present(tx, groups)
    ready: list[_Order] = []
    for number, group in groups.items():
        if number in there and run.policy != "overwrite":
            run.skipped += 1
        elif (order := _order(run, book, group)) is not None:
            ready.append(order)
    ready, replaced = _replaced(tx, run, ready, there)
    void_orders(tx, [old for old, _ in replaced.values()], reason="imported again")
    successors = _write(tx, run, book.settings, ready, replaced)
    follow(tx, successors)


def _replaced(
    tx: Read, run: Run, ready: Sequence[_Order], there: Mapping[str, int]
) -> tuple[list[_Order], dict[str, tuple[int, str]]]:
    """The orders that are new or changed, and whom the changed ones replace: (id, status)."""
    known = [there[order.head.order] for order in ready if order.head.order in there]
    standing, busy = facts_of(tx, known), used(tx, known, named=False)
    kept, replaced = [], {}
    for order in ready:
        number = order.head.order
        old = there.get(number)
        if old is None:
            kept.append(order)
        elif standing[old] == _facts(order):
            run.skipped += 1
        elif old in busy:
            run.refuse(
                order.head.row, "order", number,
                N_("This order was changed, delivered or billed here since; correct it in the program."),
            )  # fmt: skip
        else:
            kept.append(order)
            replaced[number] = (old, str(standing[old][2]))
    return kept, replaced


def _facts(order: _Order) -> Facts:
    head = order.head
    return (
        order.customer.id, head.date, order.status, head.promised_on, head.delivered_on, head.reference or "",
        order.note, tuple((share.staff_id, share.percent) for share in order.shares),
        tuple(
            (line.product.id, line.quantity, line.unit_price, line.discount, line.net, line.tax_rate, line.unit_cost,
             line.cost)
            for line in order.lines
        ),
    )  # fmt: skip


def _refuse_halves(run: Run, groups: dict[str, list[OrderLineRow]]) -> None:
    """Orders that lost a row while reading: half an order would be a wrong order."""
    broken = {refusal.key for refusal in run.refused.values() if refusal.key}
    for number in broken & groups.keys():
        for row in groups.pop(number):
            run.refuse(row.row, "order", number, N_("Another row of this order cannot be read."))


def _present(tx: Read, groups: Mapping[str, object]) -> dict[str, int]:
    # a quote goes by its own number until it becomes an order
    number = func.coalesce(SalesOrder.number, SalesOrder.quote_number)
    query = select(number, SalesOrder.id).where(SalesOrder.void.is_(False), number.is_not(None))
    return {row[0]: row[1] for row in tx.execute(query) if row[0] in groups}


def _order(run: Run, book: _Book, group: Sequence[OrderLineRow]) -> _Order | None:
    """One order of the file, or none when a row of it was refused (then all its rows are)."""
    head = group[0]
    before = len(run.refused)
    customer = book.customers.get(head.customer)
    if customer is None:
        run.refuse(head.row, "customer", head.customer, UNKNOWN_CUSTOMER)
    _refuse_other_heads(run, group)
    shares = _shares(run, book, head, customer)
    lines = [line for row in group if (line := _line(run, book, row)) is not None]
    if len(run.refused) > before or customer is None:
        for row in group:
            run.refuse(row.row, "order", head.order, N_("Another row of this order was refused."))
        return None
    figures = summed((), [(line.tax_rate, line.net) for line in lines], book.places)
    note = "\n".join(dict.fromkeys(row.note for row in group if row.note))
    return _Order(head, customer, shares, lines, figures, head.status or "confirmed", note)


def _refuse_other_heads(run: Run, group: Sequence[OrderLineRow]) -> None:
    """All rows of an order speak of one customer and one day; else two orders share a number by mistake."""
    head = group[0]
    for row in group:
        if row.customer != head.customer:
            run.refuse(
                row.row, "customer", row.customer,
                N_("Row {other} has this order with customer {customer}; an order has one customer."),
                other=head.row, customer=head.customer,
            )  # fmt: skip
        elif row.date != head.date:
            run.refuse(
                row.row, "date", row.date.isoformat(),
                N_("Row {other} has this order on {day}; an order has one date."),
                other=head.row, day=head.date.isoformat(),
            )  # fmt: skip


def _shares(run: Run, book: _Book, head: OrderLineRow, customer: _Customer | None) -> tuple[Share, ...]:
    """Who sold it: the file's people, else the customer's own salesperson."""
    if head.salesperson:
        for code, _ in head.salesperson:
            if code not in book.staff:
                run.refuse(head.row, "salesperson", code, UNKNOWN_STAFF)
                return ()
        return tuple(Share(book.staff[code], percent) for code, percent in head.salesperson)
    if customer is not None and customer.salesperson_id is not None:
        return (Share(customer.salesperson_id, HUNDRED),)
    return ()


def _line(run: Run, book: _Book, row: OrderLineRow) -> _Line | None:
    product = book.products.get(row.product)
    if product is None:
        run.refuse(row.row, "product", row.product, UNKNOWN_PRODUCT)
        return None
    if not row.quantity:
        run.refuse(row.row, "quantity", "0", N_("A line needs a quantity other than zero."))
        return None
    list_price = _on(product.prices, row.date)
    price = row.unit_price if row.unit_price is not None else list_price
    if price is None and row.line_net is None:
        run.refuse(
            row.row, "unit_price", "",
            N_("There is no price: neither here nor in the product's price list on that day."),
        )  # fmt: skip
        return None
    discount = row.discount_percent or ZERO
    net = row.line_net
    if net is None:
        net = line_amount(row.quantity, price or ZERO, discount, book.places)
    if row.unit_price is None and row.line_net is not None:
        price = _unit(net, row.quantity, discount)
    unit_cost, cost = _cost(book, product, row)
    tax_rate = product.tax_rate if row.tax_rate is None else row.tax_rate
    level = level_of(net, cost, book.bounds)
    return _Line(product, row.quantity, list_price, price or ZERO, discount, net, tax_rate, unit_cost, cost, level)


def _unit(net: Decimal, quantity: Decimal, discount: Decimal) -> Decimal:
    """The unit price that a given net means, to 4 decimals, before its discount."""
    whole = EXACT.divide(net, quantity)
    if discount < HUNDRED:
        whole = EXACT.divide(EXACT.multiply(whole, HUNDRED), HUNDRED - discount)
    return abs(rounded(whole, 4))


def _cost(book: _Book, product: _Product, row: OrderLineRow) -> tuple[Decimal | None, Decimal]:
    """(unit cost, line cost): as given, else from the product's history on that day."""
    if row.line_cost is not None:
        return rounded(EXACT.divide(row.line_cost, row.quantity), 4), row.line_cost
    unit = row.unit_cost if row.unit_cost is not None else _on(product.costs, row.date)
    return unit, line_cost(row.quantity, unit, book.places)


def _on(history: Sequence[tuple[date, Decimal]], day: date) -> Decimal | None:
    """The newest value that holds on a day; histories are sorted."""
    found = None
    for start, value in history:
        if start > day:
            break
        found = value
    return found


def _customers(tx: Read) -> dict[str, _Customer]:
    query = select(
        Customer.code, Customer.id, Customer.salesperson_id, Customer.payment_days, Address.region
    ).outerjoin(Address, (Address.customer_id == Customer.id) & (Address.kind == "main"))
    return {row[0]: _Customer(row[1], row[2], row[3], row[4] or "") for row in tx.execute(query)}


def _products(tx: Read) -> dict[str, _Product]:
    query = select(Product.code, Product.id, Product.name, Product.unit, Product.tax_rate)
    found = {row[0]: _Product(row[1], row[2], row[3], row[4], [], []) for row in tx.execute(query)}
    by_id = {product.id: product for product in found.values()}
    for row in tx.execute(select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.price)):
        by_id[row[0]].prices.append((row[1] or date.min, row[2]))
    for row in tx.execute(select(ProductCost.product_id, ProductCost.valid_from, ProductCost.cost)):
        by_id[row[0]].costs.append((row[1] or date.min, row[2]))
    for product in found.values():
        product.prices.sort()
        product.costs.sort()
    return found


def _write(
    tx: Write, run: Run, settings: Settings, ready: Sequence[_Order], replaced: Mapping[str, tuple[int, str]]
) -> dict[int, int]:
    """Insert orders, lines and ledgers, each table in one stream; who replaces whom (ids)."""
    order_ids = new_ids(tx, SalesOrder, len(ready))
    line_ids = iter(new_ids(tx, OrderLine, sum(len(order.lines) for order in ready)))
    numbered = [
        (order_id, order, [next(line_ids) for _ in order.lines])
        for order_id, order in zip(order_ids, ready, strict=True)
    ]
    actor = tx.actor.login
    insert_many(
        tx, SalesOrder, _ORDER_COLUMNS,
        (
            (
                order_id, new_uid(), order.head.order, order.customer.id, order.head.date, order.status,
                order.head.promised_on, order.head.delivered_on, order.head.reference or "", order.note,
                order.customer.region, order.figures.net, order.figures.tax, order.figures.gross, "order", True,
                run.id, actor, 1,
            )
            for order_id, order, _ in numbered
        ),
    )  # fmt: skip
    insert_many(
        tx, OrderLine, _LINE_COLUMNS,
        (
            (
                line_id, order_id, position, line.product.id, line.product.name[:300], line.product.unit,
                line.quantity, line.list_price, line.unit_price, line.discount, line.net, line.tax_rate, line.level,
            )
            for order_id, order, ids in numbered
            for position, (line_id, line) in enumerate(zip(ids, order.lines, strict=True), 1)
        ),
    )  # fmt: skip
    insert_many(
        tx, OrderLineCost, ("line_id", "unit_cost", "cost"),
        (
            (line_id, line.unit_cost, line.cost)
            for _, order, ids in numbered for line_id, line in zip(ids, order.lines, strict=True)
        ),
    )  # fmt: skip
    insert_many(
        tx, OrderShare, ("order_id", "staff_id", "position", "percent"),
        (
            (order_id, share.staff_id, at, share.percent)
            for order_id, order, _ in numbered for at, share in enumerate(order.shares)
        ),
    )  # fmt: skip
    booked = [item for item in numbered if item[1].status in BOOKED_STATES]
    entries = _entries(booked, settings.currency_places)
    book_tuples(tx, entries, orders=True, on={order.head.date for _, order, _ in booked})
    book_accounts(tx, (_debit(order_id, order, settings) for order_id, order, _ in booked if order.figures.gross))
    successors = {}
    for order_id, order in zip(order_ids, ready, strict=True):
        if (before := replaced.get(order.head.order)) is None:
            run.made("order", order_id)
        else:
            run.changed("order", order_id, 1, {"replaces": before[0], "status": before[1]})
            successors[before[0]] = order_id
    return successors


def _entries(booked: Sequence[tuple[int, _Order, list[int]]], places: int) -> Iterator[tuple[Any, ...]]:
    """Rows as ``book_tuples`` takes them."""
    for order_id, order, ids in booked:
        day, customer_id, shares = order.head.date, order.customer.id, order.shares
        for line_id, line in zip(ids, order.lines, strict=True):
            for part in parts(line.quantity, line.net, line.cost, shares, places):
                yield (
                    day, "sale", customer_id, order_id, line_id, line.product.id, part.staff_id, line.level,
                    part.quantity, part.revenue, line.unit_cost, part.cost, "",
                )  # fmt: skip


def _debit(order_id: int, order: _Order, settings: Settings) -> dict[str, Any]:
    days = settings.payment_days if order.customer.payment_days is None else order.customer.payment_days
    return {
        "customer_id": order.customer.id, "on": order.head.date, "kind": "order", "number": order.head.order,
        "due_on": order.head.date + timedelta(days=days), "amount": order.figures.gross, "order_id": order_id,
        "payment_id": None, "counter_of_id": None,
    }  # fmt: skip
