"""Third-party notices: which libraries the program ships, under which licences; writes docs/third-party.md.

``python -m installer.notices`` renews the document after a change of dependencies, ``python -m installer.notices
texts FOLDER`` puts the licence texts of everything that is shipped into a folder, for the installed program.
"""

import importlib.metadata
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "third-party.md"

# Read in the licence files of distributions that do not name their licence in a word.
_READ = {"sqlcipher3": "Zlib", "reportlab": "BSD-3-Clause"}
_REGISTRIES = ("pypi.org", "pypi.python.org", "files.pythonhosted.org")
_HOMES = ("homepage", "home", "repository", "source", "source code", "code")
_LICENCE_FILE = re.compile(r"(licen[sc]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library )General Public Licen[sc]e", re.IGNORECASE)

_HEAD = """\
# Third-party software

The program is built on these libraries; an installed copy carries the text of every licence in its folder `licences`.
This page is written by `python3 dev.py notices`; a test compares it with what is installed.

| Library | Version | Licence | Home |
|---|---|---|---|
"""
_TAIL = """
Qt, PySide6, shiboken6 and psycopg are used under the LGPL 3.0. They are shipped as separate files, unchanged, beside
the program: whoever wants to run it with another build of one of them replaces its files. Nothing in the program's
licence forbids that, or taking those libraries apart to find faults.

What these libraries carry inside:

| Part | Comes with | Licence |
|---|---|---|
| Python | the installed program | PSF-2.0 |
| Qt 6 with ICU | PySide6_Essentials | LGPL-3.0-only; Unicode-3.0 |
| SQLCipher with SQLite | sqlcipher3 | BSD-3-Clause; public domain |
| OpenSSL | sqlcipher3, psycopg-binary | Apache-2.0 |
| libpq | psycopg-binary | PostgreSQL |
| Open Sans | fontpkg-open-sans | OFL-1.1 |
| Unicode CLDR | babel | Unicode-3.0 |
| libphonenumber's plans | phonenumberslite | Apache-2.0 |
| time zones of IANA | tzdata | public domain |
"""


@dataclass(frozen=True, slots=True)
class Library:
    """One distribution that the program ships."""

    name: str
    version: str
    licence: str
    """As the distribution states it, an SPDX expression where it does; empty: unknown."""
    home: str


def requirements() -> list[Requirement]:
    """What the program itself asks for, in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def shipped() -> dict[str, importlib.metadata.Distribution]:
    """Everything the program needs that is installed here, by canonical name."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = requirements()
    seen = set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            distribution = importlib.metadata.distribution(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            # for another system or an older Python; pip would have refused to leave out anything else
            continue
        found[key[0]] = distribution
        waiting += _needs(distribution, wanted.extras)
    return dict(sorted(found.items()))


def _needs(distribution: importlib.metadata.Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in distribution.requires or ():
        needed = Requirement(line)
        # markers of systems are not asked, so that the document is the same on all of them
        if "extra" not in str(needed.marker) or any(
            needed.marker is not None and needed.marker.evaluate({"extra": extra}) for extra in extras
        ):
            yield needed


def library(distribution: importlib.metadata.Distribution) -> Library:
    """What is said of one distribution."""
    return Library(distribution.name, distribution.version, _licence(distribution), _home(distribution))


def _licence(distribution: importlib.metadata.Distribution) -> str:
    stated = [*_lines(distribution, "License-Expression"), _READ.get(distribution.name, "")]
    for text in (*stated, *_lines(distribution, "License")):
        if text and "\n" not in text and len(text) < 80:
            return text
    named = [line for line in _lines(distribution, "Classifier") if line.startswith("License ::")]
    return named[0].rpartition(" :: ")[2] if named else ""


def _lines(distribution: importlib.metadata.Distribution, field: str) -> list[str]:
    return [str(line) for line in distribution.metadata.get_all(field) or ()]


def _home(distribution: importlib.metadata.Distribution) -> str:
    pages = {}
    for line in _lines(distribution, "Project-URL"):
        label, _, address = line.partition(",")
        pages[label.strip().lower()] = address.strip()
    candidates = [*(pages.get(label) for label in _HOMES), *_lines(distribution, "Home-page")]
    good = (page for page in candidates if page and urlsplit(page).hostname not in _REGISTRIES)
    return next(good, "").rstrip("/")


def acceptable(licence: str) -> bool:
    """Whether a closed program may ship a library: one of its alternatives is neither GPL nor AGPL (LGPL is fine)."""
    return any(part.strip() and not _COPYLEFT.search(part) for part in re.split(r"\bOR\b", licence))


def document() -> str:
    """The page, for what is installed here."""
    rows = (library(distribution) for distribution in shipped().values())
    return _HEAD + "".join(f"| {lib.name} | {lib.version} | {lib.licence} | {lib.home} |\n" for lib in rows) + _TAIL


def write_texts(folder: Path) -> int:
    """Put every licence text of what is shipped into ``folder``, one folder per library; how many were written."""
    written = 0
    for name, distribution in shipped().items():
        for file in distribution.files or ():
            # texts of fonts that the library only brings as samples lie elsewhere and are not shipped
            _, inside, below = str(file).replace("\\", "/").partition(".dist-info/licenses/")
            if inside or (_LICENCE_FILE.search(str(file)) and (".dist-info/" in str(file) or "LICENSE" in file.name)):
                target = folder / name / (below or file.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_binary())
                written += 1
        if not (folder / name).exists():
            # it names its licence and brings no text of it
            stated = library(distribution)
            (folder / name).mkdir(parents=True)
            notice = f"{stated.name} {stated.version}\nLicence: {stated.licence}\n{stated.home}\n"
            (folder / name / "NOTICE.txt").write_text(notice, encoding="utf-8")
    return written


def write_common_texts(folder: Path) -> None:
    """Texts that no library brings: of Python, of the packager's starter, and both that the LGPL consists of."""
    packager = importlib.metadata.distribution("pyinstaller")
    copying = next(file for file in packager.files or () if file.name == "COPYING.txt")
    texts = {
        "GPL-3.0.txt": (ROOT / "installer" / "licences" / "GPL-3.0.txt").read_bytes(),
        "LGPL-3.0.txt": (folder / "psycopg" / "LICENSE.txt").read_bytes(),
        "python/LICENSE.txt": _python_licence().read_bytes(),
        "bootloader/COPYING.txt": copying.read_binary(),
    }
    for name in ("pyside6-essentials", "shiboken6"):
        if name in shipped():
            texts[f"{name}/LGPL-3.0.txt"] = texts["LGPL-3.0.txt"]
            texts[f"{name}/GPL-3.0.txt"] = texts["GPL-3.0.txt"]
    for name, text in texts.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)


def _python_licence() -> Path:
    """Where Python keeps its licence: beside its library, or above it on Windows."""
    library = Path(os.__file__).parent
    places = [place / name for place in (library, library.parent) for name in ("LICENSE.txt", "LICENSE")]
    return next(place for place in places if place.is_file())


def main(arguments: list[str]) -> int:
    """Write the page, or with ``texts FOLDER`` the licence texts; the exit code."""
    if arguments[:1] == ["texts"] and len(arguments) == 2:
        written = write_texts(Path(arguments[1]))
        sys.stdout.write(f"{written} licence texts\n")
        return 0
    if arguments:
        sys.stderr.write("usage: python -m installer.notices [texts FOLDER]\n")
        return 2
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
