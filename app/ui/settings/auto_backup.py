"""The planned backup: a desk that is open when it is due makes it, beside whatever is being done."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Refusal
from app.queries import backups as asked
from app.queries.backups import Backups
from app.services import backups
from app.ui.context import Context
from app.ui.doors import BackupMade
from app.ui.kit.timers import Recurring

FIRST_LOOK_MS = 60_000
"""A desk that has just opened has other things to do."""
EVERY_MS = 30 * 60_000
AFTER_FAILURE = timedelta(hours=6)
"""A folder that refuses is not asked every half an hour."""


class AutoBackup(QObject):
    """Looks every half an hour; only who may make backups makes them."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self._busy = False
        self._not_before = datetime.min.replace(tzinfo=UTC)
        self.looks = Recurring(self, self.look, first=FIRST_LOOK_MS, every=EVERY_MS)
        if context.may("backup"):
            self.looks.start()

    def look(self) -> None:
        """Is one due?"""
        if not self._busy and datetime.now(UTC) >= self._not_before:
            self.context.runner.read(self, asked.state, self._arrived, self._failed)

    def _arrived(self, state: Backups) -> None:
        now = datetime.now(UTC)
        if state.is_due(now) and not self._busy:
            self._busy = True
            target = Path(state.folder) / asked.planned_name(now.astimezone(self.context.say.zone))
            self.context.runner.aside(self, partial(self.context.doors.backup, target), self._made, self._failed)

    def _made(self, made: BackupMade) -> None:
        work = partial(backups.record_made, place=str(made.path), size=made.size, at=made.at)
        self.context.runner.write(self, work, self._recorded, self._failed)

    def _recorded(self, _changes: ChangeSet) -> None:
        self._busy = False
        self.context.reporter.said.emit(self.context.say.text(N_("The planned backup was made.")), "done")

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._not_before = datetime.now(UTC) + AFTER_FAILURE
        if isinstance(error, Refusal):
            words = self.context.say.text(
                N_("The planned backup was not made: {reason}"), reason=self.context.say.refusal(error)
            )
            self.context.reporter.said.emit(words, "refusal")
        else:
            self.context.reporter.show(error, near=None)
