"""A file that somebody wants to import, read whole: its rows as text, and what was found out about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.importing_notice import Notice

CARDS = "vcard"
TEXT = "text"
WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class TableAsked:
    """Which file, and what somebody knows better than our guesses (empty: guess)."""

    path: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class TableRead:
    """Every row as (number as a spreadsheet shows it, cells); ``form`` is text, workbook or vcard.

    ``encoding`` and ``delimiter`` are empty for workbooks, ``delimiter`` also for a file of one column; ``digest`` is
    the file's SHA-256.
    """

    name: str
    form: str
    header: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notices: Sequence[Notice] = ()
    digest: str = ""
