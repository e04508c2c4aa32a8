"""Rows written to a workbook: strings as strings, numbers as numbers, dates as dates, the header frozen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.domain.parsing import clean_text, guard, shown, unguard
from app.domain.refusal import N_, Mistake

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575  # and the header
MOST_COLUMNS = 16_384
DIGITS = 15  # a spreadsheet keeps no more
WIDEST = 60
_BAD_IN_XML = {0xFFFE: None, 0xFFFF: None}  # no XML may hold these two
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], sheet: str) -> int:
    """Write one sheet and return the number of rows; raises ``Mistake`` for what a workbook cannot hold."""
    import xlsxwriter  # noqa: PLC0415 - only who exports a workbook pays for loading it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # the file name of a workbook object is opened on closing: an open file tells at once that the disk refuses
    with path.open("wb") as file:
        book = xlsxwriter.Workbook(file, options | {"in_memory": False})
        try:
            page = book.add_worksheet(" ".join(sheet.translate(_BAD_IN_NAMES).split())[:31].strip("'") or None)
            count = _Sheet(book, page, columns).write(rows)
        finally:
            book.close()
    return count


class _Sheet:
    """The one sheet being written, with the formats it uses and the width each column needs."""

    def __init__(self, book: Any, page: Any, columns: Sequence[str]) -> None:  # noqa: ANN401 - untyped library
        self._book = book
        self._page = page
        self._columns = list(columns)
        self._formats: dict[str, Any] = {}
        self._text = book.add_format({"num_format": "@"})
        self._quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self._widths = [min(WIDEST, len(name) + 2) for name in columns]
        if len(columns) > MOST_COLUMNS:
            raise Mistake(
                N_("A workbook holds at most {limit} columns."), hint=N_("Export as CSV."), limit=MOST_COLUMNS
            )

    def write(self, rows: Iterable[Sequence[object]]) -> int:
        """Header and rows; returns the number of rows."""
        head = self._book.add_format({"bold": True, "bottom": 1})
        for index, name in enumerate(self._columns):
            self._page.write_string(0, index, clean_text(name), head)
        count = 0
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise Mistake(N_("A workbook holds at most {limit} rows."), hint=N_("Export as CSV."), limit=MOST_ROWS)
            for index, value in enumerate(row):
                self._cell(count, index, value)
        for index, width in enumerate(self._widths):
            self._page.set_column(index, index, width)
        self._page.freeze_panes(1, 0)
        if self._columns:
            self._page.autofilter(0, 0, count, len(self._columns) - 1)
        return count

    def _cell(self, row: int, column: int, value: object) -> None:
        if value is None or value == "":
            return
        length = len(str(value))
        if length > self._widths[column]:
            self._widths[column] = min(WIDEST, length + 2)
        if isinstance(value, str):
            self._string(row, column, value)
        elif isinstance(value, bool):
            self._page.write_boolean(row, column, value)
        elif isinstance(value, int | Decimal):
            self._number(row, column, Decimal(value), whole=isinstance(value, int))
        elif isinstance(value, datetime):
            self._moment(row, column, value)
        elif isinstance(value, date):
            self._page.write_datetime(row, column, value, self._format("yyyy-mm-dd"))
        else:
            raise TypeError(f"a cell cannot be {type(value).__name__}: no float touches money")

    def _string(self, row: int, column: int, text: str) -> None:
        # what begins as our own guard does needs one apostrophe more: reading takes one off
        text = clean_text(text).translate(_BAD_IN_XML)
        kept = "'" + text if unguard(text) != text else text
        if len(kept) > LONGEST_TEXT:
            raise Mistake(
                N_("Row {row}, ‘{column}’: the text “{text}” has {length} characters; a workbook holds {limit}."),
                hint=N_("Export as CSV."),
                row=row,
                column=self._columns[column],
                text=shown(text),
                length=len(kept),
                limit=LONGEST_TEXT,
            )
        self._page.write_string(row, column, kept, self._quoted if guard(text) != text else self._text)

    def _number(self, row: int, column: int, value: Decimal, *, whole: bool) -> None:
        exponent = value.as_tuple().exponent
        places = 0 if whole else max(2, -exponent if isinstance(exponent, int) else 0)
        text = f"{value:.{places}f}"
        if len(text.lstrip("-0.").replace(".", "")) > DIGITS:
            self._page.write_string(row, column, text, self._text)  # every digit rather than a nearby number
            return
        self._page.write_number(row, column, float(value), self._format("0." + "0" * places if places else "0"))

    def _moment(self, row: int, column: int, value: datetime) -> None:
        if value.tzinfo is not None:  # a workbook knows no zones
            self._page.write_string(row, column, value.isoformat(sep=" ", timespec="seconds"), self._text)
            return
        self._page.write_datetime(row, column, value.replace(microsecond=0), self._format("yyyy-mm-dd hh:mm:ss"))

    def _format(self, number: str) -> Any:  # noqa: ANN401 - untyped library
        if number not in self._formats:
            self._formats[number] = self._book.add_format({"num_format": number})
        return self._formats[number]
