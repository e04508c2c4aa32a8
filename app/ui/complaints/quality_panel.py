"""The quality of solving complaints in a month: figures, causes, and the cases behind each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.complaint_quality import ALL, Filter, Measure
from app.domain.month import Month
from app.domain.papers_complaints import ComplaintMonth, Slice
from app.domain.refusal import N_, Refusal
from app.queries import complaints_quality
from app.queries.complaints_quality import Case
from app.queries.papers_complaints import complaint_month
from app.reports.chart import Box, month_bars
from app.reports.complaint_charts import received_bars
from app.ui.charts.card import ChartCard, Drawing
from app.ui.charts.surface import ScreenSurface
from app.ui.complaints.quality_columns import NOBODY, UNNAMED, case_columns, slice_columns, slice_total
from app.ui.complaints.quality_head import KINDS, VIEWS, QualityFigures, QualityHead
from app.ui.complaints.start import ComplaintStart
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.month import MonthPanel
from app.ui.kit.states import Deed, Pages, StatePage, try_again
from app.ui.preview import open_preview, papers
from app.ui.profit.cells import Setting
from app.ui.profit.figures import FigureCard
from app.ui.profit.places import Path
from app.ui.profit.table import FigureTable
from app.ui.profit.why import Why

CHART, LOW_CHART, LOW = 186, 178, 700
TITLES = {"causes": N_("Cause"), "products": N_("Product"), "owners": N_("Owner")}


@dataclass(frozen=True, slots=True)
class Down:
    """Where a person is below a figure: its cases, perhaps of one cause only."""

    title: str
    measure: Measure
    only: Filter = ALL


@dataclass(frozen=True, slots=True)
class Answer:
    """The cases that were read for a place."""

    month: Month
    down: Down
    cases: tuple[Case, ...]


class QualityPanel(MonthPanel):
    """Enter opens the cases behind a bar or a figure, Backspace goes up."""

    kinds = frozenset({"complaint", "contribution"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view = "causes"
        self.report: ComplaintMonth | None = None
        self.down: Down | None = None
        self.cause: Slice | None = None
        """Whose products are shown."""
        self._came_from = 0
        self.head, self.figures = QualityHead(context), QualityFigures(context)
        self.chart, self.table, self.state = ChartCard(context), FigureTable(context), StatePage(context)
        self.heading, self.path = Text("", "section"), Path(context)
        self._pages = Pages()
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        card = Card()
        card.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr]
        card.head.setContentsMargins(14, 0, 14, 0)
        card.head.addWidget(self.heading)
        card.head.addWidget(self.path)
        card.head.addStretch(1)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.state)
        card.body.addWidget(self._pages, 1)
        self.chart.setFixedHeight(CHART)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        for widget in (self.head, self.figures, self.chart):
            outer.addWidget(widget)
        outer.addWidget(card, 1)
        self.setFocusProxy(self._pages)

    def _join(self) -> None:
        head = self.head
        self.follow(head.step)
        head.views.chosen.connect(self.show_view)
        head.printing.connect(self.print_month)
        self.figures.opened.connect(self.open_figure)
        self.figures.asked.connect(self._why)
        self.table.opened.connect(self.open_row)
        self.table.up.connect(self.up)
        self.table.along.connect(self.open_products)
        self.path.chosen.connect(self._go_to)
        deeds: dict[str, Callable[[], None]] = {"Ctrl+P": self.print_month, "F5": self.ask, "Alt+T": self._switch}
        bind_keys(self, *deeds.items())
        head.views.bind(self)

    # what is shown
    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Quality of complaints"))

    def open_record(self, record: object) -> None:
        """A month."""
        if isinstance(record, Month):
            self.show_month(record)

    def show_month(self, month: Month) -> None:
        """Another month."""
        if month != self.month:
            self.month, self.down, self.cause = month, None, None
            self.ask()

    def show_view(self, view: str) -> None:
        """By cause, product or owner."""
        if view == "owners" and not self.context.sees_profit:
            return
        self.view, self.down, self.cause = view, None, None
        self.head.show_view(view)
        self._show()

    def ask(self) -> None:
        """The month; the cases again where somebody looks at them."""
        if self.month is None:
            self._state("clock", self.context.say.text(N_("Reading the months…")))
            self.context.runner.read(self, _today, self._today, self._failed)
            return
        self.head.show_month(self.month)
        if self.report is None:
            words = self.context.say.text(N_("Reading {month}…"), month=self.context.say.month(self.month))
            self._state("clock", words)
        self.context.runner.read(self, partial(complaint_month, month=self.month), self._read, self._failed)

    def _today(self, now: Month) -> None:
        self.head.field.now = now
        self.month = now
        self.ask()

    def _read(self, report: ComplaintMonth) -> None:
        if report.month != self.month:
            return
        self.report = report
        self.figures.show_report(report)
        self._draw(report)
        self._show()

    def _draw(self, report: ComplaintMonth) -> None:
        say = self.context.say
        heading = say.text(N_("Complaints received, month by month"))
        note = say.text(N_("in front = actual, behind = same month a year before"))
        self.chart.show_chart(heading, note, months_drawing(report, self.context))

    def _show(self) -> None:
        if self.report is None:
            return
        if self.down is not None:
            self._ask_cases(self.down)
            return
        say, view = self.context.say, self.view
        rows: Sequence[Slice] = getattr(self.report, view)
        if self.cause is not None:
            view, rows = "products", dict(self.report.products_of).get(self.cause.key, ())
        self.path.show_titles(self._way() if self.cause is not None else [])
        self.heading.setText(say.text(dict(VIEWS)[view]))
        self.heading.setVisible(self.cause is None)
        self.table.leads_along = view == "causes"
        if not rows:
            month = say.month(self.report.month)
            self._state("complaints", say.text(N_("No complaints in {month}."), month=month), self._ways_on())
            return
        with_cost = self.report.with_cost
        unnamed = say.text(NOBODY if view == "owners" else UNNAMED)
        columns = slice_columns(say, say.text(TITLES[view]), unnamed, with_cost=with_cost)
        self.table.show_figures(columns, rows, Setting(say), partial(slice_total, rows, with_cost=with_cost))
        self._pages.setCurrentWidget(self.table)
        self.table.go_to(self._came_from if self.cause is None else 0)

    def _ways_on(self) -> Sequence[Deed]:
        """From a month without complaints: to the running one; from that one a complaint can be taken."""
        say, now = self.context.say, self.head.field.now
        if self.month == now:
            return (Deed(say.text(N_("New complaint")), self.new_complaint, primary=True),)
        return (Deed(say.text(N_("Go to {month}"), month=say.month(now)), self.to_now, primary=True),)

    def new_complaint(self) -> None:
        """A complaint of whom is asked first."""
        self.context.go("complaint", ComplaintStart())

    def to_now(self) -> None:
        """The running month."""
        self.show_month(self.head.field.now)

    def _way(self) -> list[str]:
        """From the causes down to here."""
        say = self.context.say
        return [say.text(dict(VIEWS)[self.view]), *([self.cause.name or say.text(UNNAMED)] if self.cause else [])]

    # the way down
    def open_row(self, at: int) -> None:
        """The cases of a cause, product or owner; of a case the case itself."""
        row = self.table.figures.rows[at]
        if isinstance(row, Case):
            self.context.go("complaint", row.id)
        elif isinstance(row, Slice):
            self._came_from = at if self.cause is None else self._came_from
            only = _only(self.view, row.key)
            if self.cause is not None:
                only = replace(_only("products", row.key), cause=self.cause.key)
            self._go_down(Down(row.name or self.context.say.text(UNNAMED), Measure.OPENED, only))

    def open_products(self, at: int) -> None:
        """Right: the products behind a cause."""
        row = self.table.figures.rows[at]
        known = dict(self.report.products_of) if self.report is not None else {}
        if self.view == "causes" and isinstance(row, Slice) and self.cause is None and row.key in known:
            self._came_from, self.cause = at, row
            self._show()

    def open_figure(self, key: str) -> None:
        """The cases that a figure counts."""
        kind = next(kind for kind in KINDS if kind.key == key)
        self._go_down(Down(self.context.say.text(kind.title), Measure(key)))

    def _go_down(self, down: Down) -> None:
        self.down = down
        self._ask_cases(down)

    def _ask_cases(self, down: Down) -> None:
        assert self.month is not None
        self.context.runner.read(self, partial(_cases, month=self.month, down=down), self._cases_read, self._failed)

    def _cases_read(self, answer: Answer) -> None:
        if answer.down != self.down or answer.month != self.month:
            return
        say = self.context.say
        self.heading.hide()
        self.path.show_titles([*self._way(), answer.down.title])
        self.table.leads_along = False
        if not answer.cases:
            self._state("complaints", say.text(N_("No case stands behind this figure.")))
            self.state.setFocus()
            return
        self.table.show_figures(case_columns(say), answer.cases, Setting(say))
        self._pages.setCurrentWidget(self.table)
        self.table.setFocus()

    def up(self) -> bool:
        """Back to the causes; false where they are shown."""
        if self.down is None and self.cause is None:
            return False
        self.down, self.cause = None, self.cause if self.down is not None else None
        self._show()
        return True

    def _go_to(self, at: int) -> None:
        while (self.down is not None) + (self.cause is not None) > at:
            self.up()

    # words
    def _why(self, card: FigureCard) -> None:
        made = Why(self.context, self)
        made.show()
        made.explain(card.accessibleName(), self.context.say.text(card.kind.why), None)

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if not isinstance(error, Refusal) or self.report is not None:
            self.context.reporter.show(error, near=self)
        if self.report is None:
            words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The month could not be read."))
            self._state("warning", words, (try_again(say, self.ask),), "bad")

    def _state(self, meaning: str, words: str, deeds: Sequence[Deed] = (), tone: str = "text3") -> None:
        self.state.show_state(meaning, words, deeds, tone)
        self._pages.setCurrentWidget(self.state)

    def print_month(self) -> None:
        """The month on paper."""
        if self.month is not None:
            open_preview(self.context, papers.complaint_month(self.month))

    def _switch(self) -> None:
        self.chart.show_table(not self.chart.as_table)

    def leave(self, key: Qt.Key) -> bool:
        """Up to the causes."""
        return self.up()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A low window keeps room for rows."""
        super().resizeEvent(event)
        self.head.fit(self.width())
        self.chart.setFixedHeight(LOW_CHART if self.height() < LOW else CHART)

    def translate(self) -> None:
        """Every text anew; figures follow when they are read."""
        self.head.translate()
        self.chart.translate()
        self.table.setAccessibleName(self.context.say.text(N_("Complaints by cause, product or owner, or the cases")))

    def paint_theme(self) -> None:
        """Icons anew."""
        self.head.paint_theme()


