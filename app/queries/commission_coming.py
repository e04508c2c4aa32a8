"""What closing the open months before a month will book: bands and caps that nobody closed yet."""

from collections.abc import MutableMapping, Sequence
from decimal import Decimal
from itertools import groupby

from sqlalchemy import func, select

from app.domain.commission import CAP, PAYABLE
from app.domain.commission_plan import Rates, Terms
from app.domain.commission_statement import Entry, Extra, extras
from app.domain.money import ZERO
from app.domain.month import Month
from app.models import CommissionEntry, CommissionMonth
from app.queries.commission_plans import Agreements
from app.store.session import AnyRow, Read

Over = MutableMapping[int, dict[int | None, Decimal]]


def coming(
    tx: Read, month: Month, people: Sequence[int] | None, agreed: Agreements, *, over: Over, places: int
) -> dict[int, list[tuple[Month, Extra]]]:
    """Per salesperson what the months before ``month`` will get when they are closed, oldest first.

    ``over`` is what lies over the cap of closed months, per line; that of the open ones is added to it.
    """
    if not over and not any(one.terms.bands or one.terms.cap is not None for one in agreed.versions.values()):
        return {}
    found: dict[int, list[tuple[Month, Extra]]] = {}
    for (when, who), rows in groupby(_entries(tx, month, people), key=lambda row: (row.month, row.staff_id)):
        version = agreed.on(who, when.last)
        terms = version.terms if version is not None else Terms(Rates())
        moved = [Entry(row.kind, row.amount, row.base, row.line_id) for row in rows]
        for one in extras(moved, terms, over.get(who), places):
            found.setdefault(who, []).append((when, one))
            if one.kind == CAP and one.line_id is not None:
                lines = over.setdefault(who, {})
                lines[one.line_id] = lines.get(one.line_id, ZERO) - one.amount
    return found


def _entries(tx: Read, month: Month, people: Sequence[int] | None) -> Sequence[AnyRow]:
    """What is booked in the open months before a month."""
    entry, kept = CommissionEntry, CommissionMonth
    closed = select(func.coalesce(func.max(kept.month), 0)).where(kept.state == "closed").scalar_subquery()
    query = (
        select(entry.month, entry.staff_id, entry.kind, entry.amount, entry.base, entry.line_id)
        .where(entry.month > closed, entry.month < month, entry.kind.in_(PAYABLE))
        .order_by(entry.month, entry.staff_id, entry.fact_on, entry.id)
    )
    return tx.all(query if people is None else query.where(entry.staff_id.in_(people)))
