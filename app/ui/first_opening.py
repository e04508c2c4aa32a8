"""A screen that nobody has opened yet: its code is loaded beside the window's thread, its parts are made in turns.

Between two turns the window answers: it is painted, a call may come in, somebody may go elsewhere. What is typed
meanwhile is meant for the screen that comes, and is given to it; nothing reaches the screen that goes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.refusal import N_
from app.ui.code import Code
from app.ui.kit.states import StatePage
from app.ui.kit.timers import once

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

Then = Callable[[Any], object]
"""What is done with a screen as soon as it is there."""
FELT_MS = 250
"""After so long somebody wonders whether anything happens."""
_DEEDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)  # fmt: skip


class FirstOpening(QObject):
    """Opens one screen at a time; another one that is wanted meanwhile takes its place."""

    def __init__(self, window: "MainWindow", code: Code) -> None:
        super().__init__(window)
        self._window, self._code = window, code
        self._name = ""
        self._then: Then | None = None
        self._before: QWidget | None = None
        self._page: StatePage | None = None
        shell = window.centralWidget()
        assert shell is not None
        self._keeper = _Keeper(shell)
        self._turn = once(self, 0, self._step)
        self._felt = once(self, FELT_MS, self._tell)
        code.came.connect(self._came)

    @property
    def waits(self) -> bool:
        """Whether a screen is under way."""
        return bool(self._name)

    def begin(self, name: str, then: Then | None) -> None:
        """Open a screen as soon as possible, and do something with it."""
        if self._name != name:
            self.end()
            self._hold()
        self._name, self._then = name, then
        self._window.navigation.tick(name)
        if not self._code.wants(name):
            self._turn.start()

    def end(self) -> None:
        """Nothing is awaited any more: keyboard and mouse are where they were before."""
        if not self._name:
            return
        self._name, self._then = "", None
        self._turn.stop()
        self._felt.stop()
        self._window.stack.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        if self._window.focusWidget() is self._keeper:
            shown = self._window.stack.currentWidget()
            before = shown if shown is not None and shown is self._page else self._before
            if before is not None and shiboken6.isValid(before):
                before.setFocus()
        self._keeper.hide()

    def _hold(self) -> None:
        """Keys and clicks reach nothing that is about to go."""
        self._before = self._window.focusWidget()
        self._keeper.begin()
        self._window.stack.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._felt.start()

    def _came(self) -> None:
        if self._name and not self._code.wants(self._name):
            self._turn.start()

    def _step(self) -> None:
        """Parts first, then its look, then it is shown: each in a turn of its own."""
        try:
            if not self._window.make_ahead(self._name):
                self._turn.start()
                return
        except BaseException:
            self.end()
            raise
        keys, then = self._keeper.keys, self._then
        panel = self._window.open_panel(self._name)
        if then is not None:
            then(panel)
        for key in keys:
            target = self._window.focusWidget()
            if target is not None:
                QApplication.sendEvent(target, key)

    def _tell(self) -> None:
        """It takes long enough to be felt."""
        if self._page is None:
            self._page = StatePage(self._window.context)
            self._window.stack.addWidget(self._page)
        self._page.show_state("clock", self._window.context.say.text(N_("Opening the screen…")))
        self._window.stack.setCurrentWidget(self._page)


class _Keeper(QWidget):
    """Has the keyboard while a screen is made; keeps what is typed, and lets keys of the window pass."""

    def __init__(self, shell: QWidget) -> None:
        super().__init__(shell)
        self.keys: list[QKeyEvent] = []
        self.resize(1, 1)
        self.hide()

    def begin(self) -> None:
        """From now on."""
        self.keys = []
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Also Tab belongs to the screen that comes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_typed(event):
            self.keys.append(event.clone())
            return True
        return super().event(event)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether it is meant for a field: a character, however it is typed, or a key alone."""
    return (event.text().isprintable() and bool(event.text())) or not event.modifiers() & _DEEDS
