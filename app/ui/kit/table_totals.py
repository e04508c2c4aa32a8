"""The row under a list that adds up the whole filtered list, not only the rows that were read."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.refusal import N_
from app.domain.watch import Stopped
from app.ui.kit.columns import Column, Kind
from app.ui.kit.delegates import PADDING
from app.ui.kit.table import RecordTable

HEIGHT = 32
SOON, UNKNOWN = "…", "–"


class TotalsRow(QWidget):
    """Painted under the columns of its table; it follows their places and says itself to screen readers."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        self._sums: Mapping[str, Any] = {}
        self._count: int | None = None
        self._instead = ""
        """What stands where a sum is not known."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = table.horizontalHeader()
        header.sectionResized.connect(self._follow)
        header.sectionMoved.connect(self._follow)
        table.horizontalScrollBar().valueChanged.connect(self._follow)
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a line of text and its air, whatever the font."""
        return QSize(100, max(HEIGHT, self.fontMetrics().height() + 12))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its height does not shrink."""
        return QSize(0, self.sizeHint().height())

    def _follow(self, *_places: int) -> None:
        self.update()

    def keys(self) -> list[str]:
        """The visible columns whose kind can be added up."""
        return [column.key for column in self._table.records.columns if column.kind in (Kind.MONEY, Kind.NUMBER)]

    def show_sums(self, sums: Mapping[str, Any]) -> None:
        """Sums by column; none hides the row."""
        self._sums, self._instead = sums, ""
        self.setVisible(bool(sums))
        self._say()
        self.update()

    def wait(self) -> None:
        """Other rows are asked for: what was added up before is not theirs."""
        self._stand_in(SOON)

    def give_up(self, error: BaseException) -> None:
        """It could not be added up: an old sum would be a wrong one. The list itself says what is wrong."""
        # whoever stopped it asks anew
        if not isinstance(error, Stopped):
            self._stand_in(UNKNOWN)

    def _stand_in(self, sign: str) -> None:
        self._instead = sign
        self._say()
        self.update()

    def show_count(self, count: int | None) -> None:
        """How many rows are added up."""
        self._count = count
        self._say()
        self.update()

    def words(self, column: Column[Any]) -> str:
        """The sum of a column as it is painted; empty where there is none."""
        value = self._sums.get(column.key)
        if value is None:
            return ""
        if self._instead:
            return self._instead
        say = self._table.context.say
        return say.money(value) if column.kind is Kind.MONEY else say.number(Decimal(value), 0)

    def title(self) -> str:
        """What stands under the first column."""
        say = self._table.context.say
        if self._count is None:
            return say.text(N_("Total"))
        return say.plural("Total of {count} row", "Total of {count} rows", self._count)

    def _say(self) -> None:
        say = self._table.context.say
        parts = [
            say.text(N_("{title}: {value}"), title=column.heading(say), value=words)
            for column in self._table.records.columns
            if (words := self.words(column))
        ]
        self.setAccessibleName(" · ".join([self.title(), *parts]))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The title under the first column, sums under theirs."""
        tokens, painter = self._table.context.tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.color("subtle"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), tokens.color("line_strong"))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setVariableAxis(QFont.Tag("wght"), 600)
        painter.setFont(font)
        painter.setPen(tokens.color("text"))
        edge = self._table.frameWidth()
        for at, column in enumerate(self._table.records.columns):
            words = self.words(column) or ("" if at else self.title())
            left, width = self._table.columnViewportPosition(at) + edge, self._table.columnWidth(at)
            side = Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight
            where = QRectF(left + PADDING, 0, width - 2 * PADDING, self.height())
            painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)
        painter.end()
