"""What a list of any kind has around its table: the button of its columns, totals below, what the window is told."""

from collections.abc import Sequence

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import bind_keys
from app.ui.kit.arranging import Arranger
from app.ui.kit.filter_bar import FilterBar
from app.ui.kit.states import StatePage
from app.ui.kit.table import RecordTable
from app.ui.kit.table_totals import TotalsRow
from app.ui.kit.view_tabs import ViewTabs


class ColumnsButton(QToolButton):
    """Opens the menu of a list's columns."""

    def __init__(self, arranger: Arranger) -> None:
        super().__init__()
        self._arranger = arranger
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self._arranger.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def show_words(self, words: str) -> None:
        """What it is called."""
        self.setToolTip(words)
        self.setAccessibleName(words)


class ListParts(QWidget):
    """The common part of lists; a subclass makes these widgets, then calls ``frame_parts``."""

    context: Context
    table: RecordTable
    totals: TotalsRow
    tabs: ViewTabs
    bar: FilterBar
    state: StatePage
    arranger: Arranger
    columns: ColumnsButton
    listed_page: QWidget
    """The table with its totals."""
    pages: QStackedWidget
    """The list, or what stands in its place."""
    commands: Sequence[Command]

    def first_commands(self) -> Sequence[Command]:
        """What is offered where nothing is in the list yet, the one that helps most last."""
        return self.commands

    def frame_parts(self) -> None:
        """The table above its totals, and the keyboard's way from the filter to it."""
        self.columns = ColumnsButton(self.arranger)
        self.listed_page, self.pages = QWidget(), QStackedWidget()
        below = QVBoxLayout(self.listed_page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.table, 1)
        below.addWidget(self.totals)
        self.pages.addWidget(self.listed_page)
        self.pages.addWidget(self.state)
        self.bar.left.connect(self._to_table)
        bind_keys(self, ("Ctrl+Tab", self.tabs.next))

    def _to_table(self) -> None:
        self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Shown: the status bar speaks of this list's selection."""
        super().showEvent(event)
        self.table.tell_selection()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Hidden: the status bar says nothing of it any more."""
        self.context.selected.emit("")
        super().hideEvent(event)

    def translate_parts(self) -> None:
        """Words of tabs, filter and columns anew."""
        self.tabs.translate()
        self.bar.translate()
        self.columns.show_words(self.context.say.text(N_("Columns and height of rows")))

    def paint_parts(self) -> None:
        """What does not follow the palette."""
        self.columns.setIcon(icon("columns", self.context.tokens.text2, 16))
        self.tabs.paint_theme()
        self.totals.update()
        self.bar.paint_theme()
        self.state.paint_theme()
        self.table.paint_theme()
