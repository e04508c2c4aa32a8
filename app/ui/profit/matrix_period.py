"""From which month to which: two fields beside each other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.kit.month import MonthField


class PeriodBar(QWidget):
    """``chosen`` when one of both months is another; ``refused`` carries a sentence."""

    chosen = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.first, self.last = MonthField(context), MonthField(context)
        self._labels = [Text("", "caption"), Text("", "caption")]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for label, field in zip(self._labels, (self.first, self.last), strict=True):
            field.setFixedWidth(140)
            field.chosen.connect(self.chosen)
            field.refused.connect(self.refused)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)

    def show_period(self, first: Month, last: Month) -> None:
        """The months that are read."""
        self.first.show_month(first)
        self.last.show_month(last)

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        for label, field, words in zip(self._labels, (self.first, self.last), (N_("From"), N_("To")), strict=True):
            label.setText(say.text(words))
            field.setAccessibleName(say.text(words))
