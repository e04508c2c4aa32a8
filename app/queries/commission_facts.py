"""What commission is worked out from: orders as they were sold, what came back, what was billed and what was paid."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.account import Chosen, Entry, settle
from app.domain.commission import Agreed, Fact, Line, Order
from app.domain.commission_plan import Trigger, lineage
from app.domain.money import ZERO
from app.domain.order import BOOKED_STATES
from app.models import (
    AccountEntry,
    Category,
    CommissionEntry,
    Customer,
    GoodsReturn,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Product,
    SalesOrder,
)
from app.queries import company
from app.queries.accounts import chosen
from app.queries.commission_plans import Agreements
from app.store.session import AnyRow, Read

AnySelect = Select[*tuple[Any, ...]]
Pins = Mapping[tuple[int, int], tuple[int, Decimal]]
"""(version, rate) that a salesperson's part of a line was booked with: (line, staff) -> it never changes again."""
_Sort = tuple[str | None, int | None, int | None]
"""What a rate depends on: the level of a line, its product and that one's group."""
MOST = 5000


@dataclass(frozen=True, slots=True)
class Sold:
    """An order with the levels of its lines. One that is not booked any more has no lines: it earns nothing."""

    order: Order
    levels: Mapping[int, str | None]


def many(tx: Read, ids: Sequence[int], query: Callable[[Sequence[int]], AnySelect]) -> Iterator[AnyRow]:
    """The rows of a question for many ids, so many at a time as a statement may name."""
    for start in range(0, len(ids), MOST):
        yield from tx.all(query(ids[start : start + MOST]))


def roots(tx: Read, customer_ids: Sequence[int]) -> dict[int, int]:
    """These customers and all records merged with them: customer id -> id of the record that goes on."""
    kept = Customer
    root = func.coalesce(kept.merged_into_id, kept.id)
    heads = {row[0] for row in many(tx, customer_ids, lambda ids: select(root).where(kept.id.in_(ids)))}
    found = many(
        tx, sorted(heads), lambda ids: select(kept.id, root).where(kept.id.in_(ids) | kept.merged_into_id.in_(ids))
    )
    return {row[0]: row[1] for row in found}


