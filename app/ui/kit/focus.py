"""The ring that shows where the keyboard is, around what the program draws itself."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme import Tokens


def paint_ring(painter: QPainter, where: QRectF, radius: float, tokens: Tokens) -> None:
    """The ring along the inside of ``where``; thicker where colours alone are not to be relied on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tokens.color("accent"), 3 if tokens.outlined else 2))
    painter.drawRoundedRect(where, radius, radius)


def ring_card(card: QWidget, tokens: Tokens) -> None:
    """The ring of a card, in its ``paintEvent``, while the keyboard is in it."""
    if card.hasFocus():
        painter = QPainter(card)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ring(painter, QRectF(card.rect()).adjusted(1, 1, -1, -1), 7, tokens)
        painter.end()
