"""What a company's books say, in a form that two moments can be compared in."""

from collections import defaultdict

from sqlalchemy import select, text

from app.domain.money import ZERO
from app.models import (
    AccountEntry,
    Address,
    Allocation,
    Balance,
    Base,
    Category,
    Complaint,
    ComplaintCost,
    ContactPoint,
    ContributionEntry,
    Customer,
    CustomerMonth,
    LevelMonth,
    Product,
    ProductCost,
    ProductPrice,
    SalesOrder,
    Staff,
)
from app.queries import accounts
from app.store.session import Store

MASTER: tuple[type[Base], ...] = (
    Staff, Customer, ContactPoint, Address, Product, ProductPrice, ProductCost, Category,
)  # fmt: skip
_MOVES = {"version", "updated_at"}


def master_data(store: Store) -> dict[str, list[tuple]]:
    """Every row of the tables that people edit, but for versions and stamps of change."""
    found = {}
    with store.read() as tx:
        for model in MASTER:
            columns = [column for column in model.__table__.columns if column.name not in _MOVES]
            rows = tx.all(select(*columns).order_by(*model.__table__.primary_key.columns))
            found[model.__tablename__] = [tuple(row) for row in rows]
        orders = select(SalesOrder.id, SalesOrder.number, SalesOrder.status, SalesOrder.gross)
        found["orders"] = [tuple(row) for row in tx.all(orders.where(SalesOrder.void.is_(False)).order_by("id"))]
        c = Complaint
        columns = (c.id, c.number, c.order_id, c.subject, c.status, c.closed_at, c.note, ComplaintCost.cost)
        costs = ComplaintCost.complaint_id == c.id
        complaints = select(*columns).outerjoin(ComplaintCost, costs).where(c.void.is_(False))
        found["complaints"] = [tuple(row) for row in tx.all(complaints.order_by(c.id))]
    return found


def ledgers(store: Store) -> dict[str, dict[tuple, tuple]]:
    """What the ledgers and the sums kept beside them say, by everything a report may ask; nothing is left out as 0."""
    entry, debit = ContributionEntry, AccountEntry
    figures = {
        "contribution": (
            select(entry.belongs_to, entry.customer_id, entry.product_id, entry.staff_id, entry.level, entry.quantity,
                   entry.revenue, entry.cost), 5,
        ),
        "account": (select(debit.customer_id, debit.amount), 1),
        "balance": (select(Balance.customer_id, Balance.amount), 1),
        "customers": (
            select(CustomerMonth.customer_id, CustomerMonth.orders, CustomerMonth.quantity, CustomerMonth.revenue,
                   CustomerMonth.cost), 1,
        ),
        "levels": (
            select(LevelMonth.level, LevelMonth.staff_id, LevelMonth.quantity, LevelMonth.revenue, LevelMonth.cost), 2,
        ),
    }  # fmt: skip
    found = {}
    with store.read() as tx:
        for name, (query, keys) in figures.items():
            sums: defaultdict[tuple, list] = defaultdict(lambda: [ZERO] * 5)
            for row in tx.all(query):
                for at, value in enumerate(row[keys:]):
                    sums[tuple(row[:keys])][at] += value
            found[name] = {key: tuple(values) for key, values in sums.items() if any(values)}
    return found


def ageing(store: Store) -> dict[str, tuple]:
    """The receivables of today."""
    return {
        row.code: row.ageing.columns for row in accounts.receivables(store, store.today()) if any(row.ageing.columns)
    }


def overallocated(store: Store) -> list[tuple]:
    """Entries of which more was chosen than they are worth."""
    both = "SELECT credit_id AS id, amount FROM allocation UNION ALL SELECT debit_id, amount FROM allocation"
    with store.read() as tx:
        assert tx.all(select(Allocation.id)) is not None
        return [
            tuple(row)
            for row in tx.all(
                text(
                    f"SELECT e.id FROM account_entry e JOIN (SELECT id, sum(amount) AS total FROM ({both}) AS b "
                    "GROUP BY id) AS t ON t.id = e.id WHERE t.total > abs(e.amount)"
                )
            )
        ]
