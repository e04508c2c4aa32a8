"""Typing into a list goes to the row that begins with it."""

from time import monotonic
from typing import TYPE_CHECKING

from app.domain.text import folded

if TYPE_CHECKING:
    from app.ui.kit.table import RecordTable

SECONDS = 1.0
"""Letters that follow each other within so long belong together."""
MOST_LOOKED_AT = 5000


class TypeAhead:
    """Collects what is typed and leads there."""

    def __init__(self, table: "RecordTable") -> None:
        self._table = table
        self._typed, self._at = "", 0.0

    @property
    def active(self) -> bool:
        """Whether letters came a moment ago: a space belongs to them then."""
        return monotonic() - self._at < SECONDS

    def typed(self, letters: str, sort: str) -> None:
        """More letters; in a list sorted by ``sort`` (folded names) any row is found, read or not."""
        now = monotonic()
        self._typed = self._typed + letters if now - self._at < SECONDS else letters
        self._at = now
        table, records = self._table, self._table.records
        if sort and records.sorted_by == sort:
            records.seek(self._typed)
            return
        wanted, count = folded(self._typed), records.rowCount()
        start = max(0, table.currentIndex().row()) + (len(self._typed) == 1)
        for row in (row % count for row in range(start, start + min(count, MOST_LOOKED_AT))) if count else ():
            record = records.record_at(row)
            if record is not None and folded(record.cells[0].text).startswith(wanted):
                table.go_to(row)
                return
