"""A walk through the window: each screen opened, waited for, followed where its rows lead, and drawn."""

import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.doors import doors_of
from app.queries import company as companies
from app.self_test.bench import Bench, Failed
from app.ui import desk, screens
from app.ui.context import Context
from app.ui.kit.list_panel import ListPanel
from app.ui.kit.panel import Panel
from app.ui.kit.table import RecordTable
from app.ui.palette import Palette
from app.ui.tasks import TaskRunner
from app.ui.theme import TOKENS

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.store.session import Store
    from app.ui.preview import Request

PATIENCE = 20.0
"""Seconds that a screen may take to answer."""
CANCEL = {"en": "Cancel", "es": "Cancelar", "zh": "取消"}
"""A button of Qt's own dialogs."""
LOOKED_AT = 48
"""Pixels of the smaller picture in which something must be seen."""


class CountingRunner(TaskRunner):
    """Knows how many answers are under way."""

    waiting = 0

    def _send(self, future: "Future[Any]", *rest: Any, **named: Any) -> None:
        self.waiting += 1
        super()._send(future, *rest, **named)

    def _deliver(self, parcel: Any) -> None:
        self.waiting -= 1
        super()._deliver(parcel)


class Tour:
    """One person's window, while the block lasts."""

    def __init__(
        self, bench: Bench, store: "Store", access: str, language: str, theme: str, *, calls: str = ""
    ) -> None:
        self._bench = bench
        self._settings = companies.settings(store)
        self.context = Context(self._settings.say(language), access=access, user="Self-test")
        self._runner = CountingRunner(store, self.context.broadcast, self.context.reporter)
        self.context.runner = self._runner
        self.context.doors = doors_of(store, store.engine.url)
        self.context.tokens = TOKENS[theme]
        self.context.reporter.said.connect(self._said)
        self.context.wanted.connect(self._wanted)
        desk.dress(self.context)
        self._met: list[tuple[str, object]] = []
        self._known: set[tuple[str, str]] = set()
        self._drawn: Counter[str] = Counter()
        self.window = desk.window(self.context, self._settings.name, "self-test", screens.ENTRIES)
        self.calls = screens.join(self.window, calls)

    def __enter__(self) -> Self:
        self.window.finish()
        self.window.show()
        self._qt_speaks()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.calls.server.close()
        self.window.close()
        self._runner.close()
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None:
                widget.close()
                widget.deleteLater()
        # taken apart by Qt now, parents before children, not by the collector some day
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()

    def walk(self, *, follow: bool = False) -> None:
        """Every screen of this person; with ``follow`` also what the first row of each list leads to."""
        for entry in screens.ENTRIES:
            if desk.sees(self.context, entry.right):
                self._open(entry.name, None)
        at = 0
        while follow and at < len(self._met):
            name, record = self._met[at]
            at += 1
            self._open(name, record)
            self._follow()
        self._search()

    def again(self) -> None:
        """Every screen once more, each with the record it was given last."""
        for name, record in dict(self._met).items():
            self._open(name, record)

    def switch(self, language: str, theme: str) -> None:
        """Another language and theme while the window is open."""
        self.context.speak(self._settings.say(language))
        self.context.paint(TOKENS[theme])
        self._qt_speaks()
        self._settle()

    def called(self, number: str) -> None:
        """A call as the telephone system tells it, through the desk's own door; the call is answered."""
        self.window.open_panel(screens.FIRST)
        self._settle()
        self._runner.aside(self.window, lambda: self.context.doors.test_call(number), self._nothing)
        until = time.monotonic() + PATIENCE
        while self.calls.pop.call is None:
            if time.monotonic() > until:
                raise Failed("the call did not reach the desk")
            self._settle()
        self.calls.answer()
        self._settle()
        self._draw("caller", self.window.panel("caller"))

    def preview(self, request: "Request") -> None:
        """A paper in the window in which it is looked at before it is printed."""
        from app.ui.preview import open_preview

        self._bench.place = "preview"
        window = open_preview(self.context, request)
        self._settle()
        if window.made is None:
            raise Failed("the preview shows no pages")
        self._draw("preview", window)
        window.close()

    def seen(self) -> str:
        """How much was drawn."""
        return f"{len(self._drawn)} screens, drawn {self._drawn.total()} times"

    # what happens on the way

    def _open(self, name: str, record: object) -> None:
        self._bench.place = name
        panel = self.window.open_panel(name)
        if record is not None:
            panel.open_record(record)
        self._meet(name, record)
        self._settle()
        self._draw(name, panel)

    def _meet(self, name: str, record: object) -> None:
        """Each screen with each form of record is met once: a second customer shows nothing new."""
        form = record if isinstance(record, str) else type(record).__name__
        if isinstance(record, tuple):
            form = " ".join(part if isinstance(part, str) else type(part).__name__ for part in record)
        if (name, form) not in self._known:
            self._known.add((name, form))
            self._met.append((name, record))

    def _wanted(self, name: str, record: object) -> None:
        self._meet(name, record)

    def _follow(self) -> None:
        """Where the first row leads, in each saved view of a list: drafts and orders open different screens."""
        name, panel = self._bench.place, self.window.stack.currentWidget()
        if not isinstance(panel, Panel):
            return
        for view in panel.make_views() if isinstance(panel, ListPanel) else (None,):
            if view is not None and isinstance(panel, ListPanel):
                self.window.open_panel(name)
                panel.show_view(view.key)
                self._settle()
            for table in panel.findChildren(RecordTable):
                if table.isVisible() and table.model().rowCount():
                    table.setCurrentIndex(table.model().index(0, 0))
                    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                        enter = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
                        QApplication.sendEvent(table, enter)
                    self._settle()

    def _search(self) -> None:
        for palette in self.window.findChildren(Palette):
            palette.open("a")
            self._settle()
            self._draw("search", palette)
            palette.shut()

    def _settle(self) -> None:
        """Until nothing is under way; a few rounds more, because an answer may ask the next question."""
        until, quiet = time.monotonic() + PATIENCE, 0
        while quiet < 3:
            QCoreApplication.processEvents()
            quiet = 0 if self._runner.waiting else quiet + 1
            if time.monotonic() > until:
                raise Failed(f"the screen {self._bench.place} does not answer")
            if self._runner.waiting:
                time.sleep(0.002)

    def _draw(self, name: str, widget: QWidget) -> None:
        picture = widget.grab()
        if picture.isNull() or not _shows_something(picture.toImage()):
            raise Failed(f"the screen {name} is blank")
        if isinstance(widget, Panel) and not self.window.windowTitle().strip():
            raise Failed(f"the screen {name} has no title")
        self._drawn[name] += 1
        kept = self._bench.pictures
        if kept is not None:
            say, theme = self.context.say.language, self.context.tokens.name
            picture.save(str(kept / f"{self.context.access}-{say}-{theme}-{name}-{self._drawn[name]}.png"))

    def _qt_speaks(self) -> None:
        language = self.context.say.language
        found = QCoreApplication.translate("QPlatformTheme", "Cancel")
        if found != CANCEL[language]:
            raise Failed(f"Qt says {found} in {language}")

    def _nothing(self, _answer: object) -> None:
        """The call itself is the answer."""

    def _said(self, words: str, kind: str) -> None:
        if kind in ("refusal", "mistake"):
            self._bench.complain(words)


def _shows_something(image: QImage) -> bool:
    small = image.scaled(LOOKED_AT, LOOKED_AT)
    colours = {small.pixel(x, y) for x in range(LOOKED_AT) for y in range(LOOKED_AT)}
    return len(colours) > 1
