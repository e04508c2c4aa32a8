"""Deeds on one case: each is one operation, sent once, under a request that stays until it succeeded."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotFound, Refusal
from app.queries import complaint as cases
from app.queries.complaint import Case
from app.services import complaints, complaints_files
from app.services.complaints import Closing
from app.services.customers_files import FileContent
from app.ui.context import Context
from app.ui.tasks import Work

DONE = {
    "take": N_("You have {number} now."),
    "change": N_("{number} is changed."),
    "note": N_("The note is saved."),
    "answer": N_("The answer is noted."),
    "promise": N_("The promise is noted."),
    "keep": N_("The promise is kept."),
    "withdraw": N_("The promise is withdrawn."),
    "pause": N_("The clock of {number} stands still."),
    "resume": N_("The clock of {number} goes on."),
    "escalate": N_("{number} is escalated."),
    "close": N_("{number} is closed."),
    "reopen": N_("{number} is open again."),
    "rate": N_("The quality of the answer is noted."),
    "said": N_("The customer's answer is noted."),
    "file": N_("The file is kept."),
}


class CaseDeeds(QObject):
    """``done`` gives a deed and its answer, ``refused`` a deed and what was wrong."""

    done = Signal(str, object)
    refused = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.case: Case | None = None
        """The case that deeds are done on."""
        self._queue: list[tuple[str, int, Work]] = []
        self._requests: dict[tuple[str, int], UUID] = {}

    @property
    def busy(self) -> str:
        """The deed that is under way."""
        return self._queue[0][0] if self._queue else ""

    def carry_out(self, deed: str, make: Callable[[Case, UUID], Work]) -> None:
        """One deed; the same again while it is under way is nothing."""
        case = self.case
        if case is None or (deed != "file" and any((deed, case.id) == queued[:2] for queued in self._queue)):
            return
        request = new_uid() if deed == "file" else self._requests.setdefault((deed, case.id), new_uid())
        self._queue.append((deed, case.id, make(case, request)))
        if len(self._queue) == 1:
            self._send()

    def _send(self) -> None:
        if self._queue:
            self.context.runner.write(self, self._queue[0][2], self._succeeded, self._failed)

    def _succeeded(self, answer: object) -> None:
        deed, case_id, _ = self._queue.pop(0)
        self._requests.pop((deed, case_id), None)
        self.done.emit(deed, answer)
        self._send()

    def _failed(self, error: BaseException) -> None:
        deed, case_id, _ = self._queue.pop(0)
        if isinstance(error, Refusal) and not error.values.get("again"):
            # it was not done: what is sent next is another deed
            self._requests.pop((deed, case_id), None)
        self.refused.emit(deed, error)
        self._send()

    # the operations

    def take(self) -> None:
        """It becomes one's own."""
        self.carry_out("take", _versioned(complaints.take))

    def change(self, fields: dict[str, Any], base: dict[str, Any], version: int) -> None:
        """Fields that were changed, over the values they were begun on."""

        def make(case: Case, _request: UUID) -> Work:
            return partial(complaints.change, complaint_id=case.id, fields=fields, base=base, version=version)

        self.carry_out("change", make)

    def write(self, words: str, *, answer: bool, channel: str) -> None:
        """A note for oneself, or an answer to the customer."""
        if answer:
            self.carry_out("answer", _booked(complaints.answer, words=words, channel=channel))
        else:
            self.carry_out("note", _booked(complaints.note, words=words, internal=True, channel=""))

    def promise(self, words: str, due_at: datetime) -> None:
        """Something the customer can count on until a moment."""
        self.carry_out("promise", _booked(complaints.promise, words=words, due_at=due_at))

    def keep(self, promise_id: int) -> None:
        """A promise was kept."""
        self.carry_out("keep", _plain(complaints.keep, promise_id=promise_id))

    def withdraw(self, promise_id: int, words: str) -> None:
        """A promise does not hold any more."""
        self.carry_out("withdraw", _plain(complaints.withdraw, promise_id=promise_id, words=words))

    def pause(self, reason: str) -> None:
        """The clock stands still."""
        self.carry_out("pause", _of_case(complaints.pause, reason=reason))

    def resume(self) -> None:
        """It goes on."""
        self.carry_out("resume", _of_case(complaints.resume))

    def escalate(self, staff_id: int, words: str) -> None:
        """Somebody else is asked to help."""
        self.carry_out("escalate", _of_case(complaints.escalate, staff_id=staff_id, words=words))

    def close(self, values: dict[str, Any]) -> None:
        """It is solved; ``values`` are those of the closing form."""

        def make(case: Case, request: UUID) -> Work:
            return partial(_close, complaint_id=case.id, values=values, request=request)

        self.carry_out("close", make)

    def reopen(self, words: str) -> None:
        """It was not solved after all."""
        self.carry_out("reopen", _of_case(complaints.reopen, words=words))

    def file(self, file: FileContent) -> None:
        """A file is kept with the case."""
        self.carry_out("file", _booked(complaints_files.keep, file=file))

    def rate(self, quality: int) -> None:
        """How good our answer was."""
        self.carry_out("rate", _of_case(complaints.rate, quality=quality, words=""))

    def said(self, value: Decimal, on: date | None, channel: str) -> None:
        """What the customer says."""
        self.carry_out("said", _of_case(complaints.satisfied, value=int(value), on=on, channel=channel, words=""))


def _versioned(operation: Callable[..., Any], **values: Any) -> Callable[[Case, UUID], Work]:  # noqa: ANN401
    def make(case: Case, _request: UUID) -> Work:
        return partial(operation, complaint_id=case.id, version=case.version, **values)

    return make


def _booked(operation: Callable[..., Any], **values: Any) -> Callable[[Case, UUID], Work]:  # noqa: ANN401
    def make(case: Case, request: UUID) -> Work:
        return partial(operation, complaint_id=case.id, request=request, **values)

    return make


def _of_case(operation: Callable[..., Any], **values: Any) -> Callable[[Case, UUID], Work]:  # noqa: ANN401
    def make(case: Case, _request: UUID) -> Work:
        return partial(operation, complaint_id=case.id, **values)

    return make


def _plain(operation: Callable[..., Any], **values: Any) -> Callable[[Case, UUID], Work]:  # noqa: ANN401
    def make(_case: Case, _request: UUID) -> Work:
        return partial(operation, **values)

    return make


def _close(store: Any, *, complaint_id: int, values: dict[str, Any], request: UUID) -> Any:  # noqa: ANN401
    """Close a case; the one with the same cause was named by its number."""
    number, same_as_id = str(values["same_as"]).strip(), None
    if number:
        try:
            same_as_id = cases.id_of(store, number)
        except NotFound as error:
            raise Mistake(error.message, field="same_as", **error.values) from None
    # who does not tick it leaves it to the case
    closing = Closing(values["solution"], values["cost"], values["first_contact"] or None, same_as_id)
    return complaints.close(store, complaint_id, closing, request=request)


def differing_of(error: BaseException) -> Any:  # noqa: ANN401 - fields that two people changed
    """What two people changed in the same field; none for any other refusal."""
    return error.values.get("differing") if isinstance(error, Conflict) else None
