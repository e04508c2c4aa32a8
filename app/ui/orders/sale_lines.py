"""The lines of a confirmed order: what was ordered, left, was billed and came back; and what a deed takes of it now."""

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.domain.money import QUANTITY_PLACES, ZERO
from app.domain.refusal import N_, Mistake, Refusal
from app.domain.typed import read_number
from app.queries.sale import Sale, SaleLine
from app.ui.context import Context
from app.ui.orders.cells import SECOND, TONE, price_text, quantity_text
from app.ui.orders.line import check_whole
from app.ui.orders.painting import CellPainter

ROW = 44
MONEY_DEED = "credit"
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, in their order."""

    NUMBER = 0
    PRODUCT = 1
    ORDERED = 2
    DELIVERED = 3
    INVOICED = 4
    RETURNED = 5
    PRICE = 6
    DISCOUNT = 7
    TOTAL = 8
    NOW = 9


TITLES = {
    Column.NUMBER: N_("#"), Column.PRODUCT: N_("Product"), Column.ORDERED: N_("Ordered"),
    Column.DELIVERED: N_("Delivered"), Column.INVOICED: N_("Invoiced"), Column.RETURNED: N_("Returned"),
    Column.PRICE: N_("Price"), Column.DISCOUNT: N_("Disc. %"), Column.TOTAL: N_("Total"), Column.NOW: N_("Now"),
}  # fmt: skip
NOW_TITLES = {
    "deliver": N_("Deliver now"), "invoice": N_("Invoice now"), "return": N_("Comes back"),
    "credit": N_("Give back"),
}  # fmt: skip


def left(line: SaleLine, deed: str) -> Decimal:
    """How much of a line a deed can take at most; an amount without tax for a credit."""
    amounts = {
        "deliver": line.to_deliver, "invoice": line.to_invoice, "return": line.to_return, "credit": line.billed_net,
    }  # fmt: skip
    return amounts.get(deed, ZERO)


class SaleLines(QAbstractTableModel):
    """Lines of one order; while a deed is prepared its last column can be written."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines: tuple[SaleLine, ...] = ()
        self.deed = ""
        self.now: dict[int, Decimal] = {}
        self.wrong: dict[int, tuple[str, Refusal]] = {}

    def show(self, sale: Sale) -> None:
        """Another order, or the same as it is now."""
        self.beginResetModel()
        self.lines = sale.lines
        self.endResetModel()
        if self.deed:
            self.prepare(self.deed)

    def prepare(self, deed: str) -> None:
        """A deed in parts: goods are taken whole unless less is written, what comes back is written."""
        self.deed, self.wrong = deed, {}
        whole = deed in ("deliver", "invoice")
        self.now = {line.id: left(line, deed) if whole else ZERO for line in self.lines}
        self._all_changed()

    def asked(self) -> Mapping[int, Decimal]:
        """What the deed takes per line id; lines without are left out."""
        return {line: quantity for line, quantity in self.now.items() if quantity}

    def first_wrong(self) -> int | None:
        """The row of the first field that cannot be."""
        return next((row for row, line in enumerate(self.lines) if line.id in self.wrong), None)

    # what the table asks
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only what the deed takes can be written."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self.deed and index.column() == Column.NOW else base

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            title = NOW_TITLES.get(self.deed, TITLES[column]) if column is Column.NOW else TITLES[column]
            return self.context.say.text(title)
        return None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        """One cell."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column, roles = self.lines[index.row()], Column(index.column()), Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.EditRole):
            return self._text(line, column, index.row())
        if role == roles.TextAlignmentRole:
            return _side(column)
        if role == roles.ToolTipRole:
            return self._why(line, column)
        if role == roles.AccessibleTextRole:
            return self._sentence(line, column, index.row())
        return self._painted(line, column, role)

    def _painted(self, line: SaleLine, column: Column, role: int) -> str | None:
        """What the delegate asks."""
        if role == SECOND:
            return self.second_of(line, column)
        return self._tone(line, column) if role == TONE else None

    def _sentence(self, line: SaleLine, column: Column, row: int) -> str:
        """What a screen reader says."""
        title = self.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        words = N_("Line {line}, {column}: {cell}")
        cell = self._text(line, column, row)
        spoken = self.context.say.text(words, line=row + 1, column=title, cell=cell)
        return self.context.say.sentences((spoken, self._why(line, column)))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802, ANN401
        """What was typed; what cannot be stays and says why."""
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.NOW:
            return False
        line, text = self.lines[index.row()], str(value).strip()
        try:
            self.now[line.id] = self._read(text, line)
            self.wrong.pop(line.id, None)
        except Mistake as mistake:
            self.now[line.id] = ZERO
            self.wrong[line.id] = (text, mistake)
        self._all_changed()
        self.edited.emit()
        return True

    def _read(self, text: str, line: SaleLine) -> Decimal:
        say, most = self.context.say, left(line, self.deed)
        places = say.places if self.deed == MONEY_DEED else QUANTITY_PLACES
        found = read_number(text or "0", mark=say.decimal_mark, usual=places, places=places).value
        if found < 0:
            raise Mistake(N_("Write zero or more."))
        if self.deed != MONEY_DEED:
            check_whole(found, line.unit)
        if found > most:
            if self.deed == MONEY_DEED:
                raise Mistake(N_("At most {most} can be given back of this line."), most=say.money(most))
            raise Mistake(N_("At most {most} are left of this line."), most=quantity_text(say, most))
        return found

    def _text(self, line: SaleLine, column: Column, row: int) -> str:
        say = self.context.say
        if column is Column.NOW:
            if line.id in self.wrong:
                return self.wrong[line.id][0]
            now = self.now.get(line.id, ZERO)
            return say.money(now) if self.deed == MONEY_DEED else quantity_text(say, now)
        quantities = {
            Column.ORDERED: line.quantity, Column.DELIVERED: line.delivered, Column.INVOICED: line.invoiced,
            Column.RETURNED: line.returned, Column.DISCOUNT: line.discount_percent,
        }  # fmt: skip
        if column in quantities:
            return quantity_text(say, quantities[column])
        texts = {
            Column.NUMBER: str(row + 1), Column.PRODUCT: line.name, Column.PRICE: price_text(say, line.unit_price),
            Column.TOTAL: say.money(line.net),
        }  # fmt: skip
        return texts[column]

    def second_of(self, line: SaleLine, column: Column) -> str:
        """The smaller text below."""
        say = self.context.say
        if column is Column.PRODUCT:
            return line.code
        if column is Column.ORDERED:
            return line.unit
        if column is Column.DELIVERED and line.to_deliver:
            return say.text(N_("{quantity} to go"), quantity=quantity_text(say, line.to_deliver))
        if column is Column.INVOICED and line.to_invoice:
            return say.text(N_("{quantity} to bill"), quantity=quantity_text(say, line.to_invoice))
        if column is Column.NOW and self.deed:
            most = left(line, self.deed)
            shown = say.money(most) if self.deed == MONEY_DEED else quantity_text(say, most)
            return say.text(N_("of {quantity}"), quantity=shown)
        return ""

    def _tone(self, line: SaleLine, column: Column) -> str:
        if column is Column.NOW:
            return "bad" if line.id in self.wrong else "strong"
        if column is Column.RETURNED and line.returned:
            return "warn"
        if column is Column.DELIVERED and not line.to_deliver and line.delivered:
            return "promised"
        empty = (column is Column.RETURNED and not line.returned) or (
            column is Column.DISCOUNT and not line.discount_percent
        )
        if empty:
            return "quiet"
        return "strong" if column in (Column.PRODUCT, Column.ORDERED, Column.TOTAL) else "plain"

    def _why(self, line: SaleLine, column: Column) -> str:
        if column is Column.NOW and line.id in self.wrong:
            return self.context.say.refusal(self.wrong[line.id][1])
        return line.name if column is Column.PRODUCT else ""

    def _all_changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(Column) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)


class _Writing(CellPainter):
    """The field of a quantity: its figure stands where the figure of the cell stood."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """Qt's field, on the side of its column and with a name."""
        field = super().createEditor(parent, option, index)
        if isinstance(field, QLineEdit):
            field.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
            field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return field


