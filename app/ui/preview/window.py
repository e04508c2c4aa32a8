"""The preview: the real pages of a paper, and what can be done with them; a window of its own, or part of a screen."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.states import Deed, StatePage, try_again
from app.ui.preview import pages
from app.ui.preview.bar import PreviewBar
from app.ui.preview.pages import Made, Picture
from app.ui.preview.papers import Loaded, Request, load
from app.ui.preview.view import PageView

NO_PRINTER = N_("This computer has no printer. Save the PDF and print it elsewhere.")


def open_preview(context: Context, request: Request) -> "Preview":
    """Show a paper's pages in a window over the one that is active; it lives until it is closed."""
    made = Preview(context, request, _window())
    made.show()
    return made


def _window() -> QWidget | None:
    """What the preview lies over and belongs to: never a question that is just being answered."""
    over: QWidget | None = QApplication.activeWindow()
    while isinstance(over, QDialog) and (around := over.parentWidget()) is not None:
        over = around.window()
    if over is None:
        # another program is in front; without an owner the preview would be gone at once
        shown = (one for one in QApplication.topLevelWidgets() if one.isVisible() and not isinstance(one, QDialog))
        over = next(shown, None)
    return over


class Preview(QDialog):
    """Reads the paper once, renders it for each language and size, shows, prints and saves it.

    Without a ``request`` it is part of a screen, which shows one paper after the other in it.
    """

    def __init__(self, context: Context, request: Request | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = request is None
        """Whether it is part of a screen."""
        if self.inside:
            self.setWindowFlags(Qt.WindowType.Widget)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.context = context
        self.request = request
        self.loaded: Loaded | None = None
        self.made: Made | None = None
        self._chosen = False
        """Language and size are the company's until the first paper is there, then the person's."""
        self._printer: QPrinter | None = None
        self._print_dialog: QPrintDialog | None = None
        self.bar = PreviewBar(context, lines=2 if self.inside else 1)
        self.view = PageView(context)
        self.state = StatePage(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self._join()
        self.translate()
        if request is not None:
            self._size()
            self.ask()

    def show_paper(self, request: Request) -> None:
        """Another paper, in the language and size that are chosen."""
        self.request, self.loaded, self.made = request, None, None
        self.bar.set_ready(False)
        self.bar.say_nothing()
        self.ask()

    def _join(self) -> None:
        self.bar.printing.connect(self.print_paper)
        self.bar.saving.connect(self.save)
        self.bar.opening.connect(self.open_viewer)
        self.bar.chosen.connect(self.render_paper)
        self.bar.zoom.connect(self.view.set_zoom)
        self.bar.page.connect(self._step)
        self.view.wanted.connect(self._draw)
        self.view.turned.connect(self._turned)
        self.view.zoomed.connect(self._zoomed)
        if not self.inside:
            self.bind(self)
        self.context.spoke.connect(self.translate)
        self.context.painted.connect(self.bar.paint_theme)

    def bind(self, around: QWidget) -> None:
        """The keys of the paper, wherever the focus is in what is around it."""
        bind_keys(
            around, (("Ctrl+Return", "Ctrl+Enter", "Ctrl+P"), self.print_paper), (("Alt+S", "Ctrl+S"), self.save),
            ("Ctrl+O", self.open_viewer),
        )  # fmt: skip

    def _size(self) -> None:
        screen = self.screen().availableSize()
        self.resize(min(980, screen.width() - 80), min(1000, screen.height() - 60))

    def translate(self) -> None:
        """Every text anew."""
        self.setWindowTitle(self._title())
        self.bar.translate()
        self.view.setAccessibleName(self._title())

    def _title(self) -> str:
        if self.request is None:
            return ""
        name = self.context.say.text(self.request.title)
        return f"{name} — {self.loaded.name}" if self.loaded is not None else name

    # reading and rendering
    def ask(self) -> None:
        """Read the paper; also “Try again”."""
        if self.request is None:
            return
        self._wait(N_("Reading the figures…"))
        watch = Watch(N_("Reading the figures"))
        self.context.runner.read(self, partial(_loaded, request=self.request), self._read, self._failed, watch=watch)

    def _wait(self, words: str) -> None:
        self.state.show_state("print", self.context.say.text(words))
        if self.made is None:
            self._stack.setCurrentWidget(self.state)

    def _read(self, answer: tuple[Request, Loaded]) -> None:
        request, loaded = answer
        if request is not self.request:
            # another paper was asked for meanwhile
            return
        self.loaded = loaded
        if not self._chosen:
            self.bar.choose(loaded.settings.language, loaded.settings.paper)
            self._chosen = True
        self.translate()
        self.render_paper()

    def render_paper(self) -> None:
        """Make the pages in the language and size that are chosen; the old ones stay until the new ones are there."""
        if self.loaded is None:
            return
        self.bar.set_ready(False)
        self._wait(N_("Making the pages…"))
        work = partial(pages.make, self.loaded, self.bar.language, self.bar.paper)
        self.context.runner.aside(self, work, self._made, self._failed, watch=Watch(N_("Making the pages")))

    def _made(self, made: Made) -> None:
        if (made.language, made.paper) != (self.bar.language, self.bar.paper):
            # another choice was made meanwhile; its pages follow
            return
        self.made = made
        self.bar.say_nothing()
        self.bar.set_ready(True)
        self._stack.setCurrentWidget(self.view)
        self.view.show_pages(made.sizes)
        if not self.inside:
            self.view.setFocus()

    def _draw(self, page: int, scale: float) -> None:
        if self.made is not None:
            work = partial(_picture, self.made, page, scale)
            self.context.runner.aside(self, work, self._drawn, self._failed)

    def _drawn(self, answer: tuple[Made, Picture]) -> None:
        made, picture = answer
        if made is self.made:
            self.view.put(picture)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = self.context.say.refusal(error) if isinstance(error, Refusal) else self.context.say.text(
            N_("The pages could not be made. Nothing was lost; try again.")
        )  # fmt: skip
        self.bar.set_ready(self.made is not None)
        if self.made is not None:
            self.bar.tell(words, "bad")
            return
        again = try_again(self.context.say, self.ask)
        close = Deed(self.context.say.text(N_("Close the preview")), self.reject)
        self.state.show_state("warning", words, (again,) if self.inside else (again, close), "bad")
        self._stack.setCurrentWidget(self.state)

    def reject(self) -> None:
        """Esc closes the window; a part of a screen stays."""
        if not self.inside:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """A part of a screen stays where the screen put it."""
        if self.inside:
            QWidget.showEvent(self, event)
        else:
            super().showEvent(event)

    # moving
    def _step(self, by: int) -> None:
        self.view.go(self.view.page + by)

    def _turned(self, page: int) -> None:
        count = len(self.made.sizes) if self.made is not None else 0
        self.bar.show_page(page, count)

    def _zoomed(self) -> None:
        self.bar.show_zoom(self.view.zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """PageUp and PageDown turn pages wherever the focus is."""
        keys = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if event.key() in keys and self.made is not None:
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    # printing
    def print_paper(self) -> None:
        """Ask the system's print dialog; where no printer is, say so and offer the PDF first."""
        if self.made is not None and self._print_dialog is None:
            self.bar.set_ready(False)
            watch = Watch(N_("Looking for printers"), only_looks=True)
            self.context.runner.aside(self, pages.printers, self._printers, self._not_printed, watch=watch)

    def _printers(self, names: tuple[str, ...]) -> None:
        self.bar.set_ready(True)
        if not names or self.made is None:
            self._without_printer(self.context.say.text(NO_PRINTER))
            return
        self._printer = self._printer or QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._title())
        self._printer.setPageSize(page_size(self.made.paper))
        dialog = QPrintDialog(self._printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(self.made.sizes))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._asked)
        self._print_dialog = dialog
        QDialog.open(dialog)

    def _asked(self, result: int) -> None:
        self._print_dialog = None
        if result == QDialog.DialogCode.Accepted:
            self.send_to_printer()

    def send_to_printer(self) -> None:
        """Paint the chosen pages on the chosen printer, beside the window."""
        assert self.made is not None
        assert self._printer is not None
        first, last = self._printer.fromPage(), self._printer.toPage()
        chosen = range(first - 1, last) if first else range(len(self.made.sizes))
        self.bar.set_ready(False)
        self.bar.tell(self.context.say.text(N_("Printing…")), "info")
        work = partial(pages.print_pages, self.made, self._printer, chosen)
        self.context.runner.aside(self, work, self._printed, self._not_printed, watch=Watch(N_("Printing")))

    def _printed(self, count: int) -> None:
        self.bar.set_ready(True)
        words = self.context.say.plural(
            "{count} page sent to the printer.", "{count} pages sent to the printer.", count
        )
        self.bar.tell(words, "ok")

    def _not_printed(self, error: BaseException) -> None:
        self.bar.set_ready(True)
        if isinstance(error, Refusal):
            self._without_printer(self.context.say.refusal(error))
        else:
            self._failed(error)

    def _without_printer(self, words: str) -> None:
        self.bar.tell(words, "warn")
        self.bar.prefer_saving()

    # files
    def save(self) -> None:
        """Ask where the PDF goes."""
        if self.made is None or self.loaded is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.context.say.text(N_("Save as PDF")), folder, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self.loaded.name}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Write the PDF; the line above the pages says where it is."""
        if self.made is not None:
            work = partial(pages.write, self.made, Path(file))
            self.context.runner.aside(self, work, self._saved, self._failed, watch=Watch(N_("Writing the file")))

    def _saved(self, path: Path) -> None:
        self.bar.tell(self.context.say.text(N_("Written to {file}."), file=str(path)), "ok")

    def open_viewer(self) -> None:
        """Show the PDF with the program that this computer uses for PDF."""
        if self.made is not None and self.loaded is not None:
            work = partial(pages.write_for_viewer, self.made, self.loaded.name)
            self.context.runner.aside(self, work, self._open_file, self._failed)

    def _open_file(self, path: Path) -> None:
        if not (path.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))):
            words = N_("No program opened the PDF. It is here: {file}")
            self.bar.tell(self.context.say.text(words, file=str(path)), "warn")


def _loaded(store: Any, *, request: Request) -> tuple[Request, Loaded]:  # noqa: ANN401 - the store
    """The answer with its question."""
    return request, load(store, request)


def _picture(made: Made, page: int, scale: float) -> tuple[Made, Picture]:
    return made, pages.picture(made, page, scale)


def page_size(paper: str) -> Any:  # noqa: ANN401 - Qt's page size
    """Qt's name of a paper."""
    from PySide6.QtGui import QPageSize  # noqa: PLC0415 - only who prints pays for it

    return QPageSize(QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4)
