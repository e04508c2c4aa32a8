"""How many objections to a commission wait for an answer, at the entry of the navigation."""

import weakref
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject

from app.domain.changes import ChangeSet
from app.ui.kit.timers import Recurring
from app.ui.main_window import MainWindow

FIRST_LOOK_MS = 10_000
"""A desk that has just opened has other things to do."""
EVERY_MS = 10 * 60_000


def _count(store: Any) -> int:  # noqa: ANN401 - the store
    # not needed before the first look: a desk opens sooner without it
    from app.queries import commission_team  # noqa: PLC0415

    return commission_team.count_open_disputes(store)


class DisputeBadge(QObject):
    """For who answers them: counted now and then, and whenever commission changed on this desk or another."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.context = weakref.ref(window), window.context
        self.count = 0
        self.looks = Recurring(self, self.look, first=FIRST_LOOK_MS, every=EVERY_MS)
        if self.context.may("all_commission"):
            self.context.broadcast.changed.connect(self._changed)
            self.context.spoke.connect(self._show)
            self.looks.start()

    def look(self) -> None:
        """Count them."""
        self.context.runner.read(self, _count, self._counted, self._failed)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("commission"):
            self.look()

    def _counted(self, count: int) -> None:
        self.count = count
        self._show()

    def _failed(self, _error: BaseException) -> None:
        """A database that cannot be asked says nothing of disputes; the screen itself tells what is wrong."""

    def _show(self) -> None:
        window = self._window()
        if window is not None and "commission" in window.navigation.buttons:
            say, count = self.context.say, self.count
            words = say.plural("{count} line is disputed", "{count} lines are disputed", count)
            number = say.number(Decimal(count), 0) if count else ""
            window.navigation.buttons["commission"].show_badge(number, "warn", words)
