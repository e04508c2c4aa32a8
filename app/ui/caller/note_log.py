"""A call is written down: with what was said, how it ended, who goes on with it; the same words only once."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake
from app.services import calls, contacts
from app.services.contacts import InteractionDraft, Noted
from app.ui.caller.kept import NoteDraft
from app.ui.caller.talks import Talk

if TYPE_CHECKING:
    from app.ui.caller.panel import CallerPanel


class CallLog(QObject):
    """Writes the note on the card; the card stays for the next question."""

    def __init__(self, panel: "CallerPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._under_way: tuple[str, Talk | None, str] | None = None
        self._sent: tuple[object, UUID] = (None, new_uid())

    def log(self) -> None:
        """Note the call of whoever is on the card; without a word nothing is noted."""
        panel = self._panel
        if panel.customer_id is None or self._under_way is not None:
            return
        written, context = panel.card.note.draft(), panel.context
        if not written.text.strip() and not written.outcome:
            words = Mistake(N_("There is nothing to log yet: write what was said, or choose how the call ended."))
            context.reporter.show(words, near=panel)
            panel.card.note.field.setFocus()
            return
        talk = panel.talk
        number = talk.call.number if talk is not None else panel.dialled
        # another card may be open when the answer comes
        self._under_way = (str(panel.customer_id), talk, number)
        # the same words sent again, after an answer was lost, are noted once
        if self._sent[0] != (said := (panel.customer_id, written)):
            self._sent = (said, new_uid())
        work = partial(contacts.log, draft=self._draft(written, talk, number), request=self._sent[1])
        context.runner.write(self, work, self._logged, self._not_logged)

    def _draft(self, written: NoteDraft, talk: Talk | None, number: str) -> InteractionDraft:
        panel = self._panel
        assert panel.customer_id is not None
        own = panel.context.staff_id
        day = date.fromisoformat(written.follow_up) if written.follow_up else None
        by = int(written.follow_up_by) if written.follow_up_by.isdecimal() else own
        return InteractionDraft(
            panel.customer_id, "call", written.text.strip(), "out" if panel.dialled and talk is None else "in",
            at=talk.since if talk is not None else None, staff_id=own, number=number[:60], outcome=written.outcome,
            follow_up_on=day, follow_up_staff_id=by if day else None,
            seconds=talk.seconds() if talk is not None else None,
        )  # fmt: skip

    def _logged(self, _noted: Noted) -> None:
        panel = self._panel
        assert self._under_way is not None
        (key, talk, number), self._under_way, self._sent = self._under_way, None, (None, new_uid())
        if number:
            # who was spoken with waits for no call any more
            panel.context.runner.write(self, partial(calls.settle_number, number=number), None, self._not_settled)
        if talk is not None:
            panel.talks.drop(talk)
        if str(panel.customer_id) == key:
            panel.card.note.forget()
        else:
            panel.drafts.put(key, NoteDraft())
            panel.drafts.save()
        panel.call_is_over(talk)
        panel.context.reporter.said.emit(panel.context.say.text(N_("The call is logged.")), "done")

    def _not_settled(self, error: BaseException) -> None:
        self._panel.context.reporter.show(error, near=self._panel)

    def _not_logged(self, error: BaseException) -> None:
        self._under_way = None
        self._panel.context.reporter.show(error, near=self._panel)
