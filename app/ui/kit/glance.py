"""Looking at a row without opening it: Space shows it over the list, Alt+Enter keeps it at the side."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit.columns import UNKNOWN, Column, Kind, Moment
from app.ui.kit.quick_look import Look, LookFrame

if TYPE_CHECKING:
    from app.ui.kit.list_panel import ListPanel

SIDE = 300
PREVIEW = "list.preview"
_SPACE = Qt.Key.Key_Space.value
_PREVIEW_KEYS = {(Qt.KeyboardModifier.AltModifier | key).toCombined() for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)}


class Glance(QObject):
    """Both follow the current row; the one at the side stays for every list until it is closed."""

    def __init__(self, panel: "ListPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self.quick = LookFrame(panel)
        self.side = LookFrame(panel, "card")
        self.side.setFixedWidth(SIDE)
        panel.table.installEventFilter(self)
        panel.table.selectionModel().currentChanged.connect(self._moved)
        panel.model.opened.connect(self._moved)
        panel.model.arrived.connect(self._moved)
        panel.context.personal.arrived.connect(self._arranged)
        self._arranged()

    def beside(self, pages: QWidget) -> QHBoxLayout:
        """The list and, while it is open, the card beside it."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(pages, 1)
        row.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _arranged(self) -> None:
        self._wanted = bool(self._panel.context.personal.get(PREVIEW, False))
        self._moved()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys of the table; what it does not know is left to it."""
        if event.type() == QEvent.Type.FocusOut or event.type() == QEvent.Type.Hide:
            self.quick.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.keyCombination().toCombined()
        if key == _SPACE and not self._panel.table.typing.active:
            self._look()
        elif key in _PREVIEW_KEYS:
            self._keep()
        elif event.key() == Qt.Key.Key_Escape and self.quick.isVisible():
            self.quick.hide()
        else:
            return False
        return True

    def _look(self) -> None:
        """Space: once more hides it."""
        look = self._told()
        if self.quick.isVisible() or look is None:
            self.quick.hide()
            return
        table = self._panel.table
        place = table.visualRect(table.currentIndex())
        place.moveTopLeft(table.viewport().mapTo(self._panel, place.topLeft()))
        self.quick.show_beside(look, place)

    def _keep(self) -> None:
        """Alt+Enter: once more closes it; remembered."""
        self._wanted = not self._wanted
        self._panel.context.personal.put(PREVIEW, self._wanted or None)
        self._moved()

    def _moved(self, *_places: object) -> None:
        look = self._told() if self._wanted or self.quick.isVisible() else None
        self.side.setVisible(self._wanted and look is not None)
        if look is None:
            self.quick.hide()
            return
        if self._wanted:
            self.side.tell(look)
        if self.quick.isVisible():
            self.quick.hide()
            self._look()

    def _told(self) -> Look | None:
        """The current row in every column there is, also in those that are not shown."""
        row = self._panel.table.currentIndex().row()
        record = self._panel.model.record_at(row) if row >= 0 else None
        if record is None or record.row is None:
            return None
        say = self._panel.context.say
        moment = Moment(datetime.now(say.zone))
        return look_of(record.row, self._panel.make_columns(), say, moment)


def look_of(row: Any, columns: Any, say: Any, moment: Moment) -> Look:  # noqa: ANN401 - rows of any list
    """What a row says in words: its first text is the name, the others are facts."""
    title, about, facts = "", "", []
    named: list[Column[Any]] = list(columns)
    first = next((column for column in named if column.kind is Kind.TWO_LINES or column.stretch), named[0])
    for column in named:
        cell = column.cell(row, say, moment)
        if column is first:
            title, about = cell.text, cell.second
            facts += [("", flag.words) for flag in cell.flags]
        elif cell.text and cell.text != UNKNOWN:
            second = f" · {cell.second}" if cell.second else ""
            facts.append((column.heading(say), f"{cell.text}{second}"))
    return Look(title, about, facts)
