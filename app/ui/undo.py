"""Undo instead of asking first: the last deeds of this person can be taken back, and carried out again."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.domain.refusal import N_, Refusal

if TYPE_CHECKING:
    from app.ui.context import Context

MOST = 50

Deed = Callable[[Any], Any]
"""Takes a store. It compares versions itself: where somebody else changed the record meanwhile it raises Conflict."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in words already translated, and the deed that reverses it."""

    words: str
    deed: Deed


class Undo(QObject):
    """``offered`` carries words for the line with the Undo button; ``changed`` says that steps came or went.

    A deed whose answer has ``back`` (another deed) can be carried out again with Ctrl+Y.
    """

    offered = Signal(str)
    changed = Signal()

    def __init__(self, context: "Context") -> None:
        super().__init__(context)
        self._context = context
        self._done: deque[Step] = deque(maxlen=MOST)
        self._undone: deque[Step] = deque(maxlen=MOST)
        self._busy: _Reversal | None = None

    def offer(self, words: str, deed: Deed) -> None:
        """Something was done: ``words`` say what, ``deed`` takes it back."""
        self._done.append(Step(words, deed))
        self._undone.clear()
        self.changed.emit()
        self.offered.emit(words)

    @property
    def last(self) -> str:
        """What Ctrl+Z would take back, in words; empty: nothing."""
        return self._done[-1].words if self._done else ""

    @property
    def next(self) -> str:
        """What Ctrl+Y would do again, in words; empty: nothing."""
        return self._undone[-1].words if self._undone else ""

    def undo(self) -> None:
        """Take the last step back."""
        self._reverse(self._done, self._undone, N_("Taken back: {deed}"), N_("There is nothing to take back."))

    def redo(self) -> None:
        """Carry out again what was taken back last."""
        self._reverse(self._undone, self._done, N_("Done again: {deed}"), N_("There is nothing to do again."))

    def _reverse(self, steps: deque[Step], others: deque[Step], words: str, nothing: str) -> None:
        if self._busy is not None:
            return
        if not steps:
            self._context.reporter.tell(self._context.say.text(nothing))
            return
        self._busy = _Reversal(self, steps.pop(), others, words)
        self._context.runner.write(self, self._busy.step.deed, self._busy.done, self._busy.failed)

    def reversed(self, reversal: "_Reversal", answer: Any) -> None:  # noqa: ANN401 - whatever the deed returns
        """The database has carried it out."""
        self._busy = None
        back = getattr(answer, "back", None)
        if callable(back):
            reversal.others.append(Step(reversal.step.words, back))
        self.changed.emit()
        self._context.reporter.tell(self._context.say.text(reversal.words, deed=reversal.step.words))

    def refused(self, reversal: "_Reversal", error: BaseException) -> None:
        """It cannot be taken back any more, usually because somebody else changed the record; or not just now."""
        self._busy = None
        if isinstance(error, Refusal) and error.values.get("again"):
            (self._undone if reversal.others is self._done else self._done).append(reversal.step)
        self.changed.emit()
        self._context.reporter.show(error, near=self)


class _Reversal:
    """One reversal on its way."""

    def __init__(self, undo: Undo, step: Step, others: deque[Step], words: str) -> None:
        self._undo, self.step, self.others, self.words = undo, step, others, words

    def done(self, answer: Any) -> None:  # noqa: ANN401
        """It happened."""
        self._undo.reversed(self, answer)

    def failed(self, error: BaseException) -> None:
        """It did not."""
        self._undo.refused(self, error)
