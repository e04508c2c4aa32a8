"""The list of orders, and the orders report with what was paid of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, null, select

from app.domain import rights
from app.domain.account import Chosen, Entry, settle
from app.domain.commission import CLAWBACK, EARNED, OFFSET
from app.domain.filters import Condition, Field, Kind
from app.domain.money import HUNDRED, ZERO
from app.domain.stages import UNDELIVERED, UNPAID
from app.models import AccountEntry, Allocation, CommissionEntry, Customer, OrderShare, SalesOrder, Staff
from app.models.declared import aliased
from app.models.order import ORDER_STATES
from app.queries.listing import Found, Listed, Sort, compared, holding, summed, whose
from app.store.session import AnyRow, Read, Store

REPORT_COLUMNS = (
    "order", "date", "customer", "name", "salesperson", "status", "promised_on", "delivered_on", "net", "tax", "gross",
    "paid",
)  # fmt: skip
_NEVER = date(9999, 12, 31)
UNSOLD = ("draft", "quoted", "cancelled")
"""States in which nothing was bought."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the list. ``salesperson`` is a name, or names with shares; amounts in the company's currency."""

    id: int
    order: str
    on: date
    customer: str
    name: str
    salesperson: str
    status: str
    promised_on: date | None
    delivered_on: date | None
    net: Decimal
    tax: Decimal
    gross: Decimal
    late: bool
    approval: str = ""
    """Of a draft or quote with prices beyond the usual: asked or refused."""
    commission: Decimal | None = None
    """What it brings, payable or not: everybody's or the own, as the reader may see; none where nothing is booked."""
    stage: str = ""
    """Where it is before it has left: empty, preparing or out."""


@dataclass(frozen=True, slots=True)
class ReportedOrder:
    """One line of the orders report; ``paid`` is what payments settled of it (gross)."""

    order: str
    on: date
    customer: str
    name: str
    salesperson: str
    status: str
    promised_on: date | None
    delivered_on: date | None
    net: Decimal
    tax: Decimal
    gross: Decimal
    paid: Decimal


FIELDS = (
    Field("order", Kind.TEXT, ("number", "pedido", "订单")),
    Field("status", Kind.CHOICE, ("estado", "状态"), ORDER_STATES),
    Field("date", Kind.DAY, ("fecha", "日期")),
    Field("promised", Kind.DAY, ("prometido", "承诺")),
    Field("delivered", Kind.DAY, ("entregado", "送达")),
    Field("customer", Kind.TEXT, ("cliente", "客户")),
    Field("salesperson", Kind.TEXT, ("vendedor", "销售员")),
    Field("gross", Kind.NUMBER, ("total", "总额")),
    Field("net", Kind.NUMBER, ("neto", "净额")),
    Field("reference", Kind.TEXT, ("referencia", "参考")),
    Field("region", Kind.TEXT, ("provincia", "地区")),
    Field("late", Kind.YES_NO, ("retrasado", "迟")),
    Field("open", Kind.YES_NO, ("abierto", "未完成")),
    Field("approval", Kind.CHOICE, ("aprobacion", "审批"), ("asked", "refused")),
    Field("ends", Kind.DAY, ("vence", "到期")),
    Field("mine", Kind.YES_NO, ("mio", "我的")),
    Field("sold", Kind.YES_NO, ("vendido", "已售")),
)
_number = func.coalesce(SalesOrder.number, SalesOrder.quote_number, "")


def _open(_tx: Read, one: Condition) -> ColumnElement[bool]:
    holds = SalesOrder.delivered_on.is_(None) & SalesOrder.status.in_(UNDELIVERED)
    return holds if one.value is True else ~holds


def _late(tx: Read, one: Condition) -> ColumnElement[bool]:
    holds = (
        SalesOrder.delivered_on.is_(None) & SalesOrder.status.in_(UNDELIVERED)
        & (func.coalesce(SalesOrder.promised_on, _NEVER) < tx.today)
    )  # fmt: skip
    return holds if one.value is True else ~holds


def _sold(_tx: Read, one: Condition) -> ColumnElement[bool]:
    """What was bought: neither a draft nor a quote, and not called off."""
    return SalesOrder.status.notin_(UNSOLD) if one.value is True else SalesOrder.status.in_(UNSOLD)


def _mine(tx: Read, one: Condition) -> ColumnElement[bool]:
    """Orders that the signed-in person sells or typed."""
    sold = select(OrderShare.order_id).where(OrderShare.staff_id == tx.actor.staff_id)
    holds = SalesOrder.id.in_(sold) | ((SalesOrder.created_by == tx.actor.login) & (SalesOrder.created_by != ""))
    return holds if one.value is True else ~holds


def _customer(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Customer.code) == str(one.value).lower()
    return SalesOrder.customer_id.in_(select(Customer.id).where(code | holding(Customer.name, one)))


