"""Step 4: everything was tried and nothing kept; rows that are a problem are put right here, or left out."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app.domain.parsing import shown
from app.domain.refusal import N_
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.importing.steps import Step
from app.ui.importing.wizard import Wizard
from app.ui.importing.work import Checked, Problem
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.tick import Tick

MOST_SHOWN = 1000
"""Problems in the table; whoever has more corrects the file or its columns first."""
LONGEST = 20_000
HEADINGS = (
    Heading(N_("Row"), right=True),
    Heading(N_("Column")),
    Heading(N_("Text")),
    Heading(N_("Why"), stretch=True),
)


class CheckStep(Step):
    """F2 goes from a row into its cell; Enter keeps what was typed there."""

    name = N_("Check")

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__(context, wizard)
        self._shown: Checked | None = None
        self._problems: list[Problem] = []
        self.summary = Text("", "section")
        self.only = Tick(context)
        self.only.toggled.connect(self._show_problems)
        self.table = RowsView(
            context,
            (
                Heading(N_("Row"), right=True),
                Heading(N_("Column")),
                Heading(N_("Text")),
                Heading(N_("Why"), stretch=True),
            ),
            4,
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.opened.connect(self._to_field)
        self.bar, self.label, self.field = Card(), QLabel(), QLineEdit()
        self.why = Text("", "")
        self.why.setWordWrap(True)
        self.field.setMaxLength(LONGEST)
        self.label.setBuddy(self.field)
        self.field.returnPressed.connect(self.keep)
        self.kept, self.empty, self.cut, self.skip = (QPushButton() for _ in range(4))
        self.kept.clicked.connect(self.keep)
        self.empty.clicked.connect(self.leave_empty)
        self.cut.clicked.connect(self.shorten)
        self.skip.clicked.connect(self.skip_row)
        self._lay_out()
        bind_keys(self, ("F2", self._to_field))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.only)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        for button in (self.kept, self.empty, self.cut, self.skip):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.why)
        self.bar.body.addLayout(column)
        self.outer.addLayout(head)
        self.outer.addWidget(self.table, 1)
        self.outer.addWidget(self.bar)

    @property
    def done(self) -> bool:
        """It was tried, and at least one row would come in."""
        checked = self.wizard.checked
        return checked is not None and checked.ready > 0 and not self.wizard.waiting.busy

    def enter(self) -> None:
        """Try now, unless that was done."""
        if self.wizard.checked is None:
            self.wizard.check()
        self.table.setFocus()

    # the problem that is chosen

    @property
    def problem(self) -> Problem | None:
        """The chosen row's."""
        found = self.table.current_record()
        return self._problems[found] if isinstance(found, int) and found < len(self._problems) else None

    def _chosen(self) -> None:
        problem, say = self.problem, self.context.say
        self.bar.setVisible(problem is not None)
        if problem is None:
            return
        editable = bool(problem.column)
        column = problem.column or say.text(N_("whole row"))
        self.label.setText(say.text(N_("Row {row}, {column}"), row=problem.row, column=column))
        self.field.setAccessibleName(self.label.text())
        self.field.setText(problem.text)
        self.field.setEnabled(editable)
        for button in (self.kept, self.empty):
            button.setEnabled(editable)
        self.cut.setVisible(bool(problem.limit))
        self.cut.setText(say.text(N_("Cut at {count} characters"), count=problem.limit))
        self.why.setText(problem.why(say))
        self.why.set_tone("bad" if problem.refusal is not None else "warn")

    def _to_field(self, _record: object = None) -> None:
        if self.problem is not None and self.field.isEnabled():
            self.field.setFocus()
            self.field.selectAll()

    def keep(self) -> None:
        """What stands in the field goes into the cell."""
        if self.problem is not None and self.problem.column:
            self.wizard.edit(self.problem.row, self.problem.column, self.field.text())
            self._solved()

    def leave_empty(self) -> None:
        """The cell stays empty."""
        self.field.clear()
        self.keep()

    def shorten(self) -> None:
        """Only so many characters as fit."""
        if self.problem is not None and self.problem.limit:
            self.field.setText(self.field.text()[: self.problem.limit])
            self.keep()

    def skip_row(self) -> None:
        """The row stays out, without being counted as rejected."""
        if self.problem is not None:
            self.wizard.skip(self.problem.row)
            self._solved()

    def _solved(self) -> None:
        """On to the next one; the trial runs anew a moment later and says whether it is right now."""
        at = self.table.currentIndex().row()
        problem = self.problem
        self._problems = [one for one in self._problems if one is not problem]
        self._fill()
        if self._problems:
            self.table.setCurrentIndex(self.table.rows.index(min(at, len(self._problems) - 1), 0))
        self.table.setFocus()

    # what is shown

    def show_state(self) -> None:
        """The trial's answer."""
        say, checked = self.context.say, self.wizard.checked
        self.heading.setText(say.text(N_("What will happen?")))
        self.words.setText(say.text(N_("Everything was tried and nothing kept. F2 goes into a cell, Enter keeps it.")))
        self.only.setText(say.text(N_("Only rows that cannot be read")))
        for button, words in (
            (self.kept, N_("Keep")), (self.empty, N_("Leave empty")), (self.skip, N_("Skip row")),
        ):  # fmt: skip
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.table.setAccessibleName(say.text(N_("Rows with a problem")))
        self.summary.setText(self._summary(checked))
        if checked is not self._shown:
            self._shown = checked
            self._show_problems()

    def _summary(self, checked: Checked | None) -> str:
        say = self.context.say
        if checked is None:
            return say.text(N_("Trying…")) if self.wizard.waiting.busy else ""
        numbers = {
            "ready": checked.ready, "warnings": checked.warnings, "refused": checked.refused,
            "created": checked.created, "updated": checked.updated, "same": checked.skipped,
        }  # fmt: skip
        texts = {name: say.number(Decimal(number), 0) for name, number in numbers.items()}
        words = N_(
            "Ready: {ready} (new {created}, changed {updated}, as they are {same}) · Warnings: {warnings} · "
            "Cannot be read: {refused}"
        )
        return say.text(words, **texts)

    def _show_problems(self) -> None:
        found = self._shown.problems if self._shown is not None else ()
        self._problems = [one for one in found if one.refusal is not None or not self.only.isChecked()][:MOST_SHOWN]
        self._fill()
        if self._problems:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._chosen()

    def _fill(self) -> None:
        say = self.context.say
        rows: list[tuple[object, list[Cell]]] = []
        for at, problem in enumerate(self._problems):
            tone = "bad" if problem.refusal is not None else "warn"
            icon = "warning" if problem.refusal is not None else "info"
            rows.append(
                (
                    at,
                    [
                        Cell(str(problem.row)), Cell(shown(problem.column)), Cell(_short(problem.text), strong=True),
                        Cell(problem.why(say), tone, icon=icon),
                    ],
                )
            )  # fmt: skip
        self.table.rows.show_rows(rows)
        self.table.setVisible(bool(rows) or self._shown is None)
        self.bar.setVisible(bool(rows))


def _short(text: str) -> str:
    line = shown(text)
    return line if len(line) <= 30 else line[:29] + "…"
