"""The synthetic company into a fresh database: plain rows, then ledgers, sums and balances by SQL, then indexes."""

# ruff: noqa: ANN401 - the two drivers' connections have no type in common

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from app.services import company as company_service
from app.store import migrate
from app.store.session import Actor, Store
from benchmarks.company import Company

_MONTH = {
    "sqlite": "CAST(substr({day}, 1, 4) || substr({day}, 6, 2) AS INTEGER)",
    "postgresql": "(extract(year FROM {day}) * 100 + extract(month FROM {day}))::integer",
}
_DUE = {"sqlite": "date(o.\"on\", '+30 days')", "postgresql": 'o."on" + 30'}

# what the program's own bookings would have written, added up by the database
_LEDGERS = (
    (
        "INSERT INTO book_month (month) SELECT DISTINCT {o_month} FROM sales_order o UNION SELECT DISTINCT {p_month} "
        "FROM payment p"
    ),
    (
        'INSERT INTO contribution_entry ("on", month, belongs_to, kind, customer_id, order_id, line_id, product_id, '
        "staff_id, level, quantity, revenue, unit_cost, cost) SELECT o.\"on\", {o_month}, {o_month}, 'sale', "
        "o.customer_id, o.id, l.id, l.product_id, s.staff_id, l.level, l.quantity, l.net, k.unit_cost, k.cost "
        "FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN order_share s ON s.order_id = o.id "
        "JOIN order_line_cost k ON k.line_id = l.id ORDER BY l.id"
    ),
    (
        'INSERT INTO account_entry (customer_id, "on", month, kind, number, due_on, amount, order_id) '
        "SELECT o.customer_id, o.\"on\", {o_month}, 'order', o.number, {due}, o.gross, o.id FROM sales_order o "
        "ORDER BY o.id"
    ),
    (
        'INSERT INTO account_entry (customer_id, "on", month, kind, number, amount, payment_id) '
        "SELECT p.customer_id, p.\"on\", {p_month}, 'payment', p.reference, -p.amount, p.id FROM payment p "
        "ORDER BY p.id"
    ),
    (
        "INSERT INTO balance (customer_id, amount) SELECT customer_id, sum(amount) FROM account_entry "
        "GROUP BY customer_id ORDER BY customer_id"
    ),
    (
        "INSERT INTO customer_month (month, customer_id, orders, quantity, revenue, cost) SELECT month, customer_id, "
        "count(DISTINCT order_id), sum(quantity), sum(revenue), sum(cost) FROM contribution_entry "
        "GROUP BY month, customer_id ORDER BY month, customer_id"
    ),
    (
        "INSERT INTO level_month (month, level, staff_id, kind, quantity, revenue, cost) "
        "SELECT month, level, staff_id, kind, sum(quantity), sum(revenue), sum(cost) FROM contribution_entry "
        "GROUP BY month, level, staff_id, kind ORDER BY month, level, staff_id, kind"
    ),
)


def load(engine: Engine, company: Company) -> None:
    """Make the form of the database, the company, and all of its rows."""
    migrate.upgrade(engine)
    store = Store(engine, actor=Actor("bench"))
    company_service.create(store, name="Synthetic Trading", country="ES")
    fill = _sqlite if engine.dialect.name == "sqlite" else _postgres
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        fill(driver, company)


def _ledgers(kind: str) -> Iterator[str]:
    month = _MONTH[kind]
    for statement in _LEDGERS:
        yield statement.format(o_month=month.format(day='o."on"'), p_month=month.format(day='p."on"'), due=_DUE[kind])


def _sqlite(driver: Any, company: Company) -> None:
    driver.execute("PRAGMA foreign_keys = OFF")
    # a journal of millions of rows would be written twice; a load that fails is thrown away as a whole
    driver.execute("PRAGMA journal_mode = OFF")
    driver.execute("PRAGMA synchronous = OFF")
    driver.execute("PRAGMA cache_size = -1000000")
    with _without(driver, _sqlite_extras(driver)):
        driver.execute("BEGIN")
        for table, columns, rows in company.rows():
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
        for statement in _ledgers("sqlite"):
            driver.execute(statement)
        driver.execute("COMMIT")
    driver.execute("PRAGMA journal_mode = WAL")


def _sqlite_extras(driver: Any) -> list[tuple[str, str]]:
    """(statement that takes away, statement that makes again) of indexes and of the entries' triggers."""
    found = driver.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'index' OR type = 'trigger' "
        "AND tbl_name IN ('account_entry', 'contribution_entry'))"
    ).fetchall()
    return [(f'DROP {kind} "{name}"', sql) for kind, name, sql in found]


@contextmanager
def _without(driver: Any, extras: list[tuple[str, str]]) -> Iterator[None]:
    for drop, _ in extras:
        driver.execute(drop)
    yield
    for _, make in extras:
        driver.execute(make)


def _postgres(driver: Any, company: Company) -> None:
    driver.rollback()
    driver.autocommit = True
    driver.execute("SET session_replication_role = replica")
    driver.execute("SET synchronous_commit = off")
    driver.execute("SET maintenance_work_mem = '512MB'")
    driver.execute("SET work_mem = '256MB'")
    extras = driver.execute(
        "SELECT 'DROP INDEX \"' || indexname || '\"', indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = indexname)"
    ).fetchall()
    with _without(driver, extras), driver.transaction():
        for table, columns, rows in company.rows():
            names = ", ".join(f'"{name}"' for name in columns)
            with driver.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        for statement in _ledgers("postgresql"):
            driver.execute(statement)
        _set_sequences(driver)
    driver.execute("SET session_replication_role = origin")
    driver.execute("VACUUM ANALYZE")
    driver.execute("CHECKPOINT")
    driver.autocommit = False


def _set_sequences(driver: Any) -> None:
    """Ids that were given go on after the last one."""
    named = driver.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE '%\\_id\\_seq'"
    ).fetchall()
    for (name,) in named:
        driver.execute(
            f"SELECT setval('{name}', coalesce((SELECT max(id) FROM {name[: -len('_id_seq')]}), 0) + 1, false)"
        )
