"""What the selected rows of a table add up to, their copy for spreadsheets, and the selection for deeds on many."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.domain.refusal import N_, Mistake
from app.ui.kit.pasting import as_table
from app.ui.kit.table_reading import Record
from app.ui.kit.timers import once

if TYPE_CHECKING:
    from app.ui.kit.table import RecordTable

MOST_ADDED = 5000
"""Up to so many selected rows are added up, copied and changed; of more, only the count is said."""

Chosen = Callable[[Sequence[Record[Any]]], None]


class Sums(QObject):
    """Rows that were selected but never painted are fetched first; what was wanted of them happens then."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self._wanted: Chosen | None = None
        self._adding = once(self, 0, self._add_up)

    def tell(self, *_changed: object) -> None:
        """Say again what the selection adds up to."""
        self._adding.start()

    def arrived(self) -> None:
        """More rows are known."""
        if self._wanted is not None:
            self.when_chosen(self._wanted)
        if self._table.selectionModel().hasSelection():
            self._adding.start()

    def when_chosen(self, wanted: Chosen) -> None:
        """Call with the selected records as soon as all are read; too many are refused in words."""
        count = self._table.selected_count()
        self._wanted = None
        if count > MOST_ADDED:
            most = self._table.context.say.number(Decimal(MOST_ADDED), 0)
            text = N_("At most {most} rows can be taken at once. Select fewer, or export the list.")
            self._table.context.reporter.show(Mistake(text, most=most), near=self._table)
            return
        chosen = self._chosen() if count else []
        if chosen is None:
            self._wanted = wanted
        elif chosen:
            wanted(chosen)

    def copy(self) -> None:
        """The selected rows as a table for spreadsheets, with titles."""
        self.when_chosen(self._put)

    def _put(self, chosen: Sequence[Record[Any]]) -> None:
        table = as_table(self._table.records.columns, chosen, self._table.context.say)
        QGuiApplication.clipboard().setText(table)

    def _chosen(self) -> list[Record[Any]] | None:
        """The selected records, or ``None`` while some are being fetched."""
        records = self._table.records
        rows = self._table.selected_rows()
        found = [records.record_at(row) for row in rows]
        missing = [row for row, record in zip(rows, found, strict=True) if record is None]
        if missing:
            records.want(missing)
            return None
        return [record for record in found if record is not None]

    def _add_up(self) -> None:
        table, context = self._table, self._table.context
        if not table.isVisible():
            return
        count = table.selected_count()
        column = next((at for at, one in enumerate(table.records.columns) if one.adds_up), None)
        if not count:
            context.selected.emit("")
            return
        chosen = self._chosen() if column is not None and count <= MOST_ADDED else None
        if chosen is None or column is None:
            context.selected.emit(context.say.plural("{count} selected", "{count} selected", count))
            return
        cells = [record.cells[column] for record in chosen]
        context.selected.emit(self._words(count, [cell.amount for cell in cells if cell.amount is not None]))

    def _words(self, count: int, amounts: Sequence[Decimal]) -> str:
        say, total = self._table.context.say, sum(amounts, Decimal(0))
        average = total / len(amounts) if amounts else Decimal(0)
        return say.plural(
            "{count} selected · Sum {sum} · Average {average}",
            "{count} selected · Sum {sum} · Average {average}",
            count,
            sum=say.money_with_currency(total),
            average=say.money_with_currency(average),
        )
