"""Where a SQLite file may live: on a disk of this computer, never on a share and never in a synchronised folder."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.refusal import N_, Mistake

NETWORK_FILE_SYSTEMS = frozenset(
    [
        "cifs",
        "smb3",
        "smbfs",
        "nfs",
        "nfs4",
        "nfsd",
        "9p",
        "virtiofs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "gpfs",
        "davfs",
        "ncpfs",
        "vboxsf",
        "vmhgfs",
        "drvfs",
    ]
)
LOCAL_FUSE = frozenset({"fuse.ext4", "fuseblk"})
SYNCHRONISED = re.compile(
    r"(onedrive|dropbox|google ?drive|yandex\.?disk|icloud|nextcloud|syncthing|mega(sync)?|box sync)", re.IGNORECASE
)

DRIVE_REMOVABLE, DRIVE_REMOTE = 2, 4
_SCHEME = "sqlite:///"


def file_of(address: str) -> Path | None:
    """The file that an address names; ``None`` for a server, and for addresses with more than a path in them."""
    if address.startswith(_SCHEME) and not any(sign in address for sign in "?#%") and ":memory:" not in address:
        path = address.removeprefix(_SCHEME)
        return Path(path) if path else None
    return None if "://" in address else Path(address).expanduser().absolute()


def is_filled(path: Path) -> bool:
    """Whether there is a file with something in it."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class WindowsCalls:
    """The questions put to Windows about a path; replaced in tests."""

    final_path: Callable[[str], str]
    is_remote: Callable[[str], bool]
    drive_type: Callable[[str], int]


def place_of(path: Path, *, mounts: str | None = None, windows: WindowsCalls | None = None) -> str:
    """``ok``, ``network`` or ``synchronised`` for a file that exists or is to be made there."""
    if windows is None and sys.platform == "win32":
        windows = _windows_calls()
    if windows is not None:
        return _windows_place(str(path), windows)
    real = path.resolve() if mounts is None else path
    kind = _linux_file_system(str(real), _mounts() if mounts is None else mounts)
    if kind in NETWORK_FILE_SYSTEMS or (kind.startswith("fuse.") and kind not in LOCAL_FUSE):
        return "network"
    return "synchronised" if SYNCHRONISED.search(str(real)) else "ok"


def refuse_bad_place(path: Path) -> None:
    """Raises ``Mistake`` when a database must not live there; SQLite's locks do not work across a network."""
    place = place_of(path)
    if place == "network":
        raise Mistake(
            N_("‘{path}’ is on a network drive. A database file there gets damaged when two PCs use it."),
            hint=N_("Put it on a disk of this PC, or let several PCs use a PostgreSQL server."),
            path=str(path),
        )
    if place == "synchronised":
        raise Mistake(
            N_("‘{path}’ is in a folder that is synchronised with the internet; that damages a database in use."),
            hint=N_("Put it in another folder and let the program write its backups there."),
            path=str(path),
        )


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _linux_file_system(path: str, mounts: str) -> str:
    best, kind = "", ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), left.split()[4])
        if (path == point or path.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind


def _windows_place(path: str, windows: WindowsCalls) -> str:
    final = windows.final_path(path)
    share = final.startswith("\\\\") and not final.startswith(("\\\\?\\", "\\\\.\\"))
    if share or final.upper().startswith("\\\\?\\UNC\\") or windows.is_remote(path):
        return "network"
    if windows.drive_type(final) == DRIVE_REMOTE:
        return "network"
    return "synchronised" if SYNCHRONISED.search(final) else "ok"


def _windows_calls() -> WindowsCalls:
    """The real calls: the final path follows junctions and mapped drives, which the name alone does not show."""
    import ctypes  # noqa: PLC0415 - Windows only

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateFileW.restype = ctypes.c_void_p

    def with_handle(path: str, ask: Callable[[ctypes.c_void_p], object]) -> object:
        existing = Path(path)
        while not existing.exists() and existing != existing.parent:
            existing = existing.parent
        handle = ctypes.c_void_p(kernel.CreateFileW(str(existing), 0, 7, None, 3, 0x02000000, None))
        try:
            return ask(handle)
        finally:
            kernel.CloseHandle(handle)

    def final_path(path: str) -> str:
        buffer = ctypes.create_unicode_buffer(32768)
        length = with_handle(path, lambda handle: kernel.GetFinalPathNameByHandleW(handle, buffer, 32768, 0))
        return buffer.value if length else path

    def is_remote(path: str) -> bool:
        buffer = ctypes.create_string_buffer(256)
        # 13 = FileRemoteProtocolInfo: answers for remote files only
        return bool(with_handle(path, lambda handle: kernel.GetFileInformationByHandleEx(handle, 13, buffer, 116)))

    def drive_type(path: str) -> int:
        buffer = ctypes.create_unicode_buffer(32768)
        kernel.GetVolumePathNameW(path, buffer, 32768)
        return int(kernel.GetDriveTypeW(buffer.value))

    return WindowsCalls(final_path, is_remote, drive_type)
