"""What operations on a complaint answer."""

from dataclasses import dataclass

from app.domain.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class Done:
    """The case (or the record that was made for it) and what was touched."""

    id: int
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Changed:
    """A case after its fields were saved; ``merged``: somebody else's changes of other fields were kept."""

    id: int
    version: int
    merged: bool
    changes: ChangeSet
