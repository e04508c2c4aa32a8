"""Short questions to the books, for tests."""

from decimal import Decimal

from sqlalchemy import func, select

from app.models import AccountEntry, ContributionEntry, SalesOrder
from app.queries import accounts
from app.services.orderlines import stored_lines
from app.store.session import Store

ZERO = Decimal(0)


def lines_of(store: Store, order_id: int) -> list[int]:
    """The ids of an order's lines, in its order."""
    with store.read() as tx:
        return [line.id for line in stored_lines(tx, order_id)]


def booked(store: Store, **where) -> tuple[Decimal, Decimal, Decimal]:
    """(quantity, revenue, cost) of contribution entries."""
    entry = ContributionEntry
    query = select(*[func.coalesce(func.sum(c), ZERO) for c in (entry.quantity, entry.revenue, entry.cost)])
    with store.read() as tx:
        return tuple(tx.first(query.filter_by(**where)))


def entries(store: Store, *columns: str, **where) -> list[tuple]:
    """Columns of contribution entries in the order of booking."""
    query = select(*[getattr(ContributionEntry, name) for name in columns]).order_by(ContributionEntry.id)
    with store.read() as tx:
        return [tuple(row) for row in tx.all(query.filter_by(**where))]


def account(store: Store, customer_id: int) -> list[tuple]:
    """(kind, amount) of a customer's account in the order of booking."""
    entry = AccountEntry
    query = select(entry.kind, entry.amount).where(entry.customer_id == customer_id).order_by(entry.id)
    with store.read() as tx:
        return [tuple(row) for row in tx.all(query)]


def balance(store: Store, customer_id: int) -> Decimal:
    """What a customer owes."""
    with store.read() as tx:
        return accounts.balance(tx, customer_id)


def order_row(store: Store, order_id: int):
    """An order's row."""
    with store.read() as tx:
        return tx.first(select(SalesOrder.__table__).where(SalesOrder.id == order_id))


def set_recognition(store: Store, recognition: str) -> None:
    """The company's rule from now on."""
    from app.models import Company
    from app.services import company

    with store.read() as tx:
        version = tx.scalar(select(Company.version))
    company.change(store, version=version, recognition=recognition)
