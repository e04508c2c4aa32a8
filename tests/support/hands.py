"""Goes through the real program with windows: each deed is done as soon as the window it is for is there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.context import Context
from app.commands.desk import Sitting
from app.i18n import Say
from app.settings import LocalSettings


class NotYetError(Exception):
    """The window is there, but what the deed is for is not: it is tried again."""


class Hands(QObject):
    """Does one thing after the other, each as soon as the window it is for is there."""

    def __init__(self, *deeds: tuple[type[QWidget], Callable]) -> None:
        super().__init__()
        self.left = list(deeds)
        self.trouble: list[BaseException] = []
        self._seen: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(10)
        self._patience = 3000

    def rest(self) -> None:
        """Touch nothing any more."""
        self._timer.stop()

    def _look(self) -> None:
        self._patience -= 1
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        if not self._patience:
            self.trouble.append(AssertionError(f"waited in vain for {self.left[:1]}, saw {windows}"))
        if self._patience <= 0:
            return [window.close() for window in windows] and None
        found = next((w for w in windows if self.left and isinstance(w, self.left[0][0])), None)
        if found is None:
            return None
        kind, deed = self.left.pop(0)
        try:
            deed(found)
        except NotYetError:
            self.left.insert(0, (kind, deed))
        except BaseException as error:
            self.trouble.append(error)
            self._patience = 1
        return None


def sit(step, *deeds, **settings):
    """Go through the program, from the step that ``step`` names; whatever a deed found wrong is told."""
    sitting = Sitting(Context(LocalSettings(**settings), Say("en")))
    hands = Hands(*deeds)
    try:
        assert sitting.run(partial(step, sitting)) == 0
    finally:
        hands.rest()
    if hands.trouble:
        raise hands.trouble[0]
    assert hands.left == []
