"""Corrections of the past: counter-entries in an open month, and the past stays as it was printed."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.order import Share
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import BookMonth, CustomerMonth
from app.queries import contribution
from app.services import adjustments, orders, products, returns
from tests.support import books
from tests.support.ledger import booked, entries, lines_of, order_row

D = Decimal
MARCH, APRIL = Month(2026, 3), Month(2026, 4)


def correct(store, product, cost, **values):
    period = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)} | values
    return adjustments.correct_cost(store, product, D(cost), reason="late bill", request=new_uid(), **period)


def move(store, order, **values):
    return adjustments.move_order(store, order, reason="wrong", request=new_uid(), **values)


def close(store, *months):
    with store.write() as tx:
        tx.execute(update(BookMonth).where(BookMonth.month.in_(months)).values(state="closed"))


def counts(store) -> dict[str, int]:
    """Orders per month."""
    query = select(CustomerMonth.month, func.sum(CustomerMonth.orders)).group_by(CustomerMonth.month)
    with store.read() as tx:
        return {str(row[0]): row[1] for row in tx.all(query) if row[1]}


def test_a_later_cost_changes_no_entry(store, make):
    product = make.product(cost="6")
    make.order(make.customer(), (product, "10"))
    products.set_cost(store, product, D(8), valid_from=None, request=new_uid())
    assert booked(store) == (10, D("100.00"), D("60.00"))


def test_applying_a_cost_to_the_past_names_its_month(store, make, clock):
    product = make.product(cost="6")
    order = make.order(make.customer(), (product, "10")).order_id
    [line] = lines_of(store, order)
    returns.take_back(store, order, {line: D(4)}, request=new_uid(), reason="broken")
    close(store, MARCH)
    clock.day = date(2026, 4, 2)
    correct(store, product, "7.5")
    assert entries(store, "month", "belongs_to", "quantity", "revenue", "cost", "unit_cost", kind="adjustment") == [
        (APRIL, MARCH, 0, 0, D("9.00"), D("7.5000"))
    ]
    correct(store, product, "7.5")
    assert len(entries(store, "id", kind="adjustment")) == 1
    # what comes back now takes the corrected cost with it
    returns.take_back(store, order, {line: D(6)}, request=new_uid(), reason="broken")
    assert booked(store) == (0, 0, 0)
    books.check(store)


def test_a_correction_can_be_seen_before_it_is_booked(store, make):
    product, customer = make.product(cost="6"), make.customer()
    for day in (1, 2):
        make.order(customer, (product, "10"), on=date(2026, 3, day))
    period = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    plan = adjustments.preview_cost(store, product, D(7), **period)
    assert (plan.orders, plan.contribution) == (2, D("-20.00"))
    assert booked(store) == (20, D("200.00"), D("120.00"))
    adjustments.correct_cost(store, product, D(7), reason="supplier", request=new_uid(), **period)
    assert booked(store) == (20, D("200.00"), D("140.00"))
    assert adjustments.preview_cost(store, product, D(7), **period).orders == 0


def test_only_what_was_sold_in_the_period_is_corrected(store, make):
    product, customer = make.product(cost="6"), make.customer()
    for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)):
        make.order(customer, (product, "1"), on=day)
    correct(store, product, "10", first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert booked(store, kind="adjustment")[2] == D("8.00")


def test_a_correction_is_asked_in_few_statements_however_many_orders(store, make, statements):
    product, customer = make.product(), make.customer()
    sent = []
    for number in (2, 20):
        for _ in range(number):
            make.order(customer, (product, "1"))
        statements.clear()
        correct(store, product, f"{number}")
        sent.append(len(statements))
    assert sent[0] == sent[1] < 20


@pytest.mark.parametrize(
    ("cost", "values", "says"),
    [
        ("-1", {}, "positive"),
        ("NaN", {}, "not a number"),
        ("0.00001", {}, "4 can be kept"),
        ("1", {"first": date(2027, 1, 1)}, "before it begins"),
    ],
)
def test_corrections_that_cannot_be(store, make, cost, values, says):
    with pytest.raises(Mistake, match=says):
        correct(store, make.product(), cost, **values)
    with pytest.raises(NotFound, match="no such product"):
        correct(store, 9999, "1")
    with pytest.raises(Mistake, match="needs a reason"):
        adjustments.correct_cost(
            store, 1, D(1), first=date(2026, 1, 1), last=date(2026, 1, 2), reason=" ", request=new_uid()
        )


def test_an_order_of_another_day(store, make):
    order = make.order(make.customer(), (make.product(), "10"), freight="5", freight_paid="7").order_id
    move(store, order, on=date(2026, 2, 10))
    assert booked(store, month=MARCH) == (0, 0, 0)
    assert booked(store, month=Month(2026, 2)) == (10, D("105.00"), D("67.00"))
    assert order_row(store, order).on == date(2026, 2, 10)
    assert counts(store) == {"2026-02": 1}
    books.check(store)


def test_a_return_stays_on_its_day_when_the_order_moves(store, make):
    order = make.order(make.customer(), (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    returns.take_back(store, order, {line: D(3)}, request=new_uid(), reason="broken", on=date(2026, 4, 1))
    move(store, order, on=date(2026, 2, 10))
    assert booked(store, month=Month(2026, 2))[0] == 10
    assert booked(store, month=APRIL)[0] == -3
    assert booked(store, month=MARCH) == (0, 0, 0)


def test_what_lies_in_a_closed_month_stays_there(store, make):
    order = make.order(make.customer(), (make.product(), "10"), on=date(2026, 3, 10)).order_id
    close(store, MARCH)
    move(store, order, on=date(2026, 5, 5))
    assert booked(store, month=MARCH)[0] == 10
    assert entries(store, "kind", "month", "belongs_to", "quantity", month=APRIL) == [("reversal", APRIL, MARCH, -10)]
    assert booked(store, month=Month(2026, 5))[0] == 10
    assert counts(store) == {"2026-03": 1}
    books.check(store)


def test_an_order_of_other_people(store, make):
    one, other = make.staff("A"), make.staff("B")
    order = make.order(make.customer(), (make.product(), "3", "33.3333"), shares=[(one, "60"), (other, "40")]).order_id
    [line] = lines_of(store, order)
    for quantity in ("1", "0.5"):
        returns.take_back(store, order, {line: D(quantity)}, request=new_uid(), reason="broken")
    move(store, order, shares=[Share(other, D(50)), Share(one, D(50))])
    found = {row.code: row.contribution for row in contribution.by(store, "salesperson")}
    assert abs(found["A"] - found["B"]) <= D("0.02")
    assert sum(found.values()) == booked(store)[1] - booked(store)[2]
    returns.take_back(store, order, {line: D("1.5")}, request=new_uid(), reason="broken")
    for person in (one, other):
        assert booked(store, staff_id=person) == (0, 0, 0)
    # to the house and back to a person
    again = make.order(make.customer(), (make.product(), "1"), shares=[(one, "100")]).order_id
    move(store, again, shares=[])
    assert booked(store, order_id=again, staff_id=None)[0] == 1
    move(store, again, shares=[Share(other, D(100))])
    assert booked(store, order_id=again, staff_id=None) == (0, 0, 0)
    books.check(store)


def test_moves_that_cannot_be(store, make):
    order = make.order(make.customer(), (make.product(), "1")).order_id
    with pytest.raises(NotFound, match="no such salesperson"):
        move(store, order, shares=[Share(9999, D(100))])
    with pytest.raises(Mistake, match="total 99 %"):
        move(store, order, shares=[Share(make.staff(), D(99))])
    with pytest.raises(NotFound, match="no such order"):
        move(store, 9999, on=date(2026, 2, 1))
    quote = orders.quote(store, make.draft(make.customer(), (make.product(), "1")), request=new_uid())
    with pytest.raises(Conflict, match="Nothing is booked"):
        move(store, quote.order_id, on=date(2026, 2, 1))
    returns.cancel(store, order, request=new_uid(), reason="called off")
    with pytest.raises(Conflict, match="Nothing is booked"):
        move(store, order, on=date(2026, 2, 1))


def test_repeated_corrections_are_one(store, make):
    product = make.product(cost="6")
    order, request, other = make.order(make.customer(), (product, "10")).order_id, new_uid(), new_uid()
    for _ in range(2):
        adjustments.correct_cost(
            store, product, D(7), first=date(2026, 1, 1), last=date(2026, 12, 31), reason="late", request=request
        )
        adjustments.move_order(store, order, reason="wrong", request=other, on=date(2026, 2, 1))
    assert booked(store) == (10, D("100.00"), D("70.00"))
    assert len(entries(store, "id", kind="adjustment")) == 1
