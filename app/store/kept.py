"""Statements whose SQL text is kept with the program, sent to a company's file straight through the driver.

SQLAlchemy makes the statements of this program, but loading it and making them takes longer than everything else that
a desk does before its first list. What is asked until then is therefore kept as text (``app.queries.kept_text``).
Values and answers go through the same conversions as those of the columns.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlite_driver

from app.domain.money import from_units
from app.domain.month import Month
from app.store import file
from app.store.location import refuse_bad_place

Convert = Callable[[Any], Any]
Rows = list[tuple[Any, ...]]

PLAIN, AMOUNT, DAY, MOMENT, MONTH, TRUTH = "", "amount", "day", "moment", "month", "truth"


class Kept(NamedTuple):
    """A statement: its text, its values in the driver's order and the columns of its answer, each with its kind.

    A value without a name is always the same and stands in the place of its kind.
    """

    text: str
    values: Sequence[tuple[str, Any]]
    answers: Sequence[str]


class KeptFile:
    """A company's file, opened for questions that are kept as text."""

    def __init__(self, path: Path) -> None:
        """Raises ``Refusal`` or the driver's error for a file that cannot be opened as ours."""
        refuse_bad_place(path)
        file.refuse_old()
        self._driver = sqlite_driver.connect(str(path), check_same_thread=False)
        try:
            file.prepare(self._driver)
        except BaseException:
            self.close()
            raise
        self._answered: dict[str, Convert] = {DAY: _day, MOMENT: _moment, TRUTH: bool}

    def settle(self, currency_places: int) -> None:
        """How many decimals the company's currency has; before anything is read that has amounts."""
        step = from_units(1, currency_places)
        self._answered[AMOUNT] = lambda units: Decimal(units) * step

    def rows(self, kept: Kept, given: Mapping[str, Any] | None = None) -> Rows:
        """The answer to a question, as Python values."""
        found: Rows = send(self._driver, kept.text, [_value(one, given or {}) for one in kept.values]).fetchall()
        steps = [(at, self._answered[kind]) for at, kind in enumerate(kept.answers) if kind]
        if not steps or not found:
            return found
        columns: list[Any] = list(zip(*found, strict=True))
        for at, step in steps:
            columns[at] = [None if value is None else step(value) for value in columns[at]]
        return list(zip(*columns, strict=True))

    def close(self) -> None:
        """Let the file go."""
        self._driver.close()


def send(driver: Any, text: str, values: Sequence[Any]) -> Any:  # noqa: ANN401 - the driver's own types
    """One statement to the driver; its cursor. Everything that is kept goes here."""
    return driver.execute(text, values)


def _value(wanted: tuple[str, Any], given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver takes it
    name, kind = wanted
    if not name:
        return kind
    return _VALUES[kind](given[name]) if kind else given[name]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _day_value(day: date) -> str:
    return day.isoformat()


def _month_value(month: Month) -> int:
    return month.code


_VALUES: Mapping[str, Convert] = {DAY: _day_value, MONTH: _month_value}
