"""What the five steps have in common."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.importing.wizard import Wizard
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text

CONTROL = 32
"""Pixels that a field is high."""


class Step(QWidget):
    """One step: shows what the wizard knows, and tells it what somebody wishes."""

    name = ""
    """An English text to be translated."""

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__()
        self.context, self.wizard = context, wizard
        self.heading, self.words = Text("", "section"), Text("", "quiet")
        self.words.setWordWrap(True)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(10)
        self.outer.addWidget(self.heading)
        self.outer.addWidget(self.words)

    @property
    def done(self) -> bool:
        """Whether the next step can be taken."""
        return True

    def enter(self) -> None:
        """This step is shown now."""

    def show_state(self) -> None:
        """Something is known that was not; words anew as well."""


class Labelled(QWidget):
    """A choice with its label above it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.label, self.box = QLabel(), Choice(context)
        self.label.setProperty("kind", "caption")
        self.label.setBuddy(self.box)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.label)
        column.addWidget(self.box)

    def show_choices(self, label: str, choices: list[tuple[str, str]], chosen: str) -> None:
        """Choices as (value, words); nothing is emitted."""
        self.label.setText(label)
        self.box.setAccessibleName(label)
        self.box.blockSignals(True)
        if [(self.box.itemData(at), self.box.itemText(at)) for at in range(self.box.count())] != choices:
            self.box.clear()
            for value, words in choices:
                self.box.addItem(words, value)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen)))
        self.box.blockSignals(False)

    @property
    def chosen(self) -> str:
        """The value that is chosen."""
        return str(self.box.currentData() or "")


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    """Widgets in a row, from the left."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        if isinstance(widget, QLabel):
            # its words stand as high as those of the fields beside it
            widget.setMinimumHeight(CONTROL)
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    return row
