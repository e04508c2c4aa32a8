"""The model of long lists: it knows ids, fetches the rows that are painted, and ignores answers that come too late."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.i18n import Say
from app.ui.context import Context
from app.ui.kit import table_reading
from app.ui.kit.columns import CENTRED, RIGHT, Cell, Column
from app.ui.kit.table_places import End, Places
from app.ui.kit.table_reading import Opened, Question, Record, Sought, Tagged, Walked
from app.ui.tasks import Unhurried

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

MARGIN = 60
"""Rows that are fetched beyond those painted, on each side."""
MOST_FETCHED = 400
"""Rows of one answer."""
KEPT = 8000
"""Records that are remembered; the oldest go first."""
DEEPEST = 5000
"""A refresh reads the ids down to where the person stands, but not further."""

_NOWHERE = QModelIndex()
_GREY = Cell()


class RecordTableModel(QAbstractTableModel, Generic[R]):
    """Rows of a ``Listed`` by position. ``ask`` begins anew, ``refresh`` keeps what is shown until the answer is here.

    Signals: ``opened`` (a first page is shown), ``counted`` (rows in all), ``arrived`` (more rows are known),
    ``refused`` (the error of a question that still matters), ``sought`` (the row that typing led to).
    """

    opened = Signal()
    counted = Signal(int)
    arrived = Signal()
    refused = Signal(object)
    sought = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._epoch = 0
        self._question: Question[R] | None = None
        self._asked_for: Question[R] | None = None
        self._answer: Opened[R] | None = None
        self._columns: Sequence[Column[R]] = ()
        self._say: Say = context.say
        self._places = Places()
        self._walking = False
        self._counting = Unhurried()
        self._records: dict[int, Record[R]] = {}
        self._under_way: set[int] = set()
        self._wanted: set[int] = set()
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(0)
        self._gather.timeout.connect(self._fetch_wanted)
        self.waiting = False
        """Whether the answer to the last question is still to come."""

    # what it shows

    def set_columns(self, columns: Sequence[Column[R]], say: Say) -> None:
        """The columns, before the first question, when the language changes, and when the person arranges them."""
        keys, before = [column.key for column in columns], [column.key for column in self._columns]
        if keys == before:
            self._columns, self._say = columns, say
            if columns:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
            return
        self.beginResetModel()
        self._columns, self._say = columns, say
        self._rearrange([before.index(key) if key in before else -1 for key in keys])
        self.endResetModel()

    def _rearrange(self, places: Sequence[int]) -> None:
        """Cells follow their columns; where one was not made so far, rows are read again. Answers under way are old."""
        self._epoch += 1
        self._walking = False
        self._under_way.clear()
        if self._question is not None:
            self._question = replace(self._question, columns=self._columns)
        if -1 in places:
            self._records = {}
            return
        self._records = {
            one: Record(record.row, tuple(record.cells[at] for at in places)) for one, record in self._records.items()
        }

    @property
    def columns(self) -> Sequence[Column[R]]:
        """The columns that are shown."""
        return self._columns

    @property
    def sorted_by(self) -> str:
        """The sort of what is shown, with a minus for descending."""
        question = self._asked_for or self._question
        return question.sorted_by if question else ""

    @property
    def filtered(self) -> bool:
        """Whether a filter was typed."""
        return bool(self._question and self._question.text.strip())

    def ask(self, question: Question[R]) -> None:
        """Begin anew; what is shown stays until the answer is here, also when it is a refusal."""
        self._asked_for = question
        self._start(partial(table_reading.opened, question=question), self._accept_opened)

    def refresh(self, question: Question[R], depth: int) -> None:
        """Ask the same again, down to row ``depth``; if no row has moved, nothing jumps."""
        self._asked_for = question
        work = partial(table_reading.opened, question=question, depth=min(depth, DEEPEST), counted=True)
        self._start(work, self._accept_refreshed)

    def _start(self, work: Any, done: Any) -> None:  # noqa: ANN401 - a question and who takes its answer
        self._epoch += 1
        self.waiting = True
        self._counting.stop()
        self._walking = False
        self._under_way.clear()
        self._read(work, done)

    def _read(self, work: Any, done: Any, watch: Unhurried | None = None) -> None:  # noqa: ANN401
        self._context.runner.read(self, partial(table_reading.tagged, epoch=self._epoch, work=work), done, watch=watch)

    def _current(self, tagged: Tagged[Any]) -> bool:
        """Whether an answer belongs to the question that is open; errors are told."""
        if tagged.epoch != self._epoch:
            return False
        if tagged.error is not None:
            self.waiting = self._walking = False
            self._under_way.clear()
            self._asked_for = None
            self.refused.emit(tagged.error)
            return False
        return True

    def _accept_opened(self, tagged: Tagged[Opened[R]]) -> None:
        if self._current(tagged) and tagged.answer is not None:
            self._show(tagged.answer)

    def _accept_refreshed(self, tagged: Tagged[Opened[R]]) -> None:
        if not self._current(tagged) or tagged.answer is None:
            return
        answer, ids = tagged.answer, tagged.answer.walked.ids
        if answer.total != self._places.total or not ids or not self._places.begins_with(ids):
            self._show(answer)
            return
        self._take(answer)
        self._changed(0, self._places.total - 1)
        self._told()

    def _show(self, answer: Opened[R]) -> None:
        self.beginResetModel()
        self._take(answer)
        self.endResetModel()
        self._told()
        if answer.total is None and self._question is not None:
            self._counting = Unhurried()
            work = partial(table_reading.count, question=self._question, filters=answer.filters)
            self._read(work, self._accept_total, self._counting)

    def _take(self, answer: Opened[R]) -> None:
        self._question, self._asked_for, self._answer = self._asked_for or self._question, None, answer
        self._places = Places(answer.walked, answer.total or 0)
        self._records = dict(answer.records)
        self.waiting = False

    def _told(self) -> None:
        self.opened.emit()
        if self._places.whole or (self._answer is not None and self._answer.total is not None):
            self.counted.emit(self._places.total)

    def _accept_total(self, tagged: Tagged[int]) -> None:
        if self._current(tagged) and tagged.answer is not None:
            if not self._places.whole:
                self._set_total(max(tagged.answer, len(self._places.ids[End.HEAD])))
            self.counted.emit(self._places.total)

    def _set_total(self, total: int) -> None:
        before = self._places.total
        if total > before:
            self.beginInsertRows(_NOWHERE, before, total - 1)
            self._places.total = total
            self.endInsertRows()
        elif total < before:
            self.beginRemoveRows(_NOWHERE, total, before - 1)
            self._places.total = total
            self.endRemoveRows()

    # ids by position and back

    def id_at(self, row: int) -> int | None:
        """The id at a position, if it was read already."""
        return self._places.id_at(row)

    def row_of(self, record_id: int) -> int | None:
        """The position of an id, if it was read already."""
        return self._places.row_of(record_id)

    def record_at(self, row: int) -> Record[R] | None:
        """What is known of a row, without asking for it."""
        record_id = self.id_at(row)
        return None if record_id is None else self._records.get(record_id)

    def forget(self, ids: Iterable[int]) -> None:
        """These records changed, but not their places: they are read again when they are painted."""
        for one in ids:
            if self._records.pop(one, None) is not None and (row := self.row_of(one)) is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def want(self, rows: Iterable[int]) -> None:
        """Fetch rows that are not painted, for sums and copies."""
        self._wanted.update(rows)
        if not self._gather.isActive():
            self._gather.start()

    def seek(self, text: str) -> None:
        """Find the first row at or after ``text``; needs a list sorted by folded names, ascending."""
        if self._question is None or self._answer is None:
            return
        work = partial(
            table_reading.sought, question=self._question, filters=self._answer.filters,
            known=array("q", self._places.ids[End.HEAD]), after=self._places.next[End.HEAD], text=text,
        )  # fmt: skip
        self._walking = True
        self._read(work, self._accept_sought)

    def _accept_sought(self, tagged: Tagged[Sought]) -> None:
        if not self._current(tagged) or tagged.answer is None:
            return
        self._walking = False
        if tagged.answer.walked is not None:
            self._extend(End.HEAD, tagged.answer.walked)
        row = self.row_of(tagged.answer.id) if tagged.answer.id is not None else None
        if row is not None:
            self.sought.emit(row)

    # fetching

    def _fetch_wanted(self) -> None:
        wanted, self._wanted = self._wanted, set()
        wanted = {row for row in wanted if row < self._places.total}
        if not wanted or self._question is None:
            return
        unknown = [row for row in wanted if self.id_at(row) is None]
        if unknown:
            self._walk_to(min(unknown), max(unknown))
        known = sorted(wanted.difference(unknown))
        if known:
            low, high = max(0, known[0] - MARGIN), min(self._places.total, known[-1] + MARGIN + 1)
            near = range(low, high) if high - low <= MOST_FETCHED else known
            self._fetch([one for row in near if (one := self.id_at(row)) is not None])

    def _fetch(self, ids: Sequence[int]) -> None:
        missing = [one for one in ids if one not in self._records and one not in self._under_way]
        for start in range(0, len(missing), MOST_FETCHED):
            part = missing[start : start + MOST_FETCHED]
            self._under_way.update(part)
            self._read(partial(_rows, self._question, part), self._accept_rows)

    def _accept_rows(self, tagged: Tagged[tuple[Sequence[int], dict[int, Record[R]]]]) -> None:
        if not self._current(tagged) or tagged.answer is None:
            return
        asked, records = tagged.answer
        self._under_way.difference_update(asked)
        # a row that has vanished stays grey, and is not asked for again
        self._records.update({one: records.get(one) or self._vanished() for one in asked})
        for old in list(self._records)[: max(0, len(self._records) - KEPT)]:
            del self._records[old]
        places = [row for one in (asked[0], asked[-1]) if (row := self.row_of(one)) is not None]
        if places:
            self._changed(min(places), max(places))
        self.arrived.emit()

    def _vanished(self) -> Record[Any]:
        return Record(None, (_GREY,) * len(self._columns))

    def _walk_to(self, low: int, high: int) -> None:
        """Read ids from the nearer end towards rows; the walk comes in slices, one at a time."""
        if self._walking or self._question is None or self._answer is None:
            return
        way = self._places.way_to(low, high)
        if way is None:
            return
        end, count = way
        work = partial(
            table_reading.walked, question=self._question, filters=self._answer.filters, after=self._places.next[end],
            count=count + MARGIN,
            sort=self._question.sorted_by if end == End.HEAD else self._question.backwards,
        )  # fmt: skip
        self._walking = True
        self._read(partial(_from, end, work), self._accept_walked)

    def _accept_walked(self, tagged: Tagged[tuple[End, Walked]]) -> None:
        if self._current(tagged) and tagged.answer is not None:
            self._walking = False
            self._extend(*tagged.answer)
            self.arrived.emit()

    def _extend(self, end: End, found: Walked) -> None:
        self._set_total(self._places.extend(end, found))
        if found.ids:
            self._changed(*self._places.rows_of_last(end, len(found.ids)))

    def _changed(self, first: int, last: int) -> None:
        first, last = max(0, first), min(last, self._places.total - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # Qt's questions: look-ups that cannot fail

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Rows of the list, read or not."""
        return 0 if parent.isValid() else self._places.total

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def cells(self, row: int) -> Sequence[Cell] | None:
        """The cells of a row to paint; ``None`` is a grey one, and it is asked for."""
        record = self.record_at(row)
        if record is None:
            self.want((row,))
            return None
        # columns may have been arranged since it was read
        return record.cells if len(record.cells) == len(self._columns) else None

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell to paint; ``None`` is a grey one, and it is asked for."""
        found = self.cells(row)
        return found[column] if found is not None and column < len(found) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Text, tooltip, sentence and alignment of a cell."""
        if not index.isValid() or index.row() >= self._places.total or index.column() >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[index.column()])
        if role not in _SHOWN:
            return None
        cell = self.cell(index.row(), index.column())
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return (cell.tip if role == Qt.ItemDataRole.ToolTipRole else cell.sentence) or None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Titles; the sorted column carries an arrow."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        title = column.heading(self._say)
        parts = self.sorted_by.split(",")
        for at, part in enumerate(parts, 1):
            if column.sort and part.removeprefix("-") == column.sort:
                arrow = "↓" if part.startswith("-") else "↑"
                return f"{title} {arrow}{at}" if len(parts) > 1 else f"{title} {arrow}"
        return title


_SHOWN = frozenset(
    {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
)  # fmt: skip


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft
    if column.kind in RIGHT:
        side = Qt.AlignmentFlag.AlignRight
    elif column.kind in CENTRED:
        side = Qt.AlignmentFlag.AlignHCenter
    return side | Qt.AlignmentFlag.AlignVCenter


def _rows(question: Any, ids: Sequence[int], store: Any) -> tuple[Sequence[int], dict[int, Record[Any]]]:  # noqa: ANN401
    return ids, table_reading.rows(store, question=question, ids=ids)


def _from(end: End, work: Any, store: Any) -> tuple[End, Walked]:  # noqa: ANN401
    return end, work(store)
