"""Tables of the profit screen: everything is at hand, rows are sorted here, the total stays in sight."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.domain.text import folded
from app.i18n import MINUS
from app.ui.context import Context
from app.ui.profit.cells import CENTRED, LEFT, FigureColumn, Look, Setting, Shown
from app.ui.profit.painting import FigurePainter

Index = QModelIndex | QPersistentModelIndex
ROW = 38
TOTAL = 38
MOST_TYPED = 40
LEAST_NAME = 170
"""Logical pixels of a column of names."""


class FigureModel(QAbstractTableModel):
    """Rows of any kind and the columns that show them; cells are made when they are first painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: Sequence[FigureColumn[Any]] = ()
        self.rows: Sequence[Any] = ()
        self.setting: Setting | None = None
        self._cells: dict[tuple[int, int], Shown] = {}
        self._trends: dict[int, tuple[float | None, ...]] = {}

    def show(self, columns: Sequence[FigureColumn[Any]], rows: Sequence[Any], setting: Setting) -> None:
        """Other rows, columns or words."""
        self.beginResetModel()
        self.columns, self.rows, self.setting = columns, rows, setting
        self._cells.clear()
        self._trends.clear()
        self.endResetModel()

    def add_trends(self, found: dict[int, tuple[float | None, ...]]) -> None:
        """Small lines that arrived for rows."""
        self._trends |= found
        self._cells = {place: cell for place, cell in self._cells.items() if place[0] not in found}
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def has_trend(self, row: int) -> bool:
        """Whether the small line of a row is there."""
        return row in self._trends

    def cell(self, row: int, column: int) -> Shown:
        """What one cell shows."""
        found = self._cells.get((row, column))
        if found is None:
            assert self.setting is not None
            found = self.columns[column].cell(self.rows[row], self.setting)
            if self.columns[column].look is Look.TREND and row in self._trends:
                found = replace(found, line=self._trends[row])
            self._cells[row, column] = found
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """All rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """All columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Text, tooltip, sentence, alignment."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.columns[index.column()])
        if role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
        ):  # fmt: skip
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        return (cell.tip or cell.second if role == Qt.ItemDataRole.ToolTipRole else cell.sentence) or None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Titles; their definition as a tooltip."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        return column.why or None if role == Qt.ItemDataRole.ToolTipRole else None


def alignment(column: FigureColumn[Any]) -> Qt.AlignmentFlag:
    """Text left, figures right, tiers in the middle."""
    side = Qt.AlignmentFlag.AlignRight
    if column.look in LEFT:
        side = Qt.AlignmentFlag.AlignLeft
    elif column.look in CENTRED:
        side = Qt.AlignmentFlag.AlignHCenter
    return side | Qt.AlignmentFlag.AlignVCenter


