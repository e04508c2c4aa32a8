"""The model of the queue: the cell of the clock is made for the minute that is, without asking for the row again."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from app.i18n import Say
from app.queries.complaints_queue import CaseRow
from app.ui.complaints.clock import Ticking
from app.ui.complaints.columns import ClockColumn
from app.ui.context import Context
from app.ui.kit.columns import Cell, Column, Moment
from app.ui.kit.table_model import RecordTableModel


class QueueModel(RecordTableModel[CaseRow]):
    """``pass_minute`` tells the view which cells look different now, and nothing else."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.clock = Ticking(self)
        self._chips: dict[int, tuple[CaseRow, Cell]] = {}
        self._moment = Moment(self._local())

    def _local(self) -> datetime:
        return self.clock.now().astimezone(self._context.say.zone)

    def set_server(self, moment: datetime) -> None:
        """The server's moment; chips made by this computer's own time are made again."""
        self.clock.set_server(moment)
        self._turn()

    def set_columns(self, columns: Sequence[Column[CaseRow]], say: Say) -> None:
        """Other columns, or the same in another language."""
        super().set_columns(columns, say)
        self._turn()

    def _turn(self) -> None:
        self._moment = Moment(self._local())
        self._chips.clear()

    def cell(self, row: int, column: int) -> Cell | None:
        """The clock is made here; every other cell was made when its row was read."""
        made = super().cell(row, column)
        if made is None or not isinstance(self.columns[column], ClockColumn):
            return made
        return self._chip(row, column) or made

    def _chip(self, row: int, column: int) -> Cell | None:
        record = self.record_at(row)
        if record is None or record.row is None:
            return None
        known = self._chips.get(record.row.id)
        if known is None or known[0] is not record.row:
            cell = self.columns[column].cell(record.row, self._context.say, self._moment)
            known = self._chips[record.row.id] = (record.row, cell)
        return known[1]

    def pass_minute(self, first: int, last: int) -> int:
        """Another minute: of the rows from ``first`` to ``last`` that are known, the chips that changed are told.

        Returns how many did. Rows that are not shown are made when they are.
        """
        column = next((at for at, one in enumerate(self.columns) if isinstance(one, ClockColumn)), None)
        if column is None:
            return 0
        before = {row: self._chip(row, column) for row in range(first, last + 1)}
        self._turn()
        changed = [row for row, cell in before.items() if cell is not None and self._chip(row, column) != cell]
        for row in changed:
            place = self.index(row, column)
            self.dataChanged.emit(place, place)
        return len(changed)
