"""Every screen in every language, with what a company has in it: the rules that hold on all of them."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.self_test import company
from app.self_test.bench import bench
from app.self_test.screens import qt
from tests.ui.rules.inspection import RULES, SMALL, USUAL, Inspection


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
    """What breaks a rule, by rule: every screen in English as usual, in the other languages on a small laptop, at last
    in the dark.
    """
    with bench(quick=True) as place, qt(place):
        for step in company.steps(place):
            step.work()
        with company.company(place) as store, Inspection(place, store, "admin", "en", "light") as tour:
            tour.take(USUAL)
            tour.window.side.toggle()
            flashes = Flashes()
            qapp.installEventFilter(flashes)
            tour.walk(follow=True)
            tour.pages()
            qapp.removeEventFilter(flashes)
            for language, theme in (("es", "light"), ("zh", "dark")):
                tour.window.open_panel("today")
                tour.switch(language, theme)
                tour.take(SMALL)
                tour.again()
                tour.pages()
            assert tour.seen()
            tour.found["complaints"] = set(place.complaints)
            tour.found["flashes"] = flashes.seen
            return tour.found


def test_no_screen_makes_the_window_grow(findings):
    assert "\n".join(sorted(findings["grown"])) == ""


def test_nothing_goes_wrong_on_the_way(findings):
    assert findings["complaints"] == set()


def test_nothing_appears_outside_the_window(findings):
    assert findings["flashes"] == set()


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_no_screen_breaks_the_rule(findings, rule):
    assert "\n".join(sorted(findings[rule])) == ""


@pytest.mark.parametrize(
    ("scale", "language", "size"),
    [("1.25", "es", (1280, 720)), ("1.5", "zh", (1280, 720)), ("2", "en", (1920, 1080))],
    ids=["125 %", "150 %", "4K at 200 %"],
)
def test_15_no_word_is_cut_on_a_screen_of_another_scale(scale, language, size):
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.rules.inspection", language, *map(str, size)],
        env=os.environ | {"QT_SCALE_FACTOR": scale}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ""