class SaleLinesView(QTableView):
    """Enter goes from one quantity to the next; ``finished`` says that the last one was left."""

    finished = Signal()

    def __init__(self, context: Context, lines: SaleLines) -> None:
        super().__init__()
        self.context, self.lines = context, lines
        self.setModel(lines)
        self._painter = _Writing(context)
        self._painter.setParent(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "inset")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.SelectedClicked)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.PRODUCT, QHeaderView.ResizeMode.Stretch)

    def begin(self) -> None:
        """The cursor into the first quantity that can be written."""
        row = next((at for at, line in enumerate(self.lines.lines) if left(line, self.lines.deed)), 0)
        self.write_in(row)

    def write_in(self, row: int) -> None:
        """The cursor into a row's quantity."""
        index = self.lines.index(row, Column.NOW)
        self.setFocus()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def commit(self) -> None:
        """Take what stands in the open field."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and self.viewport().isAncestorOf(field):
            # a field that loses the cursor is taken and closed
            self.setFocus()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Enter and Tab go on to the next quantity."""
        hints = QAbstractItemDelegate.EndEditHint
        row = self.currentIndex().row()
        super().closeEditor(editor, hints.NoHint)
        if hint not in (hints.SubmitModelCache, hints.EditNextItem, hints.EditPreviousItem):
            return
        step = -1 if hint is hints.EditPreviousItem else 1
        if self.lines.lines[row].id in self.lines.wrong:
            self.write_in(row)
        elif 0 <= row + step < len(self.lines.lines):
            self.write_in(row + step)
        else:
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A digit begins to write in the row's quantity, wherever the cursor stands."""
        if self.state() == QAbstractItemView.State.EditingState:
            # what an open field leaves over is its own Enter, which it takes in a moment
            event.accept()
            return
        if self.lines.deed and event.text()[:1].isdecimal() and self.currentIndex().column() != Column.NOW:
            self.setCurrentIndex(self.lines.index(max(0, self.currentIndex().row()), Column.NOW))
        if self.lines.deed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.write_in(max(0, self.currentIndex().row()))
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Widths follow."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Widths from the font and the titles of now: figures are never cut."""
        header, metrics = self.horizontalHeader(), QFontMetrics(self.font())
        strong = header.font()
        strong.setBold(True)
        samples = {Column.NUMBER: "99", Column.PRICE: "12,345.00", Column.DISCOUNT: "100", Column.TOTAL: "123,456.00",
                   Column.NOW: "12,345.00"}  # fmt: skip
        for column in Column:
            title = str(self.lines.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            wanted = [metrics.horizontalAdvance(samples.get(column, "12,345")), 0]
            wanted.append(QFontMetrics(strong).horizontalAdvance(title))
            wanted += [metrics.horizontalAdvance(self.lines.second_of(line, column)) for line in self.lines.lines[:40]]
            if column is not Column.PRODUCT:
                header.resizeSection(column, max(wanted) + 22)
        self.setColumnHidden(Column.NOW, not self.lines.deed)


def _side(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column is Column.PRODUCT else Qt.AlignmentFlag.AlignRight
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)
