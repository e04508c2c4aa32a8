"""Icons by meaning, drawn from the Lucide package and tinted with the theme."""

from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# meaning -> the package's name; the only place that knows the package
NAMES = {
    "menu": "menu",
    "back": "undo-2",
    "forward": "redo-2",
    "search": "search",
    "add": "plus",
    "close": "x",
    "check": "check",
    "today": "house",
    "caller": "headset",
    "customers": "users",
    "person": "user",
    "orders": "shopping-cart",
    "complaints": "message-square-warning",
    "activities": "calendar-days",
    "products": "package",
    "commission": "percent",
    "profit": "chart-no-axes-combined",
    "reports": "clipboard-list",
    "settings": "settings",
    "phone": "phone",
    "call": "phone-call",
    "email": "mail",
    "visit": "map-pin",
    "message": "message-circle",
    "note": "pencil",
    "letter": "mail-open",
    "quote": "file-text",
    "print": "printer",
    "import": "download",
    "export": "upload",
    "filter": "funnel",
    "columns": "sliders-horizontal",
    "board": "square-kanban",
    "company": "building-complex",
    "numbering": "hash",
    "first": "star",
    "totals": "coins",
    "up": "chevron-up",
    "down": "chevron-down",
    "left": "chevron-left",
    "right": "chevron-right",
    "lock": "lock",
    "bell": "bell",
    "database": "database",
    "saved": "circle-check",
    "backup": "shield-check",
    "language": "globe",
    "late": "clock-alert",
    "clock": "clock",
    "delivery": "truck",
    "money": "wallet",
    "payment": "banknote",
    "history": "rotate-ccw-clock",
    "price": "tags",
    "mention": "sparkles",
    "avoid": "ban",
    "birthday": "cake",
    "warning": "triangle-alert",
    "info": "info",
    "promote": "trending-up",
    "restrict": "trending-down",
    "delete": "trash",
    "copy": "copy",
    "refresh": "refresh-cw",
    "theme": "moon",
    "consent": "shield",
    "panel": "panel-right",
    "help": "circle-question-mark",
    "more": "ellipsis",
    "flag": "flag",
    "pause": "circle-pause",
    "template": "message-square-text",
    "attach": "paperclip",
}


@cache
def _drawings() -> dict[str, bytes]:
    """All of our icons as SVG, by the package's name: one question to its database.

    The package's own function parses and writes every drawing anew, and brings along what fetches files from the web:
    together a twentieth of the program's start.
    """
    import sqlite3  # noqa: PLC0415 - for the package's database alone
    from importlib.util import find_spec  # noqa: PLC0415

    package = find_spec("lucide")
    # the packaged program has the package's folder without its code
    assert package is not None
    assert package.submodule_search_locations is not None
    [folder] = package.submodule_search_locations
    path = Path(folder, "data", "lucide-icons.db")
    wanted = sorted(set(NAMES.values()))
    marks = ", ".join("?" * len(wanted))
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as package_data:
        found = package_data.execute(f"SELECT name, svg FROM icons WHERE name IN ({marks})", wanted)
        return {name: svg.replace('stroke-width="2"', 'stroke-width="1.8"').encode() for name, svg in found}


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
    """The icon of a meaning in one colour; ``size`` in logical pixels. Raises ``KeyError`` for an unknown meaning."""
    svg = _drawings()[NAMES[name]].replace(b"currentColor", color.encode())
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, color: str, size: int = 18) -> QIcon:
    """The same as a Qt icon, sharp on dense screens too."""
    made = QIcon(pixmap(name, color, size, 1.0))
    made.addPixmap(pixmap(name, color, size, 2.0))
    return made
