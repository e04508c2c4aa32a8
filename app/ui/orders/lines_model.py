"""The lines of an order as a table: cells are looked up, never computed where they could fail."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.money import ZERO
from app.domain.order import DraftLine
from app.domain.refusal import Refusal
from app.domain.typed import Reading
from app.queries.commission_expected import ExpectedLine
from app.queries.products import Offer
from app.ui.context import Context
from app.ui.orders.cells import (
    COLUMN_OF,
    FIELD_OF,
    LEVEL,
    MONEY,
    SECOND,
    TITLES,
    TONE,
    Cells,
    Column,
    alignment,
)
from app.ui.orders.line import Line, no_product

Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Lines that may be edited, the last one blank; or the lines of a stored order."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines: list[Line] = [Line()]
        self.cells = Cells(context)
        self._removed: tuple[int, Line] | None = None

    # what the table asks
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Four columns can be written."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self.cells.editable and index.column() in FIELD_OF else base

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401
        """Titles, with the currency where money stands."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            title = self.context.say.text(TITLES[column])
            return f"{title} {self.context.say.currency_symbol}" if column in MONEY else title
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        """One cell."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column, cells = self.lines[index.row()], Column(index.column()), self.cells
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.EditRole):
            return cells.text(line, column, index.row())
        if role == roles.TextAlignmentRole:
            return alignment(column)
        if role in (roles.ToolTipRole, roles.AccessibleTextRole):
            return cells.sentence(line, column, index.row(), spoken=role != roles.ToolTipRole)
        return self._painted(line, column, role)

    def _painted(self, line: Line, column: Column, role: int) -> str | None:
        """What the delegate asks."""
        if role == SECOND:
            return self.cells.second(line, column)
        if role == TONE:
            return self.cells.tone(line, column)
        return line.level if role == LEVEL and column is Column.LEVEL else None

    # what a person does
    def put(self, row: int, column: Column, text: str) -> tuple[Refusal | None, Reading | None]:
        """Write a text into a cell; the refusal if it cannot be, else how it was read."""
        line, name = self.lines[row], FIELD_OF[column]
        if text == self.cells.text(line, column, row):
            return (line.wrong[name][1] if name in line.wrong else None), None
        reading = None
        if column is Column.PRODUCT:
            self._product_text(line, text)
        else:
            say = self.context.say
            reading = line.write(name, text, say.decimal_mark, say.places)
        self._changed(row)
        return (line.wrong[name][1] if name in line.wrong else None), reading

    @staticmethod
    def _product_text(line: Line, text: str) -> None:
        """A text that was left without choosing; emptied or equal to the name it changes nothing."""
        if text.strip() and (line.offer is None or text.strip() != line.offer.name):
            line.wrong["product"] = (text, no_product(text))
        else:
            line.wrong.pop("product", None)

    def take(self, row: int, offer: Offer) -> None:
        """Another product in a line."""
        self.lines[row].take(offer, self.cells.today)
        self._changed(row)

    def take_told(self, row: int) -> bool:
        """The price told last; false where none was told."""
        done = self.lines[row].take_told()
        if done:
            self._changed(row)
        return done

    def insert(self, row: int, line: Line | None = None) -> None:
        """A line before ``row``, blank unless given."""
        self.beginInsertRows(QModelIndex(), row, row)
        self.lines.insert(row, line or Line())
        self.endInsertRows()
        self.edited.emit()

    def remove(self, row: int) -> bool:
        """Take a line out; it can be put back. The blank one at the end stays."""
        if not 0 <= row < len(self.lines) or (self.lines[row].blank and row == len(self.lines) - 1):
            return False
        self.beginRemoveRows(QModelIndex(), row, row)
        self._removed = (row, self.lines.pop(row))
        self.endRemoveRows()
        self.edited.emit()
        return True

    def put_back(self) -> int | None:
        """The line removed last, where it was; its row."""
        if self._removed is None:
            return None
        row, line = self._removed
        self._removed = None
        self.insert(min(row, len(self.lines) - 1), line)
        return min(row, len(self.lines) - 2)

    def move(self, row: int, by: int) -> int:
        """Move a line up or down; the row where it is now."""
        last = len(self.lines) - (2 if self.lines[-1].blank else 1)
        to = max(0, min(last, row + by))
        if to == row or row > last:
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + (1 if to > row else 0))
        self.lines.insert(to, self.lines.pop(row))
        self.endMoveRows()
        self.edited.emit()
        return to

    def show(self, lines: Sequence[Line], *, editable: bool) -> None:
        """Other lines altogether."""
        self.beginResetModel()
        self.cells.editable = editable
        self.lines = [*lines]
        self._removed = None
        if editable:
            self.lines.append(Line())
        self.endResetModel()

    def ensure_blank(self) -> int:
        """A blank line at the end; its row."""
        if not self.lines or not self.lines[-1].blank:
            self.insert(len(self.lines))
        return len(self.lines) - 1

    def graded(self, levels: Sequence[tuple[str | None, bool]]) -> None:
        """Levels of the lines that are ready, as the database finds them: (letter, below its cost)."""
        ready = [line for line in self.lines if line.ready]
        for line, (level, below) in zip(ready, levels, strict=False):
            line.level, line.below = level, below
        if self.lines:
            self.dataChanged.emit(self.index(0, Column.LEVEL), self.index(len(self.lines) - 1, Column.PRICE))

    def earned(self, found: Sequence[ExpectedLine]) -> None:
        """What the lines that are ready are expected to bring; none takes it away."""
        ready = [line for line in self.lines if line.ready]
        for at, line in enumerate(ready):
            line.commission = found[at] if at < len(found) else None
        if self.lines:
            self.dataChanged.emit(self.index(0, Column.LEVEL), self.index(len(self.lines) - 1, Column.LEVEL))

    def draft_lines(self) -> list[DraftLine]:
        """The lines that are ready."""
        return [line.draft_line() for line in self.lines if line.ready]

    def first_wrong(self) -> tuple[int, Column] | None:
        """The first cell that cannot stay as it is."""
        for row, line in enumerate(self.lines):
            for name, column in COLUMN_OF.items():
                if name in line.wrong:
                    return row, column
        return None

    def pieces(self) -> Decimal:
        """Quantities of the lines that are ready, added up."""
        return sum((line.quantity for line in self.lines if line.ready), ZERO)

    def repaint(self) -> None:
        """Every text anew."""
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(Column) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        self.edited.emit()
