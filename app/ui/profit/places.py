"""Where a person is below a number: rows of a view, the orders behind one, the entries of an order, its months."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries import profit_panel_drill as drill
from app.queries.profit_panel_drill import Scope
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.profit.cells import FigureColumn, Setting, Shown
from app.ui.profit.columns import history_columns
from app.ui.profit.drill_columns import entry_columns, order_columns, uncosted_columns


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One step of the way down. ``parent`` is the amount its rows must add up to; ``came_from`` the row above."""

    kind: str
    title: str
    scope: Scope
    parent: Decimal | None = None
    came_from: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for a place."""

    place: Place
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The total of the rows of a place, as the columns ask for it."""

    revenue: Decimal
    cost: Decimal
    contribution: Decimal


_READERS = {
    "orders": drill.orders,
    "entries": drill.entries,
    "history": drill.history,
}


def read(store: Any, *, place: Place) -> Found:  # noqa: ANN401 - the store
    """The rows of a place."""
    if place.kind == "uncosted":
        return Found(place, drill.uncosted_lines(store, place.scope.month))
    return Found(place, tuple(_READERS[place.kind](store, place.scope)))


def columns_of(place: Place, say: Say) -> Sequence[FigureColumn[Any]]:
    """The columns of a place."""
    if place.kind == "entries":
        return entry_columns(say, place.scope.month)
    makers: dict[str, Callable[[Say], Sequence[FigureColumn[Any]]]] = {
        "orders": order_columns,
        "history": history_columns,
        "uncosted": uncosted_columns,
    }
    return makers[place.kind](say)


def sums_of(rows: Sequence[Any]) -> Sums:
    """What the rows add up to; months and lines without a cost have no cost to add."""

    def total(name: str) -> Decimal:
        return sum((getattr(row, name, None) or ZERO for row in rows), ZERO)

    return Sums(total("revenue"), total("cost"), total("contribution"))


def total_maker(columns: Sequence[FigureColumn[Any]], sums: Sums, name: str) -> Any:  # noqa: ANN401
    """Makes the cells of the total: what cannot be added up stays empty."""
    added = {"revenue", "cost", "contribution", "margin"}

    def make(setting: Setting) -> Sequence[Shown]:
        cells = [column.cell(sums, setting) if column.key in added else Shown() for column in columns]
        return [Shown(name, sentence=name), *cells[1:]]

    return make


def widest(rows: Sequence[Any]) -> Decimal:
    """The largest change among months."""
    changes = [abs((row.contribution or ZERO) - (row.year_before or ZERO)) for row in rows]
    return max(changes, default=ZERO) or Decimal(1)


def check_words(place: Place, sums: Sums, count: int, say: Say) -> tuple[str, str]:
    """(sentence, tone): the sum of the children beside the parent, and that both are equal."""
    if place.parent is None:
        return "", ""
    values = {"sum": say.money_with_currency(sums.contribution), "parent": say.money_with_currency(place.parent)}
    if sums.contribution != place.parent:
        words = N_("These lines add up to {sum}, but the number above is {parent}. Run ‘mostrador check’.")
        return say.text(words, **values), "bad"
    if place.kind == "orders":
        return say.plural("{count} order adds up to {sum} = {parent}", "{count} orders add up to {sum} = {parent}",
                          count, **values), "ok"  # fmt: skip
    return say.plural("{count} entry adds up to {sum} = {parent}", "{count} entries add up to {sum} = {parent}",
                      count, **values), "ok"  # fmt: skip


class Path(QWidget):
    """The way down as buttons; ``chosen`` says which step is wanted."""

    chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._parts: list[QWidget] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)

    @property
    def titles(self) -> list[str]:
        """The steps that are shown."""
        return [part.text() for part in self._parts if isinstance(part, QPushButton)]

    def show_titles(self, titles: Sequence[str]) -> None:
        """Another way; the last step is where the person is."""
        for part in self._parts:
            self._row.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for at, title in enumerate(titles):
            if at:
                self._add(Text("›", "quiet"))
            button = QPushButton(title.replace("&", "&&"))
            button.setProperty("kind", "flat")
            button.setAccessibleName(title)
            button.setEnabled(at + 1 < len(titles))
            self._group.addButton(button, at)
            self._add(button)

    def _add(self, part: QWidget) -> None:
        self._row.addWidget(part)
        self._parts.append(part)
