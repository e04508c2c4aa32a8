"""The seal at the end of a backup: a check code over every byte before it.

SQLite's own check looks at the structure of pages and pg_restore at its blocks; neither notices a flipped bit inside a
customer's name or an amount. Both programs read a file with a few bytes after its end as if they were not there.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from app.domain.refusal import N_, Mistake
from app.domain.watch import present

_MARK = b"\nMOSTRADOR BACKUP SHA256 "
LENGTH = len(_MARK) + 64 + 1
_BLOCK = 1 << 20


def seal(path: Path) -> None:
    """Put the seal on a finished file."""
    with path.open("rb+") as file:
        code = _code(file, os.fstat(file.fileno()).st_size)
        file.write(_MARK + code + b"\n")


def check_seal(path: Path) -> None:
    """Raises ``Mistake`` unless a file ends with the seal of exactly what stands before it."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size - LENGTH
        if size > 0:
            code = _code(file, size)
            if file.read() == _MARK + code + b"\n":
                return
    raise Mistake(
        N_("‘{path}’ is not a whole backup of this program: it is damaged, cut or something else."), path=str(path)
    )


def copy_unsealed(source: Path, target: Path) -> None:
    """Copy what stands before the seal."""
    watch = present()
    with source.open("rb") as there, target.open("wb") as here:
        left = os.fstat(there.fileno()).st_size - LENGTH
        while left > 0 and (block := there.read(min(left, _BLOCK))):
            watch.look()
            here.write(block)
            left -= len(block)


def _code(file: BinaryIO, size: int) -> bytes:
    """SHA-256 of the first ``size`` bytes; the file stands behind them afterwards."""
    found, left = hashlib.sha256(), size
    file.seek(0)
    watch = present()
    while left and (block := file.read(min(left, _BLOCK))):
        watch.look()
        found.update(block)
        left -= len(block)
    return found.hexdigest().encode()
