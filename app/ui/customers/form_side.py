"""The right side of the customer's form: tabs with counts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.queries.customer import CustomerRecord, Surroundings
from app.ui.context import Context
from app.ui.customers.form_files import FilesTab
from app.ui.customers.form_lists import CasesTab, HistoryTab, MoneyTab, OrdersTab, StepsTab
from app.ui.customers.form_people import PeopleTab
from app.ui.customers.form_tab import Tab
from app.ui.customers.form_timeline import TimelineTab

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
        row = QHBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        for at, tab in enumerate(self.tabs):
            button = QPushButton()
            button.setProperty("kind", "tab")
            button.setCheckable(True)
            self._group.addButton(button, at)
            self.buttons.append(button)
            row.addWidget(button)
            self.stack.addWidget(tab)
            tab.counted.connect(self._counted)
        row.addStretch(1)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.stack.setCurrentIndex)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(row)
        outer.addWidget(self.stack, 1)

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
