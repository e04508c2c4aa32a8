"""The book months: the list, the chosen one beside it, closing, opening again, tiers of a year."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.papers_profit import ProfitMonth
from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.queries import profit_panel_matrix
from app.queries.profit_month import profit_month
from app.queries.profit_panel_matrix import MonthRow, TierYearState
from app.queries.report_words import NOTHING, ReportWords
from app.queries.report_words import read as read_words
from app.services import months, report_words
from app.services.months import Closed
from app.services.report_words import MOST_WORDS
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, Pages, StatePage, try_again
from app.ui.months.columns import month_columns, total_of
from app.ui.months.confirm import Confirm
from app.ui.months.detail import Detail
from app.ui.months.tier_bar import TierBar
from app.ui.preview import open_preview, papers
from app.ui.profit.cells import Setting
from app.ui.profit.table import FigureTable

LOOK_MS = 150


class MonthsPanel(Panel):
    """One request for each deed until it succeeded: a repeat after a lost answer closes once."""

    kinds = frozenset({"contribution", "month", "tier", "order"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows: tuple[MonthRow, ...] = ()
        self._wanted: Month | None = None
        self._requests: dict[tuple[str, object], Any] = {}
        self._watch: Watch | None = None
        self._written: ReportWords | None = None
        self._title = Text("", "title")
        self.table = FigureTable(context)
        self.detail = Detail(context)
        self.state = StatePage(context)
        self.tiers = TierBar(context)
        self.stop = QPushButton()
        self.stop.hide()
        self._pages = Pages()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._show_step)
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.tiers)
        list_card = Card()
        list_card.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.state)
        list_card.body.addWidget(self._pages)
        self.detail.body.addWidget(self.stop)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(list_card, 1)
        across.addWidget(self.detail)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addLayout(across, 1)
        # of no month nothing is said
        self.detail.hide()
        self.setFocusProxy(self._pages)

    def _join(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.opened.connect(self._open_profit)
        self.detail.closing.connect(self.ask_to_close)
        self.detail.opening.connect(self.ask_to_open)
        self.detail.printing.connect(self.print_report)
        self.detail.edited.connect(self.keep_remarks)
        self.detail.again.clicked.connect(self.begin_again)
        self.detail.checks.wanted.connect(self.show_records)
        self.stop.clicked.connect(self._stop)
        bind_keys(
            self,
            ("Ctrl+Return", self.main_deed), ("Ctrl+Enter", self.main_deed), ("Ctrl+P", self.print_newest),
            ("F5", self.ask),
        )  # fmt: skip

    # what is shown
    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Book months"))

    def open_record(self, record: object) -> None:
        """A month."""
        if isinstance(record, Month):
            self._wanted = record
            self.ask()

    def ask(self) -> None:
        """The list; the chosen month follows."""
        if not self.rows:
            self.state.show_state("clock", self.context.say.text(N_("Reading the months…")))
            self._pages.setCurrentWidget(self.state)
        self.context.runner.read(self, _months, self._read, self._failed)

    def _read(self, answer: tuple[tuple[MonthRow, ...], tuple[TierYearState, ...]]) -> None:
        chosen = self._wanted or (self.detail.row.month if self.detail.row is not None else None)
        self._wanted = None
        self.rows, years = answer
        say = self.context.say
        self.tiers.show_years(years)
        self.detail.setVisible(bool(self.rows))
        if not self.rows:
            words = say.text(N_("Nothing is booked yet. Months appear here with the first confirmed order."))
            deed = Deed(say.text(N_("New order")), self.new_order, primary=True)
            self.state.show_state("profit", words, [deed])
            self._pages.setCurrentWidget(self.state)
            return
        self._pages.setCurrentWidget(self.table)
        rows = self.rows
        self.table.show_figures(month_columns(say), rows, Setting(say), partial(total_of, rows))
        self.table.go_to(next((at for at, row in enumerate(rows) if row.month == chosen), self._first_to_close()))

    def new_order(self) -> None:
        """Where every month begins."""
        self.context.go("order", "new")

    def _first_to_close(self) -> int:
        """The oldest open month waits longest."""
        return max((at for at, row in enumerate(self.rows) if row.state == "open"), default=0)

    def _chosen(self) -> None:
        row = self.table.current_row()
        if not isinstance(row, MonthRow):
            return
        # of the month before
        self.keep_remarks()
        if row.month != self.month:
            self._written = None
        self.detail.show_month(row)
        if row.state == "open":
            self.context.runner.read(self, partial(_points, month=row.month), self._points_read, self._failed)
        self.context.runner.read(self, partial(_report, month=row.month), self._report_read, self._failed)

    @property
    def month(self) -> Month | None:
        """The chosen month."""
        return self.detail.row.month if self.detail.row is not None else None

    def _points_read(self, answer: tuple[Month, Any]) -> None:
        if answer[0] == self.month:
            self.detail.show_points(answer[1])

    def _report_read(self, answer: tuple[ProfitMonth, ReportWords]) -> None:
        report, written = answer
        if report.month == self.month:
            self._written = written
            self.detail.show_report(report, written)

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if self.rows or not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        if not self.rows:
            words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The months could not be read."))
            self.state.show_state("warning", words, (try_again(say, self.ask),), "bad")
            self._pages.setCurrentWidget(self.state)
            self.detail.hide()

    def _open_profit(self, row: int) -> None:
        self.context.go("profit", self.rows_shown(row).month)

    def rows_shown(self, row: int) -> MonthRow:
        """A row as it stands in the table, sorted perhaps."""
        found: MonthRow = self.table.figures.rows[row]
        return found

    def show_records(self, point: str) -> None:
        """What a point of the checklist speaks of."""
        if self.month is None:
            return
        if point == "no_cost":
            self.context.go("profit", ("uncosted", self.month))
        elif point == "earlier_open":
            self._wanted = next(row.month for row in reversed(self.rows) if row.state == "open")
            self.ask()
        else:
            filters = {"drafts": f"status:draft date:{self.month}", "quotes": "status:quoted"}
            self.context.go("orders", filters.get(point, f"date:{self.month}"))

    def keep_remarks(self) -> None:
        """What was written about the month is kept with it, for everybody who prints or closes it."""
        if self._written is not None and self.detail.row is not None and self.detail.row.state == "open":
            self._keep_words(self.detail.written())

    def _keep_words(self, words: ReportWords) -> None:
        before = self._written
        if self.month is None or before is None or words == before or self.detail.too_many:
            return
        work = partial(report_words.keep, month=self.month, words=words, before=before)
        self._written = words
        self.context.runner.write(self, work, None, self._not_kept)

    def _not_kept(self, error: BaseException) -> None:
        self._written = None
        self.context.reporter.show(error, near=self)
        self._read_report()

    def begin_again(self) -> None:
        """The sentences as the figures give them."""
        self._keep_words(NOTHING)
        self._read_report()

    def _read_report(self) -> None:
        if self.month is not None:
            self.context.runner.read(self, partial(_report, month=self.month), self._report_read, self._failed)

    # closing
    def main_deed(self) -> None:
        """Ctrl+Enter: close an open month."""
        if self.detail.main.isEnabled() and not self.detail.main.isHidden():
            self.ask_to_close()

    def ask_to_close(self) -> None:
        """The question that names the deed."""
        if self.month is None or self._watch is not None:
            return
        say = self.context.say
        self.keep_remarks()
        if self.detail.too_many:
            words = N_("The report has room for {count} remarks; join or shorten some.")
            self.context.reporter.said.emit(say.text(words, count=MOST_WORDS), "refusal")
            self.detail.remarks.setFocus()
            return
        month = say.month(self.month)
        words = N_(
            "Closing {month} stores its report for ever. Nothing can be booked into it any more; what comes later is"
            " booked into the next open month. Only a manager opens it again, with a reason that is printed."
        )
        confirm = Confirm(
            self.context, self, words=say.text(words, month=month), deed=say.text(N_("Close {month}"), month=month),
            leave=say.text(N_("Leave it open")),
        )  # fmt: skip
        confirm.agreed.connect(self.close_month)
        confirm.open()

    def close_month(self, _reason: str = "") -> None:
        """Close it, with the points that were ticked and the remarks that were written."""
        month = self.month
        if month is None or self._watch is not None:
            return
        self._watch = Watch(quiet=True)
        self._look.start()
        self.stop.show()
        request = self._requests.setdefault(("close", month), new_uid())
        work = partial(
            months.close, month=month, request=request, accept=self.detail.checks.accepted(),
            watch=self._watch,
        )  # fmt: skip
        self.context.runner.write(self, work, self._closed, self._not_closed, watch=self._watch)

    def _show_step(self) -> None:
        if self._watch is not None:
            step = self.context.say.text(self._watch.step) if self._watch.step else ""
            self.detail.say_step(f"{step}…" if step else self.context.say.text(N_("Waiting for the database…")))

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.stop()

    def _end(self) -> None:
        self._watch = None
        self._look.stop()
        self.stop.hide()
        self.detail.say_step("")

    def _closed(self, closed: Closed) -> None:
        self._end()
        self._requests.pop(("close", closed.month), None)
        say = self.context.say
        words = N_("{month} is closed: revision {revision}, data check {code}.")
        values = {"month": say.month(closed.month), "revision": closed.revision, "code": closed.check_code}
        self.context.reporter.said.emit(say.text(words, **values), "done")
        open_preview(self.context, papers.profit_month(closed.month))

    def _not_closed(self, error: BaseException) -> None:
        self._end()
        self.context.reporter.show(error, near=self)
        # the checklist as it is now: something may have come in meanwhile
        self._chosen()

    # opening again
    def ask_to_open(self) -> None:
        """The question with its reason."""
        if self.month is None:
            return
        say = self.context.say
        month = say.month(self.month)
        words = N_("What was printed of {month} stays as it is. The next closing makes another revision.")
        confirm = Confirm(
            self.context, self, words=say.text(words, month=month),
            deed=say.text(N_("Open {month} again"), month=month), leave=say.text(N_("Leave it closed")),
        )  # fmt: skip
        confirm.ask_reason(say.text(N_("Why? The reason is printed in the next report.")))
        confirm.agreed.connect(self.open_again)
        confirm.open()

    def open_again(self, reason: str) -> None:
        """Open it."""
        month, revision = self.month, self.detail.row.revision if self.detail.row is not None else 0
        if month is not None:
            request = self._requests.setdefault(("open", (month, revision)), new_uid())
            work = partial(months.reopen, month=month, reason=reason, request=request)
            self.context.runner.write(self, work, self._opened, self._not_closed)

    def _opened(self, _changes: object) -> None:
        say = self.context.say
        words = say.text(N_("{month} is open again."), month=say.month(self.month) if self.month else "")
        self.context.reporter.said.emit(words, "done")

    # printing
    def print_newest(self) -> None:
        """The report of the chosen month."""
        self.print_report(0)

    def print_report(self, revision: int) -> None:
        """A stored revision, or (0) the newest, of an open month today's figures."""
        self.keep_remarks()
        if self.month is not None:
            open_preview(self.context, papers.profit_month(self.month, revision=revision or None))

    # words and colours
    def translate(self) -> None:
        """Every text anew; the figures are written again when they are asked."""
        say = self.context.say
        self._title.setText(self.title())
        self.table.setAccessibleName(self.title())
        self.stop.setText(say.text(N_("Stop")))
        self.stop.setAccessibleName(self.stop.text())
        self.detail.translate()
        self.tiers.translate()

    def paint_theme(self) -> None:
        """Icons and painted cells anew."""
        self.table.viewport().update()
        self.detail.paint_theme()
        self.state.paint_theme()


def _months(store: Any) -> Any:  # noqa: ANN401 - the store
    return profit_panel_matrix.month_rows(store), profit_panel_matrix.tier_years(store)


def _report(store: Any, *, month: Month) -> tuple[ProfitMonth, ReportWords]:  # noqa: ANN401 - the store
    return profit_month(store, month), read_words(store, month)


def _points(store: Any, *, month: Month) -> Any:  # noqa: ANN401 - the store
    return month, months.checklist(store, month)
