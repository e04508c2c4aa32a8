"""All reports in one list: the search and the period at the left, the real pages at the right."""

from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Card, Text
from app.ui.kit.month import MonthPanel, MonthStep
from app.ui.kit.timers import once
from app.ui.preview.window import Preview
from app.ui.reports.catalogue import Report, reports
from app.ui.reports.row import ReportRow

LIST_WIDE = 320
SETTLE_MS = 250
"""Who runs through the list or the months sees the paper where they stop."""
FAVOURITES = "reports.favourites"
DAY = (FormField("as_of", N_("As of"), "day", kept=False),)


class ReportsPanel(MonthPanel):
    """Opened with the key of a report, with a month, or with nothing: then the first favourite is shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.reports = {one.key: one for one in reports(context)}
        self.key = ""
        self.day: date | None = None
        self._title, self._about = Text("", "title"), Text("", "quiet")
        self._about.setWordWrap(True)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.nothing = Text("", "quiet")
        self.nothing.setWordWrap(True)
        self.rows = {key: ReportRow(context, one) for key, one in self.reports.items()}
        self._heads = (Text("", "caption"), Text("", "caption"))
        self.months, self.as_of = MonthStep(context), Form(context, DAY)
        self.period = Text("", "strong")
        self.paper = Preview(context, None, self)
        self._settled = once(self, SETTLE_MS, self._show_paper)
        self._build()
        self._join()
        self._arranged()
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        period = Card()
        period.body.addWidget(self.period)
        period.body.addWidget(self.months)
        period.body.addWidget(self.as_of)
        period.body.addWidget(self._about)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.setContentsMargins(0, 14, 0, 14)
        for widget in (self.search, self.nothing, period, *self.rows.values()):
            widget.setFixedWidth(LIST_WIDE)
        for widget in (self._title, self.search):
            side.addWidget(widget)
        side.addLayout(self._list)
        side.addWidget(self.nothing)
        side.addWidget(period)
        side.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 0, 0, 0)
        across.setSpacing(14)
        across.addLayout(side)
        across.addWidget(self.paper, 1)
        self.setFocusProxy(self.search)

    def _join(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.follow(self.months)
        self.as_of.left.connect(self._day_left)
        for row in self.rows.values():
            row.chosen.connect(self.show_report)
            row.starred.connect(self._star)
            row.stepped.connect(self._step_row)
        self.context.personal.arrived.connect(self._arranged)
        self.paper.bind(self)
        bind_keys(self, ("Ctrl+F", self._to_search), ("F5", self._show_paper))

    # what is shown
    def title(self) -> str:
        """The list's name."""
        return self.context.say.text(N_("Reports"))

    def ask(self) -> None:
        """Which day it is comes first; papers are read when they are wanted."""
        if self.month is None:
            self.context.runner.read(self, _today, self._begin)

    def open_record(self, record: object) -> None:
        """A report's key, or a month."""
        if isinstance(record, Month):
            self.show_month(record)
        elif isinstance(record, str) and record in self.reports:
            self.show_report(record)

    def _begin(self, today: date) -> None:
        """The month that has ended is the one that is printed."""
        self.months.field.now = Month.of(today)
        self.as_of.set_today(today)
        self.day = self.day or today
        self.month = self.month or Month.of(today).plus(-1)
        self.as_of.fill({"as_of": self.day})
        self.months.field.show_month(self.month)
        self.show_report(self.key or next(iter(self._in_order()), ""))

    def show_report(self, key: str) -> None:
        """Another report, of the period that is chosen."""
        self.key = key
        for one, row in self.rows.items():
            row.button.setChecked(one == key)
        report = self.reports.get(key)
        if report is None:
            return
        self.months.setVisible(report.of_month is not None)
        self.as_of.setVisible(report.of_day is not None)
        self._about.setText(self.context.say.text(report.about))
        self._settled.start()

    def show_month(self, month: Month) -> None:
        """Another month."""
        self.month = month
        self.months.field.show_month(month)
        self._settled.start()

    def _day_left(self) -> None:
        box = self.as_of.boxes["as_of"]
        if box.refusal is None and box.value is not None and box.value != self.day:
            self.day = box.value
            self._settled.start()

    def _show_paper(self) -> None:
        """The pages of what is chosen."""
        self._settled.stop()
        report = self.reports.get(self.key)
        if report is None or self.month is None or self.day is None:
            return
        if report.of_month is not None:
            self.paper.show_paper(report.of_month(self.month))
        elif report.of_day is not None:
            self.paper.show_paper(report.of_day(self.day))

    # the list
    def _favourites(self) -> list[str]:
        kept = self.context.personal.get(FAVOURITES)
        if isinstance(kept, list):
            return [key for key in kept if key in self.reports]
        return [key for key, one in self.reports.items() if one.favourite]

    def _in_order(self) -> list[str]:
        first = self._favourites()
        return [*first, *(key for key in self.reports if key not in first)]

    def _arranged(self) -> None:
        """Favourites first, the others below in the order of their numbers."""
        first = self._favourites()
        while self._list.count():
            self._list.takeAt(0)
        for head, keys in zip(self._heads, (first, [key for key in self._in_order() if key not in first]), strict=True):
            self._list.addWidget(head)
            for key in keys:
                self._list.addWidget(self.rows[key])
        for key, row in self.rows.items():
            row.show_favourite(key in first)
        shown = [
            self.search,
            *(part for key in self._in_order() for part in (self.rows[key].button, self.rows[key].star)),
        ]
        for before, after in pairwise(shown):
            QWidget.setTabOrder(before, after)
        self._filter()

    def _star(self, key: str) -> None:
        first = self._favourites()
        self.context.personal.put(FAVOURITES, [one for one in first if one != key] if key in first else [*first, key])
        self._arranged()
        self.rows[key].star.setFocus()

    def found(self) -> list[Report]:
        """The reports that the search finds, as they stand in the list."""
        text, say = self.search.text(), self.context.say
        return [self.reports[key] for key in self._in_order() if self.reports[key].found(text, say)]

    def _filter(self, _text: str = "") -> None:
        found = {one.key for one in self.found()}
        first = set(self._favourites())
        for key, row in self.rows.items():
            row.setVisible(key in found)
        self._heads[0].setVisible(bool(found & first))
        self._heads[1].setVisible(bool(found - first) and bool(first))
        words = N_("No report is called ‘{text}’.")
        self.nothing.setText("" if found else self.context.say.text(words, text=self.search.text()))
        self.nothing.setVisible(not found)

    def _step_row(self, key: str, by: int) -> None:
        keys = [one.key for one in self.found()]
        at = keys.index(key) + by if key in keys else 0
        if at < 0:
            self._to_search()
        elif at < len(keys):
            self.rows[keys[at]].button.setFocus()
            self.show_report(keys[at])

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """In the search: Enter shows the first one that is found, the arrow down goes to it, Esc empties."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            found = self.found()
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if (
                event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
                and not event.modifiers()
                and found
            ):
                self.rows[found[0].key].button.setFocus()
                self.show_report(found[0].key)
                return True
        return super().eventFilter(watched, event)

    # words and looks
    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._title.setText(self.title())
        self.search.setPlaceholderText(say.text(N_("Search the reports")))
        self.search.setAccessibleName(self.search.placeholderText())
        for head, words in zip(self._heads, (N_("Favourites"), N_("All others")), strict=True):
            head.setText(say.text(words))
        self.period.setText(say.text(N_("Period")))
        for row in self.rows.values():
            row.translate()
        self.months.translate()
        self.as_of.translate()
        self.paper.translate()
        if self.month is not None:
            self.months.field.show_month(self.month)
        if self.key:
            self._about.setText(say.text(self.reports[self.key].about))
        self._filter()

    def paint_theme(self) -> None:
        """Colours anew."""
        for row in self.rows.values():
            row.paint_theme()
        self.months.paint_theme()
        self.as_of.paint_theme()
        self.paper.bar.paint_theme()
        self.paper.state.paint_theme()


def _today(store: Any) -> date:  # noqa: ANN401 - the store
    found: date = store.today()
    return found
