"""The clock of a case in words and tone, and the minute that passes for all of them without asking anybody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.refusal import N_
from app.i18n import Say

SOON, NEAR = timedelta(minutes=30), timedelta(hours=4)
"""Red within the first, amber within the second."""
_MINUTE_MS = 60_000
_ENDS = {
    "answer": (N_("First answer due today {time}"), N_("First answer due {day}")),
    "promise": (N_("Promise due today {time}"), N_("Promise due {day}")),
    "solution": (N_("Solution due today {time}"), N_("Solution due {day}")),
}
_OTHER = (N_("Due today {time}"), N_("Due {day}"))


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A chip: its text, tone and icon, and what stands behind it."""

    text: str
    tone: str
    icon: str
    tip: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """What a clock shows: when it ends and which one it is, or why it stands still."""

    next_at: datetime | None
    next_clock: str = ""
    paused: bool = False
    pause_reason: str = ""
    closed_at: datetime | None = None
    was_late: bool = False
    counts: tuple[tuple[int, int], ...] = ()
    """The business hours of the day it ends, in minutes of the day."""


def clock_words(clock: Running, say: Say, now: datetime) -> ClockWords:
    """The chip of a case at a moment."""
    if clock.closed_at is not None:
        words = N_("closed late") if clock.was_late else N_("closed")
        return ClockWords(
            say.text(words), "neutral", "late" if clock.was_late else "saved", say.moment(clock.closed_at)
        )
    if clock.paused and (clock.next_at is None or clock.next_clock != "promise"):
        reason = say.text(N_("The clock stands still: {reason}"), reason=clock.pause_reason)
        return ClockWords(say.text(N_("paused")), "info", "history", reason)
    if clock.next_at is None:
        return ClockWords("–", "neutral", "clock", say.text(N_("No clock runs.")))
    left, tip = clock.next_at - now, _tip(clock, say, now)
    if left < timedelta(0):
        words = say.text(N_("late {time}"), time=_passed(-left, say))
        return ClockWords(words, "bad", "warning", tip, late=True)
    tone = "bad" if left <= SOON else "warn" if left <= NEAR else "neutral"
    local = clock.next_at.astimezone(say.zone)
    same_day = local.date() == now.astimezone(say.zone).date()
    text = hours_minutes(left) if same_day or left <= NEAR else weekday_time(local, say, now)
    return ClockWords(text, tone, "clock", tip)


def hours_minutes(span: timedelta) -> str:
    """1:20; seconds that have begun are left out."""
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def _passed(span: timedelta, say: Say) -> str:
    """0:48 within a day, 2 d 3 h beyond."""
    if span < timedelta(days=1):
        return hours_minutes(span)
    return say.text(N_("{days} d {hours} h"), days=span.days, hours=span.seconds // 3600)


def weekday_time(local: datetime, say: Say, now: datetime) -> str:
    """Mon 10:00 within a week, 4 Dec 10:00 beyond."""
    near = local.date() - now.astimezone(say.zone).date() < timedelta(days=7)
    day = say.weekday(local.date()) if near else say.day_of_year(local.date())
    return f"{day} {local:%H:%M}"


def _tip(clock: Running, say: Say, now: datetime) -> str:
    assert clock.next_at is not None
    local = clock.next_at.astimezone(say.zone)
    today, later = _ENDS.get(clock.next_clock, _OTHER)
    if local.date() == now.astimezone(say.zone).date():
        words = say.text(today, time=f"{local:%H:%M}")
    else:
        words = say.text(later, day=say.moment(clock.next_at))
    if not clock.counts or clock.next_clock == "promise":
        return words
    spans = [f"{_hour(first)}–{_hour(last)}" for first, last in clock.counts]
    counts = spans[0]
    for span in spans[1:]:
        counts = say.text(N_("{one} and {two}"), one=counts, two=span)
    return say.text(N_("{due}, business time, counts {hours}"), due=words, hours=counts)


def _hour(minute: int) -> str:
    """09 for a full hour, 09:30 else."""
    return f"{minute // 60:02d}:{minute % 60:02d}" if minute % 60 else f"{minute // 60:02d}"


class Ticking(QObject):
    """The server's time as this window knows it, and a sign each time its minute changes."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ahead = timedelta(0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)
        self._start()

    def set_server(self, moment: datetime) -> None:
        """The server said that it is this moment now."""
        self._ahead = moment - self._own()

    @staticmethod
    def _own() -> datetime:
        return datetime.now(UTC)

    def now(self) -> datetime:
        """The moment by the server's clock."""
        return self._own() + self._ahead

    def _start(self) -> None:
        """Wake up when the minute has just changed."""
        now = self.now()
        passed = now.second * 1000 + now.microsecond // 1000
        self._timer.start(_MINUTE_MS - passed + 20)

    def _turn(self) -> None:
        self._start()
        self.ticked.emit()
