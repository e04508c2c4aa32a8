"""What can be made new from anywhere: for the “+ New” menu and the palette; each goes where it is made."""

import weakref

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.main_window import MainWindow

_NEW = (
    ("new.customer", N_("New customer"), "person", "customer", "", ""),
    ("new.order", N_("New order"), "orders", "order", None, ""),
    ("new.product", N_("New product"), "products", "product", "new", "change_prices"),
)


def creating(window: MainWindow) -> list[Command]:
    """The commands of this person; a screen that is not there makes nothing."""
    return [
        Command(name, title, icon, "", _Open(window, screen, record))
        for name, title, icon, screen, record, right in _NEW
        if window.knows(screen) and (not right or window.context.may(right))
    ]


class _Open:
    """Opens a screen for something new; holds the window weakly."""

    def __init__(self, window: MainWindow, screen: str, record: object) -> None:
        self._window = weakref.ref(window)
        self._screen, self._record = screen, record

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            window.context.go(self._screen, self._record)
