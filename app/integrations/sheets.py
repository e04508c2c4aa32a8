"""Rows written to CSV, XLSX and JSON files: exact decimals, ISO dates, and no text that a spreadsheet would execute.

Every file is written beside its final name and renamed when it is whole, so that nobody ever sees half a file.
"""

import csv
import io
import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

from app.domain.importing import REASON
from app.domain.parsing import clean_text, guard
from app.domain.refusal import N_, Mistake, Unavailable
from app.domain.watch import looking
from app.integrations.sheets_xlsx import write_xlsx

Cell = str | int | Decimal | date | datetime | bool | None
FORMATS = ("csv", "xlsx", "json")
MONEY_PLACES = 2


def write_rows(
    path: Path | str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    format: str = "csv",  # noqa: A002 - the word of the command line and of this file's readers
    *,
    bom: bool = False,
    sheet: str = "",
) -> int:
    """Write ``rows`` under ``columns`` and return how many they were.

    ``bom`` puts a byte order mark before CSV, which old spreadsheets need to see UTF-8; ``sheet`` names the sheet of
    a workbook. Decimals have at least two decimals and lose none; dates are ISO (real dates in a workbook); ``None`` is
    empty; control characters that no spreadsheet can hold are left out of texts. Raises ``Mistake`` for an unknown
    format or what does not fit into a workbook, ``Unavailable`` when the disk or another program refuses, and
    ``Stopped``.
    """
    if format not in FORMATS:
        raise Mistake(
            N_("‘{format}’ is not a format for files."),
            hint=N_("Write one of: {names}."),
            format=format,
            names=", ".join(FORMATS),
        )
    rows = looking(rows)
    with _whole(Path(path)) as part:
        if format == "xlsx":
            return write_xlsx(part, columns, rows, sheet)
        if format == "json":
            return _write_text(part, "utf-8", lambda file: _json(file, columns, rows))
        return _write_text(part, "utf-8-sig" if bom else "utf-8", lambda file: _csv(file, columns, rows))


def write_refused(
    path: Path | str, header: Sequence[str], refused: Iterable[tuple[Sequence[str], str]], *, delimiter: str = ","
) -> int:
    """Write refused rows as they stood in their file with the column ``reason``; corrected, the file imports again.

    Numbers stay numbers; other text that a spreadsheet would take for a formula gets the apostrophe that importing
    takes off again.
    """
    with _whole(Path(path)) as part:
        return _write_text(part, "utf-8-sig", lambda file: _refused(file, header, refused, delimiter))


def _refused(file: IO[str], header: Sequence[str], refused: Iterable[tuple[Sequence[str], str]], delimiter: str) -> int:
    writer = csv.writer(file, delimiter=delimiter or ",", lineterminator="\r\n")
    writer.writerow([*map(_harmless, header), REASON])
    count = 0
    for cells, reason in looking(refused):
        own = [_harmless(text) for text in cells]
        blank = [""] * (len(header) - len(own))
        # cells beyond the header stand behind the reason: nothing of the row is lost, and it is refused until moved
        writer.writerow([*own[: len(header)], *blank, _harmless(reason), *own[len(header) :]])
        count += 1
    return count


def _harmless(text: str) -> str:
    """``text`` guarded, unless it is a plain negative number."""
    text = clean_text(text)
    rest = text[1:] if text.startswith("-") else ""
    plain = rest[:1].isdigit() and all(sign in "0123456789.," for sign in rest)
    return text if plain else guard(text)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A name to write under, renamed to ``path`` when the block ends well and removed when it does not."""
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        yield part
        part.replace(path)
    except PermissionError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: another program holds it, or you have no right to write there."),
            hint=N_("Close it in Excel, then try again."),
            file=path.name,
        ) from error
    except IsADirectoryError as error:
        raise Mistake(N_("‘{file}’ is a folder."), hint=N_("Name a file in it."), file=path.name) from error
    except FileNotFoundError as error:
        raise Mistake(
            N_("There is no folder {folder}."), hint=N_("Make it first, or choose another."), folder=str(path.parent)
        ) from error
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: {reason}."),
            hint=N_("Make room or choose another place, then try again."),
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
    finally:
        # a name that could not be written cannot be removed either; the reason was told above
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8; the file appears under its name when it is whole. Raises ``OSError``."""

    def write(file: IO[str]) -> int:
        return file.write(text)

    with _whole(path) as part:
        _write_text(part, "utf-8", write)


def _write_text(path: Path, encoding: str, write: Callable[[IO[str]], int]) -> int:
    with path.open("w", encoding=encoding, newline="") as file:
        count = write(file)
        file.flush()
        os.fsync(file.fileno())
    return count


def _csv(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([guard(clean_text(name)) for name in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
        count += 1
    return count


def _csv_text(value: Cell) -> str:
    if isinstance(value, str):
        return guard(clean_text(value))
    return plain_text(value)


def plain_text(value: Cell) -> str:
    """A value as canonical text: what importing reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError("no float touches money: export Decimal")
    return str(value)


def decimal_text(value: Decimal) -> str:
    """A decimal with at least two decimals and every digit it has, without exponent; minus zero is zero."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a figure")
    exponent = value.as_tuple().exponent
    places = max(MONEY_PLACES, -exponent if isinstance(exponent, int) else 0)
    return f"{value if value else abs(value):.{places}f}"


def _json(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    names = [json.dumps(clean_text(name), ensure_ascii=False) for name in columns]
    count = 0
    file.write("[")
    for row in rows:
        values = ", ".join(f"{name}: {_json_text(value)}" for name, value in zip(names, row, strict=True))
        file.write(f"{',' if count else ''}\n  {{{values}}}")
        count += 1
    file.write("\n]\n" if count else "]\n")
    return count


def _json_text(value: Cell) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return decimal_text(value)  # digits as they are: a JSON number needs no float on its way
    return json.dumps(clean_text(plain_text(value)), ensure_ascii=False)


def rows_as_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]], format: str = "csv") -> str:  # noqa: A002
    """The same as ``write_rows`` writes, as text, for a command that prints; CSV and JSON only."""
    file = io.StringIO(newline="")
    if format == "json":
        _json(file, columns, rows)
    else:
        _csv(file, columns, rows)
    return file.getvalue()
