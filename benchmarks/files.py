"""An import of 100,000 order rows from file to ledgers, the printed month that they make, and its closing."""

# ruff: noqa: ANN401 - the two drivers' connections have no type in common

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from app.domain.ids import new_uid
from app.domain.importing_rows import OrderLineRow
from app.domain.month import Month
from app.integrations.import_files import ImportFile
from app.queries.profit_month import profit_month
from app.services import imports, months
from app.store.session import Store
from benchmarks.company import SIZES
from benchmarks.measure import Line, bare
from benchmarks.places import Places, open_store

ROWS = 100_000
MONTH = Month(2026, 4)
_HEAD = (
    "order", "date", "customer", "salesperson", "product", "quantity", "unit_price", "discount_percent", "unit_cost",
    "tax_rate",
)  # fmt: skip


def written(path: Path, size: str, rows: int = ROWS) -> None:
    """Order rows of one month, at the products' own prices."""
    dice, customers = Random(9), SIZES[size]
    goods = [(f"P{number:05d}", dice.randint(100, 60_000)) for number in range(1, 501)]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(_HEAD)
        order = left = 0
        day, customer = "", ""
        for _ in range(rows):
            if not left:
                order, left = order + 1, dice.randint(1, 7)
                day, customer = f"2026-04-{dice.randint(1, 15):02d}", f"C-{dice.randint(1, customers):07d}"
            left -= 1
            code, price = dice.choice(goods)
            seller, cost = f"S{order % 50 + 1:02d}", f"{price * 7 // 1000:.2f}"
            table.writerow((f"X{order:07d}", day, customer, seller, code, dice.randint(1, 12), f"{price / 100:.2f}",
                            dice.choice((0, 0, 5, 10)), cost, 21))  # fmt: skip


def taken_in(places: Places, kind: str) -> Iterator[Line]:
    """The import, then the month."""
    path = places.cache / f"orders_{places.size}.csv"
    written(path, places.size)
    with places.copy(kind) as url:
        with bare(url) as driver:
            raw = _plain(driver, kind, path)
        store = open_store(url)
        wall, cpu = perf_counter(), process_time()
        source = ImportFile(path, "orders")
        done = imports.run(store, "orders", source.rows(), file_name=path.name, request=new_uid())
        wall, cpu = perf_counter() - wall, process_time() - cpu
        assert not done.refused
        with store.read() as tx:
            booked = tx.connection.exec_driver_sql(
                f"SELECT count(*) FROM contribution_entry WHERE month = {MONTH.code}"
            ).scalar()
        assert booked == ROWS
        note = f"{ROWS / wall:.0f} rows/s" + (f", {ROWS / cpu:.0f} rows/s of CPU" if kind == "sqlite" else "")
        yield Line(f"import of {ROWS:,} order rows", kind, raw, cpu if kind == "sqlite" else wall, note=note)
        yield from _month(store, kind)
        store.close()


def _plain(driver: Any, kind: str, path: Path) -> float:
    """Seconds for orders and lines of the same file as plain rows, without ledgers, rolled back."""
    rows = [row for row in ImportFile(path, "orders").rows() if isinstance(row, OrderLineRow)]
    clock = process_time if kind == "sqlite" else perf_counter
    customers = dict(driver.execute("SELECT code, id FROM customer").fetchall())
    products = dict(driver.execute("SELECT code, id FROM product").fetchall())
    start = clock()
    driver.execute("BEGIN")
    last = driver.execute("SELECT max(id) FROM sales_order").fetchone()[0]
    heads: dict[str, tuple[Any, ...]] = {}
    lines = []
    for at, row in enumerate(rows):
        head = heads.get(row.order)
        if head is None:
            head = heads[row.order] = (last + len(heads) + 1, new_uid().hex, "RAW" + row.order, customers[row.customer],
                                       row.date.isoformat(), "confirmed", 0, 0, 0)  # fmt: skip
        price = int((row.unit_price or 0) * 10_000)
        lines.append((head[0], at, products[row.product], "", int(row.quantity * 1000), price, 0, 2100))
    _stream(driver, kind, 'sales_order (id, uid, number, customer_id, "on", status, net, tax, gross)',
            list(heads.values()))  # fmt: skip
    _stream(driver, kind, "order_line (order_id, position, product_id, description, quantity, unit_price, net, "
            "tax_rate)", lines)  # fmt: skip
    seconds = clock() - start
    driver.execute("ROLLBACK")
    return seconds


def _stream(driver: Any, kind: str, target: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if kind == "sqlite":
        driver.executemany(f"INSERT INTO {target} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    with driver.cursor().copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _month(store: Store, kind: str) -> Iterator[Line]:
    clock = process_time if kind == "sqlite" else perf_counter
    start = clock()
    report = profit_month(store, MONTH)
    yield Line(f"report of a month of {ROWS:,} lines", kind, None, clock() - start)
    start = clock()
    accepted = [point.key for point in months.checklist(store, MONTH)]
    closed = months.close(store, MONTH, request=new_uid(), accept=accepted)
    yield Line(f"closing a month of {ROWS:,} lines", kind, None, clock() - start)
    assert months.paper(store, MONTH, closed.revision).entries.revenue == report.entries.revenue
