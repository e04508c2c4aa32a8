"""A company from before commission was there: nothing of it changes, and its orders earn commission from then on."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.domain.commission_plan import Rates, Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import CommissionEntry
from app.queries import commissions as query
from app.services import commission_months, commission_plans, commissions
from app.services import company as company_service
from app.store import migrate
from app.store.session import Actor, Store
from tests.support.commissions import D

BEFORE, COMMISSION = "0006", "0007"
JANUARY = Month(2026, 1)
OLD = (
    "INSERT INTO staff (id, code, name) VALUES (1, 'S1', 'Diego'), (2, 'S2', 'Nuria')",
    "INSERT INTO customer (id, uid, code, name, search_name) VALUES (1, '{1:032x}', 'K1', 'Feria', 'feria')",
    (
        "INSERT INTO product (id, uid, code, name, search_name, unit, tax_rate) "
        "VALUES (1, '{2:032x}', 'P1', 'Chair', 'chair', 'pc', 2100)"
    ),
    (
        'INSERT INTO sales_order (id, uid, number, customer_id, "on", status, net, tax, gross) '
        "VALUES (1, '{3:032x}', 'SO-1', 1, '2026-01-05', 'confirmed', 10000, 2100, 12100)"
    ),
    "INSERT INTO order_share (order_id, staff_id, percent) VALUES (1, 1, 6000), (1, 2, 4000)",
    (
        "INSERT INTO order_line (id, order_id, position, product_id, description, unit, quantity, list_price, "
        "unit_price, discount_percent, net, tax_rate, level) "
        "VALUES (1, 1, 1, 1, 'Chair', 'pc', 1000, 1000000, 1000000, 0, 10000, 2100, 'A')"
    ),
    "INSERT INTO order_line_cost (line_id, unit_cost, cost) VALUES (1, 400000, 4000)",
)


def tables(connection) -> dict[str, list]:
    """Everything of the old tables."""
    names = ("staff", "customer", "product", "sales_order", "order_share", "order_line", "order_line_cost")
    return {name: [row._asdict() for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))]
            for name in names}  # fmt: skip


def test_a_company_of_before_goes_on_and_earns(engine):
    migrate.upgrade(engine, BEFORE)
    with engine.begin() as connection:
        for statement in OLD:
            connection.execute(text(statement.format(*range(9))))
        before = tables(connection)
    migrate.upgrade(engine, COMMISSION)
    with engine.begin() as connection:
        assert tables(connection) == before
        marks = connection.execute(text("SELECT name, seen, done FROM commission_mark ORDER BY name")).all()
        assert [tuple(row) for row in marks] == [(name, 0, 0) for name in ("account", "audit", "contribution", "run")]
    migrate.upgrade(engine)
    store = Store(engine, actor=Actor("boss", None, "manager"), clock=lambda: datetime(2026, 2, 3, tzinfo=UTC))
    company_service.create(store, name="Old", country="ES")
    plan = commission_plans.add(store, "Sales", date(2026, 1, 1), Terms(Rates.flat(D(10))), request=new_uid())
    commission_plans.assign(store, None, plan.plan_id, date(2026, 1, 1), request=new_uid())
    commissions.run(store)
    assert [(one.code, one.box.closing) for one in query.overview(store, JANUARY)] == [
        ("S1", D("3.6")),
        ("S2", D("2.4")),
    ]
    commission_months.close(store, JANUARY, request=new_uid())
    _stands(engine, store)


def _stands(engine, store) -> None:
    """The database itself refuses to change what was booked, or to add to a closed month."""
    with store.read() as tx:
        entry = tx.scalar(select(CommissionEntry.id).limit(1))
    refused = (
        f"UPDATE commission_entry SET amount = 1 WHERE id = {entry}",
        f"DELETE FROM commission_entry WHERE id = {entry}",
        "UPDATE commission_statement SET document = ''",
        "DELETE FROM commission_statement",
        (
            'INSERT INTO commission_entry ("on", fact_on, month, belongs_to, kind, staff_id, amount) '
            "VALUES ('2026-01-05', '2026-01-05', 202601, 202601, 'adjustment', 1, 1)"
        ),
    )
    for statement in refused:
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(statement))
