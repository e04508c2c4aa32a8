"""What can be done with all selected rows of a list at once."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import Say
from app.ui.commands import Command


class BulkMenu(QMenu):
    """Deeds on many rows, declared as commands."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent)
        self._entries: list[tuple[QAction, Command]] = []
        for command in commands:
            action = self.addAction("")
            action.triggered.connect(command.run)
            self._entries.append((action, command))

    def translate(self, say: Say) -> None:
        """All words anew."""
        for action, command in self._entries:
            action.setText(say.text(command.title).replace("&", "&&"))
