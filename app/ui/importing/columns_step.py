"""Step 2: what each column of the file becomes, how much of it can be read, and how days and numbers are written."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from app.domain.importing_plan import UNCODED, FieldState
from app.domain.importing_rows import KINDS
from app.domain.parsing import shown
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.importing.steps import Labelled, Step, side_by_side
from app.ui.importing.wizard import Wizard
from app.ui.importing.words import DAYS, FIELDS, MARKS
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text


class ColumnRow:
    """One column of the file: its name, the field it becomes, an example, how much of it can be read."""

    def __init__(self, column: str, wizard: Wizard) -> None:
        self.column, self._wizard = column, wizard
        self.name, self.example, self.state = Text(column, "strong"), Text("", "quiet"), Text("")
        self.name.setMinimumWidth(120)
        self.name.setToolTip(column)
        self.field = Choice(wizard.context)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field.activated.connect(self._chosen)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """In their order."""
        return (self.name, self.field, self.example, self.state)

    def _chosen(self) -> None:
        self._wizard.map_column(self.column, str(self.field.currentData() or ""))


class ColumnsStep(Step):
    """A row of choices per column; what is required and missing stands above."""

    name = N_("Columns")

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__(context, wizard)
        self.rows: list[ColumnRow] = []
        self._header: tuple[str, ...] = ()
        self.lost = Text("", "strong", "bad")
        self.lost.setWordWrap(True)
        self.days, self.mark = Labelled(context), Labelled(context)
        self.asks = Text("", "strong", "warn")
        self._room = QWidget()
        self._grid = QGridLayout(self._room)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        self._headings = [Text("", "caption") for _ in range(4)]
        for at, heading in enumerate(self._headings):
            self._grid.addWidget(heading, 0, at)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._room)
        self.outer.addWidget(self.lost)
        self.outer.addLayout(side_by_side(self.days, self.mark, self.asks))
        self.outer.addWidget(self._area, 1)
        self.days.box.activated.connect(self._days_chosen)
        self.mark.box.activated.connect(self._mark_chosen)

    @property
    def done(self) -> bool:
        """Everything that must come from somewhere does, and no day can be read twice."""
        return not self.wizard.lost and not self._asks_days

    @property
    def _asks_days(self) -> bool:
        return self.wizard.ambiguous and any(_kind_of(self.wizard.kind, name) for name in self.wizard.plan.columns)

    def enter(self) -> None:
        """The cursor on what has to be said."""
        if self._asks_days:
            self.days.box.setFocus()
        elif self.rows:
            self.rows[0].field.setFocus()

    def _days_chosen(self) -> None:
        self.wizard.replan(days=self.days.chosen)

    def _mark_chosen(self) -> None:
        self.wizard.replan(decimal=self.mark.chosen)

    def show_state(self) -> None:
        """The columns as they are mapped now."""
        say, table = self.context.say, self.wizard.table
        self.heading.setText(say.text(N_("What does each column hold?")))
        self.words.setText(say.text(self._explained()))
        for heading, words in zip(
            self._headings, (N_("Column of the file"), N_("Our field"), N_("Example"), N_("Can be read")), strict=True
        ):
            heading.setText(say.text(words))
        if table is not None and table.header != self._header:
            self._build(table.header)
        for row in self.rows:
            self._show_row(row)
        fields = ", ".join(say.text(FIELDS[name]) for name in self.wizard.lost)
        self.lost.setText(say.text(N_("Still to be said: which column holds {fields}?"), fields=fields))
        self.lost.setVisible(bool(fields))
        self._show_reading()

    def _explained(self) -> str:
        if self.wizard.kind in UNCODED and "code" not in self.wizard.plan.columns:
            return N_("No column holds a code: known records are found by what the next step says, new ones get one.")
        return N_("Choose for every column where it goes; columns without a field are not imported.")

    def _build(self, header: tuple[str, ...]) -> None:
        for row in self.rows:
            for widget in row.widgets:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._header = header
        self.rows = [ColumnRow(column, self.wizard) for column in header]
        before: QWidget | None = None
        for at, row in enumerate(self.rows, 1):
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignVCenter)
            if before is not None:
                QWidget.setTabOrder(before, row.field)
            before = row.field
        self._grid.setRowStretch(len(self.rows) + 1, 1)

    def _show_row(self, row: ColumnRow) -> None:
        say, field = self.context.say, self.wizard.field_of(row.column)
        choices = [("", say.text(N_("(not imported)")))]
        choices += [(column.name, say.text(FIELDS[column.name])) for column in KINDS[self.wizard.kind].columns]
        row.field.blockSignals(True)
        if [row.field.itemText(at) for at in range(row.field.count())] != [words for _, words in choices]:
            row.field.clear()
            for value, words in choices:
                row.field.addItem(words, value)
        row.field.setCurrentIndex(max(0, row.field.findData(field)))
        row.field.blockSignals(False)
        row.field.setAccessibleName(say.text(N_("Field for column ‘{column}’"), column=row.column))
        state = self.wizard.states.get(field) if field else None
        row.example.setText(shown(state.example) if state else self._first(row.column))
        words, tone = self._state_words(field, state)
        row.state.setText(words)
        row.state.set_tone(tone)

    def _first(self, column: str) -> str:
        table = self.wizard.table
        if table is None:
            return ""
        at = table.header.index(column)
        return next((shown(c[at]) for _, c in table.rows[:200] if at < len(c) and c[at].strip()), "")

    def _state_words(self, field: str, state: FieldState | None) -> tuple[str, str]:
        """A tick with counts, or a question, or what cannot be read."""
        say = self.context.say
        if not field:
            return "", ""
        if _kind_of(self.wizard.kind, field) and self.wizard.ambiguous:
            text = self.wizard.days.example
            return "? " + say.text(N_("{text} could be two days: say which order is meant"), text=text), "warn"
        if state is None:
            return "…", "quiet"
        values = {
            "readable": say.number(Decimal(state.readable), 0), "filled": say.number(Decimal(state.filled), 0),
            "example": shown(state.first_wrong),
        }  # fmt: skip
        if state.readable < state.filled:
            return "✗ " + say.text(N_("{readable} of {filled}; not, for example: {example}"), **values), "bad"
        return "✓ " + say.text(N_("{readable} of {filled}"), **values), "ok"

    def _show_reading(self) -> None:
        """How days and numbers are written, asked only where the file has some."""
        say, wizard = self.context.say, self.wizard
        types = {column.type for column in KINDS[wizard.kind].columns if column.name in wizard.plan.columns}
        self.days.setVisible(bool(types & {"date", "moment"}))
        self.mark.setVisible(bool(types & {"amount", "price", "quantity", "percent", "whole"}))
        days = [(value, say.text(words)) for value, words in DAYS.items()]
        if wizard.ambiguous:
            days[0] = ("", say.text(N_("Please choose")))
        self.days.show_choices(say.text(N_("Days are written")), days, wizard.plan.days)
        marks = [(value, say.text(words)) for value, words in MARKS.items()]
        self.mark.show_choices(say.text(N_("Decimals are written with")), marks, wizard.plan.decimal)
        self.asks.setVisible(self._asks_days)
        self.asks.setText(
            say.text(N_("{text} could be two days: say which order is meant"), text=wizard.days.example)
        )  # fmt: skip


def _kind_of(kind: str, field: str) -> bool:
    """Whether a field holds days."""
    column = KINDS[kind].column(field)
    return column is not None and column.type in ("date", "moment")
