"""The right side of the customer's form: tabs with counts; a tab is made when it is first opened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.refusal import N_
from app.queries.customer import CustomerRecord, Surroundings
from app.ui.context import Context
from app.ui.customers.form_files import FilesTab
from app.ui.customers.form_lists import CasesTab, HistoryTab, MoneyTab, OrdersTab, StepsTab
from app.ui.customers.form_people import PeopleTab
from app.ui.customers.form_tab import Tab
from app.ui.customers.form_timeline import TimelineTab
from app.ui.kit.labels import Toggle

NARROWEST = 480
TIMELINE, PEOPLE, ORDERS, MONEY, CASES, STEPS, FILES, HISTORY = range(8)
_TABS: Sequence[Callable[[Context, Surroundings], Tab]] = (
    TimelineTab, PeopleTab, OrdersTab, MoneyTab, CasesTab, StepsTab, FilesTab, HistoryTab,
)  # fmt: skip
_TITLES = tuple(str(getattr(kind, "title", "")) for kind in _TABS)


class FormSide(QWidget):
    """One tab is shown; only that one asks."""

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__()
        self.context, self._around = context, around
        self._record: CustomerRecord | None = None
        self._made: dict[int, Tab] = {}
        self._group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        self.stack = QStackedWidget()
        self._row, self.more, self._menu = QHBoxLayout(), QToolButton(), QMenu(self)
        self.more.setProperty("kind", "more")
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.aboutToShow.connect(self._list_more)
        self._menu.triggered.connect(self._chosen)
        for at in range(len(_TABS)):
            button = Toggle()
            self._group.addButton(button, at)
            self.buttons.append(button)
            self._row.addWidget(button)
        self._group.idClicked.connect(self.open)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        self._row.setSpacing(0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        outer.addLayout(self._row)
        outer.addWidget(self.stack, 1)
        self._place()
        timeline = self.tab(TIMELINE)
        assert isinstance(timeline, TimelineTab)
        self.timeline = timeline
        self.buttons[TIMELINE].setChecked(True)

    def tab(self, at: int) -> Tab:
        """A tab by its place, made now if it was never opened."""
        if at not in self._made:
            made = _TABS[at](self.context, self._around)
            made.translate()
            made.paint_theme()
            made.show_record(self._record)
            self._made[at] = made
            self.stack.addWidget(made)
        return self._made[at]

    def open(self, at: int) -> None:
        """Another tab."""
        if 0 <= at < len(_TABS):
            self.buttons[at].setChecked(True)
            self.stack.setCurrentWidget(self.tab(at))
            self._place()

    def next(self) -> None:
        """The tab behind this one; behind the last comes the first."""
        self.open((self._group.checkedId() + 1) % len(_TABS))

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer, or the same one anew."""
        self._record = record
        for tab in self._made.values():
            tab.show_record(record)
        self._name()

    def _counts(self) -> dict[int, int]:
        record = self._record
        if record is None:
            return {}
        counts = record.counts
        return {
            PEOPLE: len(record.ties), ORDERS: counts.get("orders", 0), CASES: counts.get("complaints", 0),
            STEPS: counts.get("activities", 0), FILES: len(record.files),
        }  # fmt: skip

    def _name(self) -> None:
        counts = self._counts()
        for at, button in enumerate(self.buttons):
            words, count = self.context.say.text(_TITLES[at]), counts.get(at, 0)
            button.setText(f"{words} {count}" if count else words)
            button.setAccessibleName(button.text())
        more = self.context.say.text(N_("More"))
        self.more.setText(more)
        self.more.setAccessibleName(more)
        self._place()

    def _place(self) -> None:
        """One row of tabs; where a language needs more room than there is, the last ones stand under “More”."""
        wide = [button.sizeHint().width() for button in self.buttons]
        shown, room = list(range(len(wide))), self.width()
        if sum(wide) > room:
            # the open tab is always seen
            current = max(self._group.checkedId(), 0)
            room -= self.more.sizeHint().width() + wide[current]
            shown = [current]
            for at in (at for at in range(len(wide)) if at != current):
                room -= wide[at]
                if room < 0:
                    break
                shown.append(at)
        for at, button in enumerate(self.buttons):
            button.setVisible(at in shown)
        self.more.setVisible(len(shown) < len(self.buttons))

    def _list_more(self) -> None:
        self._menu.clear()
        for at, button in enumerate(self.buttons):
            if button.isHidden():
                self._menu.addAction(button.text()).setData(at)

    def _chosen(self, action: QAction) -> None:
        self.open(int(action.data()))
        self.buttons[int(action.data())].setFocus()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What does not fit stands under “More”."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The tabs are placed anew."""
        super().resizeEvent(event)
        self._place()

    def translate(self) -> None:
        """Words anew."""
        for tab in self._made.values():
            tab.translate()
        self._name()

    def paint_theme(self) -> None:
        """Colours anew."""
        for tab in self._made.values():
            tab.paint_theme()

    def leave(self) -> None:
        """What is typed goes to the disk."""
        for tab in self._made.values():
            tab.leave()
