"""What long work shows: nothing for a second, then how far it is, and a way to stop it."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.domain.watch import Watch
from app.i18n import Say
from app.ui.context import Context
from app.ui.keys import engraved
from app.ui.kit.labels import Text
from app.ui.kit.timers import once

PATIENCE_MS = 1000
EVERY_MS = 200
LOW, BAR_WIDE = 32, 240


class Waiting(QFrame):
    """Lies over the lower edge of its parent while work goes on; ``at_once`` for work that certainly takes long.

    Esc stops what is under way, wherever the focus is in the window.

    A ``low`` one is a single line over the very bottom of a window, where nobody types: the status bar's place.

    ``words`` says how far it is where that is not counted in rows; ``patience`` is how long nothing is said (ms).
    """

    stopped = Signal()
    """Somebody asked to stop it."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        at_once: bool = False,
        low: bool = False,
        words: Callable[[Watch, Say], str] | None = None,
        patience: int = PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._told = words or told
        self.setProperty("kind", "status" if low else "popup")
        self.context, self._low = context, low
        self._at_once = at_once
        self._over = parent
        self._watch: Watch | None = None
        self.words, self.bar, self.stop = Text("", "strong"), QProgressBar(), QPushButton()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.stop.clicked.connect(self.cancel)
        self._lay_out()
        self._patience = once(self, patience, self._appear)
        self._tick = QTimer(self)
        self._tick.setInterval(EVERY_MS)
        self._tick.timeout.connect(self._show)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.activated.connect(self.cancel)
        # two that wait in one window: one key stops both
        leave.activatedAmbiguously.connect(self.cancel)
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        if self._low:
            self.stop.setProperty("kind", "row")
            self.stop.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            row.setContentsMargins(14, 3, 14, 3)
            row.setSpacing(12)
            self.bar.setFixedWidth(BAR_WIDE)
            row.addWidget(self.bar)
        row.addWidget(self.stop)
        if self._low:
            self.setLayout(row)
            return
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.addLayout(row)
        outer.addWidget(self.bar)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._watch is not None

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop what is under way."""
        return self._watch is not None and self._watch.stopped

    def begin(self, watch: Watch | None = None) -> Watch:
        """Work begins: what it is to count with. Give it to the runner too, so that its statements can be stopped."""
        self._watch = watch or Watch(quiet=True)
        self._tick.start()
        if self._at_once:
            self._appear()
        else:
            self._patience.start()
        return self._watch

    def end(self) -> None:
        """It has ended, well or not."""
        self._patience.stop()
        self._tick.stop()
        self._watch = None
        self.hide()

    def cancel(self) -> None:
        """Ask it to end; it does so within a second."""
        if self._watch is not None:
            self._watch.stop()
            self.stop.setEnabled(False)
            self.words.setText(self.context.say.text(N_("Stopping…")))
            self.stopped.emit()

    def _appear(self) -> None:
        self.stop.setEnabled(True)
        self._show()
        self.show()
        self.raise_()

    def _show(self) -> None:
        watch, say = self._watch, self.context.say
        if watch is None or watch.stopped:
            return
        words = say.text(N_("Stop"))
        self.stop.setText(f"{words}   {engraved('Esc')}")
        self.stop.setAccessibleName(words)
        self.words.setText(self._told(watch, say))
        self.bar.setRange(0, watch.total)
        self.bar.setValue(min(watch.done, watch.total))
        self.bar.setAccessibleName(self.words.text())
        parent = self._over
        if self._low:
            high = max(LOW, self.sizeHint().height())
            self.setGeometry(0, parent.height() - high, parent.width(), high)
            return
        width = min(560, parent.width() - 32)
        self.setGeometry((parent.width() - width) // 2, parent.height() - 96, width, 80)


def told(watch: Watch, say: Say) -> str:
    """How far it is, in words."""
    step = say.text(watch.step) if watch.step else ""
    if not watch.total and not watch.done:
        return f"{step}…" if step else say.text(N_("Waiting for the database…"))
    done, per_second = say.number(Decimal(watch.done), 0), say.number(Decimal(watch.per_second), 0)
    if watch.total:
        return say.text(
            N_("{step}: {done} of {total} rows, {speed} per second"), step=step, done=done,
            total=say.number(Decimal(watch.total), 0), speed=per_second,
        )  # fmt: skip
    return say.text(N_("{step}: {done} rows, {speed} per second"), step=step, done=done, speed=per_second)
