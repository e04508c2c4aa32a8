"""Statements of busy operations: compiled once, sent straight to the driver, several of them in one round trip.

Building and compiling a statement anew costs more than most answers do. Values and answers go through the columns' own
conversions, so that money is exact here too.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    Executable,
    String,
    Table,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from app.models import Base
from app.models.types import currency_places
from app.store.bulk import Convert, converter
from app.store.faults import of_databases
from app.store.session import Read

Rows = list[tuple[Any, ...]]
Answer = TypeVar("Answer")
LOOKS = 8
"""How often work with a bound is looked at before it ends."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL text; parameters in the driver's order, with their conversions; conversions of the answer's columns."""

    text: str
    values: list[tuple[str, Convert | None]]
    answers: list[tuple[int, Convert]]


class Question:
    """A statement with bind parameters by name; its rows come as tuples of the columns' Python values.

    Where databases need different words, a function makes the statement of whether this is SQLite.
    """

    def __init__(self, statement: Executable | Callable[[bool], Executable]) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def compiled(self, tx: Read) -> _Compiled:
        """The statement for this database; conversions depend on the currency's decimals."""
        dialect = tx.connection.dialect
        key = (dialect.name, currency_places(dialect))
        found = self._compiled.get(key)
        if found is None:
            statement = self._statement if isinstance(self._statement, Executable) else self._statement(tx.sqlite)
            found = self._compiled[key] = _compile(statement, dialect)
        return found


