"""The first line of a list: its name, how many rows it has, and what can be done here."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.icons import icon
from app.ui.keys import engraved
from app.ui.kit.labels import Text

if TYPE_CHECKING:
    from app.ui.kit.list_panel import ListPanel

ICON = 16


class ListHead(QWidget):
    """Title, count, export, and the list's commands, of which the last is coloured and names its key."""

    def __init__(self, panel: "ListPanel") -> None:
        super().__init__()
        self._panel = panel
        self.title, self.count = Text("", "title"), Text("", "quiet")
        self.export = QPushButton()
        if not panel.context.may("export"):
            self.export.hide()
        self.export.clicked.connect(panel.exports.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.export)
        self.buttons = [self._button(command) for command in panel.commands]
        for button in self.buttons:
            row.addWidget(button)

    def _button(self, command: Command) -> QPushButton:
        button = QPushButton()
        button.setIconSize(QSize(ICON, ICON))
        if command is self._panel.commands[-1]:
            button.setProperty("kind", "primary")
        button.clicked.connect(command.run)
        return button

    def show_count(self, count: int) -> None:
        """How many rows there are."""
        self.count.setText(self._panel.context.say.number(Decimal(count), 0))

    def translate(self) -> None:
        """All words anew."""
        say = self._panel.context.say
        self.title.setText(say.text(self._panel.heading))
        self.export.setText(f" {say.text(N_('Export'))}")
        self.export.setAccessibleName(self.export.text().strip())
        self.export.setToolTip("Ctrl+Shift+E")
        for command, button in zip(self._panel.commands, self.buttons, strict=True):
            words = say.text(command.title)
            key = engraved(command.key)
            primary = button.property("kind") == "primary"
            button.setText(f" {words}   {key}".rstrip() if primary else f" {words}")
            button.setToolTip(key)
            button.setAccessibleName(words)

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self._panel.context.tokens
        self.export.setIcon(icon("export", tokens.text2, ICON))
        for command, button in zip(self._panel.commands, self.buttons, strict=True):
            primary = button.property("kind") == "primary"
            button.setIcon(icon(command.icon, tokens.on_accent if primary else tokens.text2, ICON))
