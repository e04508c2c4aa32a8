"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite, with the columns' own conversions."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice, repeat
from typing import Any

from sqlalchemy import Date, Dialect, Table, func, select, text
from sqlalchemy.types import TypeEngine

from app.models import Base
from app.models.types import Amount, BookedMonth, Percent, Quantity, UnitPrice
from app.store.session import Read, Write

Convert = Callable[[Any], Any]

CHUNK = 5000
TOGETHER = 50
"""Rows in one statement on SQLite; their values are fewer than a statement may have."""
REMEMBERED = 20_000
WATCHED = frozenset({
    "audit", "book_month_paper", "commission_assignment", "commission_dispute", "commission_entry", "commission_month",
    "commission_plan", "commission_plan_version", "commission_statement", "complaint_cost", "complaint_outcome_cost",
    "contribution_entry", "customer_month", "customer_tier_base", "import_change", "level_month", "order_cost",
    "order_line_cost", "personal_setting", "product_cost", "setting", "staff_secret",
})  # fmt: skip
"""Tables of which the server gives each person some rows only, or none (migrations 0009 and 0011)."""
_REPEATING = (Date, BookedMonth, Amount, Percent, Quantity, UnitPrice)


@contextmanager
def without_collector() -> Iterator[None]:
    """The cyclic collector would walk a million rows again and again, which takes a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def new_ids(tx: Write, model: type[Base], count: int) -> list[int]:
    """``count`` fresh ids of a table, for rows that point to each other before they are written."""
    table = model.__table__
    assert isinstance(table, Table)
    if tx.sqlite:
        # the write lock is ours: nobody else can take these meanwhile
        last = tx.scalar(select(func.max(table.c.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = text(f"SELECT nextval('{table.name}_id_seq') FROM generate_series(1, :count)")
    return [int(row[0]) for row in tx.all(sequence, {"count": count})]


def insert_many(tx: Write, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of Python values, given in the order of ``columns`` (attribute names).

    Making a row may ask the database nothing: a server is taking in the rows before it.
    """
    table = model.__table__
    assert isinstance(table, Table)
    stamps = _stamps(tx, table, columns)
    names = ", ".join(f'"{table.c[column].name}"' for column in (*columns, *stamps))
    converted = _looking(tx, _converted(_converters(tx, table, columns), rows, list(stamps.values())))
    driver: Any = tx.connection.connection.driver_connection
    if tx.sqlite:
        marks = ", ".join("?" * (len(columns) + len(stamps)))
        for chunk in converted:
            _sqlite_rows(driver, f'INSERT INTO "{table.name}" ({names}) VALUES ', f"({marks})", chunk)
        return
    if _watched(tx, table):
        marks = ", ".join(("%s",) * len(columns))
        with driver.cursor() as cursor:
            for chunk in converted:
                cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', chunk)
        return
    _copy(driver, f'COPY "{table.name}" ({names}) FROM STDIN', converted)


def _copy(driver: Any, statement: str, converted: Iterator[list[tuple[Any, ...]]]) -> None:  # noqa: ANN401 - a driver
    """Rows to the server, which takes them in while the next ones are made, where there are many."""
    from psycopg.copy import QueuedLibpqWriter  # noqa: PLC0415 - a file's company never loads it

    first = next(converted, [])
    if not first:
        return
    with driver.cursor() as cursor:
        writer = QueuedLibpqWriter(cursor) if len(first) == CHUNK else None
        with cursor.copy(statement, writer=writer) as copy:
            for chunk in chain([first], converted):
                for row in chunk:
                    copy.write_row(row)


def _sqlite_rows(driver: Any, insert: str, marks: str, rows: list[tuple[Any, ...]]) -> None:  # noqa: ANN401 - a driver
    """Some rows per statement: where triggers may refuse, a statement first notes the pages that it changes."""
    whole = len(rows) - len(rows) % TOGETHER
    if whole:
        several = (list(chain.from_iterable(rows[at : at + TOGETHER])) for at in range(0, whole, TOGETHER))
        driver.executemany(insert + ", ".join([marks] * TOGETHER), several)
    if whole < len(rows):
        driver.executemany(insert + marks, rows[whole:])


def _watched(tx: Write, table: Table) -> bool:
    """Whether the server asks of each row who writes it: then it takes no COPY."""
    return table.name in WATCHED and bool(tx.scalar(select(func.row_security_active(table.name))))


def _stamps(tx: Write, table: Table, columns: Sequence[str]) -> dict[str, str]:
    """Moments that SQLite would compute for every row anew, asked for once; columns left to their default."""
    wanted = [name for name in ("created_at", "updated_at") if name in table.c and name not in columns]
    if not tx.sqlite or not wanted:
        return {}
    moment = str(tx.connection.exec_driver_sql("SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')").scalar())
    return dict.fromkeys(wanted, moment)


def _converted(
    steps: Sequence[Convert | None], rows: Iterable[Sequence[Any]], more: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    """Converted rows, some thousand at a time, column by column: a call per value would cost most of an import."""
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        columns = [
            values if step is None else map(step, values)
            for step, values in zip(steps, zip(*chunk, strict=True), strict=True)
        ]
        yield list(zip(*columns, *map(repeat, more)))  # noqa: B905 - the moments repeat without end


def _looking(tx: Write, chunks: Iterator[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    """Between two chunks somebody may have stopped the work."""
    for chunk in chunks:
        tx.look()
        yield chunk


class _Memory(dict[Any, Any]):
    """A conversion that remembers, since quantities, rates, days and months repeat; equal values convert alike."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - any column's value
        found = self._convert(value)
        if len(self) < REMEMBERED:
            self[value] = found
        return found


def _converters(tx: Read, table: Table, columns: Sequence[str]) -> list[Convert | None]:
    dialect = tx.connection.dialect
    found = [(table.c[column].type, converter(table.c[column].type, dialect)) for column in columns]
    return [_Memory(step).__getitem__ if step and isinstance(kind, _REPEATING) else step for kind, step in found]


def converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """From a Python value to what the driver takes for a column of this type; none where both are the same."""
    if isinstance(kind, Date) and dialect.name == "sqlite":
        return lambda day: None if day is None else day.isoformat()
    return kind.dialect_impl(dialect).bind_processor(dialect)
