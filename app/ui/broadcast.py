"""One signal that says what changed; panels listen and decide for themselves."""

from PySide6.QtCore import QObject, Signal

from app.domain.changes import ChangeSet


class Broadcast(QObject):
    """Lives as long as the program. Connect bound methods only: lambdas keep windows alive."""

    changed = Signal(object)

    def tell(self, changes: ChangeSet) -> None:
        """Say what an operation touched."""
        if changes.ids or changes.whole:
            self.changed.emit(changes)
