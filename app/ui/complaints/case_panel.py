"""A case on a screen of its own, and where a new complaint is written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_
from app.services.complaints import Opened
from app.ui.complaints.case_view import CaseView
from app.ui.complaints.new_form import NewComplaintForm
from app.ui.complaints.panel import bind
from app.ui.complaints.start import ComplaintStart
from app.ui.complaints.who import Who
from app.ui.context import Context
from app.ui.kit.panel import Panel

NEW_WIDE = 860


class CasePanel(Panel):
    """Opened with a case's id, or with a ``ComplaintStart`` for a new one."""

    kinds = frozenset({"complaint"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._start = ComplaintStart()
        self.view, self.who, self.form = CaseView(context, whole=True), Who(context), NewComplaintForm(context)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(_middle(self.who, stretches=True))
        self.pages.addWidget(_middle(self.form))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self.who.chosen.connect(self._chosen)
        self.form.opened.connect(self._opened)
        self.form.closed.connect(self._left)
        bind(self, self.view)
        self.translate()
        self.paint_theme()

    def title(self) -> str:
        """The case's number, or what is being written."""
        say = self.context.say
        if self.pages.currentIndex():
            return say.text(N_("New complaint"))
        words = say.text(N_("Complaint"))
        return f"{self.view.case.number} · {words}" if self.view.case is not None else words

    def customer_at_hand(self) -> int | None:
        """Who complains."""
        return self.view.case.customer.id if not self.pages.currentIndex() and self.view.case is not None else None

    def open_record(self, record: object) -> None:
        """A case's id, or the beginning of a new one."""
        if isinstance(record, ComplaintStart):
            self._begin(record)
        elif isinstance(record, int) and not isinstance(record, bool):
            self.form.keep()
            self.pages.setCurrentIndex(0)
            self.view.show_id(record)
            self.view.ask()
            self.view.frame.note.edit.setFocus()

    def _begin(self, start: ComplaintStart) -> None:
        self._start = start
        if start.customer_id is None:
            self.pages.setCurrentIndex(1)
            self.who.begin()
        else:
            self._chosen(start.customer_id)

    def _chosen(self, customer_id: int) -> None:
        self.pages.setCurrentIndex(2)
        self.form.begin(customer_id, order_id=self._start.order_id, channel=self._start.channel)

    def _opened(self, opened: Opened) -> None:
        self.open_record(opened.id)

    def _left(self) -> None:
        self.context.go("complaints")

    def ask(self) -> None:
        """The case anew."""
        self.view.ask()

    def refresh(self, changes: ChangeSet) -> None:
        """Only what concerns this case is asked again."""
        self.view.refresh(changes)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes: what is typed goes to the disk."""
        super().hideEvent(event)
        self.form.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back to the queue; what is typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.context.go("complaints")
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        for part in (self.view, self.who, self.form):
            part.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.view.paint_theme()
        self.form.paint_theme()


def _middle(widget: QWidget, *, stretches: bool = False) -> QWidget:
    """In the middle of the screen, not wider than is easy to read."""
    page = QWidget()
    widget.setMaximumWidth(NEW_WIDE)
    across, column = QHBoxLayout(), QVBoxLayout(page)
    across.addStretch(1)
    across.addWidget(widget, 12)
    across.addStretch(1)
    column.setContentsMargins(16, 18, 16, 16)
    column.addLayout(across, 1 if stretches else 0)
    if not stretches:
        column.addStretch(1)
    return page
