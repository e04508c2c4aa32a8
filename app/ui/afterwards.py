"""What a desk can do without until its first screen is painted: the telephone, and the code of the other screens."""

import gc
import importlib
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import garbage
from app.ui import screens
from app.ui.first_list import FirstList
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.calls import Calls

FIRST_PAINTED_MS = 250
PAUSE_MS = 50
"""Between two screens' code, so that nobody who types waits for more than one."""
TELEPHONE = "app.ui.calls"
PATIENCE = 12
"""So often a first screen that is still asking for its rows is waited for: a database may be far away, or gone."""
SCREENS = (
    "app.ui.caller.panel", "app.ui.customers.form_panel", "app.ui.orders.list_panel", "app.ui.orders.editor",
    "app.ui.orders.sale_panel", "app.ui.today.panel", "app.ui.account.panel", "app.ui.products.list_panel",
    "app.ui.products.form_panel", "app.ui.orders.board_panel", "app.ui.receivables.list_panel",
)  # fmt: skip
"""What is opened most, the likeliest first."""


class Afterwards(QObject):
    """Begins a moment after the first list is painted; ``calls`` are there from then on."""

    def __init__(self, window: MainWindow, first: FirstList, address: str) -> None:
        super().__init__(window)
        self._window = window
        self._address = address
        self._names = deque((TELEPHONE, *SCREENS))
        self._patience = PATIENCE
        self.calls: Calls | None = None
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
        elif self.calls is None and TELEPHONE not in self._names:
            garbage.working()
            self.calls = screens.telephone(self._window, self._address)
            self._timer.start(PAUSE_MS)
        elif self._names:
            work = partial(importlib.import_module, self._names.popleft())
            self._window.context.runner.aside(self, work, self._loaded, self._loaded)
        else:
            # code stays: nobody needs to look through it for garbage, which would be felt as a jerk
            gc.freeze()

    def _asking(self) -> bool:
        panel = self._window.stack.currentWidget()
        return isinstance(panel, Panel) and panel.asking

    def _loaded(self, _module: object) -> None:
        """One more; what cannot be loaded is told where it is opened."""
        self._timer.start(PAUSE_MS)

    def end(self) -> None:
        """The window closes."""
        self._timer.stop()
        if self.calls is not None:
            self.calls.server.close()
