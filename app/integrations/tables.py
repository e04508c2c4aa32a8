"""Any CSV file or workbook as a header and a stream of text rows, with the facts that were found or guessed.

Text comes in UTF-8, UTF-16, Windows-1252, GB18030 and what else can be recognised; workbooks as .xlsx, .xlsm, .xls,
.xlsb and .ods. What cannot be read is refused in one sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.importing_map import ColumnMap, read_map
from app.domain.importing_notice import Notices, UnreadableRow
from app.domain.importing_shape import Row, first_of_each, joined, kept
from app.domain.parsing import clean_text
from app.domain.refusal import N_, Mistake
from app.integrations.tables_guard import cannot_open, check_is_file, is_workbook
from app.integrations.tables_text import text_form, text_rows
from app.integrations.tables_workbook import Workbook

LARGEST_MAP = 1_000_000  # bytes


@dataclass
class Table:
    """A file as rows of text; iterate ``rows`` once. Close it, or use it in ``with``, when the rows are not all read.

    ``rows`` gives (number, cells): the number of the row as a spreadsheet shows it, the cells at least as many as the
    header has names; more only where the file has more. ``encoding`` and ``delimiter`` are empty for workbooks,
    ``sheet`` and ``sheets`` for text; ``delimiter`` is also empty for a file of one column.
    """

    path: Path
    header: list[str]
    rows: Iterator[Row]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notices: Notices = field(default_factory=Notices)
    book: Workbook | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; the rest of the rows is not read."""
        close = getattr(self.rows, "close", None)
        if close is not None:
            close()
        if self.book is not None:
            self.book.close()


def open_table(
    path: Path | str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    decimal: str = ".",
) -> Table:
    """The table in a file; what is not given is guessed (encoding, separator) or the first that has rows (sheet).

    ``decimal`` is the mark that numbers of a workbook are written with, so that a map for ``,`` reads them too. Raises
    ``NotFound``, ``Unavailable`` or ``Mistake``, also while rows are read.
    """
    path = Path(path)
    notices = Notices()
    if is_workbook(path):
        book = Workbook(path, sheet, decimal, notices)
        try:
            header, rows = _framed(path, book.rows(), notices)
        except BaseException:
            book.close()
            raise
        table = Table(path, header, rows, sheet=book.sheet, sheets=tuple(book.sheets), notices=notices, book=book)
        if sheet is None and len(book.sheets) > 1:
            notices.say(
                N_("Sheet ‘{sheet}’ is read; there are also: {names}."),
                sheet=book.sheet,
                names=", ".join(name for name in book.sheets if name != book.sheet),
            )
        return table
    form = text_form(path, encoding, delimiter)
    header, rows = _framed(path, text_rows(path, form), notices)
    return Table(path, header, rows, encoding=form.encoding, delimiter=form.delimiter, notices=notices)


def _framed(path: Path, source: Iterator[Row], notices: Notices) -> tuple[list[str], Iterator[Row]]:
    """The names in the first row that is not blank, and the rows below it."""
    number, cells = next(((number, cells) for number, cells in source if not _blank(cells)), (0, []))
    if isinstance(cells, UnreadableRow):
        raise cells.refusal(number)
    if not cells:
        raise Mistake(N_("‘{file}’ is empty."), hint=N_("Save it again with a row of column names."), file=path.name)
    return _names(cells), _fitted(source, len(_trimmed(cells)), notices)


def _blank(cells: Sequence[str]) -> bool:
    return not isinstance(cells, UnreadableRow) and not any(text and not text.isspace() for text in cells)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the blank cells at the end."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _names(cells: Sequence[str]) -> list[str]:
    """Column names without blanks around them: a second one of the same name gets (2), a blank one its letter."""
    names: list[str] = []
    taken: set[str] = set()
    for index, text in enumerate(_trimmed(cells)):
        plain = " ".join(clean_text(text).split()) or _letter(index)
        name, count = plain, 1
        while name in taken:
            count += 1
            name = f"{plain} ({count})"
        taken.add(name)
        names.append(name)
    return names


def _letter(index: int) -> str:
    """A, B, … Z, AA as a spreadsheet heads its columns."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _fitted(source: Iterator[Row], width: int, notices: Notices) -> Iterator[Row]:
    """Rows as wide as the header: short ones filled up, long ones cut where nothing stands beyond, else told."""
    for number, found in source:
        cells = found
        if len(cells) != width and not isinstance(cells, UnreadableRow):
            cells = list(_trimmed(cells))
            if len(cells) > width:
                notices.say(
                    N_("Row {row} has {cells} cells, the header has {columns}."),
                    row=number,
                    cells=len(cells),
                    columns=width,
                )
            cells += [""] * (width - len(cells))
        # most rows begin with a key
        if (cells and cells[0] and not cells[0].isspace()) or not _blank(cells):
            yield number, cells


def read_map_file(path: Path | str) -> ColumnMap:
    """A map file from the disk; raises ``Mistake`` with line and key when it is wrong."""
    path = Path(path)
    check_is_file(path)
    try:
        if path.stat().st_size > LARGEST_MAP:
            raise Mistake(N_("‘{file}’ is too large for a map file."), hint=N_("Choose the map."), file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeError as error:
        raise Mistake(N_("‘{file}’ is not UTF-8."), hint=N_("Save the map file as UTF-8."), file=path.name) from error
    except OSError as error:
        raise cannot_open(path, error) from error
    return read_map(text, path.name)


def open_mapped(
    path: Path | str,
    mapping: ColumnMap | None,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """The table in a file as its map wants it: other files joined, rows left out, the first of each kept.

    Joined files stand in the same folder. What is given here counts more than what the map says. Without a map this
    is ``open_table``.
    """
    path = Path(path)
    if mapping is None:
        return open_table(path, sheet=sheet, encoding=encoding, delimiter=delimiter)
    mark = mapping.decimal or "."
    table = open_table(
        path,
        sheet=sheet or mapping.sheet,
        encoding=encoding or mapping.encoding,
        delimiter=delimiter or mapping.delimiter,
        decimal=mark,
    )
    if mapping.delimiter and not delimiter and table.delimiter and len(table.header) == 1:
        # a file of refused rows may be saved again with another separator than the first file had
        table.close()
        table = open_table(path, encoding=encoding or mapping.encoding)
    try:
        for join in mapping.joins:
            with open_table(path.parent / join.file, decimal=mark) as other:
                table.header, table.rows = joined(table.header, table.rows, other.header, other.rows, join)
        table.rows = kept(table.header, table.rows, mapping)
        table.rows = first_of_each(table.header, table.rows, mapping)
    except BaseException:
        table.close()
        raise
    return table
