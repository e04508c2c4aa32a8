"""The program's own sign, for its windows and its file: the caller's headset on the colour of the one main action."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.ui.icons import pixmap
from app.ui.theme import LIGHT

SIZES = (16, 24, 32, 48, 64, 256)
"""Pixels: what taskbars, lists of programs and desktops ask for."""


def mark(size: int) -> QPixmap:
    """The sign, ``size`` pixels wide and high."""
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LIGHT.color("accent"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5, size / 5)
    inner = round(size * 0.68)
    at = (size - inner) // 2
    painter.drawPixmap(at, at, pixmap("caller", LIGHT.on_accent, inner))
    painter.end()
    return drawn


def mark_icon() -> QIcon:
    """The sign as a window wears it."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(mark(size))
    return made
