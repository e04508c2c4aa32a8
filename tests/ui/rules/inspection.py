"""A walk that looks at each screen with every rule instead of drawing it.

``python -m tests.ui.rules.inspection LANGUAGE WIDTH HEIGHT`` prints what breaks a rule at the scale of this process's
screen: the environment says it before Qt starts.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QWidget

from app.self_test import company
from app.self_test.bench import bench
from app.self_test.screens import qt
from app.self_test.tour import Tour
from app.ui.kit.panel import Panel
from tests.ui.rules.looking import RULES as LOOKED
from tests.ui.rules.looking import cut, cut_inside, small
from tests.ui.rules.painting import Rings, left_over, uneven_digits

USUAL, SMALL = QSize(1440, 900), QSize(1280, 720)
ROOM = QSize(SMALL.width() - 60, SMALL.height() - 80)
"""Of a screen on a small laptop: beside icons, between the top line and the status bar."""
RULES = (*LOOKED, uneven_digits, left_over, Rings())
SCALED = (small, cut, cut_inside)
"""What another scale of the screen can break."""


class Inspection(Tour):
    """One person's window, looked at."""

    found: defaultdict[str, set[str]]
    size: QSize = USUAL
    rules = RULES

    def begin(self) -> None:
        super().begin()
        self.found = defaultdict(set)
        self.take(self.size)

    def take(self, size: QSize) -> None:
        """Another size of the window."""
        self.size = size
        self.window.resize(size)
        self.window.activateWindow()
        self.settle()

    def pages(self) -> None:
        """Every page of the settings."""
        settings = self.window.open_panel("settings")
        for page in settings.pages:
            settings.open_page(page.key)
            self.settle()
            self.draw(f"settings, {page.key}", settings)

    def draw(self, name: str, widget: QWidget) -> None:
        super().draw(name, widget)
        self.settle()
        where = f"{name} ({self.context.say.language}, {self.size.width()})"
        self.found["grown"] |= set(grown(where, widget, self.window, self.size))
        for rule in self.rules:
            self.found[rule.__name__] |= {f"{where}: {what}" for what in rule(widget)}


def grown(where: str, widget: QWidget, window: QMainWindow, size: QSize) -> Iterator[str]:
    """A screen that needs more than a small window has, or that made this one grow."""
    needs = widget.minimumSizeHint()
    if isinstance(widget, Panel) and (needs.width() > ROOM.width() or needs.height() > ROOM.height()):
        yield f"{where} needs {needs.width()}×{needs.height()}"
    if window.size() != size:
        yield f"{where} made the window {window.width()}×{window.height()}"
        window.resize(size)


def main(language: str, width: str, height: str) -> int:
    """Everything in one language, on a screen of the process's scale; what breaks a rule is printed."""
    with bench(quick=True) as place, qt(place):
        for step in company.steps(place):
            step.work()
        with company.company(place) as store, Inspection(place, store, "admin", language, "light") as tour:
            tour.rules = SCALED
            tour.take(QSize(int(width), int(height)))
            tour.walk(follow=True)
            tour.pages()
            tour.found["complaints"] |= set(place.complaints)
            print(*sorted(what for some in tour.found.values() for what in some), sep="\n", end="")
            return 0 if tour.seen() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
