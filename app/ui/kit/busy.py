"""The one place that tells of work which lasts a second: what is being done, how far it is, and Stop.

Every question and every operation of every screen comes by here, so that none can be forgotten.
"""

from decimal import Decimal
from time import monotonic

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.refusal import N_
from app.domain.watch import Watch
from app.i18n import Say
from app.ui.context import Context
from app.ui.kit.progress import PATIENCE_MS, Waiting
from app.ui.kit.timers import once
from app.ui.tasks import ASIDE, READ, WRITE, Job

USUAL = {READ: N_("Reading"), WRITE: N_("Saving")}


class Busy(QObject):
    """Shows the oldest work that somebody waits for, at the bottom of the window that asked for it; one at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.shown: Job | None = None
        self.strip: Waiting | None = None
        self._under_way: dict[Job, float] = {}
        self._late = once(self, PATIENCE_MS, self._look)
        context.broadcast.sent.connect(self._sent)
        context.broadcast.over.connect(self._over)

    def _sent(self, job: Job) -> None:
        self._under_way[job] = monotonic()
        if not self._late.isActive():
            self._late.start(PATIENCE_MS)

    def _over(self, job: Job) -> None:
        self._under_way.pop(job, None)
        if job is self.shown:
            self._hide()
            self._look()
        elif not self._under_way:
            self._late.stop()

    def _look(self) -> None:
        """Show who has waited long enough, or look again when the next one will have."""
        if self.shown is not None or not self._under_way:
            return
        wait = float(PATIENCE_MS)
        # a step may be named later than the work began
        for job, since in self._under_way.items():
            if not _is_told(job):
                continue
            left = PATIENCE_MS - (monotonic() - since) * 1000
            over = _window_of(job.owner()) if left <= 0 else None
            if over is not None:
                self._show(job, over)
                return
            wait = left if left > 0 else wait
            break
        self._late.start(round(wait) + 1)

    def _show(self, job: Job, over: QWidget) -> None:
        self.shown = job
        self.strip = Waiting(self.context, over, at_once=True, low=True, words=_Words(job.kind))
        self.strip.stopped.connect(self._stop)
        self.strip.begin(job.watch)

    def _hide(self) -> None:
        self.shown, strip, self.strip = None, self.strip, None
        # with a window that was closed meanwhile it is gone already
        if strip is not None and shiboken6.isValid(strip):
            strip.end()
            strip.deleteLater()

    def _stop(self) -> None:
        """What the same screen still waits for is not read either: it was asked with this."""
        if self.shown is None:
            return
        owner = self.shown.owner()
        for job in list(self._under_way):
            if job.kind == READ and owner is not None and job.owner() is owner:
                job.watch.stop()


class _Words:
    """How far work is; where it names no step, what kind of work it is."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __call__(self, watch: Watch, say: Say) -> str:
        step = say.text(watch.step or USUAL.get(self._kind, ""))
        if not watch.total:
            return f"{step}…"
        done, total = (say.number(Decimal(one), 0) for one in (watch.done, watch.total))
        return say.text(N_("{step}: {done} of {total}"), step=step, done=done, total=total)


def _is_told(job: Job) -> bool:
    return not job.watch.quiet and (job.kind != ASIDE or bool(job.watch.step))


def _window_of(owner: QObject | None) -> QWidget | None:
    """The window in which somebody waits; where the part that asked is gone, the one in front."""
    while owner is not None and not isinstance(owner, QWidget):
        owner = owner.parent()
    found = owner.window() if isinstance(owner, QWidget) else QApplication.activeWindow()
    while isinstance(found, QDialog) and not found.isVisible() and (below := found.parentWidget()) is not None:
        found = below.window()
    return found if found is not None and found.isVisible() else None
