"""What a desk can do without until its first screen is painted: the telephone, code of other screens, large screens."""

import gc
import importlib
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import garbage
from app.i18n import Say
from app.ui import screens
from app.ui.first_list import FirstList
from app.ui.kit.panel import Panel
from app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.calls import Calls

FIRST_PAINTED_MS = 250
PAUSE_MS = 50
"""Between two screens' code, so that nobody who types waits for more than one."""
TELEPHONE, CHARTS = "app.ui.calls", "app.ui.profit.panel"
PATIENCE = 12
"""So often a first screen that is still asking for its rows is waited for: a database may be far away, or gone."""
SCREENS = (
    "app.ui.caller.panel", "app.ui.customers.form_panel", "app.ui.orders.list_panel", "app.ui.orders.editor",
    "app.ui.orders.sale_panel", "app.ui.today.panel", "app.ui.account.panel", "app.ui.products.list_panel",
    "app.ui.products.form_panel", "app.ui.orders.board_panel", "app.ui.receivables.list_panel",
    "app.ui.complaints.panel", "app.ui.complaints.case_panel", "app.ui.settings.panel", "app.ui.commission.panel",
    CHARTS, "app.ui.months.panel", "app.ui.complaints.quality_panel", "app.ui.commission.plan_panel",
    "app.ui.customers.duplicates_panel", "app.ui.importing.panel", "app.ui.setup.users",
)  # fmt: skip
"""The code of every screen but the first, what is opened most before the rest."""
AHEAD = ("complaint", "complaints")
"""Screens of so many parts that making them is felt: they are made before they are opened."""


class Afterwards(QObject):
    """Begins a moment after the first list is painted; ``calls`` are there from then on."""

    def __init__(self, window: MainWindow, first: FirstList, address: str) -> None:
        super().__init__(window)
        self._window = window
        self._address = address
        self._names = deque((TELEPHONE, *SCREENS))
        self._ahead = deque(AHEAD)
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
            work = partial(load, self._names.popleft(), self._window.context.say)
            self._window.context.runner.aside(self, work, self._loaded, self._loaded)
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

    def _loaded(self, _module: object) -> None:
        """One more; what cannot be loaded is told where it is opened."""
        self._timer.start(PAUSE_MS)

    def end(self) -> None:
        """The window closes."""
        self._timer.stop()
        if self.calls is not None:
            self.calls.server.close()


def load(name: str, say: Say) -> str:
    """The code of a part; for the charts of profit also how the language calls the currency, which is read once."""
    importlib.import_module(name)
    return say.currency_name if name == CHARTS else ""
