"""Which record stands at which row of a long list: ids from its beginning and, read backwards, from its end."""

from array import array
from collections.abc import Sequence
from enum import IntEnum

from app.queries.lists import Place
from app.ui.kit.table_reading import Walked


class End(IntEnum):
    """From which end ids are read."""

    HEAD = 0
    TAIL = 1


class Places:
    """Rows in the middle are unknown until somebody looks at them. Ids take eight bytes each."""

    def __init__(self, walked: Walked | None = None, total: int = 0) -> None:
        head = walked or Walked((), None)
        self.ids: tuple[array[int], array[int]] = (array("q", head.ids), array("q"))
        self.next: list[Place | None] = [head.next, None]
        self.ended = [head.next is None, False]
        self.total = max(total, len(head.ids))

    @property
    def whole(self) -> bool:
        """Whether every row is known."""
        return self.ended[End.HEAD]

    def id_at(self, row: int) -> int | None:
        """The id at a position, if it was read already."""
        head, tail = self.ids
        if 0 <= row < len(head):
            return head[row]
        from_end = self.total - 1 - row
        return tail[from_end] if 0 <= from_end < len(tail) else None

    def row_of(self, record_id: int) -> int | None:
        """The position of an id, if it was read already."""
        for end, ids in enumerate(self.ids):
            try:
                at = ids.index(record_id)
            except ValueError:
                continue
            return at if end == End.HEAD else self.total - 1 - at
        return None

    def begins_with(self, ids: Sequence[int]) -> bool:
        """Whether the list as it is known here, and ``ids``, do not contradict each other."""
        head = self.ids[End.HEAD]
        return head[: len(ids)] == array("q", ids[: len(head)])

    def way_to(self, low: int, high: int) -> tuple[End, int] | None:
        """From which end rows are reached sooner, and with how many ids; ``None``: they cannot be reached."""
        from_head = high + 1 - len(self.ids[End.HEAD])
        from_tail = self.total - low - len(self.ids[End.TAIL])
        end, count = (End.HEAD, from_head) if from_head <= from_tail else (End.TAIL, from_tail)
        return None if self.ended[end] else (end, max(1, count))

    def extend(self, end: End, found: Walked) -> int:
        """Take more ids; returns how many rows there are at least (exactly, when the list is whole)."""
        ids = self.ids[end]
        ids.extend(found.ids)
        self.next[end] = found.next
        self.ended[end] = found.next is None
        if not self.whole:
            return max(self.total, len(ids))
        # the list itself knows better than the count of a moment ago
        self.ids = (self.ids[End.HEAD], array("q"))
        return len(self.ids[End.HEAD])

    def rows_of_last(self, end: End, count: int) -> tuple[int, int]:
        """The first and last row of the ``count`` ids that were taken last."""
        known = len(self.ids[end])
        if end == End.HEAD:
            return known - count, known - 1
        return self.total - known, self.total - 1 - known + count
