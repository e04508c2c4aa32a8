"""Customers' accounts: balances, open items, ageing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.domain.account import Ageing, Chosen, Entry, Settlement, natural_key, settle
from app.domain.money import ZERO
from app.models import AccountEntry, Allocation, Balance, Customer
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class Receivable:
    """One customer's line of the receivables report."""

    code: str
    name: str
    ageing: Ageing


def members(tx: Read, customer_id: int) -> list[int]:
    """A customer's own id and those of the records merged into it."""
    return [
        row[0]
        for row in tx.all(
            select(Customer.id).where((Customer.id == customer_id) | (Customer.merged_into_id == customer_id))
        )
    ]


def settlement(tx: Read, customer_id: int, as_of: date) -> Settlement:
    """A customer's account as of a day, merged records included."""
    ids = members(tx, customer_id)
    return settle(_entries(tx, ids), as_of, _chosen(tx, ids))


def _entries(tx: Read, ids: list[int]) -> list[Entry]:
    entry = AccountEntry
    rows = tx.all(
        select(entry.id, entry.on, entry.number, entry.amount, entry.due_on)
        .where(entry.customer_id.in_(ids))
        .order_by(entry.id)
    )
    return [Entry(*row) for row in rows]


def _chosen(tx: Read, ids: list[int]) -> list[Chosen]:
    credit = AccountEntry
    rows = tx.all(
        select(Allocation.credit_id, Allocation.debit_id, Allocation.amount, Allocation.on)
        .join(credit, credit.id == Allocation.credit_id)
        .where(credit.customer_id.in_(ids))
        .order_by(Allocation.id)
    )
    return [Chosen(*row) for row in rows]


def open_amounts(tx: Read, customer_id: int, as_of: date) -> Mapping[int, Decimal]:
    """Open amount per debit entry."""
    return {item.entry.id: item.open for item in settlement(tx, customer_id, as_of).items}


def balance(tx: Read, customer_id: int) -> Decimal:
    """The kept balance, positive = owes."""
    ids = members(tx, customer_id)
    return tx.scalar(select(func.sum(Balance.amount)).where(Balance.customer_id.in_(ids))) or ZERO


def receivables(store: Store, as_of: date) -> list[Receivable]:
    """Every customer with entries by that day, by code; Σ columns = balance for each."""
    with store.snapshot() as tx:
        return receivables_in(tx, as_of)


def receivables_in(tx: Read, as_of: date) -> list[Receivable]:
    """The same inside a transaction."""
    source = aliased(Customer)
    entry = AccountEntry
    root = func.coalesce(source.merged_into_id, source.id)
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    query = (
        select(root, entry.id, entry.on, entry.number, entry.amount, entry.due_on)
        .join(source, source.id == entry.customer_id)
        .where(entry.on <= as_of)
        .order_by(entry.id)
    )
    for row in tx.execute(query):
        entries[row[0]].append(Entry(*row[1:]))
    chosen: defaultdict[int, list[Chosen]] = defaultdict(list)
    choices = (
        select(root, Allocation.credit_id, Allocation.debit_id, Allocation.amount, Allocation.on)
        .join(entry, entry.id == Allocation.credit_id)
        .join(source, source.id == entry.customer_id)
        .where(Allocation.on <= as_of)
        .order_by(Allocation.id)
    )
    for row in tx.execute(choices):
        chosen[row[0]].append(Chosen(*row[1:]))
    found = [
        Receivable(row.code, row.name, settle(entries[row.id], as_of, chosen[row.id]).ageing)
        for row in tx.execute(select(Customer.id, Customer.code, Customer.name))
        if row.id in entries
    ]
    return sorted(found, key=lambda item: natural_key(item.code))