def _salesperson(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Staff.code) == str(one.value).lower()
    sold = select(OrderShare.order_id).join(Staff, Staff.id == OrderShare.staff_id)
    return SalesOrder.id.in_(sold.where(code | holding(Staff.name, one)))


def _worded(tx: Read, words: Sequence[str], found: Found | None) -> ColumnElement[bool]:
    """A word is part of the customer's name, or it is the number of an order or quote."""
    of_customer = whose(SalesOrder.customer_id, tx, words, found)
    if len(words) != 1:
        return of_customer
    written = (words[0], words[0].upper())
    return of_customer | SalesOrder.number.in_(written) | SalesOrder.quote_number.in_(written)


def _rows(tx: Read, ids: Sequence[int]) -> Sequence[OrderRow]:
    """One statement: each order comes once per salesperson."""
    sharing, seller = OrderShare, Staff
    query = (
        _shape()
        .add_columns(SalesOrder.approval, _commission(tx), SalesOrder.stage, seller.name, sharing.percent)
        .outerjoin(sharing, sharing.order_id == SalesOrder.id)
        .outerjoin(seller, seller.id == sharing.staff_id)
        .where(SalesOrder.id.in_(ids))
        .order_by(SalesOrder.id, sharing.position, sharing.staff_id)
    )
    shares: defaultdict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    orders: dict[int, AnyRow] = {}
    for row in tx.all(query):
        orders[row[0]] = row
        if row[-2] is not None:
            shares[row[0]].append((row[-2], row[-1]))
    return [_row(orders[one], _sellers_named(shares[one]), tx.today) for one in ids if one in orders]


def _commission(tx: Read) -> ColumnElement[Any]:
    """What is booked of an order, after returns: of everybody, else of the reader alone."""
    access, entry = tx.actor.access, CommissionEntry
    if not rights.may(access, "own_commission"):
        return null()
    moved = entry.kind.in_((EARNED, OFFSET, CLAWBACK)) & (entry.order_id == SalesOrder.id)
    if not rights.may(access, "all_commission"):
        moved &= entry.staff_id == tx.actor.staff_id
    return select(func.sum(entry.amount)).where(moved).correlate(SalesOrder).scalar_subquery()


def _row(row: AnyRow, sellers: str, today: date) -> OrderRow:
    (id_, number, on, code, name, status, promised, delivered, net, tax, gross) = row[:11]
    late = delivered is None and status in UNDELIVERED and promised is not None and promised < today
    return OrderRow(
        id_,
        number,
        on,
        code,
        name,
        sellers,
        status,
        promised,
        delivered,
        net,
        tax,
        gross,
        late,
        row[11],
        row[12],
        row[13] if status in UNPAID else "",
    )


def _sellers_named(shares: Sequence[tuple[str, Decimal]]) -> str:
    """Who sold an order as people say it: a name, or names with their percentages."""
    if len(shares) == 1 and shares[0][1] == HUNDRED:
        return shares[0][0]
    return " · ".join(f"{name} {percent.normalize():f}%" for name, percent in shares)


def salespeople(shares: Sequence[tuple[str, Decimal]]) -> str:
    """Who sold an order as it is exported: a code, or codes with their percentages."""
    if len(shares) == 1 and shares[0][1] == HUNDRED:
        return shares[0][0]
    return ";".join(f"{code}:{percent.normalize():f}" for code, percent in shares)


