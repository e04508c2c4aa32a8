"""Files of a customer: kept in the database, opened with the computer's own program, dropped or chosen."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake
from app.queries.customer import CustomerRecord, FileLine, Surroundings
from app.services import customers_files
from app.services.customers_files import FileContent
from app.services.customers_know import Done
from app.ui.caller.tables import Cell, Heading, RowsView, moment_cell
from app.ui.context import Context
from app.ui.customers.form_tab import Tab, bare_card
from app.ui.customers.opening import open_file, read_file
from app.ui.kit.labels import Text

MOST_AT_ONCE = 10


class FilesTab(Tab):
    """Enter opens a file."""

    title = N_("Files")

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        headings = (
            Heading(N_("File"), stretch=True), Heading(N_("Size"), right=True), Heading(N_("Kept on")),
            Heading(N_("By")),
        )  # fmt: skip
        self.table, self.empty = RowsView(context, headings, 4), Text("", "quiet")
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.add, self.open, self.remove = QPushButton(), QPushButton(), QPushButton()
        card, row = bare_card(), QHBoxLayout()
        card.body.addWidget(self.empty)
        card.body.addWidget(self.table, 1)
        for button in (self.add, self.open, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        self.page.addWidget(card, 1)
        self.page.addLayout(row)
        self.setAcceptDrops(True)
        self._dialog: QFileDialog | None = None
        self.table.opened.connect(self._open)
        self.add.clicked.connect(self._choose)
        self.open.clicked.connect(self._open_current)
        self.remove.clicked.connect(self._remove)

    def show_record(self, record: CustomerRecord | None) -> None:
        super().show_record(record)
        self._show()

    def _show(self) -> None:
        say, lines = self.context.say, self.record.files if self.record is not None else ()
        self.table.rows.show_rows(
            [
                (line, (Cell(line.name, strong=True), Cell(size_words(line.size)), moment_cell(line.at, say),
                        Cell(line.by)))
                for line in lines
            ]
        )  # fmt: skip
        self.empty.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.add.setEnabled(self.record is not None)
        for button in (self.open, self.remove):
            button.setEnabled(bool(lines))

    def _choose(self) -> None:
        self._dialog = QFileDialog(self, self.context.say.text(N_("Choose files to keep with this customer")))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._dialog.filesSelected.connect(self.keep)
        self._dialog.open()

    def keep(self, paths: Sequence[str]) -> None:
        """Read files of this computer and keep them."""
        if len(paths) > MOST_AT_ONCE:
            words = Mistake(N_("{count} files at once are too many; keep at most {most}."), count=len(paths),
                            most=MOST_AT_ONCE)  # fmt: skip
            self.context.reporter.show(words, near=self)
            return
        for path in paths:
            self.context.runner.aside(self, partial(read_file, Path(path)), self._read)

    def _read(self, file: FileContent) -> None:
        if self.record is not None:
            work = partial(customers_files.keep, customer_id=self.record.id, file=file, request=new_uid())
            self.context.runner.write(self, work, self._kept)

    def _kept(self, _done: Done) -> None:
        self.context.reporter.tell(self.context.say.text(N_("The file is kept.")))

    def _open(self, line: object) -> None:
        if isinstance(line, FileLine):
            open_file(self.context, self, line.id)

    def _open_current(self) -> None:
        self._open(self.table.current_record())

    def _remove(self) -> None:
        line = self.table.current_record()
        if isinstance(line, FileLine) and self.record is not None:
            work = partial(customers_files.remove, customer_id=self.record.id, file_id=line.id)
            self.context.runner.write(self, work, self._removed)

    def _removed(self, done: Done) -> None:
        if done.back is not None:
            self.context.undo.offer(self.context.say.text(N_("The file is taken away.")), done.back)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped here."""
        if self.record is not None and _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was dropped."""
        self.keep(_paths(event.mimeData()))

    def translate(self) -> None:
        say = self.context.say
        self.empty.setText(say.text(N_("No files are kept. Drop one here, or add it.")))
        for button, words in (
            (self.add, say.text(N_("Add a file…"))), (self.open, say.text(N_("Open it"))),
            (self.remove, say.text(N_("Take away"))),
        ):  # fmt: skip
            button.setText(words)
        self.table.setAccessibleName(say.text(self.title))
        self._show()


def _paths(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def size_words(size: int) -> str:
    """A size as people read it."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
