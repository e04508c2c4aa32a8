"""All waiting happens here: one database worker in order, a pool for the rest, answers on the GUI thread.

A window that was closed meanwhile is never called back. ``work`` is a function whose first argument is the store; a
widget therefore never holds one.
"""

import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.changes import ChangeSet
from app.domain.refusal import Unavailable
from app.domain.watch import Stopped, Watch, under
from app.ui.broadcast import Broadcast
from app.ui.reporter import Reporter


class StoreLike(Protocol):
    """The store, as far as a runner knows it; services and queries get it as their first argument."""

    def repeat(self, work: Callable[[], Any], *, seconds: float = ...) -> Any:  # noqa: ANN401 - any answer
        """Carry work out again while the database cannot be reached."""


Work = Callable[[Any], Any]
Done = Callable[[Any], None]


GIVE_UP_MS = 700
"""A question that was stopped and still has no answer after so long is left alone: a second has not passed yet."""
READ, WRITE, ASIDE = "read", "write", "aside"


@dataclass(frozen=True, eq=False)
class Job:
    """Work that was sent: by whom, of which kind, and how it is stopped."""

    owner: "weakref.ref[QObject]"
    kind: str
    watch: Watch


class Unhurried(Watch):
    """Of a question that nobody waits for, such as how many rows a long list has: others overtake it.

    It is asked on a connection of its own, after the others of its kind. Who asked stops it when it matters no more.
    """

    def __init__(self) -> None:
        super().__init__(quiet=True)


class Runner:
    """What panels know of the runner; a real one says with ``take`` what becomes of work.

    All work can be stopped by a person; it raises ``Stopped`` then, and nothing of it was kept. Who waits is told after
    a second what is being done (``app.ui.kit.busy``): of questions and operations always, of work aside where a
    ``watch`` names its first step. A screen that tells of it itself gives a watch that is ``quiet``.
    """

    def read(
        self, owner: QObject, work: Work, done: Done, failed: Done | None = None, *, watch: Watch | None = None
    ) -> None:
        """Ask the database; ``done`` gets the answer."""
        self.take(READ, owner, work, done, failed, watch)

    def write(
        self,
        owner: QObject,
        work: Work,
        done: Done | None = None,
        failed: Done | None = None,
        *,
        watch: Watch | None = None,
    ) -> None:
        """Carry out an operation; what it touched is broadcast even if the window is gone."""
        self.take(WRITE, owner, work, done, failed, watch)

    def aside(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Done,
        failed: Done | None = None,
        *,
        watch: Watch | None = None,
    ) -> None:
        """Work without the database: documents, files, the network."""
        self.take(ASIDE, owner, work, done, failed, watch)

    def turn(self, owner: QObject, answer: object, done: Done) -> None:
        """Go on with an answer in the next turn of the window's thread, which answers to keys before; here at once."""
        done(answer)

    def take(
        self,
        kind: str,
        owner: QObject,
        work: Callable[..., Any],
        done: Done | None,
        failed: Done | None,
        watch: Watch | None,
    ) -> None:
        """Work of a kind: read, write or aside."""
        raise NotImplementedError

    def close(self) -> None:
        """Wait for what is under way; nothing new is taken."""


