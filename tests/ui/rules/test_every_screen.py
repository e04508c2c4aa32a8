"""Every screen in every language, with what a company has in it: the rules that hold on all of them."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.i18n import LANGUAGES
from app.self_test import company
from app.self_test.bench import bench
from app.self_test.screens import qt
from app.self_test.tour import Tour
from app.ui.kit.panel import Panel
from tests.ui.rules.looking import RULES

SIZES = {"usual": QSize(1440, 900), "small": QSize(1280, 720)}
ROOM = QSize(1280 - 60, 720 - 80)
"""Of a screen on a small laptop: beside icons, between the top line and the status bar."""


class Inspection(Tour):
    """A walk that looks at each screen with every rule instead of drawing it."""

    found: defaultdict[str, set[str]]
    size: QSize

    def take(self, size: str) -> None:
        """Another size of the window."""
        self.size = SIZES[size]
        self.window.resize(self.size)
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
        for rule in RULES:
            self.found[rule.__name__] |= {
                f"{name} ({self.context.say.language}, {self.window.width()}): {what}" for what in rule(widget)
            }


def grown(where: str, widget: QWidget, window: QMainWindow, size: QSize) -> Iterator[str]:
    """A screen that needs more than a small window has, or that made this one grow."""
    needs = widget.minimumSizeHint()
    if isinstance(widget, Panel) and (needs.width() > ROOM.width() or needs.height() > ROOM.height()):
        yield f"{where} needs {needs.width()}×{needs.height()}"
    if window.size() != size:
        yield f"{where} made the window {window.width()}×{window.height()}"
        window.resize(size)


class Flashes(QObject):
    """Widgets that appear as windows of their own: they flicker, and take the keyboard from the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            alone = watched.parent() is None and watched.windowType() == Qt.WindowType.Window
            if alone and not isinstance(watched, QMainWindow):
                self.seen.add(f"{type(watched).__name__} {watched.accessibleName()}".strip())
        return False


@pytest.fixture(scope="module")
def findings(qapp) -> dict[str, set[str]]:
    """What breaks a rule, by rule: every screen in English as usual, in the other languages on a small laptop."""
    with bench(quick=True) as place, qt(place):
        for step in company.steps(place):
            step.work()
        with company.company(place) as store, Inspection(place, store, "admin", "en", "light") as tour:
            tour.found = defaultdict(set)
            tour.take("usual")
            tour.window.side.toggle()
            flashes = Flashes()
            qapp.installEventFilter(flashes)
            tour.walk(follow=True)
            tour.pages()
            qapp.removeEventFilter(flashes)
            for language in LANGUAGES[1:]:
                tour.window.open_panel("today")
                tour.switch(language, "light")
                tour.take("small")
                tour.again()
                tour.pages()
            assert tour.seen()
            tour.found["complaints"] = set(place.complaints)
            tour.found["flashes"] = flashes.seen
            return tour.found


def test_no_screen_makes_the_window_grow(findings):
    assert sorted(findings["grown"]) == []


def test_nothing_goes_wrong_on_the_way(findings):
    assert findings["complaints"] == set()


def test_nothing_appears_outside_the_window(findings):
    assert findings["flashes"] == set()


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_no_screen_breaks_the_rule(findings, rule):
    assert sorted(findings[rule]) == []
