"""When somebody goes on with a call, and who does: from a short menu or a calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.domain.refusal import N_
from app.ui.caller.words import brief
from app.ui.context import Context
from app.ui.kit.calendar import Calendar

_DAYS = ((0, N_("Today")), (1, N_("Tomorrow")), (3, N_("In 3 days")), (7, N_("In a week")))


def _staff(store: Any) -> Sequence[tuple[int, str]]:  # noqa: ANN401 - the store
    # most notes need nobody else: asked and loaded when the menu is first opened
    from app.queries import customer  # noqa: PLC0415

    return customer.surroundings(store).staff


class FollowUp(QToolButton):
    """The day on which somebody goes on with it, from a short menu or a calendar, and who that is.

    ``by`` is the id of somebody else; none: whoever logs the call.
    """

    chosen = Signal()
    worded = Signal()
    """Its words are others now: they may need more room."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.day: date | None = None
        self.by: int | None = None
        self._names: dict[int, str] = {}
        self._asked = self._short = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._choices = QMenu(self)
        self._none = self._choices.addAction("")
        self._days = [self._choices.addAction("") for _ in _DAYS]
        self._other = self._choices.addAction("")
        self._choices.addSeparator()
        self._people = QMenu(self._choices)
        self._choices.addMenu(self._people)
        self._calendar: Calendar | None = None
        self._choices.aboutToShow.connect(self._ask)
        # the menu hears of its people as well
        self._choices.triggered.connect(self._triggered)
        self.setMenu(self._choices)

    def set_short(self, *, short: bool) -> None:
        """The picture, the day and a first name alone."""
        self._short = short
        self._show()

    def _today(self) -> date:
        return datetime.now(self.context.say.zone).date()

    def _triggered(self, action: QAction) -> None:
        if action is self._other:
            self._open_calendar()
            return
        if action is self._none:
            self.show_day(None)
        elif action in self._days:
            self.show_day(self._today() + timedelta(days=_DAYS[self._days.index(action)][0]), self.by)
        elif action in self._people.actions():
            # who is named without a day goes on with it today
            self.show_day(self.day or self._today(), action.data())
        self.chosen.emit()

    # who

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self.context.runner.read(self, _staff, self._know, self._unknown)

    def _know(self, staff: Sequence[tuple[int, str]]) -> None:
        self._names = dict(staff)
        self.translate()

    def _unknown(self, error: BaseException) -> None:
        self._asked = False
        self.context.reporter.show(error, near=self)

    def _fill_people(self) -> None:
        say = self.context.say
        self._people.clear()
        self._people.setTitle(say.text(N_("Who goes on with it")))
        self._people.addAction(say.text(N_("Whoever logs the call"))).setCheckable(True)
        for staff_id, name in self._names.items():
            if staff_id != self.context.staff_id:
                action = self._people.addAction(name.replace("&", "&&"))
                action.setData(staff_id)
                action.setCheckable(True)

    def _open_calendar(self) -> None:
        """Made when it is first wanted: most notes never need one."""
        if self._calendar is None:
            self._calendar = Calendar(self.context, self)
            self._calendar.activated.connect(self._picked)
            self._calendar.clicked.connect(self._picked)
        self._calendar.open_at(self.day or self._today(), self.context.say.text(N_("Another day")))
        self._calendar.move(self.mapToGlobal(QPoint(0, -self._calendar.height())))

    def _picked(self, day: QDate) -> None:
        self.show_day(date(day.year(), day.month(), day.day()), self.by)
        if self._calendar is not None:
            self._calendar.hide()
        self.chosen.emit()

    def show_day(self, day: date | None, by: int | None = None) -> None:
        """Another day and person, or none."""
        self.day, self.by = day, by if day is not None else None
        if self.by is not None:
            self._ask()
        self._show()
        self.worded.emit()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._none.setText(say.text(N_("No follow-up")))
        self._other.setText(say.text(N_("Another day")))
        for action, (_, title) in zip(self._days, _DAYS, strict=True):
            action.setText(say.text(title))
        self._fill_people()
        self._show()
        self.worded.emit()

    def _show(self) -> None:
        """The day and the person on the button, and a tick at the person in the menu."""
        say = self.context.say
        who = self._names.get(self.by, "") if self.by is not None else ""
        day = say.date(self.day) if self.day else ""
        words = say.text(N_("Follow-up: {day}"), day=day) if self.day else say.text(N_("Follow-up"))
        if who:
            words = say.text(N_("Follow-up: {day}, {name}"), day=day, name=who)
        short = brief(self.day, say) if self.day else ""
        shown = " · ".join(part for part in (short, who.split(" ")[0]) if part) if self._short else words
        self.setText(f" {shown}".replace("&", "&&") if shown else "")
        self.setToolTip(words)
        self.setAccessibleName(words)
        for action in self._people.actions():
            action.setChecked(action.data() == self.by)