class TaskRunner(QObject, Runner):
    """The real one."""

    _arrived = Signal(object)
    _stopping = Signal(object)

    def __init__(self, store: StoreLike, broadcast: Broadcast, reporter: Reporter) -> None:
        super().__init__()
        self._store = store
        self._broadcast = broadcast
        self._reporter = reporter
        # one worker: a read after a write sees it, and two saves of a person never race
        self._database = ThreadPoolExecutor(1, "database")
        self._unhurried = ThreadPoolExecutor(1, "unhurried")
        self._others = ThreadPoolExecutor(2, "aside")
        self._closed = False
        self._given_up: weakref.WeakSet[Job] = weakref.WeakSet()
        self._looking: weakref.WeakSet[Job] = weakref.WeakSet()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stopping.connect(self._wait_a_little)

    def take(
        self,
        kind: str,
        owner: QObject,
        work: Callable[..., Any],
        done: Done | None,
        failed: Done | None,
        watch: Watch | None,
    ) -> None:
        """See ``Runner``."""
        if self._closed:
            return
        store, worker, call = self._store, self._others, work
        watch = watch or Watch(one_write=kind == WRITE)
        if kind == READ:
            watch.only_looks = True
            worker = self._unhurried if isinstance(watch, Unhurried) else self._database
            call = partial(work, store)
        elif kind == WRITE:
            self._broadcast.began()
            worker, call = self._database, partial(store.repeat, partial(work, store))
        self._send(worker.submit(_watched, watch, call), Job(weakref.ref(owner), kind, watch), done, failed)

    def turn(self, owner: QObject, answer: object, done: Done) -> None:
        """See ``Runner``."""
        QTimer.singleShot(0, owner, partial(_go_on, _weak(done), answer))

    def close(self) -> None:
        """Wait for what is under way; nothing new is taken, as a timer may still ask for while its window goes."""
        self._closed = True
        for job in list(self._looking):
            job.watch.stop()
        self._unhurried.shutdown(wait=True)
        self._database.shutdown(wait=True)
        self._others.shutdown(wait=True, cancel_futures=True)

    def _send(self, future: "Future[Any]", job: Job, done: Done | None, failed: Done | None) -> None:
        self._broadcast.sent.emit(job)
        parcel = (job, _weak(done), _weak(failed), future)
        if job.watch.only_looks:
            self._looking.add(job)
            job.watch.when_stopped(lambda: self._stopping.emit(parcel))
        future.add_done_callback(lambda _: self._arrived.emit(parcel))

    @Slot(object)
    def _deliver(self, parcel: tuple[Job, Any, Any, "Future[Any]"]) -> None:
        job, done, failed, future = parcel
        if job in self._given_up:
            return
        # what was asked and what was answered would hold each other
        job.watch.over()
        error = future.exception()
        self._broadcast.over.emit(job)
        if job.kind == WRITE:
            self._broadcast.ended(saved=error is None)
        # some answers carry what went wrong, to be told where they are shown
        wrong = error or getattr(future.result(), "error", None)
        if job.kind != ASIDE and not isinstance(wrong, Stopped):
            self._broadcast.reached.emit(not isinstance(wrong, Unavailable))
        deliver(future, job.owner(), done(), failed(), self._broadcast, self._reporter)

    @Slot(object)
    def _wait_a_little(self, parcel: tuple[Job, Any, Any, "Future[Any]"]) -> None:
        QTimer.singleShot(GIVE_UP_MS, self, lambda: self._give_up(parcel))

    def _give_up(self, parcel: tuple[Job, Any, Any, "Future[Any]"]) -> None:
        """What waits for a network hears nothing; whoever asked need not wait as well, for nothing is changed by it."""
        job, done, failed, future = parcel
        if not future.done():
            stopped: Future[Any] = Future()
            stopped.set_exception(Stopped())
            self._deliver((job, done, failed, stopped))
            self._given_up.add(job)


def _watched(watch: Watch, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - any answer
    """What was stopped while it waited for its turn is not even begun."""
    watch.look()
    with under(watch):
        return work()


def deliver(
    future: "Future[Any]",
    owner: QObject | None,
    done: Done | None,
    failed: Done | None,
    broadcast: Broadcast,
    reporter: Reporter,
) -> None:
    """Hand an answer over on the GUI thread: broadcast first, then whoever asked, if it still lives."""
    alive = owner is not None and shiboken6.isValid(owner)
    error = future.exception()
    if error is not None:
        if alive and failed is not None:
            failed(error)
        else:
            reporter.show(error, near=owner if alive else None)
        return
    answer = future.result()
    changes = getattr(answer, "changes", answer)
    if isinstance(changes, ChangeSet):
        broadcast.tell(changes)
    if alive and done is not None:
        done(answer)


def _go_on(done: Callable[[], Done | None], answer: object) -> None:
    found = done()
    if found is not None:
        found(answer)


def _weak(function: Done | None) -> Callable[[], Done | None]:
    """A bound method is held weakly, so that an answer under way keeps no window alive."""
    if function is None:
        return lambda: None
    if hasattr(function, "__self__"):
        return weakref.WeakMethod(function)
    return lambda: function


class InlineRunner(Runner):
    """The same doors, at once: for tests."""

    def __init__(self, store: StoreLike, broadcast: Broadcast, reporter: Reporter) -> None:
        self._store = store
        self._broadcast = broadcast
        self._reporter = reporter

    def take(
        self,
        kind: str,
        owner: QObject,
        work: Callable[..., Any],
        done: Done | None,
        failed: Done | None,
        watch: Watch | None,
    ) -> None:
        """See ``Runner``."""
        future: Future[Any] = Future()
        try:
            future.set_result(_watched(watch or Watch(), work if kind == ASIDE else partial(work, self._store)))
        except Exception as error:  # noqa: BLE001,RUF100 - handed over as the real runner does
            future.set_exception(error)
        deliver(future, owner, done, failed, self._broadcast, self._reporter)
