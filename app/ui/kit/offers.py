"""Words that are offered below a field while somebody types, in the look of the window it is in."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.ui import theme


class Offers(QCompleter):
    """Offers what contains the typed text, whatever its case; the field keeps it."""

    def __init__(self, words: QAbstractItemModel, field: QLineEdit) -> None:
        super().__init__(words, field)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        field.textEdited.connect(self._dress)
        field.setCompleter(self)

    def _dress(self) -> None:
        dress(self)


def dress(offers: QCompleter) -> None:
    """Give the list of words the look of windows: it belongs to none, and Qt makes it when it is first asked for."""
    popup = offers.popup()
    if popup is not None and not popup.styleSheet():
        theme.wear(popup)
