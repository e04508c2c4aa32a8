"""What every screen owes the eye, looked up in what is painted; each rule names what breaks it."""

from collections.abc import Iterator
from dataclasses import asdict

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QWidget

from app.ui.preview.view import PageView
from app.ui.settings.company_page import CompanyPage
from app.ui.theme import TOKENS, Tokens
from tests.ui.rules.looking import INTERACTIVE, called, visible

DIGITS = "0123456789"
AREA = 300
"""Pixels of one colour that are no chance: a line of a border, some letters."""
RING = 3
"""Pixels around a widget in which its focus may be seen."""


def uneven_digits(panel: QWidget) -> Iterator[str]:
    """Figures under each other stand in columns: every digit is as wide as the others."""
    for widget in visible(panel, (QLabel, QLineEdit, QTableView)):
        metrics = QFontMetricsF(widget.font())
        if len({metrics.horizontalAdvance(digit) for digit in DIGITS}) > 1:
            yield called(widget)


def left_over(panel: QWidget) -> Iterator[str]:
    """After a change of theme no colour of the other one stays behind; paper is always white."""
    picture = panel.grab()
    painter = QPainter(picture)
    for paper in (*panel.findChildren(PageView), *(page.picture for page in panel.findChildren(CompanyPage))):
        painter.eraseRect(QRect(paper.mapTo(panel, paper.rect().topLeft()), paper.size()))
    painter.end()
    # the bits belong to the picture, which has to stay while they are read
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = bytes(image.constBits())
    for name, colour in _others(panel.context.tokens).items():
        seen = pixels.count(bytes((int(colour[5:7], 16), int(colour[3:5], 16), int(colour[1:3], 16), 255)))
        if seen > AREA:
            yield f"{seen} pixels of {name} {colour}"


def _others(tokens: Tokens) -> dict[str, str]:
    """Colours of the other themes that this one does not have; black and white are everybody's."""
    own = {*asdict(tokens).values(), "#FFFFFF", "#000000"}
    return {
        f"{other.name}'s {name}": colour
        for other in TOKENS.values()
        for name, colour in asdict(other).items()
        if other.name not in (tokens.name, "contrast") and name != "name" and colour not in own
    }


class Rings:
    """Where the keyboard is can be seen: each kind of widget looks another way while it has the focus."""

    __name__ = "ringless"

    def __init__(self) -> None:
        self._known: set[tuple[str, ...]] = set()

    def __call__(self, panel: QWidget) -> Iterator[str]:
        for widget in visible(panel, INTERACTIVE):
            kind = (type(widget).__name__, str(widget.property("kind")), str(type(widget.parentWidget()).__name__))
            reached = widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reached and kind not in self._known:
                self._known.add(kind)
                if not _seen(widget):
                    yield f"{called(widget)} in {kind[2]}"


def _seen(widget: QWidget) -> bool:
    before = QApplication.focusWidget()
    widget.clearFocus()
    without = _pictures(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    taken = QApplication.focusWidget() is not widget
    differs = any(one != other for one, other in zip(without, _pictures(widget), strict=True))
    if before is not None:
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    # what gives the focus to a part of itself, or to nobody, has no ring of its own
    return differs or taken


def _pictures(widget: QWidget) -> tuple[QImage, QImage]:
    """Itself, also where it is scrolled away, and its place in the window."""
    window = widget.window()
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size()).adjusted(-RING, -RING, RING, RING)
    return widget.grab().toImage(), window.grab(place).toImage()
