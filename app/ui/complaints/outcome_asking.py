"""Asks what an offer would do, and shows the answer that belongs to what stands there now."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.complaint_outcome import Proposal
from app.domain.month import Month
from app.domain.refusal import Refusal
from app.services.complaint_outcomes_effect import Effect, effect
from app.ui.complaints.outcome_effect import EffectRows
from app.ui.context import Context


class EffectAsking(QObject):
    """``arrived`` after an answer, whatever it was."""

    arrived = Signal()

    def __init__(self, context: Context, rows: EffectRows) -> None:
        super().__init__(rows)
        self.context, self.rows = context, rows
        self._of: Proposal | None = None
        self._decided: bool | None = None

    def ask(self, complaint_id: int, proposal: Proposal, *, decided: bool | None = None) -> None:
        """Ask about a proposal, unless its effect is shown.

        ``decided``: nobody has to approve it any more, or (false) somebody has to; without it the effect says so.
        """
        if proposal == self._of and self.rows.effect is not None:
            return
        self._of, self._decided = proposal, decided
        work = partial(_effect_for, complaint_id=complaint_id, proposal=proposal)
        self.context.runner.read(self, work, self._arrived, self._failed)

    def again(self) -> None:
        """What is shown stays until it is asked anew."""
        self._of = None

    def forget(self) -> None:
        """Nothing is shown; an answer under way is not either."""
        self._of = None
        self.rows.clear()

    def _arrived(self, found: tuple[Proposal, Effect, Month]) -> None:
        proposal, shown, month = found
        if proposal == self._of:
            self.rows.show_effect(shown, month, decided=self._decided)
            self.arrived.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.rows.tell(self.context.say.refusal(error), "bad")
        else:
            self.rows.clear()
            self.context.reporter.show(error, near=self)
        self.arrived.emit()


def _effect_for(store: Any, complaint_id: int, proposal: Proposal) -> tuple[Proposal, Effect, Month]:  # noqa: ANN401
    """The effect with what it is of, and the month of today."""
    return proposal, effect(store, complaint_id, proposal), Month.of(store.today())
