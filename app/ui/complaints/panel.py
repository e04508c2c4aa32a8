"""The screen of complaints: the queue, and the current case beside it where there is room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_
from app.ui.commands import Command
from app.ui.complaints.by_rule import KEY
from app.ui.complaints.case_view import CaseView
from app.ui.complaints.frame import SIDE, SIDE_NARROW
from app.ui.complaints.queue_list import QueueList
from app.ui.complaints.start import ComplaintStart
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.panel import Panel
from app.ui.kit.timers import once

ROOMY, LEAST = 1290, 1060
"""Wide enough for a case of full width beside the queue; narrower than the second there is the queue alone."""

SETTLE_MS = 90
"""So long a row must be the current one before its case is read."""


def bind(panel: QWidget, view: CaseView) -> None:
    """The keys of a case, wherever the focus is on a screen."""
    bind_keys(
        panel,
        ("Ctrl+S", view.save_note), ("F9", view.template), ("Ctrl+Return", view.accept), ("Ctrl+Enter", view.accept),
        ("Alt+P", view.pause), ("Alt+E", view.escalate), ("Ctrl+P", view.print_case),
        (KEY, view.frame.facts.rule.give),
    )  # fmt: skip


class ComplaintsPanel(Panel):
    """Opened with a filter's text, a view's key as ``("view", key)``, or nothing."""

    kinds = frozenset({"complaint"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.stale = False
        commands = (Command("complaint.new", N_("New complaint"), "add", "Ctrl+N", self.new),)
        self.list = QueueList(context, commands)
        self.view = CaseView(context)
        self.side = QFrame()
        self.side.setProperty("kind", "side")
        inside = QVBoxLayout(self.side)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self.view)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.list, 1)
        across.addWidget(self.side)
        self.setFocusProxy(self.list)
        self._wanted: int | None = None
        self._settled = once(self, SETTLE_MS, self._show_wanted)
        self.list.chosen.connect(self._choose)
        bind(self, self.view)
        self.translate()
        self.paint_theme()

    def title(self) -> str:
        """The list's name."""
        return self.list.title()

    def new(self) -> None:
        """A complaint of whom is asked first."""
        self.context.go("complaint", ComplaintStart())

    def open_record(self, record: object) -> None:
        """A filter, or a view."""
        match record:
            case ("view", str() as key):
                self.list.show_view(key)
            case str():
                self.list.open_record(record)

    def refresh(self, changes: ChangeSet) -> None:
        """The list reads itself anew; here the case does."""
        self.view.refresh(changes)

    def _choose(self, case_id: object) -> None:
        """Who runs down the queue with an arrow key sees the case where the key is let go."""
        self._wanted = case_id if isinstance(case_id, int) else None
        if self.view.case is None:
            self._show_wanted()
        else:
            self._settled.start()

    def _show_wanted(self) -> None:
        self._settled.stop()
        if self.side.isVisibleTo(self):
            self.view.show_id(self._wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The case gives way where there is little room."""
        super().resizeEvent(event)
        wide = event.size().width()
        self.side.setFixedWidth(SIDE if wide >= ROOMY else SIDE_NARROW)
        shown = wide >= LEAST
        self.view.frame.set_narrow(narrow=wide < ROOMY)
        self.list.set_narrow(narrow=shown and wide < ROOMY)
        if self.side.isVisibleTo(self) != shown:
            self.side.setVisible(shown)
            self._choose(self.list.table.current_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc in the case leads back to the queue."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focus is not None and self.view.isAncestorOf(focus):
            self.list.table.setFocus()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew; the list hears of the language itself."""
        self.view.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.view.paint_theme()
