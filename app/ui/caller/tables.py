"""Short tables of the caller card: rows of values in, painted with chips, keyboard and accessible words included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.i18n import Say
from app.ui.caller.words import brief, clock_or_day
from app.ui.context import Context
from app.ui.icons import pixmap

AnyIndex = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1
RECORD = Qt.ItemDataRole.UserRole + 2
STANDARD, COMPACT = 33, 28
HEADER, HEADER_COMPACT = 30, 28
_ICON_OFFSET = QPoint(0, 4)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``tone`` colours its text, or its ground where it is a ``chip``."""

    text: str
    tone: str = ""
    strong: bool = False
    chip: bool = False
    icon: str = ""
    more: str = ""
    """Shown in the tooltip where it says more than the text."""


def day_cell(day: date | None, say: Say, tone: str = "", *, chip: bool = False, icon: str = "") -> Cell:
    """A day as lists write it: of this year without the year, which its tooltip has; a dash for none."""
    if day is None:
        return Cell("–", tone, chip=chip, icon=icon)
    return Cell(brief(day, say), tone, chip=chip, icon=icon, more=say.date(day))


def moment_cell(at: datetime | None, say: Say) -> Cell:
    """A moment as lists write it: of today the time, else the day; its tooltip has both. A dash for none."""
    return Cell("–") if at is None else Cell(clock_or_day(at, say), more=say.moment(at))


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: an English text to be translated, and how it stands."""

    title: str
    right: bool = False
    stretch: bool = False


class RowsModel(QAbstractTableModel):
    """A few rows that are all there."""

    def __init__(self, context: Context, headings: Sequence[Heading]) -> None:
        super().__init__()
        self.context = context
        self.headings = tuple(headings)
        self._suffixes: dict[int, str] = {}
        self._rows: list[tuple[object, Sequence[Cell]]] = []

    def show_rows(self, rows: Sequence[tuple[object, Sequence[Cell]]]) -> None:
        """Rows as (record, cells); the record is what opening the row means."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def record(self, row: int) -> object:
        """What a row stands for; none where there is no such row."""
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def name_unit(self, column: int, unit: str) -> None:
        """A unit behind a heading, such as the currency of amounts."""
        self._suffixes[column] = unit

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """All rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """The columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """A look-up that cannot fail."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        record, cells = self._rows[index.row()]
        if role == RECORD:
            return record
        if index.column() >= len(cells):
            return None
        return self._of_cell(cells[index.column()], index.column(), role)

    def _of_cell(self, cell: Cell, column: int, role: int) -> Any:  # noqa: ANN401
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return cell.text
        if role == CELL:
            return cell
        if role == roles.ToolTipRole:
            return cell.more or cell.text
        if role == roles.AccessibleTextRole:
            return f"{self.context.say.text(self.headings[column].title)}: {cell.more or cell.text}"
        if role == roles.TextAlignmentRole:
            return self._alignment(column)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """The columns' names."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title = self.context.say.text(self.headings[section].title)
            unit = self._suffixes.get(section, "")
            return f"{title} {unit}" if unit else title
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.headings[column].right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class Painter(QStyledItemDelegate):
    """Draws cells with the colours of now: chips, strong text, text in a tone."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Weight and colour of plain cells."""
        super().initStyleOption(option, index)
        cell = index.data(CELL)
        option.textElideMode = Qt.TextElideMode.ElideRight
        if not isinstance(cell, Cell):
            return
        if cell.chip:
            option.text = ""
            return
        if cell.strong:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            option.font = font
        if cell.tone:
            color = self._ink(option, cell.tone)
            for role in (option.palette.ColorRole.Text, option.palette.ColorRole.HighlightedText):
                option.palette.setColor(role, color)

    def _ink(self, option: QStyleOptionViewItem, tone: str) -> QColor:
        """The tone's colour; in high contrast a chosen row has one ground, on which one colour is read."""
        tokens = self.context.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        return QColor(tokens.on_accent if tokens.outlined and chosen else getattr(tokens, tone))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The cell, and the chip on it."""
        super().paint(painter, option, index)
        cell = index.data(CELL)
        if isinstance(cell, Cell) and cell.chip and cell.text:
            self._paint_chip(painter, option, cell)

    def _paint_chip(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell) -> None:
        tokens = self.context.tokens
        tone = cell.tone or "neutral"
        ink, ground = self._ink(option, tone), QColor(getattr(tokens, f"{tone}_bg"))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        metrics, rect = painter.fontMetrics(), option.rect
        wide = metrics.horizontalAdvance(cell.text) + 16 + (18 if cell.icon else 0)
        box = QRectF(rect.left() + 9, rect.center().y() - 10, min(wide, rect.width() - 10), 21)
        painter.setPen(ink if tokens.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if tokens.outlined else ground)
        painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(8, 0, -6, 0)
        if cell.icon:
            ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
            picture = pixmap(cell.icon, ink.name(), 14, ratio)
            painter.drawPixmap(inner.topLeft().toPoint() + _ICON_OFFSET, picture)
            inner.adjust(18, 0, 0, 0)
        painter.setPen(ink)
        shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(inner.width()) + 2)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the chip."""
        size = super().sizeHint(option, index)
        cell = index.data(CELL)
        if isinstance(cell, Cell) and (cell.chip or cell.strong):
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            wide = QFontMetrics(font).horizontalAdvance(cell.text)
            size.setWidth(wide + (44 if cell.chip and cell.icon else 26))
        return size


class RowsView(QTableView):
    """The rows; Enter or a double click opens one, its height is that of a number of rows from the start."""

    opened = Signal(object)

    def __init__(self, context: Context, headings: Sequence[Heading], rows: int) -> None:
        super().__init__()
        self.context = context
        self.rows = RowsModel(context, headings)
        self.setModel(self.rows)
        self.setItemDelegate(Painter(context, self))
        self.setProperty("kind", "inner")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, heading in enumerate(self.rows.headings):
            stretch = QHeaderView.ResizeMode.Stretch if heading.stretch else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, stretch)
        self._nothing = ""
        self.set_compact(compact=False, rows=rows)
        self.activated.connect(self._open)
        self.rows.modelReset.connect(self._reach)
        self._reach()

    def _reach(self) -> None:
        """Tab stops only where there is a row for the cursor."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.rows.rowCount() else Qt.FocusPolicy.NoFocus)

    def say_nothing(self, words: str) -> None:
        """A sentence in the place of rows that do not exist; without one the headings wait for them."""
        self._nothing = words
        self.horizontalHeader().setVisible(not words)
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The rows, or the sentence."""
        super().paintEvent(event)
        if self._nothing:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self.context.tokens.text2))
            room = self.viewport().rect().adjusted(13, 8, -13, -8)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self._nothing)
            painter.end()

    def set_compact(self, *, compact: bool, rows: int) -> None:
        """Lower rows, or the usual ones; room for a number of them in any case."""
        row, head = (COMPACT, HEADER_COMPACT) if compact else (STANDARD, HEADER)
        self.verticalHeader().setMinimumSectionSize(row)
        self.verticalHeader().setDefaultSectionSize(row)
        self.horizontalHeader().setFixedHeight(head)
        self.setMinimumHeight(head + rows * row + 2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the rows there is room for."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def current_record(self) -> object:
        """What the current row stands for."""
        return self.rows.record(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens on every platform; with Ctrl it belongs to the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        record = self.rows.record(index.row()) if index.isValid() else None
        if record is not None:
            self.opened.emit(record)
