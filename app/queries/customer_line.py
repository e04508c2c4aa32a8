"""One line of the customers' list: what it says, and how it is put together from what the database answers.

Without SQLAlchemy: the first list of a desk is read before that is loaded (``app.queries.first``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.birthday import next_birthday
from app.domain.money import ZERO
from app.domain.month import Month

MONTHS = 12
"""Months of which the list says the contribution, this one included."""
ANY_MERGED = "SELECT 1 FROM customer WHERE merged_into_id IN (SELECT value FROM json_each(?)) LIMIT 1"
"""On SQLite: whether records were merged into any of these."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the list, records merged into it included.

    ``balance`` and ``overdue`` in the company's currency, positive: owes. ``contribution`` of the last 12 months is
    known only to who may see it. ``birthday`` is the next one, if it is within 14 days.
    """

    id: int
    code: str
    name: str
    organisation: str
    city: str
    phone: str
    tier: str
    balance: Decimal
    open_orders: int
    last_contact: datetime | None
    overdue: Decimal = ZERO
    late_orders: int = 0
    complaints: int = 0
    birthday: date | None = None
    next_step: date | None = None
    step_late: bool = False
    contribution: Decimal | None = None
    salesperson: str = ""
    tags: str = ""
    payment_days: int | None = None
    active: bool = True
    version: int = 1


def asked(ids: Any, today: date) -> dict[str, Any]:  # noqa: ANN401 - as the database takes them
    """The values of the statements that read lines."""
    this = Month.of(today)
    return {"ids": ids, "today": today, "year": today.year, "first": this.plus(1 - MONTHS), "last": this.code}


def lines(
    ids: Sequence[int], parts: Sequence[Sequence[Sequence[Any]]], tiers: Sequence[Any], today: date
) -> list[CustomerRow]:
    """Lines in the order of ``ids``; a later one of ``parts`` wins, as do tiers that were given by hand."""
    found = {row[0]: row for part in parts for row in part}
    by_hand: Mapping[int, str] = dict(tiers)
    return [_line(found[one], by_hand.get(one), today) for one in ids if one in found]


def _line(found: Sequence[Any], by_hand: str | None, today: date) -> CustomerRow:
    one, code, name, organisation, city, phone, tier, owed, orders, last, later, late, complaints, *more = found
    birth_date, step, brought, salesperson, tags, payment_days, active, version = more
    return CustomerRow(
        one, code, name, organisation, city, phone, by_hand or tier, owed, orders, last,
        # the oldest debits are paid first: what is owed beyond those not due yet is overdue
        max(ZERO, owed - later), late, complaints, next_birthday(birth_date, today), step,
        step is not None and step < today, brought, salesperson, tags, payment_days, bool(active), version,
    )  # fmt: skip
