"""The planned backup: a desk that is open when it is due makes it, beside whatever is being done."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.doors import BackupMade
from app.ui.kit.timers import Recurring
from app.ui.status_bar import last_backup

if TYPE_CHECKING:
    from app.queries.backups import Backups

FIRST_LOOK_MS = 60_000
"""A desk that has just opened has other things to do."""
EVERY_MS = 30 * 60_000
AFTER_FAILURE = timedelta(hours=6)
"""A folder that refuses is not asked every half an hour."""


def _record(store: Any, *, made: BackupMade) -> ChangeSet:  # noqa: ANN401 - the store
    from app.services import backups  # noqa: PLC0415

    return backups.record_made(store, place=str(made.path), size=made.size, at=made.at)


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
            self.context.runner.read(self, last_backup, self._arrived, self._failed)

    def _arrived(self, state: "Backups") -> None:
        from app.queries.backups import planned_name  # noqa: PLC0415 - loaded by now

        now = datetime.now(UTC)
        if state.is_due(now) and not self._busy:
            self._busy = True
            target = Path(state.folder) / planned_name(now.astimezone(self.context.say.zone))
            work = partial(self.context.doors.backup, target)
            self.context.runner.aside(self, work, self._made, self._failed, watch=Watch(quiet=True))

    def _made(self, made: BackupMade) -> None:
        self.context.runner.write(self, partial(_record, made=made), self._recorded, self._failed)

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
