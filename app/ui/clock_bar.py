"""A bar at the top of the window while this computer's clock is wrong: deadlines follow the server's clock."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.kit.timers import Recurring

ALLOWED = timedelta(minutes=2)
FIRST_LOOK_MS = 5_000
EVERY_MS = 10 * 60_000


def _measure(store: Any) -> timedelta:  # noqa: ANN401 - the store
    """How far the server's clock is ahead of this computer's."""
    ahead: timedelta = store.measure_clock()
    return ahead


class ClockBar(QFrame):
    """Shown while the clock is off by more than two minutes; asked every ten, so that it goes when it was set right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.ahead = timedelta(0)
        self.setProperty("kind", "strip")
        self.setProperty("tone", "warn")
        self.label = Text("", "strong")
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self.label, 1)
        self.looks = Recurring(self, self.look, first=FIRST_LOOK_MS, every=EVERY_MS)
        self.looks.start()
        self.hide()

    def look(self) -> None:
        """Compare the two clocks."""
        self.context.runner.aside(self, partial(self.context.doors.beside, _measure), self.show_ahead, self._unknown)

    def show_ahead(self, ahead: timedelta) -> None:
        """How far the server's clock is ahead (negative: behind)."""
        self.ahead = ahead
        self.translate()
        self.setVisible(abs(ahead) > ALLOWED)

    def _unknown(self, _error: BaseException) -> None:
        """A server that cannot be asked says nothing about this clock."""

    def translate(self) -> None:
        """Words anew."""
        late = self.ahead > timedelta(0)
        words = (
            N_("This PC’s clock is {minutes} min late; times come from the server.")
            if late
            else N_("This PC’s clock is {minutes} min fast; times come from the server.")
        )
        self.label.setText(self.context.say.text(words, minutes=round(abs(self.ahead).total_seconds() / 60)))
        self.label.setAccessibleName(self.label.text())
