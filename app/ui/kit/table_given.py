"""The model of short lists that are read as a whole, such as a month's statements: sorted and filtered here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from app.domain.filters import Condition, Field, Filters
from app.domain.text import folded
from app.i18n import Say
from app.ui.context import Context
from app.ui.kit.columns import Column, Moment
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_places import Places
from app.ui.kit.table_reading import Record, Walked, identity
from app.ui.kit.view_tabs import View

R = TypeVar("R")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: bool(left == right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}


@dataclass(frozen=True, slots=True)
class Given(Generic[R]):
    """What a list at hand is made of.

    ``name`` is under what a person's arrangement and views are kept, ``reads`` what each word of the filter bar looks
    at (texts are found anywhere in it), ``worded`` what free words are looked for in, ``totals`` the keys of columns
    that are added up under the list.
    """

    name: str
    fields: Sequence[Field]
    reads: Mapping[str, Callable[[R], Any]]
    worded: Callable[[R], str]
    views: Sequence[View]
    names: Mapping[str, str] = field(default_factory=dict)
    totals: frozenset[str] = frozenset()

    def passes(self, row: R, filters: Filters) -> bool:
        """Whether a row is in the list under these filters."""
        words = folded(self.worded(row)) if filters.words else ""
        return all(word in words for word in filters.words) and all(
            self._holds(self.reads[one.key](row), one) for one in filters.conditions
        )

    @staticmethod
    def _holds(value: Any, one: Condition) -> bool:  # noqa: ANN401 - any value of a row
        if value is None:
            return False
        if isinstance(value, str):
            return folded(str(one.value)) in folded(value) if value else False
        return _COMPARE[one.op](value, one.value)


def sorted_rows(rows: Iterable[R], columns: Sequence[Column[R]], sort: str, say: Say) -> list[R]:
    """Rows in an order such as ``-amount,day``; unknown values last, unknown columns say nothing."""
    found = list(rows)
    by_sort = {column.sort: column for column in columns if column.sort}
    for part in reversed(sort.split(",")):
        column = by_sort.get(part.removeprefix("-"))
        if column is not None:
            backwards = part.startswith("-")
            found.sort(key=_Key(column, backwards=backwards, say=say), reverse=backwards)
    return found


class _Key:
    """What a row is sorted by under one column."""

    def __init__(self, column: Column[Any], *, backwards: bool, say: Say) -> None:
        self._column, self._backwards, self._say = column, backwards, say

    def __call__(self, row: Any) -> tuple[bool, Any]:  # noqa: ANN401 - any row
        value = self._column.value(row)
        if isinstance(value, tuple):
            value = value[0]
        if isinstance(value, str):
            status = (self._column.statuses or {}).get(value)
            value = folded(self._say.text(status.title) if status is not None else value)
        unknown = value is None or value == ""
        # unknown ones stand at the end in both directions
        return (unknown is not self._backwards, 0 if unknown else _plain(value))


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value that has an order
    return value.timestamp() if isinstance(value, datetime) else value.toordinal() if isinstance(value, date) else value


class GivenModel(RecordTableModel[R]):
    """Rows with an ``id``, all at hand: nothing is asked for later, and cells are made when they are painted."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._rows: dict[int, R] = {}
        self._sort = ""

    def give(self, rows: Sequence[R], sort: str = "") -> None:
        """Other rows, in the order in which they are given; ``sort`` only says by what they are sorted."""
        self.beginResetModel()
        self._rows = {identity(row): row for row in rows}
        self._places = Places(Walked(list(self._rows), None))
        self._records = {}
        self._sort = sort
        self.endResetModel()
        self.opened.emit()
        self.counted.emit(len(self._rows))

    def set_columns(self, columns: Sequence[Column[R]], say: Say) -> None:
        """Other columns or another language: cells are made again."""
        super().set_columns(columns, say)
        self._records = {}

    @property
    def sorted_by(self) -> str:
        """The sort of what is shown."""
        return self._sort

    @property
    def rows(self) -> list[R]:
        """What is shown, in its order."""
        return list(self._rows.values())

    def row_at(self, row: int) -> R | None:
        """The row at a position."""
        found = self.id_at(row)
        return None if found is None else self._rows.get(found)

    def record_at(self, row: int) -> Record[R] | None:
        """A row with its cells."""
        found = self.id_at(row)
        if found is None or found not in self._rows:
            return None
        if found not in self._records:
            one, moment = self._rows[found], Moment(datetime.now(self._say.zone))
            self._records[found] = Record(one, tuple(column.cell(one, self._say, moment) for column in self.columns))
        return self._records[found]

    def want(self, rows: Iterable[int]) -> None:
        """Nothing is missing."""

    def seek(self, text: str) -> None:
        """Typing looks at the rows that are there."""

    def sums(self, keys: Iterable[str]) -> dict[str, Decimal]:
        """What columns add up to, unknown values left out."""
        columns = {column.key: column for column in self.columns}
        found = {}
        for key in keys:
            if key in columns:
                known = [columns[key].value(row) for row in self._rows.values()]
                found[key] = sum((value for value in known if value is not None), Decimal(0))
        return found
