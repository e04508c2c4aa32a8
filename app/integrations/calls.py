"""A call is handed over to the running desk of the same user: a few bytes through a local socket, no database."""

import hashlib
import os
import socket
import stat
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from app.domain.incoming import IncomingCall, packed
from app.domain.refusal import N_, Unavailable

PATIENCE = 0.15
"""Seconds for handing over; a telephone system waits for the starter to end."""
_LONGEST_PATH = 90
"""Bytes of a socket's path; the system allows about a hundred, and the server needs some for a moment."""
_PIPES = "\\\\.\\pipe\\"


def address(home: Path) -> str:
    """Where the desk that uses ``home`` listens: a pipe's name on Windows, a socket's path elsewhere.

    The same for every program of this user, whatever environment it was started in.
    """
    name = "mostrador-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    if sys.platform == "win32":
        return _PIPES + name
    user = os.getuid()
    runtime = Path(f"/run/user/{user}")
    if runtime.is_dir() and os.access(runtime, os.W_OK):
        return str(runtime / f"{name}.sock")
    own = home / "desk.sock"
    return str(own) if len(os.fsencode(own)) <= _LONGEST_PATH else f"/tmp/{name}-{user}.sock"


def hand_over(call: IncomingCall, to: str) -> None:
    """Send one report to the desk at the address ``to``. Raises ``Unavailable`` when none of this user runs there."""
    try:
        if to.startswith(_PIPES):
            _into_pipe(packed(call), to)
        else:
            _into_socket(packed(call), to)
    except OSError:
        raise Unavailable(
            N_("No desk is open on this computer, so nobody was told of the call."), hint=N_("Start Mostrador first.")
        ) from None


def _into_socket(message: bytes, path: str) -> None:
    found = os.lstat(path)
    if found.st_uid != os.getuid() or not stat.S_ISSOCK(found.st_mode):
        raise PermissionError(path)
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as link:
        link.settimeout(PATIENCE)
        link.connect(path)
        link.sendall(message)


def _into_pipe(message: bytes, name: str) -> None:
    """All instances of the pipe can be taken for a moment; then opening it fails and works a little later."""
    until = monotonic() + PATIENCE
    while True:
        try:
            with open(name, "r+b", buffering=0) as pipe:
                pipe.write(message)
            return
        except FileNotFoundError:
            raise
        except OSError:
            if monotonic() >= until:
                raise
            sleep(0.01)
