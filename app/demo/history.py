"""The demo company's past, day by day: orders, deliveries, invoices, payments, returns, by the rules of the program."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from app.demo.books import MAKER, Books
from app.demo.goods import Good
from app.demo.sales import Sale, payment_days
from app.demo.words import RETURN_REASONS
from app.domain.contribution import Part, line_cost, parts, portion, taken_back
from app.domain.money import ZERO, rounded, tax_by_rate
from app.domain.order import OrderFigures, Share, figures
from app.domain.product import LevelBounds, level_of
from app.domain.watch import present
from app.models import (
    Allocation,
    Delivery,
    DeliveryLine,
    GoodsReturn,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    OrderCost,
    OrderLine,
    OrderLineCost,
    OrderShare,
    Payment,
    SalesOrder,
)

CLOSED_AFTER_DAYS = 60


@dataclass(slots=True)
class _Line:
    """A line that was sold, as later days need it."""

    id: int
    product_id: int
    description: str
    quantity: Decimal
    net: Decimal
    tax_rate: Decimal
    level: str | None
    unit_cost: Decimal
    kept: Sequence[Part]


@dataclass(slots=True)
class Deal:
    """An order as it stands while the days pass."""

    id: int
    number: str
    sale: Sale
    money: OrderFigures
    lines: list[_Line]
    freight: Sequence[Part]
    status: str = "confirmed"
    delivered_on: date | None = None
    reason: str = ""
    debit: int = 0
    owed: Decimal = ZERO


@dataclass(slots=True)
class History:
    """Writes the past into the books; only days before ``today`` happen."""

    books: Books
    rng: Random
    goods: Sequence[Good]
    today: date
    orders: list[Deal] = field(default_factory=list)
    _steps: defaultdict[date, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))

    def run(self, sales: Sequence[Sale]) -> None:
        """Live through all days; what a day brings may add to later ones."""
        for sale in sales:
            self._on(sale.draft.on, lambda sale=sale: self._confirm(sale))  # type: ignore[misc]
        day = min(self._steps, default=self.today)
        watch = present()
        while day < self.today:
            watch.look()
            for step in self._steps.pop(day, ()):
                step()
            day += timedelta(days=1)
        for order in self.orders:
            watch.look()
            self._store(order)

    def _on(self, day: date | None, step: Callable[[], None]) -> None:
        if day is not None:
            self._steps[day].append(step)

    def _confirm(self, sale: Sale) -> None:
        draft, books = sale.draft, self.books
        money = figures(draft)
        shares = tuple(draft.shares)
        order = Deal(
            books.id(SalesOrder), books.number("order", draft.on), sale, money,
            [self._line(sale, at, shares, money) for at in range(len(draft.lines))],
            parts(ZERO, draft.freight, draft.freight_paid, shares) if draft.freight or draft.freight_paid else (),
        )  # fmt: skip
        self.orders.append(order)
        for line in order.lines:
            self._entries("sale", draft.on, order, line, line.kept)
        for part in order.freight:
            books.entry("freight", draft.on, sale.person.id, part, order_id=order.id)
        books.count_order(draft.on, sale.person.id, 1)
        for day, step in (
            (sale.cancelled, self._cancel), (sale.delivered, self._deliver), (sale.invoiced, self._invoice),
            (sale.returned, self._take_back),
        ):  # fmt: skip
            self._after(draft.on, day, order, step)
        for day, share in sale.payments:
            self._after(draft.on, day, order, lambda order, share=share: self._pay(order, share))  # type: ignore[misc]

    def _after(self, now: date, day: date | None, order: Deal, step: Callable[[Deal], None]) -> None:
        """Plan a step of an order; one of the same day comes at once."""
        if day is not None and day <= now:
            step(order)
        else:
            self._on(day, lambda: step(order))

    def _line(self, sale: Sale, at: int, shares: Sequence[Share], money: OrderFigures) -> _Line:
        typed, figure = sale.draft.lines[at], money.lines[at]
        unit_cost = self.goods[typed.product_id - 1].cost(sale.draft.on)
        cost = line_cost(typed.quantity, unit_cost)
        return _Line(
            self.books.id(OrderLine), typed.product_id, typed.description, typed.quantity, figure.net, typed.tax_rate,
            level_of(figure.net, cost, LevelBounds()), unit_cost, parts(typed.quantity, figure.net, cost, shares),
        )  # fmt: skip

    def _entries(self, kind: str, on: date, order: Deal, line: _Line, booked: Sequence[Part], **about: object) -> None:
        for part in booked:
            self.books.entry(
                kind, on, order.sale.person.id, part, order_id=order.id, line_id=line.id, product_id=line.product_id,
                level=line.level, unit_cost=line.unit_cost, **about,
            )  # fmt: skip

    def _deliver(self, order: Deal) -> None:
        sale, books = order.sale, self.books
        assert sale.delivered is not None
        delivery = books.id(Delivery)
        books.add(Delivery, id=delivery, uid=books.uid(), number=books.number("delivery", sale.delivered),
                  order_id=order.id, on=sale.delivered, created_by=MAKER)  # fmt: skip
        for line in order.lines:
            left = line.quantity - (line.quantity // 2 if sale.part else ZERO)
            books.add(DeliveryLine, delivery_id=delivery, line_id=line.id, quantity=left)
        whole = not sale.part or all(line.quantity // 2 == 0 for line in order.lines)
        order.status = "delivered" if whole else "in_progress"
        order.delivered_on = sale.delivered if whole else None

    def _invoice(self, order: Deal) -> None:
        sale = order.sale
        assert sale.invoiced is not None
        billed = [(line.id, line.description, line.quantity, line.net, line.tax_rate) for line in order.lines]
        if sale.draft.freight:
            billed.append((None, "", Decimal(1), sale.draft.freight, sale.draft.freight_tax_rate))  # type: ignore[arg-type]
        due = sale.invoiced + timedelta(days=payment_days(sale.person))
        _, order.debit, order.owed = self._bill("invoice", order, billed, sale.invoiced, due)
        order.status = "invoiced"

    def _bill(
        self,
        kind: str,
        order: Deal,
        lines: Sequence[tuple[int | None, str, Decimal, Decimal, Decimal]],
        on: date,
        due: date | None = None,
        reason: str = "",
    ) -> tuple[int, int, Decimal]:
        """An invoice or credit note; (its id, its account entry, what it comes to)."""
        books, customer = self.books, order.sale.person.id
        taxes = tax_by_rate([(rate, net) for *_, net, rate in lines])
        net, tax = (sum((pair[at] for pair in taxes.values()), ZERO) for at in (0, 1))
        bill, number = books.id(Invoice), books.number(kind, on)
        books.add(Invoice, id=bill, uid=books.uid(), kind=kind, number=number, order_id=order.id, customer_id=customer,
                  on=on, due_on=due, net=net, tax=tax, gross=net + tax, reason=reason, created_by=MAKER)  # fmt: skip
        for at, (line, text, quantity, part, rate) in enumerate(lines, 1):
            books.add(InvoiceLine, invoice_id=bill, position=at, line_id=line, description=text, quantity=quantity,
                      net=part, tax_rate=rate)  # fmt: skip
        for rate, (base, part) in taxes.items():
            books.add(InvoiceTax, invoice_id=bill, rate=rate, net=base, tax=part)
        amount = net + tax if kind == "invoice" else -(net + tax)
        entry = books.account(kind, on, customer, number, amount, due_on=due, order_id=order.id, invoice_id=bill)
        return bill, entry, net + tax

    def _pay(self, order: Deal, share: Decimal) -> None:
        books, sale = self.books, order.sale
        amount = rounded(order.owed * share)
        if amount <= 0:
            return
        on = next(day for day, part in sale.payments if part == share)
        payment, number = books.id(Payment), books.number("receipt", on)
        books.add(Payment, id=payment, uid=books.uid(), reference=number, customer_id=sale.person.id, on=on,
                  amount=amount, method=self.rng.choice(("transfer", "transfer", "card", "cash")),
                  created_by=MAKER)  # fmt: skip
        credit = books.account("payment", on, sale.person.id, number, -amount, payment_id=payment)
        if sale.chosen:
            books.add(Allocation, credit_id=credit, debit_id=order.debit, on=on, amount=amount, created_by=MAKER)
        order.owed -= amount

    def _take_back(self, order: Deal) -> None:
        """Some of the first line comes back and is credited."""
        on, line = order.sale.returned, order.lines[0]
        assert on is not None
        quantity = min(line.quantity, Decimal(self.rng.randint(1, 3)))
        net = portion(line.net, quantity, line.quantity)
        reason = self.rng.choice(RETURN_REASONS)
        lines = [(line.id, line.description, quantity, net, line.tax_rate)]
        bill, _, gross = self._bill("credit_note", order, lines, on, reason=reason)
        order.owed -= gross
        return_id = self._return("goods", order, on, reason, bill)
        self.books.add(GoodsReturnLine, return_id=return_id, line_id=line.id, quantity=quantity, net=net)
        self._entries("return", on, order, line, taken_back(line.kept, quantity), return_id=return_id, reason=reason)

    def _return(self, kind: str, order: Deal, on: date, reason: str, bill: int | None) -> int:
        books = self.books
        return_id = books.id(GoodsReturn)
        books.add(GoodsReturn, id=return_id, uid=books.uid(), kind=kind, number=books.number("return", on),
                  order_id=order.id, on=on, reason=reason, invoice_id=bill, created_by=MAKER)  # fmt: skip
        return return_id

    def _cancel(self, order: Deal) -> None:
        on, books = order.sale.cancelled, self.books
        assert on is not None
        order.status, order.reason = "cancelled", "Customer changed plans"
        return_id = self._return("cancellation", order, on, order.reason, None)
        about = {"return_id": return_id, "reason": order.reason}
        for line in order.lines:
            books.add(GoodsReturnLine, return_id=return_id, line_id=line.id, quantity=line.quantity, net=line.net)
            self._entries("cancellation", on, order, line, [part.negated for part in line.kept], **about)
        for part in order.freight:
            books.entry("cancellation", on, order.sale.person.id, part.negated, order_id=order.id, **about)
        if (on.year, on.month) == (order.sale.draft.on.year, order.sale.draft.on.month):
            books.count_order(on, order.sale.person.id, -1)

    def _store(self, order: Deal) -> None:
        """The order's own rows, as it stands in the end."""
        sale, draft, money, books = order.sale, order.sale.draft, order.money, self.books
        paid = order.status == "invoiced" and order.owed <= 0
        if paid and (self.today - draft.on).days > CLOSED_AFTER_DAYS:
            order.status = "closed"
        books.add(
            SalesOrder, id=order.id, uid=books.uid(), number=order.number, customer_id=sale.person.id, on=draft.on,
            status=order.status, promised_on=draft.promised_on, delivered_on=order.delivered_on,
            region=sale.person.place.region, discount=draft.discount, freight=draft.freight,
            freight_tax_rate=draft.freight_tax_rate, net=money.net, tax=money.tax, gross=money.gross,
            cancelled_reason=order.reason, quote_number=None, valid_until=None, created_by=MAKER,
        )  # fmt: skip
        if draft.freight_paid:
            books.add(OrderCost, order_id=order.id, freight_paid=draft.freight_paid)
        for at, share in enumerate(draft.shares):
            books.add(OrderShare, order_id=order.id, staff_id=share.staff_id, position=at, percent=share.percent)
        for at, (line, typed) in enumerate(zip(order.lines, draft.lines, strict=True), 1):
            books.add(
                OrderLine, id=line.id, order_id=order.id, position=at, product_id=line.product_id,
                description=line.description, unit=typed.unit, quantity=line.quantity, list_price=typed.list_price,
                unit_price=typed.unit_price, discount_percent=typed.discount_percent, net=line.net,
                tax_rate=line.tax_rate, level=line.level,
            )  # fmt: skip
            cost = line_cost(line.quantity, line.unit_cost)
            books.add(OrderLineCost, line_id=line.id, unit_cost=line.unit_cost, cost=cost)
