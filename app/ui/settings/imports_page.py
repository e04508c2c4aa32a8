"""Imports: every file that came in, and a way back for 90 days that says beforehand what stays."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.refusal import N_
from app.queries import imports as asked
from app.queries.imports import RunRow
from app.services import imports
from app.services.imports import Undone
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.importing.words import KINDS
from app.ui.kit.labels import Card, Text
from app.ui.kit.states import Deed, StatePage
from app.ui.settings.page import PagePanel, named

HEADINGS = (
    Heading(N_("No."), right=True),
    Heading(N_("When")),
    Heading(N_("Who")),
    Heading(N_("Kind")),
    Heading(N_("File"), stretch=True),
    Heading(N_("New"), right=True),
    Heading(N_("Changed"), right=True),
    Heading(N_("Rejected"), right=True),
    Heading(N_("State")),
)


class ImportsPage(PagePanel):
    """Undo asks once, with the figures, because an undone import cannot be undone back."""

    kinds = frozenset({"import"})
    heading = N_("Imports")
    explained = N_("An import can be taken back for 90 days. What was used or changed since stays, and that is said.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.runs: dict[int, RunRow] = {}
        self._asked = 0
        self.another, self.undo_button = QPushButton(), QPushButton()
        self.another.clicked.connect(self.import_file)
        self.undo_button.clicked.connect(self.ask_undo)
        self.head.addWidget(self.undo_button)
        self.head.addWidget(self.another)
        self.table = RowsView(context, HEADINGS, 8)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.nothing = StatePage(context)
        self.nothing.hide()
        self.question = Card(kind="strip")
        self.figures = Text("", "strong")
        self.figures.setWordWrap(True)
        self.confirm, self.leave = QPushButton(), QPushButton()
        self.confirm.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addWidget(self.figures, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.leave)
        self.question.body.addLayout(row)
        self.question.hide()
        self.confirm.clicked.connect(self.undo)
        self.leave.clicked.connect(self.question.hide)
        self.body.addWidget(self.question)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.table, 1)

    def ask(self) -> None:
        """The imports anew."""
        self.read(asked.runs, self._arrived)

    def _arrived(self, runs: Sequence[RunRow]) -> None:
        self.runs = {run.id: run for run in runs}
        self.table.rows.show_rows([(run.id, self._cells(run)) for run in runs])
        self.table.setVisible(bool(runs))
        self.nothing.setVisible(not runs)
        self._chosen()

    def _cells(self, run: RunRow) -> list[Cell]:
        say = self.context.say
        if run.undone_at is not None:
            state = Cell(say.text(N_("Undone {day}"), day=say.date(run.undone_at.date())), "neutral", chip=True)
        elif run.undoable:
            state = Cell(say.text(N_("Can be undone")), "ok", chip=True)
        else:
            state = Cell(say.text(N_("Stays")), "neutral", chip=True)
        numbers = [Cell(say.number(Decimal(number), 0)) for number in (run.created, run.updated, run.refused)]
        return [
            Cell(str(run.id)), Cell(say.moment(run.at)), Cell(run.by), Cell(say.text(KINDS.get(run.kind, run.kind))),
            Cell(run.file_name, strong=True), *numbers, state,
        ]  # fmt: skip

    def _chosen(self) -> None:
        found = self.table.current_record()
        run = self.runs.get(found) if isinstance(found, int) else None
        self.undo_button.setEnabled(run is not None and run.undoable)
        self.question.hide()

    def import_file(self) -> None:
        """Another file."""
        self.context.go("import")

    def ask_undo(self) -> None:
        """Try it first: what would go, and what would stay?"""
        found = self.table.current_record()
        if isinstance(found, int):
            self._asked = found
            work = partial(imports.undo, run_id=found, dry_run=True)
            self.context.runner.read(self, work, self._tried, self.refused)

    def _tried(self, undone: Undone) -> None:
        say = self.context.say
        words = N_("Import {run}: {removed} records would go, {restored} become what they were.")
        stays = N_("{kept} stay, because they were used or changed since.")
        numbers = {
            name: say.number(Decimal(getattr(undone, name)), 0) for name in ("removed", "restored", "kept")
        }  # fmt: skip
        parts = [say.text(words, run=undone.run_id, **numbers)]
        if undone.kept:
            parts.append(say.text(stays, **numbers))
        self.figures.setText(say.sentences(parts))
        named(self.confirm, say.text(N_("Undo import {run}"), run=undone.run_id))
        self.question.show()
        self.confirm.setFocus()

    def undo(self) -> None:
        """Take it back."""
        self.question.hide()
        self.context.runner.write(self, partial(imports.undo, run_id=self._asked), self._undone, self.refused)

    def _undone(self, undone: Undone) -> None:
        self.told(
            self.context.say.text(
                N_("Import {run} is undone. Removed: {removed}, restored: {restored}."), run=undone.run_id,
                removed=undone.removed, restored=undone.restored,
            )
        )  # fmt: skip
        self.ask()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.another, say.text(N_("Import a file")))
        named(self.undo_button, say.text(N_("Undo this import")))
        named(self.leave, say.text(N_("Keep it")))
        deed = Deed(say.text(N_("Import a file")), self.import_file, primary=True)
        self.nothing.show_state("import", say.text(N_("No file was imported yet.")), [deed])
        self.table.setAccessibleName(say.text(N_("Imports")))
        self._arrived(list(self.runs.values()))

    def paint_theme(self) -> None:
        """The icon anew."""
        self.nothing.paint_theme()
