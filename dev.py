#!/usr/bin/env python3
"""The project's commands; standard library only, the same on Windows ("py dev.py ...") and Linux.

python3 dev.py run demo      set up (first time) and open the program on a demo company
python3 dev.py run ARGS      the same as "mostrador ARGS" of an installed program
python3 dev.py test [ARGS]   set up (first time), then lint, types, import contracts and every test
python3 dev.py lives [N]     5,000 (or N) orders live through the services, held against a slow reference
python3 dev.py lint          only style, types and import contracts
python3 dev.py format        let ruff rewrite the code's form
python3 dev.py package       the packaged program into dist/Mostrador, and its tests
python3 dev.py bench [ARGS]  the benchmarks (see benchmarks/README.md)
python3 dev.py kept          renew the statements whose text is kept (app/queries/kept_text.py)
python3 dev.py lock          renew requirements/dev.txt after a change of pyproject.toml
python3 dev.py py ARGS       the environment's Python
python3 dev.py clean         remove the environment
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("MOSTRADOR_VENV", ROOT / ".venv"))
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
UV = VENV / ("Scripts/uv.exe" if WINDOWS else "bin/uv")
LOCK = ROOT / "requirements" / "dev.txt"
UV_PIN = "uv==0.13.8"
OLDEST_PYTHON = (3, 11)
LIVES = ["tests/services/test_commission_closings.py"]

# Shared libraries that the Qt wheels expect from the system, and Debian's packages that bring them.
QT_LIBRARIES = {
    "GL": "libgl1",
    "EGL": "libegl1",
    "glib-2.0": "libglib2.0-0",
    "fontconfig": "libfontconfig1",
    "xkbcommon": "libxkbcommon0",
    "dbus-1": "libdbus-1-3",
    "brotlidec": "libbrotli1",
}
SCREEN_LIBRARIES = {
    "X11-xcb": "libx11-xcb1",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
# Chinese text on paper needs a font with TrueType outlines; Windows has one, Debian's Noto CJK is not one.
CHINESE_FONT = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")


def call(*command: object, **options: object) -> None:
    """Run a command of the set-up; trust the certificates that the computer trusts."""
    environment = os.environ | {"UV_SYSTEM_CERTS": "1", "PIP_NO_INPUT": "1"}
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=environment, **options)  # type: ignore[call-overload]


def missing_packages(screen: bool, packaging: bool) -> list[str]:
    """Debian packages that the program needs on this computer and does not find."""
    wanted = QT_LIBRARIES | (SCREEN_LIBRARIES if screen else {})
    missing = sorted(package for name, package in wanted.items() if not ctypes.util.find_library(name))
    if not CHINESE_FONT.exists():
        missing.append("fonts-droid-fallback")
    if not shutil.which("fc-list"):
        missing.append("fontconfig")
    if not importlib.util.find_spec("ensurepip"):
        missing.append("python3-venv")  # Debian takes it out of Python
    if packaging:
        missing += missing_tools()
    return missing


def missing_tools() -> list[str]:
    """What the packager takes libraries apart with, and Python as a library, which Debian keeps apart."""
    missing = [package for tool, package in (("objdump", "binutils"), ("ldd", "libc-bin")) if not shutil.which(tool)]
    version = "{}.{}".format(*sys.version_info)
    if sys.base_prefix == "/usr" and not ctypes.util.find_library(f"python{version}"):
        missing.append(f"libpython{version}")
    return missing


def install_system_packages(screen: bool, packaging: bool = False) -> None:
    """Install missing system libraries where this user may; else say exactly what to install."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages(screen, packaging)
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("installing system libraries:", *missing, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = missing_packages(screen, packaging)
    if missing:
        print("These system libraries are missing:", *missing, file=sys.stderr)
        print("On Debian or Ubuntu:  sudo " + " ".join(command), file=sys.stderr)


def make_environment() -> None:
    """Make the virtual environment, unless it already fits the lock file."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Python {}.{} or newer is needed; this is {}.".format(*OLDEST_PYTHON, sys.version.split()[0]))
    stamp = VENV / ".stamp"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode() + str(ROOT).encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("setting up", VENV, "(once; about a minute)", flush=True)
    if VENV.is_symlink():
        # the environment of another checkout is not emptied for this one
        VENV.unlink()
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    except subprocess.CalledProcessError:
        sys.exit("Python's venv module is incomplete here. On Debian:  sudo apt-get install python3-venv")
    options = ["-q", "--require-hashes", "--only-binary", ":all:", "-r", LOCK]
    try:
        call(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", UV_PIN)
        call(UV, "pip", "install", "--python", PYTHON, *options)
    except (subprocess.CalledProcessError, OSError):
        # uv is only faster; pip reads the same file and checks the same hashes
        call(PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *options)
    stamp.write_text(wanted)


def lock() -> int:
    """Write requirements/dev.txt: every platform, every hash, no index address."""
    command = [UV, "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header", "--no-emit-index-url",
               "--no-emit-find-links", "--no-annotate", "--only-binary", ":all:", "--python-version", "3.11",
               "--group", "dev", "pyproject.toml", "-o", LOCK]  # fmt: skip
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=os.environ | {"UV_SYSTEM_CERTS": "1"})


def lint() -> int:
    """Style, types and import contracts; 0 when all hold."""
    checks = (
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
    )
    return max(subprocess.call([str(PYTHON), *check], cwd=ROOT) for check in checks)


def run_command(name: str, rest: list[str], environment: dict[str, str]) -> int:
    """Carry out one of the commands that need the environment."""
    python = str(PYTHON)
    commands = {
        "run": [python, "-m", "app", *rest],
        "bench": [python, "-m", "benchmarks", *rest],
        "texts": [python, "-m", "installer.texts", *rest],
        "kept": [python, "-m", "installer.kept"],
        "package": [python, "-m", "installer.package", *rest],
        "notices": [python, "-m", "installer.notices", *rest],
        "py": [python, *rest],
    }
    if name == "test":
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # everything: on all cores, neighbours together because they share what their fixtures made; a core that has
        # nothing left takes from the end of another's list, so that none waits for one long file
        linted, spread = (0, []) if rest else (lint(), ["-n", "auto", "--dist", "worksteal"])
        return subprocess.call([python, "-m", "pytest", *spread, *rest], cwd=ROOT, env=environment) or linted
    if name == "lives":
        environment.setdefault("MOSTRADOR_ORDERS", rest.pop(0) if rest and rest[0].isdigit() else "5000")
        return subprocess.call([python, "-m", "pytest", "-n", "auto", *LIVES, *rest], cwd=ROOT, env=environment)
    if name == "lint":
        return lint()
    if name == "format":
        fixed = subprocess.call([python, "-m", "ruff", "check", "--fix", "-q", "."], cwd=ROOT)
        return subprocess.call([python, "-m", "ruff", "format", "."], cwd=ROOT) or fixed
    if name == "lock":
        return lock()
    if name not in commands:
        sys.exit(f"unknown command {name}\n{__doc__}")
    return subprocess.call(commands[name], cwd=ROOT, env=environment)


def main(arguments: list[str]) -> int:
    """Set up what is missing and carry out one command; its exit code."""
    name, rest = (arguments[0] if arguments else "help"), arguments[1:]
    if name in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    if name == "clean":
        shutil.rmtree(VENV, ignore_errors=True)
        return 0
    screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    # a packaged program brings the screen's libraries along
    install_system_packages((screen and name == "run") or name == "package", name == "package")
    make_environment()
    environment = dict(os.environ)
    if sys.platform.startswith("linux") and not screen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run_command(name, rest, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
