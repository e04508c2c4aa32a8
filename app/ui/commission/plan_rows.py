"""A field of a form that is a table to type into: rows added, removed and moved by keyboard, read as one value."""

import json
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.commission_plan import check_rate
from app.domain.refusal import N_, Mistake
from app.domain.typed import read_number
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form_box import FieldBox
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Text

TOOLS = (
    ("up", "up", N_("Row {row}: up (Alt+↑)")),
    ("down", "down", N_("Row {row}: down (Alt+↓)")),
    ("remove", "close", N_("Row {row}: remove (Ctrl+Del)")),
)
TOOL = 14
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class CellKind:
    """A column of the table: its title, and how wide a cell is (0: what is left)."""

    title: str
    width: int = 0
    hint: str = ""


class RowMistake(Mistake):
    """Something in a cell that cannot be."""

    def __init__(self, place: tuple[int, int], why: Mistake) -> None:
        super().__init__(why.message, hint=why.hint, field=why.field, **dict(why.values))
        self.place = place


class Row:
    """The widgets of one row: cells to type into, an example behind them, tools."""

    def __init__(self, box: "RowsBox") -> None:
        self.cells = [box.make_cell(kind) for kind in box.columns]
        self.example = Text("", "caption")
        self.tools = [QToolButton() for _ in TOOLS] if box.movable else []
        for cell in self.cells:
            cell.textEdited.connect(box.typed)
            cell.installEventFilter(box)
        for tool in self.tools:
            tool.setProperty("kind", "status")
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tool.setIconSize(QSize(TOOL, TOOL))
            tool.clicked.connect(box.tool_used)

    @property
    def widgets(self) -> list[QWidget]:
        """All of them, from the left."""
        return [*self.cells, *self.tools, self.example]

    @property
    def texts(self) -> list[str]:
        """What stands in the cells."""
        return [cell.text().strip() for cell in self.cells]


