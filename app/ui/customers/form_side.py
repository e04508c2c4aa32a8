"""The right side of the customer's form: tabs with counts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.queries.customer import CustomerRecord, Surroundings
from app.ui.context import Context
from app.ui.customers.form_files import FilesTab
from app.ui.customers.form_lists import CasesTab, HistoryTab, MoneyTab, OrdersTab, StepsTab
from app.ui.customers.form_people import PeopleTab
from app.ui.customers.form_tab import Tab
from app.ui.customers.form_timeline import TimelineTab

NARROWEST = 480
_COUNTS = {"OrdersTab": "orders", "CasesTab": "complaints", "StepsTab": "activities"}


class FormSide(QWidget):
    """One tab is shown; only that one asks."""

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__()
        self.context = context
        self.timeline = TimelineTab(context, around)
        self.people = PeopleTab(context, around)
        self.tabs: Sequence[Tab] = (
            self.timeline, self.people, OrdersTab(context), MoneyTab(context), CasesTab(context), StepsTab(context),
            FilesTab(context), HistoryTab(context),
        )  # fmt: skip
        self._counts: dict[Tab, int] = {}
        self._group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        self.stack = QStackedWidget()
        self._rows = (QHBoxLayout(), QHBoxLayout())
        for at, tab in enumerate(self.tabs):
            button = QPushButton()
            button.setProperty("kind", "tab")
            button.setCheckable(True)
            self._group.addButton(button, at)
            self.buttons.append(button)
            self.stack.addWidget(tab)
            tab.counted.connect(self._counted)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.stack.setCurrentIndex)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        for row in self._rows:
            row.setSpacing(0)
            row.setContentsMargins(0, 0, 0, 0)
            outer.addLayout(row)
        self._place()
        outer.addWidget(self.stack, 1)

    def _place(self) -> None:
        """One row of tabs, two where a language needs more room than there is."""
        left = self.width()
        for row in self._rows:
            while (item := row.takeAt(0)) is not None:
                del item
        for button in self.buttons:
            left -= button.sizeHint().width()
            self._rows[0 if left >= 0 else 1].addWidget(button)
        for row in self._rows:
            row.addStretch(1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two rows of tabs need half the room."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The tabs are placed anew."""
        super().resizeEvent(event)
        self._place()

    def open(self, at: int) -> None:
        """Another tab."""
        if 0 <= at < len(self.tabs):
            self.buttons[at].setChecked(True)
            self.stack.setCurrentIndex(at)

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer, or the same one anew."""
        self._counts = {}
        for tab in self.tabs:
            if record is not None and type(tab).__name__ in _COUNTS:
                self._counts[tab] = record.counts.get(_COUNTS[type(tab).__name__], 0)
            tab.show_record(record)
        self._name()

    def _counted(self, count: int) -> None:
        tab = self.sender()
        if isinstance(tab, Tab) and tab is not self.tabs[3]:
            self._counts[tab] = count
            self._name()

    def _name(self) -> None:
        for tab, button in zip(self.tabs, self.buttons, strict=True):
            words, count = self.context.say.text(tab.title), self._counts.get(tab, 0)
            button.setText(f"{words} {count}" if count else words)
            button.setAccessibleName(button.text())
        self._place()

    def translate(self) -> None:
        """Words anew."""
        for tab in self.tabs:
            tab.translate()
        self._name()

    def paint_theme(self) -> None:
        """Colours anew."""
        for tab in self.tabs:
            tab.paint_theme()

    def leave(self) -> None:
        """What is typed goes to the disk."""
        for tab in self.tabs:
            tab.leave()
