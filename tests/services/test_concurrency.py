"""People at many desks at once: no gaps, no doubles, never more than there is, nobody waits in a circle."""

import os
import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.order import Share
from app.domain.refusal import Conflict, Refusal
from app.models import (
    Allocation,
    BookMonth,
    ContributionEntry,
    Customer,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    SalesOrder,
)
from app.queries import accounts
from app.services import adjustments, customers, deliveries, invoices, orders, payments, returns
from app.services.numbering import next_number
from app.services.orderlines import stored_lines
from tests.support import books
from tests.support.crowd import at_once, troubles
from tests.support.writers import torn_orders

D = Decimal
DAY = date(2026, 3, 16)
ORDERS = int(os.environ.get("MOSTRADOR_ORDERS", "400"))


def lines_of(store, order_id: int) -> list[int]:
    with store.read() as tx:
        return [line.id for line in stored_lines(tx, order_id)]


def test_numbers_have_no_gaps_and_no_doubles_though_some_are_rolled_back(store):
    """8 desks, 400 numbers, 15 in 100 given back at the last moment."""
    seen: list[list[str]] = [[] for _ in range(8)]

    class RolledBackError(Exception):
        pass

    def one(dice: random.Random) -> str:
        with store.write() as tx:
            number = next_number(tx, "invoice", DAY)
            if dice.random() < 0.15:
                raise RolledBackError
            return number

    def desk(at: int) -> None:
        dice = random.Random(at)
        while len(seen[at]) < 50:
            try:
                seen[at].append(one(dice))
            except RolledBackError:
                continue

    assert troubles(at_once([lambda at=at: desk(at) for at in range(8)])) == []
    numbers = [int(number.rpartition("-")[2]) for desk_numbers in seen for number in desk_numbers]
    assert sorted(numbers) == list(range(1, 401))
    for desk_numbers in seen:
        assert desk_numbers == sorted(desk_numbers)


@pytest.mark.parametrize("recognition", ["order", "invoice"])
def test_the_same_goods_never_come_back_twice(store, make, recognition):
    with store.write() as tx:
        tx.execute(update(orders.company.Company).values(recognition=recognition))
    order = make.order(make.customer(), (make.product(), "10", "10", "0", "21"))
    invoices.invoice(store, order.order_id, request=new_uid())
    [line] = lines_of(store, order.order_id)

    def back() -> None:
        returns.take_back(store, order.order_id, {line: D(3)}, request=new_uid(), reason="broken")

    found = troubles(at_once([back] * 6))
    assert len(found) == 3
    assert all(isinstance(error, Conflict) for error in found), found
    with store.read() as tx:
        assert tx.scalar(select(func.sum(GoodsReturnLine.quantity))) == 9
    books.check(store)


def test_the_same_money_is_not_given_back_twice(store, make):
    order = make.order(make.customer(), (make.product(), "1", "100"))
    invoices.invoice(store, order.order_id, request=new_uid())
    [line] = lines_of(store, order.order_id)

    def back() -> None:
        returns.give_back(store, order.order_id, {line: D(40)}, request=new_uid(), reason="scratched")

    assert len(troubles(at_once([back] * 4))) == 2
    books.check(store)


def test_an_order_is_invoiced_and_delivered_once(store, make):
    order = make.order(make.customer(), (make.product(), "10"), freight="5")

    def bill() -> None:
        invoices.invoice(store, order.order_id, request=new_uid())

    def leave() -> None:
        deliveries.deliver(store, order.order_id, request=new_uid())

    found = troubles(at_once([bill, leave, bill, leave]))
    assert [str(error) for error in found] == ["Nothing is left to do on this order."] * 2
    with store.read() as tx:
        assert tx.scalar(select(func.sum(Invoice.net))) == D("105.00")
        assert tx.scalar(select(func.sum(InvoiceLine.quantity)).where(InvoiceLine.line_id.is_not(None))) == 10
    books.check(store)


def test_an_invoice_is_not_paid_twice_by_choice(store, make):
    order = make.order(customer := make.customer(), (make.product(), "10"))
    debit = payments.debit_of_invoice(store, invoices.invoice(store, order.order_id, request=new_uid()).invoice_id)

    def pay() -> None:
        payments.take(store, customer, D(100), request=new_uid(), allocations={debit: D(60)})

    found = troubles(at_once([pay] * 3))
    assert [str(error) for error in found] == ["Only 40.00 of this invoice is open; 60 cannot be put against it."] * 2
    with store.read() as tx:
        assert tx.scalar(select(func.sum(Allocation.amount))) == 60
        assert accounts.balance(tx, customer) == 0


