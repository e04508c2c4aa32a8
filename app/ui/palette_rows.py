"""The rows of the palette: what was found, under headings, with the key of each command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.keys import engraved

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
HIGH, HEADING_HIGH = 38, 28
EDGE = 14


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``kind`` says what choosing it does with ``record``; a heading and a sentence cannot be chosen."""

    kind: str
    title: str
    about: str = ""
    icon: str = ""
    record: object = None
    key: str = ""
    tier: str = ""
    number: str = ""
    """The telephone number of a customer, as people read it."""

    @property
    def choosable(self) -> bool:
        """Whether Enter does something."""
        return self.kind not in ("heading", "sentence")


class PaletteRows(QAbstractListModel):
    """All rows at once; there are never more than some dozens."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, at: int) -> Row | None:
        """A row, or none."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def height(self) -> int:
        """Pixels of all rows."""
        return sum(HEADING_HIGH if row.kind == "heading" else HIGH for row in self._rows)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """All of them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """A look-up that cannot fail."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.about, row.tier, row.key) if part)
        return row if role == ROW else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings are only read."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsSelectable if row.choosable else plain


def key_text(key: str) -> str:
    """A key as it stands on the keyboard."""
    return engraved(key)


class PalettePainter(QStyledItemDelegate):
    """Icon, title, what to know about it, tier, key."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Headings are lower."""
        row = index.data(ROW)
        return QSize(100, HEADING_HIGH if isinstance(row, Row) and row.kind == "heading" else HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One row."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect).adjusted(4, 1, -4, -1)
        if row.choosable and option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.context.tokens.selected))
            painter.drawRoundedRect(rect, 5, 5)
        inner = rect.adjusted(EDGE - 4, 0, -EDGE + 4, 0)
        if row.kind == "heading":
            self._text(painter, inner, row.title, option.font, "text2")
        else:
            self._paint_row(painter, inner, row, option.font)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRect, row: Row, font: QFont) -> None:
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        if row.icon:
            device = painter.device()
            picture = pixmap(row.icon, self.context.tokens.accent, 17, device.devicePixelRatio() if device else 1.0)
            painter.drawPixmap(rect.left(), rect.center().y() - 8, picture)
            rect = rect.adjusted(32, 0, 0, 0)
        if row.key:
            rect = self._boxed(painter, rect, row.key, font, ("text2", "subtle"))
        if row.tier:
            tone = f"tier_{row.tier.lower()}"
            rect = self._boxed(painter, rect, row.tier, strong, (tone, f"{tone}_bg"))
        used = self._text(painter, rect, row.title, strong if row.choosable else font, "text")
        self._text(painter, rect.adjusted(used + 12, 0, 0, 0), row.about, font, "text2")

    def _boxed(self, painter: QPainter, rect: QRect, text: str, font: QFont, tones: tuple[str, str]) -> QRect:
        """A text in a box at the right end; what is left of the rectangle."""
        wide = QFontMetrics(font).horizontalAdvance(text) + 14
        box = QRect(rect.right() - wide, rect.center().y() - 10, wide, 20)
        ink, ground = (QColor(getattr(self.context.tokens, tone)) for tone in tones)
        painter.setPen(QColor(self.context.tokens.line) if tones[1] == "subtle" else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return rect.adjusted(0, 0, -wide - 10, 0)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, tone: str) -> int:
        """One line, its end left out where it does not fit; the pixels it took."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.setPen(QColor(getattr(self.context.tokens, tone)))
        painter.setFont(font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        return metrics.horizontalAdvance(shown)
