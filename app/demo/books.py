"""Rows of the demo company, collected by table and written at once, with their numbers, sums and balances."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.domain.contribution import Part
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_, Conflict
from app.models import (
    AccountEntry,
    Balance,
    Base,
    BookMonth,
    ContributionEntry,
    Counter,
    CustomerMonth,
    LevelMonth,
)
from app.services.numbering import DEFAULT_PATTERNS, written
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

MAKER = "demo"
_ENTRY = (
    "on", "month", "belongs_to", "kind", "customer_id", "order_id", "line_id", "return_id", "complaint_id",
    "product_id", "staff_id", "level", "quantity", "revenue", "unit_cost", "cost", "reason", "created_by",
)  # fmt: skip
_ACCOUNT = (
    "id", "customer_id", "on", "month", "kind", "number", "due_on", "amount", "order_id", "invoice_id", "payment_id",
    "created_by",
)  # fmt: skip


class Books:
    """Everything that will be written. Ids count from 1: the database is new."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._tables: dict[type[Base], tuple[Sequence[str], list[Sequence[Any]]]] = {}
        self._ids: defaultdict[type[Base], int] = defaultdict(int)
        self._counters: defaultdict[str, int] = defaultdict(int)
        self._balances: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        self._customers: defaultdict[tuple[Month, int], list[Any]] = defaultdict(lambda: [0, ZERO, ZERO, ZERO])
        self._levels: defaultdict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])

    def uid(self) -> UUID:
        """An identity from the seed."""
        return UUID(int=self._rng.getrandbits(128), version=4)

    def id(self, model: type[Base]) -> int:
        """The next id of a table."""
        self._ids[model] += 1
        return self._ids[model]

    def number(self, kind: str, on: date) -> str:
        """The next number of a series; documents ask in the order of their days."""
        pattern = DEFAULT_PATTERNS[kind]
        name = f"{kind}/{on.year}" if "{YY" in pattern else kind
        self._counters[name] += 1
        return written(pattern, self._counters[name], on)

    def add(self, model: type[Base], **values: Any) -> None:  # noqa: ANN401 - values of any column
        """One row; all rows of a table name the same columns in the same order."""
        columns, rows = self._tables.setdefault(model, (tuple(values), []))
        assert columns == tuple(values)
        rows.append(tuple(values.values()))

    def entry(self, kind: str, on: date, customer_id: int, part: Part, **about: Any) -> None:  # noqa: ANN401
        """A contribution entry, and what it adds to the months."""
        if part.empty:
            return
        month = Month.of(on)
        values = dict.fromkeys(_ENTRY) | {
            "on": on, "month": month, "belongs_to": month, "kind": kind, "customer_id": customer_id,
            "staff_id": part.staff_id, "quantity": part.quantity, "revenue": part.revenue, "cost": part.cost,
            "reason": "", "created_by": MAKER,
        } | about  # fmt: skip
        self.add(ContributionEntry, **values)
        customer = self._customers[month, customer_id]
        level = self._levels[month, values["level"], part.staff_id, kind]
        for sums, first in ((customer, 1), (level, 0)):
            sums[first] += part.quantity
            sums[first + 1] += part.revenue
            sums[first + 2] += part.cost

    def count_order(self, on: date, customer_id: int, orders: int) -> None:
        """An order more or less in a customer's month."""
        self._customers[Month.of(on), customer_id][0] += orders

    def account(self, kind: str, on: date, customer_id: int, number: str, amount: Decimal, **about: Any) -> int:  # noqa: ANN401
        """An account entry, and what it does to the balance; its id."""
        entry_id = self.id(AccountEntry)
        values = dict.fromkeys(_ACCOUNT) | {
            "id": entry_id, "customer_id": customer_id, "on": on, "month": Month.of(on), "kind": kind,
            "number": number, "amount": amount, "created_by": MAKER,
        } | about  # fmt: skip
        self.add(AccountEntry, **values)
        self._balances[customer_id] += amount
        return entry_id

    def write(self, tx: Write, order: Sequence[type[Base]]) -> None:
        """Write the tables in an order in which every reference is there; raises ``Conflict`` unless they are empty."""
        self._sums()
        missing = set(self._tables) - set(order)
        assert not missing, missing
        for model in order:
            if model in self._tables:
                columns, rows = self._tables[model]
                self._claim_ids(tx, model)
                insert_many(tx, model, columns, rows)
        tx.execute(insert(Counter), [{"name": name, "value": value} for name, value in sorted(self._counters.items())])

    def _claim_ids(self, tx: Write, model: type[Base]) -> None:
        count = self._ids.get(model)
        if count and new_ids(tx, model, count) != list(range(1, count + 1)):
            raise Conflict(N_("The demo company needs a database of its own; this one has been used."))

    def _sums(self) -> None:
        for customer_id, amount in sorted(self._balances.items()):
            self.add(Balance, customer_id=customer_id, amount=amount)
        for (month, customer_id), (orders, quantity, revenue, cost) in self._customers.items():
            self.add(CustomerMonth, month=month, customer_id=customer_id, orders=orders, quantity=quantity,
                     revenue=revenue, cost=cost)  # fmt: skip
        for (month, level, staff_id, kind), (quantity, revenue, cost) in self._levels.items():
            self.add(LevelMonth, month=month, level=level, staff_id=staff_id, kind=kind, quantity=quantity,
                     revenue=revenue, cost=cost)  # fmt: skip
        for month in sorted({key[0] for key in self._customers}):
            self.add(BookMonth, month=month)
