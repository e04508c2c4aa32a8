"""The check of the books: silent when they are in order, and it finds every kind of damage."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, text, update

from app.domain.ids import new_uid
from app.domain.importing_rows import OrderLineRow
from app.domain.month import Month
from app.models import (
    Balance,
    BookMonth,
    BookMonthPaper,
    Counter,
    CustomerMonth,
    GoodsReturnLine,
    LevelMonth,
    OrderLine,
    OrderShare,
    SalesOrder,
)
from app.services import adjustments, customers, deliveries, imports, invoices, months, orders, payments, returns
from app.services.checking import check
from app.services.orderlines import stored_lines

D = Decimal
FEBRUARY = Month(2026, 2)


@pytest.fixture
def books(store, make, clock):
    """A company in which everything happened once, with a closed month."""
    clock.day = date(2026, 3, 10)
    ana, bea = make.staff(), make.staff()
    hotel, bar = make.customer(code="H"), make.customer(code="B")
    towel, soap = make.product(code="T", price="12", cost="7"), make.product(code="S", price="3.33", cost="2")
    big = make.order(
        hotel, (towel, "9", "12", "7", "21"), (soap, "7", "3.33", "0", "10"), discount="7.77", freight="30",
        freight_paid="40", freight_tax_rate=D(21), on=date(2026, 2, 3), shares=[(ana, 60), (bea, 40)],
    )  # fmt: skip
    small = make.order(bar, (soap, "20", "3.33", "0", "10"), on=date(2026, 2, 5))
    called_off = make.order(bar, (soap, "1", "3.33"), freight="5", on=date(2026, 2, 6))
    row = OrderLineRow(2, "OLD-1", date(2026, 2, 7), "H", None, None, None, None, None, "T", D(5), unit_price=D(12))
    imports.run(store, "orders", [row], request=new_uid(), file_name="old.csv")
    deliveries.deliver(store, big.order_id, request=new_uid(), on=date(2026, 2, 8))
    invoices.invoice(store, big.order_id, request=new_uid(), on=date(2026, 2, 9))
    payments.take(store, hotel, D(50), request=new_uid(), on=date(2026, 2, 20))
    months.close(store, FEBRUARY, request=new_uid())
    with store.read() as tx:
        line = stored_lines(tx, big.order_id)[0].id
    returns.take_back(store, big.order_id, {line: D(2)}, request=new_uid(), reason="stains")
    returns.give_back(store, big.order_id, {line: D(3)}, request=new_uid(), reason="late")
    returns.cancel(store, called_off.order_id, request=new_uid(), reason="never wanted")
    imports.run(
        store, "orders", [row._replace(quantity=D(6))], request=new_uid(), file_name="n.csv", policy="overwrite"
    )
    adjustments.move_order(store, small.order_id, reason="typing", request=new_uid(), on=date(2026, 3, 5))
    orders.quote(store, make.draft(bar, (soap, "2", "3.33")), request=new_uid())
    customers.merge(store, hotel, bar, request=new_uid())
    return {"hotel": hotel, "big": big.order_id, "small": small.order_id, "line": line}


def test_books_in_order_have_no_findings(store, books):
    assert check(store) == []


def test_an_empty_company_is_in_order(store):
    assert check(store) == []


def columns(model):
    return model.__table__.c


DAMAGE = {
    "balance": lambda tx, _: tx.execute(update(Balance).values(amount=columns(Balance).amount + D("0.01"))),
    "customer_month": lambda tx, _: tx.execute(
        update(CustomerMonth).where(CustomerMonth.month == FEBRUARY).values(cost=columns(CustomerMonth).cost + D(1))
    ),
    "level_month": lambda tx, _: tx.execute(delete(LevelMonth).where(LevelMonth.kind == "freight")),
    "shares": lambda tx, books: tx.execute(
        update(OrderShare).where(OrderShare.order_id == books["big"]).values(percent=D(30))
    ),
    "order_net": lambda tx, books: tx.execute(
        update(OrderLine).where(OrderLine.id == books["line"]).values(net=columns(OrderLine).net + D(1))
    ),
    "order_tax": lambda tx, books: tx.execute(
        update(SalesOrder).where(SalesOrder.id == books["small"]).values(tax=columns(SalesOrder).tax + D("0.01"))
    ),
    "order_entries": lambda tx, books: tx.execute(
        update(SalesOrder).where(SalesOrder.quote_number.is_not(None)).values(status="confirmed")
    ),
    "order_booked": lambda tx, books: tx.execute(
        update(SalesOrder).where(SalesOrder.id == books["small"]).values(status="cancelled")
    ),
    "returned": lambda tx, books: tx.execute(update(GoodsReturnLine).values(quantity=D(99))),
    "numbers": lambda tx, _: tx.execute(update(Counter).where(Counter.name == "invoice/2026").values(value=5)),
    "paper": lambda tx, _: tx.execute(delete(BookMonthPaper)),
    "closed_month": lambda tx, _: tx.execute(update(BookMonthPaper).values(revenue=D(1))),
    "check_code": lambda tx, _: tx.execute(update(BookMonthPaper).values(check_code="0000-0000")),
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_each_kind_of_damage_is_found(store, books, damage):
    with store.write() as tx:
        DAMAGE[damage](tx, books)
    findings = {finding.key: str(finding) for finding in check(store)}
    assert damage in findings
    assert "{" not in findings[damage]


def test_a_changed_figure_of_a_stored_report_is_found(store, books):
    with store.write() as tx:
        document = tx.scalar(select(BookMonthPaper.document))
        changed = document.replace('"state":"closed"', '"state":"provisional"')
        assert changed != document
        tx.execute(update(BookMonthPaper).values(document=changed))
        broken = {"month": FEBRUARY, "revision": 9, "revenue": D(0), "cost": D(0), "check_code": "X", "document": "{"}
        tx.execute(insert(BookMonthPaper), broken)
    assert [finding.key for finding in check(store)] == ["check_code", "check_code"]


def test_an_open_month_may_go_on(store, books, make):
    with store.read() as tx:
        assert tx.scalar(select(BookMonth.state).where(BookMonth.month == FEBRUARY)) == "closed"
    months.reopen(store, FEBRUARY, reason="late", request=new_uid())
    make.order(books["hotel"], (make.product(), "1"), on=date(2026, 2, 20))
    assert check(store) == []


def test_rows_that_point_nowhere_are_found(store, books):
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL never lets this happen")
    with store.engine.connect().execution_options(sqlite_begin="") as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text("UPDATE order_line SET product_id = 98765 WHERE id = (SELECT min(id) FROM order_line)"))
        connection.execute(text("PRAGMA foreign_keys = ON"))
        connection.commit()
    assert "references" in {finding.key for finding in check(store)}


def test_statements_do_not_grow_with_orders(store, make, statements):
    product, customer = make.product(), make.customer()

    def count(more):
        for _ in range(more):
            make.order(customer, (product, "1"))
        statements.clear()
        assert check(store) == []
        return len(statements)

    assert count(5) == count(60) <= 25
