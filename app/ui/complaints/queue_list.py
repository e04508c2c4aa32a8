"""The queue as a list: tabs, filters, the four figures, the clocks that tick, and what nobody has to be taken."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries import complaints_queue
from app.queries.complaints_queue import CaseRow
from app.services import complaints
from app.ui.commands import Command
from app.ui.complaints.columns import COLUMNS, NAMES, OwnerColumn
from app.ui.complaints.figures import Figures, Standing
from app.ui.complaints.queue_model import QueueModel
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.columns import Column
from app.ui.kit.list_panel import ListPanel, View

TOLD_BY_CASE = ("tier", "step")
_PLACE = 2
"""Where the figures stand: below the tabs."""


class QueueList(ListPanel):
    """``chosen`` names the case of the current row, ``None`` without one; Enter opens it whole."""

    chosen = Signal(object)

    kinds = frozenset({"complaint", "customer"})
    listed = complaints_queue.LIST
    model_type = QueueModel
    heading = N_("Complaints")
    meaning = "complaints"
    nothing_yet = N_("Nothing waits for an answer.")
    nothing_matches = N_("No complaints match ‘{filter}’.")
    nothing_in_view = N_("No complaints belong in this view now.")
    names = NAMES
    list_name = "complaints"
    model: QueueModel

    def __init__(self, context: Context, commands: Sequence[Command] = (), parent: QWidget | None = None) -> None:
        self._standing: Standing | None = None
        self._to_take: list[CaseRow] = []
        self._narrow = False
        super().__init__(context, commands, parent)
        # rows are worked on one by one: no boxes to tick
        self.table.cells.boxes = False
        self.arranger.set_columns(self.make_columns())
        self.figures = Figures(context)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(_PLACE, self.figures)
        self.figures.arrived.connect(self._take_head)
        self.table.clicked.connect(self._clicked)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.model.clock.ticked.connect(self.tick)
        self.model.opened.connect(self._tell_current)
        bind_keys(self, ("Ins", self.take))
        self.figures.translate()

    def make_views(self) -> Sequence[View]:
        """One's own first, for who is a member of staff; then nobody's, what waits, everything, and what is over."""
        own = [View("mine", N_("My desk"), "open:yes mine:yes")] if self.context.staff_id is not None else []
        every = View("open", N_("All open"), "open:yes")
        others = [
            View("unassigned", N_("Unassigned"), "open:yes unassigned:yes"),
            View("waiting", N_("Waiting for customer"), "open:yes paused:yes"),
        ]
        closed = View("closed", N_("Closed"), "status:closed", "-closed")
        return [*own, *others, every, closed] if own else [every, *others, closed]

    def make_columns(self) -> Sequence[Column[CaseRow]]:
        """The same for everybody: cost is no part of this list. Where there is little room the case tells the rest."""
        if not self._narrow:
            return COLUMNS
        return [replace(column, usual=False) if column.key in TOLD_BY_CASE else column for column in COLUMNS]

    def set_narrow(self, *, narrow: bool) -> None:
        """Little room beside the case, or enough."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.arranger.set_columns(self.make_columns())

    def enter(self, record_id: int) -> None:
        """The whole case."""
        self.context.go("complaint", record_id)

    def ask(self) -> None:
        """Cases and figures."""
        super().ask()
        self.figures.ask()

    def _take_head(self, standing: Standing) -> None:
        self._standing = standing
        self.model.set_server(standing.at)
        self._name_count()

    def _counted(self, count: int) -> None:
        super()._counted(count)
        self._name_count()

    def _name_count(self) -> None:
        """Beside the name stands how many are open, whatever the tab shows."""
        if self._standing is not None:
            count = self._standing.head.open_cases
            self.head.count.setText(self.context.say.plural("{count} open case", "{count} open cases", count))

    # the minute

    def tick(self) -> int:
        """The chips that are seen, anew; how many changed."""
        if not self.isVisible():
            self.model.pass_minute(0, -1)
            return 0
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        last = self.model.rowCount() - 1 if last < 0 else last
        return self.model.pass_minute(max(0, first), last)

    # taking

    def take(self) -> None:
        """What nobody has, of the rows that are selected or of the current one."""
        rows = self.table.selected_rows() or [self.table.currentIndex().row()]
        found = [record.row for row in rows if (record := self.model.record_at(row)) is not None]
        free = [row for row in found if row is not None and row.owner_id is None and row.status != "closed"]
        if not free and found:
            self.context.reporter.tell(self.context.say.text(N_("Somebody has it already.")), "info")
        self._take(free)

    def _take(self, rows: Sequence[CaseRow]) -> None:
        """One after the other: each is an operation of its own."""
        waiting = {row.id for row in self._to_take}
        self._to_take += [row for row in rows if row.id not in waiting]
        if not waiting:
            self._take_next()

    def _take_next(self) -> None:
        if self._to_take:
            row = self._to_take[0]
            work = partial(complaints.take, complaint_id=row.id, version=row.version)
            self.context.runner.write(self, work, self._took, self._not_taken)

    def _took(self, _answer: object) -> None:
        row = self._to_take.pop(0)
        self.context.reporter.tell(self.context.say.text(N_("You have {number} now."), number=row.number))
        self._take_next()

    def _not_taken(self, error: BaseException) -> None:
        """Somebody was quicker: what stands here is old."""
        self._to_take.pop(0)
        self.context.reporter.show(error, near=self)
        self.ask()
        self._take_next()

    def _clicked(self, index: QModelIndex) -> None:
        """A click on “Take it” takes it."""
        if not isinstance(self.model.columns[index.column()], OwnerColumn):
            return
        record = self.model.record_at(index.row())
        row = record.row if record is not None else None
        if row is not None and row.owner_id is None and row.status != "closed":
            self._take([row])

    # the current one

    def _opened(self) -> None:
        """The case beside the queue is that of a row: it is seen of which, wherever the keyboard is."""
        super()._opened()
        if self.table.currentIndex().isValid() and not self.table.selected_count():
            self.table.selectRow(self.table.currentIndex().row())

    def _moved(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._tell_current()

    def _tell_current(self) -> None:
        self.chosen.emit(self.table.current_id())

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        if hasattr(self, "figures"):
            self.figures.translate()
            self._name_count()
