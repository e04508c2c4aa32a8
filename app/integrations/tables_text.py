"""Text files with separators: which encoding, which separator, and their rows as a stream."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.domain.importing_notice import UnreadableRow
from app.domain.parsing import shown
from app.domain.refusal import N_, Mistake
from app.integrations.tables_guard import cannot_open

DELIMITERS = (",", ";", "\t", "|")
ONE_COLUMN = "\x1f"  # a separator that does not occur: csv cannot do without one
LONGEST_LINE = 1_000_000
LONGEST_HEADER = 1_000  # characters in a header without any separator before we say that none was found
CHUNK = 1024 * 1024
SAMPLE = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL = ("cp1252", "gb18030")
_OTHERS = ("cp1250", "cp1251", "big5", "shift_jis", "euc_kr", "cp1253", "cp1254")


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written; ``delimiter`` is empty for a file of one column, ``skipped`` counts leading lines."""

    encoding: str
    delimiter: str
    skipped: int = 0


def text_form(path: Path, encoding: str | None = None, delimiter: str | None = None) -> TextForm:
    """The form of a text file, guessed where it is not given; raises ``Mistake`` or ``Unavailable``."""
    try:
        with path.open("rb") as file:
            found = _encoding(file, path, encoding)
        with path.open(encoding=found, newline="") as text:
            sample = text.read(SAMPLE)
    except UnicodeError as error:
        raise wrong_encoding(path, found, 1) from error
    except OSError as error:
        raise cannot_open(path, error) from error
    if not sample.strip("\ufeff \t\r\n"):
        raise Mistake(N_("‘{file}’ is empty."), hint=N_("Save it again with a row of column names."), file=path.name)
    told = _told_delimiter(sample)
    if delimiter is not None and len(delimiter) != 1:
        raise Mistake(N_("‘{text}’ is not a separator."), hint=N_("Name one character."), text=delimiter)
    return TextForm(found, delimiter or told or _guessed(sample, path), 1 if told else 0)


def _given_encoding(name: str) -> str:
    try:
        bytes(4).decode(name, "replace")  # codecs that are not for text refuse to
        codec = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise Mistake(
            N_("‘{name}’ is not a known encoding."), hint=N_("Write utf-8, cp1252 or gb18030."), name=name
        ) from None
    return "utf-8-sig" if codec == "utf-8" else codec


