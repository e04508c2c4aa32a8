"""What can be made new from anywhere: for the “+ New” menu and the palette; each goes where it is made."""

import weakref

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.complaints.start import ComplaintStart
from app.ui.main_window import MainWindow

_NEW: tuple[tuple[str, str, str, str, object, str], ...] = (
    ("new.customer", N_("New customer"), "person", "customer", "", ""),
    ("new.order", N_("New order"), "orders", "order", "new", ""),
    ("new.complaint", N_("New complaint"), "complaints", "complaint", ComplaintStart(), ""),
    ("new.product", N_("New product"), "products", "product", "new", "change_prices"),
)

_HERE = {
    "customers": "new.customer", "customer": "new.customer", "duplicates": "new.customer",
    "orders": "new.order", "order": "new.order", "sale": "new.order", "board": "new.order",
    "products": "new.product", "product": "new.product",
    "complaints": "new.complaint", "complaint": "new.complaint",
}  # fmt: skip
"""What Ctrl+N makes on a screen; elsewhere it opens the menu of everything that can be made."""


def make_here(window: MainWindow) -> None:
    """Ctrl+N: something new of the kind that is on the screen."""
    wanted = _HERE.get(window.current)
    for command in window.new.offered():
        if command.name == wanted:
            command.run()
            return
    window.new.open()


def creating(window: MainWindow) -> list[Command]:
    """The commands of this person; a screen that is not there makes nothing. Ctrl+N makes what fits the screen."""
    window.new_wanted.connect(_Here(window))
    return [
        Command(name, title, icon, "", _Open(window, screen, record))
        for name, title, icon, screen, record, right in _NEW
        if window.knows(screen) and (not right or window.context.may(right))
    ]


class _Here:
    """Makes what fits the screen; holds the window weakly."""

    def __init__(self, window: MainWindow) -> None:
        self._window = weakref.ref(window)

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            make_here(window)


class _Open:
    """Opens a screen for something new; holds the window weakly."""

    def __init__(self, window: MainWindow, screen: str, record: object) -> None:
        self._window = weakref.ref(window)
        self._screen, self._record = screen, record

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            window.context.go(self._screen, self._record)
