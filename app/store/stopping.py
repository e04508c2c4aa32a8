"""A statement that is being carried out ends when a person stops the work: nobody waits for its answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Lock, Thread
from typing import Any

from app.domain.watch import Watch, watching

AGAIN = 0.05
"""Seconds until a driver is told again: between two statements it has nothing to end."""
ASKING = 5.0
"""Seconds for which a server may take to hear that a statement shall end."""
SQLITE_SIGN = "interrupted"
SERVER_STATE = "57014"


@contextmanager
def stoppable(driver: Any) -> Iterator[Watch | None]:  # noqa: ANN401 - a driver's connection
    """Inside, the watch of this thread ends statements of this connection; they raise the driver's error.

    Nothing is told to the driver once the block has been left: a commit that began is carried out. Raises ``Stopped``
    when it was asked before.
    """
    watch = watching()
    if watch is None:
        yield None
        return
    ending = _Ending(driver)
    try:
        with watch.ended_by(ending.begin):
            yield watch
    finally:
        ending.leave()


def interrupted(error: Exception) -> bool:
    """Whether a driver's error says that its statement was ended from outside."""
    return getattr(error, "sqlstate", None) == SERVER_STATE or str(error) == SQLITE_SIGN


class _Ending:
    """Tells a driver to end its statement, again and again until its work was left; on a thread of its own."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - a driver's connection
        self._driver = driver
        self._left = Event()
        self._telling = Lock()

    def begin(self) -> None:
        """Somebody asked to stop."""
        Thread(target=self._tell, name="stopping", daemon=True).start()

    def leave(self) -> None:
        """The work is over: the next one of this connection is not meant."""
        self._left.set()
        with self._telling:
            # what was being told arrived
            pass

    def _tell(self) -> None:
        end = _end_of(self._driver)
        while not self._left.is_set():
            with self._telling, suppress(Exception):
                if not self._left.is_set():
                    # a connection that is gone has nothing to end
                    end()
            self._left.wait(AGAIN)


def _end_of(driver: Any) -> Callable[[], None]:  # noqa: ANN401 - a driver's connection
    """How a driver is told: SQLite by a mark that its statement looks at, a server by a message beside the line."""
    found: Callable[[], None] = getattr(driver, "interrupt", None) or partial(driver.cancel_safe, timeout=ASKING)
    return found
