"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite, with the columns' own conversions."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Date, Dialect, Table, func, select, text
from sqlalchemy.types import TypeEngine

from app.models import Base
from app.store.session import Read, Write

Convert = Callable[[Any], Any]


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
    """Insert rows of Python values, given in the order of ``columns`` (attribute names)."""
    table = model.__table__
    assert isinstance(table, Table)
    convert = _converters(tx, table, columns)
    names = ", ".join(f'"{table.c[column].name}"' for column in columns)
    converted = (
        tuple([step(value) if step else value for step, value in zip(convert, row, strict=True)]) for row in rows
    )
    driver: Any = tx.connection.connection.driver_connection
    if tx.sqlite:
        marks = ", ".join("?" * len(columns))
        driver.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', converted)
        return
    # taken whole before the copy begins: making a row may ask the same connection
    ready = list(converted)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in ready:
            copy.write_row(row)


def _converters(tx: Read, table: Table, columns: Sequence[str]) -> list[Convert | None]:
    dialect = tx.connection.dialect
    return [converter(table.c[column].type, dialect) for column in columns]


def converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """From a Python value to what the driver takes for a column of this type; none where both are the same."""
    if isinstance(kind, Date) and dialect.name == "sqlite":
        return lambda day: None if day is None else day.isoformat()
    return kind.dialect_impl(dialect).bind_processor(dialect)
