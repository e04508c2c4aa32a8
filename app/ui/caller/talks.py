"""Calls that go on or are not logged yet, each with whom it is about: a second call takes nothing from the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.domain.incoming import IncomingCall
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text, Toggle

KEPT = timedelta(hours=1)
"""So long after its end, or after its beginning where no end was reported, a call can still be logged."""
MOST = 5
NUMBER = "number:"
"""Before the number of somebody unknown, where others have a customer's id."""
WIDEST = 220


@dataclass(slots=True)
class Talk:
    """A call and whom it is about: ``key`` is a customer's id, or the number of somebody unknown."""

    call: IncomingCall
    since: datetime
    key: str
    name: str
    ended: datetime | None = None

    def seconds(self) -> int:
        """How long it has lasted, or did until the telephone system said it ended."""
        return max(0, int(((self.ended or datetime.now(UTC)) - self.since).total_seconds()))


class Talks:
    """The calls of this desk, oldest first; at most one about each customer or number."""

    def __init__(self) -> None:
        self._talks: list[Talk] = []

    def begin(self, call: IncomingCall, name: str) -> Talk:
        """A call is looked at; one that is known already goes on as it is."""
        self._forget_old()
        known = next((talk for talk in self._talks if talk.call.key == call.key and talk.ended is None), None)
        if known is None:
            known = Talk(call, datetime.now(UTC), NUMBER + call.number, name)
            self._talks.append(known)
            del self._talks[:-MOST]
        return known

    def belongs(self, talk: Talk, key: str) -> None:
        """It is known now whom a call is about; an older call about the same one is over."""
        self._talks = [other for other in self._talks if other is talk or other.key != key]
        talk.key = key

    def of(self, key: str) -> Talk | None:
        """The call about somebody, if there is one."""
        self._forget_old()
        return next((talk for talk in self._talks if talk.key == key), None)

    def report(self, call: IncomingCall) -> Talk | None:
        """A later report of the telephone system; the call it is about."""
        found = next((talk for talk in reversed(self._talks) if talk.call.key == call.key), None)
        if found is not None:
            found.call = call
            found.ended = datetime.now(UTC) if call.state == "ended" else None
        return found

    def drop(self, talk: Talk) -> None:
        """It is logged."""
        self._talks = [other for other in self._talks if other is not talk]

    def all(self) -> Sequence[Talk]:
        """Every one, oldest first."""
        self._forget_old()
        return tuple(self._talks)

    def _forget_old(self) -> None:
        since = datetime.now(UTC) - KEPT
        self._talks = [talk for talk in self._talks if (talk.ended or talk.since) > since]


class TalkTabs(QWidget):
    """A tab for each call, shown while there is another one than that on the screen; ``chosen`` carries its key."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._hint = Text("Ctrl+Tab", "key")
        self.buttons: list[Toggle] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(4)
        for at in range(MOST):
            button = Toggle()
            button.setMaximumWidth(WIDEST)
            self._group.addButton(button, at)
            self.buttons.append(button)
            row.addWidget(button)
        row.addWidget(self._hint)
        row.addStretch(1)
        self._group.idClicked.connect(self._clicked)
        self.hide()

    def show_talks(self, talks: Sequence[Talk], current: str) -> None:
        """These calls; ``current`` is the key of who is on the screen."""
        self._keys = [talk.key for talk in talks][-MOST:]
        self.setVisible(any(key != current for key in self._keys))
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(self._keys))
            if at < len(self._keys):
                self._name(button, talks[at])
                button.setChecked(self._keys[at] == current)
        self.paint()

    def _name(self, button: Toggle, talk: Talk) -> None:
        say = self.context.say
        words = say.text(N_("Call ended: {name}") if talk.ended else N_("On the phone: {name}"), name=talk.name)
        button.setText(talk.name.replace("&", "&&"))
        button.setToolTip(words)
        button.setAccessibleName(words)

    def next(self, current: str) -> str:
        """The key of the call after that of ``current``; empty where there is no other one."""
        others = [key for key in self._keys if key != current]
        if not others:
            return ""
        at = self._keys.index(current) if current in self._keys else -1
        return self._keys[(at + 1) % len(self._keys)]

    def _clicked(self, at: int) -> None:
        self.chosen.emit(self._keys[at])

    def paint(self) -> None:
        """Icons in the colours of now."""
        for button in self.buttons:
            button.setIcon(icon("phone", self.context.tokens.text2))
