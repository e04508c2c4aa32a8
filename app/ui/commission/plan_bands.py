"""Steps on the month's total: from, up to, rate; below them the number line, red where two steps or none hold."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.commission_plan import Band
from app.domain.commission_steps import Step, bands_of, faults, mistake, steps_of
from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake
from app.ui.commission.plan_rows import CellKind, RowMistake, RowsBox
from app.ui.context import Context
from app.ui.kit.form_field import FormField

WIDE = 100
HIGH, BAR, EDGE = 40, 10, 4


class NumberLine(QWidget):
    """The steps on one line from 0; what is claimed twice or by nobody is red and hatched."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.steps: tuple[Step, ...] = ()
        self.setMinimumHeight(HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line with figures below."""
        return QSize(240, HIGH)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Other steps."""
        self.steps, say = tuple(steps), self.context.say
        wrong = faults(self.steps) if self.steps else []
        words = [say.refusal(mistake(fault)) for fault in wrong]
        self.setAccessibleName(say.text(N_("Number line of the steps")))
        self.setAccessibleDescription(say.sentences(words) if words else say.text(N_("The steps have no gap.")))
        self.setToolTip("\n".join(words))
        self.setVisible(bool(self.steps))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Bars in two shades in turn, the wrong parts over them, figures at the ends."""
        painter, tokens = QPainter(self), self.context.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = sorted({ZERO, *(one.low for one in self.steps), *(one.high for one in self.steps if one.high)})
        scale = _Scale(marks[-1], self.width() - 2 * EDGE)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, step in enumerate(self.steps):
            painter.setBrush(tokens.color("accent" if at % 2 == 0 else "line_strong"))
            painter.drawRect(scale.rect(step.low, step.high))
        for fault in faults(self.steps):
            rect = scale.rect(fault.low, fault.high)
            painter.fillRect(rect.adjusted(0, -3, 0, 3), tokens.color("bad"))
            painter.fillRect(rect.adjusted(0, -3, 0, 3), Qt.BrushStyle.BDiagPattern)
        painter.setPen(tokens.color("text2"))
        self._figures(painter, marks, scale)
        painter.end()

    def _figures(self, painter: QPainter, marks: Sequence[Decimal], scale: "_Scale") -> None:
        """As many figures as fit beside each other."""
        free = -1.0
        for mark in marks:
            text = self.context.say.number(mark, 0 if mark == mark.to_integral_value() else self.context.say.places)
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(EDGE, scale.at(mark) - wide / 2), self.width() - wide - EDGE)
            if left > free:
                painter.drawText(QRectF(left, BAR + 9, wide + 2, HIGH - BAR - 9), int(Qt.AlignmentFlag.AlignTop), text)
                free = left + wide + 8


class _Scale:
    """Pixels of amounts; a fifth of the line is left for what has no end."""

    def __init__(self, most: Decimal, width: int) -> None:
        self._width = width
        self._most = float(most or 1) * 1.25

    def at(self, value: Decimal) -> float:
        return EDGE + float(value) / self._most * self._width

    def rect(self, low: Decimal, high: Decimal | None) -> QRectF:
        right = EDGE + self._width if high is None else self.at(high)
        return QRectF(self.at(low), 6, max(2.0, right - self.at(low) - 1), BAR)


class BandsBox(RowsBox):
    """``from`` may be left empty: it is then where the step before ends."""

    columns = (
        CellKind(N_("Above"), WIDE), CellKind(N_("Up to"), WIDE), CellKind(N_("Rate %"), WIDE - 24),
    )  # fmt: skip
    add_words = N_("Add a step (Ins)")

    def __init__(self, context: Context, field: FormField) -> None:
        super().__init__(context, field)
        self.line = NumberLine(context)
        own = self._table.layout()
        assert own is not None
        own.addWidget(self.line)
        self._grid.setColumnStretch(len(self.columns) + 3, 1)
        self.line.hide()

    def rows_of(self, value: Sequence[Band]) -> list[list[str]]:
        """Both ends and the rate of each."""
        return [
            [
                self.written_number(step.low),
                "" if step.high is None else self.written_number(step.high),
                self.written_number(step.rate),
            ]
            for step in steps_of(value)
        ]

    def read_rows(self, rows: Sequence[Sequence[str]]) -> tuple[Band, ...]:
        """The steps as a plan keeps them."""
        steps = self.steps(rows)
        try:
            return bands_of(steps)
        except Mistake as wrong:
            raise self._in_words(wrong) from None

    def _in_words(self, wrong: Mistake) -> Mistake:
        """The same with amounts as this reader writes them."""
        values = {
            key: self.written_number(value) if isinstance(value, Decimal) else value
            for key, value in wrong.values.items()
        }
        return Mistake(wrong.message, hint=wrong.hint, field=wrong.field, **values)

    def steps(self, rows: Sequence[Sequence[str]]) -> list[Step]:
        """The steps as they are written. Raises ``RowMistake``."""
        found: list[Step] = []
        for at, row in enumerate(rows):
            if not any(row):
                continue
            before = found[-1].high if found else ZERO
            low = self.number(row[0], (at, 0)) if row[0] else before
            if low is None:
                raise RowMistake(
                    (at, 0), Mistake(N_("Step {number} has no beginning: the one before has no end."), number=at + 1)
                )
            high = self.number(row[1], (at, 1)) if row[1] else None
            found.append(Step(low, high, self.percent(row[2], (at, 2))))
        return found

    def about(self, row: Sequence[str]) -> str:
        return ""

    def _written(self) -> None:
        super()._written()
        if not hasattr(self, "line"):
            return
        try:
            steps = self.steps([row.texts for row in self.rows])
        except Mistake:
            steps = []
        self.line.show_steps(steps)
        for row, before in zip(self.rows[1:], self.rows, strict=False):
            row.cells[0].setPlaceholderText(before.texts[1])

    def paint_theme(self) -> None:
        super().paint_theme()
        self.line.update()
