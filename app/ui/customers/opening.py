"""A file of a record is opened by the program that the computer has for it, from a copy of its own."""

import tempfile
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.refusal import N_, Unavailable
from app.services import customers_files
from app.services.customers_files import FileContent
from app.ui.context import Context

_UNSAFE = '<>:"/\\|?*'
RUNNABLE = frozenset(
    {
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".js",
        ".msi",
        ".scr",
        ".lnk",
        ".hta",
        ".wsf",
        ".reg",
        ".jar",
        ".sh",
    }
)
"""Kinds of files that a double click would run."""


def copied(file: FileContent) -> Path:
    """A copy in a new folder of the computer's temporary files. Raises ``Unavailable`` for what would be run."""
    name = "".join("_" if sign in _UNSAFE or not sign.isprintable() else sign for sign in PurePath(file.name).name)
    if PurePath(name).suffix.lower() in RUNNABLE:
        raise Unavailable(N_("‘{name}’ is a program; it is kept, but not opened from here."), name=name)
    path = Path(tempfile.mkdtemp(prefix="mostrador-")) / (name.strip(". ") or "file")
    path.write_bytes(file.content)
    return path


class _Opening(QObject):
    """Reads the file, copies it aside, hands it over; it lives as long as the widget that asked."""

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context

    def begin(self, file_id: int) -> None:
        self._context.runner.read(self, partial(customers_files.content, file_id=file_id), self._read, self._failed)

    def _read(self, file: FileContent) -> None:
        self._context.runner.aside(self, partial(copied, file), self._copied, self._failed)

    def _copied(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self.deleteLater()

    def _failed(self, error: BaseException) -> None:
        self._context.reporter.show(error, near=self)
        self.deleteLater()


def open_file(context: Context, owner: QObject, file_id: int) -> None:
    """Open a kept file with the computer's own program."""
    _Opening(context, owner).begin(file_id)


def read_file(path: Path) -> FileContent:
    """A file of this computer; too large ones are refused before they are read. Raises ``Mistake``, ``Unavailable``."""
    try:
        customers_files.check_size(path.name, path.stat().st_size)
        return FileContent(path.name, path.read_bytes())
    except OSError as error:
        raise Unavailable(
            N_("‘{path}’ cannot be opened: {reason}."), path=str(path), reason=error.strerror or ""
        ) from error
