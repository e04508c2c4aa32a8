"""Builds the packaged program into ``dist/Mostrador`` and proves it: what ``python3 dev.py package`` does.

``--no-tests`` only builds. The program is one folder: ``Mostrador`` and its console twin, everything else in ``lib``,
beside them the licences and the documents.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from app import __version__
from installer import making, measuring, notices, payload

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "dist" / "Mostrador"
WORK = ROOT / "build" / "package"
WINDOWS = sys.platform == "win32"
CONSOLE = "mostrador.com" if WINDOWS else "mostrador"
"""Windows prefers .com where a name is typed without an ending, so that ``mostrador`` is the console's program and
Mostrador.exe the window's, although Windows does not tell capitals from small letters."""


def main(arguments: Sequence[str]) -> int:
    """Build, look at the payload, test, measure; 0 when all of it is well."""
    if set(arguments) - {"--no-tests"}:
        sys.stderr.write("usage: python -m installer.package [--no-tests]\n")
        return 2
    begun = time.perf_counter()
    if not _build():
        return 1
    _say(f"built in {time.perf_counter() - begun:.0f} s: {BUILT}")
    wrong = list(payload.forbidden(BUILT))
    if wrong:
        _say("these files must not be shipped:", *wrong[:20])
        return 1
    if "--no-tests" not in arguments and _tests():
        return 1
    _say(f"Mostrador {__version__}: {measuring.measured(BUILT, BUILT / CONSOLE)}")
    return 0


def _build() -> bool:
    shutil.rmtree(BUILT, ignore_errors=True)
    making.make(WORK / "made")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath",
               str(BUILT.parent), "--workpath", str(WORK), str(ROOT / "installer" / "mostrador.spec")]  # fmt: skip
    environment = os.environ | {"MOSTRADOR_MADE": str(WORK / "made"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode or not BUILT.is_dir():
        _say(done.stdout, done.stderr)
        return False
    if WINDOWS:
        (BUILT / "mostrador-console.exe").rename(BUILT / CONSOLE)
    _accompany()
    return True


def _accompany() -> None:
    """Licences and documents, where whoever opens the folder sees them."""
    notices.write_texts(BUILT / "licences")
    notices.write_common_texts(BUILT / "licences")
    shutil.copyfile(ROOT / "LICENSE", BUILT / "LICENSE.txt")
    (BUILT / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        shutil.copyfile(page, BUILT / "docs" / page.name)


def _tests() -> int:
    environment = os.environ | {"MOSTRADOR_PACKAGED": str(BUILT)}
    return subprocess.call(
        [sys.executable, "-m", "pytest", "tests/packaged", "-rs", "--durations=5"], cwd=ROOT, env=environment
    )


def _say(*words: str) -> None:
    sys.stdout.write("\n".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
