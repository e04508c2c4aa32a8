"""What goes wrong reaches the person here: refusals in words, mistakes of the program under a number."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app import logs
from app.domain.refusal import N_, Refusal
from app.i18n import Say

OUR_MISTAKE = N_("The program made a mistake of its own (error {number}); nothing half-done was saved. See the log.")


class Reporter(QObject):
    """Emits sentences; the window shows them in place. Equal ones in a row are said once until something else is."""

    said = Signal(str, str)
    """The sentence and its kind: ``done``, ``info``, ``refusal`` or ``mistake``."""

    def __init__(self, say: Callable[[], Say]) -> None:
        super().__init__()
        self._say = say

    def tell(self, words: str, kind: str = "done") -> None:
        """Say what happened, in words already translated; it goes by itself."""
        self.said.emit(words, kind)

    def show(self, error: BaseException, near: QObject | None = None) -> None:
        """Tell the person; ``near`` is the widget that asked, for who wants to place the words."""
        if isinstance(error, Refusal):
            self.said.emit(self._say().refusal(error), "refusal")
        else:
            self.said.emit(self._say().text(OUR_MISTAKE, number=logs.unexpected(error)), "mistake")
