"""A walk through the window: each screen opened, waited for, followed where its rows lead, and drawn."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.self_test.bench import Bench, Failed
from app.self_test.sight import PATIENCE, Sight
from app.ui import desk, screens
from app.ui.kit.list_panel import ListPanel
from app.ui.kit.panel import Panel
from app.ui.kit.table import RecordTable
from app.ui.palette import Palette

if TYPE_CHECKING:
    from app.store.session import Store
    from app.ui.preview import Request


class Tour(Sight):
    """One person's window."""

    def __init__(
        self, bench: Bench, store: "Store", access: str, language: str, theme: str, *, calls: str = ""
    ) -> None:
        super().__init__(bench, store, access, language, theme)
        self._met: list[tuple[str, object]] = []
        self._known: set[tuple[str, str]] = set()
        self.context.wanted.connect(self._meet)
        self.window = desk.window(self.context, self.settings.name, "self-test", screens.ENTRIES)
        screens.join(self.window)
        self.calls = screens.telephone(self.window, calls)

    def begin(self) -> None:
        """The window appears."""
        self.window.finish()
        self.window.show()

    def end(self) -> None:
        """The window closes."""
        self.calls.server.close()
        self.window.close()

    def walk(self, *, follow: bool = False, views: bool = False) -> None:
        """Every screen of this person; with ``follow`` also what the first row of each list leads to, with ``views``
        the first row in each of its saved views: drafts and orders open different screens.
        """
        for entry in screens.ENTRIES:
            if desk.sees(self.context, entry.right):
                self._meet(entry.name, None)
        at = 0
        while at < len(self._met):
            name, record = self._met[at]
            at += 1
            panel = self._open(name, record)
            if isinstance(panel, ListPanel) and views:
                self._follow_views(name, panel)
            elif follow:
                self._follow(panel)
        self._search()

    def again(self, turn: int = 0, *, of: int = 1) -> None:
        """Screens once more, each with the record it was given last; of several turns each screen has its own share."""
        for at, (name, record) in enumerate(dict(self._met).items()):
            if at % of == turn % of:
                self._open(name, record)

    def called(self, number: str) -> None:
        """A call as the telephone system tells it, through the desk's own door; the call is answered."""
        self.window.open_panel(screens.FIRST)
        self.settle()
        self.runner.aside(self.window, lambda: self.context.doors.test_call(number), self._nothing)
        until = time.monotonic() + PATIENCE
        while self.calls.pop.call is None:
            if time.monotonic() > until:
                raise Failed("the call did not reach the desk")
            self.settle()
        self.calls.answer()
        self.settle()
        self.draw("caller", self.window.panel("caller"))

    def preview(self, request: "Request") -> None:
        """A paper in the window in which it is looked at before it is printed."""
        from app.ui.preview import open_preview

        self.bench.place = "preview"
        window = open_preview(self.context, request)
        self.settle()
        if window.made is None:
            raise Failed("the preview shows no pages")
        self.draw("preview", window)
        window.close()

    # what happens on the way

    def _open(self, name: str, record: object) -> Panel:
        self.bench.place = name
        panel = self.window.open_panel(name)
        if record is not None:
            panel.open_record(record)
        self.settle()
        self.draw(name, panel)
        if not self.window.windowTitle().strip():
            raise Failed(f"the screen {name} has no title")
        return panel

    def _meet(self, name: str, record: object) -> None:
        """Each screen with each form of record is met once: a second customer shows nothing new."""
        form = record if isinstance(record, str) else type(record).__name__
        if isinstance(record, tuple):
            form = " ".join(part if isinstance(part, str) else type(part).__name__ for part in record)
        if (name, form) not in self._known:
            self._known.add((name, form))
            self._met.append((name, record))

    def _follow_views(self, name: str, panel: ListPanel) -> None:
        for view in panel.make_views():
            self.window.open_panel(name)
            panel.show_view(view.key)
            self.settle()
            self._follow(panel)

    def _follow(self, panel: Panel) -> None:
        """Enter on the first row of what is shown."""
        for table in panel.findChildren(RecordTable):
            if table.isVisible() and table.model().rowCount():
                table.setCurrentIndex(table.model().index(0, 0))
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    enter = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
                    QApplication.sendEvent(table, enter)
                self.settle()

    def _search(self) -> None:
        for palette in self.window.findChildren(Palette):
            palette.open("a")
            self.settle()
            self.draw("search", palette)
            palette.shut()

    def _nothing(self, _answer: object) -> None:
        """The call itself is the answer."""
