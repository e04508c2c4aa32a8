"""The view of long lists: selection by id, sums in the status bar, keyboard, widths that never cut a figure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from time import monotonic
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.refusal import N_, Mistake
from app.domain.text import folded
from app.ui.context import Context
from app.ui.kit.columns import WHOLE, Column, Kind
from app.ui.kit.delegates import PADDING, CellDelegate
from app.ui.kit.pasting import as_table
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_reading import Record, opposite

MOST_ADDED = 5000
"""Up to so many selected rows are added up and copied; of more, only the count is said."""
MOST_KEPT = 500
"""So many selected rows are found again after the list has moved."""
SLOW_MS = 200
"""A list that takes longer shows grey rows, an old one is dimmed."""
TYPING_SECONDS = 1.0
LEAST_STRETCH = 190

_Flag = QItemSelectionModel.SelectionFlag


class RecordTable(QTableView):
    """Shows a ``RecordTableModel``. ``opened`` names the id of a row that was entered, ``sort_wanted`` a new sort."""

    opened = Signal(int)
    sort_wanted = Signal(str)

    def __init__(self, context: Context, model: RecordTableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.records = model
        self.type_ahead = ""
        """The sort whose keys are folded names: typing then finds any row of the list, read or not."""
        self._typed, self._typed_at = "", 0.0
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self._copying = False
        self._widest: dict[str, int] = {}
        self.cells = CellDelegate(self, context.tokens)
        self._adding = _timer(self, 0, self._add_up)
        self._slow = _timer(self, SLOW_MS, self._show_waiting)
        self._look()
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.opened.connect(self._answered)
        model.refused.connect(self._answered)
        model.arrived.connect(self._on_arrived)
        model.sought.connect(self._go_to)
        self.selectionModel().selectionChanged.connect(self.tell_selection)

    def _look(self) -> None:
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.doubleClicked.connect(self._enter)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.cells.row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._hold_width)

    # columns

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show these columns, as wide as their contents need; again after a change of language or font."""
        self.records.set_columns(columns, self.context.say)
        self._widest.clear()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        for at, column in enumerate(columns):
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(at, stretch)
            if not column.stretch:
                self.setColumnWidth(at, self.least_width(column))
        self._fit()

    def least_width(self, column: Column[Any]) -> int:
        """The least width of a column: its title, usual contents, and the widest figure seen so far."""
        title = self.fontMetrics().horizontalAdvance(f"{column.heading(self.context.say)} ↓") * 1.06
        contents = self.cells.least_width(column, self.context.say)
        return max(round(title) + 2 * PADDING + 4, contents, self._widest.get(column.key, 0))

    def _hold_width(self, at: int, _before: int, width: int) -> None:
        column = self.records.columns[at] if at < len(self.records.columns) else None
        if column is None or column.stretch:
            return
        least = self.least_width(column)
        if width < least:
            self.setColumnWidth(at, least)

    def _fit(self) -> None:
        """A narrow window scrolls sideways rather than squeezing the names away."""
        columns = self.records.columns
        stretching = [at for at, column in enumerate(columns) if column.stretch]
        if not stretching:
            return
        others = sum(self.columnWidth(at) for at in range(len(columns)) if at not in stretching)
        room = self.viewport().width() - others
        header = self.horizontalHeader()
        mode = QHeaderView.ResizeMode.Stretch
        if room < LEAST_STRETCH * len(stretching):
            mode = QHeaderView.ResizeMode.Interactive
        for at in stretching:
            if header.sectionResizeMode(at) != mode:
                header.setSectionResizeMode(at, mode)
            if mode == QHeaderView.ResizeMode.Interactive:
                self.setColumnWidth(at, LEAST_STRETCH)

    def _widen(self) -> None:
        """A figure wider than any before makes its column wider: it is never cut."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = self.records.rowCount() - 1 if last < 0 else last
        known = [record for row in range(max(0, first), last + 1) if (record := self.records.record_at(row))]
        for at, column in enumerate(self.records.columns):
            if column.kind not in WHOLE:
                continue
            texts = {text for record in known for cell in (record.cells[at],) for text in (cell.text, cell.second)}
            widest = max([self.cells.width_of(column, text) for text in texts if text], default=0)
            if widest > self._widest.get(column.key, 0):
                self._widest[column.key] = widest
                if self.columnWidth(at) < widest:
                    self.setColumnWidth(at, widest)
        self._fit()

    def _sort(self, section: int) -> None:
        column = self.records.columns[section]
        if not column.sort:
            return
        now = self.records.sorted_by
        first = f"-{column.sort}" if column.kind in (Kind.MONEY, Kind.NUMBER, Kind.DATE) else column.sort
        self.sort_wanted.emit(opposite(now) if now.removeprefix("-") == column.sort else first)

    # selection by id

    def selected_rows(self) -> list[int]:
        """Positions of the selected rows, in order."""
        return sorted({row for part in self._parts() for row in range(part.top(), part.bottom() + 1)})

    def selected_count(self) -> int:
        """How many rows are selected; costs nothing, however many they are."""
        return sum(part.height() for part in self._parts())

    def _parts(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(at) for at in range(chosen.count())]

    def depth(self) -> int:
        """How far down the person looks or has selected."""
        seen = self.rowAt(self.viewport().height() - 1)
        chosen = [part.bottom() for part in self._parts()]
        return max([self.records.rowCount() - 1 if seen < 0 else seen, self.currentIndex().row(), *chosen]) + 1

    def current_id(self) -> int | None:
        """The id of the current row."""
        index = self.currentIndex()
        return self.records.id_at(index.row()) if index.isValid() else None

    def _keep(self) -> None:
        rows = self.selected_rows() if self.selected_count() <= MOST_KEPT else []
        ids = [one for row in rows if (one := self.records.id_at(row)) is not None]
        self._kept = (ids, self.current_id(), self.verticalScrollBar().value())

    def _restore(self) -> None:
        ids, current, scroll = self._kept
        self.updateGeometries()
        self.verticalScrollBar().setValue(scroll)
        chosen = QItemSelection()
        last = max(0, len(self.records.columns) - 1)
        for row in (row for one in ids if (row := self.records.row_of(one)) is not None):
            chosen.select(self.records.index(row, 0), self.records.index(row, last))
        at = self.records.row_of(current) if current is not None else None
        if at is not None:
            self.selectionModel().setCurrentIndex(self.records.index(at, 0), _Flag.NoUpdate)
        self.selectionModel().select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        self._adding.start()

    def _go_to(self, row: int) -> None:
        index = self.records.index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # sums and copies

    def tell_selection(self, *_changed: object) -> None:
        """Say again what the selection adds up to."""
        self._adding.start()

    def _chosen(self) -> list[Record[Any]] | None:
        """The selected records, or ``None`` while some are being fetched."""
        rows = self.selected_rows()
        found = [self.records.record_at(row) for row in rows]
        missing = [row for row, record in zip(rows, found, strict=True) if record is None]
        if missing:
            self.records.want(missing)
            return None
        return [record for record in found if record is not None]

    def _add_up(self) -> None:
        if not self.isVisible():
            return
        count = self.selected_count()
        column = next((at for at, one in enumerate(self.records.columns) if one.adds_up), None)
        if not count:
            self.context.selected.emit("")
            return
        chosen = self._chosen() if column is not None and count <= MOST_ADDED else None
        if chosen is None or column is None:
            self.context.selected.emit(self.context.say.plural("{count} selected", "{count} selected", count))
            return
        amounts = [cell.amount for cell in _column_of(chosen, column) if cell.amount is not None]
        self.context.selected.emit(self._sums(count, amounts))

    def _sums(self, count: int, amounts: Sequence[Decimal]) -> str:
        say, total = self.context.say, sum(amounts, Decimal(0))
        average = total / len(amounts) if amounts else Decimal(0)
        return say.plural(
            "{count} selected · Sum {sum} · Average {average}",
            "{count} selected · Sum {sum} · Average {average}",
            count,
            sum=say.money_with_currency(total),
            average=say.money_with_currency(average),
        )

    def copy(self) -> None:
        """The selected rows as a table for spreadsheets, with titles; rows not yet read are fetched first."""
        count = self.selected_count()
        if not count:
            return
        if count > MOST_ADDED:
            most = self.context.say.number(Decimal(MOST_ADDED), 0)
            refusal = Mistake(N_("At most {most} rows can be copied. Select fewer, or export the list."), most=most)
            self.context.reporter.show(refusal, near=self)
            return
        chosen = self._chosen()
        self._copying = chosen is None
        if chosen is not None:
            QGuiApplication.clipboard().setText(as_table(self.records.columns, chosen, self.context.say))

    # answers

    def wait(self) -> None:
        """A question was asked: if the answer takes long, show that something happens."""
        self._slow.start()

    def _show_waiting(self) -> None:
        self.cells.dimmed = self.records.waiting
        self.viewport().update()

    def _answered(self, _error: object = None) -> None:
        self._slow.stop()
        self.cells.dimmed = False
        self.viewport().update()
        self._widen()
        self._adding.start()

    def _on_arrived(self) -> None:
        self._widen()
        if self._copying:
            self.copy()
        if self.selectionModel().hasSelection():
            self._adding.start()

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Ctrl+C copies; letters find."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._enter(self.currentIndex())
        elif event.keyCombination().toCombined() == _COPY:
            self.copy()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Typing “mar” goes to Marta: through the whole list if it is sorted by name, else among the rows seen."""
        now = monotonic()
        self._typed = self._typed + search if now - self._typed_at < TYPING_SECONDS else search
        self._typed_at = now
        if self.type_ahead and self.records.sorted_by == self.type_ahead:
            self.records.seek(self._typed)
            return
        wanted, count = folded(self._typed), self.records.rowCount()
        start = max(0, self.currentIndex().row()) + (len(self._typed) == 1)
        for row in (row % count for row in range(start, start + min(count, MOST_ADDED))) if count else ():
            record = self.records.record_at(row)
            if record is not None and folded(record.cells[0].text).startswith(wanted):
                self._go_to(row)
                return

    def _enter(self, index: QModelIndex) -> None:
        record_id = self.records.id_at(index.row()) if index.isValid() else None
        if record_id is not None:
            self.opened.emit(record_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The row under the mouse is tinted."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """No row is under the mouse."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row == self.cells.hovered:
            return
        for one in (self.cells.hovered, row):
            if one >= 0:
                top = self.rowViewportPosition(one)
                self.viewport().update(QRect(0, top, self.viewport().width(), self.rowHeight(one)))
        self.cells.hovered = row

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Names take the room that is left."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Rows, or grey ones while the first answer is on its way."""
        super().paintEvent(event)
        if self.records.rowCount() == 0 and self.cells.dimmed:
            self._paint_grey()

    def _paint_grey(self) -> None:
        painter, height = QPainter(self.viewport()), self.cells.row_height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.context.tokens.color("neutral_bg"))
        for row in range(self.viewport().height() // height):
            for at in range(len(self.records.columns)):
                left, width = self.columnViewportPosition(at) + PADDING, self.columnWidth(at) - 2 * PADDING
                painter.drawRoundedRect(QRectF(left, row * height + height / 2 - 5, width * 0.6, 10), 4, 4)
        painter.end()

    def paint_theme(self) -> None:
        """Another theme or font."""
        self.cells.set_tokens(self.context.tokens)
        self.cells.set_font(self.font())
        self.verticalHeader().setDefaultSectionSize(self.cells.row_height)
        self.viewport().update()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_COPY = (Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_C).toCombined()


def _timer(parent: QTimer | QWidget, milliseconds: int, slot: Any) -> QTimer:  # noqa: ANN401 - a bound method
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(slot)
    return made


def _column_of(records: Iterable[Record[Any]], column: int) -> list[Any]:
    return [record.cells[column] for record in records]
