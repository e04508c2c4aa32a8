"""The view of long lists: selection by id, sums in the status bar, keyboard, widths that never cut a figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.context import Context
from app.ui.kit.columns import WHOLE, Column, Kind
from app.ui.kit.delegates import BOX, PADDING, CellDelegate
from app.ui.kit.table_frame import paint_frame
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_reading import opposite, with_second
from app.ui.kit.table_sums import Sums
from app.ui.kit.table_typing import TypeAhead

MOST_KEPT = 500
"""So many selected rows are found again after the list has moved."""
SLOW_MS = 200
"""A list that takes longer shows grey rows, an old one is dimmed."""
LEAST_STRETCH = 190

_Flag = QItemSelectionModel.SelectionFlag


class RecordTable(QTableView):
    """Shows a ``RecordTableModel``.

    ``opened`` names the id of a row that was entered, ``sort_wanted`` a new sort, ``chosen`` how many rows are
    selected, ``moved`` the columns' keys in the order to which they were dragged, ``widened`` a column's new width,
    ``edit_wanted`` the row and column of F2.
    """

    opened = Signal(int)
    sort_wanted = Signal(str)
    chosen = Signal(int)
    moved = Signal(list)
    widened = Signal(str, int)
    edit_wanted = Signal(int, int)

    def __init__(self, context: Context, model: RecordTableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.records = model
        self.type_ahead = ""
        """The sort whose keys are folded names: typing then finds any row of the list, read or not."""
        self.typing = TypeAhead(self)
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self._arranging = False
        self._widest: dict[str, int] = {}
        self.cells = CellDelegate(self, context.tokens)
        self.sums = Sums(self)
        self._slow = _timer(self, SLOW_MS, self._show_waiting)
        self._settle = _timer(self, 0, self._tell_order)
        self._look()
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.opened.connect(self._answered)
        model.refused.connect(self._answered)
        model.arrived.connect(self._on_arrived)
        model.sought.connect(self.go_to)
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
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._hold_width)
        header.sectionMoved.connect(self._moved)

    # columns

    def set_columns(self, columns: Sequence[Column[Any]], widths: Mapping[str, int] | None = None) -> None:
        """Show these columns, as wide as the person wants and never narrower than their contents need."""
        self._arranging = True
        self.records.set_columns(columns, self.context.say)
        self._widest.clear()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        for at, column in enumerate(columns):
            header.moveSection(header.visualIndex(at), at)
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(at, stretch)
            if not column.stretch:
                self.setColumnWidth(at, max(self.least_width(column), (widths or {}).get(column.key, 0)))
        self._fit()
        self._measure_rows()
        self._arranging = False

    def _moved(self, *_places: int) -> None:
        """A column was dragged: where it stands is told when the mouse is done with it."""
        if not self._arranging:
            self._settle.start()

    def _tell_order(self) -> None:
        header, columns = self.horizontalHeader(), self.records.columns
        self.moved.emit([columns[header.logicalIndex(at)].key for at in range(len(columns))])

    def least_width(self, column: Column[Any]) -> int:
        """The least width of a column: its title, usual contents, and the widest figure seen so far."""
        title = self.fontMetrics().horizontalAdvance(f"{column.heading(self.context.say)} ↓") * 1.06
        contents = self.cells.least_width(column, self.context.say)
        least = max(round(title) + 2 * PADDING + 4, contents, self._widest.get(column.key, 0))
        first = self.cells.boxes and bool(self.records.columns) and column.key == self.records.columns[0].key
        return least + BOX if first else least

    def _hold_width(self, at: int, _before: int, width: int) -> None:
        column = self.records.columns[at] if at < len(self.records.columns) else None
        if column is None or column.stretch:
            return
        least = self.least_width(column)
        if width < least:
            self.setColumnWidth(at, least)
        elif not self._arranging and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.widened.emit(column.key, width)

    def _fit(self) -> None:
        """A narrow window scrolls sideways rather than squeezing the names away."""
        columns = self.records.columns
        leasts = {
            at: min(LEAST_STRETCH, self.least_width(column)) if column.sample else LEAST_STRETCH
            for at, column in enumerate(columns)
            if column.stretch
        }
        others = sum(self.columnWidth(at) for at in range(len(columns)) if at not in leasts)
        roomy = self.viewport().width() - others >= sum(leasts.values())
        header = self.horizontalHeader()
        mode = QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Interactive
        for at, least in leasts.items():
            if header.sectionResizeMode(at) != mode:
                header.setSectionResizeMode(at, mode)
            if not roomy:
                self.setColumnWidth(at, least)

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
            widest += BOX if at == 0 and self.cells.boxes and widest else 0
            if widest > self._widest.get(column.key, 0):
                self._widest[column.key] = widest
                if self.columnWidth(at) < widest:
                    self.setColumnWidth(at, widest)
        self._fit()

    def _sort(self, section: int) -> None:
        adding = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.sort_by(self.records.columns[section], adding=bool(adding))

    def sort_by(self, column: Column[Any], *, adding: bool = False) -> None:
        """Sort by a column, or turn its order round; ``adding`` keeps the sorts before it (Shift and a click)."""
        if not column.sort:
            return
        now = self.records.sorted_by
        first = f"-{column.sort}" if column.kind in (Kind.MONEY, Kind.NUMBER, Kind.DATE) else column.sort
        if adding and now:
            self.sort_wanted.emit(with_second(now, column.sort, first))
        else:
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
        self.tell_selection()

    def go_to(self, row: int) -> None:
        """Select a row and bring it into the middle."""
        index = self.records.index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows that were read so far."""
        return [one for row in self.selected_rows() if (one := self.records.id_at(row)) is not None]

    def tell_selection(self, *_changed: object) -> None:
        """Say again what the selection adds up to."""
        self.sums.tell()
        self.chosen.emit(self.selected_count())

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
        self.tell_selection()

    def _on_arrived(self) -> None:
        self._widen()
        self.sums.arrived()

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, F2 edits, Shift+Space marks a row, Ctrl+C copies; letters find."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._enter(self.currentIndex())
        elif event.keyCombination().toCombined() == _COPY:
            self.sums.copy()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit(self.currentIndex().row(), self.currentIndex().column())
        elif event.keyCombination().toCombined() == _MARK:
            self.mark(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Typing “mar” goes to Marta: through the whole list if it is sorted by name, else among the rows seen."""
        self.typing.typed(search, self.type_ahead)

    def _enter(self, index: QModelIndex) -> None:
        record_id = self.records.id_at(index.row()) if index.isValid() else None
        if record_id is not None:
            self.opened.emit(record_id)

    def mark(self, row: int) -> None:
        """Select one row more, or one less; the others stay as they are."""
        if row >= 0:
            index = self.records.index(row, max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self.selectionModel().select(index, _Flag.Toggle | _Flag.Rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on the box of a row marks it."""
        where = event.position().toPoint()
        index = self.indexAt(where)
        boxed = self.cells.boxes and index.isValid() and index.column() == 0
        inside = boxed and where.x() - self.columnViewportPosition(0) < BOX
        if inside and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.mark(index.row())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Two quick clicks on a box are two clicks on it."""
        where = event.position().toPoint()
        if self.cells.boxes and where.x() - self.columnViewportPosition(0) < BOX and self.columnAt(where.x()) == 0:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

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
        if self.records.rowCount() == 0:
            if self.cells.dimmed:
                self._paint_grey()
            return
        paint_frame(self, self.cells, self.records, event.rect())

    def _paint_grey(self) -> None:
        spans = [(self.columnViewportPosition(at), self.columnWidth(at)) for at in range(len(self.records.columns))]
        painter = QPainter(self.viewport())
        self.cells.paint_grey(painter, spans, self.viewport().height())
        painter.end()

    def set_density(self, density: str) -> None:
        """Rows as high as the person likes them: compact, standard or roomy."""
        self.cells.density = density
        self._measure_rows()

    def _measure_rows(self) -> None:
        lines = any(column.kind == Kind.TWO_LINES or column.second for column in self.records.columns)
        self.cells.two_lines = lines or not self.records.columns
        self.verticalHeader().setDefaultSectionSize(self.cells.row_height)
        self.viewport().update()

    def paint_theme(self) -> None:
        """Another theme or font."""
        self.cells.set_tokens(self.context.tokens)
        self.cells.set_font(self.font())
        self._measure_rows()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_MARK = (Qt.KeyboardModifier.ShiftModifier | Qt.Key.Key_Space).toCombined()
_COPY = (Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_C).toCombined()


def _timer(parent: QTimer | QWidget, milliseconds: int, slot: Any) -> QTimer:  # noqa: ANN401 - a bound method
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(slot)
    return made
