"""The first list comes first: what else is asked while a desk opens waits until its rows are painted.

Everything that is asked first loads what asking needs; that would take the time in which the list could be seen.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.list_panel import ListPanel
from app.ui.kit.panel import Panel
from app.ui.tasks import Done, Runner

PATIENCE_MS = 10_000
"""The rest waits no longer, whatever became of the list; a computer may have much else to do when a day begins."""
UNSEEN_MS = 1000
"""So long after the rows are there they are painted, unless nobody sees the window."""


class FirstList(QObject, Runner):
    """The context's runner until the list is painted, and one that passes everything on for who still has it.

    ``ended`` says that nobody waits any more.
    """

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._runner: Runner = context.runner
        self._held: list[Callable[[], None]] | None = []
        self._panel: ListPanel | None = None
        self._answered = False
        context.runner = self

    def close(self) -> None:
        """See ``Runner``."""
        self.release()
        self._runner.close()

    def turn(self, owner: QObject, answer: object, done: Done) -> None:
        """See ``Runner``."""
        self._runner.turn(owner, answer, done)

    def take(
        self,
        kind: str,
        owner: QObject,
        work: Callable[..., Any],
        done: Done | None,
        failed: Done | None,
        watch: Watch | None,
    ) -> None:
        """See ``Runner``."""
        take = partial(self._runner.take, kind, owner, work, done, failed, watch)
        first = self._panel is not None and owner is self._panel.model and not self._answered
        if self._held is None or first:
            take()
        else:
            self._held.append(take)

    def begin(self, panel: Panel) -> None:
        """This panel's list is asked at once, until it answers; the rest when its rows are painted."""
        if not isinstance(panel, ListPanel):
            self.release()
            return
        self._panel = panel
        panel.model.opened.connect(self._arrived)
        panel.model.refused.connect(self._soon)
        QTimer.singleShot(PATIENCE_MS, self.release)

    def _arrived(self) -> None:
        assert self._panel is not None
        self._answered = True
        if self._panel.model.rowCount():
            self._panel.table.viewport().installEventFilter(self)
            QTimer.singleShot(UNSEEN_MS, self.release)
        else:
            self._soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The rows are painted now."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon()
        return False

    def _soon(self, _error: object = None) -> None:
        QTimer.singleShot(0, self.release)

    @property
    def over(self) -> bool:
        """Whether nobody waits any more."""
        return self._held is None

    def release(self) -> None:
        """Whatever waits is asked now."""
        held, self._held = self._held, None
        if held is None:
            return
        if self._context.runner is self:
            self._context.runner = self._runner
        if self._panel is not None:
            self._panel.model.opened.disconnect(self._arrived)
            self._panel.model.refused.disconnect(self._soon)
            self._panel = None
        for take in held:
            take()
        self.ended.emit()
