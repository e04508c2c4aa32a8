"""A list's columns as the person arranged them: menus of the header, drags, widths, rows' heights, kept by key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.domain.refusal import N_
from app.ui.kit.arrangement import DENSITIES, Arrangement
from app.ui.kit.columns import Column
from app.ui.kit.table import RecordTable

DENSITY_NAMES = {"compact": N_("Compact rows"), "standard": N_("Standard rows"), "roomy": N_("Roomy rows")}


class Arranger(QObject):
    """Keeps one list's ``Arrangement`` under its name. ``changed`` says that the list must be asked again."""

    changed = Signal()

    def __init__(self, table: RecordTable, name: str) -> None:
        super().__init__(table)
        self._table = table
        self._context = table.context
        self._name = f"list.{name}"
        self._columns: Sequence[Column[Any]] = ()
        self.now = Arrangement.of(self._context.personal.get(self._name))
        table.moved.connect(self._dragged)
        table.widened.connect(self._widened)
        table.horizontalHeader().customContextMenuRequested.connect(self._ask_header)

    def read_again(self) -> None:
        """The person's arrangements have arrived, or another person sits here now."""
        self.now = Arrangement.of(self._context.personal.get(self._name))

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """All columns this person may see; shown are those that are wanted, in their order."""
        self._columns = columns
        self._table.set_density(self.now.density)
        self._table.set_columns(self.now.visible(columns), self.now.widths)

    def remember(self, *, sort: str, view: str, text: str) -> None:
        """Another sort, view or filter text."""
        self._keep(replace(self.now, sort=sort, view=view, text=text))

    def _keep(self, arrangement: Arrangement) -> None:
        if arrangement != self.now:
            self.now = arrangement
            self._context.personal.put(self._name, arrangement.stored())

    def arrange(self, arrangement: Arrangement) -> None:
        """Other columns, or others' places: shown at once, and rows that lack a cell are read again."""
        self._keep(arrangement)
        self.set_columns(self._columns)
        self.changed.emit()

    # what the person does

    def show(self, key: str, *, shown: bool) -> None:
        """Show or hide a column."""
        self.arrange(self.now.with_shown(key, shown=shown))

    def move(self, key: str, step: int) -> None:
        """A column one place to the left (-1) or right (1)."""
        self.arrange(self.now.moved(key, step, self._columns))

    def reset(self) -> None:
        """The usual columns."""
        self.arrange(self.now.reset())

    def set_density(self, density: str) -> None:
        """Rows of another height."""
        self._keep(replace(self.now, density=density))
        self._table.set_density(density)

    def _dragged(self, keys: list[str]) -> None:
        self.arrange(self.now.with_order(keys, self._columns))

    def _widened(self, key: str, width: int) -> None:
        self._keep(self.now.with_width(key, width))

    # menus

    def _ask_header(self, where: QPoint) -> None:
        header = self._table.horizontalHeader()
        at = header.logicalIndexAt(where)
        shown = self._table.records.columns
        column = shown[at] if 0 <= at < len(shown) else None
        self.menu(column).popup(header.mapToGlobal(where))

    def menu(self, column: Column[Any] | None = None) -> QMenu:
        """What can be done with the columns, and with one of them; it deletes itself when it closes."""
        menu = QMenu(self._table)
        menu.aboutToHide.connect(menu.deleteLater)
        if column is not None:
            self._add_column_deeds(menu, column)
        columns = menu.addMenu(self._text(N_("Columns")))
        for one in self.now.ordered(self._columns):
            self._add(columns, one.heading(self._context.say), _Show(self, one.key), checked=self.now.shows(one))
        heights = menu.addMenu(self._text(N_("Height of rows")))
        for density in DENSITIES:
            words = self._text(DENSITY_NAMES[density])
            self._add(heights, words, partial(_with, self.set_density, density), checked=self.now.density == density)
        self._add(menu, self._text(N_("Select all rows")), self._table.selectAll)
        self._add(menu, self._text(N_("Reset columns")), self.reset)
        return menu

    def _add_column_deeds(self, menu: QMenu, column: Column[Any]) -> None:
        title = column.heading(self._context.say)
        if column.sort:
            self._add(menu, self._text(N_("Sort by {column}"), title), _Sort(self._table, column, adding=False))
            self._add(menu, self._text(N_("Then sort by {column}"), title), _Sort(self._table, column, adding=True))
            menu.addSeparator()
        keys = [one.key for one in self.now.visible(self._columns)]
        at = keys.index(column.key) if column.key in keys else 0
        hide = self._add(menu, self._text(N_("Hide {column}"), title), _Show(self, column.key, shown=False))
        hide.setEnabled(len(keys) > 1)
        left = self._add(menu, self._text(N_("Move left")), _Move(self, column.key, -1))
        left.setEnabled(at > 0)
        right = self._add(menu, self._text(N_("Move right")), _Move(self, column.key, 1))
        right.setEnabled(at < len(keys) - 1)
        menu.addSeparator()

    def _text(self, words: str, column: str = "") -> str:
        return self._context.say.text(words, column=column) if column else self._context.say.text(words)

    def _add(self, menu: QMenu, words: str, run: Callable[[], None], *, checked: bool | None = None) -> QAction:
        action = menu.addAction(words.replace("&", "&&"))
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        # a menu dies with its table, and with it these small callables
        action.triggered.connect(run if not isinstance(run, partial) else _Call(run))
        return action


class _Call:
    """Qt passes whether the entry is ticked; nobody here wants to know."""

    def __init__(self, run: Callable[[], None]) -> None:
        self._run = run

    def __call__(self, _ticked: bool = False) -> None:
        self._run()


def _with(run: Callable[[str], None], value: str) -> None:
    run(value)


class _Show:
    """Shows or hides one column."""

    def __init__(self, arranger: Arranger, key: str, *, shown: bool | None = None) -> None:
        self._arranger, self._key, self._shown = arranger, key, shown

    def __call__(self, ticked: bool = False) -> None:
        self._arranger.show(self._key, shown=ticked if self._shown is None else self._shown)


class _Move:
    """Moves one column."""

    def __init__(self, arranger: Arranger, key: str, step: int) -> None:
        self._arranger, self._key, self._step = arranger, key, step

    def __call__(self, _ticked: bool = False) -> None:
        self._arranger.move(self._key, self._step)


class _Sort:
    """Sorts by one column."""

    def __init__(self, table: RecordTable, column: Column[Any], *, adding: bool) -> None:
        self._table, self._column, self._adding = table, column, adding

    def __call__(self, _ticked: bool = False) -> None:
        self._table.sort_by(self._column, adding=self._adding)
