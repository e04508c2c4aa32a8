"""The clocks of complaints on the desk: each minute what ran out is recorded, and who has the case hears of it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.refusal import N_, Refusal
from app.ui.context import Context
from app.ui.kit.timers import Recurring

if TYPE_CHECKING:
    from app.queries.complaints_news import CaseNews, News
    from app.services.complaints import Swept

FIRST_LOOK_MS = 15_000
"""A desk that has just opened has other things to do."""
EVERY_MS = 60_000
SEEN = "complaints.seen"
"""Where in all timelines the person's messages end, kept with what the person arranged."""
_WORDS = {
    "warned": N_("{number}: {words} % of the time is used. {subject}"),
    "late": N_("{number}: the time ran out. {subject}"),
    "broken": N_("{number}: a promise was not kept in time: {words}"),
    "escalated": N_("{number} was escalated to {words}"),
    "assigned": N_("{number} is yours now: {subject}"),
    "outcome": N_("An offer for {number} waits for a manager: {words}"),
}


def _sweep(store: Any) -> "Swept":  # noqa: ANN401 - the store
    # not needed before the first look: a desk opens sooner without it
    from app.services import complaints  # noqa: PLC0415

    return complaints.sweep(store)


def _news(store: Any, after: int | None) -> "News":  # noqa: ANN401 - the store
    from app.queries import complaints_news  # noqa: PLC0415

    return complaints_news.since(store, after)


class Deadlines(QObject):
    """Looks every minute, one look at a time; several desks and the server may do so at once."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = False
        self._told = ""
        self.looks = Recurring(self, self.look, first=FIRST_LOOK_MS, every=EVERY_MS)
        self.looks.start()

    def look(self) -> None:
        """Record what ran out, then ask what is new for who sits here."""
        if not self.busy:
            self.busy = True
            self.context.runner.aside(self, partial(self.context.doors.beside, _sweep), self._swept, self._failed)

    def _swept(self, _swept: "Swept") -> None:
        self._told = ""
        work = partial(_news, after=self.context.personal.get(SEEN))
        self.context.runner.read(self, work, self._arrived, self._failed)

    def _arrived(self, news: "News") -> None:
        self.busy = False
        self.context.personal.put(SEEN, news.last)
        for one in news.items:
            self.context.reporter.tell(self._worded(one), "info")

    def _worded(self, one: "CaseNews") -> str:
        return self.context.say.text(_WORDS[one.kind], number=one.number, words=one.words, subject=one.subject)

    def _failed(self, error: BaseException) -> None:
        """Said once, and again only when something else is wrong: it is tried every minute."""
        self.busy = False
        words = self.context.say.refusal(error) if isinstance(error, Refusal) else type(error).__name__
        if words != self._told:
            self._told = words
            self.context.reporter.show(error, near=None)
