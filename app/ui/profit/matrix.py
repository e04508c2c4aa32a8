"""Months side by side: which period, and the question before a long one is read."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.month import Month
from app.domain.refusal import N_
from app.queries import profit_panel_matrix
from app.queries.profit_panel_matrix import USUAL_MONTHS, Matrix
from app.ui.profit.cells import Setting, Shown
from app.ui.profit.columns import matrix_columns
from app.ui.profit.rows import HEADINGS

if TYPE_CHECKING:
    from app.ui.profit.panel import ProfitPanel

USUAL = 13


class MatrixView(QObject):
    """Works on the panel's table."""

    def __init__(self, panel: "ProfitPanel") -> None:
        super().__init__(panel)
        self.panel = panel
        self.first: Month | None = None
        self.last: Month | None = None
        self.found: Matrix | None = None
        self._of: Month | None = None
        self._agreed: tuple[Month, Month] | None = None
        panel.frame.period.chosen.connect(self._choose)
        panel.frame.period.refused.connect(self._refused)

    def ask(self) -> None:
        """13 months up to the one of the screen, unless another period was chosen."""
        panel, month = self.panel, self.panel.month
        assert month is not None
        if self._of != month or self.first is None or self.last is None:
            self._of, self.first, self.last = month, month.plus(1 - USUAL), month
        now = panel.frame.head.field.now
        panel.frame.period.first.now = panel.frame.period.last.now = now
        panel.frame.period.show_period(self.first, self.last)
        self._read()

    def _choose(self) -> None:
        bar, say = self.panel.frame.period, self.panel.context.say
        first, last = bar.first.month, bar.last.month
        if last < first:
            first, last = last, first
            bar.show_period(first, last)
            words = N_("From and to were the wrong way round; they are exchanged.")
            self.panel.frame.strip.tell(say.text(words), "info", name="period")
        else:
            self.panel.frame.strip.clear("period")
        self.first, self.last = first, last
        self._read()

    def _refused(self, words: str) -> None:
        self.panel.frame.strip.tell(words, "bad", name="period")

    def agreed(self) -> None:
        """A person waits for a long period."""
        if self.first is not None and self.last is not None:
            self._agreed = (self.first, self.last)
            self.panel.frame.strip.clear("period")
            self._read()

    def _read(self) -> None:
        assert self.first is not None
        assert self.last is not None
        first, last, say = self.first, self.last, self.panel.context.say
        count = (last.year - first.year) * 12 + last.number - first.number + 1
        if count > USUAL_MONTHS and self._agreed != (first, last):
            words = say.plural("This reads {count} month; it may take a while. Go on?",
                               "This reads {count} months; it may take a while. Go on?", count)  # fmt: skip
            go_on = [("period", say.text(N_("Read them")))]
            self.panel.frame.strip.tell(words, "warn", go_on, name="period")
            return
        work = partial(profit_panel_matrix.matrix, first=first, last=last)
        self.panel.context.runner.read(self.panel, work, self.take, self.panel._failed)  # noqa: SLF001 - its own half

    def take(self, found: Matrix) -> None:
        """What was read."""
        if (found.months[0], found.months[-1]) == (self.first, self.last) and self.panel.view == "months":
            self.found = found
            self.panel.frame.settle()
            self.panel.down.rows_arrived()

    def show_again(self) -> None:
        """Draw it."""
        frame, say, found = self.panel.frame, self.panel.context.say, self.found
        if found is None:
            return
        if not found.rows:
            self.panel.show_empty()
            return
        columns = matrix_columns(found, say)
        name = say.plural("{count} customer", "{count} customers", len(found.rows) + max(found.others - 1, 0))
        setting = Setting(say, found.total, percent=self.panel.percent)

        def total(made: Setting) -> list[Shown]:
            return [Shown(name, sentence=name), *[column.cell(found.total, made) for column in columns[1:]]]

        frame.heading.setText(say.text(HEADINGS["months"]))
        frame.hint.say(say.text(N_("Darker is more; Enter opens the orders of a month")))
        frame.table.leads_along = False
        frame.table.show_figures(columns, found.rows, setting, total)
        frame.table.go_to(0, len(columns) - 2)
        frame.show_table()

    def month_of(self, column: int) -> Month | None:
        """The month of a column; none for the name and the total."""
        if self.found is None or not 1 <= column <= len(self.found.months):
            return None
        return self.found.months[column - 1]

    def at(self, month: Month) -> int:
        """Where a month stands among the amounts."""
        assert self.found is not None
        return self.found.months.index(month)
