"""Keeps the order that is being typed: at most every two seconds, and at once when the field or the screen is left."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.queries import ordering
from app.ui.context import Context
from app.ui.kit.timers import once
from app.ui.orders import drafts
from app.ui.orders.drafts import Kept

EVERY = 2000
"""Milliseconds."""


class Keeping(QObject):
    """One draft at a time; ``written`` says that it lies in its file, ``found`` gives the drafts of this company."""

    written = Signal()
    failed = Signal(object)
    found = Signal(object)

    def __init__(self, context: Context, parent: QObject, now: Callable[[], Kept | None]) -> None:
        super().__init__(parent)
        self.context = context
        self._now = now
        self.changed = False
        self._writing = False
        self._dropped = ""
        self._timer = once(self, EVERY, self.write)

    def touch(self) -> None:
        """Something was typed."""
        self.changed = True
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Write what changed, off the window's thread; one file at a time, so that an older one never wins."""
        if not self.changed or self._writing:
            return
        draft = self._now()
        self.changed = False
        self._timer.stop()
        if draft is not None:
            self._writing = True
            self.context.runner.aside(self, partial(drafts.save, self._owned(draft)), self._done, self._not_done)

    def write_now(self) -> None:
        """Write before this returns: the screen is being left, or the order is being sent."""
        draft = self._now() if self.changed or self._writing else None
        # what is being written elsewhere may come to lie over it; then it is written once more
        self.changed = self._writing and draft is not None
        self._timer.stop()
        if draft is not None:
            self.put(draft)

    def put(self, draft: Kept) -> None:
        """Write this draft before this returns; a full disk is told and stops nobody from selling."""
        try:
            drafts.save(self._owned(draft))
        except OSError as error:
            self.failed.emit(error)
        else:
            self.written.emit()

    def _owned(self, draft: Kept) -> Kept:
        return replace(draft, by=self.context.drafts_owner)

    def drop(self, key: str) -> None:
        """The draft is an order now, or was thrown away."""
        self.changed = False
        self._timer.stop()
        self._dropped = key if self._writing else ""
        drafts.remove(key)

    def look(self) -> None:
        """Which drafts lie here; answers with ``found``."""
        self.context.runner.aside(self, drafts.kept, self._read)

    def _read(self, kept: list[Kept]) -> None:
        own = tuple(draft for draft in kept if draft.by in ("", self.context.drafts_owner))
        uids = tuple({UUID(draft.customer_uid) for draft in own})
        self.context.runner.read(self, partial(_ours, kept=own, uids=uids), self._known)

    def _known(self, ours: list[tuple[Kept, int]]) -> None:
        self.found.emit(ours)

    def _done(self, _path: Path) -> None:
        self._writing = False
        if self._dropped:
            # it was thrown away while it was being written
            drafts.remove(self._dropped)
            self._dropped = ""
            return
        self.written.emit()
        if self.changed:
            self.touch()

    def _not_done(self, error: BaseException) -> None:
        self._writing = False
        self.changed = True
        self.failed.emit(error)


def _ours(store: Any, *, kept: tuple[Kept, ...], uids: tuple[UUID, ...]) -> list[tuple[Kept, int]]:  # noqa: ANN401
    """Drafts whose customer this company has, with the customer's id."""
    known = ordering.known(store, uids)
    return [(draft, known[UUID(draft.customer_uid)]) for draft in kept if UUID(draft.customer_uid) in known]
