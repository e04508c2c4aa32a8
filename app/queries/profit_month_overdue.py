"""Invoices that were unpaid for too long at a month's end."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from app.domain.account import Chosen, Entry, settle
from app.domain.money import ZERO
from app.domain.papers_exceptions import Overdue
from app.models import AccountEntry, Customer, Staff
from app.models.declared import aliased
from app.queries.accounts import choices
from app.queries.profit_month_customers import root
from app.store.session import Read

MOST_OVERDUE = 500
"""So many invoices are named; all of them stand in the report of receivables."""


def overdue(tx: Read, as_of: date, days: int) -> tuple[Overdue, ...]:
    """The largest debits that were open and more than ``days`` past their due date on ``as_of``, largest first.

    The database finds who has any; only their accounts are settled, by the rule of ``app.domain.account``.
    """
    found = owing(as_of, days)
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    about: dict[int, tuple[str, str]] = {}
    for row in tx.all(_entries(found, as_of)):
        entries[row.root].append(Entry(row.id, row.on, row.number, row.amount, row.due_on))
        about[row.root] = (row.name, row.keeper or "")
    if not entries:
        return ()
    chosen: defaultdict[int, list[Chosen]] = defaultdict(list)
    for row in tx.all(_choices(found, as_of)):
        chosen[row[0]].append(Chosen(*row[1:]))
    late = [
        Overdue(item.entry.number, about[key][0], item.open, item.days_overdue, about[key][1])
        for key, booked in entries.items()
        for item in settle(booked, as_of, chosen[key]).items
        if item.days_overdue > days
    ]
    return tuple(sorted(late, key=lambda one: (-one.open, one.document))[:MOST_OVERDUE])


def owing(as_of: date, days: int) -> Select[*tuple[Any, ...]]:
    """The ids of customers with an open debit older than that.

    First-in first-out pays the oldest debits first, so what is left of the old ones is: old debits - all credits +
    what was put against newer debits by choice.
    """
    limit = as_of - timedelta(days=days)
    entry, debit, source, put = AccountEntry, aliased(AccountEntry), aliased(Customer), choices(as_of)
    newer = (
        select(root(source).label("id"), func.sum(put.c.amount).label("amount"))
        .join(debit, debit.id == put.c.debit_id)
        .join(source, source.id == debit.customer_id)
        .where(func.coalesce(debit.due_on, debit.on) >= limit)
        .group_by(root(source))
        .subquery()
    )
    member = aliased(Customer)
    old = case(
        ((entry.amount > ZERO) & (func.coalesce(entry.due_on, entry.on) < limit), entry.amount),
        (entry.amount < ZERO, entry.amount),
    )
    return (
        select(root(member))
        .select_from(entry)
        .join(member, member.id == entry.customer_id)
        .outerjoin(newer, newer.c.id == root(member))
        .where(entry.on <= as_of)
        .group_by(root(member))
        .having(func.coalesce(func.sum(old), ZERO) + func.coalesce(func.max(newer.c.amount), ZERO) > ZERO)
    )


def _entries(found: Select[*tuple[Any, ...]], as_of: date) -> Select[*tuple[Any, ...]]:
    entry, source, kept, keeper = AccountEntry, aliased(Customer), aliased(Customer), aliased(Staff)
    return (
        select(kept.id.label("root"), entry.id, entry.on, entry.number, entry.amount, entry.due_on, kept.name,
               keeper.name.label("keeper"))
        .join(source, source.id == entry.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(keeper, keeper.id == kept.salesperson_id)
        .where(entry.on <= as_of, kept.id.in_(found))
        .order_by(entry.id)
    )  # fmt: skip


def _choices(found: Select[*tuple[Any, ...]], as_of: date) -> Select[*tuple[Any, ...]]:
    entry, source, put = AccountEntry, aliased(Customer), choices(as_of)
    return (
        select(root(source), put.c.credit_id, put.c.debit_id, put.c.amount, put.c.on)
        .join(entry, entry.id == put.c.credit_id)
        .join(source, source.id == entry.customer_id)
        .where(root(source).in_(found))
    )
