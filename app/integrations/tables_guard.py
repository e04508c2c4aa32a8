"""Before a file is read: is it there, may it be read, what is it really, and is it safe to unpack?"""

import zipfile
import zlib
from pathlib import Path

from app.domain.refusal import N_, Mistake, NotFound, Refusal, Unavailable

MIB = 1024 * 1024
LARGEST_WORKBOOK = 50 * MIB
LARGEST_UNPACKED = 300 * MIB
LARGEST_RATIO = 100
SMALL_PART = MIB  # a part of this size cannot hurt, whatever its ratio: an empty style sheet packs 1:300
MOST_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
)


def is_workbook(path: Path) -> bool:
    """Whether the file is a workbook by its first bytes, not by its name; ``False`` means text.

    Raises ``NotFound``, ``Unavailable`` or ``Mistake`` when it is missing, cannot be opened, is empty, a folder, or
    plainly something else.
    """
    check_is_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise cannot_open(path, error) from error
    if not head:
        raise Mistake(N_("‘{file}’ is empty."), hint=N_("Save it again with a row of column names."), file=path.name)
    for magic, name in _FOREIGN:
        if head.startswith(magic) and (name != "EXE" or b"\0" in head):
            raise _foreign(path, name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise Mistake(
            N_("‘{file}’ is a web page or XML, whatever its name says."),
            hint=N_("Open it in a spreadsheet and save it as .xlsx or as CSV."),
            file=path.name,
        )
    return head.startswith((*_ZIP, _OLE))


def check_is_file(path: Path) -> None:
    """Refuse folders, missing files and what is no file at all (a pipe would make us wait for ever)."""
    try:
        if path.is_file():
            return
        folder, there = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        raise cannot_open(path, error) from error
    if folder:
        raise Mistake(N_("‘{file}’ is a folder."), hint=N_("Choose a file in it."), file=path.name or str(path))
    if there:
        raise Mistake(N_("‘{file}’ is not a file that can be read."), hint=N_("Choose a CSV file or a workbook."),
                      file=path.name)  # fmt: skip
    raise _missing(path)


def cannot_open(path: Path, error: Exception) -> Refusal:
    """Another program holds the file, or the disk refuses."""
    if isinstance(error, PermissionError):
        return Unavailable(
            N_("‘{file}’ cannot be opened: another program holds it, or you have no right to read it."),
            hint=N_("Close it in Excel, then try again."),
            file=path.name,
        )
    if isinstance(error, FileNotFoundError):
        return _missing(path)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Unavailable(N_("‘{file}’ cannot be read: {reason}."), hint=N_("Try again."), file=path.name, reason=reason)


def _missing(path: Path) -> NotFound:
    return NotFound(
        N_("There is no file ‘{file}’ in {folder}."),
        hint=N_("Check its name."),
        file=path.name,
        folder=str(path.parent),
    )


def _foreign(path: Path, kind: str) -> Mistake:
    return Mistake(
        N_("‘{file}’ is a {kind} file."), hint=N_("Choose a CSV file or a workbook."), file=path.name, kind=kind
    )


def check_workbook(path: Path) -> None:
    """Refuse a workbook that is too big, damaged, locked by a password, or packed so as to burst when unpacked."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            packed = file.read(4) in _ZIP
    except OSError as error:
        raise cannot_open(path, error) from error
    if size > LARGEST_WORKBOOK:
        raise Mistake(
            N_("‘{file}’ has {size} MB; a workbook may have {limit}."),
            hint=N_("Save the sheet as CSV; a CSV file may be of any size."),
            file=path.name,
            size=-(-size // MIB),
            limit=LARGEST_WORKBOOK // MIB,
        )
    if not packed:
        _check_compound(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(path, parts)
            if _encrypted_document(archive):
                raise locked(path)
    # the last of them is what zipfile raises for a compression that it does not know
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise damaged(path) from error


def _check_compound(path: Path) -> None:
    """A new workbook with a password hides in the container of the old format, under this name in its directory."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise cannot_open(path, error) from error
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked(path)


def _encrypted_document(archive: zipfile.ZipFile) -> bool:
    """An OpenDocument file says in its manifest which parts are encrypted."""
    try:
        with archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(MIB)
    except KeyError:
        return False


def _check_parts(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise locked(path)
    bursting = (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or any(part.file_size > SMALL_PART and part.file_size > LARGEST_RATIO * part.compress_size for part in parts)
    )
    if bursting or any(".." in part.filename.replace("\\", "/").split("/") for part in parts):
        raise Mistake(
            N_("‘{file}’ is packed in a way no spreadsheet program packs: it is not opened."),
            hint=N_("If you trust where it comes from, save it as CSV and choose that."),
            file=path.name,
        )


def damaged(path: Path) -> Mistake:
    """The workbook cannot be taken apart."""
    return Mistake(
        N_("‘{file}’ is damaged or is not a workbook."),
        hint=N_("Open it in a spreadsheet program and save it again as .xlsx."),
        file=path.name,
    )


def locked(path: Path) -> Mistake:
    """The workbook asks for a password."""
    return Mistake(
        N_("‘{file}’ is protected by a password."),
        hint=N_("Save it without the password, then choose it again."),
        file=path.name,
    )