class Facts:
    """The orders of some customers since the first agreement, and all that commission asks about them."""

    def __init__(self, tx: Read, customers: Mapping[int, int], agreements: Agreements) -> None:
        self.tx, self.customers, self.agreements = tx, customers, agreements
        self.places = company.of(tx).currency_places
        self.orders = list(self._orders())
        self.ids = [row.id for row in self.orders]
        # without rules it is the level alone that a rate depends on: most lines are agreed on as another one is
        self._by_product = any(one.terms.rules for one in agreements.versions.values())
        self._known: dict[tuple[tuple[int, Decimal], date, _Sort], Agreed | None] = {}

    def keep(self, order_ids: Collection[int]) -> None:
        """Only these orders are asked about from now on."""
        self.orders = [row for row in self.orders if row.id in order_ids]
        self.ids = [row.id for row in self.orders]

    def sold(self, pins: Pins) -> list[Sold]:
        """Every order as the domain wants it. ``pins`` say what holds; else the agreements of the order's day do."""
        alive = {row.id for row in self.orders if not row.void and row.status in BOOKED_STATES | {"cancelled"}}
        self._happened: defaultdict[int, list[Fact]] = defaultdict(list)
        ended = self._backs()
        self._bills()
        alive -= {row.id for row in self.orders if row.status == "cancelled" and row.id not in ended}
        lines, levels = self._lines(alive, pins)
        if any(one.terms.trigger is Trigger.PAYMENT for found in lines.values() for item in found
               for one in item.agreed):  # fmt: skip
            self._payments()
        return [
            Sold(
                Order(
                    row.id, row.on, lines.get(row.id, []), row.freight, row.freight_tax_rate,
                    self._happened[row.id] if row.id in alive else (), self.places,
                ),
                levels,
            )
            for row in self.orders
        ]  # fmt: skip

    def _orders(self) -> Iterator[AnyRow]:
        order, first = SalesOrder, self.agreements.first or date.max
        booked = select(CommissionEntry.order_id).where(CommissionEntry.order_id == order.id)
        return many(
            self.tx, list(self.customers),
            lambda ids: select(
                order.id, order.customer_id, order.on, order.status, order.void, order.freight,
                order.freight_tax_rate, order.gross, order.imported,
            )
            .where(order.customer_id.in_(ids), order.status.not_in(("draft", "quoted")))
            .where((order.on >= first) | booked.exists())
            .order_by(order.id),
        )  # fmt: skip

    def _lines(self, alive: set[int], pins: Pins) -> tuple[dict[int, list[Line]], dict[int, str | None]]:
        days = {row.id: row.on for row in self.orders}
        shares = self._shares()
        self._parents = {row[0]: row[1] for row in self.tx.all(select(Category.id, Category.parent_id))}
        found: defaultdict[int, list[Line]] = defaultdict(list)
        levels: dict[int, str | None] = {}
        for line_id, order_id, product_id, quantity, net, tax_rate, level, cost, category_id in self._line_rows():
            people = shares.get(order_id)
            if order_id not in alive or not people:
                continue
            levels[line_id] = level
            sort = (level, product_id, category_id) if self._by_product else (level, None, None)
            agreed = [self._agreed(line_id, sort, who, days[order_id], pins) for who in people]
            found[order_id].append(
                Line(line_id, quantity, net, cost or ZERO, tax_rate, people,
                     tuple([one for one in agreed if one is not None]))
            )  # fmt: skip
        return found, levels

    def _shares(self) -> dict[int, tuple[tuple[int, Decimal], ...]]:
        """(salesperson, percent) per order."""
        share = OrderShare
        shares: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
        for order_id, staff_id, percent in many(
            self.tx, self.ids,
            lambda ids: select(share.order_id, share.staff_id, share.percent).where(share.order_id.in_(ids))
            .order_by(share.order_id, share.position, share.staff_id),
        ):  # fmt: skip
            shares[order_id].append((staff_id, percent))
        return {order_id: tuple(people) for order_id, people in shares.items()}

    def _line_rows(self) -> Iterator[AnyRow]:
        line = OrderLine
        return many(
            self.tx, self.ids,
            lambda ids: select(
                line.id, line.order_id, line.product_id, line.quantity, line.net, line.tax_rate, line.level,
                OrderLineCost.cost, Product.category_id,
            )
            .join(Product, Product.id == line.product_id)
            .outerjoin(OrderLineCost, OrderLineCost.line_id == line.id)
            .where(line.order_id.in_(ids))
            .order_by(line.order_id, line.position),
        )  # fmt: skip

    def _agreed(self, line_id: int, sort: _Sort, person: tuple[int, Decimal], day: date, pins: Pins) -> Agreed | None:
        pinned = pins.get((line_id, person[0]))
        if pinned is not None:
            return Agreed(*person, pinned[0], self.agreements.versions[pinned[0]].terms, pinned[1])
        try:
            return self._known[person, day, sort]
        except KeyError:
            found = self._known[person, day, sort] = self._new(person, day, *sort)
            return found

    def _new(
        self, person: tuple[int, Decimal], day: date, level: str | None, product_id: int | None, group: int | None
    ) -> Agreed | None:
        version = self.agreements.on(person[0], day)
        if version is None:
            return None
        rate = version.terms.rate_for(level, product_id, lineage(group, self._parents))
        return Agreed(*person, version.id, version.terms, rate)

    def _backs(self) -> set[int]:
        """What came back, per order; the orders that were called off."""
        back, item = GoodsReturn, GoodsReturnLine
        heads: dict[int, AnyRow] = {}
        quantities: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
        nets: defaultdict[int, dict[int | None, Decimal]] = defaultdict(dict)
        for row in many(
            self.tx, self.ids,
            lambda ids: select(back.id, back.order_id, back.on, back.kind, item.line_id, item.quantity, item.net)
            .outerjoin(item, item.return_id == back.id).where(back.order_id.in_(ids)).order_by(back.id),
        ):  # fmt: skip
            heads[row.id] = row
            if row.line_id is not None:
                quantities[row.id][row.line_id], nets[row.id][row.line_id] = row.quantity, row.net
        for row in heads.values():
            ends = row.kind == "cancellation"
            self._happened[row.order_id].append(
                Fact("back", row.id, row.on, quantities=quantities[row.id], nets=nets[row.id], ends=ends)
            )
        return {row.order_id for row in heads.values() if row.kind == "cancellation"}

    def _bills(self) -> None:
        bill, item = Invoice, InvoiceLine
        heads: dict[int, AnyRow] = {}
        nets: defaultdict[int, defaultdict[int | None, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        for row in many(
            self.tx, self.ids,
            lambda ids: select(bill.id, bill.order_id, bill.on, bill.kind, bill.gross, item.line_id, item.net)
            .join(item, item.invoice_id == bill.id).where(bill.order_id.in_(ids)).order_by(bill.id),
        ):  # fmt: skip
            heads[row.id] = row
            nets[row.id][row.line_id] += row.net if row.kind == "invoice" else -row.net
        for row in heads.values():
            gross = row.gross if row.kind == "invoice" else -row.gross
            self._happened[row.order_id].append(Fact("bill", row.id, row.on, gross, nets=nets[row.id]))
        self._imported_bills()

    def _imported_bills(self) -> None:
        """An imported order came with its bill, of the order's day; bills have ids above zero."""
        came = {row.id: row for row in self.orders if row.imported}
        line = OrderLine
        nets: defaultdict[int, dict[int | None, Decimal]] = defaultdict(dict)
        for row in many(
            self.tx, list(came), lambda ids: select(line.order_id, line.id, line.net).where(line.order_id.in_(ids))
        ):
            nets[row[0]][row[1]] = row[2]
        for order_id, row in came.items():
            self._happened[order_id].append(
                Fact("bill", 0, row.on, row.gross, nets=nets[order_id] | ({None: row.freight} if row.freight else {}))
            )

    def _payments(self) -> None:
        """What of every order was settled with money: credit notes have met the bills of their own order before."""
        entry = AccountEntry
        accounts: defaultdict[int, list[AnyRow]] = defaultdict(list)
        for row in many(
            self.tx, list(self.customers),
            lambda ids: select(
                entry.id, entry.customer_id, entry.on, entry.kind, entry.number, entry.due_on, entry.amount,
                entry.order_id, entry.counter_of_id,
            ).where(entry.customer_id.in_(ids)).order_by(entry.id),
        ):  # fmt: skip
            accounts[self.customers[row.customer_id]].append(row)
        choices: defaultdict[int, list[Chosen]] = defaultdict(list)
        root_of = {row.id: root for root, rows in accounts.items() for row in rows}
        ids = list(self.customers)
        for start in range(0, len(ids), MOST):
            for one in chosen(self.tx, ids[start : start + MOST], date.max):
                choices[root_of[one.credit_id]].append(one)
        for root, rows in accounts.items():
            self._settled(rows, choices[root])

    def _settled(self, rows: Sequence[AnyRow], choices: Sequence[Chosen]) -> None:
        order_of = {row.id: row.order_id for row in rows}
        for (debit_id, cause_id, day), amount in paid_in_time(rows, choices).items():
            order_id = order_of[debit_id]
            if order_id is not None and amount:
                self._happened[order_id].append(Fact("paid", cause_id, day, amount))


def paid_in_time(rows: Sequence[AnyRow], choices: Sequence[Chosen]) -> dict[tuple[int, int, date], Decimal]:
    """When what of each debit was settled with money: (debit, cause, day) -> amount.

    On days on which money gets free for something else (a credit note, money paid back, another choice) the account is
    settled anew: what was settled before such a day stays told as it was, the difference is of that day.
    """
    turns = _turns(rows, choices)
    days = sorted(turns)
    found: dict[tuple[int, int, date], Decimal] = {}
    told: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for since, until in pairwise([date.min, *days, date.max]):
        known = netted([row for row in rows if row.on < until or until == date.max])
        on = {one.id: one.on for one in known}
        before: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        new: defaultdict[tuple[int, int, date], Decimal] = defaultdict(lambda: ZERO)
        last = until if until == date.max else until - timedelta(1)
        for match in settle(known, last, choices).matches:
            day = max(on[match.credit_id], on[match.debit_id])
            if day < since:
                before[match.debit_id] += match.amount
            else:
                new[match.debit_id, match.credit_id, day] += match.amount
        for debit_id in sorted({*told, *before}):
            if change := before[debit_id] - told[debit_id]:
                new[debit_id, turns[since], since] += change
        for key, amount in new.items():
            found[key] = found.get(key, ZERO) + amount
            told[key[0]] += amount
    return found


def _turns(rows: Sequence[AnyRow], choices: Sequence[Chosen]) -> dict[date, int]:
    """Days on which what was settled may be settled otherwise, each with an entry that is the cause."""
    turns: dict[date, int] = {}
    born = {row.id: row.on for row in rows}
    for row in rows:
        if (row.kind == "payment") == (row.amount > 0):
            turns.setdefault(row.on, row.id)
    for choice in choices:
        if choice.on > max(born.get(choice.credit_id, date.max), born.get(choice.debit_id, date.min)):
            turns.setdefault(choice.on, choice.credit_id)
    return turns


def netted(rows: Sequence[AnyRow]) -> list[Entry]:
    """An account for commission: what was countered is gone, and a credit note has met the bills of its own order.

    A credit note is not a payment. What is left of one when its order asks for nothing more is the customer's money
    again, and settles other bills as a payment does.
    """
    countered = {row.counter_of_id for row in rows if row.counter_of_id is not None}
    kept = [row for row in rows if row.counter_of_id is None and row.id not in countered]
    amounts = {row.id: row.amount for row in kept}
    debits: defaultdict[int, list[int]] = defaultdict(list)
    for row in kept:
        if row.amount > 0 and row.order_id is not None and row.kind != "payment":
            debits[row.order_id].append(row.id)
    for row in kept:
        if row.amount < 0 and row.order_id is not None and row.kind != "payment":
            for debit in debits[row.order_id]:
                part = min(amounts[debit], -amounts[row.id])
                amounts[debit] -= part
                amounts[row.id] += part
    return [Entry(row.id, row.on, row.number, amounts[row.id], row.due_on) for row in kept if amounts[row.id]]
