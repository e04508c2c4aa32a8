"""What a person began to write outlives the program: a small file on this computer, written at most every 2 s."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject

from app.domain.refusal import N_, Unavailable
from app.ui.kit.kept_file import KeptFile
from app.ui.kit.timers import once

__all__ = ["Drafts", "KeptFile", "NoteDraft"]

EVERY = 2000
"""Milliseconds between two writings while somebody types."""
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note that is not logged yet; ``name`` says whose it is, ``follow_up`` is an ISO day or empty.

    ``follow_up_by`` is the id of who goes on with it; empty: whoever logs it.
    """

    name: str = ""
    text: str = ""
    outcome: str = ""
    follow_up: str = ""
    follow_up_by: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.outcome or self.follow_up)


class Drafts(QObject):
    """Notes by whom they are about: a customer's id, or the number of somebody unknown."""

    def __init__(self, file: KeptFile, failed: Callable[[Unavailable], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._failed = failed
        self._told = False
        self._drafts = {name: draft for name, value in file.read().items() if (draft := _draft(value))}
        self._changed: set[str] = set()
        self._timer = once(self, EVERY, self.save)

    def of(self, key: str) -> NoteDraft:
        """The note about somebody; an empty one where there is none."""
        return self._drafts.get(key, NoteDraft())

    def all(self) -> dict[str, NoteDraft]:
        """Every note that is not logged yet."""
        return dict(self._drafts)

    def put(self, key: str, draft: NoteDraft) -> None:
        """Remember a note; it reaches the disk within 2 s. An empty one is forgotten."""
        if draft == self.of(key) or (not draft and key not in self._drafts):
            return
        if draft:
            self._drafts[key] = draft
        else:
            self._drafts.pop(key)
        self._changed.add(key)
        if not self._timer.isActive():
            self._timer.start()

    def save(self) -> None:
        """To the disk now."""
        self._timer.stop()
        if not self._changed:
            return
        values = {key: asdict(self._drafts[key]) if key in self._drafts else None for key in self._changed}
        try:
            self._file.change(values)
        except OSError as error:
            if not self._told:
                self._told = True
                reason = error.strerror or ""
                self._failed(Unavailable(N_("The note cannot be kept on this computer: {reason}."), reason=reason))
            return
        self._told = False
        self._changed.clear()


def _draft(value: object) -> NoteDraft | None:
    """A note as it was written, or none for anything else."""
    if not isinstance(value, dict):
        return None
    parts = {name: value.get(name, "") for name in NoteDraft.__dataclass_fields__}
    if not all(isinstance(part, str) for part in parts.values()):
        return None
    draft = NoteDraft(**{name: str(part)[:LONGEST] for name, part in parts.items()})
    return draft or None