def _encoding(file: IO[bytes], path: Path, given: str | None) -> str:
    head = file.read(SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name  # a mark is certain, also against what a map says of the first file it was written for
    if given:
        return _given_encoding(given)
    # two bytes per character without a mark: every other byte of plain letters is zero
    evens, odds = head[::2].count(0), head[1::2].count(0)
    if max(evens, odds) > len(head) // 5 and min(evens, odds) * 4 <= max(evens, odds):
        return "utf-16-be" if evens > odds else "utf-16-le"
    file.seek(0)
    return _eight_bit(file, path)


def _eight_bit(file: IO[bytes], path: Path) -> str:
    """UTF-8 when the whole file is, else a guess from the place where it is not; a NUL byte is refused."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, position, bad = 1, 0, -1
    while chunk := file.read(CHUNK):
        if b"\0" in chunk:
            raise Mistake(
                N_("‘{file}’ is not a text file: line {line} holds a NUL byte."),
                hint=N_("Open it in a spreadsheet program and save it as CSV."),
                file=path.name,
                line=lines + chunk[: chunk.index(0)].count(b"\n"),
            )
        lines += chunk.count(b"\n")
        if bad < 0:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                bad = position
        position += len(chunk)
    try:
        if bad < 0:
            decoder.decode(b"", final=True)
            return "utf-8"
    except UnicodeDecodeError:
        bad = max(0, position - SAMPLE)
    return _legacy(file, bad)


def _legacy(file: IO[bytes], start: int) -> str:
    """Windows-1252, GB18030 or what else the bytes look like, from the lines that are not plain English."""
    file.seek(start)
    lines = file.read(CHUNK).splitlines(keepends=True)
    odd = b"".join(line for line in lines if not line.isascii())[:SAMPLE]
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and hardly ever needed

    usual = from_bytes(odd, cp_isolation=list(_USUAL)).best()
    if usual is not None:
        return "cp1252" if usual.encoding == "gb18030" and _single(odd) else usual.encoding
    # too short or too shouted to judge: another code page only when its words are words
    other = from_bytes(odd, cp_isolation=list(_OTHERS)).best()
    return other.encoding if other is not None and other.coherence > 0.3 else "cp1252"


def _single(text: bytes) -> bool:
    """Whether most foreign letters stand alone, as in “Peña”; Chinese characters come in pairs of bytes."""
    # rare characters are four bytes, every other one a digit
    runs = re.findall(rb"(?:[\x81-\xfe][0-9]){2}|[\x80-\xff]+", text)
    return sum(len(run) % 2 for run in runs) * 2 > len(runs)


def _told_delimiter(sample: str) -> str:
    """The separator of a first line ``sep=;``, which Excel writes and obeys."""
    first = sample.split("\n", 1)[0].strip('\ufeff\r" ')
    return first[4:] if len(first) == 5 and first.lower().startswith("sep=") else ""


def _guessed(sample: str, path: Path) -> str:
    """The separator that cuts header and rows into the same number of cells; empty for a file of one column."""
    complete = sample[: sample.rfind("\n") + 1] or sample
    best, score = "", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(complete, delimiter)
        if widths and widths[0] > 1:
            same = sum(width == widths[0] for width in widths) / len(widths)
            best, score = max((best, score), (delimiter, (same, widths[0])), key=lambda found: found[1])
    header = complete.lstrip("\ufeff\r\n").split("\n", 1)[0]
    if not best and len(header) > LONGEST_HEADER:
        raise Mistake(
            N_("No separator found in ‘{file}’. It begins: {lines}"),
            hint=N_("Separate the cells with a comma, a semicolon, a tab or a vertical bar."),
            file=path.name,
            lines=" / ".join(shown(line) for line in complete.splitlines()[:5]),
        )
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for cells in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) == 50:
                break
    except csv.Error:  # a field too long with this separator: what was counted before it counts
        pass
    return widths


def wrong_encoding(path: Path, encoding: str, line: int) -> Mistake:
    """The text is not written as assumed."""
    return Mistake(
        N_("‘{file}’ is not written in {encoding} after line {line}."),
        hint=N_("Save it as UTF-8, or name its encoding."),
        file=path.name,
        encoding=encoding,
        line=line,
    )


class _Lines:
    """The lines of a file, counted, none of them endless, with those of the row that is being read."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file = file
        self._path = path
        self.number = 0
        self.of_row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        read, keep = self._file.readline, self.of_row.append
        while line := read(LONGEST_LINE + 1):
            self.number += 1
            if len(line) > LONGEST_LINE:
                raise Mistake(
                    N_("Line {line} of ‘{file}’ is longer than a million characters: this is not a table."),
                    hint=N_("Check its line ends and separators."),
                    line=self.number,
                    file=self._path.name,
                )
            keep(line)
            yield line


def text_rows(path: Path, form: TextForm) -> Iterator[tuple[int, list[str]]]:
    """Every row of the file with its number, the header too; blank lines count but are not given.

    A row whose quotation marks do not fit becomes an ``UnreadableRow``. Raises ``Mistake`` and ``Unavailable``.
    """
    lines: _Lines | None = None
    try:
        with path.open(encoding=form.encoding, newline="") as file:
            lines = _Lines(file, path)
            yield from _rows(lines, form)
    except UnicodeError as error:
        raise wrong_encoding(path, form.encoding, lines.number if lines else 0) from error
    except OSError as error:
        raise cannot_open(path, error) from error


def _rows(lines: _Lines, form: TextForm) -> Iterator[tuple[int, list[str]]]:
    stream = iter(lines)
    for _ in range(form.skipped):
        next(stream)
    # strict: otherwise a forgotten quotation mark swallows the rest of the file without a word
    reader = csv.reader(stream, delimiter=form.delimiter or ONE_COLUMN, strict=True)
    number, of_row = form.skipped, lines.of_row
    while True:
        of_row.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, _unreadable(lines, error)
            continue
        if cells and (cells[0] or any(cells)):
            if number == form.skipped + 1:
                cells[0] = cells[0].removeprefix("\ufeff")
            yield number, cells


def _unreadable(lines: _Lines, error: csv.Error) -> UnreadableRow:
    last = lines.number
    first = last - len(lines.of_row) + 1
    raw = ["".join(lines.of_row).rstrip("\r\n")]
    if "limit" in str(error):
        return UnreadableRow(
            raw,
            N_("A cell that begins in line {first} has more than {limit} characters."),
            N_("Shorten it, or look for a quotation mark that is not closed."),
            first=first,
            limit=csv.field_size_limit(),
        )
    return UnreadableRow(
        raw,
        N_("The quotation marks in lines {first} to {last} do not fit."),
        N_("Close every quotation mark, and write it twice inside a text in quotation marks."),
        first=first,
        last=last,
    )
