"""The booking run of commission on the desk: what was sold and paid meanwhile is booked, beside what is being done."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.timers import Recurring

if TYPE_CHECKING:
    from app.services.commissions import Ran

FIRST_LOOK_MS = 20_000
"""A desk that has just opened has other things to do."""
EVERY_MS = 60_000


def _run(store: Any) -> "Ran":  # noqa: ANN401 - the store
    # not needed before the first run: a desk opens sooner without it
    from app.services import commissions  # noqa: PLC0415

    return commissions.run(store)


class Booking(QObject):
    """One run at a time; ``ended`` says that it is over, however it went."""

    ended = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = False
        self._told = ""

    def start(self) -> None:
        """Book what is new. What it wrote is broadcast as any change is."""
        if not self.busy:
            self.busy = True
            work = partial(self.context.doors.beside, _run)
            self.context.runner.aside(self, work, self._ran, self._failed, watch=Watch(quiet=True))

    def _ran(self, _ran: "Ran") -> None:
        self._told = ""
        self._end()

    def _failed(self, error: BaseException) -> None:
        """Said once, and again only when something else is wrong: it is tried every minute."""
        say = self.context.say
        if isinstance(error, Refusal):
            words = say.text(N_("New commission was not booked yet: {reason}"), reason=say.refusal(error))
            if words != self._told:
                self.context.reporter.tell(words, "refusal")
            self._told = words
        elif type(error).__name__ != self._told:
            self._told = type(error).__name__
            self.context.reporter.show(error, near=None)
        self._end()

    def _end(self) -> None:
        self.busy = False
        self.ended.emit()


class AutoBooking(QObject):
    """Every minute while the desk of somebody who sees all commission is open."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.booking = Booking(context, self)
        self.looks = Recurring(self, self.booking.start, first=FIRST_LOOK_MS, every=EVERY_MS)
        if context.may("all_commission"):
            self.looks.start()
