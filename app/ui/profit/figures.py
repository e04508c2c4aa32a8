"""The five figures of a month, each against the month before and the same month a year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.domain.comparison import change_percent
from app.domain.month import Month
from app.domain.papers_figures import UNKNOWN, Compared
from app.domain.refusal import N_
from app.i18n import MonthName, Say
from app.reports.compare import DASH, Unit, Words
from app.ui.context import Context

HEIGHT = 84
PAD = 14
LINE, ROW = 15, 17
"""What a second line of the name, and a second row for the changes, add to the height."""
UP, DOWN, SAME = "▲", "▼", "="


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One figure: which it is, what it counts, and whether more of it is good."""

    key: str
    title: str
    unit: Unit
    better_up: bool
    why: str


class Beside(Protocol):
    """A report that stands beside the month before and the same month a year before."""

    @property
    def previous(self) -> Month:
        """The month before."""

    @property
    def year_before(self) -> Month:
        """The same month a year before."""


KINDS = (
    FigureKind("contribution", N_("Contribution"), Unit.MONEY, better_up=True,
               why=N_("Contribution is net revenue less the cost of the goods, freight paid and complaint costs.")),
    FigureKind("revenue", N_("Revenue"), Unit.MONEY, better_up=True,
               why=N_("Net revenue without tax: what was sold, less what was returned or credited.")),
    FigureKind("margin", N_("Margin"), Unit.PERCENT, better_up=True,
               why=N_("Margin is the contribution in percent of net revenue. It is empty without revenue.")),
    FigureKind("returns_and_complaints", N_("Returns and complaints"), Unit.MONEY, better_up=False,
               why=N_("What returns, credits, cancellations and complaints took from the contribution.")),
    FigureKind("average_discount", N_("Average discount"), Unit.PERCENT, better_up=False,
               why=N_("What was given away against the list prices of the order days, in percent of the list value.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delta:
    """A change in words: its arrow, its size, against which month; ``tone`` is a theme colour, ``brief`` the month in
    figures, for where its name has no room.
    """

    text: str
    month: str
    tone: str
    brief: str


def deltas(figure: Compared, kind: FigureKind, report: Beside, words: Words) -> tuple[Delta, Delta]:
    """Against the month before and a year before, always both."""
    short, long = words.say.month_short, words.say.month_year_short
    return (
        _delta(figure.now, figure.previous, kind, words, month=(report.previous, short(report.previous))),
        _delta(figure.now, figure.year_before, kind, words, month=(report.year_before, long(report.year_before))),
    )


def _delta(
    now: Decimal | None, base: Decimal | None, kind: FigureKind, words: Words, *, month: tuple[Month, MonthName]
) -> Delta:
    name, brief = words.say.inline(month[1]), str(month[0])
    if now is None or base is None:
        return Delta(DASH, name, "text3", brief)
    change = now - base
    if kind.unit in (Unit.PERCENT, Unit.AVERAGE):
        size = words.change(now, base, kind.unit)
    else:
        percent = change_percent(now, base)
        # where a percentage would mislead the amount speaks
        size = words.say.whole_money(change, sign=True) if percent is None else words.say.percent(abs(percent))
    arrow = SAME if not change else UP if change > 0 else DOWN
    tone = "text2" if not change else "positive" if (change > 0) is kind.better_up else "negative"
    return Delta(f"{arrow} {size}", name, tone, brief)


class FigureCard(QFrame):
    """Painted as a whole; it can have the focus: Enter opens what is behind it, F1 says why."""

    opened = Signal(str)
    asked = Signal(object)

    def __init__(self, context: Context, kind: FigureKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.context, self.kind = context, kind
        self.value = ""
        self.deltas: Sequence[Delta] = ()
        self._lines = self._rows = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" ")

    def show_figure(self, figure: Compared, report: Beside, words: Words) -> None:
        """Another month."""
        say = words.say
        self.value = words.value(figure.now, self.kind.unit)
        if self.kind.unit is Unit.MONEY and figure.now is not None:
            self.value = words.money(figure.now)
        self.deltas = deltas(figure, self.kind, report, words)
        self.setAccessibleName(say.text(N_("{title}: {value}"), title=self.name, value=self.value))
        self.setAccessibleDescription("; ".join(f"{one.text} {one.month}" for one in self.deltas))
        exact = DASH if figure.now is None else _exact(figure.now, self.kind.unit, say)
        self.setToolTip(f"{self.name}: {exact}\n{say.text(self.kind.why)}")
        self.update()

    @property
    def name(self) -> str:
        """What it is the figure of."""
        return self.context.say.text(self.kind.title)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Name, figure, two changes."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, font = self.context.tokens, self.font()
        painter.setFont(_sized(font, 12, 400))
        painter.setPen(tokens.color("text2"))
        for at, line in enumerate(self._title()):
            painter.drawText(QPoint(PAD, 22 + LINE * at), line)
        low = LINE * (self._lines - 1)
        painter.setFont(_sized(font, 21, 620))
        painter.setPen(tokens.color("text"))
        painter.drawText(QPoint(PAD, 49 + low), self.value)
        strong, small, brief = self._written()
        x, y = float(PAD), 58.0 + low
        for delta in self.deltas:
            month = delta.brief if brief else delta.month
            wide = QFontMetricsF(strong).horizontalAdvance(delta.text) + 5
            beside = QFontMetricsF(small).horizontalAdvance(month) + 11
            painter.setFont(strong)
            painter.setPen(tokens.color(delta.tone))
            painter.drawText(QRectF(x, y, wide, 18), Qt.AlignmentFlag.AlignVCenter, delta.text)
            painter.setFont(small)
            painter.setPen(tokens.color("text2"))
            painter.drawText(QRectF(x + wide, y, beside, 18), Qt.AlignmentFlag.AlignVCenter, month)
            x, y = (x + wide + beside, y) if self._rows == 1 else (x, y + ROW)
        if self.hasFocus():
            painter.setPen(tokens.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 7, 7)
        painter.end()

    def _title(self) -> Sequence[str]:
        """The name in one line or two; what is more is in the tooltip and for screen readers."""
        metrics, room = QFontMetricsF(_sized(self.font(), 12, 400)), self.width() - 1.5 * PAD
        if self._lines == 1 or metrics.horizontalAdvance(self.name) <= room:
            return (metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, room),)
        words = self.name.split(" ") if " " in self.name else list(self.name)
        blank = " " if " " in self.name else ""
        first = len(words) - 1
        while first > 1 and metrics.horizontalAdvance(blank.join(words[:first])) > room:
            first -= 1
        rest = metrics.elidedText(blank.join(words[first:]), Qt.TextElideMode.ElideRight, room)
        return blank.join(words[:first]), rest

    def _written(self) -> tuple[QFont, QFont, bool]:
        """How the changes and their months are written so that both are whole, and whether months are in figures."""
        for pixels, brief in ((12, False), (11, False), (11, True)):
            if self._fits(pixels, self._rows, brief=brief):
                break
        return _sized(self.font(), pixels, 600), _sized(self.font(), pixels, 400), brief

    def _fits(self, pixels: int, rows: int, *, brief: bool = False) -> bool:
        """Whether both changes with their months have room in so many rows."""
        sizes = QFontMetricsF(_sized(self.font(), pixels, 600))
        months = QFontMetricsF(_sized(self.font(), pixels, 400))
        needed = [
            sizes.horizontalAdvance(one.text) + months.horizontalAdvance(one.brief if brief else one.month) + 16
            for one in self.deltas
        ]
        widest = sum(needed) if rows == 1 else max(needed, default=0)
        return widest - 11 <= self.width() - 2 * PAD + 8

    def needed(self) -> tuple[int, int]:
        """Lines of its name and rows of its changes, as wide as it is."""
        short = QFontMetricsF(_sized(self.font(), 12, 400)).horizontalAdvance(self.name) <= self.width() - 1.5 * PAD
        return 1 if short else 2, 1 if self._fits(11, 1) else 2

    def lay_out(self, lines: int, rows: int) -> None:
        """As high as its neighbours: their figures stand in one line."""
        self._lines, self._rows = lines, rows
        self.setFixedHeight(HEIGHT + LINE * (lines - 1) + ROW * (rows - 1))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, F1 explains."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.opened.emit(self.kind.key)
        elif event.key() == Qt.Key.Key_F1:
            self.asked.emit(self)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """As Enter."""
        self.opened.emit(self.kind.key)


def _sized(font: QFont, pixels: int, weight: int) -> QFont:
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setVariableAxis(QFont.Tag("wght"), weight)
    return made


def _exact(value: Decimal, unit: Unit, say: Say) -> str:
    if unit in (Unit.COUNT, Unit.AVERAGE):
        return say.number(value, 0 if unit is Unit.COUNT else 2)
    return say.percent(value, 2) if unit is Unit.PERCENT else say.money_with_currency(value)


class CardRow(QWidget):
    """Figures side by side; each opens what is behind it, F1 says what it counts."""

    opened = Signal(str)
    asked = Signal(object)

    def __init__(self, context: Context, kinds: Sequence[FigureKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.cards = [FigureCard(context, kind) for kind in kinds]
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10 if len(kinds) <= len(KINDS) else 8)
        for card in self.cards:
            row.addWidget(card, 1)
            card.opened.connect(self.opened)
            card.asked.connect(self.asked)

    def show_report(self, report: Any) -> None:  # noqa: ANN401 - a month of profit or of complaints
        """Another month."""
        words = Words(self.context.say)
        for card in self.cards:
            card.show_figure(getattr(report.figures, card.kind.key, UNKNOWN), report, words)
        self._level()

    def _level(self) -> None:
        """One height for all: that of the figure that needs most."""
        needed = [card.needed() for card in self.cards]
        lines, rows = (max(one[at] for one in needed) for at in (0, 1))
        for card in self.cards:
            card.lay_out(lines, rows)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room for each."""
        super().resizeEvent(event)
        self._row.activate()
        self._level()


class Figures(CardRow):
    """The five cards of a month's profit."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, KINDS, parent)
