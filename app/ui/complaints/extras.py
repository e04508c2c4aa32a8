"""Files that are kept with a case, and open cases that look alike."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.refusal import N_, Mistake
from app.queries.complaint import Case, CaseFile, Other
from app.services.customers_files import FileContent
from app.ui.complaints.words import COMMON
from app.ui.context import Context
from app.ui.customers.form_files import MOST_AT_ONCE, size_words
from app.ui.customers.opening import open_file, read_file
from app.ui.icons import icon
from app.ui.kit.labels import Text

MOST_WIDE = 320
"""Pixels of a file's name at most: the column beside the queue is narrow."""
EDGES, LEAST = 20, 120
"""Pixels around the words of a link, and of the shortest one."""


class _Link(QPushButton):
    """A flat button that knows what it opens."""

    wanted = Signal(int)

    def __init__(self, words: str, record_id: int, tip: str = "") -> None:
        super().__init__()
        self._words, self._record_id = words, record_id
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "flat")
        self.setAccessibleName(words)
        self.setToolTip(tip or words)
        self.clicked.connect(self._tell)
        self._fit()

    def _fit(self) -> None:
        """As much of the words as there is room for."""
        room = max(self.width() - EDGES, LEAST - EDGES) + 1
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all of them."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a number at least."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def _tell(self) -> None:
        self.wanted.emit(self._record_id)


class _Links(QWidget):
    """A heading and a column of links; hidden without any, unless it has something to add."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: Case | None = None
        self.heading = Text("", "strong", "quiet")
        self.links: list[_Link] = []
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(self.head)
        outer.addLayout(self._column)

    def show_links(self, links: Sequence[_Link]) -> None:
        """Other links."""
        for link in self.links:
            self._column.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = list(links)
        for link in self.links:
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            self._column.addLayout(row)


class Files(_Links):
    """``chosen`` brings a file that was read: dropped, pasted or chosen."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: Sequence[CaseFile] = ()
        self.add = QPushButton()
        self.add.setProperty("kind", "flat")
        self.head.addWidget(self.add)
        self.add.clicked.connect(self._choose)
        self.setAcceptDrops(True)
        self._dialog: QFileDialog | None = None

    def show_case(self, case: Case) -> None:
        """The files of a case."""
        self.case = case
        if self._shown == case.files and self.links:
            return
        self._shown = case.files
        made = [_Link(self._name(one), one.id, f"{one.name}\n{self.context.say.moment(one.at)}")
                for one in case.files]  # fmt: skip
        for link in made:
            link.wanted.connect(self._open)
        self.show_links(made)

    def _name(self, one: CaseFile) -> str:
        name = self.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideMiddle, MOST_WIDE - 80)
        return f"{name} · {size_words(one.size)}"

    def _open(self, file_id: int) -> None:
        open_file(self.context, self, file_id)

    def _choose(self) -> None:
        self._dialog = QFileDialog(self, self.context.say.text(N_("Choose files to keep with this case")))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._dialog.filesSelected.connect(self.keep)
        self._dialog.open()

    def keep(self, paths: Sequence[str]) -> None:
        """Read files of this computer."""
        if len(paths) > MOST_AT_ONCE:
            words = Mistake(
                N_("{count} files at once are too many; keep at most {most}."), count=len(paths), most=MOST_AT_ONCE
            )
            self.context.reporter.show(words, near=self)
            return
        for path in paths:
            self.context.runner.aside(self, partial(read_file, Path(path)), self._read)

    def take(self, data: QMimeData) -> None:
        """What was pasted or dropped: files, else a picture."""
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if paths:
            self.keep(paths)
        elif data.hasImage():
            picture = QImage(data.imageData())
            name = f"{datetime.now(self.context.say.zone):%Y-%m-%d %H%M%S}.png"
            self.context.runner.aside(self, partial(_written, picture, name), self._read)

    def _read(self, file: FileContent) -> None:
        self.chosen.emit(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files and pictures may be dropped here."""
        if self.case is not None and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was dropped."""
        self.take(event.mimeData())

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Files")))
        self.add.setText(f" {say.text(N_('Add a file…'))}")
        self.add.setAccessibleName(self.add.text().strip())
        self.add.setToolTip(say.text(N_("Choose files, or drop or paste them here")))

    def paint_theme(self) -> None:
        """Colours anew."""
        self.add.setIcon(icon("attach", self.context.tokens.text2, 16))


def _written(picture: QImage, name: str) -> FileContent:
    """A picture from the clipboard as a file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only, Qt takes the text
    buffer.close()
    return FileContent(name, bytes(content.data()))


class Alike(_Links):
    """Open cases of the same customer, order or product; ``wanted`` names the one to open."""

    wanted = Signal(int)

    def show_others(self, others: Sequence[Other]) -> None:
        """Cases that look alike."""
        say = self.context.say
        made = []
        for one in others:
            why = say.text(COMMON[one.why]) if one.why in COMMON else ""
            words = " · ".join(part for part in (one.number, why, one.subject) if part)
            made.append(_Link(words, one.id, f"{words}\n{one.customer}"))
        for link in made:
            link.wanted.connect(self.wanted)
        self.show_links(made)
        self.setVisible(bool(made))

    def translate(self) -> None:
        """Words anew."""
        self.heading.setText(self.context.say.text(N_("Similar open complaints")))
