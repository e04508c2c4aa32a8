"""Document numbers without gaps: the counter row is locked last and gives its number with the commit."""

import re
from datetime import date

from sqlalchemy import ColumnElement, Table, select, text, update
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.refusal import N_, Mistake
from app.models import Base, NumberSeries
from app.store.session import Write

DEFAULT_PATTERNS = {
    "order": "SO-{YYYY}-{00000}",
    "quote": "Q-{YYYY}-{00000}",
    "delivery": "D-{YYYY}-{00000}",
    "invoice": "F-{YYYY}-{00000}",
    "credit_note": "CN-{YYYY}-{00000}",
    "return": "R-{YYYY}-{00000}",
    "receipt": "RC-{YYYY}-{00000}",
    "complaint": "CS-{YYYY}-{0000}",
    "customer": "C-{00000}",
    "product": "P-{0000}",
}
_PART = re.compile(r"\{(YYYY|YY|0+)\}")

_NEXT = text(
    "INSERT INTO counter (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def check_pattern(pattern: str) -> None:
    """Raises ``Mistake`` unless a pattern has exactly one run of zeros for the number."""
    runs = [part for part in _PART.findall(pattern) if part.startswith("0")]
    if len(runs) != 1 or "{" in _PART.sub("", pattern):
        raise Mistake(
            N_("‘{pattern}’ does not say where the number goes. Write for example SO-{{YYYY}}-{{00000}}."),
            pattern=pattern,
        )


def written(pattern: str, number: int, on: date) -> str:
    """A number in its pattern."""

    def replace(match: re.Match[str]) -> str:
        part = match[1]
        if part == "YYYY":
            return f"{on.year:04d}"
        return f"{on.year % 100:02d}" if part == "YY" else f"{number:0{len(part)}d}"

    return _PART.sub(replace, pattern)


def next_number(tx: Write, kind: str, on: date) -> str:
    """The next number of a series; whoever asks next waits until this transaction has ended."""
    pattern = tx.scalar(select(NumberSeries.pattern).where(NumberSeries.kind == kind)) or DEFAULT_PATTERNS[kind]
    yearly = "{YY" in pattern
    name = f"{kind}/{on.year}" if yearly else kind
    return written(pattern, int(tx.scalar(_NEXT, {"name": name})), on)


def free_number(tx: Write, column: ColumnElement[str] | InstrumentedAttribute[str], kind: str, on: date) -> str:
    """The next number that no record has yet.

    Imports and people bring numbers of their own; without looking, the counter would give such a number, fail and be
    rolled back, and every later attempt would fail at the same one.
    """
    while True:
        number = next_number(tx, kind, on)
        if tx.scalar(select(column).where(column == number)) is None:
            return number


def number_last(tx: Write, model: type[Base], record_id: int, kind: str, on: date, *, column: str = "number") -> str:
    """Give a record its number as the last thing of the transaction, so that desks wait for each other least."""
    table = model.__table__
    assert isinstance(table, Table)
    number = free_number(tx, table.c[column], kind, on)
    tx.execute(update(table).where(table.c.id == record_id).values({column: number}))
    return number
