"""A document being drawn: pages with head and foot, a cursor that moves down, and the file in one piece at the end."""

import contextlib
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.utils import ImageReader

from app.domain.watch import present
from app.i18n import Say
from app.reports.fonts import Fonts, default_fonts
from app.reports.look import FOOT, Align, PaperSize, Style, Tone, Weight
from app.reports.pen import Document, Pen
from app.reports.typeset import Typesetter, clean

__all__ = ["Running", "Sheet"]

_FOOT_STRONG = Style(FOOT.size + 0.4, Weight.SEMIBOLD)
_FOOT_ROOM = 22.0
_writing = threading.Lock()


@dataclass(frozen=True)
class Running:
    """What is on each page besides its content."""

    title: str
    """Of the document, for the window title of a viewer."""
    foot: tuple[str, ...]
    """Parts of the foot line, dots between them."""
    page_of: Callable[[int, int], str]
    """“Page 3 of 5”."""
    head: Callable[["Sheet"], None] | None = None
    """Draws the head of page 2 and following and moves ``sheet.y`` below it."""
    author: str = ""


class Sheet(Pen):
    """One document; ``y`` is where the next thing goes, in points from the top edge."""

    def __init__(self, size: PaperSize, running: Running, say: Say, fonts: Fonts | None = None) -> None:
        """Raises ``Unavailable`` when the language needs a font this machine does not have."""
        fonts = fonts or default_fonts()
        if say.language == "zh":
            fonts.need_chinese()
        self._buffer = io.BytesIO()
        # initialFontName: the library would otherwise look for Helvetica; invariant: no moment, no random number
        canvas = Document(self._buffer, pagesize=(size.width, size.height), invariant=1, pageCompression=1)
        canvas.setTitle(clean(running.title)[:200])
        canvas.setAuthor(clean(running.author)[:200])
        canvas.setSubject("")
        canvas.setCreator("Mostrador")
        canvas.setProducer("Mostrador")
        self.setter = Typesetter(fonts)
        super().__init__(canvas, self.setter, size.height)
        self.size = size
        self.page = 1
        self.y = self.top = size.top
        self._canvas = canvas
        self._running = running
        self._foot_lines = self._foot()

    @property
    def left(self) -> float:
        """The left margin."""
        return self.size.left

    @property
    def right(self) -> float:
        """The right margin, from the left edge."""
        return self.size.width - self.size.right

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.size.inner_width

    @property
    def bottom(self) -> float:
        """The lowest y for content: the foot begins below it."""
        return self.size.height - self.size.bottom - _FOOT_ROOM - FOOT.leading * (len(self._foot_lines) - 1)

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.bottom - self.y

    def need(self, height: float) -> bool:
        """Go to a new page unless there is so much room; true when a page was begun."""
        if self.room >= height:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """End this page and begin the next with its head. Raises ``Stopped`` where a person stopped the paper."""
        present().look()
        self._end_page()
        self.page += 1
        self.y = self.size.top
        if self._running.head is not None:
            self._running.head(self)
        self.top = self.y

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> float:
        """A PNG or JPEG in this box, in proportion; the width it takes, or 0 when it is not a picture."""
        try:
            image = ImageReader(io.BytesIO(data))
            pixels_wide, pixels_high = image.getSize()
        except Exception:  # whatever a picture library says about a broken logo, the paper goes on
            return 0.0
        scale = min(width / max(pixels_wide, 1), height / max(pixels_high, 1))
        wide, high = pixels_wide * scale, pixels_high * scale
        top = self.size.height - y - (height - high) / 2
        self._canvas.drawImage(image, x, top - high, wide, high, mask="auto")
        return float(wide)

    def elide(self, text: str, style: Style, room: float) -> str:
        """The text as far as it fits."""
        return self.setter.elide(text, style, room)

    def paragraph(self, text: str, style: Style, *, x: float = 0.0, room: float = 0.0, most: int = 0) -> None:
        """Text from the cursor down, in as many lines as it takes, across pages if need be; moves ``y`` below it.

        ``x`` is the distance from the left margin, ``room`` the width (0: to the right margin).
        """
        for line in self.setter.wrap(text, style, room or self.width - x, most):
            self.need(style.leading)
            self.y += style.leading
            self.write(self.left + x, self.y - style.leading * 0.24, line, style)

    def fitted(self, x: float, y: float, text: str, style: Style, *, room: float, align: Align = Align.LEFT) -> None:
        """One line, shortened with an ellipsis when there is too much of it."""
        self.write(x, y, self.elide(text, style, room), style, align)

    def save(self, path: Path) -> int:
        """Write the file whole or not at all; the number of pages."""
        self._end_page()
        self._page_numbers()
        with _writing:
            # fonts read their outlines with one file position: two documents must not do it at once
            self._canvas.save()
        part = path.with_name(path.name + ".part")
        try:
            part.write_bytes(self._buffer.getvalue())
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        return self.page

    def _end_page(self) -> None:
        self._canvas.addLiteral(self.flush())
        self._canvas.doForm("foot")
        self._canvas.doForm(f"page{self.page}")
        self._canvas.showPage()

    def _foot(self) -> list[str]:
        """The parts of the foot in one line, or in two when there are too many."""
        number = self.setter.width(self._running.page_of(999, 999), _FOOT_STRONG)
        room = self.width - number - 12
        lines: list[str] = []
        for part in filter(None, self._running.foot):
            longer = f"{lines[-1]}  ·  {part}" if lines else part
            if lines and self.setter.width(longer, FOOT) <= room:
                lines[-1] = longer
            else:
                lines.append(self.setter.elide(part, FOOT, room))
        return lines or [""]

    def _page_numbers(self) -> None:
        """Foot and page numbers are forms filled in at the end, when it is known how many pages there are.

        So the print line does not touch the pages themselves: two prints differ in one form only.
        """
        y = self.bottom + _FOOT_ROOM - FOOT.size
        for number in range(1, self.page + 1):
            self._canvas.beginForm(f"page{number}")
            self.write(self.right, y, self._running.page_of(number, self.page), _FOOT_STRONG, Align.RIGHT)
            self._canvas.addLiteral(self.flush())
            self._canvas.endForm()
        self._canvas.beginForm("foot")
        self.line(self.left, y - FOOT.size - 2.5, self.right, y - FOOT.size - 2.5, tone=Tone.STRONG)
        for index, line in enumerate(self._foot_lines):
            self.write(self.left, y + index * FOOT.leading, line, FOOT)
        self._canvas.addLiteral(self.flush())
        self._canvas.endForm()
