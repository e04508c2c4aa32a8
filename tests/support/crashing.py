"""Child processes that are killed in the middle of their work; forked, so that each starts warm."""

import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

KILLED = -signal.SIGKILL


class Child:
    """A forked process that runs ``work(say)``; ``say`` tells the parent a line, durably."""

    def __init__(self, work: Callable[[Callable[[object], None]], None]) -> None:
        self._read, write = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(write)
            return
        os.close(self._read)
        code = 0
        try:
            work(lambda line: os.write(write, f"{line}\n".encode()))
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            code = 1
        os._exit(code)

    def lines(self) -> list[str]:
        """All whole lines it told; returns when it has ended."""
        told = b""
        while block := os.read(self._read, 65536):
            told += block
        os.close(self._read)
        return told.decode().split("\n")[:-1]

    def wait_for_line(self, seconds: float = 10) -> None:
        """Until it tells its first line (which stays to be read)."""
        select.select([self._read], [], [], seconds)

    def kill(self) -> None:
        """Without a chance to tidy up."""
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> int:
        """Its exit code; below zero for the signal that ended it."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


def killed_after(work: Callable[[Callable[[object], None]], None], seconds: float) -> list[str]:
    """Run ``work`` in a child, kill it so long after its first line; what it told."""
    child = Child(work)
    child.wait_for_line()
    time.sleep(seconds)
    child.kill()
    lines = child.lines()
    assert child.ended() == KILLED, "the child ended by itself"
    return lines


@contextmanager
def statements_counted(engine: Engine, on: Callable[[int], None]) -> Iterator[None]:
    """Call ``on`` with the number of each statement before it is sent."""
    count = 0

    def note(*_all: object) -> None:
        nonlocal count
        count += 1
        on(count)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
