"""Document numbers without gaps: the counter row is locked last and gives its number with the commit."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Executable, Integer, String, bindparam, select, text

from app.domain.numbering import DEFAULT_PATTERNS, check_pattern, counter_name, framed, written
from app.models import NumberSeries
from app.store.prepared import Question, together
from app.store.session import Write

__all__ = ["DEFAULT_PATTERNS", "check_pattern", "free_number", "free_numbers", "next_number", "number_last",
           "number_step", "written"]  # fmt: skip

_NEXT = text(
    "INSERT INTO counter (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def next_number(tx: Write, kind: str, on: date) -> str:
    """The next number of a series; whoever asks next waits until this transaction has ended."""
    pattern = tx.scalar(select(NumberSeries.pattern).where(NumberSeries.kind == kind)) or DEFAULT_PATTERNS[kind]
    return written(pattern, int(tx.scalar(_NEXT, {"name": counter_name(kind, pattern, on)})), on)


def free_number(tx: Write, column: ColumnElement[str], kind: str, on: date) -> str:
    """The next number that no record has yet.

    Imports and people bring numbers of their own; without looking, the counter would give such a number, fail and be
    rolled back, and every later attempt would fail at the same one.
    """
    while True:
        number = next_number(tx, kind, on)
        if tx.scalar(select(column).where(column == number)) is None:
            return number


_MANY = text(
    "INSERT INTO counter (name, value) VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + :count RETURNING value"
)
_ASKED = 500


def free_numbers(tx: Write, column: ColumnElement[str], kind: str, on: date, count: int) -> list[str]:
    """So many next numbers that no record has yet; a few statements however many they are."""
    pattern = tx.scalar(select(NumberSeries.pattern).where(NumberSeries.kind == kind)) or DEFAULT_PATTERNS[kind]
    name = counter_name(kind, pattern, on)
    found: list[str] = []
    while len(found) < count:
        step = min(count - len(found), _ASKED)
        last = int(tx.scalar(_MANY, {"name": name, "count": step}))
        numbers = [written(pattern, number, on) for number in range(last - step + 1, last + 1)]
        taken = {row[0] for row in tx.all(select(column).where(column.in_(numbers)))}
        found += [number for number in numbers if number not in taken]
    return found


PATTERN = Question(select(NumberSeries.pattern).where(NumberSeries.kind == bindparam("kind")))
_COUNT = Question(_NEXT)
_UPDATE = (
    "UPDATE {table} SET {column} = {number} {source} WHERE id = :id AND NOT EXISTS "
    "(SELECT 1 FROM {table} o WHERE o.{column} = {number} {alive}) RETURNING {table}.{column}"
)
_ONE_STEP = (
    "WITH taken AS (INSERT INTO counter (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING CAST(value AS text) AS digits), "
    "given AS (SELECT :before || lpad(digits, greatest(:width, length(digits)), '0') || :after AS number FROM taken) "
)


def _number_of(table: str, column: str, alive: str) -> Callable[[bool], Executable]:
    def statement(sqlite: bool) -> Executable:
        if sqlite:
            return text(_UPDATE.format(table=table, column=column, number=":number", source="", alive=alive))
        update_ = _UPDATE.format(table=table, column=column, number="given.number", source="FROM given", alive=alive)
        kinds = {"name": String, "before": String, "after": String, "width": Integer, "id": BigInteger}
        typed: list[BindParameter[Any]] = [bindparam(name, type_=kind) for name, kind in kinds.items()]
        return text(_ONE_STEP + update_).bindparams(*typed)

    return statement


_NUMBER = {
    "number": Question(_number_of("sales_order", "number", "AND o.void IS NOT TRUE")),
    "quote_number": Question(_number_of("sales_order", "quote_number", "")),
}


def number_step(
    kind: str, pattern: str, on: date, order_id: int, *, column: str = "number"
) -> tuple[Question, Mapping[str, Any]]:
    """Number an order in one statement of the server; no answer when the number is taken already."""
    before, width, after = framed(pattern, on)
    values = {"name": counter_name(kind, pattern, on), "before": before, "width": width, "after": after, "id": order_id}
    return _NUMBER[column], values


def number_last(
    tx: Write, order_id: int, kind: str, on: date, *, pattern: str | None = None, column: str = "number"
) -> str:
    """Give an order its number as the last thing of the transaction, so that desks wait for each other least.

    A number that an order in force has already (an import or a person brought it) is passed over.
    """
    if pattern is None:
        [found] = together(tx, (PATTERN, {"kind": kind}))
        pattern = found[0][0] if found else DEFAULT_PATTERNS[kind]
    while True:
        if tx.sqlite:
            [[(value,)]] = together(tx, (_COUNT, {"name": counter_name(kind, pattern, on)}))
            [given] = together(tx, (_NUMBER[column], {"number": written(pattern, value, on), "id": order_id}))
        else:
            [given] = together(tx, number_step(kind, pattern, on, order_id, column=column))
        if given:
            return str(given[0][0])
