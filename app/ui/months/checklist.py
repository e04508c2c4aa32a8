"""What stands in the way of closing a month: what blocks, what a person passes, what is good to know."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.months import Point, Weight
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Text
from app.ui.kit.tick import Tick

ICONS: Mapping[Weight, tuple[str, str]] = {
    Weight.BLOCKS: ("avoid", "bad"),
    Weight.ASKS: ("warning", "warn"),
    Weight.TELLS: ("info", "info"),
}
SHOWN = frozenset({"no_cost", "drafts", "quotes", "earlier_open", "shares"})
"""Points that can be shown as records."""


def _spoken(values: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Months and days by their names: the checklist writes them as the command line does."""
    found = dict(values)
    for name in ("month", "first"):
        if name in found:
            found[name] = say.month(Month.parse(str(found[name])))
    if "last" in found:
        found["last"] = say.date(date.fromisoformat(str(found["last"])))
    return found


class PointRow(QFrame):
    """One point: icon, sentence, the tick that passes it, the way to its records."""

    wanted = Signal(str)
    passed = Signal()

    def __init__(self, context: Context, point: Point) -> None:
        super().__init__()
        self.point = point
        say = context.say
        name, tone = ICONS[point.weight]
        self.setProperty("kind", "fact")
        self.setProperty("tone", tone)
        icon = QLabel()
        icon.setPixmap(pixmap(name, getattr(context.tokens, tone), 18, self.devicePixelRatioF()))
        self.words = Text(say.text(point.message, **_spoken(point.values, say)))
        self.words.setWordWrap(True)
        self.tick = Tick(context)
        self.tick.setText(say.text(N_("Close all the same")))
        if point.weight is not Weight.ASKS:
            self.tick.hide()
        self.tick.setAccessibleName(f"{self.tick.text()}: {self.words.text()}")
        self.tick.toggled.connect(self.passed)
        self.tick.setMinimumHeight(24)
        self.show_them = QPushButton(say.text(N_("Show them")))
        if point.key not in SHOWN:
            self.show_them.hide()
        self.show_them.setAccessibleName(f"{self.show_them.text()}: {self.words.text()}")
        self.show_them.clicked.connect(self._want)
        below = QHBoxLayout()
        below.addWidget(self.tick)
        below.addStretch(1)
        below.addWidget(self.show_them)
        beside = QVBoxLayout()
        beside.addWidget(self.words)
        beside.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(icon)
        row.addLayout(beside, 1)

    def _want(self) -> None:
        self.wanted.emit(self.point.key)


class Checklist(QWidget):
    """All points of a month; ``ready`` when nothing blocks and everything that asks is passed."""

    wanted = Signal(str)
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: list[PointRow] = []
        self._nothing = Text("", "quiet")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._nothing)

    def show_points(self, points: Sequence[Point]) -> None:
        """Another month; what was passed of the same point stays passed."""
        passed = self.accepted()
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for point in points:
            row = PointRow(self.context, point)
            row.tick.setChecked(point.key in passed)
            row.wanted.connect(self.wanted)
            row.passed.connect(self.changed)
            self._layout.addWidget(row)
            self.rows.append(row)
        self._nothing.setText(self.context.say.text(N_("Nothing stands in the way.")))
        self._nothing.setVisible(not points)
        self.changed.emit()

    def forget(self) -> None:
        """Nothing is passed any more: another month."""
        for row in self.rows:
            row.tick.setChecked(False)

    def accepted(self) -> frozenset[str]:
        """The points that are passed."""
        return frozenset(row.point.key for row in self.rows if row.tick.isChecked())

    @property
    def blocked(self) -> bool:
        """Whether the books must be put in order first."""
        return any(row.point.weight is Weight.BLOCKS for row in self.rows)

    @property
    def ready(self) -> bool:
        """Whether the month can be closed."""
        asking = {row.point.key for row in self.rows if row.point.weight is Weight.ASKS}
        return not self.blocked and asking <= self.accepted()
