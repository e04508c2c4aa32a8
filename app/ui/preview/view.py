"""Pages under each other, drawn only where they are seen."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.ui.context import Context
from app.ui.kit.timers import once
from app.ui.preview.pages import Picture

GAP = 16
SCREEN_DOTS = 96
AHEAD = 1
"""Pages kept before and behind those that are seen."""


class Zoom(Enum):
    """How large: the whole page, its real size, half as large again."""

    FIT = 0
    REAL = 100
    LARGE = 150


class PageView(QAbstractScrollArea):
    """Asks for pictures with ``wanted`` (page, pixels per point) and gets them with ``put``."""

    wanted = Signal(int, float)
    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.zoom = Zoom.FIT
        self.page = 0
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._places: list[QRect] = []
        self._pictures: dict[int, Picture] = {}
        self._asked: set[tuple[int, float]] = set()
        # several resizes in a row ask for pictures once
        self._later = once(self, 60, self.ask)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Another document, or the same in another language or size; the page that was seen is kept."""
        self._sizes = tuple(sizes)
        self._pictures.clear()
        self._asked.clear()
        self._layout()
        self.go(min(self.page, len(self._sizes) - 1))
        self.ask()

    def put(self, picture: Picture) -> None:
        """A picture that was asked for."""
        self._pictures[picture.page] = picture
        if picture.page == self.page:
            self.setAccessibleDescription(picture.words)
        self.viewport().update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Another size; the page that is seen stays."""
        self.zoom = zoom
        page = self.page
        self._layout()
        self.go(page)
        self.ask()
        self.zoomed.emit()

    def go(self, page: int) -> None:
        """To the top of a page; before the first and behind the last nothing happens."""
        if 0 <= page < len(self._places):
            self.verticalScrollBar().setValue(self._places[page].top() - GAP)
            self._turn(page)

    def seen(self) -> range:
        """The pages of which something is in the window."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        shown = [number for number, place in enumerate(self._places) if place.bottom() >= top and place.top() <= bottom]
        return range(shown[0], shown[-1] + 1) if shown else range(0)

    def ask(self) -> None:
        """Want what is seen and not drawn in this size; forget what is far away."""
        scale = self._pixels_per_point() * self.devicePixelRatioF()
        shown = self.seen()
        near = range(max(0, shown.start - AHEAD), min(len(self._sizes), shown.stop + AHEAD)) if shown else shown
        for page in [number for number in self._pictures if number not in near]:
            del self._pictures[page]
        for page in shown:
            have = self._pictures.get(page)
            if (have is None or abs(have.scale - scale) > scale / 100) and (page, scale) not in self._asked:
                self._asked.add((page, scale))
                self.wanted.emit(page, scale)
        self._asked = {(page, asked) for page, asked in self._asked if page in near and asked == scale}

    def _pixels_per_point(self) -> float:
        if self.zoom is not Zoom.FIT or not self._sizes:
            return SCREEN_DOTS / 72 * max(self.zoom.value, 1) / 100
        room = self.viewport().size() - QSize(2 * GAP, 2 * GAP)
        wide, high = max(size[0] for size in self._sizes), max(size[1] for size in self._sizes)
        return max(0.1, min(room.width() / wide, room.height() / high))

    def _layout(self) -> None:
        scale = self._pixels_per_point()
        sizes = [QSize(round(wide * scale), round(high * scale)) for wide, high in self._sizes]
        widest = max((size.width() for size in sizes), default=0)
        across = max(self.viewport().width(), widest + 2 * GAP)
        self._places, y = [], GAP
        for size in sizes:
            self._places.append(QRect((across - size.width()) // 2, y, size.width(), size.height()))
            y += size.height() + GAP
        for bar, whole, seen in (
            (self.verticalScrollBar(), y, self.viewport().height()),
            (self.horizontalScrollBar(), across, self.viewport().width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(40)
        self.viewport().update()

    def _turn(self, page: int) -> None:
        if page != self.page:
            self.page = page
            have = self._pictures.get(page)
            self.setAccessibleDescription(have.words if have is not None else "")
        self.turned.emit(page)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """White sheets with their pictures; a picture of another size stands in until its own comes."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), self.context.tokens.color("window"))
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for page in self.seen():
            place = self._places[page]
            have = self._pictures.get(page)
            painter.fillRect(place, Qt.GlobalColor.white)
            if have is not None:
                painter.drawImage(place, have.image)
            painter.setPen(self.context.tokens.color("line_strong"))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The pages find new places; pictures follow a moment later."""
        super().resizeEvent(event)
        page = self.page
        self._layout()
        self.go(page)
        self._later.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """The page whose middle is nearest to the window's is the one that is read."""
        super().scrollContentsBy(dx, dy)
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        if self._places:
            self._turn(min(self.seen() or [self.page], key=lambda page: abs(self._places[page].center().y() - middle)))
        self.viewport().update()
        self._later.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """PageUp and PageDown turn a page, Home and End go to the first and last, arrows scroll."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            # such keys belong to the screen around
            event.ignore()
            return
        tall = any(place.height() > self.viewport().height() for place in self._places)
        pages = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._places) - 1}
        if not tall:
            # a page that is larger than the window is scrolled through, not jumped over
            pages |= {Qt.Key.Key_PageDown: self.page + 1, Qt.Key.Key_PageUp: self.page - 1}
        if event.key() in pages:
            self.go(pages[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = list(Zoom)
            at = steps.index(self.zoom) + (1 if event.angleDelta().y() > 0 else -1)
            self.set_zoom(steps[min(max(at, 0), len(steps) - 1)])
        else:
            super().wheelEvent(event)
