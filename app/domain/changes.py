"""What an operation touched: plain values that every open window may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Ids per kind of record that an operation made or changed; ``whole`` kinds changed beyond counting."""

    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def touches(self, kind: str) -> bool:
        """Whether records of this kind may have changed."""
        return kind in self.ids or kind in self.whole
