"""The rows of a month: shown, filtered by a chip, with small lines for those in sight."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.refusal import N_
from app.i18n import Say
from app.queries import profit_panel
from app.queries.profit_panel import Rows, total_of
from app.queries.profit_panel_row import ProfitRow
from app.ui.kit.timers import once
from app.ui.profit.cells import Setting
from app.ui.profit.columns import row_columns, total_cells

if TYPE_CHECKING:
    from app.ui.profit.panel import ProfitPanel

MOST_LINES = 60
HEADINGS: Mapping[str, str] = {
    "customers": N_("Customers by contribution"),
    "products": N_("Products by contribution"),
    "salespeople": N_("Salespeople by contribution"),
    "levels": N_("Product levels"),
    "orders": N_("Orders by contribution"),
    "months": N_("Customers month by month"),
}
FILTERS: Mapping[str, Callable[[ProfitRow], bool]] = {
    "course": lambda row: row.is_moving,
    "negative": lambda row: row.is_losing,
}
COUNTED: Mapping[str, Callable[[Say, int], str]] = {
    "customers": lambda say, n: say.plural("{count} customer", "{count} customers", n),
    "products": lambda say, n: say.plural("{count} product", "{count} products", n),
    "salespeople": lambda say, n: say.plural("{count} salesperson", "{count} salespeople", n),
    "levels": lambda say, n: say.plural("{count} level", "{count} levels", n),
    "orders": lambda say, n: say.plural("{count} order", "{count} orders", n),
}


class RowsView(QObject):
    """Works on the panel's table."""

    def __init__(self, panel: "ProfitPanel") -> None:
        super().__init__(panel)
        self.panel = panel
        self.rows: Rows | None = None
        self._lines: dict[str, tuple[float | None, ...]] = {}
        self._of: tuple[Any, str] | None = None
        self._later = once(self, 60, self._ask_lines)
        panel.frame.table.seen.connect(self._later.start)
        for chip in panel.frame.chips.values():
            chip.toggled.connect(self._filter)

    def take(self, rows: Rows) -> None:
        """Rows that were read; equal ones are not drawn anew."""
        if self._of != (rows.month, rows.view):
            self._of = (rows.month, rows.view)
            for chip in self.panel.frame.chips.values():
                chip.blockSignals(True)
                chip.setChecked(False)
                chip.blockSignals(False)
        self._lines = {}
        self.rows = rows

    def _filter(self, on: bool) -> None:
        if on:
            for chip in self.panel.frame.chips.values():
                if chip is not self.sender():
                    chip.setChecked(False)
        self.show_again()

    def shown(self) -> tuple[ProfitRow, ...]:
        """The rows that the chosen chip lets through."""
        assert self.rows is not None
        for name, chip in self.panel.frame.chips.items():
            if chip.isChecked():
                return tuple(row for row in self.rows.rows if FILTERS[name](row))
        return self.rows.rows

    def show_again(self, at: int = 0) -> None:
        """Draw the rows; the cursor goes to ``at``."""
        rows, frame, say = self.rows, self.panel.frame, self.panel.context.say
        if rows is None or rows.month != self.panel.month:
            return
        if self.panel.is_empty or not rows.rows:
            self.panel.show_empty()
            return
        shown = self.shown()
        columns = row_columns(rows.view, rows.month, say, self.panel.reasons)
        setting = Setting(say, rows.total, rows.widest, self.panel.percent, whole=True)
        name = COUNTED[rows.view](say, len(shown))
        frame.table.leads_along = rows.view != "orders"
        total = rows.total if shown is rows.rows else total_of(shown)
        frame.table.show_figures(columns, shown, setting, total_cells(columns, total, name))
        frame.table.go_to(at, 1)
        frame.heading.setText(say.text(HEADINGS[rows.view]))
        hints = N_("Enter opens the orders behind a number, Right its 24 months")
        if rows.view == "orders":
            hints = N_("Enter opens the entries of an order")
        frame.hint.say(say.text(hints))
        frame.show_table()
        self._chips(rows)

    def _chips(self, rows: Rows) -> None:
        say, chips = self.panel.context.say, self.panel.frame.chips
        moving, losing = rows.on_course, rows.negative
        tier = say.plural("{count} heading for another tier", "{count} heading for another tier", moving)
        below = say.plural("{count} negative", "{count} negative", losing)
        for name, count, words in (("course", moving, tier), ("negative", losing, below)):
            chips[name].setText(words)
            chips[name].setAccessibleName(words)
            chips[name].setVisible(bool(count))

    # small lines
    def _ask_lines(self) -> None:
        panel, table = self.panel, self.panel.frame.table
        if self.rows is None or not panel.down.at_top or self.rows.view in ("orders", "months"):
            return
        rows = table.figures.rows
        near = [row for row in table.rows_in_sight() if row < len(rows) and not table.figures.has_trend(row)]
        if not near or not isinstance(rows[near[0]], ProfitRow):
            return
        table.figures.add_trends({row: self._lines[rows[row].key] for row in near if rows[row].key in self._lines})
        missing = [rows[row].key for row in near if rows[row].key not in self._lines][:MOST_LINES]
        if missing:
            work = partial(
                _lines, month=self.rows.month, view=self.rows.view, keys=missing, of=self._of
            )  # fmt: skip
            panel.context.runner.read(self, work, self._lines_read)

    def _lines_read(self, answer: tuple[Any, dict[str, tuple[Decimal | None, ...]]]) -> None:
        of, found = answer
        if of != self._of or not self.panel.down.at_top:
            return
        self._lines |= {
            key: tuple(None if value is None else float(value) for value in values) for key, values in found.items()
        }
        figures = self.panel.frame.table.figures
        figures.add_trends(
            {at: self._lines[row.key] for at, row in enumerate(figures.rows) if getattr(row, "key", None) in found}
        )


def _lines(store: Any, *, month: Any, view: str, keys: list[str], of: Any) -> Any:  # noqa: ANN401
    return of, profit_panel.trends(store, month, view, keys)
