"""Watching long work from outside: how far it is, and a way to stop it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Event, Lock
from time import monotonic
from typing import TypeVar

from app.domain.refusal import N_, Refusal

T = TypeVar("T")


class Stopped(Refusal):
    """A person stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped. Nothing was changed."))


class Watch:
    """Shared by the worker, who counts, and the window, who looks and may stop; plain attributes need no lock.

    ``step`` is what is being done at first. ``quiet``: the window says nothing of it, since its screen does or nobody
    waits. ``one_write``: the work is over with its first commit, whatever it reads then. ``only_looks``: it changes
    nothing anywhere, so that nobody need wait for what does not hear that it was stopped (a network that is silent).
    """

    def __init__(
        self, step: str = "", *, quiet: bool = False, one_write: bool = False, only_looks: bool = False
    ) -> None:
        self.step = step
        """What is being done, as an English text to be translated."""
        self.quiet = quiet
        self.only_looks = only_looks
        self._one_write = one_write
        self._settled = False
        self.done = 0
        self.total = 0
        """How many there are; 0 while nobody knows."""
        self._began = monotonic()
        self._stopped = Event()
        self._lock = Lock()
        self._enders: list[Callable[[], None]] = []

    def begin(self, step: str, total: int = 0) -> None:
        """Another step, counted from nothing. Raises ``Stopped``."""
        self.step, self.done, self.total, self._began = step, 0, total, monotonic()
        self.look()

    def count(self, number: int = 1) -> None:
        """So many more are done. Raises ``Stopped``."""
        self.done += number
        self.look()

    def look(self) -> None:
        """Raises ``Stopped`` when somebody asked for it."""
        if self._stopped.is_set():
            raise Stopped

    def sleep(self, seconds: float) -> None:
        """Wait, but not for who asked to stop. Raises ``Stopped``."""
        self._stopped.wait(seconds)
        self.look()

    def stop(self) -> None:
        """End the work at the next look, and what is waited for now at once."""
        with self._lock:
            if self._settled:
                return
            self._stopped.set()
            enders = list(self._enders)
        for end in enders:
            end()

    def committed(self) -> None:
        """Something was written for good: where that was all of the work, nobody is told any more that it was not."""
        if self._one_write:
            with self._lock:
                self._settled = True
                self._stopped.clear()

    @contextmanager
    def ended_by(self, end: Callable[[], None]) -> Iterator[None]:
        """While the block waits for something that cannot look, ``end`` is called when somebody asks to stop.

        ``end`` is called on the window's thread and must not block. Raises ``Stopped`` when that was asked before.
        """
        self.when_stopped(end)
        try:
            self.look()
            yield
        finally:
            with self._lock, suppress(ValueError):
                self._enders.remove(end)

    def when_stopped(self, deed: Callable[[], None]) -> None:
        """Call ``deed``, on the window's thread, as soon as somebody asks to stop."""
        with self._lock:
            self._enders.append(deed)

    def over(self) -> None:
        """The work has ended: nobody need hear of it any more."""
        with self._lock:
            self._enders.clear()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopped.is_set()

    @property
    def per_second(self) -> int:
        """Done per second since this step began."""
        return round(self.done / max(0.001, monotonic() - self._began))


_present: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def under(watch: Watch | None) -> Iterator[None]:
    """What this thread does inside the block can be stopped by ``watch``; by nobody without one."""
    token = _present.set(watch)
    try:
        yield
    finally:
        _present.reset(token)


def watching() -> Watch | None:
    """The watch under which this thread works, if somebody looks."""
    return _present.get()


def present() -> Watch:
    """The same to count with; where nobody looks, one that nobody sees."""
    return _present.get() or Watch()


def looking(items: Iterable[T]) -> Iterable[T]:
    """The same items; between them somebody may stop the work. For loops over as many as a company has customers."""
    watch = _present.get()
    return items if watch is None else _looking(items, watch)


def _looking(items: Iterable[T], watch: Watch) -> Iterator[T]:
    for item in items:
        watch.look()
        yield item
