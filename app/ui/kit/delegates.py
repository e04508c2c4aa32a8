"""Paints every cell of every list from the theme's colours: one class, no widgets in cells.

A table gives all rows of a frame at once: what Qt does for each single cell costs more than painting it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.i18n import Say
from app.ui.icons import pixmap
from app.ui.kit.columns import CENTRED, RIGHT, Cell, Column, Kind
from app.ui.kit.focus import paint_ring
from app.ui.theme import Tokens

PADDING = 10
CHIP = 20
LEVELS = "DCBA"
BARS = 29
MARK = 26
STEPS, STEP, STEP_HIGH, STEP_GAP = 5, 14, 5, 3
"""How many steps there are, and the size of each in logical pixels."""
BAR = 3
ICON = 13
ROWS = {"compact": (28, 36), "standard": (34, 40), "roomy": (42, 46)}
"""Least heights of rows of one line and of two, by density."""
BOX = 30
"""The room of the box that says whether a row is selected."""
BOX_SIDE = 15
FLAG = 16
DIMMED = 0.6
SLACK = 2
"""Fractions of pixels that metrics and painting differ by."""

# grounds of initials; red is left out, it means something
_GROUNDS = ("accent", "info", "ok", "warn", "tier_b", "neutral", "tier_n")
# numbers, because joining flags while painting cost a tenth of every frame
_ONE_LINE = Qt.TextFlag.TextSingleLine.value
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | _ONE_LINE
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value | _ONE_LINE
_CENTRE = Qt.AlignmentFlag.AlignCenter.value | _ONE_LINE
_UNCUT = Qt.TextFlag.TextDontClip.value
_TONES = {"": "text", "quiet": "text3"}


@dataclass(frozen=True, slots=True)
class Span:
    """A column in a frame: its number in the model, its place and its width."""

    at: int
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row in a frame; no ``cells``: it is not known yet."""

    number: int
    top: int
    height: int
    selected: bool
    cells: Sequence[Cell] | None


@dataclass(slots=True)
class _Faces:
    """The fonts of a list."""

    plain: QFont
    strong: QFont
    small: QFont
    mark: QFont

    @classmethod
    def of(cls, font: QFont) -> "_Faces":
        strong, small = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        # a face whose weights are one variable font stays thin without this
        strong.setVariableAxis(QFont.Tag("wght"), 600)
        small.setPointSizeF(max(8.25, font.pointSizeF() - 0.9))
        mark = QFont(small)
        mark.setWeight(QFont.Weight.DemiBold)
        return cls(QFont(font), strong, small, mark)


