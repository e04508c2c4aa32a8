"""One reading of months side by side: first how long it takes, then the months, until somebody stops it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from app.domain.month import Month
from app.domain.watch import Watch
from app.queries import profit_panel_matrix
from app.queries.profit_panel_matrix import Matrix, Outlook
from app.ui.tasks import Runner

Span = tuple[Month, Month]


class Reader(Protocol):
    """Who gets the answers of the newest reading."""

    def looked(self, span: Span, outlook: Outlook) -> None:
        """How long the period takes."""

    def take(self, found: Matrix) -> None:
        """The months."""

    def failed(self, error: BaseException) -> None:
        """Neither."""


class Readings(QObject):
    """Keeps the newest reading; answers of one that was left are dropped, and its work is stopped."""

    def __init__(self, parent: QObject, runner: Runner, reader: Reader) -> None:
        super().__init__(parent)
        self._runner, self._reader = runner, reader
        self._newest: _Reading | None = None

    def look(self, span: Span) -> None:
        """Ask how long a period takes."""
        self._begin(span, Watch(), partial(profit_panel_matrix.outlook, first=span[0], last=span[1]))

    def read(self, span: Span, watch: Watch) -> None:
        """Ask for a period; ``watch`` may stop it."""
        work = partial(profit_panel_matrix.matrix, first=span[0], last=span[1], watch=watch)
        self._begin(span, watch, work)

    def leave(self) -> None:
        """Nobody wants the answer any more."""
        if self._newest is not None:
            self._newest.watch.stop()
            self._newest = None

    def _begin(self, span: Span, watch: Watch, work: Callable[..., object]) -> None:
        self.leave()
        made = self._newest = _Reading(self, span, watch)
        self._runner.read(made, work, made.done, made.failed, watch=watch)

    def done(self, one: "_Reading", answer: object) -> None:
        """An answer, given on if it is still wanted."""
        if one is self._newest and isinstance(answer, Outlook):
            self._reader.looked(one.span, answer)
        elif one is self._newest and isinstance(answer, Matrix):
            self._newest = None
            self._reader.take(answer)

    def failed(self, one: "_Reading", error: BaseException) -> None:
        """No answer, said if it is still wanted."""
        if one is self._newest:
            self._newest = None
            self._reader.failed(error)


class _Reading(QObject):
    """Remembers what was asked until the answer comes; lives no longer."""

    def __init__(self, readings: Readings, span: Span, watch: Watch) -> None:
        super().__init__(readings)
        self.readings, self.span, self.watch = readings, span, watch

    def done(self, answer: object) -> None:
        """It was read."""
        self.readings.done(self, answer)
        self.deleteLater()

    def failed(self, error: BaseException) -> None:
        """It was not."""
        self.readings.failed(self, error)
        self.deleteLater()
