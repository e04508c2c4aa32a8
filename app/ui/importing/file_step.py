"""Step 1: which file, what it is about, and how it is written; its beginning is shown as it was understood."""

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QStandardPaths, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QPushButton, QTableView

from app.domain.importing_table import CARDS, TEXT, WORKBOOK, TableRead
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.importing.steps import Labelled, Step, side_by_side
from app.ui.importing.wizard import Wizard
from app.ui.importing.words import DELIMITERS, ENCODING_NAMES, ENCODINGS, KINDS
from app.ui.kit.labels import Text

FILTERS = N_("Tables and cards (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods *.vcf);;All files (*)")
PREVIEWED = 50
LEAST_WIDE, MOST_WIDE = 80, 260
"""Rows of the preview."""
WIDEST = 60
"""Characters of a previewed cell."""
AnyIndex = QModelIndex | QPersistentModelIndex


class Preview(QAbstractTableModel):
    """The first rows of a file."""

    def __init__(self) -> None:
        super().__init__()
        self._table: TableRead | None = None

    def show_table(self, table: TableRead | None) -> None:
        """Another file, or none."""
        if table is not self._table:
            self.beginResetModel()
            self._table = table
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """A few rows."""
        return 0 if parent.isValid() or self._table is None else min(PREVIEWED, len(self._table.rows))

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """The file's columns."""
        return 0 if parent.isValid() or self._table is None else len(self._table.header)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell's text; what does not fit is in the tooltip."""
        if self._table is None or not index.isValid():
            return None
        cells = self._table.rows[index.row()][1]
        text = cells[index.column()] if index.column() < len(cells) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            line = " ".join(text[: WIDEST * 2].split())
            return line if len(line) <= WIDEST else line[: WIDEST - 1] + "…"
        if role == Qt.ItemDataRole.ToolTipRole:
            return text[:1000]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._table.header[index.column()]}: {text[:200]}"
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns, numbers of rows."""
        if self._table is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._table.header[section]
        return str(self._table.rows[section][0])


class FileStep(Step):
    """Choosing a file, or dropping one here."""

    name = N_("File")

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__(context, wizard)
        self.setAcceptDrops(True)
        self._dialog: QFileDialog | None = None
        self.kind, self.encoding, self.delimiter, self.sheet = (Labelled(context) for _ in range(4))
        self.choose, self.file = QPushButton(), Text("", "strong")
        self.notices = Text("", "quiet")
        self.notices.setWordWrap(True)
        self.model, self.preview = Preview(), QTableView()
        self.preview.setModel(self.model)
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.preview.setTabKeyNavigation(False)
        self.preview.setWordWrap(False)
        self.preview.setShowGrid(False)
        self.preview.setProperty("kind", "inner")
        self.preview.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.outer.addLayout(side_by_side(self.kind, self.choose, self.file))
        self.outer.addLayout(side_by_side(self.encoding, self.delimiter, self.sheet))
        self.outer.addWidget(self.notices)
        self.outer.addWidget(self.preview, 1)
        # takes the room while there is nothing to preview
        self.outer.addStretch(0)
        self.choose.clicked.connect(self.ask)
        self.kind.box.activated.connect(self._kind_chosen)
        self.encoding.box.activated.connect(self._encoding_chosen)
        self.delimiter.box.activated.connect(self._delimiter_chosen)
        self.sheet.box.activated.connect(self._sheet_chosen)

    @property
    def done(self) -> bool:
        """A file was read."""
        return self.wizard.table is not None and not self.wizard.waiting.busy

    def enter(self) -> None:
        """The cursor on what comes first."""
        (self.choose if self.wizard.table is None else self.preview).setFocus()

    def ask(self) -> None:
        """Which file?"""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        if self.wizard.asked is not None:
            folder = str(Path(self.wizard.asked.path).parent)
        say = self.context.say
        self._dialog = QFileDialog(self, say.text(N_("Choose a file")), folder, say.text(FILTERS))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.wizard.choose)
        self._dialog.open()

    def _kind_chosen(self) -> None:
        self.wizard.choose_kind(self.kind.chosen)

    def _encoding_chosen(self) -> None:
        self.wizard.read_again(encoding=self.encoding.chosen)

    def _delimiter_chosen(self) -> None:
        self.wizard.read_again(delimiter=self.delimiter.chosen)

    def _sheet_chosen(self) -> None:
        self.wizard.read_again(sheet=self.sheet.chosen)

    def show_state(self) -> None:
        """What is known of the file."""
        say, table = self.context.say, self.wizard.table
        self.heading.setText(say.text(N_("Which file?")))
        self.words.setText(
            say.text(N_("A table (CSV, Excel, LibreOffice) or address cards (vCard). You can drop the file here."))
        )
        kinds = [(name, say.text(title)) for name, title in KINDS.items()]
        self.kind.show_choices(say.text(N_("The file holds")), kinds, self.wizard.kind)
        self.choose.setText(say.text(N_("Choose a file…")))
        self.choose.setProperty("kind", "" if table else "primary")
        self.choose.style().polish(self.choose)
        self.file.setText(self._file_words())
        self._show_form(table)
        self.notices.setText("\n".join(say.text(n.message, **n.values) for n in (table.notices if table else ())[:3]))
        self.notices.setVisible(bool(self.notices.text()))
        self.model.show_table(table)
        self._fit_columns()
        self.preview.setVisible(table is not None)
        self.preview.setAccessibleName(say.text(N_("The beginning of the file")))

    def _fit_columns(self) -> None:
        """Short texts are read whole; a long one leaves room for its neighbours."""
        self.preview.resizeColumnsToContents()
        header = self.preview.horizontalHeader()
        for column in range(header.count()):
            header.resizeSection(column, min(max(header.sectionSize(column), LEAST_WIDE), MOST_WIDE))

    def _file_words(self) -> str:
        wizard, say = self.wizard, self.context.say
        if wizard.table is None:
            return wizard.file_name
        return say.plural("{file}: {count} row", "{file}: {count} rows", len(wizard.table.rows), file=wizard.file_name)

    def _show_form(self, table: TableRead | None) -> None:
        say = self.context.say
        form = table.form if table is not None else ""
        self.encoding.setVisible(form in (TEXT, CARDS))
        self.delimiter.setVisible(form == TEXT)
        self.sheet.setVisible(form == WORKBOOK and table is not None and len(table.sheets) > 1)
        if table is None:
            return
        names = [table.encoding, *(name for name in ENCODINGS if ENCODING_NAMES[name] != _shown(table.encoding))]
        self.encoding.show_choices(
            say.text(N_("Letters are written in")), [(name, _shown(name)) for name in names], table.encoding
        )
        marks = [(mark, say.text(title)) for mark, title in DELIMITERS.items()]
        marks += [("", say.text(N_("None: one column")))] if not table.delimiter else []
        self.delimiter.show_choices(say.text(N_("Cells are separated by")), marks, table.delimiter)
        self.sheet.show_choices(say.text(N_("Sheet")), [(name, name) for name in table.sheets], table.sheet)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """One file may be dropped."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A file was dropped."""
        self.wizard.choose(event.mimeData().urls()[0].toLocalFile())


def _shown(encoding: str) -> str:
    return ENCODING_NAMES.get(encoding, encoding.upper())
