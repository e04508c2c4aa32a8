"""What a person arranged, at hand at once: read when the desk opens, written behind the person's back."""

from collections import deque
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.ui.kit.timers import once

if TYPE_CHECKING:
    from app.domain.changes import ChangeSet
    from app.ui.context import Context

DELAY_MS = 400
"""A column is dragged through many widths; only where it comes to rest is written."""


def _keep(store: Any, *, values: dict[str, Any]) -> "ChangeSet":  # noqa: ANN401 - the store
    # not needed before something is arranged: a desk opens sooner without it
    from app.services import personal  # noqa: PLC0415

    return personal.keep(store, values=values)


def _arranged(store: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the store
    from app.queries import personal  # noqa: PLC0415

    return personal.of_actor(store)


class Personal(QObject):
    """Values are JSON: texts, numbers, lists, dictionaries. ``arrived`` says that other values hold now."""

    arrived = Signal()

    def __init__(self, context: "Context") -> None:
        super().__init__(context)
        self._context = context
        self._values: dict[str, Any] = {}
        self._changed: dict[str, Any] = {}
        # answers come in the order of the questions
        self._sent: deque[dict[str, Any]] = deque()
        self._later = once(self, DELAY_MS, self.flush)

    def load(self) -> None:
        """Ask for what the signed-in person arranged."""
        self._context.runner.read(self, _arranged, self.take, self._unknown)

    def take(self, values: Mapping[str, Any]) -> None:
        """What was read; what was put meanwhile stays."""
        self._values = dict(values) | {name: value for name, value in self._changed.items() if value is not None}
        self.arrived.emit()

    def _unknown(self, _error: BaseException) -> None:
        # the usual arrangement is a good one; the first list says itself that the database does not answer
        self.arrived.emit()

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
        """What was put under a name, else ``default``."""
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Keep a value under a name; ``None`` forgets it."""
        if self._values.get(name) == value:
            return
        self._changed[name] = value
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._later.start()

    def flush(self) -> None:
        """Write what has changed now."""
        self._later.stop()
        if self._changed:
            self._sent.append(self._changed)
            self._changed = {}
            work = partial(_keep, values=self._sent[-1])
            self._context.runner.write(self, work, self._kept, self._not_kept)

    def _kept(self, _changes: object) -> None:
        self._sent.popleft()

    def _not_kept(self, _error: BaseException) -> None:
        # a width that was not kept is no reason to disturb anybody; it goes with the next ones
        self._changed = self._sent.popleft() | self._changed
