"""F8 from the first moment on: the telephone rings when the desk has just been opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.caller.panel import CallerPanel


class WhoCalls(QObject):
    """The command; what is known of calls is loaded later, and answers from then on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._answer: Callable[[], None] | None = None
        window.commands.add(
            [Command("caller.answer", N_("Who is calling?"), "caller", "F8", self.run, words="phone caller card")]
        )

    def answered_by(self, answer: Callable[[], None]) -> None:
        """Calls are known from now on."""
        self._answer = answer

    def run(self) -> None:
        """The card of who rings, else of whom the screen is about; else somebody is asked for."""
        if self._answer is not None:
            self._answer()
        else:
            card_or_question(self._window)


def card_or_question(window: MainWindow) -> None:
    """F8 while nobody rings: the card of whom the screen is about, else the question who it is."""
    shown = window.stack.currentWidget()
    customer_id = shown.customer_at_hand() if isinstance(shown, Panel) else None
    if customer_id is not None:
        window.context.go("caller", customer_id)
    else:
        window.bring("caller", ask_who)


def ask_who(panel: "CallerPanel") -> None:
    """The caller's screen asks for somebody."""
    panel.ask_who()
