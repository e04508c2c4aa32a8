"""The timeline of a case: what was said and done, and promises as entries of their own with a clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.complaint_words import STATES
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.complaint import Case, Event, Promise
from app.ui.caller.parts import Chip, IconLabel
from app.ui.complaints.clock import Running, clock_words
from app.ui.complaints.words import (
    BARE,
    CHANGED,
    CHANNEL_ICONS,
    EVENT_ICONS,
    EVENTS,
    channel_words,
    severity_words,
    short_name,
)
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.columns import short_date
from app.ui.kit.labels import Text

SHOWN = 5
"""So many of the newest entries are shown beside the queue until all are asked for."""
WHEN = 74
_SAID = frozenset({"note", "answer", "opened"})
"""Kinds whose words speak for themselves."""
_WEEK = timedelta(days=6)
_TONES = {"broken": "bad", "late": "bad", "kept": "ok", "warned": "warn", "refused": "bad", "approved": "ok"}


def when_words(at: datetime, now: datetime, say: Say) -> str:
    """09:58 today, Fri 17:05 within a week, 20 Nov before."""
    local, today = at.astimezone(say.zone), now.astimezone(say.zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    if today - local.date() <= _WEEK:
        return f"{say.weekday(local.date())} {local:%H:%M}"
    return short_date(local.date(), say, today)


def event_words(event: Event, say: Say) -> str:
    """What an entry says."""
    if event.kind in _SAID and event.words:
        return event.words
    words = EVENTS.get(f"{event.kind} {event.words}") or EVENTS.get(event.kind, event.kind)
    if "{words}" in words and not event.words:
        words = BARE.get(event.kind, words)
    more = event.words
    if event.kind == "state" and more in STATES:
        more = say.text(STATES[more])
    elif event.kind == "changed":
        more = "; ".join(_change_words(part, say) for part in more.split("; "))
    return say.text(words, words=more)


def _change_words(part: str, say: Say) -> str:
    """One changed field: its name, and its values where they are told."""
    name, _, values = part.partition(": ")
    title = say.text(CHANGED.get(name, name))
    if not values:
        return title
    written = {"severity": severity_words, "channel": channel_words}.get(name)
    told = " → ".join(written(value, say) if written else value for value in values.split(" → "))
    return say.text(N_("{title}: {value}"), title=title, value=told)


class Entry(QWidget):
    """One entry; of an open promise the buttons that end it."""

    kept = Signal(int)
    withdrawn = Signal(int)

    def __init__(self, context: Context, event: Event, case: Case, promise: Promise | None) -> None:
        super().__init__()
        self.context, self.told, self.promise = context, event, promise
        say = context.say
        self.when = Text(when_words(event.at, case.now, say), "strong")
        self.when.setFixedWidth(WHEN)
        self.when.setToolTip(say.moment(event.at))
        meaning = CHANNEL_ICONS.get(event.channel) if event.kind in _SAID and event.channel else None
        tone = _TONES.get(event.kind, "text2")
        self.icon = IconLabel(meaning or EVENT_ICONS.get(event.kind, "note"), tone)
        self.words, self.below = Text(event_words(event, say)), Text(self._below(case), "caption")
        if event.kind in _TONES:
            self.words.set_tone(_TONES[event.kind])
        for label in (self.words, self.below):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(", ".join(filter(None, (self.when.text(), self.words.text(), self.below.text()))))
        self.icon.paint(context)
        self._lay_out()
        # shown before it had a parent it would be a window of its own for a moment
        self.below.setVisible(bool(self.below.text()))

    def _lay_out(self) -> None:
        side, row = QVBoxLayout(), QHBoxLayout(self)
        side.setSpacing(0)
        side.addWidget(self.words)
        side.addWidget(self.below)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        for widget in (self.when, self.icon):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 1)
        self.due: Chip | None = None
        if self.promise is not None and self.promise.open:
            side.addLayout(self._ending())

    def _ending(self) -> QHBoxLayout:
        assert self.promise is not None
        say, row = self.context.say, QHBoxLayout()
        row.setSpacing(6)
        row.setContentsMargins(0, 3, 0, 0)
        self.due = Chip("", "neutral")
        row.addWidget(self.due)
        self.keep, self.withdraw = QPushButton(say.text(N_("It was kept"))), QPushButton(say.text(N_("Withdraw…")))
        for button, words in (
            (self.keep, say.text(N_("Promise kept: {words}"), words=self.promise.words)),
            (self.withdraw, say.text(N_("Withdraw: {words}"), words=self.promise.words)),
        ):
            button.setProperty("kind", "flat")
            button.setAccessibleName(words)
            row.addWidget(button)
        self.keep.clicked.connect(self._keep)
        self.withdraw.clicked.connect(self._withdraw)
        row.addStretch(1)
        return row

    def _below(self, case: Case) -> str:
        say, event = self.context.say, self.told
        parts = [short_name(event.by)]
        if event.kind == "answer" and event.at == case.first_response_at:
            parts.append(_answered_in(event.at - case.opened_at, say))
        elif event.kind in _SAID and event.channel:
            parts.append(channel_words(event.channel, say))
        if event.kind == "note" and event.internal:
            parts.append(say.text(N_("internal")))
        promise = self.promise
        if promise is not None:
            parts.append(_promise_words(promise, say, case.now))
        return " · ".join(part for part in parts if part)

    def tick(self, now: datetime) -> None:
        """The clock of a promise at a moment."""
        if self.due is not None and self.promise is not None:
            words = clock_words(Running(self.promise.due_at, "promise"), self.context.say, now)
            if self.due.text() != words.text:
                self.due.setText(words.text)
            self.due.set_tone(words.tone)
            self.due.setToolTip(words.tip)
            self.due.setAccessibleName(words.tip)

    def _keep(self) -> None:
        if self.promise is not None:
            self.kept.emit(self.promise.id)

    def _withdraw(self) -> None:
        if self.promise is not None:
            self.withdrawn.emit(self.promise.id)


def _answered_in(span: timedelta, say: Say) -> str:
    minutes = max(0, int(span.total_seconds()) // 60)
    if minutes < 120:
        return say.text(N_("answered in {minutes} min"), minutes=minutes)
    return say.text(N_("answered in {hours} h"), hours=minutes // 60)


def _promise_words(promise: Promise, say: Say, now: datetime) -> str:
    moment = when_words(promise.due_at, now, say)
    local = promise.due_at.astimezone(say.zone)
    if ":" not in moment:
        moment = f"{moment} {local:%H:%M}"
    if promise.withdrawn_at is not None:
        return say.text(N_("promise withdrawn"))
    if promise.kept_at is not None:
        return say.text(N_("promise kept, late") if promise.broken_at is not None else N_("promise kept"))
    return say.text(N_("promise due {moment}"), moment=moment)


class Timeline(QWidget):
    """``kept`` and ``withdrawn`` name a promise. The newest entries; the others when they are asked for."""

    kept = Signal(int)
    withdrawn = Signal(int)
    promised = Signal()
    """Something is to be promised."""

    def __init__(self, context: Context, shown: int = SHOWN) -> None:
        super().__init__()
        self.context, self._most = context, shown
        self.case: Case | None = None
        self.entries: list[Entry] = []
        self._all = False
        self._shown: tuple[object, ...] = ()
        self.heading, self.more, self.promise = Text("", "strong", "quiet"), QPushButton(), QPushButton()
        for button in (self.more, self.promise):
            button.setProperty("kind", "flat")
        self.promise.clicked.connect(self.promised)
        self.more.clicked.connect(self.show_all)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.more)
        head.addWidget(self.promise)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(head)
        outer.addLayout(self._column)

    def show_case(self, case: Case) -> None:
        """The entries of a case; nothing is drawn anew while they are the same."""
        if self.case is None or self.case.id != case.id:
            self._all = False
        self.case = case
        self.promise.setVisible(not case.closed)
        state = (case.id, self._all, tuple(case.events), tuple(case.promises), case.now.date(), self.context.say)
        if state == self._shown:
            return
        self._shown = state
        self._draw(case)

    def _draw(self, case: Case) -> None:
        for entry in self.entries:
            self._column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        events = list(case.events) or [_received(case)]
        shown = events if self._all else events[-self._most :]
        promises = {promise.id: promise for promise in case.promises}
        self.entries = [
            Entry(self.context, event, case, promises.get(event.promise_id or 0) if event.kind == "promise" else None)
            for event in shown
        ]
        for entry in self.entries:
            entry.kept.connect(self.kept)
            entry.withdrawn.connect(self.withdrawn)
            self._column.addWidget(entry)
        self.more.setVisible(len(shown) < len(events))
        words = self.context.say.plural("{count} earlier entry", "{count} earlier entries", len(events) - len(shown))
        self.more.setText(words)
        self.more.setAccessibleName(words)

    def show_all(self) -> None:
        """Every entry."""
        self._all = True
        if self.case is not None:
            self.show_case(self.case)

    def tick(self, now: datetime) -> None:
        """The clocks of promises at a moment."""
        for entry in self.entries:
            entry.tick(now)

    def translate(self) -> None:
        """Words anew."""
        self.heading.setText(self.context.say.text(N_("Timeline")))
        words = self.context.say.text(N_("Promise…"))
        self.promise.setText(f" {words}")
        self.promise.setAccessibleName(words)
        if self.case is not None:
            self._shown = ()
            self.show_case(self.case)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.promise.setIcon(icon("clock", self.context.tokens.text2, 16))
        for entry in self.entries:
            entry.icon.paint(self.context)


def _received(case: Case) -> Event:
    """The beginning of a case that came from elsewhere, without a timeline."""
    return Event(0, case.opened_at, "opened", case.owner, case.channel, case.note or case.subject, False, None)


def open_promises(case: Case) -> Sequence[Promise]:
    """Promises whose clocks run."""
    return [promise for promise in case.promises if promise.open]