def _compile(statement: Any, dialect: Dialect) -> _Compiled:  # noqa: ANN401 - any of SQLAlchemy's statements
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    names = compiled.positiontup or list(compiled.binds)
    answers = [
        (at, step)
        for at, column in enumerate(getattr(statement, "selected_columns", ()))
        if (step := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
    ]
    return _Compiled(str(compiled), [(name, converter(compiled.binds[name].type, dialect)) for name in names], answers)


def together(
    tx: Read, *steps: "tuple[Question, Mapping[str, Any]] | tuple[Insertion, Sequence[Sequence[Any]]]"
) -> list[Rows]:
    """Carry out steps in their order, of which none needs an answer to another: on a server one round trip for all.

    A step is a question with its values, or an insertion with its rows. The answers, empty where there is none.
    """
    tx.look()
    driver: Any = tx.connection.connection.driver_connection
    pipeline: AbstractContextManager[object] = nullcontext() if tx.sqlite else driver.pipeline()
    with pipeline:
        cursors = [
            _asked(tx, driver, step, given)  # type: ignore[arg-type]
            if isinstance(step, Question)
            else _inserted(tx, driver, step, given)  # type: ignore[arg-type]
            for step, given in steps
        ]
    return [
        answered(tx, step, cursor) if isinstance(step, Question) and cursor.description else []
        for cursor, (step, _) in zip(cursors, steps, strict=True)
    ]


def ask(tx: Read, question: Question, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the driver's cursor
    """Send a question alone, inside ``planned_once``; ``answered`` fetches the answer after it."""
    tx.look()
    return _asked(tx, tx.connection.connection.driver_connection, question, given)


def answered(tx: Read, question: Question, cursor: Any) -> Rows:  # noqa: ANN401 - the driver's cursor
    """The answer to a question that was sent."""
    return _rows(cursor.fetchall(), question.compiled(tx).answers)


@contextmanager
def planned_once(tx: Read) -> Iterator[None]:
    """On a server, statements inside are planned once for all values, and sent in one message.

    For those that go the same ways through indexes whomever they are about: else the server plans anew for each call,
    which takes it longer than the answer. Answers can be fetched after the block.
    """
    if tx.sqlite:
        yield
        return
    driver: Any = tx.connection.connection.driver_connection
    with driver.pipeline():
        driver.execute("SET plan_cache_mode = force_generic_plan")
        yield
        driver.execute("RESET plan_cache_mode")


def send(driver: Any, text: str, values: Any) -> Any:  # noqa: ANN401 - the driver's own types
    """One statement straight to the driver; its cursor. Everything that goes past SQLAlchemy's execution goes here."""
    return driver.execute(text, values)


def _asked(tx: Read, driver: Any, question: Question, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - cursors
    found = question.compiled(tx)
    if tx.sqlite:
        return send(driver, found.text, [step(given[name]) if step else given[name] for name, step in found.values])
    return send(driver, found.text, {name: step(given[name]) if step else given[name] for name, step in found.values})


def within(tx: Read, steps: int, work: Callable[[], Answer]) -> Answer | None:
    """What ``work`` asks a file, or nothing when its machine would need more than so many steps for a statement."""
    driver: Any = tx.connection.connection.driver_connection
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        return looks >= LOOKS

    # a statement that was kept goes on with the count of its last time: one look alone could come with its first step
    driver.set_progress_handler(look, max(1, steps // LOOKS))
    try:
        return work()
    except of_databases():
        if looks < LOOKS:
            raise
        return None
    finally:
        driver.set_progress_handler(None, 0)


def id_list(tx: Read, ids: Iterable[int]) -> Any:  # noqa: ANN401 - text or list
    """Ids as a value for ``one_of``."""
    return json.dumps(list(ids)) if tx.sqlite else list(ids)


def one_of(column: ColumnElement[int], name: str, *, sqlite: bool) -> ColumnElement[bool]:
    """The condition that a column is one of the ids in the parameter ``name``, however many: one text for all."""
    return _among(column, bindparam(name, type_=_id_list_type(sqlite)), sqlite=sqlite)


def among(tx: Read, ids: Iterable[int], column: ColumnElement[int]) -> ColumnElement[bool]:
    """The same for ids that are known, in a statement that is made for them."""
    return _among(column, literal(id_list(tx, ids), _id_list_type(tx.sqlite)), sqlite=tx.sqlite)


def _id_list_type(sqlite: bool) -> TypeEngine[Any]:
    return String() if sqlite else ARRAY(BigInteger)


def _among(column: ColumnElement[int], ids: Any, *, sqlite: bool) -> ColumnElement[bool]:  # noqa: ANN401 - a parameter
    if sqlite:
        return column.in_(select(literal_column("value")).select_from(func.json_each(ids)))
    return column == any_(ids)


def _rows(found: Rows, answers: Sequence[tuple[int, Convert]]) -> Rows:
    if not answers or not found:
        return found
    # column by column: a step for each row costs more than the conversions
    columns: list[Iterable[Any]] = list(zip(*found, strict=True))
    for at, step in answers:
        columns[at] = map(step, columns[at])
    return list(zip(*columns, strict=True))


class Insertion:
    """Rows for a table, given as tuples in the order of ``columns`` (attribute names); one statement for all rows.

    ``conflict`` is what to do with a row that is there already, in SQL.
    """

    def __init__(self, model: type[Base], *columns: str, conflict: str = "") -> None:
        table = model.__table__
        assert isinstance(table, Table)
        self._table = table
        self._conflict = conflict
        self._columns = [table.c[name] for name in columns]
        self.names = [column.name for column in self._columns]
        self._compiled: dict[tuple[str, int], tuple[str, list[Convert | None]]] = {}

    def compiled(self, tx: Read) -> tuple[str, list[Convert | None]]:
        """SQL text and a conversion per column."""
        dialect = tx.connection.dialect
        key = (dialect.name, currency_places(dialect))
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = (
                self._text(dialect), [converter(column.type, dialect) for column in self._columns]
            )  # fmt: skip
        return found

    def _text(self, dialect: Dialect) -> str:
        names = ", ".join(f'"{column.name}"' for column in self._columns)
        if dialect.name == "sqlite":
            marks = ", ".join("?" * len(self._columns))
            return f'INSERT INTO "{self._table.name}" ({names}) VALUES ({marks}) {self._conflict}'
        # one text for any number of rows, so that the server plans it once; triggers per statement run once
        typed = ", ".join(
            f'"{column.name}" {dialect.type_compiler_instance.process(column.type.dialect_impl(dialect))}'
            for column in self._columns
        )
        return (
            f'INSERT INTO "{self._table.name}" ({names}) SELECT {names} '
            f"FROM json_to_recordset(%s::json) AS r ({typed}) {self._conflict}"
        )


def _inserted(tx: Read, driver: Any, insertion: Insertion, rows: Sequence[Sequence[Any]]) -> Any:  # noqa: ANN401
    text, steps = insertion.compiled(tx)
    converted = [[step(value) if step else value for step, value in zip(steps, row, strict=True)] for row in rows]
    if tx.sqlite:
        return driver.executemany(text, converted)
    named = [dict(zip(insertion.names, row, strict=True)) for row in converted]
    return driver.execute(text, (json.dumps(named, default=str),))