def _only(view: str, key: str) -> Filter:
    if view == "causes":
        return Filter(cause=key)
    if not key:
        return Filter(no_product=view == "products", no_owner=view == "owners")
    return Filter(product_id=int(key)) if view == "products" else Filter(owner_id=int(key))


def _today(store: Any) -> Month:  # noqa: ANN401 - the store
    return Month.of(store.today())


def _cases(store: Any, *, month: Month, down: Down) -> Answer:  # noqa: ANN401 - the store
    found = complaints_quality.cases(store, down.measure, (month.first, month.last), down.only)
    return Answer(month, down, tuple(found))


def months_drawing(report: ComplaintMonth, context: Context) -> Drawing:
    """Bars of the cases received in 13 months with the year before behind."""
    say = context.say
    bars = received_bars(report, say)

    def draw(surface: ScreenSurface, box: Box) -> None:
        month_bars(surface, box, bars, point=say.decimal_mark)

    counts = zip(report.months, report.opened, report.opened_before, strict=True)
    rows = tuple((say.month_year_short(month), str(count), str(before)) for month, count, before in counts)
    header = (say.text(N_("Month")), say.text(N_("Received")), say.text(N_("Year before")))
    sentence = say.text(
        N_("{count} months up to {last}: {cases} complaints in the last one."),
        count=len(bars), last=say.month(report.month), cases=report.opened[-1] if report.opened else 0,
    )  # fmt: skip
    return Drawing(draw, sentence, header, rows)
