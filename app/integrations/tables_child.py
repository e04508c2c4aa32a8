"""The child process that opens a workbook: whatever the file does, it does it to this process alone.

It is started with ``spawn`` and given a pipe; it sends ("sheets", names, chosen), many ("rows", [(number, cells)…]),
("errors", count, where) and ("end",), or ("refused", word) and ("sheet?", names). Everything sent is text and numbers.
"""

import contextlib
import datetime
import html
import math
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

BATCH = 500
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*?\bt=[\"']e[\"'][^<>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
ERRORS_NAMED = 10


def read_workbook(pipe: Connection, path: str, sheet: str | None, mark: str, memory: int) -> None:
    """Send the rows of one sheet; ``mark`` is the decimal mark for numbers, ``memory`` the most bytes to be used."""
    _limit(memory)
    _hush()
    try:
        _send(pipe, path, sheet, mark)
    except (BrokenPipeError, EOFError):
        return  # nobody wants the rest
    except MemoryError:
        pipe.send(("refused", "memory"))
    except BaseException as error:
        with contextlib.suppress(OSError):
            pipe.send(("refused", "password" if _wants_password(path, error) else "damaged"))
    finally:
        pipe.close()


def _wants_password(path: str, error: BaseException) -> bool:
    """The library tells a password apart only when it goes by the file's name."""
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415

    if isinstance(error, PasswordError):
        return True
    try:
        CalamineWorkbook.from_path(path).close()
    except PasswordError:
        return True
    except BaseException:
        return False
    return False


def _limit(memory: int) -> None:
    """Cap the address space where the system can; elsewhere the size guard and the parent's clock must do."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return


def _hush() -> None:
    """A library's last words belong to nobody's terminal; a program without a console has no stderr at all."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        sys.stderr.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _send(pipe: Connection, path: str, sheet: str | None, mark: str) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    with Path(path).open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        usable = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        names = [meta.name for meta in usable if meta.visible == SheetVisibleEnum.Visible]
        names = names or [meta.name for meta in usable]
        chosen = _chosen(book, names, sheet)
        if chosen is None:
            pipe.send(("sheet?", names))
            return
        pipe.send(("sheets", names, chosen))
        for batch in _batches(book.get_sheet_by_name(chosen), mark):
            pipe.send(("rows", batch))
        pipe.send(("errors", *_error_cells(path, chosen)))
        pipe.send(("end",))


def _chosen(book: Any, names: list[str], sheet: str | None) -> str | None:  # noqa: ANN401 - the library is loaded late
    """The sheet asked for by name or number, else the first with something in it."""
    if sheet is not None:
        if sheet in book.sheet_names:
            return sheet
        number = int(sheet) if sheet.isascii() and sheet.isdigit() and len(sheet) < 5 else 0
        return names[number - 1] if 0 < number <= len(names) else None
    for name in names:
        if book.get_sheet_by_name(name).height:
            return name
    return names[0] if names else None


def _batches(sheet: Any, mark: str) -> Iterator[list[tuple[int, list[str]]]]:  # noqa: ANN401
    batch: list[tuple[int, list[str]]] = []
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [value if type(value) is str else cell_text(value, mark) for value in values]
        if any(cells):
            batch.append((number, cells))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def cell_text(value: object, mark: str = ".") -> str:
    """A cell's value as canonical text: ISO dates, numbers without the noise of binary fractions, true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, mark)
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, datetime.timedelta):
        return _hours(value)
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0).isoformat()
    return "" if value is None else str(value)  # a date writes itself as ISO


def _moment(value: datetime.datetime) -> str:
    """Spreadsheets keep moments as fractions of a day: what is beyond the second is noise."""
    moment = value.replace(microsecond=0)
    if value.microsecond >= 500_000 and value.year < 9999:
        moment += datetime.timedelta(seconds=1)
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat(sep=" ")


def _number(value: float, mark: str) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    # 15 digits are what a spreadsheet shows and keeps; 12.1 may be stored as 12.0999999999999996
    return format(Decimal(f"{value:.15g}"), "f").replace(".", mark)


def _hours(value: datetime.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _error_cells(path: str, sheet: str) -> tuple[int, str]:
    """How many cells of an .xlsx sheet hold an error such as #N/A, and where the first ones are.

    The library gives them as empty cells; only the sheet's own XML tells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            part = _sheet_part(archive, sheet)
            with archive.open(part) as stream:
                return _count_errors(iter(lambda: stream.read(1024 * 1024), b""))
    # the last of them is what zipfile raises for a compression that it does not know
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, EOFError, NotImplementedError):
        return 0, ""


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", book):
        name, key = re.search(r'\sname="([^"]*)"', tag), re.search(r'\s\w+:id="([^"]*)"', tag)
        if name and key and html.unescape(name[1]) == sheet:
            for relation in re.findall(r"<(?:\w+:)?Relationship\s[^<>]*>", rels):
                target = re.search(r'\sTarget="([^"]*)"', relation)
                if f'Id="{key[1]}"' in relation and target:
                    part = target[1]
                    return part[1:] if part.startswith("/") else f"xl/{part}"
    raise KeyError(sheet)


def _count_errors(chunks: Iterator[bytes]) -> tuple[int, str]:
    count, rest = 0, b""
    named: list[str] = []
    for chunk in chunks:
        data = rest + chunk
        end = data.rfind(b">") + 1
        for found in _ERROR_CELL.finditer(data, 0, end):
            count += 1
            if len(named) < ERRORS_NAMED and (reference := _REFERENCE.search(found[1])):
                named.append(reference[1].decode("ascii"))
        rest = data[end:][-65536:]
    return count, ", ".join(named)
