"""The way down from a number and back up: Enter opens, Backspace goes up, the sums stand beside each other."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.month import Month
from app.domain.papers_figures import MonthPoint
from app.domain.refusal import N_
from app.queries.profit_panel_drill import EntryLine, OrderSum, Scope, Uncosted
from app.queries.profit_panel_matrix import MatrixRow
from app.queries.profit_panel_row import ProfitRow
from app.ui.charts.drawings import months_drawing
from app.ui.profit import places
from app.ui.profit.adjust import CostCorrection
from app.ui.profit.cells import Look, Setting
from app.ui.profit.columns import NOBODY
from app.ui.profit.places import Found, Place

if TYPE_CHECKING:
    from app.ui.profit.panel import ProfitPanel

Question = tuple[str, str, Scope | None]


class Down(QObject):
    """Works on the panel's table; ``path`` is empty while the rows of the month are shown."""

    def __init__(self, panel: "ProfitPanel") -> None:
        super().__init__(panel)
        self.panel = panel
        self.path: list[Place] = []
        self.found: Found | None = None
        self._top_row = self._back_to = 0
        frame = panel.frame
        frame.table.opened.connect(self.open_row)
        frame.table.up.connect(self.up)
        frame.table.along.connect(self.open_history)
        frame.path.chosen.connect(self.go_to)

    @property
    def at_top(self) -> bool:
        """Whether the rows of the month are shown."""
        return not self.path

    def leave(self) -> None:
        """All the way up; the rows follow when they are read."""
        self.path.clear()
        self.found = None
        self._top_row = 0

    def rows_arrived(self) -> None:
        """The rows of the month were read (again)."""
        if self.at_top:
            self._show_top()
        else:
            self._ask(self.path[-1])

    def show_again(self) -> None:
        """The same figures, written another way."""
        if self.at_top:
            self._show_top()
        elif self.found is not None:
            self._show(self.found)

    def _show_top(self) -> None:
        frame = self.panel.frame
        frame.path.show_titles([])
        frame.heading.show()
        frame.check.setText("")
        months = self.panel.view == "months"
        frame.period.setVisible(months)
        frame.show_charts(not months)
        for chip in frame.chips.values():
            chip.setVisible(False)
        if months:
            self.panel.matrix.show_again()
        else:
            self.panel.rows.show_again(self._top_row)

    # going down
    def open_row(self, row: int) -> None:
        """Enter on a row."""
        table = self.panel.frame.table
        record = table.figures.rows[row]
        if isinstance(record, MatrixRow):
            self._open_matrix(record, row)
        elif isinstance(record, ProfitRow):
            self._open_top(record, row)
        else:
            self._open_below(record, row)

    def _open_top(self, record: ProfitRow, row: int) -> None:
        panel = self.panel
        assert panel.month is not None
        name = record.name or panel.context.say.text(NOBODY[panel.view])
        kind = "entries" if panel.view == "orders" else "orders"
        self._enter(Place(kind, name, Scope(panel.month, panel.view, record.key), record.contribution, row))

    def _open_matrix(self, record: MatrixRow, row: int) -> None:
        month = self.panel.matrix.month_of(self.panel.frame.table.currentIndex().column())
        if not record.key:
            words = N_("This row stands for many customers; choose a shorter period.")
            self.panel.context.reporter.said.emit(self.panel.context.say.text(words), "refusal")
        elif month is None:
            self.open_history(row)
        else:
            amount = record.amounts[self.panel.matrix.at(month)]
            title = f"{record.name}, {self.panel.context.say.month_year_short(month)}"
            self._enter(Place("orders", title, Scope(month, "customers", record.key), amount, row))

    def _open_below(self, record: object, row: int) -> None:
        place, context = self.path[-1], self.panel.context
        if isinstance(record, OrderSum):
            scope = place.scope.within(record.key)
            title = record.number or context.say.text(N_("Without an order"))
            self._enter(Place("entries", title, scope, record.contribution, row))
        elif place.kind == "entries":
            self._open_document(place)
        elif isinstance(record, Uncosted):
            context.go("product", record.product_id)
        elif isinstance(record, MonthPoint):
            self.panel.show_month(record.month)

    def _open_document(self, place: Place) -> None:
        key = place.scope.order or place.scope.key
        if key.isdigit():
            self.panel.context.go("sale", int(key))
        else:
            words = N_("These costs belong to a complaint without an order.")
            self.panel.context.reporter.said.emit(self.panel.context.say.text(words), "refusal")

    def open_history(self, row: int) -> None:
        """Right: 24 months of a row."""
        record = self.panel.frame.table.figures.rows[row]
        month = self.panel.month if isinstance(record, ProfitRow) else self.panel.matrix.last
        if isinstance(record, ProfitRow | MatrixRow) and month is not None:
            view = "customers" if isinstance(record, MatrixRow) else self.panel.view
            name = record.name or self.panel.context.say.text(NOBODY[view])
            self._enter(Place("history", name, Scope(month, view, record.key), None, row))

    def open_figure(self, _key: str) -> None:
        """Enter on one of the five figures: all orders of the month."""
        head, month = self.panel.head, self.panel.month
        if head is not None and month is not None:
            title = self.panel.context.say.text(N_("All orders"))
            self.path.clear()
            self._enter(Place("orders", title, Scope(month), head.report.figures.contribution.now, 0))

    def open_uncosted(self) -> None:
        """The sold lines without a cost."""
        if self.panel.month is not None:
            title = self.panel.context.say.text(N_("Without a cost"))
            self.path.clear()
            self._enter(Place("uncosted", title, Scope(self.panel.month)))

    def _enter(self, place: Place) -> None:
        if self.at_top:
            self._top_row = place.came_from
        self.path.append(place)
        self._ask(place)

    def _ask(self, place: Place) -> None:
        self.panel.context.runner.read(
            self.panel,
            partial(places.read, place=place),
            self.take,
            self.panel._failed,  # noqa: SLF001 - its own half
        )

    def take(self, found: Found) -> None:
        """Rows of a place; a place that was left is not shown."""
        if self.path and found.place is self.path[-1]:
            self.found = found
            self._show(found)

    # going up
    def up(self) -> bool:
        """One step; false where there is none."""
        if self.at_top:
            return False
        self.go_to(len(self.path) - 1)
        return True

    def go_to(self, step: int) -> None:
        """Step 0 is the month, the others the places below."""
        left = self.path[step:]
        del self.path[step:]
        if self.at_top:
            self._show_top()
            self.panel.draw_charts()
        else:
            self._back_to = left[0].came_from if left else 0
            self._ask(self.path[-1])

    # what is shown
    def _show(self, found: Found) -> None:
        place, frame, say = found.place, self.panel.frame, self.panel.context.say
        frame.heading.hide()
        frame.path.show_titles([self._top_title(), *[one.title for one in self.path]])
        frame.period.hide()
        for chip in frame.chips.values():
            chip.hide()
        frame.show_charts(place.kind == "history", alone=True)
        sums = places.sums_of(found.rows)
        columns = places.columns_of(place, say)
        widest = places.widest(found.rows) if place.kind == "history" else Decimal(1)
        percent = self.panel.percent and place.kind in ("orders", "entries")
        name = say.plural("{count} line", "{count} lines", len(found.rows))
        total = None if place.kind == "history" else places.total_maker(columns, sums, name)
        frame.table.leads_along = False
        rows = found.rows[::-1] if place.kind == "history" else found.rows
        frame.table.show_figures(columns, rows, Setting(say, sums, widest, percent), total)
        frame.table.go_to(self._back_to)
        self._back_to = 0
        frame.hint.say(self._hint(place))
        words, tone = places.check_words(place, sums, len(found.rows), say)
        frame.check.setText(words)
        frame.check.set_tone(tone)
        frame.show_table()
        if place.kind == "history":
            drawing, note = months_drawing(found.rows, place.scope.month, say)
            frame.months.show_chart(place.title, note, drawing)

    def _top_title(self) -> str:
        month: Month | None = self.panel.month
        return self.panel.context.say.month(month) if month is not None else ""

    def _hint(self, place: Place) -> str:
        say = self.panel.context.say
        hints = {
            "orders": N_("Enter opens the entries of an order, Backspace goes up"),
            "entries": N_("Enter opens the document, Ctrl+Shift+K corrects the cost of the product"),
            "history": N_("24 months with the year before; Enter shows a month"),
            "uncosted": N_("Enter opens the product, to write its cost"),
        }
        return say.text(hints[place.kind])

    # questions about a number
    def top_scope(self) -> Scope | None:
        """The whole month."""
        return Scope(self.panel.month) if self.panel.month is not None else None

    def question(self) -> Question | None:
        """The number under the cursor: its words, its definition, what it is made of."""
        table = self.panel.frame.table
        column, record = table.current_column(), table.current_row()
        if column is None or record is None:
            return None
        at = table.currentIndex().column()
        if column.look is Look.TWO_LINES:
            # of a name there is nothing to explain: of its contribution there is
            asked = [(at, one) for at, one in enumerate(table.figures.columns) if one.key == "contribution"]
            at, column = asked[0] if asked else (at, column)
        cell = table.figures.cell(table.currentIndex().row(), at)
        of = self.panel.context.say.text(N_("{title}: {value}"), title=column.title, value=cell.text)
        figure = f"{self._name(record)} · {of}" if self._name(record) else column.title
        return figure, column.why or column.title, self._scope(record)

    def _name(self, record: object) -> str:
        for name in ("name", "number", "product"):
            if getattr(record, name, ""):
                return str(getattr(record, name))
        return ""

    def _scope(self, record: object) -> Scope | None:
        panel = self.panel
        if isinstance(record, ProfitRow) and panel.month is not None:
            return Scope(panel.month, panel.view, record.key)
        if isinstance(record, OrderSum):
            return self.path[-1].scope.within(record.key)
        if isinstance(record, MonthPoint):
            scope = self.path[-1].scope
            return Scope(record.month, scope.view, scope.key, scope.order)
        return None

    def correct_cost(self) -> None:
        """Ctrl+Shift+K on an entry: another cost of its product for the past."""
        record = self.panel.frame.table.current_row()
        if isinstance(record, EntryLine) and record.product_id is not None:
            CostCorrection(self.panel.context, self.panel, record).show()