class RowsBox(FieldBox):
    """The common part; a subclass says what its columns are and reads the texts."""

    columns: Sequence[CellKind] = ()
    movable = True
    add_words = N_("Add a row")

    def __init__(self, context: Context, field: FormField) -> None:
        self._table = QWidget()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self.add = QPushButton()
        self.add.setProperty("kind", "flat")
        self.rows: list[Row] = []
        self._titles = [Text("", "caption") for _ in self.columns]
        super().__init__(context, field, self._table)
        for column, (title, kind) in enumerate(zip(self._titles, self.columns, strict=True)):
            side = Qt.AlignmentFlag.AlignRight if kind.width else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(title, 0, column, side)
            self._grid.setColumnStretch(column, 0 if kind.width else 1)
        outer, foot = QVBoxLayout(self._table), QHBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(self._grid)
        foot.addWidget(self.add)
        foot.addStretch(1)
        outer.addLayout(foot)
        self.add.clicked.connect(self.add_row)
        self.add.setVisible(self.movable)

    # what a subclass says

    @abstractmethod
    def read_rows(self, rows: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401 - the value's type is the field's
        """The value of these texts. Raises ``RowMistake`` and ``Mistake``."""

    @abstractmethod
    def rows_of(self, value: Any) -> list[list[str]]:  # noqa: ANN401
        """The texts of a value."""

    def about(self, row: Sequence[str]) -> str:
        """An example behind a row."""
        return ""

    def make_cell(self, kind: CellKind) -> QLineEdit:
        """An editor for a cell."""
        made = QLineEdit()
        if kind.width:
            made.setFixedWidth(kind.width)
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made

    # the field

    def raw(self) -> str:
        return json.dumps([row.texts for row in self.rows if any(row.texts)], ensure_ascii=False)

    def text_of(self, value: Any) -> str:  # noqa: ANN401
        return json.dumps(self.rows_of(value) if value else [], ensure_ascii=False)

    def show_raw(self, text: str) -> None:
        texts = _texts(text, len(self.columns))
        while len(self.rows) > max(len(texts), 0 if self.movable else len(self.rows)):
            self._drop(len(self.rows) - 1)
        while len(self.rows) < len(texts):
            self._append()
        for row, cells in zip(self.rows, texts, strict=False):
            for cell, written in zip(row.cells, cells, strict=True):
                if cell.text() != written:
                    cell.setText(written)
                    cell.setCursorPosition(0)
        for row in self.rows[len(texts) :]:
            for cell in row.cells:
                cell.clear()
        self._written()

    def read(self, text: str) -> tuple[Any, str]:
        self._mark_cell(None)
        try:
            return self.read_rows(_texts(text, len(self.columns))), ""
        except RowMistake as wrong:
            self._mark_cell(wrong.place)
            raise

    def now(self) -> Any:  # noqa: ANN401
        """The value of what stands here now, or none while it cannot be read; nothing is marked."""
        try:
            return self.read_rows(_texts(self.raw(), len(self.columns)))
        except Mistake:
            return None

    def set_editable(self, editable: bool) -> None:
        for row in self.rows:
            for cell in row.cells:
                cell.setReadOnly(not editable)
            for tool in row.tools:
                tool.setEnabled(editable)
        self.add.setEnabled(editable)
        self._editable = editable

    _editable = True

    def percent(self, text: str, place: tuple[int, int]) -> Decimal:
        """A rate as typed. Raises ``RowMistake``, for 120 with what was probably meant."""
        try:
            if not text:
                raise Mistake(N_("Write a rate in percent."))
            mark = self.context.say.decimal_mark
            found = read_number(text.replace("%", "").strip(), mark=mark, usual=2, places=2).value
            check_rate(found, self.field.key)
        except Mistake as mistake:
            raise RowMistake(place, mistake) from None
        return found

    def number(self, text: str, place: tuple[int, int]) -> Decimal:
        """An amount as typed. Raises ``RowMistake``."""
        say = self.context.say
        try:
            return read_number(text, mark=say.decimal_mark, usual=say.places, places=say.places).value
        except Mistake as mistake:
            raise RowMistake(place, mistake) from None

    def written_number(self, value: Decimal) -> str:
        """A number without needless zeros."""
        return self.context.say.number(value, max(0, -int(value.normalize().as_tuple().exponent)))

    # rows

    def add_row(self) -> None:
        """A blank row at the end, with the cursor in it."""
        if not self._editable:
            return
        self._append()
        self._written()
        self.rows[-1].cells[0].setFocus()
        self._typed()

    def typed(self) -> None:
        """A cell was written into."""
        self._mark_cell(None)
        self._written()
        self._typed()

    def tool_used(self) -> None:
        """A tool of a row."""
        sender = self.sender()
        for at, row in enumerate(self.rows):
            for (name, _, _), tool in zip(TOOLS, row.tools, strict=True):
                if tool is sender:
                    self.use(name, at)
                    return

    def use(self, tool: str, at: int) -> None:
        """Move a row or take it out."""
        if not (self._editable and self.movable):
            return
        if tool == "remove":
            self._drop(at)
            if self.rows:
                self.rows[min(at, len(self.rows) - 1)].cells[0].setFocus()
            else:
                self.add.setFocus()
        else:
            to = at + (1 if tool == "down" else -1)
            if not 0 <= to < len(self.rows):
                return
            self._swap(at, to)
            self.rows[to].cells[0].setFocus()
        self.typed()

    def _swap(self, at: int, to: int) -> None:
        texts = [row.texts for row in self.rows]
        texts[at], texts[to] = texts[to], texts[at]
        for row, cells in zip(self.rows, texts, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.setText(text)

    def _append(self) -> None:
        row = Row(self)
        self.rows.append(row)
        self._place(len(self.rows) - 1)
        # what is added to a window that is shown is shown later, and could not have the focus until then
        for widget in (*row.cells, *row.tools):
            widget.show()
        before: QWidget = self.add.previousInFocusChain() or self.add
        for cell in row.cells:
            QWidget.setTabOrder(before, cell)
            before = cell
        self._name_row(len(self.rows) - 1)

    def _place(self, at: int) -> None:
        """A row in the grid, its example in a line of its own below."""
        row = self.rows[at]
        across = [*row.cells, *row.tools]
        for column, widget in enumerate(across):
            self._grid.addWidget(widget, 2 * at + 1, column)
        self._grid.addWidget(row.example, 2 * at + 2, 0, 1, len(across))

    def _drop(self, at: int) -> None:
        row = self.rows.pop(at)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for number, kept in enumerate(self.rows):
            for widget in kept.widgets:
                self._grid.removeWidget(widget)
            self._place(number)
            self._name_row(number)

    def _written(self) -> None:
        """Examples anew, and titles only over rows."""
        for row in self.rows:
            words = self.about(row.texts)
            row.example.setText(words)
            row.example.setVisible(bool(words))
        for title in self._titles:
            title.setVisible(bool(self.rows))

    def _mark_cell(self, place: tuple[int, int] | None) -> None:
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row.cells):
                wrong = (at, column) == place
                if bool(cell.property("wrong")) != wrong:
                    cell.setProperty("wrong", wrong)
                    cell.style().unpolish(cell)
                    cell.style().polish(cell)

    def _name_row(self, at: int) -> None:
        say, row = self.context.say, self.rows[at]
        for cell, kind in zip(row.cells, self.columns, strict=True):
            cell.setAccessibleName(say.text(N_("{title}, row {row}"), title=say.text(kind.title), row=at + 1))
            cell.setPlaceholderText(say.text(kind.hint))
        for (_, meaning, words), tool in zip(TOOLS, row.tools, strict=False):
            tool.setAccessibleName(say.text(words, row=at + 1))
            tool.setToolTip(tool.accessibleName())
            tool.setIcon(icon(meaning, self.context.tokens.text2, TOOL))

    # the kit

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802 - Qt's name
        """The first cell, or the one that is wrong."""
        wrong: list[QWidget] = [cell for row in self.rows for cell in row.cells if cell.property("wrong")]
        first = wrong or [row.cells[0] for row in self.rows[:1]] or [self.add]
        first[0].setFocus(reason)

    def translate(self) -> None:
        super().translate()
        say = self.context.say
        for title, kind in zip(self._titles, self.columns, strict=True):
            title.setText(say.text(kind.title))
        self.add.setText(say.text(self.add_words))
        self.add.setAccessibleName(self.add.text())
        for at in range(len(self.rows)):
            self._name_row(at)
        self._written()

    def paint_theme(self) -> None:
        super().paint_theme()
        for at in range(len(self.rows)):
            self._name_row(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Between cells nothing is read yet: a row is half written there; leaving the table reads it."""
        if event.type() == QEvent.Type.FocusOut:
            focus = QApplication.focusWidget()
            if focus is not None and focus is not watched and self.isAncestorOf(focus):
                self.left.emit()
                return False
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        focus = QApplication.focusWidget()
        at = next((at for at, row in enumerate(self.rows) if focus in row.cells), -1)
        if at < 0 or not self.movable:
            return False
        keys, modifiers = Qt.Key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier and event.key() in (keys.Key_Up, keys.Key_Down):
            self.use("up" if event.key() == keys.Key_Up else "down", at)
            return True
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == keys.Key_Delete:
            self.use("remove", at)
            return True
        if event.key() == keys.Key_Insert or (not modifiers and event.key() in ENTERS and at == len(self.rows) - 1):
            self.add_row()
            return True
        return False


def _texts(text: str, columns: int) -> list[list[str]]:
    """Rows of a raw text; what is no such text has none."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    rows = [[str(cell) for cell in row][:columns] for row in found if isinstance(row, list)]
    return [row + [""] * (columns - len(row)) for row in rows]
