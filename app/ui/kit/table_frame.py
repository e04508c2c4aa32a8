"""One frame of a list: what of it is seen, painted by its cells' painter."""

from typing import Any

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from app.ui.kit.delegates import CellDelegate, Row, Span
from app.ui.kit.table_model import RecordTableModel


def paint_frame(table: QTableView, cells: CellDelegate, records: RecordTableModel[Any], seen: QRect) -> None:
    """Paint what of a table is in ``seen``, and where the keyboard is."""
    spans, rows = _spans(table, seen), _rows(table, records, seen)
    painter = QPainter(table.viewport())
    if spans and rows:
        cells.paint_rows(painter, records.columns, spans, rows)
    current = table.currentIndex()
    if current.isValid() and (table.hasFocus() or table.viewport().hasFocus()):
        cells.paint_focus(painter, table.visualRect(current))
    painter.end()


def _spans(table: QTableView, seen: QRect) -> list[Span]:
    header = table.horizontalHeader()
    places = [Span(at, header.sectionViewportPosition(at), header.sectionSize(at)) for at in range(header.count())]
    return [span for span in places if span.left <= seen.right() and span.left + span.width > seen.left()]


def _rows(table: QTableView, records: RecordTableModel[Any], seen: QRect) -> list[Row]:
    """All rows are of one height."""
    first, last = table.rowAt(max(0, seen.top())), table.rowAt(seen.bottom())
    if first < 0:
        return []
    last = records.rowCount() - 1 if last < 0 else last
    chosen, nowhere = table.selectionModel(), QModelIndex()
    top, high = table.rowViewportPosition(first), table.rowHeight(first)
    return [
        Row(row, top + (row - first) * high, high, chosen.isRowSelected(row, nowhere), records.cells(row))
        for row in range(first, last + 1)
    ]
