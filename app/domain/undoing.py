"""What an operation answers that can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class Undoable:
    """``back`` takes a store and reverses the operation; its own answer can be reversed in turn.

    It raises ``Conflict`` where somebody else changed a record meanwhile.
    """

    changes: ChangeSet
    back: Callable[[Any], Any]
    id: int = 0
    """The record that was made, where one was."""
