"""Today at the side of the window (Ctrl+T), and its badge in the navigation."""

import weakref
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.today.panel import TodayPanel


def beside(window: MainWindow) -> None:
    """Join the panel to the window; it is made when it is first seen."""
    window.commands.add(
        [Command("today.side", N_("Today at the side"), "panel", "Ctrl+T", window.side.toggle, words="calls visits")]
    )
    window.side.hold(_Made(window))


class _Made:
    """Makes the panel; holds the window weakly."""

    def __init__(self, window: MainWindow) -> None:
        self._window = weakref.ref(window)

    def __call__(self) -> "TodayPanel":
        from app.ui.today.panel import TodayPanel  # noqa: PLC0415 - seldom at the side when a desk opens

        window = self._window()
        assert window is not None
        made = TodayPanel(window.context)
        made.counted.connect(_Badge(window))
        return made


class _Badge:
    """Shows how many rows are late."""

    def __init__(self, window: MainWindow) -> None:
        self._window = weakref.ref(window)

    def __call__(self, late: int) -> None:
        window = self._window()
        if window is not None and "today" in window.navigation.buttons:
            say = window.context.say
            number = say.number(Decimal(late), 0) if late else ""
            words = say.plural("{count} late", "{count} late", late)
            window.navigation.buttons["today"].show_badge(number, "bad", words)
