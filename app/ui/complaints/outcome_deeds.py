"""Sends what is done with an offer, one operation at a time, under a request that stays until it succeeded."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.complaint_outcome import Proposal
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.services import complaint_outcomes
from app.services.approvals import Approver
from app.services.complaint_outcomes import Executed
from app.ui.context import Context

DONE = {
    "approve": N_("The offer is approved; it can be carried out."),
    "refuse": N_("The offer is refused; the case is in work again."),
    "withdraw": N_("The offer is withdrawn."),
    "proposed": N_("The offer waits for a manager."),
    "approved": N_("The offer is kept; it can be carried out."),
}
CARRIED_OUT, WITH_PAPERS = N_("Carried out."), N_("Carried out: {papers}.")


class OutcomeDeeds(QObject):
    """``done`` gives the deed and a sentence, ``refused`` the deed and the error."""

    done = Signal(str, str)
    refused = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = ""
        self._requests: dict[tuple[object, ...], UUID] = {}
        self._under: tuple[object, ...] = ()

    def propose(self, deed: str, complaint_id: int, proposal: Proposal, approver: Approver | None) -> None:
        """``propose``, or ``settle`` to carry it out at once. Another proposal is another request."""
        service = complaint_outcomes.settle if deed == "settle" else complaint_outcomes.propose
        work = partial(service, complaint_id=complaint_id, proposal=proposal, approver=approver)
        self._send(deed, (deed, complaint_id, proposal), work)

    def decide(self, deed: str, outcome_id: int, words: str, approver: Approver | None) -> None:
        """``approve``, ``refuse``, ``withdraw`` or ``execute``."""
        service: Any = getattr(complaint_outcomes, deed)
        work = partial(service, outcome_id=outcome_id)
        if deed in ("approve", "refuse"):
            work = partial(work, words=words, approver=approver)
        self._send(deed, (deed, outcome_id), work)

    def _send(self, deed: str, about: tuple[object, ...], work: Callable[..., Any]) -> None:
        if self.busy:
            return
        self.busy, self._under = deed, about
        request = self._requests.setdefault(about, new_uid())
        self.context.runner.write(self, partial(work, request=request), self._succeeded, self._failed)

    def _succeeded(self, answer: Any) -> None:  # noqa: ANN401 - Proposed or Executed
        deed, self.busy = self.busy, ""
        self._requests.pop(self._under, None)
        say = self.context.say
        if isinstance(answer, Executed):
            numbers = (answer.return_number, answer.credit_note, answer.order_number)
            papers = " · ".join(number for number in numbers if number)
            words = say.text(WITH_PAPERS, papers=papers) if papers else say.text(CARRIED_OUT)
        else:
            words = say.text(DONE[deed if deed in DONE else answer.state])
        self.done.emit(deed, words)

    def _failed(self, error: BaseException) -> None:
        deed, self.busy = self.busy, ""
        self.refused.emit(deed, error)
