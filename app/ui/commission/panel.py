"""The commission screen: the month of everybody, the statement of one person, and why each line is what it is."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.refusal import N_
from app.domain.watch import Stopped, Watch
from app.queries import commission_lines, commission_team
from app.queries.commission_lines import Sheet
from app.queries.commission_team import Member, Team
from app.queries.commissions import MonthState
from app.ui.commission.booking import Booking
from app.ui.commission.deeds import Deeds
from app.ui.commission.empty import Empty
from app.ui.commission.frame import Frame
from app.ui.commission.line_columns import LineRow, line_columns, line_rows
from app.ui.commission.team_columns import team_columns
from app.ui.commission.words import formula, working_out
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.columns import Column
from app.ui.kit.month import MonthPanel
from app.ui.kit.progress import Waiting
from app.ui.kit.timers import once

WAIT_MS = 200
RUN_MS = 1500
"""A booking run that takes longer is not waited for: the figures are shown as they are, and again when it is over."""


class CommissionPanel(MonthPanel):
    """Managers begin with everybody; who sees the own commission only has the own statement and nothing else."""

    kinds = frozenset({"commission", "commission_plan"})
    explains = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.all = context.may("all_commission")
        self.now = date.min
        """Today, by the store's clock."""
        self.person: int | None = None
        self.team: Team | None = None
        self.sheet: Sheet | None = None
        self._wanted_line = 0
        self.frame = Frame(context, self, (self._team_columns, self._line_columns))
        self.deeds, self.empty = Deeds(self), Empty(self)
        self.booking = Booking(context, self)
        self.waiting = Waiting(context, self, words=working_out, patience=RUN_MS)
        self._patience, self._enough = once(self, WAIT_MS, self._waiting), once(self, RUN_MS, self.read)
        self._join()
        self.translate()
        self.paint_theme()

    def _join(self) -> None:
        frame = self.frame
        self.follow(frame.head.step)
        frame.head.wanted.connect(self.deeds.run)
        frame.path.chosen.connect(self._to_step)
        frame.team.listed.opened.connect(self.open_person)
        frame.team.listed.stood.connect(self.deeds.offer)
        frame.team.disputes.opened.connect(self._open_dispute)
        frame.sheet.listed.opened.connect(self._open_line)
        frame.sheet.listed.stood.connect(self._stand)
        frame.sheet.listed.shown.connect(self._stand)
        frame.sheet.why.order_wanted.connect(self._open_order)
        frame.sheet.why.closed.connect(frame.sheet.listed.table.setFocus)
        frame.asks.opened.connect(self._fit)
        frame.asks.closed.connect(self._fit)
        frame.asks.closed.connect(self.focus_list)
        self.booking.ended.connect(self._booked)
        bind_keys(self, *self.deeds.keys().items())

    def _team_columns(self) -> Sequence[Column[Member]]:
        return team_columns(self.team, self.context.say)

    def _line_columns(self) -> Sequence[Column[LineRow]]:
        return line_columns(self.sheet, self.context.say)

    # what is shown

    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Commission") if self.all else N_("My commission"))

    def open_record(self, record: object) -> None:
        """A month, or a month and a salesperson; another person's is there for who sees all."""
        if isinstance(record, Month):
            self.month, self.person, self.sheet = record, None, None
            self.ask()
        elif isinstance(record, tuple) and len(record) == 2 and isinstance(record[0], Month):
            self.month = record[0]
            self.person = int(record[1]) if self.all else None
            self.ask()

    def show_month(self, month: Month) -> None:
        """Another month, of the same person if one is shown."""
        if month != self.month:
            self.month = month
            self.frame.strip.clear()
            self.frame.asks.leave()
            self.ask()

    def open_person(self, staff_id: int) -> None:
        """Enter on a row: the statement."""
        self.person, self.sheet = staff_id, None
        self.frame.asks.leave()
        self.read()

    def up(self) -> bool:
        """Back to everybody; false where there is nothing above."""
        if self.person is None or not self.all:
            return False
        left, self.person = self.person, None
        self.frame.asks.leave()
        self.read()
        self.frame.team.listed.go_to(left)
        self.frame.team.listed.table.setFocus()
        return True

    # asking: what is new is booked first, then everything is read

    def ask(self) -> None:
        """Book what is new and read; a run that takes long is not waited for."""
        self._patience.start()
        self.context.runner.read(self, _today, self._begin, self._failed)

    def _begin(self, today: date) -> None:
        self.now, now = today, Month.of(today)
        if self.month is None:
            # the running month says little to who closes; a salesperson looks at what is earned now
            self.month = now.plus(-1) if self.all else now
        self.frame.head.field.now = now
        self.frame.head.show_month(self.month, self._state())
        self._patience.start()
        self._enough.start()
        self.booking.start()

    def reload(self) -> None:
        """F5."""
        self.ask()

    def _booked(self) -> None:
        if self._enough.isActive():
            self.read()

    def refresh(self, changes: ChangeSet) -> None:
        """Something was booked, closed, disputed or agreed: read again, the run has just been."""
        self.read()

    def read(self) -> None:
        """The figures as they stand."""
        if self.month is None:
            return
        self._enough.stop()
        self._patience.start()
        # what was asked before is not wanted any more
        self.waiting.cancel()
        self.waiting.end()
        if self.all and self.person is None:
            watch = self.waiting.begin()
            work = partial(commission_team.team, month=self.month, watch=watch)
            self.context.runner.read(self, work, self._team_read, self._failed, watch=watch)
        else:
            asked = partial(commission_lines.sheet, month=self.month, staff_id=self.person if self.all else None)
            watch = self.waiting.begin(Watch(N_("Reading"), quiet=True))
            self.context.runner.read(self, asked, self._sheet_read, self._failed, watch=watch)

    def _state(self) -> MonthState | None:
        for found in (self.team, self.sheet):
            if found is not None and found.state.month == self.month:
                return found.state
        return None

    def _waiting(self) -> None:
        """It takes longer: old figures stay and are dimmed, that something is under way is said."""
        say = self.context.say
        words = say.text(N_("Reading the months…"))
        if self.month is not None:
            words = say.text(N_("Reading {month}…"), month=say.month(self.month))
        self.frame.head.note.say(words)
        if self.team is None and self.sheet is None:
            self.frame.state.show_state("clock", words)
            self.frame.show_page(self.frame.state)
        for table in (self.frame.team.listed.table, self.frame.sheet.listed.table):
            table.cells.dimmed = True
            table.viewport().update()

    def _settle(self) -> None:
        self._patience.stop()
        self.waiting.end()
        for table in (self.frame.team.listed.table, self.frame.sheet.listed.table):
            table.cells.dimmed = False
            table.viewport().update()

    def _team_read(self, team: Team) -> None:
        if team.month != self.month or self.person is not None:
            return
        self._settle()
        self.team, self.sheet = team, None
        self.frame.path.hide()
        self.frame.head.show_month(team.month, team.state)
        self.frame.team.listed.give(team.members)
        self.frame.team.listed.exports.title = f"{self.title()} {team.month}"
        self.frame.team.show_disputes(team.disputes)
        if team.members:
            self.frame.show_page(self.frame.team)
        else:
            self.empty.show(team)
        self.deeds.offer()

    def _sheet_read(self, sheet: Sheet) -> None:
        wanted = self.person if self.all else sheet.statement.staff_id
        if sheet.month != self.month or sheet.statement.staff_id != wanted:
            return
        self._settle()
        self.sheet = sheet
        say, name = self.context.say, sheet.statement.name
        self.frame.path.show_titles([say.month(sheet.month), name] if self.all else [])
        self.frame.path.setVisible(self.all)
        self.frame.head.show_month(sheet.month, sheet.state, coded=False)
        self.frame.sheet.cards.show_sheet(sheet)
        self.frame.sheet.listed.give(line_rows(sheet))
        self.frame.sheet.listed.exports.title = f"{self.title()} {name} {sheet.month}"
        self.frame.show_page(self.frame.sheet)
        if self._wanted_line:
            self.frame.sheet.listed.first_view()
            self.frame.sheet.listed.go_to(self._wanted_line)
            self._wanted_line = 0
        self._stand()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Stopped) and not self.waiting.stopping:
            return  # another reading is under way
        self._settle()
        self.empty.show_error(error)
        self.deeds.offer()

    def refuse_month(self, words: str) -> None:
        """On the strip, while it stands there."""
        self.frame.strip.tell(words, "bad", name="month")

    # going down

    def _stand(self) -> None:
        """The cursor is on another line: its arithmetic, and why where that is open."""
        row, view = self.frame.sheet.listed.current(), self.frame.sheet
        view.formula.say(formula(row.line, self.context.say) if row is not None else "")
        if not view.why.isHidden():
            view.why.explain(row)
        self.deeds.offer()

    def why(self) -> None:
        """F1: the card beside the lines, or away with it."""
        view = self.frame.sheet
        if self.sheet is None:
            return
        if view.why.isHidden():
            view.why.show()
            view.why.explain(view.listed.current())
        else:
            view.why.shut()

    def _open_line(self, record_id: int) -> None:
        """Enter on a line: its order."""
        row = self.frame.sheet.listed.model.row_of(record_id)
        found = self.frame.sheet.listed.model.row_at(row) if row is not None else None
        if found is not None and found.line.order_id is not None:
            self._open_order(found.line.order_id)
        else:
            self.why()

    def _open_order(self, order_id: int) -> None:
        self.context.go("sale", order_id)

    def _open_dispute(self, dispute_id: int) -> None:
        """Enter on a dispute: the line on its statement, and the answer."""
        found = next((one for one in self.frame.team.model.rows if one.id == dispute_id), None)
        if found is not None:
            self.month, self.person, self._wanted_line = found.month, found.staff_id, found.entry_id
            self.sheet = None
            self.read()

    def _to_step(self, step: int) -> None:
        if step == 0:
            self.up()

    def focus_list(self) -> None:
        """The keyboard goes to the rows that are shown."""
        view = self.frame.pages.currentWidget()
        if view is not None:
            view.setFocus()

    # keys, words and colours

    def leave(self, key: Qt.Key) -> bool:
        """Esc closes what is open, else it goes up as Backspace does."""
        return (key == Qt.Key.Key_Escape and self._close_open()) or self.up()

    def _close_open(self) -> bool:
        """Esc closes what is open before it goes up."""
        view = self.frame.sheet
        if self.frame.asks.leave():
            return True
        if self.sheet is not None and not view.why.isHidden():
            view.why.shut()
            return True
        shown = view.listed if self.sheet is not None else self.frame.team.listed
        if shown.bar.text():
            shown.bar.clear()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow windows have shorter buttons."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.frame.fit(self.width() - 2 * 16, self.height())

    def translate(self) -> None:
        """Every text anew; figures are written again when they are asked."""
        self.frame.head.heading.setText(self.title())
        self.frame.translate()
        self.deeds.offer()

    def paint_theme(self) -> None:
        """Icons and painted cells anew."""
        self.frame.paint_theme()


def _today(store: Any) -> date:  # noqa: ANN401 - the store
    found: date = store.today()
    return found
