"""What a desk can do without until its first screen is painted: the telephone, code of other screens, large screens."""

import gc
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import garbage
from app.ui import screens
from app.ui.code import TELEPHONE, Code
from app.ui.first_list import FirstList
from app.ui.first_opening import FirstOpening
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.calls import Calls

FIRST_PAINTED_MS = 250
PAUSE_MS = 50
"""Between two screens' code, so that nobody who types waits for more than one."""
PATIENCE = 12
"""So often a first screen that is still asking for its rows is waited for: a database may be far away, or gone."""
AHEAD = ("complaint", "complaints")
"""Screens of so many parts that making them is felt: they are made before they are opened."""


class Afterwards(QObject):
    """Begins a moment after the first list is painted; ``calls`` are there from then on."""

    def __init__(self, window: MainWindow, first: FirstList, address: str) -> None:
        super().__init__(window)
        self._window = window
        self._address = address
        self._ahead = deque(AHEAD)
        self._patience = PATIENCE
        self.calls: Calls | None = None
        self._code = Code(window.context, self)
        self._code.came.connect(self._came)
        self._first_opening = window.first_opening = FirstOpening(window, self._code)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        if first.over:
            self._begin()
        else:
            first.ended.connect(self._begin)

    def _begin(self) -> None:
        self._timer.start(FIRST_PAINTED_MS)

    def _next(self) -> None:
        if self._patience and self._asking():
            self._patience -= 1
            self._timer.start(FIRST_PAINTED_MS)
        elif self._first_opening.waits:
            # whoever waits for a screen comes first
            self._timer.start(PAUSE_MS)
        elif self.calls is None and self._code.has(TELEPHONE):
            garbage.working()
            self.calls = screens.telephone(self._window, self._address)
            self._timer.start(PAUSE_MS)
        elif self._code.load_next():
            # it goes on when that is there
            return
        elif self._ahead:
            # twice for each: keys are answered to between its parts and its look
            if not self._window.knows(self._ahead[0]) or self._window.make_ahead(self._ahead[0]):
                self._ahead.popleft()
            self._timer.start(PAUSE_MS)
        else:
            # code stays: nobody needs to look through it for garbage, which would be felt as a jerk
            gc.freeze()

    def _asking(self) -> bool:
        panel = self._window.stack.currentWidget()
        return isinstance(panel, Panel) and panel.asking

    def _came(self) -> None:
        self._timer.start(PAUSE_MS)

    def end(self) -> None:
        """The window closes."""
        self._timer.stop()
        if self.calls is not None:
            self.calls.server.close()
