"""A list inside a screen whose rows are all at hand: tabs, filter bar, table, totals, and columns to one’s liking."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.filters import Filters, parse
from app.domain.refusal import N_, Mistake
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.arranging import Arranger
from app.ui.kit.columns import Column
from app.ui.kit.export import headings, save_dialog, values
from app.ui.kit.filter_bar import FilterBar
from app.ui.kit.list_parts import ListParts
from app.ui.kit.states import Deed, StatePage
from app.ui.kit.table import RecordTable
from app.ui.kit.table_given import Given, GivenModel, sorted_rows
from app.ui.kit.table_totals import TotalsRow
from app.ui.kit.view_tabs import ViewTabs

R = TypeVar("R")


class GivenList(ListParts, Generic[R]):
    """``opened`` names the row that was entered, ``stood`` that the cursor moved, ``shown`` that other rows are there.

    ``make_columns`` says which columns this person may see; ``nothing`` is the sentence for no rows at all.
    """

    opened = Signal(int)
    stood = Signal()
    shown = Signal()

    def __init__(
        self, context: Context, given: Given[R], make_columns: Callable[[], Sequence[Column[R]]], nothing: str
    ) -> None:
        super().__init__()
        self.context, self.given, self.make_columns, self._nothing = context, given, make_columns, nothing
        self._all: Sequence[R] = ()
        self._text = ""
        self.model: GivenModel[R] = GivenModel(context, self)
        self.table = RecordTable(context, self.model, self)
        self.arranger = Arranger(self.table, given.name)
        self.tabs = ViewTabs(context, given.name, given.views, self.filled)
        self.view = self.tabs.views[0]
        self._sort = self.view.sort
        self.totals = TotalsRow(self.table)
        self.bar = FilterBar(context, given.fields, given.names, self)
        self.state = StatePage(context)
        self.exports = GivenExport(self)
        self._lay_out()
        self._join()
        self._take_arrangement()

    def _lay_out(self) -> None:
        self.frame_parts()
        self.bar.add_right(self.columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        for widget in (self.tabs, self.bar):
            outer.addWidget(widget)
        outer.addWidget(self.pages, 1)
        QWidget.setTabOrder(self.bar.line, self.table)
        self.setFocusProxy(self.table)

    def _join(self) -> None:
        self.table.opened.connect(self.opened)
        self.table.sort_wanted.connect(self._sort_by)
        self.table.selectionModel().currentRowChanged.connect(self._stands)
        self.bar.changed.connect(self._filter)
        self.tabs.chosen.connect(self._choose_view)
        self.tabs.listed.connect(self._views_listed)
        self.arranger.changed.connect(self._again)
        self.context.personal.arrived.connect(self._rearranged)
        bind_keys(self, ("Ctrl+F", self.bar.start))

    def _take_arrangement(self) -> None:
        kept = self.arranger.now
        at = next((at for at, view in enumerate(self.tabs.views) if view.key == kept.view), 0)
        self.tabs.select(at)
        self.view = self.tabs.views[at]
        self._sort = kept.sort or self.view.sort
        self._text = kept.text
        if kept.text:
            self.bar.show_text(kept.text)

    def _rearranged(self) -> None:
        self.arranger.read_again()
        self._take_arrangement()
        self.arranger.set_columns(self.make_columns())
        self._again()

    # what is shown

    def give(self, rows: Sequence[R]) -> None:
        """Other rows; filter, view, order and the cursor stay."""
        self._all = rows
        self.arranger.set_columns(self.make_columns())
        self._again()
        self.tabs.show_counts({view.key: len(self._of(view.text)) for view in self.tabs.views})
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.clearSelection()

    def _of(self, text: str) -> list[R]:
        filters = self._filters(text)
        return [row for row in self._all if self.given.passes(row, filters)] if filters else list(self._all)

    def _filters(self, text: str) -> Filters:
        return parse(text, self.given.fields, datetime.now(self.context.say.zone).date())

    def _again(self) -> None:
        """What passes the view and the filter, in order; a filter that is not understood changes nothing."""
        try:
            rows = self._of(" ".join(part for part in (self.view.text, self._text) if part))
        except Mistake as error:
            self.bar.show_refusal(error)
            return
        self.bar.accept()
        columns = self.make_columns()
        self.model.give(sorted_rows(rows, columns, self._sort, self.context.say), self._sort)
        self.totals.show_sums(self.model.sums(self.given.totals) if rows else {})
        self.totals.show_count(len(rows))
        self._show_page(empty=not rows)
        self.shown.emit()

    def _show_page(self, *, empty: bool) -> None:
        say = self.context.say
        if empty and self._text:
            words = say.text(N_("Nothing here matches ‘{filter}’."), filter=self._text)
            deeds = [
                Deed(say.text(N_("Remove the last filter")), self.bar.remove_last, primary=True),
                Deed(say.text(N_("Show all")), self.bar.clear),
            ]
            self.state.show_state("filter", words, deeds)
        elif empty:
            title = say.text(self.tabs.views[0].title)
            deeds = [Deed(title, self.first_view)] if self.view is not self.tabs.views[0] and self._all else []
            words = say.text(N_("Nothing belongs in this view now.") if deeds else self._nothing)
            self.state.show_state("filter" if deeds else "info", words, deeds)
        self.pages.setCurrentWidget(self.state if empty else self.listed_page)

    def current(self) -> R | None:
        """The row with the cursor."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def chosen(self) -> list[R]:
        """The selected rows, else the one with the cursor."""
        rows = [row for at in self.table.selected_rows() if (row := self.model.row_at(at)) is not None]
        current = self.current()
        return rows or ([current] if current is not None else [])

    def go_to(self, record_id: int) -> None:
        """The cursor to a row, if it is shown."""
        row = self.model.row_of(record_id)
        if row is not None:
            self.table.go_to(row)

    def filled(self) -> tuple[str, str]:
        """The filter and order that hold now, as a view keeps them."""
        return " ".join(part for part in (self.view.text, self.bar.text()) if part), self._sort

    # what the person does

    def _filter(self, text: str) -> None:
        self._text = text
        self._again()
        self._remember()

    def _sort_by(self, sort: str) -> None:
        self._sort = sort
        self._again()
        self._remember()

    def _choose_view(self, at: int) -> None:
        self.view = self.tabs.views[at]
        self._sort = self.view.sort
        self._again()
        self._remember()

    def first_view(self) -> None:
        """The usual view."""
        self.tabs.select(0)
        self._choose_view(0)

    def show_view(self, key: str) -> None:
        """Another view, by its key; an unknown one changes nothing."""
        for at, view in enumerate(self.tabs.views):
            if view.key == key:
                self.tabs.select(at)
                self._choose_view(at)

    def _views_listed(self) -> None:
        keys = [view.key for view in self.tabs.views]
        wanted = self.arranger.now.view or self.view.key
        self.tabs.select(keys.index(wanted) if wanted in keys else 0)
        self.view = self.tabs.views[keys.index(wanted) if wanted in keys else 0]
        self._again()

    def _remember(self) -> None:
        self.arranger.remember(text=self._text, view=self.view.key, sort=self._sort)

    def _stands(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.stood.emit()

    # the rest of the window

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Shown: saved views may have changed, and the status bar speaks of this selection."""
        super().showEvent(event)
        self.tabs.ask()

    def translate(self) -> None:
        """All words anew."""
        self.translate_parts()
        self.arranger.set_columns(self.make_columns())
        self._again()

    def paint_theme(self) -> None:
        """What does not follow the palette."""
        self.paint_parts()


class GivenExport(QObject):
    """The rows that are shown into a file, in all columns this person may see; only for who may export."""

    def __init__(self, listed: GivenList[Any]) -> None:
        super().__init__(listed)
        self._listed = listed
        self._dialog: QFileDialog | None = None
        self.title = ""
        """What the file and its sheet are called."""

    def ask(self) -> None:
        """Where to?"""
        context = self._listed.context
        if context.may("export") and self._listed.model.rowCount():
            self._dialog = save_dialog(self._listed, context.say, self.title)
            self._dialog.fileSelected.connect(self.write)
            self._dialog.open()

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Headings and rows as plain values."""
        say, columns = self._listed.context.say, list(self._listed.make_columns())
        return headings(columns, say), [values(row, columns, say) for row in self._listed.model.rows]

    def write(self, name: str) -> None:
        """Write to this file."""
        context = self._listed.context
        if not context.may("export"):
            return
        titles, rows = self.table()
        work = partial(_write, context.doors.write_table, Path(name), titles, rows, sheet=self.title[:31])
        context.runner.aside(self, work, self._done, self._failed, watch=Watch(N_("Writing the file")))

    def _done(self, answer: tuple[int, Path]) -> None:
        context = self._listed.context
        words = context.say.plural("{count} row written to {path}.", "{count} rows written to {path}.", answer[0],
                                   path=str(answer[1]))  # fmt: skip
        context.reporter.tell(words)

    def _failed(self, error: BaseException) -> None:
        self._listed.context.reporter.show(error, near=self._listed)


def _write(write: Any, path: Path, titles: list[str], rows: list[list[Any]], *, sheet: str) -> tuple[int, Path]:  # noqa: ANN401
    return write(path, titles, rows, sheet=sheet), path
