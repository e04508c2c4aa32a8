"""A field that finds a customer or a product while somebody types, and remembers which one was chosen."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.ui.context import Context
from app.ui.tasks import Work

DELAY = 200
Named = Sequence[tuple[int, str]]
"""(id, words) of what was found."""


class Finder(QLineEdit):
    """``work`` is asked with the text; ``named`` makes ids and words of its answer."""

    chosen = Signal()
    """Another record, or none."""

    def __init__(self, context: Context, work: Callable[..., object], named: Callable[[object], Named]) -> None:
        super().__init__()
        self.context = context
        self._ask, self._named = work, named
        self._found: dict[str, int] = {}
        self._asked = ""
        self._model = QStringListModel(self)
        completer = QCompleter(self)
        completer.setModel(self._model)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._taken)
        self.setCompleter(completer)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY)
        self._later.timeout.connect(self._search)
        self.textEdited.connect(self._typed)

    @property
    def record_id(self) -> int | None:
        """The record whose words stand here."""
        return self._found.get(self.text().strip())

    def show_record(self, record_id: int, words: str) -> None:
        """Another record."""
        self._found[words] = record_id
        self.setText(words)
        self.chosen.emit()

    def _typed(self, _text: str) -> None:
        self._later.start()
        self.chosen.emit()

    def _taken(self, _words: str) -> None:
        self._later.stop()
        self.chosen.emit()

    def _search(self) -> None:
        text = self.text().strip()
        if text and text not in self._found:
            self._asked = text
            work: Work = partial(self._ask, text=text)
            self.context.runner.read(self, work, self._arrived)

    def _arrived(self, answer: object) -> None:
        if self.text().strip() != self._asked:
            return
        found = self._named(answer)
        self._found |= {words: record_id for record_id, words in found}
        self._model.setStringList([words for _, words in found])
        if found and self.hasFocus():
            self.completer().complete()
        self.chosen.emit()
