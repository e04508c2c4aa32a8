"""The lines of an order by keyboard: product, quantity, next line; everything else when it is wanted."""

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.domain.refusal import N_, Mistake
from app.queries.products import Offer
from app.ui.context import Context
from app.ui.orders.bubble import Bubble
from app.ui.orders.cells import FIELD_OF, Column, price_text, quantity_text
from app.ui.orders.line import no_product, read_field
from app.ui.orders.line_keys import ENTER, CellEdit, LineKeys
from app.ui.orders.lines_model import LinesModel
from app.ui.orders.painting import CellPainter
from app.ui.orders.product_popup import ProductPopup

ROW = 44
NARROW = 930
LEVEL_WIDE = 76
_SAMPLES = {
    Column.NUMBER: "99", Column.QUANTITY: "12,345", Column.UNIT: "bottle", Column.LIST: "12,345.00",
    Column.PRICE: "12,345.00", Column.DISCOUNT: "Disc. %", Column.TAX: "10.5 %",
    Column.TOTAL: "123,456.00",
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class LinePainter(CellPainter):
    """Paints the lines and opens their fields; keys go to the view."""

    def __init__(self, context: Context, view: "LinesView") -> None:
        super().__init__(context)
        self.setParent(view)

    @property
    def view(self) -> "LinesView":
        """The table it belongs to."""
        found = self.parent()
        assert isinstance(found, LinesView)
        return found

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """A field for the cell."""
        field = CellEdit(parent, Column(index.column()))
        field.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        self.view.opened(field, index.row())
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """The text of the cell, all of it selected; not again while it is being written."""
        if isinstance(editor, CellEdit) and not editor.isModified() and not editor.settled:
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:  # noqa: N802 - Qt's name
        """The field was left in another way than by a key: what it holds is kept, right or wrong."""
        if isinstance(editor, CellEdit) and not editor.settled:
            editor.settled = True
            self.view.lines.put(index.row(), editor.column, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys of the grammar first."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, CellEdit) and isinstance(event, QKeyEvent):
            return self.view.keys.in_field(editor, event)
        return super().eventFilter(editor, event)


class LinesView(QTableView):
    """``remarked`` gives a sentence for the foot; ``removed`` says that a line went; ``pasted`` gives rows of text."""

    remarked = Signal(str)
    removed = Signal(int)
    pasted = Signal(str)
    left = Signal()
    typing = Signal()
    look_wanted = Signal()
    look_ended = Signal()

    def __init__(self, context: Context, lines: LinesModel, popup: ProductPopup, bubble: Bubble) -> None:
        super().__init__()
        self.context, self.lines, self.popup, self.bubble = context, lines, popup, bubble
        self.field: CellEdit | None = None
        self.keys = LineKeys(self)
        self.hidden_for_customer = False
        self._told = True
        self.every_cell = False
        """For careful people: Enter visits price and discount too."""
        self.setModel(lines)
        self._painter = LinePainter(context, self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "inset")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self._head()
        self.clicked.connect(self._clicked)
        popup.taken.connect(self._taken)
        popup.missed.connect(self._missed)

    def _head(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.PRODUCT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(30)

    def fit(self) -> None:
        """Widths from the font and the titles of now: figures are never cut."""
        metrics, header = QFontMetrics(self.font()), self.horizontalHeader()
        strong = header.font()
        strong.setBold(True)
        titles = QFontMetrics(strong)
        # its second line is smaller, and a date is never cut
        told = f"{self.context.say.date(date(2026, 11, 28))} · Nuriaa"
        for column, sample in {**_SAMPLES, Column.TOLD: told}.items():
            factor = 0.9 if column is Column.TOLD else 1.0
            title = str(self.lines.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            wanted = max(round(metrics.horizontalAdvance(sample) * factor), titles.horizontalAdvance(title))
            header.resizeSection(column, wanted + 22)
        header.resizeSection(Column.LEVEL, self._level_width())
        narrow = self.width() < NARROW
        for column in (Column.UNIT, Column.TAX):
            self.setColumnHidden(column, narrow)
        self.setColumnHidden(Column.LEVEL, self.hidden_for_customer)
        self.setColumnHidden(Column.TOLD, self.hidden_for_customer or not self._told)

    def _level_width(self) -> int:
        """Room for the bars, and for what a line brings where somebody may know."""
        if not self.context.may("own_commission"):
            return LEVEL_WIDE
        sample = "12.5 % · 1,234.00" if self.context.may("all_commission") else "≈ 12,345.00"
        return max(LEVEL_WIDE, round(QFontMetrics(self.font()).horizontalAdvance(sample) * 0.9) + 14)

    def show_told(self, shown: bool) -> None:
        """Whether there is a column of prices told last."""
        self._told = shown
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow tables leave out what can be spared."""
        super().resizeEvent(event)
        self.fit()

    # fields
    def begin(self) -> None:
        """The cursor into the blank line at the end."""
        if self.lines.cells.editable:
            self.open(self.lines.ensure_blank(), Column.PRODUCT)

    def open(self, row: int, column: Column) -> None:
        """The cursor into a cell."""
        if self.field is not None:
            self.close_field(keep=True)
        index = self.lines.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if self.lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            wrong = self.lines.cells.reason(self.lines.lines[row], column)
            if wrong and FIELD_OF[column] in self.lines.lines[row].wrong and self.field is not None:
                self.field.mark(True)
                self.tell(wrong, "bad")

    def opened(self, field: CellEdit, row: int) -> None:
        """The painter made a field."""
        title = self.lines.headerData(field.column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        words = self.context.say.text(N_("Line {line}, {column}"), line=row + 1, column=title)
        field.setAccessibleName(words)
        field.textEdited.connect(self._typed)
        self.field = field

    def close_field(self, *, keep: bool) -> bool:
        """Leave the open field; ``keep`` takes what it holds. False where that cannot stay."""
        field, self.field = self.field, None
        self.popup.close_up()
        self.bubble.hide()
        self.look_ended.emit()
        if field is None:
            return True
        row = self.currentIndex().row()
        right = True
        if keep and not field.settled:
            refusal, _ = self.lines.put(row, field.column, field.text())
            right = refusal is None
        field.settled = True
        self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)
        return right

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Also where Qt closes a field by itself."""
        if editor is self.field:
            self.field = None
            self.popup.close_up()
            self.bubble.hide()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Outside a field: Enter or F2 opens the cell, a sign begins to write in it, Del takes the line out."""
        index, key = self.currentIndex(), event.key()
        if not self.lines.cells.editable or not index.isValid():
            super().keyPressEvent(event)
        elif key in (*ENTER, Qt.Key.Key_F2) and not event.modifiers():
            column = Column(index.column())
            self.open(index.row(), column if column in FIELD_OF else Column.PRODUCT)
        elif key == Qt.Key.Key_Delete:
            self._remove(index.row())
        elif self.keys.for_line(event, in_field=False):
            return
        elif event.text().isprintable() and event.text() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self._write(index, event.text())
        else:
            super().keyPressEvent(event)

    def _remove(self, row: int) -> None:
        if self.lines.remove(row):
            self.lines.ensure_blank()
            self.setCurrentIndex(self.lines.index(min(row, len(self.lines.lines) - 1), Column.PRODUCT))
            self.removed.emit(row)

    def put_back(self) -> bool:
        """The line that was removed last, where it was; false where none was."""
        row = self.lines.put_back()
        if row is not None:
            self.setCurrentIndex(self.lines.index(row, Column.PRODUCT))
        return row is not None

    def _write(self, index: QModelIndex, text: str) -> None:
        column = Column(index.column())
        self.open(index.row(), column if column in FIELD_OF else Column.PRODUCT)
        if self.field is not None:
            self.field.setText(text)
            self.field.setModified(True)
            self._typed(text)

    def unfinished(self) -> tuple[int, str, str] | None:
        """What was typed into the open field and not taken yet: (row, field, text)."""
        field = self.field
        if field is None or not field.isModified() or not field.text().strip():
            return None
        return self.currentIndex().row(), FIELD_OF[field.column], field.text()

    # what comes back
    def _typed(self, text: str) -> None:
        field = self.field
        if field is None:
            return
        field.mark(False)
        self.bubble.hide()
        self.look_ended.emit()
        self.typing.emit()
        if field.column is Column.PRODUCT:
            self.popup.begin(text, self.cell(Column.PRODUCT))
        else:
            self._read_aloud(field, text)

    def _read_aloud(self, field: CellEdit, text: str) -> None:
        """How a sum or a doubtful number is read, while it is typed."""
        line, say = self.lines.lines[self.currentIndex().row()], self.context.say
        try:
            reading = read_field(FIELD_OF[field.column], text, line, say.decimal_mark, say.places)
        except Mistake:
            return
        if reading.doubtful or text.lstrip().startswith(("=", "＝")):
            places = say.places if field.column is Column.PRICE else 0
            shown = price_text(say, reading.value) if places else quantity_text(say, reading.value)
            self.tell(f"= {shown}", "info")

    def _taken(self, offer: Offer) -> None:
        row = self.currentIndex().row()
        if self.field is not None:
            self.field.settled = True
        self.close_field(keep=False)
        self.lines.take(row, offer)
        self.open(row, Column.QUANTITY)

    def _missed(self, text: str) -> None:
        if self.field is not None:
            self.field.mark(True)
            self.popup.hide()
            self.tell(self.context.say.refusal(no_product(text)), "bad")

    def _clicked(self, index: QModelIndex) -> None:
        if Column(index.column()) in FIELD_OF and self.lines.cells.editable:
            self.open(index.row(), Column(index.column()))

    def tell(self, words: str, tone: str) -> None:
        """A sentence under the current cell."""
        column = self.field.column if self.field is not None else Column(max(0, self.currentIndex().column()))
        self.bubble.say(words, self.cell(column), tone)

    @property
    def look_shown(self) -> bool:
        """Whether a product's card stands over the screen."""
        over = self.popup.parentWidget()
        look = getattr(over, "look", None)
        return isinstance(look, QWidget) and look.isVisible()

    def cell_of_line(self) -> QRect:
        """Where the current line's product stands."""
        return self.cell(Column.PRODUCT)

    def cell(self, column: Column) -> QRect:
        """The current line's cell in the coordinates of whom popup and bubble float over."""
        rect = self.visualRect(self.lines.index(self.currentIndex().row(), column))
        over = self.popup.parentWidget()
        assert over is not None
        return QRect(self.viewport().mapTo(over, rect.topLeft()), rect.size())
