"""Months side by side: which period, and the question before a long one is read."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.month import Month
from app.domain.refusal import N_
from app.domain.watch import Stopped
from app.queries.profit_panel_matrix import USUAL_MONTHS, Matrix, Outlook
from app.ui.kit.progress import Waiting
from app.ui.profit.cells import Setting, Shown
from app.ui.profit.columns import matrix_columns
from app.ui.profit.matrix_reading import Readings, Span
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
        self._readings = Readings(self, panel.context.runner, self)
        self.waiting = Waiting(panel.context, panel)
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

    def declined(self) -> None:
        """Nobody waits: the months that were shown before stay."""
        self.panel.frame.strip.clear("period")
        self._back()

    def leave(self) -> None:
        """Other figures are wanted: what is being read is stopped."""
        self._readings.leave()
        self.waiting.end()
        self.panel.frame.strip.clear("period")

    def _read(self) -> None:
        """Usual periods at once; of longer ones it is found out first how long they take."""
        assert self.first is not None
        assert self.last is not None
        if self.last <= self.first.plus(USUAL - 1) or self._agreed == (self.first, self.last):
            self._begin((self.first, self.last))
        else:
            self._readings.look((self.first, self.last))

    def _begin(self, span: Span) -> None:
        self._readings.read(span, self.waiting.begin())

    def looked(self, span: Span, outlook: Outlook) -> None:
        """How long it takes is known: ask, or read."""
        if not outlook.long and span[1] < span[0].plus(USUAL_MONTHS):
            self._begin(span)
            return
        say, frame = self.panel.context.say, self.panel.frame
        words = say.plural(
            "This reads {count} line, about {seconds} s. Go on?", "This reads {count} lines, about {seconds} s. Go on?",
            outlook.lines, seconds=say.number(Decimal(max(1, outlook.seconds)), 0),
        )  # fmt: skip
        choices = [("period", say.text(N_("Go on"))), ("period_not", say.text(N_("Cancel")))]
        frame.strip.tell(words, "warn", choices, name="period")
        frame.settle()

    def take(self, found: Matrix) -> None:
        """What was read."""
        self.waiting.end()
        if self.panel.view == "months":
            self.found = found
            self.panel.frame.settle()
            self.panel.down.rows_arrived()

    def failed(self, error: BaseException) -> None:
        """Stopped by a person: what was shown before stays; anything else is said."""
        self.waiting.end()
        if not isinstance(error, Stopped):
            self.panel._failed(error)  # noqa: SLF001 - its own half
            return
        self._agreed = None
        say, frame = self.panel.context.say, self.panel.frame
        again = [("period", say.text(N_("Read them")))]
        frame.strip.tell(say.refusal(error), "info", () if self.found else again, name="period")
        self._back()

    def _back(self) -> None:
        """The months that were read before, if there were any."""
        if self.found is not None:
            self.first, self.last = self.found.months[0], self.found.months[-1]
            self.panel.frame.period.show_period(self.first, self.last)
            self.panel.down.rows_arrived()
        self.panel.frame.settle()

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
        frame.hint.say(say.text(N_("A stronger shade is more; Enter opens the orders of a month")))
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