def test_one_request_from_two_desks_is_one_order(store, make):
    draft, request = make.draft(make.customer(), (make.product(), "2")), new_uid()
    answers = at_once([lambda: store.repeat(lambda: orders.place(store, draft, request=request))] * 4)
    assert troubles(answers) == []
    assert len({(answer.order_id, answer.number) for answer in answers}) == 1
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(SalesOrder)) == 1
    books.check(store)


def test_two_records_are_not_merged_into_each_other(store, make):
    one, other = make.customer(), make.customer()
    found = troubles(
        at_once(
            [
                lambda: customers.merge(store, one, other, request=new_uid()),
                lambda: customers.merge(store, other, one, request=new_uid()),
            ]
        )
    )
    assert [type(error) for error in found] == [Conflict]
    with store.read() as tx:
        pointers = [row[0] for row in tx.all(select(Customer.merged_into_id))]
    assert sorted(pointer is None for pointer in pointers) == [False, True]


def test_nothing_slips_into_a_month_that_is_being_closed(store, make):
    product, customer = make.product(), make.customer()
    march = Month(2026, 3)
    make.order(customer, (product, "1"))

    def close() -> int:
        with store.write() as tx:
            query = select(BookMonth.state).where(BookMonth.month == march)
            tx.scalar(query if tx.sqlite else query.with_for_update())
            entries = select(func.count()).select_from(ContributionEntry).where(ContributionEntry.month == march)
            before = tx.scalar(entries)
            tx.execute(update(BookMonth).where(BookMonth.month == march).values(state="closed"))
            return before

    def sell() -> None:
        for _ in range(10):
            make.order(customer, (product, "1"))

    *sold, before = at_once([sell, sell, sell, close])
    assert troubles(sold) == []
    with store.read() as tx:
        in_march = select(func.count()).select_from(ContributionEntry).where(ContributionEntry.month == march)
        assert tx.scalar(in_march) == before
        assert tx.scalar(select(func.count()).select_from(ContributionEntry)) == 31
    books.check(store)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nobody_waits_in_a_circle(store, make):
    """Six desks do everything with the same few customers and products; a circle would be a deadlock error."""
    people = [make.staff(), make.staff()]
    bought = [make.product() for _ in range(3)]
    buyers = [make.customer() for _ in range(3)]
    told: Counter[str] = Counter()

    def follow_up(dice: random.Random, order: int, customer: int) -> None:
        lines = lines_of(store, order)
        deed = dice.choice(["invoice", "deliver", "back", "pay", "move", "cost", "cancel"])
        told[deed] += 1
        match deed:
            case "invoice":
                invoices.invoice(store, order, request=new_uid())
            case "deliver":
                deliveries.deliver(store, order, request=new_uid())
            case "back":
                returns.take_back(store, order, {lines[0]: D(1)}, request=new_uid(), reason="broken")
            case "pay":
                payments.take(store, customer, D(5), request=new_uid(), order_id=order)
            case "move":
                shares = [Share(people[0], D(100))]
                adjustments.move_order(store, order, reason="wrong", request=new_uid(), shares=shares)
            case "cancel":
                returns.cancel(store, order, request=new_uid(), reason="called off")
            case "cost":
                adjustments.correct_cost(
                    store, dice.choice(bought), D(dice.randint(1, 9)), first=DAY, last=DAY, reason="late",
                    request=new_uid(),
                )  # fmt: skip

    def desk(seed: int) -> None:
        dice = random.Random(seed)
        mine: list[tuple[int, int]] = []
        while len(mine) < ORDERS // 6 + 1:
            customer = dice.choice(buyers)
            lines = [(product, "2") for product in dice.sample(bought, 3)]
            order = make.order(customer, *lines, shares=[(people[0], "60"), (people[1], "40")]).order_id
            mine.append((order, customer))
            if dice.random() < 0.4:
                try:
                    follow_up(dice, *dice.choice(mine))
                except Refusal as refusal:
                    if refusal.values.get("again"):
                        raise
                    told["refused"] += 1

    assert troubles(at_once([lambda at=at: desk(at) for at in range(6)])) == []
    assert torn_orders(store) == []
    books.check(store)
    with store.read() as tx:
        numbers = [row[0] for row in tx.all(select(SalesOrder.number).order_by(SalesOrder.number))]
    assert numbers == [f"SO-2026-{at:05d}" for at in range(1, len(numbers) + 1)]
    assert len(numbers) >= ORDERS
    assert min(told[deed] for deed in ("invoice", "deliver", "back", "pay", "move", "cost", "cancel")) > 0
