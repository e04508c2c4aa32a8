"""A screen that is one long list: head with count, saved views as tabs, filter bar, table, and its four states."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake
from app.domain.watch import Stopped
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import bind_keys
from app.ui.kit import table_reading
from app.ui.kit.arranging import Arranger
from app.ui.kit.bulk import BulkMenu
from app.ui.kit.cell_editor import CellEditor
from app.ui.kit.columns import Column
from app.ui.kit.export import ListExport
from app.ui.kit.filter_bar import FilterBar
from app.ui.kit.glance import Glance
from app.ui.kit.labels import Text
from app.ui.kit.list_head import ListHead
from app.ui.kit.list_parts import ListParts
from app.ui.kit.list_states import ListStates
from app.ui.kit.panel import Panel
from app.ui.kit.states import StatePage
from app.ui.kit.table import RecordTable
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_reading import Question
from app.ui.kit.table_totals import TotalsRow
from app.ui.kit.timers import once
from app.ui.kit.view_tabs import View, ViewTabs
from app.ui.tasks import Unhurried

if TYPE_CHECKING:
    from app.queries.listing import Listed
    from app.queries.lists import Declared

__all__ = ["ListPanel", "View"]

COUNT_DELAY_MS = 400
"""Totals and the numbers on the tabs are asked when nobody has asked for anything else for so long."""


class ListPanel(ListParts, Panel):
    """A subclass declares what is listed; ``enter`` opens a row. ``commands`` become buttons, the last coloured.

    ``rows_of`` is the kind of change whose ids are rows here; ``contents`` are kinds that change what such a row
    shows, by the same ids.
    """

    listed: "ClassVar[Listed[Any] | Declared[Any]]"
    heading: ClassVar[str]
    meaning: ClassVar[str]
    nothing_yet: ClassVar[str]
    nothing_matches: ClassVar[str]
    nothing_in_view: ClassVar[str]
    names: ClassVar[Mapping[str, str]] = {}
    type_ahead: ClassVar[str] = ""
    contents: ClassVar[frozenset[str]] = frozenset()
    model_type: ClassVar[type[RecordTableModel[Any]]] = RecordTableModel
    list_name: ClassVar[str] = ""
    """Under which a person's arrangement and views are kept; the class's name without one."""

    def __init__(self, context: Context, commands: Sequence[Command] = (), parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.commands = commands
        self._name = self.list_name or type(self).__name__
        self.tabs = ViewTabs(context, self._name, self.make_views(), self.filled)
        self.view = self.tabs.views[0]
        self._sort, self._asked = self.view.sort, False
        # what was asked last, and what was understood last: a wrong filter is not asked again by a refresh
        self._text = self._good = ""
        self._counting: list[View] = []
        self._beside: list[Unhurried] = []
        self.model = self.model_type(context, self)
        self.table = RecordTable(context, self.model, self)
        self.table.type_ahead = self.type_ahead
        self.table.cells.boxes = True
        self.arranger = Arranger(self.table, self._name)
        self.editor = CellEditor(self.table)
        self.totals = TotalsRow(self.table)
        self.bar = FilterBar(context, self.listed.fields, self.names, self)
        self.state = StatePage(context)
        self.states = ListStates(self)
        self.exports, self.glance = ListExport(self), Glance(self)
        self._build()
        self._join()
        self._take_arrangement()
        self.translate()
        self.paint_theme()

    @abstractmethod
    def make_views(self) -> Sequence[View]:
        """The saved views, the first is the usual one."""

    @abstractmethod
    def make_columns(self) -> Sequence[Column[Any]]:
        """The columns this person may see."""

    @abstractmethod
    def enter(self, record_id: int) -> None:
        """Open a row."""

    def make_bulk(self) -> Sequence[Command]:
        """What can be done with all selected rows at once; its button is there while rows are selected."""
        return ()

    # building

    def _build(self) -> None:
        self.head = ListHead(self)
        self.frame_parts()
        self._sorted = Text("", "quiet")
        self._many = QToolButton()
        self._many.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._many.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._bulk = BulkMenu(self._many, self.make_bulk())
        self._many.setMenu(self._bulk)
        self._many.hide()
        for widget in (self._many, self._sorted, self.columns):
            self.bar.add_right(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 16, 14)
        outer.setSpacing(10)
        outer.addWidget(self.head)
        outer.addWidget(self.tabs)
        outer.addWidget(self.bar)
        outer.addLayout(self.glance.beside(self.pages), 1)

    def _join(self) -> None:
        self.table.opened.connect(self.enter)
        self.table.sort_wanted.connect(self._sort_by)
        self.bar.changed.connect(self._ask_anew)
        self.table.chosen.connect(self._show_many)
        self.tabs.chosen.connect(self._choose_view)
        self.tabs.listed.connect(self._views_listed)
        self.arranger.changed.connect(self.ask)
        self.context.personal.arrived.connect(self._rearranged)
        self.model.opened.connect(self._opened)
        self.model.counted.connect(self._counted)
        self.model.refused.connect(self._refused)
        self._later = once(self, COUNT_DELAY_MS, self._ask_more)
        bind_keys(self, ("Ctrl+F", self.bar.start), ("F5", self.ask), ("Ctrl+Shift+E", self.exports.ask))
        QWidget.setTabOrder(self.bar.line, self.table)
        self.setFocusProxy(self.table)

    # what the person arranged

    def _take_arrangement(self) -> None:
        """The view, filter and order as they were left, on another computer perhaps."""
        kept = self.arranger.now
        at = next((at for at, view in enumerate(self.tabs.views) if view.key == kept.view), 0)
        self.tabs.select(at)
        self.view = self.tabs.views[at]
        self._sort = kept.sort or self.view.sort
        if kept.text:
            self.bar.show_text(kept.text)
            self._text = self.bar.text()
        self._wanted_view = kept.view

    def _rearranged(self) -> None:
        self.arranger.read_again()
        self._take_arrangement()
        self.arranger.set_columns(self.make_columns())
        if self.isVisible():
            self._ask_anew()
        else:
            self._asked, self.stale = False, True

    def _views_listed(self) -> None:
        """Saved views have arrived: the one that was open last opens, a changed one is asked anew."""
        keys = [view.key for view in self.tabs.views]
        wanted, self._wanted_view = self._wanted_view, ""
        if wanted in keys and wanted != self.view.key:
            self.tabs.select(keys.index(wanted))
        elif self.view.key not in keys:
            self.tabs.select(0)
        at = next(at for at in range(len(keys)) if self.tabs.button(at).isChecked())
        if self.tabs.views[at] != self.view:
            self.view = self.tabs.views[at]
            self._ask_anew()

    def filled(self) -> tuple[str, str]:
        """The filter and order that hold now, as a view keeps them."""
        return " ".join(part for part in (self.view.text, self.bar.text()) if part), self._sort

    def _show_many(self, count: int) -> None:
        """The button for deeds on many is there while rows are selected."""
        self._many.setVisible(bool(count) and not self._bulk.isEmpty())
        words = self.context.say.plural("Change {count} selected", "Change {count} selected", count)
        self._many.setText(words)
        self._many.setAccessibleName(words)

    # asking

    @property
    def asking(self) -> bool:
        """Whether the rows are still to come."""
        return self.model.waiting

    def title(self) -> str:
        """The list's name."""
        return self.context.say.text(self.heading)

    def question(self) -> Question[Any]:
        """What is to be shown now."""
        columns = self.model.columns
        return Question(self.listed, columns, self.context.say, self.view.text, self._text, self._sort)

    def ask(self) -> None:
        """Everything again; what has not moved stays where it is."""
        if self._asked:
            self.model.refresh(self.question(), self.table.depth())
        else:
            self._asked = True
            self.model.ask(self.question())
        self._wait()

    def _wait(self) -> None:
        self.table.wait()
        self._stop_counting()
        self._later.start()

    def _stop_counting(self) -> None:
        """What is counted for the question before matters no more."""
        while self._beside:
            self._beside.pop().stop()

    def open_record(self, record: object) -> None:
        """A filter: the list shows what matches it; or ``("view", key)``, with a filter behind it perhaps."""
        match record:
            case str():
                self.bar.set_text(record)
            case ("view", str() as key, *more):
                self.bar.show_text(" ".join(map(str, more)))
                self.show_view(key)

    def _ask_anew(self, _text: str = "") -> None:
        self._asked, self._text = True, self.bar.text()
        self.model.ask(self.question())
        self.totals.wait()
        self._wait()
        self.arranger.remember(text=self._text, view=self.view.key, sort=self._sort)

    def refresh(self, changes: ChangeSet) -> None:
        """Rows that only look different are read again in place; where rows may have moved, the list is."""
        touched = {kind for kind in self.kinds if changes.touches(kind)}
        plain = not self._text and not self._sort
        if plain and touched <= self.contents and not touched & changes.whole:
            for kind in touched:
                self.model.forget(changes.ids[kind])
            self.table.tell_selection()
        else:
            self.ask()

    def _sort_by(self, sort: str) -> None:
        self._sort = sort
        self._ask_anew()

    def _choose_view(self, at: int) -> None:
        self.view = self.tabs.views[at]
        self._sort = self.view.sort
        self._ask_anew()

    def show_view(self, key: str) -> None:
        """Another view, by its key; an unknown one changes nothing."""
        for at, view in enumerate(self.tabs.views):
            if view.key == key:
                self.tabs.select(at)
                self._choose_view(at)

    def _ask_more(self) -> None:
        """Totals and the counts of the tabs, one after the other: whoever asks anew stops them."""
        if not self.isVisible():
            return
        self._stop_counting()
        self._ask_totals()
        self.tabs.ask()
        self._counting = [view for view in self.tabs.views if view is not self.view or self.bar.text()]
        self._count_next()

    def _ask_totals(self) -> None:
        keys = [key for key in self.totals.keys() if key in self.listed.totals]  # noqa: SIM118 - not a mapping
        if not keys:
            self.totals.show_sums({})
            return
        work = partial(table_reading.totalled, question=self.question(), keys=keys)
        self._ask_beside(work, self.totals.show_sums, self.totals.give_up)

    def _ask_beside(self, work: Any, done: Any, failed: Any) -> None:  # noqa: ANN401 - a question and its answers
        self._beside.append(Unhurried())
        self.context.runner.read(self, work, done, failed, watch=self._beside[-1])

    def _count_next(self) -> None:
        if self._counting and self.isVisible():
            view = self._counting[0]
            self._ask_beside(partial(_of_view, view, self.listed), self._view_counted, self._view_not_counted)

    def _view_counted(self, counted: tuple[View, int]) -> None:
        # an answer that was under way when somebody asked anew is not the one that is waited for
        if self._counting and self._counting[0] is counted[0]:
            self.tabs.show_counts({self._counting.pop(0).key: counted[1]})
            self._count_next()

    def _view_not_counted(self, error: BaseException) -> None:
        # the list itself says what is wrong; a tab without a number is no second message
        if not isinstance(error, Stopped):
            self._counting = []

    # answers

    def _opened(self) -> None:
        self._good = self._text
        self._say_sort()
        if self.bar.text() == self._text:
            self.bar.accept()
        if self.model.rowCount():
            self.pages.setCurrentWidget(self.listed_page)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
                self.table.clearSelection()
        else:
            self.states.empty(self._text)

    def _counted(self, count: int) -> None:
        self.head.show_count(count)
        self.totals.show_count(count)
        if not self._text:
            self.tabs.show_counts({self.view.key: count})

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Mistake) and self._text:
            self._text = self._good
            self.bar.show_refusal(error)
        else:
            self.states.refused(error)

    def first_view(self) -> None:
        """The usual view."""
        self.show_view(self.tabs.views[0].key)

    def ask_again(self) -> None:
        """Begin anew, after something went wrong."""
        self._ask_anew()

    def show_page(self, page: QWidget) -> None:
        """The list, or what stands in its place."""
        if page is self.state and self.table.hasFocus():
            self.bar.line.setFocus()
        self.pages.setCurrentWidget(page)

    # the rest of the window

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc takes the filter off; without one it goes on to the window."""
        if event.key() == Qt.Key.Key_Escape and self.bar.text():
            self.bar.clear()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self.head.translate()
        self.table.setAccessibleName(say.text(self.heading))
        self.translate_parts()
        self._bulk.translate(say)
        self.arranger.set_columns(self.make_columns())
        self._say_sort()
        if self._asked and self.model.rowCount() == 0 and not self.model.waiting:
            self.states.empty(self._text)

    def _say_sort(self) -> None:
        """In which order the list stands, in words."""
        say = self.context.say
        sorted_by = self.model.sorted_by if self.model.rowCount() else self.question().sorted_by
        first = sorted_by.split(",")[0].removeprefix("-")
        column = next((one for one in self.model.columns if one.sort == first), None)
        self._sorted.setText(say.text(N_("Sorted by {column}"), column=column.heading(say)) if column else "")

    def paint_theme(self) -> None:
        """What does not follow the palette."""
        tokens = self.context.tokens
        self.head.paint_theme()
        self._many.setIcon(icon("check", tokens.text2, 16))
        self.paint_parts()


def _of_view(view: View, listed: "Listed[Any] | Declared[Any]", store: Any) -> tuple[View, int]:  # noqa: ANN401
    return view, table_reading.counted(store, listed=listed, text=view.text)
