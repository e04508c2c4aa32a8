"""The profit screen of one month: figures, charts, rows, and the way down to the entries."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.papers_profit import ProfitMonth
from app.domain.refusal import N_, Refusal
from app.queries import profit_panel
from app.queries.profit_panel import Head, Rows, TierReason
from app.queries.profit_panel_drill import Scope
from app.reports.compare import Words
from app.ui.charts.drawings import bridge_drawing, months_drawing
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.month import MonthPanel
from app.ui.kit.states import Deed, try_again
from app.ui.kit.timers import once
from app.ui.preview import open_preview, papers
from app.ui.profit.down import Down
from app.ui.profit.export import TableExport
from app.ui.profit.figures import FigureCard
from app.ui.profit.frame import Frame
from app.ui.profit.matrix import MatrixView
from app.ui.profit.rows import RowsView
from app.ui.profit.why import Why


class ProfitPanel(MonthPanel):
    """Closed months are read once; an open one each time something was booked."""

    kinds = frozenset({"contribution", "month", "tier"})
    explains = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view = "customers"
        self.percent = False
        self.head: Head | None = None
        self._heads: dict[Month, Head] = {}
        self._rows: dict[tuple[Month, str], Rows] = {}
        self.reasons: dict[str, TierReason] = {}
        self.frame = Frame(context, self)
        self.rows = RowsView(self)
        self.matrix = MatrixView(self)
        self.down = Down(self)
        self.exports = TableExport(self)
        self._patience = once(self, 200, self._waiting)
        self._join()
        self.translate()
        self.paint_theme()

    def _join(self) -> None:
        head, frame = self.frame.head, self.frame
        self.follow(head.step)
        head.views.chosen.connect(self.show_view)
        head.printing.connect(self.print_report)
        head.exporting.connect(self.exports.ask)
        head.closing.connect(self.show_months)
        frame.figures.opened.connect(self.down.open_figure)
        frame.figures.asked.connect(self._why_figure)
        frame.strip.chosen.connect(self._chosen)
        deeds: dict[str, Callable[[], None]] = {
            "Ctrl+Return": self.print_report, "Ctrl+Enter": self.print_report, "Ctrl+P": self.print_report,
            "Ctrl+Shift+V": self.switch_percent, "Ctrl+Shift+E": self.exports.ask, "F5": self.reload,
            "Alt+T": frame.switch_tables, "Ctrl+Shift+K": self.correct_cost,
        }  # fmt: skip
        bind_keys(self, *deeds.items())
        head.views.bind(self)

    # what is shown
    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Profit"))

    def open_record(self, record: object) -> None:
        """A month, or (“uncosted”, month) for its sold lines without a cost."""
        if isinstance(record, Month):
            self.show_month(record)
        elif isinstance(record, tuple) and record[0] == "uncosted":
            self.show_month(record[1])
            self.down.open_uncosted()

    def show_month(self, month: Month) -> None:
        """Another month, from its rows on."""
        if month != self.month:
            self.month = month
            self.down.leave()
            self.ask()

    def show_view(self, view: str) -> None:
        """By customer, product, … or months side by side."""
        self.matrix.leave()
        self.view = view
        self.down.leave()
        self.frame.head.show_view(view)
        self.ask()

    def switch_percent(self) -> None:
        """Amounts, or each as a part of the whole."""
        self.percent = not self.percent
        self.down.show_again()
        words = N_("Each figure as a share of the total.") if self.percent else N_("Amounts again.")
        self.context.reporter.said.emit(self.context.say.text(words), "done")

    def reload(self) -> None:
        """Everything from the database, closed months too."""
        self._heads.clear()
        self._rows.clear()
        self.ask()

    def refresh(self, changes: ChangeSet) -> None:
        """Something was booked, or a month closed or opened."""
        if changes.touches("month") or changes.touches("tier"):
            self._heads.clear()
            self._rows.clear()
        self.ask()

    # asking: figures first, rows next, small lines last
    def ask(self) -> None:
        """Ask for the month; a closed one that was read is shown at once."""
        runner = self.context.runner
        if self.month is None:
            self._patience.start()
            runner.read(self, _today, self._today, self._failed)
            return
        self.frame.head.show_month(self.month, closed=False, known=False)
        known = self._heads.get(self.month)
        if known is not None:
            self._head(known)
        else:
            self._patience.start()
            runner.read(self, partial(profit_panel.head, month=self.month), self._head, self._failed)
        if self.view == "months":
            self.matrix.ask()
            return
        rows = self._rows.get((self.month, self.view))
        if rows is not None:
            self._rows_read(rows)
        else:
            runner.read(
                self, partial(profit_panel.rows, month=self.month, view=self.view), self._rows_read, self._failed
            )  # fmt: skip
        if self.view == "customers":
            runner.read(self, partial(profit_panel.tier_reasons, month=self.month), self._reasons, self._failed)

    def _today(self, now: Month) -> None:
        self.frame.head.field.now = now
        # the running month says little at its beginning: the last whole one is what people look at
        self.month = now.plus(-1)
        self.ask()

    def _waiting(self) -> None:
        say = self.context.say
        if self.month is None:
            self.frame.wait(say.text(N_("Reading the months…")))
        else:
            self.frame.wait(say.text(N_("Reading {month}…"), month=say.month(self.month)))

    def _head(self, head: Head) -> None:
        if head.report.month != self.month:
            return
        self.head = head
        if head.closed:
            self._heads[head.report.month] = head
        self._patience.stop()
        self.frame.settle()
        self.frame.head.show_month(head.report.month, closed=head.closed)
        self.frame.figures.show_report(head.report)
        self.draw_charts()
        self._warn(head)

    def draw_charts(self) -> None:
        """13 months and the bridge of this month."""
        if self.head is None:
            return
        report, say = self.head.report, self.context.say
        drawing, note = months_drawing(report.months, report.month, say)
        self.frame.months.show_chart(say.text(N_("Contribution, month by month")), note, drawing)
        words = Words(say)
        this, before = words.month(report.month, report.month), words.month(report.previous, report.month)
        heading = say.text(N_("Why {month} differs from {before}"), month=this, before=before)
        if report.bridge is None:
            nothing = say.text(N_("There is no month before to compare with."))
            self.frame.bridge.show_chart(heading, nothing, None)
        else:
            change = words.money(report.bridge.end - report.bridge.start, sign=True)
            self.frame.bridge.show_chart(heading, change, bridge_drawing(report.bridge, report.month, words))

    def _warn(self, head: Head) -> None:
        say, strip = self.context.say, self.frame.strip
        if head.uncosted:
            words = say.plural(
                "{count} sold line has no cost price; its whole price counts as contribution.",
                "{count} sold lines have no cost price; their whole price counts as contribution.",
                head.uncosted,
            )
            strip.tell(words, "warn", [("uncosted", say.text(N_("Show them")))], name="uncosted")
        else:
            strip.clear("uncosted")

    def _rows_read(self, rows: Rows) -> None:
        if (rows.month, rows.view) != (self.month, self.view):
            return
        if self.head is not None and self.head.closed and self.head.report.month == rows.month:
            self._rows[rows.month, rows.view] = rows
            self._compare(rows, self.head.report)
        self._patience.stop()
        self.frame.settle()
        self.rows.take(rows)
        self.down.rows_arrived()

    def _compare(self, rows: Rows, report: ProfitMonth) -> None:
        """A closed month is shown as it was printed; rows that differ from it are never passed over in silence."""
        if rows.view == "orders":
            return
        printed = report.figures.contribution
        base = (printed.previous or 0, printed.year_before or 0)
        if (rows.total.previous, rows.total.year_before) != base:
            words = N_(
                "Earlier months have changed since this report was printed: the rows compare with today’s figures."
            )
            self.frame.strip.tell(self.context.say.text(words), "info", name="changed")

    def _reasons(self, reasons: dict[str, TierReason]) -> None:
        self.reasons = reasons
        if self.view == "customers" and self.down.at_top:
            self.rows.show_again()

    def _failed(self, error: BaseException) -> None:
        self._patience.stop()
        say = self.context.say
        if isinstance(error, Refusal):
            words = say.refusal(error)
        else:
            self.context.reporter.show(error, near=self)
            words = say.text(N_("The figures could not be read. Nothing was changed."))
        deed = try_again(say, self.reload)
        self.frame.hint.say("")
        self.frame.show_charts(self.head is not None and self.down.at_top)
        self.frame.show_state("warning", words, (deed,), "bad")

    def refuse_month(self, words: str) -> None:
        """On the strip, while it stands there."""
        self.frame.strip.tell(words, "bad", name="month")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was booked in the month that is shown."""
        return self.head is not None and self.head.report.month == self.month and self.head.empty

    def show_empty(self) -> None:
        """Nothing was booked: the way to a month with figures."""
        assert self.month is not None
        say, deeds = self.context.say, []
        words = say.text(N_("Nothing was booked in {month}."), month=say.month(self.month))
        if self.head is not None and self.head.nearest is not None:
            title = say.text(N_("Go to {month}"), month=say.month(self.head.nearest))
            deeds.append(Deed(title, self._to_nearest, primary=True))
        elif self.head is not None:
            deeds.append(Deed(say.text(N_("New order")), self.new_order, primary=True))
        self.frame.hint.say("")
        self.frame.show_state("profit", words, deeds)

    def new_order(self) -> None:
        """Where every figure begins."""
        self.context.go("order", "new")

    def _to_nearest(self) -> None:
        if self.head is not None and self.head.nearest is not None:
            self.show_month(self.head.nearest)

    # deeds
    def print_report(self) -> None:
        """The printed report of this month, as pages."""
        if self.month is not None:
            open_preview(self.context, papers.profit_month(self.month))

    def correct_cost(self) -> None:
        """Another cost for the past, of the product under the cursor."""
        if self.context.may("change_prices"):
            self.down.correct_cost()

    def show_months(self) -> None:
        """The book months."""
        self.context.go("months", self.month)

    def _chosen(self, deed: str, _reason: str) -> None:
        if deed == "uncosted":
            self.down.open_uncosted()
        elif deed == "period":
            self.matrix.agreed()
        elif deed == "period_not":
            self.matrix.declined()

    def why(self) -> None:
        """F1: the number under the cursor."""
        asked = self.down.question()
        if asked is not None:
            self._explain(*asked)

    def _why_figure(self, card: FigureCard) -> None:
        self._explain(card.accessibleName(), self.context.say.text(card.kind.why), self.down.top_scope())

    def _explain(self, figure: str, definition: str, scope: Scope | None) -> None:
        made = Why(self.context, self)
        made.show()
        made.explain(figure, definition, scope)

    def leave(self, key: Qt.Key) -> bool:
        """Up to the rows above."""
        return self.down.up()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Low windows have lower charts."""
        super().resizeEvent(event)
        self.frame.fit(event.size().width(), event.size().height())

    # words and colours
    def translate(self) -> None:
        """Every text anew; figures are written again when they are asked."""
        self.frame.translate()
        if self.month is not None:
            self.frame.head.show_month(self.month, closed=bool(self.head and self.head.closed))

    def paint_theme(self) -> None:
        """Icons and painted cells anew."""
        self.frame.paint_theme()


def _today(store: Any) -> Month:  # noqa: ANN401 - the store
    return Month.of(store.today())
