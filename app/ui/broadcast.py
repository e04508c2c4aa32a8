"""One signal that says what changed; panels listen and decide for themselves."""

from PySide6.QtCore import QObject, Signal

from app.domain.changes import ChangeSet


class Broadcast(QObject):
    """Lives as long as the program. Connect bound methods only: lambdas keep windows alive."""

    changed = Signal(object)
    writing = Signal(int)
    """How many operations are on their way."""
    saved = Signal()
    """An operation was carried out."""
    reached = Signal(bool)
    """Whether the database answered the last question."""
    returned = Signal()
    """The database answers again after it had not."""
    sent = Signal(object)
    """Work was sent (``app.ui.tasks.Job``): somebody waits for it."""
    over = Signal(object)
    """The same work has ended, however it did."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way = 0

    def began(self) -> None:
        """An operation was sent."""
        self._under_way += 1
        self.writing.emit(self._under_way)

    def ended(self, *, saved: bool) -> None:
        """It came back."""
        self._under_way = max(0, self._under_way - 1)
        self.writing.emit(self._under_way)
        if saved:
            self.saved.emit()

    def tell(self, changes: ChangeSet) -> None:
        """Say what an operation touched."""
        if changes.ids or changes.whole:
            self.changed.emit(changes)
