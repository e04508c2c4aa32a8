"""The code of the screens: loaded beside the window's thread, one after the other, what somebody waits for first."""

import importlib
from collections import deque
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.i18n import Say
from app.ui.context import Context

TELEPHONE, CHARTS = "app.ui.calls", "app.ui.profit.panel"
OF_SCREENS = {
    "customers": "app.ui.customers.list_panel", "caller": TELEPHONE, "customer": "app.ui.customers.form_panel",
    "orders": "app.ui.orders.list_panel", "order": "app.ui.orders.editor", "sale": "app.ui.orders.sale_panel",
    "complaint": "app.ui.complaints.case_panel", "complaints": "app.ui.complaints.panel",
    "today": "app.ui.today.panel", "account": "app.ui.account.panel", "products": "app.ui.products.list_panel",
    "product": "app.ui.products.form_panel", "board": "app.ui.orders.board_panel",
    "receivables": "app.ui.receivables.list_panel", "settings": "app.ui.settings.panel",
    "commission": "app.ui.commission.panel", "profit": CHARTS, "months": "app.ui.months.panel",
    "quality": "app.ui.complaints.quality_panel", "plans": "app.ui.commission.plan_panel",
    "duplicates": "app.ui.customers.duplicates_panel", "import": "app.ui.importing.panel",
    "users": "app.ui.setup.users", "reports": "app.ui.reports.panel",
}  # fmt: skip
"""The module of each screen, what is opened most before the rest."""
ALSO = {"app.ui.settings.panel": "app.ui.settings.company_page"}
"""What a screen loads by itself as soon as it is made: its first page, with the sample of a paper."""


class Code(QObject):
    """Loads one module at a time; ``came`` says that one more is there."""

    came = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._names = deque(OF_SCREENS.values())
        self._loading = ""
        self._wanted = ""

    def has(self, module: str) -> bool:
        """Whether a module need not be loaded any more."""
        return module not in self._names and module != self._loading

    def wants(self, screen: str) -> bool:
        """Somebody waits for a screen: its code is loaded before all other, unless it is there already."""
        module = OF_SCREENS.get(screen, "")
        if self.has(module):
            return False
        self._wanted = module
        self.load_next()
        return True

    def load_next(self) -> bool:
        """Go on, unless something is being loaded; whether anything is left."""
        if not self._loading and self._names:
            if self._wanted in self._names:
                # it is the next one now
                self._names.remove(self._wanted)
                self._names.appendleft(self._wanted)
            self._loading = self._names.popleft()
            work = partial(load, self._loading, self._context.say)
            self._context.runner.aside(self, work, self._loaded, self._loaded)
        return bool(self._loading)

    def _loaded(self, _answer: object) -> None:
        """One more; what cannot be loaded is told where it is opened."""
        self._loading = ""
        if self._wanted in self._names:
            self.load_next()
        else:
            self._wanted = ""
        self.came.emit()


def load(name: str, say: Say) -> str:
    """The code of a part; for the charts of profit also how the language calls the currency, which is read once."""
    for one in (name, ALSO.get(name)):
        if one is not None:
            importlib.import_module(one)
    return say.currency_name if name == CHARTS else ""
