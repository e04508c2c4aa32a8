"""How large a built program is and how long it takes to start: printed with every build, so that growth is noticed."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from app.domain.incoming import incoming
from app.domain.refusal import Unavailable
from app.integrations.calls import address, hand_over
from installer import payload

MEGABYTE = 1_000_000
TRIES = 3
PATIENCE = 60.0
"""Seconds until a desk must listen."""


def measured(folder: Path, program: Path) -> str:
    """One line about the program in ``folder``. Raises ``CalledProcessError`` or ``TimeoutError`` when it fails."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    with tempfile.TemporaryDirectory(prefix="mostrador-", ignore_cleanup_errors=True) as place:
        home = Path(place)
        word = min(_took([program, "--version"], home) for _ in range(TRIES))
        _took([program, "init"], home)
        desk = min(_desk(program, home) for _ in range(TRIES))
    size = payload.size(folder) / MEGABYTE
    return f"{size:.0f} MB in {len(files)} files; first word after {word:.2f} s, open desk after {desk:.2f} s"


def _environment(home: Path) -> dict[str, str]:
    # an address of no screen, so that the desk opens where there is none
    return os.environ | {"MOSTRADOR_HOME": str(home), "DISPLAY": ":none", "QT_QPA_PLATFORM": "offscreen"}


def _took(command: list[str | Path], home: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, capture_output=True, env=_environment(home))
    return time.perf_counter() - begun


def _desk(program: Path, home: Path) -> float:
    """Until the desk listens for calls, which it does just before its window appears."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(program)], env=_environment(home), stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < PATIENCE:
            try:
                hand_over(incoming("+34963550142"), address(home))
            except Unavailable:
                time.sleep(0.01)
            else:
                return time.perf_counter() - begun
    finally:
        process.kill()
        process.wait()
    raise TimeoutError("the desk did not open")
