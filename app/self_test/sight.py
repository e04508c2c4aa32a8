"""What every window of the proof has: a context with a real runner, patience until answers are there, a look at it."""

import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.doors import doors_of
from app.queries import company as companies
from app.self_test.bench import Bench, Failed
from app.ui import desk
from app.ui.context import Context
from app.ui.tasks import TaskRunner
from app.ui.theme import TOKENS

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.store.session import Store

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


class Sight:
    """A person's context on a company, while the block lasts; windows that are left open are taken apart after it."""

    def __init__(self, bench: Bench, store: "Store", access: str, language: str, theme: str) -> None:
        self.bench = bench
        self.settings = companies.settings(store)
        self.context = Context(self.settings.say(language), access=access, user="Self-test")
        self.runner = CountingRunner(store, self.context.broadcast, self.context.reporter)
        self.context.runner = self.runner
        self.context.doors = doors_of(store, store.engine.url)
        self.context.tokens = TOKENS[theme]
        self.context.follows_system = False
        self.context.reporter.said.connect(self._said)
        desk.dress(self.context)
        self.drawn: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self.begin()
        self.check_words()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        self.runner.close()
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None:
                widget.close()
                widget.deleteLater()
        # taken apart by Qt now, parents before children, not by the collector some day
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()

    def begin(self) -> None:
        """Open what is looked at."""

    def end(self) -> None:
        """Close it."""

    def switch(self, language: str, theme: str) -> None:
        """Another language and theme while windows are open."""
        self.context.speak(self.settings.say(language))
        self.context.paint(TOKENS[theme])
        self.check_words()
        self.settle()

    def check_words(self) -> None:
        """Raises ``Failed`` where Qt itself speaks another language."""
        language = self.context.say.language
        found = QCoreApplication.translate("QPlatformTheme", "Cancel")
        if found != CANCEL[language]:
            raise Failed(f"Qt says {found} in {language}")

    def settle(self) -> None:
        """Until nothing is under way; a few rounds more, because an answer may ask the next question."""
        until, quiet = time.monotonic() + PATIENCE, 0
        while quiet < 3:
            QCoreApplication.processEvents()
            quiet = 0 if self.runner.waiting else quiet + 1
            if time.monotonic() > until:
                raise Failed(f"the screen {self.bench.place} does not answer")
            if self.runner.waiting:
                time.sleep(0.002)

    def draw(self, name: str, widget: QWidget) -> None:
        """Look at a widget; raises ``Failed`` when there is nothing to be seen."""
        picture = widget.grab()
        if picture.isNull() or not _shows_something(picture.toImage()):
            raise Failed(f"the screen {name} is blank")
        self.drawn[name] += 1
        kept = self.bench.pictures
        if kept is not None:
            say, theme = self.context.say.language, self.context.tokens.name
            picture.save(str(kept / f"{self.context.access}-{say}-{theme}-{name}-{self.drawn[name]}.png"))

    def seen(self) -> str:
        """How much was drawn."""
        return f"{len(self.drawn)} screens, drawn {self.drawn.total()} times"

    def _said(self, words: str, kind: str) -> None:
        if kind in ("refusal", "mistake"):
            self.bench.complain(words)


def _shows_something(image: QImage) -> bool:
    small = image.scaled(LOOKED_AT, LOOKED_AT)
    colours = {small.pixel(x, y) for x in range(LOOKED_AT) for y in range(LOOKED_AT)}
    return len(colours) > 1