class CellDelegate(QStyledItemDelegate):
    """Reads cells straight from a ``RecordTableModel``; what is not known yet is a grey bar."""

    def __init__(self, view: QTableView, tokens: Tokens) -> None:
        super().__init__(view)
        self.set_tokens(tokens)
        self.hovered = -1
        self.dimmed = False
        self.boxes = False
        self.density = "standard"
        self.two_lines = True
        self.set_font(view.font())

    def set_tokens(self, tokens: Tokens) -> None:
        """Another theme."""
        self._tokens = tokens
        self._inks: dict[str, QColor] = {}

    def set_font(self, font: QFont) -> None:
        """Another font: all sizes follow it."""
        self._faces = _Faces.of(font)
        self._plain = QFontMetricsF(self._faces.plain)
        self._strong = QFontMetricsF(self._faces.strong)
        self._small = QFontMetricsF(self._faces.small)

    @property
    def row_height(self) -> int:
        """One line or two and their air."""
        one, two = ROWS[self.density]
        if not self.two_lines:
            return max(one, round(self._strong.height()) + 6)
        return max(two, round(self._strong.height() + self._small.height()) + 2)

    def width_of(self, column: Column[Any], text: str) -> int:
        """How wide a column must be to show a text whole."""
        metrics = self._plain if column.kind in (Kind.DATE, Kind.PHONE, Kind.TEXT) else self._strong
        extra: Mapping[Kind, int] = {Kind.STATUS: ICON + 20, Kind.TIER: 12, Kind.LEVEL: BARS}
        if column.kind == Kind.STEPS:
            # the words are only heard
            return STEPS * (STEP + STEP_GAP) - STEP_GAP + 2 * PADDING
        return round(metrics.horizontalAdvance(text) + 0.5) + 2 * PADDING + SLACK + extra.get(column.kind, 0)

    def least_width(self, column: Column[Any], say: Say) -> int:
        """The least width at which nothing of this column's kind is cut short."""
        return max([self.width_of(column, text) for text in column.samples(say)], default=60)

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as the text of a known cell, as high as every row."""
        model: Any = index.model()
        column = model.columns[index.column()]
        return QSize(self.width_of(column, str(index.data() or "")), self.row_height)

    def paint_rows(
        self, painter: QPainter, columns: Sequence[Column[Any]], spans: Sequence[Span], rows: Sequence[Row]
    ) -> None:
        """Grounds first, then what stands on them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in rows:
            self._ground(painter, spans, row)
        if self.dimmed:
            painter.setOpacity(DIMMED)
        for span in spans:
            column = columns[span.at]
            paint = _PAINTERS.get(column.kind, CellDelegate._paint_text)
            boxed = self.boxes and span.at == 0
            left, width = span.left + (BOX if boxed else PADDING), span.width - (BOX if boxed else PADDING) - PADDING
            for row in rows:
                inside = QRectF(left, row.top, width, row.height - 1)
                if boxed:
                    self._box(painter, span.left, inside.center().y(), selected=row.selected)
                if row.cells is None:
                    self._grey(painter, inside, column)
                else:
                    paint(self, painter, inside, column, row.cells[span.at])
        painter.setOpacity(1)

    def paint_focus(self, painter: QPainter, cell: QRect) -> None:
        """The cell in which the keyboard is."""
        paint_ring(painter, QRectF(cell).adjusted(1, 1, -1, -2), 3, self._tokens)

    def _ground(self, painter: QPainter, spans: Sequence[Span], row: Row) -> None:
        left = min(span.left for span in spans)
        width = max(span.left + span.width for span in spans) - left
        if row.selected or row.number == self.hovered:
            painter.fillRect(left, row.top, width, row.height, self._ink("selected_row" if row.selected else "hover"))
        painter.fillRect(left, row.top + row.height - 1, width, 1, self._ink("line"))
        if row.selected:
            first = next((span.left for span in spans if span.at == 0), None)
            if first is not None:
                painter.fillRect(first, row.top, BAR, row.height - 1, self._ink("accent"))

    def _box(self, painter: QPainter, left: float, middle: float, *, selected: bool) -> None:
        """Ticked where the row is selected."""
        box = QRectF(left + PADDING, middle - BOX_SIDE / 2, BOX_SIDE, BOX_SIDE)
        painter.setPen(QPen(self._ink("accent" if selected else "line_strong"), 1.2))
        painter.setBrush(self._ink("accent" if selected else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if selected:
            painter.setPen(QPen(self._ink("on_accent"), 1.8))
            painter.drawPolyline(
                QPolygonF([box.topLeft() + QPointF(*at) for at in ((3.5, 7.8), (6.4, 10.6), (11.6, 4.8))])
            )

    def _grey(self, painter: QPainter, rect: QRectF, column: Column[Any]) -> None:
        width = min(rect.width(), 46.0 if column.kind in WHOLE_AND_SHORT else rect.width() * 0.6)
        left = rect.right() - width if column.kind in RIGHT else rect.left()
        if column.kind in CENTRED:
            left = rect.center().x() - width / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.color("neutral_bg"))
        painter.drawRoundedRect(QRectF(left, rect.center().y() - 5, width, 10), 4, 4)

    def paint_grey(self, painter: QPainter, spans: Sequence[tuple[int, int]], height: int) -> None:
        """Rows of a list that is still being read; ``spans`` are the columns' places and widths."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.color("neutral_bg"))
        for row in range(height // self.row_height):
            middle = row * self.row_height + self.row_height / 2
            for left, width in spans:
                painter.drawRoundedRect(QRectF(left + PADDING, middle - 5, (width - 2 * PADDING) * 0.6, 10), 4, 4)

    def _color(self, tone: str) -> QColor:
        return self._ink(_TONES.get(tone, tone))

    def _ink(self, name: str) -> QColor:
        """A colour of the theme; making it anew for every cell was felt."""
        found = self._inks.get(name)
        if found is None:
            found = self._inks[name] = self._tokens.color(name)
        return found

    def _line(self, painter: QPainter, rect: QRectF, text: str, font: QFont, flags: int = _LEFT) -> None:
        """One line of text, cut short at its end where it must be."""
        painter.setFont(font)
        metrics = {id(self._faces.strong): self._strong, id(self._faces.small): self._small}.get(id(font), self._plain)
        if metrics.horizontalAdvance(text) > rect.width() + SLACK:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, text)

    def _paint_text(self, painter: QPainter, rect: QRectF, column: Column[Any], cell: Cell) -> None:
        """Text and dates; a second line below where there is one."""
        font = self._faces.strong if column.strong or column.kind == Kind.CODE else self._faces.plain
        if cell.second:
            self._pair(painter, rect, cell, font)
            return
        painter.setPen(self._color(cell.tone))
        self._whole(painter, rect, column, cell.text, font)

    def _whole(self, painter: QPainter, rect: QRectF, column: Column[Any], text: str, font: QFont) -> None:
        """Figures are never cut short: they would rather reach into the padding."""
        flags = _RIGHT if column.kind in RIGHT else _CENTRE if column.kind in CENTRED else _LEFT
        if not column.whole:
            self._line(painter, rect, text, font, flags)
            return
        painter.setFont(font)
        painter.drawText(rect, flags | _UNCUT, text)

    def _paint_figure(self, painter: QPainter, rect: QRectF, column: Column[Any], cell: Cell) -> None:
        """Money and numbers; what is bad is bold too."""
        bold = column.strong or cell.tone in ("bad", "negative")
        painter.setPen(self._color(cell.tone))
        self._whole(painter, rect, column, cell.text, self._faces.strong if bold else self._faces.plain)

    def _paint_two_lines(self, painter: QPainter, rect: QRectF, column: Column[Any], cell: Cell) -> None:
        if column.marks:
            self._mark(painter, QRectF(rect.left(), rect.center().y() - MARK / 2, MARK, MARK), cell)
            rect = rect.adjusted(MARK + 9, 0, 0, 0)
        if cell.flags:
            rect = self._flags(painter, rect, cell)
        if cell.second:
            self._pair(painter, rect, cell, self._faces.strong)
        else:
            painter.setPen(self._color(cell.tone))
            self._line(painter, rect, cell.text, self._faces.strong)

    def _flags(self, painter: QPainter, rect: QRectF, cell: Cell) -> QRectF:
        """Icons at the end of the cell; returns what is left before them."""
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        right = rect.right()
        for flag in reversed(cell.flags):
            drawn = pixmap(flag.icon, self._color(flag.tone).name(), FLAG, ratio)
            painter.drawPixmap(QPointF(right - FLAG, rect.center().y() - FLAG / 2), drawn)
            right -= FLAG + 5
        return rect.adjusted(0, 0, right - rect.right() - 3, 0)

    def _pair(self, painter: QPainter, rect: QRectF, cell: Cell, font: QFont) -> None:
        upper, lower = self._strong.height(), self._small.height()
        top = rect.center().y() - (upper + lower) / 2
        painter.setPen(self._color("" if cell.tone == "bad" else cell.tone))
        self._line(painter, QRectF(rect.left(), top, rect.width(), upper), cell.text, font)
        painter.setPen(self._color("bad") if cell.tone == "bad" else self._tokens.color("text2"))
        self._line(painter, QRectF(rect.left(), top + upper, rect.width(), lower), cell.second, self._faces.small)

    def _mark(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        """Initials on a ground that stays the same for the same name."""
        ground = _GROUNDS[sum(map(ord, cell.text)) % len(_GROUNDS)]
        outlined = self._tokens.outlined
        painter.setPen(self._tokens.color("text") if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if outlined else self._tokens.color(ground))
        painter.drawEllipse(rect)
        painter.setPen(self._tokens.color("text" if outlined else "on_accent"))
        painter.setFont(self._faces.mark)
        painter.drawText(rect, _CENTRE, cell.mark)

    def _paint_tier(self, painter: QPainter, rect: QRectF, _column: Column[Any], cell: Cell) -> None:
        """A filled chip that carries the letter."""
        if not cell.tone.startswith("tier_"):
            painter.setPen(self._color("quiet"))
            self._line(painter, rect, cell.text, self._faces.plain, _CENTRE)
            return
        chip = QRectF(rect.center().x() - 12, rect.center().y() - CHIP / 2, 24, CHIP)
        self._chip(painter, chip, cell.tone)
        painter.setFont(self._faces.strong)
        painter.drawText(chip, _CENTRE, cell.text)

    def _paint_level(self, painter: QPainter, rect: QRectF, _column: Column[Any], cell: Cell) -> None:
        """Four rising bars, as many filled as the level is good, and its letter."""
        filled, foot = LEVELS.find(cell.text[:1]) + 1, rect.center().y() + 7
        for at in range(len(LEVELS) if filled else 0):
            height = 5 + 3 * at
            ink = self._tokens.color("accent" if at < filled else "line")
            painter.fillRect(QRectF(rect.left() + 6 * at, foot - height, 4, height), ink)
        painter.setPen(self._color(cell.tone))
        left = rect.adjusted(BARS if filled else 0, 0, 0, 0)
        self._line(painter, left, cell.text, self._faces.strong if filled else self._faces.plain)

    def _paint_steps(self, painter: QPainter, rect: QRectF, _column: Column[Any], cell: Cell) -> None:
        """Five bars in a row; those that are done are filled, in high contrast the others are outlines."""
        done, top = int(cell.mark or 0), rect.center().y() - STEP_HIGH / 2
        for at in range(STEPS):
            bar = QRectF(rect.left() + at * (STEP + STEP_GAP), top, STEP, STEP_HIGH)
            filled = at < done
            outlined = self._tokens.outlined and not filled
            painter.setPen(self._tokens.color("line_strong") if outlined else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if outlined else self._tokens.color("accent" if filled else "line"))
            painter.drawRoundedRect(bar, 2, 2)

    def _paint_status(self, painter: QPainter, rect: QRectF, _column: Column[Any], cell: Cell) -> None:
        """A chip with icon and words: its colour never stands alone."""
        tone = cell.tone or "neutral"
        font = self._faces.plain
        if cell.struck:
            font = QFont(font)
            font.setStrikeOut(True)
        icon = ICON + 5 if cell.icon else 0
        width = self._plain.horizontalAdvance(cell.text) + icon + 14
        chip = QRectF(rect.left(), rect.center().y() - CHIP / 2, width, CHIP)
        self._chip(painter, chip, tone)
        if cell.icon:
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            drawn = pixmap(cell.icon, getattr(self._tokens, tone), ICON, ratio)
            painter.drawPixmap(QPointF(chip.left() + 7, chip.center().y() - ICON / 2), drawn)
        painter.setFont(font)
        flags = _LEFT | _UNCUT
        painter.drawText(chip.adjusted(7 + icon, 0, 0, -1), flags, cell.text)

    def _chip(self, painter: QPainter, chip: QRectF, tone: str) -> None:
        """The ground of a chip; the pen is left at its ink."""
        ground = {"accent": "accent_soft"}.get(tone, f"{tone}_bg")
        outlined = self._tokens.outlined
        painter.setPen(self._tokens.color(tone) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if outlined else self._tokens.color(ground))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(self._tokens.color(tone))


WHOLE_AND_SHORT = frozenset({Kind.MONEY, Kind.NUMBER, Kind.DATE, Kind.TIER})
_Painter = Callable[[CellDelegate, QPainter, QRectF, Column[Any], Cell], None]
_PAINTERS: Mapping[Kind, _Painter] = {
    Kind.MONEY: CellDelegate._paint_figure,  # noqa: SLF001 - its own methods
    Kind.NUMBER: CellDelegate._paint_figure,  # noqa: SLF001
    Kind.TWO_LINES: CellDelegate._paint_two_lines,  # noqa: SLF001
    Kind.TIER: CellDelegate._paint_tier,  # noqa: SLF001
    Kind.LEVEL: CellDelegate._paint_level,  # noqa: SLF001
    Kind.STATUS: CellDelegate._paint_status,  # noqa: SLF001
    Kind.STEPS: CellDelegate._paint_steps,  # noqa: SLF001
}
