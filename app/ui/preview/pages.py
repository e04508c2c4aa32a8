"""A paper's pages as pictures, on a printer and in a file: all of it runs beside the window, never in it."""

import contextlib
import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app import paths
from app.domain.refusal import N_, Conflict, Unavailable
from app.domain.watch import Stopped, present
from app.ui.preview.papers import Loaded

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# the library that reads PDF is not made for two threads at once
_reading = threading.Lock()
PRINTING = N_("Printing")
MOST_DOTS = 600
"""Dots per inch that are ever painted for a printer: more is not seen and takes memory."""


@dataclass(frozen=True, slots=True)
class Made:
    """A rendered paper: the file's bytes, the size of each page in points, language and paper it was made in."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]
    language: str
    paper: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One page drawn at ``scale`` pixels per point, and the words on it for who listens instead of looking."""

    page: int
    scale: float
    image: QImage
    words: str


def make(loaded: Loaded, language: str, paper: str) -> Made:
    """Render a paper; raises ``Unavailable`` when a font is missing or the disk refuses."""
    with tempfile.TemporaryDirectory(prefix="mostrador-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "paper.pdf"
        try:
            loaded.write(path, language, paper)
            data = path.read_bytes()
        except OSError as error:
            raise _refused(path, error) from error
    with _opened(data) as document:
        sizes = tuple(document.get_page_size(number) for number in range(len(document)))
    return Made(data, sizes, language, paper)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415 - only who looks at paper pays for it

    with _reading:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()


def picture(made: Made, page: int, scale: float) -> Picture:
    """Draw one page; ``scale`` in pixels per point."""
    with _opened(made.data) as document:
        found = document[page]
        words = found.get_textpage().get_text_range()
        return Picture(page, scale, _image(found, scale), words)


def _image(page: Any, scale: float) -> QImage:  # noqa: ANN401 - a page of the library
    drawn = page.render(scale=scale, prefer_bgrx=True)
    image = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    # a copy of its own: the bytes above are gone with this function
    return image.copy()


def write(made: Made, path: Path) -> Path:
    """Write the PDF whole or not at all; raises ``Unavailable`` in words."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made.data)
        part.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def write_for_viewer(made: Made, name: str) -> Path:
    """Write the PDF where another program can read it: the user's own folder of papers."""
    return write(made, paths.home() / "papers" / f"{name}.pdf")


def _refused(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        N_("‘{file}’ cannot be written: {reason}. Choose another place, or close the program that shows it."),
        file=str(path),
        reason=error.strerror or type(error).__name__,
    )


def printers() -> tuple[str, ...]:
    """The names of this computer's printers; asking may take seconds in an office network."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - only who prints pays for it

    return tuple(QPrinterInfo.availablePrinterNames())


def print_pages(made: Made, printer: "QPrinter", chosen: range) -> int:
    """Paint pages (counted from 0) on a printer at its own resolution; how many. Raises ``Conflict`` if it refuses.

    A printer that writes a file writes all of it or none.
    """
    with _whole(printer):
        return _print(made, printer, chosen)


@contextmanager
def _whole(printer: "QPrinter") -> Iterator[None]:
    """The file of a printer that writes one gets its name when the block ends well; else there is none."""
    name = printer.outputFileName()
    if not name:
        yield
        return
    path = Path(name)
    # the ending says what kind of file it is
    part = path.with_name(f"{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    printer.setOutputFileName(str(part))
    try:
        yield
        part.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        printer.setOutputFileName(name)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _print(made: Made, printer: "QPrinter", chosen: range) -> int:
    painter = QPainter()
    if not painter.begin(printer):
        raise Conflict(N_("The printer does not take the pages. Save the PDF and print it later."))
    try:
        watch = present()
        watch.begin(PRINTING, len(chosen))
        for index, page in enumerate(chosen):
            if index and not printer.newPage():
                raise Conflict(N_("The printer stopped. Save the PDF and print it later."))
            _paint(made, page, painter, printer)
            watch.count()
    except Stopped:
        # what the printer has not yet is not sent to it
        printer.abort()
        raise
    finally:
        painter.end()
    return len(chosen)


def _paint(made: Made, page: int, painter: QPainter, printer: "QPrinter") -> None:
    dots = min(printer.resolution(), MOST_DOTS)
    image = picture(made, page, dots / 72).image
    factor = printer.resolution() / dots
    # the page keeps its size and its place on the sheet, whatever the printer cannot reach at the edges
    corner = printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
    target = QRectF(-corner.x(), -corner.y(), image.width() * factor, image.height() * factor)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image)
