"""The four figures above the queue: the last 30 days beside the 30 before; each opens the quality view."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.complaint_quality import Measure
from app.domain.refusal import N_
from app.queries import complaints_quality
from app.queries.complaints_quality import Head
from app.ui.context import Context
from app.ui.kit.focus import ring_card
from app.ui.kit.labels import Fading, Text

LEFT, RIGHT, GAP = 12, 8, 8
FIGURES = {
    Measure.ANSWERED_IN_TIME: N_("First answer in time"),
    Measure.SOLVED_IN_TIME: N_("Solved in time"),
    Measure.FIRST_CONTACT: N_("Solved at first contact"),
    Measure.SATISFACTION: N_("Satisfaction"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures, and the server's moment at which they held."""

    at: datetime
    head: Head


def standing(store: Any) -> Standing:  # noqa: ANN401 - the runner's store
    """The figures of now. Raises what the query raises."""
    return Standing(store.now(), complaints_quality.head(store))


class Figure(QFrame):
    """One figure; Enter or a click opens what is behind it."""

    opened = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.caption, self.value, self.about = Text("", "caption"), Text("", "total"), Fading("", "strong")
        self.caption.setWordWrap(True)
        self._whole = self._short = ""
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(self.value)
        below.addWidget(self.about, 1, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(LEFT, 7, RIGHT, 7)
        outer.setSpacing(1)
        outer.addWidget(self.caption)
        outer.addLayout(below)

    def show_figure(self, caption: str, value: str, about: str, tone: str, short: str = "") -> None:
        """What it is, how much, and how it was before; ``short`` says the last where there is little room."""
        self.caption.setText(caption)
        self.value.setText(value)
        self._whole, self._short = about, short or about
        self.about.set_tone(tone)
        self._fit()
        self.setAccessibleName(", ".join(part for part in (caption, value, about) if part))

    def _fit(self) -> None:
        room = self.width() - LEFT - RIGHT - GAP - self.value.sizeHint().width()
        roomy = self.about.fontMetrics().horizontalAdvance(self._whole) < room
        self.about.setText(self._whole if roomy else self._short)
        self.about.setToolTip(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter, or Space as on a button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The card, and the ring of the focus."""
        super().paintEvent(event)
        ring_card(self, self.context.tokens)


class Figures(QWidget):
    """``arrived`` brings the figures with the number of open cases; they stay while the queue is empty."""

    arrived = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.head: Head | None = None
        self.cards = {measure: Figure(context) for measure in FIGURES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for card in self.cards.values():
            row.addWidget(card, 1)
            card.opened.connect(self._open)

    def ask(self) -> None:
        """The figures anew; the old ones stay meanwhile."""
        self.context.runner.read(self, standing, self._show, self._failed)

    def _show(self, found: Standing) -> None:
        self.head = found.head
        self.translate()
        self.arrived.emit(found)

    def _failed(self, _error: BaseException) -> None:
        # the list below says what is wrong; figures that could not be read are dashes
        self.translate()

    def _open(self) -> None:
        self.context.go("quality")

    def translate(self) -> None:
        """Words anew."""
        for measure, card in self.cards.items():
            caption = self.context.say.text(FIGURES[measure])
            card.show_figure(caption, *self._words(measure))

    def _words(self, measure: Measure) -> tuple[str, ...]:
        """The figure, what is said beside it, its tone, and the same in short."""
        say, head = self.context.say, self.head
        value = head.now.value(measure) if head is not None else None
        if head is None or value is None:
            return "–", say.text(N_("nothing in 30 days")) if head is not None else " ", "quiet"
        before = head.before.value(measure)
        if measure is Measure.SATISFACTION:
            count = head.now.base(measure)
            words = say.text(N_("{value} of 5"), value=say.number(value, 1))
            return words, say.plural("{count} answer", "{count} answers", count), "quiet"
        words = say.percent(value, 0)
        if before is None:
            return words, say.text(N_("in 30 days")), "quiet"
        change = value.quantize(Decimal(1)) - before.quantize(Decimal(1))
        if not change:
            return words, say.text(N_("unchanged")), "quiet"
        sign, tone = ("▲", "ok") if change > 0 else ("▼", "bad")
        points = say.number(abs(change), 0)
        short = f"{sign} {say.text(N_('{number} pt'), number=points)}"
        return words, say.text(N_("{sign} {points} pt in 30 days"), sign=sign, points=points), tone, short