class TotalRow(QWidget):
    """The sum below the table: always in sight, in the table's columns."""

    def __init__(self, table: "FigureTable") -> None:
        super().__init__(table)
        self._table = table
        self.cells: Sequence[Shown] = ()
        self.setAccessibleName(" ")

    def show_cells(self, cells: Sequence[Shown]) -> None:
        """Another total; none hides the row."""
        self.cells = cells
        self.setVisible(bool(cells))
        self.setAccessibleName("; ".join(cell.sentence for cell in cells if cell.sentence) or " ")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Each cell under its column."""
        painter = QPainter(self)
        tokens = self._table.context.tokens
        painter.fillRect(self.rect(), tokens.color("subtle"))
        painter.fillRect(QRect(0, 0, self.width(), 2), tokens.color("line_strong"))
        header = self._table.horizontalHeader()
        for at, (column, cell) in enumerate(zip(self._table.figures.columns, self.cells, strict=False)):
            if header.isSectionHidden(at):
                continue
            rect = QRectF(header.sectionViewportPosition(at), 1, header.sectionSize(at), self.height() - 1)
            self._table.painter_of_cells.paint_cell(painter, rect, column, replace(cell, line=()), strong=True)
        painter.end()


class FigureTable(QTableView):
    """``opened`` names the row that was entered; keys that belong to the screen are left to it."""

    opened = Signal(int)
    up = Signal()
    along = Signal(int)
    seen = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.figures = FigureModel(self)
        self.painter_of_cells = FigurePainter(self, context)
        self.total = TotalRow(self)
        self.total.hide()
        self.leads_along = False
        """Whether Right opens the months of a row instead of moving the cursor."""
        self._sorted: tuple[int, bool] | None = None
        self._make_total: Callable[[Setting], Sequence[Shown]] | None = None
        self.setProperty("kind", "inset")
        self.setItemDelegate(self.painter_of_cells)
        self.setModel(self.figures)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self.sort_by)
        header.sectionResized.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.doubleClicked.connect(self._enter)
        self.selectionModel().selectionChanged.connect(self.tell_selection)

    # what is shown
    def show_figures(
        self,
        columns: Sequence[FigureColumn[Any]],
        rows: Sequence[Any],
        setting: Setting,
        total: Callable[[Setting], Sequence[Shown]] | None = None,
    ) -> None:
        """Other figures; the first row is current."""
        self._sorted = None
        self.horizontalHeader().setSortIndicatorShown(False)
        self._make_total = total
        self.figures.show(columns, rows, setting)
        self.total.show_cells(total(setting) if total is not None and rows else ())
        self._size_columns()
        self._place_total()
        if rows:
            self.setCurrentIndex(self.figures.index(0, 0))
        self.seen.emit()

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        setting = self.figures.setting
        if setting is None:
            return
        for at, column in enumerate(self.figures.columns):
            # a place that was hidden for the columns of another view
            self.setColumnHidden(at, False)
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(at, stretch)
            if not column.stretch:
                title = round(header.fontMetrics().horizontalAdvance(column.title) * 1.08) + 24
                widest = [self.figures.cell(row, at).text for row in range(min(len(self.figures.rows), 60))]
                widest += [cell.text for cell in self.total.cells[at : at + 1]]
                longest = max([*widest, column.sample], key=len, default="")
                self.setColumnWidth(at, max(title, self.painter_of_cells.width(column, longest)))
        header.setMinimumSectionSize(44)
        self._fit()

    def _fit(self) -> None:
        """Names need room: where it is short the small lines go first, then the table scrolls sideways."""
        columns, header = self.figures.columns, self.horizontalHeader()
        names = [at for at, column in enumerate(columns) if column.stretch]
        lines = [at for at, column in enumerate(columns) if column.look is Look.TREND]
        fixed = sum(self.columnWidth(at) for at in range(len(columns)) if at not in (*names, *lines))
        room = self.viewport().width() - fixed - LEAST_NAME * len(names)
        for at in lines:
            column = columns[at]
            title = round(header.fontMetrics().horizontalAdvance(column.title) * 1.08) + 24
            needs = max(title, self.painter_of_cells.width(column, column.sample))
            self.setColumnHidden(at, room < needs)
            room -= 0 if room < needs else needs
        tight = room < 0
        for at in names:
            wanted = QHeaderView.ResizeMode.Interactive if tight else QHeaderView.ResizeMode.Stretch
            if header.sectionResizeMode(at) != wanted:
                header.setSectionResizeMode(at, wanted)
            if tight:
                self.setColumnWidth(at, LEAST_NAME)

    def current_row(self) -> Any | None:  # noqa: ANN401 - a row of any table
        """The row the cursor is in."""
        index = self.currentIndex()
        return self.figures.rows[index.row()] if index.isValid() and index.row() < len(self.figures.rows) else None

    def current_column(self) -> FigureColumn[Any] | None:
        """The column the cursor is in."""
        index = self.currentIndex()
        return self.figures.columns[index.column()] if index.isValid() else None

    def go_to(self, row: int, column: int = 0) -> None:
        """Put the cursor into a row."""
        if 0 <= row < len(self.figures.rows):
            self.setCurrentIndex(self.figures.index(row, min(column, len(self.figures.columns) - 1)))
            self.scrollTo(self.currentIndex())

    def rows_in_sight(self) -> range:
        """The rows that are painted."""
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (len(self.figures.rows) if last < 0 else last + 1))

    def sort_by(self, at: int) -> None:
        """A click on a header sorts by it, a second one the other way round; figures begin with the largest."""
        column = self.figures.columns[at]
        words = column.look in LEFT
        again = self._sorted is not None and self._sorted[0] == at
        down = not self._sorted[1] if again and self._sorted is not None else not words
        self._sorted = (at, down)
        keyed = [(column.value(row), row) for row in self.figures.rows]
        known = [pair for pair in keyed if pair[0] not in (None, "")]
        known.sort(key=lambda pair: folded(pair[0]) if isinstance(pair[0], str) else pair[0], reverse=down)
        rows = [row for _, row in known] + [row for value, row in keyed if value in (None, "")]
        assert self.figures.setting is not None
        self.figures.show(self.figures.columns, rows, self.figures.setting)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(at, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.go_to(0)
        self.seen.emit()

    # the total
    def _place_total(self) -> None:
        shown = TOTAL if self.total.cells else 0
        self.setViewportMargins(0, self.horizontalHeader().height(), 0, shown)
        port = self.viewport().geometry()
        self.total.setGeometry(port.left(), port.bottom() + 1, port.width(), shown)
        self.total.raise_()

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """The table sets the room of its header; the total needs room too."""
        super().updateGeometries()
        # Qt asks while the table is being made and taken apart too
        if hasattr(self, "total"):
            self._place_total()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The total moves with the lower edge."""
        super().resizeEvent(event)
        self._fit()
        self.seen.emit()

    def _moved(self) -> None:
        self.total.update()
        self.seen.emit()

    # keys
    def _enter(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Backspace goes up, Right leads through the months; Ctrl with arrows moves among the figures."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif held or not self._own_key(Qt.Key(key)):
            super().keyPressEvent(event)

    def _own_key(self, key: Qt.Key) -> bool:
        row = self.currentIndex().row()
        if row >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif key == Qt.Key.Key_Backspace:
            self.up.emit()
        elif row >= 0 and key == Qt.Key.Key_Right and self.leads_along:
            self.along.emit(row)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        index = self.currentIndex()
        column = min(max(index.column() + by, 0), len(self.figures.columns) - 1)
        self.selectionModel().setCurrentIndex(
            self.figures.index(index.row(), column), QItemSelectionModel.SelectionFlag.NoUpdate
        )

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Typing jumps to a name, without accents and capitals."""
        names = [at for at, column in enumerate(self.figures.columns) if column.look is Look.TWO_LINES]
        wanted = folded(search[:MOST_TYPED])
        for row in range(len(self.figures.rows)):
            if any(folded(self.figures.cell(row, at).text).startswith(wanted) for at in names):
                self.go_to(row, self.currentIndex().column())
                return

    def copy(self) -> None:
        """The chosen rows as a table, with headings."""
        shown = [at for at, column in enumerate(self.figures.columns) if column.look is not Look.TREND]
        lines = [[self.figures.columns[at].title for at in shown]]
        lines += [
            [_plain(self.figures.cell(row, at), self.figures.columns[at]) for at in shown]
            for row in sorted({index.row() for index in self.selectionModel().selectedRows()})
        ]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def tell_selection(self) -> None:
        """The status bar adds up what is chosen in the column of the cursor."""
        chosen = [index.row() for index in self.selectionModel().selectedRows()]
        at = self.currentIndex().column()
        if len(chosen) < 2 or at < 0:
            self.context.selected.emit("")
            return
        amounts = [cell.amount for row in chosen if (cell := self.figures.cell(row, at)).amount is not None]
        say = self.context.say
        words = say.text(N_("{count} selected"), count=say.number(Decimal(len(chosen)), 0))
        if amounts:
            total = sum(amounts, ZERO)
            words += " · " + say.text(N_("Sum {sum}"), sum=say.money_with_currency(total))
        self.context.selected.emit(words)


def _plain(cell: Shown, column: FigureColumn[Any]) -> str:
    """A cell for a spreadsheet: an ASCII minus, and no name becomes a formula."""
    text = " ".join(cell.text.split())
    if column.look not in LEFT:
        return text.replace(MINUS, "-")
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
