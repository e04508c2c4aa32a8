"""Step 5: the import itself, and what it did."""

from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.refusal import N_
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.importing.steps import Step
from app.ui.importing.wizard import Wizard
from app.ui.importing.words import KINDS
from app.ui.importing.work import Taken
from app.ui.kit.export import save_dialog
from app.ui.kit.labels import Card, Text

LISTS = {"customers": "customers", "products": "products", "orders": "orders", "payments": "receivables"}
"""Where what was imported can be seen."""
CSV = N_("CSV for spreadsheets (*.csv)")


class ImportStep(Step):
    """One coloured button before; figures and what can be done about them afterwards."""

    name = N_("Import")

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__(context, wizard)
        self._dialog: QFileDialog | None = None
        self.go = QPushButton()
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(wizard.take)
        self.card = Card()
        self.figures = [Text("", "total") for _ in range(4)]
        self.captions = [Text("", "quiet") for _ in range(4)]
        row = QHBoxLayout()
        row.setSpacing(36)
        for figure, caption in zip(self.figures, self.captions, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(figure)
            column.addWidget(caption)
            column.addStretch(1)
            row.addLayout(column)
        row.addStretch(1)
        self.card.body.addLayout(row)
        self.rejected, self.undo, self.open, self.again = (QPushButton() for _ in range(4))
        self.rejected.clicked.connect(self.ask_rejected)
        self.undo.clicked.connect(wizard.undo)
        self.open.clicked.connect(self.open_list)
        self.again.clicked.connect(wizard.begin_anew)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for button in (self.go, self.rejected, self.open, self.undo, self.again):
            deeds.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        deeds.addStretch(1)
        self.outer.addWidget(self.card)
        self.outer.addLayout(deeds)
        self.outer.addStretch(1)

    def enter(self) -> None:
        """The cursor on the one button."""
        (self.go if self.wizard.taken is None else self.open).setFocus()

    def ask_rejected(self) -> None:
        """Where are the rejected rows to be written?"""
        say = self.context.say
        name = say.text(N_("{file} rejected rows"), file=Path(self.wizard.file_name).stem)
        self._dialog = save_dialog(self, say, name, CSV)
        self._dialog.fileSelected.connect(self.write_rejected)
        self._dialog.open()

    def write_rejected(self, path: str) -> None:
        """The rows that stayed out as they stand, with a column that says why; corrected they import again."""
        taken, table, say = self.wizard.taken, self.wizard.table, self.context.say
        if taken is None or table is None:
            return
        rows = [(cells, say.refusal(refusal)) for refusal, cells in taken.rejected]
        work = partial(self.context.doors.write_refused, Path(path), table.header, rows, table.delimiter or ",")
        self.context.runner.aside(self, work, self._written, watch=Watch(N_("Writing the file")))

    def _written(self, count: int) -> None:
        say = self.context.say
        words = say.plural("{count} row written.", "{count} rows written.", count)
        self.context.reporter.said.emit(words, "done")

    def open_list(self) -> None:
        """See what came in."""
        self.context.go(LISTS.get(self.wizard.kind, "customers"))

    def show_state(self) -> None:
        """Before: what will happen. Afterwards: what did."""
        say, taken = self.context.say, self.wizard.taken
        self._show_buttons(taken)
        if taken is None:
            self._show_before()
            return
        self.heading.setText(say.text(N_("The import is done")))
        self.words.setText(
            say.text(N_("It can be taken back in Settings, Imports, for 90 days; what was used since stays."))
        )
        answer = taken.imported
        figures = (answer.created, answer.updated, answer.skipped, len(taken.rejected))
        captions = (N_("created"), N_("changed"), N_("left as they were"), N_("rejected"))
        for at, (number, words) in enumerate(zip(figures, captions, strict=True)):
            self.figures[at].setText(say.number(Decimal(number), 0))
            self.captions[at].setText(say.text(words))
        self.figures[3].set_tone("bad" if taken.rejected else "")

    def _show_before(self) -> None:
        say, checked = self.context.say, self.wizard.checked
        self.heading.setText(say.text(N_("Import now")))
        if checked is None:
            self.words.setText("")
            return
        self.words.setText(
            say.plural(
                "{count} row of ‘{file}’ comes in; {refused} stay out and can be saved to a file afterwards.",
                "{count} rows of ‘{file}’ come in; {refused} stay out and can be saved to a file afterwards.",
                checked.ready, file=self.wizard.file_name, refused=say.number(Decimal(checked.refused), 0),
            )
        )  # fmt: skip

    def _show_buttons(self, taken: Taken | None) -> None:
        say, done = self.context.say, taken is not None
        kind = say.text(KINDS[self.wizard.kind])
        for button, words, there in (
            (self.go, say.text(N_("Import")), not done),
            (self.rejected, say.text(N_("Save the rejected rows…")), taken is not None and bool(taken.rejected)),
            (self.open, say.text(N_("Open {list}"), list=kind), done),
            (self.undo, say.text(N_("Undo this import")), done),
            (self.again, say.text(N_("Import another file")), done),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setVisible(there)
        self.go.setToolTip("Ctrl+Enter")
        self.go.setEnabled(not self.wizard.waiting.busy and self.wizard.checked is not None)
        self.card.setVisible(done)
