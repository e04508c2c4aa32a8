"""Customers' accounts: balances, open items, ageing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, func, select, union_all

from app.domain.account import Ageing, Chosen, Entry, Settlement, natural_key, settle
from app.domain.money import ZERO
from app.models import AccountEntry, Allocation, AllocationEnded, Balance, Customer
from app.models.declared import aliased
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
    return settle(_entries(tx, ids), as_of, chosen(tx, ids, as_of))


def _entries(tx: Read, ids: list[int]) -> list[Entry]:
    entry = AccountEntry
    rows = tx.all(
        select(entry.id, entry.on, entry.number, entry.amount, entry.due_on)
        .where(entry.customer_id.in_(ids))
        .order_by(entry.id)
    )
    return [Entry(*row) for row in rows]


def choices(as_of: date, ids: Any = None) -> Subquery:  # noqa: ANN401 - ids, or a question for them
    """What was put against debits by choice as of a day: what stands now, and what was taken back only later.

    Columns credit_id, debit_id, amount, on. Choices between entries of later days are not among them; with ``ids``
    only those of these customers' credits are.
    """
    credit, debit = aliased(AccountEntry), aliased(AccountEntry)
    parts = []
    for model in (Allocation, AllocationEnded):
        query = (
            select(model.credit_id, model.debit_id, model.amount, model.on)
            .join(credit, credit.id == model.credit_id)
            .join(debit, debit.id == model.debit_id)
            .where(model.on <= as_of, credit.on <= as_of, debit.on <= as_of)
        )
        # said in each part: databases do not take a condition into a union by themselves
        query = query if ids is None else query.where(credit.customer_id.in_(ids))
        parts.append(query.where(AllocationEnded.until > as_of) if model is AllocationEnded else query)
    return union_all(*parts).subquery()


def chosen(tx: Read, ids: Sequence[int], as_of: date) -> list[Chosen]:
    """The choices as of a day whose credits belong to these customers."""
    found = choices(as_of, ids)
    return [Chosen(*row) for row in tx.all(select(found.c.credit_id, found.c.debit_id, found.c.amount, found.c.on))]


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
    put: defaultdict[int, list[Chosen]] = defaultdict(list)
    given = choices(as_of)
    query = (
        select(root, given.c.credit_id, given.c.debit_id, given.c.amount, given.c.on)
        .join(entry, entry.id == given.c.credit_id)
        .join(source, source.id == entry.customer_id)
    )
    for row in tx.execute(query):
        put[row[0]].append(Chosen(*row[1:]))
    found = [
        Receivable(row.code, row.name, settle(entries[row.id], as_of, put[row.id]).ageing)
        for row in tx.execute(select(Customer.id, Customer.code, Customer.name))
        if row.id in entries
    ]
    return sorted(found, key=lambda item: natural_key(item.code))
