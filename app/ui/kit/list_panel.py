"""A screen that is one long list: head with count, saved views as tabs, filter bar, table, and its four states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake, Refusal
from app.queries.listing import Listed
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit import table_reading
from app.ui.kit.columns import Column
from app.ui.kit.export import ListExport
from app.ui.kit.filter_bar import FilterBar
from app.ui.kit.labels import Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage
from app.ui.kit.table import RecordTable
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_reading import Question

COUNT_DELAY_MS = 400
"""The numbers on the tabs are asked when nobody has asked for anything else for so long."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: a title to translate and a filter text. ``sort`` is its own first order, if it has one."""

    key: str
    title: str
    text: str = ""
    sort: str = ""


class ListPanel(Panel):
    """A subclass declares what is listed; ``enter`` opens a row. ``commands`` become buttons, the last coloured.

    ``rows_of`` is the kind of change whose ids are rows here; ``contents`` are kinds that change what such a row
    shows, by the same ids.
    """

    listed: ClassVar[Listed[Any]]
    heading: ClassVar[str]
    meaning: ClassVar[str]
    nothing_yet: ClassVar[str]
    nothing_matches: ClassVar[str]
    nothing_in_view: ClassVar[str]
    names: ClassVar[Mapping[str, str]] = {}
    type_ahead: ClassVar[str] = ""
    contents: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context, commands: Sequence[Command] = (), parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.commands = commands
        self.views = self.make_views()
        self.view = self.views[0]
        self._sort = self.view.sort
        self._asked = False
        # what was asked last, and what was understood last: a wrong filter is not asked again by a refresh
        self._text = self._good = ""
        self._counts: dict[str, int] = {}
        self._counting: list[View] = []
        self.model: RecordTableModel[Any] = RecordTableModel(context, self)
        self.table = RecordTable(context, self.model, self)
        self.table.type_ahead = self.type_ahead
        self.bar = FilterBar(context, self.listed.fields, self.names, self)
        self.state = StatePage(context)
        self.exports = ListExport(self)
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    # what a subclass says

    def make_views(self) -> Sequence[View]:
        """The saved views, the first is the usual one."""
        raise NotImplementedError

    def make_columns(self) -> Sequence[Column[Any]]:
        """The columns this person may see."""
        raise NotImplementedError

    def enter(self, record_id: int) -> None:
        """Open a row."""
        raise NotImplementedError

    # building

    def _build(self) -> None:
        self._title, self._count = Text("", "title"), Text("", "quiet")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self._export = QPushButton()
        self._export.setVisible(self.context.may("export"))
        self._export.clicked.connect(self.exports.ask)
        head.addWidget(self._export)
        self._buttons = [self._command_button(command) for command in self.commands]
        for button in self._buttons:
            head.addWidget(button)
        self._tabs = QButtonGroup(self)
        tabs = QHBoxLayout()
        tabs.setSpacing(4)
        for at in range(len(self.views)):
            button = QPushButton()
            button.setProperty("kind", "tab")
            button.setCheckable(True)
            self._tabs.addButton(button, at)
            tabs.addWidget(button)
        tabs.addStretch(1)
        self._tabs.button(0).setChecked(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 16, 14)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addLayout(tabs)
        outer.addWidget(self.bar)
        outer.addWidget(self._pages, 1)

    def _command_button(self, command: Command) -> QPushButton:
        button = QPushButton()
        button.setIconSize(QSize(16, 16))
        if command is self.commands[-1]:
            button.setProperty("kind", "primary")
        button.clicked.connect(command.run)
        return button

    def _join(self) -> None:
        self.table.opened.connect(self.enter)
        self.table.sort_wanted.connect(self._sort_by)
        self.bar.changed.connect(self._ask_anew)
        self.bar.left.connect(self._to_table)
        self._tabs.idClicked.connect(self._choose_view)
        self.model.opened.connect(self._opened)
        self.model.counted.connect(self._counted)
        self.model.refused.connect(self._refused)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(COUNT_DELAY_MS)
        self._later.timeout.connect(self._count_views)
        for key, slot in (("Ctrl+F", self.bar.start), ("F5", self.ask), ("Ctrl+Shift+E", self.exports.ask)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        QWidget.setTabOrder(self.bar.line, self.table)
        self.setFocusProxy(self.table)

    # asking

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
        self.table.wait()
        self._later.start()

    def _ask_anew(self, _text: str = "") -> None:
        self._asked, self._text = True, self.bar.text()
        self.model.ask(self.question())
        self.table.wait()

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
        self.view = self.views[at]
        self._sort = self.view.sort
        self._ask_anew()

    def show_view(self, key: str) -> None:
        """Another saved view, by its key; an unknown one changes nothing."""
        for at, view in enumerate(self.views):
            if view.key == key:
                self._tabs.button(at).setChecked(True)
                self._choose_view(at)

    def _count_views(self) -> None:
        """One tab after the other, so that other questions come in between."""
        self._counting = [view for view in self.views if view is not self.view or self.bar.text()]
        self._count_next()

    def _count_next(self) -> None:
        if self._counting and self.isVisible():
            view = self._counting[0]
            work = partial(table_reading.counted, listed=self.listed, text=view.text)
            self.context.runner.read(self, work, self._view_counted, self._view_not_counted)

    def _view_counted(self, count: int) -> None:
        if self._counting:
            self._counts[self._counting.pop(0).key] = count
            self._name_tabs()
            self._count_next()

    def _view_not_counted(self, _error: BaseException) -> None:
        # the list itself says what is wrong; a tab without a number is no second message
        self._counting = []

    # answers

    def _opened(self) -> None:
        self._good = self._text
        if self.bar.text() == self._text:
            self.bar.accept()
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
                self.table.clearSelection()
        else:
            self._show_empty()

    def _counted(self, count: int) -> None:
        self._count.setText(self.context.say.number(Decimal(count), 0))
        if not self._text:
            self._counts[self.view.key] = count
            self._name_tabs()

    def _show_empty(self) -> None:
        say, typed = self.context.say, self._text
        if typed:
            words = say.text(self.nothing_matches, filter=typed)
            deeds = [
                Deed(say.text(N_("Remove the last filter")), self.bar.remove_last, primary=True),
                Deed(say.text(N_("Show all")), self.bar.clear),
            ]
            self._show_state("filter", words, deeds)
        elif self.view is not self.views[0]:
            title = say.text(self.views[0].title)
            self._show_state(self.meaning, say.text(self.nothing_in_view), [Deed(title, self._first_view)])
        else:
            deeds = [Deed(say.text(one.title), one.run, primary=one is self.commands[-1]) for one in self.commands]
            self._show_state(self.meaning, say.text(self.nothing_yet), deeds[::-1])

    def _first_view(self) -> None:
        self.show_view(self.views[0].key)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Mistake) and self._text:
            self._text = self._good
            self.bar.show_refusal(error)
            return
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The list could not be read."))
        self._show_state("warning", words, [Deed(say.text(N_("Try again")), self._ask_anew, primary=True)], "warn")

    def _show_state(self, meaning: str, words: str, deeds: Sequence[Deed], tone: str = "text3") -> None:
        self.state.show_state(meaning, words, deeds, tone)
        if self.table.hasFocus():
            self.bar.line.setFocus()
        self._pages.setCurrentWidget(self.state)

    # the rest of the window

    def _to_table(self) -> None:
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc takes the filter off; without one it goes on to the window."""
        if event.key() == Qt.Key.Key_Escape and self.bar.text():
            self.bar.clear()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Shown: the status bar speaks of this list's selection."""
        super().showEvent(event)
        self.table.tell_selection()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Hidden: the status bar says nothing of it any more."""
        self.context.selected.emit("")
        super().hideEvent(event)

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self._title.setText(say.text(self.heading))
        self.table.setAccessibleName(say.text(self.heading))
        self._export.setText(say.text(N_("Export")))
        self._export.setAccessibleName(self._export.text())
        self._export.setToolTip("Ctrl+Shift+E")
        for command, button in zip(self.commands, self._buttons, strict=True):
            button.setText(say.text(command.title))
            button.setToolTip(command.key)
            button.setAccessibleName(button.text())
        self._name_tabs()
        self.bar.translate()
        self.table.set_columns(self.make_columns())
        if self._asked and self.model.rowCount() == 0 and not self.model.waiting:
            self._show_empty()

    def _name_tabs(self) -> None:
        say = self.context.say
        for at, view in enumerate(self.views):
            title, count = say.text(view.title), self._counts.get(view.key)
            number = "" if count is None else say.number(Decimal(count), 0)
            button = self._tabs.button(at)
            button.setText(f"{title}  {number}".rstrip().replace("&", "&&"))
            button.setAccessibleName(f"{title} {number}".rstrip())

    def paint_theme(self) -> None:
        """What does not follow the palette."""
        tokens = self.context.tokens
        self._export.setIcon(icon("export", tokens.text2, 16))
        for command, button in zip(self.commands, self._buttons, strict=True):
            primary = button.property("kind") == "primary"
            button.setIcon(icon(command.icon, tokens.on_accent if primary else tokens.text2, 16))
        self.bar.paint_theme()
        self.state.paint_theme()
        self.table.paint_theme()
