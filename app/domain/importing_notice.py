"""What a file says besides its rows: notices for the reader, and rows that could not be taken apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.parsing import shown
from app.domain.refusal import Mistake

KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that refuses nothing; ``row`` 0 means the whole file."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


class Notices(list[Notice]):
    """Notices of one file: the first thousand are kept, all are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    def say(self, message: str, /, *, row: int = 0, column: str = "", **values: object) -> None:
        """Add one; ``message`` is marked for translation where it is written."""
        self.total += 1
        if len(self) < KEPT:
            self.append(Notice(message, {"row": row, "column": column, **values}, row, column))


class RowRefusal(Mistake):
    """One row cannot be read: where, what stands there, why not, and what would be right.

    ``row`` is the row's number in the file, ``column`` the column's name as in the file (empty: the whole row),
    ``value`` the text that stands there, shortened; ``message`` is the reason and ``hint`` what would be right.
    """

    def __init__(self, row: int, column: str, value: str, reason: str, right: str = "", **values: object) -> None:
        super().__init__(reason, hint=right, field=column or None, **dict[str, Any](values))
        self.row = row
        self.column = column
        self.value = shown(value)
        self.key = ""
        """What stands in the row's key column, so that the other rows of the same thing are known."""

    @property
    def reason(self) -> str:
        """Why, as an English template to be filled from ``values``."""
        return self.message

    @property
    def right(self) -> str:
        """What would be right, as an English template to be filled from ``values``."""
        return self.hint


class UnreadableRow(list[str]):
    """The cells of a row that could not be taken apart, with the reason; reading it raises its refusal."""

    def __init__(self, cells: Iterable[str], reason: str, right: str = "", column: str = "", **values: object) -> None:
        super().__init__(cells)
        self.reason = reason
        self.right = right
        self.column = column
        self.values = values

    def refusal(self, row: int) -> RowRefusal:
        """The refusal of this row."""
        value = str(self.values.get("text", ""))
        return RowRefusal(row, self.column, value, self.reason, self.right, **self.values)
