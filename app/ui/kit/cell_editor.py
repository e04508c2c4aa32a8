"""Editing a cell of a list in its place: F2 opens it, Tab and Enter go on, a wrong value stays open with its reason."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.ui.kit.columns import Edit
from app.ui.kit.labels import Text
from app.ui.kit.table_reading import Record

if TYPE_CHECKING:
    from app.ui.kit.table import RecordTable

_STEPS = {
    Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1), Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0),
}  # fmt: skip


class CellEditor(QObject):
    """One line over one cell of a table; lists without editable columns never show it."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self.line = QLineEdit(table.viewport())
        self.line.hide()
        self.line.installEventFilter(self)
        self.reason = QFrame(table.viewport())
        self.reason.setProperty("kind", "strip")
        self.reason.setProperty("tone", "bad")
        self.words = Text("", tone="bad")
        row = QHBoxLayout(self.reason)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.words)
        self.reason.hide()
        self._at: tuple[int, int] | None = None
        self._record: Record[Any] | None = None
        self._step = (0, 0)
        self._before = ""
        self._busy = False
        table.edit_wanted.connect(self.open)
        table.verticalScrollBar().valueChanged.connect(self._follow)
        table.horizontalScrollBar().valueChanged.connect(self._follow)

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self._at is not None

    def open(self, row: int, column: int) -> None:
        """Edit a cell, or the next editable one of its row; a list without any says so."""
        columns = self._table.records.columns
        order = [*range(column, len(columns)), *range(column)]
        at = next((one for one in order if columns[one].edit is not None), None)
        record = self._table.records.record_at(row)
        if at is None:
            say = self._table.context.say
            self._table.context.reporter.tell(say.text(N_("Nothing in this list is edited in place.")), "info")
            return
        if record is None or record.row is None:
            return
        edit = columns[at].edit
        assert edit is not None
        self._at, self._record = (row, at), record
        self._before = edit.text(record.row, self._table.context.say)
        self._table.setCurrentIndex(self._table.records.index(row, at))
        self.line.setText(self._before)
        self.line.setAccessibleName(columns[at].heading(self._table.context.say))
        self._refuse("")
        self._follow()
        self.line.show()
        self.line.setFocus()
        self.line.selectAll()

    def _follow(self, *_value: int) -> None:
        if self._at is None:
            return
        where = self._table.visualRect(self._table.records.index(*self._at))
        self.line.setGeometry(where.adjusted(1, 1, -1, -2))
        self.reason.adjustSize()
        below = QPoint(where.left(), where.bottom() + 2)
        if below.y() + self.reason.height() > self._table.viewport().height():
            below.setY(where.top() - self.reason.height() - 2)
        room = self._table.viewport().width() - self.reason.width()
        self.reason.move(max(0, min(below.x(), room)), below.y())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys of the line: take, go on, or restore."""
        if watched is not self.line or self._at is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() == Qt.Key.Key_Escape
            if mine:
                event.accept()
            return mine
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
                self._take(step)
                return True
        if event.type() == QEvent.Type.FocusOut and not self._busy:
            self._take((0, 0))
        return False

    def _edit(self) -> Edit[Any]:
        assert self._at is not None
        edit = self._table.records.columns[self._at[1]].edit
        assert edit is not None
        return edit

    def _take(self, step: tuple[int, int]) -> None:
        if self._busy:
            return
        self._step = step
        if self.line.text() == self._before:
            self._go_on()
            return
        edit, context = self._edit(), self._table.context
        assert self._record is not None
        try:
            value = edit.read(self.line.text(), context.say)
        except Refusal as refusal:
            self._refuse(context.say.refusal(refusal))
            return
        self._busy = True
        work = partial(edit.save, row=self._record.row, value=value, request=new_uid())
        context.runner.write(self, work, self._saved, self._failed)

    def _saved(self, answer: Any) -> None:  # noqa: ANN401 - what the list's service returns
        self._busy = False
        context, back = self._table.context, getattr(answer, "back", None)
        if callable(back):
            context.undo.offer(context.say.text(self._edit().done, value=self.line.text()), back)
        self._go_on()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        context = self._table.context
        if isinstance(error, Refusal):
            self._refuse(context.say.refusal(error))
        else:
            context.reporter.show(error, near=self)

    def _refuse(self, words: str) -> None:
        self.words.setText(words)
        self.line.setAccessibleDescription(words)
        self.line.setProperty("wrong", bool(words))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.reason.setVisible(bool(words))
        self.reason.raise_()
        self._follow()

    def _go_on(self) -> None:
        at, step = self._at, self._step
        self.close()
        if at is None or step == (0, 0):
            return
        columns, count = self._table.records.columns, self._table.records.rowCount()
        editable = [place for place, column in enumerate(columns) if column.edit is not None]
        row, column = at[0] + step[0], at[1]
        if step[1]:
            place = editable.index(column) + step[1]
            row, column = at[0] + place // len(editable), editable[place % len(editable)]
        if 0 <= row < count:
            self.open(row, column)

    def close(self) -> None:
        """The cell is as it was stored."""
        self._at = self._record = None
        had = self.line.hasFocus()
        self.line.hide()
        self.reason.hide()
        if had:
            self._table.setFocus()