def _shape() -> Any:  # noqa: ANN401 - SQLAlchemy's select
    """The columns that list and report share; orders of a merged record stand with the one that goes on."""
    order, source, kept = SalesOrder, aliased(Customer), aliased(Customer)
    return (
        select(
            order.id, _number.label("order"), order.on, kept.code, kept.name, order.status, order.promised_on,
            order.delivered_on, order.net, order.tax, order.gross,
        )
        .join(source, source.id == order.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
    )  # fmt: skip


LIST: Listed[OrderRow] = Listed(
    identity=SalesOrder.id,
    fields=FIELDS,
    holds={
        "order": lambda tx, one: holding(_number, one),
        "status": lambda tx, one: SalesOrder.status == one.value,
        "date": lambda tx, one: compared(SalesOrder.on, one),
        "promised": lambda tx, one: compared(SalesOrder.promised_on, one),
        "delivered": lambda tx, one: compared(SalesOrder.delivered_on, one),
        "customer": _customer,
        "salesperson": _salesperson,
        "gross": lambda tx, one: compared(SalesOrder.gross, one),
        "net": lambda tx, one: compared(SalesOrder.net, one),
        "reference": lambda tx, one: holding(SalesOrder.reference, one),
        "region": lambda tx, one: holding(SalesOrder.region, one),
        "late": _late,
        "open": _open,
        "approval": lambda tx, one: SalesOrder.approval == one.value,
        "ends": lambda tx, one: compared(SalesOrder.valid_until, one),
        "mine": _mine,
        "sold": _sold,
    },
    sorts={
        "date": Sort(SalesOrder.on),
        "new": Sort(SalesOrder.id),
        "promised": Sort(func.coalesce(SalesOrder.promised_on, literal_column(f"'{_NEVER}'", SalesOrder.on.type))),
        "gross": Sort(SalesOrder.gross),
        "ends": Sort(func.coalesce(SalesOrder.valid_until, literal_column(f"'{_NEVER}'", SalesOrder.on.type))),
    },
    default="-date",
    base=lambda: (SalesOrder.void.is_(False),),
    worded=_worded,
    prepared={},
    rows=_rows,
    totals={"net": summed(SalesOrder.net, SalesOrder.id), "gross": summed(SalesOrder.gross, SalesOrder.id)},
)


def orders_report(store: Store, first: date, last: date) -> Iterator[ReportedOrder]:
    """Orders dated ``first`` to ``last``, by (date, order); drafts have no number and are left out.

    Read as of one moment; the rows come as they are read, so take them all or close the iterator. Four statements.
    """
    with store.snapshot() as tx:
        paid = _paid(tx, first, last)
        sellers = _sellers(tx, first, last)
        query = (
            _shape()
            .where(*_between(first, last), SalesOrder.status != "draft")
            .order_by(SalesOrder.on, _number, SalesOrder.id)
        )
        for row in tx.execute(query.execution_options(yield_per=1000)):
            (id_, number, on, code, name, status, promised, delivered, net, tax, gross) = row
            yield ReportedOrder(
                number, on, code, name, salespeople(sellers.get(id_, ())), status, promised, delivered, net, tax,
                gross, paid.get(id_, ZERO),
            )  # fmt: skip


def _between(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (SalesOrder.on.between(first, last), SalesOrder.void.is_(False))


def _sellers(tx: Read, first: date, last: date) -> Mapping[int, Sequence[tuple[str, Decimal]]]:
    query = (
        select(OrderShare.order_id, Staff.code, OrderShare.percent)
        .join(Staff, Staff.id == OrderShare.staff_id)
        .join(SalesOrder, SalesOrder.id == OrderShare.order_id)
        .where(*_between(first, last))
        .order_by(OrderShare.order_id, OrderShare.position, OrderShare.staff_id)
    )
    found: defaultdict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for order_id, code, percent in tx.all(query):
        found[order_id].append((code, percent))
    return found


def _paid(tx: Read, first: date, last: date) -> Mapping[int, Decimal]:
    """What payments settled of each order, by today, for customers with orders in the period."""
    source, buying = Customer, aliased(Customer)
    root = func.coalesce(source.merged_into_id, source.id)
    wanted = (
        select(func.coalesce(buying.merged_into_id, buying.id))
        .join(SalesOrder, SalesOrder.customer_id == buying.id)
        .where(*_between(first, last))
    )
    entry = AccountEntry
    query = (
        select(root, entry.id, entry.on, entry.number, entry.amount, entry.due_on, entry.kind, entry.order_id)
        .join(source, source.id == entry.customer_id)
        .where(root.in_(wanted))
        .order_by(root, entry.id)
    )
    chosen = _chosen(tx)
    paid: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for rows in _grouped(tx.execute(query)):
        _settle(rows, tx.today, chosen, paid)
    return paid


def _chosen(tx: Read) -> Mapping[int, list[Chosen]]:
    """All choices, by their credit."""
    found: defaultdict[int, list[Chosen]] = defaultdict(list)
    query = select(Allocation.credit_id, Allocation.debit_id, Allocation.amount, Allocation.on)
    for row in tx.execute(query.order_by(Allocation.id)):
        found[row[0]].append(Chosen(*row))
    return found


def _grouped(rows: Any) -> Iterator[list[AnyRow]]:  # noqa: ANN401 - a result
    """Rows of one customer after the other; the first column says whose they are."""
    group: list[AnyRow] = []
    for row in rows:
        if group and group[0][0] != row[0]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _settle(
    rows: Sequence[AnyRow], today: date, chosen: Mapping[int, list[Chosen]], paid: defaultdict[int, Decimal]
) -> None:
    choices = [choice for row in rows for choice in chosen.get(row.id, ())]
    kinds = {row.id: row.kind for row in rows}
    orders = {row.id: row.order_id for row in rows if row.kind in ("invoice", "order") and row.order_id is not None}
    settlement = settle((Entry(*row[1:6]) for row in rows), today, choices)
    for match in settlement.matches:
        # a credit note takes back what was sold; it is not money
        if kinds[match.credit_id] == "payment" and match.debit_id in orders:
            paid[orders[match.debit_id]] += match.amount
