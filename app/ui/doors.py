"""What the desk asks of files and of the computer, as plain functions: screens never open a file or a database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # all of the checks' statements, and what files are read with, would be loaded with every window
    from app.domain.importing_table import TableAsked, TableRead
    from app.domain.watch import Watch
    from app.services.checking import Finding
    from app.ui.tasks import Work


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was written and read back; ``size`` in bytes."""

    path: Path
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RestoreProven:
    """A backup that was restored under another name: what is in it, and what does not agree (empty: all does).

    ``place`` is where it can be opened; empty when it was only tried and taken away again.
    """

    place: str
    company: str
    customers: int
    orders: int
    newest: datetime | None
    findings: "Sequence[Finding]"


class WriteTable(Protocol):
    """See ``Doors.write_table``."""

    def __call__(
        self, path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = ""
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Doors:
    """All of them block: call them through ``context.runner.aside``. All raise ``Refusal`` with a sentence.

    ``write_table`` writes CSV (with the mark that spreadsheets need), XLSX or JSON by the file's ending and says how
    many rows; texts that a spreadsheet would execute get an apostrophe. ``write_refused`` takes header, (cells, reason)
    and the separator. ``beside`` carries out long work on the database outside the line in which the desk's own
    questions wait.
    """

    read_table: "Callable[[TableAsked, Watch], TableRead]"
    write_table: WriteTable
    write_refused: Callable[[Path, Sequence[str], Sequence[tuple[Sequence[str], str]], str], int]
    beside: "Callable[[Work], Any]"
    read_picture: Callable[[Path], bytes]
    backup: Callable[[Path], BackupMade]
    backup_folder: Path
    try_restore: Callable[[Path], RestoreProven]
    restore_as: Callable[[Path, str], RestoreProven]
    call_command: str
    """What a telephone system is told to start."""
    scheme: Callable[[], str]
    """How mostrador:// addresses reach the program: registered, other, missing, or none where the system has none."""
    register_scheme: Callable[[], None]
    test_call: Callable[[str], None]
