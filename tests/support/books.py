"""What must hold in the books at any moment, whatever was done before."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import func, select

from app.domain.month import Month
from app.models import (
    AccountEntry,
    Balance,
    ContributionEntry,
    CustomerMonth,
    DeliveryLine,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    LevelMonth,
    OrderLine,
    SalesOrder,
)
from app.queries import accounts, contribution
from app.store.session import Read, Store

ZERO = Decimal(0)


def check(store: Store) -> None:
    """Every sum against the entries it is made of; every order against what was sold."""
    with store.snapshot() as tx:
        _groups_add_up(tx)
        _months_add_up(tx)
        _accounts_add_up(tx, store)
        _orders_add_up(tx)


def _sums(table) -> list:
    return [func.coalesce(func.sum(column), ZERO) for column in (table.quantity, table.revenue, table.cost)]


def _groups_add_up(tx: Read) -> None:
    entries = tuple(tx.first(select(*_sums(ContributionEntry))))
    for group in contribution.GROUPS:
        found = contribution.sums(tx, group, period="year", first=None, last=None)
        by_group = tuple(sum((getattr(row, name) for row in found), ZERO) for name in ("quantity", "revenue", "cost"))
        assert by_group == entries, group


def _grouped(tx: Read, table, *keys) -> dict:
    rows = tx.all(select(*keys, *_sums(table)).group_by(*keys))
    return {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in rows if any(row[len(keys) :])}


def _months_add_up(tx: Read) -> None:
    entry = ContributionEntry
    assert _grouped(tx, CustomerMonth, CustomerMonth.month, CustomerMonth.customer_id) == _grouped(
        tx, entry, entry.month, entry.customer_id
    )
    level = LevelMonth
    assert _grouped(tx, level, level.month, level.level, level.staff_id, level.kind) == _grouped(
        tx, entry, entry.month, entry.level, entry.staff_id, entry.kind
    )
    counts = tx.all(
        select(CustomerMonth.customer_id, CustomerMonth.month, func.sum(CustomerMonth.orders)).group_by(
            CustomerMonth.customer_id, CustomerMonth.month
        )
    )
    assert all(row[2] >= 0 for row in counts), "a month with fewer than no orders"


def _accounts_add_up(tx: Read, store: Store) -> None:
    entries = dict(
        tuple(row)
        for row in tx.all(
            select(AccountEntry.customer_id, func.sum(AccountEntry.amount)).group_by(AccountEntry.customer_id)
        )
    )
    kept = {row[0]: row[1] for row in tx.all(select(Balance.customer_id, Balance.amount))}
    assert {customer: kept.get(customer, ZERO) for customer in entries} == entries
    assert kept.keys() <= entries.keys()
    far = Month.of(store.today()).plus(24).last
    for row in accounts.receivables_in(tx, far):
        assert sum(row.ageing.columns) == row.ageing.balance
    assert sum((row.ageing.balance for row in accounts.receivables_in(tx, far)), ZERO) == sum(entries.values(), ZERO)


def _per_line(tx: Read, table, *columns, where=None) -> dict:
    query = select(table.line_id, *[func.sum(column) for column in columns]).group_by(table.line_id)
    query = query.where(table.line_id.is_not(None))
    if table is InvoiceLine:
        query = query.join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    found = defaultdict(lambda: (ZERO,) * len(columns))
    found.update({row[0]: tuple(row[1:]) for row in tx.all(query if where is None else query.where(where))})
    return found


def _orders_add_up(tx: Read) -> None:
    line, order = OrderLine, SalesOrder
    lines = tx.all(
        select(line.id, line.quantity, line.net, order.status, order.recognition, order.id)
        .join(order, order.id == line.order_id)
    )  # fmt: skip
    back = _per_line(tx, GoodsReturnLine, GoodsReturnLine.quantity, GoodsReturnLine.net)
    left = _per_line(tx, DeliveryLine, DeliveryLine.quantity)
    billed = _per_line(tx, InvoiceLine, InvoiceLine.quantity, InvoiceLine.net, where=Invoice.kind == "invoice")
    credited = _per_line(tx, InvoiceLine, InvoiceLine.quantity, InvoiceLine.net, where=Invoice.kind == "credit_note")
    entry = ContributionEntry
    booked = _per_line(tx, entry, entry.quantity, entry.revenue, entry.cost)
    people = _grouped(tx, entry, entry.line_id, entry.staff_id)
    touched = {key[0] for key in people}
    for row in lines:
        kept = (row.quantity - back[row.id][0], row.net - back[row.id][1])
        on_bills = (billed[row.id][0] - credited[row.id][0], billed[row.id][1] - credited[row.id][1])
        assert min(kept) >= 0, "more came back than was sold"
        assert 0 <= on_bills[0] <= kept[0], "more is billed than is kept"
        assert 0 <= on_bills[1] <= kept[1], "more money is billed than is kept"
        assert max(billed[row.id][0], left[row.id][0]) <= row.quantity, "more left or was billed than was sold"
        if kept[0] == on_bills[0]:
            assert on_bills[1] == kept[1], "all that is kept is billed, but not for its price"
        ledger = booked[row.id]
        assert 0 <= ledger[0] <= kept[0], "more is booked than is kept"
        assert ledger[1] >= 0
        if ledger[0] == kept[0] and row.status not in ("draft", "quoted"):
            assert ledger[1] == kept[1], "all that is kept is booked, but not for its price"
        if kept[0] == 0:
            assert row.id not in touched, "a sale and its full return leave something for somebody"
        if row.recognition == "invoice":
            assert ledger[:2] == on_bills
        if row.recognition == "order" and row.status not in ("draft", "quoted"):
            assert ledger[0] == kept[0]
    bills = tx.all(
        select(order.net, func.sum(Invoice.net)).join(order, order.id == Invoice.order_id)
        .where(Invoice.kind == "invoice").group_by(order.id, order.net)
    )  # fmt: skip
    assert all(row[1] <= row[0] for row in bills), "bills above the order"


def closed_months(store: Store, months) -> tuple:
    """How much stands in closed months: it may never change."""
    with store.read() as tx:
        return tuple(
            tuple(tx.first(select(func.count(), func.max(table.id)).where(table.month.in_(sorted(months)))))
            for table in (ContributionEntry, AccountEntry)
        )


def figures(store: Store) -> list:
    """Everything a report would show, without ids."""
    return [
        [contribution.by(store, group, period=period) for group in contribution.GROUPS for period in ("month", "year")],
        accounts.receivables(store, Month.of(store.today()).plus(3).last),
    ]
