"""Workbooks, read in a child process with limits of memory and time: a hostile file costs that process alone."""

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.importing_notice import Notices
from app.domain.refusal import N_, Mistake
from app.integrations.tables_child import read_workbook
from app.integrations.tables_guard import MIB, check_workbook, damaged, locked

MEMORY = 768 * MIB
SECONDS = 60.0


class Workbook:
    """One sheet of a workbook as a stream of rows; ``sheets`` are the names a person may choose from."""

    def __init__(
        self,
        path: Path,
        sheet: str | None,
        mark: str,
        notices: Notices,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        check_workbook(path)
        self._path = path
        self._notices = notices
        self._left = seconds
        # spawn everywhere: a fork would copy threads and open connections, and Windows has none
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._child = context.Process(
            target=read_workbook, args=(theirs, str(path), sheet, mark, memory), daemon=True, name="workbook"
        )
        try:
            self._child.start()
            theirs.close()
            self.sheets, self.sheet = self._sheets(sheet)
        except BaseException:
            self.close()
            raise

    def _sheets(self, wanted: str | None) -> tuple[list[str], str]:
        message = self._receive()
        if message[0] == "sheets":
            return message[1], message[2]
        names = ", ".join(message[1])
        if wanted is None:
            raise Mistake(N_("‘{file}’ has no sheet with rows."), hint=N_("Choose another file."), file=self._path.name)
        raise Mistake(
            N_("‘{file}’ has no sheet ‘{sheet}’."),
            hint=N_("Its sheets: {names}."),
            file=self._path.name,
            sheet=wanted,
            names=names,
        )

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not blank with its number in the sheet; ends the child when it ends."""
        try:
            while (message := self._receive())[0] != "end":
                if message[0] == "rows":
                    yield from message[1]
                elif message[1]:
                    self._notices.say(
                        N_("{count} cells hold an error such as #N/A and were read as empty: {cells}"),
                        count=message[1],
                        cells=message[2],
                    )
        finally:
            self.close()

    def _receive(self) -> tuple[Any, ...]:
        """The next message; only the waiting counts against the time limit, not what the caller does in between."""
        start = time.monotonic()
        try:
            if not self._pipe.poll(max(0.0, self._left)):
                raise self._too_much()
            message: tuple[Any, ...] = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._too_much() from error  # killed by its limit before it could say so
        finally:
            self._left -= time.monotonic() - start
        if message[0] == "refused":
            raise {"password": locked, "damaged": damaged}.get(message[1], lambda _: self._too_much())(self._path)
        return message

    def _too_much(self) -> Mistake:
        return Mistake(
            N_("‘{file}’ needs too much memory or time to be opened, or is damaged."),
            hint=N_("Save the sheet as CSV and choose that."),
            file=self._path.name,
        )

    def close(self) -> None:
        """End the child and give its pipe back; may be called twice."""
        if self._pipe.closed:
            return
        self._pipe.close()
        if self._child.pid is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
