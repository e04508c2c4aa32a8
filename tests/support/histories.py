"""Random histories of a company: what people do to orders, the same for the same seed on every database."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert, select, update

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.order import DraftLine, OrderDraft, Share
from app.domain.refusal import Refusal, Unavailable
from app.models import AccountEntry, BookMonth, Company, OrderLine, SalesOrder
from app.services import adjustments, deliveries, invoices, orders, payments, products, returns
from app.services.company import change as change_company
from app.store.session import Store
from tests.support.clock import StandingClock
from tests.support.make import Maker

D = Decimal
CENT = D("0.01")
FIRST_CLOSED = Month(2025, 12)
RECOGNITIONS = ("order", "delivery", "invoice")


class History:
    """A company in the making; everything is chosen by position, never by id, so that databases can be compared."""

    def __init__(self, store: Store, clock: StandingClock, seed: int, recognition: str) -> None:
        self.store, self.clock = store, clock
        self.dice = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.closed: set[Month] = set()
        make = Maker(store)
        self.set_recognition(recognition)
        self.staff = [make.staff(f"S{at}") for at in range(3)]
        self.customers = [make.customer(code=f"K{at}", region=f"R{at % 2}") for at in range(3)]
        self.products = [make.product(price="10", cost=cost) for cost in ("6", "9.3333", "12", None)]
        self.orders: list[int] = []

    def set_recognition(self, recognition: str) -> None:
        """The company's rule from now on."""
        with self.store.read() as tx:
            version = tx.scalar(select(Company.version))
        change_company(self.store, version=version, recognition=recognition)

    def step(self) -> str:
        """One thing happens; what it was."""
        deeds = (
            [self.place] * 5 + [self.deliver] * 4 + [self.invoice] * 4 + [self.pay] * 3 + [self.take_back] * 4
            + [self.give_back] * 2 + [self.cancel, self.quote, self.price, self.cost, self.correct, self.correct]
            + [self.move, self.move, self.close, self.later, self.later]
        )  # fmt: skip
        return self.attempt(self.dice.choice(deeds))

    def attempt(self, deed: Callable[[], None]) -> str:
        """This happens; what it was. A refusal changes nothing and is as good as a deed."""
        try:
            deed()
        except Unavailable:
            raise
        except Refusal:
            self.refused[deed.__name__] += 1
            return f"{deed.__name__} refused"
        self.done[deed.__name__] += 1
        return deed.__name__

    # -- what may happen

    def place(self) -> None:
        """An order is confirmed."""
        self.orders.append(orders.place(self.store, self._draft(), request=new_uid()).order_id)

    def quote(self) -> None:
        """A quote becomes an order."""
        quoted = orders.quote(self.store, self._draft(), request=new_uid())
        self.orders.append(orders.confirm(self.store, quoted.order_id, request=new_uid()).order_id)

    def deliver(self) -> None:
        """Goods leave."""
        order = self._order()
        deliveries.deliver(self.store, order, self._some(order), request=new_uid(), on=self._day(3))

    def invoice(self) -> None:
        """A bill is written."""
        order = self._order()
        invoices.invoice(self.store, order, self._some(order), request=new_uid(), on=self._day(3))

    def pay(self) -> None:
        """Money comes in, now and then against a chosen debit."""
        customer = self.dice.choice(self.customers)
        amount = D(self.dice.randint(1, 60000)) * CENT
        debits = self._debits(customer) if self.dice.random() < 0.5 else []
        chosen = {self.dice.choice(debits): min(amount, D(self.dice.randint(1, 5000)) * CENT)} if debits else None
        payments.take(self.store, customer, amount, request=new_uid(), on=self._day(20), allocations=chosen)

    def take_back(self) -> None:
        """Goods come back."""
        order = self._order()
        quantities = self._some(order) or dict(self._lines(order))
        returns.take_back(self.store, order, quantities, request=new_uid(), reason="back", on=self._day(3))

    def give_back(self) -> None:
        """Money goes back."""
        order = self._order()
        line = self.dice.choice([line for line, _ in self._lines(order)])
        amount = D(self.dice.randint(1, 3000)) * CENT
        returns.give_back(self.store, order, {line: amount}, request=new_uid(), reason="scratched")

    def cancel(self) -> None:
        """An order is called off."""
        returns.cancel(self.store, self._order(), request=new_uid(), reason="called off")

    def price(self) -> None:
        """A list price changes."""
        product = self.dice.choice(self.products)
        products.set_price(self.store, product, self._price(), valid_from=self._day(30), request=new_uid())

    def cost(self) -> None:
        """A cost changes."""
        product = self.dice.choice(self.products)
        products.set_cost(self.store, product, self._price(), valid_from=self._day(30), request=new_uid())

    def correct(self) -> None:
        """A cost of the past turns out to have been another one."""
        adjustments.correct_cost(
            self.store, self.dice.choice(self.products), self._price(), first=self._day(120), last=self.clock.day,
            reason="late bill", request=new_uid(),
        )  # fmt: skip

    def move(self) -> None:
        """An order was of another day or by other people."""
        day = self._day(60) if self.dice.random() < 0.6 else None
        shares = self._shares() if day is None or self.dice.random() < 0.3 else None
        adjustments.move_order(
            self.store, self._order(), reason="wrong", request=new_uid(), on=day, shares=shares
        )  # fmt: skip

    def close(self) -> None:
        """The oldest open month is closed, if it is over."""
        month = max(self.closed).plus(1) if self.closed else Month(2026, 1)
        if month >= Month.of(self.clock.day):
            return
        with self.store.write() as tx:
            known = {row[0] for row in tx.all(select(BookMonth.month))}
            new = [{"month": each} for each in FIRST_CLOSED.until(month) if each not in known]
            if new:
                tx.execute(insert(BookMonth), new)
            tx.execute(update(BookMonth).where(BookMonth.month.between(FIRST_CLOSED, month)).values(state="closed"))
        self.closed |= set(FIRST_CLOSED.until(month))

    def later(self) -> None:
        """Days go by."""
        self.clock.day += timedelta(days=self.dice.randint(1, 12))

    # -- what it is done to

    def _draft(self) -> OrderDraft:
        lines = [
            DraftLine(
                self.dice.choice(self.products), self._quantity(), self._price(),
                D(self.dice.choice([0, 0, 0, 10, 33])), D(self.dice.choice([0, 10, 21])),
            )
            for _ in range(self.dice.randint(1, 4))
        ]  # fmt: skip
        return OrderDraft(
            self.dice.choice(self.customers), self._day(40), lines, shares=self._shares(),
            discount=D(self.dice.choice([0, 0, "0.07", 5])), freight=D(self.dice.choice([0, 0, "7.50"])),
            freight_paid=D(self.dice.choice([0, "9.99"])), freight_tax_rate=D(21),
        )  # fmt: skip

    def _shares(self) -> tuple[Share, ...]:
        percents = self.dice.choice([(), (100,), (60, 40), (D("33.34"), D("33.33"), D("33.33"))])
        people = self.dice.sample(self.staff, len(percents))
        return tuple(Share(person, D(percent)) for person, percent in zip(people, percents, strict=True))

    def _order(self) -> int:
        if not self.orders:
            self.place()
        return self.dice.choice(self.orders[-6:])

    def _lines(self, order_id: int) -> list[tuple[int, D]]:
        with self.store.read() as tx:
            query = select(OrderLine.id, OrderLine.quantity).where(OrderLine.order_id == order_id)
            return [(row[0], row[1]) for row in tx.all(query.order_by(OrderLine.position))]

    def _some(self, order_id: int) -> dict[int, D] | None:
        """A part of some lines, or everything."""
        if self.dice.random() < 0.35:
            return None
        lines = self._lines(order_id)
        picked = self.dice.sample(lines, self.dice.randint(1, len(lines)))
        return {line: self.dice.choice([D(1), D("0.5"), (quantity / 3).quantize(CENT)]) for line, quantity in picked}

    def _debits(self, customer_id: int) -> list[int]:
        with self.store.read() as tx:
            query = select(AccountEntry.id).where(AccountEntry.customer_id == customer_id, AccountEntry.amount > D(0))
            return [row[0] for row in tx.all(query.order_by(AccountEntry.id))]

    def _day(self, back: int) -> date:
        return self.clock.day - timedelta(days=self.dice.randint(0, back))

    def _quantity(self) -> D:
        return D(self.dice.choice(["1", "2", "3", "7", "10", "0.333", "2.5", "12.125"]))

    def _price(self) -> D:
        return D(self.dice.choice(["0", "0.01", "0.0125", "3.3333", "9.99", "10", "49.95", "120"]))


def order_numbers(store: Store) -> list[str]:
    """All order numbers, for comparing databases."""
    with store.read() as tx:
        return [row[0] for row in tx.all(select(SalesOrder.number).order_by(SalesOrder.id))]
