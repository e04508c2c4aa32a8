"""What the keys mean in the lines of an order: the usual line costs two fields, everything else one key more."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.refusal import N_
from app.ui.orders.cells import Column, price_text, quantity_text
from app.ui.orders.line import Line

if TYPE_CHECKING:
    from app.ui.orders.lines_view import LinesView

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CellEdit(QLineEdit):
    """The field in a cell; ``settled`` once what it holds was taken or dropped."""

    def __init__(self, parent: QWidget, column: Column) -> None:
        super().__init__(parent)
        self.column = column
        self.settled = False
        self.setFrame(False)

    def mark(self, wrong: bool) -> None:
        """A red frame while it cannot stay."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)


class LineKeys:
    """The grammar of keys, for one table of lines."""

    def __init__(self, view: "LinesView") -> None:
        self.view = view

    def in_field(self, field: CellEdit, event: QKeyEvent) -> bool:
        """What a key means while a cell is written; false leaves it to the field."""
        key = event.key()
        if field.column is Column.PRODUCT and self._key_in_popup(field, key):
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.view.look_wanted.emit()
        elif key in ENTER and not control:
            self._forward(field, further=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Tab:
            self._forward(field, further=field.column is Column.PRICE, tab=True)
        elif key == Qt.Key.Key_Backtab:
            self._backward(field)
        elif key == Qt.Key.Key_Escape:
            self._escape(field)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._other_row(field, -1 if key == Qt.Key.Key_Up else 1)
        else:
            return self.for_line(event, in_field=True)
        return True

    def _key_in_popup(self, field: CellEdit, key: int) -> bool:
        if key == Qt.Key.Key_F4:
            self.view.popup.catalogue("" if self._untouched(field) else field.text(), self.view.cell(Column.PRODUCT))
            return True
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        found = next((step for known, step in steps.items() if known == key), 0)
        if found and self.view.popup.isVisible():
            self.view.popup.move_by(found)
            return True
        return False

    def _untouched(self, field: CellEdit) -> bool:
        offer = self.view.lines.lines[self.view.currentIndex().row()].offer
        return offer is not None and field.text() == offer.name

    def _forward(self, field: CellEdit, *, further: bool, tab: bool = False) -> None:
        row = self.view.currentIndex().row()
        if field.column is Column.PRODUCT:
            self._from_product(field, row, tab=tab)
        elif self._stay_or_keep(field):
            line = self.view.lines.lines[row]
            after = {Column.QUANTITY: Column.PRICE, Column.PRICE: Column.DISCOUNT}.get(field.column)
            if after is not None and (
                further or self.view.every_cell or (after is Column.PRICE and "price" in line.wrong)
            ):
                self.view.open(row, after)
            elif row + 1 < len(self.view.lines.lines):
                self.view.open(row + 1, Column.PRODUCT)
            else:
                self.view.begin()

    def _from_product(self, field: CellEdit, row: int, *, tab: bool) -> None:
        line, text = self.view.lines.lines[row], field.text().strip()
        # the popup is open: the person is choosing, even where the text is the name that stands there
        if line.offer is not None and text == line.offer.name and not self.view.popup.isVisible():
            self.view.close_field(keep=True)
            self.view.open(row, Column.QUANTITY)
        elif text:
            self.view.popup.take(text)
        elif line.offer is not None:
            self.view.tell(self.view.context.say.text(N_("Choose a product. Esc and Del remove the line.")), "bad")
        elif tab:
            self.view.close_field(keep=False)
            self.view.left.emit()

    def _stay_or_keep(self, field: CellEdit) -> bool:
        """Take what the field holds; where it cannot be, stay in it and say why."""
        row = self.view.currentIndex().row()
        refusal, reading = self.view.lines.put(row, field.column, field.text())
        if refusal is not None:
            field.mark(True)
            field.selectAll()
            self.view.tell(self.view.context.say.refusal(refusal), "bad")
            return False
        if reading is not None and reading.doubtful:
            words = N_("Line {line}: ‘{text}’ was read as {value}.")
            shown = self._shown(field.column, self.view.lines.lines[row])
            self.view.remarked.emit(
                self.view.context.say.text(words, line=row + 1, text=field.text().strip(), value=shown)
            )
        field.settled = True
        self.view.close_field(keep=False)
        return True

    def _shown(self, column: Column, line: Line) -> str:
        say = self.view.context.say
        if column is Column.PRICE and line.price is not None:
            return price_text(say, line.price)
        return quantity_text(say, line.quantity if column is Column.QUANTITY else line.discount)

    def _backward(self, field: CellEdit) -> None:
        row, column = self.view.currentIndex().row(), field.column
        before = {
            Column.QUANTITY: (row, Column.PRODUCT), Column.PRICE: (row, Column.QUANTITY),
            Column.DISCOUNT: (row, Column.PRICE), Column.PRODUCT: (row - 1, Column.QUANTITY),
        }[column]  # fmt: skip
        self.view.close_field(keep=True)
        if before[0] >= 0:
            self.view.open(*before)
        else:
            self.view.focusPreviousChild()

    def _escape(self, field: CellEdit) -> None:
        """One step back: the product's card, the popup, then the field as it was."""
        if self.view.look_shown:
            self.view.look_ended.emit()
            return
        if self.view.popup.isVisible():
            self.view.popup.close_up()
            return
        field.settled = True
        self.view.close_field(keep=False)
        self.view.setFocus()

    def _other_row(self, field: CellEdit, by: int) -> None:
        row = self.view.currentIndex().row() + by
        if 0 <= row < len(self.view.lines.lines):
            column = field.column if self.view.lines.lines[row].offer is not None else Column.PRODUCT
            self.view.close_field(keep=True)
            self.view.open(row, column)

    def for_line(self, event: QKeyEvent, *, in_field: bool) -> bool:
        """Keys for whole lines, inside a field and outside."""
        key, modifiers = event.key(), event.modifiers()
        row = self.view.currentIndex().row()
        control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
        if not self.view.lines.cells.editable:
            return False
        if key in ENTER and modifiers & alt:
            self.view.look_wanted.emit()
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and self._pastes_rows(in_field=in_field):
            return True
        if key == Qt.Key.Key_F9:
            self._take_told(row)
        elif key == Qt.Key.Key_Insert and not modifiers:
            self._kept()
            self.view.lines.insert(max(0, row))
            self.view.open(max(0, row), Column.PRODUCT)
        elif key == Qt.Key.Key_D and modifiers == control:
            self._copy(row)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers & alt:
            self._kept()
            self.view.setCurrentIndex(
                self.view.lines.index(self.view.lines.move(row, -1 if key == Qt.Key.Key_Up else 1), 1)
            )
        else:
            return False
        return True

    def _kept(self) -> None:
        self.view.close_field(keep=True)
        self.view.setFocus()

    def _take_told(self, row: int) -> None:
        column = self.view.field.column if self.view.field is not None else None
        # a half-written price or discount is what F9 replaces
        self.view.close_field(keep=column is Column.QUANTITY)
        if not self.view.lines.take_told(row):
            self.view.remarked.emit(self.view.context.say.text(N_("No price was told for this product yet.")))
        if column is not None:
            self.view.open(row, column)

    def _copy(self, row: int) -> None:
        self._kept()
        line = self.view.lines.lines[row] if 0 <= row < len(self.view.lines.lines) else Line()
        if line.ready:
            copied = Line(line.offer, line.quantity, line.price, line.discount, level=line.level, below=line.below)
            self.view.lines.insert(row + 1, copied)
            self.view.open(row + 1, Column.QUANTITY)

    def _pastes_rows(self, *, in_field: bool) -> bool:
        text = QGuiApplication.clipboard().text()
        if not (set("\t\n") & set(text.strip("\r\n"))):
            return False
        if in_field:
            self.view.close_field(keep=False)
        self.view.pasted.emit(text)
        return True
