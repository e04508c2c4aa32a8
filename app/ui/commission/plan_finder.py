"""A field that finds a customer or a product while somebody types, and remembers which one was chosen."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.ui.context import Context
from app.ui.kit.offers import dress
from app.ui.kit.timers import once
from app.ui.tasks import Work

DELAY = 200
Named = Sequence[tuple[int, str]]
"""(id, words) of what was found."""


class Offered(QLineEdit):
    """A field below which words are offered; ``taken`` when one of them was."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = QStringListModel(self)
        # not the field's own completer: that one offers old words at every key
        self._offers = QCompleter(self._model, self)
        self._offers.setWidget(self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offers.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._offers.activated.connect(self._take)

    def offer(self, words: Sequence[str]) -> None:
        """Show these words below the field, while the cursor is in it."""
        self._model.setStringList(list(words))
        if words and self.hasFocus():
            dress(self._offers)
            self._offers.complete()

    def _take(self, words: str) -> None:
        self.setText(words)
        # a name is read from its beginning
        self.setCursorPosition(0)
        self.taken.emit()


class Finder(Offered):
    """``work`` is asked with the text; ``named`` makes ids and words of its answer."""

    chosen = Signal()
    """Another record, or none."""

    def __init__(self, context: Context, work: Callable[..., object], named: Callable[[object], Named]) -> None:
        super().__init__()
        self.context = context
        self._ask, self._named = work, named
        self._found: dict[str, int] = {}
        self._asked = ""
        self.taken.connect(self._taken)
        self._later = once(self, DELAY, self._search)
        self.textEdited.connect(self._typed)

    @property
    def record_id(self) -> int | None:
        """The record whose words stand here."""
        return self._found.get(self.text().strip())

    def show_record(self, record_id: int, words: str) -> None:
        """Another record."""
        self._found[words] = record_id
        self.setText(words)
        self.setCursorPosition(0)
        self.chosen.emit()

    def _typed(self, _text: str) -> None:
        self._later.start()
        self.chosen.emit()

    def _taken(self) -> None:
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
        self.offer([words for _, words in found])
        self.chosen.emit()
