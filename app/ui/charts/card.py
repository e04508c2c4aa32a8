"""A chart in a card: its heading, the drawing, a sentence for who cannot see it, the same as a table (Alt+T)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QToolTip,
    QWidget,
)

from app.domain.refusal import N_
from app.reports.chart import Box
from app.ui.charts.surface import SCALE, ScreenSurface
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.kit.labels import Card, Text

RIGHT = Qt.AlignmentFlag.AlignRight
LEAST = QSize(300, 112)
EDGES = 26
"""Pixels around the words of a cell."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows: ``draw`` paints it on a surface, ``sentence`` says it, ``rows`` are its figures."""

    draw: Callable[[ScreenSurface, Box], object]
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(QWidget):
    """The drawing alone; it can have the focus, so that a screen reader finds its sentence."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.drawing: Drawing | None = None
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(" ")

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Another drawing; ``None`` leaves the place empty."""
        self.drawing = drawing
        self.setAccessibleDescription(drawing.sentence if drawing is not None else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The drawing over the whole widget, and the focus."""
        painter = QPainter(self)
        if self.drawing is not None:
            surface = ScreenSurface(painter, self.context.tokens, self.font())
            self.drawing.draw(surface, Box(0, 0, self.width() / SCALE, self.height() / SCALE))
        if self.hasFocus():
            painter.setPen(self.context.tokens.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The sentence as a tooltip too."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.drawing is not None:
            QToolTip.showText(event.globalPos(), self.drawing.sentence, self)
            return True
        return super().event(event)


class ChartCard(Card):
    """Heading, note, chart; a button turns the chart into a table and back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.heading = Text("", "section")
        self.note = Yielding("caption")
        self.chart = Chart(context)
        self.table = QTableWidget()
        self._style_table()
        self.switch = QToolButton()
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self.show_table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self._titles = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._titles.setSpacing(8)
        self._titles.addWidget(self.heading)
        self._titles.addWidget(self.note, 1)
        self.head.addLayout(self._titles, 1)
        self.head.addWidget(self.switch)
        self.body.addWidget(self._stack, 1)
        self.switch.hide()
        self.translate()

    def _style_table(self) -> None:
        self.table.setProperty("kind", "inset")
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    def show_chart(self, heading: str, note: str, drawing: Drawing | None) -> None:
        """Another chart under another heading."""
        self.heading.setText(heading)
        self.note.say(note)
        self._fit()
        self.chart.setAccessibleName(heading)
        self.table.setAccessibleName(heading)
        self.chart.show_drawing(drawing)
        self.switch.setVisible(drawing is not None)
        self._fill(drawing)

    def _fill(self, drawing: Drawing | None) -> None:
        header: Sequence[str] = drawing.header if drawing is not None else ()
        rows = drawing.rows if drawing is not None else ()
        self.table.setColumnCount(len(header))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels(list(header))
        left, right = (side | Qt.AlignmentFlag.AlignVCenter for side in (Qt.AlignmentFlag.AlignLeft, RIGHT))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(right)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{header[column]}: {text}")
                self.table.setItem(at, column, item)
        for column in range(len(header)):
            title = self.table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(right if column else left)
        across = self.table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if header:
            # names are read to their end, figures share what is left
            self.table.ensurePolished()
            texts = (header[0], *(row[0] for row in rows))
            across.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            across.resizeSection(0, max(self.table.fontMetrics().horizontalAdvance(text) for text in texts) + EDGES)

    def _fit(self) -> None:
        """The note beside the heading, below it where there is no room for both."""
        wide = self.heading.sizeHint().width() + self._titles.spacing() + self.note.needed
        room = self.contentsRect().width() - self.switch.sizeHint().width() - EDGES * 2
        ways = QBoxLayout.Direction
        self._titles.setDirection(ways.LeftToRight if wide <= room else ways.TopToBottom)
        self._titles.setSpacing(8 if wide <= room else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def show_table(self, shown: bool) -> None:
        """The figures instead of the drawing, or back."""
        self._stack.setCurrentWidget(self.table if shown else self.chart)
        if self.switch.isChecked() != shown:
            self.switch.setChecked(shown)
        self.translate()

    @property
    def as_table(self) -> bool:
        """Whether the figures are shown."""
        return self._stack.currentWidget() is self.table

    def translate(self) -> None:
        """Its own words anew."""
        words = self.context.say.text(N_("Show as chart") if self.as_table else N_("Show as table"))
        self.switch.setText(words)
        self.switch.setAccessibleName(words)
        self.switch.setToolTip(f"{words} (Alt+T)")
